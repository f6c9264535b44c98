//! Bind mounts of a run: no container of the run can replace any part of a bound path.
//!
//! An engine mounts a bind by its path, following links: when the container starts, when the engine restarts it, and
//! for each archive call (moby, `mountVolumes`). Checking a path that another container may change is a race. So such
//! a path is not bound at all: it must not lie in a folder that another mount of the run may write. Two containers
//! may share a folder.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{MutexGuard, PoisonError};

use super::super::ledger::Intent;
use super::super::{ContainerId, ContainerSpec, Kind, MountKind, MountSpec};
use super::{Guard, GuardError};

/// A folder or a file of the host that a container mounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bind {
    /// The path without links.
    source: PathBuf,
    /// Whether the container may write there.
    writable: bool,
    /// The container's name in the engine.
    container: String,
}

/// The binds of the run's containers, by the container's entry in the ledger.
///
/// The binds of a removed container stay until no container of the run is left. It may have passed an open folder to
/// another container over a socket (`unix(7)`, `SCM_RIGHTS`), which can then write there without a mount.
pub(super) type Binds = BTreeMap<Intent, Vec<Bind>>;

/// A bind in a folder that another mount may write.
struct Conflict {
    below: Bind,
    above: Bind,
    /// The entry of the container that may write to the folder above.
    writer: Intent,
}

impl Guard {
    /// Records a container that is about to be made.
    pub(super) fn intend_container(&self, name: &str) -> Result<(Intent, String), GuardError> {
        let intended = self.ledger.intend(Kind::Container, name)?;
        self.forget_if_alone(intended.0);
        Ok(intended)
    }

    /// Forgets the binds of removed containers if no other container is left.
    ///
    /// Another container may have an open folder of theirs.
    fn forget_if_alone(&self, intent: Intent) {
        if self.open_containers().iter().all(|open| *open == intent) {
            self.binds().clear();
        }
    }

    /// Checks and keeps a container's binds, with those it takes from other containers.
    ///
    /// Each path is replaced by the path without links.
    ///
    /// # Errors
    ///
    /// [`GuardError::Outside`] and [`GuardError::NotPermitted`] if a path may not be mounted;
    /// [`GuardError::BindBelow`] if a container could replace part of a bound path; [`GuardError::SharedProcesses`]
    /// if one container could write through the processes of another; the engine's errors.
    pub(super) async fn claim_binds(
        &self,
        intent: Intent,
        name: &str,
        spec: &mut ContainerSpec,
    ) -> Result<(), GuardError> {
        loop {
            let Some(conflict) = self.claim(intent, name, spec)? else { return Ok(()) };
            // A container that was removed outside the guard may still be open in the ledger. After it is closed, the
            // paths are checked again: it may have changed them just before its end.
            let was_open = self.ledger.entry(conflict.writer).is_some();
            self.close_gone_containers().await?;
            if !was_open || self.ledger.entry(conflict.writer).is_some() {
                return Err(self.bind_below(&conflict));
            }
            self.forget_if_alone(intent);
        }
    }

    /// Keeps the binds of a container, or returns the conflict.
    fn claim(
        &self,
        intent: Intent,
        name: &str,
        spec: &mut ContainerSpec,
    ) -> Result<Option<Conflict>, GuardError> {
        let mut kept = self.binds();
        let mut own = self.inherited(&kept, name, &spec.volumes_from)?;
        for mount in spec.mounts.iter_mut().filter(|mount| mount.kind == MountKind::Bind) {
            own.push(self.settled(name, mount)?);
        }
        if let Some(joined) = spec.walls.pid.as_deref().and_then(|mode| mode.strip_prefix("container:")) {
            let (joined, _) = self.own(&ContainerId(joined.to_owned()))?;
            let both = own.iter().chain(kept.get(&joined).into_iter().flatten());
            if let Some(bind) = both.into_iter().find(|bind| bind.writable) {
                return Err(GuardError::SharedProcesses {
                    path: self.as_written(&bind.source),
                    writer: self.lab_name(&bind.container),
                });
            }
        }
        kept.insert(intent, own);
        let conflict = conflict(&kept, intent, &self.open_containers());
        if conflict.is_some() {
            kept.remove(&intent);
        }
        Ok(conflict)
    }

