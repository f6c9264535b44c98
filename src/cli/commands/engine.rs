//! `statelab engine`: lists engines, chooses one, and runs our own.

use std::fs;

use serde_json::{Value, json};

use crate::cli::arguments::EngineCommand;
use crate::cli::arguments::values::Format;
use crate::cli::commands::doctor::health;
use crate::cli::connect::{search, surroundings};
use crate::cli::context::Context;
use crate::cli::engine_words::{about, about_json, head, no_engine, origin, origin_word, own_fault, why};
use crate::cli::exit::Exit;
use crate::cli::terminal::screen::put;
use crate::engine::{
    Answering, Candidate, Cause, Condition, NoEngine, OWN, Origin, Own, Surroundings, Timeouts, ask,
    candidates, chosen_by_name, every_candidate,
};
use crate::event::Message;
use crate::host::private_folder;
use crate::supervise::private_engine::{self, Stopped};
use crate::supervise::{StateDir, runtime};
use crate::view::{Page, safe_line, say};

/// Words that undo `engine use`.
const UNDO: [&str; 2] = ["default", "none"];

/// Runs the subcommand; without one, lists the engines.
pub fn engine(context: &Context, command: Option<&EngineCommand>) -> Exit {
    let runtime = match runtime() {
        Ok(runtime) => runtime,
        Err(error) => return context.system_error(&error),
    };
    let usual = EngineCommand::List { format: Format::Text };
    match command.unwrap_or(&usual) {
        EngineCommand::List { format } => runtime.block_on(list(context, *format)),
        EngineCommand::Use { name, none } => {
            let name = name.as_deref().filter(|name| !none && !UNDO.contains(name));
            runtime.block_on(choose(context, name))
        }
        EngineCommand::Info { name, format } => runtime.block_on(info(context, name.as_deref(), *format)),
        EngineCommand::Start => with_own(context, start),
        EngineCommand::Stop => with_own(context, stop),
    }
}

/// An engine in the list.
struct ListedEngine {
    candidate: Candidate,
    result: Result<Answering, NoEngine>,
    counts: bool,
}

/// Asks all engines at once.
async fn rows(context: &Context) -> Vec<ListedEngine> {
    let (every, counting) = surroundings(context, |it| (every_candidate(it), candidates(it)));
    let asked = every.into_iter().map(async |candidate| {
        let result = ask(&candidate, Timeouts::default()).await;
        ListedEngine { candidate, result, counts: false }
    });
    let mut rows = futures_util::future::join_all(asked).await;
    // The engine that a run would use: the explicit one, or else the first that answers.
    let row =
        |wanted: &Candidate, rows: &[ListedEngine]| rows.iter().position(|row| row.candidate == *wanted);
    let first = counting
        .iter()
        .filter_map(|wanted| row(wanted, &rows))
        .find(|&at| rows[at].result.is_ok() || rows[at].candidate.from.is_explicit());
    if let Some(at) = first {
        rows[at].counts = true;
    }
    rows
}

async fn list(context: &Context, format: Format) -> Exit {
    let rows = rows(context).await;
    match format {
        Format::Text => put(&list_text(context, &rows)),
        Format::Json => {
            let rows: Vec<Value> = rows.iter().map(|row| row_json(context, row)).collect();
            put(&format!("{:#}\n", json!({ "engines": rows })));
        }
    }
    if rows.iter().any(|row| row.counts && row.result.is_ok()) { Exit::Held } else { Exit::Engine }
}

/// Returns whether an engine is merely absent, with nothing else to report.
fn is_absent(row: &ListedEngine) -> bool {
    let absent = |cause: &Cause| matches!(cause, Cause::Unreachable(words) if words.contains("os error 2)"));
    row.candidate.from == Origin::Usual
        && matches!(&row.result, Err(NoEngine::Engine(error)) if absent(&error.cause))
}

fn list_text(context: &Context, rows: &[ListedEngine]) -> String {
    let (words, look) = (&context.words, context.look);
    let mut page = Page::new(look);
    page.line(look.bold(&words.say("engine-list", &[])));
    for row in rows.iter().filter(|row| !is_absent(row)) {
        let counts = if row.counts { words.say("engine-list-counts", &[]) } else { String::new() };
        head(context, &mut page, &row.candidate, row.result.is_ok(), &counts);
        let line = match &row.result {
            Ok(found) => about(&found.about),
            Err(_) if row.candidate.from == Origin::Own => own_words(context),
            Err(error) => say(words, &why(&row.candidate, error)),
        };
        page.wrapped(safe_line(&line), "     ");
    }
    let absent: Vec<&str> = rows
        .iter()
        .filter(|row| is_absent(row))
        .map(|row| row.candidate.url.trim_start_matches("unix://"))
        .collect();
    if !absent.is_empty() {
        let line = words.say("engine-list-absent", &[("paths", safe_line(&absent.join(", ")).into())]);
        page.wrapped(line, " ");
    }
    page.line("");
    page.wrapped(words.say("engine-list-use", &[]), "");
    page.finish()
}

/// Describes what happens with our own engine if it does not run.
fn own_words(context: &Context) -> String {
    let Some(own) = context.state.as_ref().map(StateDir::own) else { return String::new() };
    match own.program() {
        Ok(program) => context.words.say("engine-list-own", &[("program", program.name().into())]),
        Err(unable) => say(&context.words, &Message::new(unable.key())),
    }
}

fn row_json(context: &Context, row: &ListedEngine) -> Value {
    let context_name = match &row.candidate.from {
        Origin::Context { name, .. } => Some(name),
        _ => None,
    };
    json!({
        "url": row.candidate.url,
        "from": origin_word(&row.candidate.from),
        "context": context_name,
        "counts": row.counts,
        "answers": row.result.is_ok(),
        "engine": row.result.as_ref().ok().map(|found| about_json(&found.about)),
        "error": row.result.as_ref().err().map(|error| say(&context.words, &why(&row.candidate, error))),
    })
}

