//! What is wrong with a text, where, and with which words to say it.
//!
//! A diagnostic carries no sentence: its code names a message of the catalogues
//! (`fault-<code>`, with the attribute `.help`), its arguments fill that message.
//! May import: `source`.

use crate::source::{Source, Span};

/// How grave a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The lab runs, but not as its author means.
    Warning,
    /// The lab cannot run.
    Error,
}

/// One fault, at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The fault's name, such as `unknown-key`; the catalogues have `fault-unknown-key`.
    pub code: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// Where it is, in the source that it was found in.
    pub span: Span,
    /// Named values for the message.
    pub arguments: Vec<(&'static str, String)>,
    /// Another place that matters (where the name was first given, say): its place and the code
    /// of its words (`note-<code>`).
    pub related: Option<(Span, &'static str)>,
}

impl Diagnostic {
    /// An error of this code, at this place.
    #[must_use]
    pub const fn error(code: &'static str, span: Span) -> Self {
        Self { code, severity: Severity::Error, span, arguments: Vec::new(), related: None }
    }

    /// A warning of this code, at this place.
    #[must_use]
    pub const fn warning(code: &'static str, span: Span) -> Self {
        Self { code, severity: Severity::Warning, span, arguments: Vec::new(), related: None }
    }

    /// Adds a named value for the message.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: &(impl ToString + ?Sized)) -> Self {
        self.arguments.push((name, value.to_string()));
        self
    }

    /// Adds "did you mean" where one of the known words is near: the argument `suggestion`,
    /// empty where none is.
    #[must_use]
    pub fn suggest<'a>(self, written: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let suggestion = nearest(written, known).unwrap_or_default().to_owned();
        self.arg("suggestion", &suggestion)
    }

    /// Points at another place as well.
    #[must_use]
    pub const fn related(mut self, span: Span, code: &'static str) -> Self {
        self.related = Some((span, code));
        self
    }
}

/// All that is wrong with one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults {
    /// The text that they were found in.
    pub source: Source,
    /// The faults, in the order of their places.
    pub found: Vec<Diagnostic>,
}

/// The known word that is nearest to what was written, if it is near enough to be meant.
#[must_use]
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|word| (strsim::damerau_levenshtein(written, word), word))
        .filter(|&(distance, word)| {
            distance <= (word.chars().count().max(written.chars().count()) / 3).max(1)
        })
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_near_word_is_suggested() {
        assert_eq!(nearest("titel", ["title", "summary"]), Some("title"));
        assert_eq!(nearest("tit", ["title", "summary"]), None);
        assert_eq!(nearest("x", ["title", "summary"]), None);
    }
}
