//! Starts containers, and says why where a folder and a file were to be mounted over one another.
//!
//! Engines answer that with the words of their runtime. It is the usual result of `-v` with a file that is missing:
//! a folder is made in its context.

use std::path::Path;

use super::CommandContext;
use crate::engine::{Act, Cause, ContainerId, EngineError, GuardError, MountDetails, MountKind, Operation};
use crate::event::Message;
use crate::runner::error::RunError;
use crate::runner::workspace::Workspace;

/// Starts a container.
///
/// # Errors
/// A fault or a refusal of the engine.
pub(super) async fn start(context: &CommandContext<'_>, id: &ContainerId) -> Result<(), RunError> {
    let Err(error) = context.guard.act(id, &Act::Start).await else { return Ok(()) };
    let why = match &error {
        GuardError::Engine(fault) => clash(context, id, fault).await,
        _ => None,
    };
    Err(why.map_or_else(|| error.into(), RunError::Refused))
}

/// Returns why a start was refused, if a mount is the reason.
async fn clash(context: &CommandContext<'_>, id: &ContainerId, fault: &EngineError) -> Option<Message> {
    let Cause::Refused { words, .. } = &fault.cause else { return None };
    if !words.to_ascii_lowercase().contains("not a directory") {
        return None;
    }
    let details = context.guard.require_container(&id.0, Operation::InspectContainer).await.ok()?;
    let named = |mount: &&MountDetails| {
        mount.kind == MountKind::Bind && words.contains(mount.target.trim_start_matches('/'))
    };
    let mount = details.mounts.iter().find(named)?;
    let source = Path::new(&mount.source);
    let folder = source.is_dir();
    let key = if folder { "mount-folder-over-file" } else { "mount-file-over-folder" };
    let made = folder && source.read_dir().is_ok_and(|mut entries| entries.next().is_none());
    let message = Message::new(key).arg("subject", &fault.subject).arg("target", &mount.target);
    let message = message.arg("path", shown(context.workspace, &mount.source));
    Some(if folder { message.arg("made", if made { "yes" } else { "no" }) } else { message })
}

/// Returns a path of the workspace as commands write it, any other one as it is.
fn shown(workspace: &Workspace, source: &str) -> String {
    let folder = workspace.folder();
    let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let source = Path::new(source);
    let inside = source.strip_prefix(&real).or_else(|_| source.strip_prefix(folder));
    inside.map_or_else(|_| source.display().to_string(), |inside| format!("$PWD/{}", inside.display()))
}
