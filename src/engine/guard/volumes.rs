//! The volumes of a run: whose one is, and the end of one.

use super::super::ledger::{Entry, Intent};
use super::super::{EngineError, Kind, Operation, VolumeDetails};
use super::{Guard, GuardError, Holder, LABEL_SELF, refused};

impl Guard {
    /// This run's volume of this name.
    ///
    /// # Errors
    ///
    /// [`GuardError::Taken`] where somebody else has one of this name; the engine's.
    pub async fn volume(&self, name: &str) -> Result<Option<VolumeDetails>, GuardError> {
        let in_engine = self.volume_name(name);
        match self.volume_holder(&in_engine).await? {
            Holder::Nobody => Ok(None),
            Holder::Us((details, _)) => Ok(Some(self.shown(details))),
            Holder::Other(owner) => Err(GuardError::taken(Kind::Volume, in_engine, owner)),
        }
    }

    /// What tells a volume from a later one of the same name: what its label says; of one that an
    /// engine did not label, what the ledger says.
    #[must_use]
    pub fn volume_identity(&self, volume: &VolumeDetails) -> String {
        let label = volume.labels.get(LABEL_SELF).cloned();
        let ledger = || {
            self.ledger.owned(Kind::Volume, &self.volume_name(&volume.name)).map(|(_, entry)| entry.identity)
        };
        label.or_else(ledger).unwrap_or_else(|| volume.name.clone())
    }

    /// Removes a volume of this run; `force` does not mind what its driver says.
    ///
    /// # Errors
    ///
    /// [`GuardError::Taken`] where it is somebody else's; where there is none of this name, the
    /// refusal that `docker` would show; the engine's.
    pub async fn remove_volume(&self, name: &str, force: bool) -> Result<(), GuardError> {
        let in_engine = self.volume_name(name);
        let intent = match self.volume_holder(&in_engine).await? {
            Holder::Us((_, intent)) => intent,
            Holder::Other(owner) => return Err(GuardError::taken(Kind::Volume, in_engine, owner)),
            Holder::Nobody => {
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

    /// Closes the anonymous volumes that are gone. A container that was renamed, or another one of
    /// its name, may have left some, so each is looked for.
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

    /// A volume's name in the engine; an anonymous one, named by what the engine called it, has
    /// the same there.
    pub(super) fn volume_name(&self, name: &str) -> String {
        let id = self.ledger.owned(Kind::Volume, name).is_some();
        if id { name.to_owned() } else { (self.scope)(name) }
    }

    /// Whose the volume of this name in the engine is: ours, where the ledger has it and the
    /// volume is still the one that the ledger means.
    pub(super) async fn volume_holder(
        &self,
        name: &str,
    ) -> Result<Holder<(VolumeDetails, Intent)>, EngineError> {
        let Some(details) = self.engine.volume(name).await? else { return Ok(Holder::Nobody) };
        Ok(match self.ledger.owned(Kind::Volume, name) {
            Some((intent, entry)) if is_the_one(&entry, &details) => Holder::Us((details, intent)),
            _ => Holder::Other(self.owner(&details.labels, Kind::Volume, name)),
        })
    }
}

/// Whether a volume is the one that this entry means, and no later one of the same name. Podman
/// does not label anonymous ones; their names are never used twice.
pub(super) fn is_the_one(entry: &Entry, volume: &VolumeDetails) -> bool {
    match volume.labels.get(LABEL_SELF) {
        Some(label) => *label == entry.identity,
        None => entry.anonymous,
    }
}
