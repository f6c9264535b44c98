//! How a container is to be made: all that `docker run` and `docker create` can say, in the
//! project's own types. A default says nothing, and the engine's own default holds.

use std::collections::BTreeMap;
use std::time::Duration;

use super::details::MountKind;
use super::types::Labels;

/// How a container is to be made. What is empty, or none, is not said to the engine.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command that says it")]
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContainerSpec {
    /// The image, by name or id.
    pub image: String,
    /// The command; none: the image's.
    pub command: Option<Vec<String>>,
    /// The entrypoint; none: the image's. One empty word takes the image's away (`--entrypoint ""`).
    pub entrypoint: Option<Vec<String>>,
    /// `NAME=value`.
    pub env: Vec<String>,
    /// What is mounted.
    pub mounts: Vec<MountSpec>,
    /// `--tmpfs`: the path in the container, and the mount's options as they were written.
    pub tmpfs: BTreeMap<String, String>,
    /// `--volumes-from`: containers, by name or id, each with an optional `:ro` or `:rw`.
    pub volumes_from: Vec<String>,
    /// Which ports are published. A range is one of these for each of its ports.
    pub ports: Vec<PortSpec>,
    /// Ports that are exposed and not published: port and protocol, `80/tcp`.
    pub exposed: Vec<String>,
    /// `--publish-all`.
    pub publish_all: bool,
    /// The working directory; none: the image's.
    pub workdir: Option<String>,
    /// The user; none: the image's.
    pub user: Option<String>,
    /// Groups beside the user's own.
    pub groups: Vec<String>,
    /// A terminal for the main process.
    pub tty: bool,
    /// Standard input kept open.
    pub open_stdin: bool,
    /// Standard input closed when the first client that is attached to it leaves.
    pub stdin_once: bool,
    /// What a client will attach itself to.
    pub attach: AttachSpec,
    /// Removed, with its anonymous volumes, when it ends.
    pub auto_remove: bool,
    /// Labels.
    pub labels: Labels,
    /// Its host name.
    pub hostname: Option<String>,
    /// Its domain name.
    pub domainname: Option<String>,
    /// Its networks and names.
    pub network: NetworkPart,
    /// The root filesystem is not to be written.
    pub read_only: bool,
    /// How much of the host it may take.
    pub limits: Limits,
    /// Limits of its processes.
    pub ulimits: Vec<Ulimit>,
    /// The size of `/dev/shm` in bytes.
    pub shm_size: Option<u64>,
    /// Whether and when it is started again by itself.
    pub restart: Option<RestartSpec>,
    /// How its health is looked after; none: as the image says.
    pub health: Option<HealthSpec>,
    /// The signal that stops it; none: the image's.
    pub stop_signal: Option<String>,
    /// How long a stop waits before it kills, in whole seconds; none: the engine's own (10 s).
    pub stop_timeout: Option<i64>,
    /// An init process of the engine's in front of the main one.
    pub init: Option<bool>,
    /// The platform, `linux/amd64`; none: the engine's.
    pub platform: Option<String>,
    /// What loosens or tightens the walls around it.
    pub walls: Walls,
    /// The log's driver; none: the engine's.
    pub log_driver: Option<String>,
    /// Options of the log's driver.
    pub log_options: BTreeMap<String, String>,
}

/// What a client will attach itself to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct AttachSpec {
    /// Standard input.
    pub stdin: bool,
    /// Standard output.
    pub stdout: bool,
    /// Standard error.
    pub stderr: bool,
}

impl AttachSpec {
    /// Both outputs.
    pub const OUTPUTS: Self = Self { stdin: false, stdout: true, stderr: true };
}

