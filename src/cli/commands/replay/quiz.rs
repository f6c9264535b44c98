//! A lab's questions during a replay.
//!
//! Answers are graded by what the recording observed.

use std::collections::BTreeMap;

use crate::event::{Event, PredictionGraded, PredictionLocked};
use crate::fate::Fate;
use crate::lab::{Choice, ChoiceId, Lab, Placeholder, Predict, WatchId, fill};

/// The placeholder for values that only the recorded run knew.
const UNKNOWN: &str = "…";

/// The questions of a lab.
pub struct Quiz<'l> {
    lab: &'l Lab,
    /// The values that were captured so far.
    values: BTreeMap<String, String>,
    /// The answered step, its question and the answer; `None` once it is graded.
    locked: Option<(String, Predict, Choice)>,
}

impl<'l> Quiz<'l> {
    /// Creates the quiz for a lab.
    pub const fn new(lab: &'l Lab) -> Self {
        Self { lab, values: BTreeMap::new(), locked: None }
    }

    /// Returns a step's question, with captured values filled in.
    pub fn question(&self, step: &str) -> Option<Predict> {
        let step = self.lab.steps.iter().find(|known| known.id.value.as_str() == step)?;
        let predict = step.predict.as_ref()?;
        let prose = |text: &str| {
            fill(text, |placeholder| match placeholder {
                Placeholder::Captured(name) => self.values.get(name).cloned(),
                _ => Some(UNKNOWN.to_owned()),
            })
        };
        let choice = |choice: &Choice| Choice {
            text: prose(&choice.text),
            because: choice.because.as_deref().map(prose),
            ..choice.clone()
        };
        Some(Predict {
            ask: prose(&predict.ask),
            choices: predict.choices.iter().map(choice).collect(),
            ..predict.clone()
        })
    }

    /// Locks the answer to a step's question.
    pub fn lock(&mut self, step: &str, answer: &ChoiceId) -> Option<PredictionLocked> {
        let predict = self.question(step)?;
        let choice = predict.choice(answer)?.clone();
        let locked = PredictionLocked {
            step: step.to_owned(),
            ask: predict.ask.clone(),
            choice: choice.id.to_string(),
            fate: choice.answer.fate(),
            text: choice.text.clone(),
        };
        self.locked = Some((step.to_owned(), predict, choice));
        Some(locked)
    }

    /// Returns the locked answer's grade, if this event shows the right answer.
    pub fn graded(&mut self, event: &Event) -> Option<PredictionGraded> {
        if let Event::Captured(captured) = event {
            self.values.insert(captured.name.clone(), captured.value.clone());
        }
        let (step, predict, choice) = self.locked.as_ref()?;
        let (observed, right) = match event {
            Event::FateSettled(settled) if settled.step == *step => {
                let watch = predict.watch.as_ref().map(WatchId::as_str);
                if watch != Some(settled.watch.as_str()) {
                    return None;
                }
                // Absent before and after: nothing changed.
                let fate = settled.fate.unwrap_or(Fate::Unchanged);
                (settled.fate, choice.answer.fate() == Some(fate))
            }
            Event::AnswersJudged(judged) if judged.step == *step => {
                let right = judged.right()?;
                (None, right.choice == choice.id.as_str())
            }
            _ => return None,
        };
        let graded = PredictionGraded {
            step: step.clone(),
            choice: choice.id.to_string(),
            text: choice.text.clone(),
            predicted: choice.answer.fate(),
            observed,
            right,
            because: choice.because.clone(),
        };
        self.locked = None;
        Some(graded)
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;
    use std::path::Path;

    use super::*;
    use crate::i18n::{Locale, Words};
    use crate::lab::Library;
    use crate::recording::{Moment, RecordingReader};
    use crate::story::{TransferQuestion, Transfers};
    use crate::view::say;

    /// Returns the transfer questions after wrong answers, by a lab's own recording.
    fn transfers(lab: &Lab, events: &[Event]) -> Vec<(String, Vec<TransferQuestion>)> {
        let mut found = Vec::new();
        for step in &lab.steps {
            let Some(predict) = &step.predict else { continue };
            let mut questions = Vec::new();
            for wrong in predict.choices.iter().filter(|choice| choice.because.is_some()) {
                let (mut quiz, mut transfers) = (Quiz::new(lab), Transfers::default());
                for event in events.iter().filter(|event| !matches!(event, Event::PredictionGraded(_))) {
                    transfers.take(event);
                    if let Some(graded) = quiz.graded(event) {
                        assert!(!graded.right, "{}: {}", lab.id, step.id.value);
                        transfers.take(&Event::PredictionGraded(graded));
                    }
                    if let Event::StepPresented(shown) = event
                        && shown.step == step.id.value.as_str()
                    {
                        quiz.lock(&shown.step, &wrong.id).unwrap();
                    }
                    questions.extend(transfers.question());
                }
            }
            // The same questions follow every wrong answer.
            questions.dedup();
            found.push((step.id.value.to_string(), questions));
        }
        found
    }

    /// Compares the transfer questions of every shipped lab with the approved ones.
    ///
    /// They are in `src/cli/commands/replay/transfers.<locale>.txt`. `UPDATE=1` rewrites the files, for
    /// another review.
    #[test]
    fn every_shipped_lab_carries_its_ideas_over() {
        let library = Library::shipped();
        for locale in Locale::ALL {
            let words = Words::new(locale);
            let mut text = String::new();
            for entry in library.all().unwrap() {
                let lab = entry.read_in(locale.tag()).unwrap();
                let lines = entry.recording(locale.tag()).unwrap().unwrap();
                let events: Vec<Event> = RecordingReader::open(lines)
                    .unwrap_or_else(|_| panic!("{}", lab.id))
                    .map(|read| read.map_or_else(|_| panic!("{}", lab.id), |Moment { event, .. }| event))
                    .collect();
                for (step, questions) in transfers(&lab, &events) {
                    assert!(questions.len() < 2, "{}: {step}: {questions:?}", lab.id);
                    let said = questions.first().map_or("no question".to_owned(), |it| {
                        [&it.ask, &it.answers[0].1, &it.answers[1].1, &it.right, &it.wrong]
                            .map(|message| say(&words, message))
                            .join("\n    ")
                    });
                    writeln!(text, "{}, {step}:\n    {said}", lab.id).unwrap();
                }
            }
            let file = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join(format!("src/cli/commands/replay/transfers.{locale}.txt"));
            if std::env::var_os("UPDATE").is_some() {
                std::fs::write(&file, &text).unwrap();
            }
            let approved = std::fs::read_to_string(&file).unwrap_or_default();
            assert!(
                approved == text,
                "{locale}: other questions than approved; UPDATE=1 writes them anew\n{text}"
            );
        }
    }
}
