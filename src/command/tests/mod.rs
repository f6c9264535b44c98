//! What lines mean, what is wrong with them, and where.

mod actions;
mod corpus;
mod docs;
mod faults;
mod property;

use super::{Action, parse};
use crate::diagnostic::Diagnostic;
use crate::source::Located;

/// What stands before each line of the tables, so that a place counted in characters is wrong.
const BEFORE: &str = "제목 = '컨테이너는 잊는다 🐳'\nrun = '";

/// A line behind Korean text: the whole source, and the line in it.
fn behind_korean(line: &str) -> (String, Located) {
    (format!("{BEFORE}{line}'"), Located::verbatim(line, BEFORE.len()))
}

fn read(line: &str) -> (String, Result<Action, Vec<Diagnostic>>) {
    let (source, line) = behind_korean(line);
    let read = parse(&line);
    (source, read)
}

/// The action of a line that has no faults.
fn action(line: &str) -> (String, Action) {
    let (source, read) = read(line);
    match read {
        Ok(action) => (source, action),
        Err(faults) => panic!("{line}: {faults:#?}"),
    }
}

/// What an action is, without the places of its parts.
fn without_places(action: &Action) -> String {
    let shown = format!("{action:?}");
    let mut parts = shown.split("Span { start: ");
    let mut text = parts.next().unwrap().to_owned();
    for part in parts {
        text.push_str(part.split_once('}').unwrap().1);
    }
    text
}
