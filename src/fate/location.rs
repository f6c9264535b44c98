//! Where a path of a container is kept, and what ends that. Pure.

use serde::Serialize;

use super::Holder;

/// The kinds of places that keep something.
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
    /// A file that the engine writes for a container at each start, such as `/etc/hosts`.
    Engine,
}

impl HolderKind {
    /// The word for it in keys of the catalogues and for programs.
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

    /// What ends it.
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

/// What ends a place together with all that it keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum End {
    /// Nothing that is done to a container.
    Never,
    /// The removal of its container.
    Container,
    /// The end of its container's run: a restart is enough.
    Run,
    /// The next start of its container, which makes it anew.
    Start,
    /// The removal of the volume: on its own, or, of one without a name, with its container by `rm -v`.
    Volume,
    /// Only what is done on the host itself.
    Host,
}

impl End {
    /// The word for it in keys of the catalogues.
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

/// Characters of an id, or of a name that an engine made up, that people are shown, as the docker
/// program does.
const SHORT: usize = 12;

/// An id, or a name that an engine made up, as people are shown it.
#[must_use]
pub fn short(id: &str) -> &str {
    id.char_indices().nth(SHORT).map_or(id, |(end, _)| &id[..end])
}

/// Whether an engine made this name up: 64 hexadecimal digits (moby, `stringid.GenerateRandomID`).
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
    /// The same without any link in it.
    pub path: String,
    /// The links that were passed.
    pub links: Vec<Link>,
    /// What is there.
    pub found: Found,
    /// What keeps it, or would.
    pub holder: Kept,
    /// Where that is mounted, without any link in it.
    pub mounted_at: Option<String>,
    /// What the container's own layer notes about it.
    pub layer: Option<Mark>,
    /// Whether the container may write there.
    pub writable: Writable,
    /// Other containers that have the same volume or the same path of the host.
    pub shared_with: Vec<Sharer>,
    /// What lies below the mount, at the same path.
    pub hides: Option<Kept>,
    /// What is mounted below the path.
    pub inside: Vec<Inside>,
}

impl Location {
    /// A place of which only the container and what keeps it are known: what foretells its end.
    #[must_use]
    pub const fn of(container: Whose, holder: Kept) -> Self {
        Self {
            container,
            asked: String::new(),
            path: String::new(),
            links: Vec::new(),
            found: Found::File,
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
    /// Whether that name means another image, or none, by now.
    pub image_moved: bool,
    /// Whether its main process runs.
    pub running: bool,
    /// Whether it is removed when it ends (`--rm`).
    pub auto_remove: bool,
    /// Which engine it is on.
    #[serde(skip)]
    pub engine: EngineKind,
}

/// The engines that do different things to what is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EngineKind {
    /// Docker, and whatever does as it does.
    #[default]
    Docker,
    /// Podman (4.3). It has its own files for a container (`/etc/hosts`) only while that runs. Where `rm -f` ends
    /// what is removed when it ends, either removal may come first, and only the other one takes volumes along.
    Podman,
}

impl EngineKind {
    /// The engine of this name, with its version or without it.
    #[must_use]
    pub fn named(name: &str) -> Self {
        if name.starts_with("Podman") { Self::Podman } else { Self::Docker }
    }
}

/// A link on the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Its own path.
    pub path: String,
    /// Whether it is in the container's layer: a new container does not have it.
    pub own: bool,
}

/// What is at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Found {
    /// A file, or another thing that is no directory.
    File,
    /// A directory.
    Directory,
    /// Nothing.
    Nothing,
    /// It cannot be seen from outside of the container, or its run is over.
    Unseen,
}

impl Found {
    /// The word for it in keys of the catalogues.
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

/// A place that keeps something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// Its kind.
    pub kind: HolderKind,
    /// The volume's name, or the path on the host; empty for others.
    pub name: String,
    /// Whether it is a volume that the container was given without a name.
    pub anonymous: bool,
}

impl Kept {
    /// A place that needs no name.
    #[must_use]
    pub const fn nameless(kind: HolderKind) -> Self {
        Self { kind, name: String::new(), anonymous: false }
    }
}

/// What a container's layer notes about a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// The image has nothing there.
    Added,
    /// It lies over the image's own.
    Changed,
    /// It says that the image's own is gone.
    Deleted,
}

impl Mark {
    /// The word for it in keys of the catalogues.
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

/// Another container that has the same place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sharer {
    /// Its name.
    pub container: String,
    /// Where it has it.
    pub path: String,
    /// Whether it may write there.
    pub writable: bool,
}

/// A mount below a path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Inside {
    /// Where.
    pub path: String,
    /// What is mounted there.
    pub holder: Kept,
}
