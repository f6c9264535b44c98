//! Builds: the Dockerfile is checked first, and everything that the builder reports is recorded.
//!
//! The builder gets the student's Dockerfile and no labels, so that the image has nothing that the Dockerfile lacks.
//! What a build makes is known from the builder's output: the id of each step. Docker's classic builder reuses steps
//! only from the run's own images, Podman's from none. So each id that was not there before the build is the run's.

use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use tokio::time::Instant;

use super::super::dockerfile;
use super::super::ledger::{Entry, Intent, STEP};
use super::super::{
    Act, BuildSpec, Cause, ContainerDetails, EngineError, Flow, Kind, Labels, Limits, Operation, Said,
    UpdateSpec,
};
use super::{Guard, GuardError, PIDS, build_context};

/// The id of no image.
///
/// A builder that gets a list of images to reuse steps from uses no other ones (moby, `MakeImageCache`).
const NO_IMAGE: &str = "sha256:0000000000000000000000000000000000000000000000000000000000000000";

/// States of a container that has ended and will not run again.
const ENDED: [&str; 3] = ["exited", "removing", "dead"];

/// How long to retry the limit of a step's container, and how often.
const PATIENCE: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(20);

/// A running build.
struct Building {
    /// The builder's output.
    said: Flow<Said>,
    book: BuildRecorder,
    /// The image that was built.
    built: Option<String>,
    /// The names that the image will get.
    names: VecDeque<String>,
}

/// Records what a builder makes.
struct BuildRecorder {
    guard: Guard,
    /// The images and containers that existed before the build.
    before: BTreeSet<String>,
    /// Whether the containers of the steps are kept.
    keeps_containers: bool,
}

impl Guard {
    /// Builds an image, and gives it the lab's names at the end.
    ///
    /// Everything else that the build leaves is this run's too. A quiet build does not report what that is.
    ///
    /// # Errors
    ///
    /// [`GuardError::Taken`] if the image of one of the names is not this run's; [`GuardError::NotOurs`] if the build
    /// would use an image that is neither this run's nor the lab's; [`GuardError::NameWouldMove`] if it would pull an
    /// image that is there; [`GuardError::Unclear`] if engines could read the Dockerfile differently;
    /// [`GuardError::Fetches`]; [`GuardError::Ledger`]; an engine error if the context does not begin with the
    /// Dockerfile. Errors of the build itself come in the stream.
    pub async fn build(&self, context: Flow<Bytes>, spec: &BuildSpec) -> Result<Flow<Said>, GuardError> {
        let mut spec = spec.clone();
        self.permits.build(&mut spec)?;
        if let Some(network) = &mut spec.network {
            *network = self.joined_network(network, Operation::Build).await?;
        }
        let head = build_context::head(context, spec.dockerfile.as_deref().unwrap_or("Dockerfile")).await?;
        let dockerfile = dockerfile::read(&head.text, &spec.arguments)?;
        self.allow_build(&dockerfile, &mut spec).await?;
        let context = head.with_text(&dockerfile.renamed(|image| self.image_name(image)));
        // The engine would move a name that another image got during the build, so the guard gives the names
        // afterwards.
        let names = std::mem::take(&mut spec.tags);
        self.free_names(&mut names.clone()).await?;
        spec.cache_from.extend(self.images_made());
        spec.cache_from.push(NO_IMAGE.to_owned());
        let before = self.there_before().await?;
        let group = self.group_steps(&mut spec).await?;
        // The engine got no name that it could report.
        let subject = names.first().cloned().unwrap_or_default();
        let told = move |error| EngineError { subject: subject.clone(), ..error };
        let said = self.engine.build(context, &spec).map(move |said| said.map_err(&told)).boxed();
        let said = group.into_iter().fold(said, |said, group| group.until_end(said));
        let book = BuildRecorder { guard: self.clone(), before, keeps_containers: spec.keep_containers };
        let building = Building { said: said.fuse().boxed(), book, built: None, names: names.into() };
        let said = stream::unfold(Some(building), |building| async move {
            let mut building = building?;
            let told = building.next().await?;
            let next = told.is_ok().then_some(building);
            Some((told, next))
        });
        Ok(self.said_by_lab(Box::pin(said)))
    }

    /// Returns the ids of the images that this run made.
    fn images_made(&self) -> impl Iterator<Item = String> {
        let made =
            |(_, entry): (Intent, Entry)| entry.id.filter(|_| entry.kind == Kind::Image && entry.anonymous);
        self.ledger.open_entries().into_iter().filter_map(made)
    }

    /// Returns the ids of all images and containers in the engine.
    async fn there_before(&self) -> Result<BTreeSet<String>, EngineError> {
        let images = self.engine.all_images().await?.into_iter().map(|row| row.found.id);
        let containers = self.engine.list(Kind::Container, &Labels::new()).await?;
        Ok(images.chain(containers.into_iter().map(|found| found.id)).collect())
    }

    /// Limits the number of processes in the container of a step.
    ///
    /// Docker's builder has no setting for it, but prints each container's id just before it starts the container.
    /// `Ok(None)` if the container is gone.
    async fn bound_step(&self, step: ContainerDetails) -> Result<Option<ContainerDetails>, EngineError> {
        let limits = Limits { pids: Some(PIDS), ..Limits::default() };
        let bound = Act::Update(Box::new(UpdateSpec { limits, restart: None }));
        let began = Instant::now();
        loop {
            let Err(error) = self.engine.act(&step.id, &bound).await else { return Ok(Some(step)) };
            // A container that has ended needs no limit, but for a moment the engine does not know that it ended.
            match self.engine.container(&step.id.0).await? {
                None => return Ok(None),
                Some(step) if ENDED.contains(&step.state.as_str()) => return Ok(Some(step)),
                Some(_) if began.elapsed() > PATIENCE => return Err(error),
                Some(_) => tokio::time::sleep(PAUSE).await,
            }
        }
    }
}

