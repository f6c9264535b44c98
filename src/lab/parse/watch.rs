//! `[watch.*]`.

use std::time::Duration;

use toml::Spanned as TomlSpanned;
use toml::de::DeValue;

use super::predicate::{self, Locals};
use super::probes::NAMED;
use super::reader::Reader;
use super::table::{Table, Value};
use super::{many, value};
use crate::diagnostic::Diagnostic;
use crate::lab::{Lives, Named, Subject, Watch, WatchId};
use crate::source::{Located, Span, Spanned};

/// How long a watch's command is retried if the lab does not say.
const WATCH_WITHIN: Duration = Duration::from_secs(5);

/// The kind of a watch, which decides the fates that it can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WatchKind {
    /// A value that is kept somewhere.
    Value,
    /// A resource of the engine itself.
    Resource,
}

/// The keys that name the subject of a watch.
pub(super) const SUBJECTS: [&str; 9] =
    ["file", "exec", "http", "logs", "local", "volume", "container", "image", "network"];

/// Reads a watch: its kind if known, and the watch if it has no faults.
pub(super) fn watch(
    reader: &mut Reader,
    name: &str,
    span: Span,
    value: &TomlSpanned<DeValue>,
) -> (Option<WatchKind>, Option<Watch>) {
    let id = WatchId::new(name);
    if id.is_none() {
        reader.fault(Diagnostic::error("bad-id", span).arg("kind", "watch").arg("id", name));
    }
    let Some(mut table) = named_table(reader, "watch", span, value) else { return (None, None) };
    let label = table.get("label").map(|value| reader.text(value));
    let (kind, subject) = subject(reader, &mut table);
    let named = if kind == Some(WatchKind::Resource) {
        let subject = SUBJECTS.into_iter().find(|key| table.has(key)).unwrap_or_default();
        table.misplaced(reader, subject, &["named"]);
        Some(Vec::new())
    } else {
        names(reader, &mut table)
    };
    table.finish(reader);
    let watch = || {
        let label = label.unwrap_or_else(|| Some(name.to_owned()))?;
        Some(Watch { id: Spanned::new(id?, span), label, subject: subject?, named: named? })
    };
    (kind, watch())
}

fn subject(reader: &mut Reader, table: &mut Table) -> (Option<WatchKind>, Option<Subject>) {
    let mut subjects: Vec<Value> = SUBJECTS.into_iter().filter_map(|key| table.get(key)).collect();
    subjects.sort_by_key(|subject| subject.key_span);
    match subjects[..] {
        [value] => match value.key {
            "file" | "logs" | "local" => {
                table.misplaced(reader, value.key, &["in", "lives", "within"]);
                (Some(WatchKind::Value), kept(reader, value))
            }
            "exec" => (Some(WatchKind::Value), exec(reader, table, value)),
            "http" => {
                table.misplaced(reader, "http", &["in"]);
                (Some(WatchKind::Value), http(reader, table, value))
            }
            _ => {
                table.misplaced(reader, value.key, &["in", "lives", "within"]);
                (Some(WatchKind::Resource), resource(reader, value))
            }
        },
        [first, second, ..] => {
            for key in ["in", "lives", "within"] {
                table.get(key);
            }
            let fault = Diagnostic::error("two-subjects", second.key_span);
            reader.fault(
                fault.arg("first", first.key).arg("second", second.key).related(first.key_span, "first-here"),
            );
            (None, None)
        }
        [] => {
            for key in ["in", "lives", "within"] {
                table.get(key);
            }
            if !table.near_unknown(&SUBJECTS) {
                reader.fault(Diagnostic::error("no-subject", table.span).arg("known", &SUBJECTS.join(", ")));
            }
            (None, None)
        }
    }
}

/// Reads a subject whose place of storage need not be stated.
fn kept(reader: &mut Reader, value: Value) -> Option<Subject> {
    match value.key {
        "file" => many(reader, value, value::container_path).map(Subject::File),
        "logs" => many(reader, value, value::container).map(Subject::Logs),
        // The file may well be created later.
        _ => value::local(reader, value).map(Subject::Local),
    }
}

fn exec(reader: &mut Reader, table: &mut Table, command: Value) -> Option<Subject> {
    let command = value::command(reader, command);
    let containers = table.need(reader, "in");
    let containers = containers.and_then(|value| many(reader, value, value::container));
    let lives = table.need_string(reader, "lives").and_then(|text| lives(reader, &text));
    let within = value::within(reader, table, WATCH_WITHIN);
    Some(Subject::Exec { containers: containers?, command: command?, lives: lives?, within: within? })
}

fn http(reader: &mut Reader, table: &mut Table, value: Value) -> Option<Subject> {
    let addresses = many(reader, value, value::address);
    let lives = table.need_string(reader, "lives").and_then(|text| lives(reader, &text));
    let within = value::within(reader, table, WATCH_WITHIN);
    Some(Subject::Http { addresses: addresses?, lives: lives?, within: within? })
}

fn resource(reader: &mut Reader, value: Value) -> Option<Subject> {
    let text = reader.string(value)?;
    match value.key {
        "container" => value::container(reader, &text).map(Subject::Container),
        "image" => value::image(reader, &text).map(Subject::Image),
        "network" => value::network(reader, &text).map(Subject::Network),
        _ => value::volume(reader, &text).map(Subject::Volume),
    }
}

fn lives(reader: &mut Reader, text: &Located) -> Option<Lives> {
    if text.text == "memory" {
        return Some(Lives::Memory);
    }
    value::absolute(reader, text).map(Lives::Path)
}

fn names(reader: &mut Reader, table: &mut Table) -> Option<Vec<Named>> {
    let Some(value) = table.get("named") else { return Some(Vec::new()) };
    let mut seen: Vec<(String, Span)> = Vec::new();
    let written = reader.list(value);
    let names: Vec<_> = written
        .into_iter()
        .map(|element| {
            let mut table = reader.table(element)?;
            let name = table.need(reader, "as").and_then(|value| reader.filled(value));
            if let Some(name) = &name {
                once(reader, &mut seen, "name", &name.text, name.whole);
            }
            let predicates = predicate::all(reader, &mut table, "named", &NAMED, Locals::Ever);
            table.finish(reader);
            Some(Named { name: name?.text, predicates: predicates? })
        })
        .collect();
    names.into_iter().collect()
}

/// Notes a fault if a name was already given.
pub(super) fn once(reader: &mut Reader, seen: &mut Vec<(String, Span)>, kind: &str, name: &str, span: Span) {
    if let Some((_, first)) = seen.iter().find(|(known, _)| known == name) {
        let fault = Diagnostic::error("duplicate-id", span).arg("kind", kind).arg("id", name);
        reader.fault(fault.related(*first, "first-here"));
    } else {
        seen.push((name.to_owned(), span));
    }
}

/// Reads the table of a name chosen by the author.
pub(super) fn named_table<'t>(
    reader: &mut Reader,
    key: &'static str,
    name: Span,
    value: &'t TomlSpanned<DeValue<'t>>,
) -> Option<Table<'t>> {
    let span = Span::from(value.span());
    reader.table(Value { key, key_span: name, span, data: value.get_ref() })
}
