//! How a step is played: files, commands, captures, checks, readings, fates.
//!
//! Imports: `command`, `engine`, `event`, `fate`, `lab`.

use std::time::{Duration, Instant};

use super::capture::Captured;
use super::carry::{self, Carried, Place};
use super::check::{self, Judged};
use super::error::RunError;
use super::{Run, TurnResult, fails, keep, millis};
use crate::command::{Action, ImageName};
use crate::engine::Call;
use crate::event::{
    self, CheckJudged, CommandEnd, CommandFinished, CommandStarted, EngineCall, Event, FilesWritten, Message,
    Outcome, Sink, StepFinished, StepStarted, WaitFinished, WaitStarted, Waiting, WatchRead,
};
use crate::lab::{Capture, ChoiceId, Command, Ready, Step};

/// How long a command may take before whoever watches is told that it still goes on.
const LONG: Duration = Duration::from_secs(2);

/// How long a command may take at the most. What it began is removed with the run.
const LONGEST: Duration = Duration::from_mins(10);

/// Gives a command up that does not end in time.
async fn given_up(work: impl Future<Output = Result<Carried, RunError>>) -> Result<Carried, RunError> {
    let too_long = |_| {
        let time = event::Filling::Millis { millis: millis(LONGEST) };
        Ok(Carried::refused(Message::new("run-too-long").arg("time", time)))
    };
    tokio::time::timeout(LONGEST, work).await.unwrap_or_else(too_long)
}

/// Carries on with a command, and tells when it takes long.
async fn told_when_long<T>(work: impl Future<Output = T>, subject: Waiting, sink: &mut dyn Sink) -> T {
    let mut work = std::pin::pin!(work);
    let start = Instant::now();
    tokio::select! {
        result = &mut work => return result,
        () = tokio::time::sleep(LONG) => {}
    }
    sink.take(&Event::WaitStarted(WaitStarted { subject: subject.clone(), within_ms: 0 }));
    let result = work.await;
    let took_ms = millis(start.elapsed());
    sink.take(&Event::WaitFinished(WaitFinished { subject, came: true, took_ms }));
    result
}

/// What a step's commands left.
#[derive(Default)]
pub(super) struct Ran {
    /// What the last one printed.
    pub output: Captured,
    /// The last one, as it was shown.
    line: Option<String>,
}

