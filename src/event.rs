//! What happens during a run, as a stream: everything that a person or a program sees is made
//! from it, and a recorded stream shows the same picture again.
//!
//! Longer than 400 lines because every kind of event stands here, each with its docs: it is read
//! as the reference of the recorded format.

mod effect;
mod object;
mod scene;

use serde::{Deserialize, Serialize};

pub use effect::Effect;
pub use object::ObjectKind;
pub use scene::{ContainerScene, ImageScene, MountScene, SceneTaken, VolumeScene};

use crate::fate::{Fate, Holder, Reading, Resource};

/// Takes the events of a run, in order.
pub trait Sink: Send {
    /// Something happened.
    fn take(&mut self, event: &Event);
}

impl<S: Sink + ?Sized> Sink for &mut S {
    fn take(&mut self, event: &Event) {
        (**self).take(event);
    }
}

/// One thing that happened. Written as one JSON object whose `event` names the kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// A run of a lab began.
    RunStarted(RunStarted),
    /// An image is not there and is being pulled.
    PullStarted(PullStarted),
    /// The pull goes on.
    PullProgressed(PullProgressed),
    /// The pull ended well.
    PullFinished(PullFinished),
    /// A step is shown; nothing of it has run.
    StepPresented(StepPresented),
    /// The student's answer, given before anything ran; it cannot be changed any more.
    PredictionLocked(PredictionLocked),
    /// The step's commands begin.
    StepStarted(StepStarted),
    /// A command begins.
    CommandStarted(CommandStarted),
    /// A command prints. Not recorded: when the command has finished, all of it is told again.
    CommandOutput(CommandOutput),
    /// A command ended, well or not.
    CommandFinished(CommandFinished),
    /// Files of the workspace were written.
    FilesWritten(FilesWritten),
    /// Something was kept for later commands, checks and prose.
    Captured(Captured),
    /// Something is being waited for.
    WaitStarted(WaitStarted),
    /// It came, or the time was over.
    WaitFinished(WaitFinished),
    /// A started container became ready, or did not.
    Readied(Readied),
    /// What the run has in the engine was looked at.
    SceneTaken(SceneTaken),
    /// A watch was read.
    WatchRead(WatchRead),
    /// What became of a watched value in this step.
    FateSettled(Box<FateSettled>),
    /// A check was judged.
    CheckJudged(CheckJudged),
    /// The answers to a question were held against what is there.
    AnswersJudged(AnswersJudged),
    /// The prediction was compared with what was observed.
    PredictionGraded(PredictionGraded),
    /// The step ended.
    StepFinished(StepFinished),
    /// The last step ended, or the run stopped before it.
    RunFinished(RunFinished),
    /// What the run had made is being removed.
    CleanStarted(CleanStarted),
    /// It was removed, or left where that could not be done.
    CleanFinished(CleanFinished),
}

/// See [`Event::RunStarted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunStarted {
    /// The lab's id.
    pub lab: String,
    /// The lab's title.
    pub title: String,
    /// What the lab was: a hash of its files; empty where it is not said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub content: String,
    /// How many steps it has.
    pub steps: usize,
    /// The run's id.
    pub run: String,
    /// The engine's name and version.
    pub engine: String,
    /// The folder that the commands see as the current one.
    pub workspace: String,
    /// Images that are not the official ones: the name, and what it is instead.
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
    /// What the engine says it does.
    pub status: String,
    /// Bytes that came so far, over all layers.
    pub done: u64,
    /// Bytes in all, as far as it is known.
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
    /// The author's prose for before the commands.
    pub before: Option<String>,
    /// The files of the workspace that will be written first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub writes: Vec<String>,
    /// The command lines that will run.
    pub commands: Vec<String>,
    /// Flags that no earlier step had, and that the author does not explain.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<NewFlag>,
}

/// A flag that appears for the first time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewFlag {
    /// How it is spelled: `-d, --detach`.
    pub spelled: String,
    /// The key of what it does, in the catalogues.
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
    /// The chosen fate, where the answers are fates.
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
    /// The step's id; empty if the command stands in no step.
    #[serde(default)]
    pub step: String,
    /// The command line as the author wrote it, with what was captured in the place of its name.
    pub line: String,
}

/// See [`Event::CommandOutput`]. All pieces of a command are together the output that it finishes with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandOutput {
    /// Where it was printed.
    pub stream: Stream,
    /// A piece of the output, of any length, which may end within a line.
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
    /// The step's id; empty if the command stands in no step.
    #[serde(default)]
    pub step: String,
    /// The command line, as when it began.
    pub line: String,
    /// What it printed, bounded.
    pub output: String,
    /// Bytes of the output that were left out.
    pub cut: u64,
    /// What it did not show, where it is a listing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hidden: Option<Hidden>,
    /// How it ended.
    pub end: CommandEnd,
    /// How it had to fail, where it had to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fails: Option<Failing>,
    /// What the engine was asked for, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<EngineCall>,
    /// What it did to containers, where it ended well. `None` for a command that did not, and for one of
    /// a recording without effects whose line cannot be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effects: Option<Vec<Effect>>,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}

/// One request to an engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EngineCall {
    /// Its method and its path: `POST /containers/1f2e…/start`, with names and full ids.
    pub request: String,
    /// How long the answer took, in milliseconds; none: it came piece by piece.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub took_ms: Option<u64>,
}

/// What an engine has beside this run's own, and a listing does not show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hidden {
    /// What.
    pub what: ObjectKind,
    /// How many.
    pub count: usize,
}

impl Hidden {
    /// So many of these; none where there are none.
    #[must_use]
    pub fn of(what: impl Into<ObjectKind>, count: usize) -> Option<Self> {
        (count > 0).then(|| Self { what: what.into(), count })
    }
}

