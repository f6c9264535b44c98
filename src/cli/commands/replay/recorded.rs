//! A driver that plays a recording at a given pace and uses no engine.

use std::io::BufRead;

use async_trait::async_trait;

use super::pace::Pace;
use super::quiz::Quiz;
use crate::event::{Event, Sink, StepPresented};
use crate::lab::ChoiceId;
use crate::recording::{Damage, Flaw, Moment, RecordingReader};
use crate::runner::RunError;
use crate::session::{NextStep, Player};

/// How many damaged lines are listed. Further ones are only counted.
const NAMED: usize = 5;

/// The parts of a recording that could not be read.
#[derive(Default)]
pub struct Damaged {
    /// The first damaged lines.
    pub named: Vec<Damage>,
    /// How many follow them.
    pub more: usize,
    /// Whether the last line is incomplete.
    pub breaks_off: bool,
}

impl Damaged {
    fn take(&mut self, damage: Damage) {
        self.breaks_off |= matches!(damage.flaw, Flaw::BreaksOff);
        if self.named.len() < NAMED { self.named.push(damage) } else { self.more += 1 }
    }
}

/// Where the playback stopped.
enum Reached {
    /// A step is about to be presented.
    Step(StepPresented),
    /// A step is over.
    StepFinished,
    /// A run is over.
    RunFinished,
    /// The end of the recording.
    End,
}

/// A recording that is being played.
pub struct Recorded<'l, R> {
    reader: RecordingReader<R>,
    pace: Pace,
    /// The lab's questions, if they are asked again.
    quiz: Option<Quiz<'l>>,
    /// The current step.
    step: Option<StepPresented>,
    /// What was reached before the step ended.
    reached: Option<Reached>,
    over: bool,
    /// What could not be read so far.
    pub damaged: Damaged,
}

impl<'l, R: BufRead> Recorded<'l, R> {
    /// Creates a player. With a quiz, the lab's questions get new answers.
    pub fn new(reader: RecordingReader<R>, pace: Pace, quiz: Option<Quiz<'l>>) -> Self {
        let damaged = Damaged::default();
        Self { reader, pace, quiz, step: None, reached: None, over: false, damaged }
    }

    /// Returns whether the whole recording was played.
    pub const fn is_over(&self) -> bool {
        self.over
    }

    /// Plays until a step or run ends, or a step is about to be presented.
    async fn play_on(&mut self, sink: &mut dyn Sink) -> Reached {
        while let Some(read) = self.reader.line() {
            // Yield after each line, so that long recordings can be interrupted.
            tokio::task::yield_now().await;
            match read {
                Ok(Some(Moment { at_ms, event })) => {
                    self.pace.until(at_ms).await;
                    if let Event::StepPresented(step) = event {
                        return Reached::Step(step);
                    }
                    self.show(&event, sink);
                    match event {
                        Event::StepFinished(_) => return Reached::StepFinished,
                        Event::RunFinished(_) => return Reached::RunFinished,
                        _ => {}
                    }
                }
                Ok(None) => {}
                Err(damage) => self.damaged.take(damage),
            }
        }
        self.over = true;
        Reached::End
    }

    /// Shows an event. A quiz replaces the recorded answers and grades by its own.
    fn show(&mut self, event: &Event, sink: &mut dyn Sink) {
        let Some(quiz) = &mut self.quiz else { return sink.take(event) };
        if matches!(event, Event::PredictionLocked(_) | Event::PredictionGraded(_)) {
            return;
        }
        sink.take(event);
        if let Some(graded) = quiz.graded(event) {
            sink.take(&Event::PredictionGraded(graded));
        }
    }
}

#[async_trait(?Send)]
impl<R: BufRead> Player for Recorded<'_, R> {
    async fn begin(&mut self, _: &mut dyn Sink) -> Result<(), RunError> {
        Ok(())
    }

    async fn next(&mut self, sink: &mut dyn Sink) -> Result<Option<NextStep>, RunError> {
        loop {
            let reached = match self.reached.take() {
                Some(reached) => reached,
                None => self.play_on(sink).await,
            };
            match reached {
                Reached::Step(step) => {
                    let question = self.quiz.as_ref().and_then(|quiz| quiz.question(&step.step));
                    self.step = Some(step);
                    return Ok(Some(NextStep { question }));
                }
                Reached::StepFinished => {}
                Reached::RunFinished | Reached::End => return Ok(None),
            }
        }
    }

    fn present(&mut self, sink: &mut dyn Sink) {
        if let Some(step) = self.step.clone() {
            self.show(&Event::StepPresented(step), sink);
        }
    }

    async fn play(&mut self, prediction: Option<ChoiceId>, sink: &mut dyn Sink) -> Result<bool, RunError> {
        if let (Some(quiz), Some(step), Some(choice)) = (&mut self.quiz, &self.step, prediction)
            && let Some(locked) = quiz.lock(&step.step, &choice)
        {
            sink.take(&Event::PredictionLocked(locked));
        }
        match self.play_on(sink).await {
            Reached::StepFinished => {}
            reached => self.reached = Some(reached),
        }
        Ok(true)
    }
}
