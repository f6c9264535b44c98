//! Reading files of an image through a container that is never started.

use bytes::Bytes;

use super::super::{ContainerDetails, ContainerId, ContainerSpec, EngineError, Flow, Operation, Paths};
use super::create::add_declared;
use super::temporary::Temporary;
use super::{Guard, GuardError};

/// A file of an image.
pub struct ImageFile {
    /// The path in the image, without links.
    pub path: String,
    /// The file as a tar stream, with type, mode, owner and time in its headers.
    pub archive: Flow<Bytes>,
}

impl Guard {
    /// Reads a path of an image, following links; `Ok(None)` if there is nothing.
    ///
    /// The container that is used for reading is recorded in the ledger. It is removed with its volumes when the
    /// stream ends or is dropped.
    ///
    /// # Errors
    ///
    /// The engine's errors, also for a missing image; [`GuardError::Ledger`].
    pub async fn read_image_file(&self, image: &str, path: &str) -> Result<Option<ImageFile>, GuardError> {
        let in_engine = self.image_name(image);
        let details = self.require_image(&in_engine, Operation::Read).await?;
        let name = self.temporary_name()?;
        let mut spec = Box::new(ContainerSpec {
            image: in_engine,
            // An image without a command of its own would be refused.
            command: Some(vec!["true".to_owned()]),
            ..ContainerSpec::default()
        });
        add_declared(&mut spec.mounts, &details, &[]);
        let id = self.create_intended(&name, spec).await?;
        let mut reading = Temporary::new(self, id.clone());
        let (path, archive) = match self.read_followed(id, path).await {
            Ok(Some(found)) => found,
            nothing => {
                reading.end().await;
                return nothing.map(|_| None).map_err(|error| of_image(image, error));
            }
        };
        Ok(Some(ImageFile { path, archive: reading.until_end(archive) }))
    }

    /// Follows a path in a container that was never started, and reads what is there.
    ///
    /// A path of links in a circle leads to nothing.
    async fn read_followed(
        &self,
        id: ContainerId,
        path: &str,
    ) -> Result<Option<(String, Flow<Bytes>)>, GuardError> {
        let container = ContainerDetails { id, ..ContainerDetails::default() };
        let followed = Paths::of(self, &container).await?.follow(path).await?;
        let Ok(destination) = followed else { return Ok(None) };
        let archive = self.read(&container.id, &destination.path).await?;
        Ok(archive.map(|archive| (destination.path, archive)))
    }
}

/// Replaces the name of the container in an error with that of the image.
fn of_image(image: &str, error: GuardError) -> GuardError {
    match error {
        GuardError::Engine(error) => EngineError { subject: image.to_owned(), ..error }.into(),
        other => other,
    }
}
