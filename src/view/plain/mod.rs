//! A run as a stream of text.
//!
//! Terminals get colour; logs and screen readers get none.
//!
//! Each kind of event has a small function that returns its text: actions here, results in `judged`.

mod flags;
mod gap;
mod judged;
mod last_line;
mod narrated;
mod will_do;

use std::time::Duration;

use unicode_width::UnicodeWidthStr;

use last_line::LastLine;

use super::page::Page;
use super::paint::{Look, cut, help, pad, say};
use super::picture::picture;
use super::stand_in::stand_in;
use super::{safe, safe_line};
use crate::event::{
    Captured, CleanFinished, CommandEnd, CommandFinished, Event, FilesWritten, Message, ObjectKind, Outcome,
    PullFinished, Readied, RunFinished, RunStarted, StepFinished, StepPresented, Waiting,
};
use crate::fate::{is_made_up, short};
use crate::i18n::Words;
use crate::story::{Narrative, Narrator, Picture};

/// The number of output lines that are shown for a command.
const OUTPUT: usize = 12;
/// The width of output lines that is shown, in columns.
const OUTPUT_WIDTH: usize = 200;

/// A view that renders events as text.
pub struct Plain<'w> {
    words: &'w Words,
    look: Look,
    guided: bool,
    evidence: bool,
    picture: Picture,
    narrator: Narrator,
    /// The narrative of the latest finished step.
    narrative: Option<Narrative>,
    steps: usize,
    printed: LastLine,
}

impl<'w> Plain<'w> {
    /// Creates a view. A `guided` run also shows a step's commands before they run.
    #[must_use]
    pub fn new(words: &'w Words, look: Look, guided: bool) -> Self {
        Self {
            words,
            look,
            guided,
            evidence: false,
            picture: Picture::default(),
            narrator: Narrator::default(),
            narrative: None,
            steps: 0,
            printed: LastLine::default(),
        }
    }

    /// Shows each step's evidence.
    #[must_use]
    pub const fn with_evidence(mut self, evidence: bool) -> Self {
        self.evidence = evidence;
        self
    }

    /// Returns the text for an event; often empty.
    pub fn text(&mut self, event: &Event) -> String {
        self.picture.take(event);
        self.printed.take(event);
        self.narrative = self.narrator.take(event).or_else(|| self.narrative.take());
        let mut page = Page::new(self.look);
        match event {
            Event::RunStarted(run) => self.run_started(&mut page, run),
            Event::PullFinished(pull) => self.pull_finished(&mut page, pull),
            Event::StepPresented(step) => self.step_presented(&mut page, step),
            Event::FilesWritten(written) => self.files_written(&mut page, written),
            Event::CommandFinished(command) => self.command_finished(&mut page, command),
            Event::Captured(captured) => Self::captured(&mut page, captured),
            Event::Readied(ready) => self.readied(&mut page, ready),
            Event::CheckJudged(check) => self.check_judged(&mut page, check),
            Event::FateSettled(settled) => self.fate_settled(&mut page, settled),
            Event::AnswersJudged(judged) => self.answers_judged(&mut page, judged),
            Event::PredictionGraded(graded) => self.prediction_graded(&mut page, graded),
            Event::StepFinished(step) => self.step_finished(&mut page, step),
            Event::RunFinished(run) => self.run_finished(&mut page, run),
            Event::CleanFinished(clean) => self.clean_finished(&mut page, clean),
            _ => {}
        }
        page.finish()
    }

