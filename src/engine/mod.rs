//! The container engine: a trait in the project's own types, and its implementations.
//!
//! In layers: `docker` (the only folder that knows bollard) → `deadline` (every call and stream has a named
//! time-out) → `guard` (labels, ledger, ownership). The runner holds a `Guard` and nothing else.

mod address;
mod archive;
mod candidate;
mod condition;
mod context;
mod deadline;
mod details;
mod discover;
mod docker;
pub mod dockerfile;
mod error;
mod foreign;
mod guard;
mod image_archive;
mod image_name;
mod images;
mod journal;
mod ledger;
mod links;
mod networks;
mod observer;
mod path;
mod private;
mod reach;
mod refusal;
mod routes;
mod spec;
mod types;

use async_trait::async_trait;
use bytes::Bytes;
use serde_json::Value;

pub use address::{Address, AddressError, Tls};
pub use archive::{Bounds, each_entry};
pub use candidate::{Candidate, Origin, Surroundings};
pub use condition::{Condition, Rights, rights, without_password};
pub use deadline::{Deadline, Timeouts};
pub use details::{
    ContainerDetails, EndpointDetails, ImageDetails, MountDetails, MountKind, NetworkDetails, VolumeDetails,
};
pub use discover::{
    Answering, Discovery, NoEngine, OWN, ask, candidates, chosen_by_name, discover, engine_at,
    every_candidate,
};
pub use docker::Docker;
pub use error::{Cause, EngineError, Filling, Operation};
pub use foreign::{ForeignRun, foreign_runs, remove_foreign};
pub use guard::{
    Asked, CONTAINERS, Cleaned, Guard, GuardError, ImageFile, LABEL_LAB, LABEL_RUN, LABEL_SELF, LOG_BOUNDS,
    LOG_DRIVER, Listing, MEMORY, Owner, PIDS, Permits, Prefix, Scope, TOTAL_MEMORY,
};
pub use image_archive::{ArchiveFault, ImageArchive, Piece};
pub use images::{
    BuildSpec, CommitSpec, GroupSpec, ImageLayer, Images, ImportSpec, RemovedImage, Said, StepGroup,
};
pub use journal::Call;
pub use ledger::{Entry, Heir, Intent, LEDGER_ENDING, Ledger, LedgerError, LedgerHeader, Remains, ledgers};
pub use links::{Destination, LinkLoop, Observe, PathLook, Paths, Thing};
pub use networks::Networks;
pub use observer::{Observer, Setup};
pub use path::clean_path;
pub use private::{Own, Program, Unable};
pub use reach::Reach;
pub use refusal::Refusal;
pub use spec::{
    AttachSpec, ContainerSpec, DeviceSpec, EndpointSpec, HealthSpec, Limits, MountSpec, NetworkPart,
    NetworkSpec, PoolSpec, PortSpec, RestartSpec, Ulimit, UpdateSpec, VolumeSpec, Walls,
};
pub use types::{
    About, Act, Change, ChangeKind, Channel, Chunk, ContainerId, Ending, ExecSpec, Exit, Flow, Found, Kind,
    Labels, LogOptions, PathKind, PathStat, Process, Pulling, Row, Top, Until,
};

/// Returns the refusal of an unsupported operation, as Docker's API words it.
fn unsupported(operation: Operation, subject: &str) -> EngineError {
    let cause = Cause::Refused { status: 501, words: "not implemented".to_owned() };
    EngineError::new(operation, subject, cause)
}

/// Returns a stream of a single error.
fn failed<T: Send + 'static>(error: EngineError) -> Flow<T> {
    Box::pin(futures_util::stream::iter([Err(error)]))
}

/// A container engine.
///
/// It takes names and returns full ids. A missing object is `None`, not an error. Methods with a default body are
/// optional: an engine without them refuses with status 501.
#[async_trait]
pub trait Engine: Images + Networks + Send + Sync {
    /// Returns the calls recorded since the last time, if the engine records them.
    fn take_calls(&self) -> Vec<Call> {
        Vec::new()
    }

