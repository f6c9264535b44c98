//! Why a guard did not do something.

use super::super::{EngineError, Filling, Kind, LedgerError};

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
    /// The key of the words for it in the catalogues, with the attribute `help` for what the
    /// person can do. Of the engine's own error it is what failed; why has a key of its own
    /// ([`EngineError::cause_key`]).
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Engine(error) => error.key(),
            Self::Taken { kind: Kind::Container, owner: Owner::Stranger, .. } => "engine-taken-container",
            Self::Taken { kind: Kind::Container, .. } => "engine-left-container",
            Self::Taken { kind: Kind::Volume, owner: Owner::Stranger, .. } => "engine-taken-volume",
            Self::Taken { kind: Kind::Volume, .. } => "engine-left-volume",
            Self::Taken { kind: Kind::Network, owner: Owner::Stranger, .. } => "engine-taken-network",
            Self::Taken { kind: Kind::Network, .. } => "engine-left-network",
            Self::Taken { kind: Kind::Image, owner: Owner::Stranger, .. } => "engine-taken-image",
            Self::Taken { kind: Kind::Image, .. } => "engine-left-image",
            Self::NotOurs { .. } => "engine-not-ours",
            Self::Ledger(_) => "engine-ledger",
        }
    }

    /// What fills the message.
    #[must_use]
    pub fn arguments(&self) -> Vec<(&'static str, Filling)> {
        let text = |text: &str| Filling::Text(text.to_owned());
        match self {
            Self::Engine(error) => error.arguments(),
            Self::Taken { name, owner: Owner::Stranger, .. } => vec![("name", text(name))],
            Self::Taken { name, owner: Owner::EarlierRun { run }, .. } => {
                vec![("name", text(name)), ("run", text(run))]
            }
            Self::NotOurs { id, .. } => vec![("name", text(id))],
            Self::Ledger(LedgerError { path, words }) => {
                vec![("path", text(&path.display().to_string())), ("words", text(words))]
            }
        }
    }

    /// A name that somebody else holds.
    pub(super) const fn taken(kind: Kind, name: String, owner: Owner) -> Self {
        Self::Taken { kind, name, owner }
    }
}
