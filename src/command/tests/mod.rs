//! The meaning of lines, their faults, and the places of these.

mod actions;
mod corpus;
mod docs;
mod faults;
mod property;

use super::{Action, parse};
use crate::diagnostic::Diagnostic;
use crate::source::Located;

/// Text before each line, so that a place counted in characters is wrong.
const BEFORE: &str = "제목 = '컨테이너는 잊는다 🐳'\nrun = '";

/// Puts a line after Korean text; returns the whole source, and the line in it.
fn behind_korean(line: &str) -> (String, Located) {
    (format!("{BEFORE}{line}'"), Located::verbatim(line, BEFORE.len()))
}

fn read(line: &str) -> (String, Result<Action, Vec<Diagnostic>>) {
    let (source, line) = behind_korean(line);
    let read = parse(&line);
    (source, read)
}

/// Returns the action of a line that has no faults.
fn action(line: &str) -> (String, Action) {
    let (source, read) = read(line);
    match read {
        Ok(action) => (source, action),
        Err(faults) => panic!("{line}: {faults:#?}"),
    }
}

/// Formats an action without the places of its parts.
fn without_places(action: &Action) -> String {
    let shown = format!("{action:?}");
    let mut parts = shown.split("Span { start: ");
    let mut text = parts.next().unwrap().to_owned();
    for part in parts {
        text.push_str(part.split_once('}').unwrap().1);
    }
    text
}
