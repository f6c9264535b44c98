//! Time-outs of building, naming, moving and removing images.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::StreamExt;

use super::super::{
    BuildSpec, CommitSpec, ContainerId, EngineError, Flow, GroupSpec, ImageLayer, Images, ImportSpec, Kind,
    Operation, RemovedImage, Row, Said, StepGroup,
};
use super::{Deadline, pieces, pieces_while};

#[async_trait]
impl Images for Deadline {
    fn build(&self, context: Flow<Bytes>, spec: &BuildSpec) -> Flow<Said> {
        let (context, counter) = counted(context);
        let subject = spec.tags.first().map_or("", String::as_str);
        self.journal.note(Operation::Build, subject, None);
        // A step may be silent for as long as a command may run.
        pieces_while(self.inner.build(context, spec), self.timeouts.run, counter, Operation::Build, subject)
    }

    async fn step_group(&self, spec: &GroupSpec) -> Result<Option<StepGroup>, EngineError> {
        let time = self.timeouts.of(Operation::Create);
        self.call_within(time, Operation::Build, &spec.name, self.inner.step_group(spec)).await
    }

    async fn commit(&self, id: &ContainerId, spec: &CommitSpec) -> Result<String, EngineError> {
        self.call(Operation::Commit, &id.0, self.inner.commit(id, spec)).await
    }

    async fn tag(&self, image: &str, target: &str) -> Result<(), EngineError> {
        self.call(Operation::Tag, image, self.inner.tag(image, target)).await
    }

    async fn remove_image(
        &self,
        image: &str,
        force: bool,
        keep_parents: bool,
    ) -> Result<Vec<RemovedImage>, EngineError> {
        let removed = self.inner.remove_image(image, force, keep_parents);
        self.call(Operation::RemoveImage, image, removed).await
    }

    async fn history(&self, image: &str) -> Result<Vec<ImageLayer>, EngineError> {
        self.call(Operation::History, image, self.inner.history(image)).await
    }

    async fn all_images(&self) -> Result<Vec<Row>, EngineError> {
        self.call(Operation::List(Kind::Image), "", self.inner.all_images()).await
    }

    fn import(&self, tar: Flow<Bytes>, spec: &ImportSpec) -> Flow<Said> {
        let (tar, counter) = counted(tar);
        self.journal.note(Operation::Import, &spec.target, None);
        let said = self.inner.import(tar, spec);
        pieces_while(said, self.timeouts.work, counter, Operation::Import, &spec.target)
    }

    fn save(&self, images: &[String]) -> Flow<Bytes> {
        let subject = images.first().map_or("", String::as_str);
        self.journal.note(Operation::Save, subject, None);
        // The engine collects all layers before it sends the first byte.
        pieces(self.inner.save(images), self.timeouts.run, Operation::Save, subject)
    }

    fn load(&self, tar: Flow<Bytes>) -> Flow<Said> {
        self.journal.note(Operation::Load, "", None);
        let (tar, counter) = counted(tar);
        pieces_while(self.inner.load(tar), self.timeouts.run, counter, Operation::Load, "")
    }
}

/// Returns a stream with a counter of the pieces taken from it.
pub(super) fn counted(tar: Flow<Bytes>) -> (Flow<Bytes>, Arc<AtomicU64>) {
    let counter = Arc::new(AtomicU64::new(0));
    let taken = Arc::clone(&counter);
    let tar = tar.inspect(move |_| {
        taken.fetch_add(1, Ordering::Relaxed);
    });
    (Box::pin(tar), counter)
}
