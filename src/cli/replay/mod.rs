//! `statelab replay`: plays a recording through the same view as a run. No engine is asked for
//! anything.

mod pace;
mod quiz;

use std::io::{BufRead, BufReader};
use std::path::Path;

pub use pace::Speed;

use super::args;
use super::context::Context;
use super::exit::Exit;
use super::guide::{Guide, Left};
use super::interrupt::{Interrupt, interruptible};
use super::pictures::{Pictures, may_be_drawn, not_written};
use super::run::can_ask;
use super::screen::{Screen, complain, put};
use crate::event::{Event, Message, Sink};
use crate::host::{not_plain, open_plain_at};
use crate::lab::{Lab, LibraryError};
use crate::recording::{Damage, Flaw, Moment, Reader};
use crate::view::{Page, Plain, safe_line};
use pace::Pace;
use quiz::Quiz;

/// How many damaged lines are named; of more only how many there are.
const NAMED: usize = 5;

/// A recording that can be played.
struct Tape {
    /// How it is named in messages.
    name: String,
    lines: Box<dyn BufRead>,
    /// The lab that carries it.
    lab: Option<Lab>,
}

/// Plays a recording.
pub fn replay(context: &Context, arguments: &args::Replay) -> Exit {
    let tape = match find(context, &arguments.what) {
        Ok(tape) => tape,
        Err(exit) => return exit,
    };
    interruptible(context, async |interrupt| play(context, tape, arguments, interrupt).await)
}

/// Plays the recording that a lab carries, on a terminal, with its questions.
pub async fn replay_lab(context: &Context, lab: &str, interrupt: &mut Interrupt) -> Exit {
    let arguments = args::Replay { what: lab.to_owned(), speed: None, pictures: None, yes: false };
    match find(context, lab) {
        Ok(tape) => play(context, tape, &arguments, interrupt).await,
        Err(exit) => exit,
    }
}

/// The recording of a lab, else the one in a file. An id wins over a file of that name, unless it is
/// written as a path.
fn find(context: &Context, what: &str) -> Result<Tape, Exit> {
    let path = Path::new(what);
    let is_file = path.exists() && !path.is_dir() && path.file_name().is_some_and(|name| name != "lab.toml");
    let is_path = what.contains(['/', std::path::MAIN_SEPARATOR]);
    if is_path && is_file {
        return of_file(context, what);
    }
    if is_path && !path.exists() {
        context.complain(&Message::new("replay-nothing-there").arg("path", what));
        return Err(Exit::Usage);
    }
    let entry = match context.library.entry(what) {
        Ok(entry) => entry,
        Err(LibraryError::UnknownLab { .. }) if is_file => return of_file(context, what),
        Err(error) => {
            context.library_error(&error);
            return Err(Exit::Usage);
        }
    };
    let lab = context.library.read(&entry).map_err(|error| {
        context.library_error(&error);
        Exit::Usage
    })?;
    let name = context.words.say("replay-of-lab", &[("lab", safe_line(what).into())]);
    match entry.recording(context.words.locale().tag()) {
        Ok(Some(lines)) => Ok(Tape { name, lines, lab: Some(lab) }),
        Ok(None) => {
            context.complain(&Message::new("replay-none").arg("lab", what));
            Err(Exit::Usage)
        }
        Err(error) => {
            context.library_error(&error);
            Err(Exit::Usage)
        }
    }
}

fn of_file(context: &Context, path: &str) -> Result<Tape, Exit> {
    match open_plain_at(Path::new(path)) {
        Ok(file) => Ok(Tape { name: path.to_owned(), lines: Box::new(BufReader::new(file)), lab: None }),
        Err(cause) if not_plain(&cause).is_some() => {
            context.complain(&Message::new("recording-no-file").arg("name", path));
            Err(Exit::Usage)
        }
        Err(cause) => Err(unreadable(context, path, &cause)),
    }
}

