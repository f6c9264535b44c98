//! Watches and checks whose containers do not exist yet: a fate needs a reading before its step, and a check a
//! container to look at.

use std::collections::BTreeSet;

use super::commands_of;
use crate::command::{Action, Container, ContainerName};
use crate::diagnostic::Diagnostic;
use crate::lab::{Check, Lab, Predicate, Probe, Step, Subject, Watch};

/// The containers that the steps so far may have made.
#[derive(Default)]
struct Containers<'l> {
    made: BTreeSet<&'l str>,
    /// Those that may have run.
    ran: BTreeSet<&'l str>,
}

impl<'l> Containers<'l> {
    fn step(&mut self, step: &'l Step) {
        for command in commands_of(step) {
            let mut named = |container: &'l Container| {
                let name = container.name.as_ref().map(|name| name.value.as_str());
                self.made.extend(name);
                name
            };
            match command.action.plain() {
                Action::Run(run) => {
                    let name = named(&run.container);
                    self.ran.extend(name);
                }
                Action::Create(create) => {
                    named(&create.container);
                }
                Action::Rename(rename) => {
                    self.made.insert(rename.to.value.as_str());
                    self.ran.insert(rename.to.value.as_str());
                }
                Action::Start(start) => self.ran.extend(names(&start.containers)),
                Action::Restart(restart) => self.ran.extend(names(&restart.containers)),
                _ => {}
            }
        }
    }

    /// Returns whether a watch may be within reach.
    fn reach(&self, watch: &Watch) -> bool {
        match &watch.subject {
            Subject::File(paths) => paths.iter().any(|path| self.made.contains(path.container.as_str())),
            Subject::Logs(all) => names(all).any(|name| self.made.contains(name)),
            Subject::Exec { containers, .. } => names(containers).any(|name| self.ran.contains(name)),
            Subject::Http { addresses, .. } => {
                addresses.iter().any(|address| self.ran.contains(address.container.as_str()))
            }
            _ => true,
        }
    }
}

fn names(all: &[crate::source::Spanned<ContainerName>]) -> impl Iterator<Item = &str> {
    all.iter().map(|name| name.value.as_str())
}

/// Returns the containers of a watch, for a message.
fn shown(watch: &Watch) -> String {
    let mut all: Vec<&str> = match &watch.subject {
        Subject::File(paths) => paths.iter().map(|path| path.container.as_str()).collect(),
        Subject::Logs(all) | Subject::Exec { containers: all, .. } => names(all).collect(),
        Subject::Http { addresses, .. } => addresses.iter().map(|at| at.container.as_str()).collect(),
        _ => Vec::new(),
    };
    all.dedup();
    all.join(", ")
}

/// Reports fates that cannot come, because the watch was out of reach in every reading before the step.
pub(super) fn fates(lab: &Lab) -> Vec<Diagnostic> {
    let mut containers = Containers::default();
    let mut found = Vec::new();
    for step in &lab.steps {
        let early: Vec<&Watch> = lab.watches.iter().filter(|watch| !containers.reach(watch)).collect();
        containers.step(step);
        for watch in early {
            let Some(expect) = step.expected(&watch.id.value) else { continue };
            let fault = if containers.reach(watch) {
                Diagnostic::error("fate-at-once", expect.span)
            } else {
                Diagnostic::error("fate-out-of-reach", expect.span)
            };
            let fault = fault.arg("watch", &watch.id.value).arg("fate", expect.fate.word());
            found.push(fault.arg("containers", &shown(watch)));
        }
    }
    found
}

/// Reports checks of containers that are made in later steps only.
pub(super) fn checks(lab: &Lab) -> Vec<Diagnostic> {
    let mut containers = Containers::default();
    let mut found = Vec::new();
    for step in &lab.steps {
        containers.step(step);
        for check in step.checks.iter().filter(|check| !is_absence(check)) {
            let looked = looked_at(&check.probe);
            if !looked.is_empty() && !looked.iter().any(|name| containers.made.contains(name)) {
                let fault = Diagnostic::error("check-too-early", check.span);
                found.push(fault.arg("container", looked[looked.len() - 1]));
            }
        }
    }
    found
}

