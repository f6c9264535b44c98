//! The player of a run on an engine.

use std::slice::Iter;

use async_trait::async_trait;

use super::drive::{NextStep, Player};
use crate::event::{Outcome, Sink};
use crate::lab::{ChoiceId, Lab, Step};
use crate::runner::{Run, RunError, Turn};

/// The steps of a run on an engine.
pub(super) struct LiveSteps<'s> {
    pub run: Run<'s>,
    steps: Iter<'s, Step>,
    step: Option<&'s Step>,
    fail_fast: bool,
}

impl<'s> LiveSteps<'s> {
    /// Creates the player of this lab's steps in this run.
    pub fn new(lab: &'s Lab, run: Run<'s>, fail_fast: bool) -> Self {
        Self { run, steps: lab.steps.iter(), step: None, fail_fast }
    }
}

#[async_trait(?Send)]
impl Player for LiveSteps<'_> {
    async fn begin(&mut self, sink: &mut dyn Sink) -> Result<(), RunError> {
        self.run.play(Turn::Begin, sink).await.map(drop)
    }

    async fn next(&mut self, _: &mut dyn Sink) -> Result<Option<NextStep>, RunError> {
        self.step = self.steps.next();
        let question = |step: &Step| step.predict.as_ref().map(|predict| self.run.question(predict));
        Ok(self.step.map(|step| NextStep { question: question(step) }))
    }

    fn present(&mut self, sink: &mut dyn Sink) {
        if let Some(step) = self.step {
            self.run.present(step, sink);
        }
    }

    async fn play(&mut self, prediction: Option<ChoiceId>, sink: &mut dyn Sink) -> Result<bool, RunError> {
        let Some(step) = self.step else { return Ok(false) };
        let result = self.run.play(Turn::Step { id: &step.id.value, prediction }, sink).await?;
        Ok(result.go_on && !(self.fail_fast && result.outcome != Outcome::Passed))
    }
}
