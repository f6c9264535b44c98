//! Whether a container's address, as the engine reports it, leads to that container from here.
//!
//! An address belongs to the network of the engine's machine. Elsewhere (a rootless engine, one on another machine,
//! one in a virtual machine) the same address may belong to another host, which would then answer.

use super::address::Address;
use super::routes::{lead_to_a_bridge, routes};
use super::types::About;

/// How this process reaches containers; by default, only through the engine.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach {
    /// Whether the engine's bridges are on this machine.
    bridges: bool,
    /// The host on which it publishes ports.
    host: Option<String>,
}

impl Reach {
    /// Returns how to reach containers of an engine with this address and description.
    #[must_use]
    pub fn of(address: &Address, about: &About) -> Self {
        let here = address.is_here() && about.host == host_name();
        Self { bridges: here && !about.rootless, host: Some(address.host().to_owned()) }
    }

    /// Returns whether a container's own address leads to it.
    #[must_use]
    pub fn leads_to(&self, address: &str) -> bool {
        self.bridges
            && address.parse().is_ok_and(|address| lead_to_a_bridge(&routes().unwrap_or_default(), address))
    }

    /// Returns the host to connect to for a published port.
    ///
    /// `None` if it cannot be reached. `address` is the port's address on the engine's host.
    #[must_use]
    pub fn published<'r>(&'r self, address: &'r str) -> Option<&'r str> {
        let host = self.host.as_deref()?;
        let everywhere = matches!(address, "" | "0.0.0.0" | "::");
        if everywhere {
            return Some(host);
        }
        // On another machine, the address limits who may connect, or is another name of that machine.
        (host == Address::LOOPBACK).then_some(address)
    }
}

/// Returns this machine's host name; empty if it is unknown.
fn host_name() -> String {
    #[cfg(unix)]
    return rustix::system::uname().nodename().to_string_lossy().into_owned();
    #[cfg(not(unix))]
    String::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(url: &str, host: &str, rootless: bool) -> Reach {
        let about = About { host: host.to_owned(), rootless, ..About::default() };
        Reach::of(&url.parse().expect("an address"), &about)
    }

    #[test]
    fn bridges_are_ours_where_the_engine_is_on_this_machine_and_has_its_network() {
        let here = host_name();
        for (url, host, rootless, ours) in [
            ("unix:///var/run/docker.sock", here.as_str(), false, true),
            ("tcp://127.0.0.1:2375", &here, false, true),
            ("unix:///run/user/1000/podman/podman.sock", &here, true, false),
            // A socket that is forwarded from another machine, or from a virtual one.
            ("unix:///var/run/docker.sock", "docker-desktop", false, false),
            ("tcp://lab.example:2375", &here, false, false),
            ("https://lab.example:2376", "lab", false, false),
        ] {
            assert_eq!(of(url, host, rootless).bridges, ours, "{url} {host}");
        }
        assert!(!of("unix:///x.sock", &here, false).leads_to("127.0.0.1"), "no bridge of an engine's");
        assert!(!of("unix:///x.sock", &here, false).leads_to("fd00::1"));
        assert!(!Reach::default().leads_to("172.17.0.2"));
    }

    #[test]
    fn ports_are_published_on_the_engines_host() {
        let (here, there) = (of("unix:///x.sock", "", true), of("tcp://lab.example:2375", "", false));
        for address in ["", "0.0.0.0", "::"] {
            assert_eq!(
                (here.published(address), there.published(address)),
                (Some("127.0.0.1"), Some("lab.example"))
            );
        }
        assert_eq!((here.published("127.0.0.2"), there.published("127.0.0.1")), (Some("127.0.0.2"), None));
        assert_eq!(Reach::default().published(""), None);
    }
}
