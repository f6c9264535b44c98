//! The commands on volumes, as `docker volume COMMAND --help` lists them (28.2).

use super::super::meaning;
use super::{Count, Flag, Operand, Order, Syntax, Value};

pub(super) const CREATE: Syntax = Syntax {
    name: "volume create",
    aliases: &[],
    flags: &[&[
        Flag::one("driver", Value::Text).short('d'),
        Flag::many("opt", Value::Option).short('o'),
        Flag::many("label", Value::Label),
        Flag::one("name", Value::Volume),
    ]],
    unsupported: &[&[
        Flag::one("availability", Value::Text),
        Flag::one("group", Value::Text),
        Flag::one("limit-bytes", Value::Text),
        Flag::one("required-bytes", Value::Text),
        Flag::one("scope", Value::Text),
        Flag::many("secret", Value::Text),
        Flag::one("sharing", Value::Text),
        Flag::many("topology-preferred", Value::Text),
        Flag::many("topology-required", Value::Text),
        Flag::one("type", Value::Text),
        Flag::switch("help"),
    ]],
    operands: &[Operand::new("VOLUME", Value::Volume, Count::Optional)],
    order: Order::Anywhere,
    build: meaning::create_volume,
};

pub(super) const LS: Syntax = Syntax {
    name: "volume ls",
    aliases: &["volume list"],
    flags: &[&[
        Flag::switch("quiet").short('q'),
        Flag::many("filter", Value::Filter).short('f'),
        Flag::one("format", Value::Format),
    ]],
    unsupported: &[&[Flag::switch("cluster"), Flag::switch("help")]],
    operands: &[],
    order: Order::Anywhere,
    build: meaning::list_volumes,
};

pub(super) const INSPECT: Syntax = Syntax {
    name: "volume inspect",
    aliases: &[],
    flags: &[&[Flag::one("format", Value::Format).short('f')]],
    unsupported: &[&[Flag::switch("help")]],
    operands: &[Operand::new("VOLUME", Value::Volume, Count::OneOrMore)],
    order: Order::Anywhere,
    build: meaning::inspect_volumes,
};

pub(super) const RM: Syntax = Syntax {
    name: "volume rm",
    aliases: &["volume remove"],
    flags: &[&[Flag::switch("force").short('f')]],
    unsupported: &[&[Flag::switch("help")]],
    operands: &[Operand::new("VOLUME", Value::Volume, Count::OneOrMore)],
    order: Order::Anywhere,
    build: meaning::remove_volumes,
};

pub(super) const PRUNE: Syntax = Syntax {
    name: "volume prune",
    aliases: &[],
    flags: &[&[
        Flag::switch("all").short('a'),
        Flag::switch("force").short('f'),
        Flag::many("filter", Value::Filter),
    ]],
    unsupported: &[&[Flag::switch("help")]],
    operands: &[],
    order: Order::Anywhere,
    build: meaning::prune_volumes,
};
