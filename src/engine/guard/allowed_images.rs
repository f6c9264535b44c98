//! Which images a run may use: those that the lab declares, and those that the run made.

use std::sync::PoisonError;

use futures_util::StreamExt;

use super::super::dockerfile::Dockerfile;
use super::super::{BuildSpec, ImageDetails, Kind, Operation};
use super::{Guard, GuardError};

impl Guard {
    /// Returns an image by name or id, if it is this run's or the lab declares it.
    ///
    /// # Errors
    ///
    /// [`GuardError::NotOurs`] for any other image; the engine's errors.
    pub async fn image(&self, name: &str) -> Result<Option<ImageDetails>, GuardError> {
        let in_engine = self.image_name(name);
        let Some(details) = self.engine.image(&in_engine).await? else { return Ok(None) };
        self.allow_image(&in_engine, &details)?;
        Ok(self.shown(Some(details)))
    }

    /// Checks whether the lab declares an image of this name.
    pub(super) fn declares(&self, image: &str) -> bool {
        let name = self.engine.full_name(image);
        self.permits.images.iter().any(|declared| self.engine.full_name(declared) == name)
    }

    /// Checks that the run may use the image with this name in the engine.
    ///
    /// It is the run's own, or has a name that the lab declares, or was allowed when it was used before.
    pub(super) fn allow_image(&self, name: &str, details: &ImageDetails) -> Result<(), GuardError> {
        let own = |name: &str| self.named_image(name, &details.id);
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        // A prefix of an id is no name, though an engine accepts it.
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

    /// Allows the image of one of the run's containers for the rest of the run.
    ///
    /// The image may be a step of a build, which has no name.
    pub(super) fn used(&self, image: &str) {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(image.to_owned());
    }

    /// Checks that a build uses only allowed images, moves no name and fetches nothing.
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
        // All of the images are there now, and are checked before the build begins.
        spec.pull = false;
        sources.extend(spec.cache_from.iter().cloned());
        self.allow_sources(sources).await?;
        for base in dockerfile.bases() {
            let details = self.require_image(&self.image_name(&base), Operation::Build).await?;
            self.allow_triggers(&details).await?;
        }
        Ok(())
    }

    /// Pulls the declared images that the engine does not have, before a build does.
    ///
    /// What their `ONBUILD` does must be checked first.
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

    /// Checks that every image that a build uses is allowed.
    ///
    /// A missing image is pulled by the engine, so it is allowed only if the lab declares it.
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
