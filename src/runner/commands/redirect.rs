//! Carries out commands whose input or output is a file of the workspace.
//!
//! The files are opened before the command begins, as a shell does: a file that cannot be opened keeps the command
//! from running, and the output file is emptied even if the command fails then.

use std::fs::File;
use std::io;

use bytes::Bytes;

use super::{CommandContext, CommandResult, carry_out};
use crate::command::{OutputFile, Redirected};
use crate::event::{Message, Written};
use crate::host::not_plain;
use crate::runner::error::RunError;
use crate::runner::file_output::FileOutput;
use crate::runner::workspace::{Workspace, read_all};

/// The largest file that a command reads as its input, in bytes.
const LARGEST_INPUT: u64 = 64 << 20;
/// The largest file that gets a command's output, in bytes.
const LARGEST_OUTPUT: u64 = 1 << 30;

/// Carries out a command with redirections.
///
/// # Errors
/// As for the command; the filesystem's errors.
pub(super) async fn run(
    context: &CommandContext<'_>,
    redirected: &Redirected,
) -> Result<CommandResult, RunError> {
    let files = &redirected.files;
    let input = match files.input.as_ref().map(|file| read(context.workspace, &file.value)).transpose() {
        Ok(input) => input,
        Err(why) => return Ok(CommandResult::refused(why)),
    };
    let output = match files.output.as_ref().map(|file| open(context.workspace, file)).transpose() {
        Ok(output) => output,
        Err(why) => return Ok(CommandResult::refused(why)),
    };
    let context = CommandContext { input, file: output.clone(), ..context.clone() };
    let result = Box::pin(carry_out(&context, &redirected.action)).await?;
    let (Some(file), Some(output)) = (&files.output, output) else { return Ok(result) };
    let path = file.path.value.clone();
    let (bytes, fault) = output.finish();
    match fault {
        None => Ok(CommandResult { written: Some(Written { path, bytes }), ..result }),
        Some(error) if error.kind() == io::ErrorKind::FileTooLarge => {
            let most = format!("{} MiB", LARGEST_OUTPUT >> 20);
            Ok(CommandResult::refused(Message::new("run-too-large").arg("most", most)))
        }
        Some(cause) => Err(RunError::Workspace { path: context.workspace.folder().join(&path), cause }),
    }
}

/// Reads the file that becomes a command's input.
fn read(workspace: &Workspace, name: &str) -> Result<Bytes, Message> {
    let file = workspace.open(name).map_err(|error| refusal(name, &error))?;
    match read_all(file, LARGEST_INPUT) {
        Ok(bytes) => Ok(bytes.into()),
        Err(error) if error.kind() == io::ErrorKind::FileTooLarge => {
            Err(Message::new("run-too-large").arg("most", format!("{} MiB", LARGEST_INPUT >> 20)))
        }
        Err(error) => Err(refusal(name, &error)),
    }
}

/// Opens the file that gets a command's output.
fn open(workspace: &Workspace, wanted: &OutputFile) -> Result<FileOutput, Message> {
    let name = wanted.path.value.as_str();
    let opened = if wanted.append { workspace.open_to_append(name) } else { workspace.create_file(name) };
    let file: File = opened.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
            Message::new("run-no-place-for-file").arg("path", name)
        }
        _ => refusal(name, &error),
    })?;
    Ok(FileOutput::new(file, wanted.errors, LARGEST_OUTPUT))
}

fn refusal(name: &str, error: &io::Error) -> Message {
    match error.kind() {
        _ if not_plain(error).is_some() => Message::new("run-not-plain").arg("path", name),
        io::ErrorKind::PermissionDenied => Message::new("run-outside-workspace").arg("path", name),
        io::ErrorKind::NotFound => Message::new("copy-no-local-file").arg("path", name),
        _ => Message::new("run-workspace").arg("path", name).arg("cause", error.to_string()),
    }
}
