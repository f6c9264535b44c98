//! `docker cp`: the rules of <https://docs.docker.com/reference/cli/docker/container/cp/>.
//!
//! | source | destination | what happens |
//! |---|---|---|
//! | file | missing | created with that name; with a trailing `/` an error |
//! | file | file | overwritten |
//! | file | directory | copied into it under its own name |
//! | directory | missing | created, with the content of the source |
//! | directory | file | an error |
//! | directory | directory | copied into it; with `/.` after the source only its content |

use std::io;
use std::path::PathBuf;

use bytes::Bytes;
use cap_std::fs::Dir;
use futures_util::StreamExt;

use super::{CommandContext, CommandResult};
use crate::command::{Copy, CopyPaths, Local};
use crate::engine::{Channel, ContainerId, Flow, Guard, GuardError, Operation, PathKind, clean_path};
use crate::event::Message;
use crate::runner::archive::{self, Bounds};
use crate::runner::bound::BoundPaths;
use crate::runner::error::{RunError, bounded};
use crate::runner::tree;
use crate::runner::unpack::{self, Unpacked};
use crate::runner::workspace::Workspace;

/// Copies in either direction.
///
/// # Errors
/// A fault or a refusal of the engine, a fault of the workspace.
pub async fn carry_out(context: &CommandContext<'_>, copy: &Copy) -> Result<CommandResult, RunError> {
    match &copy.paths {
        CopyPaths::Into { local, container, path } => {
            let container =
                context.guard.require_container(container.value.as_str(), Operation::Write).await?;
            match local {
                Local::Path(local) => {
                    copy_into(context, copy, &local.value, &container.id, &path.value).await
                }
                Local::Stream(_) => stream_into(context, &container.id, &path.value).await,
            }
        }
        CopyPaths::Out { container, path, local } => {
            let container =
                context.guard.require_container(container.value.as_str(), Operation::Read).await?;
            let source = source(context.guard, &container.id, &path.value, copy.follow_link).await?;
            match local {
                Local::Path(local) => copy_out(context, &container.id, source, &local.value).await,
                Local::Stream(_) => stream_out(context, &container.id, &source.read).await,
            }
        }
    }
}

/// Runs `cp - CONTAINER:PATH`. Without a file as the input the archive is empty: nothing is typed.
/// The directory must exist.
async fn stream_into(
    context: &CommandContext<'_>,
    id: &ContainerId,
    path: &str,
) -> Result<CommandResult, RunError> {
    let (directory, is) = resolve(context.guard, id, path).await?;
    match is {
        Stat::Missing => Ok(CommandResult::refused(Message::new("copy-no-such-path").arg("path", path))),
        Stat::File => Ok(CommandResult::refused(Message::new("copy-no-such-directory").arg("path", path))),
        Stat::Directory => {
            let typed = futures_util::stream::iter(context.input.clone().map(Ok));
            context.guard.write(id, &directory, Box::pin(typed)).await?;
            Ok(CommandResult::default())
        }
    }
}

/// Runs `cp CONTAINER:PATH -`, which prints the archive.
async fn stream_out(
    context: &CommandContext<'_>,
    id: &ContainerId,
    path: &str,
) -> Result<CommandResult, RunError> {
    let Some(mut flow) = context.guard.read(id, path).await? else {
        return Ok(CommandResult::refused(Message::new("copy-no-such-path").arg("path", path)));
    };
    let mut output = context.output();
    let mut size = 0;
    while let Some(chunk) = flow.next().await {
        let chunk = chunk?;
        size += chunk.len() as u64;
        if size > Bounds::USUAL.bytes {
            return Ok(CommandResult::refused(bounded("copy-too-large").arg("path", path)));
        }
        output.push(Channel::Out, &chunk);
    }
    Ok(CommandResult::printed(output))
}

/// The source of a copy out of a container.
struct CopySource {
    /// The path that is read.
    read: String,
    /// The path whose name and ending decide where it arrives.
    named: String,
}

