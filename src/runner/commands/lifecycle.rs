//! Carries out commands on existing containers.

use std::time::Duration;

use super::{Carried, Place, limits, spec};
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
    place: &Place<'_>,
    names: impl Iterator<Item = &'n str>,
    mut act: impl AsyncFnMut(&str) -> Result<Option<String>, RunError>,
) -> Result<Carried, RunError> {
    let mut carried = Carried::printed(place.output());
    for name in names {
        match act(name).await {
            Ok(Some(line)) => {
                carried.output.push_line(&line);
                carried.done.push(name.to_owned());
            }
            Ok(None) => {}
            Err(error) => match error.refusal() {
                Some(why) => carried.failed = carried.failed.or(Some(CommandEnd::Refused { why })),
                None => return Err(error),
            },
        }
    }
    Ok(carried)
}

/// Does an act to each container, and prints their names.
///
/// # Errors
/// The engine's errors.
pub(super) async fn all<'n>(
    place: &Place<'_>,
    names: impl Iterator<Item = &'n str>,
    act: Act,
) -> Result<Carried, RunError> {
    each(place, names, async |name| {
        let container = place.guard.require_container(name, act.operation()).await?;
        place.guard.act(&container.id, &act).await?;
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
pub(super) async fn stop(place: &Place<'_>, stop: &Stop) -> Result<Carried, RunError> {
    all(
        place,
        stop.containers.iter().map(|name| name.value.as_str()),
        Act::Stop(ending(stop.signal.as_ref(), stop.timeout)),
    )
    .await
}

/// Runs `docker restart`.
///
/// # Errors
/// The engine's errors.
pub(super) async fn restart(place: &Place<'_>, restart: &Restart) -> Result<Carried, RunError> {
    let act = Act::Restart(ending(restart.signal.as_ref(), restart.timeout));
    let carried = all(place, restart.containers.iter().map(|name| name.value.as_str()), act).await?;
    Ok(Carried { started: carried.done.clone(), ..carried })
}

/// Runs `docker kill`.
///
/// # Errors
/// The engine's errors.
pub(super) async fn kill(place: &Place<'_>, kill: &Kill) -> Result<Carried, RunError> {
    let signal = kill.signal.as_ref().map_or_else(|| "KILL".to_owned(), |signal| signal.0.clone());
    all(place, kill.containers.iter().map(|name| name.value.as_str()), Act::Kill(signal)).await
}

/// Runs `docker rm`.
///
/// # Errors
/// The engine's errors.
pub(super) async fn remove(place: &Place<'_>, remove: &Remove) -> Result<Carried, RunError> {
    each(place, remove.containers.iter().map(|name| name.value.as_str()), async |name| {
        let container = match place.guard.container(name).await? {
            Some(container) => container,
            // `rm -f` of a missing container is not an error (docker/cli, `container/rm.go`).
            None if remove.force => return Ok(None),
            None => place.guard.require_container(name, Operation::RemoveContainer).await?,
        };
        place.guard.remove_container(&container.id, remove.force, remove.volumes).await?;
        Ok(Some(name.to_owned()))
    })
    .await
}

/// Runs `docker wait`: prints the exit status of each container when it ends.
///
/// # Errors
/// The engine's errors.
pub(super) async fn wait<'n>(
    place: &Place<'_>,
    names: impl Iterator<Item = &'n str>,
) -> Result<Carried, RunError> {
    each(place, names, async |name| {
        let container = place.guard.require_container(name, Operation::Wait).await?;
        Ok(Some(place.guard.wait(&container.id).await?.to_string()))
    })
    .await
}

/// Runs `docker rename`.
///
/// # Errors
/// A fault or a refusal of the engine.
pub(super) async fn rename(place: &Place<'_>, rename: &Rename) -> Result<Carried, RunError> {
    let container = place.guard.require_container(rename.container.value.as_str(), Operation::Rename).await?;
    let act = Act::Rename(rename.to.value.as_str().to_owned());
    place.guard.act(&container.id, &act).await?;
    Ok(Carried::default())
}

/// Runs `docker update`.
///
/// # Errors
/// The engine's errors.
pub(super) async fn update(place: &Place<'_>, update: &Update) -> Result<Carried, RunError> {
    let restart = update.restart.as_ref().map(|policy| spec::restart(policy.value));
    let spec = UpdateSpec { limits: limits::limits(&update.limits), restart };
    all(place, update.containers.iter().map(|name| name.value.as_str()), Act::Update(Box::new(spec))).await
}