impl Run<'_> {
    pub(super) async fn step(
        &mut self,
        step: &Step,
        prediction: Option<&ChoiceId>,
        sink: &mut dyn Sink,
    ) -> Result<TurnResult, RunError> {
        let id = step.id.value.to_string();
        let start = Instant::now();
        self.lock_prediction(step, prediction, sink);
        sink.take(&Event::StepStarted(StepStarted { step: id.clone() }));
        self.quotes.turn();
        self.write(step, sink)?;
        let ran = Box::pin(self.commands(step, sink)).await?;
        self.take_scene(Some(step), sink).await?;
        let kept = match &ran {
            Some(ran) => self.captures(step, ran, sink).await?,
            None => false,
        };
        let held = match ran.as_ref().filter(|_| kept) {
            Some(ran) => {
                let checks = self.checks(step, ran, sink).await?;
                let fates = self.fates(step, prediction, sink).await?;
                let answers = self.answers(step, ran, prediction, sink).await?;
                self.quotes.look(self.guard).await?;
                checks && fates && answers
            }
            None => false,
        };
        let outcome = if held { Outcome::Passed } else { Outcome::Failed };
        self.tally.passed += usize::from(held);
        self.tally.worst = self.tally.worst.max(Some(outcome));
        sink.take(&Event::StepFinished(StepFinished {
            step: id,
            outcome,
            after: step.after.as_ref().filter(|_| held).map(|after| self.prose(after)),
            took_ms: millis(start.elapsed()),
        }));
        Ok(TurnResult { outcome, go_on: kept })
    }

    /// Writes the files of a step.
    fn write(&self, step: &Step, sink: &mut dyn Sink) -> Result<(), RunError> {
        for (path, text) in &step.write {
            self.workspace.write(&path.value, text).map_err(|cause| RunError::Workspace {
                path: self.workspace.folder().join(&path.value),
                cause,
            })?;
        }
        if !step.write.is_empty() {
            sink.take(&Event::FilesWritten(FilesWritten {
                step: step.id.value.to_string(),
                files: step.write.iter().map(|(path, text)| (path.value.clone(), text.clone())).collect(),
            }));
        }
        Ok(())
    }

    /// Carries out a step's commands; none: one of them did not end as it had to.
    async fn commands(&mut self, step: &Step, sink: &mut dyn Sink) -> Result<Option<Ran>, RunError> {
        let mut ran = Ran::default();
        for command in &step.run {
            let (carried, held) = Box::pin(self.command(step, command, sink)).await?;
            if command.fails.is_some() {
                self.tally.judge(held);
            }
            if !held {
                return Ok(None);
            }
            for container in &carried.started {
                let ready = |ready: &&Ready| ready.container.value.as_str() == container;
                if let Some(ready) = self.lab.ready.iter().find(ready) {
                    let came = self.await_ready(ready, sink).await?;
                    if !self.tally.judge(came) {
                        return Ok(None);
                    }
                }
            }
            ran = Ran { output: carried.output, line: Some(command.shown(&self.values)) };
        }
        Ok(Some(ran))
    }

    /// Carries out a command, and tells whether it ended as it had to.
    async fn command(
        &self,
        step: &Step,
        command: &Command,
        sink: &mut dyn Sink,
    ) -> Result<(Carried, bool), RunError> {
        let (id, line) = (step.id.value.to_string(), command.shown(&self.values));
        sink.take(&Event::CommandStarted(CommandStarted { step: id.clone(), line: line.clone() }));
        // What was asked for before belongs to no command.
        drop(self.guard.take_calls());
        let start = Instant::now();
        let images = self.lab.images().iter().map(ImageName::tagged).collect();
        let (guard, workspace, env) = (self.guard, self.workspace, &self.lab.env);
        let place = Place { guard, workspace, env, images };
        let carried = match command.filled(&self.values, &self.lab.env, &self.lab.allow.host_paths()) {
            Ok(action) => {
                let foreground = matches!(&action, Action::Run(run) if !run.detach);
                let subject = Waiting::Command { line: line.clone(), foreground };
                let carried = given_up(carry::carry_out(&place, &action));
                Box::pin(told_when_long(carried, subject, sink)).await
            }
            Err(name) => Ok(Carried::refused(Message::new("run-capture-unusable").arg("name", name))),
        };
        let (output, cut, end) = match &carried {
            Ok(carried) => {
                let end = carried.failed.clone().unwrap_or(CommandEnd::Done);
                (carried.output.text(), carried.output.cut, end)
            }
            Err(_) => (String::new(), 0, CommandEnd::Stopped),
        };
        let fails = command.fails.map(|failure| fails::judge(failure, &end));
        let held = fails.as_ref().map_or(end == CommandEnd::Done, |failing| failing.held);
        let took_ms = millis(start.elapsed());
        sink.take(&Event::CommandFinished(CommandFinished {
            step: id,
            line,
            output,
            cut,
            hidden: carried.as_ref().ok().and_then(|carried| carried.hidden.clone()),
            end,
            fails,
            calls: asked(self.guard.take_calls()),
            took_ms,
        }));
        carried.map(|carried| (carried, held))
    }

    /// Keeps what a step captures; false where there was nothing to keep, on which what follows
    /// builds.
    async fn captures(&mut self, step: &Step, ran: &Ran, sink: &mut dyn Sink) -> Result<bool, RunError> {
        for capture in &step.captures {
            let start = Instant::now();
            let mut looker = self.looker(&ran.output);
            match keep::keep(&mut looker, capture, sink).await? {
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
                    let judged = Judged { gaps: vec![gap], values: Vec::new(), took: start.elapsed() };
                    self.capture_missed(step, capture, ran, judged, sink);
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    fn capture_missed(&self, step: &Step, capture: &Capture, ran: &Ran, judged: Judged, sink: &mut dyn Sink) {
        let text = format!("{} = {}", capture.name.value, capture.text);
        let place = self.place(capture.name.span.start);
        sink.take(&judged_event(step, text, place, ran, judged, None));
    }

    async fn checks(&mut self, step: &Step, ran: &Ran, sink: &mut dyn Sink) -> Result<bool, RunError> {
        let mut all = true;
        for check in &step.checks {
            let mut looker = self.looker(&ran.output);
            let judged = check::judge(&mut looker, check, sink).await?;
            all &= self.tally.judge(judged.gaps.is_empty());
            let because = check.because.as_ref().map(|because| self.prose(because));
            sink.take(&judged_event(
                step,
                check.text.clone(),
                self.place(check.span.start),
                ran,
                judged,
                because,
            ));
        }
        Ok(all)
    }

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
            let seen = self.reader(sink).read(watch).await?;
            sink.take(&Event::WatchRead(WatchRead {
                step: Some(step.id.value.to_string()),
                watch: watch.id.value.to_string(),
                seen: seen.clone(),
            }));
            let settled = self.history[index].settle(self.guard, step, watch, seen).await?;
            all &= self.tally.judge(settled.held);
            let fate = settled.fate;
            sink.take(&Event::FateSettled(Box::new(settled)));
            self.grade_fate(step, watch, fate, prediction, sink);
        }
        Ok(all)
    }
}

