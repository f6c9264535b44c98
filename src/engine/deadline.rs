//! A named time-out for every call and every stream of an engine.
//!
//! The name says what was tried, on what, and for how long. An engine that hangs ends a run with an error, not with
//! silence.

mod bounds;
mod images;
mod networks;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use serde_json::Value;
use tokio::time::Instant;

use bounds::{moving, pieces, pieces_while, whole, within};

use super::journal::{Call, Journal};
use super::{
    About, Act, AttachSpec, Change, Chunk, ContainerDetails, ContainerId, ContainerSpec, Engine, EngineError,
    ExecSpec, Exit, Flow, Found, ImageDetails, Kind, Labels, LogOptions, Operation, PathStat, Process,
    Pulling, Row, Top, Until, VolumeDetails, VolumeSpec,
};

/// The time-outs of an engine's operations.
///
/// The defaults are generous: on a busy laptop the medians of Docker 20.10 (a start 188 ms, `changes` 515 ms) grow
/// twentyfold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// The first call to an engine, during which the user sees an empty screen.
    pub about: Duration,
    /// Inspecting and listing, which the engine answers from memory.
    pub look: Duration,
    /// Work on the disk: creating, starting, removing, and the walk of `changes`.
    pub work: Duration,
    /// A stop or a restart, in addition to its grace period.
    pub stop: Duration,
    /// The grace period if none was given: Docker's default (10 s).
    pub grace: Duration,
    /// The answer that an exec has begun.
    pub exec: Duration,
    /// A process with its output, which may stay silent.
    pub run: Duration,
    /// The time between two pieces of a stream: archives, logs, a pull's progress.
    pub piece: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            about: Duration::from_secs(5),
            look: Duration::from_secs(10),
            work: Duration::from_mins(1),
            stop: Duration::from_secs(30),
            grace: Duration::from_secs(10),
            exec: Duration::from_secs(30),
            run: Duration::from_mins(10),
            piece: Duration::from_mins(1),
        }
    }
}

impl Timeouts {
    /// Returns the time-out of an operation.
    #[must_use]
    pub const fn of(&self, operation: Operation) -> Duration {
        match operation {
            Operation::About => self.about,
            Operation::List(_)
            | Operation::InspectContainer
            | Operation::InspectImage
            | Operation::InspectVolume
            | Operation::InspectNetwork
            | Operation::Top
            | Operation::Attach
            | Operation::History => self.look,
            Operation::Create
            | Operation::Start
            | Operation::Kill
            | Operation::Changes
            | Operation::RemoveContainer
            | Operation::RemoveVolume
            | Operation::CreateVolume
            | Operation::Usage
            | Operation::Pause
            | Operation::Unpause
            | Operation::Rename
            | Operation::Update
            | Operation::CreateNetwork
            | Operation::RemoveNetwork
            | Operation::Connect
            | Operation::Disconnect
            | Operation::Tag
            | Operation::RemoveImage => self.work,
            Operation::Stop | Operation::Restart => self.stop,
            Operation::Exec => self.exec,
            // A commit writes a layer of any size in one go, without any progress.
            Operation::Wait | Operation::Commit => self.run,
            Operation::Pull
            | Operation::Logs
            | Operation::Read
            | Operation::Write
            | Operation::Export
            | Operation::Build
            | Operation::Import
            | Operation::Save
            | Operation::Load => self.piece,
        }
    }

    /// Returns these time-outs, each at most this long.
    #[must_use]
    pub fn at_most(self, longest: Duration) -> Self {
        Self {
            about: self.about.min(longest),
            look: self.look.min(longest),
            work: self.work.min(longest),
            stop: self.stop.min(longest),
            grace: self.grace,
            exec: self.exec.min(longest),
            run: self.run.min(longest),
            piece: self.piece.min(longest),
        }
    }

    /// Returns time-outs that are all this short, for tests.
    #[must_use]
    pub const fn all(time: Duration) -> Self {
        Self {
            about: time,
            look: time,
            work: time,
            stop: time,
            grace: time,
            exec: time,
            run: time,
            piece: time,
        }
    }
}

/// An engine with a time-out on every call.
pub struct Deadline {
    inner: Arc<dyn Engine>,
    timeouts: Timeouts,
    journal: Journal,
}

impl Deadline {
    /// Wraps an engine with the default time-outs.
    #[must_use]
    pub fn new(inner: Arc<dyn Engine>) -> Self {
        Self::with(inner, Timeouts::default())
    }

