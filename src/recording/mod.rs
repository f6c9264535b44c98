//! Recordings of runs: a header, then one event a line, each with its moment. What is written
//! here can be read by every later version of the program (`docs/recordings.md`).

mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::{Damage, Flaw, Moment, Reader};
pub use write::Lines;

use serde::{Deserialize, Serialize};

/// What the header says that the file is.
const KIND: &str = "events";

/// The version of the format that is written. Within a version things are only added.
pub const VERSION: u32 = 1;

/// The first line of a recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// What the file is: `events`.
    statelab: String,
    /// The version of the format.
    version: u32,
    /// The version of the program that made it; empty where it is not said.
    #[serde(default)]
    pub program: String,
    /// When it was begun, as `2026-11-24T08:35:55Z`; empty where it is not said.
    #[serde(default)]
    pub made: String,
}

impl Header {
    /// The header of a recording that this program begins now; `made`: see there.
    #[must_use]
    pub fn new(made: String) -> Self {
        let program = env!("CARGO_PKG_VERSION").to_owned();
        Self { statelab: KIND.to_owned(), version: VERSION, program, made }
    }

    /// The header that a line is, of whatever version; none: it is something else.
    #[must_use]
    pub fn read(line: &str) -> Option<Self> {
        let header: Self = serde_json::from_str(line).ok()?;
        (header.statelab == KIND && header.version > 0).then_some(header)
    }
}
