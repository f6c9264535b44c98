//! Reads watches: the value, where it is kept, and through which run of a container.

use std::path::Path;
use std::time::Duration;

use super::holder::{image, layer, mounted, run};
use super::text;
use crate::command::{ContainerName, Values};
use crate::engine::{ContainerDetails, Destination, ExecSpec, Guard, LinkLoop, Paths};
use crate::event::{Message, Seen, Sink, Waiting};
use crate::fate::{Holder, Reading, Resource, Value};
use crate::lab::{ContainerPath, HttpAddress, Lives, Named, Predicate, Same, Subject, Watch};
use crate::runner::error::RunError;
use crate::runner::exec::run_in;
use crate::runner::probe::container_file;
use crate::runner::probe::file;
use crate::runner::probe::http::ask;
use crate::runner::probe::image_file::{ImageFiles, Original};
use crate::runner::probe::observation::{Against, Observation};
use crate::runner::probe::wait::{Try, wait};
use crate::runner::workspace::Workspace;

/// The context that readings are taken with.
pub struct WatchReader<'a> {
    /// The engine, restricted to this run.
    pub guard: &'a Guard,
    /// Files of images, read once.
    pub images: &'a mut ImageFiles,
    /// The run's folder.
    pub workspace: &'a Workspace,
    /// The lab's own files, as they were when the run began.
    pub files: &'a crate::lab::LabFiles,
    /// The sink that waits are reported to.
    pub sink: &'a mut dyn Sink,
}