/// The part of a container's description that is about networks and names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NetworkPart {
    /// `--network`: a network's name, or one of the engine's words (`bridge`, `none`, `host`,
    /// `container:NAME`); none: the engine's default.
    pub mode: Option<String>,
    /// Its names and addresses in that network.
    pub endpoint: EndpointSpec,
    /// Addresses of name servers.
    pub dns: Vec<String>,
    /// Domains that names are looked for in.
    pub dns_search: Vec<String>,
    /// Options of the resolver.
    pub dns_options: Vec<String>,
    /// `name:address`, for `/etc/hosts`.
    pub extra_hosts: Vec<String>,
    /// `--link`: `container` or `container:alias`.
    pub links: Vec<String>,
}

/// A container's names and addresses in one network.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EndpointSpec {
    /// Names beside its own.
    pub aliases: Vec<String>,
    /// Its IPv4 address; none: any that is free.
    pub ip: Option<String>,
    /// Its IPv6 address; none: any that is free.
    pub ip6: Option<String>,
    /// Its hardware address; none: any.
    pub mac: Option<String>,
}

/// How much of the host a container may take. None: as much as there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Limits {
    /// Memory, in bytes.
    pub memory: Option<i64>,
    /// Memory and swap together, in bytes; -1: no limit on swap.
    pub memory_swap: Option<i64>,
    /// Memory that is left to it when the host runs short, in bytes.
    pub memory_reservation: Option<i64>,
    /// Billionths of a processor.
    pub nano_cpus: Option<i64>,
    /// Its weight against other containers; 1024 is the usual one.
    pub cpu_shares: Option<i64>,
    /// Processes and threads; -1: no limit.
    pub pids: Option<i64>,
    /// Whether the kernel leaves it alone when its memory is used up.
    pub oom_kill_disable: Option<bool>,
    /// How willingly its memory is swapped out: 0 to 100.
    pub memory_swappiness: Option<i64>,
    /// Who goes first when the host's memory is used up: -1000 to 1000. Not to be updated.
    pub oom_score_adj: Option<i64>,
    /// The length of a scheduler's round, in microseconds.
    pub cpu_period: Option<i64>,
    /// How much of a round is its own, in microseconds; -1: all.
    pub cpu_quota: Option<i64>,
}

/// A limit of each of a container's processes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Ulimit {
    /// Its name, `nofile` for one.
    pub name: String,
    /// What holds.
    pub soft: i64,
    /// What a process may raise it to.
    pub hard: i64,
}

/// When a container is started again by itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RestartSpec {
    /// The engine's word: `no`, `always`, `unless-stopped`, `on-failure`.
    pub name: String,
    /// How often at most, with `on-failure`; none: for ever.
    pub most: Option<i64>,
}

/// How a container's health is looked after. None: as the image says.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct HealthSpec {
    /// The command: `CMD` or `CMD-SHELL` and its words; `NONE` alone: not at all. Empty: the image's.
    pub test: Vec<String>,
    /// Between two looks.
    pub interval: Option<Duration>,
    /// How long a look may take.
    pub timeout: Option<Duration>,
    /// How long failures do not count after a start.
    pub start_period: Option<Duration>,
    /// Between two looks while that lasts.
    pub start_interval: Option<Duration>,
    /// How many failures in a row make it unhealthy.
    pub retries: Option<i64>,
}

/// What loosens or tightens the walls around a container. All of it is said to the engine as it is:
/// who may say what is decided before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Walls {
    /// All capabilities, all devices.
    pub privileged: bool,
    /// Capabilities that are added.
    pub cap_add: Vec<String>,
    /// Capabilities that are taken away.
    pub cap_drop: Vec<String>,
    /// Devices of the host.
    pub devices: Vec<DeviceSpec>,
    /// Security options, as they were written.
    pub security: Vec<String>,
    /// Whose processes it sees: `host`, `container:NAME`.
    pub pid: Option<String>,
    /// Whose shared memory it has: `private`, `shareable`, `host`, `container:NAME`, `none`.
    pub ipc: Option<String>,
    /// Whose user ids it has: `host`.
    pub userns: Option<String>,
    /// Whose host name it has: `host`.
    pub uts: Option<String>,
    /// Whose control groups it sees: `host`, `private`.
    pub cgroupns: Option<String>,
    /// Settings of the kernel.
    pub sysctls: BTreeMap<String, String>,
    /// The runtime that the engine starts it with.
    pub runtime: Option<String>,
}

