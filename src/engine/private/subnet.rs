//! Addresses that nobody on this machine uses.

/// 10.88.0.0/16 and 10.89.0.0/16, from which Podman takes its networks.
const PODMANS: [u32; 2] = [0x0a58, 0x0a59];

/// A network and its mask.
type Route = (u32, u32);

/// The networks that this machine has a way to, out of `/proc/net/route`.
pub(super) fn routes(table: &str) -> Vec<Route> {
    let route = |line: &str| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let number = |at: usize| u32::from_str_radix(fields.get(at)?, 16).ok().map(u32::swap_bytes);
        Some((number(1)?, number(7)?))
    };
    table.lines().skip(1).filter_map(route).collect()
}

/// A network of 256 addresses that none of these networks contains or is part of; which one is tried
/// first depends on the name, so that two engines seldom meet.
pub(super) fn free_subnet(name: &str, routes: &[Route]) -> String {
    let seed = u32::from_str_radix(name, 16).unwrap_or_default();
    let network = |at: u32| {
        let at = seed.wrapping_add(at) & 0x3fff;
        // 10.64.0.0/10: Podman's and docker's own pools lie elsewhere.
        10 << 24 | 64 << 16 | at << 8
    };
    // The default route leads everywhere, and takes no address.
    let taken = |net: u32| routes.iter().any(|&(to, mask)| mask != 0 && (net ^ to) & mask & 0xffff_ff00 == 0);
    let free = (0..0x4000).map(network).filter(|net| !PODMANS.contains(&(net >> 16)));
    let first = network(0);
    let net = free.into_iter().find(|&net| !taken(net)).unwrap_or(first);
    let [a, b, c, d] = net.to_be_bytes();
    format!("{a}.{b}.{c}.{d}/24")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_none_that_there_is_a_way_to() {
        let table = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n\
                     eth0\t00000000\t0100A8C0\t0003\t0\t0\t0\t00000000\n\
                     br0\t0000400A\t00000000\t0001\t0\t0\t0\t00FFFFFF\n";
        let routes = routes(table);
        assert_eq!(routes[1], (10 << 24 | 64 << 16, 0xffff_ff00));
        assert_eq!(free_subnet("00000000", &[]), "10.64.0.0/24");
        assert_eq!(free_subnet("00000000", &routes), "10.64.1.0/24");
        let wide = [(10 << 24 | 64 << 16, 0xffff_0000)];
        assert_eq!(free_subnet("00000000", &wide), "10.65.0.0/24");
        assert_eq!(free_subnet("00001800", &[]), "10.90.0.0/24", "88 and 89 are Podman's");
    }
}
