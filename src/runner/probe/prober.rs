//! Looks once with one probe.

use super::container_file;
use super::file;
use super::http;
use super::image_file::ImageFiles;
use super::observation::{Fact, Observation};
use crate::command::{ContainerName, Values};
use crate::engine::{
    ChangeKind, ContainerDetails, ExecSpec, Guard, ImageDetails, Kind, Labels, LogOptions, Paths,
};
use crate::event::Message;
use crate::fate::Value;
use crate::lab::{ContainerCommand, ContainerPath, HttpAddress, Probe, Same, Text};
use crate::runner::commands;
use crate::runner::error::RunError;
use crate::runner::exec::run_in;
use crate::runner::output::{self, Output};
use crate::runner::workspace::Workspace;

/// The context that probes look with.
pub struct Prober<'a> {
    /// The engine, restricted to this run.
    pub guard: &'a Guard,
    /// The run's folder.
    pub workspace: &'a Workspace,
    /// Files of images, read once.
    pub images: &'a mut ImageFiles,
    /// What the step's last command printed.
    pub output: &'a Output,
    /// The values captured so far.
    pub values: &'a Values,
}

/// What an observation must include.
#[expect(clippy::struct_excessive_bools, reason = "each can be asked for by itself")]
#[derive(Debug, Clone, Copy, Default)]
pub struct Want {
    /// More than existence. Then waiting for a missing container is useless.
    pub more: bool,
    /// A command's exit status, which may then be any.
    pub status: bool,
    /// The engine's complete JSON.
    pub json: bool,
    /// Only the log since the container's latest start.
    pub fresh: bool,
}

