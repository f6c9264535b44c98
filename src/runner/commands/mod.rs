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
mod id_file;
mod image;
mod image_list;
mod inspect;
mod lifecycle;
mod limits;
mod moment;
mod mount;
mod mount_clash;
mod network;
mod newer;
mod pattern;
mod prune;
mod redirect;
mod spec;
mod system;
mod template;
mod units;
mod usage;
mod volume;

pub use asked::asked;
pub use moment::for_engine;
pub use units::stamp;

use bytes::Bytes;
use tokio::sync::mpsc::UnboundedSender;

use super::error::RunError;
use super::file_output::FileOutput;
use super::output::Output;
use super::workspace::Workspace;
use crate::command::{Action, Values};
use crate::engine::{Act, Chunk, Guard, Kind};
use crate::event::{CommandEnd, Hidden, Message, ObjectKind, Written};

/// The result of carrying out a command.
#[derive(Debug, Default)]
pub struct CommandResult {
    /// What it printed.
    pub output: Output,
    /// How it failed; `None` if it succeeded.
    pub failed: Option<CommandEnd>,
    /// The operands that it was successful with, if it does the same to each.
    pub done: Vec<String>,
    /// The names of containers that it started.
    pub started: Vec<String>,
    /// The objects in the engine that a listing does not show.
    pub hidden: Option<Hidden>,
    /// The file that got its output.
    pub written: Option<Written>,
}

impl CommandResult {
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

/// The context in which commands are result out.
#[derive(Clone)]
pub struct CommandContext<'a> {
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
    /// What the command reads; `None` for nothing.
    pub input: Option<Bytes>,
    /// The file that gets its output.
    pub file: Option<FileOutput>,
}

impl CommandContext<'_> {
    /// Returns a command's output, which is forwarded as it comes.
    fn output(&self) -> Output {
        Output::live(self.printed.clone(), self.file.clone())
    }

    /// Returns an output of one line.
    fn line(&self, text: &str) -> Output {
        let mut output = self.output();
        output.push_line(text);
        output
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
pub async fn carry_out(context: &CommandContext<'_>, action: &Action) -> Result<CommandResult, RunError> {
    let result = match action {
        Action::Run(it) => container::run(context, it).await,
        Action::Create(it) => container::create(context, it).await,
        Action::Start(it) => container::start(context, it).await,
        Action::Exec(it) => container::exec(context, it).await,
        Action::Stop(it) => lifecycle::stop(context, it).await,
        Action::Restart(it) => lifecycle::restart(context, it).await,
        Action::Kill(it) => lifecycle::kill(context, it).await,
        Action::Pause(names) => {
            lifecycle::all(context, names.iter().map(|name| name.value.as_str()), Act::Pause).await
        }
        Action::Unpause(names) => {
            lifecycle::all(context, names.iter().map(|name| name.value.as_str()), Act::Unpause).await
        }
        Action::Wait(names) => lifecycle::wait(context, names.iter().map(|name| name.value.as_str())).await,
        Action::Remove(it) => lifecycle::remove(context, it).await,
        Action::Rename(it) => lifecycle::rename(context, it).await,
        Action::Update(it) => lifecycle::update(context, it).await,
        Action::Copy(it) => copy::carry_out(context, it).await,
        Action::Diff(name) => container_read::diff(context, name.value.as_str()).await,
        Action::Logs(it) => container_read::logs(context, it).await,
        Action::Top(it) => container_read::top(context, it).await,
        Action::Port(it) => container_read::port(context, it).await,
        Action::Export(it) => container_read::export(context, it).await,
        Action::Inspect(it) => inspect::inspect(context, it).await,
        Action::ListContainers(it) => container_list::list(context, it).await,
        Action::PruneContainers(prune) => system::prune_containers(context, prune).await,
        Action::Commit(commit) => image::commit(context, commit).await,
        Action::Build(build) => image::build(context, build).await,
        Action::Tag(tag) => image::tag(context, tag).await,
        Action::RemoveImages(remove) => image::remove(context, remove).await,
        Action::ListImages(list) => image_list::list(context, list).await,
        Action::History(history) => image_list::history(context, history).await,
        Action::PruneImages(prune) => image_list::prune(context, prune).await,
        Action::Import(import) => image::import(context, import).await,
        Action::Save(save) => image::save(context, save).await,
        Action::Load(load) => image::load(context, load).await,
        Action::CreateVolume(create) => volume::create(context, create).await,
        Action::ListVolumes(list) => volume::list(context, list).await,
        Action::RemoveVolumes(remove) => volume::remove(context, remove).await,
        Action::PruneVolumes(prune) => volume::prune(context, prune).await,
        Action::CreateNetwork(create) => network::create(context, create).await,
        Action::ListNetworks(list) => network::list(context, list).await,
        Action::RemoveNetworks(remove) => network::remove(context, remove).await,
        Action::Connect(connect) => network::connect(context, connect).await,
        Action::Disconnect(disconnect) => network::disconnect(context, disconnect).await,
        Action::DiskUsage(it) => usage::usage(context, it).await,
        Action::Version(version) => system::version(context, version).await,
        Action::Redirected(it) => redirect::run(context, it).await,
    };
    let refusal = result.as_ref().err().and_then(RunError::refusal);
    refusal.map_or(result, |why| Ok(CommandResult::refused(why)))
}

/// Generates a name for an unnamed object.
/// This program chooses all names in the engine.
fn unnamed(guard: &Guard) -> String {
    let mut bytes = [0; 4];
    // Without randomness the run's id alone is the name; the engine refuses a clash.
    let _ = getrandom::fill(&mut bytes);
    format!("statelab-{}-{:08x}", guard.run(), u32::from_le_bytes(bytes))
}
