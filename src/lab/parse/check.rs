//! A step's `check`: one probe, and what must hold of it.
//!
//! May import: `source`, `diagnostic`.

use std::time::Duration;

use super::reader::Reader;
use super::table::{Table, Value};
use super::value;
use crate::diagnostic::Diagnostic;
use crate::lab::{Check, Probe, Same, TextPredicate};

/// For how long a check is tried, where the lab does not say.
const WITHIN: Duration = Duration::from_secs(5);

/// The keys that name a probe.
const PROBES: [&str; 9] =
    ["container", "http", "layer", "mount", "volume", "file", "exec", "local", "output"];

/// Probes of the format that are not carried out yet.
const PROBES_LATER: [&str; 3] = ["image", "network", "logs"];

/// Predicates of the format that are not carried out yet.
const PREDICATES_LATER: [&str; 7] = ["holds_for", "already", "not", "json", "matches", "count", "source"];

/// Everything that says what must hold, of whichever probe.
const PREDICATES: [&str; 11] =
    ["running", "exists", "status", "equals", "contains", "same_as", "changed", "type", "name", "rw", "in"];

/// What a probe makes of its table: the probe, where it is free of faults.
type Read = fn(&mut Reader, &mut Table, Value) -> Option<Probe>;

/// Reads a list of checks; none where one of them could not be read.
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
    let because = table.text(reader, "because");
    table.not_yet(reader, &PREDICATES_LATER);
    table.not_yet(reader, &PROBES_LATER);
    let probe = probe(reader, &mut table);
    // `[[step.check]]` has a header, and what was written is below it.
    let braces = reader.source.text.get(value.span.range()).is_some_and(|text| text.starts_with('{'));
    let extent = if braces { value.span } else { table.extent() };
    let text = reader.source.text.get(extent.range()).unwrap_or_default().to_owned();
    table.finish(reader);
    Some(Check { probe: probe?, within: within?, because, text, span: value.span })
}

