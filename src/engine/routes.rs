//! The routes of this machine, from the Linux kernel. Other systems have none here.
//!
//! They decide which addresses lead to a bridge, and which subnets a lab may use without taking addresses of others.

use std::fs;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::Path;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

/// Addresses outside the public internet.
///
/// These are private ones (RFC 1918, RFC 4193) and those for examples (RFC 5737, RFC 3849).
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

/// A route to a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Route {
    /// The network. The default route's contains all addresses.
    pub net: IpNet,
    /// Its interface.
    pub interface: String,
    /// Whether it goes through a gateway, so that others decide what is there.
    pub far: bool,
}

impl Route {
    /// Returns whether a subnet overlaps with it. The default route overlaps with none.
    pub fn takes(&self, net: &IpNet) -> bool {
        self.net.prefix_len() > 0 && (self.net.contains(net) || net.contains(&self.net))
    }
}

/// Returns this machine's current routes; `None` if they cannot be read.
///
/// Empty on systems other than Linux. A kernel without IPv6 has no files for it.
pub(super) fn routes() -> Option<Vec<Route>> {
    if !cfg!(target_os = "linux") {
        return Some(Vec::new());
    }
    let table = |name: &str| fs::read_to_string(Path::new("/proc/net").join(name));
    let newer = |name: &str| match table(name) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        read => read,
    };
    read(&table("route").ok()?, &newer("ipv6_route").ok()?, &newer("if_inet6").ok()?)
}

/// Parses the kernel's tables; `None` if a line cannot be parsed.
///
/// These are the routes of IPv4 and of IPv6, and the addresses of IPv6, which an interface may have without a route.
fn read(ipv4: &str, ipv6: &str, addresses: &str) -> Option<Vec<Route>> {
    let ipv4 = ipv4.lines().skip(1).map(ipv4_route);
    ipv4.chain(ipv6.lines().map(ipv6_route)).chain(addresses.lines().map(ipv6_address)).collect()
}

/// Parses a line of `/proc/net/route`.
fn ipv4_route(line: &str) -> Option<Route> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let address = |at: usize| {
        let number = u32::from_str_radix(fields.get(at)?, 16).ok()?;
        Some(Ipv4Addr::from(number.swap_bytes()))
    };
    let net = Ipv4Net::with_netmask(address(1)?, address(7)?).ok()?;
    let far = !address(2)?.is_unspecified();
    Some(Route { net: net.into(), interface: (*fields.first()?).to_owned(), far })
}

/// Parses a line of `/proc/net/ipv6_route`.
fn ipv6_route(line: &str) -> Option<Route> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let net = ipv6_net(fields.first()?, fields.get(1)?)?;
    let far = u128::from_str_radix(fields.get(4)?, 16).ok()? != 0;
    Some(Route { net, interface: (*fields.get(9)?).to_owned(), far })
}

/// Parses a line of `/proc/net/if_inet6`.
fn ipv6_address(line: &str) -> Option<Route> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let net = ipv6_net(fields.first()?, fields.get(2)?)?;
    Some(Route { net, interface: (*fields.get(5)?).to_owned(), far: false })
}

fn ipv6_net(address: &str, bits: &str) -> Option<IpNet> {
    let address = Ipv6Addr::from(u128::from_str_radix(address, 16).ok()?);
    Some(Ipv6Net::new(address, u8::from_str_radix(bits, 16).ok()?).ok()?.trunc().into())
}

/// Returns whether packets to this address go to a bridge of this machine.
pub(super) fn lead_to_a_bridge(routes: &[Route], address: Ipv4Addr) -> bool {
    let is_bridge = |interface: &str| Path::new("/sys/class/net").join(interface).join("bridge").is_dir();
    way(routes, address).is_some_and(|route| !route.far && is_bridge(&route.interface))
}

/// Returns the route of packets to this address: the one with the longest prefix.
///
/// Of several, the kernel lists the one that it uses first.
fn way(routes: &[Route], address: Ipv4Addr) -> Option<&Route> {
    let lead_there = routes.iter().filter(|route| route.net.contains(&IpNet::from(IpAddr::V4(address))));
    lead_there.rev().max_by_key(|route| route.net.prefix_len())
}

/// Returns whether a lab's network may have these addresses.
///
/// A connection to one of them from this machine reaches the lab's containers. So they must not belong to the public
/// internet, or to a network that this machine has a route to (`routes`).
pub(super) fn are_free(subnet: &str, routes: &[Route]) -> bool {
    let Ok(subnet) = subnet.parse::<IpNet>() else { return false };
    let nobodys = NOBODYS.iter().filter_map(|net| net.parse::<IpNet>().ok()).any(|net| net.contains(&subnet));
    nobodys && !routes.iter().any(|route| route.takes(&subnet))
}

