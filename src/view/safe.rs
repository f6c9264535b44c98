//! Makes untrusted text safe for a terminal.
//!
//! Output of a container and text of a lab may contain escape sequences that move the cursor or set
//! the title or the clipboard, and marks that make text display in another order than it is stored
//! (CVE-2021-42574, "Trojan Source"). Every view passes such text through this module.

use std::borrow::Cow;
use std::fmt::Write;

/// Replaces what a terminal interprets or a person cannot see by visible marks.
///
/// Control characters become their pictures (`␛`), everything else its number (`\u{202e}`). Newlines and
/// tabs stay. A carriage return directly before a newline is removed.
#[must_use]
pub fn safe(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_harmless) {
        return Cow::Borrowed(text);
    }
    let mut made = String::with_capacity(text.len() + 16);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            _ if is_harmless(character) => made.push(character),
            _ => mark(&mut made, character),
        }
    }
    Cow::Owned(made)
}

/// Makes text safe as [`safe`] does, and keeps it on one line.
///
/// Newlines and tabs become pictures too (`␊`, `␉`).
#[must_use]
pub fn safe_line(text: &str) -> Cow<'_, str> {
    let stays = |character| is_harmless(character) && !character.is_control();
    if text.chars().all(stays) {
        return Cow::Borrowed(text);
    }
    let mut made = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if stays(character) { made.push(character) } else { mark(&mut made, character) }
    }
    Cow::Owned(made)
}

/// Makes text safe character by character, so that columns do not change.
///
/// Dangerous characters become their picture (`␛`), or `�` if they have none. Line ends (also `\r\n`)
/// and tabs stay.
pub(super) fn pictured(text: &str) -> impl Iterator<Item = char> {
    let mut characters = text.chars().peekable();
    std::iter::from_fn(move || {
        let character = characters.next()?;
        let ends_line = character == '\r' && characters.peek() == Some(&'\n');
        let stays = ends_line || is_harmless(character);
        Some(if stays { character } else { picture(character).unwrap_or(char::REPLACEMENT_CHARACTER) })
    })
}

/// Returns equivalent JSON text, with every dangerous character as a JSON escape.
#[must_use]
pub fn safe_json(text: &str) -> Cow<'_, str> {
    // Outside strings, JSON has no such characters except white space, which stays.
    if text.chars().all(is_harmless) {
        return Cow::Borrowed(text);
    }
    let mut made = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_harmless(character) {
            made.push(character);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                // Writing to a string does not fail.
                let _ = write!(made, "\\u{unit:04x}");
            }
        }
    }
    Cow::Owned(made)
}

/// Returns whether a character may reach a terminal unchanged.
fn is_harmless(character: char) -> bool {
    if matches!(character, '\n' | '\t') {
        return true;
    }
    !character.is_control() && !is_invisible(character)
}

/// Returns whether a character is invisible but can change how text reads.
///
/// These are the `Default_Ignorable_Code_Point`s of Unicode 16.0 (`DerivedCoreProperties.txt`), the other
/// format characters without a shape (general category `Cf` without `Prepended_Concatenation_Mark`), the
/// line and paragraph separators, and the blank Braille pattern. Joiners and variation selectors are
/// included. Some scripts and emoji need them, but in a file name or a page of a lab they make different
/// texts look alike, and can hide text of any length.
const fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}'                     // soft hyphen
        | '\u{34f}'                  // combining grapheme joiner
        | '\u{61c}'                  // Arabic letter mark
        | '\u{115f}'..='\u{1160}'    // Hangul fillers
        | '\u{17b4}'..='\u{17b5}'    // Khmer inherent vowels
        | '\u{180b}'..='\u{180f}'    // Mongolian variation selectors and vowel separator
        | '\u{200b}'..='\u{200f}'    // zero-width space, joiners, left-to-right and right-to-left marks
        | '\u{2028}'..='\u{202e}'    // line and paragraph separators, embeddings, overrides
        | '\u{2060}'..='\u{206f}'    // word joiner, invisible operators, isolates, deprecated controls
        | '\u{2800}'                 // blank Braille pattern
        | '\u{3164}'                 // Hangul filler
        | '\u{fe00}'..='\u{fe0f}'    // variation selectors
        | '\u{feff}'                 // byte order mark
        | '\u{ffa0}'                 // half-width Hangul filler
        | '\u{fff0}'..='\u{fffb}'    // unassigned, interlinear annotation
        | '\u{13430}'..='\u{1343f}'  // Egyptian hieroglyph format controls
        | '\u{1bca0}'..='\u{1bca3}'  // shorthand format controls
        | '\u{1d173}'..='\u{1d17a}'  // musical symbols' beams, ties and phrases
        | '\u{e0000}'..='\u{e0fff}'  // tags, variation selectors, unassigned
    )
}

