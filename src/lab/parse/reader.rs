//! The shared part of reading: the faults so far, and values of the TOML types.

use std::collections::BTreeSet;

use toml::de::DeValue;

use super::names::Uses;
use super::table::{Table, Value};
use crate::command::{ContainerName, Values};
use crate::diagnostic::{Diagnostic, MOST_FAULTS};
use crate::lab::{Placeholder, braces, string};
use crate::source::{Located, Source, Span};

/// How many items of a kind may be in one place.
///
/// The kinds are steps, watches, a step's commands, and checks.
const MOST_OF_A_KIND: usize = 200;

/// The longest text of a lab, in bytes.
const LONGEST_TEXT: usize = 64 << 10;

/// The names of captures, with stand-ins for values that are not known yet.
#[derive(Default)]
pub(super) struct Captures {
    /// A name.
    pub name: Values,
    /// A number, for places that a name cannot be in.
    pub number: Values,
    /// The author's own `$name`.
    pub written: Values,
    /// The names of all captures of the lab, also of later ones.
    pub all: BTreeSet<String>,
}

impl Captures {
    /// The value that stands for a captured name.
    pub const NAME: &'static str = "captured";

    /// Adds a name.
    pub fn add(&mut self, name: &str) {
        self.name.insert(name.to_owned(), Self::NAME.to_owned());
        self.number.insert(name.to_owned(), "1".to_owned());
        self.written.insert(name.to_owned(), format!("${name}"));
    }

    /// Returns whether there is a capture with this name.
    pub fn has(&self, name: &str) -> bool {
        self.name.contains_key(name)
    }

    /// Returns the names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.name.keys().map(String::as_str)
    }
}

/// The state of reading one file.
pub(super) struct Reader<'s> {
    /// The file.
    pub source: &'s Source,
    /// The faults, in the order in which they were found.
    pub faults: Vec<Diagnostic>,
    /// The names that the file makes and uses, compared when everything is read.
    pub uses: Uses,
    /// The captures so far.
    pub captures: Captures,
    /// The ids of the watches, once they are read.
    pub watches: BTreeSet<String>,
    /// The ids of those that watch an object of the engine, which has no value.
    pub objects: BTreeSet<String>,
    /// `[env]` and `[secret]`.
    pub env: Values,
    /// Host paths that commands may mount.
    pub host: Vec<String>,
    /// How many patterns were read, because each one is compiled.
    pub patterns: usize,
    /// The place of the file that a `local` probe named last.
    pub local: Option<Span>,
}

impl<'s> Reader<'s> {
    /// Creates a reader for a file.
    pub fn new(source: &'s Source) -> Self {
        Self {
            source,
            faults: Vec::new(),
            uses: Uses::default(),
            captures: Captures::default(),
            watches: BTreeSet::new(),
            objects: BTreeSet::new(),
            env: Values::new(),
            host: Vec::new(),
            patterns: 0,
            local: None,
        }
    }

    /// Notes a fault.
    ///
    /// After the first [`MOST_FAULTS`], no more are noted and reading stops.
    pub fn fault(&mut self, fault: Diagnostic) {
        if !self.is_full() {
            self.faults.push(fault);
        }
    }

    /// Notes faults, up to the limit of [`Reader::fault`].
    pub fn note(&mut self, faults: impl IntoIterator<Item = Diagnostic>) {
        let room = (MOST_FAULTS + 1).saturating_sub(self.faults.len());
        self.faults.extend(faults.into_iter().take(room));
    }

    /// Returns whether there are more faults than are reported; reading then ends.
    pub fn is_full(&self) -> bool {
        self.faults.len() > MOST_FAULTS
    }

    /// Reads a string with its places.
    pub fn string(&mut self, value: Value) -> Option<Located> {
        let DeValue::String(_) = value.data else { return self.wrong_type(value, "string") };
        if self.is_full() {
            return None;
        }
        let located = string::decode(&self.source.text, value.span);
        if located.text.len() > LONGEST_TEXT {
            let fault = Diagnostic::error("long-text", value.span).arg("key", value.key);
            self.fault(fault.arg("most", &(LONGEST_TEXT >> 10)));
            return None;
        }
        Some(located)
    }

    /// Reads a string that is not blank.
    pub fn filled(&mut self, value: Value) -> Option<Located> {
        let located = self.string(value)?;
        if located.text.trim().is_empty() {
            self.fault(Diagnostic::error("empty-text", value.span).arg("key", value.key));
            return None;
        }
        Some(located)
    }

    /// Reads a text that is not blank.
    pub fn text(&mut self, value: Value) -> Option<String> {
        self.filled(value).map(|located| located.text)
    }

