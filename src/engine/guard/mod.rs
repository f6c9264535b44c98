//! What a run may do to an engine, and whose things it does it to: the runner holds a `Guard` and
//! nothing else.
//!
//! Everything that is made through it is labelled and stands in the run's ledger; everything that
//! is done through it is done to this run's own objects, and refused for those of others. May
//! import nothing of ours outside `engine`.

use std::sync::Arc;

use bytes::Bytes;

use super::{
    About, Act, Change, Chunk, ContainerDetails, ContainerId, ContainerSpec, Engine, EngineError, ExecSpec,
    Flow, ImageDetails, Kind, Labels, Ledger, LedgerError, Operation, Process, Pulling, VolumeDetails,
};

/// The label with the id of the run that made an object.
pub const LABEL_RUN: &str = "statelab.run";
/// The label with the id of the lab that it was made for.
pub const LABEL_LAB: &str = "statelab.lab";
/// The label with the object's own identity: `<kind>/<name>/<nonce>`.
pub const LABEL_SELF: &str = "statelab.self";

/// Whose an object is that holds a name which a lab wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// Somebody else's: nothing of ours made it.
    Stranger,
    /// It was left by an earlier run of ours, or belongs to one that is going on now.
    EarlierRun {
        /// That run's id.
        run: String,
    },
}

/// Why something was not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GuardError {
    /// The engine's own fault or refusal.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The name is held by an object that is not this run's. It was not touched.
    #[error("{kind:?} {name:?} is taken: {owner:?}")]
    Taken {
        /// What kind of object.
        kind: Kind,
        /// Its name in the engine.
        name: String,
        /// Whose it is.
        owner: Owner,
    },
    /// An object that this run did not make. It was not touched.
    #[error("{kind:?} {id:?} is not this run's")]
    NotOurs {
        /// What kind of object.
        kind: Kind,
        /// Its id or name.
        id: String,
    },
    /// The ledger could not be written, so nothing was made.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// What cleaning up came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cleaned {
    /// What was removed: kind, and name in the engine.
    pub removed: Vec<(Kind, String)>,
    /// What could not be removed, and why. It stays in the ledger.
    pub left: Vec<(Kind, String, EngineError)>,
}

/// Turns a lab's name for a container or a volume into its name in the engine.
pub type Scope = Arc<dyn Fn(&str) -> String + Send + Sync>;

/// An engine, as far as a run may use it. A clone is the same guard.
#[derive(Clone)]
pub struct Guard {
    engine: Arc<dyn Engine>,
    ledger: Arc<Ledger>,
    scope: Scope,
}

impl Guard {
    /// Guards an engine for the run and the lab that the ledger is for.
    #[must_use]
    pub fn new(engine: Arc<dyn Engine>, ledger: Ledger) -> Self {
        Self { engine, ledger: Arc::new(ledger), scope: Arc::new(str::to_owned) }
    }

    /// Gives the lab's names other ones in the engine. Without it they are used as they are.
    #[must_use]
    pub fn scoped(mut self, scope: Scope) -> Self {
        self.scope = scope;
        self
    }

    /// The run's id.
    #[must_use]
    pub fn run(&self) -> &str {
        todo!()
    }

    /// What the engine says of itself.
    pub async fn about(&self) -> Result<About, GuardError> {
        todo!()
    }

    /// Makes a container of this name, and the named volumes that it mounts and that do not exist.
    /// A name that this run itself holds is refused by the engine, as `docker` would; one that
    /// anybody else holds is [`GuardError::Taken`].
    pub async fn create_container(&self, name: &str, spec: ContainerSpec) -> Result<ContainerId, GuardError> {
        let _ = (name, spec);
        todo!()
    }

    /// Makes a volume; one that this run made before is returned as it is, as `docker` would.
    pub async fn create_volume(&self, name: &str, labels: &Labels) -> Result<VolumeDetails, GuardError> {
        let _ = (name, labels);
        todo!()
    }

