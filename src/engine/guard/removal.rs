//! The outcomes of removing objects.

use super::super::ledger::Entry;
use super::super::{Cause, EngineError, Kind};

/// The outcome of cleaning up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cleaned {
    /// What was removed, by kind and name in the engine.
    ///
    /// An object without a name has its id instead. Images that are only steps of another one are not listed.
    pub removed: Vec<(Kind, String)>,
    /// What could not be removed, and why. These objects stay in the ledger.
    pub left: Vec<(Kind, String, EngineError)>,
}

impl Cleaned {
    /// Checks whether a later attempt may succeed.
    ///
    /// The engine was not there, failed, or is still busy.
    #[must_use]
    pub fn may_go_later(&self) -> bool {
        self.left.iter().any(|(_, _, error)| error.is_absence() || error.is_failure())
    }
}

/// The outcome for one object.
pub(super) enum Removal {
    /// It existed and was removed.
    Removed,
    /// It was already gone, or the name means another object now.
    Gone,
    /// It still exists.
    Left(EngineError),
}

/// Returns an object's name in the engine, or its id as commands accept it.
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

/// Checks whether an image was not removed because another one has its layers.
pub(super) fn is_a_part(error: &EngineError) -> bool {
    matches!(&error.cause, Cause::Refused { words, .. } if words.contains("dependent child images"))
}
