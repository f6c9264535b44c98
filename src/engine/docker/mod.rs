//! An engine reached over Docker's API: Docker or Podman. Only this folder uses bollard.

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
mod step_group;
mod streams;
mod tls;
mod top;
mod wire;

use std::pin::Pin;
use std::time::Duration;

use async_trait::async_trait;
use bollard::errors::Error;
use bollard::models::VolumeCreateRequest;
use bollard::query_parameters as query;
use bytes::Bytes;
use hyper::Method;
use serde_json::Value;

use self::fault::{absent, on, safe};
use super::condition::is_rootless;
use super::image_name;
use super::{
    About, Act, Address, AttachSpec, Cause, Change, Chunk, ContainerDetails, ContainerId, ContainerSpec,
    Engine, EngineError, ExecSpec, Exit, Flow, Found, ImageDetails, Kind, Labels, LogOptions, Operation,
    PathStat, Process, Pulling, Row, Top, Until, VolumeDetails, VolumeSpec,
};

/// bollard's own timeout, in seconds, so long that it never fires.
///
/// It covers only the response's headers and is the same for each operation. `Deadline` has the real timeouts.
const NO_TIMEOUT: u64 = 7 * 24 * 3600;

/// An engine that speaks Docker's API. A clone shares the same connection settings.
#[derive(Debug, Clone)]
pub struct Docker {
    api: bollard::Docker,
    /// The server, for requests that do not use bollard.
    server: wire::Server,
}

impl Docker {
    /// Creates a client for the engine at this address. Nothing is sent yet.
    ///
    /// The version given to bollard has no effect: its paths lack it, so the engine answers in its newest version (a
    /// test checks this).
    ///
    /// # Errors
    ///
    /// [`Cause::Unreachable`] if the socket is missing, or of a kind that this system does not have.
    pub fn connect(address: &Address) -> Result<Self, EngineError> {
        let subject = address.to_string();
        let server = wire::Server::new(address)
            .map_err(|cause| EngineError::new(Operation::About, &subject, cause))?;
        // `carrier` knows the address; bollard needs a base for its URLs.
        let to = Some("http://engine");
        let version = bollard::API_DEFAULT_VERSION;
        let api = bollard::Docker::connect_with_custom_transport(carrier(&server), to, NO_TIMEOUT, version);
        Ok(Self { api: api.map_err(on(Operation::About, &subject))?, server })
    }
}

/// The future of an answer that comes over a connection of our own.
type AnswerFuture =
    Pin<Box<dyn Future<Output = Result<hyper::Response<hyper::body::Incoming>, Error>> + Send>>;

/// Returns bollard's transport: connections of our own, which bound the answers.
fn carrier(
    server: &wire::Server,
) -> impl Fn(bollard::BollardRequest) -> AnswerFuture + Send + Sync + 'static {
    let server = server.clone();
    move |request| {
        let server = server.clone();
        Box::pin(async move {
            let (mut parts, body) = request.into_parts();
            // Host and port are in a header of their own.
            let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
            parts.uri = path.parse().map_err(|error| fault::wrapped(Cause::Broken(format!("{error}"))))?;
            let request = hyper::Request::from_parts(parts, body);
            wire::carry(&server, request).await.map_err(fault::wrapped)
        })
    }
}

#[async_trait]
impl Engine for Docker {
    fn hides_triggers(&self) -> bool {
        self.server.is_podman()
    }

    fn full_name(&self, image: &str) -> String {
        image_name::full_name(if self.server.is_podman() { podman::familiar(image) } else { image })
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
        wire::json(&self.server, &question).await
    }

