//! Labs in folders. Their files are untrusted, so sizes are bounded and links never leave the folder.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use cap_std::fs::Dir;

use super::files::{LAB_FILE, LabFile, LabFiles, belongs, is_recording, is_translation};
use super::library_error::LibraryError;
use crate::host::{Links, NotPlain, not_plain, open_plain};

/// The largest `lab.toml` or translation, in bytes.
const LAB_LIMIT: u64 = 1024 * 1024;

/// The largest other file, in bytes.
const FILE_LIMIT: u64 = 16 * 1024 * 1024;

/// All files of a lab together, in bytes.
const TOTAL_LIMIT: u64 = 64 * 1024 * 1024;

/// How many files and folders a lab may have.
const COUNT_LIMIT: usize = 1000;

/// The largest recording, in bytes.
pub(super) const RECORDING_LIMIT: u64 = 1024 * 1024 * 1024;

/// Returns the folders of labs in a folder, ordered by name.
///
/// If the folder itself is a lab, it is the only one.
pub(super) fn labs_in(folder: &Path) -> Result<Vec<PathBuf>, LibraryError> {
    match folder.metadata() {
        Ok(found) if found.is_dir() => {}
        Err(cause) if cause.kind() == io::ErrorKind::PermissionDenied => {
            return Err(unreadable(folder)(cause));
        }
        _ => return Err(LibraryError::NoFolder { path: folder.to_owned() }),
    }
    if has_lab(folder) {
        return Ok(vec![folder.to_owned()]);
    }
    let mut labs = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable(folder))? {
        let path = entry.map_err(unreadable(folder))?.path();
        if has_lab(&path) {
            labs.push(path);
        }
    }
    labs.sort();
    Ok(labs)
}

/// Returns whether a folder has a `lab.toml`, of any kind.
///
/// A folder that cannot be entered counts as a lab, so that reading it reports the error.
pub(super) fn has_lab(folder: &Path) -> bool {
    match folder.join(LAB_FILE).symlink_metadata() {
        Ok(_) => true,
        Err(error) => error.kind() == io::ErrorKind::PermissionDenied,
    }
}

/// Reads `lab.toml` and the files that belong in the workspace.
pub(super) fn read(folder: &Path) -> Result<(Vec<u8>, LabFiles), LibraryError> {
    let dir = open(folder)?;
    let (lab, _) = file(folder, &dir, LAB_FILE, Links::Refused, LAB_LIMIT)?;
    let mut reading = FolderReader { folder, dir, files: LabFiles::default(), seen: 0, bytes: 0 };
    let mut waiting = vec![String::new()];
    while let Some(inside) = waiting.pop() {
        reading.directory(&inside, &mut waiting)?;
    }
    Ok((lab, reading.files))
}

/// Reads a translation; `Ok(None)` when there is no such file.
pub(super) fn translation(folder: &Path, name: &str) -> Result<Option<Vec<u8>>, LibraryError> {
    let read = file(folder, &open(folder)?, name, Links::Refused, LAB_LIMIT);
    there(read).map(|read| read.map(|(bytes, _)| bytes))
}

/// Returns the names of a lab folder's translations, in order.
pub(super) fn translations(folder: &Path) -> Result<Vec<String>, LibraryError> {
    names(folder, is_translation)
}

/// Returns the names of a lab folder's recordings, in order.
pub(super) fn recordings(folder: &Path) -> Result<Vec<String>, LibraryError> {
    names(folder, is_recording)
}

/// Opens a recording; `Ok(None)` when there is no such file.
pub(super) fn recording(folder: &Path, name: &str) -> Result<Option<File>, LibraryError> {
    let opened = plain(folder, &open(folder)?, name, Links::Refused);
    let Some(file) = there(opened)? else { return Ok(None) };
    let path = folder.join(name);
    if file.metadata().map_err(unreadable(&path))?.len() > RECORDING_LIMIT {
        return Err(LibraryError::TooLarge { path, limit: RECORDING_LIMIT });
    }
    Ok(Some(file))
}

/// Returns the names of a lab folder's files of one kind, in order.
fn names(folder: &Path, is_one: fn(&str) -> bool) -> Result<Vec<String>, LibraryError> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable(folder))? {
        let name = entry.map_err(unreadable(folder))?.file_name();
        names.extend(name.to_str().filter(|name| is_one(name)).map(str::to_owned));
        if names.len() > COUNT_LIMIT {
            return Err(LibraryError::TooMany { path: folder.to_owned(), limit: COUNT_LIMIT });
        }
    }
    names.sort();
    Ok(names)
}

