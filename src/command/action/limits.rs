//! Limits of a container's memory, processors and processes.

/// The limits that `run`, `create` and `update` take.
///
/// `None` is the engine's default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// `-m`, in bytes.
    pub memory: Option<u64>,
    /// `--memory-reservation`, in bytes.
    pub memory_reservation: Option<u64>,
    /// `--memory-swap`.
    pub memory_swap: Option<Swap>,
    /// `--memory-swappiness`, 0 to 100.
    pub memory_swappiness: Option<u8>,
    /// `--oom-kill-disable`.
    pub oom_kill_disable: bool,
    /// `--oom-score-adj`, -1000 to 1000.
    pub oom_score_adj: Option<i32>,
    /// `--cpus`.
    pub cpus: Option<Cpus>,
    /// `-c`.
    pub cpu_shares: Option<u64>,
    /// `--cpu-period`, in microseconds.
    pub cpu_period: Option<u64>,
    /// `--cpu-quota`, in microseconds; -1 for no limit.
    pub cpu_quota: Option<i64>,
    /// `--pids-limit`; -1 for no limit.
    pub pids: Option<i64>,
}

/// The limit of memory and swap together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Swap {
    /// This many bytes.
    Bytes(u64),
    /// `-1`: as much swap as the host has.
    Unlimited,
}

/// A number of processors, in billionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cpus(pub u64);

/// `--ulimit NAME=SOFT[:HARD]`; -1 for no limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ulimit {
    /// Its name, such as `nofile`.
    pub name: String,
    /// The limit until a process asks for more.
    pub soft: i64,
    /// The most that a process can ask for.
    pub hard: i64,
}
