//! Checks that the names a lab uses are made somewhere: containers by a command, files by the lab's
//! folder or a copy.

use std::collections::BTreeSet;

use crate::command::{
    Action, Container, ContainerName, CopyPaths, InspectType, Local, Namespace, NetworkMode, Word,
};
use crate::diagnostic::{Diagnostic, MOST_FAULTS};
use crate::lab::path::inside;
use crate::lab::{LabFiles, Made};
use crate::source::{Located, Span, Spanned};

/// The names that the file makes and the names that it uses.
///
/// Lines and checks are counted in the order of a run.
#[derive(Default)]
pub(super) struct Uses {
    now: usize,
    containers_made: Vec<String>,
    containers_used: Vec<(String, Span)>,
    /// A line could not be read, so the containers that it makes are unknown.
    blind: bool,
    files_made: Vec<(usize, String)>,
    files_used: Vec<(usize, String, Span)>,
    /// Folders of the workspace that a container can write to.
    shared: Vec<String>,
}

impl Uses {
    /// Notes a container name that some command must make.
    pub fn container(&mut self, name: &ContainerName, span: Span) {
        self.containers_used.push((name.as_str().to_owned(), span));
    }

    /// Notes a workspace file that must exist by now.
    pub fn file(&mut self, path: &Spanned<String>) {
        self.files_used.push((self.now, path.value.clone(), path.span));
    }

    /// Notes a workspace file that must exist at some time.
    pub fn file_at_any_time(&mut self, path: &Spanned<String>) {
        self.files_used.push((usize::MAX, path.value.clone(), path.span));
    }

    /// Notes a stand-in for a captured name as made: its value is not known here.
    pub fn container_made(&mut self, name: &str) {
        self.containers_made.push(name.to_owned());
    }

    /// Notes that a step writes this workspace file.
    pub fn file_made(&mut self, path: &str) {
        self.files_made.push((self.now, path.to_owned()));
    }

    /// Notes the names of a command line.
    pub fn action(&mut self, action: &Action) {
        self.now += 1;
        if let Some(input) = action.redirections().and_then(|files| files.input.as_ref()) {
            self.file(input);
        }
        let made = Made::by(action);
        self.files_made.extend(made.paths.into_iter().map(|path| (self.now, path)));
        self.shared.extend(made.shared);
        match action.plain() {
            Action::Run(run) => self.made(&run.container),
            Action::Create(create) => self.made(&create.container),
            Action::Copy(copy) => self.copy(&copy.paths),
            Action::Rename(rename) => {
                self.spanned(&rename.container);
                self.containers_made.push(rename.to.value.as_str().to_owned());
            }
            Action::Exec(exec) => {
                self.spanned(&exec.container);
                exec.env_files.iter().for_each(|file| self.file(file));
            }
            Action::Build(build) => {
                self.file(&build.context);
                build.file.iter().for_each(|file| self.file(file));
            }
            Action::Load(load) => self.file(&load.input),
            Action::Import(import) => self.file(&import.file),
            Action::Export(export) => self.spanned(&export.container),
            Action::Inspect(inspect) if inspect.kind == Some(InspectType::Container) => {
                let names = inspect.names.iter();
                self.containers_used.extend(names.map(|name| (name.value.clone(), name.span)));
            }
            other => named(other).for_each(|name| self.spanned(name)),
        }
    }

    /// Notes the names and files in a container's flags.
    fn made(&mut self, container: &Container) {
        if let Some(name) = &container.name {
            self.containers_made.push(name.value.as_str().to_owned());
        }
        container.env_files.iter().chain(&container.label_files).for_each(|file| self.file(file));
        container.volumes_from.iter().for_each(|from| self.spanned(&from.container));
        for network in container.networks.iter().map(|endpoint| &endpoint.network) {
            if let NetworkMode::Container(name) = &network.value {
                self.container(name, network.span);
            }
        }
        let walls = &container.isolation;
        for space in [&walls.pid, &walls.ipc].into_iter().flatten() {
            if let Namespace::Container(name) = &space.value {
                self.container(name, space.span);
            }
        }
    }

    /// Notes that steps could not be read, so the containers that they make are unknown.
    pub fn unread(&mut self) {
        self.blind = true;
    }

    /// Notes the names that can be seen in a command line that could not be read.
    pub fn unreadable(&mut self, line: &Located) {
        self.now += 1;
        let Ok(words) = crate::command::words(line) else {
            self.blind = true;
            return;
        };
        let mut words = words.iter().map(Word::as_str);
        while let Some(word) = words.next() {
            let name = if word == "--name" { words.next() } else { word.strip_prefix("--name=") };
            self.containers_made.extend(name.map(str::to_owned));
        }
    }

