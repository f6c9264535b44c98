//! How to create a container: all options of `docker run` and `docker create`, in the project's own types.
//!
//! A default value sends nothing, so that the engine's default applies.

use std::collections::BTreeMap;
use std::time::Duration;

use super::details::MountKind;
use super::types::Labels;

/// How to create a container. Empty and `None` fields are not sent to the engine.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command that says it")]
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContainerSpec {
    /// The image, by name or id.
    pub image: String,
    /// The command; `None` means the image's.
    pub command: Option<Vec<String>>,
    /// The entrypoint; `None` means the image's.
    ///
    /// One empty word removes it (`--entrypoint ""`).
    pub entrypoint: Option<Vec<String>>,
    /// `NAME=value`.
    pub env: Vec<String>,
    /// Its mounts.
    pub mounts: Vec<MountSpec>,
    /// `--tmpfs`: the path in the container, and the mount options as written.
    pub tmpfs: BTreeMap<String, String>,
    /// `--volumes-from`: containers by name or id, with an optional `:ro` or `:rw`.
    pub volumes_from: Vec<String>,
    /// The published ports. A range is one entry for each of its ports.
    pub ports: Vec<PortSpec>,
    /// Exposed ports that are not published: port and protocol, `80/tcp`.
    pub exposed: Vec<String>,
    /// `--publish-all`.
    pub publish_all: bool,
    /// The working directory; `None` means the image's.
    pub workdir: Option<String>,
    /// The user; `None` means the image's.
    pub user: Option<String>,
    /// Supplementary groups.
    pub groups: Vec<String>,
    /// Whether the main process has a terminal.
    pub tty: bool,
    /// Whether standard input is kept open.
    pub open_stdin: bool,
    /// Whether standard input is closed when the first attached client leaves.
    pub stdin_once: bool,
    /// The streams that a client will attach to.
    pub attach: AttachSpec,
    /// Whether the container is removed, with its anonymous volumes, when it ends.
    pub auto_remove: bool,
    /// Labels.
    pub labels: Labels,
    /// Its host name.
    pub hostname: Option<String>,
    /// Its domain name.
    pub domainname: Option<String>,
    /// Its network settings.
    pub network: NetworkPart,
    /// Whether the root filesystem is read-only.
    pub read_only: bool,
    /// Its resource limits.
    pub limits: Limits,
    /// The limits of its processes.
    pub ulimits: Vec<Ulimit>,
    /// The size of `/dev/shm` in bytes.
    pub shm_size: Option<u64>,
    /// Its restart policy.
    pub restart: Option<RestartSpec>,
    /// Its health check; `None` means the image's.
    pub health: Option<HealthSpec>,
    /// The signal that stops it; `None` means the image's.
    pub stop_signal: Option<String>,
    /// The time-out of a stop in seconds; `None` means the engine's default (10 s).
    pub stop_timeout: Option<i64>,
    /// Whether the engine's init process runs as the container's first process.
    pub init: Option<bool>,
    /// The platform, `linux/amd64`; `None` means the engine's default.
    pub platform: Option<String>,
    /// Its privileges and namespaces.
    pub walls: Walls,
    /// The log driver; `None` means the engine's default.
    pub log_driver: Option<String>,
    /// Options of the log driver.
    pub log_options: BTreeMap<String, String>,
}

/// The streams that a client will attach to.
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

/// A container's network settings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NetworkPart {
    /// `--network`: a network's name, or one of the engine's words.
    ///
    /// These are `bridge`, `none`, `host` and `container:NAME`. `None` means the engine's default.
    pub mode: Option<String>,
    /// Its names and addresses in that network.
    pub endpoint: EndpointSpec,
    /// Addresses of name servers.
    pub dns: Vec<String>,
    /// Search domains.
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
    /// Names in addition to its own.
    pub aliases: Vec<String>,
    /// Its IPv4 address; `None` means any free one.
    pub ip: Option<String>,
    /// Its IPv6 address; `None` means any free one.
    pub ip6: Option<String>,
    /// Its MAC address; `None` means any.
    pub mac: Option<String>,
}

/// Resource limits of a container. `None` means no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Limits {
    /// Memory in bytes.
    pub memory: Option<i64>,
    /// Memory and swap together in bytes; -1 means no limit on swap.
    pub memory_swap: Option<i64>,
    /// Memory that the container keeps when the host runs short, in bytes.
    pub memory_reservation: Option<i64>,
    /// Billionths of a processor.
    pub nano_cpus: Option<i64>,
    /// Its CPU weight against other containers; the default is 1024.
    pub cpu_shares: Option<i64>,
    /// The maximum number of processes and threads; -1 means no limit.
    pub pids: Option<i64>,
    /// Whether the kernel's OOM killer is disabled for it.
    pub oom_kill_disable: Option<bool>,
    /// How readily its memory is swapped out: 0 to 100.
    pub memory_swappiness: Option<i64>,
    /// Its preference for the OOM killer: -1000 to 1000. It cannot be updated.
    pub oom_score_adj: Option<i64>,
    /// The length of a scheduler period, in microseconds.
    pub cpu_period: Option<i64>,
    /// Its share of a period, in microseconds; -1 means all of it.
    pub cpu_quota: Option<i64>,
}

/// A limit on each of a container's processes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Ulimit {
    /// Its name, such as `nofile`.
    pub name: String,
    /// The effective limit.
    pub soft: i64,
    /// The limit that a process may raise it to.
    pub hard: i64,
}