/// Returns the source of a path.
/// With `-L` a link's target is read, and arrives under the link's name.
async fn source(guard: &Guard, id: &ContainerId, path: &str, follow: bool) -> Result<CopySource, RunError> {
    let read = match path {
        path if follow && !path.ends_with("/.") => resolve(guard, id, path).await?.0,
        path => path.to_owned(),
    };
    Ok(CopySource { read, named: path.to_owned() })
}

/// The kind of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stat {
    Missing,
    File,
    Directory,
}

/// The number of links followed for a path in a container, as in Linux.
const LINKS: usize = 40;

/// Returns the directory and the name for a source, or why it cannot be copied.
fn destination(
    source: &str,
    source_is: Stat,
    wanted: &str,
    wanted_is: Stat,
) -> Result<(String, String), Message> {
    let trimmed = wanted.trim_end_matches('/');
    let split = || {
        let (directory, name) = trimmed.rsplit_once('/').unwrap_or(("", trimmed));
        (if directory.is_empty() { "/" } else { directory }.to_owned(), name.to_owned())
    };
    let content_only = source.ends_with("/.") || source == ".";
    match (source_is, wanted_is) {
        (Stat::File, _) if source.ends_with('/') || content_only => {
            Err(Message::new("copy-not-a-directory").arg("path", source))
        }
        (_, Stat::Directory) if content_only => Ok((wanted.to_owned(), ".".to_owned())),
        (_, Stat::Directory) => Ok((wanted.to_owned(), base_name(source).to_owned())),
        (Stat::File, Stat::Missing) if wanted.ends_with('/') => {
            Err(Message::new("copy-no-such-directory").arg("path", wanted))
        }
        (Stat::Directory, Stat::File) => Err(Message::new("copy-directory-onto-file").arg("path", wanted)),
        (Stat::File, Stat::File) if wanted.ends_with('/') => {
            Err(Message::new("copy-not-a-directory").arg("path", wanted))
        }
        _ => Ok(split()),
    }
}

fn base_name(path: &str) -> &str {
    let trimmed = path.trim_end_matches('/');
    trimmed.rsplit('/').next().unwrap_or(trimmed)
}

async fn copy_into(
    context: &CommandContext<'_>,
    copy: &Copy,
    local: &str,
    id: &ContainerId,
    path: &str,
) -> Result<CommandResult, RunError> {
    let Some(source) = local_source(context.workspace, local, copy.follow_link) else {
        return Ok(CommandResult::refused(Message::new("run-outside-workspace").arg("path", local)));
    };
    let inside = context.workspace.dir().map_err(|cause| fault(context.workspace, local, cause))?;
    let Ok(metadata) = inside.symlink_metadata(&source) else {
        return Ok(CommandResult::refused(Message::new("copy-no-local-file").arg("path", local)));
    };
    let source_is = match (metadata.is_dir(), metadata.is_file() || metadata.is_symlink()) {
        (true, _) => Stat::Directory,
        (_, true) => Stat::File,
        // Reading a pipe could wait for ever.
        _ => return Ok(CommandResult::refused(Message::new("copy-special-file").arg("path", local))),
    };
    let (path, wanted_is) = resolve(context.guard, id, path).await?;
    let (directory, name) = match destination(local, source_is, &path, wanted_is) {
        Ok(found) => found,
        Err(why) => return Ok(CommandResult::refused(why)),
    };
    if wanted_is == Stat::Missing && resolve(context.guard, id, &directory).await?.1 != Stat::Directory {
        return Ok(CommandResult::refused(Message::new("copy-no-such-directory").arg("path", directory)));
    }
    let archive = pack(inside, source, name);
    if copy.archive {
        context.guard.write_owned(id, &directory, archive).await?;
    } else {
        context.guard.write(id, &directory, archive).await?;
    }
    Ok(CommandResult::default())
}

