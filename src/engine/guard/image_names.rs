//! Images to be made or named: recorded before, and checked afterwards.
//!
//! A name is the run's only while it means the image that the run gave it to. That image is known by its id or by the
//! label `statelab.self` of this making.

use std::sync::Arc;

use futures_util::{StreamExt, stream};
use sha2::{Digest, Sha256};

use super::super::ledger::{Entry, Intent};
use super::super::{Cause, EngineError, Flow, ImageDetails, Kind, Labels, Said};
use super::{Guard, GuardError, LABEL_SELF};

/// What is recorded before an image is made or named.
pub(super) struct Making {
    /// The names and their entries.
    pub names: Vec<(String, Intent)>,
    /// The entry of the image itself, if the run makes it.
    pub image: Option<Intent>,
}

impl Guard {
    /// Records an image that is about to be made, and maps its names to the engine's.
    pub(super) async fn intend_image(
        &self,
        names: &mut [String],
        from: &str,
    ) -> Result<(Making, Labels), GuardError> {
        let full = self.free_names(names).await?;
        let (intent, identity) = self.ledger.intend_nameless_image(from)?;
        let names = self.intend_full_names(full, std::slice::from_ref(&identity))?;
        Ok((Making { names, image: Some(intent) }, self.labels(identity)))
    }

    /// Records names of the image with these marks, and maps them to the engine's.
    pub(super) async fn intend_names(
        &self,
        names: &mut [String],
        marks: &[String],
    ) -> Result<Making, GuardError> {
        let full = self.free_names(names).await?;
        Ok(Making { names: self.intend_full_names(full, marks)?, image: None })
    }

    /// Returns the full names if each is free or already this run's.
    pub(super) async fn free_names(&self, names: &mut [String]) -> Result<Vec<String>, GuardError> {
        let mut full = Vec::new();
        for name in names {
            *name = (self.scope)(name);
            full.push(self.free_name(name).await?);
        }
        Ok(full)
    }

    /// Returns a full name if it is free or already this run's.
    pub(super) async fn free_name(&self, name: &str) -> Result<String, GuardError> {
        let name = self.engine.full_name(name);
        match self.engine.image(&name).await? {
            Some(image) if !self.ledger.named_image(&name, &image.id) => {
                let owner = self.owner(&image.labels, Kind::Image, &name);
                Err(GuardError::taken(Kind::Image, name, owner))
            }
            _ => Ok(name),
        }
    }

    /// Records names that are about to be given to the image with these marks.
    ///
    /// If a name moves, its older entry stays until it has moved.
    pub(super) fn intend_full_names(
        &self,
        names: Vec<String>,
        marks: &[String],
    ) -> Result<Vec<(String, Intent)>, GuardError> {
        let intend = |name: String| Ok((name.clone(), self.ledger.intend_image_name(&name, marks.to_vec())?));
        names.into_iter().map(intend).collect()
    }

    /// Gives a name to the image with this id.
    pub(super) async fn give_name(&self, id: &str, name: &str) -> Result<(), GuardError> {
        let mut names = [name.to_owned()];
        let making = self.intend_names(&mut names, &[id.to_owned()]).await?;
        match self.engine.tag(id, &names[0]).await {
            Ok(()) => self.note(&making, None).await,
            Err(error) => {
                self.give_up(&making, &error).await?;
                Err(error.into())
            }
        }
    }

    /// Returns the stream, and records the outcome at its end or its error.
    pub(super) fn noted(&self, making: Making, said: Flow<Said>) -> Flow<Said> {
        let state = Some((said, self.clone(), Arc::new(making), None::<String>));
        Box::pin(stream::unfold(state, |state| async move {
            let (mut said, guard, making, mut image) = state?;
            match said.next().await {
                Some(Ok(item)) => {
                    image = item.image.clone().or(image);
                    Some((Ok(item), Some((said, guard, making, image))))
                }
                Some(Err(error)) => {
                    let _ = guard.give_up(&making, &error).await;
                    Some((Err(error), None))
                }
                None => match guard.note(&making, image.as_deref()).await {
                    Err(GuardError::Engine(error)) => Some((Err(error), None)),
                    // What cannot be written is kept in memory, and the search at the end finds it.
                    _ => None,
                },
            }
        }))
    }

