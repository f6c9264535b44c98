//! What an action asks of the host, in the engine's own types: known from its line, before anything runs.

use super::{limits, mount, network, spec, volume};
use crate::command::{Action, Commit, Container};
use crate::engine::{Asked, ExecSpec, UpdateSpec};

/// Returns what an action asks of the host; `None` if it asks for nothing.
#[must_use]
pub fn asked(action: &Action) -> Option<Asked> {
    match action {
        Action::Run(run) => container(&run.container),
        Action::Create(create) => container(&create.container),
        Action::Exec(exec) => {
            Some(Asked::Exec(ExecSpec { privileged: exec.privileged.is_some(), ..ExecSpec::default() }))
        }
        Action::Update(update) => {
            let restart = update.restart.as_ref().map(|policy| spec::restart(policy.value));
            Some(Asked::Update(UpdateSpec { limits: limits::limits(&update.limits), restart }))
        }
        Action::CreateVolume(create) => Some(Asked::Volume(volume::spec(create))),
        Action::CreateNetwork(create) => network::spec(create).ok().map(Asked::Network),
        Action::Commit(Commit { changes, .. }) => {
            Some(Asked::Changes(changes.iter().map(|change| change.value.clone()).collect()))
        }
        _ => None,
    }
}

fn container(container: &Container) -> Option<Asked> {
    let mut spec = spec::of_flags(container);
    mount::add(None, container, &mut spec).ok()?;
    Some(Asked::Container(Box::new(spec)))
}