    /// Returns whether builds run an image's `ONBUILD`s but no call reports them.
    ///
    /// Podman does so. Known once the engine was asked anything.
    fn hides_triggers(&self) -> bool {
        false
    }

    /// Returns an image's name in its canonical form, always with a tag or digest.
    ///
    /// Two names mean the same to the engine if these are equal. Known once the engine was asked anything.
    fn full_name(&self, image: &str) -> String {
        image_name::full_name(image)
    }

    /// Returns the engine's name, version and platform.
    async fn about(&self) -> Result<About, EngineError>;

    /// Returns the body of `/version`.
    async fn version(&self) -> Result<Value, EngineError> {
        Err(unsupported(Operation::About, ""))
    }

    /// Returns the body of `/info`.
    async fn info(&self) -> Result<Value, EngineError> {
        Err(unsupported(Operation::About, ""))
    }

    /// Returns the disk usage: the body of `/system/df`.
    async fn usage(&self) -> Result<Value, EngineError> {
        Err(unsupported(Operation::Usage, ""))
    }

    /// Returns the objects of a kind with all of these labels, in the engine's words.
    ///
    /// Stopped containers are included, and images with or without tags, but no intermediate images of builds.
    async fn rows(&self, kind: Kind, labels: &Labels) -> Result<Vec<Row>, EngineError> {
        let _ = labels;
        Err(unsupported(Operation::List(kind), ""))
    }

    /// Returns all that the engine reports on an object, unchanged.
    ///
    /// `Ok(None)` when there is no object with this name or id. `size` asks for the sizes of a container's layer.
    async fn inspect(&self, kind: Kind, name: &str, size: bool) -> Result<Option<Value>, EngineError> {
        let _ = size;
        Err(unsupported(Operation::inspect(kind), name))
    }

    /// Returns the objects of a kind with all of these labels, stopped containers too.
    ///
    /// A label with an empty value only has to be present.
    async fn list(&self, kind: Kind, labels: &Labels) -> Result<Vec<Found>, EngineError>;

    /// Returns the container with this name or id.
    async fn container(&self, name: &str) -> Result<Option<ContainerDetails>, EngineError>;

    /// Returns the image with this name or id.
    async fn image(&self, name: &str) -> Result<Option<ImageDetails>, EngineError>;

    /// Returns the volume with this name.
    async fn volume(&self, name: &str) -> Result<Option<VolumeDetails>, EngineError>;

    /// Returns all tagged images, without the volumes that they declare.
    async fn images(&self) -> Result<Vec<ImageDetails>, EngineError>;

    /// Pulls an image, which exists once the stream has ended without an error.
    fn pull(&self, image: &str) -> Flow<Pulling>;

    /// Creates a container with this name, without starting it.
    async fn create(&self, name: &str, spec: &ContainerSpec) -> Result<ContainerId, EngineError>;

    /// Performs an action on a container.
    async fn act(&self, id: &ContainerId, act: &Act) -> Result<(), EngineError>;

    /// Waits until a container's main process ends. Returns its exit status.
    async fn wait(&self, id: &ContainerId) -> Result<i64, EngineError>;

    /// Begins to wait for a container, and returns once the engine waits for it.
    ///
    /// Nothing that happens after that is missed. The returned future resolves to the exit status.
    async fn wait_begun(&self, id: &ContainerId, until: Until) -> Result<Exit, EngineError> {
        let _ = until;
        Err(unsupported(Operation::Wait, &id.0))
    }

    /// Returns the main process' output so far, and with `follow` until it ends.
    ///
    /// With `follow`, Docker 20.10 drops a last line without a newline. A caller that needs all of it waits for the end
    /// and reads without `follow`.
    fn logs(&self, id: &ContainerId, follow: bool) -> Flow<Chunk> {
        self.logs_with(id, &LogOptions { follow, ..LogOptions::default() })
    }