    /// Records what was made; `image` is its id, if the engine reported it.
    ///
    /// A name that now means another image, or none, is not the run's.
    pub(super) async fn note(&self, making: &Making, image: Option<&str>) -> Result<(), GuardError> {
        let mut id = image.map(str::to_owned);
        for (name, intent) in &making.names {
            let found = self.engine.image(name).await?;
            let Some(entry) = self.ledger.entry(*intent) else { continue };
            match found.filter(|image| means(&entry, image)) {
                Some(image) => {
                    self.ledger.made(*intent, &image.id)?;
                    self.close_moved(name, *intent)?;
                    id = Some(image.id);
                }
                None => self.ledger.closed(*intent)?,
            }
        }
        let Some(intent) = making.image else { return Ok(()) };
        match id {
            Some(id) => Ok(self.ledger.made(intent, &id)?),
            None => self.note_labelled(intent).await,
        }
    }

    /// Closes the older entries of a name that has moved.
    fn close_moved(&self, name: &str, newest: Intent) -> Result<(), GuardError> {
        for (intent, entry) in self.ledger.open_entries() {
            let same = entry.kind == Kind::Image && !entry.anonymous && entry.name == name;
            if same && intent < newest {
                self.ledger.closed(intent)?;
            }
        }
        Ok(())
    }

    /// Returns the identity of an object that is not made yet.
    pub(super) fn identity(&self, intent: Intent) -> Option<String> {
        self.ledger.entry(intent).filter(|entry| entry.id.is_none()).map(|entry| entry.identity)
    }

    /// Finds by its label an image whose id the engine did not report.
    ///
    /// Images built on it inherit the label, but are others.
    async fn note_labelled(&self, intent: Intent) -> Result<(), GuardError> {
        let Some(identity) = self.identity(intent) else { return Ok(()) };
        let rows = self.engine.all_images().await?;
        let has = |id: &str| {
            rows.iter().any(|row| row.found.id == id && row.found.labels.get(LABEL_SELF) == Some(&identity))
        };
        let itself = rows.iter().find(|row| {
            let parent = row.raw["ParentId"].as_str().unwrap_or_default();
            has(&row.found.id) && !has(parent)
        });
        if let Some(row) = itself {
            self.ledger.made(intent, &row.found.id)?;
        }
        Ok(())
    }

    /// Closes what the engine refused or failed to make, if it does not exist.
    ///
    /// It may exist despite the error. If the engine gave no answer, the search at the end decides.
    pub(super) async fn give_up(&self, making: &Making, error: &EngineError) -> Result<(), GuardError> {
        match error.cause {
            Cause::Refused { .. } => self.note(making, None).await?,
            // It never reached the engine.
            Cause::Unreachable(_) | Cause::Untrusted(_) => {}
            Cause::TimedOut(_) | Cause::Broken(_) | Cause::TooLong(_) | Cause::TooManyChanges => {
                return Ok(());
            }
        }
        for intent in making.names.iter().map(|(_, intent)| *intent).chain(making.image) {
            if self.ledger.entry(intent).is_some_and(|entry| entry.id.is_none()) {
                self.ledger.closed(intent)?;
            }
        }
        Ok(())
    }
}

/// Checks whether the entry of a name means this image.
pub(super) fn means(entry: &Entry, image: &ImageDetails) -> bool {
    let layers = layers_mark(&image.layers);
    let is = |mark: &String| {
        *mark == image.id || image.labels.get(LABEL_SELF) == Some(mark) || layers.as_ref() == Some(mark)
    };
    entry.marks.iter().filter(|mark| !mark.is_empty()).any(is)
}

/// Returns an image's mark by its layers, `None` if it has none or none are known.
///
/// If containerd keeps the images (Docker 25 and newer), an image's id is not known before it is loaded.
pub(super) fn layers_mark(layers: &[String]) -> Option<String> {
    let digest = Sha256::digest(layers.join("\n"));
    Some(format!("layers/{digest:x}")).filter(|_| !layers.is_empty())
}
