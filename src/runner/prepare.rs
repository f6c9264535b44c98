//! Starts a run: the images and the first reading of every watch.

use std::collections::BTreeMap;
use std::time::Instant;

use futures_util::StreamExt;

use super::error::RunError;
use super::{Run, millis};
use crate::command::ImageName;
use crate::engine::{EngineError, Flow, GuardError, Pulling};
use crate::event::{Event, PullFinished, PullProgressed, PullStarted, RunStarted, Sink};

/// The label in which a stand-in for an official image describes itself.
pub const STAND_IN: &str = "statelab.stand-in";

/// The images for which stand-ins can be made, with their tags.
const STAND_INS: [&str; 2] = ["nginx:latest", "postgres:13"];

/// Returns `yes` if a stand-in for this image can be made, for messages.
#[must_use]
pub fn has_stand_in(image: &str) -> &'static str {
    if STAND_INS.contains(&image) { "yes" } else { "no" }
}

impl Run<'_> {
    /// Pulls missing images, reports the start, and first reads every watch.
    pub(super) async fn begin(&mut self, sink: &mut dyn Sink) -> Result<(), RunError> {
        let lab = self.lab;
        let about = self.guard.about().await?;
        let mut stand_ins = Vec::new();
        for image in lab.images() {
            if let Some(flow) =
                self.guard.pull(image.as_str()).await.map_err(|error| missing(&image, error))?
            {
                pull(&image, flow, sink).await?;
            }
            let details = self.guard.image(image.as_str()).await?;
            if let Some(what) = details.as_ref().and_then(|details| details.labels.get(STAND_IN)) {
                stand_ins.push((image.tagged(), what.clone()));
            }
        }
        sink.take(&Event::RunStarted(RunStarted {
            lab: lab.id.to_string(),
            title: lab.title.clone(),
            content: lab.content(),
            steps: lab.steps.len(),
            run: self.guard.run().to_owned(),
            engine: format!("{} {}", about.name, about.version),
            workspace: self.workspace.folder().display().to_string(),
            stand_ins,
            watches: lab
                .watches
                .iter()
                .map(|watch| (watch.id.value.to_string(), watch.label.clone()))
                .collect(),
        }));
        self.take_scene(None, sink).await?;
        for (index, watch) in lab.watches.iter().enumerate() {
            let seen = self.read_watch(watch, None, sink).await?;
            self.history[index].push(seen);
        }
        self.quotes.look(self.guard).await?;
        Ok(())
    }
}

async fn pull(image: &ImageName, mut flow: Flow<Pulling>, sink: &mut dyn Sink) -> Result<(), RunError> {
    let start = Instant::now();
    let name = image.tagged();
    sink.take(&Event::PullStarted(PullStarted { image: name.clone() }));
    let mut layers: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    while let Some(progress) = flow.next().await {
        let progress = progress.map_err(|error| missing(image, error.into()))?;
        if let (Some(layer), Some(done), Some(total)) = (progress.layer, progress.done, progress.total) {
            layers.insert(layer, (done, total));
        }
        sink.take(&Event::PullProgressed(PullProgressed {
            image: name.clone(),
            status: progress.status,
            done: layers.values().map(|layer| layer.0).sum(),
            total: layers.values().map(|layer| layer.1).sum(),
        }));
    }
    sink.take(&Event::PullFinished(PullFinished { image: name, took_ms: millis(start.elapsed()) }));
    Ok(())
}

/// Reports a missing image if the engine refused its pull or the pull broke.
/// Any other fault stays as it is.
pub(super) fn missing(image: &ImageName, error: GuardError) -> RunError {
    use crate::engine::{Cause, Operation};
    match error {
        GuardError::Engine(cause @ EngineError { operation: Operation::Pull, .. })
            if !matches!(cause.cause, Cause::Unreachable(_) | Cause::Untrusted(_)) =>
        {
            RunError::ImageMissing { image: image.tagged(), cause }
        }
        other => other.into(),
    }
}
