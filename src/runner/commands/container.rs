//! Carries out commands that create containers or run something in them.

use bytes::Bytes;
use futures_util::StreamExt;

use super::id_file::IdFile;
use super::{CommandContext, CommandResult, files, lifecycle, mount_clash, newer, spec, unnamed};
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
pub(super) async fn run(context: &CommandContext<'_>, run: &Run) -> Result<CommandResult, RunError> {
    let mut spec = match description(context, &run.container, &run.image.value, &run.command) {
        Ok(spec) => spec,
        Err(why) => return Ok(CommandResult::refused(why)),
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
    let (name, id) = create_container(context, &run.container, &run.image.value, spec).await?;
    if run.detach {
        if let Err(error) = mount_clash::start(context, &id).await {
            let (output, status) = not_executable(context, error)?;
            return Ok(CommandResult::status(output, status));
        }
        return Ok(CommandResult { started: vec![name], ..CommandResult::printed(context.line(&id.0)) });
    }
    let ended = attached(context, &id, attach).await.or_else(|error| not_executable(context, error));
    if run.remove {
        context.guard.remove_container(&id, true, true).await?;
    }
    let (output, status) = ended?;
    Ok(CommandResult::status(output, status))
}

/// Returns the result of a command that cannot be executed.
/// It is the engine's message and the exit status that a shell would give.
fn not_executable(context: &CommandContext<'_>, error: RunError) -> Result<(Output, i64), RunError> {
    let RunError::Guard(GuardError::Engine(fault)) = &error else { return Err(error) };
    let Some((status, words)) = fault.cause.not_executable() else { return Err(error) };
    let mut output = context.output();
    output.push(Channel::Err, format!("{words}\n").as_bytes());
    Ok((output, status))
}

/// Runs `docker create`.
///
/// # Errors
/// A fault or a refusal of the engine.
pub(super) async fn create(context: &CommandContext<'_>, create: &Create) -> Result<CommandResult, RunError> {
    let mut spec = match description(context, &create.container, &create.image.value, &create.command) {
        Ok(spec) => spec,
        Err(why) => return Ok(CommandResult::refused(why)),
    };
    spec.auto_remove = create.remove;
    let (_, id) = create_container(context, &create.container, &create.image.value, spec).await?;
    Ok(CommandResult::printed(context.line(&id.0)))
}

fn description(
    context: &CommandContext<'_>,
    container: &Container,
    image: &ImageName,
    command: &[String],
) -> Result<ContainerSpec, Message> {
    let command = (!command.is_empty()).then(|| command.to_vec());
    Ok(ContainerSpec { image: image.as_str().to_owned(), command, ..spec::container(context, container)? })
}

/// Creates a container, and returns its name and id.
/// The engine gets the first network. The others are joined before the container starts, as the docker
/// program does for an engine that accepts only one.
async fn create_container(
    context: &CommandContext<'_>,
    container: &Container,
    image: &ImageName,
    spec: ContainerSpec,
) -> Result<(String, ContainerId), RunError> {
    newer::check(context.guard, &spec).await?;
    let id_file =
        container.id_file.as_ref().map(|file| IdFile::create(context.workspace, &file.value)).transpose()?;
    let pull = match container.pull {
        Some(Pull::Always) => Some(context.guard.pull_anew(image.as_str()).await?),
        Some(Pull::Missing) | None => context.guard.pull(image.as_str()).await?,
        Some(Pull::Never) => None,
    };
    if let Some(mut pull) = pull {
        while let Some(progress) = pull.next().await {
            progress.map_err(|error| not_pulled(image, error))?;
        }
    }
    let name = match &container.name {
        Some(name) => name.value.as_str().to_owned(),
        None => unnamed(context.guard),
    };
    let id = context.guard.create_container(&name, spec).await?;
    if let Some(file) = id_file {
        file.write(&id)?;
    }
    for endpoint in container.networks.iter().skip(1) {
        let network = spec::network_mode(&endpoint.network.value);
        context.guard.connect(&network, &id, &spec::endpoint(endpoint)).await?;
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
/// If its standard input is attached, it reads the redirected file, or nothing.
async fn attached(
    context: &CommandContext<'_>,
    id: &ContainerId,
    attach: AttachSpec,
) -> Result<(Output, i64), RunError> {
    let guard = context.guard;
    let output = guard.attach(id, attach, context.input.clone().unwrap_or_default()).await?;
    let exit = guard.wait_begun(id, Until::NextExit).await?;
    mount_clash::start(context, id).await?;
    Ok(output::until(context.output(), output, exit).await?)
}

/// Runs `docker start`.
///
/// # Errors
/// A fault or a refusal of the engine.
pub(super) async fn start(context: &CommandContext<'_>, start: &Start) -> Result<CommandResult, RunError> {
    if start.attach || start.interactive {
        let [name, ..] = start.containers.as_slice() else { return Ok(CommandResult::default()) };
        let container = context.guard.require_container(name.value.as_str(), Operation::Start).await?;
        if !container.running {
            let stdin = start.interactive && container.open_stdin;
            let attach = AttachSpec { stdin, ..AttachSpec::OUTPUTS };
            let (output, status) = attached(context, &container.id, attach).await?;
            return Ok(CommandResult::status(output, status));
        }
        // A running container is only followed until it ends.
        let output = context.guard.attach(&container.id, AttachSpec::OUTPUTS, Bytes::new()).await?;
        let exit = context.guard.wait_begun(&container.id, Until::NotRunning).await?;
        let (output, status) = output::until(context.output(), output, exit).await?;
        return Ok(CommandResult::status(output, status));
    }
    let names = start.containers.iter().map(|name| name.value.as_str());
    let result = lifecycle::each(context, names, async |name| {
        let container = context.guard.require_container(name, Operation::Start).await?;
        mount_clash::start(context, &container.id).await?;
        Ok(Some(name.to_owned()))
    })
    .await?;
    Ok(CommandResult { started: result.done.clone(), ..result })
}

/// Runs `docker exec`.
///
/// # Errors
/// A fault or a refusal of the engine.
pub(super) async fn exec(context: &CommandContext<'_>, exec: &Exec) -> Result<CommandResult, RunError> {
    let env = files::variables(context, exec.env_files.iter().map(|file| &file.value));
    let mut env = match env {
        Ok(env) => env,
        Err(why) => return Ok(CommandResult::refused(why)),
    };
    env.extend(files::pairs(&exec.env));
    let container = context.guard.require_container(exec.container.value.as_str(), Operation::Exec).await?;
    let spec = ExecSpec {
        command: exec.command.clone(),
        env,
        workdir: exec.workdir.as_deref().map(|path| context.workspace.in_container(path)),
        user: exec.user.clone(),
        // Nobody uses this terminal, and without one output and errors stay separate.
        tty: false,
        detach: exec.detach,
        privileged: exec.privileged.is_some(),
        input: context.input.clone().filter(|_| exec.interactive),
    };
    let (output, status) =
        output::finish(context.output(), context.guard.exec(&container.id, &spec).await?).await?;
    Ok(CommandResult::status(output, status))
}
