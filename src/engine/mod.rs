//! The container engine: a trait in the project's own types, and what stands behind it.
//!
//! In layers: `docker` (the only folder that knows bollard) → `deadline` (every call and stream has a time-out with a
//! name) → `guard` (labels, ledger, ownership). The runner holds a `Guard` and nothing else.

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
    CONTAINERS, Cleaned, Guard, GuardError, ImageFile, LABEL_LAB, LABEL_RUN, LABEL_SELF, LOG_BOUNDS,
    LOG_DRIVER, Listing, MEMORY, Owner, PIDS, Permits, Prefix, Scope, TOTAL_MEMORY,
};
pub use image_archive::{ArchiveFault, ImageArchive, Piece};
pub use images::{
    BuildSpec, CommitSpec, GroupSpec, ImageLayer, Images, ImportSpec, RemovedImage, Said, StepGroup,
};
pub use journal::Call;
pub use ledger::{Entry, Heir, Intent, LEDGER_ENDING, Ledger, LedgerError, LedgerHeader, Remains, ledgers};
pub use links::{Destination, LinkLoop, Look, Observe, Paths, Thing};
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

/// What an engine answers that cannot do this: the refusal of Docker's API for it.
fn unsupported(operation: Operation, subject: &str) -> EngineError {
    let cause = Cause::Refused { status: 501, words: "not implemented".to_owned() };
    EngineError::new(operation, subject, cause)
}

/// A stream that is nothing but an error.
fn failed<T: Send + 'static>(error: EngineError) -> Flow<T> {
    Box::pin(futures_util::stream::iter([Err(error)]))
}

/// A container engine. Names in, full ids out; what is not there is `None`, not an error.
///
/// What has a body here need not be there: an engine that cannot do it refuses it so (501).
#[async_trait]
pub trait Engine: Images + Networks + Send + Sync {
    /// The calls since this was asked last, where somebody writes them down.
    fn take_calls(&self) -> Vec<Call> {
        Vec::new()
    }

    /// Returns whether builds carry out the `ONBUILD`s of an image and no call tells them, as on Podman. Known as soon as
    /// the engine was asked anything.
    fn hides_triggers(&self) -> bool {
        false
    }

    /// Returns an image's name in one form, always with its tag or digest: two names mean the same to the engine where
    /// these are equal. Known as soon as the engine was asked anything.
    fn full_name(&self, image: &str) -> String {
        image_name::full_name(image)
    }

    /// What the engine says of itself.
    async fn about(&self) -> Result<About, EngineError>;

    /// The engine's own account of its version: the body of `/version`.
    async fn version(&self) -> Result<Value, EngineError> {
        Err(unsupported(Operation::About, ""))
    }

    /// The engine's own account of its machine and its settings: the body of `/info`.
    async fn info(&self) -> Result<Value, EngineError> {
        Err(unsupported(Operation::About, ""))
    }

    /// What is kept and how much room it takes: the body of `/system/df`.
    async fn usage(&self) -> Result<Value, EngineError> {
        Err(unsupported(Operation::Usage, ""))
    }

    /// All objects of a kind (stopped containers too, images that have tags or none, but none that
    /// are only a step of a build) that carry all of these labels, as the engine lists them.
    async fn rows(&self, kind: Kind, labels: &Labels) -> Result<Vec<Row>, EngineError> {
        let _ = labels;
        Err(unsupported(Operation::List(kind), ""))
    }

    /// All that the engine tells of an object of this name or id, nothing lost and nothing added;
    /// none: there is no such thing. `size` asks for the sizes of a container's layer.
    async fn inspect(&self, kind: Kind, name: &str, size: bool) -> Result<Option<Value>, EngineError> {
        let _ = size;
        Err(unsupported(Operation::inspect(kind), name))
    }

    /// All objects of a kind (stopped containers too) that carry all of these labels; a label
    /// with an empty value asks for its presence only.
    async fn list(&self, kind: Kind, labels: &Labels) -> Result<Vec<Found>, EngineError>;

    /// The container of this name or id.
    async fn container(&self, name: &str) -> Result<Option<ContainerDetails>, EngineError>;

    /// The image of this name or id.
    async fn image(&self, name: &str) -> Result<Option<ImageDetails>, EngineError>;

    /// The volume of this name.
    async fn volume(&self, name: &str) -> Result<Option<VolumeDetails>, EngineError>;

    /// All tagged images. A listing says nothing of the volumes that they declare.
    async fn images(&self) -> Result<Vec<ImageDetails>, EngineError>;

    /// Pulls an image; it is there when the stream has ended without an error.
    fn pull(&self, image: &str) -> Flow<Pulling>;

