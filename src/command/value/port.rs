//! `-p`: `[[ADDRESS:]PORT[-PORT]:]PORT[-PORT][/PROTOCOL]` (go-connections, `nat.ParsePortSpec`),
//! `--expose`, and the port of `docker port`.

use std::net::IpAddr;
use std::ops::Range;

use super::super::action::{Exposed, Port, PortRange};
use super::super::findings::Findings;
use crate::diagnostic::Diagnostic;
use crate::source::Located;

const PROTOCOLS: [&str; 3] = ["tcp", "udp", "sctp"];

/// Reads the value of a `-p`: one entry for each port of the container.
pub(in super::super) fn port(written: &Located, findings: &mut Findings) -> Option<Vec<Port>> {
    let text = written.text.as_str();
    let end = text.find('/').unwrap_or(text.len());
    let protocol = protocol(written, end, findings);
    let Some(parts) = split(&text[..end]) else {
        return findings.fault(Diagnostic::error("port-parts", written.span(0..end)).arg("text", text));
    };
    let mut at = |range: Range<usize>| (range.clone(), &text[range]);
    let address = parts.address.map(&mut at);
    let host = parts.host.map(&mut at);
    let (container_range, container) = at(parts.container);
    let address = match address {
        None | Some((_, "")) => Some(None),
        Some((_, address)) if address.parse::<IpAddr>().is_ok() => Some(Some(address.to_owned())),
        Some((range, address)) => {
            findings.fault(Diagnostic::error("port-address", written.span(range)).arg("address", address))
        }
    };
    let host_place = host.as_ref().map(|(range, _)| range.clone());
    let host = match host {
        None | Some((_, "")) => Some(None),
        Some((range, host)) if host.parse::<IpAddr>().is_ok() => {
            let fault = Diagnostic::error("port-address-alone", written.span(range)).arg("address", host);
            findings.fault(fault.arg("container", container))
        }
        // Port 0 means any free port.
        Some((_, "0")) => Some(Some(PortRange { first: 0, last: 0 })),
        Some((range, _)) => ports(&written.slice(range), findings).map(Some),
    };
    let container = if container.is_empty() {
        findings.fault(Diagnostic::error("port-missing", written.whole).arg("text", text))
    } else {
        ports(&written.slice(container_range), findings)
    };
    let (address, host, container, protocol) = (address?, host?, container?, protocol?);
    let pairs = pair(host, container);
    if pairs.is_none() {
        let place = written.span(host_place.unwrap_or_default());
        findings.faults.push(Diagnostic::error("port-ranges", place).arg("text", text));
    }
    let make =
        |(host, container)| Port { address: address.clone(), host, container, protocol: protocol.clone() };
    Some(pairs?.into_iter().map(make).collect())
}

/// Pairs host ports with container ports.
fn pair(host: Option<PortRange>, container: PortRange) -> Option<Vec<(Option<PortRange>, u16)>> {
    let all = container.first..=container.last;
    match host {
        None => Some(all.map(|port| (None, port)).collect()),
        // One port of the container: the engine takes a free one of the range.
        Some(host) if container.first == container.last => Some(vec![(Some(host), container.first)]),
        Some(host) if host.last - host.first == container.last - container.first => Some(
            (host.first..=host.last)
                .zip(all)
                .map(|(host, port)| (Some(PortRange { first: host, last: host }), port))
                .collect(),
        ),
        Some(_) => None,
    }
}

/// Reads the value of an `--expose`.
pub(in super::super) fn exposed(written: &Located, findings: &mut Findings) -> Option<Exposed> {
    let end = written.text.find('/').unwrap_or(written.text.len());
    let protocol = protocol(written, end, findings);
    let ports = ports(&written.slice(0..end), findings);
    Some(Exposed { ports: ports?, protocol: protocol? })
}

/// Reads the port of `docker port`.
pub(in super::super) fn container_port(written: &Located, findings: &mut Findings) -> Option<(u16, String)> {
    let end = written.text.find('/').unwrap_or(written.text.len());
    let protocol = protocol(written, end, findings);
    let port = number(written, 0..end, findings);
    Some((port?, protocol?))
}

/// The places of the parts; only the container's port is always present.
struct Parts {
    address: Option<Range<usize>>,
    host: Option<Range<usize>>,
    container: Range<usize>,
}

fn split(text: &str) -> Option<Parts> {
    // An IPv6 address contains colons, and is usually in brackets.
    let (address, start) = match text.strip_prefix('[') {
        Some(inner) => {
            let close = inner.find("]:")?;
            (Some(1..=close).map(|range| *range.start()..range.end() + 1), close + 3)
        }
        None => (None, 0),
    };
    let colons: Vec<_> = text[start..].match_indices(':').map(|(at, _)| start + at).collect();
    let end = text.len();
    match (address, colons.as_slice()) {
        (None, []) => Some(Parts { address: None, host: None, container: 0..end }),
        // An address with one port: the address is in the place of the host's port.
        (Some(address), []) => Some(Parts { address: None, host: Some(address), container: start..end }),
        (address, [colon]) => Some(Parts { address, host: Some(start..*colon), container: colon + 1..end }),
        // Everything before the last two parts is the address, as in the docker program.
        (None, [.., first, second]) => Some(Parts {
            address: Some(0..*first),
            host: Some(first + 1..*second),
            container: second + 1..end,
        }),
        _ => None,
    }
}

fn protocol(written: &Located, end: usize, findings: &mut Findings) -> Option<String> {
    let Some(protocol) = written.text.get(end + 1..).filter(|text| !text.is_empty()) else {
        return Some("tcp".to_owned());
    };
    let lower = protocol.to_lowercase();
    if PROTOCOLS.contains(&lower.as_str()) {
        return Some(lower);
    }
    let place = written.span(end + 1..written.text.len());
    findings
        .fault(Diagnostic::error("port-protocol", place).arg("protocol", protocol).suggest(&lower, PROTOCOLS))
}

/// Reads `PORT` or `FIRST-LAST`.
fn ports(written: &Located, findings: &mut Findings) -> Option<PortRange> {
    let end = written.text.len();
    let Some(dash) = written.text.find('-') else {
        let port = number(written, 0..end, findings)?;
        return Some(PortRange { first: port, last: port });
    };
    let (first, last) = (number(written, 0..dash, findings), number(written, dash + 1..end, findings));
    let range = PortRange { first: first?, last: last? };
    if range.first > range.last {
        return findings.fault(Diagnostic::error("port-range", written.whole).arg("text", &written.text));
    }
    Some(range)
}

fn number(written: &Located, range: Range<usize>, findings: &mut Findings) -> Option<u16> {
    let text = &written.text[range.clone()];
    match text.parse::<u16>() {
        Ok(port) if port > 0 && text.bytes().all(|byte| byte.is_ascii_digit()) => Some(port),
        _ => findings.fault(Diagnostic::error("port-number", written.span(range)).arg("text", text)),
    }
}
