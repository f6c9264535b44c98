//! Creates, lists, connects, disconnects and removes networks.

use super::columns::Columns;
use super::image_list::short_id;
use super::{CommandContext, CommandResult, filter};
use crate::command::{Connect, CreateNetwork, Disconnect, Filter, ListNetworks, RemoveNetworks};
use crate::engine::{EndpointSpec, GuardError, Kind, NetworkSpec, Operation, PoolSpec, Row};
use crate::event::{CommandEnd, Hidden, Message};
use crate::runner::error::RunError;

/// The fields of `docker network ls`.
const NETWORKS: &[(&str, &str)] = &[
    ("ID", "NETWORK ID"),
    ("Name", "NAME"),
    ("Driver", "DRIVER"),
    ("Scope", "SCOPE"),
    ("IPv4", "IPV4"),
    ("IPv6", "IPV6"),
    ("Internal", "INTERNAL"),
    ("Labels", "LABELS"),
    ("CreatedAt", "CREATED AT"),
];

/// The networks that every engine has.
const BUILT_IN: [&str; 3] = ["bridge", "host", "none"];

/// Runs `docker network create`.
pub(super) async fn create(
    context: &CommandContext<'_>,
    create: &CreateNetwork,
) -> Result<CommandResult, RunError> {
    let spec = match spec(create) {
        Ok(spec) => spec,
        Err(why) => return Ok(CommandResult::refused(why)),
    };
    let id = context.guard.create_network(create.name.value.as_str(), &spec).await?;
    Ok(CommandResult::printed(context.line(&id)))
}

/// Returns the description of a network.
///
/// # Errors
/// The refusal of an address that is in none of its subnets.
pub(super) fn spec(create: &CreateNetwork) -> Result<NetworkSpec, Message> {
    let texts = [&create.subnets, &create.ip_ranges, &create.gateways];
    let [subnets, ranges, gateways] =
        texts.map(|texts| texts.iter().map(|text| text.value.as_str()).collect());
    let pools = pools(subnets, ranges, gateways)?;
    Ok(NetworkSpec {
        driver: create.driver.as_ref().map(|driver| driver.value.clone()),
        options: create.options.iter().cloned().collect(),
        internal: create.internal,
        attachable: create.attachable,
        ipv6: create.ipv6,
        pools,
        labels: create.labels.iter().cloned().collect(),
    })
}

/// Assigns each range and gateway to the subnet that contains it.
/// Source: docker/cli, `network/create.go`.
fn pools(subnets: Vec<&str>, ranges: Vec<&str>, gateways: Vec<&str>) -> Result<Vec<PoolSpec>, Message> {
    let pool = |subnet: &str| PoolSpec { subnet: Some(subnet.to_owned()), ..PoolSpec::default() };
    let mut pools: Vec<PoolSpec> = subnets.into_iter().map(pool).collect();
    let refused = |key: &str, text: &str| Message::new(key).arg("address", text);
    for range in ranges {
        let pool = place_of(&mut pools, range).ok_or_else(|| refused("network-no-subnet", range))?;
        if pool.range.replace(range.to_owned()).is_some() {
            return Err(refused("network-twice", range));
        }
    }
    for gateway in gateways {
        let pool = place_of(&mut pools, gateway).ok_or_else(|| refused("network-no-subnet", gateway))?;
        if pool.gateway.replace(gateway.to_owned()).is_some() {
            return Err(refused("network-twice", gateway));
        }
    }
    Ok(pools)
}

/// Returns the pool whose subnet contains this address or range.
fn place_of<'p>(pools: &'p mut [PoolSpec], text: &str) -> Option<&'p mut PoolSpec> {
    let address = text.split('/').next()?.parse().ok()?;
    pools.iter_mut().find(|pool| pool.subnet.as_ref().is_some_and(|subnet| contains(subnet, address)))
}

/// Returns whether a subnet contains an address.
fn contains(subnet: &str, address: std::net::IpAddr) -> bool {
    use std::net::IpAddr;
    let Some((base, length)) = subnet.split_once('/') else { return false };
    let (Ok(base), Ok(length)) = (base.parse::<IpAddr>(), length.parse::<u32>()) else { return false };
    let same = |one: u128, other: u128, bits: u32| {
        let rest = bits.saturating_sub(length);
        rest >= 128 || one >> rest == other >> rest
    };
    match (base, address) {
        (IpAddr::V4(base), IpAddr::V4(address)) => {
            same(u128::from(base.to_bits()), u128::from(address.to_bits()), 32)
        }
        (IpAddr::V6(base), IpAddr::V6(address)) => same(base.to_bits(), address.to_bits(), 128),
        _ => false,
    }
}

