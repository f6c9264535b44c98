//! Images that this run built, committed, named or loaded; no older ones.
//!
//! The ledger has an entry for each name that the run gave, and one without a name for each image that it made. The
//! first kind says which names to remove at the end, the second which images to remove when they have no name left.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::super::image_archive::Saved;
use super::super::ledger::{Entry, Intent};
use super::super::{
    ArchiveFault, CommitSpec, ContainerId, EngineError, Flow, ImageLayer, ImportSpec, Kind, Labels,
    Operation, Pulling, RemovedImage, Said,
};
use super::image_names::{Making, layers_mark};
use super::{Guard, GuardError, about};

impl Guard {
    /// Pulls an image that the lab declares, `Ok(None)` if the engine has it already.
    ///
    /// # Errors
    ///
    /// [`GuardError::NotOurs`] for any other image; the engine's errors. Errors of the pull itself come in the
    /// stream.
    pub async fn pull(&self, image: &str) -> Result<Option<Flow<Pulling>>, GuardError> {
        if self.image(image).await?.is_some() {
            return Ok(None);
        }
        self.pull_anew(image).await.map(Some)
    }

    /// Pulls an image that the lab declares, asking the registry in any case.
    ///
    /// If the engine has the image already, a newer one would take over its name. So the pull is only done if the
    /// engine does not have it, or if its name contains a digest.
    ///
    /// # Errors
    ///
    /// [`GuardError::NotOurs`] for any other image; [`GuardError::NameWouldMove`]; the engine's errors.
    pub async fn pull_anew(&self, image: &str) -> Result<Flow<Pulling>, GuardError> {
        if !self.declares(image) {
            return Err(GuardError::NotOurs { kind: Kind::Image, id: image.to_owned() });
        }
        self.stays_named(image).await?;
        Ok(self.engine.pull(image))
    }

    /// Checks that a pull cannot move this name to another image.
    pub(super) async fn stays_named(&self, image: &str) -> Result<(), GuardError> {
        if image.contains('@') || self.engine.image(&self.image_name(image)).await?.is_none() {
            return Ok(());
        }
        Err(GuardError::NameWouldMove { name: image.to_owned() })
    }

    /// Makes an image of a container of this run, and returns its id.
    ///
    /// # Errors
    ///
    /// [`GuardError::NotOurs`] for any other container; [`GuardError::Taken`] if an image of this name is not this
    /// run's; [`GuardError::Unclear`] and [`GuardError::Fetches`] for the changes; [`GuardError::Ledger`]; the
    /// engine's errors.
    pub async fn commit(&self, id: &ContainerId, spec: &CommitSpec) -> Result<String, GuardError> {
        let (_, entry) = self.own(id)?;
        let mut spec = spec.clone();
        self.allow_sources(self.permits.changes(&spec.changes)?).await?;
        let mut names: Vec<String> = spec.target.take().into_iter().collect();
        let (making, labels) = self.intend_image(&mut names, &entry.name).await?;
        spec.target = names.pop();
        // The container's own labels are inherited: these replace them.
        spec.changes.extend(label_lines(&labels));
        match self.engine.commit(id, &spec).await {
            Ok(image) => {
                self.note(&making, Some(&image)).await?;
                Ok(image)
            }
            Err(error) => {
                self.give_up(&making, &error).await?;
                Err(about(&entry, error))
            }
        }
    }

    /// Makes an image of a filesystem.
    ///
    /// # Errors
    ///
    /// As [`Guard::build`].
    pub async fn import(&self, tar: Flow<Bytes>, spec: &ImportSpec) -> Result<Flow<Said>, GuardError> {
        let mut spec = spec.clone();
        self.allow_sources(self.permits.changes(&spec.changes)?).await?;
        let mut names: Vec<String> = Some(spec.target).filter(|name| !name.is_empty()).into_iter().collect();
        let (making, labels) = self.intend_image(&mut names, "import").await?;
        spec.target = names.pop().unwrap_or_default();
        spec.changes.extend(label_lines(&labels));
        Ok(self.said_by_lab(self.noted(making, self.engine.import(tar, &spec))))
    }

    /// Gives an image a name that belongs to this run.
    ///
    /// # Errors
    ///
    /// [`GuardError::Taken`] if an image of that name is not this run's; [`GuardError::NotOurs`] for another owner's
    /// image without a name, because removing the new name would remove the image; [`GuardError::Ledger`]; the
    /// engine's errors.
    pub async fn tag(&self, image: &str, target: &str) -> Result<(), GuardError> {
        let in_engine = self.image_name(image);
        let details = self.require_image(&in_engine, Operation::Tag).await?;
        if details.tags.is_empty() && !self.made_image(&details.id) {
            return Err(GuardError::NotOurs { kind: Kind::Image, id: image.to_owned() });
        }
        // By its id: the name may move to another image before the call.
        self.give_name(&details.id, target).await.map_err(|error| match error {
            GuardError::Engine(error) => EngineError { subject: image.to_owned(), ..error }.into(),
            other => other,
        })
    }

