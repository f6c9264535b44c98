//! Words about engines, for all commands that name one.

use serde_json::{Value, json};

use crate::cli::context::Context;
use crate::engine::{About, Candidate, Discovery, EngineError, NoEngine, OWN, Origin, Own};
use crate::event::Message;
use crate::runner::engine_message;
use crate::supervise::private_engine::Fault;
use crate::view::{EngineHead, Page};

/// Prints the line that names an engine.
pub fn head(context: &Context, page: &mut Page, candidate: &Candidate, good: bool, more: &str) {
    let from = origin(context, &candidate.from);
    let head = EngineHead { url: &candidate.url, from: &from, good, more };
    head.draw(page, candidate.url == OWN, &context.words, context.look);
}

/// Returns what an engine reports about itself, as a line.
pub fn about(about: &About) -> String {
    format!("{} {} · API {} · {} · {}", about.name, about.version, about.api, about.storage, about.platform)
}

/// Returns what an engine reports about itself, as JSON.
pub fn about_json(about: &About) -> Value {
    json!({
        "name": about.name,
        "version": about.version,
        "api": about.api,
        "platform": about.platform,
        "root": about.root,
        "storage": about.storage,
    })
}

/// Returns the message that no engine answers, and why.
///
/// Only the first place is explained: it was asked for, or is the usual one, and one engine is enough.
pub fn no_engine(discovery: &Discovery) -> Message {
    let cause =
        discovery.tried.first().and_then(|(candidate, result)| Some(why(candidate, result.as_ref().err()?)));
    let message = Message::new("doctor-no-engine");
    match cause {
        Some(cause) => message.because(cause),
        None => message,
    }
}

/// Returns why our own engine does not run.
pub fn own_fault(own: &Own, fault: &Fault) -> Message {
    match fault {
        Fault::Unable(unable) => Message::new(unable.key()),
        Fault::System(error) => {
            let path = own.folder().display().to_string();
            Message::new("own-failed-system").arg("path", path).arg("cause", error.to_string())
        }
        Fault::Ended(words) => {
            let log = own.log().display().to_string();
            Message::new("own-failed").arg("words", words.clone()).arg("log", log)
        }
    }
}

/// Returns why a candidate cannot be used.
pub fn why(candidate: &Candidate, error: &NoEngine) -> Message {
    match error {
        NoEngine::Address(error) => Message::new(error.key()).arg("url", &candidate.url),
        NoEngine::Engine(error) => cause(error),
    }
}

fn cause(error: &EngineError) -> Message {
    let message = engine_message(error);
    // The line already says that the engine could not be asked. Only the cause is new.
    message.why.map_or_else(|| Message::new(error.cause_key()), |why| *why)
}

/// Returns where an address comes from, in words.
pub fn origin(context: &Context, origin: &Origin) -> String {
    match origin {
        Origin::Flag => context.words.say("origin-flag", &[]),
        Origin::Variable(name) => (*name).to_owned(),
        Origin::Context { name, .. } => context.words.say("origin-context", &[("name", name.into())]),
        Origin::Choice => context.words.say("origin-choice", &[]),
        Origin::Configuration => context.words.say("origin-configuration", &[]),
        Origin::Usual => context.words.say("origin-usual", &[]),
        Origin::Own => context.words.say("origin-own", &[]),
    }
}

/// Returns where an address comes from, for programs.
///
/// One of `flag`, a variable's name, `choice`, `context`, `configuration`, `usual` and `own`.
pub const fn origin_word(origin: &Origin) -> &'static str {
    match origin {
        Origin::Flag => "flag",
        Origin::Variable(name) => name,
        Origin::Choice => "choice",
        Origin::Configuration => "configuration",
        Origin::Own => "own",
        Origin::Context { .. } => "context",
        Origin::Usual => "usual",
    }
}
