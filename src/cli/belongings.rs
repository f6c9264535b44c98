//! What a run has: its folder, its ledger, its reaper. Made before the run begins; what the run made is
//! removed at its end.

use std::io;
use std::sync::Arc;
use std::time::Instant;

use super::beside::Shown;
use super::context::Context;
use super::exit::Exit;
use super::interrupt::Interrupt;
use super::leftovers::{clean_up, removal};
use super::reaper;
use super::screen::complain;
use super::state::{State, run_id};
use crate::command::ImageName;
use crate::engine::{Answering, Guard, Kind, Ledger, Reach};
use crate::event::{CleanFinished, CleanStarted, Event, Message, Sink};
use crate::host::remove_all;
use crate::lab::Lab;
use crate::runner::{Recorder, Workspace, engine_message, millis, permits};
use crate::story::shell_word;
use crate::view::say;

/// What a run has.
pub struct Belongings {
    /// Its folder.
    pub workspace: Workspace,
    /// The engine, as far as it may use it; with its ledger.
    pub guard: Guard,
    /// Whether a second process cleans up where this one cannot.
    reaper: bool,
    /// Whether the engine is our own, which `statelab engine start` starts.
    own: bool,
}

impl Belongings {
    /// All that a new run of a lab needs. The ledger is there first, so that nothing of it can be left
    /// without one; then the reaper, which a run that is to be kept has none of.
    ///
    /// # Errors
    /// The state folder cannot be used, which is said: the exit status for that.
    pub fn new(
        context: &Context,
        lab: &Lab,
        found: &Answering,
        keep: bool,
        scoped: bool,
    ) -> Result<Self, Exit> {
        let state = State::of_user().ok_or_else(|| context.complain(&Message::new("cli-no-home")))?;
        let fault = |error| context.state_error(&state, &io::Error::other(error));
        state.make().map_err(|error| context.state_error(&state, &error))?;
        let id = run_id().map_err(|error| context.system_error(&io::Error::other(error)))?;
        let url = found.address.to_string();
        let ledger = Ledger::create(&state.ledgers(), &id, lab.id.as_str(), &url).map_err(fault)?;
        let reaper = if keep {
            ledger.keep().map_err(fault)?;
            false
        } else {
            has_reaper(context, &state, &id)
        };
        let images: Vec<String> = lab.images().iter().map(ImageName::tagged).collect();
        ledger.declares(&images).map_err(fault)?;
        let reach = Reach::of(&found.address, &found.about);
        let guard = Guard::new(Arc::clone(&found.engine), ledger).reaching(reach);
        let made: Vec<String> = lab.made_images().iter().map(ImageName::tagged).collect();
        let guard = if scoped { guard.scoped_by_run(&made) } else { guard };
        match Workspace::create(&state.workspace(&id), &lab.files) {
            Ok(workspace) => {
                let guard = guard.permitting(permits(lab, &workspace));
                Ok(Self { workspace, guard, reaper, own: found.held.is_some() })
            }
            Err(error) => {
                // As much of it as there is.
                let _ = remove_all(&state.workspace(&id));
                guard.finish();
                Err(context.state_error(&state, &error))
            }
        }
    }

    /// A fault's words: of an engine of our own that is gone, with the mend that helps there.
    pub fn told(&self, message: Message) -> Message {
        if self.own { of_own(message) } else { message }
    }

    /// Removes what the run made; false where something is left. Asked to stop once more, it stops at
    /// once, and the reaper goes on.
    pub async fn remove(
        &self,
        context: &Context,
        screen: &mut Recorder<Shown<'_, '_>>,
        interrupt: &mut Interrupt,
    ) -> bool {
        screen.take(&Event::CleanStarted(CleanStarted { run: self.guard.run().to_owned() }));
        let start = Instant::now();
        let up = tokio::select! {
            up = clean_up(&self.guard, self.workspace.folder()) => up,
            () = interrupt.asked() => {
                screen.sink.quiet();
                self.leave(context);
                return false;
            }
        };
        let left = up.cleaned.left.iter();
        let left =
            left.map(|(kind, name, error)| ((*kind).into(), name.clone(), self.told(engine_message(error))));
        let removed = up.cleaned.removed.iter().map(|(kind, name)| ((*kind).into(), name.clone()));
        screen.take(&Event::CleanFinished(CleanFinished {
            removed: removed.collect(),
            left: left.collect(),
            took_ms: millis(start.elapsed()),
        }));
        if let Some(left) = up.folder_left() {
            context.complain(&left);
        }
        if self.reaper && up.cleaned.may_go_later() {
            context.note(&context.words.say("run-left-tried-again", &[]));
        }
        up.all()
    }

    /// Says who removes what the run made, where this process no longer does.
    fn leave(&self, context: &Context) {
        let words = |key: &str| context.words.say(key, &[]);
        if self.reaper {
            context.note(&words("run-left-to-reaper"));
        } else {
            complain(&format!("{}\n{}", words("run-left-behind"), self.removals()));
        }
    }

    /// What `--keep` leaves, and how to remove it.
    pub fn kept(&self, context: &Context) -> String {
        let words = say(&context.words, &Message::new("run-kept"));
        let paths = [self.workspace.folder(), self.guard.ledger()];
        let [folder, ledger] = paths.map(|path| shell_word(&path.display().to_string()));
        format!("{words}\n{}  rm -r {folder} {ledger}\n", self.removals())
    }

    /// The commands that remove what is still there, a line each.
    fn removals(&self) -> String {
        let command = |(kind, name): (Kind, String)| ["  ", &removal(kind, &name), "\n"].concat();
        self.guard.owned().into_iter().map(command).collect()
    }
}

/// The words for a fault of an engine of our own: `docker` is nothing that anybody could start there.
fn of_own(mut message: Message) -> Message {
    if message.key == "engine-cause-unreachable" {
        "engine-cause-own-gone".clone_into(&mut message.key);
    }
    message.why = message.why.map(|why| Box::new(of_own(*why)));
    message
}

/// Starts the reaper; where that cannot be done, says what it means. The run goes on all the same: it
/// cleans up by itself unless it is killed, and then the next one does.
fn has_reaper(context: &Context, state: &State, run: &str) -> bool {
    let started = reaper::start(state, &[run]);
    if let Err(error) = &started {
        context.warn(&Message::new("run-no-reaper").arg("cause", error.to_string()));
    }
    started.is_ok()
}
