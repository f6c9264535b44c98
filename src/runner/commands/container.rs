//! Carries out commands that create containers or run something in them.

use bytes::Bytes;
use futures_util::StreamExt;

use super::{Carried, Place, files, lifecycle, mount_clash, spec, unnamed};
use crate::command::{Container, Create, Exec, ImageName, Pull, Run, Start};
use crate::engine::{
    AttachSpec, Channel, ContainerId, ContainerSpec, EngineError, ExecSpec, GuardError, Operation, Refusal,
    Until,
};
use crate::event::Message;
use crate::runner::error::RunError;
use crate::runner::output::{self, Output};
use crate::runner::prepare::missing;

/// Runs `docker run`.
///
/// # Errors
/// A fault or a refusal of the engine.
pub(super) async fn run(place: &Place<'_>, run: &Run) -> Result<Carried, RunError> {
    let mut spec = match description(place, &run.container, &run.image.value, &run.command) {
        Ok(spec) => spec,
        Err(why) => return Ok(Carried::refused(why)),
    };
    // In the foreground it is removed below: if the engine removed it, its status would be lost.
    spec.auto_remove = run.remove && run.detach;
    if run.detach {
        (spec.stdin_once, spec.attach) = (false, AttachSpec::default());
    } else {
        // Nobody can type there, and a pipe is not a terminal.
        spec.tty = false;
    }
    let attach = spec.attach;
    let (name, id) = create_container(place, &run.container, &run.image.value, spec).await?;
    if run.detach {
        if let Err(error) = mount_clash::start(place, &id).await {
            let (output, status) = not_executable(place, error)?;
            return Ok(Carried::status(output, status));
        }
        return Ok(Carried { started: vec![name], ..Carried::printed(Output::line(&id.0)) });
    }
    let ended = attached(place, &id, attach).await.or_else(|error| not_executable(place, error));
    if run.remove {
        place.guard.remove_container(&id, true, true).await?;
    }
    let (output, status) = ended?;
    Ok(Carried::status(output, status))
}

/// Returns the result of a command that cannot be executed.
/// It is the engine's message and the exit status that a shell would give.
fn not_executable(place: &Place<'_>, error: RunError) -> Result<(Output, i64), RunError> {
    let RunError::Guard(GuardError::Engine(fault)) = &error else { return Err(error) };
    let Some((status, words)) = fault.cause.not_executable() else { return Err(error) };
    let mut output = place.output();
    output.push(Channel::Err, format!("{words}\n").as_bytes());
    Ok((output, status))
}

/// Runs `docker create`.
///
/// # Errors
/// A fault or a refusal of the engine.
pub(super) async fn create(place: &Place<'_>, create: &Create) -> Result<Carried, RunError> {
    let mut spec = match description(place, &create.container, &create.image.value, &create.command) {
        Ok(spec) => spec,
        Err(why) => return Ok(Carried::refused(why)),
    };
    spec.auto_remove = create.remove;
    let (_, id) = create_container(place, &create.container, &create.image.value, spec).await?;
    Ok(Carried::printed(Output::line(&id.0)))
}

fn description(
    place: &Place<'_>,
    container: &Container,
    image: &ImageName,
    command: &[String],
) -> Result<ContainerSpec, Message> {
    let command = (!command.is_empty()).then(|| command.to_vec());
    Ok(ContainerSpec { image: image.as_str().to_owned(), command, ..spec::container(place, container)? })
}

