//! Runs a command in a container, for commands and for probes.

use super::error::RunError;
use super::output::{self, Output};
use crate::engine::{ContainerId, ExecSpec, Guard};

/// Runs a command in a container. Returns its output and its exit status.
///
/// # Errors
/// A fault or a refusal of the engine.
pub async fn run_in(guard: &Guard, id: &ContainerId, spec: &ExecSpec) -> Result<(Output, i64), RunError> {
    Ok(output::finish(Output::default(), guard.exec(id, spec).await?).await?)
}
