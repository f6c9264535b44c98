//! Reads watches: what the value is, where it is kept, and through which run of a container.
//!
//! Imports: `engine`, `fate`, `lab`, `event`.

use std::path::Path;
use std::time::Duration;

use super::carry::run_in;
use super::error::RunError;
use super::file::{self, FileSeen};
use super::image_file::ImageFiles;
use super::wait::{Try, wait};
use crate::command::ContainerName;
use crate::engine::{ContainerDetails, ExecSpec, Guard, MountKind};
use crate::event::{Seen, Sink, Waiting};
use crate::fate::{ContainerRun, Holder, Reading, Resource, Value};
use crate::lab::{ContainerPath, Lives, Named, Same, Subject, Watch};

/// What readings are taken with.
pub struct Reader<'a> {
    /// The engine, as far as this run may use it.
    pub guard: &'a Guard,
    /// Files of images, read once.
    pub images: &'a mut ImageFiles,
    /// The lab's own files, as they were when the run began.
    pub files: &'a crate::lab::LabFiles,
    /// Who is told of waiting.
    pub sink: &'a mut dyn Sink,
}

impl Reader<'_> {
    /// Reads one watch.
    ///
    /// # Errors
    /// A fault of the engine, or a watch whose command goes on failing.
    pub async fn read(&mut self, watch: &Watch) -> Result<Seen, RunError> {
        let (reading, through) = match &watch.subject {
            Subject::File(places) => self.file(places).await?,
            Subject::Exec { containers, command, lives, within } => {
                self.exec(&watch.label, containers.iter().map(|name| &name.value), command, lives, *within)
                    .await?
            }
            Subject::Volume(name) => {
                let resource = match self.guard.volume(name.value.as_str()).await? {
                    Some(volume) => Resource::Present { identity: self.guard.volume_identity(&volume) },
                    None => Resource::Absent,
                };
                return Ok(Seen::Resource { resource });
            }
        };
        let named = match &reading {
            Reading::Within { value: Some(value), .. } => self.name(&watch.named, value).await?,
            _ => None,
        };
        Ok(Seen::Value { reading, through, named })
    }

    /// A file, in the last of these containers that exists.
    async fn file(&mut self, places: &[ContainerPath]) -> Result<(Reading, Option<String>), RunError> {
        for place in places.iter().rev() {
            if let Some(container) = self.guard.container(place.container.as_str()).await? {
                return Ok((self.file_in(&container, &place.path).await?, Some(container.name)));
            }
        }
        Ok((Reading::OutOfReach, None))
    }

    async fn file_in(&mut self, container: &ContainerDetails, path: &str) -> Result<Reading, RunError> {
        let seen = container_file(self.guard, container, path).await?;
        let original = self.images.get(self.guard, &container.image, path).await?;
        let whiteout = seen.is_none() && original.is_some();
        let holder = match mounted(self.guard, container, path).await? {
            Some(holder) => holder,
            None if seen.is_some() && seen.as_ref() == original => image(container),
            None => layer(container),
        };
        let value = seen.map(|seen| seen.value);
        Ok(Reading::Within { value, holder, run: run(container), whiteout })
    }

    /// A command's output, in the last of these containers that runs. Status 0 with output is
    /// present, without output absent; anything else is tried again, and is never absent.
    async fn exec(
        &mut self,
        label: &str,
        containers: impl DoubleEndedIterator<Item = &ContainerName>,
        command: &[String],
        lives: &Lives,
        within: Duration,
    ) -> Result<(Reading, Option<String>), RunError> {
        let Some(container) = self.last_running(containers).await? else {
            return Ok((Reading::OutOfReach, None));
        };
        let spec = ExecSpec { command: command.to_vec(), ..ExecSpec::default() };
        let subject = Waiting::Watch { label: label.to_owned() };
        let guard = self.guard;
        let (last, _) = wait(within, &subject, self.sink, None, async || {
            let (output, status) = run_in(guard, &container.id, &spec).await?;
            let seen = Some((output, status));
            Ok::<_, RunError>(if status == 0 { Try::Settled(seen) } else { Try::NotYet(seen) })
        })
        .await?;
        let output = match last {
            Some((output, 0)) => output,
            Some((output, status)) => {
                return Err(RunError::Watch { label: label.to_owned(), status, output: output.text() });
            }
            None => return Err(RunError::WatchLate { label: label.to_owned(), within }),
        };
        let output = output.out();
        let value = (!output.trim().is_empty()).then(|| text_value(output.trim_end()));
        let holder = match lives {
            Lives::Memory => Holder::Memory { run: run(&container) },
            Lives::Path(path) => match mounted(guard, &container, path).await? {
                Some(holder) => holder,
                None => self.unmounted(&container, path).await?,
            },
        };
        let through = Some(container.name.clone());
        Ok((Reading::Within { value, holder, run: run(&container), whiteout: false }, through))
    }

    /// An unmounted directory: the layer's own changes tell whether anything in it is the container's.
    async fn unmounted(&self, container: &ContainerDetails, path: &str) -> Result<Holder, RunError> {
        let changes = self.guard.changes(&container.id).await?;
        let touched = changes.iter().any(|change| Path::new(&change.path).starts_with(path));
        Ok(if touched { layer(container) } else { image(container) })
    }

    async fn last_running(
        &self,
        names: impl DoubleEndedIterator<Item = &ContainerName>,
    ) -> Result<Option<ContainerDetails>, RunError> {
        for name in names.rev() {
            let found = self.guard.container(name.as_str()).await?;
            if let Some(container) = found.filter(|container| container.running) {
                return Ok(Some(container));
            }
        }
        Ok(None)
    }

    /// The author's name for a value: the first whose pattern is the same.
    async fn name(&mut self, named: &[Named], value: &Value) -> Result<Option<String>, RunError> {
        for candidate in named {
            let same = match &candidate.same_as {
                Same::Image { image, path } => {
                    let original = self.images.get(self.guard, image.value.as_str(), path).await?;
                    original.is_some_and(|original| &original.value == value)
                }
                Same::Local(name) => {
                    let own = self.files.0.get(&name.value).map(|content| file::value(&content[..]));
                    own.is_some_and(|own| own.is_ok_and(|own| &own == value))
                }
            };
            if same {
                return Ok(Some(candidate.name.clone()));
            }
        }
        Ok(None)
    }
}

