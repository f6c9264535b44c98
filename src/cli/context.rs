//! The context that every command gets, and how it reports errors.

use std::io::{self, IsTerminal};

use etcetera::BaseStrategy;

use crate::cli::exit::Exit;
use crate::cli::terminal::screen::complain;
use crate::engine::{Kind, Timeouts};
use crate::event::Message;
use crate::fate::{is_made_up, short};
use crate::host::{NotOurs, not_ours};
use crate::i18n::Words;
use crate::lab::{Library, LibraryError};
use crate::report::Finished;
use crate::supervise::{Interrupt, StateDir, runtime};
use crate::view::{Look, Page, faults, help, safe_line, say};

/// What every command needs.
pub struct Context {
    /// The catalogue's words.
    pub words: Words,
    /// The style of text on standard output.
    pub look: Look,
    /// The style of text on standard error.
    pub complaints: Look,
    /// The labs.
    pub library: Library,
    /// This user's state folder; `None` without a home folder.
    pub state: Option<StateDir>,
    /// `--engine`.
    pub engine: Option<String>,
    /// The time-outs for engine calls.
    pub timeouts: Timeouts,
}

/// Returns this user's state folder; `None` without a home folder.
///
/// It is `$XDG_STATE_HOME/statelab`, by default `~/.local/state/statelab`. On Windows it is below the
/// local application data.
pub fn state_of_user() -> Option<StateDir> {
    let base = etcetera::choose_base_strategy().ok()?;
    let folder = base.state_dir().unwrap_or_else(|| base.data_dir());
    Some(StateDir::at(folder.join("statelab")))
}

/// Runs work that can be interrupted.
///
/// An interrupted question still blocks its thread, so the runtime does not wait for that thread.
pub fn interruptible(context: &Context, work: impl AsyncFnOnce(&mut Interrupt) -> Exit) -> Exit {
    let runtime = match runtime() {
        Ok(runtime) => runtime,
        Err(error) => return context.system_error(&error),
    };
    let exit = runtime.block_on(async {
        match Interrupt::listen() {
            Ok(mut interrupt) => work(&mut interrupt).await,
            Err(error) => context.system_error(&error),
        }
    });
    runtime.shutdown_background();
    exit
}

/// Returns whether questions can be asked.
///
/// Questions are drawn on standard error, which must then be a terminal, unless they are plain.
pub fn can_ask(context: &Context) -> bool {
    let seen = io::stdout().is_terminal() && (context.look.plain || io::stderr().is_terminal());
    io::stdin().is_terminal() && seen
}

impl Context {
    /// Returns the state folder.
    ///
    /// # Errors
    /// The exit status, if there is no home folder. This is reported.
    pub fn state_dir(&self) -> Result<&StateDir, Exit> {
        self.state.as_ref().ok_or_else(|| self.complain(&Message::new("cli-no-home")))
    }

    /// Prints an error with its help on standard error.
    pub fn complain(&self, message: &Message) -> Exit {
        self.complain_of_many(message, &[])
    }

    /// Prints an error with its individual causes and the help for all of them.
    pub fn complain_of_many(&self, message: &Message, each: &[Message]) -> Exit {
        self.tell("severity-error", message, each);
        Exit::Engine
    }

    /// Prints a notice on standard error.
    pub fn note(&self, words: &str) {
        let mut page = Page::new(self.complaints);
        page.wrapped(words, "");
        complain(&page.finish());
    }

    /// Prints a warning with its help on standard error. The command continues.
    pub fn warn(&self, message: &Message) {
        self.tell("severity-warning", message, &[]);
    }

    fn tell(&self, severity: &str, message: &Message, each: &[Message]) {
        let label = |key: &str| format!("{}: ", self.words.say(key, &[]));
        let mut page = Page::new(self.complaints);
        page.hanging(say(&self.words, message), &label(severity), "  ");
        for one in each {
            page.wrapped(say(&self.words, one), "  ");
        }
        let all = std::iter::once(message).chain(each);
        let mut helps: Vec<String> = all.filter_map(|one| help(&self.words, one)).collect();
        helps.dedup();
        for help in helps {
            page.hanging(help, &label("label-help"), "  ");
        }
        complain(&page.finish());
    }

    /// Prints where reports are with `tell`, and complains about missing ones.
    pub fn reported(&self, finished: Finished, tell: fn(&str)) -> Exit {
        if let Some(told) = finished.told {
            tell(&told);
        }
        let exits = finished.faults.iter().map(|fault| {
            let exit = self.complain(&fault.message);
            if fault.taken { Exit::Usage } else { exit }
        });
        exits.max().unwrap_or(Exit::Held)
    }

    /// Reports an unexpected system error.
    pub fn system_error(&self, error: &io::Error) -> Exit {
        self.complain(&Message::new("cli-system").arg("cause", error.to_string()))
    }

    /// Reports an error with the state folder.
    pub fn state_error(&self, state: &StateDir, error: &io::Error) -> Exit {
        let (message, path) = match not_ours(error) {
            Some(NotOurs::Link { path }) => (Message::new("cli-state-link"), path.as_path()),
            Some(NotOurs::Owner { path, uid }) => {
                (Message::new("cli-state-owner").arg("uid", uid.to_string()), path.as_path())
            }
            None => (Message::new("cli-state-folder").arg("cause", error.to_string()), state.folder()),
        };
        self.complain(&message.arg("path", path.display().to_string()))
    }

    /// Reports an error with the file that holds the student's progress.
    pub fn progress_error(&self, state: &StateDir, error: &io::Error) -> Exit {
        let path = state.progress().display().to_string();
        self.complain(&Message::new("cli-progress").arg("path", path).arg("cause", error.to_string()))
    }

    /// Reports a lab that cannot be read, or its faults.
    pub fn library_error(&self, error: &LibraryError) {
        if let LibraryError::Faulty(found) = error {
            complain(&faults(&self.words, std::slice::from_ref(&**found), self.complaints));
            return;
        }
        let message = Message::new(format!("library-{}", error.code()));
        let message =
            error.arguments().into_iter().fold(message, |message, (name, value)| message.arg(name, value));
        self.complain(&message);
        let suggestion =
            error.arguments().into_iter().find(|(name, value)| *name == "suggestion" && !value.is_empty());
        if let Some((_, suggestion)) = suggestion {
            let words = self.words.say("did-you-mean", &[("suggestion", safe_line(&suggestion).into())]);
            complain(&format!("{words}\n"));
        }
    }

    /// Returns objects in words: `container my-nginx, volume mydata`.
    pub fn named<'o>(&self, objects: impl IntoIterator<Item = (Kind, &'o str)>) -> String {
        let named = |(kind, name): (Kind, &str)| {
            let name = if is_made_up(name) { short(name) } else { name };
            self.words.say(&format!("kind-{}", kind.word()), &[("name", safe_line(name).into())])
        };
        objects.into_iter().map(named).collect::<Vec<_>>().join(", ")
    }
}
