//! Docker command lines: words, flag table, grammar, typed action. No shell, ever.
//!
//! May import: `source`, `diagnostic`.

mod action;
mod expansion;
mod name;
mod words;

pub use action::{Action, Container, Copy, CreateVolume, Exec, Mount, MountSource, Port, Remove, Run};
pub use name::{ContainerName, ImageName, NameError, VolumeName};
pub use words::{Word, words};

use crate::diagnostic::Diagnostic;
use crate::source::Located;

/// Reads one line of a lab, such as `docker run -d --name my-nginx nginx`.
///
/// # Errors
/// All that is wrong with the line, in the order of their places.
pub fn parse(line: &Located) -> Result<Action, Vec<Diagnostic>> {
    let _words = words(line)?;
    Err(vec![Diagnostic::error("unknown-command", line.whole).arg("word", &line.text)])
}
