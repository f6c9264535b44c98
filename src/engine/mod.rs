//! The container engine: a trait in the project's own types, and what stands behind it.
//!
//! In layers: `docker` (the only folder that knows bollard) → `deadline` (every call and stream has
//! a time-out with a name) → `guard` (labels, ledger, ownership). The runner holds a `Guard` and
//! nothing else. May import nothing of ours.

mod address;
mod deadline;
mod discover;
mod docker;
mod error;
mod guard;
mod ledger;
mod path;
mod types;

use async_trait::async_trait;

pub use address::{Address, AddressError};
pub use deadline::{Deadline, Timeouts};
pub use discover::{Answering, Candidate, Discovery, NoEngine, Origin, Surroundings, candidates, discover};
pub use docker::Docker;
pub use error::{Cause, EngineError, Filling, Operation, Refusal};
pub use guard::{Cleaned, Guard, GuardError, LABEL_LAB, LABEL_RUN, LABEL_SELF, Owner, Scope};
pub use ledger::{Entry, Intent, LEDGER_ENDING, Ledger, LedgerError, LedgerHeader};
pub use path::clean_path;
pub use types::{
    About, Act, Change, ChangeKind, Channel, Chunk, ContainerDetails, ContainerId, ContainerSpec, ExecSpec,
    Flow, Found, ImageDetails, Kind, Labels, MountDetails, MountKind, MountSpec, PortSpec, Process, Pulling,
    VolumeDetails,
};

/// A container engine. Names in, full ids out; what is not there is `None`, not an error.
#[async_trait]
pub trait Engine: Send + Sync {
    /// What the engine says of itself.
    async fn about(&self) -> Result<About, EngineError>;

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

    /// What the main process has written so far, and with `follow` what it writes until it ends.
    /// Docker 20.10, while it follows, drops a last line without a newline: whoever needs all of
    /// it waits for the end, and reads without `follow`.
    fn logs(&self, id: &ContainerId, follow: bool) -> Flow<Chunk>;

    /// Runs a command in a running container. One that cannot be run has a shell's status, 126 or
    /// 127, and the engine's words as its output.
    async fn exec(&self, id: &ContainerId, spec: &ExecSpec) -> Result<Process, EngineError>;

    /// What the container's own layer changed beside its image.
    async fn changes(&self, id: &ContainerId) -> Result<Vec<Change>, EngineError>;

    /// A path of a container as a tar stream; none: no such path. Works on stopped containers.
    async fn read(&self, id: &ContainerId, path: &str) -> Result<Option<Flow<bytes::Bytes>>, EngineError>;

    /// Unpacks a tar archive in a directory of a container.
    async fn write(
        &self,
        id: &ContainerId,
        directory: &str,
        tar: Flow<bytes::Bytes>,
    ) -> Result<(), EngineError>;

    /// Removes a container: `force` kills it first, `volumes` takes its anonymous volumes too.
    async fn remove_container(&self, id: &ContainerId, force: bool, volumes: bool)
    -> Result<(), EngineError>;

    /// Makes a volume. An existing one of this name is returned as it is (the API's habit): look first.
    async fn create_volume(&self, name: &str, labels: &Labels) -> Result<VolumeDetails, EngineError>;

    /// Removes a volume.
    async fn remove_volume(&self, name: &str) -> Result<(), EngineError>;
}
