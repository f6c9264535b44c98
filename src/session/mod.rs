//! A run as a library object: opened, driven, closed.
//!
//! It prints nothing, knows no command line and reads no environment. The engine, the options and the state folder
//! are passed in, so that one process can have several sessions at once.

mod drive;
mod live;
mod options;
mod sweep;
mod time_limit;

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

pub use drive::{Driver, Left, Listeners, NextStep, Pause, Player, Stop, Unasked, drive};
pub use options::{Cleanup, RunOptions};
pub use sweep::{Swept, sweep};
pub use time_limit::TimeLimit;

use live::LiveSteps;

use crate::command::ImageName;
use crate::engine::{Answering, Guard, Kind, Ledger, Reach};
use crate::event::{CleanFinished, CleanStarted, Event, Message, Outcome, Sink};
use crate::host::remove_all;
use crate::lab::Lab;
use crate::runner::{Recorder, Run, Workspace, engine_message, millis, permits};
use crate::supervise::{StateDir, clean_up, reaper};

/// Why a session could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The state folder, or something in it, cannot be used.
    #[error("the state folder cannot be used: {0}")]
    StateDir(io::Error),
    /// The system has no randomness for the run's id.
    #[error("no randomness: {0}")]
    Randomness(io::Error),
}

/// A run of a lab with its ledger, reaper, guarded engine and workspace.
pub struct Session<'l> {
    lab: &'l Lab,
    options: RunOptions,
    workspace: Workspace,
    guard: Guard,
    /// The result of starting the reaper; `None` if no reaper was requested.
    reaper: Option<io::Result<()>>,
    /// Whether the engine is the private one, which `statelab engine start` starts.
    private: bool,
}

/// The result of closing a session. Its events list the objects removed and left.
#[derive(Debug)]
pub struct Closed {
    /// Whether nothing is left.
    pub all: bool,
    /// Whether the reaper continues with what is left.
    pub reaper_goes_on: bool,
    /// The message that the workspace is left, and why.
    pub workspace_left: Option<Message>,
}

impl<'l> Session<'l> {
    /// Opens a session: its ledger, reaper, guard and workspace.
    ///
    /// The ledger comes first, so that the run can leave nothing that no ledger lists.
    ///
    /// # Errors
    /// The state folder cannot be used, or there is no randomness.
    pub fn open(
        lab: &'l Lab,
        engine: &Answering,
        options: &RunOptions,
        state: &StateDir,
    ) -> Result<Self, SessionError> {
        let of_ledger = |error| SessionError::StateDir(io::Error::other(error));
        state.make().map_err(SessionError::StateDir)?;
        let id = run_id().map_err(|error| SessionError::Randomness(io::Error::other(error)))?;
        let url = engine.address.to_string();
        let ledger = Ledger::create(&state.ledgers(), &id, lab.id.as_str(), &url).map_err(of_ledger)?;
        if options.cleanup == Cleanup::Keep {
            ledger.keep().map_err(of_ledger)?;
        }
        let reaper = (options.cleanup == Cleanup::Reap).then(|| reaper::start(state, &[&id]));
        let images: Vec<String> = lab.images().iter().map(ImageName::tagged).collect();
        ledger.declares(&images).map_err(of_ledger)?;
        let reach = Reach::of(&engine.address, &engine.about);
        let guard = Guard::new(Arc::clone(&engine.engine), ledger).reaching(reach);
        let made: Vec<String> = lab.made_images().iter().map(ImageName::tagged).collect();
        let guard = if options.scoped { guard.scoped_by_run(&made) } else { guard };
        let workspace = Workspace::create(&state.workspace(&id), &lab.files).map_err(|error| {
            // The workspace may exist only in part.
            let _ = remove_all(&state.workspace(&id));
            guard.finish();
            SessionError::StateDir(error)
        })?;
        let guard = guard.permitting(permits(lab, &workspace));
        Ok(Self { lab, options: *options, workspace, guard, reaper, private: engine.held.is_some() })
    }

