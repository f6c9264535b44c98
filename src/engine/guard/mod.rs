//! What a run may do to an engine, and to which objects. The runner holds only a `Guard`.
//!
//! Everything that is made through a guard is recorded in the run's ledger, and labelled, except the images of builds
//! (`build`). Every operation is limited to this run's own objects and refused for all others. Committed images inherit
//! labels, so a label alone proves nothing: an object is this run's if its id is in the ledger.

mod allowed_images;
mod amounts;
mod asked;
mod binds;
mod build;
mod build_context;
mod clean;
mod containers;
mod create;
mod empty;
mod error;
mod image;
mod image_names;
mod images;
mod listing;
mod name_race;
mod networks;
mod permits;
mod removal;
mod run_limits;
mod scope;
mod search;
mod spool;
mod temporary;
mod triggers;
mod volumes;
mod walls;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_util::StreamExt;

use super::ledger::{Entry, Intent, objects};
use super::{
    About, Call, Cause, Change, Chunk, ContainerDetails, ContainerId, Engine, EngineError, ExecSpec, Flow,
    Kind, Labels, Ledger, Operation, Process, Reach,
};

pub use asked::Asked;
use binds::Binds;
pub use error::{GuardError, Owner};
pub use image::ImageFile;
pub use listing::Listing;
pub use permits::{LOG_BOUNDS, LOG_DRIVER, MEMORY, PIDS, Permits};
pub use removal::Cleaned;
pub use run_limits::{CONTAINERS, TOTAL_MEMORY};
pub use scope::Prefix;

/// The label with the id of the run that made an object.
pub const LABEL_RUN: &str = "statelab.run";
/// The label with the id of the lab that the object was made for.
pub const LABEL_LAB: &str = "statelab.lab";
/// The label with the object's own identity: `<kind>/<name>/<nonce>`.
pub const LABEL_SELF: &str = "statelab.self";

/// Turns a lab's name for a container or a volume into its name in the engine.
pub type Scope = Arc<dyn Fn(&str) -> String + Send + Sync>;

/// An engine, limited to what a run may do. A clone shares the same state.
#[derive(Clone)]
pub struct Guard {
    engine: Arc<dyn Engine>,
    ledger: Arc<Ledger>,
    scope: Scope,
    /// The prefix of all names, if the output is to show the lab's names.
    prefix: Option<Prefix>,
    /// The images that only this run has, if the output is to show the lab's names.
    made: BTreeSet<String>,
    /// The lab's names of containers, by their names in the engine.
    lab_names: Arc<Mutex<BTreeMap<String, String>>>,
    permits: Arc<Permits>,
    /// The binds of the run's containers.
    binds: Arc<Mutex<Binds>>,
    reach: Reach,
    /// The ids of images that the run was allowed to use.
    used: Arc<Mutex<BTreeSet<String>>>,
    /// How much each container and each volume in memory was given.
    tally: Arc<run_limits::Tally>,
}

/// Who owns the object with a name.
enum NameOwner<T> {
    Nobody,
    Us(T),
    Other(Owner),
}

impl Guard {
    /// Creates a guard for the ledger's run and lab, with no access to the host.
    ///
    /// [`Guard::permitting`] grants access.
    #[must_use]
    pub fn new(engine: Arc<dyn Engine>, ledger: Ledger) -> Self {
        Self {
            engine,
            ledger: Arc::new(ledger),
            scope: Arc::new(str::to_owned),
            prefix: None,
            made: BTreeSet::new(),
            lab_names: Arc::default(),
            permits: Arc::default(),
            binds: Arc::default(),
            reach: Reach::default(),
            used: Arc::default(),
            tally: Arc::default(),
        }
    }

    /// Sets how containers are reached from here. The default is through the engine.
    #[must_use]
    pub fn reaching(mut self, reach: Reach) -> Self {
        self.reach = reach;
        self
    }

    /// Returns how containers are reached from here.
    #[must_use]
    pub const fn reach(&self) -> &Reach {
        &self.reach
    }

    /// Maps the lab's names to names in the engine. By default they are the same.
    #[must_use]
    pub fn scoped(mut self, scope: Scope) -> Self {
        self.scope = scope;
        self
    }

    /// Returns the run's id.
    #[must_use]
    pub fn run(&self) -> &str {
        &self.ledger.header().run
    }

