//! Commands that only read, and commands that remove unused objects.

use super::super::name::{ContainerName, ImageName};
use super::Format;
use crate::source::{Span, Spanned};

/// `--filter KEY=VALUE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// Its key, one that the listing supports, in lower case.
    pub key: String,
    /// The wanted value.
    pub value: String,
    /// The place of the whole filter.
    pub span: Span,
}

/// `docker ps [OPTIONS]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the docker program")]
pub struct ListContainers {
    /// `-a`: also containers that do not run.
    pub all: bool,
    /// `-n`: only this many, the newest.
    pub last: Option<u32>,
    /// `-l`: only the newest.
    pub latest: bool,
    /// `-q`: only ids.
    pub quiet: bool,
    /// `--no-trunc`: nothing is shortened.
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
    /// Only images with this name.
    pub name: Option<Spanned<String>>,
    /// `-a`: also images that are only parents of others.
    pub all: bool,
    /// `--digests`.
    pub digests: bool,
    /// `-q`: only ids.
    pub quiet: bool,
    /// `--no-trunc`: nothing is shortened.
    pub no_trunc: bool,
    /// `-f`, in order.
    pub filters: Vec<Filter>,
    /// `--format`.
    pub format: Option<Format>,
}

/// `docker volume ls [OPTIONS]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListVolumes {
    /// `-q`: only names.
    pub quiet: bool,
    /// `-f`, in order.
    pub filters: Vec<Filter>,
    /// `--format`.
    pub format: Option<Format>,
}

/// `docker network ls [OPTIONS]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListNetworks {
    /// `-q`: only ids.
    pub quiet: bool,
    /// `--no-trunc`: nothing is shortened.
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
    /// `-H`: human-readable sizes and times, unless this is off.
    pub human: bool,
    /// `-q`: only ids.
    pub quiet: bool,
    /// `--no-trunc`: nothing is shortened.
    pub no_trunc: bool,
    /// `--format`.
    pub format: Option<Format>,
}

/// The value of `docker inspect --type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InspectType {
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
    /// The kind; `None` for the first kind that has the name, containers first.
    pub kind: Option<InspectType>,
    /// The names, in order; never empty.
    pub names: Vec<Spanned<String>>,
    /// `-f`: `json`, or a template; `None` for an indented JSON list.
    pub format: Option<Format>,
    /// `-s`: with the sizes of containers.
    pub size: bool,
}

/// `docker logs [OPTIONS] CONTAINER`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logs {
    /// The container.
    pub container: Spanned<ContainerName>,
    /// `-f`: follow the log until the container ends.
    pub follow: bool,
    /// `-n`: this many of the last lines; `None` for all.
    pub tail: Option<u64>,
    /// `--since`: a time, or a time span before now, as written.
    pub since: Option<String>,
    /// `--until`: a time, or a time span before now, as written.
    pub until: Option<String>,
    /// `-t`.
    pub timestamps: bool,
    /// `--details`: the attributes given to the log driver.
    pub details: bool,
}

/// `docker top CONTAINER [ps OPTIONS]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Top {
    /// The container.
    pub container: Spanned<ContainerName>,
    /// Options for `ps`; `-ef` if empty.
    pub options: Vec<String>,
}

/// `docker port CONTAINER [PRIVATE_PORT[/PROTO]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortsOf {
    /// The container.
    pub container: Spanned<ContainerName>,
    /// Its port and protocol; `None` for all.
    pub port: Option<(u16, String)>,
}

/// `docker container prune`, `image prune`, `volume prune`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prune {
    /// `-f`: without a question. A lab never asks one anyway.
    pub force: bool,
    /// `-a`: also images with a name, and volumes with a name.
    pub all: bool,
    /// `--filter`, in order.
    pub filters: Vec<Filter>,
}

/// `docker system df [OPTIONS]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DiskUsage {
    /// `-v`: each object separately.
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
