//! Faults in a text: what is wrong, where, and which message says it.
//!
//! A diagnostic carries no sentence: its code names a message of the catalogues (`fault-<code>`, with the attribute
//! `.help`), its arguments fill that message.

use crate::source::{Source, Span};

/// How severe a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The lab runs, but not as its author intends.
    Warning,
    /// The lab cannot run.
    Error,
}

/// One fault, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The fault's name, such as `unknown-key`.
    ///
    /// The catalogues have its message as `fault-unknown-key`.
    pub code: &'static str,
    /// How severe it is.
    pub severity: Severity,
    /// Its place in the source in which it was found.
    pub span: Span,
    /// Named values for the message.
    pub arguments: Vec<(&'static str, String)>,
    /// Another place that matters, and the code of its message (`note-<code>`).
    ///
    /// For example, where a name was first given.
    pub related: Option<(Span, &'static str)>,
}

impl Diagnostic {
    /// Creates an error with this code at this place.
    #[must_use]
    pub const fn error(code: &'static str, span: Span) -> Self {
        Self { code, severity: Severity::Error, span, arguments: Vec::new(), related: None }
    }

    /// Creates a warning with this code at this place.
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

    /// Adds the argument `suggestion`: a known word near the written one.
    ///
    /// The argument is empty if no known word is near.
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

/// How many faults of a source are reported. Later ones may follow from these.
pub const MOST_FAULTS: usize = 200;

/// All faults of one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults {
    /// The text in which they were found.
    pub source: Source,
    /// The faults, in the order of their places.
    pub found: Vec<Diagnostic>,
}

/// The longest word, in characters, for which a near word is searched.
const LONGEST_WORD: usize = 48;
/// How many known words are looked at.
const MOST_KNOWN: usize = 2000;
/// How many of them are compared with the written word; the others cannot be near.
const MOST_COMPARED: usize = 100;

/// Returns the known word nearest to the written one, if near enough.
///
/// The work is bounded for all words.
#[must_use]
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = |word: &str| word.chars().take(LONGEST_WORD + 1).count();
    let here = length(written);
    let most = |there: usize| (there.max(here) / 3).max(1);
    let letters = tally(written);
    // A word that differs in more letters than the limit is further away in any order.
    let may_be = |word: &&str| {
        let there = length(word);
        let most = most(there);
        there <= LONGEST_WORD && there.abs_diff(here) <= most && apart(&letters, &tally(word)) <= most
    };
    if here > LONGEST_WORD {
        return None;
    }
    known
        .into_iter()
        .take(MOST_KNOWN)
        .filter(may_be)
        .take(MOST_COMPARED)
        .map(|word| (strsim::osa_distance(written, word), word))
        .filter(|&(distance, word)| distance <= most(length(word)))
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, word)| word)
}

/// Counts the characters of a word in 64 slots, some of which share a slot.
fn tally(word: &str) -> [i16; 64] {
    let mut tally = [0; 64];
    for character in word.chars().take(LONGEST_WORD + 1) {
        tally[u32::from(character) as usize % 64] += 1;
    }
    tally
}

/// Returns a lower bound of the edit distance of two words, by their tallies.
fn apart(one: &[i16; 64], other: &[i16; 64]) -> usize {
    let (mut more, mut less) = (0, 0);
    for (one, other) in one.iter().zip(other) {
        more += usize::from((one - other).max(0).unsigned_abs());
        less += usize::from((other - one).max(0).unsigned_abs());
    }
    more.max(less)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_near_word_is_suggested() {
        assert_eq!(nearest("titel", ["title", "summary"]), Some("title"));
        assert_eq!(nearest("tit", ["title", "summary"]), None);
        assert_eq!(nearest("x", ["title", "summary"]), None);
        assert_eq!(nearest("contianer", ["container", "container-id"]), Some("container"));
        assert_eq!(nearest("컨테이나", ["컨테이너", "이미지"]), Some("컨테이너"));
        let long = "a".repeat(LONGEST_WORD + 1);
        assert_eq!(nearest(&long, [long.as_str()]), None, "nobody mistypes so much");
    }
}
