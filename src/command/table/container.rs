//! The commands on containers, as `docker container COMMAND --help` lists them (28.2).

use super::super::meaning;
use super::container_flags::{LIMITS, MAKING, MAKING_UNSUPPORTED};
use super::{Count, Flag, Operand, Order, Syntax, Takes, Value};

pub(super) const RUN: Syntax = Syntax {
    name: "run",
    aliases: &["container run"],
    flags: &[&[Flag::switch("detach").short('d'), Flag::switch("rm")], MAKING, LIMITS],
    unsupported: &[&[Flag::one("detach-keys", Value::Text), Flag::switch("sig-proxy")], MAKING_UNSUPPORTED],
    operands: &[
        Operand::new("IMAGE", Value::Image, Count::One),
        Operand::new("COMMAND", Value::Command, Count::Any),
    ],
    order: Order::BeforeOperands,
    build: meaning::run,
};

pub(super) const CREATE: Syntax = Syntax {
    name: "create",
    aliases: &["container create"],
    flags: &[&[Flag::switch("rm")], MAKING, LIMITS],
    unsupported: &[MAKING_UNSUPPORTED],
    operands: &[
        Operand::new("IMAGE", Value::Image, Count::One),
        Operand::new("COMMAND", Value::Command, Count::Any),
    ],
    order: Order::BeforeOperands,
    build: meaning::create,
};

pub(super) const START: Syntax = Syntax {
    name: "start",
    aliases: &["container start"],
    flags: &[&[Flag::switch("attach").short('a'), Flag::switch("interactive").short('i')]],
    unsupported: &[&[
        Flag::one("detach-keys", Value::Text),
        Flag::one("checkpoint", Value::Text),
        Flag::one("checkpoint-dir", Value::Text),
        Flag::switch("help"),
    ]],
    operands: &[Operand::new("CONTAINER", Value::Container, Count::OneOrMore)],
    order: Order::Anywhere,
    build: meaning::start,
};

pub(super) const STOP: Syntax = Syntax {
    name: "stop",
    aliases: &["container stop"],
    flags: &[&[
        Flag::one("signal", Value::Signal).short('s'),
        Flag::one("timeout", Value::Seconds).short('t'),
        Flag::other("time", "timeout", Takes::One(Value::Seconds)),
    ]],
    unsupported: &[&[Flag::switch("help")]],
    operands: &[Operand::new("CONTAINER", Value::Container, Count::OneOrMore)],
    order: Order::Anywhere,
    build: meaning::stop,
};

pub(super) const RESTART: Syntax = Syntax {
    name: "restart",
    aliases: &["container restart"],
    flags: &[&[
        Flag::one("signal", Value::Signal).short('s'),
        Flag::one("timeout", Value::Seconds).short('t'),
        Flag::other("time", "timeout", Takes::One(Value::Seconds)),
    ]],
    unsupported: &[&[Flag::switch("help")]],
    operands: &[Operand::new("CONTAINER", Value::Container, Count::OneOrMore)],
    order: Order::Anywhere,
    build: meaning::restart,
};

pub(super) const KILL: Syntax = Syntax {
    name: "kill",
    aliases: &["container kill"],
    flags: &[&[Flag::one("signal", Value::Signal).short('s')]],
    unsupported: &[&[Flag::switch("help")]],
    operands: &[Operand::new("CONTAINER", Value::Container, Count::OneOrMore)],
    order: Order::Anywhere,
    build: meaning::kill,
};

pub(super) const PAUSE: Syntax = Syntax {
    name: "pause",
    aliases: &["container pause"],
    flags: &[],
    unsupported: &[&[Flag::switch("help")]],
    operands: &[Operand::new("CONTAINER", Value::Container, Count::OneOrMore)],
    order: Order::Anywhere,
    build: meaning::pause,
};

