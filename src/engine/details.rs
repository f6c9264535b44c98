//! What an engine reports on containers, images, volumes and networks.

use std::collections::BTreeMap;

use super::types::{ContainerId, Labels};

/// A container's state.
#[expect(clippy::struct_excessive_bools, reason = "each is a word of the engine's own account")]
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContainerDetails {
    /// Its full id.
    pub id: ContainerId,
    /// Its name, without the leading slash.
    pub name: String,
    /// The id of its image (`sha256:…`).
    pub image: String,
    /// Whether its main process runs.
    pub running: bool,
    /// The exit status of the main process; 0 before its end.
    pub exit_code: i64,
    /// The time of its last start, as the engine writes it; empty before.
    pub started: String,
    /// Its mounts.
    pub mounts: Vec<MountDetails>,
    /// Published ports: container port (`80/tcp`), host address, host port.
    pub ports: Vec<(String, String, u16)>,
    /// Its labels.
    pub labels: Labels,
    /// The engine's word for its state.
    ///
    /// One of `created`, `running`, `paused`, `restarting`, `removing`, `exited`, `dead`; an engine may have others.
    pub state: String,
    /// The engine's word for its health; `None` without a health check.
    ///
    /// One of `starting`, `healthy`, `unhealthy`.
    pub health: Option<String>,
    /// The time of its creation, as the engine writes it.
    pub created: String,
    /// When its main process last ended, as the engine writes it; empty before.
    pub finished: String,
    /// The name of the image, as written at its creation.
    pub image_name: String,
    /// Its environment, `NAME=value`, with the image's.
    pub env: Vec<String>,
    /// The main process' command and arguments.
    pub command: Vec<String>,
    /// Whether its main process has a terminal.
    pub tty: bool,
    /// Whether its main process has standard input.
    pub open_stdin: bool,
    /// Whether it is removed when it ends.
    pub auto_remove: bool,
    /// Exposed ports, published or not: `80/tcp`.
    pub exposed: Vec<String>,
    /// Its networks, sorted by name.
    pub networks: Vec<EndpointDetails>,
    /// The number of automatic restarts.
    pub restarts: i64,
}

impl ContainerDetails {
    /// Returns its addresses in the engine's networks; none while it does not run.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        self.networks.iter().map(|place| place.address.as_str()).filter(|address| !address.is_empty())
    }
}

/// A container's endpoint in a network.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EndpointDetails {
    /// The network's name.
    pub network: String,
    /// The network's id; empty before the first start, on some engines.
    pub id: String,
    /// The container's address; empty while it does not run.
    pub address: String,
    /// Its names there, in addition to its own.
    pub aliases: Vec<String>,
}

/// A network's state.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NetworkDetails {
    /// Its full id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its driver.
    pub driver: String,
    /// Whether it has no route outside.
    pub internal: bool,
    /// Its address ranges, `172.18.0.0/16`.
    pub subnets: Vec<String>,
    /// The ids of the running containers in it.
    pub containers: Vec<ContainerId>,
    /// Its labels.
    pub labels: Labels,
}

/// The kind of a mount.
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
    /// Returns the engine's word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Volume => "volume",
            Self::Bind => "bind",
            Self::Tmpfs => "tmpfs",
        }
    }
}

/// A mount of a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MountDetails {
    /// The kind of mount.
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

/// An image's state.
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
    /// The digests of its layers' content, the lowest first. Listings leave them out.
    pub layers: Vec<String>,
}

/// A volume's state.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VolumeDetails {
    /// Its name.
    pub name: String,
    /// The time of its creation, as the engine writes it.
    ///
    /// It can change, so it does not identify the volume.
    pub created: String,
    /// Its labels.
    pub labels: Labels,
    /// Its driver.
    pub driver: String,
    /// Options of the driver.
    pub options: BTreeMap<String, String>,
    /// Its path on the engine's host.
    pub mountpoint: String,
}