/// Returns whether a check only asks that something is not there.
fn is_absence(check: &Check) -> bool {
    check.predicates.iter().all(|predicate| match predicate {
        Predicate::Exists(wanted) => !wanted,
        Predicate::Not(inner) => inner.contains(&Predicate::Exists(true)),
        _ => false,
    })
}

fn looked_at(probe: &Probe) -> Vec<&str> {
    match probe {
        Probe::Container(name) | Probe::Layer(name) | Probe::Logs(name) => vec![name.as_str()],
        Probe::Http(address) => vec![address.container.as_str()],
        Probe::Mount(path) => vec![path.container.as_str()],
        Probe::File(paths) => paths.iter().map(|path| path.container.as_str()).collect(),
        Probe::Exec { containers, .. } => containers.iter().map(ContainerName::as_str).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{foreseen, lab, pairs};

    /// Returns what is foreseen of a watch and steps, each with its lines and what else it has.
    fn of(watch: &str, steps: &[(&str, &str)]) -> Vec<(String, String)> {
        let steps = steps.iter().enumerate().map(|(at, (lines, rest))| {
            format!("[[step]]\nid = \"s{at}\"\ntitle = \"S\"\nrun = [{lines}]\n{rest}\n")
        });
        foreseen(&lab(&format!("[watch.note]\n{watch}\n{}", steps.collect::<String>())))
    }

    const FILE: &str = "file = \"w1:/n\"";
    const EXEC: &str = "exec = \"cat /n\"\nin = [\"w1\", \"w2\"]\nlives = \"/n\"";
    const RUN: &str = "\"docker run -d --name w1 nginx\"";
    const WRITE: &str = "\"docker exec w1 touch /n\"";
    const CREATED: &str = "expect = { note = \"created\" }";

    #[test]
    fn a_fate_needs_a_reading_before_its_step() {
        let at_once = pairs(&[("fate-at-once", "note = \"created\"")]);
        let second = ("\"docker run -d --name w2 nginx\"", "");
        assert_eq!(of(FILE, &[(&format!("{RUN}, {WRITE}"), CREATED)]), at_once);
        assert_eq!(of(EXEC, &[(&format!("{RUN}, {WRITE}"), CREATED), second]), at_once);
        assert_eq!(of(FILE, &[(RUN, ""), (WRITE, CREATED)]), []);
        assert_eq!(of(EXEC, &[second, (&format!("{RUN}, {WRITE}"), CREATED)]), [], "another one ran before");
        let early = of(FILE, &[("", "expect = { note = \"lost\" }"), (RUN, "")]);
        assert_eq!(early, pairs(&[("fate-out-of-reach", "note = \"lost\"")]));
        let create = "\"docker create --name w1 nginx\"";
        let start = format!("\"docker start w1\", {WRITE}");
        assert_eq!(of(EXEC, &[(create, ""), second, (&start, CREATED)]), []);
        assert_eq!(of(EXEC, &[(create, ""), (&start, CREATED), second]), at_once, "it did not run before");
        assert_eq!(of(FILE, &[(create, ""), (&start, CREATED)]), []);
        let renamed = "\"docker run -d --name w0 nginx\", \"docker rename w0 w1\"";
        assert_eq!(of(FILE, &[(renamed, ""), (WRITE, CREATED)]), []);
    }

    #[test]
    fn a_check_needs_a_container_that_was_made() {
        let check = |check: &str| of(FILE, &[("", &format!("check = [{{ {check} }}]")), (RUN, "")]);
        let early = |text: &str| pairs(&[("check-too-early", &format!("{{ {text} }}"))]);
        for text in [
            "container = \"w1\", running = true",
            "file = \"w1:/n\", exists = true",
            "logs = \"w1\", contains = \"x\"",
        ] {
            assert_eq!(check(text), early(text));
        }
        assert_eq!(check("container = \"w1\", exists = false"), []);
        assert_eq!(check("container = \"w1\", not = { exists = true }"), []);
    }
}
