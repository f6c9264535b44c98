//! What must hold: predicates and fields, `not` and `json` around them.

use regex::RegexBuilder;
use toml::de::DeValue;

use super::probes::{FieldType, Shape};
use super::reader::Reader;
use super::table::{Table, Value};
use super::{many, value};
use crate::command::Values;
use crate::diagnostic::Diagnostic;
use crate::lab::{Pattern, Predicate, Same, Text, Wanted};

/// The size limit of a compiled pattern, in bytes.
const PATTERN: usize = 1 << 18;

/// How many patterns a lab may have.
const MOST_PATTERNS: usize = 200;

/// When the workspace files that something is compared with must exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Locals {
    /// By the time of this step.
    Now,
    /// At any time.
    Ever,
}

/// Reads all predicates of a table; `None` if one is faulty.
///
/// A table without predicates is a fault, because a check that asks nothing always holds.
pub(super) fn all(
    reader: &mut Reader,
    table: &mut Table,
    subject: &str,
    shape: &Shape,
    locals: Locals,
) -> Option<Vec<Predicate>> {
    let mut read: Vec<Option<Predicate>> = Vec::new();
    for &(key, kind) in shape.fields {
        // If the key is the probe's own, it was already read as the probe.
        if key != shape.key
            && let Some(value) = table.get(key)
        {
            read.push(field(reader, value, kind).map(|wanted| Predicate::Field { key, wanted }));
        }
    }
    for &key in shape.predicates {
        if let Some(value) = table.get(key) {
            read.push(one(reader, value, locals));
        }
    }
    if let Some(value) = table.get("not") {
        read.push(inner(reader, value, shape, locals).map(Predicate::Not));
    }
    let misplaced = super::probes::keys().iter().any(|key| *key != "in" && table.is_left(key));
    if read.is_empty() && !misplaced && !table.has_unknown_but(&super::probes::keys()) {
        reader.fault(
            Diagnostic::error("no-predicate", table.span).arg("probe", subject).arg("known", &shape.known()),
        );
        return None;
    }
    read.into_iter().collect()
}

/// Reads the table after `not`.
fn inner(reader: &mut Reader, value: Value, shape: &Shape, locals: Locals) -> Option<Vec<Predicate>> {
    let mut table = reader.table(value)?;
    let read = all(reader, &mut table, "not", shape, locals);
    table.misplaced(reader, shape.key, &super::probes::keys());
    table.finish(reader);
    read
}

fn one(reader: &mut Reader, value: Value, locals: Locals) -> Option<Predicate> {
    match value.key {
        "exists" => reader.boolean(value).map(Predicate::Exists),
        "equals" => {
            let text = reader.string(value)?;
            Some(Predicate::Equals(Text::new(text.text, &reader.captures.name)))
        }
        "contains" => {
            let text = reader.text(value)?;
            Some(Predicate::Contains(Text::new(text, &reader.captures.name)))
        }
        "matches" => pattern(reader, value).map(Predicate::Matches),
        "count" => count(reader, value).map(Predicate::Count),
        "json" => json(reader, value),
        _ => {
            let same = value::same(reader, value)?;
            match (&same, locals) {
                (Same::Local(path), Locals::Now) => reader.uses.file(path),
                (Same::Local(path), Locals::Ever) => reader.uses.file_at_any_time(path),
                _ => {}
            }
            Some(Predicate::SameAs(same))
        }
    }
}

fn pattern(reader: &mut Reader, value: Value) -> Option<Pattern> {
    let text = reader.filled(value)?;
    reader.patterns += 1;
    if reader.patterns > MOST_PATTERNS {
        let fault = Diagnostic::error("too-many-patterns", value.span);
        reader.fault(fault.arg("most", &MOST_PATTERNS));
        return None;
    }
    match RegexBuilder::new(&text.text).size_limit(PATTERN).build() {
        Ok(pattern) => Some(Pattern(pattern)),
        Err(error) => {
            // The library draws the place on several lines; the last line says what is wrong.
            let words = error.to_string();
            let cause = words.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
            reader.fault(Diagnostic::error("bad-pattern", text.whole).arg("cause", &cause));
            None
        }
    }
}