    /// Forgets the binds of a container that was never made.
    pub(super) fn forget_unmade(&self, intent: Intent) {
        if self.ledger.entry(intent).is_none() {
            self.binds().remove(&intent);
        }
    }

    /// Returns the bind of a mount, whose source becomes the path without links.
    fn settled(&self, container: &str, mount: &mut MountSpec) -> Result<Bind, GuardError> {
        self.permits.propagation(mount)?;
        let source = self.permits.bind(&mount.source)?;
        mount.source = source.display().to_string();
        let writable = !mount.read_only || mount.read_only_non_recursive;
        Ok(Bind { source, writable, container: container.to_owned() })
    }

    /// Returns the binds of other containers, given by id and mode (`--volumes-from`).
    fn inherited(&self, kept: &Binds, container: &str, from: &[String]) -> Result<Vec<Bind>, GuardError> {
        let mut inherited = Vec::new();
        for source in from {
            let id = source.split_once(':').map_or(source.as_str(), |(id, _)| id);
            let (intent, _) = self.own(&ContainerId(id.to_owned()))?;
            let binds = kept.get(&intent).into_iter().flatten();
            inherited.extend(binds.map(|bind| Bind { container: container.to_owned(), ..bind.clone() }));
        }
        Ok(inherited)
    }

    /// Returns the paths that containers of this run mount, without links.
    #[must_use]
    pub fn bound_paths(&self) -> Vec<PathBuf> {
        let open = self.open_containers();
        let kept = self.binds();
        let living = kept.iter().filter(|(intent, _)| open.contains(intent));
        living.flat_map(|(_, binds)| binds.iter().map(|bind| bind.source.clone())).collect()
    }

    /// Returns the entries of the containers that are not known to be gone.
    fn open_containers(&self) -> BTreeSet<Intent> {
        let open = self.ledger.open_entries().into_iter();
        open.filter(|(_, entry)| entry.kind == Kind::Container).map(|(intent, _)| intent).collect()
    }

    fn bind_below(&self, conflict: &Conflict) -> GuardError {
        GuardError::BindBelow {
            below: self.as_written(&conflict.below.source),
            container: self.lab_name(&conflict.below.container),
            above: self.as_written(&conflict.above.source),
            writer: self.lab_name(&conflict.above.container),
            gone: self.ledger.entry(conflict.writer).is_none(),
        }
    }

    /// Returns a path as a command names it: relative if it is below the workspace.
    fn as_written(&self, path: &Path) -> String {
        let workspace = self.permits.workspace.as_deref().and_then(|folder| folder.canonicalize().ok());
        match workspace.and_then(|folder| path.strip_prefix(folder).ok().map(Path::to_owned)) {
            Some(inside) if inside.as_os_str().is_empty() => ".".to_owned(),
            Some(inside) => format!("./{}", inside.display()),
            None => path.display().to_string(),
        }
    }

    fn binds(&self) -> MutexGuard<'_, Binds> {
        self.binds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Finds a conflict that the container `new` is part of.
///
/// The container of the bind below exists. The writer may be gone; one that exists is found first.
fn conflict(kept: &Binds, new: Intent, open: &BTreeSet<Intent>) -> Option<Conflict> {
    let all = || kept.iter().flat_map(|(intent, binds)| binds.iter().map(move |bind| (*intent, bind)));
    let living = || all().filter(|(intent, _)| open.contains(intent));
    let gone = || all().filter(|(intent, _)| !open.contains(intent));
    let mut pairs = living().flat_map(|below| living().chain(gone()).map(move |above| (below, above)));
    let (below, above) = pairs.find(|((owner, below), (writer, above))| {
        (*owner == new || *writer == new) && above.writable && is_below(&below.source, &above.source)
    })?;
    Some(Conflict { below: below.1.clone(), above: above.1.clone(), writer: above.0 })
}

/// Checks whether a path lies in a folder and is not the folder itself.
fn is_below(path: &Path, folder: &Path) -> bool {
    path != folder && path.starts_with(folder)
}
