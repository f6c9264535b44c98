//! Patterns of `.dockerignore` and of `--filter reference=…` (moby, `patternmatcher`; Go,
//! `path.Match`).
//!
//! No maintained crate reads them (`dockerignore-find` 2022, `ignore-file` 2019), so the
//! documented rules are here: <https://docs.docker.com/build/concepts/context/#syntax>.

/// A part of a pattern.
enum PatternToken {
    /// This character.
    Sign(char),
    /// `?`: any character except a slash.
    One,
    /// `[a-z]`: one of these characters.
    Class(Vec<char>),
    /// `*`: any number of characters except slashes.
    Star,
    /// `**`: any number of characters.
    All,
    /// `**/`: any number of folders, or none.
    Folders,
}

/// Returns whether a path matches a pattern.
/// `?` and `*` do not match a slash, `[a-z]` is one of these characters, `**` is any number of folders,
/// and `\` makes the next character literal. The time grows with the product of both lengths, because
/// patterns are untrusted.
pub(super) fn matches(pattern: &str, path: &str) -> bool {
    let Some(tokens) = tokens(pattern) else { return false };
    let mut places = vec![false; tokens.len() + 1];
    enter(&tokens, &mut places, 0);
    for c in path.chars() {
        let mut next = vec![false; tokens.len() + 1];
        for (at, token) in tokens.iter().enumerate().filter(|(at, _)| places[*at]) {
            match token {
                PatternToken::Sign(sign) if *sign == c => enter(&tokens, &mut next, at + 1),
                PatternToken::One if c != '/' => enter(&tokens, &mut next, at + 1),
                PatternToken::Class(class) if c != '/' && in_class(class, c) => {
                    enter(&tokens, &mut next, at + 1);
                }
                PatternToken::Star if c != '/' => enter(&tokens, &mut next, at),
                PatternToken::All => enter(&tokens, &mut next, at),
                PatternToken::Folders => {
                    // Inside a folder's name, which ends only at a slash.
                    next[at] = true;
                    if c == '/' {
                        enter(&tokens, &mut next, at + 1);
                    }
                }
                _ => {}
            }
        }
        places = next;
    }
    places[tokens.len()]
}

/// Enters a place of the pattern, and the places after it that need no character.
fn enter(tokens: &[PatternToken], places: &mut [bool], at: usize) {
    places[at] = true;
    if matches!(tokens.get(at), Some(PatternToken::Star | PatternToken::All | PatternToken::Folders)) {
        enter(tokens, places, at + 1);
    }
}

/// Parses a pattern; `None` if a bracket is not closed: then nothing matches.
fn tokens(pattern: &str) -> Option<Vec<PatternToken>> {
    let signs: Vec<char> = pattern.chars().collect();
    let (mut tokens, mut rest) = (Vec::new(), signs.as_slice());
    while let [first, tail @ ..] = rest {
        let (token, behind) = match (first, tail) {
            ('*', ['*', '/', behind @ ..]) => (PatternToken::Folders, behind),
            ('*', ['*', behind @ ..]) => (PatternToken::All, behind),
            ('*', behind) => (PatternToken::Star, behind),
            ('?', behind) => (PatternToken::One, behind),
            ('[', tail) => {
                let end = 1 + tail.iter().skip(1).position(|c| *c == ']')?;
                (PatternToken::Class(tail[..end].to_vec()), &tail[end + 1..])
            }
            ('\\', [sign, behind @ ..]) | (sign, behind) => (PatternToken::Sign(*sign), behind),
        };
        tokens.push(token);
        rest = behind;
    }
    Some(tokens)
}

fn in_class(class: &[char], c: char) -> bool {
    let (negated, class) = match class {
        ['^' | '!', rest @ ..] => (true, rest),
        class => (false, class),
    };
    let (mut rest, mut inside) = (class, false);
    while let [first, tail @ ..] = rest {
        let (last, behind) = match tail {
            ['-', last, behind @ ..] => (last, behind),
            tail => (first, tail),
        };
        inside |= (*first..=*last).contains(&c);
        rest = behind;
    }
    inside != negated
}

/// The rules of a `.dockerignore`.
#[derive(Debug, Default)]
pub(super) struct Ignored {
    /// Each pattern, cleaned, and whether it is an exception (`!`).
    rules: Vec<(String, bool)>,
}

impl Ignored {
    /// Parses the file's text.
    pub(super) fn read(text: &str) -> Self {
        let lines = text.strip_prefix('\u{feff}').unwrap_or(text).lines();
        let lines = lines.filter(|line| !line.starts_with('#')).map(str::trim);
        let rules = lines.filter_map(|line| {
            let (exception, pattern) =
                line.strip_prefix('!').map_or((false, line), |rest| (true, rest.trim()));
            let parts = pattern.split('/').filter(|part| !part.is_empty() && *part != ".");
            let pattern = parts.collect::<Vec<_>>().join("/");
            (!pattern.is_empty()).then_some((pattern, exception))
        });
        Self { rules: rules.collect() }
    }

    /// Returns whether a path of the context is left out.
    /// The last rule that matches it, or a folder that it is in, decides.
    pub(super) fn leaves_out(&self, path: &str) -> bool {
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        let places: Vec<&str> = ends.map(|end| &path[..end]).collect();
        let fits = |pattern: &str| places.iter().any(|place| matches(pattern, place));
        let last = self.rules.iter().rev().find(|(pattern, _)| fits(pattern));
        last.is_some_and(|(_, exception)| !exception)
    }

    /// Returns whether a folder that is left out may contain an exception.
    pub(super) fn has_exceptions(&self) -> bool {
        self.rules.iter().any(|(_, exception)| *exception)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_those_of_the_page() {
        for (pattern, path, fits) in [
            ("*/temp*", "a/temporary.txt", true),
            ("*/temp*", "a/b/temporary.txt", false),
            ("*/*/temp*", "a/b/temporary.txt", true),
            ("temp?", "tempa", true),
            ("temp?", "temp/", false),
            ("**/*.go", "a/b/c.go", true),
            ("**/*.go", "c.go", true),
            ("**", "a/b", true),
            ("a/**", "a/b/c", true),
            ("[a-c]x", "bx", true),
            ("[^a-c]x", "bx", false),
            ("[a", "a", false),
            ("\\*", "*", true),
            ("\\*", "a", false),
            ("ng*", "nginx", true),
        ] {
            assert_eq!(matches(pattern, path), fits, "{pattern} {path}");
        }
    }

    #[test]
    fn the_last_rule_decides_and_folders_take_their_files_along() {
        let ignored = Ignored::read("# comment\n*.md\n!README*.md\nREADME-secret.md\n/build/\n!build/keep\n");
        for (path, out) in [
            ("a.md", true),
            ("README.md", false),
            ("README-secret.md", true),
            ("build", true),
            ("build/x/y", true),
            ("build/keep", false),
            ("src/a.md", false),
        ] {
            assert_eq!(ignored.leaves_out(path), out, "{path}");
        }
    }
}
