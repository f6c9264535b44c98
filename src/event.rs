//! The events of a run, as a stream. Everything that a person or a program sees is made
//! from it, and a recorded stream shows the same picture again.
//!
//! Longer than 400 lines because every kind of event stands here, each with its docs: it is the
//! reference of the recorded format.

mod effect;
mod object;
mod scene;

use serde::{Deserialize, Serialize};

pub use effect::Effect;
pub use object::ObjectKind;
pub use scene::{ContainerScene, ImageScene, MountScene, SceneTaken, VolumeScene};

use crate::fate::{Fate, Holder, Reading, Resource};

/// Receives the events of a run, in order.
pub trait Sink: Send {
    /// Receives one event.
    fn take(&mut self, event: &Event);
}

impl<S: Sink + ?Sized> Sink for &mut S {
    fn take(&mut self, event: &Event) {
        (**self).take(event);
    }
}

/// One event of a run.
/// Serialized as one JSON object whose `event` field names the kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// A run of a lab started.
    RunStarted(RunStarted),
    /// An image is missing and is being pulled.
    PullStarted(PullStarted),
    /// The pull made progress.
    PullProgressed(PullProgressed),
    /// The pull succeeded.
    PullFinished(PullFinished),
    /// A step is presented; nothing of it has run yet.
    StepPresented(StepPresented),
    /// The student's answer was locked before anything ran. It is final.
    PredictionLocked(PredictionLocked),
    /// The step's commands start.
    StepStarted(StepStarted),
    /// A command starts.
    CommandStarted(CommandStarted),
    /// A command printed something.
    /// Not recorded: [`Event::CommandFinished`] carries the whole output.
    CommandOutput(CommandOutput),
    /// A command ended, successfully or not.
    CommandFinished(CommandFinished),
    /// Files of the workspace were written.
    FilesWritten(FilesWritten),
    /// A value was captured for later commands, checks and prose.
    Captured(Captured),
    /// The run started to wait for something.
    WaitStarted(WaitStarted),
    /// The wait ended: its condition was met, or its time was up.
    WaitFinished(WaitFinished),
    /// A started container became ready, or did not.
    Readied(Readied),
    /// The run's objects in the engine were listed.
    SceneTaken(SceneTaken),
    /// A watch was read.
    WatchRead(WatchRead),
    /// The fate of a watched value in this step was derived.
    FateSettled(Box<FateSettled>),
    /// A check was judged.
    CheckJudged(CheckJudged),
    /// The answers to a question were compared with the observed state.
    AnswersJudged(AnswersJudged),
    /// The prediction was compared with the observed result.
    PredictionGraded(PredictionGraded),
    /// The step ended.
    StepFinished(StepFinished),
    /// The last step ended, or the run stopped before it.
    RunFinished(RunFinished),
    /// The run's objects are being removed.
    CleanStarted(CleanStarted),
    /// The run's objects were removed, or left if they could not be removed.
    CleanFinished(CleanFinished),
}

/// See [`Event::RunStarted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunStarted {
    /// The lab's id.
    pub lab: String,
    /// The lab's title.
    pub title: String,
    /// A hash of the lab's files; empty if unknown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub content: String,
    /// The number of steps.
    pub steps: usize,
    /// The run's id.
    pub run: String,
    /// The engine's name and version.
    pub engine: String,
    /// The folder that the commands see as the current directory.
    pub workspace: String,
    /// Images that are not the official ones: the name, and what stands in for it.
    pub stand_ins: Vec<(String, String)>,
    /// The watches, in order: id and label.
    pub watches: Vec<(String, String)>,
}

/// See [`Event::PullStarted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PullStarted {
    /// The image.
    pub image: String,
}

/// See [`Event::PullProgressed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PullProgressed {
    /// The image.
    pub image: String,
    /// The engine's status text.
    pub status: String,
    /// Bytes received so far, over all layers.
    pub done: u64,
    /// Total bytes, as far as known.
    pub total: u64,
}

/// See [`Event::PullFinished`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PullFinished {
    /// The image.
    pub image: String,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}

/// See [`Event::StepPresented`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepPresented {
    /// The step's id.
    pub step: String,
    /// Its number, from one.
    pub number: usize,
    /// Its title.
    pub title: String,
    /// The author's prose to show before the commands.
    pub before: Option<String>,
    /// The workspace files that will be written first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub writes: Vec<String>,
    /// The command lines that will run.
    pub commands: Vec<String>,
    /// Flags that no earlier step used and that the author does not explain.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<NewFlag>,
}

