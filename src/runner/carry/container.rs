//! Carries out what is done to containers.
//!
//! Imports: `command`, `engine`, `event` (how a command ended).

use super::spec::{container_spec, pairs};
use super::{Carried, Place, unnamed};
use crate::command::{
    Action, Container, ContainerName, Exec, MountOptions, MountSource, Port, Remove, Restart,
    Run as RunCommand,
};
use crate::engine::{Act, ContainerId, Ending, ExecSpec, Guard, Operation};
use crate::event::{CommandEnd, Message};
use crate::runner::capture::{self, Captured};
use crate::runner::copy;
use crate::runner::error::RunError;
use crate::source::Spanned;

/// Carries out one action on containers.
///
/// # Errors
/// The engine's fault or refusal, a fault of the workspace.
pub async fn carry_out(place: &Place<'_>, action: &Action) -> Result<Carried, RunError> {
    match action {
        Action::Run(run) if is_plain(&run.container) => start_new(place, run).await,
        Action::Remove(remove) => remove_containers(place, remove).await,
        Action::Copy(copy) => copy::carry_out(place, copy).await,
        Action::Exec(exec) if exec.env_files.is_empty() && exec.privileged.is_none() => {
            exec_in(place, exec).await
        }
        Action::Restart(Restart { containers, signal: None, timeout: None }) => {
            restart(place, containers).await
        }
        // NOT YET: all other commands are read, and the runner does not carry them out.
        _ => Ok(Carried::refused(Message::new("run-not-yet"))),
    }
}

/// NOT YET: whether a container is described by those flags alone that are carried out.
fn is_plain(container: &Container) -> bool {
    let carried = Container {
        name: container.name.clone(),
        env: container.env.clone(),
        mounts: container.mounts.clone(),
        ports: container.ports.clone(),
        interactive: container.interactive,
        tty: container.tty,
        workdir: container.workdir.clone(),
        user: container.user.clone(),
        entrypoint: container.entrypoint.clone(),
        ..Container::default()
    };
    let single = |port: &Port| port.host.is_none_or(|host| host.first == host.last);
    let mounts = container.mounts.iter();
    carried == *container
        && container.ports.iter().all(single)
        && mounts.clone().all(|mount| mount.options == MountOptions::default())
        && mounts.clone().all(|mount| mount.from != MountSource::Tmpfs)
}

async fn start_new(place: &Place<'_>, run: &RunCommand) -> Result<Carried, RunError> {
    let mut spec = match container_spec(place.workspace, &run.container) {
        Ok(spec) => spec,
        Err(why) => return Ok(Carried::refused(why)),
    };
    run.image.value.as_str().clone_into(&mut spec.image);
    spec.command = (!run.command.is_empty()).then(|| run.command.clone());
    // In the foreground its output is read before it goes, so then it is removed below; and nobody
    // sits there to type, so that it neither waits for input nor takes a pipe for a terminal.
    spec.auto_remove = run.remove && run.detach;
    spec.tty &= run.detach;
    spec.open_stdin &= run.detach;
    let name = match &run.container.name {
        Some(name) => name.value.as_str().to_owned(),
        None => unnamed(place.guard),
    };
    let id = place.guard.create_container(&name, spec).await?;
    place.guard.act(&id, &Act::Start).await?;
    if run.detach {
        return Ok(Carried { started: vec![name], ..Carried::printed(Captured::line(&id.0)) });
    }
    let status = place.guard.wait(&id).await?;
    // Read when it has ended: Docker 20.10 drops a last line without a line break while it follows.
    let output = capture::capture(place.guard.logs(&id, false)?).await?;
    if run.remove {
        place.guard.remove_container(&id, true, true).await?;
    }
    Ok(Carried::status(output, status))
}

async fn remove_containers(place: &Place<'_>, remove: &Remove) -> Result<Carried, RunError> {
    each(&remove.containers, async |name| {
        let container = match place.guard.container(name).await? {
            Some(container) => container,
            // `rm -f` of what is not there is no failure (docker/cli, `container/rm.go`).
            None if remove.force => return Ok(false),
            None => place.guard.require_container(name, Operation::RemoveContainer).await?,
        };
        place.guard.remove_container(&container.id, remove.force, remove.volumes).await?;
        Ok(true)
    })
    .await
}

async fn restart(place: &Place<'_>, containers: &[Spanned<ContainerName>]) -> Result<Carried, RunError> {
    let mut carried = each(containers, async |name| {
        let container = place.guard.require_container(name, Operation::Restart).await?;
        place.guard.act(&container.id, &Act::Restart(Ending::default())).await?;
        Ok(true)
    })
    .await?;
    carried.started = carried.output.text().lines().map(str::to_owned).collect();
    Ok(carried)
}

/// Does the same to each of several containers, and prints the names of those that it was done to.
/// A refusal does not keep the next ones from their turn; the first one is how the command ended.
async fn each(
    names: &[Spanned<ContainerName>],
    mut act: impl AsyncFnMut(&str) -> Result<bool, RunError>,
) -> Result<Carried, RunError> {
    let mut carried = Carried::default();
    for name in names.iter().map(|name| name.value.as_str()) {
        match act(name).await {
            Ok(true) => carried.output.push_line(name),
            Ok(false) => {}
            Err(error) => match error.refusal() {
                Some(why) => carried.failed = carried.failed.or(Some(CommandEnd::Refused { why })),
                None => return Err(error),
            },
        }
    }
    Ok(carried)
}

async fn exec_in(place: &Place<'_>, exec: &Exec) -> Result<Carried, RunError> {
    let container = place.guard.require_container(exec.container.value.as_str(), Operation::Exec).await?;
    let spec = ExecSpec {
        command: exec.command.clone(),
        env: pairs(&exec.env),
        workdir: exec.workdir.clone(),
        user: exec.user.clone(),
        // Nobody sits at this terminal, and a pipe keeps output and errors apart.
        tty: false,
    };
    if exec.detach {
        let process = place.guard.exec(&container.id, &spec).await?;
        // Somebody must take what it writes, or it would stop there.
        tokio::spawn(capture::capture(process.output));
        return Ok(Carried::default());
    }
    let (output, status) = run_in(place.guard, &container.id, &spec).await?;
    Ok(Carried::status(output, status))
}

/// Runs a command in a container: what it printed, and its status.
///
/// # Errors
/// The engine's fault or refusal.
pub async fn run_in(guard: &Guard, id: &ContainerId, spec: &ExecSpec) -> Result<(Captured, i64), RunError> {
    Ok(capture::finish(guard.exec(id, spec).await?).await?)
}