pub(super) const UNPAUSE: Syntax = Syntax {
    name: "unpause",
    aliases: &["container unpause"],
    flags: &[],
    unsupported: &[&[Flag::switch("help")]],
    operands: &[Operand::new("CONTAINER", Value::Container, Count::OneOrMore)],
    order: Order::Anywhere,
    build: meaning::unpause,
};

pub(super) const WAIT: Syntax = Syntax {
    name: "wait",
    aliases: &["container wait"],
    flags: &[],
    unsupported: &[&[Flag::switch("help")]],
    operands: &[Operand::new("CONTAINER", Value::Container, Count::OneOrMore)],
    order: Order::Anywhere,
    build: meaning::wait,
};

pub(super) const RM: Syntax = Syntax {
    name: "rm",
    aliases: &["container rm", "container remove"],
    flags: &[&[Flag::switch("force").short('f'), Flag::switch("volumes").short('v')]],
    unsupported: &[&[Flag::switch("link").short('l'), Flag::switch("help")]],
    operands: &[Operand::new("CONTAINER", Value::Container, Count::OneOrMore)],
    order: Order::Anywhere,
    build: meaning::remove,
};

pub(super) const CP: Syntax = Syntax {
    name: "cp",
    aliases: &["container cp"],
    flags: &[&[
        Flag::switch("archive").short('a'),
        Flag::switch("follow-link").short('L'),
        Flag::switch("quiet").short('q'),
    ]],
    unsupported: &[&[Flag::switch("help")]],
    operands: &[
        Operand::new("SOURCE", Value::CopyPath, Count::One),
        Operand::new("DESTINATION", Value::CopyPath, Count::One),
    ],
    order: Order::Anywhere,
    build: meaning::copy,
};

pub(super) const EXEC: Syntax = Syntax {
    name: "exec",
    aliases: &["container exec"],
    flags: &[&[
        Flag::switch("detach").short('d'),
        Flag::many("env", Value::Environment).short('e'),
        Flag::many("env-file", Value::File),
        Flag::switch("interactive").short('i'),
        Flag::switch("tty").short('t'),
        Flag::one("user", Value::User).short('u'),
        Flag::one("workdir", Value::Directory).short('w'),
        Flag::switch("privileged"),
    ]],
    unsupported: &[&[Flag::one("detach-keys", Value::Text), Flag::switch("help")]],
    operands: &[
        Operand::new("CONTAINER", Value::Container, Count::One),
        Operand::new("COMMAND", Value::Command, Count::OneOrMore),
    ],
    order: Order::BeforeOperands,
    build: meaning::exec,
};

pub(super) const RENAME: Syntax = Syntax {
    name: "rename",
    aliases: &["container rename"],
    flags: &[],
    unsupported: &[&[Flag::switch("help")]],
    operands: &[
        Operand::new("CONTAINER", Value::Container, Count::One),
        Operand::new("NEW_NAME", Value::Container, Count::One),
    ],
    order: Order::Anywhere,
    build: meaning::rename,
};

pub(super) const UPDATE: Syntax = Syntax {
    name: "update",
    aliases: &["container update"],
    flags: &[&[Flag::one("restart", Value::RestartPolicy)], LIMITS],
    unsupported: &[&[
        Flag::one("blkio-weight", Value::Text),
        Flag::one("cpu-rt-period", Value::Text),
        Flag::one("cpu-rt-runtime", Value::Text),
        Flag::one("cpuset-cpus", Value::Text),
        Flag::one("cpuset-mems", Value::Text),
        Flag::one("kernel-memory", Value::Text),
        Flag::switch("help"),
    ]],
    operands: &[Operand::new("CONTAINER", Value::Container, Count::OneOrMore)],
    order: Order::Anywhere,
    build: meaning::update,
};

pub(super) const PRUNE: Syntax = Syntax {
    name: "container prune",
    aliases: &[],
    flags: &[&[Flag::switch("force").short('f'), Flag::many("filter", Value::Filter)]],
    unsupported: &[&[Flag::switch("help")]],
    operands: &[],
    order: Order::Anywhere,
    build: meaning::prune_containers,
};
