//! Runs a command in a container, for commands and for probes.
//!
//! Imports: `engine`.

use super::capture::{self, Captured};
use super::error::RunError;
use crate::engine::{ContainerId, ExecSpec, Guard};

/// Runs a command in a container. Returns what it printed, and its status.
///
/// # Errors
/// A fault or a refusal of the engine.
pub async fn run_in(guard: &Guard, id: &ContainerId, spec: &ExecSpec) -> Result<(Captured, i64), RunError> {
    Ok(capture::finish(Captured::default(), guard.exec(id, spec).await?).await?)
}
