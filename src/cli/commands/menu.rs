//! `statelab` alone, on a terminal: a menu of the labs in teaching order.

use std::fmt;

use inquire::{InquireError, Select};
use unicode_width::UnicodeWidthStr;

use crate::cli::commands::doctor::{images_of, look_at};
use crate::cli::commands::list::{facts, labs};
use crate::cli::commands::replay::replay_lab;
use crate::cli::commands::run::run_guided;
use crate::cli::connect::{Starting, hold, search, start_own};
use crate::cli::context::{Context, interruptible};
use crate::cli::engine_words::no_engine;
use crate::cli::exit::Exit;
use crate::cli::terminal::keys;
use crate::cli::terminal::prompt::{Guide, asked};
use crate::cli::terminal::screen::put;
use crate::engine::{Answering, Discovery};
use crate::lab::Lab;
use crate::progress::{Mark, Progress};
use crate::supervise::Interrupt;
use crate::view::{Page, cut, help, pad, safe_line, say};

/// Columns that the prompt needs before a choice.
const PROMPT: usize = 4;

/// The user's choice.
enum Chosen {
    /// A lab, by its index in the menu.
    Lab(usize),
    /// Leave, with `q` or Escape.
    Leave,
    /// Stop, with Ctrl-C.
    Stop,
}

/// A line of the menu: a lab, or the end.
struct MenuItem {
    key: String,
    text: String,
    chosen: Option<usize>,
}

impl fmt::Display for MenuItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Shows the menu until the user leaves it. Each chosen lab runs guided.
pub fn menu(context: &Context) -> Exit {
    interruptible(context, async |interrupt| choose(context, interrupt).await)
}

async fn choose(context: &Context, interrupt: &mut Interrupt) -> Exit {
    let labs: Vec<Lab> = match labs(context) {
        Ok(found) => found.labs.into_iter().map(|(_, lab)| lab).collect(),
        Err(exit) => return exit,
    };
    loop {
        let asked = async {
            let discovery = search(context).await;
            put(&header(context, &discovery, &labs).await);
            let chosen = ask(context, &labs).await;
            (discovery, chosen)
        };
        let (discovery, chosen) = tokio::select! {
            asked = asked => asked,
            () = interrupt.asked() => {
                keys::restore(context.look.plain);
                return Exit::Interrupted;
            }
        };
        let lab = match chosen {
            Chosen::Lab(at) => &labs[at],
            Chosen::Leave => return Exit::Held,
            Chosen::Stop => return Exit::Interrupted,
        };
        // The run's result was reported, and the menu continues. A signal ends it.
        let found = tokio::select! {
            found = engine(context, &discovery) => found,
            () = interrupt.asked() => {
                keys::restore(context.look.plain);
                return Exit::Interrupted;
            }
        };
        match found {
            Some(Ok(found)) => run_guided(context, lab, &found, interrupt).await,
            // The error was reported, or the user left.
            Some(Err(Exit::Interrupted)) => return Exit::Interrupted,
            Some(Err(exit)) => exit,
            None => replay_lab(context, lab.id.as_str(), interrupt).await,
        };
        if interrupt.was_asked() {
            return Exit::Interrupted;
        }
    }
}

/// Returns the engine that was found, or our own if the user wants to start it.
async fn engine(context: &Context, discovery: &Discovery) -> Option<Result<Answering, Exit>> {
    if let Some(found) = &discovery.engine {
        return Some(hold(context, found.clone()).await);
    }
    let guide = Guide::new(&context.words, context.look);
    start_own(context, discovery, Starting::Asked(&guide)).await
}

/// Returns the introduction, and the engine that labs run on.
async fn header(context: &Context, discovery: &Discovery, labs: &[Lab]) -> String {
    let (words, look) = (&context.words, context.look);
    let title = words.say("menu-title", &[]);
    let engine = match &discovery.engine {
        Some(found) => {
            let images = look_at(Some(found), images_of(labs)).await;
            let ready = images.iter().filter(|image| image.is_here()).count();
            let name = format!("{} {}", found.about.name, found.about.version);
            let images = [("ready", ready.into()), ("all", images.len().into())];
            let [ready, all] = images;
            words.say("menu-engine", &[("engine", safe_line(&name).into()), ready, all])
        }
        None => words.say("menu-no-engine", &[]),
    };
    let mut page = Page::new(look);
    page.line("");
    if look.plain || title.width() + engine.width() + 3 <= look.width {
        let gap = look.gap(&format!(" {title}"), &engine);
        page.line(format!(" {}{gap}{}", look.bold(&title), look.dim(&engine)));
    } else {
        page.line(look.bold(&look.wrap(&title, " ", " ")));
        page.line(look.dim(&look.wrap(&engine, " ", " ")));
    }
    if discovery.engine.is_none() {
        let message = no_engine(discovery);
        page.line("");
        page.wrapped(say(words, &message), " ");
        page.wrapped(help(words, &message).unwrap_or_default(), "   ");
        page.wrapped(words.say("menu-replay", &[]), " ");
    }
    page.line("");
    page.finish()
}

