//! Why a guard did not do something.

use super::super::{EngineError, Kind, LedgerError};

/// Whose an object is that holds a name which a lab wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// Somebody else's: nothing of ours made it.
    Stranger,
    /// It was left by an earlier run of ours, or belongs to one that is going on now.
    EarlierRun {
        /// That run's id.
        run: String,
    },
}

/// Why something was not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GuardError {
    /// The engine's own fault or refusal.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The name is held by an object that is not this run's. It was not touched.
    #[error("{kind:?} {name:?} is taken: {owner:?}")]
    Taken {
        /// What kind of object.
        kind: Kind,
        /// Its name in the engine.
        name: String,
        /// Whose it is.
        owner: Owner,
    },
    /// An object that this run did not make. It was not touched.
    #[error("{kind:?} {id:?} is not this run's")]
    NotOurs {
        /// What kind of object.
        kind: Kind,
        /// Its id or name.
        id: String,
    },
    /// The ledger could not be written, so nothing was made.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl GuardError {
    /// A name that somebody else holds.
    pub(super) const fn taken(kind: Kind, name: String, owner: Owner) -> Self {
        Self::Taken { kind, name, owner }
    }
}
