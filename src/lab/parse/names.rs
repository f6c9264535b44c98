//! Names that a lab uses must be made somewhere: containers by a command, files by the lab's
//! folder or a copy.
//!
//! May import: `command`, `source`, `diagnostic`.

use crate::command::{Action, ContainerName, Copy, MountSource, Word};
use crate::diagnostic::Diagnostic;
use crate::lab::LabFiles;
use crate::source::{Located, Span, Spanned};

use super::value::workspace_path;

/// Which names the file makes and which it uses. Lines and checks are counted in the order in
/// which a run meets them.
#[derive(Default)]
pub(super) struct Uses {
    now: usize,
    containers_made: Vec<String>,
    containers_used: Vec<(String, Span)>,
    /// A line could not be read, so that nobody knows which containers it would make.
    blind: bool,
    files_made: Vec<(usize, String)>,
    files_used: Vec<(usize, String, Span)>,
    /// Folders of the workspace that a container can write to.
    shared: Vec<String>,
}

impl Uses {
    /// A container was named that must be made by some command.
    pub fn container(&mut self, name: &ContainerName, span: Span) {
        self.containers_used.push((name.as_str().to_owned(), span));
    }

    /// A file of the workspace was named that must be there by now.
    pub fn file(&mut self, path: &Spanned<String>) {
        self.files_used.push((self.now, path.value.clone(), path.span));
    }

    /// A file of the workspace was named that must be there at some time.
    pub fn file_at_any_time(&mut self, path: &Spanned<String>) {
        self.files_used.push((usize::MAX, path.value.clone(), path.span));
    }

    /// A stand-in for what is captured counts as made: what it will be, nobody knows here.
    pub fn container_made(&mut self, name: &str) {
        self.containers_made.push(name.to_owned());
    }

    /// A step writes this file of the workspace.
    pub fn file_made(&mut self, path: &str) {
        self.files_made.push((self.now, path.to_owned()));
    }

    /// A command line was read.
    pub fn action(&mut self, action: &Action) {
        self.now += 1;
        match action {
            Action::Run(run) => {
                if let Some(name) = &run.container.name {
                    self.containers_made.push(name.value.as_str().to_owned());
                }
                for mount in &run.container.mounts {
                    if let MountSource::Bind(folder) = &mount.from {
                        self.shared.extend(inside(folder));
                    }
                }
            }
            Action::Remove(remove) => remove.containers.iter().for_each(|name| self.spanned(name)),
            Action::Exec(exec) => self.spanned(&exec.container),
            Action::Restart(containers) => containers.iter().for_each(|name| self.spanned(name)),
            Action::Copy(copy) => self.copy(copy),
            Action::CreateVolume(_) => {}
        }
    }

    /// A command line could not be read. The names in it still count where they can be seen.
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

    /// What was used although nothing makes it.
    pub fn missing(&self, files: &LabFiles) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        if !self.blind {
            let made = || self.containers_made.iter().map(String::as_str);
            for (name, span) in &self.containers_used {
                if !made().any(|known| known == name) {
                    let fault = Diagnostic::error("unknown-container", *span).arg("container", name);
                    found.push(fault.suggest(name, made()));
                }
            }
        }
        for (at, path, span) in &self.files_used {
            if !self.has_file(files, *at, path) {
                let known = files.0.keys().chain(self.files_made.iter().map(|(_, made)| made));
                let fault = Diagnostic::error("unknown-file", *span).arg("path", path);
                found.push(fault.suggest(path, known.map(String::as_str)));
            }
        }
        found
    }

    fn has_file(&self, files: &LabFiles, at: usize, path: &str) -> bool {
        let made = self.files_made.iter().filter(|(when, _)| *when <= at);
        path == "."
            || files.0.keys().any(|file| within(file, path))
            || made.into_iter().any(|(_, made)| within(path, made) || within(made, path))
            || self.shared.iter().any(|folder| within(path, folder))
    }

    fn spanned(&mut self, name: &Spanned<ContainerName>) {
        self.container(&name.value, name.span);
    }

    fn copy(&mut self, copy: &Copy) {
        match copy {
            Copy::Into { local, container, .. } => {
                self.spanned(container);
                if let Some(path) = inside(local) {
                    self.file(&Spanned::new(path, local.span));
                }
            }
            Copy::Out { container, path, local } => {
                self.spanned(container);
                let Some(to) = inside(local) else { return };
                let copied = path.value.rsplit('/').next().unwrap_or_default();
                // `c:/data/.` brings what is in it, under names that cannot be seen here.
                if copied == "." || copied.is_empty() {
                    self.shared.push(to.clone());
                } else if to == "." {
                    self.files_made.push((self.now, copied.to_owned()));
                } else {
                    self.files_made.push((self.now, format!("{to}/{copied}")));
                }
                if to != "." {
                    self.files_made.push((self.now, to));
                }
            }
        }
    }
}

/// Whether `path` is `folder` or lies in it.
fn within(path: &str, folder: &str) -> bool {
    folder == "." || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The path of a command's operand, as the lab's own paths are written. That it stays inside was
/// seen to when the line was read.
fn inside(path: &Spanned<String>) -> Option<String> {
    workspace_path(&path.value).ok()
}
