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
    /// Ask how much room things take.
    Usage,
    /// Hold a container's processes.
    Pause,
    /// Let them go on.
    Unpause,
    /// Give a container another name.
    Rename,
    /// Change a container's limits.
    Update,
    /// List a container's processes.
    Top,
    /// Attach to a container's streams.
    Attach,
    /// Take out a container's whole filesystem.
    Export,
    /// Look at a network.
    InspectNetwork,
    /// Make a network.
    CreateNetwork,
    /// Remove a network.
    RemoveNetwork,
    /// Put a container into a network.
    Connect,
    /// Take a container out of a network.
    Disconnect,
    /// Build an image.
    Build,
    /// Make an image of a container.
    Commit,
    /// Give an image a name.
    Tag,
    /// Remove an image, or a name of one.
    RemoveImage,
    /// List an image's layers.
    History,
    /// Make an image of a filesystem.
    Import,
    /// Write images into an archive.
    Save,
    /// Take images out of an archive.
    Load,
}

impl Operation {
    /// All of them but the listings, for tests of what has to be there for each.
    pub const OTHERS: [Self; 41] = [
        Self::About,
        Self::InspectContainer,
        Self::InspectImage,
        Self::InspectVolume,
        Self::ListImages,
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

    /// The key of the words for a failure of this in the catalogues.
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
            Self::ListImages | Self::List(Kind::Image) => "engine-list-images",
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

    /// Looking at an object of this kind.
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

    /// What kind of refusal it is; none: the engine did not refuse, it failed.
    #[must_use]
    pub fn refusal(&self) -> Option<Refusal> {
        match &self.cause {
            Cause::Refused { status, words } => Some(Refusal::of(self.operation, *status, words)),
            _ => None,
        }
    }

    /// The key of the words for what failed: `engine-<operation>`.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        self.operation.key()
    }

    /// The key of the words for why, with the attribute `help` for what the person can do.
    #[must_use]
    pub fn cause_key(&self) -> &'static str {
        match (&self.cause, self.refusal()) {
            (_, Some(refusal)) => refusal.key(),
            (Cause::TimedOut(_), _) => "engine-cause-timed-out",
            (Cause::Unreachable(words), _) if denied(words) => "engine-cause-denied",
            (Cause::Unreachable(_), _) => "engine-cause-unreachable",
            (_, _) => "engine-cause-broken",
        }
    }

    /// What fills both messages.
    #[must_use]
    pub fn arguments(&self) -> Vec<(&'static str, Filling)> {
        let text = |text: &str| Filling::Text(text.to_owned());
        let mut arguments = vec![("subject", text(&self.subject))];
        match &self.cause {
            Cause::Refused { status, words } => {
                arguments.extend([("words", text(words)), ("status", text(&status.to_string()))]);
            }
            Cause::TimedOut(time) => arguments.push(("time", Filling::Time(*time))),
            Cause::Unreachable(words) | Cause::Broken(words) => arguments.push(("words", text(words))),
        }
        arguments
    }
}

/// A value that fills a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filling {
    /// Text: a name, or words of the engine or the system.
    Text(String),
    /// A span of time, written as the locale does.
    Time(Duration),
}

/// Whether the system said that the right to talk to the engine is missing.
fn denied(words: &str) -> bool {
    words.to_ascii_lowercase().contains("permission denied")
}

/// What kind of refusal an engine's answer is, in the project's own words, since engines word
/// theirs differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// There is no such container, volume or path.
    NotFound,
    /// There is no such image, here or in the registry.
    NoSuchImage,
    /// Another container has this name.
    NameTaken,
    /// It is in use: a volume by a container, a container by its process.
    InUse,
    /// The container does not run.
    NotRunning,
    /// Something else listens on this port of the host.
    PortTaken,
    /// The container is paused, and this needs one that is not.
    Paused,
    /// The container is not paused.
    NotPaused,
    /// The container runs, and this needs one that does not.
    Running,
    /// The engine's disk is full.
    NoSpace,
    /// A value makes no sense to the engine.
    Invalid,
    /// The engine does not have this.
    Unsupported,
    /// Anything else: the engine's own words say what.
    Other,
}

impl Refusal {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::NotFound,
        Self::NoSuchImage,
        Self::NameTaken,
        Self::InUse,
        Self::NotRunning,
        Self::PortTaken,
        Self::Paused,
        Self::NotPaused,
        Self::Running,
        Self::NoSpace,
        Self::Invalid,
        Self::Unsupported,
        Self::Other,
    ];

    /// What the engine's answer means. The words are those of moby 20.10 to 28 and Podman 4 and 5.
    #[must_use]
    pub fn of(operation: Operation, status: u16, words: &str) -> Self {
        let words = words.to_ascii_lowercase();
        let says = |any: &[&str]| any.iter().any(|one| words.contains(one));
        let by_words = WORDINGS.iter().find(|(wordings, _)| says(wordings)).map(|(_, refusal)| *refusal);
        by_words.unwrap_or(match status {
            404 if matches!(operation, Operation::Pull) => Self::NoSuchImage,
            404 => Self::NotFound,
            400 => Self::Invalid,
            501 => Self::Unsupported,
            _ => Self::Other,
        })
    }

    /// The word for it in `fails =` of a lab.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::NoSuchImage => "no-such-image",
            Self::NameTaken => "name-taken",
            Self::InUse => "in-use",
            Self::NotRunning => "not-running",
            Self::PortTaken => "port-taken",
            Self::Paused => "paused",
            Self::NotPaused => "not-paused",
            Self::Running => "running",
            Self::NoSpace => "no-space",
            Self::Invalid => "invalid",
            Self::Unsupported => "unsupported",
            Self::Other => "other",
        }
    }

    /// The key of the words for it in the catalogues.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::NotFound => "engine-refused-not-found",
            Self::NoSuchImage => "engine-refused-no-such-image",
            Self::NameTaken => "engine-refused-name-taken",
            Self::InUse => "engine-refused-in-use",
            Self::NotRunning => "engine-refused-not-running",
            Self::PortTaken => "engine-refused-port-taken",
            Self::Paused => "engine-refused-paused",
            Self::NotPaused => "engine-refused-not-paused",
            Self::Running => "engine-refused-running",
            Self::NoSpace => "engine-refused-no-space",
            Self::Invalid => "engine-refused-invalid",
            Self::Unsupported => "engine-refused-unsupported",
            Self::Other => "engine-refused-other",
        }
    }
}

