//! A step's `capture`: what is kept for later commands, checks and prose.

use super::probes::{SHAPES, Shape};
use super::reader::{Captures, Reader};
use super::table::{Table, Value};
use super::{check, predicate};
use crate::diagnostic::Diagnostic;
use crate::lab::{Capture, Part, Probe};
use crate::source::{Span, Spanned};

/// Reads all captures of a step; their names are known from here on.
pub(super) fn captures(reader: &mut Reader, value: Value) -> Option<Vec<Capture>> {
    let table = reader.table(value)?;
    let mut read = Vec::new();
    let mut names = Vec::new();
    for (name, key_span, value) in table.entries() {
        let value = Value { key: "capture", key_span, span: Span::from(value.span()), data: value.get_ref() };
        read.push(capture(reader, name, value));
        names.push(name);
    }
    // Names of captures that could not be read are added too: lines that use them are not at fault.
    for name in names {
        reader.captures.add(name);
        reader.uses.container_made(Captures::NAME);
    }
    read.into_iter().collect()
}

fn capture(reader: &mut Reader, name: &str, value: Value) -> Option<Capture> {
    let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && !name.is_empty()
        && name != "PWD";
    if !is_name {
        reader.fault(Diagnostic::error("bad-capture", value.key_span).arg("name", name));
    }
    if reader.captures.has(name) {
        reader.fault(Diagnostic::error("captured-before", value.key_span).arg("name", name));
    }
    let mut table = reader.table(value)?;
    let read = check::probe(reader, &mut table);
    let (mut probe, mut kept) = (None, None);
    if let Some((shape, value, read)) = read {
        // A key that is both a field here and a probe of its own asks something; a capture does not ask.
        let fields = shape.fields.iter().map(|(key, _)| *key);
        for asked in fields.filter(|key| SHAPES.iter().any(|shape| shape.key == *key)) {
            if let Some(asked) = table.get(asked) {
                let fault = Diagnostic::error("misplaced-key", asked.key_span).arg("key", asked.key);
                reader.fault(fault.arg("subject", value.key));
            }
        }
        kept = part(reader, &mut table, value, shape);
        if let (Some(Probe::Local(path)), Some(span)) = (&read, reader.local.take()) {
            reader.uses.file(&Spanned::new(path.clone(), span));
        }
        probe = read;
    } else {
        for key in ["field", "pointer", "in"] {
            table.get(key);
        }
    }
    let text = check::text(reader, value, &table);
    table.finish(reader);
    let name = Spanned::new(name.to_owned(), value.key_span);
    (is_name).then_some(Capture { name, probe: probe?, part: kept?, text })
}

fn part(reader: &mut Reader, table: &mut Table, probe: Value, shape: &'static Shape) -> Option<Part> {
    let (field, pointer) = (table.get("field"), table.get("pointer"));
    let fields = || shape.fields.iter().map(|(key, _)| *key).chain(shape.kept.iter().copied());
    match (field, pointer) {
        (Some(value), None) => {
            let written = reader.string(value)?;
            let known = fields().find(|known| *known == written.text);
            if known.is_none() {
                let names: Vec<_> = fields().collect();
                reader.fault(
                    Diagnostic::error("unknown-field", written.whole)
                        .arg("probe", probe.key)
                        .arg("written", &written.text)
                        .arg("known", &names.join(", "))
                        .suggest(&written.text, fields()),
                );
            }
            known.map(Part::Field)
        }
        (None, Some(value)) if shape.predicates.contains(&"json") => {
            predicate::pointer(reader, value).map(Part::Pointer)
        }
        (None, None) if shape.is_text() => Some(Part::Whole),
        (_, Some(value)) => {
            let fault = Diagnostic::error("misplaced-key", value.key_span);
            reader.fault(fault.arg("key", "pointer").arg("subject", probe.key));
            None
        }
        (None, None) => {
            reader.fault(Diagnostic::error("missing-key", table.span).arg("key", "field"));
            None
        }
    }
}
