//! Binds of a run's containers: settled without links when they are made, and looked at again before
//! each start, while no container of the run can write where they lead through.
//!
//! A container that has a folder of the workspace can put a link in the place of anything in it, and an
//! engine follows links when it mounts. May import nothing of ours outside `engine`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{MutexGuard, PoisonError};

use super::super::ledger::Entry;
use super::super::{Act, ContainerId, ContainerSpec, MountKind, RestartSpec};
use super::{Guard, GuardError, about};

/// A folder or a file of the host that a container mounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bind {
    /// Its path without links.
    source: PathBuf,
    /// Whether the container may write there.
    writable: bool,
    /// Whether the engine starts the container again by itself.
    restarts: bool,
}

impl Guard {
    /// Puts in the place of each bind's path the one without links, where it may be mounted.
    pub(super) fn settle_binds(&self, spec: &mut ContainerSpec) -> Result<Vec<Bind>, GuardError> {
        let mut binds = Vec::new();
        for mount in spec.mounts.iter_mut().filter(|mount| mount.kind == MountKind::Bind) {
            let source = self.permits.bind(&mount.source)?;
            mount.source = source.display().to_string();
            let writable = !mount.read_only || mount.read_only_non_recursive;
            binds.push(Bind { source, writable, restarts: false });
        }
        Ok(binds)
    }

    /// With what comes from other containers, whose ids these are (`--volumes-from`).
    pub(super) fn with_inherited(&self, mut binds: Vec<Bind>, from: &[String]) -> Vec<Bind> {
        for source in from {
            let id = source.split_once(':').map_or(source.as_str(), |(id, _)| id);
            binds.extend(self.binds_of(&ContainerId(id.to_owned())));
        }
        binds
    }

    /// Holds that nobody can change where binds lead that the engine alone mounts again: neither these
    /// those of others, nor others or they themselves these. With `restart` they are such ones.
    pub(super) fn refuse_unseen(
        &self,
        binds: &mut [Bind],
        restart: Option<&RestartSpec>,
    ) -> Result<(), GuardError> {
        if let Some(restart) = restart {
            let restarts = !matches!(restart.name.as_str(), "" | "no");
            for bind in binds.iter_mut() {
                bind.restarts = restarts;
            }
        }
        let all: Vec<Bind> = self.binds().values().flatten().chain(binds.iter()).cloned().collect();
        let unseen = |bind: &&Bind| bind.restarts && is_above(&all, std::slice::from_ref(*bind));
        // Those that were there before are above each other only where nothing is mounted again.
        match all.iter().find(unseen) {
            Some(bind) => Err(GuardError::Unseen { path: bind.source.display().to_string() }),
            None => Ok(()),
        }
    }

    /// Starts a container whose binds still lead where they led when it was made. One that may write above
    /// its own binds is not started again in one go: it could change them with its last breath.
    pub(super) async fn start_bound(
        &self,
        id: &ContainerId,
        entry: &Entry,
        act: &Act,
    ) -> Result<(), GuardError> {
        let binds = self.binds_of(id);
        let own =
            |act: Act| async move { self.engine.act(id, &act).await.map_err(|error| about(entry, error)) };
        let mut act = act.clone();
        if let Act::Restart(ending) = &act
            && is_above(&binds, &binds)
        {
            own(Act::Stop(ending.clone())).await?;
            act = Act::Start;
        }
        let start = async {
            for bind in &binds {
                let path = bind.source.display().to_string();
                if self.permits.bind(&path)? != bind.source {
                    return Err(GuardError::Outside { path });
                }
            }
            own(act).await
        };
        self.holding_writers(&binds, Some(id), start).await
    }

    /// Does something while the other containers of this run are held that could change where these
    /// binds lead: those that may write in a folder above.
    pub(super) async fn holding_writers<T>(
        &self,
        binds: &[Bind],
        own: Option<&ContainerId>,
        what: impl Future<Output = Result<T, GuardError>>,
    ) -> Result<T, GuardError> {
        let writers: Vec<ContainerId> = self
            .binds()
            .iter()
            .filter(|(id, others)| Some(*id) != own && is_above(others, binds))
            .map(|(id, _)| id.clone())
            .collect();
        let mut held = Vec::new();
        for id in writers {
            // What does not run cannot be held, and need not be.
            if self.engine.act(&id, &Act::Pause).await.is_ok() {
                held.push(id);
            }
        }
        let done = what.await;
        for id in held {
            // One that has gone meanwhile is held no longer.
            let _ = self.engine.act(&id, &Act::Unpause).await;
        }
        done
    }

    pub(super) fn binds_of(&self, id: &ContainerId) -> Vec<Bind> {
        self.binds().get(id).cloned().unwrap_or_default()
    }

    pub(super) fn binds(&self) -> MutexGuard<'_, BTreeMap<ContainerId, Vec<Bind>>> {
        self.binds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether one of the first may be written, and has one of the second below it.
fn is_above(writers: &[Bind], binds: &[Bind]) -> bool {
    writers.iter().filter(|writer| writer.writable).any(|writer| {
        binds.iter().any(|bind| writer.source != bind.source && bind.source.starts_with(&writer.source))
    })
}
