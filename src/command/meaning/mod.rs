//! Turns a command with its flags and operands into its action, with one function for each command.
//!
//! Each function reads all of its parts before it gives up, so that every fault of a line is found.

mod container;
mod image;
mod life;
mod listing;
mod network;
mod volume;

pub(super) use container::{create, run};
pub(super) use image::{
    build, commit, export, history, import, list_images, load, prune_images, remove_images, save, tag,
};
pub(super) use life::{copy, exec, kill, pause, remove, rename, restart, start, stop, unpause, update, wait};
pub(super) use listing::{
    diff, disk_usage, inspect_any, inspect_containers, inspect_images, inspect_networks, list_containers,
    logs, port, prune_containers, top, version,
};
pub(super) use network::{connect, create_network, disconnect, list_networks, remove_networks};
pub(super) use volume::{create_volume, inspect_volumes, list_volumes, prune_volumes, remove_volumes};

use super::action::{Action, Env};
use super::findings::Findings;
use super::grammar::Given;
use super::name::ContainerName;
use super::value;
use super::words::Word;
use crate::source::{Located, Span, Spanned};

/// Creates the action of what was written; `None` if it has faults.
pub(super) type Build = fn(&Given, &mut Findings) -> Option<Action>;

/// Reads one value.
type Read<T> = fn(&Located, &mut Findings) -> Option<T>;

/// Reads all values of a flag and returns the last one, which counts.
fn one<T>(given: &Given, long: &str, findings: &mut Findings, read: Read<T>) -> Option<T> {
    each(given, long, findings, read).pop()
}

/// Reads the values of a flag, in order.
fn each<T>(given: &Given, long: &str, findings: &mut Findings, read: Read<T>) -> Vec<T> {
    given.values(long).filter_map(|written| read(written, findings)).collect()
}

/// Reads all operands, which are of the same kind.
fn operands<T>(given: &Given, findings: &mut Findings, read: Read<T>) -> Option<Vec<T>> {
    let all: Vec<_> = given.operands.iter().map(|word| read(&word.text, findings)).collect();
    all.into_iter().collect()
}

/// Reads the operand at this index, if written.
///
/// The outer `Option` is `None` if the operand has a fault.
#[expect(clippy::option_option, reason = "the outer one is for faults")]
fn optional<T>(given: &Given, at: usize, findings: &mut Findings, read: Read<T>) -> Option<Option<T>> {
    match given.operands.get(at) {
        Some(word) => read(&word.text, findings).map(Some),
        None => Some(None),
    }
}

/// Reads the operand at this index, which the grammar has ensured.
fn operand<T>(given: &Given, at: usize, findings: &mut Findings, read: Read<T>) -> Option<T> {
    read(&given.operands.get(at)?.text, findings)
}

fn containers(given: &Given, findings: &mut Findings) -> Option<Vec<Spanned<ContainerName>>> {
    operands(given, findings, value::container)
}

fn environment(given: &Given, findings: &mut Findings) -> Vec<Env> {
    each(given, "env", findings, value::environment)
}

fn text(given: &Given, long: &str) -> Option<String> {
    given.value(long).map(|written| written.text.clone())
}

fn located(given: &Given, long: &str) -> Option<Spanned<String>> {
    given.value(long).map(spanned)
}

fn spanned(written: &Located) -> Spanned<String> {
    Spanned::new(written.text.clone(), written.whole)
}

/// Returns the place of a switch that is on.
fn place(given: &Given, long: &str) -> Option<Span> {
    given
        .switch(long)
        .then(|| given.flags.iter().rfind(|flag| flag.flag.long == long).map(|flag| flag.place))?
}

fn texts(words: &[Word]) -> Vec<String> {
    words.iter().map(|word| word.as_str().to_owned()).collect()
}