fn probe(reader: &mut Reader, table: &mut Table) -> Option<Probe> {
    let mut probes: Vec<Value> = PROBES.into_iter().filter_map(|key| table.get(key)).collect();
    probes.sort_by_key(|probe| probe.key_span);
    match probes[..] {
        [value] => {
            let probe = read(value.key)(reader, table, value);
            table.misplaced(reader, value.key, &PREDICATES);
            probe
        }
        [] => {
            accept_predicates(table);
            let later = PROBES_LATER.iter().any(|key| table.has(key));
            if !later && !table.near_unknown(&PROBES) {
                reader.fault(Diagnostic::error("no-probe", table.span).arg("known", &PROBES.join(", ")));
            }
            None
        }
        [first, second, ..] => {
            accept_predicates(table);
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

/// Where the probe is not known, any predicate may be right.
fn accept_predicates(table: &mut Table) {
    for key in PREDICATES {
        table.get(key);
    }
}

fn read(probe: &str) -> Read {
    match probe {
        "container" => container,
        "http" => http,
        "layer" => layer,
        "mount" => mount,
        "volume" => volume,
        "file" => file,
        "exec" => exec,
        "local" => local,
        _ => output,
    }
}

fn container(reader: &mut Reader, table: &mut Table, value: Value) -> Option<Probe> {
    let name = reader.string(value).and_then(|text| value::container(reader, &text));
    let running = optional_boolean(reader, table, "running");
    let exists = optional_boolean(reader, table, "exists");
    some_predicate(reader, table, value.key, &["running", "exists"]);
    Some(Probe::Container { name: name?.value, running: running?, exists: exists? })
}

fn http(reader: &mut Reader, table: &mut Table, value: Value) -> Option<Probe> {
    let address = reader.string(value).and_then(|text| value::address(reader, &text));
    let status = match table.get("status") {
        Some(value) => status(reader, value).map(Some),
        None => Some(None),
    };
    let body = predicates(reader, table, &["equals", "contains", "same_as"]);
    some_predicate(reader, table, value.key, &["status", "equals", "contains", "same_as"]);
    let address = address?;
    Some(Probe::Http {
        container: address.container,
        port: address.port,
        path: address.path,
        status: status?,
        body: body?,
    })
}

fn status(reader: &mut Reader, value: Value) -> Option<u16> {
    let status = reader.integer(value)?;
    let fits = u16::try_from(status).ok().filter(|status| (100..=599).contains(status));
    if fits.is_none() {
        reader.fault(Diagnostic::error("http-status", value.span).arg("written", &status));
    }
    fits
}

fn layer(reader: &mut Reader, table: &mut Table, value: Value) -> Option<Probe> {
    let name = reader.string(value).and_then(|text| value::container(reader, &text));
    let mut whole = true;
    let mut changed = Vec::new();
    if let Some(value) = table.get("changed") {
        for element in reader.one_or_more(value) {
            match reader.string(element).and_then(|text| value::absolute(reader, &text)) {
                Some(path) => changed.push(path),
                None => whole = false,
            }
        }
        if changed.is_empty() && whole && value.data.is_array() {
            reader.fault(Diagnostic::error("empty-list", value.span).arg("key", value.key));
        }
    }
    some_predicate(reader, table, value.key, &["changed"]);
    let name = name?.value;
    whole.then_some(Probe::Layer { container: name, changed })
}

/// The words for the kinds of mounts.
const MOUNTS: [&str; 3] = ["volume", "bind", "tmpfs"];

fn mount(reader: &mut Reader, table: &mut Table, value: Value) -> Option<Probe> {
    let at = reader.string(value).and_then(|text| value::container_path(reader, &text));
    let kind = table.get("type").and_then(|value| Some((value, reader.string(value)?.text)));
    if let Some((value, written)) = kind.as_ref().filter(|(_, written)| !MOUNTS.contains(&written.as_str())) {
        reader.fault(
            Diagnostic::error("unknown-mount-type", value.span)
                .arg("written", written)
                .arg("known", &MOUNTS.join(", "))
                .suggest(written, MOUNTS),
        );
    }
    let name = match table.get("name").map(|value| reader.string(value)) {
        Some(text) => text.and_then(|text| value::volume(reader, &text)).map(Some),
        None => Some(None),
    };
    let writable = optional_boolean(reader, table, "rw");
    some_predicate(reader, table, value.key, &["type", "name", "rw"]);
    Some(Probe::Mount {
        at: at?,
        kind: kind.map(|(_, written)| written),
        name: name?.map(|name| name.value.to_string()),
        writable: writable?,
    })
}

fn volume(reader: &mut Reader, table: &mut Table, value: Value) -> Option<Probe> {
    let name = reader.string(value).and_then(|text| value::volume(reader, &text));
    let exists = optional_boolean(reader, table, "exists");
    some_predicate(reader, table, value.key, &["exists"]);
    Some(Probe::Volume { name: name?.value, exists: exists?? })
}

fn file(reader: &mut Reader, table: &mut Table, value: Value) -> Option<Probe> {
    let at = reader.string(value).and_then(|text| value::container_path(reader, &text));
    let content = text_predicates(reader, table, value);
    Some(Probe::File { at: at?, content: content? })
}

fn exec(reader: &mut Reader, table: &mut Table, value: Value) -> Option<Probe> {
    let command = value::command(reader, value);
    let container = table.need_string(reader, "in").and_then(|text| value::container(reader, &text));
    let output = text_predicates(reader, table, value);
    Some(Probe::Exec { container: container?.value, command: command?, output: output? })
}

fn local(reader: &mut Reader, table: &mut Table, value: Value) -> Option<Probe> {
    let path = value::local(reader, value);
    let content = text_predicates(reader, table, value);
    let (path, content) = (path?, content?);
    // That a file is not there may be just what is checked.
    if !content.contains(&TextPredicate::Exists(false)) {
        reader.uses.file(&path);
    }
    Some(Probe::Local { path: path.value, content })
}

fn output(reader: &mut Reader, table: &mut Table, value: Value) -> Option<Probe> {
    let asked = reader.boolean(value);
    if asked == Some(false) {
        reader.fault(Diagnostic::error("output-false", value.span));
    }
    let content = predicates(reader, table, &["equals", "contains", "same_as"]);
    some_predicate(reader, table, value.key, &["equals", "contains", "same_as"]);
    content.filter(|_| asked == Some(true)).map(Probe::Output)
}

/// The predicates of a text that may also be missing.
fn text_predicates(reader: &mut Reader, table: &mut Table, probe: Value) -> Option<Vec<TextPredicate>> {
    const KEYS: [&str; 4] = ["exists", "equals", "contains", "same_as"];
    let found = predicates(reader, table, &KEYS);
    some_predicate(reader, table, probe.key, &KEYS);
    found
}

/// Reads those of the text predicates that may stand here; none where one is faulty.
fn predicates(reader: &mut Reader, table: &mut Table, keys: &[&'static str]) -> Option<Vec<TextPredicate>> {
    let written: Vec<Value> = keys.iter().filter_map(|key| table.get(key)).collect();
    let read: Vec<_> = written
        .into_iter()
        .map(|value| match value.key {
            "exists" => reader.boolean(value).map(TextPredicate::Exists),
            "equals" => reader.string(value).map(|text| TextPredicate::Equals(text.text)),
            "contains" => reader.text(value).map(TextPredicate::Contains),
            _ => {
                let same = value::same(reader, value)?;
                if let Same::Local(path) = &same {
                    reader.uses.file(path);
                }
                Some(TextPredicate::SameAs(same))
            }
        })
        .collect();
    read.into_iter().collect()
}

/// A value that may be left out: none where it is faulty, some none where it is not there.
#[expect(clippy::option_option, reason = "absent and faulty are two things")]
fn optional_boolean(reader: &mut Reader, table: &mut Table, key: &'static str) -> Option<Option<bool>> {
    match table.get(key) {
        Some(value) => reader.boolean(value).map(Some),
        None => Some(None),
    }
}

/// A check that asks nothing always holds: a fault.
fn some_predicate(reader: &mut Reader, table: &Table, probe: &str, keys: &[&str]) {
    let later = PREDICATES_LATER.iter().any(|key| table.has(key));
    let misplaced = PREDICATES.iter().any(|key| *key != "in" && table.has(key));
    if !later && !misplaced && !table.has_unknown_but(&PREDICATES) {
        reader.fault(
            Diagnostic::error("no-predicate", table.span).arg("probe", probe).arg("known", &keys.join(", ")),
        );
    }
}
