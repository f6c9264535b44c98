//! What an engine takes and returns: the project's own types, none of a client library.

use std::collections::BTreeMap;
use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use futures_util::Stream;
use serde_json::Value;

use super::error::{EngineError, Operation};
use super::spec::UpdateSpec;

/// A stream of what an engine sends piece by piece.
pub type Flow<T> = Pin<Box<dyn Stream<Item = Result<T, EngineError>> + Send>>;

/// Labels of an object in the engine.
pub type Labels = BTreeMap<String, String>;

/// The full id of a container.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct ContainerId(pub String);

impl fmt::Display for ContainerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An engine's name, version and platform.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    /// `Docker` or `Podman`.
    pub name: String,
    /// Its version, such as `20.10.24+dfsg1`.
    pub version: String,
    /// The version of its API, such as `1.41`.
    pub api: String,
    /// Its operating system and architecture, such as `linux/amd64`.
    pub platform: String,
    /// The folder of images, layers and volumes on the engine's host.
    pub root: String,
    /// The storage driver, such as `overlay2`.
    pub storage: String,
    /// Its machine's host name.
    pub host: String,
    /// Whether it is rootless.
    ///
    /// Its machine then has no route to the containers' network.
    pub rootless: bool,
}

/// The kinds of objects that a run creates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A container.
    Container,
    /// A volume.
    Volume,
    /// A network.
    Network,
    /// An image, or a name of one.
    Image,
}

impl Kind {
    /// All kinds, in an order for removal: an object comes before those that it uses.
    pub const ALL: [Self; 4] = [Self::Container, Self::Volume, Self::Network, Self::Image];

    /// Returns the word for this kind in labels and ledgers.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Container => "container",
            Self::Volume => "volume",
            Self::Network => "network",
            Self::Image => "image",
        }
    }
}

/// An object of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The full id of a container, network or image, or the name of a volume.
    pub id: String,
    /// Its name; for an image its first tag, or empty.
    pub name: String,
    /// Its labels.
    pub labels: Labels,
}

/// An object of a listing, with all that the engine reports on it there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The object.
    pub found: Found,
    /// The engine's own words.
    ///
    /// They are an item of `/containers/json`, `/images/json`, `/networks`, or of the `Volumes` of `/volumes`.
    pub raw: Value,
}

impl Row {
    /// Reads the id, name and labels from the engine's words.
    #[must_use]
    pub fn of(kind: Kind, raw: Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let texts = |value: &Value| value.as_array().into_iter().flatten().map(text).collect::<Vec<_>>();
        let name = match kind {
            // A container that others link to also has the names of the links, which have two slashes.
            Kind::Container => {
                let names = texts(&raw["Names"]);
                let mut names = names.iter().map(|name| name.trim_start_matches('/'));
                names.find(|name| !name.contains('/')).unwrap_or_default().to_owned()
            }
            Kind::Image => {
                let tags = texts(&raw["RepoTags"]);
                tags.into_iter().find(|tag| tag != "<none>:<none>").unwrap_or_default()
            }
            Kind::Volume | Kind::Network => text(&raw["Name"]),
        };
        let id = if kind == Kind::Volume { name.clone() } else { text(&raw["Id"]) };
        let labels = raw["Labels"].as_object().into_iter().flatten();
        let labels = labels.map(|(name, value)| (name.clone(), text(value))).collect();
        Self { found: Found { id, name, labels }, raw }
    }
}

/// An action on an existing container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Start it.
    Start,
    /// Stop it.
    Stop(Ending),
    /// Stop and start it.
    Restart(Ending),
    /// Send its main process a signal; empty means the engine's default, `KILL`.
    Kill(String),
    /// Pause all its processes.
    Pause,
    /// Resume them.
    Unpause,
    /// Rename it.
    Rename(String),
    /// Change its limits or its restart policy.
    Update(Box<UpdateSpec>),
}

impl Act {
    /// Returns the operation of this action.
    #[must_use]
    pub const fn operation(&self) -> Operation {
        match self {
            Self::Start => Operation::Start,
            Self::Stop(_) => Operation::Stop,
            Self::Restart(_) => Operation::Restart,
            Self::Kill(_) => Operation::Kill,
            Self::Pause => Operation::Pause,
            Self::Unpause => Operation::Unpause,
            Self::Rename(_) => Operation::Rename,
            Self::Update(_) => Operation::Update,
        }
    }
}

/// How a container is stopped.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ending {
    /// The time after which it is killed; [`Duration::MAX`] means never.
    ///
    /// `None` means the container's or the engine's default.
    pub grace: Option<Duration>,
    /// The signal; `None` means the container's own (engines since Docker 23).
    pub signal: Option<String>,
}

impl Ending {
    /// Returns a stop with the container's own signal and this time.
    #[must_use]
    pub const fn within(grace: Duration) -> Self {
        Self { grace: Some(grace), signal: None }
    }
}

