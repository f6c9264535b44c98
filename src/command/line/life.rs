//! Commands on existing containers.

use super::super::action::{
    Copy, CopyPaths, Exec, Kill, Local, Remove, Rename, Restart, Signal, Start, Stop, Timeout, Update,
};
use super::super::name::ContainerName;
use super::{Line, container, inside, local};
use crate::source::Spanned;

fn names(containers: &[Spanned<ContainerName>]) -> impl Iterator<Item = &ContainerName> {
    containers.iter().map(|name| &name.value)
}

/// Writes a command that has only containers as operands.
pub(super) fn plain<'a>(
    command: &'static str,
    containers: impl IntoIterator<Item = &'a Spanned<ContainerName>>,
) -> Line {
    Line::new(command).operands(containers.into_iter().map(|name| &name.value))
}

pub(super) fn start(start: &Start) -> Line {
    let mut line = Line::new("start");
    line.switch("attach", start.attach);
    line.switch("interactive", start.interactive);
    line.operands(names(&start.containers))
}

fn ending(command: &'static str, signal: Option<&Signal>, timeout: Option<Timeout>) -> Line {
    let mut line = Line::new(command);
    line.value("signal", signal.map(|signal| &signal.0));
    line.value("timeout", timeout.map(container::timeout));
    line
}

pub(super) fn stop(stop: &Stop) -> Line {
    ending("stop", stop.signal.as_ref(), stop.timeout).operands(names(&stop.containers))
}

pub(super) fn restart(restart: &Restart) -> Line {
    ending("restart", restart.signal.as_ref(), restart.timeout).operands(names(&restart.containers))
}

pub(super) fn kill(kill: &Kill) -> Line {
    let mut line = Line::new("kill");
    line.value("signal", kill.signal.as_ref().map(|signal| &signal.0));
    line.operands(names(&kill.containers))
}

pub(super) fn remove(remove: &Remove) -> Line {
    let mut line = Line::new("rm");
    line.switch("force", remove.force);
    line.switch("volumes", remove.volumes);
    line.operands(names(&remove.containers))
}

pub(super) fn rename(rename: &Rename) -> Line {
    Line::new("rename").operands([&rename.container.value, &rename.to.value])
}

pub(super) fn update(update: &Update) -> Line {
    let mut line = Line::new("update");
    container::limits(&mut line, &update.limits);
    line.value("restart", update.restart.as_ref().map(container::restart));
    line.operands(names(&update.containers))
}

pub(super) fn copy(copy: &Copy) -> Line {
    let mut line = Line::new("cp");
    line.switch("archive", copy.archive);
    line.switch("follow-link", copy.follow_link);
    let side = |local: &Local| match local {
        Local::Path(path) => path.value.clone(),
        Local::Stream(_) => "-".to_owned(),
    };
    match &copy.paths {
        CopyPaths::Into { local, container, path } => {
            line.operands([side(local), format!("{}:{}", container.value, path.value)])
        }
        CopyPaths::Out { container, path, local } => {
            line.operands([format!("{}:{}", container.value, path.value), side(local)])
        }
    }
}

pub(super) fn exec(exec: &Exec) -> Line {
    let mut line = Line::new("exec");
    line.switch("detach", exec.detach);
    line.switch("interactive", exec.interactive);
    line.switch("tty", exec.tty);
    line.switch("privileged", exec.privileged.is_some());
    line.env("env", &exec.env);
    line.values("env-file", exec.env_files.iter().map(|file| local(&file.value)));
    line.value("workdir", exec.workdir.as_deref().map(inside));
    line.value("user", exec.user.as_ref());
    line.operands([exec.container.value.to_string()].iter().chain(&exec.command))
}