impl Prober<'_> {
    /// Looks once.
    ///
    /// # Errors
    /// A fault of the engine or of the workspace.
    pub async fn look(&mut self, probe: &Probe, want: Want) -> Result<Observation, RunError> {
        let mut observation = self.plain(probe, want).await?;
        if want.json && observation.there {
            let (kind, name) = match probe {
                Probe::Container(name) => (Kind::Container, name.to_string()),
                Probe::Volume(name) => (Kind::Volume, name.filled(self.values)),
                Probe::Image(name) => (Kind::Image, name.filled(self.values)),
                Probe::Network(name) => (Kind::Network, name.filled(self.values)),
                _ => return Ok(observation),
            };
            observation.json = self.guard.inspect(kind, &name, false).await?;
        }
        Ok(observation)
    }

    async fn plain(&mut self, probe: &Probe, want: Want) -> Result<Observation, RunError> {
        match probe {
            Probe::Container(name) => self.container(name.as_str(), want.more).await,
            Probe::Http(address) => self.http(address).await,
            Probe::Layer(name) => self.layer(name.as_str()).await,
            Probe::Mount(at) => self.mount(at).await,
            Probe::Volume(name) => self.volume(name).await,
            Probe::Image(name) => self.image(name).await,
            Probe::Network(name) => self.network(name).await,
            Probe::File(places) => self.file(places, want.more).await,
            Probe::Exec { containers, command } => self.exec(containers, command, want.status).await,
            Probe::Logs(name) => self.logs(name.as_str(), want.fresh).await,
            Probe::Local(path) if !want.more => {
                Ok(Observation { there: self.workspace.exists(path), ..Observation::default() })
            }
            Probe::Local(path) => Ok(self
                .local(path)
                .map_or_else(|error| Observation::blank(error.message(), false), Observation::of_text)),
            Probe::Output => Ok(Observation::of_text(file::value(self.output.text().as_bytes()).ok())),
        }
    }

    async fn container(&self, name: &str, whole: bool) -> Result<Observation, RunError> {
        let Some(container) = self.guard.container(name).await? else {
            // A check of more than existence needs a container that exists now.
            return Ok(Observation::blank(no_container(name), whole));
        };
        let image = self.guard.image(&container.image).await?;
        let fields = vec![
            ("id", Fact::Text(container.id.0.clone())),
            ("started", Fact::Text(container.started.clone())),
            ("running", Fact::Truth(container.running)),
            ("state", Fact::Text(container.state.clone())),
            ("exit_code", Fact::Number(container.exit_code)),
            ("health", Fact::Text(container.health.clone().unwrap_or_else(|| "none".to_owned()))),
            ("image", Fact::Set(image_names(&container, image.as_ref()))),
            ("env", Fact::Set(container.env.clone())),
        ];
        Ok(Observation { there: true, fields, ..Observation::default() })
    }

    async fn http(&self, address: &HttpAddress) -> Result<Observation, RunError> {
        let name = address.container.as_str();
        let container = match self.running(name).await? {
            Ok(container) => container,
            Err(observation) => return Ok(observation),
        };
        Ok(match http::ask(self.guard, &container, address.port, &address.path).await? {
            Ok(answer) => Observation {
                there: true,
                text: file::value(&answer.body[..]).ok(),
                fields: vec![("status", Fact::Number(i64::from(answer.status)))],
                ..Observation::default()
            },
            Err(message) => Observation::blank(message, false),
        })
    }

    async fn layer(&self, name: &str) -> Result<Observation, RunError> {
        let Some(container) = self.guard.container(name).await? else {
            return Ok(Observation::blank(no_container(name), true));
        };
        let layer = self.guard.changes(&container.id).await?;
        let of = |kinds: &[ChangeKind]| {
            let changes = layer.iter().filter(|change| kinds.contains(&change.kind));
            Fact::Set(changes.map(|change| change.path.clone()).collect())
        };
        let fields = vec![
            ("changed", of(&[ChangeKind::Modified, ChangeKind::Added, ChangeKind::Deleted])),
            ("added", of(&[ChangeKind::Added])),
            ("deleted", of(&[ChangeKind::Deleted])),
        ];
        Ok(Observation { there: true, fields, ..Observation::default() })
    }

    async fn mount(&self, at: &ContainerPath) -> Result<Observation, RunError> {
        let name = at.container.as_str();
        let Some(container) = self.guard.container(name).await? else {
            return Ok(Observation::blank(no_container(name), true));
        };
        let mut mount = container.mounts.iter().find(|mount| mount.target == at.path).cloned();
        if mount.is_none() && !container.mounts.is_empty() {
            mount = Paths::of(self.guard, &container).await?.mount_at(&at.path).await?.cloned();
        }
        let Some(mount) = mount else {
            let targets: Vec<&str> = container.mounts.iter().map(|mount| mount.target.as_str()).collect();
            let seen = if targets.is_empty() {
                Message::new("seen-no-mounts")
            } else {
                Message::new("seen-other-mounts").arg("targets", targets.join(", "))
            };
            return Ok(Observation::blank(seen, true));
        };
        let fields = vec![
            ("type", Fact::Text(mount.kind.word().to_owned())),
            ("name", Fact::Text(mount.name.clone())),
            ("source", Fact::Set(self.sources(&mount.source))),
            ("rw", Fact::Truth(mount.writable)),
        ];
        // A container's mounts never change, so another look would see the same.
        Ok(Observation { there: true, fields, settled: true, ..Observation::default() })
    }

    /// Returns a host path, preceded by its workspace path if it has one.
    fn sources(&self, source: &str) -> Vec<String> {
        let inside = std::path::Path::new(source).strip_prefix(self.workspace.folder());
        let relative = inside.ok().map(|path| match path.to_string_lossy() {
            path if path.is_empty() => ".".to_owned(),
            path => path.into_owned(),
        });
        relative.into_iter().chain([source.to_owned()]).collect()
    }

    async fn volume(&self, name: &Text) -> Result<Observation, RunError> {
        let Some(volume) = self.guard.volume(&name.filled(self.values)).await? else {
            return Ok(Observation::default());
        };
        let fields = vec![("name", Fact::Text(volume.name)), ("label", labels(&volume.labels))];
        Ok(Observation { there: true, fields, ..Observation::default() })
    }

    async fn image(&self, name: &Text) -> Result<Observation, RunError> {
        let Some(image) = self.guard.image(&name.filled(self.values)).await? else {
            return Ok(Observation::default());
        };
        let fields = vec![
            ("id", Fact::Text(image.id)),
            ("tag", Fact::Set(image.tags)),
            ("label", labels(&image.labels)),
        ];
        Ok(Observation { there: true, fields, ..Observation::default() })
    }

    async fn network(&self, name: &Text) -> Result<Observation, RunError> {
        let Some(network) = self.guard.network(&name.filled(self.values)).await? else {
            return Ok(Observation::default());
        };
        let fields = vec![
            ("id", Fact::Text(network.id)),
            ("driver", Fact::Text(network.driver)),
            ("internal", Fact::Truth(network.internal)),
            ("label", labels(&network.labels)),
        ];
        Ok(Observation { there: true, fields, ..Observation::default() })
    }

    async fn file(&self, places: &[ContainerPath], more: bool) -> Result<Observation, RunError> {
        for place in places.iter().rev() {
            let Some(container) = self.guard.container(place.container.as_str()).await? else { continue };
            if !more {
                return Ok(match container_file::exists(self.guard, &container, &place.path).await? {
                    Ok(there) => Observation { there, ..Observation::default() },
                    Err(why) => Observation::blank(why, false),
                });
            }
            return Ok(match container_file::read(self.guard, &container, &place.path).await? {
                Ok(seen) => Observation::of_text(seen.map(|seen| seen.value)),
                Err(why) => Observation::blank(why, false),
            });
        }
        let last = places.last().map_or("", |place| place.container.as_str());
        Ok(Observation::blank(no_container(last), true))
    }

    async fn exec(
        &self,
        names: &[ContainerName],
        command: &ContainerCommand,
        status: bool,
    ) -> Result<Observation, RunError> {
        let mut found = None;
        for name in names.iter().rev() {
            match self.running(name.as_str()).await? {
                Ok(container) => {
                    found = Some(Ok(container));
                    break;
                }
                Err(observation) => found = found.or(Some(Err(observation))),
            }
        }
        let container = match found {
            Some(Ok(container)) => container,
            Some(Err(observation)) => return Ok(observation),
            None => return Ok(Observation::default()),
        };
        let spec = ExecSpec { command: command.filled(self.values), ..ExecSpec::default() };
        let (output, code) = match run_in(self.guard, &container.id, &spec).await {
            Ok(ended) => ended,
            // The container may end between the look and the command; the next look shows that.
            Err(error) if error.refusal().is_some() => {
                return Ok(Observation::blank(stopped(&container), false));
            }
            Err(error) => return Err(error),
        };
        let fields = vec![("exit_code", Fact::Number(code))];
        if code != 0 && !status {
            let message = Message::new("seen-status")
                .arg("status", code.to_string())
                .arg("output", output.text().trim());
            return Ok(Observation::blank(message, false));
        }
        // A command's value is its standard output.
        let output = output.out();
        let there = !output.trim().is_empty();
        Ok(Observation { there, text: file::value(output.as_bytes()).ok(), fields, ..Observation::default() })
    }

    async fn logs(&self, name: &str, fresh: bool) -> Result<Observation, RunError> {
        let Some(container) = self.guard.container(name).await? else {
            return Ok(Observation::blank(no_container(name), true));
        };
        let since = fresh.then(|| commands::for_engine(&container.started));
        let options = LogOptions { since, ..LogOptions::default() };
        let output = output::collect(self.guard.logs_with(&container.id, &options)?).await?;
        Ok(Observation::of_text(file::value(output.text().as_bytes()).ok()))
    }

    /// Returns a running container, or the observation that it does not run.
    async fn running(&self, name: &str) -> Result<Result<ContainerDetails, Observation>, RunError> {
        Ok(match self.guard.container(name).await? {
            Some(container) if container.running => Ok(container),
            Some(container) => Err(Observation::blank(stopped(&container), true)),
            None => Err(Observation::blank(no_container(name), true)),
        })
    }

    /// Reads a file of the workspace; `None` if there is none.
    fn local(&self, name: &str) -> Result<Option<Value>, RunError> {
        file::read_local(self.workspace, name)
            .map_err(|cause| RunError::Workspace { path: self.workspace.folder().join(name), cause })
    }

    /// Returns the current value that something is compared with.
    ///
    /// # Errors
    /// A fault of the engine or of the workspace.
    pub async fn original(&mut self, same: &Same) -> Result<Option<Value>, RunError> {
        match same {
            Same::Image { image, path } => {
                let original = self.images.get(self.guard, image.value.as_str(), path).await?;
                Ok(original.map(|original| original.seen.value.clone()))
            }
            Same::Local(name) => self.local(&name.value),
            Same::Container(at) => Ok(self.file(std::slice::from_ref(at), true).await?.text),
            Same::Captured(name) => {
                Ok(self.values.get(name).and_then(|value| file::value(value.as_bytes()).ok()))
            }
        }
    }
}

/// Returns all names of a container's image.
/// They are: as written, its id, its tags, and the tags without `:latest`.
fn image_names(container: &ContainerDetails, image: Option<&ImageDetails>) -> Vec<String> {
    let mut names = vec![container.image_name.clone(), container.image.clone()];
    for tag in image.map_or(&[][..], |image| &image.tags) {
        let short = tag.strip_suffix(":latest");
        names.extend([Some(tag.as_str()), short].into_iter().flatten().map(str::to_owned));
    }
    names.retain(|name| !name.is_empty());
    let mut seen = Vec::new();
    names.retain(|name| {
        let new = !seen.contains(name);
        seen.push(name.clone());
        new
    });
    names
}

/// Returns labels as `name=value`, without our own.
fn labels(labels: &Labels) -> Fact {
    let own = labels.iter().filter(|(name, _)| !name.starts_with("statelab."));
    Fact::Set(own.map(|(name, value)| format!("{name}={value}")).collect())
}

fn no_container(name: &str) -> Message {
    Message::new("seen-no-container").arg("container", name)
}

fn stopped(container: &ContainerDetails) -> Message {
    Message::new("seen-stopped")
        .arg("container", &container.name)
        .arg("status", container.exit_code.to_string())
}
