//! Docker command lines: words, flag table, grammar, typed action. No shell, ever.
//!
//! May import: `source`, `diagnostic`.

mod action;
mod expansion;
mod findings;
mod grammar;
mod meaning;
mod name;
mod table;
mod value;
mod words;

pub use action::{Action, Container, Copy, CreateVolume, Exec, Mount, MountSource, Port, Remove, Run};
pub use name::{ContainerName, ImageName, NameError, VolumeName};
pub use table::{COMMANDS, Count, Flag, Operand, Order, Syntax, Takes, Value};
pub use words::{Word, words};

use crate::diagnostic::Diagnostic;
use crate::source::{Located, Span};
use findings::Findings;

/// Reads one line of a lab, such as `docker run -d --name my-nginx nginx`.
///
/// # Errors
/// All that is wrong with the line, in the order of their places.
pub fn parse(line: &Located) -> Result<Action, Vec<Diagnostic>> {
    let split = words::split(line);
    let mut findings = Findings::default();
    let action = grammar::read(&split.words, &mut findings).and_then(|given| {
        let action = (given.command.build)(&given, &mut findings);
        misplaced_workspace(&split.words, &mut findings);
        action
    });
    let mut faults = split.faults;
    let known: Vec<_> = faults.iter().map(|fault| reach(fault, line)).collect();
    let follows = |fault: &Diagnostic| known.iter().any(|&place| overlap(place, fault.span));
    faults.extend(findings.faults.into_iter().filter(|fault| !follows(fault)));
    faults.sort_by_key(|fault| fault.span);
    match action {
        Some(action) if faults.is_empty() => Ok(action),
        // Without a word there is nothing that the grammar could have found.
        None if faults.is_empty() => Err(vec![Diagnostic::error("empty-line", line.whole)]),
        _ => Err(faults),
    }
}

/// `$PWD` means the workspace where a path of the workspace stands, and nothing elsewhere.
fn misplaced_workspace(words: &[Word], findings: &mut Findings) {
    let uses = words.iter().flat_map(|word| &word.workspace);
    let local =
        |place: &Span| findings.local.iter().any(|path| path.start <= place.start && place.end <= path.end);
    let faults: Vec<_> = uses
        .filter(|place| !local(place))
        .map(|&place| Diagnostic::error("workspace-misplaced", place))
        .collect();
    findings.faults.extend(faults);
}

/// The place within which a fault of the words makes further faults likely that only follow from it.
fn reach(fault: &Diagnostic, line: &Located) -> Span {
    match fault.code {
        "unclosed-quote" => fault.span.to(Span::new(line.whole.end, line.whole.end)),
        _ => fault.span,
    }
}

fn overlap(a: Span, b: Span) -> bool {
    a.start < b.end && b.start < a.end
}
