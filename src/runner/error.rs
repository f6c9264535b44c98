//! Faults that stop a run. Checks and fates that do not hold are data, not errors.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use super::{has_stand_in, millis};
use crate::engine::{Bounds, EngineError, GuardError};
use crate::event::{Filling, Message};
use crate::host::not_plain;

/// Why a run cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The engine failed, or something that the run needs is not this run's.
    #[error(transparent)]
    Guard(#[from] GuardError),
    /// A command is refused: by the runner, or by the engine for a reason that is known better than its words tell.
    #[error("refused: {}", .0.key)]
    Refused(Message),
    /// An image is missing and could not be pulled.
    #[error("image {image} is missing: {cause}")]
    ImageMissing {
        /// The image's name.
        image: String,
        /// The pull's error.
        cause: EngineError,
    },
    /// The engine sent an invalid archive.
    #[error("archive of {subject}: {cause}")]
    Archive {
        /// The path that was requested.
        subject: String,
        /// What is wrong with it.
        cause: io::Error,
    },
    /// A file of the workspace could not be read or written.
    #[error("{}: {cause}", .path.display())]
    Workspace {
        /// The file.
        path: PathBuf,
        /// The filesystem's error.
        cause: io::Error,
    },
    /// A watch's command kept failing.
    #[error("watch {label}: status {status}")]
    Watch {
        /// The watch's label.
        label: String,
        /// The command's last exit status.
        status: i64,
        /// What it printed.
        output: String,
    },
    /// A watch could not be read.
    #[error("watch {label}: {}", .why.key)]
    Unreadable {
        /// The watch's label.
        label: String,
        /// What was seen instead.
        why: Message,
    },
    /// The path of a watch leads nowhere.
    #[error("watch {label}: the link {link} leads nowhere")]
    Circle {
        /// The watch's label.
        label: String,
        /// The link at which resolution stopped.
        link: String,
    },
    /// A watch's command did not end in time.
    #[error("watch {label}: no end within {within:?}")]
    WatchLate {
        /// The watch's label.
        label: String,
        /// The watch's time limit.
        within: Duration,
    },
}

impl From<EngineError> for RunError {
    fn from(error: EngineError) -> Self {
        Self::Guard(error.into())
    }
}

impl RunError {
    /// Returns the message for this error.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Guard(error) => guard_message(error),
            Self::Refused(why) => why.clone(),
            Self::ImageMissing { image, cause } => {
                let message = Message::new("run-image-missing").arg("image", image);
                message.arg("stand_in", has_stand_in(image)).because(cause_message(cause))
            }
            Self::Archive { subject, cause } if cause.kind() == io::ErrorKind::QuotaExceeded => {
                bounded("run-archive-too-large").arg("subject", subject)
            }
            Self::Archive { subject, cause } => {
                Message::new("run-archive").arg("subject", subject).arg("cause", cause.to_string())
            }
            Self::Workspace { path, cause } if not_plain(cause).is_some() => {
                Message::new("run-not-plain").arg("path", path.display().to_string())
            }
            Self::Workspace { path, cause } => Message::new("run-workspace")
                .arg("path", path.display().to_string())
                .arg("cause", cause.to_string()),
            Self::Watch { label, status, output } => Message::new("run-watch")
                .arg("label", label)
                .arg("status", status.to_string())
                .arg("output", output.trim()),
            Self::Unreadable { label, why } => {
                Message::new("run-unreadable").arg("label", label).because(why.clone())
            }
            Self::Circle { label, link } => {
                Message::new("run-unreadable-path").arg("label", label).arg("link", link)
            }
            Self::WatchLate { label, within } => Message::new("run-watch-late")
                .arg("label", label)
                .arg("time", Filling::Millis { millis: millis(*within) }),
        }
    }

    /// Returns the message if the engine or the guard refused a command.
    /// The docker program would show it to a student. `None` for a fault.
    #[must_use]
    pub fn refusal(&self) -> Option<Message> {
        let refused = match self {
            Self::Guard(error) => error.is_refusal(),
            Self::Refused(_) => true,
            _ => false,
        };
        refused.then(|| self.message())
    }
}

/// Returns a message that names the limits on what is read from a container.
#[must_use]
pub fn bounded(key: &str) -> Message {
    let Bounds { bytes, entries, depth } = Bounds::USUAL;
    let message = Message::new(key).arg("bytes", (bytes >> 30).to_string());
    message.arg("entries", entries.to_string()).arg("depth", depth.to_string())
}

/// Returns the message for a guard error.
#[must_use]
pub fn guard_message(error: &GuardError) -> Message {
    match error {
        GuardError::Engine(error) => engine_message(error),
        _ => filled(error.key(), error.arguments()),
    }
}

/// Returns the message for an engine error: what failed, and why.
#[must_use]
pub fn engine_message(error: &EngineError) -> Message {
    filled(error.key(), error.arguments()).because(cause_message(error))
}

/// Returns the message for why the engine failed or refused.
fn cause_message(error: &EngineError) -> Message {
    filled(error.cause_key(), error.arguments())
}

fn filled(key: &str, arguments: Vec<(&'static str, crate::engine::Filling)>) -> Message {
    arguments.into_iter().fold(Message::new(key), |message, (name, value)| match value {
        crate::engine::Filling::Text(text) => message.arg(name, text),
        crate::engine::Filling::Time(time) => message.arg(name, Filling::Millis { millis: millis(time) }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_large_is_not_called_unreadable() {
        let said = |kind: io::ErrorKind| {
            RunError::Archive { subject: "web:/x".to_owned(), cause: kind.into() }.message().key
        };
        assert_eq!(said(io::ErrorKind::QuotaExceeded), "run-archive-too-large");
        assert_eq!(said(io::ErrorKind::UnexpectedEof), "run-archive");
    }
}
