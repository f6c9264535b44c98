//! `-p`: `[[ADDRESS:]PORT:]PORT[/PROTOCOL]` (go-connections, `nat.ParsePortSpec`).

use std::net::IpAddr;
use std::ops::Range;

use super::super::action::Port;
use super::super::findings::Findings;
use crate::diagnostic::Diagnostic;
use crate::source::Located;

const PROTOCOLS: [&str; 3] = ["tcp", "udp", "sctp"];

/// Reads the value of a `-p`.
pub(in super::super) fn port(written: &Located, findings: &mut Findings) -> Option<Port> {
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
    let host = match host {
        None | Some((_, "")) => Some(None),
        Some((range, host)) if host.parse::<IpAddr>().is_ok() => {
            let fault = Diagnostic::error("port-address-alone", written.span(range)).arg("address", host);
            findings.fault(fault.arg("container", container))
        }
        // Port 0 is the docker program's word for any free one.
        Some((range, host)) => {
            number(written, range, host, 0, findings).map(|port| Some(port).filter(|&port| port > 0))
        }
    };
    let container = if container.is_empty() {
        findings.fault(Diagnostic::error("port-missing", written.whole).arg("text", text))
    } else {
        number(written, container_range, container, 1, findings)
    };
    Some(Port { address: address?, host: host?, container: container?, protocol: protocol? })
}

/// Where the parts stand; the container's port alone is always there.
struct Parts {
    address: Option<Range<usize>>,
    host: Option<Range<usize>>,
    container: Range<usize>,
}

fn split(text: &str) -> Option<Parts> {
    // An IPv6 address has colons of its own, and mostly stands in brackets.
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
        // An address with one port: the address stands where the host's port belongs.
        (Some(address), []) => Some(Parts { address: None, host: Some(address), container: start..end }),
        (address, [colon]) => Some(Parts { address, host: Some(start..*colon), container: colon + 1..end }),
        // All that stands before the last two parts is the address, as the docker program has it.
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

fn number(
    written: &Located,
    range: Range<usize>,
    text: &str,
    least: u16,
    findings: &mut Findings,
) -> Option<u16> {
    let place = written.span(range);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse::<u16>() {
        Ok(port) if port >= least && digits(text) => Some(port),
        _ if text.split_once('-').is_some_and(|(from, to)| digits(from) && digits(to)) => {
            findings.fault(Diagnostic::error("port-range", place).arg("text", text))
        }
        _ => findings.fault(Diagnostic::error("port-number", place).arg("text", text)),
    }
}
