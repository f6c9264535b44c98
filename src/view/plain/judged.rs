//! Results: checks, fates and predictions.

use super::super::page::Page;
use super::super::paint::{cut, say};
use super::super::safe_line;
use super::{Plain, prose};
use crate::event::{AnswerJudged, AnswersJudged, CheckJudged, FateSettled, Message, PredictionGraded, Seen};
use crate::fate::Fate;
use crate::story::{Cell, evidence, explain};

/// Columns for value names.
const VALUE: usize = 40;
/// Columns for the command before a check.
const COMMAND: usize = 66;
/// The indent below a result.
pub(super) const UNDER: &str = "      ";

impl Plain<'_> {
    pub(super) fn check_judged(&self, page: &mut Page, check: &CheckJudged) {
        self.judged(page, check.held, &prose(&check.text));
        if check.held {
            return;
        }
        page.line(format!("{UNDER}{}", self.look.dim(&safe_line(&check.place))));
        if let Some(command) = &check.command {
            self.labelled(page, UNDER, &[("label-after", cut(&one_line(command), COMMAND))]);
        }
        for gap in &check.gaps {
            self.gap(page, gap);
        }
        self.over_time(page, &check.values);
        if let Some(because) = &check.because {
            self.labelled(page, UNDER, &[("label-because", prose(because))]);
        }
    }

    pub(super) fn fate_settled(&self, page: &mut Page, settled: &FateSettled) {
        if settled.held && matches!(settled.fate, None | Some(Fate::Unchanged)) {
            return;
        }
        let label = safe_line(&settled.label);
        if settled.held {
            let fate = self.fate_word(settled.fate).to_uppercase();
            let values = match (&settled.before, Cell::new(&settled.now)) {
                // The fate already says it.
                (Some(before), Cell::OutOfReach) if settled.fate == Some(Fate::OutOfReach) => {
                    format!("{} →", self.value(&Cell::new(before)))
                }
                _ => format!("{} ", self.transition(settled)),
            };
            self.judged(page, true, &format!("{label}  {values} {}", self.look.warm(&fate)));
        } else {
            self.judged(page, false, &self.look.bold(&label));
            self.fate_evidence(page, settled);
        }
        if settled.held {
            return self.first_lines(page, settled);
        }
        if let Some(explanation) = explain(settled) {
            page.wrapped(say(self.words, &explanation), UNDER);
        }
        if settled.expected.is_none() {
            page.wrapped(self.word("run-fate-unexpected"), UNDER);
        }
        if settled.before.is_none() {
            page.wrapped(self.word("run-fate-out-of-reach"), UNDER);
        }
    }

    /// Shows the first lines of the values, if the author has named them.
    fn first_lines(&self, page: &mut Page, settled: &FateSettled) {
        let named = |seen: &Seen| matches!(Cell::new(seen), Cell::Named(_));
        let both: Vec<&Seen> = settled.before.iter().chain([&settled.now]).collect();
        if !both.iter().copied().any(named) {
            return;
        }
        let lines: Vec<String> = both.into_iter().map(|seen| self.value(&Cell::unnamed(seen))).collect();
        page.line(self.look.dim(&self.look.wrap(&lines.join(" → "), UNDER, UNDER)));
    }

    fn fate_evidence(&self, page: &mut Page, settled: &FateSettled) {
        let evidence = evidence(settled);
        let seen = |(cell, place): &(Cell, Option<Message>)| {
            let value = self.value(cell);
            match place {
                Some(place) => format!("{value}, {}", say(self.words, place)),
                None => value,
            }
        };
        // Without a reading before, something may well have happened.
        let seen_fate = match settled.before {
            None => self.word("run-no-fate"),
            Some(_) => self.fate_word(settled.fate),
        };
        let mut lines = vec![("label-expected", self.fate_word(settled.expected)), ("label-seen", seen_fate)];
        lines.extend(evidence.before.as_ref().map(|before| ("label-before", seen(before))));
        lines.push(("label-now", seen(&evidence.now)));
        self.labelled(page, UNDER, &lines);
    }

    fn fate_word(&self, fate: Option<Fate>) -> String {
        match fate {
            Some(fate) => self.word(&format!("fate-{}", fate.word())),
            None => self.word("run-nothing-happened"),
        }
    }

    /// Returns the values before and now, in a few words.
    fn transition(&self, settled: &FateSettled) -> String {
        let now = self.value(&Cell::new(&settled.now));
        match &settled.before {
            None => now,
            Some(before) => format!("{} → {now}", self.value(&Cell::new(before))),
        }
    }

    fn value(&self, cell: &Cell) -> String {
        cut(&super::super::world::cell(self.words, cell), VALUE)
    }

    pub(super) fn answers_judged(&self, page: &mut Page, judged: &AnswersJudged) {
        let about = |key: &str, text: &str| self.words.say(key, &[("text", prose(text).into())]);
        let expected = judged.answers.iter().find(|answer| answer.choice == judged.expected);
        let expected_text = expected.map_or("", |answer| &answer.text);
        if judged.held {
            return self.judged(page, true, &about("run-answer", expected_text));
        }
        self.judged(page, false, &about("run-answer-not", &judged.ask));
        page.line(format!("{UNDER}{}", self.look.dim(&safe_line(&judged.place))));
        let right = |answer: &&AnswerJudged| answer.gaps.is_empty();
        let right: Vec<String> = judged.answers.iter().filter(right).map(|it| prose(&it.text)).collect();
        let seen = if right.is_empty() { self.word("run-answers-none") } else { right.join(" / ") };
        self.labelled(page, UNDER, &[("label-expected", prose(expected_text)), ("label-seen", seen)]);
        for gap in expected.iter().flat_map(|answer| &answer.gaps) {
            self.gap(page, gap);
        }
    }

    pub(super) fn prediction_graded(&self, page: &mut Page, graded: &PredictionGraded) {
        let key = if graded.right { "run-predicted-right" } else { "run-predicted-wrong" };
        page.wrapped(self.words.say(key, &[("text", prose(&graded.text).into())]), UNDER);
        if let Some(because) = graded.because.as_ref().filter(|_| !graded.right) {
            page.wrapped(prose(because), UNDER);
        }
    }
}

/// Returns text on one line.
fn one_line(text: &str) -> String {
    safe_line(&text.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
}
