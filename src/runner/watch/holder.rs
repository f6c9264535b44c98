//! Holders: what keeps a container's values, and whether a holder still exists.

use std::path::Path;

use crate::engine::{ContainerDetails, Destination, Guard, MountDetails, MountKind};
use crate::fate::{ContainerRun, Holder};
use crate::runner::error::RunError;

/// Returns the holder of the mount over a path; `Ok(None)` if nothing is mounted.
///
/// # Errors
/// The engine's errors.
pub async fn mounted(
    guard: &Guard,
    container: &ContainerDetails,
    place: &Destination,
) -> Result<Option<Holder>, RunError> {
    match &place.mount {
        Some(mount) => Ok(Some(mount_holder(guard, container, mount).await?)),
        None => Ok(None),
    }
}

/// Returns the holder that a mount stands for.
///
/// # Errors
/// The engine's errors.
pub async fn mount_holder(
    guard: &Guard,
    container: &ContainerDetails,
    mount: &MountDetails,
) -> Result<Holder, RunError> {
    Ok(match mount.kind {
        MountKind::Volume => {
            let identity = guard.volume(&mount.name).await?.map(|volume| guard.volume_identity(&volume));
            Holder::Volume { name: mount.name.clone(), identity: identity.unwrap_or_default() }
        }
        MountKind::Bind => Holder::Bind { path: mount.source.clone() },
        MountKind::Tmpfs => Holder::Tmpfs { run: run(container) },
    })
}

/// Returns whether a holder is gone.
///
/// # Errors
/// The engine's errors.
pub async fn destroyed(guard: &Guard, holder: &Holder) -> Result<bool, RunError> {
    Ok(match holder {
        Holder::Image { .. } | Holder::Workspace => false,
        Holder::Layer { container } | Holder::Log { container } => {
            guard.container(container).await?.is_none()
        }
        Holder::Volume { name, identity } => match guard.volume(name).await? {
            Some(volume) => guard.volume_identity(&volume) != *identity,
            None => true,
        },
        Holder::Bind { path } => !Path::new(path).exists(),
        Holder::Tmpfs { run: last } | Holder::Memory { run: last } => {
            let now = guard.container(&last.container).await?;
            now.is_none_or(|now| !now.running || run(&now) != *last)
        }
    })
}

/// Returns the current run of a container.
pub fn run(container: &ContainerDetails) -> ContainerRun {
    ContainerRun { container: container.id.0.clone(), started: container.started.clone() }
}

/// Returns the container's own layer.
pub fn layer(container: &ContainerDetails) -> Holder {
    Holder::Layer { container: container.id.0.clone() }
}

/// Returns the container's image.
pub fn image(container: &ContainerDetails) -> Holder {
    Holder::Image { id: container.image.clone() }
}
