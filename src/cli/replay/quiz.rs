//! The questions of a lab, asked again where its recording is played: the answer is graded by what
//! was observed when the recording was made.

use std::collections::BTreeMap;

use crate::event::{Event, PredictionGraded, PredictionLocked, RunStarted};
use crate::fate::Fate;
use crate::lab::{Choice, ChoiceId, Lab, Placeholder, Predict, WatchId, fill};

/// What stands for what only the run itself knew.
const UNKNOWN: &str = "…";

/// The questions of a lab.
pub struct Quiz<'l> {
    lab: &'l Lab,
    /// What was captured so far.
    values: BTreeMap<String, String>,
    /// The step whose question is answered, the question, and the answer; none once it is graded.
    locked: Option<(String, Predict, Choice)>,
}

impl<'l> Quiz<'l> {
    /// The questions of this lab.
    pub const fn new(lab: &'l Lab) -> Self {
        Self { lab, values: BTreeMap::new(), locked: None }
    }

    /// Whether a run is one of the lab as it is now.
    pub fn is_of(&self, run: &RunStarted) -> bool {
        run.content == self.lab.content()
    }

    /// The question of a step, with what was captured in its place.
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

    /// Locks the answer.
    pub fn lock(&mut self, step: &str, predict: Predict, answer: &ChoiceId) -> Option<PredictionLocked> {
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

    /// The grade of the locked answer, where this event shows what is right.
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
                // Where nothing was and nothing is, nothing changed.
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