/// What engines write, in the order in which it is looked for.
const WORDINGS: &[(&[&str], Refusal)] = &[
    (&["port is already allocated", "address already in use"], Refusal::PortTaken),
    (
        &[
            "no such image",
            "image not known",
            "manifest unknown",
            "pull access denied",
            "reference does not exist",
        ],
        Refusal::NoSuchImage,
    ),
    (
        &[
            "that name is already in use",
            "is already in use by container",
            "network with name",
            "endpoint with name",
            "network already exists",
        ],
        Refusal::NameTaken,
    ),
    (&["no space left"], Refusal::NoSpace),
    (&["is not paused"], Refusal::NotPaused),
    (&["is already paused", "is paused", "unpause the container before"], Refusal::Paused),
    (
        &[
            "volume is in use",
            "is being used",
            "remove a running container",
            "as it is running",
            "has active endpoints",
            "image is in use",
            "is using its referenced image",
            "image is being used by",
            "dependent child images",
            "must be forced",
        ],
        Refusal::InUse,
    ),
    (&["is not running", "on running containers"], Refusal::NotRunning),
    (&["is running"], Refusal::Running),
    (&["invalid signal"], Refusal::Invalid),
    (&["oci runtime"], Refusal::Other),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_engines_wordings_mean_the_same() {
        let docker_name = "Conflict. The container name \"/x\" is already in use by container \"c0\". \
            You have to remove (or rename) that container to be able to reuse that name.";
        let podman_name = "creating container storage: the container name \"x\" is already in use by c0. \
            You have to remove that container to be able to reuse that name: that name is already in use";
        let podman_exec = "can only create exec sessions on running containers: container state improper";
        let docker_port = "driver failed programming external connectivity on endpoint x (0): \
            Bind for 0.0.0.0:8080 failed: port is already allocated";
        let podman_volume =
            "volume mydata is being used by the following container(s): c0: volume is being used";
        for (operation, status, words, expected) in [
            (Operation::Create, 409, docker_name, Refusal::NameTaken),
            (Operation::Create, 500, podman_name, Refusal::NameTaken),
            (Operation::Create, 404, "No such image: nginx:1", Refusal::NoSuchImage),
            (Operation::Exec, 409, "Container c0 is not running", Refusal::NotRunning),
            (Operation::Exec, 409, podman_exec, Refusal::NotRunning),
            (Operation::Start, 500, docker_port, Refusal::PortTaken),
            (Operation::RemoveVolume, 409, "remove mydata: volume is in use - [c0]", Refusal::InUse),
            (Operation::RemoveVolume, 409, podman_volume, Refusal::InUse),
            (Operation::RemoveVolume, 404, "get mydata: no such volume", Refusal::NotFound),
            (Operation::Pull, 404, "repository does not exist", Refusal::NoSuchImage),
            (Operation::Start, 400, "OCI runtime create failed", Refusal::Other),
            (
                Operation::Exec,
                409,
                "Container web is paused, unpause the container before exec",
                Refusal::Paused,
            ),
            (Operation::Pause, 409, "Container c0 is already paused", Refusal::Paused),
            (Operation::Unpause, 500, "Container c0 is not paused", Refusal::NotPaused),
            (
                Operation::RemoveNetwork,
                403,
                "error while removing network: has active endpoints",
                Refusal::InUse,
            ),
            (Operation::CreateNetwork, 409, "network with name net already exists", Refusal::NameTaken),
            (Operation::RemoveNetwork, 404, "network net not found", Refusal::NotFound),
            (
                Operation::RemoveImage,
                409,
                "conflict: unable to remove repository reference \"a\" (must force) - container c0 is using its \
                    referenced image i0",
                Refusal::InUse,
            ),
            (Operation::Kill, 400, "Invalid signal: NONSENSE", Refusal::Invalid),
        ] {
            assert_eq!(Refusal::of(operation, status, words), expected, "{words}");
        }
    }

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
        let causes = ["timed-out", "unreachable", "denied", "broken"].map(|it| format!("engine-cause-{it}"));
        for reason in Refusal::ALL.map(|refusal| refusal.key().to_owned()).into_iter().chain(causes) {
            let message = WORDS.split_once(&format!("\n{reason} = ")).map(|(_, rest)| rest);
            let help = message.and_then(|rest| rest.lines().nth(1)).unwrap_or_default();
            assert!(help.starts_with("    .help = "), "{reason}");
        }
    }
}
