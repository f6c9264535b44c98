//! What is mounted into a container.

use super::super::name::VolumeName;
use crate::source::{Span, Spanned};

/// A mount of `-v`, `--mount` or `--tmpfs`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mount {
    /// What is mounted.
    pub from: MountSource,
    /// Where in the container: absolute, cleaned (`//var/lib` is `/var/lib`).
    pub target: Spanned<String>,
    /// `ro`.
    pub read_only: bool,
    /// All other options.
    pub options: MountOptions,
    /// The flag, because flags differ in what they do if the source is missing.
    pub flag: MountFlag,
    /// The place of the whole flag, for messages and for variants.
    pub span: Span,
}

/// What a mount brings into the container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MountSource {
    /// A volume with a name.
    Volume(Spanned<VolumeName>),
    /// An anonymous volume: `-v /path`.
    Anonymous,
    /// A folder or file of the workspace, relative to it; `.` is the workspace itself.
    Bind(Spanned<String>),
    /// A filesystem in memory.
    Tmpfs,
}

/// A flag that creates a mount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MountFlag {
    /// `-v`: creates a missing folder.
    Volume,
    /// `--mount`: a missing source is an error.
    Mount,
    /// `--tmpfs`.
    Tmpfs,
}

/// The options of a mount other than its source, target and `ro`.
///
/// Each applies only to some kinds of mounts, which was checked when it was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MountOptions {
    /// Binds: which later mounts are visible on the other side.
    pub propagation: Option<Propagation>,
    /// Binds, `bind-recursive`: how mounts below the source are treated.
    pub recursive: Option<Recursive>,
    /// `z` and `Z`: labels for `SELinux`.
    pub relabel: Option<Relabel>,
    /// `cached`, `consistent`, `delegated`, `default`.
    ///
    /// These had an effect only in older versions of Docker Desktop.
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
    /// tmpfs by `--tmpfs`: the options after the colon, in order.
    pub tmpfs: Vec<String>,
}

/// Which later mounts are visible on the other side of a bind.
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

/// How mounts below the source of a bind are treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recursive {
    /// `enabled`: they are included, read-only if the kernel supports it.
    Enabled,
    /// `disabled`: they are not included.
    Disabled,
    /// `writable`: they are included and writable.
    Writable,
    /// `readonly`: they are included read-only, or the mount fails.
    ReadOnly,
}

/// Which label the files of a mount get under `SELinux`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relabel {
    /// `z`: all containers may share them.
    Shared,
    /// `Z`: only this container may use them.
    Private,
}
