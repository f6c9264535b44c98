//! Errors of an engine: the operation, its subject, the cause.

use std::time::Duration;

use super::refusal::Refusal;
use super::types::Kind;

/// The maximum number of a container layer's changes that are read.
pub const CHANGES: usize = 100_000;

/// The maximum bytes of the paths of a layer's changes, together.
pub const PATHS: usize = 64 << 20;

/// The operation that failed. The catalogues have `engine-<word>` for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// Ask the engine for its version and platform.
    About,
    /// List objects.
    List(Kind),
    /// Inspect a container.
    InspectContainer,
    /// Inspect an image.
    InspectImage,
    /// Inspect a volume.
    InspectVolume,
    /// Pull an image.
    Pull,
    /// Create a container.
    Create,
    /// Start a container.
    Start,
    /// Stop a container.
    Stop,
    /// Restart a container.
    Restart,
    /// Send a signal.
    Kill,
    /// Wait until a container ends.
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
    /// Create a volume.
    CreateVolume,
    /// Read the disk usage.
    Usage,
    /// Pause a container's processes.
    Pause,
    /// Resume a container's processes.
    Unpause,
    /// Rename a container.
    Rename,
    /// Change a container's limits.
    Update,
    /// List a container's processes.
    Top,
    /// Attach to a container's streams.
    Attach,
    /// Export a container's whole filesystem.
    Export,
    /// Inspect a network.
    InspectNetwork,
    /// Create a network.
    CreateNetwork,
    /// Remove a network.
    RemoveNetwork,
    /// Connect a container to a network.
    Connect,
    /// Disconnect a container from a network.
    Disconnect,
    /// Build an image.
    Build,
    /// Create an image from a container.
    Commit,
    /// Name an image.
    Tag,
    /// Remove an image, or a name of one.
    RemoveImage,
    /// List an image's layers.
    History,
    /// Create an image from a filesystem.
    Import,
    /// Save images in an archive.
    Save,
    /// Load images from an archive.
    Load,
}

impl Operation {
    /// All operations but the listings, for tests of their messages.
    pub const OTHERS: [Self; 40] = [
        Self::About,
        Self::InspectContainer,
        Self::InspectImage,
        Self::InspectVolume,
        Self::Pull,
        Self::Create,
        Self::Start,
        Self::Stop,
        Self::Restart,
        Self::Kill,
        Self::Wait,
        Self::Logs,
        Self::Exec,
        Self::Changes,
        Self::Read,
        Self::Write,
        Self::RemoveContainer,
        Self::RemoveVolume,
        Self::CreateVolume,
        Self::Usage,
        Self::Pause,
        Self::Unpause,
        Self::Rename,
        Self::Update,
        Self::Top,
        Self::Attach,
        Self::Export,
        Self::InspectNetwork,
        Self::CreateNetwork,
        Self::RemoveNetwork,
        Self::Connect,
        Self::Disconnect,
        Self::Build,
        Self::Commit,
        Self::Tag,
        Self::RemoveImage,
        Self::History,
        Self::Import,
        Self::Save,
        Self::Load,
    ];

    /// Returns the key of this operation's error message in the catalogues.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::About => "engine-about",
            Self::List(Kind::Container) => "engine-list-containers",
            Self::List(Kind::Volume) => "engine-list-volumes",
            Self::List(Kind::Network) => "engine-list-networks",
            Self::InspectContainer => "engine-inspect-container",
            Self::InspectImage => "engine-inspect-image",
            Self::InspectVolume => "engine-inspect-volume",
            Self::List(Kind::Image) => "engine-list-images",
            Self::Pull => "engine-pull",
            Self::Create => "engine-create",
            Self::Start => "engine-start",
            Self::Stop => "engine-stop",
            Self::Restart => "engine-restart",
            Self::Kill => "engine-kill",
            Self::Wait => "engine-wait",
            Self::Logs => "engine-logs",
            Self::Exec => "engine-exec",
            Self::Changes => "engine-changes",
            Self::Read => "engine-read",
            Self::Write => "engine-write",
            Self::RemoveContainer => "engine-remove-container",
            Self::RemoveVolume => "engine-remove-volume",
            Self::CreateVolume => "engine-create-volume",
            Self::Usage => "engine-usage",
            Self::Pause => "engine-pause",
            Self::Unpause => "engine-unpause",
            Self::Rename => "engine-rename",
            Self::Update => "engine-update",
            Self::Top => "engine-top",
            Self::Attach => "engine-attach",
            Self::Export => "engine-export",
            Self::InspectNetwork => "engine-inspect-network",
            Self::CreateNetwork => "engine-create-network",
            Self::RemoveNetwork => "engine-remove-network",
            Self::Connect => "engine-connect",
            Self::Disconnect => "engine-disconnect",
            Self::Build => "engine-build",
            Self::Commit => "engine-commit",
            Self::Tag => "engine-tag",
            Self::RemoveImage => "engine-remove-image",
            Self::History => "engine-history",
            Self::Import => "engine-import",
            Self::Save => "engine-save",
            Self::Load => "engine-load",
        }
    }

    /// Returns the operation that inspects an object of this kind.
    #[must_use]
    pub const fn inspect(kind: Kind) -> Self {
        match kind {
            Kind::Container => Self::InspectContainer,
            Kind::Volume => Self::InspectVolume,
            Kind::Network => Self::InspectNetwork,
            Kind::Image => Self::InspectImage,
        }
    }
}

