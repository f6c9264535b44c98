//! Words for engines, for all commands that name one.

use serde_json::{Value, json};

use crate::cli::context::Context;
use crate::engine::{About, Candidate, Discovery, EngineError, NoEngine, OWN, Origin, Own};
use crate::event::Message;
use crate::runner::engine_message;
use crate::supervise::private_engine::Fault;
use crate::view::{EngineHead, Page};

/// The line that names an engine.
pub fn head(context: &Context, page: &mut Page, candidate: &Candidate, good: bool, more: &str) {
    let from = origin(context, &candidate.from);
    let head = EngineHead { url: &candidate.url, from: &from, good, more };
    head.draw(page, candidate.url == OWN, &context.words, context.look);
}

/// What an engine says of itself, as a line.
pub fn about(about: &About) -> String {
    format!("{} {} · API {} · {} · {}", about.name, about.version, about.api, about.storage, about.platform)
}

/// What an engine says of itself, for programs.
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

/// That no engine answers, and why. One engine is needed, not one in every place that was tried; the
/// first place says best what is wrong, since it is what was asked for or what is usual.
pub fn no_engine(discovery: &Discovery) -> Message {
    let cause =
        discovery.tried.first().and_then(|(candidate, result)| Some(why(candidate, result.as_ref().err()?)));
    let message = Message::new("doctor-no-engine");
    match cause {
        Some(cause) => message.because(cause),
        None => message,
    }
}

/// Why the engine of our own does not run.
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
        Origin::Choice => context.words.say("origin-choice", &[]),
        Origin::Configuration => context.words.say("origin-configuration", &[]),
        Origin::Usual => context.words.say("origin-usual", &[]),
        Origin::Own => context.words.say("origin-own", &[]),
    }
}

/// Who named an address, for programs: `flag`, a variable's name, `choice`, `context`, `configuration`,
/// `usual` or `own`.
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
