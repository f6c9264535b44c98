//! Usual mistakes in TOML, which the parser only notices by what follows from them.

use toml_parser::lexer::TokenKind;

use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};

/// Quotes of word processors.
const CURLY: [char; 9] = ['“', '”', '„', '‟', '‘', '’', '‚', '«', '»'];

/// Invisible characters that are no blanks to Unicode.
const INVISIBLE: [char; 5] = ['\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}'];

/// Replaces the parser's faults of a line by the mistake that they follow from, where it is a usual one.
pub(super) fn explain(source: &Source, faults: &mut Vec<Diagnostic>) {
    if let Some(unclosed) = unclosed(source).filter(|_| !faults.is_empty()) {
        faults.retain(|fault| fault.span.start < unclosed.span.start);
        faults.push(unclosed);
    }
    let mut explained: Vec<(Span, Diagnostic)> = Vec::new();
    // Each line is looked at once: it may be as long as the file.
    let mut end = 0;
    faults.sort_by_key(|fault| fault.span);
    for fault in faults.iter().filter(|fault| fault.code == "syntax") {
        if end == 0 || fault.span.start > end {
            let line = line(source, fault.span.start);
            end = line.end;
            explained.extend(mistake(source, line).map(|mistake| (line, mistake)));
        }
    }
    let in_line = |fault: &Diagnostic| {
        explained.iter().any(|(line, _)| line.start <= fault.span.start && fault.span.start <= line.end)
    };
    faults.retain(|fault| !in_line(fault));
    faults.extend(explained.into_iter().map(|(_, mistake)| mistake));
}

/// Returns a fault for each header `[step]`, which makes one table of all steps.
pub(super) fn step_headers(source: &Source) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in source.text.split_inclusive('\n') {
        if line.split('#').next().is_some_and(|line| line.trim() == "[step]") {
            let at = start + line.len() - line.trim_start().len();
            found.push(Diagnostic::error("step-header", Span::new(at, at + "[step]".len())));
        }
        start += line.len();
    }
    found
}

/// Returns the line of an offset, without its end.
fn line(source: &Source, offset: usize) -> Span {
    let text = &source.text;
    let offset = text.floor_char_boundary(offset);
    let start = text[..offset].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[offset..].find('\n').map_or(text.len(), |newline| offset + newline);
    Span::new(start, end)
}

/// Returns the usual mistake in a line with a syntax error, if there is one.
fn mistake(source: &Source, line: Span) -> Option<Diagnostic> {
    let text = &source.text[line.range()];
    let place = |at: usize, length: usize| Span::new(line.start + at, line.start + at + length);
    if text.contains("\"\"\"") || text.contains("'''") {
        return None;
    }
    let slashes = text.len() - text.trim_start().len();
    if text.trim_start().starts_with("//") {
        return Some(Diagnostic::error("slash-comment", place(slashes, 2)));
    }
    let (outside, inner_quote) = outside(text);
    let odd = outside.iter().find_map(|&(at, c)| {
        let span = place(at, c.len_utf8());
        let code = || format!("U+{:04X}", u32::from(c));
        match c {
            _ if CURLY.contains(&c) => Some(Diagnostic::error("curly-quote", span).arg("found", &c)),
            _ if INVISIBLE.contains(&c) || c.is_whitespace() && !c.is_ascii() => {
                Some(Diagnostic::error("odd-blank", span).arg("code", &code()))
            }
            '\u{ff01}'..='\u{ff5e}' => {
                let plain = char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c);
                Some(Diagnostic::error("full-width", span).arg("found", &c).arg("plain", &plain))
            }
            _ => None,
        }
    });
    odd.or_else(|| {
        let (at, quote) = inner_quote?;
        Some(Diagnostic::error("quote-in-quotes", place(at, 1)).arg("quote", &quote))
    })
    .or_else(|| {
        let colon = outside.iter().find(|(_, c)| *c == ':')?;
        Some(Diagnostic::error("colon-for-equals", place(colon.0, 1)))
    })
}

/// A character with its offset in a line.
type Placed = (usize, char);

/// Returns the characters of a line that stand in no plain quotes, and the first quote that closes a text too early.
fn outside(text: &str) -> (Vec<Placed>, Option<Placed>) {
    let (mut found, mut early) = (Vec::new(), None);
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        match c {
            '#' => break,
            '"' | '\'' => {
                let mut end = None;
                while let Some((at, inner)) = characters.next() {
                    if inner == '\\' && c == '"' {
                        characters.next();
                    } else if inner == c {
                        end = Some(at);
                        break;
                    }
                }
                let rest = end.map_or("", |end| text[end + 1..].trim_start());
                let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '"' | '\'' | '/' | '$' | '-');
                if let Some(end) = end.filter(|_| rest.starts_with(goes_on)) {
                    early = early.or(Some((end, c)));
                }
            }
            _ => found.push((at, c)),
        }
    }
    (found, early)
}

