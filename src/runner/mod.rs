//! Plays the turns of a run on an engine and says what happened, as events. Never prints, never
//! prompts.
//!
//! May import: `engine`, `event`, `lab`, `command`, `fate`.

mod archive;
mod capture;
mod carry;
mod check;
mod copy;
mod error;
mod file;
mod http;
mod image_file;
mod prepare;
mod settle;
mod wait;
mod watch;
mod workspace;

use std::time::{Duration, Instant};

pub use error::{RunError, engine_message};
pub use prepare::STAND_IN;
pub use wait::millis;
pub use workspace::Workspace;

use capture::Captured;
use carry::{Carried, Place};
use check::Judge;
use image_file::ImageFiles;
use settle::History;
use wait::{Try, wait};
use watch::Reader;

use crate::command::{Action, ImageName};
use crate::engine::{ExecSpec, Guard};
use crate::event::{
    CheckJudged, CommandEnd, CommandFinished, CommandStarted, Event, Message, Outcome, PredictionGraded,
    PredictionLocked, RunFinished, Sink, StepFinished, StepPresented, StepStarted, WaitFinished, WaitStarted,
    Waiting, WatchRead,
};
use crate::fate::Fate;
use crate::lab::{Check, Command, Lab, Ready, Step, StepId};

/// What a driver asks a run to do next.
#[derive(Debug)]
pub enum Turn<'t> {
    /// Pull what is missing, say that the run begins, and read every watch for the first time.
    Begin,
    /// Play a step. The prediction is an argument, so that none can be put in once it runs.
    Step {
        /// Which step.
        id: &'t StepId,
        /// What the student expects, where they were asked: the fate of the choice.
        prediction: Option<Fate>,
    },
}

/// What a turn came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TurnResult {
    /// How it ended.
    pub outcome: Outcome,
    /// Whether the run may go on. It may not after a command that failed unasked, since the next
    /// ones build on it; it may after a check or a fate that did not hold, since what follows is
    /// evidence too.
    pub go_on: bool,
}

/// How long a command may take before whoever watches is told that it still goes on.
const LONG: Duration = Duration::from_secs(2);

/// Carries on with a command, and tells when it takes long.
async fn told_when_long<T>(work: impl Future<Output = T>, command: &Command, sink: &mut dyn Sink) -> T {
    let mut work = std::pin::pin!(work);
    let start = Instant::now();
    tokio::select! {
        result = &mut work => return result,
        () = tokio::time::sleep(LONG) => {}
    }
    let foreground = matches!(&command.action, Action::Run(run) if !run.detach);
    let subject = Waiting::Command { line: command.line.value.clone(), foreground };
    sink.take(&Event::WaitStarted(WaitStarted { subject: subject.clone(), within_ms: 0 }));
    let result = work.await;
    let took_ms = millis(start.elapsed());
    sink.take(&Event::WaitFinished(WaitFinished { subject, came: true, took_ms }));
    result
}

/// One run of a lab.
pub struct Run<'e> {
    lab: &'e Lab,
    guard: &'e Guard,
    workspace: &'e Workspace,
    images: ImageFiles,
    history: Vec<History>,
    tally: Tally,
    started: Instant,
}

/// What was judged so far.
#[derive(Debug, Default)]
struct Tally {
    held: usize,
    judged: usize,
    passed: usize,
    worst: Option<Outcome>,
}

impl Tally {
    fn judge(&mut self, held: bool) -> bool {
        self.judged += 1;
        self.held += usize::from(held);
        held
    }
}

impl<'e> Run<'e> {
    /// A run of this lab through this guard, in this workspace. Nothing happens yet.
    #[must_use]
    pub fn new(lab: &'e Lab, guard: &'e Guard, workspace: &'e Workspace) -> Self {
        Self {
            lab,
            guard,
            workspace,
            images: ImageFiles::default(),
            history: lab.watches.iter().map(|_| History::default()).collect(),
            tally: Tally::default(),
            started: Instant::now(),
        }
    }

    /// Says what a step is, before anything of it runs.
    pub fn present(&self, step: &Step, sink: &mut dyn Sink) {
        let number = self.lab.steps.iter().position(|other| other.id == step.id).map_or(1, |index| index + 1);
        sink.take(&Event::StepPresented(StepPresented {
            step: step.id.value.to_string(),
            number,
            title: step.title.clone(),
            before: step.before.clone(),
            commands: step.run.iter().map(|command| command.line.value.clone()).collect(),
        }));
    }

