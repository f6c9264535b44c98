//! Unpacks what comes out of a container into a folder. Whatever the archive says, nothing is written
//! outside that folder, and no more than the limits allow.
//!
//! The folder is open, and every path is looked up below it ([`cap_std::fs::Dir`]). A link that leads
//! outside is never followed, even if it is created while the archive is read. It needs no engine.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use cap_std::fs::{Dir, OpenOptions};

use super::archive::{Bounds, each};
use super::bound::BoundPaths;

/// The result of unpacking an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unpacked {
    /// Everything was written.
    All,
    /// An entry that no copy may write: a special file, or a path outside the folder.
    /// The entries before it were written.
    Unsafe {
        /// The entry's path in the archive.
        path: String,
    },
    /// An entry that would replace a part of a path that a container mounts.
    /// The entries before it were written.
    Bound {
        /// The path in the folder.
        path: String,
    },
}

/// Unpacks an archive whose entries all lie below its first entry.
/// The first entry arrives as `first`, relative to the folder. `first` is called with whether the entry
/// is a directory; if it fails, nothing is written. No file replaces a part of a bound path.
///
/// # Errors
/// The reader's and the filesystem's errors; an invalid archive; [`io::ErrorKind::QuotaExceeded`] if it
/// exceeds the limits.
pub fn unpack<E>(
    reader: impl Read,
    folder: &Dir,
    bounds: Bounds,
    bound: &BoundPaths,
    first: impl FnOnce(bool) -> Result<PathBuf, E>,
) -> io::Result<Result<Unpacked, E>> {
    let mut first = Some(first);
    let mut root: Option<PathBuf> = None;
    let mut stopped: Option<Result<Unpacked, E>> = None;
    // Directories get their modes and times last: writing into them changes the time, and the mode may
    // forbid it.
    let mut directories: Vec<(PathBuf, u32, u64)> = Vec::new();
    let mut links: HashSet<PathBuf> = HashSet::new();
    each(reader, bounds, |entry| {
        let path = entry.path()?.into_owned();
        let is_folder = entry.header().entry_type().is_dir();
        let arrival = first.take().map(|first| first(is_folder));
        let target = match (arrival, &root) {
            (Some(Ok(path)), _) => root.insert(path).clone(),
            (Some(Err(why)), _) => {
                stopped = Some(Err(why));
                return Ok(false);
            }
            (None, Some(root)) => root.join(below(&path)),
            (None, None) => return Ok(false),
        };
        let new = !folder.is_dir(&target);
        // In a container no entry lies below a link, so such an entry means another place than it names.
        let behind = target.ancestors().skip(1).any(|above| links.contains(above));
        let placed = if safe(&target) && !behind {
            unpack_entry(
                entry,
                &UnpackTarget { folder, root: root.as_deref().unwrap_or(&target), bound },
                &target,
            )?
        } else {
            Placed::Unsafe
        };
        stopped = match placed {
            Placed::Written => None,
            Placed::Unsafe => Some(Ok(Unpacked::Unsafe { path: path.display().to_string() })),
            Placed::Bound => Some(Ok(Unpacked::Bound { path: target.display().to_string() })),
        };
        if stopped.is_some() {
            return Ok(false);
        }
        if entry.header().entry_type().is_symlink() {
            links.insert(target.clone());
        }
        // The existing directory that receives the copy keeps its mode and time.
        if is_folder && (new || Some(&target) != root.as_ref()) {
            directories.push((target, entry.header().mode()?, entry.header().mtime()?));
        }
        Ok(true)
    })?;
    for (path, mode, modified) in directories.into_iter().rev() {
        settle(folder, &path, mode, modified)?;
    }
    Ok(stopped.unwrap_or(Ok(Unpacked::All)))
}

/// Unpacks an archive into a folder under the name `arrived`, without an engine.
/// Nothing is written outside the folder, whatever the archive says.
///
/// # Errors
/// The reader's and the filesystem's errors; an invalid archive; [`io::ErrorKind::QuotaExceeded`] if it
/// exceeds the limits.
pub fn unpack_into(reader: impl Read, folder: &Path, bounds: Bounds) -> io::Result<Unpacked> {
    let folder = Dir::open_ambient_dir(folder, cap_std::ambient_authority())?;
    let first = |_| Ok::<_, std::convert::Infallible>(PathBuf::from("arrived"));
    unpack(reader, &folder, bounds, &BoundPaths::default(), first).map(|unpacked| match unpacked {
        Ok(unpacked) => unpacked,
        Err(never) => match never {},
    })
}

/// Returns a path without the archive's first component, which all entries share.
fn below(path: &Path) -> PathBuf {
    path.components().skip(1).collect()
}

/// Returns whether the path text stays inside the folder: no root and no `..`.
fn safe(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

/// The destination of an archive.
struct UnpackTarget<'p> {
    /// The open folder.
    folder: &'p Dir,
    /// The path of the first entry.
    root: &'p Path,
    bound: &'p BoundPaths,
}

/// The result of one entry.
enum Placed {
    Written,
    /// It would leave the folder, or no copy may write it, such as a device.
    Unsafe,
    /// It would replace something that a container mounts.
    Bound,
}