fn count(reader: &mut Reader, value: Value) -> Option<u64> {
    let count = reader.integer(value)?;
    let fits = u64::try_from(count).ok();
    if fits.is_none() {
        reader
            .fault(Diagnostic::error("bad-number", value.span).arg("key", value.key).arg("written", &count));
    }
    fits
}

fn json(reader: &mut Reader, value: Value) -> Option<Predicate> {
    let mut table = reader.table(value)?;
    let pointer = table.need(reader, "pointer").and_then(|value| self::pointer(reader, value));
    let mut read: Vec<Option<Predicate>> = Vec::new();
    if let Some(value) = table.get("equals") {
        read.push(json_equals(reader, value));
    }
    for key in ["exists", "contains", "matches", "count"] {
        if let Some(value) = table.get(key) {
            read.push(one(reader, value, Locals::Now));
        }
    }
    if read.is_empty() && !table.has_unknown() {
        let known = "equals, exists, contains, matches, count";
        reader.fault(Diagnostic::error("no-predicate", table.span).arg("probe", "json").arg("known", known));
    }
    table.finish(reader);
    let predicates = read.into_iter().collect::<Option<Vec<_>>>()?;
    Some(Predicate::Json { pointer: pointer?, predicates })
}

/// Reads a JSON pointer: empty for the whole value, or starting with `/`.
pub(super) fn pointer(reader: &mut Reader, value: Value) -> Option<String> {
    let text = reader.string(value)?;
    if text.text.is_empty() || text.text.starts_with('/') {
        return Some(text.text);
    }
    reader.fault(Diagnostic::error("json-pointer", text.whole).arg("written", &text.text));
    None
}

fn json_equals(reader: &mut Reader, value: Value) -> Option<Predicate> {
    let key = "equals";
    match value.data {
        DeValue::Integer(_) => {
            reader.integer(value).map(|number| Predicate::Field { key, wanted: Wanted::Number(number) })
        }
        DeValue::Boolean(truth) => Some(Predicate::Field { key, wanted: Wanted::Truth(*truth) }),
        _ => one(reader, value, Locals::Now),
    }
}

fn field(reader: &mut Reader, value: Value, kind: FieldType) -> Option<Wanted> {
    match kind {
        FieldType::Truth => reader.boolean(value).map(Wanted::Truth),
        FieldType::Number(least, most) => number(reader, value, least, most),
        FieldType::Word(words) => word(reader, value, words),
        FieldType::Text => {
            let text = reader.string(value)?;
            Some(Wanted::Text(Text::new(text.text, &reader.captures.name)))
        }
        FieldType::Texts => {
            let texts = many(reader, value, |_, text| Some(text.text.clone()))?;
            Some(Wanted::All(texts.into_iter().map(|text| Text::new(text, &reader.captures.name)).collect()))
        }
        FieldType::Paths => {
            let paths = many(reader, value, value::absolute)?;
            Some(Wanted::All(paths.into_iter().map(|path| Text::new(path, &Values::new())).collect()))
        }
    }
}

fn number(reader: &mut Reader, value: Value, least: i64, most: i64) -> Option<Wanted> {
    let number = reader.integer(value)?;
    if (least..=most).contains(&number) {
        return Some(Wanted::Number(number));
    }
    let code = if value.key == "status" { "http-status" } else { "bad-number" };
    reader.fault(Diagnostic::error(code, value.span).arg("key", value.key).arg("written", &number));
    None
}

fn word(reader: &mut Reader, value: Value, words: &[&'static str]) -> Option<Wanted> {
    let written = reader.string(value)?.text;
    if words.contains(&written.as_str()) {
        return Some(Wanted::Text(Text::new(written, &Values::new())));
    }
    let code = if value.key == "type" { "unknown-mount-type" } else { "unknown-word" };
    reader.fault(
        Diagnostic::error(code, value.span)
            .arg("key", value.key)
            .arg("written", &written)
            .arg("known", &words.join(", "))
            .suggest(&written, words.iter().copied()),
    );
    None
}
