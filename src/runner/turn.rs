//! The turns of a run: what a driver can ask it to do next.

use std::time::Instant;

use super::error::RunError;
use super::{Run, millis};
use crate::command::Action;
use crate::event::{Event, Outcome, Sink, StepFinished, StepStarted};
use crate::lab::{ChoiceId, Step, StepId};

/// What a driver asks a run to do next.
#[derive(Debug)]
pub enum Turn<'t> {
    /// Pull missing images, report the start, and read every watch for the first time.
    Begin,
    /// Play a step: run its commands, then judge it.
    /// The prediction is an argument, so that it cannot be given once the step runs.
    Step {
        /// The step.
        id: &'t StepId,
        /// The id of the student's answer, if they were asked.
        prediction: Option<ChoiceId>,
    },
    /// Run one command that belongs to no step of the lab.
    /// A command that fails does not stop the run.
    Typed {
        /// The command line, as it is shown.
        line: &'t str,
        /// The parsed line.
        action: &'t Action,
    },
    /// Judge a step on the observed state.
    /// Fates are derived from the start of the step. If the step does not pass, it does not count and can be
    /// judged again.
    Judge(&'t StepId),
    /// List the run's objects and read every watch, without any effect on later fates.
    Look,
}

/// The result of a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TurnResult {
    /// How it ended.
    pub outcome: Outcome,
    /// Whether the run may go on.
    /// It may not after an unexpected failure of a step's command, because the next commands build on it.
    /// It may after a failed check or fate, because what follows is evidence too.
    pub go_on: bool,
}

impl TurnResult {
    const PASSED: Self = Self { outcome: Outcome::Passed, go_on: true };
}

impl Run<'_> {
    /// Plays a turn.
    /// The future can be dropped at any await: the guard's ledger has everything created so far.
    ///
    /// # Errors
    /// A fault of the engine or the workspace, or something required that is missing or taken. The run
    /// cannot go on then.
    pub async fn play(&mut self, turn: Turn<'_>, sink: &mut dyn Sink) -> Result<TurnResult, RunError> {
        let lab = self.lab;
        let step = |id: &StepId| lab.steps.iter().find(|step| step.id.value == *id);
        match turn {
            Turn::Begin => Box::pin(self.begin(sink)).await.map(|()| TurnResult::PASSED),
            Turn::Step { id, prediction } => match step(id) {
                Some(step) => Box::pin(self.step(step, prediction.as_ref(), sink)).await,
                None => Ok(TurnResult::PASSED),
            },
            Turn::Typed { line, action } => Box::pin(self.typed(line, action, sink)).await,
            Turn::Judge(id) => match step(id) {
                Some(step) => Box::pin(self.judge_anew(step, sink)).await,
                None => Ok(TurnResult::PASSED),
            },
            Turn::Look => Box::pin(self.look(sink)).await.map(|()| TurnResult::PASSED),
        }
    }

    /// Reports that a step starts.
    /// `Turn::Step` does so itself. A driver that lets the student type commands calls it before the first.
    pub fn start_step(&mut self, step: &Step, sink: &mut dyn Sink) {
        sink.take(&Event::StepStarted(StepStarted { step: step.id.value.to_string() }));
        self.quotes.turn();
    }

    async fn step(
        &mut self,
        step: &Step,
        prediction: Option<&ChoiceId>,
        sink: &mut dyn Sink,
    ) -> Result<TurnResult, RunError> {
        let start = Instant::now();
        self.lock_prediction(step, prediction, sink);
        self.start_step(step, sink);
        let acted = Box::pin(self.act(step, sink)).await?;
        self.take_scene(Some(step), sink).await?;
        let result = if acted {
            self.judge(step, prediction, sink).await?
        } else {
            TurnResult { outcome: Outcome::Failed, go_on: false }
        };
        self.finish_step(step, result.outcome, start, sink);
        Ok(result)
    }

    async fn judge_anew(&mut self, step: &Step, sink: &mut dyn Sink) -> Result<TurnResult, RunError> {
        let start = Instant::now();
        let before = (self.history.clone(), self.tally.clone());
        self.take_scene(Some(step), sink).await?;
        let TurnResult { outcome, .. } = self.judge(step, None, sink).await?;
        if outcome == Outcome::Passed {
            self.finish_step(step, outcome, start, sink);
        } else {
            (self.history, self.tally) = before;
        }
        Ok(TurnResult { outcome, go_on: true })
    }

    async fn look(&mut self, sink: &mut dyn Sink) -> Result<(), RunError> {
        let lab = self.lab;
        self.take_scene(None, sink).await?;
        for watch in &lab.watches {
            self.read_watch(watch, None, sink).await?;
        }
        Ok(())
    }

    fn finish_step(&mut self, step: &Step, outcome: Outcome, start: Instant, sink: &mut dyn Sink) {
        let passed = outcome == Outcome::Passed;
        self.tally.passed += usize::from(passed);
        self.tally.worst = self.tally.worst.max(Some(outcome));
        sink.take(&Event::StepFinished(StepFinished {
            step: step.id.value.to_string(),
            outcome,
            after: step.after.as_ref().filter(|_| passed).map(|after| self.prose(after)),
            took_ms: millis(start.elapsed()),
        }));
    }
}