/// A device of the host.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DeviceSpec {
    /// Its path on the host.
    pub host: String,
    /// Its path in the container.
    pub container: String,
    /// Any of `r`, `w` and `m`.
    pub permissions: String,
}

/// One mount to be made.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command that says it")]
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MountSpec {
    /// What kind of thing.
    pub kind: MountKind,
    /// The volume's name or the host's path; empty for an anonymous volume and a tmpfs.
    pub source: String,
    /// The path in the container, absolute and cleaned.
    pub target: String,
    /// Not to be written.
    pub read_only: bool,
    /// Labels for a volume that this makes.
    pub labels: Labels,
    /// Said in the form of `-v`: then a missing path of the host is made. An anonymous volume is
    /// said in the long form all the same, since only that one has labels.
    pub short: bool,
    /// A new volume does not take over what the image has at the target.
    pub no_copy: bool,
    /// A folder inside the volume (engines since Docker 26).
    pub subpath: Option<String>,
    /// The driver of a volume that this makes; none: the engine's own.
    pub driver: Option<String>,
    /// Options of that driver.
    pub driver_options: BTreeMap<String, String>,
    /// How a bind passes on what is mounted below it, such as `rslave`; none: `rprivate`.
    pub propagation: Option<String>,
    /// A bind without what is mounted below it.
    pub non_recursive: bool,
    /// Of a read-only bind, what is mounted below it can be written (engines since Docker 25).
    pub read_only_non_recursive: bool,
    /// Of a read-only bind, what is mounted below it is read-only, or nothing is mounted (engines
    /// since Docker 25).
    pub read_only_force_recursive: bool,
    /// Other words of a bind's short form, such as `z`.
    pub options: Vec<String>,
    /// How soon either side of a bind sees the other's writes, such as `cached`: only Docker Desktop
    /// once took notice.
    pub consistency: Option<String>,
    /// The size of a tmpfs in bytes.
    pub tmpfs_size: Option<i64>,
    /// The mode of a tmpfs, such as `0o1770`.
    pub tmpfs_mode: Option<u32>,
}

/// One port to be published.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PortSpec {
    /// The container's port and protocol, `80/tcp`.
    pub container: String,
    /// The host's address; empty: all.
    pub address: String,
    /// The host's port; none: any free one.
    pub host: Option<u16>,
    /// With the host's port, the last one of a range that the engine takes a free one of.
    pub last: Option<u16>,
}

/// What of a container is changed while it is there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UpdateSpec {
    /// How much of the host it may take; what is none stays as it is.
    pub limits: Limits,
    /// When it is started again by itself; none: as before.
    pub restart: Option<RestartSpec>,
}

/// How a volume is to be made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VolumeSpec {
    /// Its driver; none: the engine's own.
    pub driver: Option<String>,
    /// Options of the driver.
    pub options: BTreeMap<String, String>,
    /// Labels.
    pub labels: Labels,
}

/// How a network is to be made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NetworkSpec {
    /// Its driver; none: `bridge`.
    pub driver: Option<String>,
    /// Options of the driver.
    pub options: BTreeMap<String, String>,
    /// Without a way out.
    pub internal: bool,
    /// Containers may join it by hand, where it spans several hosts.
    pub attachable: bool,
    /// With IPv6.
    pub ipv6: bool,
    /// Which addresses it has; empty: the engine chooses.
    pub pools: Vec<PoolSpec>,
    /// Labels.
    pub labels: Labels,
}

/// Addresses of a network.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct PoolSpec {
    /// All of them, `10.1.0.0/16`.
    pub subnet: Option<String>,
    /// Those that containers are given.
    pub range: Option<String>,
    /// The gateway's.
    pub gateway: Option<String>,
}
