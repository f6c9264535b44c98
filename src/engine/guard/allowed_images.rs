//! Which images a run may use: those that the lab declares, and those that it made.

use std::sync::PoisonError;

use futures_util::StreamExt;

use super::super::dockerfile::Dockerfile;
use super::super::{BuildSpec, ImageDetails, Kind, Operation};
use super::{Guard, GuardError};

impl Guard {
    /// The image of this name or id: one of this run's, or one that the lab declares.
    ///
    /// # Errors
    ///
    /// [`GuardError::NotOurs`] for any other; the engine's.
    pub async fn image(&self, name: &str) -> Result<Option<ImageDetails>, GuardError> {
        let in_engine = self.image_name(name);
        let Some(details) = self.engine.image(&in_engine).await? else { return Ok(None) };
        self.allow_image(&in_engine, &details)?;
        Ok(self.shown(Some(details)))
    }

    /// Whether the lab declares an image of this name.
    pub(super) fn declares(&self, image: &str) -> bool {
        let name = self.engine.full_name(image);
        self.permits.images.iter().any(|declared| self.engine.full_name(declared) == name)
    }

    /// Holds that the run may use an image, that the engine has under this name: it is its own, or of
    /// a name that the lab declares, or was so when it was used before.
    pub(super) fn allow_image(&self, name: &str, details: &ImageDetails) -> Result<(), GuardError> {
        let own = |name: &str| self.named_image(name, &details.id);
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        // The begin of an id is no name, though an engine answers to it.
        let by_name = self.declares(name) && !details.id.trim_start_matches("sha256:").starts_with(name);
        let allowed = by_name
            || own(name)
            || details.tags.iter().any(|tag| own(tag) || self.declares(tag))
            || self.made_image(&details.id)
            || used.contains(&details.id);
        if !allowed {
            return Err(GuardError::NotOurs { kind: Kind::Image, id: name.to_owned() });
        }
        used.insert(details.id.clone());
        Ok(())
    }

    /// Notes that a container of the run is of this image, which the run may look at as long as it
    /// goes on: a step of a build has no name.
    pub(super) fn used(&self, image: &str) {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(image.to_owned());
    }

    /// Holds that a build takes no image that the run may not use, moves no name, and fetches nothing unasked.
    pub(super) async fn allow_build(
        &self,
        dockerfile: &Dockerfile,
        spec: &mut BuildSpec,
    ) -> Result<(), GuardError> {
        self.permits.fetches(dockerfile)?;
        let mut sources = dockerfile.images();
        for source in sources.iter().filter(|_| spec.pull) {
            self.stays_named(source).await?;
        }
        self.pull_missing(&sources).await?;
        // All of them are there now, and have been looked at when the build begins.
        spec.pull = false;
        sources.extend(spec.cache_from.iter().cloned());
        self.allow_sources(sources).await?;
        for base in dockerfile.bases() {
            let details = self.require_image(&self.image_name(&base), Operation::Build).await?;
            self.allow_triggers(&details).await?;
        }
        Ok(())
    }

    /// Pulls the images that the lab declares and the engine does not have, before a build does: what their `ONBUILD`
    /// would do has to be looked at.
    async fn pull_missing(&self, images: &[String]) -> Result<(), GuardError> {
        for image in images.iter().filter(|image| self.declares(image)) {
            if self.engine.image(&self.image_name(image)).await?.is_none() {
                let mut pulling = self.engine.pull(image);
                while let Some(piece) = pulling.next().await {
                    piece?;
                }
            }
        }
        Ok(())
    }

    /// Holds that every image that a build would take from may be used. What is not there is left to the engine, which
    /// would pull it: of those only what the lab declares.
    pub(super) async fn allow_sources(&self, images: Vec<String>) -> Result<(), GuardError> {
        for image in images {
            let in_engine = self.image_name(&image);
            let Some(details) = self.engine.image(&in_engine).await? else {
                if self.declares(&image) {
                    continue;
                }
                return Err(GuardError::NotOurs { kind: Kind::Image, id: image });
            };
            self.allow_image(&in_engine, &details)?;
        }
        Ok(())
    }
}