    /// Returns the path of the run's ledger.
    #[must_use]
    pub fn ledger(&self) -> &std::path::Path {
        self.ledger.path()
    }

    /// Returns what the run made and has not removed, by kind and name in the engine.
    ///
    /// An object that was only about to be made has the name that it would have. The order is one in which they can
    /// be removed: containers before the volumes that they use.
    #[must_use]
    pub fn owned(&self) -> Vec<(Kind, String)> {
        objects(self.ledger.open_entries().into_iter().map(|(_, entry)| entry).collect())
    }

    /// Returns the calls since the last time this was called.
    #[must_use]
    pub fn take_calls(&self) -> Vec<Call> {
        self.engine.take_calls()
    }

    /// Returns what the engine reports about itself.
    ///
    /// # Errors
    ///
    /// The engine's errors.
    pub async fn about(&self) -> Result<About, GuardError> {
        Ok(self.engine.about().await?)
    }

    /// Returns this run's container with this name or id.
    ///
    /// # Errors
    ///
    /// [`GuardError::Taken`] if a container of this name is not this run's; the engine's errors.
    pub async fn container(&self, name: &str) -> Result<Option<ContainerDetails>, GuardError> {
        Ok(self.shown(self.container_in_engine(name).await?))
    }

    /// Like [`Guard::container`], with the name in the engine.
    async fn container_in_engine(&self, name: &str) -> Result<Option<ContainerDetails>, GuardError> {
        let in_engine = self.container_name(name);
        match self.container_holder(&in_engine).await? {
            NameOwner::Nobody => Ok(None),
            NameOwner::Us(details) => Ok(Some(details)),
            NameOwner::Other(owner) => Err(GuardError::taken(Kind::Container, in_engine, owner)),
        }
    }

    /// Like [`Guard::container`], for an operation that needs the container.
    ///
    /// # Errors
    ///
    /// As [`Guard::container`]; if there is no such container, the refusal that `docker` shows for this operation.
    pub async fn require_container(
        &self,
        name: &str,
        operation: Operation,
    ) -> Result<ContainerDetails, GuardError> {
        let missing = || refused(operation, name, 404, format!("No such container: {name}"));
        self.container(name).await?.ok_or_else(|| missing().into())
    }

    /// Waits until a container's main process ends, and returns its exit status.
    ///
    /// # Errors
    ///
    /// [`GuardError::NotOurs`] if this run did not make the container; the engine's errors.
    pub async fn wait(&self, id: &ContainerId) -> Result<i64, GuardError> {
        let (_, entry) = self.own(id)?;
        self.engine.wait(id).await.map_err(|error| about(&entry, error))
    }

    /// Returns the output of a container's main process.
    ///
    /// With `follow`, the stream goes on until the process ends.
    ///
    /// # Errors
    ///
    /// [`GuardError::NotOurs`] if this run did not make the container; the engine's errors come in the stream.
    pub fn logs(&self, id: &ContainerId, follow: bool) -> Result<Flow<Chunk>, GuardError> {
        let (_, entry) = self.own(id)?;
        Ok(flow_about(entry, self.engine.logs(id, follow)))
    }

    /// Runs a command in a container of this run.
    ///
    /// # Errors
    ///
    /// [`GuardError::NotOurs`] if this run did not make the container; the engine's errors.
    pub async fn exec(&self, id: &ContainerId, spec: &ExecSpec) -> Result<Process, GuardError> {
        let (_, entry) = self.own(id)?;
        self.permits.exec(spec)?;
        let process = self.engine.exec(id, spec).await.map_err(|error| about(&entry, error))?;
        let (name, exit) = (entry.name.clone(), process.exit);
        Ok(Process {
            output: flow_about(entry, process.output),
            exit: Box::pin(async move { exit.await.map_err(|error| EngineError { subject: name, ..error }) }),
        })
    }

    /// Returns what a container's layer changed compared with its image.
    ///
    /// # Errors
    ///
    /// [`GuardError::NotOurs`] if this run did not make the container; the engine's errors.
    pub async fn changes(&self, id: &ContainerId) -> Result<Vec<Change>, GuardError> {
        let (_, entry) = self.own(id)?;
        self.engine.changes(id).await.map_err(|error| about(&entry, error))
    }

