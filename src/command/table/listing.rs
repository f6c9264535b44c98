//! The commands that only read, as `docker COMMAND --help` lists them (28.2).

use super::super::meaning;
use super::{Count, Flag, Operand, Order, Syntax, Value};

pub(super) const PS: Syntax = Syntax {
    name: "ps",
    aliases: &["container ls", "container list", "container ps"],
    flags: &[&[
        Flag::switch("all").short('a'),
        Flag::one("last", Value::Number).short('n'),
        Flag::switch("latest").short('l'),
        Flag::switch("quiet").short('q'),
        Flag::switch("no-trunc"),
        Flag::switch("size").short('s'),
        Flag::many("filter", Value::Filter).short('f'),
        Flag::one("format", Value::Format),
    ]],
    unsupported: &[&[Flag::switch("help")]],
    operands: &[],
    order: Order::Anywhere,
    build: meaning::list_containers,
};

pub(super) const DIFF: Syntax = Syntax {
    name: "diff",
    aliases: &["container diff"],
    flags: &[],
    unsupported: &[&[Flag::switch("help")]],
    operands: &[Operand::new("CONTAINER", Value::Container, Count::One)],
    order: Order::Anywhere,
    build: meaning::diff,
};

pub(super) const LOGS: Syntax = Syntax {
    name: "logs",
    aliases: &["container logs"],
    flags: &[&[
        Flag::switch("follow").short('f'),
        Flag::one("tail", Value::Lines).short('n'),
        Flag::one("since", Value::Moment),
        Flag::one("until", Value::Moment),
        Flag::switch("timestamps").short('t'),
        Flag::switch("details"),
    ]],
    unsupported: &[&[Flag::switch("help")]],
    operands: &[Operand::new("CONTAINER", Value::Container, Count::One)],
    order: Order::Anywhere,
    build: meaning::logs,
};

pub(super) const TOP: Syntax = Syntax {
    name: "top",
    aliases: &["container top"],
    flags: &[],
    unsupported: &[&[Flag::switch("help")]],
    operands: &[
        Operand::new("CONTAINER", Value::Container, Count::One),
        Operand::new("PS_OPTION", Value::Command, Count::Any),
    ],
    order: Order::BeforeOperands,
    build: meaning::top,
};

pub(super) const PORT: Syntax = Syntax {
    name: "port",
    aliases: &["container port"],
    flags: &[],
    unsupported: &[&[Flag::switch("help")]],
    operands: &[
        Operand::new("CONTAINER", Value::Container, Count::One),
        Operand::new("PRIVATE_PORT", Value::ContainerPort, Count::Optional),
    ],
    order: Order::Anywhere,
    build: meaning::port,
};

pub(super) const INSPECT: Syntax = Syntax {
    name: "inspect",
    aliases: &[],
    flags: &[&[
        Flag::one("type", Value::InspectType),
        Flag::switch("size").short('s'),
        Flag::one("format", Value::Format).short('f'),
    ]],
    unsupported: &[&[Flag::switch("help")]],
    operands: &[Operand::new("NAME", Value::Any, Count::OneOrMore)],
    order: Order::Anywhere,
    build: meaning::inspect_any,
};

pub(super) const INSPECT_CONTAINER: Syntax = Syntax {
    name: "container inspect",
    aliases: &[],
    flags: &[&[Flag::switch("size").short('s'), Flag::one("format", Value::Format).short('f')]],
    unsupported: &[&[Flag::switch("help")]],
    operands: &[Operand::new("CONTAINER", Value::Container, Count::OneOrMore)],
    order: Order::Anywhere,
    build: meaning::inspect_containers,
};

pub(super) const SYSTEM_DF: Syntax = Syntax {
    name: "system df",
    aliases: &[],
    flags: &[&[Flag::switch("verbose").short('v'), Flag::one("format", Value::Format)]],
    unsupported: &[&[Flag::switch("help")]],
    operands: &[],
    order: Order::Anywhere,
    build: meaning::disk_usage,
};

pub(super) const VERSION: Syntax = Syntax {
    name: "version",
    aliases: &[],
    flags: &[&[Flag::one("format", Value::Format).short('f')]],
    unsupported: &[&[Flag::switch("help")]],
    operands: &[],
    order: Order::Anywhere,
    build: meaning::version,
};
