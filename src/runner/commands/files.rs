//! Environment and label files (docker/cli, `pkg/kvfile`), and variables of flags.

use std::io;

use super::CommandContext;
use crate::command::Env;
use crate::engine::Labels;
use crate::event::Message;
use crate::host::not_plain;
use crate::runner::workspace::Workspace;

/// The longest file that is read, in bytes.
const LONGEST: u64 = 1 << 20;

/// Returns variables in the engine's form.
/// A bare name takes its value from the lab's `[env]`, never from the student's own environment. If it
/// has none there, it removes the image's variable.
pub(super) fn pairs(env: &[Env]) -> Vec<String> {
    let text = |env: &Env| match &env.value {
        Some(value) => format!("{}={value}", env.name.value),
        None => env.name.value.clone(),
    };
    env.iter().map(text).collect()
}

/// Reads the variables of files, in order.
/// A line without `=` names one of the lab's `[env]`.
///
/// # Errors
/// The refusal of a file.
pub(super) fn variables<'f>(
    context: &CommandContext<'_>,
    files: impl Iterator<Item = &'f String>,
) -> Result<Vec<String>, Message> {
    let lines = read_all(context.workspace, files)?;
    let given = |(name, value): Assignment| {
        let value = value.or_else(|| context.env.get(&name).cloned())?;
        Some(format!("{name}={value}"))
    };
    Ok(lines.into_iter().filter_map(given).collect())
}

/// Reads the labels of files. A line without `=` is a label without a value.
///
/// # Errors
/// The refusal of a file.
pub(super) fn labels<'f>(
    workspace: &Workspace,
    files: impl Iterator<Item = &'f String>,
) -> Result<Labels, Message> {
    let lines = read_all(workspace, files)?;
    Ok(lines.into_iter().map(|(name, value)| (name, value.unwrap_or_default())).collect())
}

/// A name, and its value if it has one.
type Assignment = (String, Option<String>);

fn read_all<'f>(
    workspace: &Workspace,
    files: impl Iterator<Item = &'f String>,
) -> Result<Vec<Assignment>, Message> {
    let mut lines = Vec::new();
    for file in files {
        lines.extend(read(workspace, file)?);
    }
    Ok(lines)
}

fn read(workspace: &Workspace, name: &str) -> Result<Vec<Assignment>, Message> {
    let bad = |line: usize| Message::new("run-bad-line").arg("path", name).arg("line", line.to_string());
    let bytes = workspace.read(name, LONGEST).map_err(|error| match error.kind() {
        _ if not_plain(&error).is_some() => Message::new("run-not-plain").arg("path", name),
        io::ErrorKind::PermissionDenied => Message::new("run-outside-workspace").arg("path", name),
        io::ErrorKind::NotFound => Message::new("copy-no-local-file").arg("path", name),
        _ => bad(1),
    })?;
    let text = String::from_utf8(bytes).map_err(|_| bad(1))?;
    parse(&text).map_err(bad)
}

/// Parses the lines. `Err` has the number of the first invalid line.
fn parse(text: &str) -> Result<Vec<Assignment>, usize> {
    let mut lines = Vec::new();
    for (number, line) in text.strip_prefix('\u{feff}').unwrap_or(text).lines().enumerate() {
        let line = line.trim_start();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (name, value) =
            line.split_once('=').map_or((line.trim_end(), None), |(name, value)| (name, Some(value)));
        if name.is_empty() || name.contains(char::is_whitespace) {
            return Err(number + 1);
        }
        lines.push((name.to_owned(), value.map(str::to_owned)));
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_as_the_docker_program_does() {
        let line = |name: &str, value: Option<&str>| (name.to_owned(), value.map(str::to_owned));
        let read = parse("\u{feff}# c\n\n  A=1 \nB= \"x\" # no\nC\n");
        assert_eq!(read, Ok(vec![line("A", Some("1 ")), line("B", Some(" \"x\" # no")), line("C", None)]));
        assert_eq!(parse("A=1\nno name=2\n"), Err(2));
        assert_eq!(parse("=2\n"), Err(1));
    }
}
