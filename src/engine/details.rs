//! What an engine tells of what is there: containers, images, volumes and networks as they are now.

use std::collections::BTreeMap;

use super::types::{ContainerId, Labels};

/// A container as it is now.
#[expect(clippy::struct_excessive_bools, reason = "each is a word of the engine's own account")]
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContainerDetails {
    /// Its full id.
    pub id: ContainerId,
    /// Its name, without the leading slash.
    pub name: String,
    /// The id of the image that it was made from (`sha256:…`).
    pub image: String,
    /// Whether its main process runs.
    pub running: bool,
    /// The status of the main process when it ended; 0 before.
    pub exit_code: i64,
    /// When it was last started, as the engine writes it; empty before the first start.
    pub started: String,
    /// What is mounted.
    pub mounts: Vec<MountDetails>,
    /// Published ports: container port and protocol (`80/tcp`), host address, host port.
    pub ports: Vec<(String, String, u16)>,
    /// Its labels.
    pub labels: Labels,
    /// The engine's word for its state: `created`, `running`, `paused`, `restarting`, `removing`,
    /// `exited`, `dead`; an engine may have others.
    pub state: String,
    /// The engine's word for its health: `starting`, `healthy`, `unhealthy`; none: nobody looks.
    pub health: Option<String>,
    /// When it was made, as the engine writes it.
    pub created: String,
    /// When its main process last ended, as the engine writes it; empty before.
    pub finished: String,
    /// The name of the image, as it was written at its creation.
    pub image_name: String,
    /// `NAME=value`, the image's among them.
    pub env: Vec<String>,
    /// The main process' program and arguments.
    pub command: Vec<String>,
    /// Whether its main process has a terminal.
    pub tty: bool,
    /// Whether its main process has a standard input.
    pub open_stdin: bool,
    /// Whether it is removed when it ends.
    pub auto_remove: bool,
    /// Exposed ports, published or not: `80/tcp`.
    pub exposed: Vec<String>,
    /// The networks that it is in, in the alphabetical order of their names.
    pub networks: Vec<EndpointDetails>,
    /// How often it was started again by itself.
    pub restarts: i64,
}

impl ContainerDetails {
    /// Its addresses in the engine's networks; none while it does not run.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        self.networks.iter().map(|place| place.address.as_str()).filter(|address| !address.is_empty())
    }
}

/// A container's place in a network.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EndpointDetails {
    /// The network's name.
    pub network: String,
    /// The network's id; empty before the first start, on some engines.
    pub id: String,
    /// The container's address; empty while it does not run.
    pub address: String,
    /// Its names there, beside its own.
    pub aliases: Vec<String>,
}

/// A network as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NetworkDetails {
    /// Its full id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its driver.
    pub driver: String,
    /// Whether it has no way out.
    pub internal: bool,
    /// Its address ranges, `172.18.0.0/16`.
    pub subnets: Vec<String>,
    /// The ids of the containers in it that run.
    pub containers: Vec<ContainerId>,
    /// Its labels.
    pub labels: Labels,
}

/// What kind of thing is mounted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum MountKind {
    /// A volume, named or anonymous.
    #[default]
    Volume,
    /// A path of the host.
    Bind,
    /// A filesystem in memory.
    Tmpfs,
}

impl MountKind {
    /// The engine's word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Volume => "volume",
            Self::Bind => "bind",
            Self::Tmpfs => "tmpfs",
        }
    }
}

/// One mount of a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MountDetails {
    /// What kind of thing.
    pub kind: MountKind,
    /// The volume's name; empty for others.
    pub name: String,
    /// The path on the host; empty for a tmpfs.
    pub source: String,
    /// The path in the container, cleaned.
    pub target: String,
    /// Whether the container may write.
    pub writable: bool,
}

/// An image as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImageDetails {
    /// Its id (`sha256:…`).
    pub id: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// The paths that it declares as volumes, cleaned.
    pub volumes: Vec<String>,
    /// Its labels.
    pub labels: Labels,
    /// The digests of what its layers hold, the lowest first. A listing does not tell them.
    pub layers: Vec<String>,
}

/// A volume as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VolumeDetails {
    /// Its name.
    pub name: String,
    /// When it was made, as the engine writes it (no identity: it moves).
    pub created: String,
    /// Its labels.
    pub labels: Labels,
    /// Its driver.
    pub driver: String,
    /// Options of the driver.
    pub options: BTreeMap<String, String>,
    /// Where the engine's host has it.
    pub mountpoint: String,
}
