//! The commands on networks.

#![expect(clippy::unnecessary_wraps, reason = "the flag table holds functions of one type")]

use super::super::action::{Action, Connect, CreateNetwork, Disconnect, ListNetworks, RemoveNetworks};
use super::super::findings::Findings;
use super::super::grammar::Given;
use super::super::value;
use super::{each, located, one, operand, operands};

/// `docker network create`.
pub(in super::super) fn create_network(given: &Given, findings: &mut Findings) -> Option<Action> {
    let options = each(given, "opt", findings, value::option);
    let labels = each(given, "label", findings, value::label);
    let subnets = each(given, "subnet", findings, value::subnet);
    let ip_ranges = each(given, "ip-range", findings, value::subnet);
    let gateways = each(given, "gateway", findings, value::gateway);
    Some(Action::CreateNetwork(CreateNetwork {
        name: operand(given, 0, findings, value::network)?,
        driver: located(given, "driver"),
        options,
        labels,
        subnets,
        ip_ranges,
        gateways,
        internal: given.switch("internal"),
        attachable: given.switch("attachable"),
        ipv6: given.switch("ipv6"),
    }))
}

/// `docker network ls`.
pub(in super::super) fn list_networks(given: &Given, findings: &mut Findings) -> Option<Action> {
    Some(Action::ListNetworks(ListNetworks {
        quiet: given.switch("quiet"),
        no_trunc: given.switch("no-trunc"),
        filters: each(given, "filter", findings, value::network_filter),
        format: one(given, "format", findings, value::listing_format),
    }))
}

/// `docker network rm`.
pub(in super::super) fn remove_networks(given: &Given, findings: &mut Findings) -> Option<Action> {
    let networks = operands(given, findings, value::network)?;
    Some(Action::RemoveNetworks(RemoveNetworks { force: given.switch("force"), networks }))
}

/// `docker network connect`.
pub(in super::super) fn connect(given: &Given, findings: &mut Findings) -> Option<Action> {
    let ip = one(given, "ip", findings, value::ipv4);
    let ip6 = one(given, "ip6", findings, value::ipv6);
    let network = operand(given, 0, findings, value::network);
    let container = operand(given, 1, findings, value::container);
    let aliases = each(given, "alias", findings, value::alias);
    Some(Action::Connect(Connect { network: network?, container: container?, aliases, ip, ip6 }))
}

/// `docker network disconnect`.
pub(in super::super) fn disconnect(given: &Given, findings: &mut Findings) -> Option<Action> {
    let network = operand(given, 0, findings, value::network);
    let container = operand(given, 1, findings, value::container);
    let force = given.switch("force");
    Some(Action::Disconnect(Disconnect { network: network?, container: container?, force }))
}
