//! Judges a step on the observed state: captures, checks, fates, answers.

use std::time::Instant;

use super::error::RunError;
use super::probe::capture;
use super::probe::check::{self, Judged};
use super::{Run, TurnResult, millis};
use crate::event::{self, CheckJudged, Event, Outcome, Seen, Sink, WatchRead};
use crate::lab::{ChoiceId, Step, Watch};

impl Run<'_> {
    /// Judges a step. If a capture fails, nothing else is judged and the run must stop.
    pub(super) async fn judge(
        &mut self,
        step: &Step,
        prediction: Option<&ChoiceId>,
        sink: &mut dyn Sink,
    ) -> Result<TurnResult, RunError> {
        if !self.captures(step, sink).await? {
            return Ok(TurnResult { outcome: Outcome::Failed, go_on: false });
        }
        let checks = self.checks(step, sink).await?;
        let fates = self.fates(step, prediction, sink).await?;
        let answers = self.answers(step, prediction, sink).await?;
        self.quotes.look(self.guard).await?;
        Ok(TurnResult { outcome: Outcome::of(checks && fates && answers), go_on: true })
    }

    /// Captures the step's values. Returns false if one is missing.
    async fn captures(&mut self, step: &Step, sink: &mut dyn Sink) -> Result<bool, RunError> {
        for capture in &step.captures {
            let start = Instant::now();
            let mut prober = self.prober();
            match capture::capture(&mut prober, capture, sink).await? {
                Ok(value) => {
                    let name = capture.name.value.clone();
                    let step = step.id.value.to_string();
                    sink.take(&Event::Captured(event::Captured {
                        step,
                        name: name.clone(),
                        value: value.clone(),
                    }));
                    self.values.insert(name, value);
                }
                Err(gap) => {
                    self.tally.judge(false);
                    let text = format!("{} = {}", capture.name.value, capture.text);
                    let judged = Judged { gaps: vec![gap], values: Vec::new(), took: start.elapsed() };
                    sink.take(&self.check_judged(step, text, capture.name.span.start, judged, None));
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    async fn checks(&mut self, step: &Step, sink: &mut dyn Sink) -> Result<bool, RunError> {
        let mut all = true;
        for check in &step.checks {
            let mut prober = self.prober();
            let judged = check::judge(&mut prober, check, sink).await?;
            all &= self.tally.judge(judged.gaps.is_empty());
            let because = check.because.as_ref().map(|because| self.prose(because));
            sink.take(&self.check_judged(step, check.text.clone(), check.span.start, judged, because));
        }
        Ok(all)
    }

    /// Returns the position of an offset in the lab file, as `file:line:column`.
    pub(super) fn place(&self, offset: usize) -> String {
        let position = self.lab.source.position(offset);
        format!("{}:{}:{}", self.lab.source.name, position.line, position.column)
    }

    async fn fates(
        &mut self,
        step: &Step,
        prediction: Option<&ChoiceId>,
        sink: &mut dyn Sink,
    ) -> Result<bool, RunError> {
        let lab = self.lab;
        let mut all = true;
        for (index, watch) in lab.watches.iter().enumerate() {
            let seen = self.read_watch(watch, Some(step), sink).await?;
            let settled = self.history[index].derive(self.guard, step, watch, seen).await?;
            all &= self.tally.judge(settled.held);
            let fate = settled.fate;
            sink.take(&Event::FateSettled(Box::new(settled)));
            self.grade_fate(step, watch, fate, prediction, sink);
        }
        Ok(all)
    }

    /// Reads a watch, and reports what it saw.
    pub(super) async fn read_watch(
        &mut self,
        watch: &Watch,
        step: Option<&Step>,
        sink: &mut dyn Sink,
    ) -> Result<Seen, RunError> {
        let seen = self.reader(sink).read(watch).await?;
        sink.take(&Event::WatchRead(WatchRead {
            step: step.map(|step| step.id.value.to_string()),
            watch: watch.id.value.to_string(),
            seen: seen.clone(),
        }));
        Ok(seen)
    }

    fn check_judged(
        &self,
        step: &Step,
        text: String,
        offset: usize,
        judged: Judged,
        because: Option<String>,
    ) -> Event {
        let held = judged.gaps.is_empty();
        // The values before a check held are not shown.
        let values = if held || judged.values.len() < 2 { Vec::new() } else { judged.values };
        Event::CheckJudged(CheckJudged {
            step: step.id.value.to_string(),
            text,
            place: self.place(offset),
            command: self.ran.line.clone(),
            held,
            gaps: judged.gaps,
            values,
            because,
            took_ms: millis(judged.took),
        })
    }
}
