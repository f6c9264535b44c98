//! The networks that this machine has a way to, as the kernel of Linux tells them (`/proc/net/route`): which addresses
//! lead to a bridge, and which networks a lab may have without taking somebody's addresses. Other systems tell none.
//!
//! May import nothing of ours.

use std::fs;
use std::net::Ipv4Addr;
use std::path::Path;

use ipnet::{IpNet, Ipv4Net};

/// How the bridges of engines are called: Docker's, Podman's, and those of an engine of our own.
const ENGINES_BRIDGES: [&str; 5] = ["docker", "br-", "podman", "cni-", "sl"];

/// Addresses that belong to nobody in the world: private ones (RFC 1918, RFC 4193), and those of examples (RFC 5737,
/// RFC 3849).
const NOBODYS: [&str; 8] = [
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "192.0.2.0/24",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "fc00::/7",
    "2001:db8::/32",
];

/// A network, and the way to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Route {
    /// The network; that of the default route contains all addresses.
    pub net: Ipv4Net,
    /// The interface that leads there.
    pub interface: String,
    /// Whether it is behind a gateway, so that somebody else decides what is there.
    pub far: bool,
}

impl Route {
    /// Whether a network of these addresses would take some from it. The default route leads everywhere, and has none.
    pub fn takes(&self, net: Ipv4Net) -> bool {
        self.net.prefix_len() > 0 && (self.net.contains(&net) || net.contains(&self.net))
    }

    /// Whether an engine made it for its containers.
    pub fn is_engines(&self) -> bool {
        !self.far && ENGINES_BRIDGES.iter().any(|name| self.interface.starts_with(name))
    }
}

/// This machine's, now.
pub(super) fn routes() -> Vec<Route> {
    read(&fs::read_to_string("/proc/net/route").unwrap_or_default())
}

/// Reads the kernel's table.
fn read(table: &str) -> Vec<Route> {
    let route = |line: &str| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let address = |at: usize| {
            let number = u32::from_str_radix(fields.get(at)?, 16).ok()?;
            Some(Ipv4Addr::from(number.swap_bytes()))
        };
        let net = Ipv4Net::with_netmask(address(1)?, address(7)?).ok()?;
        Some(Route { net, interface: (*fields.first()?).to_owned(), far: !address(2)?.is_unspecified() })
    };
    table.lines().skip(1).filter_map(route).collect()
}

/// Whether packets to this address stay on this machine, and go to a bridge of it.
pub(super) fn lead_to_a_bridge(routes: &[Route], address: Ipv4Addr) -> bool {
    let is_bridge = |interface: &str| Path::new("/sys/class/net").join(interface).join("bridge").is_dir();
    way(routes, address).is_some_and(|route| !route.far && is_bridge(&route.interface))
}

/// The way that packets to this address take: that to the smallest network; of several the kernel lists first what it
/// takes.
fn way(routes: &[Route], address: Ipv4Addr) -> Option<&Route> {
    let lead_there = routes.iter().filter(|route| route.net.contains(&address));
    lead_there.rev().max_by_key(|route| route.net.prefix_len())
}

/// Whether a network of a lab may have these addresses: whoever on this machine asks for one of them comes to the lab's
/// containers, so they must be nobody's, neither in the world nor in a network that this machine is in. Two networks of
/// engines that share addresses are refused by the engine.
pub(super) fn are_free(subnet: &str, routes: &[Route]) -> bool {
    let Ok(subnet) = subnet.parse::<IpNet>() else { return false };
    let nobodys = NOBODYS.iter().filter_map(|net| net.parse::<IpNet>().ok()).any(|net| net.contains(&subnet));
    let taken = match &subnet {
        IpNet::V4(subnet) => routes.iter().any(|route| !route.is_engines() && route.takes(*subnet)),
        IpNet::V6(_) => false,
    };
    nobodys && !taken
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A machine with one interface to the world and a bridge.
    const TABLE: &str = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n\
                             eth0\t00000000\t0100A8C0\t0003\t0\t0\t0\t00000000\n\
                             eth0\t0000A8C0\t00000000\t0001\t0\t0\t0\t0000FFFF\n\
                             eth0\t000014AC\t0200A8C0\t0003\t0\t0\t0\t0000FFFF\n\
                             docker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\n\
                             eth1\t000011AC\t00000000\t0001\t0\t0\t9\t0000FFFF\n";

    #[test]
    fn a_way_leads_to_the_smallest_network_that_has_the_address() {
        let routes = read(TABLE);
        let seen = |address: [u8; 4]| {
            let route = way(&routes, address.into()).expect("there is a default route");
            (route.interface.as_str(), route.far, route.is_engines())
        };
        assert_eq!(seen([172, 17, 0, 2]), ("docker0", false, true), "the first of two");
        assert_eq!(seen([172, 18, 0, 2]), ("eth0", true, false));
        assert_eq!(seen([192, 168, 0, 9]), ("eth0", false, false));
        assert_eq!(seen([10, 90, 7, 2]), ("eth0", true, false));
        assert_eq!(way(&[], Ipv4Addr::LOCALHOST), None);
        assert!(!lead_to_a_bridge(&routes, [192, 168, 0, 9].into()), "the network of other machines");
    }
    #[test]
    fn a_lab_takes_nobodys_addresses() {
        let routes = read(TABLE);
        for (subnet, free) in [
            ("172.28.0.0/16", true),
            ("10.213.0.0/16", true),
            ("203.0.113.0/24", true),
            ("fd00:1::/64", true),
            ("8.8.8.0/24", false),
            ("172.0.0.0/8", false),
            ("2606:4700::/32", false),
            ("::ffff:8.8.8.0/120", false),
            ("0.0.0.0/0", false),
            ("127.0.0.0/8", false),
            ("169.254.0.0/16", false),
            // Where other machines are: all of them, some, and behind a gateway.
            ("192.168.0.0/16", false),
            ("192.168.0.128/25", false),
            ("172.20.0.0/16", false),
            ("172.16.0.0/12", false),
            ("172.17.0.0/24", false),
            ("x", false),
        ] {
            assert_eq!(are_free(subnet, &routes), free, "{subnet}");
        }
        let dockers: Vec<Route> = routes.into_iter().filter(|route| route.interface == "docker0").collect();
        assert!(are_free("172.17.0.0/24", &dockers), "the engine refuses it");
    }
}
