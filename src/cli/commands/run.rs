//! `statelab run`: runs labs, guided or without questions, and cleans up.

use std::collections::BTreeSet;

use crate::cli::allow::{Allowing, permit};
use crate::cli::arguments;
use crate::cli::arguments::values::Format;
use crate::cli::connect::{Starting, connect};
use crate::cli::context::{Context, can_ask, interruptible};
use crate::cli::exit::Exit;
use crate::cli::terminal::guided::{Guided, Prompts};
use crate::cli::terminal::prompt::Guide;
use crate::cli::terminal::screen::{RunOutput, Screen, complain, put};
use crate::engine::{Answering, Kind};
use crate::event::{Message, Outcome, RunFinished};
use crate::lab::Lab;
use crate::progress::Progress;
use crate::report::{Report, ReportOptions, now};
use crate::session::{
    Cleanup, Driver, Pause, RunOptions, Session, SessionError, Swept, TimeLimit, Unasked, sweep,
};
use crate::story::shell_word;
use crate::supervise::{Interrupt, StateDir, removal};
use crate::view::{Page, Plain, safe_line, say};

/// How a run is driven.
struct Drive<'c> {
    /// Asks questions; `None` in an unattended run.
    guide: Option<Guide<'c>>,
    allowing: Allowing,
    options: RunOptions,
    /// Whether the evidence is shown without asking.
    evidence: bool,
    format: Format,
}

/// Returns the labs with these names; `None` if one cannot be read.
///
/// Each error is reported.
fn find(context: &Context, names: &[String]) -> Option<Vec<Lab>> {
    let found = names.iter().map(|name| {
        context.library.find(name).inspect_err(|error| {
            context.library_error(error);
        })
    });
    // Read all of them first, so that every error is reported.
    found.collect::<Vec<_>>().into_iter().collect::<Result<_, _>>().ok()
}

/// Runs labs one after another. Returns the worst exit status.
pub fn run(context: &Context, arguments: &arguments::Run) -> Exit {
    let Some(labs) = find(context, &arguments.labs) else {
        return Exit::Usage;
    };
    let reports = reports(arguments);
    if let Err(taken) = Report::check(&reports, &labs) {
        context.complain(&taken);
        return Exit::Usage;
    }
    let asked = !arguments.yes && arguments.format == Format::Text && can_ask(context);
    let options = RunOptions {
        cleanup: if arguments.keep { Cleanup::Keep } else { Cleanup::Reap },
        scoped: arguments.scoped,
        fail_fast: arguments.fail_fast,
        time_limit: TimeLimit::of(arguments.time_limit, asked),
    };
    let drive = Drive {
        guide: asked.then(|| Guide::new(&context.words, context.look)),
        allowing: Allowing::of(arguments.allow, arguments.no_allow),
        options,
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
        let mut report = match Report::begin(&context.words, &reports) {
            Ok(report) => report,
            Err(fault) => return context.complain(&fault),
        };
        let mut worst = Exit::Held;
        for lab in &labs {
            let exit = run_lab(context, &drive, lab, &found, interrupt, Some(&mut report)).await;
            worst = worst.max(exit);
            if exit == Exit::Interrupted {
                break;
            }
        }
        // With JSON, standard output is for programs.
        let tell = if drive.format == Format::Json { complain } else { put };
        worst.max(context.reported(report.finish(), tell))
    })
}

/// Returns the reports that the arguments ask for.
fn reports(arguments: &arguments::Run) -> ReportOptions<'_> {
    ReportOptions {
        recording: arguments.record.as_deref(),
        lines: (arguments.format == Format::Json).then_some(put as fn(&str)),
        pictures: arguments.pictures.as_deref(),
    }
}

/// Runs a lab guided, on a terminal.
pub async fn run_guided(context: &Context, lab: &Lab, found: &Answering, interrupt: &mut Interrupt) -> Exit {
    let guide = Some(Guide::new(&context.words, context.look));
    let options = RunOptions { cleanup: Cleanup::Reap, ..RunOptions::default() };
    let drive = Drive { guide, allowing: Allowing::Asked, options, evidence: false, format: Format::Text };
    run_lab(context, &drive, lab, found, interrupt, None).await
}

/// Returns the first of these labs that has a recording.
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
    report: Option<&mut Report<'_>>,
) -> Exit {
    let permitted = tokio::select! {
        permitted = permit(context, drive.allowing, drive.guide.as_ref(), lab) => permitted,
        () = interrupt.asked() => Err(Exit::Interrupted),
    };
    drive.restore();
    if let Err(exit) = permitted {
        return exit;
    }
    let state = match context.state_dir() {
        Ok(state) => state,
        Err(exit) => return exit,
    };
    tokio::select! {
        () = sweep(found, state, |swept| drive.swept(context, swept)) => {}
        () = interrupt.asked() => return Exit::Interrupted,
    }
    let session = match Session::open(lab, found, &drive.options, state) {
        Ok(session) => session,
        Err(error) => return not_opened(context, state, &error),
    };
    if let Some(fault) = session.reaper_fault() {
        context.warn(&fault);
    }
    let view = Plain::new(&context.words, context.look, drive.guide.is_some()).with_evidence(drive.evidence);
    let screen = (drive.format == Format::Text).then(|| Screen::new(view, !context.look.plain));
    let mut output = RunOutput { screen, report };
    let mut guided = drive.guide.as_ref().map(|guide| Guided::new(guide, Prompts::RUN, drive.evidence));
    let driver: &mut dyn Driver = match &mut guided {
        Some(guided) => guided,
        None => &mut Unasked,
    };
    let outcome = session.drive(driver, &mut output, interrupt.asked()).await;
    if let Some(run) = guided.as_ref().and_then(Guided::finished) {
        note(context, state, run);
    }
    let exit = Exit::from(outcome);
    if drive.options.cleanup == Cleanup::Keep {
        drive.tell(&kept(context, &session));
        return exit;
    }
    if let Some(guided) = &mut guided {
        look_around(guided, outcome, interrupt).await;
    }
    let removed = close(context, &session, &mut output, interrupt).await;
    if removed { exit } else { exit.max(Exit::Engine) }
}