/// A file of a container as it is now; none where there is none.
///
/// # Errors
/// The engine's fault, or an archive that makes no sense.
pub async fn container_file(
    guard: &Guard,
    container: &ContainerDetails,
    path: &str,
) -> Result<Option<FileSeen>, RunError> {
    let Some(flow) = guard.read(&container.id, path).await? else {
        return Ok(None);
    };
    let seen = file::read(flow).await?;
    seen.map(Some).map_err(|cause| RunError::Archive { subject: format!("{}:{path}", container.name), cause })
}

/// What the longest mount over a path keeps it in; none where nothing is mounted over it.
async fn mounted(
    guard: &Guard,
    container: &ContainerDetails,
    path: &str,
) -> Result<Option<Holder>, RunError> {
    let over = container.mounts.iter().filter(|mount| Path::new(path).starts_with(&mount.target));
    let Some(mount) = over.max_by_key(|mount| mount.target.len()) else {
        return Ok(None);
    };
    Ok(Some(match mount.kind {
        MountKind::Volume => {
            let identity = guard.volume(&mount.name).await?.map(|volume| guard.volume_identity(&volume));
            Holder::Volume { name: mount.name.clone(), identity: identity.unwrap_or_default() }
        }
        MountKind::Bind => Holder::Bind { path: mount.source.clone() },
        MountKind::Tmpfs => Holder::Tmpfs { run: run(container) },
    }))
}

/// Whether what kept a value is gone.
///
/// # Errors
/// The engine's fault.
pub async fn destroyed(guard: &Guard, holder: &Holder) -> Result<bool, RunError> {
    Ok(match holder {
        Holder::Image { .. } => false,
        Holder::Layer { container } => guard.container(container).await?.is_none(),
        Holder::Volume { name, identity } => match guard.volume(name).await? {
            Some(volume) => guard.volume_identity(&volume) != *identity,
            None => true,
        },
        Holder::Bind { path } => !Path::new(path).exists(),
        Holder::Tmpfs { run: last } | Holder::Memory { run: last } => {
            let now = guard.container(&last.container).await?;
            now.is_none_or(|now| !now.running || run(&now) != *last)
        }
    })
}

fn text_value(text: &str) -> Value {
    // Reading from memory does not fail.
    file::value(text.as_bytes()).unwrap_or_else(|_| Value {
        digest: String::new(),
        size: 0,
        text: String::new(),
    })
}

fn run(container: &ContainerDetails) -> ContainerRun {
    ContainerRun { container: container.id.0.clone(), started: container.started.clone() }
}

fn layer(container: &ContainerDetails) -> Holder {
    Holder::Layer { container: container.id.0.clone() }
}

fn image(container: &ContainerDetails) -> Holder {
    Holder::Image { id: container.image.clone() }
}
