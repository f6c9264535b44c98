//! Addresses, hosts, and the networks of a container.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use super::super::action::{Endpoint, Host, NetworkMode};
use super::super::findings::Findings;
use super::{csv, text};
use crate::diagnostic::Diagnostic;
use crate::source::{Located, Spanned};

fn parsed<T: FromStr>(wants: &'static str, written: &Located, findings: &mut Findings) -> Option<T> {
    written.text.trim().parse().ok().or_else(|| {
        let fault = Diagnostic::error("address", written.whole).arg("text", &written.text);
        findings.fault(fault.arg("wants", wants))
    })
}

/// Reads an IPv4 or IPv6 address.
pub(in super::super) fn address(written: &Located, findings: &mut Findings) -> Option<IpAddr> {
    parsed("any", written, findings)
}

/// Reads an IPv4 address.
pub(in super::super) fn ipv4(written: &Located, findings: &mut Findings) -> Option<Ipv4Addr> {
    parsed("v4", written, findings)
}

/// Reads an IPv6 address.
pub(in super::super) fn ipv6(written: &Located, findings: &mut Findings) -> Option<Ipv6Addr> {
    parsed("v6", written, findings)
}

/// Reads a gateway's address and keeps it as written.
pub(in super::super) fn gateway(written: &Located, findings: &mut Findings) -> Option<Spanned<String>> {
    address(written, findings).map(|_| Spanned::new(written.text.clone(), written.whole))
}

/// Reads `ADDRESS/BITS` and keeps it as written.
pub(in super::super) fn subnet(written: &Located, findings: &mut Findings) -> Option<Spanned<String>> {
    let text = written.text.as_str();
    let sound = text.split_once('/').is_some_and(|(address, bits)| {
        let most = match address.parse::<IpAddr>() {
            Ok(IpAddr::V4(_)) => 32,
            Ok(IpAddr::V6(_)) => 128,
            Err(_) => return false,
        };
        bits.bytes().all(|byte| byte.is_ascii_digit()) && bits.parse::<u8>().is_ok_and(|bits| bits <= most)
    });
    if sound {
        return Some(Spanned::new(text.to_owned(), written.whole));
    }
    findings.fault(Diagnostic::error("subnet", written.whole).arg("text", text))
}

/// Reads a hardware address: six pairs of hexadecimal digits.
pub(in super::super) fn mac(written: &Located, findings: &mut Findings) -> Option<String> {
    let parts: Vec<_> = written.text.split([':', '-']).collect();
    let pair = |part: &&str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    if parts.len() == 6 && parts.iter().all(pair) {
        return Some(written.text.clone());
    }
    findings.fault(Diagnostic::error("address", written.whole).arg("text", &written.text).arg("wants", "mac"))
}

/// Reads `NAME:ADDRESS` or `NAME=ADDRESS`.
pub(in super::super) fn host(written: &Located, findings: &mut Findings) -> Option<Host> {
    let text = written.text.as_str();
    let at = text.find('=').or_else(|| text.find(':')).filter(|&at| at > 0);
    let Some(at) = at else {
        return findings.fault(Diagnostic::error("host", written.whole).arg("text", text));
    };
    let address = written.slice(at + 1..text.len());
    let inner = address.text.strip_prefix('[').and_then(|inner| inner.strip_suffix(']'));
    let plain = inner.unwrap_or(&address.text);
    let name = text[..at].to_owned();
    if plain == "host-gateway" {
        return Some(Host { name, address: None });
    }
    let Ok(known) = plain.parse() else {
        let fault = Diagnostic::error("address", address.whole).arg("text", plain);
        return findings.fault(fault.arg("wants", "any"));
    };
    Some(Host { name, address: Some(known) })
}

/// Reads an additional name of a container in a network.
pub(in super::super) fn alias(written: &Located, findings: &mut Findings) -> Option<String> {
    if written.text.trim().is_empty() {
        return findings.fault(Diagnostic::error("name-empty", written.whole).arg("kind", "alias"));
    }
    Some(written.text.clone())
}

/// The keys of the long form of `--network`.
const KEYS: [&str; 5] = ["name", "alias", "ip", "ip6", "mac-address"];
/// Keys of the long form that labs do not support.
const UNSUPPORTED: [&str; 3] = ["driver-opt", "link-local-ip", "gw-priority"];

/// Reads `--network`: a name, or `name=NAME,alias=…`.
pub(in super::super) fn endpoint(written: &Located, findings: &mut Findings) -> Option<Endpoint> {
    if !written.text.contains('=') {
        return mode(written, findings).map(Endpoint::of);
    }
    let before = findings.faults.len();
    let (mut network, mut aliases) = (None, Vec::new());
    let (mut ip, mut ip6, mut hardware) = (None, None, None);
    for field in csv::fields(written, findings) {
        let text = field.text.as_str();
        let Some((key, value)) = text.split_once('=').filter(|(_, value)| !value.is_empty()) else {
            findings.faults.push(Diagnostic::error("network-field", field.whole).arg("text", text));
            continue;
        };
        let (place, value) = (field.span(0..key.len()), field.slice(text.len() - value.len()..text.len()));
        match key.to_lowercase().as_str() {
            "name" => network = mode(&value, findings),
            "alias" => aliases.extend(alias(&value, findings)),
            "ip" => ip = ipv4(&value, findings),
            "ip6" => ip6 = ipv6(&value, findings),
            "mac-address" => hardware = mac(&value, findings),
            lower => {
                let unsupported = UNSUPPORTED.contains(&lower);
                let fault = Diagnostic::error("network-key", place).arg("key", key);
                let fault = fault.arg("known", if unsupported { "docker" } else { "nobody" });
                findings.faults.push(fault.suggest(if unsupported { "" } else { lower }, KEYS));
            }
        }
    }
    if findings.faults.len() > before {
        return None;
    }
    let Some(network) = network else {
        return findings.fault(Diagnostic::error("network-name-missing", written.whole));
    };
    Some(Endpoint { aliases, ip, ip6, mac: hardware, ..Endpoint::of(network) })
}

/// Reads the network.
fn mode(written: &Located, findings: &mut Findings) -> Option<Spanned<NetworkMode>> {
    let mode = match written.text.as_str() {
        "default" => NetworkMode::Default,
        "bridge" => NetworkMode::Bridge,
        "host" => NetworkMode::Host,
        "none" => NetworkMode::None,
        other => match other.strip_prefix("container:") {
            Some(name) => {
                let name = written.slice(other.len() - name.len()..other.len());
                NetworkMode::Container(text::container(&name, findings)?.value)
            }
            None => NetworkMode::Named(text::network(written, findings)?.value),
        },
    };
    Some(Spanned::new(mode, written.whole))
}