/// Returns Unicode's picture of a control character.
fn picture(character: char) -> Option<char> {
    match character {
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(character)),
        '\u{7f}' => Some('␡'),
        _ => None,
    }
}

/// Writes the visible mark for a character.
fn mark(made: &mut String, character: char) {
    match picture(character) {
        Some(picture) => made.push(picture),
        None => {
            // Writing to a string does not fail.
            let _ = write!(made, "\\u{{{:x}}}", u32::from(character));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ordinary_text_is_not_touched() {
        for text in ["", "plain\n\ttext\n", "가나다 — “quoted” ✓ 🐳", "e\u{301}"] {
            assert!(matches!(safe(text), Cow::Borrowed(same) if same == text), "{text:?}");
        }
    }

    #[test]
    fn escape_sequences_are_shown() {
        assert_eq!(safe("\u{1b}]0;title\u{7}"), "␛]0;title␇");
        assert_eq!(safe("\u{1b}[31mred\u{1b}[0m"), "␛[31mred␛[0m");
        assert_eq!(safe("\u{9b}31m"), "\\u{9b}31m", "the control sequence introducer of eight bits");
        assert_eq!(safe("a\u{0}b\u{8}c\u{7f}"), "a␀b␈c␡");
    }

    #[test]
    fn a_line_cannot_be_overwritten() {
        assert_eq!(safe("passed\rfailed"), "passed␍failed");
        assert_eq!(safe("one\r\ntwo\r\n"), "one\ntwo\n");
        assert_eq!(safe("one\r"), "one␍");
    }

    #[test]
    fn text_cannot_change_its_order() {
        for control in
            ['\u{202a}', '\u{202e}', '\u{2066}', '\u{2069}', '\u{200e}', '\u{200f}', '\u{61c}', '\u{200d}']
        {
            let expected = format!("a\\u{{{:x}}}b", u32::from(control));
            assert_eq!(safe(&format!("a{control}b")), expected);
        }
    }

    #[test]
    fn nothing_that_is_not_seen_is_left() {
        let invisible = r"[\p{Default_Ignorable_Code_Point}[\p{Cf}--\p{Prepended_Concatenation_Mark}]\p{Zl}\p{Zp}\u{2800}]";
        let invisible = regex::Regex::new(invisible).expect("a pattern");
        for character in ('\0'..=char::MAX).filter(|character| !character.is_control()) {
            let text = character.to_string();
            // Unassigned characters in this range have no properties in Unicode yet.
            let expected = invisible.is_match(&text) || ('\u{13430}'..'\u{13440}').contains(&character);
            assert_eq!(!is_harmless(character), expected, "{:x}", u32::from(character));
        }
        assert_eq!(safe("a\u{fe0f}\u{e0100}\u{3164}b"), "a\\u{fe0f}\\u{e0100}\\u{3164}b");
        assert_eq!(safe_line("\u{2800}"), "\\u{2800}");
    }

    #[test]
    fn what_must_stay_in_its_line_does() {
        assert_eq!(safe_line("a\n\tb\r\n\u{202e}"), "a␊␉b␍␊\\u{202e}");
        assert!(matches!(safe_line("가 b"), Cow::Borrowed("가 b")));
    }

    #[test]
    fn pictures_keep_columns_and_lines() {
        let text: String = pictured("a\u{1b}\u{202e}\u{9b}\t가\r\nb\rc").collect();
        assert_eq!(text, "a␛��\t가\r\nb␍c");
    }

    #[test]
    fn json_means_the_same() {
        let text = serde_json::to_string(&["\u{1b}[0m \u{9b}\u{202e}\u{e0041}가\n"]).expect("JSON");
        let made = safe_json(&text);
        assert_eq!(made, "[\"\\u001b[0m \\u009b\\u202e\\udb40\\udc41가\\n\"]");
        let back: Vec<String> = serde_json::from_str(&made).expect("JSON");
        assert_eq!(back, ["\u{1b}[0m \u{9b}\u{202e}\u{e0041}가\n"]);
    }

    proptest! {
        #[test]
        fn nothing_that_a_terminal_obeys_is_left(text in any::<String>()) {
            let made = safe(&text);
            prop_assert!(made.chars().all(is_harmless), "{made:?}");
            prop_assert_eq!(safe(&made), made.as_ref(), "what is safe stays as it is");
            prop_assert!(!safe_line(&text).chars().any(char::is_control));
            prop_assert!(pictured(&text).all(|shown| is_harmless(shown) || shown == '\r'));
        }
    }
}
