//! Where a path of a container is kept, and what destroys that place. Pure.

use serde::Serialize;

use super::Holder;

/// The kinds of places that keep data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HolderKind {
    /// A read-only layer of an image.
    Image,
    /// The writable layer of a container.
    Layer,
    /// A volume.
    Volume,
    /// A path of the host.
    Bind,
    /// A tmpfs of a container's run.
    Tmpfs,
    /// The memory of a container's run.
    Memory,
    /// The log of a container.
    Log,
    /// The workspace of a run.
    Workspace,
    /// A file that the engine writes at each start, such as `/etc/hosts`.
    Engine,
}

impl HolderKind {
    /// The word for it in catalogue keys and for programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Layer => "layer",
            Self::Volume => "volume",
            Self::Bind => "bind",
            Self::Tmpfs => "tmpfs",
            Self::Memory => "memory",
            Self::Log => "log",
            Self::Workspace => "workspace",
            Self::Engine => "engine",
        }
    }

    /// What destroys it.
    #[must_use]
    pub const fn end(self) -> End {
        match self {
            Self::Image => End::Never,
            Self::Layer | Self::Log => End::Container,
            Self::Volume => End::Volume,
            Self::Bind | Self::Workspace => End::Host,
            Self::Tmpfs | Self::Memory => End::Run,
            Self::Engine => End::Start,
        }
    }
}

impl Holder {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> HolderKind {
        match self {
            Self::Image { .. } => HolderKind::Image,
            Self::Layer { .. } => HolderKind::Layer,
            Self::Volume { .. } => HolderKind::Volume,
            Self::Bind { .. } => HolderKind::Bind,
            Self::Tmpfs { .. } => HolderKind::Tmpfs,
            Self::Memory { .. } => HolderKind::Memory,
            Self::Log { .. } => HolderKind::Log,
            Self::Workspace => HolderKind::Workspace,
        }
    }
}

/// What destroys a place together with everything it keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum End {
    /// Nothing that is done to a container destroys it.
    Never,
    /// The removal of its container.
    Container,
    /// The end of its container's run: a restart is enough.
    Run,
    /// The next start of its container, which creates it again.
    Start,
    /// The removal of the volume.
    ///
    /// An anonymous volume is also removed with its container by `rm -v`.
    Volume,
    /// Only an action on the host itself.
    Host,
}

impl End {
    /// The word for it in catalogue keys.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Container => "container",
            Self::Run => "run",
            Self::Start => "start",
            Self::Volume => "volume",
            Self::Host => "host",
        }
    }
}

/// How many characters of an id or generated name are shown, as docker does.
const SHORT: usize = 12;

/// Returns an id or a generated name in its short form for people.
#[must_use]
pub fn short(id: &str) -> &str {
    id.char_indices().nth(SHORT).map_or(id, |(end, _)| &id[..end])
}

/// Returns whether an engine generated this name.
///
/// Such a name has 64 hexadecimal digits (moby, `stringid.GenerateRandomID`).
#[must_use]
pub fn is_made_up(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Where a path of a container is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Location {
    /// The container.
    pub container: Whose,
    /// The path that was asked for.
    pub asked: String,
    /// The same path with all links resolved.
    pub path: String,
    /// The links on the way.
    pub links: Vec<Link>,
    /// What is at the path.
    pub found: PathContent,
    /// What keeps it, or would keep it.
    pub holder: Kept,
    /// Where the holder is mounted, with all links resolved.
    pub mounted_at: Option<String>,
    /// What the container's own layer records about the path.
    pub layer: Option<LayerMark>,
    /// Whether the container may write there.
    pub writable: Writable,
    /// Other containers that use the same volume or the same host path.
    pub shared_with: Vec<Sharer>,
    /// What the mount covers at the same path.
    pub hides: Option<Kept>,
    /// What is mounted below the path.
    pub inside: Vec<Inside>,
}

impl Location {
    /// Creates a location with only the facts that predict its end.
    #[must_use]
    pub const fn of(container: Whose, holder: Kept) -> Self {
        Self {
            container,
            asked: String::new(),
            path: String::new(),
            links: Vec::new(),
            found: PathContent::File,
            holder,
            mounted_at: None,
            layer: None,
            writable: Writable::Yes,
            shared_with: Vec::new(),
            hides: None,
            inside: Vec::new(),
        }
    }
}

/// The container of a location.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Whose {
    /// Its name.
    pub name: String,
    /// Its full id.
    pub id: String,
    /// The name of its image, as it was written.
    pub image: String,
    /// Whether that name now refers to another image, or to none.
    pub image_moved: bool,
    /// Whether its main process runs.
    pub running: bool,
    /// Whether it is removed when it ends (`--rm`).
    pub auto_remove: bool,
    /// Which engine it is on.
    #[serde(skip)]
    pub engine: EngineKind,
}

/// The engines that treat kept data differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EngineKind {
    /// Docker, and engines that behave like it.
    #[default]
    Docker,
    /// Podman (4.3).
    ///
    /// A container has its own files (`/etc/hosts`) only while it runs. If `rm -f` ends a container with
    /// `--rm`, either removal may come first, and only the automatic one removes volumes.
    Podman,
}

impl EngineKind {
    /// Returns the engine with this name, with or without its version.
    #[must_use]
    pub fn named(name: &str) -> Self {
        if name.starts_with("Podman") { Self::Podman } else { Self::Docker }
    }
}

/// A link on the way to a path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Its own path.
    pub path: String,
    /// Whether it is in the container's layer, which a new container does not have.
    pub own: bool,
}

/// What is at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PathContent {
    /// A file, or anything else that is not a directory.
    File,
    /// A directory.
    Directory,
    /// Nothing.
    Nothing,
    /// It cannot be seen from outside the container, or its run is over.
    Unseen,
}

impl PathContent {
    /// The word for it in catalogue keys.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Directory => "directory",
            Self::Nothing => "nothing",
            Self::Unseen => "unseen",
        }
    }
}

/// A place that keeps data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// Its kind.
    pub kind: HolderKind,
    /// The volume's name, or the path on the host; empty for others.
    pub name: String,
    /// Whether it is an anonymous volume.
    pub anonymous: bool,
}

impl Kept {
    /// Creates a place that needs no name.
    #[must_use]
    pub const fn nameless(kind: HolderKind) -> Self {
        Self { kind, name: String::new(), anonymous: false }
    }
}

/// What a container's layer records about a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LayerMark {
    /// The image has nothing there.
    Added,
    /// It covers the image's own file.
    Changed,
    /// It marks the image's own file as deleted.
    Deleted,
}

impl LayerMark {
    /// The word for it in catalogue keys.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Deleted => "deleted",
        }
    }
}

/// Whether a container may write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Writable {
    /// It may.
    Yes,
    /// It is mounted read-only.
    MountReadOnly,
    /// The container's own filesystem is read-only (`--read-only`).
    RootReadOnly,
}

/// Another container that uses the same place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sharer {
    /// Its name.
    pub container: String,
    /// Where that container mounts it.
    pub path: String,
    /// Whether it may write there.
    pub writable: bool,
}

/// A mount below a path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Inside {
    /// Where it is mounted.
    pub path: String,
    /// What is mounted there.
    pub holder: Kept,
}