    /// Plays a turn. It may be dropped at any await: what it has made by then stands in the
    /// guard's ledger.
    ///
    /// # Errors
    /// A fault of the engine or the workspace, or something needed that is missing or taken. The
    /// run cannot go on then.
    pub async fn play(&mut self, turn: Turn<'_>, sink: &mut dyn Sink) -> Result<TurnResult, RunError> {
        match turn {
            Turn::Begin => {
                self.begin(sink).await?;
                Ok(TurnResult { outcome: Outcome::Passed, go_on: true })
            }
            Turn::Step { id, prediction } => {
                let lab = self.lab;
                match lab.steps.iter().find(|step| step.id.value == *id) {
                    Some(step) => self.step(step, prediction, sink).await,
                    None => Ok(TurnResult { outcome: Outcome::Passed, go_on: true }),
                }
            }
        }
    }

    /// Says how the run ended: `stopped` is what stopped it, if anything did.
    pub fn finish(&mut self, stopped: Option<(Outcome, Option<Message>)>, sink: &mut dyn Sink) -> Outcome {
        let (outcome, error) = stopped.unwrap_or((self.tally.worst.unwrap_or(Outcome::Passed), None));
        sink.take(&Event::RunFinished(RunFinished {
            lab: self.lab.id.to_string(),
            outcome,
            passed: self.tally.passed,
            steps: self.lab.steps.len(),
            held: self.tally.held,
            judged: self.tally.judged,
            error,
            took_ms: millis(self.started.elapsed()),
        }));
        outcome
    }

    async fn step(
        &mut self,
        step: &Step,
        prediction: Option<Fate>,
        sink: &mut dyn Sink,
    ) -> Result<TurnResult, RunError> {
        let id = step.id.value.to_string();
        let start = Instant::now();
        Self::lock_prediction(step, prediction, sink);
        sink.take(&Event::StepStarted(StepStarted { step: id.clone() }));
        let output = self.commands(step, sink).await?;
        let held = match &output {
            Some(output) => {
                let checks = self.checks(step, output, sink).await?;
                let fates = self.fates(step, prediction, sink).await?;
                checks && fates
            }
            None => false,
        };
        let outcome = if held { Outcome::Passed } else { Outcome::Failed };
        self.tally.passed += usize::from(held);
        self.tally.worst = self.tally.worst.max(Some(outcome));
        sink.take(&Event::StepFinished(StepFinished {
            step: id,
            outcome,
            after: step.after.clone().filter(|_| held),
            took_ms: millis(start.elapsed()),
        }));
        Ok(TurnResult { outcome, go_on: output.is_some() })
    }

    fn lock_prediction(step: &Step, prediction: Option<Fate>, sink: &mut dyn Sink) {
        let (Some(fate), Some(predict)) = (prediction, &step.predict) else {
            return;
        };
        let Some(choice) = predict.choices.iter().find(|choice| choice.fate == fate) else {
            return;
        };
        sink.take(&Event::PredictionLocked(PredictionLocked {
            step: step.id.value.to_string(),
            ask: predict.ask.clone(),
            fate,
            text: choice.text.clone(),
        }));
    }

    /// Carries out a step's commands; none: one of them failed.
    async fn commands(&mut self, step: &Step, sink: &mut dyn Sink) -> Result<Option<Captured>, RunError> {
        let mut last = Captured::default();
        for command in &step.run {
            let carried = self.command(step, command, sink).await?;
            if carried.failed.is_some() {
                return Ok(None);
            }
            for container in &carried.started {
                if let Some(ready) =
                    self.lab.ready.iter().find(|ready| ready.container.value.as_str() == container)
                    && !self.tally.judge(self.await_ready(ready, sink).await?)
                {
                    return Ok(None);
                }
            }
            last = carried.output;
        }
        Ok(Some(last))
    }

    async fn command(
        &self,
        step: &Step,
        command: &Command,
        sink: &mut dyn Sink,
    ) -> Result<Carried, RunError> {
        let (id, line) = (step.id.value.to_string(), command.line.value.clone());
        sink.take(&Event::CommandStarted(CommandStarted { step: id.clone(), line: line.clone() }));
        let start = Instant::now();
        let images = self.lab.images().iter().map(ImageName::tagged).collect();
        let place = Place { guard: self.guard, workspace: self.workspace, images };
        let carried =
            told_when_long(Box::pin(carry::carry_out(&place, &command.action)), command, sink).await;
        let (output, cut, end) = match &carried {
            Ok(carried) => {
                let end = carried.failed.clone().unwrap_or(CommandEnd::Done);
                (carried.output.text(), carried.output.cut, end)
            }
            Err(_) => (String::new(), 0, CommandEnd::Stopped),
        };
        let took_ms = millis(start.elapsed());
        sink.take(&Event::CommandFinished(CommandFinished { step: id, line, output, cut, end, took_ms }));
        carried
    }