    async fn info(&self) -> Result<Value, EngineError> {
        let question = look::get(Operation::About, "", "/info".to_owned());
        wire::json(&self.server, &question).await
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
        let operation = Operation::InspectVolume;
        let inspected = self.api.inspect_volume(safe(operation, name)?).await;
        Ok(absent(inspected.map_err(on(operation, name)))?.map(convert::volume))
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
        let mut question = look::get(operation, name, "/containers/create".to_owned());
        question.method = Method::POST;
        question.query.push(("name", name.to_owned()));
        question.query.extend(spec.platform.clone().map(|platform| ("platform", platform)));
        let broken = |words: String| EngineError::new(operation, name, Cause::Broken(words));
        let body = body::create(spec).map_err(|error| broken(error.to_string()))?;
        let made = wire::post(&self.server, &question, &body).await?;
        let id = made["Id"].as_str().ok_or_else(|| broken("no id".to_owned()))?;
        Ok(ContainerId(id.to_owned()))
    }

    async fn act(&self, id: &ContainerId, act: &Act) -> Result<(), EngineError> {
        let operation = act.operation();
        let name = safe(operation, &id.0)?;
        let done = match act {
            Act::Start => self.api.start_container(name, None).await,
            Act::Stop(ending) => {
                let options = query::StopContainerOptions {
                    t: ending.grace.map(seconds),
                    signal: ending.signal.clone(),
                };
                self.api.stop_container(name, Some(options)).await
            }
            Act::Restart(ending) => {
                let options = query::RestartContainerOptions {
                    t: ending.grace.map(seconds),
                    signal: ending.signal.clone(),
                };
                self.api.restart_container(name, Some(options)).await
            }
            Act::Kill(signal) => {
                let options = query::KillContainerOptions { signal: signal.clone() };
                self.api.kill_container(name, Some(options)).await
            }
            Act::Pause => self.api.pause_container(name).await,
            Act::Unpause => self.api.unpause_container(name).await,
            Act::Rename(new) => {
                let options = query::RenameContainerOptions { name: new.clone() };
                self.api.rename_container(name, options).await
            }
            Act::Update(update) => self.api.update_container(name, body::update(update)).await,
        };
        done.map_err(on(operation, name))
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
        let answer = wire::ask(&self.server, &question).await?;
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
        let options = query::RemoveContainerOptions { force, v: volumes, link: false };
        let again = |error: &EngineError| force && podman::is_ending(error);
        podman::patiently(podman::ENDING, again, || async {
            let removed = self.api.remove_container(name, Some(options.clone())).await;
            match removed.map_err(on(Operation::RemoveContainer, name)) {
                Err(error) if force && step_group::is_of_a_pod(&error) => {
                    step_group::remove(self, name).await
                }
                removed => removed,
            }
        })
        .await
    }

    async fn create_volume_with(&self, name: &str, spec: &VolumeSpec) -> Result<VolumeDetails, EngineError> {
        let request = VolumeCreateRequest {
            name: Some(name.to_owned()),
            driver: spec.driver.clone(),
            driver_opts: body::map(&spec.options),
            labels: body::map(&spec.labels),
            ..Default::default()
        };
        let made = self.api.create_volume(request).await.map_err(on(Operation::CreateVolume, name));
        match made {
            Ok(made) => Ok(convert::volume(made)),
            // Docker returns the existing volume. So does Podman, unless it was made a moment ago.
            Err(error) if podman::volume_is_there(&error) => self.volume(name).await?.ok_or(error),
            Err(error) => Err(error),
        }
    }

    async fn remove_volume(&self, name: &str, force: bool) -> Result<(), EngineError> {
        let name = safe(Operation::RemoveVolume, name)?;
        let removed = self.api.remove_volume(name, Some(query::RemoveVolumeOptions { force })).await;
        removed.map_err(on(Operation::RemoveVolume, name))
    }
}

/// Returns whole seconds, rounded up, as the API expects them; -1 means forever.
fn seconds(time: Duration) -> i32 {
    if time == Duration::MAX {
        return -1;
    }
    let whole = time.as_secs() + u64::from(time.subsec_nanos() > 0);
    i32::try_from(whole).unwrap_or(i32::MAX)
}
