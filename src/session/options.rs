//! How a run is made, driven and ended.

use super::TimeLimit;

/// The options of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RunOptions {
    /// What happens to what the run made.
    pub cleanup: Cleanup,
    /// Whether everything gets the run's own names in the engine, so that several runs of a lab can go on at
    /// once.
    pub scoped: bool,
    /// Whether the run ends at the first step that does not pass.
    pub fail_fast: bool,
    /// How long the run may take; `None` means as long as it likes.
    pub time_limit: Option<TimeLimit>,
}

/// Who removes what a run made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cleanup {
    /// Nobody: it stays when the run is over.
    Keep,
    /// [`Session::close`](super::Session::close). Where the process dies before it, the next sweep.
    #[default]
    Close,
    /// The same, and a reaper where this process dies first. Only for the program `statelab` itself, since the
    /// reaper is a second process of the program that runs.
    Reap,
}
