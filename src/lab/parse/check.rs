//! A step's `check` and `capture`: one probe, and what must hold for it or is kept from it.

use std::time::Duration;

use super::predicate::{self, Locals};
use super::probes::{self, SHAPES, Shape};
use super::reader::Reader;
use super::table::{Table, Value};
use super::{many, value};
use crate::command::{ImageName, VolumeName};
use crate::diagnostic::Diagnostic;
use crate::lab::{Check, Predicate, Probe};
use crate::source::Span;

/// How long a check is retried if the lab does not say.
const WITHIN: Duration = Duration::from_secs(5);

/// Reads a list of checks; `None` if one of them could not be read.
pub(super) fn checks(reader: &mut Reader, value: Value) -> Option<Vec<Check>> {
    if !value.data.is_array() {
        return reader.wrong_type(value, "list");
    }
    let checks: Vec<_> = reader.list(value).into_iter().map(|element| check(reader, element)).collect();
    checks.into_iter().collect()
}

fn check(reader: &mut Reader, value: Value) -> Option<Check> {
    let mut table = reader.table(value)?;
    let within = value::within(reader, &mut table, WITHIN);
    let holds_for = match table.get("holds_for") {
        Some(value) => value::duration(reader, value).map(Some),
        None => Some(None),
    };
    let already = table.get("already").map_or(Some(false), |value| reader.boolean(value));
    let because = table.prose(reader, "because");
    let read = looked(reader, &mut table);
    let text = text(reader, value, &table);
    table.finish(reader);
    let (probe, predicates) = read?;
    Some(Check {
        probe,
        predicates,
        within: within?,
        holds_for: holds_for?,
        already: already?,
        because,
        text,
        span: value.span,
    })
}

/// Reads a check that is the answer to a question.
pub(super) fn when(reader: &mut Reader, value: Value) -> Option<Check> {
    let mut table = reader.table(value)?;
    let within = value::within(reader, &mut table, WITHIN);
    table.misplaced(reader, "when", &["holds_for", "already", "because"]);
    let read = looked(reader, &mut table);
    let text = text(reader, value, &table);
    table.finish(reader);
    let (probe, predicates) = read?;
    let (holds_for, already, because) = (None, false, None);
    Some(Check { probe, predicates, within: within?, holds_for, already, because, text, span: value.span })
}

/// Reads the one probe of a table, and what must hold for it.
fn looked(reader: &mut Reader, table: &mut Table) -> Option<(Probe, Vec<Predicate>)> {
    let Some((shape, value, probe)) = probe(reader, table) else {
        accept_predicates(table);
        return None;
    };
    let predicates = predicate::all(reader, table, value.key, shape, Locals::Now);
    table.misplaced(reader, value.key, &probes::keys());
    noted(reader, probe.as_ref(), predicates.as_deref());
    probe.zip(predicates)
}

/// Returns the author's text of a table, without its `because`.
///
/// The `because` is shown where it helps, in the user's language.
pub(super) fn text(reader: &Reader, value: Value, table: &Table) -> String {
    // `[[step.check]]` has a header, and its text is below the header.
    let braces = reader.source.text.get(value.span.range()).is_some_and(|text| text.starts_with('{'));
    let extent = if braces { value.span } else { table.extent() };
    let text = reader.source.text.get(extent.range()).unwrap_or_default();
    let because = table.entries().find(|(key, ..)| *key == "because");
    let parts = because.and_then(|(_, key, value)| {
        let end = Span::from(value.span()).end;
        Some((text.get(..key.start.checked_sub(extent.start)?)?, text.get(end.checked_sub(extent.start)?..)?))
    });
    let Some((before, behind)) = parts else { return text.to_owned() };
    match before.trim_end().strip_suffix(',') {
        Some(before) => format!("{before}{behind}"),
        None => format!("{before}{}", behind.trim_start_matches([',', ' ', '\n'])).trim_end().to_owned(),
    }
}

