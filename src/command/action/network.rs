//! Networks, and how containers are reached.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::super::name::{ContainerName, NetworkName};
use crate::source::Spanned;

/// A published port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Port {
    /// The host's address, if given.
    pub address: Option<String>,
    /// The host's ports, if given.
    ///
    /// The engine takes a free port of a range, and any free port for 0.
    pub host: Option<PortRange>,
    /// The container's port.
    pub container: u16,
    /// `tcp`, `udp` or `sctp`.
    pub protocol: String,
}

/// A range of ports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PortRange {
    /// The first port.
    pub first: u16,
    /// The last port; not before the first.
    pub last: u16,
}

/// `--expose PORT[-PORT][/PROTOCOL]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exposed {
    /// The container's ports.
    pub ports: PortRange,
    /// `tcp`, `udp` or `sctp`.
    pub protocol: String,
}

/// How a container is connected to one network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// The network.
    pub network: Spanned<NetworkMode>,
    /// Additional names there.
    pub aliases: Vec<String>,
    /// Its address there.
    pub ip: Option<Ipv4Addr>,
    /// Its IPv6 address there.
    pub ip6: Option<Ipv6Addr>,
    /// Its hardware address there.
    pub mac: Option<String>,
}

impl Endpoint {
    /// Creates a plain connection to a network.
    #[must_use]
    pub const fn of(network: Spanned<NetworkMode>) -> Self {
        Self { network, aliases: Vec::new(), ip: None, ip6: None, mac: None }
    }
}

/// What `--network` names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NetworkMode {
    /// `default`, also used if other flags concern a network and none is named.
    Default,
    /// `bridge`: the engine's own.
    Bridge,
    /// `host`: the host's.
    Host,
    /// `none`: no network.
    None,
    /// `container:NAME`: that container's.
    Container(ContainerName),
    /// A network with a name.
    Named(NetworkName),
}

/// `docker network create [OPTIONS] NETWORK`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateNetwork {
    /// Its name.
    pub name: Spanned<NetworkName>,
    /// `-d`; `None` for `bridge`.
    pub driver: Option<Spanned<String>>,
    /// `-o`, in order.
    pub options: Vec<(String, String)>,
    /// `--label`, in order.
    pub labels: Vec<(String, String)>,
    /// `--subnet`, in order: `172.28.0.0/16`.
    pub subnets: Vec<Spanned<String>>,
    /// `--ip-range`, in order.
    pub ip_ranges: Vec<Spanned<String>>,
    /// `--gateway`, in order.
    pub gateways: Vec<Spanned<String>>,
    /// `--internal`: without access to the outside.
    pub internal: bool,
    /// `--attachable`.
    pub attachable: bool,
    /// `--ipv6`.
    pub ipv6: bool,
}

/// `docker network rm NETWORK [NETWORK...]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoveNetworks {
    /// `-f`: a missing network is not an error.
    pub force: bool,
    /// The networks, in order; never empty.
    pub networks: Vec<Spanned<NetworkName>>,
}

/// `docker network connect [OPTIONS] NETWORK CONTAINER`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connect {
    /// The network.
    pub network: Spanned<NetworkName>,
    /// The container.
    pub container: Spanned<ContainerName>,
    /// `--alias`, in order.
    pub aliases: Vec<String>,
    /// `--ip`.
    pub ip: Option<Ipv4Addr>,
    /// `--ip6`.
    pub ip6: Option<Ipv6Addr>,
}

/// `docker network disconnect [OPTIONS] NETWORK CONTAINER`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disconnect {
    /// The network.
    pub network: Spanned<NetworkName>,
    /// The container.
    pub container: Spanned<ContainerName>,
    /// `-f`.
    pub force: bool,
}
