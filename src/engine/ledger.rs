//! What a run made in an engine, written down before it is made, so that whoever comes after a
//! crash can remove it. May import nothing of ours outside `engine`.

use std::path::{Path, PathBuf};

/// A ledger that could not be written or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("ledger {}: {words}", .path.display())]
pub struct LedgerError {
    /// The ledger's file.
    pub path: PathBuf,
    /// The system's words.
    pub words: String,
}

/// The ledger of a run that is going on: its file is locked for as long as this lives.
#[derive(Debug)]
pub struct Ledger {}

impl Ledger {
    /// Begins the ledger of a run in the folder of all ledgers (made where it is missing).
    /// `engine` is where the run's engine answers.
    pub fn create(folder: &Path, run: &str, lab: &str, engine: &str) -> Result<Self, LedgerError> {
        let _ = (folder, run, lab, engine);
        todo!()
    }
}
