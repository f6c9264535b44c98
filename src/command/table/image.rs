//! The commands on images, as `docker image COMMAND --help` lists them (28.2).

use super::super::meaning;
use super::{Count, Flag, Operand, Order, Syntax, Value};

pub(super) const BUILD: Syntax = Syntax {
    name: "build",
    aliases: &["image build", "builder build"],
    flags: &[&[
        Flag::one("file", Value::File).short('f'),
        Flag::many("tag", Value::Image).short('t'),
        Flag::many("build-arg", Value::Environment),
        Flag::many("label", Value::Label),
        Flag::one("target", Value::Text),
        Flag::switch("no-cache"),
        Flag::switch("pull"),
        Flag::switch("quiet").short('q'),
        Flag::switch("rm"),
        Flag::switch("force-rm"),
        Flag::one("platform", Value::Platform),
    ]],
    unsupported: &[&[
        Flag::many("add-host", Value::Text),
        Flag::many("allow", Value::Text),
        Flag::many("annotation", Value::Text),
        Flag::many("attest", Value::Text),
        Flag::many("build-context", Value::Text),
        Flag::one("builder", Value::Text),
        Flag::many("cache-from", Value::Text),
        Flag::many("cache-to", Value::Text),
        Flag::one("call", Value::Text),
        Flag::one("cgroup-parent", Value::Text),
        Flag::switch("check"),
        Flag::switch("compress"),
        Flag::one("cpu-period", Value::Text),
        Flag::one("cpu-quota", Value::Text),
        Flag::one("cpu-shares", Value::Text).short('c'),
        Flag::one("cpuset-cpus", Value::Text),
        Flag::one("cpuset-mems", Value::Text),
        Flag::switch("disable-content-trust"),
        Flag::one("iidfile", Value::Text),
        Flag::one("isolation", Value::Text),
        Flag::switch("load"),
        Flag::one("memory", Value::Text).short('m'),
        Flag::one("memory-swap", Value::Text),
        Flag::one("metadata-file", Value::Text),
        Flag::one("network", Value::Text),
        Flag::many("no-cache-filter", Value::Text),
        Flag::many("output", Value::Text).short('o'),
        Flag::one("progress", Value::Text),
        Flag::one("provenance", Value::Text),
        Flag::switch("push"),
        Flag::one("sbom", Value::Text),
        Flag::many("secret", Value::Text),
        Flag::many("security-opt", Value::Text),
        Flag::one("shm-size", Value::Text),
        Flag::switch("squash"),
        Flag::many("ssh", Value::Text),
        Flag::many("ulimit", Value::Text),
        Flag::switch("help"),
    ]],
    operands: &[Operand::new("PATH", Value::Folder, Count::One)],
    order: Order::Anywhere,
    build: meaning::build,
};

pub(super) const COMMIT: Syntax = Syntax {
    name: "commit",
    aliases: &["container commit"],
    flags: &[&[
        Flag::one("author", Value::Text).short('a'),
        Flag::one("message", Value::Text).short('m'),
        Flag::many("change", Value::Change).short('c'),
        Flag::switch("pause").short('p'),
    ]],
    unsupported: &[&[Flag::switch("help")]],
    operands: &[
        Operand::new("CONTAINER", Value::Container, Count::One),
        Operand::new("REPOSITORY", Value::Image, Count::Optional),
    ],
    order: Order::Anywhere,
    build: meaning::commit,
};

pub(super) const TAG: Syntax = Syntax {
    name: "tag",
    aliases: &["image tag"],
    flags: &[],
    unsupported: &[&[Flag::switch("help")]],
    operands: &[
        Operand::new("SOURCE_IMAGE", Value::Image, Count::One),
        Operand::new("TARGET_IMAGE", Value::Image, Count::One),
    ],
    order: Order::Anywhere,
    build: meaning::tag,
};