    /// Waits until a container that was just started is ready; false where it did not become so.
    async fn await_ready(&self, ready: &Ready, sink: &mut dyn Sink) -> Result<bool, RunError> {
        let name = ready.container.value.as_str();
        let spec = ExecSpec { command: ready.command.clone(), ..ExecSpec::default() };
        let subject = Waiting::Ready { container: name.to_owned() };
        let guard = self.guard;
        let (came, took) = wait(ready.within, &subject, sink, false, async || {
            match guard.container(name).await? {
                Some(container) if container.running => {
                    let status = match carry::run_in(guard, &container.id, &spec).await {
                        Ok((_, status)) => status,
                        // It may die between the look and the command: the next look tells.
                        Err(error) if error.refusal().is_some() => return Ok(Try::NotYet(false)),
                        Err(error) => return Err(error),
                    };
                    Ok(if status == 0 { Try::Settled(true) } else { Try::NotYet(false) })
                }
                // A container that is gone or dead does not become ready.
                _ => Ok::<_, RunError>(Try::Settled(false)),
            }
        })
        .await?;
        sink.take(&Event::Readied(crate::event::Readied {
            container: name.to_owned(),
            came,
            logs: if came { String::new() } else { self.last_words(name).await? },
            took_ms: millis(took),
        }));
        Ok(came)
    }

    /// What a container wrote, for a person who asks why it is not ready.
    async fn last_words(&self, name: &str) -> Result<String, RunError> {
        let Some(container) = self.guard.container(name).await? else {
            return Ok(String::new());
        };
        let output = capture::capture(self.guard.logs(&container.id, false)?).await?;
        let text = output.text();
        let lines: Vec<&str> = text.trim_end().lines().collect();
        Ok(lines[lines.len().saturating_sub(10)..].join("\n"))
    }

    async fn checks(
        &mut self,
        step: &Step,
        output: &Captured,
        sink: &mut dyn Sink,
    ) -> Result<bool, RunError> {
        let mut all = true;
        for check in &step.checks {
            let mut judge =
                Judge { guard: self.guard, workspace: self.workspace, images: &mut self.images, output };
            let (gaps, took) = judge.judge(check, sink).await?;
            let held = self.tally.judge(gaps.is_empty());
            all &= held;
            sink.take(&Event::CheckJudged(CheckJudged {
                step: step.id.value.to_string(),
                text: check.text.clone(),
                place: self.place(check),
                held,
                gaps,
                because: check.because.clone(),
                took_ms: millis(took),
            }));
        }
        Ok(all)
    }

    fn place(&self, check: &Check) -> String {
        let position = self.lab.source.position(check.span.start);
        format!("{}:{}:{}", self.lab.source.name, position.line, position.column)
    }

    async fn fates(
        &mut self,
        step: &Step,
        prediction: Option<Fate>,
        sink: &mut dyn Sink,
    ) -> Result<bool, RunError> {
        let lab = self.lab;
        let mut all = true;
        for (index, watch) in lab.watches.iter().enumerate() {
            let seen = self.reader(sink).read(watch).await?;
            sink.take(&Event::WatchRead(WatchRead {
                step: Some(step.id.value.to_string()),
                watch: watch.id.value.to_string(),
                seen: seen.clone(),
            }));
            let settled = self.history[index].settle(self.guard, step, watch, seen).await?;
            all &= self.tally.judge(settled.held);
            let fate = settled.fate;
            sink.take(&Event::FateSettled(Box::new(settled)));
            if let (Some(predicted), Some(predict)) = (prediction, &step.predict)
                && predict.watch == watch.id.value
                && let Some(choice) = predict.choices.iter().find(|choice| choice.fate == predicted)
            {
                sink.take(&Event::PredictionGraded(PredictionGraded {
                    step: step.id.value.to_string(),
                    text: choice.text.clone(),
                    predicted,
                    observed: fate,
                    // Where nothing was and nothing is, nothing changed.
                    right: fate.unwrap_or(Fate::Unchanged) == predicted,
                    because: choice.because.clone(),
                }));
            }
        }
        Ok(all)
    }

    fn reader<'r>(&'r mut self, sink: &'r mut dyn Sink) -> Reader<'r> {
        Reader { guard: self.guard, images: &mut self.images, files: &self.lab.files, sink }
    }
}