    /// Reads a text with placeholders, each of which must be one that can be filled.
    pub fn prose(&mut self, value: Value) -> Option<String> {
        let located = self.filled(value)?;
        for range in braces(&located.text) {
            let inner = located.text[range.clone()][1..].strip_suffix('}').unwrap_or_default();
            let span = located.span(range);
            let known = match Placeholder::read(inner) {
                Some(Placeholder::Captured(name)) => self.captures.has(&name),
                Some(Placeholder::Watch { watch, .. }) if self.objects.contains(&watch) => {
                    self.fault(Diagnostic::error("object-placeholder", span).arg("watch", &watch));
                    true
                }
                Some(Placeholder::Watch { watch, .. }) => self.watches.contains(&watch),
                Some(Placeholder::ContainerId { container, .. }) => match ContainerName::new(container) {
                    Ok(name) => {
                        self.uses.container(&name, span);
                        true
                    }
                    Err(_) => false,
                },
                None => false,
            };
            if !known {
                let watches: Vec<_> = self.watches.iter().map(|id| format!("watch.{id}")).collect();
                let words = watches.iter().map(String::as_str).chain(self.captures.names());
                let fault = Diagnostic::error("unknown-placeholder", span).arg("written", inner);
                let fault = fault.suggest(inner, words);
                self.fault(fault);
            }
            if self.is_full() {
                return None;
            }
        }
        Some(located.text)
    }

    /// Reads `true` or `false`.
    pub fn boolean(&mut self, value: Value) -> Option<bool> {
        match value.data {
            DeValue::Boolean(boolean) => Some(*boolean),
            _ => self.wrong_type(value, "boolean"),
        }
    }

    /// Reads an integer.
    ///
    /// One that does not fit in 64 bits becomes `i64::MAX`, which is outside every range of the format.
    pub fn integer(&mut self, value: Value) -> Option<i64> {
        match value.data {
            DeValue::Integer(integer) => {
                Some(i64::from_str_radix(integer.as_str(), integer.radix()).unwrap_or(i64::MAX))
            }
            _ => self.wrong_type(value, "integer"),
        }
    }

    /// Reads the elements of a list.
    pub fn list<'t>(&mut self, value: Value<'t>) -> Vec<Value<'t>> {
        let DeValue::Array(array) = value.data else {
            self.wrong_type::<()>(value, "list");
            return Vec::new();
        };
        if array.len() > MOST_OF_A_KIND {
            self.many(value.key, value.span, array.len());
            return Vec::new();
        }
        if self.is_full() {
            return Vec::new();
        }
        elements(value, array.iter())
    }

    /// Reads one string, or a list of strings.
    pub fn one_or_more<'t>(&mut self, value: Value<'t>) -> Vec<Value<'t>> {
        match value.data {
            DeValue::Array(array) if !self.is_full() => elements(value, array.iter()),
            DeValue::Array(_) => Vec::new(),
            DeValue::String(_) => vec![value],
            _ => {
                self.wrong_type::<()>(value, "string-or-list");
                Vec::new()
            }
        }
    }

    /// Reads a table in any notation.
    pub fn table<'t>(&mut self, value: Value<'t>) -> Option<Table<'t>> {
        match value.data {
            DeValue::Table(entries) => {
                if entries.len() > MOST_OF_A_KIND {
                    self.many(value.key, value.span, entries.len());
                    return None;
                }
                if self.is_full() {
                    return None;
                }
                Some(Table::new(entries, value.span))
            }
            _ => self.wrong_type(value, "table"),
        }
    }

    /// Notes that there are more of something than a lab may have.
    fn many(&mut self, key: &str, span: Span, count: usize) {
        let fault = Diagnostic::error("too-many", span).arg("key", key).arg("count", &count);
        self.fault(fault.arg("most", &MOST_OF_A_KIND));
    }

    /// Notes that a value has the wrong type.
    pub fn wrong_type<T>(&mut self, value: Value, expected: &'static str) -> Option<T> {
        self.fault(
            Diagnostic::error("wrong-type", value.span)
                .arg("key", value.key)
                .arg("expected", expected)
                .arg("found", type_word(value.data)),
        );
        None
    }
}

fn elements<'t>(
    list: Value<'t>,
    array: impl Iterator<Item = &'t toml::Spanned<DeValue<'t>>>,
) -> Vec<Value<'t>> {
    array
        .map(|element| {
            let span = Span::from(element.span());
            Value { key: list.key, key_span: span, span, data: element.get_ref() }
        })
        .collect()
}

/// Returns the word for a value's type: an argument that the catalogues translate.
fn type_word(value: &DeValue) -> &'static str {
    match value {
        DeValue::String(_) => "string",
        DeValue::Integer(_) => "integer",
        DeValue::Float(_) => "float",
        DeValue::Boolean(_) => "boolean",
        DeValue::Datetime(_) => "datetime",
        DeValue::Array(_) => "list",
        DeValue::Table(_) => "table",
    }
}