/// A restart policy.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RestartSpec {
    /// The engine's word: `no`, `always`, `unless-stopped`, `on-failure`.
    pub name: String,
    /// The maximum number of restarts with `on-failure`; `None` means no maximum.
    pub most: Option<i64>,
}

/// A container's health check. `None` fields mean the image's.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct HealthSpec {
    /// The command: `CMD` or `CMD-SHELL` and its words.
    ///
    /// `NONE` alone disables the check. Empty means the image's.
    pub test: Vec<String>,
    /// The time between two checks.
    pub interval: Option<Duration>,
    /// The time-out of a check.
    pub timeout: Option<Duration>,
    /// The time after a start in which failures do not count.
    pub start_period: Option<Duration>,
    /// The time between two checks in the start period.
    pub start_interval: Option<Duration>,
    /// The number of failures in a row after which the container is unhealthy.
    pub retries: Option<i64>,
}

/// Options that loosen or tighten a container's isolation.
///
/// They are sent to the engine unchanged: what is permitted is decided before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Walls {
    /// Whether it has all capabilities and all devices.
    pub privileged: bool,
    /// Added capabilities.
    pub cap_add: Vec<String>,
    /// Dropped capabilities.
    pub cap_drop: Vec<String>,
    /// Devices of the host.
    pub devices: Vec<DeviceSpec>,
    /// Security options, as they were written.
    pub security: Vec<String>,
    /// Its PID namespace: `host`, `container:NAME`.
    pub pid: Option<String>,
    /// Its IPC namespace: `private`, `shareable`, `host`, `container:NAME`, `none`.
    pub ipc: Option<String>,
    /// Its user namespace: `host`.
    pub userns: Option<String>,
    /// Its UTS namespace: `host`.
    pub uts: Option<String>,
    /// Its cgroup namespace: `host`, `private`.
    pub cgroupns: Option<String>,
    /// Kernel parameters.
    pub sysctls: BTreeMap<String, String>,
    /// The OCI runtime that starts it.
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

/// A mount to create.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command that says it")]
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MountSpec {
    /// The kind of mount.
    pub kind: MountKind,
    /// The volume's name or the host's path; empty for an anonymous volume and a tmpfs.
    pub source: String,
    /// The path in the container, absolute and cleaned.
    ///
    /// A relative one is a volume that the image declares so. The engine makes it unasked, and refuses it if asked.
    pub target: String,
    /// Whether it is read-only.
    pub read_only: bool,
    /// Labels of a volume that the mount creates.
    pub labels: Labels,
    /// Whether it is sent in the form of `-v`, which creates a missing host path.
    ///
    /// An anonymous volume is sent in the long form anyway, since only that has labels.
    pub short: bool,
    /// Whether a new volume stays empty, without the image's files at the target.
    pub no_copy: bool,
    /// A folder inside the volume (engines since Docker 26).
    pub subpath: Option<String>,
    /// The driver of a volume that the mount creates; `None` means the default one.
    pub driver: Option<String>,
    /// Options of that driver.
    pub driver_options: BTreeMap<String, String>,
    /// A bind's mount propagation, such as `rslave`; `None` means `rprivate`.
    pub propagation: Option<String>,
    /// Whether a bind leaves out the mounts below it.
    pub non_recursive: bool,
    /// Whether mounts below a read-only bind stay writable (engines since Docker 25).
    pub read_only_non_recursive: bool,
    /// Whether mounts below a read-only bind must be read-only too.
    ///
    /// If that is not possible, the mount fails (engines since Docker 25).
    pub read_only_force_recursive: bool,
    /// Other options of a bind's short form, such as `z`.
    pub options: Vec<String>,
    /// When each side of a bind sees the other's writes, such as `cached`.
    ///
    /// Only older versions of Docker Desktop use it.
    pub consistency: Option<String>,
    /// The size of a tmpfs in bytes.
    pub tmpfs_size: Option<i64>,
    /// The mode of a tmpfs, such as `0o1770`.
    pub tmpfs_mode: Option<u32>,
}

/// A port to publish.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PortSpec {
    /// The container's port and protocol, `80/tcp`.
    pub container: String,
    /// The host's address; empty means all.
    pub address: String,
    /// The host's port; `None` means any free one.
    pub host: Option<u16>,
    /// The last port of a range from `host` on, in which the engine takes a free port.
    pub last: Option<u16>,
}

/// Changes to an existing container.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UpdateSpec {
    /// Its resource limits; `None` fields stay unchanged.
    pub limits: Limits,
    /// Its restart policy; `None` means unchanged.
    pub restart: Option<RestartSpec>,
}

/// How to create a volume.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VolumeSpec {
    /// Its driver; `None` means the engine's default.
    pub driver: Option<String>,
    /// Options of the driver.
    pub options: BTreeMap<String, String>,
    /// Labels.
    pub labels: Labels,
}

/// How to create a network.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NetworkSpec {
    /// Its driver; `None` means `bridge`.
    pub driver: Option<String>,
    /// Options of the driver.
    pub options: BTreeMap<String, String>,
    /// Whether it has no route outside.
    pub internal: bool,
    /// Whether containers may be attached by hand, if it spans several hosts.
    pub attachable: bool,
    /// Whether it has IPv6.
    pub ipv6: bool,
    /// Its address ranges; if empty, the engine chooses.
    pub pools: Vec<PoolSpec>,
    /// Labels.
    pub labels: Labels,
}

/// An address range of a network.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct PoolSpec {
    /// The subnet, `10.1.0.0/16`.
    pub subnet: Option<String>,
    /// The range from which containers get addresses.
    pub range: Option<String>,
    /// The gateway's address.
    pub gateway: Option<String>,
}