/// Gives the student time to look around before everything is removed.
async fn look_around(guided: &mut Guided<'_>, outcome: Outcome, interrupt: &mut Interrupt) {
    if matches!(outcome, Outcome::Interrupted | Outcome::Errored) {
        return;
    }
    // The pause may end in any way: the next step is the same.
    tokio::select! {
        _ = guided.pause(Pause::End) => {}
        () = interrupt.asked() => {}
    }
    guided.restore();
}

/// Removes what the run made. Returns whether everything was removed.
///
/// A second interrupt ends it at once; the reaper continues.
async fn close(
    context: &Context,
    session: &Session<'_>,
    output: &mut RunOutput<'_, '_>,
    interrupt: &mut Interrupt,
) -> bool {
    let closed = tokio::select! {
        closed = session.close(output) => closed,
        () = interrupt.asked() => {
            output.quiet();
            leave(context, session);
            return false;
        }
    };
    if let Some(left) = &closed.workspace_left {
        context.complain(left);
    }
    if closed.reaper_goes_on {
        context.note(&context.words.say("run-left-tried-again", &[]));
    }
    closed.all
}

/// Reports who removes what the run made, if this process does not.
fn leave(context: &Context, session: &Session<'_>) {
    let words = |key: &str| context.words.say(key, &[]);
    if session.has_reaper() {
        context.note(&words("run-left-to-reaper"));
    } else {
        complain(&format!("{}\n{}", words("run-left-behind"), removals(session)));
    }
}

/// Returns what `--keep` leaves, and how to remove it.
fn kept(context: &Context, session: &Session<'_>) -> String {
    let words = say(&context.words, &Message::new("run-kept"));
    let paths = [session.workspace(), session.ledger()];
    let [folder, ledger] = paths.map(|path| shell_word(&path.display().to_string()));
    format!("{words}\n{}  rm -r {folder} {ledger}\n", removals(session))
}

/// Returns the commands that remove what still exists, one on each line.
fn removals(session: &Session<'_>) -> String {
    let command = |(kind, name): (Kind, String)| ["  ", &removal(kind, &name), "\n"].concat();
    session.owned().into_iter().map(command).collect()
}

/// Reports why a session could not be opened.
fn not_opened(context: &Context, state: &StateDir, error: &SessionError) -> Exit {
    match error {
        SessionError::StateDir(error) => context.state_error(state, error),
        SessionError::Randomness(error) => context.system_error(error),
    }
}

/// Returns text as a paragraph.
fn paragraph(context: &Context, text: &str) -> String {
    let mut page = Page::new(context.look);
    page.wrapped(text, "");
    page.finish()
}

/// Saves the student's progress. A failure is reported but does not fail the run.
fn note(context: &Context, state: &StateDir, run: &RunFinished) {
    if let Err(error) = Progress::note(&state.progress(), run, &now()) {
        context.progress_error(state, &error);
    }
}

impl Drive<'_> {
    /// Returns whether our own engine may be started.
    const fn starting(&self) -> Starting<'_> {
        match &self.guide {
            Some(guide) => Starting::Asked(guide),
            None => Starting::Unasked,
        }
    }

    /// Prints text on standard output, or on standard error with JSON.
    fn tell(&self, text: &str) {
        match self.format {
            Format::Text => put(text),
            Format::Json => complain(text),
        }
    }

    /// Reports what happened to earlier runs that are over.
    fn swept(&self, context: &Context, swept: Swept) {
        let joined =
            |labs: BTreeSet<String>| labs.iter().map(|lab| safe_line(lab)).collect::<Vec<_>>().join(", ");
        let line = match swept {
            Swept::Removed { lab, objects } => {
                let what = context.named(objects.iter().map(|(kind, name)| (*kind, name.as_str())));
                let words = [("lab", safe_line(&lab).into()), ("what", what.into())];
                context.words.say("run-swept", &words)
            }
            Swept::Later(labs) => context.words.say("run-swept-later", &[("labs", joined(labs).into())]),
            Swept::Left(left) => return context.warn(&left),
            Swept::NotLater(labs, error) => {
                let message = Message::new("run-not-swept").arg("labs", joined(labs));
                return context.warn(&message.arg("cause", error.to_string()));
            }
        };
        self.tell(&paragraph(context, &line));
    }

    /// Restores the terminal after questions.
    fn restore(&self) {
        if let Some(guide) = &self.guide {
            guide.restore();
        }
    }
}
