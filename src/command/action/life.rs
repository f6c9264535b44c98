//! What is done with a container that is there.

use super::super::name::ContainerName;
use super::{Env, Limits, RestartPolicy};
use crate::source::{Span, Spanned};

/// A signal as it was written: `SIGTERM`, `TERM` or `15`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signal(pub String);

/// How long a container may take to end before it is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timeout {
    /// So many seconds.
    Seconds(u32),
    /// `-1`: as long as it takes.
    Never,
}

/// `docker start [OPTIONS] CONTAINER [CONTAINER...]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// `-a`: print what it writes and end with it.
    pub attach: bool,
    /// `-i`: give it input.
    pub interactive: bool,
    /// Which, in order; never empty, and one alone where it is attached to.
    pub containers: Vec<Spanned<ContainerName>>,
}

/// `docker stop [OPTIONS] CONTAINER [CONTAINER...]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// `-s`.
    pub signal: Option<Signal>,
    /// `-t`.
    pub timeout: Option<Timeout>,
    /// Which, in order; never empty.
    pub containers: Vec<Spanned<ContainerName>>,
}

/// `docker restart [OPTIONS] CONTAINER [CONTAINER...]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restart {
    /// `-s`.
    pub signal: Option<Signal>,
    /// `-t`.
    pub timeout: Option<Timeout>,
    /// Which, in order; never empty.
    pub containers: Vec<Spanned<ContainerName>>,
}

/// `docker kill [OPTIONS] CONTAINER [CONTAINER...]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kill {
    /// `-s`; none: `SIGKILL`.
    pub signal: Option<Signal>,
    /// Which, in order; never empty.
    pub containers: Vec<Spanned<ContainerName>>,
}

/// `docker rm [OPTIONS] CONTAINER [CONTAINER...]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remove {
    /// `-f`: kill it first where it runs.
    pub force: bool,
    /// `-v`: with its anonymous volumes.
    pub volumes: bool,
    /// Which, in order; never empty.
    pub containers: Vec<Spanned<ContainerName>>,
}

/// `docker rename CONTAINER NEW_NAME`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rename {
    /// Its name now.
    pub container: Spanned<ContainerName>,
    /// Its name then.
    pub to: Spanned<ContainerName>,
}

/// `docker update [OPTIONS] CONTAINER [CONTAINER...]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    /// What changes.
    pub limits: Limits,
    /// `--restart`.
    pub restart: Option<Spanned<RestartPolicy>>,
    /// Which, in order; never empty.
    pub containers: Vec<Spanned<ContainerName>>,
}

/// `docker cp [OPTIONS] SRC DEST`, where one of them is `CONTAINER:PATH`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// `-a`: keep numbers of users and groups.
    pub archive: bool,
    /// `-L`: copy what a link at the source points to.
    pub follow_link: bool,
    /// From where, and where to.
    pub paths: CopyPaths,
}

/// From where something is copied, and where to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CopyPaths {
    /// From the workspace into a container.
    Into {
        /// A path relative to the workspace, as it was written.
        local: Local,
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
        /// A path relative to the workspace, as it was written.
        local: Local,
    },
}

/// The side of a copy that is no container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Local {
    /// A path relative to the workspace, as it was written.
    Path(Spanned<String>),
    /// `-`: an archive on the input or the output.
    Stream(Span),
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
    /// `--privileged`, where it is on.
    pub privileged: Option<Span>,
    /// `-e`, in order.
    pub env: Vec<Env>,
    /// `--env-file`, in order: files of the workspace.
    pub env_files: Vec<Spanned<String>>,
    /// `-w`.
    pub workdir: Option<String>,
    /// `-u`.
    pub user: Option<String>,
}
