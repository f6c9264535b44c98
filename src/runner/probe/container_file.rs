//! Reads files of containers.

use super::file::{self, FileSeen};
use super::tmpfs;
use crate::engine::{ContainerDetails, Destination, Guard, LinkLoop, Paths, Thing};
use crate::event::Message;
use crate::runner::error::RunError;

/// Reads a file of a container, following links. `Ok(Ok(None))` if there is none.
/// The inner error says why it cannot be read.
///
/// # Errors
/// The engine's errors, or an invalid archive.
pub async fn read(
    guard: &Guard,
    container: &ContainerDetails,
    path: &str,
) -> Result<Result<Option<FileSeen>, Message>, RunError> {
    match Paths::of(guard, container).await?.follow(path).await? {
        Ok(place) => read_at(guard, container, &place).await,
        Err(LinkLoop { link }) => Ok(Err(Message::new("seen-link-loop").arg("link", link))),
    }
}

/// Returns whether a path exists in a container, following links.
/// The file itself is not read. The inner error says why its existence cannot be determined.
///
/// # Errors
/// The engine's errors.
pub async fn exists(
    guard: &Guard,
    container: &ContainerDetails,
    path: &str,
) -> Result<Result<bool, Message>, RunError> {
    match Paths::of(guard, container).await?.follow(path).await? {
        Ok(place) if place.thing == Thing::Unseen || place.is_on_tmpfs() => {
            let seen = read_at(guard, container, &place).await?;
            Ok(seen.map(|seen| seen.is_some()))
        }
        Ok(place) => Ok(Ok(place.thing != Thing::Nothing)),
        Err(LinkLoop { link }) => Ok(Err(Message::new("seen-link-loop").arg("link", link))),
    }
}

/// Reads the file at a resolved path. The inner error says why it cannot be read.
///
/// # Errors
/// The engine's errors, or an invalid archive.
pub async fn read_at(
    guard: &Guard,
    container: &ContainerDetails,
    place: &Destination,
) -> Result<Result<Option<FileSeen>, Message>, RunError> {
    let path = place.path.as_str();
    if place.is_on_tmpfs() {
        if container.running {
            return tmpfs::read(guard, container, path).await;
        }
        let status = container.exit_code.to_string();
        let why = Message::new("seen-stopped").arg("container", &container.name).arg("status", status);
        return Ok(Err(why));
    }
    if place.thing == Thing::Nothing {
        return Ok(Ok(None));
    }
    let Some(flow) = guard.read(&container.id, path).await? else {
        return Ok(Ok(None));
    };
    let seen = file::read(flow).await?;
    let subject = || format!("{}:{path}", container.name);
    seen.map(|seen| Ok(Some(seen))).map_err(|cause| RunError::Archive { subject: subject(), cause })
}