/// Runs `docker network ls`.
pub(super) async fn list(
    context: &CommandContext<'_>,
    list: &ListNetworks,
) -> Result<CommandResult, RunError> {
    let mut listing = context.guard.listing(Kind::Network, &[]).await?;
    let hidden = Hidden::of(Kind::Network, listing.others);
    let unused = context.guard.unused(Kind::Network).await?;
    listing.own.retain(|row| {
        let dangling = unused.iter().any(|unused| unused.found.id == row.found.id);
        passes(&list.filters, row, dangling)
    });
    listing.own.sort_by_key(|row| filter::natural(&row.found.name));
    let mut columns = Columns::of(NETWORKS, &["ID", "Name", "Driver", "Scope"]);
    for row in &listing.own {
        let text = |key: &str| row.raw[key].as_str().unwrap_or_default().to_owned();
        let flag = |key: &str| row.raw[key].as_bool().unwrap_or_default().to_string();
        columns.push([
            short_id(&row.found.id, list.no_trunc),
            row.found.name.clone(),
            text("Driver"),
            text("Scope"),
            flag("EnableIPv4"),
            flag("EnableIPv6"),
            flag("Internal"),
            filter::labels_text(&row.found.labels),
            created(&text("Created")),
        ]);
    }
    Ok(columns.print(context.output(), list.format.as_ref(), list.quiet.then_some("ID"), hidden))
}

/// Returns a time as Go prints it: `2026-11-24 03:52:53.393628617 +0000 UTC`.
fn created(stamp: &str) -> String {
    match stamp.strip_suffix('Z') {
        Some(utc) => format!("{} +0000 UTC", utc.replace('T', " ")),
        None => stamp.to_owned(),
    }
}

/// Returns whether a network passes the filters (moby, `daemon/network/filter.go`).
fn passes(filters: &[Filter], row: &Row, dangling: bool) -> bool {
    let any = |key: &str, fits: &dyn Fn(&str) -> bool| {
        let mut of_key = filters.iter().filter(|filter| filter.key == key).peekable();
        of_key.peek().is_none() || of_key.any(|filter| fits(&filter.value))
    };
    let built_in = BUILT_IN.contains(&row.found.name.as_str());
    any("name", &|name| row.found.name.contains(name))
        && any("id", &|id| row.found.id.contains(id))
        && any("driver", &|driver| row.raw["Driver"] == driver)
        && any("scope", &|scope| row.raw["Scope"] == scope)
        && any("type", &|kind| (kind == "builtin") == built_in)
        && any("dangling", &|wanted| filter::is_true(wanted) == (dangling && !built_in))
        && filters
            .iter()
            .filter(|filter| filter.key == "label")
            .all(|filter| filter::label(&row.found.labels, &filter.value))
}

/// Runs `docker network rm`.
pub(super) async fn remove(
    context: &CommandContext<'_>,
    remove: &RemoveNetworks,
) -> Result<CommandResult, RunError> {
    let mut result = CommandResult::default();
    for name in remove.networks.iter().map(|name| name.value.as_str()) {
        match context.guard.remove_network(name).await {
            Ok(()) => result.output.push_line(name),
            Err(GuardError::Engine(error)) if remove.force && error.is_not_found() => {}
            Err(error) => {
                let error = RunError::from(error);
                let why = error.refusal().ok_or(error)?;
                result.failed = result.failed.or(Some(CommandEnd::Refused { why }));
            }
        }
    }
    Ok(result)
}

/// Runs `docker network connect`.
pub(super) async fn connect(
    context: &CommandContext<'_>,
    connect: &Connect,
) -> Result<CommandResult, RunError> {
    let name = connect.container.value.as_str();
    let container = context.guard.require_container(name, Operation::Connect).await?;
    let endpoint = EndpointSpec {
        aliases: connect.aliases.clone(),
        ip: connect.ip.map(|ip| ip.to_string()),
        ip6: connect.ip6.map(|ip| ip.to_string()),
        mac: None,
    };
    context.guard.connect(connect.network.value.as_str(), &container.id, &endpoint).await?;
    Ok(CommandResult::default())
}

/// Runs `docker network disconnect`.
pub(super) async fn disconnect(
    context: &CommandContext<'_>,
    disconnect: &Disconnect,
) -> Result<CommandResult, RunError> {
    let name = disconnect.container.value.as_str();
    let container = context.guard.require_container(name, Operation::Disconnect).await?;
    let network = disconnect.network.value.as_str();
    context.guard.disconnect(network, &container.id, disconnect.force).await?;
    Ok(CommandResult::default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_and_gateways_go_to_their_subnet() {
        let subnets = || vec!["172.28.0.0/16", "fd00:1::/64"];
        let made = pools(subnets(), vec!["172.28.5.0/24"], vec!["fd00:1::1", "172.28.5.254"]).unwrap();
        assert_eq!(made[0].range.as_deref(), Some("172.28.5.0/24"));
        assert_eq!(made[0].gateway.as_deref(), Some("172.28.5.254"));
        assert_eq!(made[1].gateway.as_deref(), Some("fd00:1::1"));
        assert!(pools(subnets(), vec!["10.0.0.0/8"], vec![]).is_err());
        assert!(pools(subnets(), vec![], vec!["172.28.0.1", "172.28.0.2"]).is_err());
    }
}
