//! The root of a lab file.

use std::sync::Arc;

use super::reader::Reader;
use super::table::{Table, Value};
use super::{allow, mistakes, ready, step, watch};
use crate::diagnostic::Diagnostic;
use crate::lab::{Allow, Lab, LabFiles, LabId, Level, Step, Watch};
use crate::source::{Span, Spanned};

/// The format that this program reads.
const FORMAT: i64 = 1;

/// The longest duration that a lab may state, in minutes.
const LONGEST: u32 = 600;

/// The least length of a secret; a shorter one would be masked inside words.
const SHORTEST_SECRET: usize = 4;

/// Reads the whole file; `None` if a part has faults.
pub(super) fn lab(reader: &mut Reader, mut table: Table, id: LabId, files: LabFiles) -> Option<Lab> {
    format(reader, &mut table);
    let title = table.need_text(reader, "title");
    let summary = table.need_text(reader, "summary");
    let level = level(reader, &mut table);
    let minutes = minutes(reader, &mut table);
    let concepts = table.texts(reader, "concepts");
    let allow = match table.get("allow") {
        Some(value) => allow::allow(reader, value),
        None => Some(Allow::default()),
    };
    reader.host = allow.as_ref().map(Allow::host_paths).unwrap_or_default();
    let needs = needs(reader, &mut table);
    let secrets = variables(reader, &mut table);
    let watches = watches(reader, &mut table);
    reader.watches = watches.iter().map(|known| known.id.clone()).collect();
    let objects = watches.iter().filter(|known| known.kind == Some(watch::WatchKind::Resource));
    reader.objects = objects.map(|known| known.id.clone()).collect();
    let ready = match table.get("ready").and_then(|value| reader.table(value)) {
        Some(entries) => {
            entries.entries().map(|(name, span, value)| ready::ready(reader, name, span, value)).collect()
        }
        None => Some(Vec::new()),
    };
    let steps = steps(reader, &mut table, &watches);
    table.finish(reader);
    if !reader.is_full() {
        let missing = reader.uses.missing(&files);
        reader.note(missing);
    }
    Some(Lab {
        id,
        source: reader.source.clone(),
        files: Arc::new(files),
        title: title?,
        summary: summary?,
        level: level?,
        minutes: minutes?,
        concepts,
        needs: needs?,
        env: reader.env.clone(),
        secrets,
        allow: allow?,
        watches: watches.into_iter().map(|known| known.watch).collect::<Option<_>>()?,
        ready: ready?,
        steps: steps?,
    })
}

/// Reads the labs that come before this one.
///
/// Only the library knows whether they exist.
fn needs(reader: &mut Reader, table: &mut Table) -> Option<Vec<Spanned<LabId>>> {
    let Some(value) = table.get("needs") else { return Some(Vec::new()) };
    let read: Vec<_> = reader
        .list(value)
        .into_iter()
        .map(|element| {
            let text = reader.string(element)?;
            let id = LabId::new(&text.text);
            if id.is_none() {
                reader
                    .fault(Diagnostic::error("bad-id", text.whole).arg("kind", "lab").arg("id", &text.text));
            }
            id.map(|id| Spanned::new(id, text.whole))
        })
        .collect();
    read.into_iter().collect()
}

/// Reads `[env]` and `[secret]`, and returns the values of `[secret]`.
///
/// `-e NAME` reads both.
fn variables(reader: &mut Reader, table: &mut Table) -> Vec<String> {
    let mut secrets = Vec::new();
    let mut seen = Vec::new();
    for key in ["env", "secret"] {
        let Some(entries) = table.get(key).and_then(|value| reader.table(value)) else { continue };
        for (name, key_span, value) in entries.entries() {
            watch::once(reader, &mut seen, "variable", name, key_span);
            let span = Span::from(value.span());
            let value = Value { key, key_span, span, data: value.get_ref() };
            let Some(text) = reader.string(value) else { continue };
            if key == "secret" {
                if text.text.chars().count() < SHORTEST_SECRET {
                    reader
                        .fault(Diagnostic::error("short-secret", text.whole).arg("least", &SHORTEST_SECRET));
                }
                secrets.push(text.text.clone());
            }
            reader.env.insert(name.to_owned(), text.text);
        }
    }
    secrets
}

