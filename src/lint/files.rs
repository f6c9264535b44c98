//! The files of the workspace, as far as the text of a lab tells what is there before each command.

use std::collections::{BTreeMap, BTreeSet};

use crate::lab::{Command, Lab, Made};
use crate::source::Span;

/// What is in the workspace at one moment of a run.
pub(super) struct Workspace<'l> {
    lab: &'l Lab,
    /// What commands made, each with everything below it.
    made: BTreeSet<String>,
    /// Folders that a container may write to at any time.
    shared: BTreeSet<String>,
    /// What steps wrote last, with the place of the path.
    written: BTreeMap<&'l str, (&'l str, Span)>,
}

impl<'l> Workspace<'l> {
    /// Calls `look` for each command, in the order of a run, with the workspace before it.
    ///
    /// A mount of the command itself counts only after it.
    pub fn walk(lab: &'l Lab, mut look: impl FnMut(&Self, &'l Command)) {
        let (made, shared, written) = <(BTreeSet<_>, BTreeSet<_>, BTreeMap<_, _>)>::default();
        let mut workspace = Self { lab, made, shared, written };
        for step in &lab.steps {
            for (path, text) in &step.write {
                workspace.written.insert(&path.value, (text, path.span));
            }
            for command in &step.run {
                if command.fails.is_none() {
                    look(&workspace, command);
                }
                let made = Made::by(&command.action);
                workspace.made.extend(made.paths);
                workspace.shared.extend(made.shared);
            }
        }
    }

    /// Returns whether a file or folder may be there.
    pub fn has(&self, path: &str) -> bool {
        let below = format!("{path}/");
        let begins = |first: Option<&str>| first.is_some_and(|first| first.starts_with(&below));
        let shipped = || {
            let next = self.lab.files.0.range(below.clone()..).next();
            self.lab.files.0.contains_key(path) || begins(next.map(|(path, _)| path.as_str()))
        };
        let written = || {
            let next = self.written.range(below.as_str()..).next();
            self.written.contains_key(path) || begins(next.map(|(path, _)| *path))
        };
        let made_below = || begins(self.made.range(below.clone()..).next().map(String::as_str));
        path == "." || shipped() || written() || made_below() || self.may_hold(path)
    }

    /// Returns whether a path, or a folder above it, was made by a command or may be written by a container.
    fn may_hold(&self, path: &str) -> bool {
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        let mut above = ends.map(|end| &path[..end]).chain(["."]);
        above.any(|above| self.made.contains(above) || self.shared.contains(above))
    }

    /// Returns the text that a step wrote last to a path, with the place of the path in `lab.toml`.
    pub fn written(&self, path: &str) -> Option<(&'l str, Span)> {
        self.written.get(path).copied()
    }

    /// Returns the known paths, for suggestions.
    pub fn known(&self) -> impl Iterator<Item = &str> {
        let made = self.made.iter().map(String::as_str);
        self.lab.files.0.keys().map(String::as_str).chain(self.written.keys().copied()).chain(made)
    }
}