/// Why an operation failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Cause {
    /// The engine refused it.
    #[error("refused ({status}): {words}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The engine's own words.
        words: String,
    },
    /// The engine did not answer within the operation's time-out.
    #[error("no answer within {0:?}")]
    TimedOut(Duration),
    /// Nothing answers at the engine's address.
    #[error("unreachable: {0}")]
    Unreachable(String),
    /// One side's certificate was rejected. Nothing was asked.
    #[error("not trusted: {0}")]
    Untrusted(String),
    /// The answer cannot be parsed, or ended too early.
    #[error("broken answer: {0}")]
    Broken(String),
    /// The answer has more than so many bytes, or too many values. None of it is used.
    #[error("an answer of more than {0} bytes")]
    TooLong(usize),
    /// A container's layer has too many changes. None of them is used.
    #[error("too many changes")]
    TooManyChanges,
}

impl Cause {
    /// Returns a shell's status and the engine's words for a command that cannot run.
    ///
    /// `None` if the refusal means something else. `docker run` ends with the same status (docker/cli,
    /// `container/run.go`).
    #[must_use]
    pub fn not_executable(&self) -> Option<(i64, &str)> {
        let Self::Refused { words, .. } = self else { return None };
        let said = words.to_ascii_lowercase();
        let command = said.contains("exec failed") || said.contains("executable") || said.contains("oci ");
        match () {
            () if !command => None,
            () if said.contains("permission denied") => Some((126, words)),
            () if said.contains("not found") || said.contains("no such file") => Some((127, words)),
            () => None,
        }
    }
}

/// An error of the engine.
///
/// Its message is built per locale, from the operation and the cause.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{operation:?} {subject:?}: {cause}")]
pub struct EngineError {
    /// The operation that failed.
    pub operation: Operation,
    /// The object's name or id, as people know it; may be empty.
    pub subject: String,
    /// Why it failed.
    pub cause: Cause,
}

impl EngineError {
    /// Creates the error of an operation on a subject.
    #[must_use]
    pub fn new(operation: Operation, subject: &str, cause: Cause) -> Self {
        Self { operation, subject: subject.to_owned(), cause }
    }

