//! `statelab run`: drives the turns of a run, guided or without questions, and cleans up after it.

use std::io::{self, IsTerminal};

use super::allow::{Allowing, permit};
use super::args::{self, Format};
use super::belongings::Belongings;
use super::beside::{Beside, Shown};
use super::connect::{Starting, connect};
use super::context::Context;
use super::exit::Exit;
use super::guide::Guide;
use super::interrupt::{Interrupt, interruptible};
use super::leftovers::sweep;
use super::screen::{Screen, complain, put};
use super::state::{State, now};
use super::time_limit::TimeLimit;
use crate::engine::Answering;
use crate::event::{Outcome, RunFinished};
use crate::lab::Lab;
use crate::progress::Progress;
use crate::runner::{Recorder, Run, RunError, Turn};
use crate::view::{Page, Plain};

/// How a run is driven.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
struct Drive<'c> {
    /// Asks, where somebody is to be asked.
    guide: Option<Guide<'c>>,
    allowing: Allowing,
    fail_fast: bool,
    keep: bool,
    /// Whether the engine has names of the run's own.
    scoped: bool,
    /// Whether the evidence is unfolded unasked.
    evidence: bool,
    format: Format,
    /// How long a lab may take.
    time: Option<TimeLimit>,
}

/// What stopped a run before its end.
enum Stop {
    /// The student left.
    Left,
    /// A fault.
    Fault(RunError),
}

impl From<RunError> for Stop {
    fn from(error: RunError) -> Self {
        Self::Fault(error)
    }
}

/// The labs of these names; none: one of them cannot be had, which is said of each.
fn find(context: &Context, names: &[String]) -> Option<Vec<Lab>> {
    let found = names.iter().map(|name| {
        context.library.find(name).inspect_err(|error| {
            context.library_error(error);
        })
    });
    // All of them are looked for, so that every fault is told.
    found.collect::<Vec<_>>().into_iter().collect::<Result<_, _>>().ok()
}

/// Runs labs, one after the other; of their exits the gravest counts.
pub fn run(context: &Context, arguments: &args::Run) -> Exit {
    let Some(labs) = find(context, &arguments.labs) else {
        return Exit::Usage;
    };
    if let Err(exit) = Beside::check(context, arguments, &labs) {
        return exit;
    }
    let asked = !arguments.yes && arguments.format == Format::Text && can_ask(context);
    let time = TimeLimit::of(arguments.time_limit, asked);
    let drive = Drive {
        time,
        guide: asked.then(|| Guide::new(&context.words, context.look)),
        allowing: Allowing::of(arguments),
        fail_fast: arguments.fail_fast,
        keep: arguments.keep,
        scoped: arguments.scoped,
        evidence: arguments.evidence,
        format: arguments.format,
    };
    interruptible(context, async |interrupt| {
        let found = tokio::select! {
            found = connect(context, recorded(context, &arguments.labs), drive.starting()) => match found {
                Ok(found) => found,
                Err(exit) => return exit,
            },
            () = interrupt.asked() => return Exit::Interrupted,
        };
        let mut beside = match Beside::begin(context, arguments) {
            Ok(beside) => beside,
            Err(exit) => return exit,
        };
        let mut worst = Exit::Held;
        for lab in &labs {
            let exit = run_lab(context, &drive, lab, &found, interrupt, Some(&mut beside)).await;
            worst = worst.max(exit);
            if exit == Exit::Interrupted {
                break;
            }
        }
        worst.max(beside.finish(context))
    })
}

/// Runs a lab, guided, on a terminal where somebody can be asked.
pub async fn run_guided(context: &Context, lab: &Lab, found: &Answering, interrupt: &mut Interrupt) -> Exit {
    let guide = Some(Guide::new(&context.words, context.look));
    let drive = Drive {
        guide,
        allowing: Allowing::Asked,
        fail_fast: false,
        keep: false,
        scoped: false,
        evidence: false,
        format: Format::Text,
        time: TimeLimit::of(None, true),
    };
    run_lab(context, &drive, lab, found, interrupt, None).await
}

/// Whether somebody can be asked: the questions are drawn on standard error, where a terminal need
/// not be, unless they are plain.
pub fn can_ask(context: &Context) -> bool {
    let seen = io::stdout().is_terminal() && (context.look.plain || io::stderr().is_terminal());
    io::stdin().is_terminal() && seen
}

/// The first of these labs that carries a recording.
pub fn recorded<'n>(context: &Context, labs: &'n [String]) -> Option<&'n str> {
    let language = context.words.locale().tag();
    let has = |lab: &&String| {
        context
            .library
            .entry(lab)
            .is_ok_and(|entry| entry.recording(language).is_ok_and(|found| found.is_some()))
    };
    labs.iter().find(has).map(String::as_str)
}

