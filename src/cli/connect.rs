//! Finding the engine, and saying what was tried where there is none.

use std::io;
use std::time::Duration;

use super::context::Context;
use super::exit::Exit;
use crate::engine::{
    Answering, Candidate, Discovery, EngineError, NoEngine, Origin, Surroundings, Timeouts, discover,
};
use crate::event::Message;
use crate::runner::engine_message;

/// A runtime for one thread: a run waits far more than it computes.
///
/// # Errors
/// The system's.
pub fn runtime() -> io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()
}

/// The variable that says how many seconds a call to the engine may take at most.
pub const TIMEOUT: &str = "STATELAB_TIMEOUT";

/// How long calls to the engine may take: as usual, or at most as long as [`TIMEOUT`] says.
///
/// # Errors
/// What it says is no number of seconds: its text.
pub fn timeouts() -> Result<Timeouts, String> {
    let Some(written) = std::env::var_os(TIMEOUT).filter(|written| !written.is_empty()) else {
        return Ok(Timeouts::default());
    };
    let written = written.to_string_lossy().into_owned();
    let seconds = written.trim().parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    match seconds.filter(|seconds| !seconds.is_zero()) {
        Some(longest) => Ok(Timeouts::default().at_most(longest)),
        None => Err(written),
    }
}

/// Looks for the engine.
pub async fn search(context: &Context) -> Discovery {
    discover(Surroundings::of_this_process(context.engine.as_deref()), context.timeouts).await
}

/// The engine for a lab; where there is none, says what was tried and what can be done: the
/// recording that the lab carries can be played anywhere.
///
/// # Errors
/// The exit status for that.
pub async fn connect(context: &Context, recorded: Option<&str>) -> Result<Answering, Exit> {
    let discovery = search(context).await;
    match discovery.engine {
        Some(engine) => Ok(engine),
        None => Err(no_engine(context, &discovery, recorded)),
    }
}

fn no_engine(context: &Context, discovery: &Discovery, recorded: Option<&str>) -> Exit {
    let tried =
        discovery.tried.iter().filter_map(|(candidate, result)| Some((candidate, result.as_ref().err()?)));
    let lines: Vec<Message> = tried
        .map(|(candidate, error)| {
            Message::new("doctor-tried-line")
                .arg("url", &candidate.url)
                .arg("origin", origin(context, &candidate.from))
                .because(why(candidate, error))
        })
        .collect();
    let message = match recorded {
        Some(lab) => Message::new("cli-no-engine-but-recording").arg("lab", lab),
        None => Message::new("cli-no-engine"),
    };
    context.complain_of_many(&message, &lines);
    Exit::Engine
}

/// Why a candidate is no engine.
pub fn why(candidate: &Candidate, error: &NoEngine) -> Message {
    match error {
        NoEngine::Address(error) => Message::new(error.key()).arg("url", &candidate.url),
        NoEngine::Engine(error) => cause(error),
    }
}

fn cause(error: &EngineError) -> Message {
    let message = engine_message(error);
    // That the engine could not be asked is what the line is about; only why is news.
    message.why.map_or_else(|| Message::new(error.cause_key()), |why| *why)
}

/// Who named an address, in words.
pub fn origin(context: &Context, origin: &Origin) -> String {
    match origin {
        Origin::Flag => context.words.say("origin-flag", &[]),
        Origin::Variable(name) => (*name).to_owned(),
        Origin::Context { name, .. } => context.words.say("origin-context", &[("name", name.into())]),
        Origin::Usual => context.words.say("origin-usual", &[]),
    }
}

/// Who named an address, for programs: `flag`, a variable's name, `context` or `usual`.
pub const fn origin_word(origin: &Origin) -> &'static str {
    match origin {
        Origin::Flag => "flag",
        Origin::Variable(name) => name,
        Origin::Context { .. } => "context",
        Origin::Usual => "usual",
    }
}
