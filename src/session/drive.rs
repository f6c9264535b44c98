//! The order of a run: present, ask, play, transfer.
//!
//! Every way to run or replay a lab is a driver of this one loop.

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
    /// An error of the run that it cannot recover from.
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

/// A point where a driver may pause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    /// A step without a question was presented, and runs next.
    Step,
    /// The run is over, but nothing is cleaned up yet.
    End,
}

/// Decides what a student would decide. By default it asks nothing.
///
/// It gets every event, masked, and so can ask `story` for evidence and for transfer questions.
#[async_trait]
pub trait Driver: Sink {
    /// Presents the next step, with its question if it has one.
    ///
    /// # Errors
    /// The student left.
    async fn present(&mut self, _question: Option<&Predict>) -> Result<(), Left> {
        Ok(())
    }

    /// Answers a step's question; `Ok(None)` when there is no answer.
    ///
    /// # Errors
    /// The student left.
    async fn predict(&mut self, _question: &Predict) -> Result<Option<ChoiceId>, Left> {
        Ok(None)
    }

    /// Waits until the student continues.
    ///
    /// # Errors
    /// The student left.
    async fn pause(&mut self, _at: Pause) -> Result<(), Left> {
        Ok(())
    }

    /// Asks the transfer question after a step, if there is one.
    ///
    /// # Errors
    /// The student left.
    async fn transfer(&mut self) -> Result<(), Left> {
        Ok(())
    }

    /// Restores the terminal after the turns, also after an interrupted question.
    fn restore(&mut self) {}
}

/// A driver that asks nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unasked;

impl Sink for Unasked {
    fn take(&mut self, _: &Event) {}
}

impl Driver for Unasked {}

/// Plays the turns of a lab, on an engine or from a recording.
///
/// Its futures stay on one thread, like those of a run.
#[async_trait(?Send)]
pub trait Player {
    /// Plays what comes before the first step.
    ///
    /// # Errors
    /// An error that the run cannot recover from.
    async fn begin(&mut self, sink: &mut dyn Sink) -> Result<(), RunError>;

    /// Moves to the next step; `Ok(None)` after the last one.
    ///
    /// # Errors
    /// An error that the run cannot recover from.
    async fn next(&mut self, sink: &mut dyn Sink) -> Result<Option<NextStep>, RunError>;

    /// Emits the description of the step, before anything of it runs.
    fn present(&mut self, sink: &mut dyn Sink);

    /// Plays the step. Returns whether the run continues after it.
    ///
    /// # Errors
    /// An error that the run cannot recover from.
    async fn play(&mut self, prediction: Option<ChoiceId>, sink: &mut dyn Sink) -> Result<bool, RunError>;
}

/// The next step to play.
#[derive(Debug)]
pub struct NextStep {
    /// Its question, with its placeholders filled.
    pub question: Option<Predict>,
}

/// The receivers of a run's events.
///
/// The sink comes first, so that the driver never decides on an event that was not recorded.
pub struct Listeners<'l> {
    /// The driver, which decides.
    pub driver: &'l mut dyn Driver,
    /// The sink, which shows and records.
    pub sink: &'l mut dyn Sink,
}

impl Sink for Listeners<'_> {
    fn take(&mut self, event: &Event) {
        self.sink.take(event);
        self.driver.take(event);
    }
}

/// Plays all turns, in their only order.
///
/// # Errors
/// The student left, or the player failed.
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