pub(super) const RMI: Syntax = Syntax {
    name: "rmi",
    aliases: &["image rm", "image remove"],
    flags: &[&[Flag::switch("force").short('f'), Flag::switch("no-prune")]],
    unsupported: &[&[Flag::many("platform", Value::Text), Flag::switch("help")]],
    operands: &[Operand::new("IMAGE", Value::Image, Count::OneOrMore)],
    order: Order::Anywhere,
    build: meaning::remove_images,
};

pub(super) const IMAGES: Syntax = Syntax {
    name: "images",
    aliases: &["image ls", "image list"],
    flags: &[&[
        Flag::switch("all").short('a'),
        Flag::switch("digests"),
        Flag::switch("quiet").short('q'),
        Flag::switch("no-trunc"),
        Flag::many("filter", Value::Filter).short('f'),
        Flag::one("format", Value::Format),
    ]],
    unsupported: &[&[Flag::switch("tree"), Flag::switch("help")]],
    operands: &[Operand::new("REPOSITORY", Value::Image, Count::Optional)],
    order: Order::Anywhere,
    build: meaning::list_images,
};

pub(super) const INSPECT: Syntax = Syntax {
    name: "image inspect",
    aliases: &[],
    flags: &[&[Flag::one("format", Value::Format).short('f')]],
    unsupported: &[&[Flag::one("platform", Value::Text), Flag::switch("help")]],
    operands: &[Operand::new("IMAGE", Value::Image, Count::OneOrMore)],
    order: Order::Anywhere,
    build: meaning::inspect_images,
};

pub(super) const HISTORY: Syntax = Syntax {
    name: "history",
    aliases: &["image history"],
    flags: &[&[
        Flag::switch("human").short('H'),
        Flag::switch("quiet").short('q'),
        Flag::switch("no-trunc"),
        Flag::one("format", Value::Format),
    ]],
    unsupported: &[&[Flag::one("platform", Value::Text), Flag::switch("help")]],
    operands: &[Operand::new("IMAGE", Value::Image, Count::One)],
    order: Order::Anywhere,
    build: meaning::history,
};

pub(super) const PRUNE: Syntax = Syntax {
    name: "image prune",
    aliases: &[],
    flags: &[&[
        Flag::switch("all").short('a'),
        Flag::switch("force").short('f'),
        Flag::many("filter", Value::Filter),
    ]],
    unsupported: &[&[Flag::switch("help")]],
    operands: &[],
    order: Order::Anywhere,
    build: meaning::prune_images,
};

pub(super) const EXPORT: Syntax = Syntax {
    name: "export",
    aliases: &["container export"],
    flags: &[&[Flag::one("output", Value::File).short('o')]],
    unsupported: &[&[Flag::switch("help")]],
    operands: &[Operand::new("CONTAINER", Value::Container, Count::One)],
    order: Order::Anywhere,
    build: meaning::export,
};

pub(super) const IMPORT: Syntax = Syntax {
    name: "import",
    aliases: &["image import"],
    flags: &[&[
        Flag::many("change", Value::Change).short('c'),
        Flag::one("message", Value::Text).short('m'),
        Flag::one("platform", Value::Platform),
    ]],
    unsupported: &[&[Flag::switch("help")]],
    operands: &[
        Operand::new("FILE", Value::File, Count::One),
        Operand::new("REPOSITORY", Value::Image, Count::Optional),
    ],
    order: Order::Anywhere,
    build: meaning::import,
};

pub(super) const SAVE: Syntax = Syntax {
    name: "save",
    aliases: &["image save"],
    flags: &[&[Flag::one("output", Value::File).short('o')]],
    unsupported: &[&[Flag::many("platform", Value::Text), Flag::switch("help")]],
    operands: &[Operand::new("IMAGE", Value::Image, Count::OneOrMore)],
    order: Order::Anywhere,
    build: meaning::save,
};

pub(super) const LOAD: Syntax = Syntax {
    name: "load",
    aliases: &["image load"],
    flags: &[&[Flag::one("input", Value::File).short('i'), Flag::switch("quiet").short('q')]],
    unsupported: &[&[Flag::many("platform", Value::Text), Flag::switch("help")]],
    operands: &[],
    order: Order::Anywhere,
    build: meaning::load,
};
