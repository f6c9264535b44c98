//! Texts and commands of a lab in which `$name` stands for a captured value.

use std::ops::Range;

use crate::command::{Values, words_with};
use crate::source::{Located, Spanned};

/// A text in which `$name` or `${name}` stands for a captured value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    written: String,
    places: Vec<(Range<usize>, String)>,
}

impl Text {
    /// Creates a text as written; `known` has the names captured by then.
    ///
    /// Any other `$` is a plain character.
    #[must_use]
    pub fn new(written: impl Into<String>, known: &Values) -> Self {
        let written = written.into();
        let mut places = Vec::new();
        for (at, _) in written.match_indices('$') {
            let rest = &written[at + 1..];
            let inner = rest.strip_prefix('{').unwrap_or(rest);
            let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(inner.len());
            let (name, braced) = (&inner[..end], inner.len() < rest.len());
            if braced && !inner[end..].starts_with('}') {
                continue;
            }
            let length = 1 + name.len() + if braced { 2 } else { 0 };
            if known.contains_key(name) {
                places.push((at..at + length, name.to_owned()));
            }
        }
        Self { written, places }
    }

    /// The text as the author wrote it.
    #[must_use]
    pub fn as_written(&self) -> &str {
        &self.written
    }

    /// Returns the text with the values filled in.
    ///
    /// A name without a value stays as written.
    #[must_use]
    pub fn filled(&self, values: &Values) -> String {
        fill(&self.written, &self.places, values)
    }
}

/// Fills values into a text at these places.
pub(super) fn fill(written: &str, places: &[(Range<usize>, String)], values: &Values) -> String {
    let mut filled = String::with_capacity(written.len());
    let mut end = 0;
    for (range, name) in places {
        let Some(value) = values.get(name) else { continue };
        filled.push_str(&written[end..range.start]);
        filled.push_str(value);
        end = range.end;
    }
    filled.push_str(&written[end..]);
    filled
}

/// A command that runs in a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContainerCommand {
    /// The line as it was written, and where.
    pub written: Spanned<String>,
    /// Its words, still with the names of captured values.
    pub words: Vec<String>,
    /// Whether it contains the name of a captured value.
    pub captures: bool,
}

impl ContainerCommand {
    /// Returns the words with the values filled in.
    #[must_use]
    pub fn filled(&self, values: &Values) -> Vec<String> {
        if !self.captures {
            return self.words.clone();
        }
        let line = Located::verbatim(self.written.value.as_str(), self.written.span.start);
        // A value never changes where a word ends, so the line can still be split into words.
        words_with(&line, values).map_or_else(
            |_| self.words.clone(),
            |words| words.iter().map(|word| word.as_str().to_owned()).collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_names_stand_for_values() {
        let text = Text::new("a $one ${one}b $two $5 $", &[("one".to_owned(), String::new())].into());
        assert_eq!(text.filled(&Values::from([("one".into(), "1".into())])), "a 1 1b $two $5 $");
        assert_eq!(text.filled(&Values::new()), text.as_written());
    }

    #[test]
    fn a_value_stays_one_word() {
        let written = Spanned::new("cat \"$file\" '$file'".to_owned(), crate::source::Span::default());
        let line = ContainerCommand { written, words: vec!["cat".into(), "$file".into()], captures: true };
        let values = Values::from([("file".into(), "a b; rm".into())]);
        assert_eq!(line.filled(&values), ["cat", "a b; rm", "$file"]);
    }
}