/// How a command had to fail, and whether it did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failing {
    /// The author's word for it: `in-use`, `exit 1`.
    pub how: String,
    /// Whether it failed so.
    pub held: bool,
}

/// See [`Event::FilesWritten`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilesWritten {
    /// The step's id.
    pub step: String,
    /// Each file's path in the workspace, and its text.
    pub files: Vec<(String, String)>,
}

/// See [`Event::Captured`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Captured {
    /// The step's id.
    pub step: String,
    /// The name that it is kept under.
    pub name: String,
    /// The value.
    pub value: String,
}

/// How a command ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum CommandEnd {
    /// Well.
    Done,
    /// The process in the container ended with this status, which is not 0.
    Status {
        /// The exit status.
        status: i64,
    },
    /// The engine, or the runner in its place, refused.
    Refused {
        /// Why, as a message of the catalogues and its arguments.
        why: Message,
    },
    /// Not at all: a fault stopped the run, which says why when it is finished.
    Stopped,
}

/// Words that are made per locale: a key of the catalogues and its arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The key. Its attribute `help` says what a person can do, where there is something.
    pub key: String,
    /// The arguments by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<(String, Filling)>,
    /// A second message that says why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Box<Message>>,
}

/// A value that fills a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Filling {
    /// Text: a name, or words that are not ours.
    Text(String),
    /// A span of time in milliseconds, written as the locale does.
    Millis {
        /// How many.
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
    /// A message of this key.
    #[must_use]
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into(), arguments: Vec::new(), why: None }
    }

    /// Adds a named value.
    #[must_use]
    pub fn arg(mut self, name: &str, value: impl Into<Filling>) -> Self {
        self.arguments.push((name.to_owned(), value.into()));
        self
    }

    /// Adds why.
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
    /// For how long at the most, in milliseconds; 0: until it comes.
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
    /// A check, from its second try on.
    Check {
        /// The author's text of it.
        text: String,
    },
    /// A check that holds, and must go on holding.
    Holds {
        /// The author's text of it.
        text: String,
    },
    /// A command that takes long.
    Command {
        /// The command line as the author wrote it.
        line: String,
        /// Whether it is a `run` that ends only with its container.
        foreground: bool,
    },
    /// A watch whose command fails so far.
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
    /// Whether it came.
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
    /// What was expected at the last look and not seen, where it did not and could be looked at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Gap>,
    /// The last lines that it wrote, where it did not.
    pub logs: String,
    /// The line of its log that says that it mended what a kill had left; none: there is no such line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovered: Option<String>,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}

/// What a watch saw: a value somewhere, or a resource of the engine.
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
        /// What is there.
        resource: Resource,
    },
}

/// See [`Event::WatchRead`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WatchRead {
    /// The step after which it was read; none: before the first.
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
    /// The fate; none: nothing was there, and nothing is.
    pub fate: Option<Fate>,
    /// The fate that the author named; none: silence, which means none or `unchanged`.
    pub expected: Option<Fate>,
    /// What was seen before, when it was last within reach.
    pub before: Option<Seen>,
    /// What is seen now.
    pub now: Seen,
    /// The holder that decided: of what is no longer seen the one that kept it, else the one that
    /// keeps it now.
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
    /// Where it was written, `file:line:column`.
    pub place: String,
    /// The last command before it, as it was shown; none: the step has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// Whether it held.
    pub held: bool,
    /// What was expected and not seen; empty where it held.
    pub gaps: Vec<Gap>,
    /// What was seen while it was tried, oldest first, each only when it was another one than before;
    /// a part where there was very much of it.
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
    /// When, in milliseconds from the first look on.
    pub at_ms: u64,
    /// What.
    pub seen: Observed,
}

/// One predicate that did not hold.
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
    /// A text, bounded.
    Text {
        /// The text.
        text: String,
    },
    /// Something that only words can say.
    Words {
        /// Which words.
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
    /// Where it was written, `file:line:column`.
    pub place: String,
    /// The id of the answer that the author says is right.
    pub expected: String,
    /// Every answer, in the author's order.
    pub answers: Vec<AnswerJudged>,
    /// Whether it is right, and no other.
    pub held: bool,
    /// How long they were tried, in milliseconds.
    pub took_ms: u64,
}

/// An answer, held against what is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerJudged {
    /// Its id.
    pub choice: String,
    /// Its text.
    pub text: String,
    /// The author's text of the check that it is.
    pub check: String,
    /// What was expected and not seen; empty where it is right.
    pub gaps: Vec<Gap>,
}

impl AnswersJudged {
    /// The one answer that is right; none: there is none, or more than one.
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
    /// The chosen fate, where the answers are fates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predicted: Option<Fate>,
    /// The fate that was observed, where the answers are fates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed: Option<Fate>,
    /// Whether it is what was observed.
    pub right: bool,
    /// The explanation that the author made for this wrong answer.
    pub because: Option<String>,
}

/// See [`Event::StepFinished`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepFinished {
    /// The step's id.
    pub step: String,
    /// How it ended.
    pub outcome: Outcome,
    /// The author's prose for behind the commands, where all held.
    pub after: Option<String>,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}

/// How a step or a run ended; the order is from the best to the gravest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// All held.
    Passed,
    /// A check or a fate did not hold, or a command failed.
    Failed,
    /// The engine failed, or something needed is missing or taken.
    Errored,
    /// Somebody stopped it.
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
    /// Steps in all.
    pub steps: usize,
    /// Checks and fates that held.
    pub held: usize,
    /// Checks and fates that were judged.
    pub judged: usize,
    /// What stopped it before its end.
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
    /// What was removed: kind and name.
    pub removed: Vec<(ObjectKind, String)>,
    /// What could not be removed: kind, name, and why.
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
