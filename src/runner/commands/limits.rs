//! Resource limits of containers, in the engine's own types.

use crate::command::{self, Swap};
use crate::engine::Limits;

/// Returns the limits of `run`, `create` and `update`.
pub(super) fn limits(limits: &command::Limits) -> Limits {
    let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    Limits {
        memory: limits.memory.map(whole),
        memory_swap: limits.memory_swap.map(|swap| match swap {
            Swap::Bytes(bytes) => whole(bytes),
            Swap::Unlimited => -1,
        }),
        memory_reservation: limits.memory_reservation.map(whole),
        nano_cpus: limits.cpus.map(|cpus| whole(cpus.0)),
        cpu_shares: limits.cpu_shares.map(whole),
        pids: limits.pids,
        oom_kill_disable: limits.oom_kill_disable.then_some(true),
        memory_swappiness: limits.memory_swappiness.map(i64::from),
        oom_score_adj: limits.oom_score_adj.map(i64::from),
        cpu_period: limits.cpu_period.map(whole),
        cpu_quota: limits.cpu_quota,
    }
}
