//! The flag table: all commands that labs support. The grammar, the faults, the suggestions, the docs and
//! the completion are derived from it.
//!
//! A new command is an entry here, a function in `meaning` that makes its action, and one in `line` that prints it. A new
//! flag is an entry in `container_flags` or in the command's file, and a field of its action in the same two.

mod container;
mod container_flags;
mod image;
mod listing;
mod network;
mod unsupported;
mod volume;

use std::iter;

pub(super) use unsupported::is_unsupported;

use super::meaning::Build;

/// All commands that labs support.
pub static COMMANDS: &[Syntax] = &[
    container::RUN,
    container::CREATE,
    container::START,
    container::STOP,
    container::RESTART,
    container::KILL,
    container::PAUSE,
    container::UNPAUSE,
    container::WAIT,
    container::RM,
    container::PRUNE,
    container::RENAME,
    container::UPDATE,
    container::CP,
    container::EXEC,
    listing::PS,
    listing::LOGS,
    listing::DIFF,
    listing::TOP,
    listing::PORT,
    listing::INSPECT,
    listing::INSPECT_CONTAINER,
    image::BUILD,
    image::COMMIT,
    image::TAG,
    image::IMAGES,
    image::INSPECT,
    image::HISTORY,
    image::RMI,
    image::PRUNE,
    image::SAVE,
    image::LOAD,
    image::EXPORT,
    image::IMPORT,
    volume::CREATE,
    volume::LS,
    volume::INSPECT,
    volume::RM,
    volume::PRUNE,
    network::CREATE,
    network::LS,
    network::INSPECT,
    network::CONNECT,
    network::DISCONNECT,
    network::RM,
    listing::SYSTEM_DF,
    listing::VERSION,
];

/// Flags of commands that mean something else than for other commands.
const OTHERWISE: &[(&str, &str)] = &[
    ("build", "label"),
    ("build", "pull"),
    ("build", "quiet"),
    ("build", "rm"),
    ("cp", "quiet"),
    ("exec", "privileged"),
    ("image prune", "all"),
    ("images", "all"),
    ("inspect", "size"),
    ("load", "quiet"),
    ("network disconnect", "force"),
    ("network rm", "force"),
    ("ps", "all"),
    ("rm", "force"),
    ("rmi", "force"),
    ("start", "attach"),
    ("volume prune", "all"),
    ("volume rm", "force"),
];

/// The syntax of one command.
#[derive(Debug)]
pub struct Syntax {
    /// Its usual name, without `docker`: `run`, `volume create`.
    pub name: &'static str,
    /// Its other names, such as `container run`.
    pub aliases: &'static [&'static str],
    /// Its flags, in groups, because commands share them.
    pub flags: &'static [&'static [Flag]],
    /// Flags that the docker program has for it but labs do not support.
    pub unsupported: &'static [&'static [Flag]],
    /// Its operands, in order.
    pub operands: &'static [Operand],
    /// Whether its flags end at the first operand.
    pub order: Order,
    /// Creates the action of what was written.
    pub(super) build: Build,
}

impl Syntax {
    /// Returns the catalogue key of its one-line summary.
    ///
    /// Examples: `command-run`, `command-volume-create`.
    #[must_use]
    pub fn summary_key(&self) -> String {
        format!("command-{}", self.name.replace(' ', "-"))
    }

    /// Returns the catalogue key of the description of one of its flags.
    ///
    /// This is `flag-detach`, or `flag-rm-force` if the same name means something else for other commands.
    #[must_use]
    pub fn flag_key(&self, flag: &Flag) -> String {
        if OTHERWISE.contains(&(self.name, flag.long)) {
            return format!("flag-{}-{}", self.name.replace(' ', "-"), flag.long);
        }
        format!("flag-{}", flag.long)
    }

