//! How a container is made: `run`, `create`, and the options they share.

use std::net::IpAddr;
use std::time::Duration;

use super::super::name::{ContainerName, ImageName};
use super::{Endpoint, Exposed, Isolation, Limits, Mount, Port, Signal, Timeout, Ulimit};
use crate::source::Spanned;

/// `docker run [OPTIONS] IMAGE [COMMAND] [ARG...]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The image to run.
    pub image: Spanned<ImageName>,
    /// The command and its arguments; empty for the image's own.
    pub command: Vec<String>,
    /// `-d`: leave it running in the background.
    pub detach: bool,
    /// `--rm`: remove it, with its anonymous volumes, when it ends.
    pub remove: bool,
    /// How the container is made.
    pub container: Container,
}

/// `docker create [OPTIONS] IMAGE [COMMAND] [ARG...]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Create {
    /// The image to make it from.
    pub image: Spanned<ImageName>,
    /// The command and its arguments; empty for the image's own.
    pub command: Vec<String>,
    /// `--rm`: remove it, with its anonymous volumes, when it ends.
    pub remove: bool,
    /// How the container is made.
    pub container: Container,
}

/// The part of `run` and `create` that describes the container.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the docker program")]
pub struct Container {
    /// `--name`; `None` if the runner chooses one.
    pub name: Option<Spanned<ContainerName>>,
    /// `-e`, in order.
    pub env: Vec<Env>,
    /// `--env-file`, in order: files of the workspace.
    pub env_files: Vec<Spanned<String>>,
    /// `-l`, in order.
    pub labels: Vec<(String, String)>,
    /// `--label-file`, in order: files of the workspace.
    pub label_files: Vec<Spanned<String>>,
    /// `-v`, `--mount` and `--tmpfs`, in order.
    pub mounts: Vec<Mount>,
    /// `--volumes-from`, in order.
    pub volumes_from: Vec<VolumesFrom>,
    /// `--volume-driver`: the driver of volumes that `-v` creates.
    pub volume_driver: Option<Spanned<String>>,
    /// `--read-only`: the container's own layer is read-only.
    pub read_only: bool,
    /// `-p`, in order; a range of container ports has one entry for each port.
    pub ports: Vec<Port>,
    /// `-P`: publish all exposed ports.
    pub publish_all: bool,
    /// `--expose`, in order.
    pub expose: Vec<Exposed>,
    /// `--network` with its aliases, `--ip`, `--ip6` and `--mac-address`, in order.
    pub networks: Vec<Endpoint>,
    /// `-h`.
    pub hostname: Option<String>,
    /// `--domainname`.
    pub domainname: Option<String>,
    /// `--dns`, in order.
    pub dns: Vec<IpAddr>,
    /// `--dns-search`, in order.
    pub dns_search: Vec<String>,
    /// `--dns-option`, in order.
    pub dns_options: Vec<String>,
    /// `--add-host`, in order.
    pub hosts: Vec<Host>,
    /// `-i`.
    pub interactive: bool,
    /// `-t`.
    pub tty: bool,
    /// `-a`, in order.
    pub attach: Vec<Stream>,
    /// `--cidfile`: a new file of the workspace that gets the container's id.
    pub id_file: Option<Spanned<String>>,
    /// `-w`: the working directory.
    pub workdir: Option<String>,
    /// `-u`: user, or user and group.
    pub user: Option<String>,
    /// `--group-add`, in order.
    pub groups: Vec<String>,
    /// `--entrypoint`.
    pub entrypoint: Option<String>,
    /// `--init`, if given.
    pub init: Option<bool>,
    /// `--stop-signal`.
    pub stop_signal: Option<Signal>,
    /// `--stop-timeout`.
    pub stop_timeout: Option<Timeout>,
    /// `-m`, `--cpus` and the like.
    pub limits: Limits,
    /// `--ulimit`, in order.
    pub ulimits: Vec<Ulimit>,
    /// `--shm-size`, in bytes.
    pub shm_size: Option<u64>,
    /// `--sysctl`, in order.
    pub sysctls: Vec<(String, String)>,
    /// `--restart`.
    pub restart: Option<Spanned<RestartPolicy>>,
    /// `--health-cmd` and the like.
    pub health: Health,
    /// Options that loosen or tighten its isolation.
    pub isolation: Isolation,
    /// `--platform`: `linux/arm64`.
    pub platform: Option<String>,
    /// `--pull`; `None` to pull only a missing image.
    pub pull: Option<Pull>,
}

/// A variable of `-e` or `--build-arg`: `NAME=value`, or `NAME`.
///
/// The value of `NAME` alone comes from the lab's `[env]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Env {
    /// Its name.
    pub name: Spanned<String>,
    /// Its value, unless the lab's `[env]` has it.
    pub value: Option<String>,
}

/// `--volumes-from CONTAINER[:ro]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VolumesFrom {
    /// The container whose volumes are mounted.
    pub container: Spanned<ContainerName>,
    /// `:ro` or `:rw`; `None` for the same access as in that container.
    pub read_only: Option<bool>,
}

/// `--add-host NAME:ADDRESS`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// The name.
    pub name: String,
    /// Its address; `None` for `host-gateway`, the host's own.
    pub address: Option<IpAddr>,
}

/// A stream of a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// Its input.
    Stdin,
    /// Its output.
    Stdout,
    /// Its error output.
    Stderr,
}

/// When an image is pulled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pull {
    /// Every time, even if the image is present.
    Always,
    /// If the image is missing.
    Missing,
    /// Never.
    Never,
}

/// When the engine restarts a container by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RestartPolicy {
    /// `no`: never.
    No,
    /// `always`.
    Always,
    /// `on-failure`, with the most restarts (0 for no limit).
    OnFailure(u32),
    /// `unless-stopped`.
    UnlessStopped,
}

/// The container's health check, as far as flags change the image's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Health {
    /// `--health-cmd`: a line for the container's shell.
    pub command: Option<String>,
    /// `--health-interval`.
    pub interval: Option<Duration>,
    /// `--health-timeout`.
    pub timeout: Option<Duration>,
    /// `--health-start-period`.
    pub start_period: Option<Duration>,
    /// `--health-start-interval`.
    pub start_interval: Option<Duration>,
    /// `--health-retries`.
    pub retries: Option<u32>,
    /// `--no-healthcheck`: no health check, not even the image's.
    pub none: bool,
}