/// The processes of a container, as `ps` lists them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Top {
    /// The titles of the columns.
    pub titles: Vec<String>,
    /// The columns of each process.
    pub processes: Vec<Vec<String>>,
}

/// Which part of a container's output to read.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command that says it")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogOptions {
    /// Whether to read on until the main process ends.
    pub follow: bool,
    /// The number of last lines; `None` means all.
    pub tail: Option<u64>,
    /// The start time: seconds since 1970, with a fraction, as the API wants them.
    pub since: Option<String>,
    /// The end time, in the same form.
    pub until: Option<String>,
    /// Whether each line starts with its time.
    pub timestamps: bool,
    /// Whether each line starts with the log driver's extra details.
    pub details: bool,
    /// Standard output.
    pub stdout: bool,
    /// Standard error.
    pub stderr: bool,
}

impl Default for LogOptions {
    /// Returns the options for all output so far.
    fn default() -> Self {
        let (tail, since, until) = (None, None, None);
        let (follow, timestamps, details) = (false, false, false);
        Self { follow, tail, since, until, timestamps, details, stdout: true, stderr: true }
    }
}

/// The event that a wait ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Until {
    /// The container does not run. This includes one that was not started yet.
    #[default]
    NotRunning,
    /// The container's next end, for a wait that begins before the start.
    NextExit,
    /// The container is removed, for one that removes itself.
    Removed,
}

impl Until {
    /// Returns the engine's word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotRunning => "not-running",
            Self::NextExit => "next-exit",
            Self::Removed => "removed",
        }
    }
}

/// An exit status that may not be known yet.
pub type Exit = Pin<Box<dyn Future<Output = Result<i64, EngineError>> + Send>>;

/// The metadata of a path in a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathStat {
    /// The last part of the path.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// The kind of file.
    pub kind: PathKind,
    /// The permission bits, with set-user, set-group and sticky: `0o4755`.
    pub mode: u32,
    /// The target of a link, as the engine reports it.
    ///
    /// With Docker, it is an absolute path in the container.
    pub link: Option<String>,
}

/// The kind of file at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PathKind {
    /// A file.
    File,
    /// A directory.
    Directory,
    /// A symbolic link.
    Link,
    /// A device, a socket, a pipe.
    Other,
}

/// A command to run in a container.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExecSpec {
    /// The command and its arguments.
    pub command: Vec<String>,
    /// `NAME=value`.
    pub env: Vec<String>,
    /// The working directory; `None` means the container's.
    pub workdir: Option<String>,
    /// The user; `None` means the container's.
    pub user: Option<String>,
    /// Whether the command has a terminal.
    ///
    /// A real engine runs it without one, since nothing is typed into it, and only then are its output and its errors
    /// separate.
    pub tty: bool,
    /// Whether it runs in the background, without output and without a status.
    pub detach: bool,
    /// Whether it has all capabilities and all devices.
    pub privileged: bool,
    /// What it reads from its standard input, which ends after that; `None` means that it has none.
    pub input: Option<Bytes>,
}

/// The stream of a process that a chunk came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Channel {
    /// Standard output, and everything of a terminal.
    Out,
    /// Standard error.
    Err,
}

/// A piece of a process' output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// The stream that it came from.
    pub from: Channel,
    /// The bytes.
    pub bytes: Bytes,
}

/// A process in a container: its output, then its exit status.
pub struct Process {
    /// Its output, until it ends.
    pub output: Flow<Chunk>,
    /// Its exit status, to await after the output has ended.
    pub exit: Exit,
}

/// The progress of a pull.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pulling {
    /// The engine's current action, such as `Downloading`.
    pub status: String,
    /// The layer, if it is about one.
    pub layer: Option<String>,
    /// Bytes so far.
    pub done: Option<u64>,
    /// Total bytes.
    pub total: Option<u64>,
}

/// The kind of change to a path in a container's own layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChangeKind {
    /// Its content or its metadata changed.
    Modified,
    /// It was added.
    Added,
    /// It was deleted.
    Deleted,
}

/// A changed path in a container's own layer, compared to the image.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// The absolute path.
    pub path: String,
    /// The kind of change.
    pub kind: ChangeKind,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_row_says_who_it_is() {
        let image = json!({ "Id": "sha256:0", "RepoTags": ["<none>:<none>"], "Labels": null });
        let found = Row::of(Kind::Image, image).found;
        assert_eq!((found.id.as_str(), found.name.as_str(), found.labels.len()), ("sha256:0", "", 0));
        let container = json!({ "Id": "1", "Names": ["/web/db", "/db"], "Labels": { "a": "b" } });
        let found = Row::of(Kind::Container, container).found;
        assert_eq!((found.name.as_str(), found.labels["a"].as_str()), ("db", "b"));
        assert_eq!(Row::of(Kind::Volume, json!({ "Name": "mydata" })).found.id, "mydata");
    }
}