    /// Returns all flags that it supports, each by its usual name.
    pub fn flags(&self) -> impl Iterator<Item = &'static Flag> {
        self.flags.iter().copied().flatten().filter(|flag| flag.same_as.is_none())
    }

    /// Returns its flag with this long name.
    #[must_use]
    pub fn flag(&self, long: &str) -> Option<&'static Flag> {
        let flag = self.flags.iter().copied().flatten().find(|flag| flag.long == long)?;
        match flag.same_as {
            Some(usual) => self.flag(usual),
            None => Some(flag),
        }
    }

    /// Returns its flag with this letter.
    #[must_use]
    pub fn letter(&self, letter: char) -> Option<&'static Flag> {
        self.flags().find(|flag| flag.short == Some(letter))
    }

    /// Returns all flags that the docker program has for it but labs do not support.
    pub fn unsupported(&self) -> impl Iterator<Item = &'static Flag> {
        self.unsupported.iter().copied().flatten()
    }

    /// Returns its names: the usual one, then the others.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        iter::once(self.name).chain(self.aliases.iter().copied())
    }

    /// Returns the command with this name, if there is one.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        COMMANDS.iter().find(|command| command.names().any(|known| known == name))
    }
}

/// Where a command's flags may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Anywhere between the operands.
    Anywhere,
    /// Before the first operand: everything after it belongs to the container.
    BeforeOperands,
}

/// One flag of a command.
#[derive(Debug, PartialEq, Eq)]
pub struct Flag {
    /// Its long name, without dashes.
    pub long: &'static str,
    /// Its letter, if it has one.
    pub short: Option<char>,
    /// The value that it takes.
    pub takes: Takes,
    /// The flag for which this is another name (`net` for `network`).
    pub same_as: Option<&'static str>,
}

impl Flag {
    const fn switch(long: &'static str) -> Self {
        Self { long, short: None, takes: Takes::Nothing, same_as: None }
    }

    const fn one(long: &'static str, value: Value) -> Self {
        Self { long, short: None, takes: Takes::One(value), same_as: None }
    }

    const fn many(long: &'static str, value: Value) -> Self {
        Self { long, short: None, takes: Takes::Many(value), same_as: None }
    }

    /// Creates another name of a flag.
    const fn other(long: &'static str, usual: &'static str, takes: Takes) -> Self {
        Self { long, short: None, takes, same_as: Some(usual) }
    }

    const fn short(self, letter: char) -> Self {
        Self { short: Some(letter), ..self }
    }

    /// Returns its spelling: `-d, --detach`.
    #[must_use]
    pub fn spelled(&self) -> String {
        match self.short {
            Some(letter) => format!("-{letter}, --{}", self.long),
            None => format!("--{}", self.long),
        }
    }

    /// Returns whether it is a switch.
    #[must_use]
    pub fn is_switch(&self) -> bool {
        self.takes == Takes::Nothing
    }
}

/// What a flag takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// No value: it is a switch.
    Nothing,
    /// One value; if repeated, the last one counts.
    One(Value),
    /// A value each time it is given.
    Many(Value),
}

