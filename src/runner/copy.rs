//! `docker cp`: the rules of <https://docs.docker.com/reference/cli/docker/container/cp/>.
//!
//! | source | destination | what happens |
//! |---|---|---|
//! | file | missing | made under that name; with a trailing `/` an error |
//! | file | file | overwritten |
//! | file | directory | copied into it under its own name |
//! | directory | missing | made, with the content of the source |
//! | directory | file | an error |
//! | directory | directory | copied into it; with `/.` behind the source its content only |
//!
//! Imports: `command`, `engine`, `event` (the message).

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use bytes::Bytes;

use super::archive::{self, Incoming};
use super::carry::{Carried, Place};
use super::error::RunError;
use crate::command::{Copy, CopyPaths, Local};
use crate::engine::{ContainerId, Flow, Guard, Operation};
use crate::event::Message;

/// Carries out a copy in either direction.
///
/// # Errors
/// A fault or refusal of the engine, a fault of the workspace.
pub async fn carry_out(place: &Place<'_>, copy: &Copy) -> Result<Carried, RunError> {
    let (CopyPaths::Into { local, .. } | CopyPaths::Out { local, .. }) = &copy.paths;
    let (Local::Path(local), false, false) = (local, copy.archive, copy.follow_link) else {
        return Ok(Carried::refused(Message::new("run-not-yet")));
    };
    match &copy.paths {
        CopyPaths::Into { container, path, .. } => {
            let container = place.guard.require_container(container.value.as_str(), Operation::Write).await?;
            copy_into(place, &local.value, &container.id, &path.value).await
        }
        CopyPaths::Out { container, path, .. } => {
            let container = place.guard.require_container(container.value.as_str(), Operation::Read).await?;
            copy_out(place, &container.id, &path.value, &local.value).await
        }
    }
}

/// What a path is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stat {
    Missing,
    File,
    Directory,
}

/// Under which name, in which directory, a source arrives; or what keeps it from arriving.
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
    place: &Place<'_>,
    local: &str,
    id: &ContainerId,
    path: &str,
) -> Result<Carried, RunError> {
    let Some(source) = place.workspace.path(local) else {
        return Ok(Carried::refused(Message::new("run-outside-workspace").arg("path", local)));
    };
    let Ok(metadata) = fs::metadata(&source) else {
        return Ok(Carried::refused(Message::new("copy-no-local-file").arg("path", local)));
    };
    let source_is = if metadata.is_dir() { Stat::Directory } else { Stat::File };
    let wanted_is = stat(place.guard, id, path).await?;
    match destination(local, source_is, path, wanted_is) {
        Err(why) => Ok(Carried::refused(why)),
        Ok((directory, name)) => {
            place.guard.write(id, &directory, pack(source, name, source_is)).await?;
            Ok(Carried::default())
        }
    }
}

/// The archive of a file or directory of the workspace, under another name. Owners, modes and
/// times stay, by their numbers, as the docker program has it (seen with 20.10 and 28.2; its
/// page says that files come to belong to root, which they do not).
fn pack(source: PathBuf, name: String, is: Stat) -> Flow<Bytes> {
    archive::pack(move |archive| {
        archive.follow_symlinks(false);
        match is {
            Stat::Directory => archive.append_dir_all(name, source),
            _ => archive.append_file(name, &mut fs::File::open(source)?),
        }
    })
}

