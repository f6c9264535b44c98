//! The commands on networks, as `docker network COMMAND --help` lists them (28.2).

use super::super::meaning;
use super::{Count, Flag, Operand, Order, Syntax, Value};

pub(super) const CREATE: Syntax = Syntax {
    name: "network create",
    aliases: &[],
    flags: &[&[
        Flag::one("driver", Value::Text).short('d'),
        Flag::many("opt", Value::Option).short('o'),
        Flag::many("label", Value::Label),
        Flag::many("subnet", Value::Subnet),
        Flag::many("ip-range", Value::Subnet),
        Flag::many("gateway", Value::Address),
        Flag::switch("internal"),
        Flag::switch("attachable"),
        Flag::switch("ipv6"),
    ]],
    unsupported: &[&[
        Flag::many("aux-address", Value::Text),
        Flag::one("config-from", Value::Text),
        Flag::switch("config-only"),
        Flag::switch("ingress"),
        Flag::one("ipam-driver", Value::Text),
        Flag::many("ipam-opt", Value::Text),
        Flag::switch("ipv4"),
        Flag::one("scope", Value::Text),
        Flag::switch("help"),
    ]],
    operands: &[Operand::new("NETWORK", Value::Network, Count::One)],
    order: Order::Anywhere,
    build: meaning::create_network,
};

pub(super) const LS: Syntax = Syntax {
    name: "network ls",
    aliases: &["network list"],
    flags: &[&[
        Flag::switch("quiet").short('q'),
        Flag::switch("no-trunc"),
        Flag::many("filter", Value::Filter).short('f'),
        Flag::one("format", Value::Format),
    ]],
    unsupported: &[&[Flag::switch("help")]],
    operands: &[],
    order: Order::Anywhere,
    build: meaning::list_networks,
};

pub(super) const INSPECT: Syntax = Syntax {
    name: "network inspect",
    aliases: &[],
    flags: &[&[Flag::one("format", Value::Format).short('f')]],
    unsupported: &[&[Flag::switch("verbose").short('v'), Flag::switch("help")]],
    operands: &[Operand::new("NETWORK", Value::Network, Count::OneOrMore)],
    order: Order::Anywhere,
    build: meaning::inspect_networks,
};

pub(super) const RM: Syntax = Syntax {
    name: "network rm",
    aliases: &["network remove"],
    flags: &[&[Flag::switch("force").short('f')]],
    unsupported: &[&[Flag::switch("help")]],
    operands: &[Operand::new("NETWORK", Value::Network, Count::OneOrMore)],
    order: Order::Anywhere,
    build: meaning::remove_networks,
};

pub(super) const CONNECT: Syntax = Syntax {
    name: "network connect",
    aliases: &[],
    flags: &[&[
        Flag::many("alias", Value::Alias),
        Flag::one("ip", Value::Ipv4),
        Flag::one("ip6", Value::Ipv6),
    ]],
    unsupported: &[&[
        Flag::many("driver-opt", Value::Text),
        Flag::one("gw-priority", Value::Text),
        Flag::many("link", Value::Text),
        Flag::many("link-local-ip", Value::Text),
        Flag::switch("help"),
    ]],
    operands: &[
        Operand::new("NETWORK", Value::Network, Count::One),
        Operand::new("CONTAINER", Value::Container, Count::One),
    ],
    order: Order::Anywhere,
    build: meaning::connect,
};

pub(super) const DISCONNECT: Syntax = Syntax {
    name: "network disconnect",
    aliases: &[],
    flags: &[&[Flag::switch("force").short('f')]],
    unsupported: &[&[Flag::switch("help")]],
    operands: &[
        Operand::new("NETWORK", Value::Network, Count::One),
        Operand::new("CONTAINER", Value::Container, Count::One),
    ],
    order: Order::Anywhere,
    build: meaning::disconnect,
};
