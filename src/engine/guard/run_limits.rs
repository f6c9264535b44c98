//! Limits of a run as a whole: the number of containers and their total memory.
//!
//! Every container that exists counts, whether it runs or not, because a stopped one may be started at any time.
//! Entries that the ledger has closed do not count.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::super::ledger::Intent;
use super::super::{ContainerId, Kind};
use super::permits::size;
use super::{Guard, GuardError, Permits};

/// The default limit of containers of a run at once.
pub const CONTAINERS: usize = 64;

/// The default memory limit for all containers of a run, in bytes: 32 GiB.
pub const TOTAL_MEMORY: i64 = 32 << 30;

/// The share of each entry of the ledger.
pub(super) type Tally = Mutex<BTreeMap<Intent, Share>>;

/// The share of one object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Share {
    /// Whether it is a container.
    pub container: bool,
    /// In bytes.
    pub memory: i64,
}

impl Permits {
    /// Returns how many containers a run may have at once.
    #[must_use]
    pub fn most_containers(&self) -> usize {
        self.containers.unwrap_or(CONTAINERS)
    }

    /// Returns the memory that all containers of a run may have together, in bytes.
    ///
    /// It is never less than one container may have.
    #[must_use]
    pub fn most_memory_together(&self) -> i64 {
        self.memory_together.unwrap_or(TOTAL_MEMORY).max(self.most_memory())
    }
}

impl Guard {
    /// Reserves the share of an object that is about to be made.
    ///
    /// If there is no room, its entry is closed.
    ///
    /// # Errors
    ///
    /// [`GuardError::TooManyContainers`], [`GuardError::TooMuchMemory`]; the errors of the ledger and the engine.
    pub(super) async fn reserve(&self, intent: Intent, share: Share) -> Result<(), GuardError> {
        if self.set_aside(intent, share).is_ok() {
            return Ok(());
        }
        self.close_gone_containers().await?;
        let reserved = self.set_aside(intent, share);
        if reserved.is_err() {
            self.ledger.closed(intent)?;
        }
        reserved
    }

    /// Gives a container another share of the memory while `update` runs.
    ///
    /// Until that is over, the larger share counts.
    ///
    /// # Errors
    ///
    /// [`GuardError::TooMuchMemory`], and nothing was done; the errors of `update`.
    pub(super) async fn updating(
        &self,
        intent: Intent,
        memory: Option<i64>,
        update: impl Future<Output = Result<(), GuardError>>,
    ) -> Result<(), GuardError> {
        let Some(memory) = memory else { return update.await };
        let before =
            self.tally().get(&intent).map_or_else(|| self.permits.most_memory(), |share| share.memory);
        self.set_aside(intent, Share { container: true, memory: memory.max(before) })?;
        let updated = update.await;
        let memory = if updated.is_ok() { memory } else { before };
        self.tally().insert(intent, Share { container: true, memory });
        updated
    }

    fn set_aside(&self, intent: Intent, share: Share) -> Result<(), GuardError> {
        // Locked until it is written, so that the second of two concurrent callers sees the first.
        let mut tally = self.tally();
        let open: BTreeSet<Intent> =
            self.ledger.open_entries().into_iter().map(|(intent, _)| intent).collect();
        tally.retain(|intent, _| open.contains(intent));
        let others = || tally.iter().filter(|(other, _)| **other != intent).map(|(_, share)| share);
        let most = self.permits.most_containers();
        if share.container && others().filter(|share| share.container).count() >= most {
            return Err(GuardError::TooManyContainers { most });
        }
        let memory = others().fold(share.memory, |sum, share| sum.saturating_add(share.memory));
        let most = self.permits.most_memory_together();
        if memory > most && share.memory > 0 && !self.permits.privileged {
            return Err(GuardError::TooMuchMemory { most: size(most) });
        }
        tally.insert(intent, share);
        Ok(())
    }

    /// Closes the containers that were removed outside the guard.
    ///
    /// The engine (`--rm`) or a command in another terminal removes them.
    pub(super) async fn close_gone_containers(&self) -> Result<(), GuardError> {
        for (intent, entry) in self.ledger.open_entries() {
            let Some(id) = entry.id.filter(|_| entry.kind == Kind::Container).map(ContainerId) else {
                continue;
            };
            if self.engine.container(&id.0).await?.is_none() {
                self.ledger.closed(intent)?;
            }
        }
        Ok(())
    }

    fn tally(&self) -> MutexGuard<'_, BTreeMap<Intent, Share>> {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
