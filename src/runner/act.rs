//! Acts: writes the files of a step, and runs its commands.

use std::time::{Duration, Instant};

use super::commands::{self, CommandContext, CommandResult};
use super::error::RunError;
use super::live::LiveOutput;
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
async fn given_up(
    work: impl Future<Output = Result<CommandResult, RunError>>,
) -> Result<CommandResult, RunError> {
    let too_long = |_| {
        let time = event::Filling::Millis { millis: millis(LONGEST) };
        Ok(CommandResult::refused(Message::new("run-too-long").arg("time", time)))
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
struct PendingCommand {
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
            let (result, held) = Box::pin(self.command(order, sink)).await?;
            if command.fails.is_some() {
                self.tally.judge(held);
            }
            if !held {
                return Ok(false);
            }
            for ready in to_await(self.lab, &result) {
                let came = self.await_ready(ready, sink).await?;
                if !self.tally.judge(came) {
                    return Ok(false);
                }
            }
            self.ran = Ran { output: result.output, line: Some(line) };
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
        let order =
            PendingCommand { step: String::new(), line: line.to_owned(), action: Ok(action), fails: None };
        let (result, mut held) = Box::pin(self.command(order, sink)).await?;
        for ready in to_await(self.lab, &result) {
            held &= self.await_ready(ready, sink).await?;
        }
        self.ran = Ran { output: result.output, line: Some(line.to_owned()) };
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
    fn order(&self, step: &Step, command: &Command) -> PendingCommand {
        let filled = command.filled(&self.values, &self.lab.env, &self.lab.allow.host_paths());
        PendingCommand {
            step: step.id.value.to_string(),
            line: command.shown(&self.values),
            action: filled.map_err(|name| Message::new("run-capture-unusable").arg("name", name)),
            fails: command.fails,
        }
    }

    /// Runs a command. Returns its result, and whether it ended as expected.
    async fn command(
        &self,
        order: PendingCommand,
        sink: &mut dyn Sink,
    ) -> Result<(CommandResult, bool), RunError> {
        let PendingCommand { step, line, action, fails } = order;
        sink.take(&Event::CommandStarted(CommandStarted { step: step.clone(), line: line.clone() }));
        // Requests made before belong to no command.
        drop(self.guard.take_calls());
        let start = Instant::now();
        let result = match &action {
            Ok(action) => self.carry_out(action, &line, sink).await,
            Err(why) => Ok(CommandResult::refused(why.clone())),
        };
        let (output, cut, end) = match &result {
            Ok(result) => {
                let end = result.failed.clone().unwrap_or(CommandEnd::Done);
                (result.output.text(), result.output.cut, end)
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
            hidden: result.as_ref().ok().and_then(|result| result.hidden.clone()),
            written: result.as_ref().ok().and_then(|result| result.written.clone()),
            end,
            fails,
            calls: asked(self.guard.take_calls()),
            effects: action.as_ref().ok().filter(|_| done).map(Effect::of),
            took_ms: millis(start.elapsed()),
        }));
        result.map(|result| (result, held))
    }

    async fn carry_out(
        &self,
        action: &Action,
        line: &str,
        sink: &mut dyn Sink,
    ) -> Result<CommandResult, RunError> {
        let images = self.lab.images().iter().map(ImageName::tagged).collect();
        let (guard, workspace, env) = (self.guard, self.workspace, &self.lab.env);
        let (printed, mut pieces) = LiveOutput::new();
        let context = CommandContext { guard, workspace, env, images, printed, input: None, file: None };
        let foreground = matches!(action.plain(), Action::Run(run) if !run.detach);
        let subject = Waiting::Command { line: line.to_owned(), foreground };
        let work = given_up(commands::carry_out(&context, action));
        let result = Box::pin(pieces.follow(work, subject, sink)).await?;
        pieces.finish(&result.output, sink);
        Ok(result)
    }
}

/// Returns the `ready` rules of the containers that a command started.
fn to_await<'l>(lab: &'l Lab, result: &CommandResult) -> Vec<&'l Ready> {
    let ready = |container: &String| lab.ready.iter().find(|it| it.container.value.as_str() == container);
    result.started.iter().filter_map(ready).collect()
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
        let result = given_up(std::future::pending()).await.unwrap();
        let Some(CommandEnd::Refused { why }) = result.failed else { panic!("{result:?}") };
        assert_eq!((why.key.as_str(), began.elapsed()), ("run-too-long", LONGEST));
        assert!(given_up(async { Ok(CommandResult::default()) }).await.unwrap().failed.is_none());
    }
}