/// Returns the fault of a text of several lines that is not closed, at its opening.
///
/// The next opening of such a text then closes it: its last line is `key =`.
fn unclosed(source: &Source) -> Option<Diagnostic> {
    let tokens = toml_parser::Source::new(&source.text).lex().into_vec();
    let found = tokens.iter().find_map(|token| {
        let quotes = match token.kind() {
            TokenKind::MlBasicString => "\"\"\"",
            TokenKind::MlLiteralString => "'''",
            _ => return None,
        };
        let (start, end) = (token.span().start(), token.span().end());
        let inside = source.text.get(start + quotes.len()..end)?;
        let open = match inside.strip_suffix(quotes) {
            None => true,
            Some(inside) => inside.rsplit_once('\n').is_some_and(|(_, last)| is_key(last)),
        };
        open.then(|| (Span::new(start, start + quotes.len()), quotes))
    });
    found.map(|(span, quotes)| Diagnostic::error("unclosed-text", span).arg("quotes", quotes))
}

/// Returns whether a text is a key and `=`.
fn is_key(text: &str) -> bool {
    let key = text.trim_end().strip_suffix('=').map(str::trim);
    key.is_some_and(|key| {
        !key.is_empty()
            && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '"' | '.'))
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{LAB, faults};

    /// Returns the faults of the lab with something in place of a part.
    fn with(part: &str, other: &str) -> Vec<String> {
        assert!(LAB.contains(part), "{part}");
        faults(&LAB.replacen(part, other, 1))
    }

    #[test]
    fn a_usual_mistake_is_one_fault_with_its_own_words() {
        let expect = "expect = { page = \"lost\" }";
        for (part, other, expected) in [
            (expect, "expect = { \"page\": \"lost\" }", "36:18 colon-for-equals"),
            ("title   = \"A lab\"", "title: \"A lab\"", "2:6 colon-for-equals"),
            ("title   = \"A lab\"", "title = “A lab”", "2:9 curly-quote"),
            ("title   = \"A lab\"", "title = ‘A lab’", "2:9 curly-quote"),
            ("title   = \"A lab\"", "title\u{a0}= \"A lab\"", "2:6 odd-blank"),
            ("title   = \"A lab\"", "title \u{200b}= \"A lab\"", "2:7 odd-blank"),
            ("title   = \"A lab\"", "title ＝ \"A lab\"", "2:7 full-width"),
            ("title   = \"A lab\"", "// A lab\ntitle = \"A\"", "2:1 slash-comment"),
            ("title   = \"A lab\"", "title = 'It's'", "2:12 quote-in-quotes"),
            ("exec  = \"cat '/the rows'\"", "exec = \"sh -c \"echo x\"\"", "19:15 quote-in-quotes"),
            ("exec  = \"cat '/the rows'\"", "exec = \"grep '^\\d'\"", "19:17 syntax"),
        ] {
            assert_eq!(with(part, other), [expected], "{other}");
        }
        assert_eq!(with("\"A lab\"", "\"a “lab”: it's // # ＝\""), [""; 0], "all of it may stand in a text");
    }

    #[test]
    fn a_text_that_is_not_closed_is_told_where_it_opens() {
        let before = "id     = \"again\"\ntitle  = \"Again\"";
        let open = "id     = \"again\"\nbefore = \"\"\"\nText of {a}.\ntitle  = \"Again\"";
        assert_eq!(with(before, open), ["33:10 unclosed-text"]);
        let two = format!("{open}\nafter = \"\"\"\nMore of {{b}}.\"\"\"");
        assert_eq!(with(before, &two), ["33:10 unclosed-text"], "the next one closes it");
        let closed = "id     = \"again\"\ntitle  = \"Again\"\nbefore = \"\"\"\na =\n\"\"\"\nafter = \"b\"";
        assert_eq!(with(before, closed), [""; 0]);
    }

    #[test]
    fn headers_and_files_of_another_kind_are_one_fault() {
        assert_eq!(faults(&LAB.replace("[[step]]", "[step]")), ["25:1 step-header", "31:1 step-header"]);
        assert_eq!(faults(&LAB.replace('\n', "\r")), ["1:12 carriage-returns"]);
        let wide: String = LAB.chars().flat_map(|c| ['\0', c]).collect();
        assert_eq!(faults(&wide), ["1:1 not-utf8"]);
    }
}
