//! A real engine over its API, Docker's or Podman's: the only folder that knows the API's models.

mod body;
mod bounded;
mod convert;
mod fault;
mod frames;
mod images;
mod look;
mod networks;
mod podman;
mod stat;
mod streams;
mod tls;
mod top;
mod wire;

use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use serde_json::Value;

use self::fault::safe;
use self::look::{delete, post};
use super::condition::is_rootless;
use super::image_name;
use super::{
    About, Act, Address, AttachSpec, Cause, Change, Chunk, ContainerDetails, ContainerId, ContainerSpec,
    Ending, Engine, EngineError, ExecSpec, Exit, Flow, Found, ImageDetails, Kind, Labels, LogOptions,
    Operation, PathStat, Process, Pulling, Row, Top, Until, VolumeDetails, VolumeSpec,
};

/// An engine that speaks Docker's API. A clone is the same one.
#[derive(Debug, Clone)]
pub struct Docker {
    /// Where requests go.
    place: wire::Place,
}

impl Docker {
    /// A client for the engine at this address; nothing is sent yet. Its paths name no version, so that the
    /// engine answers in its newest one (a test holds that).
    ///
    /// # Errors
    ///
    /// [`Cause::Unreachable`] where the socket is missing, or of a kind that this
    /// system does not have.
    pub fn connect(address: &Address) -> Result<Self, EngineError> {
        let fault = |cause| EngineError::new(Operation::About, &address.to_string(), cause);
        wire::Place::new(address).map(|place| Self { place }).map_err(fault)
    }
}

#[async_trait]
impl Engine for Docker {
    fn labels_steps(&self) -> bool {
        self.place.is_podman()
    }

    fn full_name(&self, image: &str) -> String {
        image_name::full_name(if self.place.is_podman() { podman::familiar(image) } else { image })
    }

    async fn about(&self) -> Result<About, EngineError> {
        let (version, info) = tokio::join!(self.version(), self.info());
        let (version, info) = (version?, info?);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut components = version["Components"].as_array().into_iter().flatten();
        let podman = components.any(|it| text(&it["Name"]).to_ascii_lowercase().contains("podman"));
        Ok(About {
            name: if podman { "Podman" } else { "Docker" }.to_owned(),
            version: text(&version["Version"]),
            api: text(&version["ApiVersion"]),
            platform: format!("{}/{}", text(&version["Os"]), text(&version["Arch"])),
            root: text(&info["DockerRootDir"]),
            storage: text(&info["Driver"]),
            host: text(&info["Name"]),
            rootless: is_rootless(&info),
        })
    }

    async fn list(&self, kind: Kind, labels: &Labels) -> Result<Vec<Found>, EngineError> {
        Ok(look::rows(self, kind, labels).await?.into_iter().map(|row| row.found).collect())
    }

    async fn rows(&self, kind: Kind, labels: &Labels) -> Result<Vec<Row>, EngineError> {
        look::rows(self, kind, labels).await
    }

    async fn inspect(&self, kind: Kind, name: &str, size: bool) -> Result<Option<Value>, EngineError> {
        look::inspect(self, kind, name, size).await
    }

    async fn version(&self) -> Result<Value, EngineError> {
        let question = look::get(Operation::About, "", "/version".to_owned());
        wire::json(&self.place, &question).await
    }

    async fn info(&self) -> Result<Value, EngineError> {
        let question = look::get(Operation::About, "", "/info".to_owned());
        wire::json(&self.place, &question).await
    }

    async fn usage(&self) -> Result<Value, EngineError> {
        look::all(self, &look::get(Operation::Usage, "", "/system/df".to_owned())).await
    }

    async fn container(&self, name: &str) -> Result<Option<ContainerDetails>, EngineError> {
        let raw = look::inspect(self, Kind::Container, name, false).await?;
        Ok(raw.as_ref().map(look::container))
    }

    async fn image(&self, name: &str) -> Result<Option<ImageDetails>, EngineError> {
        let raw = look::inspect(self, Kind::Image, name, false).await?;
        Ok(raw.as_ref().map(look::image))
    }

    async fn volume(&self, name: &str) -> Result<Option<VolumeDetails>, EngineError> {
        let raw = look::inspect(self, Kind::Volume, name, false).await?;
        Ok(raw.as_ref().map(look::volume))
    }

    async fn images(&self) -> Result<Vec<ImageDetails>, EngineError> {
        let listed = look::rows(self, Kind::Image, &Labels::default()).await?;
        Ok(listed.iter().map(|row| look::image(&row.raw)).filter(|image| !image.tags.is_empty()).collect())
    }

    fn pull(&self, image: &str) -> Flow<Pulling> {
        streams::pull(self, image)
    }

    async fn create(&self, name: &str, spec: &ContainerSpec) -> Result<ContainerId, EngineError> {
        let operation = Operation::Create;
        let mut question = post(operation, name, "/containers/create".to_owned());
        question.query.push(("name", name.to_owned()));
        question.query.extend(spec.platform.clone().map(|platform| ("platform", platform)));
        let broken = |words: String| EngineError::new(operation, name, Cause::Broken(words));
        let body = body::create(spec).map_err(|error| broken(error.to_string()))?;
        let made = wire::post(&self.place, &question, &body).await?;
        let id = made["Id"].as_str().ok_or_else(|| broken("no id".to_owned()))?;
        Ok(ContainerId(id.to_owned()))
    }

