//! The program. Only this module prints, prompts, draws progress and exits.
//!
//! Each command has its own file.

mod allow;
mod arguments;
mod commands;
mod connect;
mod context;
mod engine_words;
mod exit;
mod terminal;

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::process::ExitCode;

use clap::FromArgMatches;
use supports_color::Stream;

use arguments::{Arguments, Command, Common, help, usage_error};
use commands::{check, clean, doctor, engine, list, locate, menu, replay, run, shell, show};
use context::{Context, can_ask, state_of_user};
use exit::Exit;

use crate::engine::Timeouts;
use crate::event::Message;
use crate::i18n::{Locale, Words};
use crate::lab::Library;
use crate::supervise::{private_engine, reaper};
use crate::view::Look;

/// The width in columns if the terminal's is not known.
const WIDTH: usize = 80;
/// The maximum width in columns; wider text is hard to read.
const WIDEST: usize = 120;

/// Runs the program with this process's arguments.
#[must_use]
pub fn main() -> ExitCode {
    let written: Vec<OsString> = std::env::args_os().collect();
    // Before everything else, since every run waits for it.
    if let [_, word, arguments @ ..] = written.as_slice()
        && word == reaper::WORD
    {
        return reaper::main(arguments, connect::timeouts().unwrap_or_default());
    }
    if let [_, word, arguments @ ..] = written.as_slice()
        && word == private_engine::WORD
    {
        return private_engine::main(arguments);
    }
    let context = match context(&foreseen(&written)) {
        Ok(context) => context,
        Err(exit) => return exit.into(),
    };
    let command = help::command(&context.words, context.look);
    let read = command.try_get_matches_from(written);
    match read.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => carry_out(context, arguments),
        Err(error) => usage_error::answer(&context, &error).into(),
    }
}

/// Finds the flags that are needed before parsing: language and style.
fn foreseen(written: &[OsString]) -> Common {
    let words: Vec<_> = written.iter().skip(1).map(|word| word.to_string_lossy()).collect();
    let words = words.iter().map(AsRef::as_ref).take_while(|word: &&str| *word != "--");
    let mut lang = words.clone().skip_while(|word| *word != "--lang").skip(1);
    let joined = words.clone().find_map(|word| word.strip_prefix("--lang="));
    Common {
        lang: joined.or_else(|| lang.next()).map(str::to_owned),
        plain: words.clone().any(|word| word == "--plain"),
        ..Common::default()
    }
}

fn carry_out(context: Context, arguments: Arguments) -> ExitCode {
    let context = Context {
        library: arguments.common.folders.into_iter().fold(context.library, Library::with_folder),
        engine: arguments.common.engine,
        ..context
    };
    if let Err(exit) = closed_state(&context, arguments.command.as_ref()) {
        return exit.into();
    }
    let exit = match &arguments.command {
        None if can_ask(&context) => menu::menu(&context),
        None => list::list(&context, false),
        Some(Command::List { tree }) => list::list(&context, *tree),
        Some(Command::Show { lab }) => show::show(&context, lab),
        Some(Command::Run(run)) => run::run(&context, run),
        Some(Command::Replay(arguments)) => replay::replay(&context, arguments),
        Some(Command::Check { paths, format }) => check::check(&context, paths, *format),
        Some(Command::Locate { place, format }) => locate::locate(&context, place, *format),
        Some(Command::Completions { shell }) => shell::completions(&context, *shell),
        Some(Command::Man) => shell::man(&context),
        Some(Command::Engine { what }) => engine::engine(&context, what.as_ref()),
        Some(Command::Clean(arguments)) => clean::clean(&context, arguments),
        Some(Command::Doctor { format }) => doctor::doctor(&context, *format),
    };
    // Only output that matters counts: a reader that closed the pipe (`| head`) has what it wanted.
    match terminal::screen::lost() {
        Some(cause) => {
            context.complain(&Message::new("cli-output").arg("cause", cause));
            exit.max(Exit::Engine).into()
        }
        None => exit.into(),
    }
}

/// Makes the state folder private before a command uses it.
///
/// # Errors
/// The exit status, if it cannot be made private or belongs to another user. This is reported.
fn closed_state(context: &Context, command: Option<&Command>) -> Result<(), Exit> {
    let uses = match command {
        None => can_ask(context),
        Some(
            Command::List { .. }
            | Command::Show { .. }
            | Command::Replay(_)
            | Command::Check { .. }
            | Command::Completions { .. }
            | Command::Man,
        ) => false,
        Some(_) => true,
    };
    match context.state.as_ref().filter(|_| uses) {
        Some(state) => state.close().map_err(|error| context.state_error(state, &error)),
        None => Ok(()),
    }
}

fn context(common: &Common) -> Result<Context, Exit> {
    let (look, complaints) = (look(common.plain, Stream::Stdout), look(common.plain, Stream::Stderr));
    let variable = |name: &str| std::env::var(name).ok();
    let locale = Locale::wanted(common.lang.as_deref(), variable);
    // The message about an unknown language is in the environment's language.
    let usual = || Locale::wanted(None, variable).unwrap_or_default();
    let words = Words::new(locale.clone().unwrap_or_else(|_| usual()));
    let library = Library::shipped().in_language(words.locale().tag());
    let context = Context {
        words,
        look,
        complaints,
        library,
        state: state_of_user(),
        engine: None,
        timeouts: Timeouts::default(),
    };
    match locale {
        Ok(_) => with_timeouts(context),
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

/// Adds the time-outs from the environment.
fn with_timeouts(context: Context) -> Result<Context, Exit> {
    match connect::timeouts() {
        Ok(timeouts) => Ok(Context { timeouts, ..context }),
        Err(written) => {
            context.complain(
                &Message::new("cli-timeout").arg("written", written).arg("origin", connect::TIMEOUT),
            );
            Err(Exit::Usage)
        }
    }
}

/// Returns the style of text on a stream.
fn look(plain: bool, stream: Stream) -> Look {
    // An empty name is no terminal that is known to have colors.
    let named = std::env::var_os("TERM").is_none_or(|term| !term.is_empty());
    let color = !plain && named && supports_color::on(stream).is_some();
    // Without a terminal, the library would run any program called `tput`.
    let size = io::stdout().is_terminal().then(crossterm::terminal::size);
    let width = match size {
        // Some terminals report a width of 0.
        Some(Ok((columns, _))) if columns > 0 => usize::from(columns),
        _ => WIDTH,
    };
    Look { color, plain, width: width.clamp(20, WIDEST) }
}
