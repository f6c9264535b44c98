//! Cleaning up after a run: what it made in the engine, its folder, its ledger.

use std::io;
use std::path::{Path, PathBuf};

use crate::engine::{Cleaned, EngineError, Guard, Kind};
use crate::event::Message;
use crate::host::remove_all;
use crate::runner::engine_message;
use crate::story::shell_word;

/// What cleaning up after a run came to.
pub struct CleanedUp {
    /// In the engine.
    pub cleaned: Cleaned,
    /// The run's folder, where it could not be removed, and why.
    pub folder: Option<(PathBuf, io::Error)>,
}

impl CleanedUp {
    /// Whether nothing is left.
    #[must_use]
    pub const fn all(&self) -> bool {
        self.cleaned.left.is_empty() && self.folder.is_none()
    }

    /// What is left, each with why and with what removes it.
    #[must_use]
    pub fn left(&self) -> Vec<Message> {
        let objects = self.cleaned.left.iter().map(|(kind, name, error)| object_left(*kind, name, error));
        objects.chain(self.folder_left()).collect()
    }

    /// That the folder is left, and why.
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

/// Removes what a run made in the engine, then its folder; the ledger goes last, so that whoever is
/// stopped in between leaves something that can be found.
pub async fn clean_up(guard: &Guard, folder: &Path) -> CleanedUp {
    let cleaned = guard.remove_all().await;
    // A container may still use it.
    let in_use = cleaned.left.iter().any(|(kind, _, _)| *kind == Kind::Container);
    let mut removed = if in_use { Ok(()) } else { remove_folder(folder).await };
    if removed.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::PermissionDenied) {
        // What comes of it shows at once; what it may have left stands in the ledger.
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

/// Removes a folder with all that is in it; one that is not there is gone. It takes a thread of its own, so
/// that the program can be asked to stop meanwhile.
async fn remove_folder(folder: &Path) -> io::Result<()> {
    let folder = folder.to_owned();
    let removing = tokio::task::spawn_blocking(move || remove_all(&folder));
    match removing.await.map_err(io::Error::other)? {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// That an object is left, why, and what removes it.
#[must_use]
pub fn object_left(kind: Kind, name: &str, error: &EngineError) -> Message {
    let message = Message::new("run-left").arg("kind", kind.word()).arg("name", name);
    message.arg("command", removal(kind, name)).because(engine_message(error))
}

/// The command that removes an object.
#[must_use]
pub fn removal(kind: Kind, name: &str) -> String {
    match kind {
        Kind::Container => format!("docker rm -fv {name}"),
        Kind::Volume => format!("docker volume rm {name}"),
        Kind::Network => format!("docker network rm {name}"),
        Kind::Image => format!("docker rmi {name}"),
    }
}