/// Returns the routes that belong to no network of the engine.
///
/// The engine itself never gives addresses of its networks to another one.
pub(super) fn of_others(routes: Vec<Route>, engines: &[IpNet]) -> Vec<Route> {
    routes.into_iter().filter(|route| !engines.iter().any(|net| net.contains(&route.net))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A machine with one external interface and a bridge.
    const TABLE: &str = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n\
                             eth0\t00000000\t0100A8C0\t0003\t0\t0\t0\t00000000\n\
                             eth0\t0000A8C0\t00000000\t0001\t0\t0\t0\t0000FFFF\n\
                             eth0\t000014AC\t0200A8C0\t0003\t0\t0\t0\t0000FFFF\n\
                             docker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\n\
                             eth1\t000011AC\t00000000\t0001\t0\t0\t9\t0000FFFF\n";

    /// The same machine's IPv6 routes: two interfaces, one with a gateway, the default.
    const TABLE_6: &str = "\
        fd123456000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 \
        00000100 00000001 00000000 00000001     eth0\n\
        fe800000000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 \
        00000100 00000002 00000000 00000001     eth0\n\
        fd660000000000000000000000000000 20 00000000000000000000000000000000 00 fd123456000000000000000000000001 \
        00000400 00000002 00000000 00000003     eth0\n\
        00000000000000000000000000000000 00 00000000000000000000000000000000 00 fd123456000000000000000000000001 \
        00000400 00000002 00000000 00000003     eth0\n";

    /// An address without a route.
    const ADDRESSES: &str = "fd770000000000000000000000000007 09 40 00 80     wg0\n";

    fn machine() -> Vec<Route> {
        read(TABLE, TABLE_6, ADDRESSES).expect("tables of the kernel's")
    }

    #[test]
    fn a_way_leads_to_the_smallest_network_that_has_the_address() {
        let routes = machine();
        let seen = |address: [u8; 4]| {
            let route = way(&routes, address.into()).expect("there is a default route");
            (route.interface.as_str(), route.far)
        };
        assert_eq!(seen([172, 17, 0, 2]), ("docker0", false), "the first of two");
        assert_eq!(seen([172, 18, 0, 2]), ("eth0", true));
        assert_eq!(seen([192, 168, 0, 9]), ("eth0", false));
        assert_eq!(seen([10, 90, 7, 2]), ("eth0", true));
        assert_eq!(way(&[], Ipv4Addr::LOCALHOST), None);
        assert!(!lead_to_a_bridge(&routes, [192, 168, 0, 9].into()), "the network of other machines");
    }

    #[test]
    fn what_cannot_be_read_is_not_passed_over() {
        for (ipv4, ipv6, addresses) in [
            ("Iface\neth0\t0000A8C0", "", ""),
            ("Iface\neth0\tx\t00000000\t0001\t0\t0\t0\t0000FFFF", "", ""),
            ("Iface", "fd12 40", ""),
            ("Iface", "", "fd770000000000000000000000000007 09 ff 00 80     wg0"),
        ] {
            assert_eq!(read(ipv4, ipv6, addresses), None, "{ipv4}{ipv6}{addresses}");
        }
        assert_eq!(read("Iface", "", ""), Some(Vec::new()), "a machine without a way anywhere");
        assert!(!cfg!(target_os = "linux") || routes().is_some_and(|routes| !routes.is_empty()));
    }

    #[test]
    fn a_lab_takes_nobodys_addresses() {
        let routes = machine();
        for (subnet, free) in [
            ("172.28.0.0/16", true),
            ("10.213.0.0/16", true),
            ("203.0.113.0/24", true),
            ("fd00:1::/64", true),
            ("fd12:3456:0:1::/64", true),
            ("8.8.8.0/24", false),
            ("172.0.0.0/8", false),
            ("2606:4700::/32", false),
            ("::ffff:8.8.8.0/120", false),
            ("0.0.0.0/0", false),
            ("127.0.0.0/8", false),
            ("169.254.0.0/16", false),
            ("::/0", false),
            ("fe80::/64", false),
            // Addresses of other machines: all of them, some, and beyond a gateway.
            ("192.168.0.0/16", false),
            ("192.168.0.128/25", false),
            ("172.20.0.0/16", false),
            ("172.16.0.0/12", false),
            ("172.17.0.0/24", false),
            ("fd12:3456::/64", false),
            ("fd12:3456::/80", false),
            ("fd12::/16", false),
            ("fd66:0:1::/64", false),
            ("fd77::/80", false),
            ("x", false),
            ("", false),
        ] {
            assert_eq!(are_free(subnet, &routes), free, "{subnet}");
        }
    }

    #[test]
    fn a_network_is_the_engines_where_the_engine_says_so() {
        let engines = |nets: &[&str]| {
            let nets: Vec<IpNet> = nets.iter().map(|net| net.parse().expect("a network")).collect();
            of_others(machine().into_iter().filter(|route| route.interface == "docker0").collect(), &nets)
        };
        assert!(are_free("172.17.0.0/24", &engines(&["172.17.0.0/16"])), "the engine refuses it");
        assert!(!are_free("172.17.0.0/24", &engines(&["172.18.0.0/16"])), "a name alone says nothing");
        assert!(!are_free("172.17.0.0/24", &engines(&["172.17.0.0/24"])), "the way leads to more than that");
    }
}
