//! What a builder leaves beside an image: the last step of each earlier stage, and the steps of a build that failed or
//! was given up. Podman's carry all labels; those of Docker's classic builder the label that stands behind each `FROM`
//! of what it is sent. What the builder says tells which they are as well, and which container to bound.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use tokio::time::Instant;

use super::super::ledger::Intent;
use super::super::{
    Act, ContainerDetails, ContainerId, EngineError, Flow, Found, Kind, Labels, Limits, Said, UpdateSpec,
};
use super::{Guard, GuardError, LABEL_RUN, LABEL_SELF, PIDS};

/// What the entry of an image says that is only there because another one was built on it.
pub(super) const STEP: &str = "step";

/// What was there before a build.
pub(super) struct Before {
    /// The images that nothing was built on.
    pub images: BTreeSet<String>,
    /// All containers.
    pub containers: BTreeSet<String>,
    /// Whether the containers of the steps stay when the build has ended.
    pub kept: bool,
}

/// States of a container in which nothing runs, and nothing will.
const ENDED: [&str; 3] = ["exited", "removing", "dead"];

/// For how long a step is asked for again that cannot be given its limit, and how often.
const PATIENCE: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(20);

/// A build's output, read for the steps that it made anew.
#[derive(Debug, Default)]
struct Steps {
    /// Whether the next id is a new image: neither a base nor from the cache.
    fresh: bool,
    /// The latest step of this stage, where it is new.
    last: Option<String>,
    /// The last steps of the stages before.
    ends: Vec<String>,
    /// Whether this step gives the image a label of ours, which nobody wrote.
    labels: bool,
    /// The containers of such steps, which stay for nobody.
    needless: Vec<ContainerId>,
}

impl Steps {
    fn read(&mut self, text: &str) {
        let line = text.trim();
        if let Some(step) = line.strip_prefix("Step ") {
            self.fresh = !step.contains(" : FROM ");
            self.labels = step.contains(" : LABEL statelab.");
            if !self.fresh {
                self.ends.extend(self.last.take());
            }
        } else if line == "---> Using cache" {
            self.fresh = false;
        } else if let Some(id) = line.strip_prefix("---> ").filter(|id| is_id(id)) {
            self.last = Some(id.to_owned()).filter(|_| self.fresh);
        }
    }

    /// What may be left: short ids.
    fn left(&self) -> impl Iterator<Item = &String> {
        self.ends.iter().chain(&self.last)
    }
}

/// The short id of the container in which a step runs, where this line says it.
fn container_of_step(text: &str) -> Option<&str> {
    text.trim().strip_prefix("---> Running in ").filter(|id| is_id(id))
}

