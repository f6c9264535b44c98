//! Carries out the actions of command lines, each as the docker program would have done it.
//!
//! Imports: `command`, `engine`, `event` (how a command ended).

mod columns;
mod container;
mod context;
mod filter;
mod human;
mod image;
mod image_list;
mod network;
mod pattern;
mod prune;
mod spec;
mod system;
mod volume;

pub use container::run_in;

use super::capture::Captured;
use super::error::RunError;
use super::workspace::Workspace;
use crate::command::Action;
use crate::engine::{Guard, Kind};
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
    /// The images that the lab names, with their tags.
    pub images: Vec<String>,
}

impl Place<'_> {
    /// A line that says how many objects of a listing are not shown; empty where all are.
    fn others(kind: Kind, count: usize) -> String {
        others(&format!("{}s", kind.word()), count)
    }
}

/// A line that says how many things are not shown; empty where all are.
fn others(things: &str, count: usize) -> String {
    if count == 0 { String::new() } else { format!("Not shown: {count} other {things} of this engine.\n") }
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
        Action::PruneContainers(prune) => system::prune_containers(place, prune).await,
        Action::Commit(commit) => image::commit(place, commit).await,
        Action::Build(build) => image::build(place, build).await,
        Action::Tag(tag) => image::tag(place, tag).await,
        Action::RemoveImages(remove) => image::remove(place, remove).await,
        Action::ListImages(list) => image_list::list(place, list).await,
        Action::History(history) => image_list::history(place, history).await,
        Action::PruneImages(prune) => image_list::prune(place, prune).await,
        Action::Import(import) => image::import(place, import).await,
        Action::Save(save) => image::save(place, save).await,
        Action::Load(load) => image::load(place, load).await,
        Action::CreateVolume(create) => volume::create(place, create).await,
        Action::ListVolumes(list) => volume::list(place, list).await,
        Action::RemoveVolumes(remove) => volume::remove(place, remove).await,
        Action::PruneVolumes(prune) => volume::prune(place, prune).await,
        Action::CreateNetwork(create) => network::create(place, create).await,
        Action::ListNetworks(list) => network::list(place, list).await,
        Action::RemoveNetworks(remove) => network::remove(place, remove).await,
        Action::Connect(connect) => network::connect(place, connect).await,
        Action::Disconnect(disconnect) => network::disconnect(place, disconnect).await,
        Action::DiskUsage(usage) => system::usage(place, usage).await,
        Action::Version(version) => system::version(place, version).await,
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
