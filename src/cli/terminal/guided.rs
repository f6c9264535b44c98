//! The driver of a guided run or replay. It asks questions on the terminal.

use async_trait::async_trait;

use crate::cli::terminal::prompt::Guide;
use crate::event::{Event, RunFinished, Sink};
use crate::lab::{ChoiceId, Predict};
use crate::session::{Driver, Left, Pause};
use crate::story::StepStory;

/// Catalogue keys of the texts at the pauses of a guided run.
#[derive(Debug, Clone, Copy)]
pub struct Prompts {
    /// Before a step's question replaces the previous step on the screen.
    question: &'static str,
    /// Before a step runs.
    step: &'static str,
    /// At the end.
    end: &'static str,
}

impl Prompts {
    /// The texts of a run.
    pub const RUN: Self = Self { question: "guide-enter-next", step: "guide-enter", end: "guide-enter-end" };
    /// The texts of a replay.
    pub const REPLAY: Self = Self { question: "replay-enter", step: "replay-enter", end: "replay-enter" };
}

/// Asks a lab's questions.
pub struct Guided<'g> {
    guide: &'g Guide<'g>,
    prompts: Prompts,
    story: StepStory,
    /// Whether each step's evidence is shown without asking.
    unfolded: bool,
    finished: Option<RunFinished>,
}

impl<'g> Guided<'g> {
    /// Creates a driver that asks through this guide.
    pub fn new(guide: &'g Guide<'g>, prompts: Prompts, unfolded: bool) -> Self {
        Self { guide, prompts, story: StepStory::default(), unfolded, finished: None }
    }

    /// Returns how the run ended, once it has.
    pub const fn finished(&self) -> Option<&RunFinished> {
        self.finished.as_ref()
    }

    /// Returns the latest step's evidence, if it was not shown yet.
    fn folded(&self) -> Option<String> {
        self.story.evidence().filter(|_| !self.unfolded).map(|facts| self.guide.evidence(facts))
    }
}

impl Sink for Guided<'_> {
    fn take(&mut self, event: &Event) {
        if let Event::RunFinished(run) = event {
            self.finished = Some(run.clone());
        }
        self.story.take(event);
    }
}

#[async_trait]
impl Driver for Guided<'_> {
    async fn present(&mut self, question: Option<&Predict>) -> Result<(), Left> {
        // Pause before a question, so that the student can read the previous step.
        match question.and_then(|_| self.folded()) {
            Some(evidence) => self.guide.enter(self.prompts.question, Some(evidence)).await,
            None => Ok(()),
        }
    }

    async fn predict(&mut self, question: &Predict) -> Result<Option<ChoiceId>, Left> {
        self.guide.predict(question).await.map(Some)
    }

    async fn pause(&mut self, at: Pause) -> Result<(), Left> {
        let key = match at {
            Pause::Step => self.prompts.step,
            Pause::End => self.prompts.end,
        };
        self.guide.enter(key, self.folded()).await
    }

    async fn transfer(&mut self) -> Result<(), Left> {
        match self.story.question() {
            Some(question) => self.guide.carry_over(&question).await,
            None => Ok(()),
        }
    }

    fn restore(&mut self) {
        self.guide.restore();
    }
}
