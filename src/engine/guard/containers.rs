//! Operations on containers of this run, other than making and removing them.

use bytes::Bytes;

use super::super::{
    Act, AttachSpec, Chunk, ContainerId, Exit, Flow, Kind, LogOptions, Operation, PathStat, Top, Until,
};
use super::{Guard, GuardError, NameOwner, about, flow_about};

impl Guard {
    /// Does something to a container of this run.
    ///
    /// A new name is the lab's, and is mapped to the engine's.
    ///
    /// # Errors
    ///
    /// [`GuardError::NotOurs`] if this run did not make the container; [`GuardError::Taken`] if the new name is not
    /// this run's; the engine's errors.
    pub async fn act(&self, id: &ContainerId, act: &Act) -> Result<(), GuardError> {
        let (intent, entry) = self.own(id)?;
        let Act::Rename(new) = act else {
            return match act {
                Act::Update(update) => {
                    let mut update = update.clone();
                    self.permits.update(&mut update)?;
                    let memory = update.limits.memory;
                    let updating = async {
                        let updated = self.engine.act(id, &Act::Update(update)).await;
                        updated.map_err(|error| about(&entry, error))
                    };
                    self.updating(intent, memory, updating).await
                }
                _ => self.engine.act(id, act).await.map_err(|error| about(&entry, error)),
            };
        };
        let in_engine = (self.scope)(new);
        if let NameOwner::Other(owner) = self.container_holder(&in_engine).await? {
            return Err(GuardError::taken(Kind::Container, in_engine, owner));
        }
        if let Err(error) = self.engine.act(id, &Act::Rename(in_engine.clone())).await {
            return Err(match self.taken_meanwhile(Kind::Container, &in_engine, error).await {
                GuardError::Engine(error) => about(&entry, error),
                taken => taken,
            });
        }
        self.lab_names().insert(in_engine.clone(), new.clone());
        Ok(self.ledger.renamed(intent, &in_engine)?)
    }

    /// Begins to wait for a container, as [`Engine::wait_begun`](super::super::Engine).
    ///
    /// # Errors
    ///
    /// [`GuardError::NotOurs`] if this run did not make the container; the engine's errors.
    pub async fn wait_begun(&self, id: &ContainerId, until: Until) -> Result<Exit, GuardError> {
        let (_, entry) = self.own(id)?;
        let exit = self.engine.wait_begun(id, until).await.map_err(|error| about(&entry, error))?;
        Ok(Box::pin(async move {
            exit.await.map_err(|mut error| {
                error.subject = entry.name;
                error
            })
        }))
    }

    /// Returns the requested part of a container's output.
    ///
    /// # Errors
    ///
    /// [`GuardError::NotOurs`] if this run did not make the container; the engine's errors come in the stream.
    pub fn logs_with(&self, id: &ContainerId, options: &LogOptions) -> Result<Flow<Chunk>, GuardError> {
        let (_, entry) = self.own(id)?;
        Ok(flow_about(entry, self.engine.logs_with(id, options)))
    }

    /// Returns what a container writes from now on.
    ///
    /// `input` is passed to its standard input if that is attached.
    ///
    /// # Errors
    ///
    /// [`GuardError::NotOurs`] if this run did not make the container; the engine's errors.
    pub async fn attach(
        &self,
        id: &ContainerId,
        streams: AttachSpec,
        input: Bytes,
    ) -> Result<Flow<Chunk>, GuardError> {
        let (_, entry) = self.own(id)?;
        let output = self.engine.attach(id, streams, input).await.map_err(|error| about(&entry, error))?;
        Ok(flow_about(entry, output))
    }

    /// Returns the processes of a container of this run.
    ///
    /// # Errors
    ///
    /// [`GuardError::NotOurs`] if this run did not make the container; the engine's errors.
    pub async fn top(&self, id: &ContainerId, arguments: &str) -> Result<Top, GuardError> {
        let (_, entry) = self.own(id)?;
        self.engine.top(id, arguments).await.map_err(|error| about(&entry, error))
    }

    /// Returns the engine's metadata of a path, `Ok(None)` if there is no such path.
    ///
    /// # Errors
    ///
    /// [`GuardError::NotOurs`] if this run did not make the container; the engine's errors.
    pub async fn stat(&self, id: &ContainerId, path: &str) -> Result<Option<PathStat>, GuardError> {
        let (_, entry) = self.own(id)?;
        self.engine.stat(id, path).await.map_err(|error| about(&entry, error))
    }

    /// Unpacks a tar archive in a container, with files owned by the container's user.
    ///
    /// If the container has no user of its own, the archive's owners stay.
    ///
    /// # Errors
    ///
    /// [`GuardError::NotOurs`] if this run did not make the container; the engine's errors.
    pub async fn write_owned(
        &self,
        id: &ContainerId,
        directory: &str,
        tar: Flow<Bytes>,
    ) -> Result<(), GuardError> {
        let (_, entry) = self.own(id)?;
        self.engine.write_owned(id, directory, tar).await.map_err(|error| about(&entry, error))
    }

    /// Returns the whole filesystem of a container of this run as a tar stream.
    ///
    /// # Errors
    ///
    /// [`GuardError::NotOurs`] if this run did not make the container; the engine's errors come in the stream.
    pub fn export(&self, id: &ContainerId) -> Result<Flow<Bytes>, GuardError> {
        let (_, entry) = self.own(id)?;
        Ok(flow_about(entry, self.engine.export(id)))
    }

    /// Replaces the name in `container:NAME` with the id; keeps any other word.
    pub(super) async fn own_namespace(&self, mode: &str) -> Result<String, GuardError> {
        match mode.strip_prefix("container:") {
            Some(name) => {
                let id = self.require_container(name, Operation::InspectContainer).await?.id;
                Ok(format!("container:{id}"))
            }
            None => Ok(mode.to_owned()),
        }
    }
}
