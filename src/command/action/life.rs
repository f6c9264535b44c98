//! Commands on existing containers.

use super::super::name::ContainerName;
use super::{Env, Limits, RestartPolicy};
use crate::source::{Span, Spanned};

/// A signal as it was written: `SIGTERM`, `TERM` or `15`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signal(pub String);

/// How long a container may take to end before it is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timeout {
    /// This many seconds.
    Seconds(u32),
    /// `-1`: as long as it takes.
    Never,
}

/// `docker start [OPTIONS] CONTAINER [CONTAINER...]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// `-a`: print its output and end when it ends.
    pub attach: bool,
    /// `-i`: send it input.
    pub interactive: bool,
    /// The containers, in order; never empty, and only one with `-a`.
    pub containers: Vec<Spanned<ContainerName>>,
}

/// `docker stop [OPTIONS] CONTAINER [CONTAINER...]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// `-s`.
    pub signal: Option<Signal>,
    /// `-t`.
    pub timeout: Option<Timeout>,
    /// The containers, in order; never empty.
    pub containers: Vec<Spanned<ContainerName>>,
}

/// `docker restart [OPTIONS] CONTAINER [CONTAINER...]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restart {
    /// `-s`.
    pub signal: Option<Signal>,
    /// `-t`.
    pub timeout: Option<Timeout>,
    /// The containers, in order; never empty.
    pub containers: Vec<Spanned<ContainerName>>,
}

/// `docker kill [OPTIONS] CONTAINER [CONTAINER...]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kill {
    /// `-s`; `None` for `SIGKILL`.
    pub signal: Option<Signal>,
    /// The containers, in order; never empty.
    pub containers: Vec<Spanned<ContainerName>>,
}

/// `docker rm [OPTIONS] CONTAINER [CONTAINER...]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remove {
    /// `-f`: kill it first if it runs.
    pub force: bool,
    /// `-v`: with its anonymous volumes.
    pub volumes: bool,
    /// The containers, in order; never empty.
    pub containers: Vec<Spanned<ContainerName>>,
}

/// `docker rename CONTAINER NEW_NAME`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rename {
    /// Its current name.
    pub container: Spanned<ContainerName>,
    /// Its new name.
    pub to: Spanned<ContainerName>,
}

/// `docker update [OPTIONS] CONTAINER [CONTAINER...]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    /// The limits that change.
    pub limits: Limits,
    /// `--restart`.
    pub restart: Option<Spanned<RestartPolicy>>,
    /// The containers, in order; never empty.
    pub containers: Vec<Spanned<ContainerName>>,
}

/// `docker cp [OPTIONS] SRC DEST`, where one of them is `CONTAINER:PATH`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// `-a`: keep user and group ids.
    pub archive: bool,
    /// `-L`: copy the target of a link at the source.
    pub follow_link: bool,
    /// The source and the destination.
    pub paths: CopyPaths,
}

/// The source and the destination of a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CopyPaths {
    /// From the workspace into a container.
    Into {
        /// A path relative to the workspace, as written.
        local: Local,
        /// The container.
        container: Spanned<ContainerName>,
        /// Its absolute path in the container: `usr/x` is `/usr/x`.
        ///
        /// A final `/` or `/.` is kept.
        path: Spanned<String>,
    },
    /// From a container into the workspace.
    Out {
        /// The container.
        container: Spanned<ContainerName>,
        /// In the container, made absolute.
        path: Spanned<String>,
        /// A path relative to the workspace, as written.
        local: Local,
    },
}

/// The side of a copy that is not a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Local {
    /// A path relative to the workspace, as written.
    Path(Spanned<String>),
    /// `-`: an archive on standard input or output.
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
    /// `--privileged`, if it is on.
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