/// Asks for a lab.
async fn ask(context: &Context, labs: &[Lab]) -> Chosen {
    let progress = progress(context);
    let mut lines = lines(context, labs, &progress);
    let words = &context.words;
    if keys::forget().is_err() {
        return Chosen::Leave;
    }
    if context.look.plain {
        return ask_by_number(context, &lines).await;
    }
    let leave = format!(" q  {}", words.say("menu-leave", &[]));
    lines.push(MenuItem { key: "q".to_owned(), text: leave, chosen: None });
    let first = labs.iter().position(|lab| progress.mark(lab.id.as_str()) != Mark::Done).unwrap_or(0);
    let (question, help) = (words.say("menu-ask", &[]), words.say("menu-help", &[]));
    let chosen = asked(move || {
        let size = lines.len();
        let select = Select::new(&question, lines)
            .with_help_message(&help)
            .with_page_size(size)
            .with_starting_cursor(first)
            .with_scorer(&|typed, line: &MenuItem, _, _| matching(typed, &line.key));
        Ok(select.prompt())
    });
    match chosen.await {
        Ok(Ok(line)) => line.chosen.map_or(Chosen::Leave, Chosen::Lab),
        Ok(Err(InquireError::OperationInterrupted)) => Chosen::Stop,
        _ => Chosen::Leave,
    }
}

/// Rates how well the typed text matches a line; `None` if it does not.
///
/// A complete key ranks first: 1 before 10.
fn matching(typed: &str, key: &str) -> Option<i64> {
    let typed = typed.trim();
    key.starts_with(typed).then_some(i64::from(key == typed))
}

/// Shows the menu as plain text and reads a line.
async fn ask_by_number(context: &Context, lines: &[MenuItem]) -> Chosen {
    let mut page = Page::new(context.look);
    for line in lines {
        page.hanging(line.text.trim_start(), " ", "     ");
    }
    put(&page.finish());
    loop {
        let words = context.words.say("menu-number", &[("count", lines.len().into())]);
        put(&format!(" {words} "));
        let Ok(typed) = asked(keys::line).await else { return Chosen::Leave };
        let chosen = lines.iter().find(|line| line.key == typed).and_then(|line| line.chosen);
        if let Some(lab) = chosen {
            return Chosen::Lab(lab);
        }
    }
}

/// Returns what was done before; empty if it cannot be read, which is reported.
fn progress(context: &Context) -> Progress {
    let Some(state) = &context.state else { return Progress::default() };
    Progress::read(&state.progress()).unwrap_or_else(|error| {
        context.progress_error(state, &error);
        Progress::default()
    })
}

fn lines(context: &Context, labs: &[Lab], progress: &Progress) -> Vec<MenuItem> {
    let titles: Vec<String> = labs.iter().map(|lab| safe_line(&lab.title).into_owned()).collect();
    let widest = titles.iter().map(|title| title.width()).max().unwrap_or(0);
    let facts: Vec<String> = labs.iter().map(|lab| facts(context, lab)).collect();
    let facts_width = facts.iter().map(|facts| facts.width()).max().unwrap_or(0);
    let room = context.look.width.saturating_sub(PROMPT);
    let line = |at: usize| {
        let done = progress.mark(labs[at].id.as_str());
        let mark = mark(context, done);
        let key = (at + 1).to_string();
        let text = if context.look.plain {
            format!("{key}. {}, {}, {mark}", titles[at], facts[at])
        } else {
            let (title, facts) = (pad(&titles[at], widest), pad(&facts[at], facts_width));
            // In a narrow terminal, progress is more useful than a lab's duration, and its sign more than
            // its words.
            [format!("{key:>2}  {title}  {facts}  {mark}"), format!("{key:>2}  {title}  {mark}")]
                .into_iter()
                .find(|line| line.width() <= room)
                .unwrap_or_else(|| cut(&format!("{key:>2}  {} {}", sign(done), titles[at]), room))
        };
        MenuItem { key, text, chosen: Some(at) }
    };
    (0..labs.len()).map(line).collect()
}

/// Returns the student's progress: a sign and words, or words only in plain text.
fn mark(context: &Context, mark: Mark) -> String {
    let (words, sign) = (&context.words, sign(mark));
    let text = match mark {
        Mark::New => words.say("menu-new", &[]),
        Mark::UnderWay { step, steps, last } => {
            let place = words.say("run-step", &[("number", step.into()), ("steps", steps.into())]);
            let day = last.split('T').next().unwrap_or_default();
            format!("{place}, {}", safe_line(day))
        }
        Mark::Done => words.say("menu-done", &[]),
    };
    if context.look.plain { text } else { format!("{sign} {text}") }
}

/// Returns the sign for the student's progress: empty, half or full.
const fn sign(mark: Mark) -> char {
    match mark {
        Mark::New => '○',
        Mark::UnderWay { .. } => '◐',
        Mark::Done => '●',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_names_a_line_by_its_key() {
        assert_eq!(matching("", "1"), Some(0));
        assert_eq!(matching("1", "1"), Some(1));
        assert_eq!(matching("1", "10"), Some(0));
        assert_eq!(matching("10", "1"), None);
        assert_eq!(matching("q", "q"), Some(1));
        assert_eq!(matching("q", "1"), None);
    }
}