fn format(reader: &mut Reader, table: &mut Table) {
    let Some(value) = table.need(reader, "format") else { return };
    if let Some(format) = reader.integer(value).filter(|&format| format != FORMAT) {
        reader.fault(Diagnostic::error("format", value.span).arg("written", &format).arg("known", &FORMAT));
    }
}

fn level(reader: &mut Reader, table: &mut Table) -> Option<Level> {
    let value = table.need(reader, "level")?;
    let written = reader.string(value)?.text;
    let level = Level::ALL.iter().find(|(word, _)| *word == written);
    if level.is_none() {
        let words = Level::ALL.map(|(word, _)| word);
        reader.fault(
            Diagnostic::error("unknown-level", value.span)
                .arg("written", &written)
                .arg("known", &words.join(", "))
                .suggest(&written, words),
        );
    }
    level.map(|&(_, level)| level)
}

fn minutes(reader: &mut Reader, table: &mut Table) -> Option<u32> {
    let value = table.need(reader, "minutes")?;
    let minutes = reader.integer(value)?;
    let fits = u32::try_from(minutes).ok().filter(|minutes| (1..=LONGEST).contains(minutes));
    if fits.is_none() {
        reader.fault(Diagnostic::error("minutes", value.span).arg("longest", &LONGEST));
    }
    fits
}

/// A watch that the file names, even if it could not be read.
///
/// Later tables that refer to it are judged by what is known about it.
pub(super) struct Known {
    /// The name as it was written.
    pub id: String,
    /// What is looked at, if that is known.
    pub kind: Option<watch::WatchKind>,
    /// The watch, if it has no faults.
    pub watch: Option<Watch>,
}

fn watches(reader: &mut Reader, table: &mut Table) -> Vec<Known> {
    let Some(entries) = table.get("watch").and_then(|value| reader.table(value)) else { return Vec::new() };
    entries
        .entries()
        .map(|(name, span, value)| {
            let (kind, watch) = watch::watch(reader, name, span, value);
            Known { id: name.to_owned(), kind, watch }
        })
        .collect()
}

fn steps(reader: &mut Reader, table: &mut Table, watches: &[Known]) -> Option<Vec<Step>> {
    let value = table.get("step");
    if value.is_some_and(|value| value.data.is_table()) {
        let headers = mistakes::step_headers(reader.source);
        if !headers.is_empty() {
            reader.note(headers);
            reader.uses.unread();
            return None;
        }
    }
    let written: Vec<Value> = value.map(|value| reader.list(value)).unwrap_or_default();
    if written.is_empty() && value.is_none_or(|value| value.data.is_array()) {
        let end = reader.source.text.trim_end().len();
        reader.fault(Diagnostic::error("no-step", value.map_or(Span::new(end, end), |value| value.span)));
    }
    reader.captures.all = written.iter().flat_map(captured).collect();
    let mut ids: Vec<(String, Span)> = Vec::new();
    let steps: Vec<_> = written
        .into_iter()
        .map(|value| {
            let table = reader.table(value)?;
            step::step(reader, table, watches, &mut ids)
        })
        .collect();
    steps.into_iter().collect()
}

/// Returns the names that a step captures.
fn captured(step: &Value) -> Vec<String> {
    let captures = step.data.as_table().and_then(|step| step.get("capture"));
    let captures = captures.and_then(|captures| captures.get_ref().as_table());
    captures.into_iter().flat_map(|table| table.keys()).map(|name| name.get_ref().to_string()).collect()
}