    /// Returns the activity that an event starts, in a few words.
    ///
    /// An empty text ends the activity; `None` changes nothing.
    #[must_use]
    pub fn busy(&self, event: &Event) -> Option<String> {
        let pulling = |image: &str| self.words.say("run-pulling", &[("image", safe_line(image).into())]);
        let busy = match event {
            Event::PullStarted(pull) => pulling(&pull.image),
            Event::PullProgressed(pull) if pull.total == 0 => {
                format!("{}: {}", pulling(&pull.image), safe_line(&pull.status))
            }
            Event::PullProgressed(pull) => {
                let megabytes = |bytes: u64| bytes.div_ceil(1_000_000);
                format!("{}: {} / {} MB", pulling(&pull.image), megabytes(pull.done), megabytes(pull.total))
            }
            Event::CommandStarted(command) => {
                self.words.say("run-busy", &[("line", safe_line(&command.line).into())])
            }
            Event::CommandOutput(_) => self.printed.shown(self.look.width)?,
            Event::WaitStarted(wait) => self.waiting(&wait.subject),
            Event::CleanStarted(_) => self.word("run-cleaning"),
            Event::PullFinished(_)
            | Event::CommandFinished(_)
            | Event::WaitFinished(_)
            | Event::RunFinished(_)
            | Event::CleanFinished(_) => String::new(),
            _ => return None,
        };
        Some(busy)
    }

    /// Returns the activity as a line of its own, for output without a moving line.
    #[must_use]
    pub fn waits(&self, busy: &str) -> String {
        // Leave room for the text after it.
        let look = Look { width: self.look.width - 2, ..self.look };
        format!("{} …\n", look.wrap(busy, "  ", "    "))
    }

    fn waiting(&self, subject: &Waiting) -> String {
        let (key, name, value) = match subject {
            Waiting::Ready { container } => ("run-waiting-ready", "container", container),
            Waiting::Check { text } => ("run-waiting-check", "text", text),
            Waiting::Holds { text } => ("run-waiting-holds", "text", text),
            Waiting::Watch { label } => ("run-waiting-watch", "label", label),
            Waiting::Command { line, foreground: false } => ("run-waiting-command", "line", line),
            Waiting::Command { line, foreground: true } => ("run-waiting-foreground", "line", line),
        };
        let one_line = value.split_whitespace().collect::<Vec<_>>().join(" ");
        self.words.say(key, &[(name, safe_line(&one_line).into())])
    }

    fn word(&self, key: &str) -> String {
        self.words.say(key, &[])
    }

    fn time(&self, millis: u64) -> String {
        self.words.time(Duration::from_millis(millis))
    }

    /// Adds a result: a coloured sign, or a word in plain mode, and a text.
    fn judged(&self, page: &mut Page, held: bool, what: &str) {
        let mark = match (self.look.plain, held) {
            (true, true) => format!("{}:", self.word("run-held")),
            (true, false) => format!("{}:", self.word("run-not-held")),
            (false, true) => "✓".to_owned(),
            (false, false) => "✗".to_owned(),
        };
        let painted = if held { self.look.good(&mark) } else { self.look.bad(&mark) };
        // Wrap after blanks of the mark's width, and paint the mark afterwards.
        let blank = " ".repeat(mark.width() + 3);
        let what = self.look.wrap_hard(what, &blank, "    ");
        page.line(format!("  {painted} {}", what.trim_start()));
    }

    /// Adds labelled lines, aligned.
    fn labelled(&self, page: &mut Page, indent: &str, lines: &[(&str, String)]) {
        let labels: Vec<String> = lines.iter().map(|(key, _)| self.word(key)).collect();
        let width = labels.iter().map(|label| label.width()).max().unwrap_or(0);
        let rest = format!("{indent}{}", " ".repeat(width + 2));
        for (label, (_, text)) in labels.iter().zip(lines) {
            page.hanging(text, &format!("{indent}{}  ", pad(label, width)), &rest);
        }
    }

    fn run_started(&mut self, page: &mut Page, run: &RunStarted) {
        self.steps = run.steps;
        let mut lines = vec![
            ("label-engine", safe_line(&run.engine).into_owned()),
            ("label-workspace", safe_line(&run.workspace).into_owned()),
        ];
        for (image, what) in &run.stand_ins {
            let arguments = [("image", safe_line(image).into()), ("what", stand_in(self.words, what).into())];
            lines.push(("label-image", self.words.say("run-stand-in", &arguments)));
        }
        page.line("");
        page.line(self.look.bold(&self.look.wrap(&safe_line(&run.title), "", "")));
        self.labelled(page, " ", &lines);
    }

