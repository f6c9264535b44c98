//! Where an engine may answer, and what the search for one may look at.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use super::{Address, AddressError};

/// Who named an engine's address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// `--engine`.
    Flag,
    /// This environment variable.
    Variable(&'static str),
    /// `engine use`, which remembers it.
    Choice,
    /// The context of this name, chosen by `DOCKER_CONTEXT` or by docker's configuration.
    Context {
        /// Its name.
        name: String,
        /// Whether the environment chose it.
        explicit: bool,
    },
    /// Docker's configuration, which cannot be read.
    Configuration,
    /// Nobody: engines are often there.
    Usual,
    /// It is the engine of our own.
    Own,
}

impl Origin {
    /// Whether a person asked for just this engine.
    #[must_use]
    pub const fn is_explicit(&self) -> bool {
        match self {
            Self::Flag | Self::Variable(_) | Self::Choice => true,
            Self::Context { explicit, .. } => *explicit,
            Self::Configuration | Self::Usual | Self::Own => false,
        }
    }
}

/// A place where an engine may answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The address as it was written, or the context's name where that has none.
    pub url: String,
    /// Who named it.
    pub from: Origin,
    /// The address as it was understood.
    pub address: Result<Address, AddressError>,
}

/// What the search may look at. Everything comes from outside, so that it can be tested.
#[derive(Clone)]
pub struct Surroundings<'a> {
    /// The value of `--engine`.
    pub flag: Option<&'a str>,
    /// The environment.
    pub variable: &'a dyn Fn(&str) -> Option<OsString>,
    /// What `engine use` remembers.
    pub choice: Option<String>,
    /// Where the engine of our own answers when it runs.
    pub own: Option<Address>,
    /// Whether it runs.
    pub own_runs: bool,
    /// The home folder.
    pub home: Option<PathBuf>,
    /// A file's text.
    pub read: &'a dyn Fn(&Path) -> io::Result<String>,
    /// What is in a folder; nothing where it cannot be read.
    pub list: &'a dyn Fn(&Path) -> Vec<PathBuf>,
}
