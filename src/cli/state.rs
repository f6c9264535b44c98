//! Where a run keeps its files: ledgers and workspaces, and an engine of our own, below the state folder of XDG's base
//! directory specification.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use etcetera::BaseStrategy;

use crate::engine::{LEDGER_ENDING, Own};
use crate::host::{close_folder, private_folder};
use crate::runner::stamp;

/// The folders of this program's state.
#[derive(Debug, Clone)]
pub struct State {
    folder: PathBuf,
}

impl State {
    /// The state folder of this user: `$XDG_STATE_HOME/statelab`, by default
    /// `~/.local/state/statelab`; on Windows below the local application data. None: there is no home.
    #[must_use]
    pub fn of_user() -> Option<Self> {
        let base = etcetera::choose_base_strategy().ok()?;
        let folder = base.state_dir().unwrap_or_else(|| base.data_dir());
        Some(Self { folder: folder.join("statelab") })
    }

    /// The state folder that is here, of whomever.
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

/// Now, in UTC, as RFC 3339 has it: `2026-11-24T08:35:55Z`.
#[must_use]
pub fn now() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    stamp(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

/// A new id for a run: eight hexadecimal digits, from the system's randomness.
///
/// # Errors
/// The system has none to give.
pub fn run_id() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes)?;
    Ok(format!("{:08x}", u32::from_le_bytes(bytes)))
}
