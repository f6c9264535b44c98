//! Characters that come with a line copied from a document or a web page.

/// Returns the plain character that a word processor's character stands for.
///
/// Dashes count only where a flag could begin.
pub(super) fn plain_form(c: char, first: bool) -> Option<&'static str> {
    match c {
        '\u{a0}' | '\u{202f}' | '\u{3000}' => Some(" "),
        '\u{201c}' | '\u{201d}' => Some("\""),
        '\u{2018}' | '\u{2019}' => Some("'"),
        '\u{2013}' | '\u{2014}' | '\u{2212}' if first => Some("-"),
        _ => None,
    }
}