/// Notes that a workspace file must exist, unless the check tests its absence.
fn noted(reader: &mut Reader, probe: Option<&Probe>, predicates: Option<&[Predicate]>) {
    let (Some(Probe::Local(path)), Some(predicates)) = (probe, predicates) else { return };
    let absent = predicates.iter().any(|predicate| match predicate {
        Predicate::Exists(wanted) => !wanted,
        Predicate::Not(inner) => inner.contains(&Predicate::Exists(true)),
        _ => false,
    });
    if !absent && let Some(span) = reader.local.take() {
        reader.uses.file(&crate::source::Spanned::new(path.clone(), span));
    }
}

/// Reads the one probe of a table.
///
/// Returns its shape, its value, and the probe if it has no faults.
pub(super) fn probe<'t>(
    reader: &mut Reader,
    table: &mut Table<'t>,
) -> Option<(&'static Shape, Value<'t>, Option<Probe>)> {
    let mut probes: Vec<(&'static Shape, Value)> =
        SHAPES.iter().filter_map(|shape| table.get(shape.key).map(|value| (shape, value))).collect();
    probes.sort_by_key(|(_, value)| value.key_span);
    // A key that is a probe of its own may be a field of another: `container` has an `image`.
    let fields: Vec<&str> = probes.iter().flat_map(|(shape, _)| shape.fields).map(|(key, _)| *key).collect();
    probes.retain(|(shape, _)| !fields.contains(&shape.key));
    match probes[..] {
        [(shape, value)] => {
            let probe = read(reader, table, value);
            Some((shape, value, probe))
        }
        [] => {
            let known = SHAPES.map(|shape| shape.key);
            if !table.near_unknown(&known) {
                reader.fault(Diagnostic::error("no-probe", table.span).arg("known", &known.join(", ")));
            }
            None
        }
        [(_, first), (_, second), ..] => {
            reader.fault(
                Diagnostic::error("two-probes", second.key_span)
                    .arg("first", first.key)
                    .arg("second", second.key)
                    .related(first.key_span, "first-here"),
            );
            None
        }
    }
}

/// Accepts every predicate, because without a known probe any may be right.
pub(super) fn accept_predicates(table: &mut Table) {
    table.get("in");
    for key in probes::keys() {
        table.get(key);
    }
}

fn read(reader: &mut Reader, table: &mut Table, value: Value) -> Option<Probe> {
    match value.key {
        "container" => container(reader, value).map(Probe::Container),
        "layer" => container(reader, value).map(Probe::Layer),
        "logs" => container(reader, value).map(Probe::Logs),
        "http" => {
            let text = reader.string(value)?;
            value::address(reader, &text).map(Probe::Http)
        }
        "mount" => {
            let text = reader.string(value)?;
            value::container_path(reader, &text).map(Probe::Mount)
        }
        "volume" => {
            let text = reader.string(value)?;
            value::captured_name(reader, "volume", &text, |name| VolumeName::new(name).map(drop))
                .map(Probe::Volume)
        }
        "image" => {
            let text = reader.string(value)?;
            value::captured_name(reader, "image", &text, |name| ImageName::new(name).map(drop))
                .map(Probe::Image)
        }
        "network" => {
            let text = reader.string(value)?;
            value::captured_name(reader, "network", &text, |name| VolumeName::new(name).map(drop))
                .map(Probe::Network)
        }
        "file" => many(reader, value, value::container_path).map(Probe::File),
        "exec" => exec(reader, table, value),
        "local" => {
            let path = value::local(reader, value)?;
            reader.local = Some(path.span);
            Some(Probe::Local(path.value))
        }
        _ => output(reader, value),
    }
}

fn container(reader: &mut Reader, value: Value) -> Option<crate::command::ContainerName> {
    let text = reader.string(value)?;
    value::container(reader, &text).map(|name| name.value)
}

fn exec(reader: &mut Reader, table: &mut Table, value: Value) -> Option<Probe> {
    let command = value::line(reader, value);
    let containers = table.need(reader, "in").and_then(|value| many(reader, value, value::container));
    let containers = containers?.into_iter().map(|name| name.value).collect();
    Some(Probe::Exec { containers, command: command? })
}

fn output(reader: &mut Reader, value: Value) -> Option<Probe> {
    let asked = reader.boolean(value)?;
    if !asked {
        reader.fault(Diagnostic::error("output-false", value.span));
    }
    asked.then_some(Probe::Output)
}
