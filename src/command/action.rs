//! What a command line means: one typed action, with the places of its parts.

use super::name::{ContainerName, ImageName, VolumeName};
use crate::source::{Span, Spanned};

/// What a command line asks for. Each kind of command is one variant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// `docker run`, and `docker container run`.
    Run(Run),
    /// `docker rm`.
    Remove(Remove),
    /// `docker cp`.
    Copy(Copy),
    /// `docker exec`.
    Exec(Exec),
    /// `docker restart`.
    Restart(Vec<Spanned<ContainerName>>),
    /// `docker volume create`; without a name the engine's habit is a random one.
    CreateVolume(CreateVolume),
}

/// `docker run [OPTIONS] IMAGE [COMMAND] [ARG...]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The image to run.
    pub image: Spanned<ImageName>,
    /// The command and its arguments; empty: the image's own.
    pub command: Vec<String>,
    /// `-d`: leave it running in the background.
    pub detach: bool,
    /// `--rm`: remove it, with its anonymous volumes, when it ends.
    pub remove: bool,
    /// How the container is made.
    pub container: Container,
}

/// The part of `run` (and `create`) that describes the container.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Container {
    /// `--name`; none: the runner chooses one.
    pub name: Option<Spanned<ContainerName>>,
    /// `-e`, in order: the name, and its value unless the lab's `[env]` gives it.
    pub env: Vec<(String, Option<String>)>,
    /// `-v` and `--mount`, in order.
    pub mounts: Vec<Mount>,
    /// `-p`, in order.
    pub ports: Vec<Port>,
    /// `-i`.
    pub interactive: bool,
    /// `-t`.
    pub tty: bool,
    /// `-w`: the working directory.
    pub workdir: Option<String>,
    /// `-u`: user, or user and group.
    pub user: Option<String>,
    /// `--entrypoint`.
    pub entrypoint: Option<String>,
}

/// A mount of `-v` or `--mount`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mount {
    /// What is mounted.
    pub from: MountSource,
    /// Where in the container: absolute, cleaned (`//var/lib` is `/var/lib`), and where it was written.
    pub target: Spanned<String>,
    /// `ro`.
    pub read_only: bool,
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
}

/// A published port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Port {
    /// The host's address, where one is given.
    pub address: Option<String>,
    /// The host's port, where one is given.
    pub host: Option<u16>,
    /// The container's port.
    pub container: u16,
    /// `tcp`, `udp` or `sctp`.
    pub protocol: String,
}

/// `docker rm [OPTIONS] CONTAINER [CONTAINER...]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remove {
    /// `-f`: kill it first where it runs.
    pub force: bool,
    /// `-v`: with its anonymous volumes.
    pub volumes: bool,
    /// Which, in order.
    pub containers: Vec<Spanned<ContainerName>>,
}

/// `docker cp SRC DEST`, where one of them is `CONTAINER:PATH`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Copy {
    /// From the workspace into a container.
    Into {
        /// Relative to the workspace, as it was written.
        local: Spanned<String>,
        /// The container.
        container: Spanned<ContainerName>,
        /// In the container, made absolute (`usr/x` is `/usr/x`; a trailing `/` or `/.` is kept).
        path: Spanned<String>,
    },
    /// From a container into the workspace.
    Out {
        /// The container.
        container: Spanned<ContainerName>,
        /// In the container, made absolute.
        path: Spanned<String>,
        /// Relative to the workspace, as it was written.
        local: Spanned<String>,
    },
}

/// `docker exec [OPTIONS] CONTAINER COMMAND [ARG...]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exec {
    /// The container.
    pub container: Spanned<ContainerName>,
    /// The command and its arguments; never empty.
    pub command: Vec<String>,
    /// `-d`.
    pub detach: bool,
    /// `-i`.
    pub interactive: bool,
    /// `-t`.
    pub tty: bool,
    /// `-e`, in order.
    pub env: Vec<(String, Option<String>)>,
    /// `-w`.
    pub workdir: Option<String>,
    /// `-u`.
    pub user: Option<String>,
}

/// `docker volume create [OPTIONS] [VOLUME]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateVolume {
    /// The name; none: the runner chooses one.
    pub name: Option<Spanned<VolumeName>>,
    /// `--label`, in order.
    pub labels: Vec<(String, String)>,
}