/// A flag that appears for the first time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewFlag {
    /// Its spelling: `-d, --detach`.
    pub spelled: String,
    /// The catalogue key of its description.
    pub key: String,
}

/// See [`Event::PredictionLocked`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PredictionLocked {
    /// The step's id.
    pub step: String,
    /// The question.
    pub ask: String,
    /// The chosen answer's id.
    pub choice: String,
    /// The chosen fate, if the answers are fates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fate: Option<Fate>,
    /// The chosen answer's text.
    pub text: String,
}

/// See [`Event::StepStarted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepStarted {
    /// The step's id.
    pub step: String,
}

/// See [`Event::CommandStarted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandStarted {
    /// The step's id; empty if the command belongs to no step.
    #[serde(default)]
    pub step: String,
    /// The author's command line, with captured values in place of their names.
    pub line: String,
}

/// See [`Event::CommandOutput`].
/// A command's pieces together are the output that it finishes with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandOutput {
    /// The stream that it was printed to.
    pub stream: Stream,
    /// A piece of the output, of any length. It may end in the middle of a line.
    pub text: String,
}

/// One of the two streams that a command prints to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

/// See [`Event::CommandFinished`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandFinished {
    /// The step's id; empty if the command belongs to no step.
    #[serde(default)]
    pub step: String,
    /// The command line, as in [`CommandStarted`].
    pub line: String,
    /// What it printed, bounded in size.
    pub output: String,
    /// Bytes of the output that were left out.
    pub cut: u64,
    /// What a listing did not show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hidden: Option<Hidden>,
    /// The file of the workspace that got its output.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written: Option<Written>,
    /// How it ended.
    pub end: CommandEnd,
    /// How it was expected to fail, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fails: Option<Failing>,
    /// The requests to the engine, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<EngineCall>,
    /// What it did to containers.
    /// `None` if it failed, or if the recording has no effects and the line cannot be parsed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effects: Option<Vec<Effect>>,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}

/// A file of the workspace that got a command's output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Its path in the workspace.
    pub path: String,
    /// The bytes that the command wrote.
    pub bytes: u64,
}

/// One request to an engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EngineCall {
    /// Method and path: `POST /containers/1f2e…/start`, with names and full ids.
    pub request: String,
    /// How long the response took, in milliseconds; `None` for a streamed response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub took_ms: Option<u64>,
}

/// Objects of others in the engine, which a listing does not show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hidden {
    /// Their kind.
    pub what: ObjectKind,
    /// Their number.
    pub count: usize,
}

impl Hidden {
    /// Creates a count of hidden objects; `None` if `count` is 0.
    #[must_use]
    pub fn of(what: impl Into<ObjectKind>, count: usize) -> Option<Self> {
        (count > 0).then(|| Self { what: what.into(), count })
    }
}

/// How a command was expected to fail, and whether it did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failing {
    /// The author's word: `in-use`, `exit 1`.
    pub how: String,
    /// Whether it failed that way.
    pub held: bool,
}

/// See [`Event::FilesWritten`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilesWritten {
    /// The step's id.
    pub step: String,
    /// The path in the workspace and the text of each file.
    pub files: Vec<(String, String)>,
}

/// See [`Event::Captured`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Captured {
    /// The step's id.
    pub step: String,
    /// The name of the value.
    pub name: String,
    /// The value.
    pub value: String,
}

/// How a command ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum CommandEnd {
    /// It succeeded.
    Done,
    /// The process in the container exited with a status other than 0.
    Status {
        /// The exit status.
        status: i64,
    },
    /// The engine, or the runner in its place, refused.
    Refused {
        /// The reason, as a message of the catalogues and its arguments.
        why: Message,
    },
    /// It did not end: a fault stopped the run. [`RunFinished`] has the reason.
    Stopped,
}

/// A message that is formatted per locale: a catalogue key and its arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The key. Its attribute `help`, if present, says what a person can do.
    pub key: String,
    /// The arguments by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<(String, Filling)>,
    /// A second message with the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Box<Message>>,
}

/// A value that fills a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Filling {
    /// Text: a name, or words from outside the program.
    Text(String),
    /// A duration in milliseconds, formatted for the locale.
    Millis {
        /// The milliseconds.
        millis: u64,
    },
}

