//! Detects that a database recovers after a kill.

use crate::engine::{ContainerDetails, Guard, LogOptions};
use crate::runner::commands;
use crate::runner::error::RunError;
use crate::runner::output;

/// Log texts that report recovery: that of PostgreSQL (`xlogrecovery.c`), and
/// those of `InnoDB` in `MySQL` 8 and in `MariaDB` (`log0recv.cc`).
const SIGNS: [&str; 3] =
    ["automatic recovery in progress", "Starting crash recovery", "Starting XA crash recovery"];

/// Returns the log line since the latest start that reports a recovery.
///
/// # Errors
/// The engine's errors.
pub async fn recovered(guard: &Guard, container: &ContainerDetails) -> Result<Option<String>, RunError> {
    let since = Some(commands::for_engine(&container.started));
    let options = LogOptions { since, ..LogOptions::default() };
    let output = output::collect(guard.logs_with(&container.id, &options)?).await?;
    let text = output.text();
    let line = text.lines().find(|line| SIGNS.iter().any(|sign| line.contains(sign)));
    Ok(line.map(|line| line.trim().to_owned()))
}
