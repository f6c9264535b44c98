//! Carries out commands that only read one container: `diff`, `logs`, `top`, `port`; and `export`.

use super::{CommandContext, CommandResult, container_list, filter, moment};
use crate::command::{Export, Logs, PortsOf, Top};
use crate::engine::{ChangeKind, Channel, LogOptions, Operation};
use crate::event::Message;
use crate::runner::error::RunError;
use crate::runner::output;

/// Runs `docker diff`: one line per path, a folder before its contents.
/// Docker's own order of folders differs each time, so here they are ordered by name.
///
/// # Errors
/// A fault or a refusal of the engine.
pub(super) async fn diff(context: &CommandContext<'_>, name: &str) -> Result<CommandResult, RunError> {
    let container = context.guard.require_container(name, Operation::Changes).await?;
    let mut lines = Vec::new();
    let mut changes = context.guard.changes(&container.id).await?;
    changes.sort_by(|one, other| one.path.split('/').cmp(other.path.split('/')));
    for change in changes {
        let letter = match change.kind {
            ChangeKind::Modified => 'C',
            ChangeKind::Added => 'A',
            ChangeKind::Deleted => 'D',
        };
        lines.push(format!("{letter} {}", change.path));
    }
    Ok(printed(context, &lines))
}

/// Runs `docker logs`. Following only waits for the end of the container.
/// While it follows, Docker 20.10 drops a last line without a newline.
///
/// # Errors
/// A fault or a refusal of the engine.
pub(super) async fn logs(context: &CommandContext<'_>, logs: &Logs) -> Result<CommandResult, RunError> {
    let container = context.guard.require_container(logs.container.value.as_str(), Operation::Logs).await?;
    if logs.follow && container.running {
        context.guard.wait(&container.id).await?;
    }
    let options = LogOptions {
        tail: logs.tail,
        since: logs.since.as_deref().map(moment::for_engine),
        until: logs.until.as_deref().map(moment::for_engine),
        timestamps: logs.timestamps,
        details: logs.details,
        ..LogOptions::default()
    };
    let output =
        output::collect_into(context.output(), context.guard.logs_with(&container.id, &options)?).await?;
    Ok(CommandResult::printed(output))
}

/// Runs `docker top`: in columns of at least 20 (docker/cli, `container/top.go`).
///
/// # Errors
/// A fault or a refusal of the engine.
pub(super) async fn top(context: &CommandContext<'_>, top: &Top) -> Result<CommandResult, RunError> {
    let container = context.guard.require_container(top.container.value.as_str(), Operation::Top).await?;
    let found = context.guard.top(&container.id, &top.options.join(" ")).await?;
    let lines: Vec<Vec<String>> = std::iter::once(found.titles).chain(found.processes).collect();
    Ok(printed(context, &wide(&lines)))
}

/// Prints lines at once.
fn printed(context: &CommandContext<'_>, lines: &[String]) -> CommandResult {
    let mut output = context.output();
    let text: String = lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect();
    output.push(Channel::Out, text.as_bytes());
    CommandResult::printed(output)
}

/// Aligns cells in columns of at least 20; the last cell is not padded.
fn wide(lines: &[Vec<String>]) -> Vec<String> {
    let count = |cell: &String| cell.chars().count();
    let width = |column: usize| {
        let cells = lines.iter().filter(|line| line.len() > column + 1).map(|line| count(&line[column]) + 3);
        cells.max().unwrap_or_default().max(20)
    };
    let widths: Vec<usize> = (0..lines.iter().map(Vec::len).max().unwrap_or_default()).map(width).collect();
    let cell = |(at, cell): (usize, &String), last: bool| {
        if last { cell.clone() } else { cell.clone() + &" ".repeat(widths[at].saturating_sub(count(cell))) }
    };
    let line =
        |line: &Vec<String>| line.iter().enumerate().map(|it| cell(it, it.0 + 1 == line.len())).collect();
    lines.iter().map(line).collect()
}

/// Runs `docker port`: all published ports, or the address of one.
///
/// # Errors
/// A fault or a refusal of the engine.
pub(super) async fn port(context: &CommandContext<'_>, asked: &PortsOf) -> Result<CommandResult, RunError> {
    let name = asked.container.value.as_str();
    let container =
        context.guard.require_container(name, Operation::inspect(crate::engine::Kind::Container)).await?;
    let host = |address: &str, port: u16| container_list::joined(address, &port.to_string());
    let wanted = asked.port.as_ref().map(|(port, protocol)| format!("{port}/{protocol}"));
    let mut lines: Vec<String> = match &wanted {
        None => {
            let all = container.ports.iter();
            all.map(|(inside, address, port)| format!("{inside} -> {}", host(address, *port))).collect()
        }
        Some(wanted) => {
            let those = container.ports.iter().filter(|(inside, ..)| inside == wanted);
            those.map(|(_, address, port)| host(address, *port)).collect()
        }
    };
    if let (Some(wanted), true) = (wanted, lines.is_empty()) {
        let why = Message::new("run-no-public-port").arg("port", wanted).arg("container", name);
        return Ok(CommandResult::refused(why));
    }
    lines.sort_by_key(|line| filter::natural(line));
    Ok(printed(context, &lines))
}

/// Runs `docker export -o FILE`.
///
/// # Errors
/// A fault or a refusal of the engine; a file that cannot be written.
pub(super) async fn export(context: &CommandContext<'_>, export: &Export) -> Result<CommandResult, RunError> {
    let container =
        context.guard.require_container(export.container.value.as_str(), Operation::Export).await?;
    let written = export.output.value.as_str();
    if context.workspace.inside(written).is_err() {
        return Ok(CommandResult::refused(Message::new("run-outside-workspace").arg("path", written)));
    }
    let folder = written.trim_end_matches('/').rsplit_once('/').map_or(".", |(folder, _)| folder);
    if !context.workspace.is_dir(folder) || context.workspace.is_dir(written) {
        return Ok(CommandResult::refused(Message::new("run-no-place-for-file").arg("path", written)));
    }
    super::image::write(context, context.guard.export(&container.id)?, written).await
}
