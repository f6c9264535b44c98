//! Choosing a subnet that is not used on this machine.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use super::super::routes::Route;

/// The pool of Podman's networks: 10.88.0.0/16 and 10.89.0.0/16.
const PODMANS: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::new(10, 88, 0, 0), 15);

/// Returns a subnet of 256 addresses that overlaps with none of these routes.
///
/// The first candidate depends on the name, so that two engines seldom choose the same.
pub(super) fn free_subnet(name: &str, routes: &[Route]) -> Ipv4Net {
    let seed = u32::from_str_radix(name, 16).unwrap_or_default();
    let network = |at: u32| {
        let at = seed.wrapping_add(at) & 0x3fff;
        // 10.64.0.0/10 is outside the pools of Podman and docker.
        Ipv4Net::new_assert(Ipv4Addr::from(10 << 24 | 64 << 16 | at << 8), 24)
    };
    let taken =
        |net: &Ipv4Net| PODMANS.contains(net) || routes.iter().any(|route| route.takes(&(*net).into()));
    (0..0x4000).map(network).find(|net| !taken(net)).unwrap_or_else(|| network(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_none_that_there_is_a_way_to() {
        let free = |name: &str, taken: &[&str]| {
            let far = |net: &&str| Route { net: net.parse().unwrap(), interface: "x".to_owned(), far: true };
            free_subnet(name, &taken.iter().map(far).collect::<Vec<_>>()).to_string()
        };
        assert_eq!(free("00000000", &[]), "10.64.0.0/24");
        assert_eq!(free("00000000", &["0.0.0.0/0", "10.64.0.0/24"]), "10.64.1.0/24");
        assert_eq!(free("00000000", &["10.64.0.0/16"]), "10.65.0.0/24");
        assert_eq!(free("00000000", &["10.64.0.128/25"]), "10.64.1.0/24");
        assert_eq!(free("00001800", &[]), "10.90.0.0/24", "88 and 89 are Podman's");
    }
}