/// Returns what was read; `Ok(None)` when there is no such file.
fn there<T>(read: Result<T, LibraryError>) -> Result<Option<T>, LibraryError> {
    match read {
        Err(LibraryError::Unreadable { cause, .. }) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        read => read.map(Some),
    }
}

/// A lab's folder that is being read.
struct FolderReader<'f> {
    /// Its path as it was given, for messages.
    folder: &'f Path,
    /// The open folder, below which all paths are resolved.
    dir: Dir,
    files: LabFiles,
    seen: usize,
    bytes: u64,
}

impl FolderReader<'_> {
    /// Reads the folder `inside` (relative, with `/`); its subfolders go to `waiting`.
    fn directory(&mut self, inside: &str, waiting: &mut Vec<String>) -> Result<(), LibraryError> {
        let path = self.folder.join(inside);
        let here = if inside.is_empty() { "." } else { inside };
        for entry in self.dir.read_dir(here).map_err(unreadable(&path))? {
            let entry = entry.map_err(unreadable(&path))?;
            let name = entry.file_name();
            let path = path.join(&name);
            let Some(name) = name.to_str() else { return Err(LibraryError::NotAFile { path }) };
            let relative = if inside.is_empty() { name.to_owned() } else { format!("{inside}/{name}") };
            if !belongs(&relative) {
                continue;
            }
            self.seen += 1;
            if self.seen > COUNT_LIMIT {
                return Err(LibraryError::TooMany { path: self.folder.to_owned(), limit: COUNT_LIMIT });
            }
            // The kind of the entry itself: a link to a folder is not a folder, so no loop is followed.
            if entry.file_type().map_err(unreadable(&path))?.is_dir() {
                self.files.0.insert(relative.clone(), LabFile::Folder);
                waiting.push(relative);
            } else {
                self.file(relative)?;
            }
        }
        Ok(())
    }

    fn file(&mut self, relative: String) -> Result<(), LibraryError> {
        let (bytes, metadata) = file(self.folder, &self.dir, &relative, Links::Followed, FILE_LIMIT)?;
        self.bytes += bytes.len() as u64;
        if self.bytes > TOTAL_LIMIT {
            return Err(LibraryError::TooLarge { path: self.folder.to_owned(), limit: TOTAL_LIMIT });
        }
        let executable = is_executable(&metadata);
        self.files.0.insert(relative, LabFile::File { bytes, executable });
        Ok(())
    }
}

/// Returns whether anyone may execute a file.
#[cfg(unix)]
fn is_executable(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o111 != 0
}

/// Without such a file mode, no file is a script.
#[cfg(not(unix))]
fn is_executable(_: &fs::Metadata) -> bool {
    false
}

/// Opens a lab's folder. It may be a link, because the user named it.
fn open(folder: &Path) -> Result<Dir, LibraryError> {
    Dir::open_ambient_dir(folder, cap_std::ambient_authority()).map_err(unreadable(folder))
}

/// Reads one file below a lab's folder.
fn file(
    folder: &Path,
    dir: &Dir,
    name: &str,
    links: Links,
    limit: u64,
) -> Result<(Vec<u8>, fs::Metadata), LibraryError> {
    let opened = plain(folder, dir, name, links)?;
    let path = folder.join(name);
    let metadata = opened.metadata().map_err(unreadable(&path))?;
    let mut bytes = Vec::new();
    opened.take(limit + 1).read_to_end(&mut bytes).map_err(unreadable(&path))?;
    if bytes.len() as u64 > limit {
        return Err(LibraryError::TooLarge { path, limit });
    }
    Ok((bytes, metadata))
}

/// Opens one plain file below a lab's folder.
fn plain(folder: &Path, dir: &Dir, name: &str, links: Links) -> Result<File, LibraryError> {
    open_plain(dir, Path::new(name), links).map_err(|cause| {
        let path = folder.join(name);
        match not_plain(&cause) {
            Some(NotPlain::Link) => LibraryError::Link { path },
            Some(NotPlain::Folder | NotPlain::Special) => LibraryError::NotAFile { path },
            // An error of the system has an error number.
            None if cause.kind() == io::ErrorKind::PermissionDenied && cause.raw_os_error().is_none() => {
                LibraryError::LeadsOut { path }
            }
            None => LibraryError::Unreadable { path, cause },
        }
    })
}

fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> LibraryError + '_ {
    move |cause| LibraryError::Unreadable { path: path.to_owned(), cause }
}
