//! Plays the turns of a run on an engine and says what happened, as events. Never prints, never
//! prompts.
//!
//! May import: `engine`, `event`, `lab`, `command`, `fate`, `host`.

mod act;
mod archive;
mod ask;
mod bound;
mod capture;
mod carry;
mod check;
mod copy;
mod error;
mod fails;
mod file;
mod flags;
mod holder;
mod http;
mod image_file;
mod keep;
mod locate;
mod look;
mod permits;
mod prepare;
mod question;
mod quotes;
mod ready;
mod recorder;
mod recovery;
mod scene;
mod settle;
mod sight;
mod tmpfs;
mod tree;
mod unpack;
mod wait;
mod watch;
mod watch_text;
mod workspace;

use std::time::Instant;

pub use archive::Bounds;
pub use carry::stamp;
pub use error::{RunError, engine_message};
pub use file::{FileSeen, read_archive};
pub use locate::locate;
pub use permits::permits;
pub use prepare::STAND_IN;
pub use recorder::{Mask, Recorder};
pub use unpack::{Unpacked, unpack_into};
pub use wait::millis;
pub use workspace::Workspace;

use capture::Captured;
use image_file::ImageFiles;
use look::Looker;
use quotes::Quotes;
use settle::History;
use watch::Reader;

use crate::command::Values;
use crate::engine::Guard;
use crate::event::{Event, Message, Outcome, RunFinished, Sink, StepPresented};
use crate::lab::{ChoiceId, Lab, Step, StepId};

/// What a driver asks a run to do next.
#[derive(Debug)]
pub enum Turn<'t> {
    /// Pull what is missing, say that the run begins, and read every watch for the first time.
    Begin,
    /// Play a step. The prediction is an argument, so that none can be put in once it runs.
    Step {
        /// Which step.
        id: &'t StepId,
        /// What the student expects, where they were asked: the id of the answer.
        prediction: Option<ChoiceId>,
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

/// One run of a lab.
pub struct Run<'e> {
    lab: &'e Lab,
    guard: &'e Guard,
    workspace: &'e Workspace,
    images: ImageFiles,
    history: Vec<History>,
    /// What was captured so far.
    values: Values,
    quotes: Quotes,
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
            values: Values::new(),
            quotes: Quotes::of(lab),
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
            before: step.before.as_ref().map(|before| self.prose(before)),
            writes: step.write.iter().map(|(path, _)| path.value.clone()).collect(),
            commands: step.run.iter().map(|command| command.shown(&self.values)).collect(),
            flags: flags::new_flags(self.lab, step),
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
                Box::pin(self.begin(sink)).await?;
                Ok(TurnResult { outcome: Outcome::Passed, go_on: true })
            }
            Turn::Step { id, prediction } => {
                let lab = self.lab;
                match lab.steps.iter().find(|step| step.id.value == *id) {
                    Some(step) => Box::pin(self.step(step, prediction.as_ref(), sink)).await,
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

    /// What is looked with, behind a command that printed this.
    fn looker<'r>(&'r mut self, output: &'r Captured) -> Looker<'r> {
        Looker {
            guard: self.guard,
            workspace: self.workspace,
            images: &mut self.images,
            output,
            values: &self.values,
        }
    }

    fn reader<'r>(&'r mut self, sink: &'r mut dyn Sink) -> Reader<'r> {
        Reader {
            guard: self.guard,
            images: &mut self.images,
            workspace: self.workspace,
            files: &self.lab.files,
            sink,
        }
    }
}
