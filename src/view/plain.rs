//! A run as text that flows down: for a terminal with colour, for logs and screen readers without.
//!
//! Each kind of event has its own small function, which gives the text for it.

use std::time::Duration;

use super::paint::{Look, cut, help, pad, say};
use super::picture::picture;
use super::{safe, safe_line};
use crate::event::{
    CheckJudged, CleanFinished, CommandEnd, CommandFinished, Event, FateSettled, Gap, Message, Observed,
    Outcome, PredictionGraded, PullFinished, Readied, RunFinished, RunStarted, StepFinished, StepPresented,
    Waiting,
};
use crate::fate::Fate;
use crate::i18n::Words;
use crate::story::{Cell, Picture, evidence, explain, is_made_up};

/// Lines of a command's output that are shown.
const OUTPUT: usize = 12;
/// Columns for the names of values.
const VALUE: usize = 40;

/// A view that gives text for events.
pub struct Plain<'w> {
    words: &'w Words,
    look: Look,
    guided: bool,
    picture: Picture,
    steps: usize,
}

impl<'w> Plain<'w> {
    /// A view in these words, with this look. In a `guided` run a step's commands are shown before
    /// they run as well.
    #[must_use]
    pub fn new(words: &'w Words, look: Look, guided: bool) -> Self {
        Self { words, look, guided, picture: Picture::default(), steps: 0 }
    }

    /// The text for an event; often none.
    pub fn text(&mut self, event: &Event) -> String {
        self.picture.take(event);
        match event {
            Event::RunStarted(run) => self.run_started(run),
            Event::PullFinished(pull) => self.pull_finished(pull),
            Event::StepPresented(step) => self.step_presented(step),
            Event::CommandFinished(command) => self.command_finished(command),
            Event::Readied(ready) => self.readied(ready),
            Event::CheckJudged(check) => self.check_judged(check),
            Event::FateSettled(settled) => self.fate_settled(settled),
            Event::PredictionGraded(graded) => self.prediction_graded(graded),
            Event::StepFinished(step) => self.step_finished(step),
            Event::RunFinished(run) => self.run_finished(run),
            Event::CleanFinished(clean) => self.clean_finished(clean),
            _ => String::new(),
        }
    }

    /// What is going on from this event on, in a few words, for whoever waits: some text begins
    /// it, an empty one ends it, none changes nothing.
    #[must_use]
    pub fn busy(&self, event: &Event) -> Option<String> {
        let busy = match event {
            Event::PullStarted(pull) => self.words.say("run-pulling", &[("image", safe(&pull.image).into())]),
            Event::PullProgressed(pull) => {
                let name = self.words.say("run-pulling", &[("image", safe(&pull.image).into())]);
                match pull.total {
                    0 => format!("{name}: {}", safe(&pull.status)),
                    total => format!("{name}: {} / {} MB", pull.done / 1_000_000, total.div_ceil(1_000_000)),
                }
            }
            Event::CommandStarted(command) => {
                self.words.say("run-busy", &[("line", safe(&command.line).into())])
            }
            Event::WaitStarted(wait) => self.waiting(&wait.subject),
            Event::CleanStarted(_) => self.words.say("run-cleaning", &[]),
            Event::PullFinished(_)
            | Event::CommandFinished(_)
            | Event::WaitFinished(_)
            | Event::RunFinished(_)
            | Event::CleanFinished(_) => String::new(),
            _ => return None,
        };
        Some(busy)
    }

    fn waiting(&self, subject: &Waiting) -> String {
        match subject {
            Waiting::Ready { container } => {
                self.words.say("run-waiting-ready", &[("container", container.into())])
            }
            Waiting::Check { text } => self.words.say("run-waiting-check", &[("text", safe(text).into())]),
            Waiting::Watch { label } => self.words.say("run-waiting-watch", &[("label", safe(label).into())]),
        }
    }

    fn word(&self, key: &str) -> String {
        self.words.say(key, &[])
    }

    fn time(&self, millis: u64) -> String {
        self.words.time(Duration::from_millis(millis))
    }

    fn fate_word(&self, fate: Option<Fate>) -> String {
        fate.map_or_else(
            || self.word("run-nothing-happened"),
            |fate| self.word(&format!("fate-{}", fate.word())),
        )
    }

    /// `+` and `-` of a judgement: signs with colour, words in plain mode.
    fn mark(&self, held: bool) -> String {
        match (self.look.plain, held) {
            (true, true) => format!("{}:", self.word("run-held")),
            (true, false) => format!("{}:", self.word("run-not-held")),
            (false, true) => self.look.good("✓"),
            (false, false) => self.look.bad("✗"),
        }
    }

    /// Two lines with their labels one below the other.
    fn labelled(&self, indent: &str, lines: &[(&str, String)]) -> String {
        let labels: Vec<String> = lines.iter().map(|(key, _)| self.word(key)).collect();
        let width = labels.iter().map(|label| unicode_width::UnicodeWidthStr::width(label.as_str())).max();
        let line = |(label, text): (&String, &str)| {
            let label = self.look.dim(&pad(label, width.unwrap_or(0)));
            format!("{indent}{label}  {text}\n")
        };
        labels.iter().zip(lines).map(|(label, (_, text))| line((label, text))).collect()
    }

