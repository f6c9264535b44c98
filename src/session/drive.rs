//! The order of a run: present, ask, play, transfer. Every way to run or replay a lab is a driver of this
//! one loop.

use async_trait::async_trait;

use crate::event::{Event, Sink};
use crate::lab::{ChoiceId, Predict};
use crate::runner::{Recorder, RunError};

/// The student left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left;

/// Why the turns ended before the last step.
#[derive(Debug)]
pub enum Stop {
    /// The student left.
    Left,
    /// The run met a fault and cannot go on.
    Fault(RunError),
}

impl From<Left> for Stop {
    fn from(_: Left) -> Self {
        Self::Left
    }
}

impl From<RunError> for Stop {
    fn from(error: RunError) -> Self {
        Self::Fault(error)
    }
}

/// Where a driver may pause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    /// A step without a question was presented, and runs next.
    Step,
    /// The run is over; what it made is still there.
    End,
}

/// Decides what a student would decide. It hears every event, masked, and so can ask `story` for evidence
/// and for transfer questions. By default it asks nothing.
#[async_trait]
pub trait Driver: Sink {
    /// A step is presented next, with this question if it has one.
    ///
    /// # Errors
    /// The student left.
    async fn present(&mut self, _question: Option<&Predict>) -> Result<(), Left> {
        Ok(())
    }

    /// Answers a step's question; `None` when there is no answer.
    ///
    /// # Errors
    /// The student left.
    async fn predict(&mut self, _question: &Predict) -> Result<Option<ChoiceId>, Left> {
        Ok(None)
    }

    /// Waits until the student goes on.
    ///
    /// # Errors
    /// The student left.
    async fn pause(&mut self, _at: Pause) -> Result<(), Left> {
        Ok(())
    }

    /// A step is over: asks its transfer question if there is one.
    ///
    /// # Errors
    /// The student left.
    async fn transfer(&mut self) -> Result<(), Left> {
        Ok(())
    }

    /// The turns are over. A question that was broken off is asked no more: the terminal must be as it was.
    fn restore(&mut self) {}
}

/// A driver that asks nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unasked;

impl Sink for Unasked {
    fn take(&mut self, _: &Event) {}
}

impl Driver for Unasked {}

/// Plays the turns of a lab: a run on an engine, or the recording of one. Its futures stay on one thread, as those
/// of a run do.
#[async_trait(?Send)]
pub trait Player {
    /// Plays what comes before the first step.
    ///
    /// # Errors
    /// A fault after which the run cannot go on.
    async fn begin(&mut self, sink: &mut dyn Sink) -> Result<(), RunError>;

    /// Moves on to the next step; `None` after the last one.
    ///
    /// # Errors
    /// A fault after which the run cannot go on.
    async fn next(&mut self, sink: &mut dyn Sink) -> Result<Option<NextStep>, RunError>;

    /// Says what the step is, before anything of it runs.
    fn present(&mut self, sink: &mut dyn Sink);

    /// Plays the step. Returns whether the run goes on after it.
    ///
    /// # Errors
    /// A fault after which the run cannot go on.
    async fn play(&mut self, prediction: Option<ChoiceId>, sink: &mut dyn Sink) -> Result<bool, RunError>;
}

/// A step that is about to be played.
#[derive(Debug)]
pub struct NextStep {
    /// Its question, with its placeholders filled.
    pub question: Option<Predict>,
}

/// Those that hear the events of a run: the sink first, so that the driver never decides by what was not
/// recorded.
pub struct Listeners<'l> {
    /// Decides.
    pub driver: &'l mut dyn Driver,
    /// Shows and records.
    pub sink: &'l mut dyn Sink,
}

impl Sink for Listeners<'_> {
    fn take(&mut self, event: &Event) {
        self.sink.take(event);
        self.driver.take(event);
    }
}

/// Plays all turns, in the one order that there is.
///
/// # Errors
/// The student left, or a fault of the player.
pub async fn drive(player: &mut dyn Player, to: &mut Recorder<Listeners<'_>>) -> Result<(), Stop> {
    player.begin(to).await?;
    while let Some(NextStep { question }) = player.next(to).await? {
        to.sink.driver.present(question.as_ref()).await?;
        player.present(to);
        let prediction = if let Some(question) = &question {
            to.sink.driver.predict(question).await?
        } else {
            to.sink.driver.pause(Pause::Step).await?;
            None
        };
        let goes_on = player.play(prediction, to).await?;
        to.sink.driver.transfer().await?;
        if !goes_on {
            break;
        }
    }
    Ok(())
}
