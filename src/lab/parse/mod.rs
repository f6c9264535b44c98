//! Parses a lab file into a `Lab`, with every fault of the file at its place.
//!
//! Translations are read here too (`translation`). The TOML parser returns tables whose keys and values know their
//! places. Each file here reads one kind of table, and finds the faults of that table; a lab with a fault is not run.
//! What two tables must agree on is compared at the end (`names`).

mod allow;
mod capture;
mod check;
mod command;
mod lab;
#[cfg(test)]
mod large;
mod mistakes;
mod names;
mod predicate;
mod predict;
mod probes;
mod reader;
mod ready;
#[cfg(test)]
mod schema;
mod step;
mod syntax;
mod table;
#[cfg(test)]
mod tests;
mod translation;
mod value;
mod watch;

use toml::de::DeTable;

use self::reader::Reader;
use self::table::{Table, Value};
pub use self::translation::translate;
use super::files::LabFiles;
use super::model::{Lab, LabId};
use crate::diagnostic::{Diagnostic, Faults, MOST_FAULTS};
use crate::source::{Located, Source, Span};

/// Reads a lab file.
///
/// # Errors
/// All faults of the file, in the order of their places.
pub fn parse(id: LabId, source: Source, files: LabFiles) -> Result<Lab, Faults> {
    if let Some(fault) = unreadable(&source.text) {
        return Err(Faults { source, found: vec![fault] });
    }
    let (document, errors) = DeTable::parse_recoverable(&source.text);
    let broken = syntax::faults(&source, &errors);
    let mut reader = Reader::new(&source);
    let table = Table::new(document.get_ref(), Span::default());
    let lab = lab::lab(&mut reader, table, id, files);
    let found = all(&source, reader.faults, broken);
    match lab {
        Some(lab) if found.is_empty() => Ok(lab),
        _ => Err(Faults { source, found }),
    }
}

/// Returns the one fault of a text of which nothing can be read as meant.
fn unreadable(text: &str) -> Option<Diagnostic> {
    // Text in UTF-16 has a zero in most characters.
    if let Some(at) = text.find('\0').filter(|_| text.matches('\0').count() > text.len() / 4) {
        return Some(Diagnostic::error("not-utf8", Span::new(at, at + 1)).arg("encoding", "utf-16"));
    }
    let at = text.find('\r').filter(|_| !text.contains('\n'))?;
    Some(Diagnostic::error("carriage-returns", Span::new(at, at)))
}

/// Returns all faults of a file, in order.
///
/// These are the faults of its meaning, and those of its syntax (`broken`), which include syntax that
/// is newer than the TOML of labs.
fn all(source: &Source, mut faults: Vec<Diagnostic>, mut broken: Vec<Diagnostic>) -> Vec<Diagnostic> {
    // Steps that are one table have each key twice.
    if let Some(first) = faults.iter().find(|fault| fault.code == "step-header") {
        broken.retain(|fault| fault.code != "duplicate-key" || fault.span.start < first.span.start);
    }
    if !broken.is_empty() {
        syntax::without_follow_ups(source, &broken, &mut faults);
    }
    faults.extend(broken);
    faults.extend(syntax::newer(source));
    first_of(in_order(source, faults))
}

/// Returns the faults that are reported.
///
/// If there are more, the last one says so. It is an error, because a fault that was not looked at may
/// be one.
fn first_of(mut faults: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if faults.len() > MOST_FAULTS {
        faults.truncate(MOST_FAULTS);
        let place =
            faults.last().map_or(Span::default(), |fault| Span::new(fault.span.start, fault.span.start));
        faults.push(Diagnostic::error("too-many-faults", place).arg("count", &MOST_FAULTS));
    }
    faults
}

/// Reads one string or a list of strings, each by `read`; `None` if one is faulty.
fn many<T>(
    reader: &mut Reader,
    value: Value,
    read: impl Fn(&mut Reader, &Located) -> Option<T>,
) -> Option<Vec<T>> {
    let written = reader.one_or_more(value);
    if written.is_empty() && value.data.is_array() {
        reader.fault(Diagnostic::error("empty-list", value.span).arg("key", value.key));
    }
    if written.is_empty() {
        return None;
    }
    let read: Vec<_> = written
        .into_iter()
        .map(|element| reader.string(element).and_then(|text| read(reader, &text)))
        .collect();
    read.into_iter().collect()
}

/// Sorts faults by place, removes duplicates, and aligns places to characters.
fn in_order(source: &Source, mut faults: Vec<Diagnostic>) -> Vec<Diagnostic> {
    for fault in &mut faults {
        fault.span = on_characters(&source.text, fault.span);
        if let Some((span, _)) = &mut fault.related {
            *span = on_characters(&source.text, *span);
        }
    }
    faults.sort_by_key(|fault| fault.span);
    faults.dedup();
    faults
}

fn on_characters(text: &str, span: Span) -> Span {
    let start = text.floor_char_boundary(span.start);
    Span::new(start, text.ceil_char_boundary(span.end.max(start)))
}
