//! Containers of a run that the student did not ask for. One serves to read an image, another stands for the control
//! group of a build's steps. Each is recorded in the ledger, and removed when it is no longer needed.

use futures_util::{StreamExt, stream};

use super::super::ledger::{Intent, STEP};
use super::super::{BuildSpec, ContainerId, Flow, GroupSpec, Kind};
use super::image_names::Making;
use super::{Guard, GuardError, PIDS};

/// A container that is removed when its use ends.
pub(super) struct Temporary {
    guard: Guard,
    id: Option<ContainerId>,
    /// The image that is removed with it.
    image: Option<Intent>,
}

impl Temporary {
    pub(super) fn new(guard: &Guard, id: ContainerId) -> Self {
        Self { guard: guard.clone(), id: Some(id), image: None }
    }

    /// Removes the container. If that fails, it stays in the ledger until the cleanup.
    pub(super) async fn end(&mut self) {
        if let Some(id) = &self.id {
            let removed = self.guard.remove_container(id, true, true).await;
            if removed.is_ok() {
                self.id = None;
                self.image.take().into_iter().for_each(|image| self.guard.close(image));
            }
        }
    }

    /// Returns the stream, and removes the container before its end or error.
    pub(super) fn until_end<T: Send + 'static>(self, flow: Flow<T>) -> Flow<T> {
        Box::pin(stream::unfold(Some((flow, self)), |state| async move {
            let (mut flow, mut container) = state?;
            let item = flow.next().await;
            let goes_on = matches!(item, Some(Ok(_)));
            if !goes_on {
                drop(flow);
                container.end().await;
                return item.map(|item| (item, None));
            }
            item.map(|item| (item, Some((flow, container))))
        }))
    }
}

/// Removes the container in the background if its reader stopped early.
///
/// If that is not possible, the cleanup of the run removes it.
impl Drop for Temporary {
    fn drop(&mut self) {
        if let (Some(id), Ok(runtime)) = (self.id.take(), tokio::runtime::Handle::try_current()) {
            let guard = self.guard.clone();
            runtime.spawn(async move { guard.remove_container(&id, true, true).await });
        }
    }
}

impl Guard {
    /// Returns a name for a temporary container.
    pub(super) fn temporary_name(&self) -> Result<String, GuardError> {
        Ok(format!("statelab-{}-{}", self.run(), self.ledger.nonce()?))
    }

    /// Puts the steps of a build in a control group with the limit of processes.
    ///
    /// Podman's builder has no such limit of its own. `Ok(None)` for Docker and for rootless Podman.
    pub(super) async fn group_steps(&self, spec: &mut BuildSpec) -> Result<Option<Temporary>, GuardError> {
        let name = self.temporary_name()?;
        let (container, identity) = self.ledger.intend(Kind::Container, &name)?;
        let (image, image_identity) = self.ledger.intend_nameless_image(STEP)?;
        let (labels, image_labels) = (self.labels(identity), self.labels(image_identity));
        let group = GroupSpec { name, labels, image_labels, processes: PIDS };
        match self.engine.step_group(&group).await {
            Ok(Some(group)) => {
                self.ledger.made(image, &group.image)?;
                self.ledger.made(container, &group.container.0)?;
                spec.group = Some(group.path);
                Ok(Some(Temporary { guard: self.clone(), id: Some(group.container), image: Some(image) }))
            }
            Ok(None) => {
                self.ledger.closed(container)?;
                self.ledger.closed(image)?;
                Ok(None)
            }
            Err(error) => {
                let making = Making { names: Vec::new(), image: Some(image) };
                self.give_up(&making, &error).await?;
                self.not_made(&[container], &error).await?;
                Err(error.into())
            }
        }
    }
}
