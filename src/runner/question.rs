//! A step's question: the locked answer and its grade.

use super::error::RunError;
use super::probe::check::{see, want};
use super::probe::wait::{Try, wait};
use super::{Run, millis};
use crate::event::{
    AnswerJudged, AnswersJudged, Event, Gap, PredictionGraded, PredictionLocked, Sink, Waiting,
};
use crate::fate::Fate;
use crate::lab::{Check, Choice, ChoiceId, Predict, Step, Watch};

impl Run<'_> {
    /// Reports the student's prediction, before anything of the step runs.
    pub(super) fn lock_prediction(&self, step: &Step, prediction: Option<&ChoiceId>, sink: &mut dyn Sink) {
        let Some((predict, choice)) = chosen(step, prediction) else { return };
        sink.take(&Event::PredictionLocked(PredictionLocked {
            step: step.id.value.to_string(),
            ask: self.prose(&predict.ask),
            choice: choice.id.to_string(),
            fate: choice.answer.fate(),
            text: self.prose(&choice.text),
        }));
    }

    /// Grades the prediction of a watch's fate, if the question is about this watch.
    pub(super) fn grade_fate(
        &self,
        step: &Step,
        watch: &Watch,
        observed: Option<Fate>,
        prediction: Option<&ChoiceId>,
        sink: &mut dyn Sink,
    ) {
        let Some((predict, choice)) = chosen(step, prediction) else { return };
        if predict.watch.as_ref() == Some(&watch.id.value) {
            // If nothing was there before or after, nothing changed.
            let right = choice.answer.fate() == Some(observed.unwrap_or(Fate::Unchanged));
            self.grade(step, choice, observed, right, sink);
        }
    }

    /// Judges the answers that are checks, even if the question was not asked.
    /// Returns false unless the answer that the author says is right is the only right one.
    pub(super) async fn answers(
        &mut self,
        step: &Step,
        prediction: Option<&ChoiceId>,
        sink: &mut dyn Sink,
    ) -> Result<bool, RunError> {
        let Some(predict) = &step.predict else { return Ok(true) };
        let checks: Vec<&Check> = predict.choices.iter().filter_map(|choice| choice.answer.check()).collect();
        let expected = predict.choices.iter().position(|choice| choice.because.is_none());
        let Some(expected) = expected.filter(|_| checks.len() == predict.choices.len()) else {
            return Ok(true);
        };
        let (gaps, took_ms) = self.looks(&checks, expected, sink).await?;
        let answer = |(choice, gaps): (&Choice, Vec<Gap>)| AnswerJudged {
            choice: choice.id.to_string(),
            text: self.prose(&choice.text),
            check: choice.answer.check().map(|check| check.text.clone()).unwrap_or_default(),
            gaps,
        };
        let judged = AnswersJudged {
            step: step.id.value.to_string(),
            ask: self.prose(&predict.ask),
            place: self.place(checks[expected].span.start),
            expected: predict.choices[expected].id.to_string(),
            held: is_right(&gaps, expected),
            answers: predict.choices.iter().zip(gaps).map(answer).collect(),
            took_ms,
        };
        let held = self.tally.judge(judged.held);
        let right = judged.right().map(|answer| answer.choice.clone());
        sink.take(&Event::AnswersJudged(judged));
        if let (Some(right), Some((_, choice))) = (right, chosen(step, prediction)) {
            self.grade(step, choice, None, choice.id.as_str() == right, sink);
        }
        Ok(held)
    }

    /// Looks at all answers until only the expected one holds, or its time is up.
    async fn looks(
        &mut self,
        checks: &[&Check],
        expected: usize,
        sink: &mut dyn Sink,
    ) -> Result<(Vec<Vec<Gap>>, u64), RunError> {
        let mut prober = self.prober();
        let check = checks[expected];
        let subject = Waiting::Check { text: check.text.clone() };
        let late = vec![super::probe::check::late(); checks.len()];
        let (gaps, took) = wait(check.within, &subject, sink, late, async || {
            let mut all = Vec::new();
            for check in checks {
                let (_, gaps) =
                    see(&mut prober, &check.probe, &check.predicates, want(&check.predicates)).await?;
                all.push(gaps);
            }
            Ok::<_, RunError>(if is_right(&all, expected) { Try::Settled(all) } else { Try::NotYet(all) })
        })
        .await?;
        Ok((gaps, millis(took)))
    }

    fn grade(&self, step: &Step, choice: &Choice, observed: Option<Fate>, right: bool, sink: &mut dyn Sink) {
        sink.take(&Event::PredictionGraded(PredictionGraded {
            step: step.id.value.to_string(),
            choice: choice.id.to_string(),
            text: self.prose(&choice.text),
            predicted: choice.answer.fate(),
            observed,
            right,
            because: choice.because.as_ref().map(|because| self.prose(because)),
        }));
    }
}

/// Returns the question and the given answer.
fn chosen<'s>(step: &'s Step, prediction: Option<&ChoiceId>) -> Option<(&'s Predict, &'s Choice)> {
    let predict = step.predict.as_ref()?;
    Some((predict, predict.choice(prediction?)?))
}

/// Returns whether only the expected answer has no gap.
fn is_right(gaps: &[Vec<Gap>], expected: usize) -> bool {
    gaps.iter().enumerate().all(|(index, gaps)| gaps.is_empty() == (index == expected))
}
