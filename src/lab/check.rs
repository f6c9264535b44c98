//! Checks and captures after `parse`: what is looked at, and what must hold for it.

use std::time::Duration;

use regex::Regex;

use super::text::{ContainerCommand, Text};
use crate::command::{ContainerName, ImageName};
use crate::source::{Span, Spanned};

/// `container:/path`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContainerPath {
    /// The container.
    pub container: ContainerName,
    /// The absolute, cleaned path in it.
    pub path: String,
    /// Where it was written.
    pub span: Span,
}

/// One check: a probe, and what must hold for it.
#[derive(Debug, Clone)]
pub struct Check {
    /// What is looked at.
    pub probe: Probe,
    /// What must hold; at least one.
    pub predicates: Vec<Predicate>,
    /// `within`: how long the check is retried.
    pub within: Duration,
    /// `holds_for`: how long it must continue to hold.
    pub holds_for: Option<Duration>,
    /// `already`: it may hold before the step.
    pub already: bool,
    /// `because`: why it must hold, in the author's words.
    pub because: Option<String>,
    /// The author's text of the whole table.
    pub text: String,
    /// Its place.
    pub span: Span,
}

/// What is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Probe {
    /// `container = "name"`.
    Container(ContainerName),
    /// `http = "http://container:port/path"`.
    Http(HttpAddress),
    /// `layer = "container"`.
    Layer(ContainerName),
    /// `mount = "container:/path"`.
    Mount(ContainerPath),
    /// `volume = "name"`.
    Volume(Text),
    /// `image = "name"`.
    Image(Text),
    /// `network = "name"`.
    Network(Text),
    /// `file = "container:/path"`: in the last of these containers that exists.
    File(Vec<ContainerPath>),
    /// `exec = "…"` with `in`: in the last of these containers that runs.
    Exec {
        /// `in`.
        containers: Vec<ContainerName>,
        /// `exec`.
        command: ContainerCommand,
    },
    /// `logs = "container"`: the output of its main process.
    Logs(ContainerName),
    /// `local = "path"`: a file, relative to the workspace.
    Local(String),
    /// `output = true`: what the step's last command printed.
    Output,
}

impl Probe {
    /// Its key in a lab file.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Container(_) => "container",
            Self::Http(_) => "http",
            Self::Layer(_) => "layer",
            Self::Mount(_) => "mount",
            Self::Volume(_) => "volume",
            Self::Image(_) => "image",
            Self::Network(_) => "network",
            Self::File(_) => "file",
            Self::Exec { .. } => "exec",
            Self::Logs(_) => "logs",
            Self::Local(_) => "local",
            Self::Output => "output",
        }
    }
}

/// `http://container:port/path`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpAddress {
    /// The container that is asked.
    pub container: ContainerName,
    /// The container's port.
    pub port: u16,
    /// Path and query, at least `/`.
    pub path: String,
}

/// What must hold for the value that a probe sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Predicate {
    /// `exists`: whether it must exist.
    Exists(bool),
    /// `equals`: the whole text, without blank space at both ends.
    Equals(Text),
    /// `contains`: this is part of the text.
    Contains(Text),
    /// `matches`: the pattern occurs in the text.
    Matches(Pattern),
    /// `same_as`: byte for byte.
    SameAs(Same),
    /// `count`: the number of lines, paths or elements.
    Count(u64),
    /// `json`: the value at a pointer.
    Json {
        /// `pointer`, as defined by RFC 6901.
        pointer: String,
        /// What must hold there; at least one.
        predicates: Vec<Predicate>,
    },
    /// One of the probe's own fields.
    ///
    /// Inside `json`, `equals` with a value that is not text.
    Field {
        /// The field's key.
        key: &'static str,
        /// What it must be.
        wanted: Wanted,
    },
    /// `not`: none of these may hold; at least one.
    Not(Vec<Predicate>),
}

impl Predicate {
    /// Its key in a lab file.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Exists(_) => "exists",
            Self::Equals(_) => "equals",
            Self::Contains(_) => "contains",
            Self::Matches(_) => "matches",
            Self::SameAs(_) => "same_as",
            Self::Count(_) => "count",
            Self::Json { .. } => "json",
            Self::Field { key, .. } => key,
            Self::Not(_) => "not",
        }
    }

    /// Returns everything that it is compared with: whole files and captures.
    #[must_use]
    pub fn same(&self) -> Vec<&Same> {
        match self {
            Self::SameAs(same) => vec![same],
            Self::Not(inner) | Self::Json { predicates: inner, .. } => {
                inner.iter().flat_map(Self::same).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// What a field must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// `true` or `false`.
    Truth(bool),
    /// This number.
    Number(i64),
    /// This text.
    Text(Text),
    /// The field contains all of these.
    All(Vec<Text>),
}

/// A regular expression.
#[derive(Debug, Clone)]
pub struct Pattern(pub Regex);

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

impl Eq for Pattern {}

/// What a value is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Same {
    /// `{ image, path }`: a file of an image.
    Image {
        /// The image.
        image: Spanned<ImageName>,
        /// The absolute path in it.
        path: String,
    },
    /// `{ local }`: a file, relative to the workspace.
    ///
    /// For a name, the file as it was when the run began; for a check, as it is now.
    Local(Spanned<String>),
    /// `{ container, path }`: a file of a container.
    Container(ContainerPath),
    /// `"$name"`: a captured value.
    Captured(String),
}

/// A value that a step keeps for later: `name = { PROBE, field | pointer }`.
#[derive(Debug, Clone)]
pub struct Capture {
    /// Its name, as written after `$` and in braces.
    pub name: Spanned<String>,
    /// What is looked at.
    pub probe: Probe,
    /// Which part of it is kept.
    pub part: Part,
    /// The author's text of it.
    pub text: String,
}

/// Which part of a probe's value a capture keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// The text, without blank space at both ends.
    Whole,
    /// `field`: one of the probe's own fields.
    Field(&'static str),
    /// `pointer`: the value there in the engine's answer, or in a text that is JSON.
    Pointer(String),
}