impl WatchReader<'_> {
    /// Reads one watch.
    ///
    /// # Errors
    /// A fault of the engine, or a watch that cannot be read within its time.
    pub async fn read(&mut self, watch: &Watch) -> Result<Seen, RunError> {
        let (reading, through) = match &watch.subject {
            Subject::File(places) => self.file(&watch.label, places).await?,
            Subject::Exec { containers, command, lives, within } => {
                self.exec(&watch.label, containers.iter().map(|name| &name.value), command, lives, *within)
                    .await?
            }
            Subject::Http { addresses, lives, within } => {
                self.http(&watch.label, addresses, lives, *within).await?
            }
            Subject::Logs(containers) => {
                text::logs(self.guard, containers.iter().map(|name| &name.value)).await?
            }
            Subject::Local(path) => (text::local(self.workspace, &path.value)?, None),
            resource => return Ok(Seen::Resource { resource: self.resource(resource).await? }),
        };
        let named = match &reading {
            Reading::Within { value: Some(value), .. } => self.name(&watch.named, value).await?,
            _ => None,
        };
        Ok(Seen::Value { reading, through, named })
    }

    /// Reads a resource of the engine, with its identity.
    async fn resource(&self, subject: &Subject) -> Result<Resource, RunError> {
        let identity = match subject {
            Subject::Volume(name) => {
                let volume = self.guard.volume(name.value.as_str()).await?;
                volume.map(|volume| self.guard.volume_identity(&volume))
            }
            Subject::Container(name) => {
                self.guard.container(name.value.as_str()).await?.map(|container| container.id.0)
            }
            Subject::Image(name) => self.guard.image(name.value.as_str()).await?.map(|image| image.id),
            Subject::Network(name) => self.guard.network(&name.value).await?.map(|network| network.id),
            // All other subjects are values.
            _ => None,
        };
        Ok(identity.map_or(Resource::Absent, |identity| Resource::Present { identity }))
    }

    /// Reads a file in the last of these containers that exists.
    async fn file(
        &mut self,
        label: &str,
        places: &[ContainerPath],
    ) -> Result<(Reading, Option<String>), RunError> {
        for place in places.iter().rev() {
            if let Some(container) = self.guard.container(place.container.as_str()).await? {
                return Ok((self.file_in(label, &container, &place.path).await?, Some(container.name)));
            }
        }
        Ok((Reading::OutOfReach, None))
    }

    async fn file_in(
        &mut self,
        label: &str,
        container: &ContainerDetails,
        path: &str,
    ) -> Result<Reading, RunError> {
        let unreadable = |why| RunError::Unreadable { label: label.to_owned(), why };
        let place = self.follow(label, container, path).await?;
        // A tmpfs exists only while its container runs.
        if place.is_on_tmpfs() && !container.running {
            return Ok(Reading::OutOfReach);
        }
        let seen = container_file::read_at(self.guard, container, &place).await?.map_err(unreadable)?;
        let original = self.images.get(self.guard, &container.image, path).await?;
        let whiteout = seen.is_none() && original.is_some();
        // A link in the layer to an image's file is lost with the layer, and so is the value at this path.
        let found = seen.map(|seen| Original { path: place.path.clone(), seen });
        let holder = match mounted(self.guard, container, &place).await? {
            Some(holder) => holder,
            None if found.is_some() && found.as_ref() == original => image(container),
            None => layer(container),
        };
        let value = found.map(|found| found.seen.value);
        Ok(Reading::Within { value, holder, run: run(container), whiteout })
    }

    /// Reads a command's output in the last of these containers that runs.
    /// Status 0 is present with output and absent without. Anything else is tried again and never absent.
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
        self.living(label, &container, value, lives).await
    }

    /// Reads an HTTP response of the last of these containers that runs.
    /// A successful response is present with a body and absent without one; 404 and 410 are absent.
    /// Anything else is tried again and never absent.
    async fn http(
        &mut self,
        label: &str,
        addresses: &[HttpAddress],
        lives: &Lives,
        within: Duration,
    ) -> Result<(Reading, Option<String>), RunError> {
        let names = addresses.iter().map(|address| &address.container);
        let Some(container) = self.last_running(names).await? else {
            return Ok((Reading::OutOfReach, None));
        };
        let asked = addresses.iter().rev().find(|address| address.container.as_str() == container.name);
        let Some(address) = asked.or(addresses.last()) else { return Ok((Reading::OutOfReach, None)) };
        let subject = Waiting::Watch { label: label.to_owned() };
        let guard = self.guard;
        let late = Err(Message::new("seen-late"));
        let (answer, _) = wait(within, &subject, self.sink, late, async || {
            let answer = ask(guard, &container, address.port, &address.path).await?;
            Ok::<_, RunError>(match answer {
                Ok(answer) if matches!(answer.status, 200..=299 | 404 | 410) => Try::Settled(Ok(answer)),
                Ok(answer) => Try::NotYet(Err(
                    Message::new("seen-http-status").arg("status", answer.status.to_string())
                )),
                Err(why) => Try::NotYet(Err(why)),
            })
        })
        .await?;
        let answer = answer.map_err(|why| RunError::Unreadable { label: label.to_owned(), why })?;
        let is_there = answer.status < 300 && !answer.body.trim_ascii().is_empty();
        let value = is_there.then(|| file::value(&answer.body[..]).ok()).flatten();
        self.living(label, &container, value, lives).await
    }

    /// Returns a reading of a value that is kept in this place.
    async fn living(
        &self,
        label: &str,
        container: &ContainerDetails,
        value: Option<Value>,
        lives: &Lives,
    ) -> Result<(Reading, Option<String>), RunError> {
        let holder = match lives {
            Lives::Memory => Holder::Memory { run: run(container) },
            Lives::Path(path) => {
                let place = self.follow(label, container, path).await?;
                match mounted(self.guard, container, &place).await? {
                    Some(holder) => holder,
                    None => self.unmounted(container, &place.path).await?,
                }
            }
        };
        let through = Some(container.name.clone());
        Ok((Reading::Within { value, holder, run: run(container), whiteout: false }, through))
    }

    /// Resolves the path of a watch.
    async fn follow(
        &self,
        label: &str,
        container: &ContainerDetails,
        path: &str,
    ) -> Result<Destination, RunError> {
        let followed = Paths::of(self.guard, container).await?.follow(path).await?;
        let circle = |LinkLoop { link }| RunError::Circle { label: label.to_owned(), link };
        followed.map_err(circle)
    }

    /// Returns the holder of an unmounted directory: the layer if it changed it.
    /// Otherwise the image.
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

    /// Returns the author's name for a value: the first whose predicates hold.
    async fn name(&mut self, named: &[Named], value: &Value) -> Result<Option<String>, RunError> {
        let observation = Observation::of_text(Some(value.clone()));
        for candidate in named {
            let mut originals = Vec::new();
            for same in candidate.predicates.iter().flat_map(Predicate::same) {
                originals.push((same.clone(), self.original(same).await?));
            }
            // Predicates of names cannot use captured values.
            let against = Against { values: &Values::new(), originals: &originals };
            if against.gaps(&observation, &candidate.predicates).is_empty() {
                return Ok(Some(candidate.name.clone()));
            }
        }
        Ok(None)
    }

    /// Returns what a name compares with.
    /// The lab's own files are as they were at the start.
    async fn original(&mut self, same: &Same) -> Result<Option<Value>, RunError> {
        match same {
            Same::Image { image, path } => {
                let original = self.images.get(self.guard, image.value.as_str(), path).await?;
                Ok(original.map(|original| original.seen.value.clone()))
            }
            Same::Local(name) => {
                Ok(self.files.bytes(&name.value).and_then(|content| file::value(content).ok()))
            }
            Same::Container(at) => {
                let Some(container) = self.guard.container(at.container.as_str()).await? else {
                    return Ok(None);
                };
                let seen = container_file::read(self.guard, &container, &at.path).await?;
                Ok(seen.ok().flatten().map(|seen| seen.value))
            }
            Same::Captured(_) => Ok(None),
        }
    }
}

fn text_value(text: &str) -> Value {
    // Reading from memory cannot fail.
    file::value(text.as_bytes()).unwrap_or_else(|_| Value {
        digest: String::new(),
        size: 0,
        text: String::new(),
    })
}