async fn run_lab(
    context: &Context,
    drive: &Drive<'_>,
    lab: &Lab,
    found: &Answering,
    interrupt: &mut Interrupt,
    beside: Option<&mut Beside<'_>>,
) -> Exit {
    let permitted = tokio::select! {
        permitted = permit(context, drive.allowing, drive.guide.as_ref(), lab) => permitted,
        () = interrupt.asked() => Err(Exit::Interrupted),
    };
    drive.restore();
    if let Err(exit) = permitted {
        return exit;
    }
    tokio::select! {
        () = sweep(context, found, |line| drive.tell(&paragraph(context, line))) => {}
        () = interrupt.asked() => return Exit::Interrupted,
    }
    let belongings = match Belongings::new(context, lab, found, drive.keep, drive.scoped) {
        Ok(belongings) => belongings,
        Err(exit) => return exit,
    };
    let view = Plain::new(&context.words, context.look, drive.guide.is_some()).with_evidence(drive.evidence);
    let screen = (drive.format == Format::Text).then(|| Screen::new(view, !context.look.plain));
    let screen = Recorder::new(Shown { screen, beside, finished: None }, &lab.secrets);
    let mut screen = screen.by_lab(belongings.guard.prefix());
    let mut run = Run::new(lab, &belongings.guard, &belongings.workspace);
    let stopped = tokio::select! {
        ended = play(drive, lab, &mut run, &mut screen) => match ended {
            Ok(()) => None,
            Err(Stop::Left) => Some((Outcome::Interrupted, None)),
            Err(Stop::Fault(error)) => Some((Outcome::Errored, Some(belongings.told(error.message())))),
        },
        over = TimeLimit::over(drive.time) => Some((Outcome::Errored, Some(over))),
        () = interrupt.asked() => Some((Outcome::Interrupted, None)),
    };
    // What was asked when the run stopped is asked no more: the terminal is as it was.
    drive.restore();
    let outcome = run.finish(stopped, &mut screen);
    let exit = Exit::from(outcome);
    if let (Some(_), Some(run)) = (&drive.guide, &screen.sink.finished) {
        note(context, run);
    }
    if drive.keep {
        drive.tell(&belongings.kept(context));
        return exit;
    }
    drive.pause(outcome, drive.folded(&screen), interrupt).await;
    let removed = belongings.remove(context, &mut screen, interrupt).await;
    if removed { exit } else { exit.max(Exit::Engine) }
}

/// A text as a paragraph of its own.
fn paragraph(context: &Context, text: &str) -> String {
    let mut page = Page::new(context.look);
    page.wrapped(text, "");
    page.finish()
}

/// Notes what the student did; where that cannot be done it is said, and is no fault of the run.
fn note(context: &Context, run: &RunFinished) {
    if let Some(state) = State::of_user()
        && let Err(error) = Progress::note(&state.progress(), run, &now())
    {
        context.progress_error(&state, &error);
    }
}

impl Drive<'_> {
    /// Whether an engine of our own may be started.
    const fn starting(&self) -> Starting<'_> {
        match &self.guide {
            Some(guide) => Starting::Asked(guide),
            None => Starting::Unasked,
        }
    }

    /// Says something: on standard output, unless that is for programs.
    fn tell(&self, text: &str) {
        match self.format {
            Format::Text => put(text),
            Format::Json => complain(text),
        }
    }

    /// Puts the terminal back, where somebody was asked on it.
    fn restore(&self) {
        if let Some(guide) = &self.guide {
            guide.restore();
        }
    }

    /// A pause before a step that begins with a question, so that the step before can be read.
    async fn before_question(&self, guide: &Guide<'_>, screen: &Recorder<Shown<'_, '_>>) -> Result<(), Stop> {
        match self.folded(screen) {
            Some(evidence) => guide.enter("guide-enter-next", Some(evidence)).await.map_err(|_| Stop::Left),
            None => Ok(()),
        }
    }

    /// The evidence of the latest step, where it was not shown.
    fn folded(&self, screen: &Recorder<Shown<'_, '_>>) -> Option<String> {
        if self.evidence { None } else { screen.sink.evidence() }
    }

    /// Leaves a student the time to look around, before all is removed.
    async fn pause(&self, outcome: Outcome, evidence: Option<String>, interrupt: &mut Interrupt) {
        let Some(guide) = &self.guide else {
            return;
        };
        if matches!(outcome, Outcome::Interrupted | Outcome::Errored) {
            return;
        }
        // Whatever ends this pause, what follows is the same.
        tokio::select! {
            _ = guide.enter("guide-enter-end", evidence) => {}
            () = interrupt.asked() => {}
        }
        guide.restore();
    }
}

/// Plays all turns of a lab.
async fn play(
    drive: &Drive<'_>,
    lab: &Lab,
    run: &mut Run<'_>,
    screen: &mut Recorder<Shown<'_, '_>>,
) -> Result<(), Stop> {
    run.play(Turn::Begin, screen).await?;
    for step in &lab.steps {
        if let Some(guide) = drive.guide.as_ref().filter(|_| step.predict.is_some()) {
            drive.before_question(guide, screen).await?;
        }
        run.present(step, screen);
        let prediction = match (&drive.guide, &step.predict) {
            (Some(guide), Some(predict)) => {
                Some(guide.predict(&run.question(predict)).await.map_err(|_| Stop::Left)?)
            }
            (Some(guide), None) => {
                guide.enter("guide-enter", drive.folded(screen)).await.map_err(|_| Stop::Left)?;
                None
            }
            (None, _) => None,
        };
        let result = run.play(Turn::Step { id: &step.id.value, prediction }, screen).await?;
        if let (Some(guide), Some(question)) = (&drive.guide, screen.sink.transfer()) {
            guide.carry_over(&question).await.map_err(|_| Stop::Left)?;
        }
        if !result.go_on || (drive.fail_fast && result.outcome != Outcome::Passed) {
            break;
        }
    }
    Ok(())
}
