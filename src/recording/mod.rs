//! Recordings of runs: a header, then one event per line, each with its moment. Every later version
//! of the program can read them (`docs/recordings.md`).

mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::{Damage, Flaw, Moment, RecordingReader};
pub use write::Lines;

use serde::{Deserialize, Serialize};

/// The header's name for this kind of file.
const KIND: &str = "events";

/// The version of the format that is written.
/// Within a version, things are only added.
pub const VERSION: u32 = 1;

/// The first line of a recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// What the file is: `events`.
    statelab: String,
    /// The version of the format.
    version: u32,
    /// The version of the program that wrote it; empty if unknown.
    #[serde(default)]
    pub program: String,
    /// When it was started, as `2026-11-24T08:35:55Z`; empty if unknown.
    #[serde(default)]
    pub made: String,
}

impl Header {
    /// Creates the header of a recording that starts now. For `made` see the field.
    #[must_use]
    pub fn new(made: String) -> Self {
        let program = env!("CARGO_PKG_VERSION").to_owned();
        Self { statelab: KIND.to_owned(), version: VERSION, program, made }
    }

    /// Parses a header of any version; `None` if the line is not a header.
    #[must_use]
    pub fn read(line: &str) -> Option<Self> {
        let header: Self = serde_json::from_str(line).ok()?;
        (header.statelab == KIND && header.version > 0).then_some(header)
    }
}