/// Returns the workspace path of a source, relative to the workspace.
/// A link is copied as a link, unless `-L` is given or the path ends with `/` or `/.`.
/// `None` if the path leads outside.
fn local_source(workspace: &Workspace, local: &str, follow: bool) -> Option<PathBuf> {
    let (folder, name) = local.rsplit_once('/').unwrap_or((".", local));
    if !follow && !matches!(name, "" | "." | "..") {
        let path = workspace.inside(if folder.is_empty() { "." } else { folder }).ok()?.join(name);
        if workspace.dir().ok()?.symlink_metadata(&path).is_ok_and(|found| found.is_symlink()) {
            return Some(path);
        }
    }
    workspace.inside(local).ok()
}

/// Creates the archive of a workspace file or directory, under another name.
/// Owners, by number, modes and times are kept, as the docker program does (seen with 20.10 and 28.2;
/// its page says that files come to belong to root, which they do not).
fn pack(inside: Dir, source: PathBuf, name: String) -> Flow<Bytes> {
    archive::pack(move |archive| tree::append_all(archive, &inside, &source, &name, 0))
}

fn fault(workspace: &Workspace, local: &str, cause: io::Error) -> RunError {
    RunError::Workspace { path: workspace.folder().join(local), cause }
}

async fn copy_out(
    context: &CommandContext<'_>,
    id: &ContainerId,
    source: CopySource,
    local: &str,
) -> Result<CommandResult, RunError> {
    let path = source.named.as_str();
    let Ok(wanted) = context.workspace.inside(local) else {
        return Ok(CommandResult::refused(Message::new("run-outside-workspace").arg("path", local)));
    };
    // For the content of a directory, Podman sends no entry for the directory itself.
    let read = match source.read.strip_suffix("/.") {
        Some(directory) => resolve(context.guard, id, &clean_path(directory)).await?.0,
        None => source.read,
    };
    let Some(flow) = context.guard.read(id, &read).await? else {
        return Ok(CommandResult::refused(Message::new("copy-no-such-path").arg("path", path)));
    };
    let inside = context.workspace.dir().map_err(|cause| fault(context.workspace, local, cause))?;
    let has_folder =
        wanted.parent().is_some_and(|parent| parent.as_os_str().is_empty() || inside.is_dir(parent));
    let wanted_is = match inside.metadata(&wanted) {
        Ok(metadata) if metadata.is_dir() => Stat::Directory,
        Ok(_) => Stat::File,
        Err(_) if has_folder => Stat::Missing,
        Err(_) => {
            return Ok(CommandResult::refused(
                Message::new("copy-no-such-directory").arg("path", parent(local)),
            ));
        }
    };
    let slash = if local.ends_with('/') { "/" } else { "" };
    let arrival = Arrival {
        source: path.to_owned(),
        // As an absolute path, with the workspace as its root.
        wanted: clean_path(&wanted.display().to_string()) + slash,
        written: local.to_owned(),
        wanted_is,
    };
    let bound = BoundPaths::of(context.guard, context.workspace.folder());
    let unpacked = archive::unpack(flow, move |archive| {
        unpack::unpack(archive, &inside, Bounds::USUAL, &bound, |is_folder| arrival.root(is_folder))
    });
    match unpacked.await? {
        Ok(Ok(Unpacked::All)) => Ok(CommandResult::default()),
        Ok(Ok(Unpacked::Unsafe { path })) => {
            Ok(CommandResult::refused(Message::new("copy-unsafe-archive").arg("path", path)))
        }
        Ok(Ok(Unpacked::Bound { path })) => Err(GuardError::Bound { path: format!("./{path}") }.into()),
        Ok(Err(why)) => Ok(CommandResult::refused(why)),
        Err(cause) if cause.kind() == io::ErrorKind::QuotaExceeded => {
            Ok(CommandResult::refused(bounded("copy-too-large").arg("path", path)))
        }
        Err(cause) => Err(RunError::Archive { subject: path.to_owned(), cause }),
    }
}