    /// Wraps an engine with these time-outs.
    #[must_use]
    pub fn with(inner: Arc<dyn Engine>, timeouts: Timeouts) -> Self {
        Self { inner, timeouts, journal: Journal::default() }
    }

    async fn call<T>(
        &self,
        operation: Operation,
        subject: &str,
        call: impl Future<Output = Result<T, EngineError>>,
    ) -> Result<T, EngineError> {
        self.call_within(self.timeouts.of(operation), operation, subject, call).await
    }

    async fn call_within<T>(
        &self,
        time: Duration,
        operation: Operation,
        subject: &str,
        call: impl Future<Output = Result<T, EngineError>>,
    ) -> Result<T, EngineError> {
        self.timed(operation, subject, within(time, operation, subject, call)).await
    }

    /// Records a call once it is over.
    async fn timed<T>(&self, operation: Operation, subject: &str, call: impl Future<Output = T>) -> T {
        let start = Instant::now();
        let result = call.await;
        self.journal.note(operation, subject, Some(start.elapsed()));
        result
    }
}

#[async_trait]
impl Engine for Deadline {
    fn take_calls(&self) -> Vec<Call> {
        self.journal.take()
    }

    fn hides_triggers(&self) -> bool {
        self.inner.hides_triggers()
    }

    fn full_name(&self, image: &str) -> String {
        self.inner.full_name(image)
    }

    async fn about(&self) -> Result<About, EngineError> {
        self.call(Operation::About, "", self.inner.about()).await
    }

    async fn list(&self, kind: Kind, labels: &Labels) -> Result<Vec<Found>, EngineError> {
        self.call(Operation::List(kind), "", self.inner.list(kind, labels)).await
    }

    async fn rows(&self, kind: Kind, labels: &Labels) -> Result<Vec<Row>, EngineError> {
        self.call(Operation::List(kind), "", self.inner.rows(kind, labels)).await
    }

    async fn inspect(&self, kind: Kind, name: &str, size: bool) -> Result<Option<Value>, EngineError> {
        self.call(Operation::inspect(kind), name, self.inner.inspect(kind, name, size)).await
    }

    async fn version(&self) -> Result<Value, EngineError> {
        self.call(Operation::About, "", self.inner.version()).await
    }

    async fn info(&self) -> Result<Value, EngineError> {
        self.call(Operation::About, "", self.inner.info()).await
    }

    async fn usage(&self) -> Result<Value, EngineError> {
        self.call(Operation::Usage, "", self.inner.usage()).await
    }

    async fn container(&self, name: &str) -> Result<Option<ContainerDetails>, EngineError> {
        self.call(Operation::InspectContainer, name, self.inner.container(name)).await
    }

    async fn image(&self, name: &str) -> Result<Option<ImageDetails>, EngineError> {
        self.call(Operation::InspectImage, name, self.inner.image(name)).await
    }

    async fn volume(&self, name: &str) -> Result<Option<VolumeDetails>, EngineError> {
        self.call(Operation::InspectVolume, name, self.inner.volume(name)).await
    }

    async fn images(&self) -> Result<Vec<ImageDetails>, EngineError> {
        self.call(Operation::List(Kind::Image), "", self.inner.images()).await
    }

    fn pull(&self, image: &str) -> Flow<Pulling> {
        self.journal.note(Operation::Pull, image, None);
        pieces(self.inner.pull(image), self.timeouts.piece, Operation::Pull, image)
    }

    async fn create(&self, name: &str, spec: &ContainerSpec) -> Result<ContainerId, EngineError> {
        self.call(Operation::Create, name, self.inner.create(name, spec)).await
    }

    async fn act(&self, id: &ContainerId, act: &Act) -> Result<(), EngineError> {
        let operation = act.operation();
        let grace = match act {
            Act::Stop(ending) | Act::Restart(ending) => ending.grace.unwrap_or(self.timeouts.grace),
            _ => Duration::ZERO,
        };
        let time = self.timeouts.of(operation).saturating_add(grace);
        self.call_within(time, operation, &id.0, self.inner.act(id, act)).await
    }

    async fn wait(&self, id: &ContainerId) -> Result<i64, EngineError> {
        self.call(Operation::Wait, &id.0, self.inner.wait(id)).await
    }

