//! What no screen may have, whatever its snapshot says.

use regex::Regex;
use statelab::i18n::Locale;
use unicode_width::UnicodeWidthStr;

use super::session::{Played, ScreenRow, Session};

/// What is wrong with the screens of one session.
pub fn of(session: &Session, played: &Played) -> Vec<String> {
    let mut wrong = Vec::new();
    if played.status != Some(0) {
        wrong.push(format!("ended with {:?}", played.status));
    }
    let rows: Vec<ScreenRow> = played.stops.iter().flat_map(|stop| stop.rows.iter().cloned()).collect();
    for line in rows.split_inclusive(|row| !row.broken) {
        let text: String = line.iter().map(|row| row.text.as_str()).collect();
        let whole = session.plain && is_plain_command(&text);
        if !whole && too_long(&text, session.columns.into()) {
            wrong.push(format!("wider than the terminal: {text:?}"));
        }
        if text.contains('⟦') {
            wrong.push(format!("words that are missing: {text:?}"));
        }
    }
    if session.plain {
        wrong.extend(not_plain(&played.written).map(|line| format!("not plain: {line:?}")));
    }
    if session.locale == Locale::Ko {
        let rows = rows.iter().filter_map(|row| wrong_particle(&row.text));
        wrong.extend(rows.map(|word| format!("a particle: {word}")));
    }
    wrong
}

/// Whether a line was left to the terminal to break, though it could have been broken at a blank: a
/// word that is too long for a line of its own stays whole, beside its flag, so that it can be copied.
fn too_long(line: &str, columns: usize) -> bool {
    if line.width() <= columns {
        return false;
    }
    let (text, columns) = line.strip_suffix(" \\").map_or((line, columns), |text| (text, columns - 2));
    let indent = text.width() - text.trim_start().width();
    // What hangs behind a label has less room.
    let hang = text.rfind("  ").map_or(0, |at| text[..at].width() + 2).max(indent);
    let words: Vec<&str> = text.rsplit("  ").next().unwrap_or(text).split_whitespace().collect();
    match words[..] {
        [word] => word.width() + hang <= columns,
        [flag, value] if flag.starts_with('-') => value.width() + hang <= columns,
        _ => true,
    }
}

/// Whether this is a command line of plain text, which nothing breaks.
fn is_plain_command(line: &str) -> bool {
    line.starts_with("  $ ") || line.contains("   docker ")
}

/// The lines that move the cursor or draw boxes.
fn not_plain(written: &str) -> impl Iterator<Item = &str> {
    let drawn = |c: char| c == '\u{1b}' || c == '\u{8}' || ('\u{2500}'..='\u{259f}').contains(&c);
    written.split("\r\n").filter(move |line| line.contains(drawn) || line.contains('\r'))
}

/// A word with a particle that another ending would need, or with both forms of one.
fn wrong_particle(text: &str) -> Option<String> {
    let both = Regex::new(r"[을를은는이가과와]\([을를은는이가과와]\)|\(으\)로|\(이\)").unwrap();
    if let Some(found) = both.find(text) {
        return Some(found.as_str().to_owned());
    }
    let word = Regex::new(r"\p{Hangul}*?(\p{Hangul})([을를])(?:\P{Hangul}|$)").unwrap();
    let wrong = word.captures_iter(text).find(|found| {
        let syllable = u32::from(found[1].chars().next().unwrap()) - 0xac00;
        let closed = syllable % 28 != 0;
        closed != (&found[2] == "을")
    });
    wrong.map(|found| found[0].to_owned())
}

/// What is wrong between sessions: every lab has as many screens in one language as in the other, in
/// each style and at each width.
pub fn between(sessions: &[Session], played: &[Played]) -> Vec<String> {
    let count = |at: usize| (sessions[at].lab, played[at].stops.len());
    let first = |lab| (0..sessions.len()).find(|at| sessions[*at].lab == lab).unwrap();
    let others = (0..sessions.len()).filter(|at| count(*at) != count(first(sessions[*at].lab)));
    others.map(|at| format!("{}: {} screens", sessions[at].name(), count(at).1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_have_been_wrapped_is_too_long() {
        for (line, columns, wrong) in [
            ("short", 10, false),
            ("two words are too long", 10, true),
            ("  path  /a/path/that/cannot/wrap", 20, false),
            ("      /a/path/that/cannot/wrap", 20, false),
            ("      -v /a/path/that/cannot/wrap \\", 20, false),
            ("      -v a:/path \\", 17, true),
            ("하나 둘셋", 8, true),
        ] {
            assert_eq!(too_long(line, columns), wrong, "{line}");
        }
    }

    #[test]
    fn what_is_not_plain_is_found() {
        for (text, wrong) in [("a → b", false), ("┌─", true), ("\x1b[?25h", true), ("a\rb", true)] {
            assert_eq!(not_plain(text).count() == 1, wrong, "{text:?}");
        }
    }

    #[test]
    fn wrong_particles_are_found() {
        for (text, wrong) in [
            ("볼륨을", false),
            ("볼륨를", true),
            ("컨테이너를", false),
            ("컨테이너을", true),
            ("볼륨을(를)", true),
        ] {
            assert_eq!(wrong_particle(text).is_some(), wrong, "{text}");
        }
    }
}
