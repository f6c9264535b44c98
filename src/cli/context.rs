//! What every command of the program has at hand, and how it complains.

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

/// What every command has at hand.
pub struct Context {
    /// The words.
    pub words: Words,
    /// How text may look on standard output.
    pub look: Look,
    /// How text may look on standard error.
    pub complaints: Look,
    /// The labs.
    pub library: Library,
    /// The state folder of this user; `None` where there is no home.
    pub state: Option<StateDir>,
    /// `--engine`.
    pub engine: Option<String>,
    /// How long calls to the engine may take.
    pub timeouts: Timeouts,
}

/// The state folder of this user: `$XDG_STATE_HOME/statelab`, by default `~/.local/state/statelab`; on Windows
/// below the local application data. `None` where there is no home.
pub fn state_of_user() -> Option<StateDir> {
    let base = etcetera::choose_base_strategy().ok()?;
    let folder = base.state_dir().unwrap_or_else(|| base.data_dir());
    Some(StateDir::at(folder.join("statelab")))
}

/// Does what can be asked to stop. A question that was broken off still sits in its thread, for which
/// nobody waits.
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

/// Whether somebody can be asked: the questions are drawn on standard error, where a terminal need
/// not be, unless they are plain.
pub fn can_ask(context: &Context) -> bool {
    let seen = io::stdout().is_terminal() && (context.look.plain || io::stderr().is_terminal());
    io::stdin().is_terminal() && seen
}

impl Context {
    /// The state folder.
    ///
    /// # Errors
    /// There is no home, which is said: the exit status for that.
    pub fn state_dir(&self) -> Result<&StateDir, Exit> {
        self.state.as_ref().ok_or_else(|| self.complain(&Message::new("cli-no-home")))
    }

    /// An error, with its help, on standard error.
    pub fn complain(&self, message: &Message) -> Exit {
        self.complain_of_many(message, &[])
    }

    /// An error with the single things that it consists of, and the help for all of it.
    pub fn complain_of_many(&self, message: &Message, each: &[Message]) -> Exit {
        self.tell("severity-error", message, each);
        Exit::Engine
    }

    /// Words on standard error that are no complaint.
    pub fn note(&self, words: &str) {
        let mut page = Page::new(self.complaints);
        page.wrapped(words, "");
        complain(&page.finish());
    }

    /// A warning, with its help, on standard error: what is going on goes on.
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

    /// Says by `tell` where reports are, and complains of those that were not written.
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

    /// A fault of the system that nothing can be done about here.
    pub fn system_error(&self, error: &io::Error) -> Exit {
        self.complain(&Message::new("cli-system").arg("cause", error.to_string()))
    }

    /// A fault of the state folder.
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

    /// A fault of the file that says what a student did.
    pub fn progress_error(&self, state: &StateDir, error: &io::Error) -> Exit {
        let path = state.progress().display().to_string();
        self.complain(&Message::new("cli-progress").arg("path", path).arg("cause", error.to_string()))
    }

    /// A lab that cannot be had, or its faults.
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

    /// Objects in words: `container my-nginx, volume mydata`.
    pub fn named<'o>(&self, objects: impl IntoIterator<Item = (Kind, &'o str)>) -> String {
        let named = |(kind, name): (Kind, &str)| {
            let name = if is_made_up(name) { short(name) } else { name };
            self.words.say(&format!("kind-{}", kind.word()), &[("name", safe_line(name).into())])
        };
        objects.into_iter().map(named).collect::<Vec<_>>().join(", ")
    }
}
