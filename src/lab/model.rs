//! A lab after `parse`: valid, with the places of everything that was written.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::allow::Allow;
use super::check::{Capture, Check, ContainerPath, HttpAddress, Predicate, Probe};
use super::files::LabFiles;
use super::line::Command;
use crate::command::{ContainerName, ImageName, Values, VolumeName};
use crate::fate::Fate;
use crate::source::{Source, Span, Spanned};

macro_rules! word_id {
    ($(#[$docs:meta])* $name:ident) => {
        $(#[$docs])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// Creates the id, or returns `None` if `text` is not valid.
            ///
            /// An id has lower case letters, digits and `-`, and starts with a letter or digit.
            #[must_use]
            pub fn new(text: &str) -> Option<Self> {
                let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
                (!text.is_empty() && !text.starts_with('-') && text.chars().all(fits))
                    .then(|| Self(text.to_owned()))
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

word_id! {
    /// The id of a lab: the name of its folder.
    LabId
}
word_id! {
    /// The id of a step, used by translations and reports.
    StepId
}
word_id! {
    /// The id of a watch.
    WatchId
}
word_id! {
    /// The id of an answer, for predictions and translations: its fate, or a given id.
    ChoiceId
}

/// A whole lab.
#[derive(Debug, Clone)]
pub struct Lab {
    /// Its id.
    pub id: LabId,
    /// The text that it was read from.
    pub source: Source,
    /// The files beside it.
    pub files: Arc<LabFiles>,
    /// `title`.
    pub title: String,
    /// `summary`.
    pub summary: String,
    /// `level`.
    pub level: Level,
    /// `minutes`: how long it takes a student.
    pub minutes: u32,
    /// `concepts`.
    pub concepts: Vec<String>,
    /// `needs`: labs to be done before this one.
    pub needs: Vec<Spanned<LabId>>,
    /// `[env]` and `[secret]`: what `-e NAME` without a value reads.
    pub env: Values,
    /// The values of `[secret]`, which are masked in all output.
    pub secrets: Vec<String>,
    /// `[allow]`: what it asks for beyond the defaults of every lab.
    pub allow: Allow,
    /// `[watch.*]`, in order.
    pub watches: Vec<Watch>,
    /// `[ready.*]`, in order.
    pub ready: Vec<Ready>,
    /// `[[step]]`, in order; at least one.
    pub steps: Vec<Step>,
}

/// The audience of a lab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// No knowledge is needed.
    Beginner,
    /// The basics are known.
    Intermediate,
    /// For people who run containers every day.
    Advanced,
}

impl Level {
    /// All levels with their words in a lab file.
    pub const ALL: [(&'static str, Self); 3] =
        [("beginner", Self::Beginner), ("intermediate", Self::Intermediate), ("advanced", Self::Advanced)];
}

/// A value or resource that is looked at before the first step and after each.
#[derive(Debug, Clone)]
pub struct Watch {
    /// Its id, with the place of its table's name.
    pub id: Spanned<WatchId>,
    /// `label`: its name for people; the id if none is given.
    pub label: String,
    /// What is looked at.
    pub subject: Subject,
    /// `named`: names for its values, in order.
    pub named: Vec<Named>,
}

/// What a watch looks at.
#[derive(Debug, Clone)]
pub enum Subject {
    /// `file`: a file, in the last of these containers that exists.
    File(Vec<ContainerPath>),
    /// `exec`: the output of a command in the last of these containers that runs.
    Exec {
        /// `in`.
        containers: Vec<Spanned<ContainerName>>,
        /// `exec`, split into words.
        command: Vec<String>,
        /// `lives`.
        lives: Lives,
        /// `within`: how long a failing command is retried.
        within: Duration,
    },
    /// `http`: the answer of the last of these containers that runs.
    Http {
        /// `http`, in order.
        addresses: Vec<HttpAddress>,
        /// `lives`.
        lives: Lives,
        /// `within`: how long it is retried if there is no answer.
        within: Duration,
    },
    /// `logs`: the output of the last of these containers that exists.
    Logs(Vec<Spanned<ContainerName>>),
    /// `local`: a file of the workspace, relative to it.
    Local(Spanned<String>),
    /// `volume`: the volume itself.
    Volume(Spanned<VolumeName>),
    /// `container`: the container itself.
    Container(Spanned<ContainerName>),
    /// `image`: the image itself.
    Image(Spanned<ImageName>),
    /// `network`: the network itself.
    Network(Spanned<String>),
}

impl Subject {
    /// Returns whether it is a resource of the engine, not a value kept somewhere.
    #[must_use]
    pub const fn is_resource(&self) -> bool {
        matches!(self, Self::Volume(_) | Self::Container(_) | Self::Image(_) | Self::Network(_))
    }
}

/// Where the value that an `exec` prints is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lives {
    /// Under this absolute path in the container.
    Path(String),
    /// `lives = "memory"`: in the memory of the container's processes.
    Memory,
}

/// A name for a value.
#[derive(Debug, Clone)]
pub struct Named {
    /// `as`.
    pub name: String,
    /// What holds for a value with this name; at least one.
    pub predicates: Vec<Predicate>,
}

/// `[ready.CONTAINER]`: when a container is ready.
#[derive(Debug, Clone)]
pub struct Ready {
    /// The container, with the place of its table's name.
    pub container: Spanned<ContainerName>,
    /// What is looked at in this container: `exec`, `http`, `file` or `logs`.
    pub probe: Probe,
    /// What must hold for it; at least one.
    pub predicates: Vec<Predicate>,
    /// `within`: the longest time to wait.
    pub within: Duration,
}

/// One step.
#[derive(Debug, Clone)]
pub struct Step {
    /// `id`.
    pub id: Spanned<StepId>,
    /// `title`.
    pub title: String,
    /// `before`: prose shown before the commands.
    pub before: Option<String>,
    /// `after`: prose shown after the commands.
    pub after: Option<String>,
    /// `write`: files of the workspace that are written first, with their contents.
    pub write: Vec<(Spanned<String>, String)>,
    /// `run`, in order.
    pub run: Vec<Command>,
    /// `capture`, in order: taken after the commands, before the checks.
    pub captures: Vec<Capture>,
    /// `check`, in order.
    pub checks: Vec<Check>,
    /// `expect`: every fate except `unchanged` and no fate.
    pub expect: Vec<Expect>,
    /// `predict`.
    pub predict: Option<Predict>,
    /// `goal`: what to achieve, for practice.
    pub goal: Option<String>,
    /// `hints`: hints that reveal more and more, for practice.
    pub hints: Vec<String>,
    /// The place of the step's header, `[[step]]`.
    pub span: Span,
}

impl Step {
    /// Returns the step's checks, and the answers of its question that are checks.
    pub fn looks(&self) -> impl Iterator<Item = &Check> {
        let choices = self.predict.iter().flat_map(|predict| &predict.choices);
        self.checks.iter().chain(choices.filter_map(|choice| choice.answer.check()))
    }

    /// Returns the fate that the step expects for a watch.
    #[must_use]
    pub fn expected(&self, watch: &WatchId) -> Option<&Expect> {
        self.expect.iter().find(|expect| &expect.watch == watch)
    }
}

/// A fate that a step expects.
#[derive(Debug, Clone)]
pub struct Expect {
    /// Which watch.
    pub watch: WatchId,
    /// Its fate in this step.
    pub fate: Fate,
    /// The place of key and value.
    pub span: Span,
}

/// A question before a step.
#[derive(Debug, Clone)]
pub struct Predict {
    /// `ask`.
    pub ask: String,
    /// `watch`: whose fate is asked for, or `None` if the answers are checks.
    pub watch: Option<WatchId>,
    /// `choice`, in the author's order; at least two.
    ///
    /// Exactly one is right: the expected fate, or the check without a `because`.
    pub choices: Vec<Choice>,
}

impl Predict {
    /// Returns the answer with this id.
    #[must_use]
    pub fn choice(&self, id: &ChoiceId) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.id == *id)
    }
}

/// One of the possible answers.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Its fate's word, or `id`.
    pub id: ChoiceId,
    /// When it is right.
    pub answer: Answer,
    /// `text`.
    pub text: String,
    /// `because`: why it is wrong; every wrong choice has one.
    pub because: Option<String>,
}

/// When an answer is right.
#[derive(Debug, Clone)]
pub enum Answer {
    /// `fate`: the watched value has this fate.
    Fate(Fate),
    /// `when`: this holds after the step.
    When(Box<Check>),
}

impl Answer {
    /// Returns the fate, if the answer is one.
    #[must_use]
    pub const fn fate(&self) -> Option<Fate> {
        match self {
            Self::Fate(fate) => Some(*fate),
            Self::When(_) => None,
        }
    }

    /// Returns the check, if the answer is one.
    #[must_use]
    pub fn check(&self) -> Option<&Check> {
        match self {
            Self::Fate(_) => None,
            Self::When(check) => Some(check),
        }
    }
}