    /// Makes a container of this name; it does not run yet.
    async fn create(&self, name: &str, spec: &ContainerSpec) -> Result<ContainerId, EngineError>;

    /// Does something to a container.
    async fn act(&self, id: &ContainerId, act: &Act) -> Result<(), EngineError>;

    /// Waits for the end of a container's main process: its status.
    async fn wait(&self, id: &ContainerId) -> Result<i64, EngineError>;

    /// Begins to wait, and says so when the engine has begun: what happens from then on is not
    /// missed. The status comes when what was waited for is there.
    async fn wait_begun(&self, id: &ContainerId, until: Until) -> Result<Exit, EngineError> {
        let _ = until;
        Err(unsupported(Operation::Wait, &id.0))
    }

    /// What the main process has written so far, and with `follow` what it writes until it ends.
    /// Docker 20.10, while it follows, drops a last line without a newline: whoever needs all of
    /// it waits for the end, and reads without `follow`.
    fn logs(&self, id: &ContainerId, follow: bool) -> Flow<Chunk> {
        self.logs_with(id, &LogOptions { follow, ..LogOptions::default() })
    }

    /// The part of the output that is wanted, with the same reservation. What came through a
    /// terminal is all standard output, byte for byte.
    fn logs_with(&self, id: &ContainerId, options: &LogOptions) -> Flow<Chunk>;

    /// What the main process writes from now on, until it ends: for a container that is started
    /// when this has answered, from the first byte. `input` is given to its standard input, where
    /// that is attached, which is closed then.
    async fn attach(
        &self,
        id: &ContainerId,
        streams: AttachSpec,
        input: Bytes,
    ) -> Result<Flow<Chunk>, EngineError> {
        let _ = (streams, input);
        Err(unsupported(Operation::Attach, &id.0))
    }

    /// The processes of a running container, as `ps` with these arguments lists them; empty: the
    /// engine's own (`-ef`).
    async fn top(&self, id: &ContainerId, arguments: &str) -> Result<Top, EngineError> {
        let _ = arguments;
        Err(unsupported(Operation::Top, &id.0))
    }

    /// Runs a command in a running container. One that cannot be run has a shell's status, 126 or
    /// 127, and the engine's words as its output.
    async fn exec(&self, id: &ContainerId, spec: &ExecSpec) -> Result<Process, EngineError>;

    /// What the container's own layer changed beside its image.
    async fn changes(&self, id: &ContainerId) -> Result<Vec<Change>, EngineError>;

    /// A path of a container as a tar stream; none: no such path. Works on stopped containers.
    async fn read(&self, id: &ContainerId, path: &str) -> Result<Option<Flow<Bytes>>, EngineError>;

    /// What the engine says of a path of a container; none: no such path. A link is not followed.
    async fn stat(&self, id: &ContainerId, path: &str) -> Result<Option<PathStat>, EngineError> {
        let _ = path;
        Err(unsupported(Operation::Read, &id.0))
    }

    /// The whole filesystem of a container, without what is mounted, as a tar stream.
    fn export(&self, id: &ContainerId) -> Flow<Bytes> {
        failed(unsupported(Operation::Export, &id.0))
    }

    /// Unpacks a tar archive in a directory of a container.
    async fn write(&self, id: &ContainerId, directory: &str, tar: Flow<Bytes>) -> Result<(), EngineError>;

    /// Unpacks a tar archive in a directory of a container, all of which then belongs to the user that
    /// the container runs as; to those of the archive, where no user is set (`docker cp -a`).
    async fn write_owned(
        &self,
        id: &ContainerId,
        directory: &str,
        tar: Flow<Bytes>,
    ) -> Result<(), EngineError> {
        let _ = (directory, tar);
        Err(unsupported(Operation::Write, &id.0))
    }

    /// Removes a container: `force` kills it first, `volumes` takes its anonymous volumes too.
    async fn remove_container(&self, id: &ContainerId, force: bool, volumes: bool)
    -> Result<(), EngineError>;

    /// Makes a volume of the engine's own driver.
    async fn create_volume(&self, name: &str, labels: &Labels) -> Result<VolumeDetails, EngineError> {
        self.create_volume_with(name, &VolumeSpec { labels: labels.clone(), ..VolumeSpec::default() }).await
    }

    /// Makes a volume. An existing one of this name is returned as it is (the API's habit): look first.
    async fn create_volume_with(&self, name: &str, spec: &VolumeSpec) -> Result<VolumeDetails, EngineError>;

    /// Removes a volume; `force` does not mind what its driver says.
    async fn remove_volume(&self, name: &str, force: bool) -> Result<(), EngineError>;
}
