//! What an engine's fault is: the operation, its subject, the cause.

use std::time::Duration;

use super::types::Kind;

/// What was tried when something went wrong. The catalogues have `engine-<word>` for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// Ask the engine about itself.
    About,
    /// List objects.
    List(Kind),
    /// Look at a container.
    InspectContainer,
    /// Look at an image.
    InspectImage,
    /// Look at a volume.
    InspectVolume,
    /// List all images.
    ListImages,
    /// Pull an image.
    Pull,
    /// Make a container.
    Create,
    /// Start a container.
    Start,
    /// Stop a container.
    Stop,
    /// Restart a container.
    Restart,
    /// Send a signal.
    Kill,
    /// Wait for a container's end.
    Wait,
    /// Read a container's output.
    Logs,
    /// Run a command in a container.
    Exec,
    /// List what a container's layer changed.
    Changes,
    /// Copy out of a container.
    Read,
    /// Copy into a container.
    Write,
    /// Remove a container.
    RemoveContainer,
    /// Remove a volume.
    RemoveVolume,
    /// Make a volume.
    CreateVolume,
}

/// Why it went wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Cause {
    /// The engine answered with a refusal.
    #[error("refused ({status}): {words}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The engine's own words.
        words: String,
    },
    /// No answer within the operation's time.
    #[error("no answer within {0:?}")]
    TimedOut(Duration),
    /// Nothing answers where the engine should be.
    #[error("unreachable: {0}")]
    Unreachable(String),
    /// The answer made no sense, or ended too early.
    #[error("broken answer: {0}")]
    Broken(String),
}

/// A fault of the engine. Its words for people are made per locale, from the operation and the cause.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{operation:?} {subject:?}: {cause}")]
pub struct EngineError {
    /// What was tried.
    pub operation: Operation,
    /// On what: a name or id as people know it; may be empty.
    pub subject: String,
    /// Why it went wrong.
    pub cause: Cause,
}

impl EngineError {
    /// An error of an operation on a subject.
    #[must_use]
    pub fn new(operation: Operation, subject: &str, cause: Cause) -> Self {
        Self { operation, subject: subject.to_owned(), cause }
    }

    /// Whether the engine said that there is no such thing.
    #[must_use]
    pub const fn is_not_found(&self) -> bool {
        matches!(self.cause, Cause::Refused { status: 404, .. })
    }
}
