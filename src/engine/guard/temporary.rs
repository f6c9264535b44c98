//! Containers of a run that the student did not ask for: that an image is read through, and that stands for the control
//! group of a build's steps. Each stands in the ledger, and goes when what it is for has ended.
//!
//! May import nothing of ours outside `engine`.

use futures_util::{StreamExt, stream};

use super::super::{BuildSpec, ContainerId, Flow, GroupSpec, Kind, Labels};
use super::{Guard, GuardError, LABEL_RUN, LABEL_SELF, PIDS};

/// Such a container.
pub(super) struct Temporary {
    guard: Guard,
    id: Option<ContainerId>,
}

impl Temporary {
    pub(super) fn new(guard: &Guard, id: ContainerId) -> Self {
        Self { guard: guard.clone(), id: Some(id) }
    }

    /// Removes the container. Where that fails, the ledger has it still, and whoever cleans tells.
    pub(super) async fn end(&mut self) {
        if let Some(id) = &self.id {
            let removed = self.guard.remove_container(id, true, true).await;
            if removed.is_ok() {
                self.id = None;
            }
        }
    }

    /// The stream; before its end, or its error, is told, the container is removed.
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

/// What is dropped before its end, as by a reader that has seen enough: the container goes in the background, or else
/// when the run is cleaned up.
impl Drop for Temporary {
    fn drop(&mut self) {
        if let (Some(id), Ok(runtime)) = (self.id.take(), tokio::runtime::Handle::try_current()) {
            let guard = self.guard.clone();
            runtime.spawn(async move { guard.remove_container(&id, true, true).await });
        }
    }
}

impl Guard {
    /// The name of a container that nobody asked for.
    pub(super) fn temporary_name(&self) -> Result<String, GuardError> {
        Ok(format!("statelab-{}-{}", self.run(), self.ledger.nonce()?))
    }

    /// Puts the steps of a build in a control group with the limit of processes that every container has, where the
    /// builder has none for its own (Podman's).
    pub(super) async fn group_steps(&self, spec: &mut BuildSpec) -> Result<Option<Temporary>, GuardError> {
        if !self.engine.labels_steps() {
            return Ok(None);
        }
        let name = self.temporary_name()?;
        let (intent, identity) = self.ledger.intend(Kind::Container, &name)?;
        let labels = self.labels(identity);
        // Found as the steps are, where the build is given up.
        let step = [(LABEL_RUN.to_owned(), self.run().to_owned()), (LABEL_SELF.to_owned(), String::new())];
        let group = GroupSpec { name, labels, image_labels: Labels::from(step), processes: PIDS };
        match self.engine.step_group(&group).await {
            Ok(Some(group)) => {
                self.ledger.made(intent, &group.container.0)?;
                spec.group = Some(group.path);
                Ok(Some(Temporary::new(self, group.container)))
            }
            Ok(None) => {
                self.ledger.closed(intent)?;
                Ok(None)
            }
            Err(error) => {
                self.not_made(&[intent], &error).await?;
                Err(error.into())
            }
        }
    }
}
