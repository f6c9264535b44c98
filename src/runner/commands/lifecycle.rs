//! Carries out commands on existing containers.

use std::time::Duration;

use super::{CommandContext, CommandResult, limits, spec};
use crate::command::{Kill, Remove, Rename, Restart, Signal, Stop, Timeout, Update};
use crate::engine::{Act, Ending, Operation, UpdateSpec};
use crate::event::CommandEnd;
use crate::runner::error::RunError;

/// Does the same to each container, and prints a line for each.
/// After a refusal the next containers still get their turn; the first refusal is the command's end.
///
/// # Errors
/// The engine's errors.
pub(super) async fn each<'n>(
    context: &CommandContext<'_>,
    names: impl Iterator<Item = &'n str>,
    mut act: impl AsyncFnMut(&str) -> Result<Option<String>, RunError>,
) -> Result<CommandResult, RunError> {
    let mut result = CommandResult::printed(context.output());
    for name in names {
        match act(name).await {
            Ok(Some(line)) => {
                result.output.push_line(&line);
                result.done.push(name.to_owned());
            }
            Ok(None) => {}
            Err(error) => match error.refusal() {
                Some(why) => result.failed = result.failed.or(Some(CommandEnd::Refused { why })),
                None => return Err(error),
            },
        }
    }
    Ok(result)
}

/// Does an act to each container, and prints their names.
///
/// # Errors
/// The engine's errors.
pub(super) async fn all<'n>(
    context: &CommandContext<'_>,
    names: impl Iterator<Item = &'n str>,
    act: Act,
) -> Result<CommandResult, RunError> {
    each(context, names, async |name| {
        let container = context.guard.require_container(name, act.operation()).await?;
        context.guard.act(&container.id, &act).await?;
        Ok(Some(name.to_owned()))
    })
    .await
}

fn ending(signal: Option<&Signal>, timeout: Option<Timeout>) -> Ending {
    let grace = timeout.map(|timeout| match timeout {
        Timeout::Seconds(seconds) => Duration::from_secs(seconds.into()),
        Timeout::Never => Duration::MAX,
    });
    Ending { grace, signal: signal.map(|signal| signal.0.clone()) }
}

/// Runs `docker stop`.
///
/// # Errors
/// The engine's errors.
pub(super) async fn stop(context: &CommandContext<'_>, stop: &Stop) -> Result<CommandResult, RunError> {
    all(
        context,
        stop.containers.iter().map(|name| name.value.as_str()),
        Act::Stop(ending(stop.signal.as_ref(), stop.timeout)),
    )
    .await
}

/// Runs `docker restart`.
///
/// # Errors
/// The engine's errors.
pub(super) async fn restart(
    context: &CommandContext<'_>,
    restart: &Restart,
) -> Result<CommandResult, RunError> {
    let act = Act::Restart(ending(restart.signal.as_ref(), restart.timeout));
    let result = all(context, restart.containers.iter().map(|name| name.value.as_str()), act).await?;
    Ok(CommandResult { started: result.done.clone(), ..result })
}

/// Runs `docker kill`.
///
/// # Errors
/// The engine's errors.
pub(super) async fn kill(context: &CommandContext<'_>, kill: &Kill) -> Result<CommandResult, RunError> {
    let signal = kill.signal.as_ref().map_or_else(|| "KILL".to_owned(), |signal| signal.0.clone());
    all(context, kill.containers.iter().map(|name| name.value.as_str()), Act::Kill(signal)).await
}

/// Runs `docker rm`.
///
/// # Errors
/// The engine's errors.
pub(super) async fn remove(context: &CommandContext<'_>, remove: &Remove) -> Result<CommandResult, RunError> {
    each(context, remove.containers.iter().map(|name| name.value.as_str()), async |name| {
        let container = match context.guard.container(name).await? {
            Some(container) => container,
            // `rm -f` of a missing container is not an error (docker/cli, `container/rm.go`).
            None if remove.force => return Ok(None),
            None => context.guard.require_container(name, Operation::RemoveContainer).await?,
        };
        context.guard.remove_container(&container.id, remove.force, remove.volumes).await?;
        Ok(Some(name.to_owned()))
    })
    .await
}

/// Runs `docker wait`: prints the exit status of each container when it ends.
///
/// # Errors
/// The engine's errors.
pub(super) async fn wait<'n>(
    context: &CommandContext<'_>,
    names: impl Iterator<Item = &'n str>,
) -> Result<CommandResult, RunError> {
    each(context, names, async |name| {
        let container = context.guard.require_container(name, Operation::Wait).await?;
        Ok(Some(context.guard.wait(&container.id).await?.to_string()))
    })
    .await
}

/// Runs `docker rename`.
///
/// # Errors
/// A fault or a refusal of the engine.
pub(super) async fn rename(context: &CommandContext<'_>, rename: &Rename) -> Result<CommandResult, RunError> {
    let container =
        context.guard.require_container(rename.container.value.as_str(), Operation::Rename).await?;
    let act = Act::Rename(rename.to.value.as_str().to_owned());
    context.guard.act(&container.id, &act).await?;
    Ok(CommandResult::default())
}

/// Runs `docker update`.
///
/// # Errors
/// The engine's errors.
pub(super) async fn update(context: &CommandContext<'_>, update: &Update) -> Result<CommandResult, RunError> {
    let restart = update.restart.as_ref().map(|policy| spec::restart(policy.value));
    let spec = UpdateSpec { limits: limits::limits(&update.limits), restart };
    all(context, update.containers.iter().map(|name| name.value.as_str()), Act::Update(Box::new(spec))).await
}