    fn run_started(&mut self, run: &RunStarted) -> String {
        self.steps = run.steps;
        let mut lines = vec![
            ("label-engine", safe(&run.engine).into_owned()),
            ("label-workspace", safe(&run.workspace).into_owned()),
        ];
        for (image, what) in &run.stand_ins {
            let arguments = [("image", safe(image).into()), ("what", safe(what).into())];
            lines.push(("label-image", self.words.say("run-stand-in", &arguments)));
        }
        format!("\n{}\n{}", self.look.bold(&safe(&run.title)), self.labelled(" ", &lines))
    }

    fn pull_finished(&self, pull: &PullFinished) -> String {
        let time = self.time(pull.took_ms);
        self.words.say("run-pulled", &[("image", safe(&pull.image).into()), ("time", time.into())]) + "\n"
    }

    fn step_presented(&self, step: &StepPresented) -> String {
        let place = self.words.say(
            "run-step",
            &[("number", step.number.into()), ("steps", self.steps.max(step.number).into())],
        );
        let title = safe(&step.title);
        let gap = self.look.gap(&title, &place);
        let mut text = format!("\n{}{gap}{}\n", self.look.bold(&title), self.look.dim(&place));
        if let Some(before) = &step.before {
            text += &self.look.wrap(&prose(before), " ");
            text.push('\n');
        }
        if self.guided {
            let label = self.word("label-will-run");
            for (index, line) in step.commands.iter().enumerate() {
                let label = if index == 0 {
                    label.clone()
                } else {
                    pad("", unicode_width::UnicodeWidthStr::width(label.as_str()))
                };
                text += &format!("\n   {}   {}", self.look.dim(&label), self.look.bold(&safe(line)));
            }
            text.push('\n');
        }
        text
    }

    fn command_finished(&self, command: &CommandFinished) -> String {
        let time = self.time(command.took_ms);
        let line = format!("  $ {}", safe(&command.line).replace('\n', "\n    "));
        let gap = self.look.gap(line.lines().last().unwrap_or_default(), &time);
        let mut text = format!("{}{gap}{}\n", self.look.bold(&line), self.look.dim(&time));
        text += &self.output(&command.output, command.cut);
        match &command.end {
            CommandEnd::Done | CommandEnd::Stopped => {}
            CommandEnd::Status { status } => {
                let words = self.words.say("run-command-failed", &[("status", (*status).into())]);
                text += &format!("    {} {words}\n", self.mark(false));
            }
            CommandEnd::Refused { why } => text += &self.refusal(why),
        }
        text
    }

    fn refusal(&self, why: &Message) -> String {
        let mut text = format!("{}\n", self.look.wrap(&say(self.words, why), "    "));
        if let Some(help) = help(self.words, why) {
            text += &format!("{}\n", self.look.wrap(&help, "    "));
        }
        text
    }

    fn output(&self, output: &str, cut_bytes: u64) -> String {
        let output = safe(output.trim_end());
        let mut text = String::new();
        for line in output.lines().take(OUTPUT) {
            text += &format!("    {}\n", self.look.dim(&cut(&line.replace('\t', "    "), 200)));
        }
        let hidden: usize = output.lines().skip(OUTPUT).map(|line| line.len() + 1).sum();
        let hidden = hidden as u64 + cut_bytes;
        if hidden > 0 {
            let more = self.words.say("run-cut", &[("bytes", hidden.into())]);
            text += &format!("    {}\n", self.look.dim(&more));
        }
        text
    }

    fn readied(&self, ready: &Readied) -> String {
        let key = match (ready.came, ready.logs.is_empty()) {
            (true, _) => "run-ready",
            (false, false) => "run-not-ready",
            (false, true) => "run-not-ready-silent",
        };
        let arguments =
            [("container", ready.container.as_str().into()), ("time", self.time(ready.took_ms).into())];
        format!(
            "  {} {}\n{}",
            self.mark(ready.came),
            self.words.say(key, &arguments),
            self.output(&ready.logs, 0)
        )
    }

    fn check_judged(&self, check: &CheckJudged) -> String {
        let one_line = check.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut text = format!("  {} {}\n", self.mark(check.held), safe(&one_line));
        if check.held {
            return text;
        }
        text += &format!("      {}\n", self.look.dim(&safe(&check.place)));
        for gap in &check.gaps {
            text += &self.gap(gap);
        }
        if let Some(because) = &check.because {
            text += &self.labelled("      ", &[("label-because", prose(because))]);
        }
        text
    }

    fn gap(&self, gap: &Gap) -> String {
        let seen = match &gap.seen {
            Observed::Text { text } => shortened(text),
            Observed::Words { message } => say(self.words, message),
        };
        let expected = format!("{} = {}", gap.predicate, shortened(&gap.expected));
        self.labelled("      ", &[("label-expected", expected), ("label-seen", seen)])
    }