    fn logs_with(&self, id: &ContainerId, options: &LogOptions) -> Flow<Chunk> {
        self.journal.note(Operation::Logs, &id.0, None);
        let logs = self.inner.logs_with(id, options);
        if options.follow {
            return whole(logs, self.timeouts.run, Operation::Logs, &id.0);
        }
        pieces(logs, self.timeouts.piece, Operation::Logs, &id.0)
    }

    async fn wait_begun(&self, id: &ContainerId, until: Until) -> Result<Exit, EngineError> {
        // Registering the wait and the wait itself have a time-out each.
        let begun = self.inner.wait_begun(id, until);
        let exit = within(self.timeouts.look, Operation::Wait, &id.0, begun).await?;
        let (time, subject) = (self.timeouts.run, id.0.clone());
        Ok(Box::pin(async move { within(time, Operation::Wait, &subject, exit).await }))
    }

    async fn attach(
        &self,
        id: &ContainerId,
        streams: AttachSpec,
        input: Bytes,
    ) -> Result<Flow<Chunk>, EngineError> {
        let output = self.call(Operation::Attach, &id.0, self.inner.attach(id, streams, input)).await?;
        Ok(whole(output, self.timeouts.run, Operation::Attach, &id.0))
    }

    async fn top(&self, id: &ContainerId, arguments: &str) -> Result<Top, EngineError> {
        self.call(Operation::Top, &id.0, self.inner.top(id, arguments)).await
    }

    async fn stat(&self, id: &ContainerId, path: &str) -> Result<Option<PathStat>, EngineError> {
        self.call(Operation::Read, &id.0, self.inner.stat(id, path)).await
    }

    fn export(&self, id: &ContainerId) -> Flow<Bytes> {
        self.journal.note(Operation::Export, &id.0, None);
        pieces(self.inner.export(id), self.timeouts.piece, Operation::Export, &id.0)
    }

    async fn exec(&self, id: &ContainerId, spec: &ExecSpec) -> Result<Process, EngineError> {
        let process = self.call(Operation::Exec, &id.0, self.inner.exec(id, spec)).await?;
        let (time, subject, exit) = (self.timeouts.run, id.0.clone(), process.exit);
        Ok(Process {
            output: whole(process.output, time, Operation::Exec, &subject),
            exit: Box::pin(async move { within(time, Operation::Exec, &subject, exit).await }),
        })
    }

    async fn changes(&self, id: &ContainerId) -> Result<Vec<Change>, EngineError> {
        self.call(Operation::Changes, &id.0, self.inner.changes(id)).await
    }

    async fn read(&self, id: &ContainerId, path: &str) -> Result<Option<Flow<Bytes>>, EngineError> {
        let archive = self.call(Operation::Read, &id.0, self.inner.read(id, path)).await?;
        Ok(archive.map(|archive| pieces(archive, self.timeouts.piece, Operation::Read, &id.0)))
    }

    async fn write(&self, id: &ContainerId, directory: &str, tar: Flow<Bytes>) -> Result<(), EngineError> {
        let (tar, taken) = images::counted(tar);
        let written = self.inner.write(id, directory, tar);
        let written = moving(self.timeouts.piece, &taken, Operation::Write, &id.0, written);
        self.timed(Operation::Write, &id.0, written).await
    }

    async fn write_owned(
        &self,
        id: &ContainerId,
        directory: &str,
        tar: Flow<Bytes>,
    ) -> Result<(), EngineError> {
        let (tar, taken) = images::counted(tar);
        let written = self.inner.write_owned(id, directory, tar);
        let written = moving(self.timeouts.piece, &taken, Operation::Write, &id.0, written);
        self.timed(Operation::Write, &id.0, written).await
    }

    async fn remove_container(
        &self,
        id: &ContainerId,
        force: bool,
        volumes: bool,
    ) -> Result<(), EngineError> {
        let removed = self.inner.remove_container(id, force, volumes);
        self.call(Operation::RemoveContainer, &id.0, removed).await
    }

    async fn create_volume_with(&self, name: &str, spec: &VolumeSpec) -> Result<VolumeDetails, EngineError> {
        self.call(Operation::CreateVolume, name, self.inner.create_volume_with(name, spec)).await
    }

    async fn remove_volume(&self, name: &str, force: bool) -> Result<(), EngineError> {
        self.call(Operation::RemoveVolume, name, self.inner.remove_volume(name, force)).await
    }
}
