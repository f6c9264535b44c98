//! Redirections as they are written, before it is known what they are for.

use crate::diagnostic::Diagnostic;
use crate::source::{Located, Span};

/// A redirection as written.
#[derive(Debug, Clone)]
pub(super) struct Redirect {
    /// The place of its operator, with a number before it.
    pub place: Span,
    /// The operator: `>`, `2>&1`.
    pub operator: String,
    /// The word after it, if it has one.
    pub target: Option<Located>,
}

impl Redirect {
    /// Returns whether labs have this redirection.
    pub fn is_known(&self) -> bool {
        ["<", "0<", ">", "1>", ">>", "1>>", "2>&1"].contains(&self.operator.as_str())
    }

    /// Returns the fault of a redirection that only a shell could carry out.
    pub fn refused(&self) -> Diagnostic {
        Diagnostic::error("shell-redirection", self.place).arg("text", &self.operator)
    }
}
