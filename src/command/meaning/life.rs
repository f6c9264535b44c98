//! Commands on existing containers.

use super::super::action::{
    Action, Copy, CopyPaths, Exec, Kill, Remove, Rename, Restart, Start, Stop, Update,
};
use super::super::findings::Findings;
use super::super::grammar::Given;
use super::super::value::{self, Side};
use super::{container, containers, each, environment, one, operand, operands, place, text, texts};
use crate::diagnostic::Diagnostic;

/// `docker start`.
pub(in super::super) fn start(given: &Given, findings: &mut Findings) -> Option<Action> {
    let containers = containers(given, findings)?;
    let attach = given.switch("attach");
    let interactive = given.switch("interactive");
    if let [_, second, ..] = &containers[..]
        && (attach || interactive)
    {
        return findings.fault(Diagnostic::error("start-attach-many", second.span));
    }
    Some(Action::Start(Start { attach, interactive, containers }))
}

/// `docker stop`.
pub(in super::super) fn stop(given: &Given, findings: &mut Findings) -> Option<Action> {
    let signal = one(given, "signal", findings, value::signal);
    let timeout = one(given, "timeout", findings, value::timeout);
    Some(Action::Stop(Stop { signal, timeout, containers: containers(given, findings)? }))
}

/// `docker restart`.
pub(in super::super) fn restart(given: &Given, findings: &mut Findings) -> Option<Action> {
    let signal = one(given, "signal", findings, value::signal);
    let timeout = one(given, "timeout", findings, value::timeout);
    Some(Action::Restart(Restart { signal, timeout, containers: containers(given, findings)? }))
}

/// `docker kill`.
pub(in super::super) fn kill(given: &Given, findings: &mut Findings) -> Option<Action> {
    let signal = one(given, "signal", findings, value::signal);
    Some(Action::Kill(Kill { signal, containers: containers(given, findings)? }))
}

/// `docker pause`.
pub(in super::super) fn pause(given: &Given, findings: &mut Findings) -> Option<Action> {
    containers(given, findings).map(Action::Pause)
}

/// `docker unpause`.
pub(in super::super) fn unpause(given: &Given, findings: &mut Findings) -> Option<Action> {
    containers(given, findings).map(Action::Unpause)
}

/// `docker wait`.
pub(in super::super) fn wait(given: &Given, findings: &mut Findings) -> Option<Action> {
    containers(given, findings).map(Action::Wait)
}

/// `docker rm`.
pub(in super::super) fn remove(given: &Given, findings: &mut Findings) -> Option<Action> {
    Some(Action::Remove(Remove {
        containers: containers(given, findings)?,
        force: given.switch("force"),
        volumes: given.switch("volumes"),
    }))
}

/// `docker rename`.
pub(in super::super) fn rename(given: &Given, findings: &mut Findings) -> Option<Action> {
    let names = operands(given, findings, value::container)?;
    let [container, to] = names.try_into().ok()?;
    Some(Action::Rename(Rename { container, to }))
}

/// `docker update`.
pub(in super::super) fn update(given: &Given, findings: &mut Findings) -> Option<Action> {
    let limits = container::limits(given, findings);
    let restart = one(given, "restart", findings, value::restart_policy);
    Some(Action::Update(Box::new(Update { limits, restart, containers: containers(given, findings)? })))
}

/// `docker exec`.
pub(in super::super) fn exec(given: &Given, findings: &mut Findings) -> Option<Action> {
    let env = environment(given, findings);
    let env_files = each(given, "env-file", findings, value::file);
    let workdir = one(given, "workdir", findings, value::workdir);
    let container = operand(given, 0, findings, value::container)?;
    Some(Action::Exec(Exec {
        container,
        command: texts(&given.operands[1..]),
        detach: given.switch("detach"),
        interactive: given.switch("interactive"),
        tty: given.switch("tty"),
        privileged: place(given, "privileged"),
        env,
        env_files,
        workdir,
        user: text(given, "user"),
    }))
}

/// `docker cp`.
pub(in super::super) fn copy(given: &Given, findings: &mut Findings) -> Option<Action> {
    let sides: Vec<_> = given.operands.iter().map(|word| value::side(&word.text, findings)).collect();
    let [from, to] = <[Option<Side>; 2]>::try_from(sides).ok()?;
    let whole = given.operands[0].span().to(given.operands[1].span());
    let paths = match (from?, to?) {
        (Side::Local(local), Side::Container(container, path)) => CopyPaths::Into { local, container, path },
        (Side::Container(container, path), Side::Local(local)) => CopyPaths::Out { container, path, local },
        (Side::Local(_), Side::Local(_)) => {
            return findings.fault(Diagnostic::error("copy-without-container", whole));
        }
        (Side::Container(..), Side::Container(..)) => {
            return findings.fault(Diagnostic::error("copy-between-containers", whole));
        }
    };
    Some(Action::Copy(Copy {
        archive: given.switch("archive"),
        follow_link: given.switch("follow-link"),
        paths,
    }))
}
