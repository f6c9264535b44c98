//! Reading what an image has, through a container that is never started.

use bytes::Bytes;
use futures_util::{StreamExt, stream};

use super::super::{ContainerId, ContainerSpec, EngineError, Flow, Operation};
use super::create::add_declared;
use super::{Guard, GuardError};

impl Guard {
    /// A path of an image as a tar stream (its headers have type, mode, owner and time); none: no
    /// such path in the image.
    ///
    /// The container that it is read through stands in the ledger, and is removed with its volumes
    /// when the stream has ended or is dropped.
    ///
    /// # Errors
    ///
    /// The engine's, a missing image among them; [`GuardError::Ledger`].
    pub async fn read_image_file(&self, image: &str, path: &str) -> Result<Option<Flow<Bytes>>, GuardError> {
        let in_engine = self.image_name(image);
        let details = self.require_image(&in_engine, Operation::Read).await?;
        let name = format!("statelab-{}-{}", self.run(), self.ledger.nonce()?);
        let mut spec = Box::new(ContainerSpec {
            image: in_engine,
            // An image without a command of its own would be refused.
            command: Some(vec!["true".to_owned()]),
            ..ContainerSpec::default()
        });
        add_declared(&mut spec.mounts, &details, &[]);
        let id = self.create_intended(&name, spec).await?;
        let mut reading = Reading { guard: self.clone(), id: Some(id.clone()) };
        let archive = match self.engine.read(&id, path).await {
            Ok(Some(archive)) => archive,
            nothing => {
                reading.end().await;
                return nothing.map_err(|error| EngineError { subject: image.to_owned(), ..error }.into());
            }
        };
        let end = stream::once(async move { reading.end().await }).filter_map(|()| std::future::ready(None));
        Ok(Some(Box::pin(archive.chain(end))))
    }
}

/// A container that an image is being read through.
struct Reading {
    guard: Guard,
    id: Option<ContainerId>,
}

impl Reading {
    /// Removes the container. Where that fails, the ledger has it still, and whoever cleans tells.
    async fn end(&mut self) {
        if let Some(id) = &self.id {
            let removed = self.guard.remove_container(id, true, true).await;
            if removed.is_ok() {
                self.id = None;
            }
        }
    }
}

/// A stream that is dropped before its end, as by a reader that has seen enough: the container
/// goes in the background, or else when the run is cleaned up.
impl Drop for Reading {
    fn drop(&mut self) {
        if let (Some(id), Ok(runtime)) = (self.id.take(), tokio::runtime::Handle::try_current()) {
            let guard = self.guard.clone();
            runtime.spawn(async move { guard.remove_container(&id, true, true).await });
        }
    }
}
