//! The commands on volumes.

#![expect(clippy::unnecessary_wraps, reason = "the flag table holds functions of one type")]

use super::super::action::{Action, CreateVolume, InspectType, ListVolumes, Prune, RemoveVolumes};
use super::super::findings::Findings;
use super::super::grammar::Given;
use super::super::value;
use super::listing::inspect;
use super::{each, located, one, operands, optional};
use crate::diagnostic::Diagnostic;

/// `docker volume create`.
pub(in super::super) fn create_volume(given: &Given, findings: &mut Findings) -> Option<Action> {
    let labels = each(given, "label", findings, value::label);
    let options = each(given, "opt", findings, value::located_option);
    // `--name` is the older form, from before the operand.
    let flag = one(given, "name", findings, value::volume);
    if let (Some(flag), Some(operand)) = (&flag, given.operands.first()) {
        let fault = Diagnostic::error("flags-conflict", flag.span).arg("one", "--name");
        return findings.fault(fault.arg("other", operand.as_str()));
    }
    let name = optional(given, 0, findings, value::volume)?.or(flag);
    Some(Action::CreateVolume(CreateVolume { name, driver: located(given, "driver"), options, labels }))
}

/// `docker volume ls`.
pub(in super::super) fn list_volumes(given: &Given, findings: &mut Findings) -> Option<Action> {
    Some(Action::ListVolumes(ListVolumes {
        quiet: given.switch("quiet"),
        filters: each(given, "filter", findings, value::volume_filter),
        format: one(given, "format", findings, value::listing_format),
    }))
}

/// `docker volume inspect`.
pub(in super::super) fn inspect_volumes(given: &Given, findings: &mut Findings) -> Option<Action> {
    inspect(given, Some(InspectType::Volume), false, findings)
}

/// `docker volume rm`.
pub(in super::super) fn remove_volumes(given: &Given, findings: &mut Findings) -> Option<Action> {
    let volumes = operands(given, findings, value::volume)?;
    Some(Action::RemoveVolumes(RemoveVolumes { force: given.switch("force"), volumes }))
}

/// `docker volume prune`.
pub(in super::super) fn prune_volumes(given: &Given, findings: &mut Findings) -> Option<Action> {
    Some(Action::PruneVolumes(Prune {
        force: given.switch("force"),
        all: given.switch("all"),
        filters: each(given, "filter", findings, value::prune_volume_filter),
    }))
}
