//! From a command with its flags and operands to its action: one function a command.
//!
//! Each reads all of its parts before it gives up, so that every fault of a line is found.
//! May import: `source`, `diagnostic`.

use super::action::{Action, Container, Copy, CreateVolume, Exec, Mount, Remove, Run};
use super::findings::Findings;
use super::grammar::Given;
use super::name::ContainerName;
use super::value::{self, Side};
use super::words::Word;
use crate::diagnostic::Diagnostic;
use crate::source::Spanned;

/// Makes the action of what was written; none where it has faults.
pub(super) type Build = fn(&Given, &mut Findings) -> Option<Action>;

/// `docker run`.
pub(super) fn run(given: &Given, findings: &mut Findings) -> Option<Action> {
    let container = container(given, findings);
    let (image, command) = given.operands.split_first()?;
    Some(Action::Run(Run {
        image: value::image(&image.text, findings)?,
        command: texts(command),
        detach: given.switch("detach"),
        remove: given.switch("rm"),
        container,
    }))
}

/// The flags of all commands that make a container.
fn container(given: &Given, findings: &mut Findings) -> Container {
    Container {
        name: given.value("name").and_then(|name| value::container(name, findings)),
        env: environment(given, findings),
        mounts: mounts(given, findings),
        ports: given.values("publish").filter_map(|port| value::port(port, findings)).collect(),
        interactive: given.switch("interactive"),
        tty: given.switch("tty"),
        workdir: workdir(given, findings),
        user: text(given, "user"),
        entrypoint: text(given, "entrypoint"),
    }
}

/// `-v` and `--mount`, in the order in which they were written.
fn mounts(given: &Given, findings: &mut Findings) -> Vec<Mount> {
    let mut mounts = Vec::new();
    for flag in &given.flags {
        let Some(written) = flag.value() else { continue };
        mounts.extend(match flag.flag.long {
            "volume" => value::volume_flag(written, flag.place, findings),
            "mount" => value::mount_flag(written, flag.place, findings),
            _ => None,
        });
    }
    mounts
}

fn environment(given: &Given, findings: &mut Findings) -> Vec<(String, Option<String>)> {
    given.values("env").filter_map(|written| value::environment(written, findings)).collect()
}

fn workdir(given: &Given, findings: &mut Findings) -> Option<String> {
    given.value("workdir").and_then(|written| value::workdir(written, findings))
}

fn text(given: &Given, long: &str) -> Option<String> {
    given.value(long).map(|written| written.text.clone())
}

fn texts(words: &[Word]) -> Vec<String> {
    words.iter().map(|word| word.as_str().to_owned()).collect()
}

/// `docker rm`.
pub(super) fn remove(given: &Given, findings: &mut Findings) -> Option<Action> {
    Some(Action::Remove(Remove {
        containers: containers(given, findings)?,
        force: given.switch("force"),
        volumes: given.switch("volumes"),
    }))
}

/// `docker restart`.
pub(super) fn restart(given: &Given, findings: &mut Findings) -> Option<Action> {
    containers(given, findings).map(Action::Restart)
}

fn containers(given: &Given, findings: &mut Findings) -> Option<Vec<Spanned<ContainerName>>> {
    let all: Vec<_> = given.operands.iter().map(|word| value::container(&word.text, findings)).collect();
    all.into_iter().collect()
}

/// `docker exec`.
pub(super) fn exec(given: &Given, findings: &mut Findings) -> Option<Action> {
    let (env, workdir) = (environment(given, findings), workdir(given, findings));
    let (container, command) = given.operands.split_first()?;
    Some(Action::Exec(Exec {
        container: value::container(&container.text, findings)?,
        command: texts(command),
        detach: given.switch("detach"),
        interactive: given.switch("interactive"),
        tty: given.switch("tty"),
        env,
        workdir,
        user: text(given, "user"),
    }))
}

/// `docker cp`.
pub(super) fn copy(given: &Given, findings: &mut Findings) -> Option<Action> {
    let sides: Vec<_> = given.operands.iter().map(|word| value::side(&word.text, findings)).collect();
    let [from, to] = <[Option<Side>; 2]>::try_from(sides).ok()?;
    let whole = given.operands[0].span().to(given.operands[1].span());
    match (from?, to?) {
        (Side::Local(local), Side::Container(container, path)) => {
            Some(Action::Copy(Copy::Into { local, container, path }))
        }
        (Side::Container(container, path), Side::Local(local)) => {
            Some(Action::Copy(Copy::Out { container, path, local }))
        }
        (Side::Local(_), Side::Local(_)) => {
            findings.fault(Diagnostic::error("copy-without-container", whole))
        }
        (Side::Container(..), Side::Container(..)) => {
            findings.fault(Diagnostic::error("copy-between-containers", whole))
        }
    }
}

/// `docker volume create`.
pub(super) fn create_volume(given: &Given, findings: &mut Findings) -> Option<Action> {
    let labels = given.values("label").filter_map(|written| value::label(written, findings)).collect();
    let name = match given.operands.first() {
        Some(word) => Some(value::volume(&word.text, findings)?),
        None => None,
    };
    Some(Action::CreateVolume(CreateVolume { name, labels }))
}
