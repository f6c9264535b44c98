//! The program: one file a command. The only room that prints, prompts, draws progress and exits.
//!
//! May import every other room.

mod args;
mod check;
mod connect;
mod context;
mod doctor;
mod exit;
mod guide;
mod interrupt;
mod keys;
mod list;
mod menu;
mod record;
mod replay;
mod run;
mod screen;
mod shell;
mod show;
mod state;

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use clap::Parser;
use supports_color::Stream;

use args::{Arguments, Command, Common};
use context::Context;
use exit::Exit;

use crate::event::Message;
use crate::i18n::{Locale, Words};
use crate::lab::Library;
use crate::view::Look;

/// Columns where nothing says how wide the terminal is.
const WIDTH: usize = 80;
/// Columns beyond which text is hard to read.
const WIDEST: usize = 120;

/// Runs the program with the arguments that it was started with.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let context = match context(&arguments.common) {
        Ok(context) => context,
        Err(exit) => return exit.into(),
    };
    let exit = match &arguments.command {
        None if run::can_ask(&context) => menu::menu(&context),
        None => list::list(&context, false),
        Some(Command::List { tree }) => list::list(&context, *tree),
        Some(Command::Show { lab }) => show::show(&context, lab),
        Some(Command::Run(run)) => run::run(&context, run),
        Some(Command::Replay(arguments)) => replay::replay(&context, arguments),
        Some(Command::Check { paths, format }) => check::check(&context, paths, *format),
        Some(Command::Completions { shell }) => shell::completions(*shell),
        Some(Command::Man) => shell::man(&context),
        Some(Command::Doctor { format }) => doctor::doctor(&context, *format),
    };
    // Only where it matters: a reader that went away (`| head`) had what it wanted.
    match screen::lost() {
        Some(cause) => {
            context.complain(&Message::new("cli-output").arg("cause", cause));
            exit.max(Exit::Engine).into()
        }
        None => exit.into(),
    }
}

fn context(common: &Common) -> Result<Context, Exit> {
    let (look, complaints) = (look(common.plain, Stream::Stdout), look(common.plain, Stream::Stderr));
    let library = common.folders.iter().fold(Library::shipped(), Library::with_folder);
    let locale = Locale::wanted(common.lang.as_deref(), |name| std::env::var(name).ok());
    let words = Words::new(*locale.as_ref().unwrap_or(&Locale::default()));
    let context = Context { words, look, complaints, library, engine: common.engine.clone() };
    match locale {
        Ok(_) => Ok(context),
        Err(unknown) => {
            let known: Vec<&str> = Locale::ALL.iter().map(|locale| locale.tag()).collect();
            context.complain(
                &Message::new("cli-unknown-locale")
                    .arg("written", unknown.written)
                    .arg("origin", unknown.origin)
                    .arg("known", known.join(", ")),
            );
            Err(Exit::Usage)
        }
    }
}

/// How text may look on a stream.
fn look(plain: bool, stream: Stream) -> Look {
    let color = !plain && supports_color::on(stream).is_some();
    let width = match crossterm::terminal::size() {
        // Some terminals do not know how wide they are, and say 0.
        Ok((columns, _)) if columns > 0 && io::stdout().is_terminal() => usize::from(columns),
        _ => WIDTH,
    };
    Look { color, plain, width: width.clamp(20, WIDEST) }
}
