//! Docker command lines: words, flag table, grammar, typed action. No shell is ever used.

mod action;
mod expansion;
mod findings;
mod grammar;
mod line;
mod meaning;
mod name;
mod operator;
mod pasted;
mod redirect;
mod table;
#[cfg(test)]
mod tests;
mod value;
mod words;

pub use action::{
    Action, Branches, Build, Commit, Connect, Container, Copy, CopyPaths, Cpus, Create, CreateNetwork,
    CreateVolume, Device, Disconnect, DiskUsage, Endpoint, Env, Exec, Export, Exposed, Filter, Format,
    Function, Health, History, Host, Import, Inspect, InspectType, Isolation, Kill, Limits, ListContainers,
    ListImages, ListNetworks, ListVolumes, Load, Local, Logs, Lookup, Mount, MountFlag, MountOptions,
    MountSource, Namespace, NetworkMode, OutputFile, Port, PortRange, PortsOf, Propagation, Prune, Pull,
    Recursive, Redirected, Redirections, Relabel, Remove, RemoveImages, RemoveNetworks, RemoveVolumes,
    Rename, Restart, RestartPolicy, Run, Save, Signal, Start, Stop, Stream, Swap, Tag, Template,
    TemplatePart, Timeout, Top, Ulimit, Update, Version, VolumesFrom, WORKSPACE,
};
pub use name::{ContainerName, ImageName, NameError, NetworkName, VolumeName};
pub use table::{COMMANDS, Count, Flag, Operand, Order, Syntax, Takes, Value};
pub use value::memory;
pub use words::{Values, Word, words, words_with};

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::source::{Located, Span};
use findings::Findings;

/// Reads one line of a lab, such as `docker run -d --name my-nginx nginx`.
///
/// # Errors
/// All faults of the line, in the order of their places.
pub fn parse(line: &Located) -> Result<Action, Vec<Diagnostic>> {
    parse_with(line, &Values::new())
}

/// Returns the flags of a line, each once, in the order in which they are written.
#[must_use]
pub fn flags(line: &Located, values: &Values) -> Vec<(&'static Syntax, &'static Flag)> {
    let mut flags: Vec<(&Syntax, &Flag)> = Vec::new();
    let Some(given) = grammar::read(&words::split(line, values).words, &mut Findings::default()) else {
        return flags;
    };
    for flag in given.flags.iter().map(|given| given.flag) {
        if !flags.iter().any(|(_, known)| *known == flag) {
            flags.push((given.command, flag));
        }
    }
    flags
}

/// Returns the words of a line, with the rest of it where it has faults.
#[must_use]
pub fn plain_words(line: &Located, values: &Values) -> Vec<Word> {
    words::split(line, values).words
}

/// Returns the place of each flag of a line, with its value, by its long name.
#[must_use]
pub fn flag_places(line: &Located, values: &Values) -> Vec<(&'static str, Span)> {
    let given = grammar::read(&words::split(line, values).words, &mut Findings::default());
    let flags = given.into_iter().flat_map(|given| given.flags);
    flags.map(|given| (given.flag.long, given.place)).collect()
}

/// Returns where `$name` stands for one of these values in a line, and the names.
#[must_use]
pub fn filled(line: &Located, values: &Values) -> Vec<(Range<usize>, String)> {
    words::split(line, values).filled
}

/// Like [`parse`], with captured values in place of `$name`.
///
/// # Errors
/// The errors of [`parse`].
pub fn parse_with(line: &Located, values: &Values) -> Result<Action, Vec<Diagnostic>> {
    parse_on(line, values, &[])
}

/// Like [`parse_with`], but binds may also use these paths of the host.
///
/// # Errors
/// The errors of [`parse`].
pub fn parse_on(line: &Located, values: &Values, host: &[String]) -> Result<Action, Vec<Diagnostic>> {
    let split = words::split(line, values);
    let workspace = split.words.iter().flat_map(|word| word.workspace.iter().copied()).collect();
    let mut findings = Findings { workspace, host, ..Findings::default() };
    let mut given = grammar::read(&split.words, &mut findings);
    let mut targets = redirect::read(&split.redirects, &mut findings);
    if let Some(given) = &mut given {
        targets.move_to_flags(given);
    }
    let action = given.as_ref().and_then(|given| (given.command.build)(given, &mut findings));
    let action = targets.apply(action, &mut findings);
    let mut faults = split.faults;
    faults.extend(split.hints);
    if split.words.is_empty() {
        faults.extend(split.redirects.iter().map(operator::Redirect::refused));
    }
    if given.is_some() {
        faults.extend(misplaced_workspace(&split.words, &findings.local));
    }
    let mut causes: Vec<Span> = faults.iter().map(|fault| fault.span).collect();
    causes.extend(around(&split.words, &faults));
    let only_follows = follows(&faults, causes, line);
    faults.extend(findings.faults.into_iter().filter(|fault| !only_follows(fault)));
    faults.sort_by_key(|fault| fault.span);
    match action {
        Some(action) if faults.is_empty() => Ok(action),
        // Without a word the grammar cannot have found a fault.
        None if faults.is_empty() => Err(vec![Diagnostic::error("empty-line", line.whole)]),
        _ => Err(faults),
    }
}

/// Reports `$PWD` outside a workspace path, the only place where it has a meaning.
fn misplaced_workspace(words: &[Word], local: &[Span]) -> Vec<Diagnostic> {
    // Sorted by start, each with the furthest end so far: no word is compared with every path.
    let mut paths = local.to_vec();
    paths.sort_unstable();
    let mut furthest = 0;
    for path in &mut paths {
        furthest = furthest.max(path.end);
        path.end = furthest;
    }
    let inside = |place: Span| {
        let before = paths.partition_point(|path| path.start <= place.start);
        before.checked_sub(1).is_some_and(|last| place.end <= paths[last].end)
    };
    let uses = words.iter().flat_map(|word| word.workspace.iter().copied());
    uses.filter(|&place| !inside(place))
        .map(|place| Diagnostic::error("workspace-misplaced", place))
        .collect()
}

/// Returns the words with a path of Windows: the colon after its drive makes all of such a word something else.
fn around(words: &[Word], faults: &[Diagnostic]) -> Vec<Span> {
    let paths = faults.iter().filter(|fault| fault.code == "windows-path");
    let word = |path: &Diagnostic| {
        let before = words.partition_point(|word| word.span().start <= path.span.start);
        before.checked_sub(1).map(|last| words[last].span())
    };
    paths.filter_map(word).collect()
}

/// Returns a test for faults that only follow from these faults of the words, at these places.
fn follows(
    words: &[Diagnostic],
    mut places: Vec<Span>,
    line: &Located,
) -> impl Fn(&Diagnostic) -> bool + use<> {
    // An unclosed quote swallows everything after it.
    let open = words.iter().find(|fault| fault.code == "unclosed-quote");
    let open = open.map(|fault| Span::new(fault.span.start, line.whole.end));
    // A line that goes on as in Windows has its operands in the next one.
    let goes_on = words.iter().any(|fault| fault.code == "windows-line-end");
    places.extend(open);
    move |fault| {
        places.iter().any(|place| place.start < fault.span.end && fault.span.start < place.end)
            || ((open.is_some() || goes_on) && fault.code == "operand-missing")
    }
}
