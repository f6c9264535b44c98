//! Networks and ports.

use super::super::action::{
    Connect, CreateNetwork, Disconnect, Endpoint, Exposed, ListNetworks, NetworkMode, Port, PortRange,
    RemoveNetworks,
};
use super::{Line, field, listing};

fn range(ports: PortRange) -> String {
    if ports.first == ports.last {
        ports.first.to_string()
    } else {
        format!("{}-{}", ports.first, ports.last)
    }
}

fn protocol(protocol: &str) -> String {
    if protocol == "tcp" { String::new() } else { format!("/{protocol}") }
}

pub(super) fn port(port: &Port) -> String {
    let host = port.host.map(range);
    let before = match (&port.address, host) {
        (None, None) => String::new(),
        (None, Some(host)) => format!("{host}:"),
        (Some(address), host) if address.contains(':') => {
            format!("[{address}]:{}:", host.unwrap_or_default())
        }
        (Some(address), host) => format!("{address}:{}:", host.unwrap_or_default()),
    };
    format!("{before}{}{}", port.container, protocol(&port.protocol))
}

pub(super) fn exposed(exposed: &Exposed) -> String {
    range(exposed.ports) + &protocol(&exposed.protocol)
}

fn mode(mode: &NetworkMode) -> String {
    match mode {
        NetworkMode::Default => "default".to_owned(),
        NetworkMode::Bridge => "bridge".to_owned(),
        NetworkMode::Host => "host".to_owned(),
        NetworkMode::None => "none".to_owned(),
        NetworkMode::Container(name) => format!("container:{name}"),
        NetworkMode::Named(name) => name.to_string(),
    }
}

pub(super) fn endpoint(endpoint: &Endpoint) -> String {
    let name = mode(&endpoint.network.value);
    let aliases = endpoint.aliases.iter().map(|alias| format!("alias={alias}"));
    let rest = [
        endpoint.ip.map(|ip| format!("ip={ip}")),
        endpoint.ip6.map(|ip| format!("ip6={ip}")),
        endpoint.mac.as_ref().map(|mac| format!("mac-address={mac}")),
    ];
    let fields: Vec<_> = aliases.chain(rest.into_iter().flatten()).map(field).collect();
    if fields.is_empty() { name } else { format!("name={name},{}", fields.join(",")) }
}

pub(super) fn create(create: &CreateNetwork) -> Line {
    let mut line = Line::new("network create");
    line.value("driver", create.driver.as_ref().map(|driver| &driver.value));
    line.pairs("opt", &create.options);
    line.pairs("label", &create.labels);
    line.values("subnet", create.subnets.iter().map(|it| &it.value));
    line.values("ip-range", create.ip_ranges.iter().map(|it| &it.value));
    line.values("gateway", create.gateways.iter().map(|it| &it.value));
    line.switch("internal", create.internal);
    line.switch("attachable", create.attachable);
    line.switch("ipv6", create.ipv6);
    line.operands([&create.name.value])
}

pub(super) fn list(list: &ListNetworks) -> Line {
    let mut line = Line::new("network ls");
    line.switch("quiet", list.quiet);
    line.switch("no-trunc", list.no_trunc);
    listing::filters(&mut line, &list.filters);
    listing::format(&mut line, list.format.as_ref());
    line
}

pub(super) fn remove(remove: &RemoveNetworks) -> Line {
    let mut line = Line::new("network rm");
    line.switch("force", remove.force);
    line.operands(remove.networks.iter().map(|name| &name.value))
}

pub(super) fn connect(connect: &Connect) -> Line {
    let mut line = Line::new("network connect");
    line.values("alias", &connect.aliases);
    line.value("ip", connect.ip);
    line.value("ip6", connect.ip6);
    line.operands([connect.network.value.as_str(), connect.container.value.as_str()])
}

pub(super) fn disconnect(disconnect: &Disconnect) -> Line {
    let mut line = Line::new("network disconnect");
    line.switch("force", disconnect.force);
    line.operands([disconnect.network.value.as_str(), disconnect.container.value.as_str()])
}
