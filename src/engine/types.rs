//! What an engine is told and what it tells: the project's own types, none of a client library.

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

/// What an engine says of itself.
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
    /// Where images, layers and volumes are kept, on the engine's host.
    pub root: String,
    /// The storage driver, such as `overlay2`.
    pub storage: String,
    /// What its machine calls itself.
    pub host: String,
    /// Whether it runs without root's rights, and its containers in a network that its machine has no way to.
    pub rootless: bool,
}

/// The kinds of objects that a run makes.
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
    /// All of them, in an order in which they can be removed: what uses comes before what is used.
    pub const ALL: [Self; 4] = [Self::Container, Self::Volume, Self::Network, Self::Image];

    /// The word for this kind in labels and ledgers.
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
    /// The full id of a container, a network or an image, the name of a volume.
    pub id: String,
    /// Its name; of an image its first tag, or empty.
    pub name: String,
    /// Its labels.
    pub labels: Labels,
}

/// An object of a listing, with all that the engine says of it there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub found: Found,
    /// The engine's own words (an item of `/containers/json`, `/images/json`, `/networks`, or of
    /// the `Volumes` of `/volumes`).
    pub raw: Value,
}

impl Row {
    /// Reads who it is out of the engine's words.
    #[must_use]
    pub fn of(kind: Kind, raw: Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let texts = |value: &Value| value.as_array().into_iter().flatten().map(text).collect::<Vec<_>>();
        let name = match kind {
            // A container that others link to has the names of the links as well; those have two
            // slashes.
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

/// What is done to a container that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Start it.
    Start,
    /// Stop it.
    Stop(Ending),
    /// Stop and start it.
    Restart(Ending),
    /// Send its main process a signal, `KILL` for one; empty: the engine's own, which is that.
    Kill(String),
    /// Hold all its processes.
    Pause,
    /// Let them go on.
    Unpause,
    /// Give it another name.
    Rename(String),
    /// Change its limits, or when it starts again by itself.
    Update(Box<UpdateSpec>),
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
    /// After this time it is killed; none: the container's or the engine's own. [`Duration::MAX`]
    /// is never.
    pub grace: Option<Duration>,
    /// The signal; none: the container's own (engines since Docker 23).
    pub signal: Option<String>,
}

impl Ending {
    /// With the container's own signal, and this time.
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
    /// A process' columns.
    pub processes: Vec<Vec<String>>,
}

/// Which part of a container's output is wanted.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command that says it")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogOptions {
    /// What comes later too, until the main process ends.
    pub follow: bool,
    /// The last so many lines; none: all.
    pub tail: Option<u64>,
    /// From this time on: seconds since 1970, with a fraction, as the API wants them.
    pub since: Option<String>,
    /// Up to this time, written the same way.
    pub until: Option<String>,
    /// The time in front of every line.
    pub timestamps: bool,
    /// What the log driver was told to note, in front of every line.
    pub details: bool,
    /// Standard output.
    pub stdout: bool,
    /// Standard error.
    pub stderr: bool,
}

impl Default for LogOptions {
    /// All that there is, and nothing of what comes.
    fn default() -> Self {
        let (tail, since, until) = (None, None, None);
        let (follow, timestamps, details) = (false, false, false);
        Self { follow, tail, since, until, timestamps, details, stdout: true, stderr: true }
    }
}

/// What a wait is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Until {
    /// The container does not run. One that was not started yet does not.
    #[default]
    NotRunning,
    /// Its next end: for a wait that begins before the start.
    NextExit,
    /// It is gone: for one that removes itself.
    Removed,
}

impl Until {
    /// The engine's word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotRunning => "not-running",
            Self::NextExit => "next-exit",
            Self::Removed => "removed",
        }
    }
}

/// A status that is awaited.
pub type Exit = Pin<Box<dyn Future<Output = Result<i64, EngineError>> + Send>>;

/// What the engine says of one path in a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathStat {
    /// The last part of the path.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// What kind of thing it is.
    pub kind: PathKind,
    /// The bits of its permissions, with set-user, set-group and sticky: `0o4755`.
    pub mode: u32,
    /// What a link points to, as the engine says it: Docker an absolute path in the container.
    pub link: Option<String>,
}

/// What kind of thing a path is.
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
    /// Started and left to itself: nothing of its output comes, and no status is awaited.
    pub detach: bool,
    /// With all capabilities and all devices.
    pub privileged: bool,
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
    pub exit: Exit,
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