impl From<&str> for Filling {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Filling {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for Filling {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl Message {
    /// Creates a message with this key.
    #[must_use]
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into(), arguments: Vec::new(), why: None }
    }

    /// Adds a named argument.
    #[must_use]
    pub fn arg(mut self, name: &str, value: impl Into<Filling>) -> Self {
        self.arguments.push((name.to_owned(), value.into()));
        self
    }

    /// Adds the reason.
    #[must_use]
    pub fn because(mut self, why: Self) -> Self {
        self.why = Some(Box::new(why));
        self
    }
}

/// See [`Event::WaitStarted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitStarted {
    /// What is waited for.
    pub subject: Waiting,
    /// The time limit in milliseconds; 0: no limit.
    pub within_ms: u64,
}

/// What can be waited for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Waiting {
    /// A container's `ready` probe.
    Ready {
        /// The container.
        container: String,
    },
    /// A check, from its second attempt on.
    Check {
        /// The author's text of the check.
        text: String,
    },
    /// A check that holds and must keep holding.
    Holds {
        /// The author's text of the check.
        text: String,
    },
    /// A command that takes long.
    Command {
        /// The command line as the author wrote it.
        line: String,
        /// Whether it is a `run` that ends only when its container ends.
        foreground: bool,
    },
    /// A watch whose command still fails.
    Watch {
        /// Its label.
        label: String,
    },
}

/// See [`Event::WaitFinished`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitFinished {
    /// What was waited for.
    pub subject: Waiting,
    /// Whether its condition was met.
    pub came: bool,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}

/// See [`Event::Readied`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Readied {
    /// The container.
    pub container: String,
    /// Whether it became ready within its time.
    pub came: bool,
    /// What the last look expected and did not see.
    /// Empty if it became ready or could not be observed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Gap>,
    /// Its last log lines, if it did not become ready.
    pub logs: String,
    /// The log line that reports a recovery after a kill; `None` if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovered: Option<String>,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}

/// What a watch saw: a value, or a resource of the engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Seen {
    /// A watch on a value.
    Value {
        /// The reading.
        reading: Reading,
        /// The container through which it was read.
        through: Option<String>,
        /// The author's name for the value.
        named: Option<String>,
    },
    /// A watch on a resource.
    Resource {
        /// The resource.
        resource: Resource,
    },
}

/// See [`Event::WatchRead`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WatchRead {
    /// The step after which it was read; `None` before the first.
    pub step: Option<String>,
    /// The watch's id.
    pub watch: String,
    /// What it saw.
    pub seen: Seen,
}

/// See [`Event::FateSettled`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FateSettled {
    /// The step's id.
    pub step: String,
    /// The watch's id.
    pub watch: String,
    /// The watch's label.
    pub label: String,
    /// The fate; `None` if nothing was there before or after.
    pub fate: Option<Fate>,
    /// The fate that the author named; `None` expects no fate, or `unchanged`.
    pub expected: Option<Fate>,
    /// What was seen the last time that the value was within reach.
    pub before: Option<Seen>,
    /// What is seen now.
    pub now: Seen,
    /// The holder that decided the fate: if the value is gone, the one that kept it,
    /// else the one that keeps it now.
    pub holder: Option<Holder>,
    /// The name of the container through which that holder was seen.
    pub owner: Option<String>,
    /// Whether the holder of what was seen before is gone.
    pub destroyed: bool,
    /// Whether the author's expectation held.
    pub held: bool,
}

/// See [`Event::CheckJudged`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckJudged {
    /// The step's id.
    pub step: String,
    /// The author's text of it.
    pub text: String,
    /// Its position in the lab file, `file:line:column`.
    pub place: String,
    /// The last command before it, as it was shown; `None` if the step has no commands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// Whether it held.
    pub held: bool,
    /// What was expected and not seen; empty if the check held.
    pub gaps: Vec<Gap>,
    /// The values seen while it was tried, oldest first, each only when it changed.
    /// Shortened if there were very many.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Moment>,
    /// Why it must hold, in the author's words.
    pub because: Option<String>,
    /// How long it was tried, in milliseconds.
    pub took_ms: u64,
}

/// What was seen at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// Milliseconds since the first look.
    pub at_ms: u64,
    /// The value.
    pub seen: Observed,
}

/// A predicate that did not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// The predicate's key in the lab file, such as `contains`.
    pub predicate: String,
    /// What was expected.
    pub expected: String,
    /// What was seen.
    pub seen: Observed,
}

