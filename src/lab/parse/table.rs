//! Reads one TOML table: it tracks which keys were read, and reports the rest as unknown.

use toml::de::{DeTable, DeValue};

use super::reader::Reader;
use crate::diagnostic::{Diagnostic, nearest};
use crate::source::{Located, Span};

/// A value of the file, with its key.
#[derive(Clone, Copy)]
pub(super) struct Value<'t> {
    /// The key; for an element of a list, the key of the list.
    pub key: &'static str,
    /// The place of the key; for an element of a list, the element's place.
    pub key_span: Span,
    /// The place of the value.
    pub span: Span,
    /// What was written.
    pub data: &'t DeValue<'t>,
}

/// A table that is being read.
pub(super) struct Table<'t> {
    entries: &'t DeTable<'t>,
    /// The place of the table: its header, its braces, or its key.
    pub span: Span,
    asked: Vec<&'static str>,
    later: Vec<&'static str>,
}

impl<'t> Table<'t> {
    /// Creates a reader for a table.
    pub fn new(entries: &'t DeTable<'t>, span: Span) -> Self {
        Self { entries, span, asked: Vec::new(), later: Vec::new() }
    }

    /// Returns the value of a key, if present. The key then counts as known.
    pub fn get(&mut self, key: &'static str) -> Option<Value<'t>> {
        self.asked.push(key);
        self.find(key)
    }

    /// Reads the value of a required key.
    pub fn need(&mut self, reader: &mut Reader, key: &'static str) -> Option<Value<'t>> {
        let found = self.get(key);
        if found.is_none() {
            reader.fault(Diagnostic::error("missing-key", self.span).arg("key", key));
        }
        found
    }

    /// Reads a required text that is not blank.
    pub fn need_text(&mut self, reader: &mut Reader, key: &'static str) -> Option<String> {
        let value = self.need(reader, key)?;
        reader.text(value)
    }

    /// Reads a required text with placeholders.
    pub fn need_prose(&mut self, reader: &mut Reader, key: &'static str) -> Option<String> {
        let value = self.need(reader, key)?;
        reader.prose(value)
    }

    /// Reads an optional text with placeholders.
    pub fn prose(&mut self, reader: &mut Reader, key: &'static str) -> Option<String> {
        let value = self.get(key)?;
        reader.prose(value)
    }

    /// Reads a list of texts with placeholders.
    pub fn proses(&mut self, reader: &mut Reader, key: &'static str) -> Vec<String> {
        let Some(value) = self.get(key) else { return Vec::new() };
        reader.list(value).into_iter().filter_map(|element| reader.prose(element)).collect()
    }

    /// Reads a required string.
    pub fn need_string(&mut self, reader: &mut Reader, key: &'static str) -> Option<Located> {
        let value = self.need(reader, key)?;
        reader.string(value)
    }

    /// Reads a list of texts, none of them blank.
    pub fn texts(&mut self, reader: &mut Reader, key: &'static str) -> Vec<String> {
        let Some(value) = self.get(key) else { return Vec::new() };
        reader.list(value).into_iter().filter_map(|element| reader.text(element)).collect()
    }

    /// Returns whether a key is present, without marking it as known.
    pub fn has(&self, key: &str) -> bool {
        self.entries.get(key).is_some()
    }

    /// Returns whether a key is present that was not read.
    pub fn is_left(&self, key: &str) -> bool {
        self.has(key) && !self.asked.contains(&key)
    }

    /// Reports each of these keys that is present but has no place beside `subject`.
    pub fn misplaced(&mut self, reader: &mut Reader, subject: &str, keys: &[&'static str]) {
        // Only few of them are present.
        let there: Vec<&str> = self.entries.iter().map(|(key, _)| key.get_ref().as_ref()).collect();
        for &key in keys {
            if !there.contains(&key) || self.asked.contains(&key) {
                continue;
            }
            self.later.push(key);
            if let Some(value) = self.find(key) {
                reader.fault(
                    Diagnostic::error("misplaced-key", value.key_span)
                        .arg("key", key)
                        .arg("subject", subject),
                );
            }
        }
    }

    /// Returns the keys that are present but were not read.
    fn unknown(&self) -> impl Iterator<Item = (&'t str, Span)> {
        self.entries
            .iter()
            .map(|(key, _)| (key.get_ref().as_ref(), Span::from(key.span())))
            .filter(|(key, _)| !self.asked.contains(key) && !self.later.contains(key))
    }

    /// Returns whether there is a key that was not read.
    pub fn has_unknown(&self) -> bool {
        self.has_unknown_but(&[])
    }

    /// Returns whether there is a key that was not read and is not one of `known`.
    pub fn has_unknown_but(&self, known: &[&str]) -> bool {
        self.unknown().any(|(key, _)| !known.contains(&key))
    }

    /// Returns whether a key that was not read may be a misspelling of one of `known`.
    pub fn near_unknown(&self, known: &[&str]) -> bool {
        self.unknown().any(|(key, _)| nearest(key, known.iter().copied()).is_some())
    }

    /// Ends the reading: every key that was not read is a fault.
    pub fn finish(self, reader: &mut Reader) {
        for (key, span) in self.unknown() {
            if reader.is_full() {
                return;
            }
            let fault = Diagnostic::error("unknown-key", span).arg("key", key).arg("home", home(key));
            reader.fault(fault.suggest(key, self.asked.iter().copied()));
        }
    }

    /// Returns every entry of a table whose keys are names chosen by the author.
    pub fn entries(&self) -> impl Iterator<Item = (&'t str, Span, &'t toml::Spanned<DeValue<'t>>)> {
        self.entries.iter().map(|(key, value)| (key.get_ref().as_ref(), Span::from(key.span()), value))
    }

    /// Returns the place from the first key to the end of the last value.
    ///
    /// This is for a table without braces.
    pub fn extent(&self) -> Span {
        self.entries
            .iter()
            .map(|(key, value)| Span::from(key.span()).to(Span::from(value.span())))
            .reduce(Span::to)
            .unwrap_or(self.span)
    }

    fn find(&self, key: &'static str) -> Option<Value<'t>> {
        let (written, value) = self.entries.get_key_value(key)?;
        let span = Span::from(value.span());
        // The parser inserts a number without a place if it could not read a value.
        let readable = !(span.range().is_empty() && matches!(value.get_ref(), DeValue::Integer(_)));
        readable.then(|| Value { key, key_span: written.span().into(), span, data: value.get_ref() })
    }
}

/// Keys that have a meaning in one kind of table only, with the word for that kind.
const HOMES: [(&str, &[&str]); 4] = [
    (
        "lab",
        &["format", "summary", "level", "minutes", "concepts", "needs", "env", "secret", "allow", "ready"],
    ),
    ("step", &["write", "run", "capture", "check", "expect", "before", "after", "goal", "hints"]),
    ("question", &["predict", "ask", "choice"]),
    (
        "check",
        &[
            "status",
            "exists",
            "equals",
            "contains",
            "matches",
            "count",
            "json",
            "not",
            "exit_code",
            "running",
            "state",
            "health",
            "changed",
            "added",
            "deleted",
            "already",
            "holds_for",
        ],
    ),
];

/// Returns the word for the only kind of table in which a key has a meaning; `none` if there is no such kind.
fn home(key: &str) -> &'static str {
    HOMES.iter().find(|(_, keys)| keys.contains(&key)).map_or("none", |(home, _)| home)
}
