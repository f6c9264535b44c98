//! Volumes of a run: who owns one, and its removal.

use super::super::ledger::{Entry, Intent};
use super::super::{EngineError, Kind, Operation, VolumeDetails};
use super::{Guard, GuardError, LABEL_SELF, NameOwner, refused};

impl Guard {
    /// Returns this run's volume with this name.
    ///
    /// # Errors
    ///
    /// [`GuardError::Taken`] if a volume of this name is not this run's; the engine's errors.
    pub async fn volume(&self, name: &str) -> Result<Option<VolumeDetails>, GuardError> {
        let in_engine = self.volume_name(name);
        match self.volume_holder(&in_engine).await? {
            NameOwner::Nobody => Ok(None),
            NameOwner::Us((details, _)) => Ok(Some(self.shown(details))),
            NameOwner::Other(owner) => Err(GuardError::taken(Kind::Volume, in_engine, owner)),
        }
    }

    /// Returns what distinguishes a volume from a later one of the same name.
    ///
    /// This is the volume's label, or the ledger's entry if the engine did not label the volume.
    #[must_use]
    pub fn volume_identity(&self, volume: &VolumeDetails) -> String {
        let label = volume.labels.get(LABEL_SELF).cloned();
        let ledger = || {
            self.ledger.owned(Kind::Volume, &self.volume_name(&volume.name)).map(|(_, entry)| entry.identity)
        };
        label.or_else(ledger).unwrap_or_else(|| volume.name.clone())
    }

    /// Removes a volume of this run; `force` ignores errors of its driver.
    ///
    /// # Errors
    ///
    /// [`GuardError::Taken`] if it is not this run's; the refusal that `docker` shows if there is no such volume; the
    /// engine's errors.
    pub async fn remove_volume(&self, name: &str, force: bool) -> Result<(), GuardError> {
        let in_engine = self.volume_name(name);
        let intent = match self.volume_holder(&in_engine).await? {
            NameOwner::Us((_, intent)) => intent,
            NameOwner::Other(owner) => return Err(GuardError::taken(Kind::Volume, in_engine, owner)),
            NameOwner::Nobody => {
                let words = format!("get {name}: no such volume");
                return Err(refused(Operation::RemoveVolume, name, 404, words).into());
            }
        };
        let removed = self.engine.remove_volume(&in_engine, force).await;
        if removed.as_ref().map_or_else(EngineError::is_not_found, |()| true) {
            self.ledger.closed(intent)?;
        }
        Ok(removed?)
    }

    /// Closes the anonymous volumes that are gone.
    ///
    /// A container that was renamed, or another one of its name, may have left some, so each is looked for.
    pub(super) async fn close_gone_volumes(&self) -> Result<(), GuardError> {
        for (intent, entry) in self.ledger.open_entries() {
            let anonymous = entry.kind == Kind::Volume && entry.anonymous;
            let Some(id) = entry.id.filter(|_| anonymous) else { continue };
            if self.engine.volume(&id).await?.is_none() {
                self.ledger.closed(intent)?;
            }
        }
        Ok(())
    }

    /// Returns a volume's name in the engine.
    ///
    /// An anonymous volume has the engine's name already.
    pub(super) fn volume_name(&self, name: &str) -> String {
        let id = self.ledger.owned(Kind::Volume, name).is_some();
        if id { name.to_owned() } else { (self.scope)(name) }
    }

    /// Returns who owns the volume with this name in the engine.
    ///
    /// It is this run's if the ledger has it and it is still the volume that the ledger means.
    pub(super) async fn volume_holder(
        &self,
        name: &str,
    ) -> Result<NameOwner<(VolumeDetails, Intent)>, EngineError> {
        let Some(details) = self.engine.volume(name).await? else { return Ok(NameOwner::Nobody) };
        Ok(match self.ledger.owned(Kind::Volume, name) {
            Some((intent, entry)) if is_the_one(&entry, &details) => NameOwner::Us((details, intent)),
            _ => NameOwner::Other(self.owner(&details.labels, Kind::Volume, name)),
        })
    }
}

/// Checks whether a volume is the one of this entry, not a later one of its name.
///
/// Podman does not label anonymous volumes, but never uses their names twice.
pub(super) fn is_the_one(entry: &Entry, volume: &VolumeDetails) -> bool {
    match volume.labels.get(LABEL_SELF) {
        Some(label) => *label == entry.identity,
        None => entry.anonymous,
    }
}