    async fn act(&self, id: &ContainerId, act: &Act) -> Result<(), EngineError> {
        let name = safe(act.operation(), &id.0)?;
        let (action, query) = match act {
            Act::Start => ("start", Vec::new()),
            Act::Stop(ending) => ("stop", how_to_end(ending)),
            Act::Restart(ending) => ("restart", how_to_end(ending)),
            Act::Kill(signal) => ("kill", vec![("signal", signal.clone())]),
            Act::Pause => ("pause", Vec::new()),
            Act::Unpause => ("unpause", Vec::new()),
            Act::Rename(new) => ("rename", vec![("name", new.clone())]),
            Act::Update(_) => ("update", Vec::new()),
        };
        let body = match act {
            Act::Update(update) => Some(body::update(update)),
            _ => None,
        };
        let mut question = post(act.operation(), name, format!("/containers/{name}/{action}"));
        question.query = query;
        wire::done(&self.place, &question, body.as_ref()).await
    }

    async fn wait(&self, id: &ContainerId) -> Result<i64, EngineError> {
        streams::wait(self, safe(Operation::Wait, &id.0)?).await
    }

    async fn wait_begun(&self, id: &ContainerId, until: Until) -> Result<Exit, EngineError> {
        streams::wait_begun(self, safe(Operation::Wait, &id.0)?, until).await
    }

    fn logs_with(&self, id: &ContainerId, options: &LogOptions) -> Flow<Chunk> {
        streams::logs(self, &id.0, options)
    }

    async fn attach(
        &self,
        id: &ContainerId,
        streams: AttachSpec,
        input: Bytes,
    ) -> Result<Flow<Chunk>, EngineError> {
        streams::attach(self, safe(Operation::Attach, &id.0)?, streams, input).await
    }

    async fn top(&self, id: &ContainerId, arguments: &str) -> Result<Top, EngineError> {
        top::top(self, safe(Operation::Top, &id.0)?, arguments).await
    }

    async fn exec(&self, id: &ContainerId, spec: &ExecSpec) -> Result<Process, EngineError> {
        streams::exec(self, safe(Operation::Exec, &id.0)?, spec).await
    }

    async fn changes(&self, id: &ContainerId) -> Result<Vec<Change>, EngineError> {
        let name = safe(Operation::Changes, &id.0)?;
        let question = look::get(Operation::Changes, name, format!("/containers/{name}/changes"));
        let answer = wire::ask(&self.place, &question).await?;
        bounded::changes(wire::pieces(answer, Operation::Changes, name), name).await
    }

    async fn read(&self, id: &ContainerId, path: &str) -> Result<Option<Flow<Bytes>>, EngineError> {
        streams::read(self, safe(Operation::Read, &id.0)?, path).await
    }

    async fn stat(&self, id: &ContainerId, path: &str) -> Result<Option<PathStat>, EngineError> {
        stat::stat(self, safe(Operation::Read, &id.0)?, path).await
    }

    fn export(&self, id: &ContainerId) -> Flow<Bytes> {
        streams::export(self, &id.0)
    }

    async fn write(&self, id: &ContainerId, directory: &str, tar: Flow<Bytes>) -> Result<(), EngineError> {
        streams::write(self, safe(Operation::Write, &id.0)?, directory, tar, false).await
    }

    async fn write_owned(
        &self,
        id: &ContainerId,
        directory: &str,
        tar: Flow<Bytes>,
    ) -> Result<(), EngineError> {
        streams::write(self, safe(Operation::Write, &id.0)?, directory, tar, true).await
    }

    async fn remove_container(
        &self,
        id: &ContainerId,
        force: bool,
        volumes: bool,
    ) -> Result<(), EngineError> {
        let name = safe(Operation::RemoveContainer, &id.0)?;
        let mut question = delete(Operation::RemoveContainer, name, format!("/containers/{name}"));
        question.query = vec![("force", force.to_string()), ("v", volumes.to_string())];
        let again = |error: &EngineError| force && podman::is_ending(error);
        podman::patiently(podman::ENDING, again, || wire::done(&self.place, &question, None)).await
    }

    async fn create_volume_with(&self, name: &str, spec: &VolumeSpec) -> Result<VolumeDetails, EngineError> {
        let question = post(Operation::CreateVolume, name, "/volumes/create".to_owned());
        match wire::post(&self.place, &question, &body::volume(name, spec)).await {
            Ok(made) => Ok(look::volume(&made)),
            // Docker gives the one that is there. So does Podman, unless it came a moment ago.
            Err(error) if podman::volume_is_there(&error) => self.volume(name).await?.ok_or(error),
            Err(error) => Err(error),
        }
    }

    async fn remove_volume(&self, name: &str, force: bool) -> Result<(), EngineError> {
        let name = safe(Operation::RemoveVolume, name)?;
        let mut question = delete(Operation::RemoveVolume, name, format!("/volumes/{name}"));
        question.query.push(("force", force.to_string()));
        wire::done(&self.place, &question, None).await
    }
}

/// Returns how a container is to be ended, as a query.
fn how_to_end(ending: &Ending) -> Vec<(&'static str, String)> {
    let grace = ending.grace.map(|grace| ("t", seconds(grace).to_string()));
    let signal = ending.signal.clone().map(|signal| ("signal", signal));
    grace.into_iter().chain(signal).collect()
}

/// Whole seconds, rounded up, as the API wants them; -1 is for ever.
fn seconds(time: Duration) -> i32 {
    if time == Duration::MAX {
        return -1;
    }
    let whole = time.as_secs() + u64::from(time.subsec_nanos() > 0);
    i32::try_from(whole).unwrap_or(i32::MAX)
}
