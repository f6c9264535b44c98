//! `[[step]]`: its texts, its command lines, and the fates that it expects.

use super::lab::Known;
use super::reader::Reader;
use super::table::{Table, Value};
use super::watch::{WatchKind, once};
use super::{capture, check, command, predict};
use crate::diagnostic::Diagnostic;
use crate::fate::Fate;
use crate::lab::path::workspace_path;
use crate::lab::{Expect, Step, StepId, WatchId};
use crate::source::{Span, Spanned};

/// Reads a step; `None` if any part could not be read.
pub(super) fn step(
    reader: &mut Reader,
    mut table: Table,
    watches: &[Known],
    ids: &mut Vec<(String, Span)>,
) -> Option<Step> {
    let id = id(reader, &mut table, ids);
    let title = table.need_text(reader, "title");
    let before = table.prose(reader, "before");
    let goal = table.prose(reader, "goal");
    let hints = table.proses(reader, "hints");
    let write = write(reader, &mut table);
    let run = command::run(reader, &mut table);
    let predict = table.get("predict");
    let expect = match table.get("expect") {
        Some(value) => reader.table(value).map(|table| expect(reader, &table, watches)),
        None => Some(Expected::default()),
    };
    let predict = match predict {
        Some(value) => predict::predict(reader, value, watches, expect.as_ref()).map(Some),
        None => Some(None),
    };
    let captures = match table.get("capture") {
        Some(value) => capture::captures(reader, value),
        None => Some(Vec::new()),
    };
    let checks = match table.get("check") {
        Some(value) => check::checks(reader, value),
        None => Some(Vec::new()),
    };
    let after = table.prose(reader, "after");
    let span = table.span;
    table.finish(reader);
    Some(Step {
        id: id?,
        title: title?,
        before,
        after,
        write: write?,
        run: run?,
        captures: captures?,
        checks: checks?,
        expect: expect?.fates,
        predict: predict?,
        goal,
        hints,
        span,
    })
}

fn id(reader: &mut Reader, table: &mut Table, ids: &mut Vec<(String, Span)>) -> Option<Spanned<StepId>> {
    let text = table.need_string(reader, "id")?;
    once(reader, ids, "step", &text.text, text.whole);
    let id = StepId::new(&text.text);
    if id.is_none() {
        reader.fault(Diagnostic::error("bad-id", text.whole).arg("kind", "step").arg("id", &text.text));
    }
    id.map(|id| Spanned::new(id, text.whole))
}

/// Reads `write`: paths of the workspace with their texts, in file order.
fn write(reader: &mut Reader, table: &mut Table) -> Option<Vec<(Spanned<String>, String)>> {
    let Some(value) = table.get("write") else { return Some(Vec::new()) };
    let files = reader.table(value)?;
    let mut read = Vec::new();
    for (path, key_span, value) in files.entries() {
        let value = Value { key: "write", key_span, span: Span::from(value.span()), data: value.get_ref() };
        let text = reader.string(value);
        match workspace_path(path) {
            Ok(path) if path == "lab.toml" => {
                reader.fault(Diagnostic::error("write-lab-file", key_span));
                read.push(None);
            }
            Ok(path) if path != "." => {
                reader.uses.file_made(&path);
                read.push(text.map(|text| (Spanned::new(path, key_span), text.text)));
            }
            _ => {
                reader.fault(Diagnostic::error("outside-workspace", key_span).arg("path", path));
                read.push(None);
            }
        }
    }
    read.into_iter().collect()
}

/// The fates that a step expects, as far as they could be read.
#[derive(Default)]
pub(super) struct Expected {
    /// Those that could be read.
    pub fates: Vec<Expect>,
    /// The watches whose fate could not be read.
    faulty: Vec<String>,
    /// A name is not that of a watch, so it is not known which watch it means.
    unsure: bool,
}

impl Expected {
    /// Returns the fate of a watch in this step; `None` if it could not be read.
    pub fn of(&self, watch: &str) -> Option<Fate> {
        if self.faulty.iter().any(|faulty| faulty == watch) {
            return None;
        }
        let named = self.fates.iter().find(|expect| expect.watch.as_str() == watch);
        if named.is_none() && self.unsure {
            return None;
        }
        Some(named.map_or(Fate::Unchanged, |expect| expect.fate))
    }
}

fn expect(reader: &mut Reader, table: &Table, watches: &[Known]) -> Expected {
    let mut expected = Expected::default();
    for (name, key_span, value) in table.entries() {
        let span = Span::from(value.span());
        let value = Value { key: "expect", key_span, span, data: value.get_ref() };
        let known = known_watch(reader, watches, name, key_span);
        expected.unsure |= known.is_none();
        let fate = reader.string(value).and_then(|text| {
            let fate = fate(reader, &text.text, span, known.and_then(|known| known.kind))?;
            if fate == Fate::Unchanged {
                reader.fault(Diagnostic::error("expect-unchanged", key_span.to(span)).arg("watch", name));
            }
            Some(fate)
        });
        match (WatchId::new(name), fate) {
            (Some(watch), Some(fate)) => expected.fates.push(Expect { watch, fate, span: key_span.to(span) }),
            _ => expected.faulty.push(name.to_owned()),
        }
    }
    expected
}

/// Returns the watch with this name, or notes a fault if there is none.
pub(super) fn known_watch<'k>(
    reader: &mut Reader,
    watches: &'k [Known],
    name: &str,
    span: Span,
) -> Option<&'k Known> {
    let known = watches.iter().find(|known| known.id == name);
    if known.is_none() {
        let fault = Diagnostic::error("unknown-watch", span).arg("watch", name);
        reader.fault(fault.suggest(name, watches.iter().map(|known| known.id.as_str())));
    }
    known
}

/// Returns the fate that a word means.
///
/// Notes a fault if it means none, or one that such a watch cannot have.
pub(super) fn fate(reader: &mut Reader, word: &str, span: Span, kind: Option<WatchKind>) -> Option<Fate> {
    let words = || Fate::ALL.into_iter().map(Fate::word);
    let Ok(fate) = word.parse::<Fate>() else {
        reader.fault(
            Diagnostic::error("unknown-fate", span)
                .arg("written", word)
                .arg("known", &words().collect::<Vec<_>>().join(", "))
                .suggest(word, words()),
        );
        return None;
    };
    let possible = kind != Some(WatchKind::Resource)
        || matches!(fate, Fate::Created | Fate::Changed | Fate::Unchanged | Fate::Deleted | Fate::Lost);
    if !possible {
        reader.fault(Diagnostic::error("impossible-fate", span).arg("fate", word));
        return None;
    }
    Some(fate)
}
