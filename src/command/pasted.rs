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

/// Returns the length of a line's end as Windows' shells write it: `^` (cmd) or a backtick (PowerShell).
///
/// The end of the text counts if a blank stands before it.
pub(super) fn windows_line_end(rest: &str, after_blank: bool) -> Option<usize> {
    let after = rest.strip_prefix(['^', '`'])?.trim_start_matches([' ', '\t', '\r']);
    let length = rest.len() - after.len();
    match after.strip_prefix('\n') {
        Some(_) => Some(length + 1),
        None => (after.is_empty() && after_blank).then_some(length),
    }
}

/// Returns the length of `%cd%`, the working directory in Windows' cmd.
pub(super) fn windows_folder(rest: &str) -> Option<usize> {
    rest.get(..4).filter(|text| text.eq_ignore_ascii_case("%cd%")).map(str::len)
}

/// Returns whether a text is a path with a drive letter: `C:\Users`, `c:/Users`.
pub(super) fn has_drive(text: &str) -> bool {
    matches!(text.as_bytes(), [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic())
}

/// Returns the last name of a path of Windows; empty if it has none.
pub(super) fn last_name(path: &str) -> &str {
    let path = path.trim_end_matches(['/', '\\']);
    path.rsplit(['/', '\\', ':']).next().unwrap_or_default()
}

/// The most characters of a placeholder.
const LONGEST: usize = 64;

/// Returns the length of a handout's placeholder: `<container-id>`, `<your name>`.
///
/// A shell would read a file here and write one. The name has letters at both ends, and nothing else goes on after it.
pub(super) fn placeholder(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('<')?;
    // No more is searched than a name may have, for each of a line's many brackets.
    let end = inner.char_indices().take(LONGEST).find(|(_, c)| *c == '>')?.0;
    let name = &inner[..end];
    let known = |c: char| c.is_alphanumeric() || " -_/|".contains(c);
    let sound = name.starts_with(char::is_alphabetic) && name.ends_with(char::is_alphanumeric);
    let ends = inner[end + 1..].chars().next();
    let alone = ends.is_none_or(|c| c.is_whitespace() || ":/@,.\"'=-".contains(c));
    (sound && alone && name.chars().all(known)).then_some(end + 2)
}