/// Creates a container, and returns its name and id.
/// The engine gets the first network. The others are joined before the container starts, as the docker
/// program does for an engine that accepts only one.
async fn create_container(
    place: &Place<'_>,
    container: &Container,
    image: &ImageName,
    spec: ContainerSpec,
) -> Result<(String, ContainerId), RunError> {
    let pull = match container.pull {
        Some(Pull::Always) => Some(place.guard.pull_anew(image.as_str()).await?),
        Some(Pull::Missing) | None => place.guard.pull(image.as_str()).await?,
        Some(Pull::Never) => None,
    };
    if let Some(mut pull) = pull {
        while let Some(progress) = pull.next().await {
            progress.map_err(|error| not_pulled(image, error))?;
        }
    }
    let name = match &container.name {
        Some(name) => name.value.as_str().to_owned(),
        None => unnamed(place.guard),
    };
    let id = place.guard.create_container(&name, spec).await?;
    for endpoint in container.networks.iter().skip(1) {
        let network = spec::network_mode(&endpoint.network.value);
        place.guard.connect(&network, &id, &spec::endpoint(endpoint)).await?;
    }
    Ok((name, id))
}

/// Returns the error for a failed pull that a command required.
/// If the registry has no such image, the command is refused. If no registry answers, it is a fault: the
/// image was there when the run began.
fn not_pulled(image: &ImageName, error: EngineError) -> RunError {
    match error.refusal() {
        Some(Refusal::Other) => missing(image, error.into()),
        _ => error.into(),
    }
}

/// Starts a container and collects its output and its exit status.
/// If its standard input is attached, the input is empty.
async fn attached(
    place: &Place<'_>,
    id: &ContainerId,
    attach: AttachSpec,
) -> Result<(Output, i64), RunError> {
    let guard = place.guard;
    let output = guard.attach(id, attach, Bytes::new()).await?;
    let exit = guard.wait_begun(id, Until::NextExit).await?;
    mount_clash::start(place, id).await?;
    Ok(output::until(place.output(), output, exit).await?)
}

/// Runs `docker start`.
///
/// # Errors
/// A fault or a refusal of the engine.
pub(super) async fn start(place: &Place<'_>, start: &Start) -> Result<Carried, RunError> {
    if start.attach || start.interactive {
        let [name, ..] = start.containers.as_slice() else { return Ok(Carried::default()) };
        let container = place.guard.require_container(name.value.as_str(), Operation::Start).await?;
        if !container.running {
            let stdin = start.interactive && container.open_stdin;
            let attach = AttachSpec { stdin, ..AttachSpec::OUTPUTS };
            let (output, status) = attached(place, &container.id, attach).await?;
            return Ok(Carried::status(output, status));
        }
        // A running container is only followed until it ends.
        let output = place.guard.attach(&container.id, AttachSpec::OUTPUTS, Bytes::new()).await?;
        let exit = place.guard.wait_begun(&container.id, Until::NotRunning).await?;
        let (output, status) = output::until(place.output(), output, exit).await?;
        return Ok(Carried::status(output, status));
    }
    let mut carried =
        lifecycle::each(place, start.containers.iter().map(|name| name.value.as_str()), async |name| {
            let container = place.guard.require_container(name, Operation::Start).await?;
            mount_clash::start(place, &container.id).await?;
            Ok(Some(name.to_owned()))
        })
        .await?;
    carried.started = carried.output.text().lines().map(str::to_owned).collect();
    Ok(carried)
}

/// Runs `docker exec`.
///
/// # Errors
/// A fault or a refusal of the engine.
pub(super) async fn exec(place: &Place<'_>, exec: &Exec) -> Result<Carried, RunError> {
    let env = files::variables(place, exec.env_files.iter().map(|file| &file.value));
    let mut env = match env {
        Ok(env) => env,
        Err(why) => return Ok(Carried::refused(why)),
    };
    env.extend(files::pairs(&exec.env));
    let container = place.guard.require_container(exec.container.value.as_str(), Operation::Exec).await?;
    let spec = ExecSpec {
        command: exec.command.clone(),
        env,
        workdir: exec.workdir.clone(),
        user: exec.user.clone(),
        // Nobody uses this terminal, and without one output and errors stay separate.
        tty: false,
        detach: exec.detach,
        privileged: exec.privileged.is_some(),
    };
    let (output, status) =
        output::finish(place.output(), place.guard.exec(&container.id, &spec).await?).await?;
    Ok(Carried::status(output, status))
}
