//! Input and output of a command that are files of the workspace: `<`, `>`, `>>`.

use super::Action;
use crate::source::Spanned;

/// A command with a redirection.
///
/// `save` and `export` with `>`, and `load` and `import` with `<`, are the same as with a flag, and have none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirected {
    /// The command, which is never a redirected one itself.
    pub action: Action,
    /// The files.
    pub files: Redirections,
}

/// The files that a command reads and writes in place of its standard streams.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Redirections {
    /// `<`: the file that the command reads; only for commands that read input.
    pub input: Option<Spanned<String>>,
    /// `>` and `>>`: the file that gets the command's output.
    pub output: Option<OutputFile>,
}

/// The file that gets a command's output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    /// Its path in the workspace.
    pub path: Spanned<String>,
    /// `>>`: what is in the file stays.
    pub append: bool,
    /// `2>&1`: the file gets error messages as well.
    pub errors: bool,
}

impl Action {
    /// Returns the action without redirections.
    #[must_use]
    pub fn plain(&self) -> &Self {
        match self {
            Self::Redirected(redirected) => &redirected.action,
            plain => plain,
        }
    }

    /// Like [`Action::plain`], to change it.
    pub fn plain_mut(&mut self) -> &mut Self {
        match self {
            Self::Redirected(redirected) => &mut redirected.action,
            plain => plain,
        }
    }

    /// Returns its redirections, if it has any.
    #[must_use]
    pub fn redirections(&self) -> Option<&Redirections> {
        match self {
            Self::Redirected(redirected) => Some(&redirected.files),
            _ => None,
        }
    }
}
