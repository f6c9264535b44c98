//! `statelab replay`: plays a recording through the same view as a run.
//!
//! It uses no engine.

mod pace;
mod quiz;
mod recorded;

use std::io::{BufRead, BufReader};
use std::path::Path;

use crate::cli::arguments;
use crate::cli::arguments::values::Speed;
use crate::cli::context::{Context, can_ask, interruptible};
use crate::cli::exit::Exit;
use crate::cli::terminal::guided::{Guided, Prompts};
use crate::cli::terminal::prompt::Guide;
use crate::cli::terminal::screen::{Screen, complain, put};
use crate::event::{Event, Message, Sink};
use crate::host::{not_plain, open_plain_at};
use crate::lab::{Lab, LibraryError};
use crate::recording::{Damage, Flaw, RecordingReader};
use crate::report::{Report, ReportOptions};
use crate::runner::Recorder;
use crate::session::{Driver, Listeners, Pause, Stop, Unasked, drive};
use crate::supervise::Interrupt;
use crate::view::{Page, Plain, safe_line};
use pace::Pace;
use quiz::Quiz;
use recorded::{Damaged, Recorded};

/// A recording that can be played.
struct Tape {
    /// Its name in messages.
    name: String,
    lines: Box<dyn BufRead>,
    /// The lab that has the recording.
    lab: Option<Lab>,
}

/// How a recording is played.
#[derive(Clone, Copy)]
struct Playing<'p> {
    speed: Option<Speed>,
    /// The folder for pictures.
    pictures: Option<&'p Path>,
    /// Whether the lab's questions are asked.
    asks: bool,
}

/// Plays a recording.
pub fn replay(context: &Context, arguments: &arguments::Replay) -> Exit {
    let tape = match find(context, &arguments.what) {
        Ok(tape) => tape,
        Err(exit) => return exit,
    };
    let playing =
        Playing { speed: arguments.speed, pictures: arguments.pictures.as_deref(), asks: !arguments.yes };
    interruptible(context, async |interrupt| play(context, tape, playing, interrupt).await)
}

/// Plays a lab's recording on a terminal, with its questions.
pub async fn replay_lab(context: &Context, lab: &str, interrupt: &mut Interrupt) -> Exit {
    match find(context, lab) {
        Ok(tape) => play(context, tape, Playing { speed: None, pictures: None, asks: true }, interrupt).await,
        Err(exit) => exit,
    }
}

/// Returns a lab's recording, or the recording in a file.
///
/// A lab id takes precedence over a file with that name, unless `what` is written as a path.
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

async fn play(context: &Context, tape: Tape, playing: Playing<'_>, interrupt: &mut Interrupt) -> Exit {
    let reader = match RecordingReader::open(tape.lines) {
        Ok(reader) => reader,
        Err(damage) => {
            context.complain(&said(&tape.name, &damage));
            return Exit::Usage;
        }
    };
    let report = match report(context, playing.pictures) {
        Ok(report) => report,
        Err(exit) => return exit,
    };
    let guide = (tape.lab.is_some() && playing.asks && can_ask(context))
        .then(|| Guide::new(&context.words, context.look));
    let mut output = ReplayOutput {
        context,
        screen: Screen::new(Plain::new(&context.words, context.look, guide.is_some()), !context.look.plain),
        report,
        content: tape.lab.as_ref().map(Lab::content),
        date: date(&reader.header().made),
        engine: None,
        ended: false,
    };
    let quiz = tape.lab.as_ref().filter(|_| guide.is_some()).map(Quiz::new);
    let mut recorded = Recorded::new(reader, Pace::new(playing.speed), quiz);
    let mut guided = guide.as_ref().map(|guide| Guided::new(guide, Prompts::REPLAY, false));
    let driver: &mut dyn Driver = match &mut guided {
        Some(guided) => guided,
        None => &mut Unasked,
    };
    output.say("replay-begins");
    let left = tokio::select! {
        ended = play_all(&mut recorded, driver, &mut output) => ended.is_err(),
        () = interrupt.asked() => true,
    };
    output.screen.quiet();
    if let Some(guide) = &guide {
        guide.restore();
    }
    let drawn = output.report.take();
    let drawn = || drawn.map_or(Exit::Held, |report| context.reported(report.finish(), put));
    if left {
        put(&format!("\n{}\n", context.words.say("replay-stopped", &[])));
        return drawn().max(Exit::Interrupted);
    }
    if output.engine.is_some() {
        output.say("replay-ends");
    }
    drawn().max(finish(context, &tape.name, &recorded.damaged, output.ended))
}

/// Plays all runs of a recording.
async fn play_all<R: BufRead>(
    recorded: &mut Recorded<'_, R>,
    driver: &mut dyn Driver,
    sink: &mut dyn Sink,
) -> Result<(), Stop> {
    // Secrets were masked when the recording was made.
    let mut to = Recorder::new(Listeners { driver, sink }, &[]);
    loop {
        drive(recorded, &mut to).await?;
        if recorded.is_over() {
            return Ok(());
        }
        to.sink.driver.pause(Pause::End).await?;
    }
}

/// Starts the pictures report, if asked for.
fn report<'c>(context: &'c Context, folder: Option<&Path>) -> Result<Option<Report<'c>>, Exit> {
    let options = ReportOptions { pictures: folder, ..ReportOptions::default() };
    Report::check(&options, &[]).map_err(|taken| {
        context.complain(&taken);
        Exit::Usage
    })?;
    let begun = folder.map(|_| Report::begin(&context.words, &options));
    begun.transpose().map_err(|fault| context.complain(&fault))
}

/// The outputs of a replay.
struct ReplayOutput<'p> {
    context: &'p Context,
    screen: Screen<'p>,
    /// The report that draws pictures, if asked for.
    report: Option<Report<'p>>,
    /// The lab's current content, if the lab is available.
    content: Option<String>,
    /// The day on which the recording was made.
    date: String,
    /// The engine that it was made on, once known.
    engine: Option<String>,
    /// Whether the last run that began was played to its end.
    ended: bool,
}

impl Sink for ReplayOutput<'_> {
    fn take(&mut self, event: &Event) {
        match event {
            Event::RunStarted(run) => {
                self.engine = Some(run.engine.clone());
                self.ended = false;
                if self.content.as_ref().is_some_and(|content| *content != run.content) {
                    complain(&format!("{}\n", self.context.words.say("replay-stale", &[])));
                }
            }
            Event::RunFinished(_) => self.ended = true,
            _ => {}
        }
        if let Some(report) = &mut self.report {
            report.take(event);
        }
        self.screen.take(event);
    }
}

impl ReplayOutput<'_> {
    /// Announces that this is a recording, with its date.
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
}

/// Reports what could not be read.
fn finish(context: &Context, name: &str, damaged: &Damaged, ended: bool) -> Exit {
    for damage in &damaged.named {
        context.complain(&said(name, damage));
    }
    if damaged.more > 0 {
        let words = context.words.say("recording-more", &[("count", damaged.more.into())]);
        complain(&format!("{words}\n"));
    }
    if !ended && !damaged.breaks_off {
        context.complain(&Message::new("recording-unfinished").arg("name", name));
    }
    if ended && damaged.named.is_empty() { Exit::Held } else { Exit::Usage }
}

/// Returns the message for a damaged line.
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

/// Returns the day of a timestamp such as `2026-11-24T08:35:55Z`, or `unknown`.
fn date(made: &str) -> String {
    let day = made.split('T').next().unwrap_or_default();
    let is_day = day.len() == 10 && day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if is_day { day.to_owned() } else { "unknown".to_owned() }
}