    fn pull_finished(&self, page: &mut Page, pull: &PullFinished) {
        let time = self.time(pull.took_ms);
        page.line(
            self.words.say("run-pulled", &[("image", safe_line(&pull.image).into()), ("time", time.into())]),
        );
    }

    fn step_presented(&self, page: &mut Page, step: &StepPresented) {
        let steps = self.steps.max(step.number);
        let place = self.words.say("run-step", &[("number", step.number.into()), ("steps", steps.into())]);
        page.line("");
        let title = self.look.wrap(&safe_line(&step.title), "", "");
        let gap = self.look.gap(title.lines().next_back().unwrap_or_default(), &place);
        page.line(format!("{}{gap}{}", self.look.bold(&title), self.look.dim(&place)));
        if let Some(before) = &step.before {
            page.wrapped(prose(before), " ");
        }
        page.line("");
        if self.guided {
            self.will_write(page, &step.writes);
            self.will_run(page, &step.commands);
            self.new_flags(page, &step.flags);
        }
    }

    fn command_finished(&self, page: &mut Page, command: &CommandFinished) {
        let time = self.time(command.took_ms);
        let mut lines = self.look.command(&command.line, "  $ ", "      ");
        let last = lines.pop().unwrap_or_default();
        for line in &lines {
            page.line(self.look.bold(line));
        }
        let gap = self.look.gap(&last, &time);
        page.line(format!("{}{gap}{}", self.look.bold(&last), self.look.dim(&time)));
        self.output(page, &command.output, command.cut);
        if let Some(written) = &command.written {
            let what = [("path", safe_line(&written.path).into()), ("bytes", written.bytes.into())];
            page.wrapped(self.words.say("run-output-in-file", &what), "    ");
        }
        if let Some(hidden) = &command.hidden {
            let what = [("what", hidden.what.word().into()), ("count", hidden.count.into())];
            page.wrapped(self.words.say("run-hidden", &what), "    ");
        }
        let failed_well = command.fails.as_ref().is_some_and(|failing| failing.held);
        match &command.end {
            CommandEnd::Done | CommandEnd::Stopped => {}
            CommandEnd::Status { status } => {
                let words = self.words.say("run-command-failed", &[("status", (*status).into())]);
                self.judged(page, failed_well, &words);
            }
            CommandEnd::Refused { why } if failed_well => page.wrapped(say(self.words, why), "    "),
            CommandEnd::Refused { why } => self.refusal(page, why, "    "),
        }
        if let Some(failing) = &command.fails {
            let key = if failing.held { "run-failed-well" } else { "run-failed-not" };
            let words = self.words.say(key, &[("how", safe_line(&failing.how).into())]);
            self.judged(page, failing.held, &words);
        }
    }

    fn files_written(&self, page: &mut Page, written: &FilesWritten) {
        for (path, text) in &written.files {
            let words = self.words.say("run-written", &[("path", safe_line(path).into())]);
            page.line(format!("  {}", self.look.bold(&words)));
            self.output(page, text, 0);
        }
    }

    fn captured(page: &mut Page, captured: &Captured) {
        let value = cut(&safe_line(&captured.value), OUTPUT_WIDTH);
        page.wrapped(format!("${} = {value}", safe_line(&captured.name)), "    ");
    }

    /// Adds why something was not done, and what to do.
    fn refusal(&self, page: &mut Page, why: &Message, indent: &str) {
        page.wrapped(say(self.words, why), indent);
        if let Some(help) = help(self.words, why) {
            page.wrapped(help, indent);
        }
    }

