//! The kinds of refusals, since engines word theirs differently.

use super::error::Operation;

/// The kind of an engine's refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// There is no such container, volume, network or path.
    NotFound,
    /// There is no such image, here or in the registry.
    NoSuchImage,
    /// Another container has this name.
    NameTaken,
    /// The object is in use: a volume by a container, a container by its process.
    InUse,
    /// The container does not run.
    NotRunning,
    /// The port of the host is in use.
    PortTaken,
    /// The container is paused, and the operation needs one that is not.
    Paused,
    /// The container is not paused.
    NotPaused,
    /// The container runs, and the operation needs one that does not.
    Running,
    /// The engine's disk is full.
    NoSpace,
    /// The engine rejects a value.
    Invalid,
    /// The engine does not support the operation.
    Unsupported,
    /// Another kind: the engine's own words say which.
    Other,
}

impl Refusal {
    /// All kinds.
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

    /// Returns the kind of a refusal.
    ///
    /// The known words are those of moby 20.10 to 28 and Podman 4 and 5.
    #[must_use]
    pub fn of(operation: Operation, status: u16, words: &str) -> Self {
        let words = words.to_ascii_lowercase();
        let says = |any: &[&str]| any.iter().any(|one| words.contains(one));
        let by_words = WORDINGS.iter().find(|(wordings, _)| says(wordings)).map(|(_, refusal)| *refusal);
        by_words.unwrap_or(match status {
            404 if matches!(operation, Operation::Pull) => Self::NoSuchImage,
            // Podman 4 has no such call. The answer comes from its router and is not about a container.
            404 if matches!(operation, Operation::Update) && words.trim() == "not found" => Self::Unsupported,
            404 => Self::NotFound,
            400 => Self::Invalid,
            501 => Self::Unsupported,
            _ => Self::Other,
        })
    }

    /// Returns whether these are Podman's words for a missing object.
    ///
    /// Podman sends them with another status than 404, for a container that is being removed and for an id that no
    /// image has.
    #[must_use]
    pub(super) fn is_podmans_not_found(words: &str) -> bool {
        ["does not exist in database: no such container", "cannot specify 64-byte hexadecimal strings"]
            .iter()
            .any(|said| words.contains(said))
    }

    /// Returns whether an image is in use by a container of Podman's builder.
    ///
    /// Only the builder knows that container. The step of a cancelled build continues until it ends by itself.
    #[must_use]
    pub(super) fn is_used_by_podmans_build(words: &str) -> bool {
        words.contains("consider listing external containers")
    }

    /// Returns the word for it in a lab's `fails =`.
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

    /// Returns the key of its message in the catalogues.
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

/// The words of engines, in the order in which they are looked for.
const WORDINGS: &[(&[&str], Refusal)] = &[
    // Podman's words for a container that is being removed, and for a network.
    (&["no such container", "network not found"], Refusal::NotFound),
    (&["port is already allocated", "address already in use"], Refusal::PortTaken),
    (
        &[
            "no such image",
            "image not known",
            "manifest unknown",
            "pull access denied",
            "reference does not exist",
            // Podman's words for an id that no image has.
            "cannot specify 64-byte hexadecimal strings",
        ],
        Refusal::NoSuchImage,
    ),
    (
        &[
            "that name is already in use",
            "is already in use by container",
            "network with name",
            "endpoint with name",
            "container already exists",
            "network is already connected",
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
    (&["is not running", "on running containers", "only kill running containers"], Refusal::NotRunning),
    (&["is running"], Refusal::Running),
    (&["invalid signal"], Refusal::Invalid),
    (&["oci runtime"], Refusal::Other),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Cause, EngineError};

    /// An operation, status and words of an engine, and the kind that they mean.
    type Case<'w> = (Operation, u16, &'w str, Refusal);

    fn mean(cases: &[Case<'_>]) {
        for &(operation, status, words, expected) in cases {
            assert_eq!(Refusal::of(operation, status, words), expected, "{words}");
        }
    }

    #[test]
    fn dockers_words_have_a_meaning() {
        let docker_name = "Conflict. The container name \"/x\" is already in use by container \"c0\". \
            You have to remove (or rename) that container to be able to reuse that name.";
        let docker_port = "driver failed programming external connectivity on endpoint x (0): \
            Bind for 0.0.0.0:8080 failed: port is already allocated";
        mean(&[
            (Operation::Create, 409, docker_name, Refusal::NameTaken),
            (Operation::Update, 404, "Not Found", Refusal::Unsupported),
            (Operation::Update, 404, "No such container: c0", Refusal::NotFound),
            (Operation::Create, 404, "No such image: nginx:1", Refusal::NoSuchImage),
            (Operation::Exec, 409, "Container c0 is not running", Refusal::NotRunning),
            (Operation::Start, 500, docker_port, Refusal::PortTaken),
            (Operation::RemoveVolume, 409, "remove mydata: volume is in use - [c0]", Refusal::InUse),
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
        ]);
    }

    #[test]
    fn what_podmans_builder_is_still_at_is_a_failure_and_what_a_container_uses_is_not() {
        let fails = |words: &str| {
            let cause = Cause::Refused { status: 409, words: words.to_owned() };
            EngineError::new(Operation::RemoveImage, "a", cause).is_failure()
        };
        let used = "image used by c0: image is in use by a container";
        assert!(fails(&format!("{used}: consider listing external containers and force-removing image")));
        assert!(!fails(used));
    }

    #[test]
    fn podmans_words_have_the_same_one() {
        let podman_name = "creating container storage: the container name \"x\" is already in use by c0. \
            You have to remove that container to be able to reuse that name: that name is already in use";
        let podman_exec = "can only create exec sessions on running containers: container state improper";
        let podman_rename = "renaming container c0: name x already in use, cannot rename container c0: container already exists";
        let podman_kill = "can only kill running containers. c0 is in state exited: container state improper";
        let podman_connect =
            "container c0 is already connected to network \"n\": network is already connected";
        let podman_going = "container c0 does not exist in database: no such container";
        let podman_network = "unable to find network with name or ID n: network not found";
        let podman_volume =
            "volume mydata is being used by the following container(s): c0: volume is being used";
        mean(&[
            (Operation::Create, 500, podman_name, Refusal::NameTaken),
            (Operation::Rename, 409, podman_rename, Refusal::NameTaken),
            (Operation::Kill, 500, podman_kill, Refusal::NotRunning),
            (Operation::Connect, 500, podman_connect, Refusal::NameTaken),
            (Operation::InspectContainer, 500, podman_going, Refusal::NotFound),
            (Operation::Connect, 404, podman_network, Refusal::NotFound),
            (Operation::Exec, 409, podman_exec, Refusal::NotRunning),
            (Operation::RemoveVolume, 409, podman_volume, Refusal::InUse),
        ]);
    }
}
