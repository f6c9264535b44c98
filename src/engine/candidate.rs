//! Where an engine may be, and what the search for one may read.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use super::{Address, AddressError};

/// The source of an engine's address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The flag `--engine`.
    Flag,
    /// An environment variable.
    Variable(&'static str),
    /// The choice that `engine use` remembers.
    Choice,
    /// A context, chosen by `DOCKER_CONTEXT` or by docker's configuration.
    Context {
        /// Its name.
        name: String,
        /// Whether the environment chose it.
        explicit: bool,
    },
    /// Docker's configuration, which cannot be read.
    Configuration,
    /// The default sockets of engines.
    Usual,
    /// The private engine.
    Own,
}

impl Origin {
    /// Returns whether the user asked for this engine.
    #[must_use]
    pub const fn is_explicit(&self) -> bool {
        match self {
            Self::Flag | Self::Variable(_) | Self::Choice => true,
            Self::Context { explicit, .. } => *explicit,
            Self::Configuration | Self::Usual | Self::Own => false,
        }
    }
}

/// A place where an engine may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The address as written, or the context's name if the context has none.
    pub url: String,
    /// The source of the address.
    pub from: Origin,
    /// The address as parsed.
    pub address: Result<Address, AddressError>,
}

/// What the search may read. Everything is passed in, for tests.
#[derive(Clone)]
pub struct Surroundings<'a> {
    /// The value of `--engine`.
    pub flag: Option<&'a str>,
    /// Reads an environment variable.
    pub variable: &'a dyn Fn(&str) -> Option<OsString>,
    /// The choice that `engine use` remembers.
    pub choice: Option<String>,
    /// The address of the private engine when it runs.
    pub own: Option<Address>,
    /// Whether the private engine runs.
    pub own_runs: bool,
    /// The home folder.
    pub home: Option<PathBuf>,
    /// Reads a file's text.
    pub read: &'a dyn Fn(&Path) -> io::Result<String>,
    /// Lists a folder; empty if it cannot be read.
    pub list: &'a dyn Fn(&Path) -> Vec<PathBuf>,
}
