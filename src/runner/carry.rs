//! Carries out the actions of command lines, each as the docker program would have done it.
//!
//! Imports: `command`, `engine`, `event` (how a command ended).

use super::capture::{self, Captured};
use super::copy;
use super::error::RunError;
use super::workspace::Workspace;
use crate::command::{Action, Container, CreateVolume, Exec, MountSource, Remove, Run as RunCommand};
use crate::engine::{
    Act, ContainerId, ContainerSpec, Ending, ExecSpec, Guard, MountKind, MountSpec, Operation, PortSpec,
};
use crate::event::{CommandEnd, Message};

/// What carrying out a command came to.
#[derive(Debug, Default)]
pub struct Carried {
    /// What it printed.
    pub output: Captured,
    /// How it ended; none: well.
    pub failed: Option<CommandEnd>,
    /// The names of containers that it started.
    pub started: Vec<String>,
}

impl Carried {
    fn printed(output: Captured) -> Self {
        Self { output, ..Self::default() }
    }

    fn status(output: Captured, status: i64) -> Self {
        let failed = (status != 0).then_some(CommandEnd::Status { status });
        Self { output, failed, started: Vec::new() }
    }

    /// A command that the runner itself refuses, in the docker program's place.
    pub fn refused(why: Message) -> Self {
        Self { failed: Some(CommandEnd::Refused { why }), ..Self::default() }
    }
}

/// Where commands are carried out.
pub struct Place<'a> {
    /// The engine, as far as this run may use it.
    pub guard: &'a Guard,
    /// What the commands see as the current folder.
    pub workspace: &'a Workspace,
}

/// Carries out one action.
///
/// # Errors
/// A fault of the engine or of the workspace. A refusal of the engine is not one: it is how the
/// command ended.
pub async fn carry_out(place: &Place<'_>, action: &Action) -> Result<Carried, RunError> {
    let result = match action {
        Action::Run(run) => start_new(place, run).await,
        Action::Remove(remove) => remove_containers(place, remove).await,
        Action::Copy(copy) => copy::carry_out(place, copy).await,
        Action::Exec(exec) => exec_in(place, exec).await,
        Action::Restart(containers) => {
            restart(place, containers.iter().map(|name| name.value.as_str())).await
        }
        Action::CreateVolume(create) => create_volume(place, create).await,
    };
    let refusal = result.as_ref().err().and_then(RunError::refusal);
    refusal.map_or(result, |why| Ok(Carried::refused(why)))
}

/// A name for what a command leaves unnamed. Names in the engine are always chosen by us.
fn unnamed(guard: &Guard) -> String {
    let mut bytes = [0; 4];
    // Without randomness the run's id alone still makes a name; a clash is the engine's refusal.
    let _ = getrandom::fill(&mut bytes);
    format!("statelab-{}-{:08x}", guard.run(), u32::from_le_bytes(bytes))
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

/// The part of a container's description that `run` and `create` share.
fn container_spec(workspace: &Workspace, container: &Container) -> Result<ContainerSpec, Message> {
    Ok(ContainerSpec {
        entrypoint: container.entrypoint.clone().map(|program| vec![program]),
        env: pairs(&container.env),
        mounts: container
            .mounts
            .iter()
            .map(|mount| mount_spec(workspace, mount))
            .collect::<Result<_, _>>()?,
        ports: container
            .ports
            .iter()
            .map(|port| PortSpec {
                container: format!("{}/{}", port.container, port.protocol),
                address: port.address.clone().unwrap_or_default(),
                host: port.host,
            })
            .collect(),
        workdir: container.workdir.clone(),
        user: container.user.clone(),
        tty: container.tty,
        open_stdin: container.interactive,
        ..ContainerSpec::default()
    })
}

fn mount_spec(workspace: &Workspace, mount: &crate::command::Mount) -> Result<MountSpec, Message> {
    let (kind, source) = match &mount.from {
        MountSource::Volume(name) => (MountKind::Volume, name.value.as_str().to_owned()),
        MountSource::Anonymous => (MountKind::Volume, String::new()),
        MountSource::Bind(path) => (MountKind::Bind, bind_source(workspace, &path.value)?),
    };
    Ok(MountSpec {
        kind,
        source,
        target: mount.target.value.clone(),
        read_only: mount.read_only,
        ..MountSpec::default()
    })
}

/// The absolute path of a bind; a folder that is not there is made, as `-v` does.
fn bind_source(workspace: &Workspace, name: &str) -> Result<String, Message> {
    let outside = || Message::new("run-outside-workspace").arg("path", name);
    let path = workspace.path(name).ok_or_else(outside)?;
    if !path.exists() {
        std::fs::create_dir_all(&path).map_err(|error| {
            Message::new("run-workspace")
                .arg("path", path.display().to_string())
                .arg("cause", error.to_string())
        })?;
    }
    Ok(path.display().to_string())
}

/// `NAME=value` of those variables that have one: a bare name takes its value from the lab's
/// `[env]`, never from the student's own environment.
fn pairs(env: &[(String, Option<String>)]) -> Vec<String> {
    env.iter().filter_map(|(name, value)| value.as_ref().map(|value| format!("{name}={value}"))).collect()
}

async fn remove_containers(place: &Place<'_>, remove: &Remove) -> Result<Carried, RunError> {
    each(remove.containers.iter().map(|name| name.value.as_str()), async |name| {
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

async fn restart<'n>(
    place: &Place<'_>,
    containers: impl Iterator<Item = &'n str>,
) -> Result<Carried, RunError> {
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
async fn each<'n>(
    names: impl Iterator<Item = &'n str>,
    mut act: impl AsyncFnMut(&str) -> Result<bool, RunError>,
) -> Result<Carried, RunError> {
    let mut carried = Carried::default();
    for name in names {
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

async fn create_volume(place: &Place<'_>, create: &CreateVolume) -> Result<Carried, RunError> {
    let name = match &create.name {
        Some(name) => name.value.as_str().to_owned(),
        None => unnamed(place.guard),
    };
    let labels = create.labels.iter().cloned().collect();
    let volume = place.guard.create_volume(&name, &labels).await?;
    Ok(Carried::printed(Captured::line(&volume.name)))
}
