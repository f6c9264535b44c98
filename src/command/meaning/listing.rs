//! Commands that only read.

#![expect(clippy::unnecessary_wraps, reason = "the flag table holds functions of one type")]

use super::super::action::{
    Action, DiskUsage, Inspect, InspectType, ListContainers, Logs, PortsOf, Prune, Top, Version,
};
use super::super::findings::Findings;
use super::super::grammar::Given;
use super::super::value;
use super::{each, one, operand, operands, optional, texts};
use crate::diagnostic::Diagnostic;
use crate::source::{Located, Spanned};

/// `docker ps`.
pub(in super::super) fn list_containers(given: &Given, findings: &mut Findings) -> Option<Action> {
    Some(Action::ListContainers(ListContainers {
        all: given.switch("all"),
        last: one(given, "last", findings, value::last).flatten(),
        latest: given.switch("latest"),
        quiet: given.switch("quiet"),
        no_trunc: given.switch("no-trunc"),
        size: given.switch("size"),
        filters: each(given, "filter", findings, value::container_filter),
        format: one(given, "format", findings, value::listing_format),
    }))
}

/// `docker container prune`.
pub(in super::super) fn prune_containers(given: &Given, findings: &mut Findings) -> Option<Action> {
    Some(Action::PruneContainers(Prune {
        force: given.switch("force"),
        all: false,
        filters: each(given, "filter", findings, value::prune_filter),
    }))
}

/// `docker diff`.
pub(in super::super) fn diff(given: &Given, findings: &mut Findings) -> Option<Action> {
    operand(given, 0, findings, value::container).map(Action::Diff)
}

/// `docker logs`.
pub(in super::super) fn logs(given: &Given, findings: &mut Findings) -> Option<Action> {
    let (since, until) =
        (one(given, "since", findings, value::moment), one(given, "until", findings, value::moment));
    Some(Action::Logs(Logs {
        tail: one(given, "tail", findings, value::tail).flatten(),
        container: operand(given, 0, findings, value::container)?,
        follow: given.switch("follow"),
        since,
        until,
        timestamps: given.switch("timestamps"),
        details: given.switch("details"),
    }))
}

/// `docker top`.
pub(in super::super) fn top(given: &Given, findings: &mut Findings) -> Option<Action> {
    let container = operand(given, 0, findings, value::container)?;
    Some(Action::Top(Top { container, options: texts(&given.operands[1..]) }))
}

/// `docker port`.
pub(in super::super) fn port(given: &Given, findings: &mut Findings) -> Option<Action> {
    let container = operand(given, 0, findings, value::container);
    let port = optional(given, 1, findings, value::container_port)?;
    Some(Action::Port(PortsOf { container: container?, port }))
}

/// `docker system df`.
pub(in super::super) fn disk_usage(given: &Given, findings: &mut Findings) -> Option<Action> {
    let format = one(given, "format", findings, value::listing_format);
    let verbose = given.switch("verbose");
    if let Some(flag) = given.flags.iter().rfind(|flag| flag.flag.long == "format")
        && verbose
    {
        // With `--verbose` the docker program has other fields, of four tables at once.
        let fault = Diagnostic::error("flags-conflict", flag.place).arg("one", "--format");
        findings.faults.push(fault.arg("other", "--verbose"));
    }
    Some(Action::DiskUsage(DiskUsage { verbose, format }))
}

/// `docker version`.
pub(in super::super) fn version(given: &Given, findings: &mut Findings) -> Option<Action> {
    Some(Action::Version(Version { format: one(given, "format", findings, value::inspect_format) }))
}

/// `docker inspect`.
pub(in super::super) fn inspect_any(given: &Given, findings: &mut Findings) -> Option<Action> {
    let kind = one(given, "type", findings, value::kind);
    inspect(given, kind, given.switch("size"), findings)
}

/// `docker container inspect`.
pub(in super::super) fn inspect_containers(given: &Given, findings: &mut Findings) -> Option<Action> {
    inspect(given, Some(InspectType::Container), given.switch("size"), findings)
}

/// `docker image inspect`.
pub(in super::super) fn inspect_images(given: &Given, findings: &mut Findings) -> Option<Action> {
    inspect(given, Some(InspectType::Image), false, findings)
}

/// `docker network inspect`.
pub(in super::super) fn inspect_networks(given: &Given, findings: &mut Findings) -> Option<Action> {
    inspect(given, Some(InspectType::Network), false, findings)
}

/// Reads `inspect` for objects of a kind.
pub(super) fn inspect(
    given: &Given,
    kind: Option<InspectType>,
    size: bool,
    findings: &mut Findings,
) -> Option<Action> {
    let read = match kind {
        Some(InspectType::Container) => |written: &Located, findings: &mut Findings| {
            value::container(written, findings).map(|name| name.map(|name| name.to_string()))
        },
        Some(InspectType::Volume) => |written: &Located, findings: &mut Findings| {
            value::volume(written, findings).map(|name| name.map(|name| name.to_string()))
        },
        Some(InspectType::Network) => |written: &Located, findings: &mut Findings| {
            value::network(written, findings).map(|name| name.map(|name| name.to_string()))
        },
        Some(InspectType::Image) => |written: &Located, findings: &mut Findings| {
            value::image(written, findings).map(|name| name.map(|name| name.to_string()))
        },
        None => any_name,
    };
    let format = one(given, "format", findings, value::inspect_format);
    Some(Action::Inspect(Inspect { kind, names: operands(given, findings, read)?, format, size }))
}

/// Reads a name of any kind: of a container or of an image.
fn any_name(written: &Located, findings: &mut Findings) -> Option<Spanned<String>> {
    if written.text.is_empty() {
        return findings.fault(Diagnostic::error("name-empty", written.whole).arg("kind", "container"));
    }
    if value::is_container(&written.text) {
        return Some(super::spanned(written));
    }
    value::image(written, findings).map(|name| name.map(|name| name.to_string()))
}