/// What a command asked the engine for: what does something, and where nothing does, the looks.
fn asked(mut calls: Vec<Call>) -> Vec<EngineCall> {
    if calls.iter().any(|call| !call.operation.looks()) {
        calls.retain(|call| !call.operation.looks());
    }
    let asked = |call: &Call| EngineCall { request: call.request(), took_ms: call.took.map(millis) };
    let mut asked: Vec<EngineCall> = calls.iter().map(asked).collect();
    asked.dedup_by(|again, call| again.request == call.request);
    asked
}

fn judged_event(
    step: &Step,
    text: String,
    place: String,
    ran: &Ran,
    judged: Judged,
    because: Option<String>,
) -> Event {
    let held = judged.gaps.is_empty();
    // Where it held, how it came to is of no use to anybody.
    let values = if held || judged.values.len() < 2 { Vec::new() } else { judged.values };
    Event::CheckJudged(CheckJudged {
        step: step.id.value.to_string(),
        text,
        place,
        command: ran.line.clone(),
        held,
        gaps: judged.gaps,
        values,
        because,
        took_ms: millis(judged.took),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Kind, Operation};

    fn requests(operations: &[Operation]) -> Vec<String> {
        let call =
            |operation: &Operation| Call { operation: *operation, subject: "web".to_owned(), took: None };
        asked(operations.iter().map(call).collect()).into_iter().map(|call| call.request).collect()
    }

    #[test]
    fn looks_are_told_only_of_commands_that_do_nothing_else() {
        let listed = Operation::List(Kind::Container);
        assert_eq!(
            requests(&[Operation::InspectContainer, Operation::Start, listed]),
            ["POST /containers/web/start"]
        );
        assert_eq!(requests(&[listed, listed]), ["GET /containers/json"]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_command_that_never_ends_is_given_up_in_words() {
        let began = tokio::time::Instant::now();
        let carried = given_up(std::future::pending()).await.unwrap();
        let Some(CommandEnd::Refused { why }) = carried.failed else { panic!("{carried:?}") };
        assert_eq!((why.key.as_str(), began.elapsed()), ("run-too-long", LONGEST));
        assert!(given_up(async { Ok(Carried::default()) }).await.unwrap().failed.is_none());
    }
}
