//! The state folder: ledgers and workspaces of runs, the private engine, and remembered choices.

use std::io;
use std::path::{Path, PathBuf};

use crate::engine::{LEDGER_ENDING, Own};
use crate::host::{close_folder, private_folder};

/// A state folder, passed as a value, so that one process can use several.
#[derive(Debug, Clone)]
pub struct StateDir {
    folder: PathBuf,
}

impl StateDir {
    /// Returns the state folder at this path, without creating it.
    #[must_use]
    pub const fn at(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Creates the folder for this user only, and restricts what is in it already.
    ///
    /// # Errors
    /// As [`private_folder`].
    pub fn make(&self) -> io::Result<()> {
        private_folder(&self.folder)?;
        self.close()
    }

    /// Removes other users' access to the folder and its subfolders, if they exist.
    ///
    /// A run's folder contains files that root in a container creates, with set-user bits and devices.
    ///
    /// # Errors
    /// As [`close_folder`].
    pub fn close(&self) -> io::Result<()> {
        let inner = ["ledgers", "workspaces", "allowed"].map(|name| self.folder.join(name));
        close_folder(&self.folder)?;
        inner.iter().try_for_each(|folder| close_folder(folder))
    }

    /// Returns the ledger of a run.
    #[must_use]
    pub fn ledger(&self, run: &str) -> PathBuf {
        self.ledgers().join(run).with_added_extension(LEDGER_ENDING)
    }

    /// Returns the folder of the ledgers.
    #[must_use]
    pub fn ledgers(&self) -> PathBuf {
        self.folder.join("ledgers")
    }

    /// Returns the file of the student's progress.
    #[must_use]
    pub fn progress(&self) -> PathBuf {
        self.folder.join("progress.json")
    }

    /// Returns the workspace of a run.
    #[must_use]
    pub fn workspace(&self, run: &str) -> PathBuf {
        self.folder.join("workspaces").join(run)
    }

    /// Returns the file that records the permission for a lab with this content.
    #[must_use]
    pub fn allowed(&self, content: &str) -> PathBuf {
        self.folder.join("allowed").join(content)
    }

    /// Returns the file that `engine use` writes.
    #[must_use]
    pub fn choice(&self) -> PathBuf {
        self.folder.join("engine-choice")
    }

    /// Returns the private engine.
    #[must_use]
    pub fn own(&self) -> Own {
        // The path identifies the engine, so it must be the same for every process.
        Own::new(std::path::absolute(&self.folder).unwrap_or_else(|_| self.folder.clone()).join("engine"))
    }

    /// Returns the path of the state folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}
