//! The state folder: ledgers and workspaces of runs, the private engine, and what is remembered.

use std::io;
use std::path::{Path, PathBuf};

use crate::engine::{LEDGER_ENDING, Own};
use crate::host::{close_folder, private_folder};

/// A state folder. It is handed in as a value, so that one process can use several.
#[derive(Debug, Clone)]
pub struct StateDir {
    folder: PathBuf,
}

impl StateDir {
    /// The state folder at this path. Nothing is made yet.
    #[must_use]
    pub const fn at(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Makes the folder, for this user alone, and closes what is in it already.
    ///
    /// # Errors
    /// As [`private_folder`].
    pub fn make(&self) -> io::Result<()> {
        private_folder(&self.folder)?;
        self.close()
    }

    /// Takes the rights of other users from the folder and from those in it, if they are there: in a run's
    /// folder lies what root in a container makes, with set-user bits and devices.
    ///
    /// # Errors
    /// As [`close_folder`].
    pub fn close(&self) -> io::Result<()> {
        let inner = ["ledgers", "workspaces", "allowed"].map(|name| self.folder.join(name));
        close_folder(&self.folder)?;
        inner.iter().try_for_each(|folder| close_folder(folder))
    }

    /// The ledger of a run.
    #[must_use]
    pub fn ledger(&self, run: &str) -> PathBuf {
        self.ledgers().join(run).with_added_extension(LEDGER_ENDING)
    }

    /// Where the ledgers are.
    #[must_use]
    pub fn ledgers(&self) -> PathBuf {
        self.folder.join("ledgers")
    }

    /// The file that says what the student did.
    #[must_use]
    pub fn progress(&self) -> PathBuf {
        self.folder.join("progress.json")
    }

    /// The workspace of a run.
    #[must_use]
    pub fn workspace(&self, run: &str) -> PathBuf {
        self.folder.join("workspaces").join(run)
    }

    /// Where it stands that a lab of this content was allowed what it asks for.
    #[must_use]
    pub fn allowed(&self, content: &str) -> PathBuf {
        self.folder.join("allowed").join(content)
    }

    /// What `engine use` remembers.
    #[must_use]
    pub fn choice(&self) -> PathBuf {
        self.folder.join("engine-choice")
    }

    /// The engine of our own.
    #[must_use]
    pub fn own(&self) -> Own {
        // Which one it is follows from the path, so that must be the same for each who asks.
        Own::new(std::path::absolute(&self.folder).unwrap_or_else(|_| self.folder.clone()).join("engine"))
    }

    /// The state folder itself.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}
