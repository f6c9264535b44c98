//! Characters that come in with a line that was copied from a document or a web page.

/// The plain character that was meant by one that word processors put in its place. Dashes only
/// count where a flag could begin.
pub(super) fn plain_form(c: char, first: bool) -> Option<&'static str> {
    match c {
        '\u{a0}' | '\u{202f}' | '\u{3000}' => Some(" "),
        '\u{201c}' | '\u{201d}' => Some("\""),
        '\u{2018}' | '\u{2019}' => Some("'"),
        '\u{2013}' | '\u{2014}' | '\u{2212}' if first => Some("-"),
        _ => None,
    }
}