fn is_id(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

impl Guard {
    /// The ids of all images that nothing is built on.
    pub(super) async fn leaves(&self) -> Result<BTreeSet<String>, EngineError> {
        let rows = self.engine.rows(Kind::Image, &Labels::new()).await?;
        Ok(rows.into_iter().map(|row| row.found.id).collect())
    }

    /// The ids of all containers.
    pub(super) async fn containers_before(&self) -> Result<BTreeSet<String>, EngineError> {
        let listed = self.engine.list(Kind::Container, &Labels::new()).await?;
        Ok(listed.into_iter().map(|found| found.id).collect())
    }

    /// A build's stream; at its end the ledger has what it left beside the image. `before` is what
    /// was there before: a step can print what it likes, but cannot make that ours.
    pub(super) fn stages_noted(&self, before: Before, said: Flow<Said>) -> Flow<Said> {
        let state = Some((said, self.clone(), Steps::default(), before));
        Box::pin(stream::unfold(state, |state| async move {
            let (mut said, guard, mut steps, before) = state?;
            match said.next().await {
                Some(Ok(item)) => {
                    steps.read(&item.text);
                    if let Some(id) = container_of_step(&item.text) {
                        let step = match guard.bound_step(id, &before).await {
                            Ok(step) => step.filter(|_| before.kept),
                            Err(error) => return Some((Err(error), None)),
                        };
                        // What cannot be written is known in memory.
                        let step = step.filter(|step| guard.note_step(step).is_ok() && steps.labels);
                        steps.needless.extend(step.map(|step| step.id));
                    }
                    Some((Ok(item), Some((said, guard, steps, before))))
                }
                end => {
                    let noted = guard.note_stages(&steps, &before.images).await;
                    for id in &steps.needless {
                        // Where it cannot be removed now, it is when the run ends.
                        let _ = guard.remove_container(id, true, false).await;
                    }
                    let end = end.or(match noted {
                        Err(GuardError::Engine(error)) => Some(Err(error)),
                        _ => None,
                    });
                    end.map(|end| (end, None))
                }
            }
        }))
    }

    /// Gives the container of a step the limit of processes that every container has. Docker's builder has no setting
    /// for it, but names each container just before it starts it. `Ok(None)` if there is no such container, or was one
    /// before the build: a step can print what it likes.
    async fn bound_step(&self, id: &str, before: &Before) -> Result<Option<ContainerDetails>, EngineError> {
        let step = self.engine.container(id).await?;
        let new = step.filter(|it| it.id.0.starts_with(id) && !before.containers.contains(&it.id.0));
        let Some(step) = new else { return Ok(None) };
        let limits = Limits { pids: Some(PIDS), ..Limits::default() };
        let bound = Act::Update(Box::new(UpdateSpec { limits, restart: None }));
        let began = Instant::now();
        loop {
            let Err(error) = self.engine.act(&step.id, &bound).await else { return Ok(Some(step)) };
            // One that has ended meanwhile needs none, and for a moment the engine does not know of its end.
            match self.engine.container(&step.id.0).await? {
                None => return Ok(None),
                Some(step) if ENDED.contains(&step.state.as_str()) => return Ok(Some(step)),
                Some(_) if began.elapsed() > PATIENCE => return Err(error),
                Some(_) => tokio::time::sleep(PAUSE).await,
            }
        }
    }

    /// Writes down the container of a step, which stays when the build has ended.
    fn note_step(&self, step: &ContainerDetails) -> Result<(), GuardError> {
        let (intent, _) = self.ledger.intend(Kind::Container, &step.name)?;
        Ok(self.ledger.made(intent, &step.id.0)?)
    }

    /// Writes down the images of which one was built (none: of which it was to be built), where they carry its label or
    /// the run's own for steps. They go with it, as a rule; but not those of other stages, nor those that Podman
    /// forgets where another image goes at that moment.
    pub(super) async fn note_steps(&self, image: Intent, id: Option<&str>) -> Result<(), GuardError> {
        let Some(identity) = self.identity(image) else { return Ok(()) };
        for row in self.engine.all_images().await? {
            let found = &row.found;
            let of_it = found.labels.get(LABEL_SELF) == Some(&identity) || self.is_step(found);
            let itself = id.is_some_and(|id| found.id == id);
            if of_it && found.name.is_empty() && !itself && !self.made_image(&found.id) {
                let (intent, _) = self.ledger.intend_nameless_image(STEP)?;
                self.ledger.made(intent, &found.id)?;
            }
        }
        Ok(())
    }

    /// Whether an image is a step of this run's builds: it says so, and is not what came of a build, which names itself,
    /// as whatever somebody makes of that does.
    pub(super) fn is_step(&self, found: &Found) -> bool {
        let says = |label, value: &str| found.labels.get(label).is_some_and(|said| said == value);
        says(LABEL_RUN, self.run()) && says(LABEL_SELF, "") && found.name.is_empty()
    }

    /// Writes down the steps that nothing is built on and that have no name.
    async fn note_stages(&self, steps: &Steps, before: &BTreeSet<String>) -> Result<(), GuardError> {
        if steps.left().next().is_none() {
            return Ok(());
        }
        for row in self.engine.rows(Kind::Image, &Labels::new()).await? {
            let id = &row.found.id;
            let bare = id.strip_prefix("sha256:").unwrap_or(id);
            let left = steps.left().any(|step| bare.starts_with(step.as_str()));
            if left && row.found.name.is_empty() && !before.contains(id) && !self.made_image(id) {
                let (intent, _) = self.ledger.intend_nameless_image("stage")?;
                self.ledger.made(intent, id)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_builder_says_what_it_leaves() {
        let mut steps = Steps::default();
        for text in [
            "Step 1/6 : FROM nginx AS base",
            "\n",
            " ---> ac16e384bc34\n",
            "Step 2/6 : RUN true",
            " ---> Running in 4dad1a68fd0d\n",
            " ---> 111111111111\n",
            "Step 3/6 : COPY . /",
            " ---> 222222222222\n",
            "Step 4/6 : FROM nginx",
            " ---> ac16e384bc34\n",
            "Step 5/6 : COPY . /",
            " ---> Using cache\n",
            " ---> 333333333333\n",
            "Step 6/6 : RUN true",
            " ---> Running in 4dad1a68fd0d\n",
        ] {
            steps.read(text);
        }
        assert_eq!(container_of_step(" ---> Running in 4dad1a68fd0d\n"), Some("4dad1a68fd0d"));
        assert_eq!(container_of_step(" ---> Running in circles\n"), None);
        assert_eq!(steps.left().collect::<Vec<_>>(), ["222222222222"]);
        steps.read(" ---> 444444444444\n");
        assert_eq!(steps.left().count(), 2);
    }
}
