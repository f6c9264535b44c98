//! What every command of the program has at hand, and how it complains.

use std::io;

use super::exit::Exit;
use super::screen::complain;
use super::state::State;
use crate::event::Message;
use crate::i18n::Words;
use crate::lab::{Library, LibraryError};
use crate::view::{Look, Paper, faults, help, safe, say};

/// What every command has at hand.
pub struct Context {
    /// The words.
    pub words: Words,
    /// How text may look.
    pub look: Look,
    /// The labs.
    pub library: Library,
    /// `--engine`.
    pub engine: Option<String>,
}

impl Context {
    /// An error, with its help, on standard error.
    pub fn complain(&self, message: &Message) -> Exit {
        let label = self.words.say("severity-error", &[]);
        let mut text = self.look.wrap(&format!("{label}: {}", say(&self.words, message)), "");
        text.push('\n');
        if let Some(help) = help(&self.words, message) {
            let label = self.words.say("label-help", &[]);
            text += &format!("{}\n", self.look.wrap(&format!("{label}: {help}"), ""));
        }
        complain(&text);
        Exit::Engine
    }

    /// An error with the single things that it consists of, and the help for it.
    pub fn complain_of_many(&self, message: &Message, each: &[Message]) {
        let label = self.words.say("severity-error", &[]);
        let mut text = self.look.wrap(&format!("{label}: {}", say(&self.words, message)), "") + "\n";
        for one in each {
            text += &format!("{}\n", self.look.wrap(&say(&self.words, one), "  "));
        }
        let mut helps: Vec<String> = each.iter().filter_map(|one| help(&self.words, one)).collect();
        helps.dedup();
        let label = self.words.say("label-help", &[]);
        for help in helps {
            text += &format!("{}\n", self.look.wrap(&format!("{label}: {help}"), ""));
        }
        complain(&text);
    }

    /// A fault of the system that nothing can be done about here.
    pub fn system_error(&self, error: &io::Error) -> Exit {
        self.complain(&Message::new("cli-system").arg("cause", error.to_string()))
    }

    /// A fault of the state folder.
    pub fn state_error(&self, state: &State, error: &io::Error) -> Exit {
        self.complain(
            &Message::new("cli-state-folder")
                .arg("path", state.folder().display().to_string())
                .arg("cause", error.to_string()),
        )
    }

    /// What faults are written on.
    pub const fn paper(&self) -> Paper {
        Paper { colour: self.look.color, width: self.look.width }
    }

    /// A lab that cannot be had, or its faults.
    pub fn library_error(&self, error: &LibraryError) {
        if let LibraryError::Faulty(found) = error {
            complain(&faults(&self.words, std::slice::from_ref(&**found), self.paper()));
            return;
        }
        let message = Message::new(format!("library-{}", error.code()));
        let message =
            error.arguments().into_iter().fold(message, |message, (name, value)| message.arg(name, value));
        self.complain(&message);
        let suggestion =
            error.arguments().into_iter().find(|(name, value)| *name == "suggestion" && !value.is_empty());
        if let Some((_, suggestion)) = suggestion {
            let words = self.words.say("did-you-mean", &[("suggestion", safe(&suggestion).into())]);
            complain(&format!("{words}\n"));
        }
    }
}