async fn copy_out(place: &Place<'_>, id: &ContainerId, path: &str, local: &str) -> Result<Carried, RunError> {
    let Some(wanted) = place.workspace.path(local) else {
        return Ok(Carried::refused(Message::new("run-outside-workspace").arg("path", local)));
    };
    let Some(flow) = place.guard.read(id, path).await? else {
        return Ok(Carried::refused(Message::new("copy-no-such-path").arg("path", path)));
    };
    let wanted_is = match fs::metadata(&wanted) {
        Ok(metadata) if metadata.is_dir() => Stat::Directory,
        Ok(_) => Stat::File,
        Err(_) => Stat::Missing,
    };
    let slash = if local.ends_with('/') { "/" } else { "" };
    let arrival = Arrival {
        source: path.to_owned(),
        wanted: format!("{}{slash}", wanted.display()),
        wanted_is,
        inside: place.workspace.folder().to_owned(),
    };
    let refused = archive::unpack(flow, move |archive| arrival.unpack(archive))
        .await?
        .map_err(|cause| RunError::Archive { subject: path.to_owned(), cause })?;
    Ok(refused.map_or_else(Carried::default, Carried::refused))
}

/// Where what comes out of a container goes.
struct Arrival {
    /// The path in the container, as it was written.
    source: String,
    /// The absolute path in the workspace; with a `/` at its end where one was written.
    wanted: String,
    /// What is there.
    wanted_is: Stat,
    /// The workspace; nothing is written outside it.
    inside: PathBuf,
}

impl Arrival {
    /// Unpacks an archive whose first entry is what was asked for, and says why where it is refused.
    fn unpack(&self, archive: &mut tar::Archive<Incoming>) -> io::Result<Option<Message>> {
        let mut root: Option<PathBuf> = None;
        for entry in archive.entries()? {
            let mut entry = entry?;
            let path = entry.path()?.into_owned();
            let target = match &root {
                // Everything below the first entry begins with that entry's own name.
                Some(root) => root.join(path.components().skip(1).collect::<PathBuf>()),
                None => match self.root(entry.header().entry_type().is_dir()) {
                    Ok(path) => root.insert(path).clone(),
                    Err(why) => return Ok(Some(why)),
                },
            };
            if !self.place(&mut entry, &target)? {
                return Ok(Some(Message::new("copy-unsafe-archive").arg("path", path.display().to_string())));
            }
        }
        Ok(None)
    }

    /// Under which path the first entry arrives.
    fn root(&self, is_directory: bool) -> Result<PathBuf, Message> {
        let source_is = if is_directory { Stat::Directory } else { Stat::File };
        let (directory, name) = destination(&self.source, source_is, &self.wanted, self.wanted_is)?;
        // Joined with `.`, a directory is itself.
        Ok(Path::new(&directory).join(name).components().collect())
    }

    /// Writes one entry; false where it would lead out of the workspace, or is nothing that a
    /// copy should bring (a device, say).
    fn place(&self, entry: &mut tar::Entry<'_, Incoming>, target: &Path) -> io::Result<bool> {
        use tar::EntryType;
        let kind = entry.header().entry_type();
        let known = matches!(kind, EntryType::Regular | EntryType::Directory | EntryType::Symlink);
        let plain = target.components().all(|part| matches!(part, Component::Normal(_) | Component::RootDir));
        if !known || !plain {
            return Ok(false);
        }
        // The folder itself may have come as a link, in this archive or before.
        let parent = target.parent().unwrap_or(&self.inside);
        if !parent.canonicalize()?.starts_with(&self.inside) && target != self.inside {
            return Ok(false);
        }
        if kind == EntryType::Directory {
            fs::create_dir_all(target)?;
        } else {
            entry.set_preserve_mtime(true);
            entry.unpack(target)?;
        }
        Ok(true)
    }
}

/// What a path of a container is: the first entry of its archive says so.
async fn stat(guard: &Guard, id: &ContainerId, path: &str) -> Result<Stat, RunError> {
    let Some(flow) = guard.read(id, path).await? else {
        return Ok(Stat::Missing);
    };
    let is_directory = archive::unpack(flow, |archive| {
        let entry = archive.entries()?.next().ok_or(io::ErrorKind::UnexpectedEof)??;
        Ok(entry.header().entry_type().is_dir())
    })
    .await?
    .map_err(|cause| RunError::Archive { subject: path.to_owned(), cause })?;
    Ok(if is_directory { Stat::Directory } else { Stat::File })
}
