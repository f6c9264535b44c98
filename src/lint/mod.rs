//! What `check` foresees of a valid lab: what a run would refuse, or what would not come as its author means it.
//! One file a rule. None of it looks at an engine.

mod allow;
mod binds;
mod dockerfile;
mod endless;
mod files;
mod misplaced_flags;
mod needs;
mod never;
mod placeholders;
mod reach;
#[cfg(test)]
mod tests;
mod variables;

pub use needs::needs;

use crate::command::Values;
use crate::diagnostic::{Diagnostic, Faults, MOST_FAULTS};
use crate::lab::{Command, Lab, Step};
use crate::source::Span;

/// A rule: what it finds in `lab.toml`.
type Rule = fn(&Lab) -> Vec<Diagnostic>;

/// The rules that look at one lab.
const RULES: &[Rule] = &[
    allow::missing,
    allow::unused,
    binds::missing,
    endless::foreground,
    misplaced_flags::misplaced,
    never::decided,
    placeholders::unfilled,
    reach::checks,
    reach::fates,
    variables::unused,
    variables::without_value,
];

/// Returns what is foreseen of a lab, by file; empty if nothing is.
#[must_use]
pub fn lint(lab: &Lab) -> Vec<Faults> {
    let (of_builds, beside) = dockerfile::builds(lab);
    let mut found: Vec<Diagnostic> = RULES.iter().flat_map(|rule| rule(lab)).chain(of_builds).collect();
    found.sort_by_key(|fault| fault.span);
    found.dedup();
    found.truncate(MOST_FAULTS);
    let faults = Faults { source: lab.source.clone(), found };
    let own = (!faults.found.is_empty()).then_some(faults);
    own.into_iter().chain(beside).collect()
}

/// Returns the commands that are not meant to fail, each with its step, in the order of a run.
fn commands(lab: &Lab) -> impl Iterator<Item = (&Step, &Command)> {
    lab.steps.iter().flat_map(|step| commands_of(step).map(move |command| (step, command)))
}

fn commands_of(step: &Step) -> impl Iterator<Item = &Command> {
    step.run.iter().filter(|command| command.fails.is_none())
}

/// Returns the place of a flag in a command: the one with this word in its text, or the first; else the whole line.
fn flag_place(lab: &Lab, command: &Command, flag: &str, word: &str) -> Span {
    let line = command.located(&lab.source);
    let places = crate::command::flag_places(&line, &Values::new());
    let text = |span: Span| lab.source.text.get(span.range()).unwrap_or_default();
    // A part of a mount may be written in another form: `bind-propagation=rshared`, `:rshared`.
    let part = flag.split_once('=').map_or(flag, |(_, value)| value);
    let long_name = flag.trim_start_matches('-');
    let named = |&(long, span): &(&str, Span)| {
        long == long_name || long.ends_with(&format!("-{long_name}")) || text(span).contains(part)
    };
    let named: Vec<Span> = places.iter().filter(|place| named(place)).map(|(_, span)| *span).collect();
    let word = word.to_ascii_lowercase();
    let with_word = named.iter().find(|span| text(**span).to_ascii_lowercase().contains(&word));
    with_word.or(named.first()).copied().unwrap_or(line.whole)
}

/// Returns the place of a key in a table at the top of the file.
fn key_place(lab: &Lab, table: &str, key: &str) -> Option<Span> {
    let (document, _) = toml::de::DeTable::parse_recoverable(&lab.source.text);
    let table = document.get_ref().get(table)?.get_ref().as_table()?;
    let key = table.keys().find(|known| known.get_ref() == key)?;
    Some(Span::from(key.span()))
}
