//! The commands on volumes, as `docker volume COMMAND --help` lists them (28.2).

use super::super::meaning;
use super::{Count, Flag, Operand, Order, Syntax, Value};

pub(super) const CREATE: Syntax = Syntax {
    name: "volume create",
    aliases: &[],
    flags: &[&[Flag::many("label", Value::Label)]],
    unsupported: &[&[
        Flag::one("driver", Value::Text).short('d'),
        Flag::many("opt", Value::Text).short('o'),
        Flag::one("name", Value::Volume),
        Flag::switch("help"),
    ]],
    operands: &[Operand::new("VOLUME", Value::Volume, Count::Optional)],
    order: Order::Anywhere,
    build: meaning::create_volume,
};