/// Returns the parent folder of a path, as it was written.
fn parent(path: &str) -> &str {
    path.trim_end_matches('/').rsplit_once('/').map_or(".", |(parent, _)| parent)
}

/// The destination of a copy out of a container.
struct Arrival {
    /// The path in the container, as it was written.
    source: String,
    /// The absolute path with the workspace as root. It keeps a trailing `/`.
    wanted: String,
    /// The same path as it was written.
    written: String,
    /// What exists there.
    wanted_is: Stat,
}

impl Arrival {
    /// Returns the path for the first entry, relative to the workspace.
    fn root(&self, is_directory: bool) -> Result<PathBuf, Message> {
        let source_is = if is_directory { Stat::Directory } else { Stat::File };
        let (directory, name) = destination(&self.source, source_is, &self.wanted, self.wanted_is)
            // The message shows the path that the student wrote.
            .map_err(|why| Message::new(why.key).arg("path", &self.written))?;
        let whole = clean_path(&format!("{directory}/{name}"));
        let inside = whole.trim_start_matches('/');
        Ok(PathBuf::from(if inside.is_empty() { "." } else { inside }))
    }
}

/// Follows the links at the end of a container's path, and stats the result.
async fn resolve(guard: &Guard, id: &ContainerId, path: &str) -> Result<(String, Stat), RunError> {
    let slash = if path.len() > 1 && path.ends_with('/') { "/" } else { "" };
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        match look(guard, id, &path).await? {
            (stat, None) => return Ok((path, stat)),
            (_, Some(target)) => {
                let folder = path.trim_end_matches('/').rsplit_once('/').map_or("/", |(folder, _)| folder);
                path =
                    clean_path(&if target.starts_with('/') { target } else { format!("{folder}/{target}") })
                        + slash;
            }
        }
    }
    Ok((path, Stat::Missing))
}

/// Returns the kind of a container's path, and its target if it is a link.
async fn look(guard: &Guard, id: &ContainerId, path: &str) -> Result<(Stat, Option<String>), RunError> {
    // With a trailing `/`, the engine fails for a file and follows a link.
    let asked = if path == "/" { path } else { path.trim_end_matches('/') };
    let Some(found) = guard.stat(id, asked).await? else { return Ok((Stat::Missing, None)) };
    Ok(match found.kind {
        PathKind::Directory => (Stat::Directory, None),
        PathKind::Link => (Stat::File, found.link),
        PathKind::File | PathKind::Other => (Stat::File, None),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of the module's docs: source and destination → result.
    #[test]
    fn each_row_of_the_rules() {
        use Stat::{Directory, File, Missing};
        let arrives = |directory: &str, name: &str| Ok((directory.to_owned(), name.to_owned()));
        let refused = |key: &'static str| Err(key);
        for (source, source_is, wanted, wanted_is, comes) in [
            ("a/f", File, "/d/new", Missing, arrives("/d", "new")),
            ("a/f", File, "/new", Missing, arrives("/", "new")),
            ("a/f", File, "/d/new/", Missing, refused("copy-no-such-directory")),
            ("a/f", File, "/d/old", File, arrives("/d", "old")),
            ("a/f", File, "/d/old/", File, refused("copy-not-a-directory")),
            ("a/f", File, "/d", Directory, arrives("/d", "f")),
            ("a/f/", File, "/d", Directory, refused("copy-not-a-directory")),
            ("a", Directory, "/d/new", Missing, arrives("/d", "new")),
            ("a", Directory, "/d/old", File, refused("copy-directory-onto-file")),
            ("a", Directory, "/d", Directory, arrives("/d", "a")),
            ("a/.", Directory, "/d", Directory, arrives("/d", ".")),
            (".", Directory, "/d", Directory, arrives("/d", ".")),
            ("a/.", Directory, "/d/new", Missing, arrives("/d", "new")),
        ] {
            let found = destination(source, source_is, wanted, wanted_is).map_err(|why| why.key);
            assert_eq!(found, comes.map_err(str::to_owned), "{source} → {wanted}");
        }
    }
}
