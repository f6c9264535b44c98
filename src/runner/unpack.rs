//! What comes out of a container, into a folder: whatever the archive says, nothing is written outside
//! that folder, and no more than the bounds allow.
//!
//! The folder is open, and every path is looked up below it ([`cap_std::fs::Dir`]): a link that leads out is never
//! followed, not even one that is put there while the archive is read. Needs no engine.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use cap_std::fs::{Dir, OpenOptions};

use super::archive::{Bounds, each};
use super::bound::BoundPaths;

/// What an archive came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unpacked {
    /// All of it was written.
    All,
    /// It holds something that no copy should bring: a special file, or what would lie outside. What came
    /// before it was written.
    Unsafe {
        /// Its path in the archive.
        path: String,
    },
    /// It would put a file in the place of a part of a path that a container mounts. What came before it was written.
    Bound {
        /// The path in the folder.
        path: String,
    },
}

/// Unpacks an archive whose entries all lie below its first one, which arrives as `first` (relative to
/// the folder). `first` is told whether that is a folder; nothing is written where it fails. No file takes the place of a
/// part of a bound path.
///
/// # Errors
/// The reader's and the filesystem's; an archive that makes no sense; [`io::ErrorKind::QuotaExceeded`]
/// where it is more than the bounds allow.
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
    // Directories get their own modes and times last, since what comes into them changes both, and a
    // mode may forbid it.
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
        // In a container nothing lies below a link: who writes that means another place than they say.
        let behind = target.ancestors().skip(1).any(|above| links.contains(above));
        let placed = if safe(&target) && !behind {
            place(entry, &Place { folder, root: root.as_deref().unwrap_or(&target), bound }, &target)?
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
        // The one that takes in what is copied keeps its own.
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

/// Unpacks an archive into a folder, under the name `arrived`, for whoever has neither an engine
/// nor an open folder. Nothing is written outside the folder, whatever the archive says.
///
/// # Errors
/// The reader's and the filesystem's; an archive that makes no sense; [`io::ErrorKind::QuotaExceeded`]
/// where it is more than the bounds allow.
pub fn unpack_into(reader: impl Read, folder: &Path, bounds: Bounds) -> io::Result<Unpacked> {
    let folder = Dir::open_ambient_dir(folder, cap_std::ambient_authority())?;
    let first = |_| Ok::<_, std::convert::Infallible>(PathBuf::from("arrived"));
    unpack(reader, &folder, bounds, &BoundPaths::default(), first).map(|unpacked| match unpacked {
        Ok(unpacked) => unpacked,
        Err(never) => match never {},
    })
}

/// A path below the first entry of an archive, whose name all others begin with.
fn below(path: &Path) -> PathBuf {
    path.components().skip(1).collect()
}

/// Whether a path stays inside by its words.
fn safe(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

/// Where an archive is unpacked.
struct Place<'p> {
    /// The open folder.
    folder: &'p Dir,
    /// Where the first entry arrived.
    root: &'p Path,
    bound: &'p BoundPaths,
}

/// What became of one entry.
enum Placed {
    Written,
    /// It would lead out of the folder, or is nothing that a copy should bring (a device, say).
    Unsafe,
    /// A container mounts what it would take the place of.
    Bound,
}

/// Writes one entry.
fn place<R: Read>(entry: &mut tar::Entry<'_, R>, place: &Place<'_>, target: &Path) -> io::Result<Placed> {
    let folder = place.folder;
    let written = if entry.header().entry_type().is_dir() {
        // A link is not taken for the folder that it leads to, but for what it takes in itself.
        let is_link = folder.symlink_metadata(target).is_ok_and(|found| found.is_symlink());
        if is_link && target != place.root {
            Err(io::ErrorKind::NotADirectory.into())
        } else {
            folder.create_dir_all(target).map(|()| Placed::Written)
        }
    } else {
        place_file(entry, place, target)
    };
    match written {
        // What leads out is refused by whoever looks the path up.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied && leads_out(folder, target) => {
            Ok(Placed::Unsafe)
        }
        written => written,
    }
}

/// Writes a file or a link. Its folder is opened once, so that what is judged is what is written.
fn place_file<R: Read>(
    entry: &mut tar::Entry<'_, R>,
    place: &Place<'_>,
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
    let into = place.folder.open_dir(parent.unwrap_or_else(|| Path::new(".")))?;
    if place.bound.hold(place.folder, &into, name)? {
        return Ok(Placed::Bound);
    }
    match kind {
        EntryType::Symlink => {
            let Some(to) = entry.link_name()? else { return Ok(Placed::Unsafe) };
            clear(&into, name)?;
            link(&into, &to, name)?;
        }
        // A second name of a file that came before, by its path in the archive.
        EntryType::Link => {
            let earlier = entry.link_name()?.map(|earlier| place.root.join(below(&earlier)));
            let is_file =
                |path: &Path| place.folder.symlink_metadata(path).is_ok_and(|found| found.is_file());
            let Some(earlier) = earlier.filter(|path| safe(path) && is_file(path)) else {
                return Ok(Placed::Unsafe);
            };
            if earlier != target {
                clear(&into, name)?;
                place.folder.hard_link(&earlier, &into, name)?;
            }
        }
        _ => file(entry, &into, name)?,
    }
    Ok(Placed::Written)
}

/// Whether the folder of a path is not below the open one.
fn leads_out(folder: &Dir, target: &Path) -> bool {
    let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty());
    parent.is_some_and(|parent| {
        folder.canonicalize(parent).is_err_and(|error| error.kind() == io::ErrorKind::PermissionDenied)
    })
}

/// Takes away a file or a link that is in the way; never what a link leads to.
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
    // Wherever it leads: it is never followed out of here.
    folder.symlink_contents(to, target)
}

/// Where links need a right of their own, none are made.
#[cfg(not(unix))]
fn link(_: &Dir, _: &Path, _: &OsStr) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Gives a directory the mode and the time that it had in the container.
fn settle(folder: &Dir, path: &Path, mode: u32, modified: u64) -> io::Result<()> {
    // What has become something else meanwhile has settled by itself.
    if !folder.symlink_metadata(path).is_ok_and(|found| found.is_dir()) {
        return Ok(());
    }
    let directory = folder.open_with(path, &for_folders())?.into_std();
    set_mode(&directory, mode)?;
    // Without the right to do that, its time stays that of the copy.
    directory.set_modified(time(modified)).or(Ok(()))
}

/// How a folder is opened, and nothing else that may have come to be in its place.
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
    // A time that the machine cannot say is that of the beginning.
    std::time::UNIX_EPOCH
        .checked_add(std::time::Duration::from_secs(seconds))
        .unwrap_or(std::time::UNIX_EPOCH)
}

#[cfg(unix)]
fn set_mode(file: &std::fs::File, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(mode & 0o777))
}

/// Where files have no such mode there is nothing to do.
#[cfg(not(unix))]
fn set_mode(_: &std::fs::File, _: u32) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests;