fn unreadable(context: &Context, name: &str, cause: &std::io::Error) -> Exit {
    let message = Message::new("recording-unreadable").arg("name", name).arg("line", "1");
    context.complain(&message.arg("cause", cause.to_string()));
    Exit::Usage
}

async fn play(context: &Context, tape: Tape, arguments: &args::Replay, interrupt: &mut Interrupt) -> Exit {
    let reader = match Reader::open(tape.lines) {
        Ok(reader) => reader,
        Err(damage) => {
            context.complain(&said(&tape.name, &damage));
            return Exit::Usage;
        }
    };
    let pictures = match pictures(context, arguments.pictures.as_deref()) {
        Ok(pictures) => pictures,
        Err(exit) => return exit,
    };
    let guide = (tape.lab.is_some() && !arguments.yes && can_ask(context))
        .then(|| Guide::new(&context.words, context.look));
    let view = Plain::new(&context.words, context.look, guide.is_some());
    let mut player = Player {
        context,
        screen: Screen::new(view, !context.look.plain),
        pace: Pace::new(arguments.speed),
        quiz: tape.lab.as_ref().map(Quiz::new),
        guide,
        pictures,
        date: date(&reader.header().made),
        engine: None,
        ended: false,
        damaged: Damaged::default(),
    };
    player.say("replay-begins");
    let left = tokio::select! {
        ended = player.play(reader) => ended.is_err(),
        () = interrupt.asked() => true,
    };
    player.screen.quiet();
    if let Some(guide) = &player.guide {
        guide.restore();
    }
    let drawn = player.pictures.take();
    let drawn = || drawn.map_or(Exit::Held, |pictures| pictures.finish(context, put));
    if left {
        put(&format!("\n{}\n", context.words.say("replay-stopped", &[])));
        return drawn().max(Exit::Interrupted);
    }
    if player.engine.is_some() {
        player.say("replay-ends");
    }
    drawn().max(player.finish(&tape.name))
}

/// Begins the pictures that are asked for.
fn pictures<'c>(context: &'c Context, folder: Option<&Path>) -> Result<Option<Pictures<'c>>, Exit> {
    let Some(folder) = folder else {
        return Ok(None);
    };
    may_be_drawn(folder, &[]).map_err(|taken| {
        context.complain(&taken);
        Exit::Usage
    })?;
    let begun = Pictures::begin(&context.words, folder);
    begun.map(Some).map_err(|fault| context.complain(&not_written(folder, &fault)))
}

/// A recording that is being played.
struct Player<'p> {
    context: &'p Context,
    screen: Screen<'p>,
    pace: Pace,
    /// The lab's questions, where the lab is at hand.
    quiz: Option<Quiz<'p>>,
    /// Asks, where somebody is to be asked.
    guide: Option<Guide<'p>>,
    /// Draws, where pictures are asked for.
    pictures: Option<Pictures<'p>>,
    /// The day on which it was made.
    date: String,
    /// The engine that it was made on, once it was said.
    engine: Option<String>,
    /// Whether the last run that began was played to its end.
    ended: bool,
    damaged: Damaged,
}

/// What of a recording could not be read.
#[derive(Default)]
struct Damaged {
    /// The first ones.
    named: Vec<Damage>,
    /// How many come after them.
    more: usize,
    /// Whether the last line breaks off.
    breaks_off: bool,
}

impl Damaged {
    fn take(&mut self, damage: Damage) {
        self.breaks_off |= matches!(damage.flaw, Flaw::BreaksOff);
        if self.named.len() < NAMED { self.named.push(damage) } else { self.more += 1 }
    }
}

