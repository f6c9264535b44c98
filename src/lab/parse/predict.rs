//! `[step.predict]`: the question before a step.

use super::check;
use super::lab::Known;
use super::reader::Reader;
use super::step::{Expected, fate, known_watch};
use super::table::{Table, Value};
use super::watch::{WatchKind, once};
use crate::diagnostic::Diagnostic;
use crate::fate::Fate;
use crate::lab::{Answer, Choice, ChoiceId, Predict, WatchId};
use crate::source::Span;

/// Reads a question; `expected` has the right answer of a question about fates.
pub(super) fn predict(
    reader: &mut Reader,
    value: Value,
    watches: &[Known],
    expected: Option<&Expected>,
) -> Option<Predict> {
    let mut table = reader.table(value)?;
    let ask = table.need_prose(reader, "ask");
    let choice = table.need(reader, "choice");
    // Without a watch the answers are checks.
    let of_fates = table.has("watch") || !choice.is_some_and(has_checks);
    let watch = if of_fates { table.need_string(reader, "watch") } else { None };
    let known = watch.as_ref().and_then(|text| known_watch(reader, watches, &text.text, text.whole));
    let right = known.and_then(|known| expected?.of(&known.id));
    let kind = known.and_then(|known| known.kind);
    let choices = choice.map(|value| {
        let read = if of_fates { fates(reader, value, kind, right) } else { checks(reader, value) };
        if value.data.is_array() && read.len() < 2 {
            reader.fault(Diagnostic::error("few-choices", value.span));
        } else if of_fates {
            judge_fates(reader, value.span, &read, right);
        } else {
            judge_checks(reader, value.span, &read);
        }
        read
    });
    table.finish(reader);
    let choices = choices?.into_iter().map(|read| read.choice).collect::<Option<_>>()?;
    let watch = match watch {
        Some(text) => Some(WatchId::new(&text.text)?),
        None if of_fates => return None,
        None => None,
    };
    Some(Predict { ask: ask?, watch, choices })
}

/// Returns whether one of the choices is a check.
fn has_checks(choices: Value) -> bool {
    let Some(choices) = choices.data.as_array() else { return false };
    let is_check = |choice: &toml::Spanned<toml::de::DeValue>| {
        choice.get_ref().as_table().is_some_and(|table| table.contains_key("when"))
    };
    choices.iter().any(is_check)
}

/// A choice that was read.
struct Read {
    /// Its place.
    span: Span,
    /// Its fate, if it has one that could be read.
    fate: Option<Fate>,
    /// Whether it says why it is wrong.
    because: bool,
    /// The choice, if it has no faults.
    choice: Option<Choice>,
}

impl Read {
    /// Creates the result for a choice that is not a table.
    const fn nothing(span: Span) -> Self {
        Self { span, fate: None, because: true, choice: None }
    }
}

/// Reads the choices of a question whose answers are fates.
fn fates(reader: &mut Reader, value: Value, kind: Option<WatchKind>, right: Option<Fate>) -> Vec<Read> {
    let mut seen: Vec<(Fate, Span)> = Vec::new();
    let written = reader.list(value);
    written.into_iter().map(|element| of_fate(reader, element, kind, right, &mut seen)).collect()
}

fn of_fate(
    reader: &mut Reader,
    value: Value,
    kind: Option<WatchKind>,
    right: Option<Fate>,
    seen: &mut Vec<(Fate, Span)>,
) -> Read {
    let Some(mut table) = reader.table(value) else { return Read::nothing(value.span) };
    // For a choice with `when`, only that is reported: the missing `fate` is not a separate fault.
    let written = if table.has("when") { table.get("fate") } else { table.need(reader, "fate") };
    table.misplaced(reader, if table.has("when") { "watch" } else { "fate" }, &["when", "id"]);
    let fate = written.and_then(|written| {
        let word = reader.string(written)?.text;
        let fate = fate(reader, &word, written.span, kind)?;
        match seen.iter().find(|(known, _)| *known == fate) {
            Some((_, first)) => {
                let fault = Diagnostic::error("duplicate-choice", written.span).arg("fate", fate.word());
                reader.fault(fault.related(*first, "first-here"));
            }
            None => seen.push((fate, written.span)),
        }
        Some(fate)
    });
    let id = fate.and_then(|fate| ChoiceId::new(fate.word()));
    let read = rest(reader, table, value.span, id, fate.map(Answer::Fate));
    if let (Some(fate), Some(right)) = (fate, right)
        && fate != right
        && !read.because
    {
        reader.fault(
            Diagnostic::error("missing-because", value.span)
                .arg("fate", fate.word())
                .arg("right", right.word()),
        );
    }
    Read { fate, ..read }
}

/// Reads the choices of a question whose answers are checks.
fn checks(reader: &mut Reader, value: Value) -> Vec<Read> {
    let mut seen: Vec<(String, Span)> = Vec::new();
    let written = reader.list(value);
    written.into_iter().map(|element| of_check(reader, element, &mut seen)).collect()
}

fn of_check(reader: &mut Reader, value: Value, seen: &mut Vec<(String, Span)>) -> Read {
    let Some(mut table) = reader.table(value) else { return Read::nothing(value.span) };
    table.misplaced(reader, "when", &["fate"]);
    let id = table.need_string(reader, "id").and_then(|text| {
        once(reader, seen, "choice", &text.text, text.whole);
        let id = ChoiceId::new(&text.text);
        if id.is_none() {
            let fault = Diagnostic::error("bad-id", text.whole);
            reader.fault(fault.arg("kind", "choice").arg("id", &text.text));
        }
        id
    });
    let when = table.need(reader, "when").and_then(|value| check::when(reader, value));
    rest(reader, table, value.span, id, when.map(|check| Answer::When(Box::new(check))))
}

/// Reads the keys that every choice has.
fn rest(
    reader: &mut Reader,
    mut table: Table,
    span: Span,
    id: Option<ChoiceId>,
    answer: Option<Answer>,
) -> Read {
    let text = table.need_prose(reader, "text");
    let because = table.has("because");
    let why = table.prose(reader, "because");
    table.finish(reader);
    let choice = || Some(Choice { id: id?, answer: answer?, text: text?, because: why });
    Read { span, fate: None, because, choice: choice() }
}

/// Checks that the right fate is among the answers.
fn judge_fates(reader: &mut Reader, span: Span, choices: &[Read], right: Option<Fate>) {
    let Some(right) = right else { return };
    let readable = choices.iter().all(|choice| choice.fate.is_some());
    if readable && !choices.iter().any(|choice| choice.fate == Some(right)) {
        reader.fault(Diagnostic::error("no-right-choice", span).arg("right", right.word()));
    }
}

/// Checks that all answers except one say why they are wrong.
fn judge_checks(reader: &mut Reader, span: Span, choices: &[Read]) {
    let mut right = choices.iter().filter(|choice| !choice.because);
    match (right.next(), right.next()) {
        (None, _) if !choices.is_empty() => reader.fault(Diagnostic::error("no-right-answer", span)),
        (Some(first), Some(second)) => {
            let fault = Diagnostic::error("two-right-answers", second.span);
            reader.fault(fault.related(first.span, "first-here"));
        }
        _ => {}
    }
}
