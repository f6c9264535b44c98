//! Exit statuses.

use std::process::ExitCode;

use crate::event::Outcome;

/// The exit statuses, from best to worst. For several labs the worst one counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// 0: everything held.
    Held,
    /// 1: a check or a fate did not hold, or a lab's command failed.
    NotHeld,
    /// 2: wrong usage, or a faulty lab.
    Usage,
    /// 3: there is no engine, it failed, or a needed object is missing or taken.
    Engine,
    /// 130: interrupted (128 and the number of SIGINT, as in shells).
    Interrupted,
}

impl From<Outcome> for Exit {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Passed => Self::Held,
            Outcome::Failed => Self::NotHeld,
            Outcome::Errored => Self::Engine,
            Outcome::Interrupted => Self::Interrupted,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Held => 0,
            Exit::NotHeld => 1,
            Exit::Usage => 2,
            Exit::Engine => 3,
            Exit::Interrupted => 130,
        })
    }
}