/// Writes one entry.
fn unpack_entry<R: Read>(
    entry: &mut tar::Entry<'_, R>,
    unpack: &UnpackTarget<'_>,
    target: &Path,
) -> io::Result<Placed> {
    let folder = unpack.folder;
    let written = if entry.header().entry_type().is_dir() {
        // A link is not taken for the directory that it leads to, except for the root of the copy.
        let is_link = folder.symlink_metadata(target).is_ok_and(|found| found.is_symlink());
        if is_link && target != unpack.root {
            Err(io::ErrorKind::NotADirectory.into())
        } else {
            folder.create_dir_all(target).map(|()| Placed::Written)
        }
    } else {
        unpack_file(entry, unpack, target)
    };
    match written {
        // The lookup below the open folder refuses a path that leads outside.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied && leads_out(folder, target) => {
            Ok(Placed::Unsafe)
        }
        written => written,
    }
}

/// Writes a file or a link.
/// Its folder is opened once, so that the checked path is the path that is written.
fn unpack_file<R: Read>(
    entry: &mut tar::Entry<'_, R>,
    unpack: &UnpackTarget<'_>,
    target: &Path,
) -> io::Result<Placed> {
    use tar::EntryType;
    let kind = entry.header().entry_type();
    let known = matches!(
        kind,
        EntryType::Regular
            | EntryType::Continuous
            | EntryType::GNUSparse
            | EntryType::Symlink
            | EntryType::Link
    );
    let (Some(name), true) = (target.file_name(), known) else { return Ok(Placed::Unsafe) };
    let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty());
    let into = unpack.folder.open_dir(parent.unwrap_or_else(|| Path::new(".")))?;
    if unpack.bound.hold(unpack.folder, &into, name)? {
        return Ok(Placed::Bound);
    }
    match kind {
        EntryType::Symlink => {
            let Some(to) = entry.link_name()? else { return Ok(Placed::Unsafe) };
            clear(&into, name)?;
            link(&into, &to, name)?;
        }
        // A hard link to an earlier file, by its path in the archive.
        EntryType::Link => {
            let earlier = entry.link_name()?.map(|earlier| unpack.root.join(below(&earlier)));
            let is_file =
                |path: &Path| unpack.folder.symlink_metadata(path).is_ok_and(|found| found.is_file());
            let Some(earlier) = earlier.filter(|path| safe(path) && is_file(path)) else {
                return Ok(Placed::Unsafe);
            };
            if earlier != target {
                clear(&into, name)?;
                unpack.folder.hard_link(&earlier, &into, name)?;
            }
        }
        _ => file(entry, &into, name)?,
    }
    Ok(Placed::Written)
}

/// Returns whether a path's folder is outside the open one.
fn leads_out(folder: &Dir, target: &Path) -> bool {
    let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty());
    parent.is_some_and(|parent| {
        folder.canonicalize(parent).is_err_and(|error| error.kind() == io::ErrorKind::PermissionDenied)
    })
}

/// Removes a file or a link that is in the way, never what a link leads to.
fn clear(folder: &Dir, target: &OsStr) -> io::Result<()> {
    match folder.symlink_metadata(target) {
        Ok(found) if !found.is_dir() => folder.remove_file(target),
        Ok(_) => Err(io::ErrorKind::IsADirectory.into()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

fn file<R: Read>(entry: &mut tar::Entry<'_, R>, folder: &Dir, target: &OsStr) -> io::Result<()> {
    let (mode, modified) = (entry.header().mode()?, entry.header().mtime()?);
    clear(folder, target)?;
    let mut file = folder.open_with(target, OpenOptions::new().write(true).create_new(true))?.into_std();
    io::copy(entry, &mut file)?;
    set_mode(&file, mode)?;
    file.set_modified(time(modified))
}

#[cfg(unix)]
fn link(folder: &Dir, to: &Path, target: &OsStr) -> io::Result<()> {
    // The target may be anything: the link is never followed outside.
    folder.symlink_contents(to, target)
}

/// No links are created on systems that require a privilege for it.
#[cfg(not(unix))]
fn link(_: &Dir, _: &Path, _: &OsStr) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Gives a directory its mode and time from the container.
fn settle(folder: &Dir, path: &Path, mode: u32, modified: u64) -> io::Result<()> {
    // A path that is no longer a directory needs neither.
    if !folder.symlink_metadata(path).is_ok_and(|found| found.is_dir()) {
        return Ok(());
    }
    let directory = folder.open_with(path, &for_folders())?.into_std();
    set_mode(&directory, mode)?;
    // If the time may not be set, the time of the copy stays.
    directory.set_modified(time(modified)).or(Ok(()))
}

/// Returns options that open a directory and nothing else.
fn for_folders() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    cap_std::fs::OpenOptionsExt::custom_flags(
        &mut options,
        rustix::fs::OFlags::DIRECTORY.bits().cast_signed(),
    );
    options
}

fn time(seconds: u64) -> std::time::SystemTime {
    // A time that the machine cannot represent becomes the epoch.
    std::time::UNIX_EPOCH
        .checked_add(std::time::Duration::from_secs(seconds))
        .unwrap_or(std::time::UNIX_EPOCH)
}

#[cfg(unix)]
fn set_mode(file: &std::fs::File, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(mode & 0o777))
}

/// Does nothing: files have no such mode here.
#[cfg(not(unix))]
fn set_mode(_: &std::fs::File, _: u32) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests;
