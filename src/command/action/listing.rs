//! What only looks, and what clears away what nothing uses.

use super::super::name::{ContainerName, ImageName};
use super::Format;
use crate::source::{Span, Spanned};

/// `--filter KEY=VALUE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// Its key, one that the listing knows, in lower case.
    pub key: String,
    /// What it is to be.
    pub value: String,
    /// The whole.
    pub span: Span,
}

/// `docker ps [OPTIONS]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the docker program")]
pub struct ListContainers {
    /// `-a`: those that do not run as well.
    pub all: bool,
    /// `-n`: so many, the newest.
    pub last: Option<u32>,
    /// `-l`: the newest.
    pub latest: bool,
    /// `-q`: ids alone.
    pub quiet: bool,
    /// `--no-trunc`: nothing is cut.
    pub no_trunc: bool,
    /// `-s`: with their sizes.
    pub size: bool,
    /// `-f`, in order.
    pub filters: Vec<Filter>,
    /// `--format`.
    pub format: Option<Format>,
}

/// `docker images [OPTIONS] [REPOSITORY[:TAG]]`.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command")]
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListImages {
    /// Only those of this name.
    pub name: Option<Spanned<String>>,
    /// `-a`: also those that others are only built on.
    pub all: bool,
    /// `--digests`.
    pub digests: bool,
    /// `-q`: ids alone.
    pub quiet: bool,
    /// `--no-trunc`: nothing is cut.
    pub no_trunc: bool,
    /// `-f`, in order.
    pub filters: Vec<Filter>,
    /// `--format`.
    pub format: Option<Format>,
}

/// `docker volume ls [OPTIONS]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListVolumes {
    /// `-q`: names alone.
    pub quiet: bool,
    /// `-f`, in order.
    pub filters: Vec<Filter>,
    /// `--format`.
    pub format: Option<Format>,
}

/// `docker network ls [OPTIONS]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListNetworks {
    /// `-q`: ids alone.
    pub quiet: bool,
    /// `--no-trunc`: nothing is cut.
    pub no_trunc: bool,
    /// `-f`, in order.
    pub filters: Vec<Filter>,
    /// `--format`.
    pub format: Option<Format>,
}

/// `docker history [OPTIONS] IMAGE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// The image.
    pub image: Spanned<ImageName>,
    /// `-H`: sizes and times for people, unless this is off.
    pub human: bool,
    /// `-q`: ids alone.
    pub quiet: bool,
    /// `--no-trunc`: nothing is cut.
    pub no_trunc: bool,
    /// `--format`.
    pub format: Option<Format>,
}

/// A kind of object in an engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Containers.
    Container,
    /// Images.
    Image,
    /// Volumes.
    Volume,
    /// Networks.
    Network,
}

/// `docker inspect [OPTIONS] NAME [NAME...]`, and `inspect` of each kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspect {
    /// Of which kind; none: the first kind that has the name, containers first.
    pub kind: Option<Kind>,
    /// Which, in order; never empty.
    pub names: Vec<Spanned<String>>,
    /// `-f`: `json`, or a template; none: an indented JSON list.
    pub format: Option<Format>,
    /// `-s`: with the sizes of containers.
    pub size: bool,
}

/// `docker logs [OPTIONS] CONTAINER`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logs {
    /// The container.
    pub container: Spanned<ContainerName>,
    /// `-f`: until it ends.
    pub follow: bool,
    /// `-n`: so many lines of the end; none: all.
    pub tail: Option<u64>,
    /// `--since`: a time, or how long ago, as it was written.
    pub since: Option<String>,
    /// `--until`: a time, or how long ago, as it was written.
    pub until: Option<String>,
    /// `-t`.
    pub timestamps: bool,
    /// `--details`: what the log driver was told to note.
    pub details: bool,
}

/// `docker top CONTAINER [ps OPTIONS]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Top {
    /// The container.
    pub container: Spanned<ContainerName>,
    /// Words for `ps`; empty: `-ef`.
    pub options: Vec<String>,
}

/// `docker port CONTAINER [PRIVATE_PORT[/PROTO]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortsOf {
    /// The container.
    pub container: Spanned<ContainerName>,
    /// Its port and protocol; none: all.
    pub port: Option<(u16, String)>,
}

/// `docker container prune`, `image prune`, `volume prune`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prune {
    /// `-f`: without a question. There is none in a lab anyway.
    pub force: bool,
    /// `-a`: images that have a name, volumes that have one.
    pub all: bool,
    /// `--filter`, in order.
    pub filters: Vec<Filter>,
}

/// `docker system df [OPTIONS]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DiskUsage {
    /// `-v`: each object by itself.
    pub verbose: bool,
    /// `--format`.
    pub format: Option<Format>,
}

/// `docker version [OPTIONS]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Version {
    /// `-f`.
    pub format: Option<Format>,
}
