//! A reader over one TOML table: it knows which keys were asked for, and reports what is left.

use toml::de::{DeTable, DeValue};

use super::reader::Reader;
use crate::diagnostic::{Diagnostic, nearest};
use crate::source::{Located, Span};

/// A value of the file, with the key that it stands under.
#[derive(Clone, Copy)]
pub(super) struct Value<'t> {
    /// The key; for an element of a list, the list's.
    pub key: &'static str,
    /// The place of the key; for an element of a list, the element's own.
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
    /// Begins to read a table.
    pub fn new(entries: &'t DeTable<'t>, span: Span) -> Self {
        Self { entries, span, asked: Vec::new(), later: Vec::new() }
    }

    /// The value of a key, if it is there. Whatever is asked for is a known key of this table.
    pub fn get(&mut self, key: &'static str) -> Option<Value<'t>> {
        self.asked.push(key);
        self.find(key)
    }

    /// The value of a key that must be there.
    pub fn need(&mut self, reader: &mut Reader, key: &'static str) -> Option<Value<'t>> {
        let found = self.get(key);
        if found.is_none() {
            reader.fault(Diagnostic::error("missing-key", self.span).arg("key", key));
        }
        found
    }

    /// A text that must be there and not be empty.
    pub fn need_text(&mut self, reader: &mut Reader, key: &'static str) -> Option<String> {
        let value = self.need(reader, key)?;
        reader.text(value)
    }

    /// A text with placeholders that must be there.
    pub fn need_prose(&mut self, reader: &mut Reader, key: &'static str) -> Option<String> {
        let value = self.need(reader, key)?;
        reader.prose(value)
    }

    /// A text with placeholders that may be left out.
    pub fn prose(&mut self, reader: &mut Reader, key: &'static str) -> Option<String> {
        let value = self.get(key)?;
        reader.prose(value)
    }

    /// A list of texts with placeholders.
    pub fn proses(&mut self, reader: &mut Reader, key: &'static str) -> Vec<String> {
        let Some(value) = self.get(key) else { return Vec::new() };
        reader.list(value).into_iter().filter_map(|element| reader.prose(element)).collect()
    }

    /// A string that must be there.
    pub fn need_string(&mut self, reader: &mut Reader, key: &'static str) -> Option<Located> {
        let value = self.need(reader, key)?;
        reader.string(value)
    }

    /// A list of texts, none of them empty.
    pub fn texts(&mut self, reader: &mut Reader, key: &'static str) -> Vec<String> {
        let Some(value) = self.get(key) else { return Vec::new() };
        reader.list(value).into_iter().filter_map(|element| reader.text(element)).collect()
    }

    /// Whether a key is there, without asking for it.
    pub fn has(&self, key: &str) -> bool {
        self.entries.get(key).is_some()
    }

    /// Whether a key is there that nobody asked for.
    pub fn is_left(&self, key: &str) -> bool {
        self.has(key) && !self.asked.contains(&key)
    }

    /// Keys of the format that have no place beside `subject`: each that is there is a fault.
    pub fn misplaced(&mut self, reader: &mut Reader, subject: &str, keys: &[&'static str]) {
        // Few of them are there.
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

    /// The keys that are there and that nobody asked for.
    fn unknown(&self) -> impl Iterator<Item = (&'t str, Span)> {
        self.entries
            .iter()
            .map(|(key, _)| (key.get_ref().as_ref(), Span::from(key.span())))
            .filter(|(key, _)| !self.asked.contains(key) && !self.later.contains(key))
    }

    /// Whether there is a key that nobody asked for.
    pub fn has_unknown(&self) -> bool {
        self.has_unknown_but(&[])
    }

    /// Whether there is a key that nobody asked for and that is none of `known`.
    pub fn has_unknown_but(&self, known: &[&str]) -> bool {
        self.unknown().any(|(key, _)| !known.contains(&key))
    }

    /// Whether a key that nobody asked for is near to one of `known`, and so meant to be it.
    pub fn near_unknown(&self, known: &[&str]) -> bool {
        self.unknown().any(|(key, _)| nearest(key, known.iter().copied()).is_some())
    }

    /// Ends the reading: every key that nobody asked for is a fault.
    pub fn finish(self, reader: &mut Reader) {
        for (key, span) in self.unknown() {
            if reader.is_full() {
                return;
            }
            let fault = Diagnostic::error("unknown-key", span).arg("key", key);
            reader.fault(fault.suggest(key, self.asked.iter().copied()));
        }
    }

    /// Every entry of a table whose keys are names that the author chose.
    pub fn entries(&self) -> impl Iterator<Item = (&'t str, Span, &'t toml::Spanned<DeValue<'t>>)> {
        self.entries.iter().map(|(key, value)| (key.get_ref().as_ref(), Span::from(key.span()), value))
    }

    /// The place from the first key to the end of the last value, for a table without braces.
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
        // The parser puts a number without a place where it could read no value.
        let readable = !(span.range().is_empty() && matches!(value.get_ref(), DeValue::Integer(_)));
        readable.then(|| Value { key, key_span: written.span().into(), span, data: value.get_ref() })
    }
}
