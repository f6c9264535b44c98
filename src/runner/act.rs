//! Acts: writes the files of a step, and runs its commands.

use std::time::{Duration, Instant};

use super::commands::{self, Carried, Place};
use super::error::RunError;
use super::live::Live;
use super::output::Output;
use super::{Run, TurnResult, expected_failure, millis};
use crate::command::{Action, ImageName};
use crate::engine::Call;
use crate::event::{
    self, CommandEnd, CommandFinished, CommandStarted, Effect, EngineCall, Event, FilesWritten, Message,
    Outcome, Sink, Waiting,
};
use crate::lab::{Command, Failure, Lab, Ready, Step, environment};

/// The longest time for a command. What it created is removed with the run.
const LONGEST: Duration = Duration::from_mins(10);

/// Gives up a command that does not end in time.
async fn given_up(work: impl Future<Output = Result<Carried, RunError>>) -> Result<Carried, RunError> {
    let too_long = |_| {
        let time = event::Filling::Millis { millis: millis(LONGEST) };
        Ok(Carried::refused(Message::new("run-too-long").arg("time", time)))
    };
    tokio::time::timeout(LONGEST, work).await.unwrap_or_else(too_long)
}

/// The result of the last command.
#[derive(Debug, Default)]
pub(super) struct Ran {
    /// Its output.
    pub output: Output,
    /// Its command line, as it was shown.
    pub line: Option<String>,
}

/// One command to run.
struct Order {
    /// The id of its step; empty if it belongs to none.
    step: String,
    /// The command line, as it is shown.
    line: String,
    /// The action, or why the line has none.
    action: Result<Action, Message>,
    /// How it is expected to fail, if it is.
    fails: Option<Failure>,
}

impl Run<'_> {
    /// Writes the files of a step and runs its commands.
    /// Returns false if a command did not end as expected, or a container did not become ready.
    pub(super) async fn act(&mut self, step: &Step, sink: &mut dyn Sink) -> Result<bool, RunError> {
        self.write(step, sink)?;
        self.ran = Ran::default();
        for command in &step.run {
            let order = self.order(step, command);
            let line = order.line.clone();
            let (carried, held) = Box::pin(self.command(order, sink)).await?;
            if command.fails.is_some() {
                self.tally.judge(held);
            }
            if !held {
                return Ok(false);
            }
            for ready in to_await(self.lab, &carried) {
                let came = self.await_ready(ready, sink).await?;
                if !self.tally.judge(came) {
                    return Ok(false);
                }
            }
            self.ran = Ran { output: carried.output, line: Some(line) };
        }
        Ok(true)
    }

    /// Runs one command that belongs to no step.
    pub(super) async fn typed(
        &mut self,
        line: &str,
        action: &Action,
        sink: &mut dyn Sink,
    ) -> Result<TurnResult, RunError> {
        let mut action = action.clone();
        environment(&mut action, &self.lab.env);
        let order = Order { step: String::new(), line: line.to_owned(), action: Ok(action), fails: None };
        let (carried, mut held) = Box::pin(self.command(order, sink)).await?;
        for ready in to_await(self.lab, &carried) {
            held &= self.await_ready(ready, sink).await?;
        }
        self.ran = Ran { output: carried.output, line: Some(line.to_owned()) };
        Ok(TurnResult { outcome: Outcome::of(held), go_on: true })
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

    /// Returns a step's command, with the values captured so far filled in.
    fn order(&self, step: &Step, command: &Command) -> Order {
        let filled = command.filled(&self.values, &self.lab.env, &self.lab.allow.host_paths());
        Order {
            step: step.id.value.to_string(),
            line: command.shown(&self.values),
            action: filled.map_err(|name| Message::new("run-capture-unusable").arg("name", name)),
            fails: command.fails,
        }
    }

    /// Runs a command. Returns its result, and whether it ended as expected.
    async fn command(&self, order: Order, sink: &mut dyn Sink) -> Result<(Carried, bool), RunError> {
        let Order { step, line, action, fails } = order;
        sink.take(&Event::CommandStarted(CommandStarted { step: step.clone(), line: line.clone() }));
        // Requests made before belong to no command.
        drop(self.guard.take_calls());
        let start = Instant::now();
        let carried = match &action {
            Ok(action) => self.carry_out(action, &line, sink).await,
            Err(why) => Ok(Carried::refused(why.clone())),
        };
        let (output, cut, end) = match &carried {
            Ok(carried) => {
                let end = carried.failed.clone().unwrap_or(CommandEnd::Done);
                (carried.output.text(), carried.output.cut, end)
            }
            Err(_) => (String::new(), 0, CommandEnd::Stopped),
        };
        let fails = fails.map(|failure| expected_failure::judge(failure, &end));
        let done = end == CommandEnd::Done;
        let held = fails.as_ref().map_or(done, |failing| failing.held);
        sink.take(&Event::CommandFinished(CommandFinished {
            step,
            line,
            output,
            cut,
            hidden: carried.as_ref().ok().and_then(|carried| carried.hidden.clone()),
            written: carried.as_ref().ok().and_then(|carried| carried.written.clone()),
            end,
            fails,
            calls: asked(self.guard.take_calls()),
            effects: action.as_ref().ok().filter(|_| done).map(Effect::of),
            took_ms: millis(start.elapsed()),
        }));
        carried.map(|carried| (carried, held))
    }

    async fn carry_out(&self, action: &Action, line: &str, sink: &mut dyn Sink) -> Result<Carried, RunError> {
        let images = self.lab.images().iter().map(ImageName::tagged).collect();
        let (guard, workspace, env) = (self.guard, self.workspace, &self.lab.env);
        let (printed, mut pieces) = Live::new();
        let place = Place { guard, workspace, env, images, printed, input: None, file: None };
        let foreground = matches!(action.plain(), Action::Run(run) if !run.detach);
        let subject = Waiting::Command { line: line.to_owned(), foreground };
        let work = given_up(commands::carry_out(&place, action));
        let carried = Box::pin(pieces.follow(work, subject, sink)).await?;
        pieces.finish(&carried.output, sink);
        Ok(carried)
    }
}

/// Returns the `ready` rules of the containers that a command started.
fn to_await<'l>(lab: &'l Lab, carried: &Carried) -> Vec<&'l Ready> {
    let ready = |container: &String| lab.ready.iter().find(|it| it.container.value.as_str() == container);
    carried.started.iter().filter_map(ready).collect()
}

/// Returns a command's requests that change something; if none does, its reads.
fn asked(mut calls: Vec<Call>) -> Vec<EngineCall> {
    if calls.iter().any(|call| !call.operation.looks()) {
        calls.retain(|call| !call.operation.looks());
    }
    let asked = |call: &Call| EngineCall { request: call.request(), took_ms: call.took.map(millis) };
    let mut asked: Vec<EngineCall> = calls.iter().map(asked).collect();
    asked.dedup_by(|again, call| again.request == call.request);
    asked
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