    /// This run's container of this name or id; somebody else's of this name is an error.
    pub async fn container(&self, name: &str) -> Result<Option<ContainerDetails>, GuardError> {
        let _ = name;
        todo!()
    }

    /// Like [`Guard::container`]; where there is none, the refusal that `docker` would show for
    /// this operation (404, "No such container").
    pub async fn require_container(
        &self,
        name: &str,
        operation: Operation,
    ) -> Result<ContainerDetails, GuardError> {
        let _ = (name, operation);
        todo!()
    }

    /// This run's volume of this name; somebody else's is an error.
    pub async fn volume(&self, name: &str) -> Result<Option<VolumeDetails>, GuardError> {
        let _ = name;
        todo!()
    }

    /// What tells a volume from a later one of the same name.
    #[must_use]
    pub fn volume_identity(&self, volume: &VolumeDetails) -> String {
        let _ = volume;
        todo!()
    }

    /// The image of this name or id, whosever it is.
    pub async fn image(&self, name: &str) -> Result<Option<ImageDetails>, GuardError> {
        let _ = name;
        todo!()
    }

    /// Pulls an image; none: it is there, and nothing is pulled.
    pub async fn pull(&self, image: &str) -> Result<Option<Flow<Pulling>>, GuardError> {
        let _ = image;
        todo!()
    }

    /// Does something to a container of this run.
    pub async fn act(&self, id: &ContainerId, act: &Act) -> Result<(), GuardError> {
        let _ = (id, act);
        todo!()
    }

    /// Waits for the end of the main process of a container of this run: its status.
    pub async fn wait(&self, id: &ContainerId) -> Result<i64, GuardError> {
        let _ = id;
        todo!()
    }

    /// What the main process of a container of this run wrote.
    pub fn logs(&self, id: &ContainerId, follow: bool) -> Result<Flow<Chunk>, GuardError> {
        let _ = (id, follow);
        todo!()
    }

    /// Runs a command in a container of this run.
    pub async fn exec(&self, id: &ContainerId, spec: &ExecSpec) -> Result<Process, GuardError> {
        let _ = (id, spec);
        todo!()
    }

    /// What the layer of a container of this run changed beside its image.
    pub async fn changes(&self, id: &ContainerId) -> Result<Vec<Change>, GuardError> {
        let _ = id;
        todo!()
    }

    /// A path of a container of this run as a tar stream; none: no such path.
    pub async fn read(&self, id: &ContainerId, path: &str) -> Result<Option<Flow<Bytes>>, GuardError> {
        let _ = (id, path);
        todo!()
    }

    /// Unpacks a tar archive in a directory of a container of this run.
    pub async fn write(&self, id: &ContainerId, directory: &str, tar: Flow<Bytes>) -> Result<(), GuardError> {
        let _ = (id, directory, tar);
        todo!()
    }

    /// Removes a container of this run: `force` kills it first, `volumes` takes its anonymous
    /// volumes too.
    pub async fn remove_container(
        &self,
        id: &ContainerId,
        force: bool,
        volumes: bool,
    ) -> Result<(), GuardError> {
        let _ = (id, force, volumes);
        todo!()
    }

    /// Removes a volume of this run; where there is none of this name, the engine's refusal.
    pub async fn remove_volume(&self, name: &str) -> Result<(), GuardError> {
        let _ = name;
        todo!()
    }

    /// A path of an image as a tar stream (its headers have type, mode, owner and time); none: no
    /// such path in the image. Read through a container that is never started, and that is
    /// removed when the stream ends.
    pub async fn read_image_file(&self, image: &str, path: &str) -> Result<Option<Flow<Bytes>>, GuardError> {
        let _ = (image, path);
        todo!()
    }

    /// Removes everything that the run made and that is still there, and nothing else. When all
    /// of it is gone, the ledger's file is gone too.
    pub async fn clean(&self) -> Cleaned {
        todo!()
    }
}
