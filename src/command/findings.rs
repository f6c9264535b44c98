//! What was found out while a line is read.

use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// What was found out while a line is read.
#[derive(Debug, Default)]
pub(super) struct Findings<'h> {
    /// The faults, in any order.
    pub faults: Vec<Diagnostic>,
    /// Places that are paths of the workspace, or not looked at: `$PWD` means something there, and
    /// nowhere else.
    pub local: Vec<Span>,
    /// Paths of the host that a bind may be of, with all that is below them.
    pub host: &'h [String],
}

impl Findings<'_> {
    /// Reports a fault; for use in functions that then have no value to give.
    pub fn fault<T>(&mut self, fault: Diagnostic) -> Option<T> {
        self.faults.push(fault);
        None
    }
}
