//! What is found out while a line is read.

use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// What is found out while a line is read.
#[derive(Debug, Default)]
pub(super) struct Findings<'h> {
    /// The faults, in any order.
    pub faults: Vec<Diagnostic>,
    /// Places that are workspace paths or are not looked at.
    ///
    /// `$PWD` has a meaning only there.
    pub local: Vec<Span>,
    /// Where `$PWD` stands in the line.
    pub workspace: Vec<Span>,
    /// Host paths that a bind may use, with everything below them.
    pub host: &'h [String],
}

impl Findings<'_> {
    /// Reports a fault; for functions that then have no value to return.
    pub fn fault<T>(&mut self, fault: Diagnostic) -> Option<T> {
        self.faults.push(fault);
        None
    }
}
