//! Finds the engine, or reports what was tried.

use std::fs;
use std::sync::Arc;
use std::time::Duration;

use crate::cli::context::Context;
use crate::cli::engine_words::{origin, own_fault, why};
use crate::cli::exit::Exit;
use crate::cli::terminal::prompt::Guide;
use crate::engine::{
    Answering, Candidate, Discovery, Origin, Own, Surroundings, Timeouts, ask, candidates, discover,
};
use crate::event::Message;
use crate::supervise::StateDir;
use crate::supervise::private_engine;

/// Calls `ask` with what this process knows about engines.
pub fn surroundings<T>(context: &Context, ask: impl FnOnce(&Surroundings<'_>) -> T) -> T {
    let state = context.state.as_ref();
    let choice = state.and_then(|state| fs::read_to_string(state.choice()).ok());
    let choice = choice.map(|choice| choice.trim().to_owned()).filter(|choice| !choice.is_empty());
    let own = state.map(StateDir::own);
    let runs = own.as_ref().is_some_and(Own::is_there);
    Surroundings::seen_here(context.engine.as_deref(), choice, own.map(|own| own.address()), runs, ask)
}

/// The variable with the longest time for a call to the engine, in seconds.
pub const TIMEOUT: &str = "STATELAB_TIMEOUT";

/// Returns the time-outs for engine calls: the defaults, or at most [`TIMEOUT`].
///
/// # Errors
/// The variable's text, if it is not a number of seconds.
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
    discover(surroundings(context, candidates), context.timeouts).await
}

/// Whether our own engine may be started if none answers.
pub enum Starting<'g> {
    /// No.
    Never,
    /// Only if the user agrees.
    Asked(&'g Guide<'g>),
    /// Yes, without asking.
    Unasked,
}

/// Returns the engine for a lab.
///
/// If none answers, reports what was tried and what to do: the lab's recording plays without an engine.
///
/// # Errors
/// The exit status, if no engine answers.
pub async fn connect(
    context: &Context,
    recorded: Option<&str>,
    starting: Starting<'_>,
) -> Result<Answering, Exit> {
    let discovery = search(context).await;
    match &discovery.engine {
        Some(found) => hold(context, found.clone()).await,
        None => match start_own(context, &discovery, starting).await {
            Some(started) => started,
            None => Err(no_engine(context, &discovery, recorded)),
        },
    }
}

/// Returns an engine that was found. Locks our own engine, so that it cannot stop.
///
/// # Errors
/// The exit status, if our own engine has stopped and does not start again. This is reported.
pub async fn hold(context: &Context, found: Answering) -> Result<Answering, Exit> {
    match context.state.as_ref().map(StateDir::own) {
        Some(own) if own.address() == found.address => held(context, &own, found.from).await,
        _ => Ok(found),
    }
}

/// Starts our own engine if none answers.
///
/// `None` if it is not available, if another engine was named explicitly, or if the user declines.
pub async fn start_own(
    context: &Context,
    discovery: &Discovery,
    starting: Starting<'_>,
) -> Option<Result<Answering, Exit>> {
    let own = context.state.as_ref()?.own();
    let asked_for = discovery.tried.iter().find(|(candidate, _)| candidate.from.is_explicit());
    let from = match asked_for {
        Some((candidate, _)) if candidate.address.as_ref() != Ok(&own.address()) => return None,
        Some((candidate, _)) => candidate.from.clone(),
        None => Origin::Own,
    };
    let program = private_engine::program_name(&own)?;
    match starting {
        Starting::Never => return None,
        Starting::Unasked => {}
        Starting::Asked(_) if asked_for.is_some() => {}
        Starting::Asked(guide) => match guide.start_engine(program).await {
            Ok(true) => {}
            Ok(false) => return None,
            Err(_) => return Some(Err(Exit::Interrupted)),
        },
    }
    let key = if asked_for.is_some() { "own-starting-asked" } else { "own-starting" };
    context.note(&context.words.say(key, &[("program", program.into())]));
    let started = held(context, &own, from).await;
    if let Ok(found) = &started
        && found.engine.images().await.is_ok_and(|images| images.is_empty())
    {
        context.note(&context.words.say("own-no-images", &[("url", own.address().to_string().into())]));
    }
    Some(started)
}

/// Returns our own engine, locked so that it cannot stop.
async fn held(context: &Context, own: &Own, from: Origin) -> Result<Answering, Exit> {
    let lock =
        private_engine::ensured(own).await.map_err(|fault| context.complain(&own_fault(own, &fault)))?;
    let address = own.address();
    let candidate = Candidate { url: address.to_string(), from, address: Ok(address) };
    match ask(&candidate, Timeouts::default()).await {
        Ok(found) => Ok(Answering { held: Some(Arc::new(lock)), ..found }),
        Err(error) => Err(context.complain(&why(&candidate, &error))),
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
