//! What follows `$` or a backtick: the working directory, or something that only a shell could
//! replace.

/// What a shell would replace the text with that begins with `$` or a backtick.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expansion {
    /// Nothing: the `$` is literal.
    Literal,
    /// The working directory; the length as written, in bytes.
    Workspace(usize),
    /// The working directory as a shell of Windows writes it; the length as written, in bytes.
    WindowsFolder(usize),
    /// Another variable; the length as written, in bytes.
    Variable(usize),
    /// The output of a command, or the result of a sum; the length in bytes.
    Substitution(usize),
    /// `$'…'` and `$"…"`, the quotes of other shells.
    QuoteForm,
}

/// Reads the expansion at the start of `rest`, inside double quotes or not.
pub(super) fn read(rest: &str, quoted: bool) -> Expansion {
    if let Some(inner) = rest.strip_prefix('`') {
        let closed = inner.find('`');
        let inner = &inner[..closed.unwrap_or(inner.len())];
        return command(inner, 1 + inner.len() + usize::from(closed.is_some()));
    }
    let mut after = rest.chars().skip(1);
    match after.next() {
        Some('(') => {
            let length = 1 + closing(&rest[1..], '(', ')');
            command(rest[2..length].strip_suffix(')').unwrap_or_default(), length)
        }
        Some('{') => {
            let length = 1 + closing(&rest[1..], '{', '}');
            variable(rest[2..length].trim_end_matches('}'), length)
        }
        Some(c) if c.is_ascii_alphabetic() || c == '_' => {
            let name = &rest[1..];
            let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(name.len());
            variable(&name[..end], 1 + end)
        }
        Some(c) if c.is_ascii_digit() || "@*#?-$!".contains(c) => Expansion::Variable(2),
        Some('\'' | '"') if !quoted => Expansion::QuoteForm,
        _ => Expansion::Literal,
    }
}

fn command(inner: &str, length: usize) -> Expansion {
    match inner.trim() {
        "pwd" => Expansion::Workspace(length),
        text if text.eq_ignore_ascii_case("get-location") => Expansion::WindowsFolder(length),
        _ => Expansion::Substitution(length),
    }
}

fn variable(name: &str, length: usize) -> Expansion {
    match name {
        "PWD" => Expansion::Workspace(length),
        // In PowerShell capital letters are the same as small ones.
        name if name.eq_ignore_ascii_case("pwd") => Expansion::WindowsFolder(length),
        _ => Expansion::Variable(length),
    }
}

/// Returns the length of a bracketed text at the start of `rest`.
///
/// The closing bracket is included. Without one, the text reaches to the end.
pub(super) fn closing(rest: &str, open: char, close: char) -> usize {
    let mut depth = 0_usize;
    for (at, c) in rest.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return at + c.len_utf8();
            }
        }
    }
    rest.len()
}
