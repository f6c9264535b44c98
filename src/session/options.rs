//! The options of a run.

use super::TimeLimit;

/// The options of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RunOptions {
    /// Who removes what the run created.
    pub cleanup: Cleanup,
    /// Whether objects get names unique to the run, so that several runs can be active.
    pub scoped: bool,
    /// Whether the run ends at the first step that does not pass.
    pub fail_fast: bool,
    /// The time limit of the run; `None` means no limit.
    pub time_limit: Option<TimeLimit>,
}

/// Who removes what a run created.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cleanup {
    /// Nothing is removed.
    Keep,
    /// [`Session::close`](super::Session::close) removes it.
    ///
    /// If the process dies first, the next sweep does.
    #[default]
    Close,
    /// Like [`Cleanup::Close`], with a reaper in case this process dies first.
    ///
    /// Only for the program `statelab` itself, since the reaper is a second process of the running program.
    Reap,
}
