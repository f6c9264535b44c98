//! `--cidfile`: a file of the workspace that gets the id of a new container (docker/cli, `container/create.go`).

use std::fs::File;
use std::io::{self, Write};

use crate::engine::ContainerId;
use crate::event::Message;
use crate::runner::error::RunError;
use crate::runner::workspace::Workspace;

/// The open file. If nothing is written into it, it is removed again.
pub(super) struct IdFile<'w> {
    workspace: &'w Workspace,
    name: &'w str,
    file: File,
    written: bool,
}

impl<'w> IdFile<'w> {
    /// Creates the file, which must not exist.
    ///
    /// # Errors
    /// The refusal of its path.
    pub fn create(workspace: &'w Workspace, name: &'w str) -> Result<Self, RunError> {
        let refused = |key: &'static str| RunError::Refused(Message::new(key).arg("path", name));
        match workspace.create_new(name) {
            Ok(file) => Ok(Self { workspace, name, file, written: false }),
            Err(error) => Err(match error.kind() {
                io::ErrorKind::AlreadyExists => refused("run-id-file-exists"),
                io::ErrorKind::PermissionDenied => refused("run-outside-workspace"),
                _ => refused("run-no-place-for-file"),
            }),
        }
    }

    /// Writes the id.
    ///
    /// # Errors
    /// The filesystem's errors.
    pub fn write(mut self, id: &ContainerId) -> Result<(), RunError> {
        self.written = true;
        let path = self.workspace.folder().join(self.name);
        self.file.write_all(id.0.as_bytes()).map_err(|cause| RunError::Workspace { path, cause })
    }
}

impl Drop for IdFile<'_> {
    fn drop(&mut self) {
        if !self.written {
            // The command has failed already, and its error matters more.
            let _ = self.workspace.remove_file(self.name);
        }
    }
}