/// What a value or an operand means, for docs and completion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// A container's name.
    Container,
    /// An image's name.
    Image,
    /// A volume's name.
    Volume,
    /// A network's name.
    Network,
    /// The name of an object of any kind.
    Any,
    /// `-v`: `[SOURCE:]TARGET[:OPTIONS]`.
    VolumeMount,
    /// `--mount`: `KEY=VALUE,…`.
    Mount,
    /// `--tmpfs`: `TARGET[:OPTIONS]`.
    Tmpfs,
    /// `--volumes-from`: `CONTAINER[:ro]`.
    VolumesFrom,
    /// `-p`: `[[ADDRESS:]PORT:]PORT[/PROTOCOL]`.
    Port,
    /// `--expose`: `PORT[-PORT][/PROTOCOL]`.
    Exposed,
    /// `PORT[/PROTOCOL]`.
    ContainerPort,
    /// `--network`: a network, `host`, `none`, `container:NAME`, or `name=…,alias=…`.
    NetworkMode,
    /// An additional name in a network.
    Alias,
    /// An IPv4 or IPv6 address.
    Address,
    /// An IPv4 address.
    Ipv4,
    /// An IPv6 address.
    Ipv6,
    /// A hardware address.
    Mac,
    /// `ADDRESS/BITS`.
    Subnet,
    /// `NAME:ADDRESS`.
    Host,
    /// `-e`: `NAME[=VALUE]`.
    Environment,
    /// `--label`: `KEY[=VALUE]`.
    Label,
    /// `KEY=VALUE` for a driver.
    Option,
    /// `NAME=VALUE` for the kernel.
    Sysctl,
    /// `-u`: `USER[:GROUP]`.
    User,
    /// An absolute path in a container.
    Directory,
    /// A file of the workspace.
    File,
    /// A folder of the workspace.
    Folder,
    /// A path of the workspace, `-`, or `CONTAINER:PATH`.
    CopyPath,
    /// A command, or an argument of one, for a container.
    Command,
    /// `stdin`, `stdout` or `stderr`.
    Stream,
    /// A signal: `SIGTERM`, `TERM`, `15`.
    Signal,
    /// Seconds, or -1.
    Seconds,
    /// A duration: `1m30s`.
    Duration,
    /// A time, or a time span before now.
    Moment,
    /// A number of lines, or `all`.
    Lines,
    /// A size: `512m`.
    Size,
    /// A size, or -1.
    Swap,
    /// A number of processors: `1.5`.
    Cpus,
    /// A number.
    Number,
    /// `NAME=SOFT[:HARD]`.
    Ulimit,
    /// `no`, `always`, `unless-stopped`, `on-failure[:TIMES]`.
    RestartPolicy,
    /// `HOST[:CONTAINER][:rwm]`.
    Device,
    /// `host` or `container:NAME`.
    PidMode,
    /// `none`, `private`, `shareable`, `host` or `container:NAME`.
    IpcMode,
    /// `host`.
    HostMode,
    /// `host` or `private`.
    CgroupMode,
    /// `OS[/ARCHITECTURE[/VARIANT]]`.
    Platform,
    /// `always`, `missing` or `never`.
    Pull,
    /// An instruction of a Dockerfile.
    Change,
    /// `container`, `image`, `volume` or `network`.
    InspectType,
    /// `KEY=VALUE`.
    Filter,
    /// `json`, or a template.
    Format,
    /// Any text.
    Text,
}

/// One operand of a command.
#[derive(Debug, PartialEq, Eq)]
pub struct Operand {
    /// Its name in the docker program's usage line: `CONTAINER`.
    pub name: &'static str,
    /// What it means.
    pub value: Value,
    /// How often it may be written.
    pub count: Count,
}

impl Operand {
    const fn new(name: &'static str, value: Value, count: Count) -> Self {
        Self { name, value, count }
    }
}

/// How often an operand may be written.
///
/// Only the last operand of a command is not `One`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// Once.
    One,
    /// Once, or not at all.
    Optional,
    /// At least once.
    OneOrMore,
    /// Any number of times, or not at all.
    Any,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_and_no_letter_is_given_twice() {
        let mut names: Vec<_> = COMMANDS.iter().flat_map(Syntax::names).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        for command in COMMANDS {
            let flags: Vec<_> = command.flags().chain(command.unsupported()).collect();
            for (at, flag) in flags.iter().enumerate() {
                let twin = flags[..at].iter().find(|other| {
                    other.long == flag.long || (other.short.is_some() && other.short == flag.short)
                });
                assert!(twin.is_none(), "{}: {flag:?} and {twin:?}", command.name);
            }
        }
    }

    #[test]
    fn only_the_last_operand_varies_in_number() {
        for command in COMMANDS {
            let Some((_, before)) = command.operands.split_last() else { continue };
            assert!(before.iter().all(|operand| operand.count == Count::One), "{}", command.name);
        }
    }

    #[test]
    fn what_labs_take_is_not_listed_as_elsewhere() {
        assert!(COMMANDS.iter().flat_map(Syntax::names).all(|name| !is_unsupported(name)));
        assert!(is_unsupported("image push") && is_unsupported("volume update") && is_unsupported("stats"));
    }
}