    fn fate_settled(&self, settled: &FateSettled) -> String {
        if settled.held && matches!(settled.fate, None | Some(Fate::Unchanged)) {
            return String::new();
        }
        let label = self.look.bold(&safe_line(&settled.label));
        let mut text = if settled.held {
            let fate = self.look.warm(&self.fate_word(settled.fate).to_uppercase());
            format!("  {} {label}  {}  {fate}\n", self.mark(true), self.transition(settled))
        } else {
            format!("  {} {label}\n{}", self.mark(false), self.fate_evidence(settled))
        };
        if let Some(explanation) = explain(settled) {
            text += &format!("{}\n", self.look.wrap(&say(self.words, &explanation), "      "));
        }
        if !settled.held && settled.expected.is_none() {
            text += &format!("{}\n", self.look.wrap(&self.word("run-fate-unexpected"), "      "));
        }
        text
    }

    fn fate_evidence(&self, settled: &FateSettled) -> String {
        let evidence = evidence(settled);
        let seen = |(cell, place): &(Cell, Option<Message>)| {
            let value = self.value(cell);
            place
                .as_ref()
                .map_or_else(|| value.clone(), |place| format!("{value}, {}", say(self.words, place)))
        };
        let mut lines = vec![
            ("label-expected", self.fate_word(settled.expected)),
            ("label-seen", self.fate_word(settled.fate)),
        ];
        lines.extend(evidence.before.as_ref().map(|before| ("label-before", seen(before))));
        lines.push(("label-now", seen(&evidence.now)));
        self.labelled("      ", &lines)
    }

    /// The value before and now, in a few words.
    fn transition(&self, settled: &FateSettled) -> String {
        let now = self.value(&Cell::new(&settled.now));
        match &settled.before {
            None => now,
            Some(before) => format!("{} → {now}", self.value(&Cell::new(before))),
        }
    }

    fn value(&self, cell: &Cell) -> String {
        match cell {
            Cell::Named(text) | Cell::Value(text) => cut(&safe(text), VALUE),
            Cell::Absent => self.word("picture-absent"),
            Cell::OutOfReach => self.word("picture-out-of-reach"),
            Cell::There => self.word("picture-there"),
        }
    }

    fn prediction_graded(&self, graded: &PredictionGraded) -> String {
        let key = if graded.right { "run-predicted-right" } else { "run-predicted-wrong" };
        let words = self.words.say(key, &[("text", safe(&graded.text).into())]);
        let mut text = format!("{}\n", self.look.wrap(&words, "      "));
        if let Some(because) = graded.because.as_ref().filter(|_| !graded.right) {
            text += &format!("{}\n", self.look.wrap(&prose(because), "      "));
        }
        text
    }

    fn step_finished(&self, step: &StepFinished) -> String {
        match (&step.after, step.outcome) {
            (Some(after), _) => format!("{}\n", self.look.wrap(&prose(after), " ")),
            (None, Outcome::Passed) => String::new(),
            (None, _) => format!(" {}\n", self.look.bad(&self.word("run-step-failed"))),
        }
    }

    fn run_finished(&self, run: &RunFinished) -> String {
        let picture = picture(&self.picture, self.words, self.look);
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
        let verdict = match run.outcome {
            Outcome::Passed => self.look.good(&words),
            _ => self.look.bad(&words),
        };
        let error = run.error.as_ref().map_or_else(String::new, |error| self.refusal(error));
        let blank = if picture.is_empty() { "" } else { "\n" };
        format!("{blank}{picture}\n{verdict}\n{error}")
    }

    fn clean_finished(&self, clean: &CleanFinished) -> String {
        let named = |(kind, name): &(String, String)| {
            self.words.say(&format!("kind-{kind}"), &[("name", short_name(&safe_line(name)).into())])
        };
        let removed: Vec<String> = clean.removed.iter().map(named).collect();
        let words = if removed.is_empty() {
            self.word("run-cleaned-nothing")
        } else {
            self.words.say("run-cleaned", &[("what", removed.join(", ").into())])
        };
        let mut text = format!("{}\n", self.look.dim(&self.look.wrap(&words, "")));
        for (kind, name, why) in &clean.left {
            let left =
                Message::new("run-left").arg("kind", kind).arg("name", name).arg("why", say(self.words, why));
            let flags = if kind == "container" { "rm -fv" } else { "volume rm" };
            text += &self.refusal(&left.arg("command", format!("docker {flags} {name}")));
        }
        text
    }
}

/// The name of an object; where the engine made it up, as much of it as people need.
fn short_name(name: &str) -> &str {
    if is_made_up(name) { &name[..12] } else { name }
}

/// The author's prose, as it is shown: one flowing text, made safe.
fn prose(text: &str) -> String {
    safe(text.trim()).replace('\n', " ")
}

/// A value of many lines or columns, as far as it helps.
fn shortened(text: &str) -> String {
    let text = safe(text.trim()).into_owned();
    let mut lines = text.lines();
    let first = cut(lines.next().unwrap_or_default().trim_end(), 120);
    match lines.count() {
        0 => first,
        _ => format!("{first} …"),
    }
}
