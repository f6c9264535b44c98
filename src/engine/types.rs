//! What an engine is told and what it tells: the project's own types, none of a client library.

use std::collections::BTreeMap;
use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use futures_util::Stream;

use super::error::{EngineError, Operation};

/// A stream of what an engine sends piece by piece.
pub type Flow<T> = Pin<Box<dyn Stream<Item = Result<T, EngineError>> + Send>>;

/// Labels of an object in the engine.
pub type Labels = BTreeMap<String, String>;

/// The full id of a container.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ContainerId(pub String);

impl fmt::Display for ContainerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What an engine says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// `Docker` or `Podman`.
    pub name: String,
    /// Its version, such as `20.10.24+dfsg1`.
    pub version: String,
    /// The version of its API, such as `1.41`.
    pub api: String,
    /// Its operating system and architecture, such as `linux/amd64`.
    pub platform: String,
    /// Where images, layers and volumes are kept, on the engine's host.
    pub root: String,
    /// The storage driver, such as `overlay2`.
    pub storage: String,
}

/// The kinds of objects that a run makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A container.
    Container,
    /// A volume.
    Volume,
}

impl Kind {
    /// The word for this kind in labels and ledgers.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Container => "container",
            Self::Volume => "volume",
        }
    }
}

/// An object of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The full id of a container, the name of a volume.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its labels.
    pub labels: Labels,
}

/// A container as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContainerDetails {
    /// Its full id.
    pub id: ContainerId,
    /// Its name, without the leading slash.
    pub name: String,
    /// The id of the image that it was made from (`sha256:…`).
    pub image: String,
    /// Whether its main process runs.
    pub running: bool,
    /// The status of the main process when it ended; 0 before.
    pub exit_code: i64,
    /// When it was last started, as the engine writes it; empty before the first start.
    pub started: String,
    /// What is mounted.
    pub mounts: Vec<MountDetails>,
    /// Its addresses in the engine's networks.
    pub addresses: Vec<String>,
    /// Published ports: container port and protocol (`80/tcp`), host address, host port.
    pub ports: Vec<(String, String, u16)>,
    /// Its labels.
    pub labels: Labels,
}

/// What kind of thing is mounted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MountKind {
    /// A volume, named or anonymous.
    Volume,
    /// A path of the host.
    Bind,
    /// A filesystem in memory.
    Tmpfs,
}

impl MountKind {
    /// The engine's word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Volume => "volume",
            Self::Bind => "bind",
            Self::Tmpfs => "tmpfs",
        }
    }
}

/// One mount of a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MountDetails {
    /// What kind of thing.
    pub kind: MountKind,
    /// The volume's name; empty for others.
    pub name: String,
    /// The path on the host; empty for a tmpfs.
    pub source: String,
    /// The path in the container, cleaned.
    pub target: String,
    /// Whether the container may write.
    pub writable: bool,
}

/// An image as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageDetails {
    /// Its id (`sha256:…`).
    pub id: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// The paths that it declares as volumes, cleaned.
    pub volumes: Vec<String>,
    /// Its labels.
    pub labels: Labels,
}

/// A volume as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VolumeDetails {
    /// Its name.
    pub name: String,
    /// When it was made, as the engine writes it (no identity: it moves).
    pub created: String,
    /// Its labels.
    pub labels: Labels,
}

/// How a container is to be made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContainerSpec {
    /// The image, by name or id.
    pub image: String,
    /// The command; none: the image's.
    pub command: Option<Vec<String>>,
    /// The entrypoint; none: the image's.
    pub entrypoint: Option<Vec<String>>,
    /// `NAME=value`.
    pub env: Vec<String>,
    /// What is mounted.
    pub mounts: Vec<MountSpec>,
    /// Which ports are published.
    pub ports: Vec<PortSpec>,
    /// The working directory; none: the image's.
    pub workdir: Option<String>,
    /// The user; none: the image's.
    pub user: Option<String>,
    /// A terminal for the main process.
    pub tty: bool,
    /// Standard input kept open.
    pub open_stdin: bool,
    /// Removed, with its anonymous volumes, when it ends.
    pub auto_remove: bool,
    /// Labels.
    pub labels: Labels,
}

/// One mount to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MountSpec {
    /// What kind of thing.
    pub kind: MountKind,
    /// The volume's name or the host's path; empty for an anonymous volume and a tmpfs.
    pub source: String,
    /// The path in the container, absolute and cleaned.
    pub target: String,
    /// Not to be written.
    pub read_only: bool,
    /// Labels for a volume that this makes.
    pub labels: Labels,
}

/// One port to be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortSpec {
    /// The container's port and protocol, `80/tcp`.
    pub container: String,
    /// The host's address; empty: all.
    pub address: String,
    /// The host's port; none: any free one.
    pub host: Option<u16>,
}

/// What is done to a container that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Start it.
    Start,
    /// Stop it, and kill it after this time (none: the container's or the engine's own).
    Stop(Option<Duration>),
    /// Stop and start it.
    Restart(Option<Duration>),
    /// Send its main process a signal, `KILL` for one.
    Kill(String),
}

impl Act {
    /// What is tried when this is done.
    #[must_use]
    pub const fn operation(&self) -> Operation {
        match self {
            Self::Start => Operation::Start,
            Self::Stop(_) => Operation::Stop,
            Self::Restart(_) => Operation::Restart,
            Self::Kill(_) => Operation::Kill,
        }
    }
}

/// A command to be run in a container.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExecSpec {
    /// The command and its arguments.
    pub command: Vec<String>,
    /// `NAME=value`.
    pub env: Vec<String>,
    /// The working directory; none: the container's.
    pub workdir: Option<String>,
    /// The user; none: the container's.
    pub user: Option<String>,
    /// A terminal for it. Nothing is typed into it, so a real engine runs it without one: only
    /// then are its output and its errors told apart.
    pub tty: bool,
}

/// Which of a process' streams a chunk came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Channel {
    /// Standard output (and everything of a terminal).
    Out,
    /// Standard error.
    Err,
}

/// A piece of a process' output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// Where it came from.
    pub from: Channel,
    /// The bytes.
    pub bytes: Bytes,
}

/// A process in a container: its output piece by piece; when that has ended, its status.
pub struct Process {
    /// What it writes, until it ends.
    pub output: Flow<Chunk>,
    /// Its exit status; to be awaited when the output has ended.
    pub exit: Pin<Box<dyn Future<Output = Result<i64, EngineError>> + Send>>,
}

/// How far a pull has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pulling {
    /// What the engine says it does, such as `Downloading`.
    pub status: String,
    /// The layer, where it is about one.
    pub layer: Option<String>,
    /// Bytes so far.
    pub done: Option<u64>,
    /// Bytes in all.
    pub total: Option<u64>,
}

/// What happened to a path of a container's own layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChangeKind {
    /// Its content or its metadata.
    Modified,
    /// It is new.
    Added,
    /// It is gone.
    Deleted,
}

/// A path of a container's own layer, beside what the image has.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// The path, absolute.
    pub path: String,
    /// What happened to it.
    pub kind: ChangeKind,
}