impl Player<'_> {
    /// Plays all of it.
    async fn play<R: BufRead>(&mut self, mut reader: Reader<R>) -> Result<(), Left> {
        while let Some(read) = reader.line() {
            // However long the recording is, it can be stopped after each line.
            tokio::task::yield_now().await;
            match read {
                Ok(Some(Moment { at_ms, event })) => {
                    self.pace.until(at_ms).await;
                    self.event(&event).await?;
                }
                Ok(None) => {}
                Err(damage) => self.damaged.take(damage),
            }
        }
        Ok(())
    }

    /// What an event says of the recording itself, and of its pictures.
    fn note(&mut self, event: &Event) {
        match event {
            Event::RunStarted(run) => {
                self.engine = Some(run.engine.clone());
                self.ended = false;
                if self.quiz.as_ref().is_some_and(|quiz| !quiz.is_of(run)) {
                    complain(&format!("{}\n", self.context.words.say("replay-stale", &[])));
                }
            }
            Event::RunFinished(_) => self.ended = true,
            _ => {}
        }
        if let Some(pictures) = &mut self.pictures {
            pictures.take(event);
        }
    }

    async fn event(&mut self, event: &Event) -> Result<(), Left> {
        self.note(event);
        let (Some(guide), Some(quiz)) = (&self.guide, &mut self.quiz) else {
            self.screen.take(event);
            return Ok(());
        };
        // Who is asked now gives an answer of their own.
        if matches!(event, Event::PredictionLocked(_) | Event::PredictionGraded(_)) {
            return Ok(());
        }
        let question = match event {
            Event::StepPresented(step) => quiz.question(&step.step),
            _ => None,
        };
        // As in a run, the step before a question can be read before that takes its place.
        if question.is_some()
            && let Some(evidence) = self.screen.evidence()
        {
            guide.enter("replay-enter", Some(evidence)).await?;
        }
        self.screen.take(event);
        if let Some(graded) = quiz.graded(event) {
            self.screen.take(&Event::PredictionGraded(graded));
        }
        if let Some(question) = self.screen.transfer() {
            guide.carry_over(&question).await?;
        }
        if let Event::StepPresented(step) = event {
            match question {
                Some(predict) => {
                    let choice = guide.predict(&predict).await?;
                    if let Some(locked) = quiz.lock(&step.step, predict, &choice) {
                        self.screen.take(&Event::PredictionLocked(locked));
                    }
                }
                None => guide.enter("replay-enter", self.screen.evidence()).await?,
            }
        }
        if let Event::RunFinished(_) = event {
            guide.enter("replay-enter", self.screen.evidence()).await?;
        }
        Ok(())
    }

    /// Says that this is a recording, and of when.
    fn say(&self, key: &str) {
        let (words, look) = (&self.context.words, self.context.look);
        let engine = self.engine.as_deref().unwrap_or_default();
        let text =
            words.say(key, &[("date", self.date.as_str().into()), ("engine", safe_line(engine).into())]);
        let mut page = Page::new(look);
        if self.engine.is_some() {
            page.line("");
        }
        page.wrapped(text, "");
        put(&page.finish());
    }

    /// Says what of the recording could not be read.
    fn finish(self, name: &str) -> Exit {
        for damage in &self.damaged.named {
            self.context.complain(&said(name, damage));
        }
        if self.damaged.more > 0 {
            let more = self.damaged.more;
            let words = self.context.words.say("recording-more", &[("count", more.into())]);
            complain(&format!("{words}\n"));
        }
        if !self.ended && !self.damaged.breaks_off {
            self.context.complain(&Message::new("recording-unfinished").arg("name", name));
        }
        if self.ended && self.damaged.named.is_empty() { Exit::Held } else { Exit::Usage }
    }
}

/// What to say of a damaged line.
fn said(name: &str, damage: &Damage) -> Message {
    let message = Message::new(format!("recording-{}", damage.flaw.code()))
        .arg("name", name)
        .arg("line", damage.line.to_string());
    match &damage.flaw {
        Flaw::Newer { version } => message.arg("version", version.to_string()),
        Flaw::Unreadable(cause) => message.arg("cause", cause.to_string()),
        _ => message,
    }
}

/// The day of a moment such as `2026-11-24T08:35:55Z`; `unknown` where it is none.
fn date(made: &str) -> String {
    let day = made.split('T').next().unwrap_or_default();
    let is_day = day.len() == 10 && day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if is_day { day.to_owned() } else { "unknown".to_owned() }
}