    /// Plays the lab until its last step, the time limit, or the end of `stop`.
    ///
    /// Both the driver and the sink get every event, masked.
    pub async fn drive(
        &self,
        driver: &mut dyn Driver,
        sink: &mut dyn Sink,
        stop: impl Future<Output = ()>,
    ) -> Outcome {
        let mut to = self.masked(Listeners { driver, sink });
        let run = Run::new(self.lab, &self.guard, &self.workspace);
        let mut live = LiveSteps::new(self.lab, run, self.options.fail_fast);
        let stopped = tokio::select! {
            ended = drive(&mut live, &mut to) => match ended {
                Ok(()) => None,
                Err(Stop::Left) => Some((Outcome::Interrupted, None)),
                Err(Stop::Fault(error)) => Some((Outcome::Errored, Some(self.fault(error.message())))),
            },
            over = TimeLimit::over(self.options.time_limit) => Some((Outcome::Errored, Some(over))),
            () = stop => Some((Outcome::Interrupted, None)),
        };
        to.sink.driver.restore();
        live.run.finish(stopped, &mut to)
    }

    /// Removes what the run created, and emits the results as events.
    ///
    /// It may be dropped at any await: the reaper or the next sweep then continues.
    pub async fn close(&self, sink: &mut dyn Sink) -> Closed {
        let mut sink = self.masked(sink);
        sink.take(&Event::CleanStarted(CleanStarted { run: self.guard.run().to_owned() }));
        let start = Instant::now();
        let up = clean_up(&self.guard, self.workspace.folder()).await;
        let left = up.cleaned.left.iter();
        let left =
            left.map(|(kind, name, error)| ((*kind).into(), name.clone(), self.fault(engine_message(error))));
        let removed = up.cleaned.removed.iter().map(|(kind, name)| ((*kind).into(), name.clone()));
        sink.take(&Event::CleanFinished(CleanFinished {
            removed: removed.collect(),
            left: left.collect(),
            took_ms: millis(start.elapsed()),
        }));
        Closed {
            all: up.all(),
            reaper_goes_on: self.has_reaper() && up.cleaned.may_go_later(),
            workspace_left: up.folder_left(),
        }
    }

    /// Returns whether a second process cleans up if this one cannot.
    #[must_use]
    pub const fn has_reaper(&self) -> bool {
        matches!(self.reaper, Some(Ok(())))
    }

    /// Returns the message that the reaper could not be started, and why.
    ///
    /// The run continues without it. It cleans up by itself, or if it is killed, the next run does.
    #[must_use]
    pub fn reaper_fault(&self) -> Option<Message> {
        let error = self.reaper.as_ref()?.as_ref().err()?;
        Some(Message::new("run-no-reaper").arg("cause", error.to_string()))
    }

    /// Returns the kind and name of each object that the run still has in the engine.
    ///
    /// Their order is one for removal.
    #[must_use]
    pub fn owned(&self) -> Vec<(Kind, String)> {
        self.guard.owned()
    }

    /// Returns the folder of the run's files.
    #[must_use]
    pub fn workspace(&self) -> &Path {
        self.workspace.folder()
    }

    /// Returns the file of the run's ledger.
    #[must_use]
    pub fn ledger(&self) -> &Path {
        self.guard.ledger()
    }

    /// Wraps a sink so that secrets are masked and objects have the lab's own names.
    fn masked<S: Sink>(&self, sink: S) -> Recorder<S> {
        Recorder::new(sink, &self.lab.secrets).by_lab(self.guard.prefix())
    }

    /// Returns an error's message, with the right help if the private engine is gone.
    fn fault(&self, message: Message) -> Message {
        if self.private { of_private_engine(message) } else { message }
    }
}

/// Replaces advice that does not apply to the private engine.
///
/// No `docker` service can be started for it.
fn of_private_engine(mut message: Message) -> Message {
    if message.key == "engine-cause-unreachable" {
        "engine-cause-own-gone".clone_into(&mut message.key);
    }
    message.why = message.why.map(|why| Box::new(of_private_engine(*why)));
    message
}

/// Creates an id for a run: eight random hexadecimal digits.
fn run_id() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes)?;
    Ok(format!("{:08x}", u32::from_le_bytes(bytes)))
}