    /// Adds the first lines of a command's output.
    fn output(&self, page: &mut Page, output: &str, cut_bytes: u64) {
        let output = safe(output.trim_end());
        for line in output.lines().take(OUTPUT) {
            let line = cut(&line.replace('\t', "    "), OUTPUT_WIDTH);
            page.line(self.look.dim(&self.look.wrap(&line, "    ", "      ")));
        }
        let hidden: usize = output.lines().skip(OUTPUT).map(|line| line.len() + 1).sum();
        let hidden = hidden as u64 + cut_bytes;
        if hidden > 0 {
            let more = self.words.say("run-cut", &[("bytes", hidden.into())]);
            page.line(format!("    {}", self.look.dim(&more)));
        }
    }

    fn readied(&self, page: &mut Page, ready: &Readied) {
        let key = match (ready.came, ready.logs.is_empty()) {
            (true, _) => "run-ready",
            (false, false) => "run-not-ready",
            (false, true) => "run-not-ready-silent",
        };
        let container = safe_line(&ready.container);
        let arguments = [("container", container.into()), ("time", self.time(ready.took_ms).into())];
        self.judged(page, ready.came, &self.words.say(key, &arguments));
        for gap in &ready.gaps {
            self.gap(page, gap);
        }
        self.output(page, &ready.logs, 0);
    }

    fn step_finished(&self, page: &mut Page, step: &StepFinished) {
        self.narrated(page);
        match (&step.after, step.outcome) {
            (Some(after), _) => {
                page.line("");
                page.wrapped(prose(after), " ");
            }
            (None, Outcome::Passed) => {}
            (None, _) => page.line(format!(" {}", self.look.bad(&self.word("run-step-failed")))),
        }
    }

    fn run_finished(&self, page: &mut Page, run: &RunFinished) {
        let picture = picture(&self.picture, self.words, self.look);
        if !picture.is_empty() {
            page.line("");
            page.lines(&picture);
        }
        let key = match run.outcome {
            Outcome::Passed => "run-passed",
            Outcome::Failed => "run-failed",
            Outcome::Errored => "run-errored",
            Outcome::Interrupted => "run-interrupted",
        };
        let words = self.words.say(
            key,
            &[
                ("steps", run.steps.into()),
                ("passed", run.passed.into()),
                ("held", run.held.into()),
                ("judged", run.judged.into()),
                ("time", self.time(run.took_ms).into()),
            ],
        );
        let words = self.look.wrap(&words, "", "");
        page.line("");
        match run.outcome {
            Outcome::Passed => page.line(self.look.good(&words)),
            _ => page.line(self.look.bad(&words)),
        }
        if let Some(error) = &run.error {
            self.refusal(page, error, "");
        }
    }

    fn clean_finished(&self, page: &mut Page, clean: &CleanFinished) {
        let named = |(kind, name): &(ObjectKind, String)| {
            self.words.say(&format!("kind-{}", kind.word()), &[("name", short_name(&safe_line(name)).into())])
        };
        let removed: Vec<String> = clean.removed.iter().map(named).collect();
        match removed.len() {
            0 if clean.left.is_empty() => page.wrapped(self.word("run-cleaned-nothing"), ""),
            0 => {}
            _ => page.wrapped(self.words.say("run-cleaned", &[("what", removed.join(", ").into())]), ""),
        }
        for (kind, name, why) in &clean.left {
            let command = match kind {
                ObjectKind::Container => "docker rm -fv",
                ObjectKind::Network => "docker network rm",
                ObjectKind::Image => "docker rmi",
                ObjectKind::Volume | ObjectKind::Object => "docker volume rm",
            };
            let left = Message::new("run-left").arg("kind", kind.word()).arg("name", name);
            let left = left.arg("command", format!("{command} {name}")).because(why.clone());
            self.refusal(page, &left, "");
        }
    }
}

/// Returns an object's name, shortened if the engine made it up.
fn short_name(name: &str) -> &str {
    if is_made_up(name) { short(name) } else { name }
}

/// Returns the author's prose as one paragraph, made safe.
fn prose(text: &str) -> String {
    safe_line(&text.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
}

#[cfg(test)]
mod tests;
