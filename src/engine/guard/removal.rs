//! What removing things came to.

use super::super::ledger::Entry;
use super::super::{Cause, EngineError, Kind};

/// What cleaning up came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cleaned {
    /// What was removed: kind, and name in the engine. What has no name is called by its id; images that are only the
    /// steps of another one are not told.
    pub removed: Vec<(Kind, String)>,
    /// What could not be removed, and why. It stays in the ledger.
    pub left: Vec<(Kind, String, EngineError)>,
}

impl Cleaned {
    /// Whether what is left may go later: the engine was not there, or failed, or is still at it.
    #[must_use]
    pub fn may_go_later(&self) -> bool {
        self.left.iter().any(|(_, _, error)| error.is_absence() || error.is_failure())
    }
}

/// What became of one object.
pub(super) enum Removal {
    /// It was there, and is gone.
    Removed,
    /// It was gone already, or is another one now.
    Gone,
    /// It is still there.
    Left(EngineError),
}

/// The name in the engine: of what has no other, its id, as commands take it.
pub(super) fn name_of(entry: &Entry, id: &str) -> String {
    let bare = id.strip_prefix("sha256:").unwrap_or(id);
    if entry.anonymous { bare.to_owned() } else { entry.name.clone() }
}

pub(super) fn removal(removed: Result<(), EngineError>) -> Removal {
    match removed {
        Ok(()) => Removal::Removed,
        Err(error) if error.is_not_found() => Removal::Gone,
        Err(error) => Removal::Left(error),
    }
}

/// The answer where another image has this one's layers.
pub(super) fn is_a_part(error: &EngineError) -> bool {
    matches!(&error.cause, Cause::Refused { words, .. } if words.contains("dependent child images"))
}