/// Saves an engine as the chosen one, or forgets it.
async fn choose(context: &Context, name: Option<&str>) -> Exit {
    let state = match context.state_dir() {
        Ok(state) => state,
        Err(exit) => return exit,
    };
    let path = state.choice();
    let Some(name) = name else {
        return match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => context.state_error(state, &error),
            _ => told(context, &Message::new("engine-use-none")),
        };
    };
    let (chosen, counting) =
        surroundings(context, |it| (chosen_by_name(it, name.to_owned()), candidates(it).into_iter().next()));
    if let Err(error) = &chosen.address {
        context.complain(&Message::new(error.key()).arg("url", &chosen.url));
        return Exit::Usage;
    }
    let written = private_folder(state.folder()).and_then(|()| fs::write(&path, format!("{name}\n")));
    if let Err(error) = written {
        return context.state_error(state, &error);
    }
    told(context, &Message::new("engine-use").arg("url", &chosen.url));
    if let Some(before) = counting.filter(|it| it.from.is_explicit() && it.from != Origin::Choice) {
        let from = origin(context, &before.from);
        context.warn(&Message::new("engine-use-behind").arg("origin", from).arg("url", before.url));
    }
    let starts = name == OWN && state.own().program().is_ok();
    if let Err(error) = ask(&chosen, Timeouts::default()).await
        && !starts
    {
        context.warn(&Message::new("engine-use-silent").because(why(&chosen, &error)));
    }
    Exit::Held
}

/// Prints a message on standard output.
fn told(context: &Context, message: &Message) -> Exit {
    let mut page = Page::new(context.look);
    page.wrapped(say(&context.words, message), "");
    put(&page.finish());
    Exit::Held
}

/// Shows what is known about one engine.
async fn info(context: &Context, name: Option<&str>, format: Format) -> Exit {
    let found = if let Some(name) = name {
        let candidate = surroundings(context, |it| named(it, name));
        ask(&candidate, Timeouts::default()).await.map_err(|error| why(&candidate, &error))
    } else {
        let discovery = search(context).await;
        discovery.engine.clone().ok_or_else(|| no_engine(&discovery))
    };
    let found = match found {
        Ok(found) => found,
        Err(message) => return context.complain(&message),
    };
    let condition = health::look(&found).await.unwrap_or_default();
    match format {
        Format::Text => put(&info_text(context, &found, &condition)),
        Format::Json => put(&format!("{:#}\n", info_json(context, &found, &condition))),
    }
    Exit::Held
}

/// Returns the engine with this name or address.
///
/// Its origin is the place that also names this address, if there is one.
fn named(surroundings: &Surroundings<'_>, name: &str) -> Candidate {
    let named = chosen_by_name(surroundings, name.to_owned());
    let same = every_candidate(surroundings).into_iter().find(|one| one.address == named.address);
    let from = same.map_or(Origin::Usual, |one| one.from);
    Candidate { from, ..named }
}

fn info_text(context: &Context, found: &Answering, condition: &Condition) -> String {
    let mut page = Page::new(context.look);
    let address = Ok(found.address.clone());
    let candidate = Candidate { url: found.address.to_string(), from: found.from.clone(), address };
    head(context, &mut page, &candidate, true, "");
    page.wrapped(safe_line(&about(&found.about)), "     ");
    for fact in health::facts(context, condition) {
        page.wrapped(safe_line(&fact), "     ");
    }
    for finding in health::of_engine(context, found, condition, false) {
        page.line("");
        page.wrapped(finding.what, "");
        page.wrapped(finding.mend, "  ");
    }
    page.finish()
}

fn info_json(context: &Context, found: &Answering, condition: &Condition) -> Value {
    let findings = health::of_engine(context, found, condition, false);
    json!({
        "url": found.address.to_string(),
        "from": origin_word(&found.from),
        "engine": about_json(&found.about),
        "condition": health::as_json(condition),
        "findings": findings.iter().map(health::Finding::as_json).collect::<Vec<_>>(),
    })
}

fn with_own(context: &Context, work: fn(&Context, &Own) -> Exit) -> Exit {
    match context.state_dir() {
        Ok(state) => work(context, &state.own()),
        Err(exit) => exit,
    }
}

/// Starts our own engine, and keeps it running.
fn start(context: &Context, own: &Own) -> Exit {
    let was_there = own.is_there();
    if let (false, Some(program)) = (was_there, private_engine::program_name(own)) {
        context.note(&context.words.say("engine-starting", &[("program", program.into())]));
    }
    // Hold the lock until the keeper holds it.
    let held = match private_engine::ensure(own).and_then(|held| private_engine::keep(own).map(|()| held)) {
        Ok(held) => held,
        Err(fault) => return context.complain(&own_fault(own, &fault)),
    };
    drop(held);
    let key = if was_there { "engine-started-already" } else { "engine-started" };
    told(context, &Message::new(key).arg("url", own.address().to_string()))
}

fn stop(context: &Context, own: &Own) -> Exit {
    match private_engine::stop(own) {
        Ok(Stopped::None) => told(context, &Message::new("engine-stopped-none")),
        Ok(Stopped::Yes) => told(context, &Message::new("engine-stopped")),
        Ok(Stopped::InUse) => told(context, &Message::new("engine-stopped-later")),
        Err(error) => {
            let log = own.log().display().to_string();
            context
                .complain(&Message::new("engine-stops-not").arg("cause", error.to_string()).arg("log", log))
        }
    }
}
