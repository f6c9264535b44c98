//! Plays the turns of a run on an engine and reports what happened as events. It never prints and
//! never prompts.

mod act;
mod archive;
mod bound;
mod commands;
mod error;
mod exec;
mod expected_failure;
mod file_output;
mod flags;
mod judge;
mod live;
mod locate;
mod masking;
mod output;
mod permits;
mod prepare;
mod probe;
mod question;
mod quoted_values;
mod scene;
mod tree;
mod turn;
mod unpack;
mod watch;
mod workspace;

use std::time::{Duration, Instant};

pub use archive::Bounds;
pub use commands::{asked, stamp};
pub use error::{RunError, engine_message};
pub use locate::locate;
pub use masking::{Mask, Recorder};
pub use permits::{allowed, permits};
pub use prepare::{STAND_IN, has_stand_in};
pub use probe::file::{FileSeen, read_archive};
pub use turn::{Turn, TurnResult};
pub use unpack::{Unpacked, unpack_into};
pub use workspace::Workspace;

use act::Ran;
use probe::Prober;
use probe::image_file::ImageFiles;
use quoted_values::Quotes;
use watch::{History, WatchReader};

use crate::command::Values;
use crate::engine::Guard;
use crate::event::{Event, Message, Outcome, RunFinished, Sink, StepPresented};
use crate::lab::{Lab, Step};

/// One run of a lab.
pub struct Run<'e> {
    lab: &'e Lab,
    guard: &'e Guard,
    workspace: &'e Workspace,
    images: ImageFiles,
    history: Vec<History>,
    /// The values captured so far.
    values: Values,
    /// What the last command left: checks look at its output.
    ran: Ran,
    quotes: Quotes,
    tally: Score,
    started: Instant,
}

/// The judgements so far.
#[derive(Debug, Clone, Default)]
struct Score {
    held: usize,
    judged: usize,
    passed: usize,
    worst: Option<Outcome>,
}

impl Score {
    fn judge(&mut self, held: bool) -> bool {
        self.judged += 1;
        self.held += usize::from(held);
        held
    }
}

impl<'e> Run<'e> {
    /// Creates a run of this lab in this workspace. Nothing happens yet.
    #[must_use]
    pub fn new(lab: &'e Lab, guard: &'e Guard, workspace: &'e Workspace) -> Self {
        Self {
            lab,
            guard,
            workspace,
            images: ImageFiles::default(),
            history: lab.watches.iter().map(|_| History::default()).collect(),
            values: Values::new(),
            ran: Ran::default(),
            quotes: Quotes::of(lab),
            tally: Score::default(),
            started: Instant::now(),
        }
    }

    /// Reports what a step is, before anything of it runs.
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

    /// Reports how the run ended. `stopped` is what stopped it, if anything did.
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

    /// Creates the prober for the state after the last command.
    fn prober(&mut self) -> Prober<'_> {
        Prober {
            guard: self.guard,
            workspace: self.workspace,
            images: &mut self.images,
            output: &self.ran.output,
            values: &self.values,
        }
    }

    fn reader<'r>(&'r mut self, sink: &'r mut dyn Sink) -> WatchReader<'r> {
        WatchReader {
            guard: self.guard,
            images: &mut self.images,
            workspace: self.workspace,
            files: &self.lab.files,
            sink,
        }
    }
}

/// Returns a duration in whole milliseconds.
#[must_use]
pub fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