    /// Returns part of the output, with the limitation of [`Engine::logs`].
    ///
    /// All output of a terminal is standard output, byte for byte.
    fn logs_with(&self, id: &ContainerId, options: &LogOptions) -> Flow<Chunk>;

    /// Returns what the main process writes from now on, until it ends.
    ///
    /// If the container is started after this returns, that is everything from the first byte. If its standard input is
    /// attached, `input` is written to it, and it is closed.
    async fn attach(
        &self,
        id: &ContainerId,
        streams: AttachSpec,
        input: Bytes,
    ) -> Result<Flow<Chunk>, EngineError> {
        let _ = (streams, input);
        Err(unsupported(Operation::Attach, &id.0))
    }

    /// Returns the processes of a running container, as `ps` lists them.
    ///
    /// Empty `arguments` mean the engine's default (`-ef`).
    async fn top(&self, id: &ContainerId, arguments: &str) -> Result<Top, EngineError> {
        let _ = arguments;
        Err(unsupported(Operation::Top, &id.0))
    }

    /// Runs a command in a running container.
    ///
    /// A command that cannot be run has a shell's status, 126 or 127, and the engine's words as its output.
    async fn exec(&self, id: &ContainerId, spec: &ExecSpec) -> Result<Process, EngineError>;

    /// Returns what changed in the container's own layer, compared to its image.
    async fn changes(&self, id: &ContainerId) -> Result<Vec<Change>, EngineError>;

    /// Returns a path of a container as a tar stream; `Ok(None)` if it is missing.
    ///
    /// Works on stopped containers.
    async fn read(&self, id: &ContainerId, path: &str) -> Result<Option<Flow<Bytes>>, EngineError>;

    /// Returns a path's metadata; `Ok(None)` if it is missing. A link is not followed.
    async fn stat(&self, id: &ContainerId, path: &str) -> Result<Option<PathStat>, EngineError> {
        let _ = path;
        Err(unsupported(Operation::Read, &id.0))
    }

    /// Returns a container's whole filesystem, without mounts, as a tar stream.
    fn export(&self, id: &ContainerId) -> Flow<Bytes> {
        failed(unsupported(Operation::Export, &id.0))
    }

    /// Unpacks a tar archive in a directory of a container.
    async fn write(&self, id: &ContainerId, directory: &str, tar: Flow<Bytes>) -> Result<(), EngineError>;

    /// Unpacks a tar archive in a directory of a container, with owners changed.
    ///
    /// Everything belongs to the user that the container runs as. If no user is set, the archive's owners are kept
    /// (`docker cp -a`).
    async fn write_owned(
        &self,
        id: &ContainerId,
        directory: &str,
        tar: Flow<Bytes>,
    ) -> Result<(), EngineError> {
        let _ = (directory, tar);
        Err(unsupported(Operation::Write, &id.0))
    }

    /// Removes a container.
    ///
    /// `force` kills it first, `volumes` removes its anonymous volumes.
    async fn remove_container(&self, id: &ContainerId, force: bool, volumes: bool)
    -> Result<(), EngineError>;

    /// Creates a volume with the engine's default driver.
    async fn create_volume(&self, name: &str, labels: &Labels) -> Result<VolumeDetails, EngineError> {
        self.create_volume_with(name, &VolumeSpec { labels: labels.clone(), ..VolumeSpec::default() }).await
    }

    /// Creates a volume.
    ///
    /// As in the API, an existing volume of this name is returned unchanged, so check first.
    async fn create_volume_with(&self, name: &str, spec: &VolumeSpec) -> Result<VolumeDetails, EngineError>;

    /// Removes a volume. `force` ignores errors of its driver.
    async fn remove_volume(&self, name: &str, force: bool) -> Result<(), EngineError>;
}
