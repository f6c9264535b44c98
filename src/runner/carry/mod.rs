//! Carries out the actions of command lines, each as the docker program would have done it.
//!
//! Imports: `command`, `engine`, `event` (how a command ended).

mod container;
mod spec;

pub use container::run_in;

use super::capture::Captured;
use super::error::RunError;
use super::workspace::Workspace;
use crate::command::{Action, CreateVolume};
use crate::engine::Guard;
use crate::event::{CommandEnd, Message};

/// What carrying out a command came to.
#[derive(Debug, Default)]
pub struct Carried {
    /// What it printed.
    pub output: Captured,
    /// How it ended; none: well.
    pub failed: Option<CommandEnd>,
    /// The names of containers that it started.
    pub started: Vec<String>,
}

impl Carried {
    pub fn printed(output: Captured) -> Self {
        Self { output, ..Self::default() }
    }

    pub fn status(output: Captured, status: i64) -> Self {
        let failed = (status != 0).then_some(CommandEnd::Status { status });
        Self { output, failed, started: Vec::new() }
    }

    /// A command that the runner itself refuses, in the docker program's place.
    pub fn refused(why: Message) -> Self {
        Self { failed: Some(CommandEnd::Refused { why }), ..Self::default() }
    }
}

/// Where commands are carried out.
pub struct Place<'a> {
    /// The engine, as far as this run may use it.
    pub guard: &'a Guard,
    /// What the commands see as the current folder.
    pub workspace: &'a Workspace,
}

/// Carries out one action.
///
/// # Errors
/// A fault of the engine or of the workspace. A refusal of the engine is not one: it is how the
/// command ended.
pub async fn carry_out(place: &Place<'_>, action: &Action) -> Result<Carried, RunError> {
    let result = match action {
        Action::Run(_)
        | Action::Create(_)
        | Action::Start(_)
        | Action::Stop(_)
        | Action::Restart(_)
        | Action::Kill(_)
        | Action::Pause(_)
        | Action::Unpause(_)
        | Action::Wait(_)
        | Action::Remove(_)
        | Action::Copy(_)
        | Action::Exec(_)
        | Action::Rename(_)
        | Action::Update(_)
        | Action::Diff(_)
        | Action::Logs(_)
        | Action::Top(_)
        | Action::Port(_)
        | Action::Inspect(_)
        | Action::ListContainers(_)
        | Action::Export(_) => container::carry_out(place, action).await,
        Action::CreateVolume(create) if create.driver.is_none() && create.options.is_empty() => {
            create_volume(place, create).await
        }
        Action::PruneContainers(_)
        | Action::Commit(_)
        | Action::Build(_)
        | Action::Tag(_)
        | Action::RemoveImages(_)
        | Action::ListImages(_)
        | Action::History(_)
        | Action::PruneImages(_)
        | Action::Import(_)
        | Action::Save(_)
        | Action::Load(_)
        | Action::CreateVolume(_)
        | Action::ListVolumes(_)
        | Action::RemoveVolumes(_)
        | Action::PruneVolumes(_)
        | Action::CreateNetwork(_)
        | Action::ListNetworks(_)
        | Action::RemoveNetworks(_)
        | Action::Connect(_)
        | Action::Disconnect(_)
        | Action::DiskUsage(_)
        | Action::Version(_) => Ok(Carried::refused(Message::new("run-not-yet"))),
    };
    let refusal = result.as_ref().err().and_then(RunError::refusal);
    refusal.map_or(result, |why| Ok(Carried::refused(why)))
}

/// A name for what a command leaves unnamed. Names in the engine are always chosen by us.
fn unnamed(guard: &Guard) -> String {
    let mut bytes = [0; 4];
    // Without randomness the run's id alone still makes a name; a clash is the engine's refusal.
    let _ = getrandom::fill(&mut bytes);
    format!("statelab-{}-{:08x}", guard.run(), u32::from_le_bytes(bytes))
}

async fn create_volume(place: &Place<'_>, create: &CreateVolume) -> Result<Carried, RunError> {
    let name = match &create.name {
        Some(name) => name.value.as_str().to_owned(),
        None => unnamed(place.guard),
    };
    let labels = create.labels.iter().cloned().collect();
    let volume = place.guard.create_volume(&name, &labels).await?;
    Ok(Carried::printed(Captured::line(&volume.name)))
}
