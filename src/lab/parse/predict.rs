//! `[step.predict]`: the question before a step.
//!
//! May import: `fate`, `source`, `diagnostic`.

use super::lab::Known;
use super::reader::Reader;
use super::step::{Expected, fate, fate_word, known_watch};
use super::table::Value;
use super::watch::Kind;
use crate::diagnostic::Diagnostic;
use crate::fate::Fate;
use crate::lab::{Choice, Predict, WatchId};
use crate::source::Span;

/// Reads a question; `expected` tells which answer is right.
pub(super) fn predict(
    reader: &mut Reader,
    value: Value,
    watches: &[Known],
    expected: Option<&Expected>,
) -> Option<Predict> {
    let mut table = reader.table(value)?;
    let ask = table.need_prose(reader, "ask");
    let watch = table.need_string(reader, "watch");
    let known = watch.as_ref().and_then(|text| known_watch(reader, watches, &text.text, text.whole));
    let right = known.and_then(|known| expected?.of(&known.id));
    let choice = table.need(reader, "choice");
    let choices = choice.map(|value| choices(reader, value, known.and_then(|known| known.kind), right));
    if let (Some(value), Some(choices)) = (choice, &choices)
        && value.data.is_array()
    {
        judge(reader, value.span, choices, right);
    }
    table.finish(reader);
    let choices = choices?.into_iter().map(|read| read.choice).collect::<Option<_>>()?;
    Some(Predict { ask: ask?, watch: WatchId::new(&watch?.text)?, choices })
}

/// A choice that was read.
struct Read {
    /// Its fate, where it could be read.
    fate: Option<Fate>,
    /// The choice, where it is free of faults.
    choice: Option<Choice>,
}

fn choices(reader: &mut Reader, value: Value, kind: Option<Kind>, right: Option<Fate>) -> Vec<Read> {
    let mut seen: Vec<(Fate, Span)> = Vec::new();
    let written = reader.list(value);
    written.into_iter().map(|element| choice(reader, element, kind, right, &mut seen)).collect()
}

fn choice(
    reader: &mut Reader,
    value: Value,
    kind: Option<Kind>,
    right: Option<Fate>,
    seen: &mut Vec<(Fate, Span)>,
) -> Read {
    let Some(mut table) = reader.table(value) else { return Read { fate: None, choice: None } };
    table.not_yet(reader, &["when", "id"]);
    let written = if table.has("when") { table.get("fate") } else { table.need(reader, "fate") };
    let fate = written.and_then(|written| {
        let word = reader.string(written)?.text;
        let fate = fate(reader, &word, written.span, kind)?;
        match seen.iter().find(|(known, _)| *known == fate) {
            Some((_, first)) => {
                let fault = Diagnostic::error("duplicate-choice", written.span).arg("fate", fate_word(fate));
                reader.fault(fault.related(*first, "first-here"));
            }
            None => seen.push((fate, written.span)),
        }
        Some(fate)
    });
    let text = table.need_prose(reader, "text");
    let because = table.prose(reader, "because");
    if let (Some(fate), Some(right)) = (fate, right)
        && fate != right
        && !table.has("because")
    {
        reader.fault(
            Diagnostic::error("missing-because", value.span)
                .arg("fate", fate_word(fate))
                .arg("right", fate_word(right)),
        );
    }
    table.finish(reader);
    Read { fate, choice: fate.zip(text).map(|(fate, text)| Choice { fate, text, because }) }
}

/// Whether there is something to choose, and the right answer among it.
fn judge(reader: &mut Reader, span: Span, choices: &[Read], right: Option<Fate>) {
    if choices.len() < 2 {
        reader.fault(Diagnostic::error("few-choices", span));
        return;
    }
    let Some(right) = right else { return };
    let readable = choices.iter().all(|choice| choice.fate.is_some());
    if readable && !choices.iter().any(|choice| choice.fate == Some(right)) {
        reader.fault(Diagnostic::error("no-right-choice", span).arg("right", fate_word(right)));
    }
}