/// What a check saw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Observed {
    /// A text, bounded in size.
    Text {
        /// The text.
        text: String,
    },
    /// Something that only a message can describe.
    Words {
        /// The message.
        message: Message,
    },
}

/// See [`Event::AnswersJudged`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswersJudged {
    /// The step's id.
    pub step: String,
    /// The question.
    pub ask: String,
    /// Its position in the lab file, `file:line:column`.
    pub place: String,
    /// The id of the right answer, according to the author.
    pub expected: String,
    /// Every answer, in the author's order.
    pub answers: Vec<AnswerJudged>,
    /// Whether that answer is right and no other.
    pub held: bool,
    /// How long they were tried, in milliseconds.
    pub took_ms: u64,
}

/// An answer, compared with the observed state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerJudged {
    /// Its id.
    pub choice: String,
    /// Its text.
    pub text: String,
    /// The author's text of its check.
    pub check: String,
    /// What was expected and not seen; empty if the answer is right.
    pub gaps: Vec<Gap>,
}

impl AnswersJudged {
    /// Returns the one right answer; `None` if none is right, or more than one.
    #[must_use]
    pub fn right(&self) -> Option<&AnswerJudged> {
        let mut right = self.answers.iter().filter(|answer| answer.gaps.is_empty());
        right.next().filter(|_| right.next().is_none())
    }
}

/// See [`Event::PredictionGraded`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PredictionGraded {
    /// The step's id.
    pub step: String,
    /// The chosen answer's id.
    pub choice: String,
    /// The chosen answer's text.
    pub text: String,
    /// The chosen fate, if the answers are fates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predicted: Option<Fate>,
    /// The observed fate, if the answers are fates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed: Option<Fate>,
    /// Whether the choice matches what was observed.
    pub right: bool,
    /// The author's explanation for this wrong answer.
    pub because: Option<String>,
}

/// See [`Event::StepFinished`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepFinished {
    /// The step's id.
    pub step: String,
    /// How it ended.
    pub outcome: Outcome,
    /// The author's prose to show after the commands, if everything held.
    pub after: Option<String>,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}

/// How a step or a run ended, ordered from best to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Everything held.
    Passed,
    /// A check or a fate did not hold, or a command failed.
    Failed,
    /// The engine failed, or something required is missing or taken.
    Errored,
    /// It was interrupted.
    Interrupted,
}

impl Outcome {
    /// Returns `Passed` if all held, else `Failed`.
    #[must_use]
    pub const fn of(held: bool) -> Self {
        if held { Self::Passed } else { Self::Failed }
    }
}

/// See [`Event::RunFinished`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunFinished {
    /// The lab's id.
    pub lab: String,
    /// How it ended.
    pub outcome: Outcome,
    /// Steps that passed.
    pub passed: usize,
    /// The number of steps.
    pub steps: usize,
    /// Checks and fates that held.
    pub held: usize,
    /// Checks and fates that were judged.
    pub judged: usize,
    /// The error that stopped it early.
    pub error: Option<Message>,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}

/// See [`Event::CleanStarted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CleanStarted {
    /// The run's id.
    pub run: String,
}

/// See [`Event::CleanFinished`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CleanFinished {
    /// The removed objects: kind and name.
    pub removed: Vec<(ObjectKind, String)>,
    /// The objects that could not be removed: kind, name and reason.
    pub left: Vec<(ObjectKind, String, Message)>,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_one_json_object_that_names_its_kind_and_reads_back() {
        let why = Message::new("engine-cause-timed-out").arg("time", Filling::Millis { millis: 5000 });
        let event = Event::CommandFinished(CommandFinished {
            step: "start".to_owned(),
            line: "docker run nginx".to_owned(),
            output: "a\nb".to_owned(),
            cut: 0,
            hidden: None,
            written: None,
            end: CommandEnd::Refused { why: Message::new("engine-start").arg("subject", "web").because(why) },
            fails: None,
            calls: Vec::new(),
            effects: None,
            took_ms: 12,
        });
        let json = serde_json::to_string(&event).unwrap();
        assert!(
            !json.contains('\n') && json.starts_with(r#"{"event":"command-finished","step":"start""#),
            "{json}"
        );
        assert_eq!(serde_json::from_str::<Event>(&json).unwrap(), event);
    }
}