impl Building {
    /// Records what the next output reports, and returns that output.
    ///
    /// After the builder's last output, the image's names are given and reported.
    async fn next(&mut self) -> Option<Result<Said, EngineError>> {
        let Some(said) = self.said.next().await else { return self.name_next().await };
        let said = match said {
            Ok(said) => said,
            Err(error) => return Some(Err(error)),
        };
        if let Err(error) = self.book.note(&said).await {
            return Some(Err(error));
        }
        self.built = said.image.clone().or(self.built.take());
        Some(Ok(said))
    }

    /// Gives the image its next name, and returns the line that a builder prints.
    async fn name_next(&mut self) -> Option<Result<Said, EngineError>> {
        let (name, guard) = (self.names.pop_front()?, &self.book.guard);
        let fault = |cause| EngineError::new(Operation::Build, &name, cause);
        let Some(built) = &self.built else {
            return Some(Err(fault(Cause::Broken("no image was built".to_owned()))));
        };
        Some(match guard.give_name(built, &name).await {
            Ok(()) => {
                let full = guard.engine.full_name(&(guard.scope)(&name));
                Ok(Said { text: format!("Successfully tagged {full}\n"), ..Said::default() })
            }
            Err(GuardError::Engine(error)) => Err(error),
            Err(GuardError::Taken { name: taken, .. }) => {
                let words = format!("another image was given the name {taken} during the build");
                Err(fault(Cause::Refused { status: 409, words }))
            }
            Err(other) => Err(fault(Cause::Broken(other.to_string()))),
        })
    }
}

impl BuildRecorder {
    async fn note(&self, said: &Said) -> Result<(), EngineError> {
        if let Some(id) = container_of_step(&said.text) {
            self.note_container(id).await?;
        }
        if let Some(id) = image_of_step(&said.text) {
            self.note_image(id, STEP).await?;
        }
        match &said.image {
            Some(id) => self.note_image(id, "build").await,
            None => Ok(()),
        }
    }

    /// Limits and records the container of a step.
    ///
    /// A step can print anything, so an id of no container, or of an older one, is ignored.
    async fn note_container(&self, id: &str) -> Result<(), EngineError> {
        let step = self.guard.engine.container(id).await?;
        let new = step.filter(|it| it.id.0.starts_with(id) && !self.before.contains(&it.id.0));
        let Some(step) = new else { return Ok(()) };
        let step = self.guard.bound_step(step).await?;
        if let Some(step) = step.filter(|_| self.keeps_containers) {
            let noted = self.guard.ledger.intend(Kind::Container, &step.name);
            // What cannot be written is kept in memory.
            let _ = noted.and_then(|(intent, _)| self.guard.ledger.made(intent, &step.id.0));
        }
        Ok(())
    }

    /// Records an image, unless it existed before the build.
    ///
    /// A step can print an id, but it cannot know the id of a later image.
    async fn note_image(&self, id: &str, what: &str) -> Result<(), EngineError> {
        let Some(image) = self.guard.engine.image(id).await? else { return Ok(()) };
        let bare = image.id.trim_start_matches("sha256:");
        if self.before.contains(&image.id) || !bare.starts_with(id.trim_start_matches("sha256:")) {
            return Ok(());
        }
        let ledger = &self.guard.ledger;
        if let Some((intent, entry)) = self.guard.ledger.owned(Kind::Image, &image.id) {
            if entry.name == what {
                return Ok(());
            }
            self.guard.close(intent);
        }
        // What cannot be written is kept in memory.
        let _ = ledger.intend_nameless_image(what).and_then(|(intent, _)| ledger.made(intent, &image.id));
        Ok(())
    }
}

/// Returns the short id of the container of a step, if this line reports it.
fn container_of_step(text: &str) -> Option<&str> {
    text.trim().strip_prefix("---> Running in ").filter(|id| is_id(id))
}

/// Returns the short id of the image of a step, if this line reports it.
///
/// The line is in Docker's or Podman's form.
fn image_of_step(text: &str) -> Option<&str> {
    let line = text.trim();
    line.strip_prefix("---> ").or_else(|| line.strip_prefix("--> ")).filter(|id| is_id(id))
}

/// Checks whether this is a short id. Docker's has 12 digits, Podman's 11 or 12.
fn is_id(text: &str) -> bool {
    matches!(text.len(), 11 | 12) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_builder_says_what_it_makes() {
        for (text, container, image) in [
            ("Step 2/3 : RUN true", None, None),
            (" ---> Running in 4dad1a68fd0d\n", Some("4dad1a68fd0d"), None),
            (" ---> Running in circles\n", None, None),
            (" ---> Using cache\n", None, None),
            (" ---> 111111111111\n", None, Some("111111111111")),
            ("--> eb211e526c7\n", None, Some("eb211e526c7")),
            ("--> eb211e526c\n", None, None),
        ] {
            assert_eq!((container_of_step(text), image_of_step(text)), (container, image), "{text:?}");
        }
    }
}