    /// Returns a path of a container as a tar stream, `Ok(None)` if it does not exist.
    ///
    /// # Errors
    ///
    /// [`GuardError::NotOurs`] if this run did not make the container; the engine's errors.
    pub async fn read(&self, id: &ContainerId, path: &str) -> Result<Option<Flow<Bytes>>, GuardError> {
        let (_, entry) = self.own(id)?;
        let read = self.engine.read(id, path).await.map_err(|error| about(&entry, error))?;
        Ok(read.map(|tar| flow_about(entry, tar)))
    }

    /// Unpacks a tar archive in a directory of a container of this run.
    ///
    /// # Errors
    ///
    /// [`GuardError::NotOurs`] if this run did not make the container; the engine's errors.
    pub async fn write(&self, id: &ContainerId, directory: &str, tar: Flow<Bytes>) -> Result<(), GuardError> {
        let (_, entry) = self.own(id)?;
        self.engine.write(id, directory, tar).await.map_err(|error| about(&entry, error))
    }

    /// Removes a container of this run.
    ///
    /// `force` kills it first, `volumes` also removes its anonymous volumes.
    ///
    /// # Errors
    ///
    /// [`GuardError::NotOurs`] if this run did not make the container; the engine's errors.
    pub async fn remove_container(
        &self,
        id: &ContainerId,
        force: bool,
        volumes: bool,
    ) -> Result<(), GuardError> {
        let (intent, entry) = self.own(id)?;
        let removed = self.engine.remove_container(id, force, volumes).await;
        if removed.as_ref().map_or_else(EngineError::is_not_found, |()| true) {
            self.ledger.closed(intent)?;
        }
        removed.map_err(|error| about(&entry, error))?;
        if volumes { self.close_gone_volumes().await } else { Ok(()) }
    }

    /// Returns the ledger's entry of a container that this run made.
    fn own(&self, id: &ContainerId) -> Result<(Intent, Entry), GuardError> {
        let not_ours = || GuardError::NotOurs { kind: Kind::Container, id: id.0.clone() };
        self.ledger.owned(Kind::Container, &id.0).ok_or_else(not_ours)
    }

    /// Returns a container's name in the engine. An id is the same there.
    fn container_name(&self, name: &str) -> String {
        let id = self.ledger.owned(Kind::Container, name).is_some();
        if id { name.to_owned() } else { (self.scope)(name) }
    }

    /// Returns who owns the container with this name in the engine.
    ///
    /// An engine also finds a container by a prefix of its id. Such a match does not hold the name.
    async fn container_holder(&self, name: &str) -> Result<NameOwner<ContainerDetails>, EngineError> {
        let Some(details) = self.engine.container(name).await? else { return Ok(NameOwner::Nobody) };
        Ok(if self.ledger.owns(&details.id) {
            self.used(&details.image);
            NameOwner::Us(details)
        } else if details.name == name || details.id.0 == name {
            NameOwner::Other(self.owner(&details.labels, Kind::Container, name))
        } else {
            NameOwner::Nobody
        })
    }

    /// Returns the owner of an object that this run did not make.
    ///
    /// Only labels that name the object itself count: others were inherited.
    fn owner(&self, labels: &Labels, kind: Kind, name: &str) -> Owner {
        let own = format!("{}/{name}/", kind.word());
        let names_itself = labels.get(LABEL_SELF).is_some_and(|label| label.starts_with(&own));
        match labels.get(LABEL_RUN) {
            Some(run) if names_itself && run != self.run() => Owner::EarlierRun { run: run.clone() },
            _ => Owner::Stranger,
        }
    }
}

/// Returns a refusal in the form of the engine, which need not be asked.
fn refused(operation: Operation, subject: &str, status: u16, words: String) -> EngineError {
    EngineError::new(operation, subject, Cause::Refused { status, words })
}

/// Replaces the id in an error with the container's name.
fn about(entry: &Entry, mut error: EngineError) -> GuardError {
    error.subject.clone_from(&entry.name);
    GuardError::Engine(error)
}

fn flow_about<T: 'static>(entry: Entry, flow: Flow<T>) -> Flow<T> {
    Box::pin(flow.map(move |item| {
        item.map_err(|mut error| {
            error.subject.clone_from(&entry.name);
            error
        })
    }))
}

#[cfg(test)]
mod protocol;
#[cfg(test)]
mod protocol_of_builds;
