//! What is mounted into a container.

use super::super::name::VolumeName;
use crate::source::{Span, Spanned};

/// A mount of `-v`, `--mount` or `--tmpfs`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mount {
    /// What is mounted.
    pub from: MountSource,
    /// Where in the container: absolute, cleaned (`//var/lib` is `/var/lib`), and where it was written.
    pub target: Spanned<String>,
    /// `ro`.
    pub read_only: bool,
    /// All that is said beside that.
    pub options: MountOptions,
    /// Which flag it is: they differ in what they do where the source is missing.
    pub flag: MountFlag,
    /// The whole flag, for messages and for variants.
    pub span: Span,
}

/// What a mount brings into the container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MountSource {
    /// A volume with a name.
    Volume(Spanned<VolumeName>),
    /// A volume without a name: `-v /path`.
    Anonymous,
    /// A folder or file below the workspace, relative to it (`.` for the workspace itself).
    Bind(Spanned<String>),
    /// A filesystem in memory.
    Tmpfs,
}

/// A flag that makes a mount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MountFlag {
    /// `-v`: makes a folder that is missing.
    Volume,
    /// `--mount`: takes a missing source for a fault.
    Mount,
    /// `--tmpfs`.
    Tmpfs,
}

/// What can be said about a mount beside its source, target and `ro`. Each belongs to some kinds of
/// mounts only, which was seen to when it was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MountOptions {
    /// Binds: which mounts made later are seen on the other side.
    pub propagation: Option<Propagation>,
    /// Binds, `bind-recursive`: what becomes of the mounts below the source.
    pub recursive: Option<Recursive>,
    /// `z` and `Z`: labels for `SELinux`.
    pub relabel: Option<Relabel>,
    /// `cached`, `consistent`, `delegated`, `default`: only Docker Desktop once took notice.
    pub consistency: Option<String>,
    /// Volumes, `nocopy`: an empty volume is not filled from the image.
    pub no_copy: bool,
    /// Volumes, `volume-driver`.
    pub driver: Option<String>,
    /// Volumes, `volume-opt`, in order.
    pub driver_options: Vec<(String, String)>,
    /// Volumes, `volume-label`, in order.
    pub labels: Vec<(String, String)>,
    /// Volumes, `volume-subpath`: a folder of the volume.
    pub subpath: Option<Spanned<String>>,
    /// tmpfs by `--mount`, `tmpfs-size`, in bytes.
    pub size: Option<u64>,
    /// tmpfs by `--mount`, `tmpfs-mode`.
    pub mode: Option<u32>,
    /// tmpfs by `--tmpfs`: what stands behind the colon, in order.
    pub tmpfs: Vec<String>,
}

/// Which mounts made later are seen on the other side of a bind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Propagation {
    /// `private`.
    Private,
    /// `rprivate`.
    RecursivePrivate,
    /// `shared`.
    Shared,
    /// `rshared`.
    RecursiveShared,
    /// `slave`.
    Slave,
    /// `rslave`.
    RecursiveSlave,
}

/// What becomes of the mounts below the source of a bind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recursive {
    /// `enabled`: they come along, read-only where the kernel can.
    Enabled,
    /// `disabled`: they stay away.
    Disabled,
    /// `writable`: they come along and can be written.
    Writable,
    /// `readonly`: they come along read-only, or nothing does.
    ReadOnly,
}

/// Whose label the files of a mount get, where `SELinux` reigns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relabel {
    /// `z`: all containers may share them.
    Shared,
    /// `Z`: this container's alone.
    Private,
}
