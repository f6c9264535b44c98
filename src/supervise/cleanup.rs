//! Cleaning up after a run: its objects in the engine, its folder, its ledger.

use std::io;
use std::path::{Path, PathBuf};

use crate::engine::{Cleaned, EngineError, Guard, Kind};
use crate::event::Message;
use crate::host::remove_all;
use crate::runner::engine_message;
use crate::story::shell_word;

/// The result of cleaning up after a run.
pub struct CleanedUp {
    /// The result in the engine.
    pub cleaned: Cleaned,
    /// The run's folder and the error, if it could not be removed.
    pub folder: Option<(PathBuf, io::Error)>,
}

impl CleanedUp {
    /// Returns whether nothing is left.
    #[must_use]
    pub const fn all(&self) -> bool {
        self.cleaned.left.is_empty() && self.folder.is_none()
    }

    /// Returns a message for each thing that is left: why, and what removes it.
    #[must_use]
    pub fn left(&self) -> Vec<Message> {
        let objects = self.cleaned.left.iter().map(|(kind, name, error)| object_left(*kind, name, error));
        objects.chain(self.folder_left()).collect()
    }

    /// Returns the message that the folder is left, and why.
    #[must_use]
    pub fn folder_left(&self) -> Option<Message> {
        let (path, error) = self.folder.as_ref()?;
        let path = path.display().to_string();
        let message = Message::new(match error.kind() {
            io::ErrorKind::PermissionDenied => "run-workspace-left-owner",
            io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices => "run-workspace-left-busy",
            io::ErrorKind::ReadOnlyFilesystem => "run-workspace-left-read-only",
            _ => "run-workspace-left-other",
        });
        let message = message.arg("command", format!("sudo rm -rf {}", shell_word(&path)));
        Some(message.arg("path", path).arg("cause", error.to_string()))
    }
}

/// Removes what a run created in the engine, then its folder, then its ledger.
///
/// The ledger goes last, so that after an interruption the rest can still be found.
pub async fn clean_up(guard: &Guard, folder: &Path) -> CleanedUp {
    let cleaned = guard.remove_all().await;
    // A container that is left may still use the folder.
    let in_use = cleaned.left.iter().any(|(kind, _, _)| *kind == Kind::Container);
    let mut removed = if in_use { Ok(()) } else { remove_folder(folder).await };
    if removed.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::PermissionDenied) {
        // The next removal of the folder shows whether this worked. The ledger records what it may leave.
        let _ = guard.empty_folder(folder).await;
        let _ = guard.remove_all().await;
        removed = remove_folder(folder).await;
    }
    let up = CleanedUp { folder: removed.err().map(|error| (folder.to_owned(), error)), cleaned };
    if up.all() {
        guard.finish();
    }
    up
}

/// Removes a folder with its content; a missing one counts as removed.
///
/// It runs on a thread of its own, so that the program still reacts to signals.
async fn remove_folder(folder: &Path) -> io::Result<()> {
    let folder = folder.to_owned();
    let removing = tokio::task::spawn_blocking(move || remove_all(&folder));
    match removing.await.map_err(io::Error::other)? {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// Returns the message that an object is left, why, and what removes it.
#[must_use]
pub fn object_left(kind: Kind, name: &str, error: &EngineError) -> Message {
    let message = Message::new("run-left").arg("kind", kind.word()).arg("name", name);
    message.arg("command", removal(kind, name)).because(engine_message(error))
}

/// Returns the command that removes an object.
#[must_use]
pub fn removal(kind: Kind, name: &str) -> String {
    match kind {
        Kind::Container => format!("docker rm -fv {name}"),
        Kind::Volume => format!("docker volume rm {name}"),
        Kind::Network => format!("docker network rm {name}"),
        Kind::Image => format!("docker rmi {name}"),
    }
}
