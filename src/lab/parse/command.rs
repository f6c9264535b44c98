//! A step's `run`: command lines, and how a line must fail if it must.

use super::reader::Reader;
use super::table::{Table, Value};
use super::value;
use crate::command::{Action, Values, filled, parse_on};
use crate::diagnostic::Diagnostic;
use crate::lab::{Allow, Command, Failure, environment};
use crate::source::{Located, Spanned};

/// Reads all command lines of a step.
pub(super) fn run(reader: &mut Reader, table: &mut Table) -> Option<Vec<Command>> {
    let Some(value) = table.get("run") else { return Some(Vec::new()) };
    // A single table would be valid too, but a list keeps one way to write it.
    let lines = if value.data.is_array() { reader.list(value) } else { reader.one_or_more(value) };
    let lines: Vec<_> = lines.into_iter().map(|line| command(reader, line)).collect();
    lines.into_iter().collect()
}

/// Reads one command line: a string, or a table with the line and how it fails.
fn command(reader: &mut Reader, value: Value) -> Option<Command> {
    if !value.data.is_table() {
        return line(reader, value, None);
    }
    let mut table = reader.table(value)?;
    let fails = table.need(reader, "fails").and_then(|value| failure(reader, value));
    let line = table.need(reader, "cmd").and_then(|value| line(reader, value, fails));
    table.finish(reader);
    fails.and(line)
}

fn failure(reader: &mut Reader, value: Value) -> Option<Failure> {
    let written = reader.string(value)?;
    let status = written.text.strip_prefix("exit ").and_then(|status| status.parse().ok());
    if let Some(status) = status.filter(|status| (1..=255).contains(status)) {
        return Some(Failure::Exit(status));
    }
    let word = Failure::REFUSALS.into_iter().find(|word| *word == written.text);
    if word.is_none() {
        let known = Failure::REFUSALS.into_iter().chain(["exit 1"]).collect::<Vec<_>>().join(", ");
        let digits: String = written.text.chars().filter(char::is_ascii_digit).collect();
        let exit = format!("exit {}", if digits.is_empty() { "1" } else { &digits });
        reader.fault(
            Diagnostic::error("unknown-failure", written.whole)
                .arg("written", &written.text)
                .arg("known", &known)
                .suggest(&written.text, Failure::REFUSALS.into_iter().chain([exit.as_str()])),
        );
    }
    word.map(Failure::Refused)
}

fn line(reader: &mut Reader, value: Value, fails: Option<Failure>) -> Option<Command> {
    let line = reader.filled(value)?;
    match read(reader, &line) {
        Ok(mut action) => {
            reader.uses.action(&action);
            environment(&mut action, &reader.env);
            let captured = filled(&line, &reader.captures.name);
            Some(Command::new(Spanned::new(line.text, line.whole), action, captured, fails))
        }
        Err(faults) => {
            let faults = faults.into_iter().map(|fault| value::not_captured(reader, asking(fault)));
            let faults: Vec<_> = faults.collect();
            reader.note(faults);
            reader.uses.unreadable(&line);
            None
        }
    }
}

/// Returns a fault with the line of `[allow]` that permits what it is about.
fn asking(mut fault: Diagnostic) -> Diagnostic {
    let is = |name: &str| fault.arguments.iter().position(|(known, _)| *known == name);
    if fault.code == "host-bind"
        && let (Some(path), Some(line)) = (is("path"), is("line"))
        && Allow::is_socket(&fault.arguments[path].1)
    {
        "engine_socket = true".clone_into(&mut fault.arguments[line].1);
    }
    fault
}

/// Reads a line with stand-ins for earlier captures: a name, or else a number.
fn read(reader: &Reader, line: &Located) -> Result<Action, Vec<Diagnostic>> {
    let with = |values: &Values| parse_on(line, values, &reader.host);
    with(&reader.captures.name).or_else(|faults| {
        if reader.captures.name.is_empty() {
            Err(faults)
        } else {
            with(&reader.captures.number).map_err(|_| faults)
        }
    })
}