    /// Returns a fault for each name that is used but never made.
    pub fn missing(&self, files: &LabFiles) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        if !self.blind {
            let made: BTreeSet<&str> = self.containers_made.iter().map(String::as_str).collect();
            let unknown = self.containers_used.iter().filter(|(name, _)| !made.contains(name.as_str()));
            found.extend(unknown.take(MOST_FAULTS + 1).map(|(name, span)| {
                let fault = Diagnostic::error("unknown-container", *span).arg("container", name);
                fault.suggest(name, made.iter().copied())
            }));
        }
        found.extend(self.missing_files(files).into_iter().map(|(path, span)| {
            let known = files.0.keys().chain(self.files_made.iter().map(|(_, made)| made));
            let fault = Diagnostic::error("unknown-file", span).arg("path", path);
            fault.suggest(path, known.map(String::as_str))
        }));
        found
    }

    /// Returns the files used before they are made, up to the limit of faults.
    fn missing_files(&self, files: &LabFiles) -> Vec<(&str, Span)> {
        let mut shared = PathSet::default();
        self.shared.iter().for_each(|folder| shared.add(folder));
        let mut used: Vec<_> = self.files_used.iter().collect();
        used.sort_by_key(|(at, ..)| *at);
        // They were noted in the order of the commands.
        let mut made = self.files_made.iter().peekable();
        let mut paths = PathSet::default();
        let mut missing = Vec::new();
        for (at, path, span) in used {
            while let Some((_, made)) = made.next_if(|(when, _)| when <= at) {
                paths.add(made);
            }
            let below = format!("{path}/");
            let shipped = || {
                let first = files.0.range(below.clone()..).next();
                files.0.contains_key(path) || first.is_some_and(|(file, _)| file.starts_with(&below))
            };
            let there = path == "." || shipped() || paths.reach(path) || shared.hold(path);
            if !there && missing.len() <= MOST_FAULTS {
                missing.push((path.as_str(), *span));
            }
        }
        missing
    }

    fn spanned(&mut self, name: &Spanned<ContainerName>) {
        self.container(&name.value, name.span);
    }

    fn copy(&mut self, copy: &CopyPaths) {
        match copy {
            CopyPaths::Into { local, container, .. } => {
                self.spanned(container);
                let Local::Path(local) = local else { return };
                if let Some(path) = inside(&local.value) {
                    self.file(&Spanned::new(path, local.span));
                }
            }
            CopyPaths::Out { container, .. } => self.spanned(container),
        }
    }
}

/// Returns the containers that a command names and that must exist.
fn named(action: &Action) -> impl Iterator<Item = &Spanned<ContainerName>> {
    let (one, many): (Option<_>, &[_]) = match action {
        Action::Start(start) => (None, &start.containers),
        Action::Stop(stop) => (None, &stop.containers),
        Action::Restart(restart) => (None, &restart.containers),
        Action::Kill(kill) => (None, &kill.containers),
        Action::Remove(remove) => (None, &remove.containers),
        Action::Update(update) => (None, &update.containers),
        Action::Pause(all) | Action::Unpause(all) | Action::Wait(all) => (None, all),
        Action::Diff(container) => (Some(container), &[]),
        Action::Export(export) => (Some(&export.container), &[]),
        Action::Logs(logs) => (Some(&logs.container), &[]),
        Action::Top(top) => (Some(&top.container), &[]),
        Action::Port(port) => (Some(&port.container), &[]),
        Action::Commit(commit) => (Some(&commit.container), &[]),
        Action::Connect(connect) => (Some(&connect.container), &[]),
        Action::Disconnect(disconnect) => (Some(&disconnect.container), &[]),
        _ => (None, &[]),
    };
    one.into_iter().chain(many)
}

/// Paths of the workspace, none of them below another.
///
/// A lookup does not go through all of them, because a lab may have many.
#[derive(Default)]
struct PathSet {
    /// `/` is stored as the least character: all paths below one come right after it.
    paths: BTreeSet<String>,
    /// Whether the workspace itself is among them.
    all: bool,
}

impl PathSet {
    fn add(&mut self, path: &str) {
        self.all |= path == ".";
        if self.hold(path) {
            return;
        }
        let path = key(path);
        while let Some(below) = self.first_below(&path) {
            self.paths.remove(&below);
        }
        self.paths.insert(path);
    }

    /// Returns whether a path is one of these or lies in one.
    fn hold(&self, path: &str) -> bool {
        let path = key(path);
        // None is below another, so only the last path before this one can be above it.
        let last = self.paths.range(..=path.clone()).next_back();
        let above = |last: &String| {
            path.strip_prefix(last.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('\0'))
        };
        self.all || last.is_some_and(above)
    }

    /// Returns whether a path is one of these, lies in one, or has one below it.
    fn reach(&self, path: &str) -> bool {
        self.hold(path) || self.first_below(&key(path)).is_some()
    }

    fn first_below(&self, key: &str) -> Option<String> {
        let below = format!("{key}\0");
        let first = self.paths.range(below.clone()..).next();
        first.filter(|first| first.starts_with(&below)).cloned()
    }
}

fn key(path: &str) -> String {
    path.replace('/', "\0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_hold_what_is_below_and_reach_what_is_above() {
        let mut paths = PathSet::default();
        for path in ["a/b", "a-b", "a/b/c", "d/e/f", "d/e"] {
            paths.add(path);
        }
        assert_eq!(paths.paths.len(), 3, "none is below another");
        for (path, hold, reach) in [
            ("a", false, true),
            ("a/b", true, true),
            ("a/b/c/d", true, true),
            ("a/bc", false, false),
            ("a-b/c", true, true),
            ("a-", false, false),
            ("d", false, true),
            ("d/e/x", true, true),
        ] {
            assert_eq!((paths.hold(path), paths.reach(path)), (hold, reach), "{path}");
        }
        paths.add(".");
        assert!(paths.hold("anything"));
    }
}