    /// Removes a name that this run gave, or by id an image that this run made.
    ///
    /// An image goes with its last name.
    ///
    /// # Errors
    ///
    /// [`GuardError::NotOurs`] for any other name or image; the engine's errors.
    pub async fn remove_image(
        &self,
        image: &str,
        force: bool,
        keep_parents: bool,
    ) -> Result<Vec<RemovedImage>, GuardError> {
        let in_engine = self.image_name(image);
        let details = self.require_image(&in_engine, Operation::RemoveImage).await?;
        let by_id =
            self.made_image(&details.id) && details.tags.iter().all(|tag| self.named_image(tag, &details.id));
        if !self.named_image(&in_engine, &details.id) && !by_id {
            return Err(GuardError::NotOurs { kind: Kind::Image, id: image.to_owned() });
        }
        let removed = self.engine.remove_image(&in_engine, force, keep_parents).await;
        self.close_gone_images().await?;
        let removed = removed.map_err(|error| EngineError { subject: image.to_owned(), ..error })?;
        Ok(self.shown(removed))
    }

    /// Returns the layers of an image and what made them, newest first.
    ///
    /// # Errors
    ///
    /// [`GuardError::NotOurs`] for an image that the run may not use; the engine's errors.
    pub async fn history(&self, image: &str) -> Result<Vec<ImageLayer>, GuardError> {
        self.require_image(&self.image_name(image), Operation::History).await?;
        let layers = self.engine.history(&self.image_name(image)).await;
        let layers = layers.map_err(|error| EngineError { subject: image.to_owned(), ..error })?;
        Ok(self.shown(layers))
    }

    /// Returns images, with their layers and names, as one tar stream.
    ///
    /// # Errors
    ///
    /// [`GuardError::NotOurs`] for an image that the run may not use; the engine's errors.
    pub async fn save(&self, images: &[String]) -> Result<Flow<Bytes>, GuardError> {
        let in_engine: Vec<String> = images.iter().map(|image| self.image_name(image)).collect();
        for image in &in_engine {
            self.require_image(image, Operation::Save).await?;
        }
        Ok(self.engine.save(&in_engine))
    }

    /// Loads an archive of images, as [`Guard::save`] returns it.
    ///
    /// The archive is copied first, since its source may change while it is read. The engine gets a new archive that
    /// is written from what was read.
    ///
    /// # Errors
    ///
    /// [`GuardError::Taken`] if an image of one of its names is not this run's; [`GuardError::Archive`] if it cannot
    /// be read; [`GuardError::NotOurs`] if it contains another owner's image that has no name;
    /// [`GuardError::TooLarge`]; [`GuardError::Ledger`]. The engine's errors come in the stream.
    pub async fn load(&self, tar: Flow<Bytes>) -> Result<Flow<Said>, GuardError> {
        let (spooled, archive) = self.spool(tar).await?;
        let mut making = Making { names: Vec::new(), image: None };
        let mut meant: BTreeMap<String, &Saved> = BTreeMap::new();
        for image in archive.images() {
            self.takes_in(image).await?;
            for name in &image.names {
                // The archive's names are the engine's.
                let full = self.free_name(name).await?;
                let other = meant.insert(full, image);
                if other.is_some_and(|other| other.id() != image.id()) {
                    return Err(ArchiveFault::Twice { name: name.clone() }.into());
                }
            }
        }
        for (name, image) in meant {
            let marks: Vec<String> = [image.id()].into_iter().chain(layers_mark(&image.layers)).collect();
            making.names.extend(self.intend_full_names(vec![name], &marks)?);
        }
        Ok(self.said_by_lab(self.noted(making, self.engine.load(spooled.flow()))))
    }

    /// Rejects an existing image of another owner that has no name.
    ///
    /// The archive would name it, and removing that name would remove the image.
    async fn takes_in(&self, image: &Saved) -> Result<(), GuardError> {
        match self.engine.image(&image.id()).await? {
            Some(there) if there.tags.is_empty() && !self.made_image(&there.id) => {
                Err(GuardError::NotOurs { kind: Kind::Image, id: there.id })
            }
            _ => Ok(()),
        }
    }

    /// Returns an image's name in the engine: the scoped one if this run named it.
    pub(super) fn image_name(&self, name: &str) -> String {
        let scoped = (self.scope)(name);
        let own = self.made.contains(&self.engine.full_name(name))
            || self.ledger.named(Kind::Image, &self.engine.full_name(&scoped)).is_some();
        if own { scoped } else { name.to_owned() }
    }

    /// Checks whether this run gave this name to the image with this id.
    pub(super) fn named_image(&self, name: &str, id: &str) -> bool {
        self.ledger.named_image(&self.engine.full_name(name), id)
    }

    /// Checks whether this run made the image itself.
    pub(super) fn made_image(&self, id: &str) -> bool {
        let made = |(_, entry): &(Intent, Entry)| {
            entry.kind == Kind::Image && entry.anonymous && entry.id.as_deref() == Some(id)
        };
        self.ledger.open_entries().iter().any(made)
    }

    /// Closes names that are gone or mean another image, and images that are gone.
    pub(super) async fn close_gone_images(&self) -> Result<(), GuardError> {
        for (intent, entry) in self.ledger.open_entries() {
            let Some(id) = entry.id.filter(|_| entry.kind == Kind::Image) else { continue };
            let name = if entry.anonymous { &id } else { &entry.name };
            if self.engine.image(name).await?.is_none_or(|details| details.id != id) {
                self.ledger.closed(intent)?;
            }
        }
        Ok(())
    }
}

/// Returns labels as lines of a Dockerfile.
fn label_lines(labels: &Labels) -> Vec<String> {
    labels.iter().map(|(name, value)| format!("LABEL {name}={value:?}")).collect()
}