    /// Returns whether the engine reported that the object does not exist.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        let Cause::Refused { status, words } = &self.cause else { return false };
        *status == 404 || Refusal::is_podmans_not_found(words)
    }

    /// Returns whether the engine failed at its work, so that a retry may succeed.
    ///
    /// A refusal by its rules has another status, except for an image that a build of Podman's still uses.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        let Cause::Refused { status, words } = &self.cause else { return false };
        *status >= 500 || Refusal::is_used_by_podmans_build(words)
    }

    /// Returns whether the engine did not answer, or broke off. It may be back later.
    #[must_use]
    pub const fn is_absence(&self) -> bool {
        !matches!(self.cause, Cause::Refused { .. })
    }

    /// Returns the kind of refusal; `None` if the engine failed instead of refusing.
    #[must_use]
    pub fn refusal(&self) -> Option<Refusal> {
        match &self.cause {
            Cause::Refused { status, words } => Some(Refusal::of(self.operation, *status, words)),
            _ => None,
        }
    }

    /// Returns the key of the message for what failed: `engine-<operation>`.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        self.operation.key()
    }

    /// Returns the key of the message for the cause, which has the attribute `help`.
    #[must_use]
    pub fn cause_key(&self) -> &'static str {
        match (&self.cause, self.refusal()) {
            (_, Some(refusal)) => refusal.key(),
            (Cause::TimedOut(_), _) => "engine-cause-timed-out",
            (Cause::Unreachable(words), _) if denied(words) => "engine-cause-denied",
            (Cause::Unreachable(_), _) => "engine-cause-unreachable",
            (Cause::Untrusted(_), _) => "engine-cause-untrusted",
            (Cause::TooLong(_), _) => "engine-cause-too-long",
            (Cause::TooManyChanges, _) => "engine-cause-too-many-changes",
            (_, _) => "engine-cause-broken",
        }
    }

    /// Returns the arguments of both messages.
    #[must_use]
    pub fn arguments(&self) -> Vec<(&'static str, Filling)> {
        let text = |text: &str| Filling::Text(text.to_owned());
        let mut arguments = vec![("subject", text(&self.subject))];
        match &self.cause {
            Cause::Refused { status, words } => {
                arguments.extend([("words", text(words)), ("status", text(&status.to_string()))]);
            }
            Cause::TimedOut(time) => arguments.push(("time", Filling::Time(*time))),
            Cause::TooLong(most) => arguments.push(("most", text(&size(*most)))),
            Cause::TooManyChanges => {
                arguments.extend([("most", text(&size(PATHS))), ("changes", text(&CHANGES.to_string()))]);
            }
            Cause::Unreachable(words) | Cause::Untrusted(words) | Cause::Broken(words) => {
                arguments.push(("words", text(words)));
            }
        }
        arguments
    }
}

/// A value in a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filling {
    /// Text: a name, or words of the engine or the system.
    Text(String),
    /// A duration, written as the locale does.
    Time(Duration),
}

/// Returns a number of bytes for people.
fn size(bytes: usize) -> String {
    format!("{} MiB", bytes >> 20)
}

/// Returns whether the system denied access to the engine.
fn denied(words: &str) -> bool {
    words.to_ascii_lowercase().contains("permission denied")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_fills_its_messages() {
        let late = EngineError::new(Operation::Start, "web", Cause::TimedOut(Duration::from_mins(1)));
        assert_eq!((late.key(), late.cause_key()), ("engine-start", "engine-cause-timed-out"));
        assert_eq!(
            late.arguments(),
            [("subject", Filling::Text("web".to_owned())), ("time", Filling::Time(Duration::from_mins(1))),]
        );
        let denied = Cause::Unreachable("Permission denied (os error 13)".to_owned());
        assert_eq!(EngineError::new(Operation::About, "", denied).cause_key(), "engine-cause-denied");
    }

    /// The English catalogue, as text.
    const WORDS: &str = include_str!("../i18n/en/engine.ftl");

    #[test]
    fn every_key_has_its_words_and_every_reason_its_help() {
        let operations = Kind::ALL.map(Operation::List).into_iter().chain(Operation::OTHERS);
        for operation in operations {
            assert!(WORDS.contains(&format!("\n{} = ", operation.key())), "{operation:?}");
        }
        let causes =
            ["timed-out", "unreachable", "untrusted", "denied", "broken", "too-long", "too-many-changes"]
                .map(|it| format!("engine-cause-{it}"));
        for reason in Refusal::ALL.map(|refusal| refusal.key().to_owned()).into_iter().chain(causes) {
            let message = WORDS.split_once(&format!("\n{reason} = ")).map(|(_, rest)| rest);
            let help = message.and_then(|rest| rest.lines().nth(1)).unwrap_or_default();
            assert!(help.starts_with("    .help = "), "{reason}");
        }
    }

    #[test]
    fn a_command_that_cannot_be_run_has_a_shells_status() {
        let refused = |words: &str| Cause::Refused { status: 500, words: words.to_owned() };
        let status = |words: &str| refused(words).not_executable().map(|(status, _)| status);
        assert_eq!(status("crun: executable file `no` not found in $PATH: OCI runtime error"), Some(127));
        assert_eq!(status("OCI runtime exec failed: exec: \"/etc\": permission denied"), Some(126));
        assert_eq!(status("container is not running"), None);
        assert_eq!(status("No such container: x"), None);
    }
}
