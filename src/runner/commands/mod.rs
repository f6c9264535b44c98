//! Carries out the actions of command lines as the docker program would.

mod asked;
mod build_context;
mod columns;
mod container;
mod container_filter;
mod container_list;
mod container_read;
mod copy;
mod files;
mod filter;
mod image;
mod image_list;
mod inspect;
mod lifecycle;
mod limits;
mod moment;
mod mount;
mod mount_clash;
mod network;
mod pattern;
mod prune;
mod spec;
mod system;
mod template;
mod units;
mod usage;
mod volume;

pub use asked::asked;
pub use moment::for_engine;
pub use units::stamp;

use tokio::sync::mpsc::UnboundedSender;

use super::error::RunError;
use super::output::Output;
use super::workspace::Workspace;
use crate::command::{Action, Values};
use crate::engine::{Act, Chunk, Guard, Kind};
use crate::event::{CommandEnd, Hidden, Message, ObjectKind};

/// The result of carrying out a command.
#[derive(Debug, Default)]
pub struct Carried {
    /// What it printed.
    pub output: Output,
    /// How it failed; `None` if it succeeded.
    pub failed: Option<CommandEnd>,
    /// The names of containers that it started.
    pub started: Vec<String>,
    /// The objects in the engine that a listing does not show.
    pub hidden: Option<Hidden>,
}

impl Carried {
    pub fn printed(output: Output) -> Self {
        Self { output, ..Self::default() }
    }

    pub fn status(output: Output, status: i64) -> Self {
        let failed = (status != 0).then_some(CommandEnd::Status { status });
        Self { output, failed, ..Self::default() }
    }

    /// Creates the result of a command that the runner itself refuses.
    pub fn refused(why: Message) -> Self {
        Self { failed: Some(CommandEnd::Refused { why }), ..Self::default() }
    }
}

/// The context in which commands are carried out.
pub struct Place<'a> {
    /// The engine, restricted to this run.
    pub guard: &'a Guard,
    /// The current folder of the commands.
    pub workspace: &'a Workspace,
    /// The variables of the lab's `[env]`.
    pub env: &'a Values,
    /// The images that the lab names, with their tags.
    pub images: Vec<String>,
    /// The receiver of a command's output, as soon as it is printed.
    pub printed: UnboundedSender<Chunk>,
}

impl Place<'_> {
    /// Returns a command's output, which is forwarded as it comes.
    fn output(&self) -> Output {
        Output::live(self.printed.clone())
    }
}

impl From<Kind> for ObjectKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Container => Self::Container,
            Kind::Volume => Self::Volume,
            Kind::Network => Self::Network,
            Kind::Image => Self::Image,
        }
    }
}

/// Carries out one action.
///
/// # Errors
/// A fault of the engine or of the workspace. A refusal of the engine is not an error: it is how the
/// command ended.
#[expect(clippy::too_many_lines, reason = "one arm for each command that there is")]
pub async fn carry_out(place: &Place<'_>, action: &Action) -> Result<Carried, RunError> {
    let result = match action {
        Action::Run(it) => container::run(place, it).await,
        Action::Create(it) => container::create(place, it).await,
        Action::Start(it) => container::start(place, it).await,
        Action::Exec(it) => container::exec(place, it).await,
        Action::Stop(it) => lifecycle::stop(place, it).await,
        Action::Restart(it) => lifecycle::restart(place, it).await,
        Action::Kill(it) => lifecycle::kill(place, it).await,
        Action::Pause(names) => {
            lifecycle::all(place, names.iter().map(|name| name.value.as_str()), Act::Pause).await
        }
        Action::Unpause(names) => {
            lifecycle::all(place, names.iter().map(|name| name.value.as_str()), Act::Unpause).await
        }
        Action::Wait(names) => lifecycle::wait(place, names.iter().map(|name| name.value.as_str())).await,
        Action::Remove(it) => lifecycle::remove(place, it).await,
        Action::Rename(it) => lifecycle::rename(place, it).await,
        Action::Update(it) => lifecycle::update(place, it).await,
        Action::Copy(it) => copy::carry_out(place, it).await,
        Action::Diff(name) => container_read::diff(place, name.value.as_str()).await,
        Action::Logs(it) => container_read::logs(place, it).await,
        Action::Top(it) => container_read::top(place, it).await,
        Action::Port(it) => container_read::port(place, it).await,
        Action::Export(it) => container_read::export(place, it).await,
        Action::Inspect(it) => inspect::inspect(place, it).await,
        Action::ListContainers(it) => container_list::list(place, it).await,
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
        Action::DiskUsage(it) => usage::usage(place, it).await,
        Action::Version(version) => system::version(place, version).await,
    };
    let refusal = result.as_ref().err().and_then(RunError::refusal);
    refusal.map_or(result, |why| Ok(Carried::refused(why)))
}

/// Generates a name for an unnamed object.
/// This program chooses all names in the engine.
fn unnamed(guard: &Guard) -> String {
    let mut bytes = [0; 4];
    // Without randomness the run's id alone is the name; the engine refuses a clash.
    let _ = getrandom::fill(&mut bytes);
    format!("statelab-{}-{:08x}", guard.run(), u32::from_le_bytes(bytes))
}
