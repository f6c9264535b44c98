//! Labs in folders: somebody's files, so bounded, and never followed out of the lab's folder.
//!
//! May import nothing outside the room.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::files::{LAB_FILE, LabFile, LabFiles, belongs, is_translation};
use super::library_error::LibraryError;

/// The largest `lab.toml` or translation, in bytes.
const LAB_LIMIT: u64 = 1024 * 1024;

/// The largest other file, in bytes.
const FILE_LIMIT: u64 = 16 * 1024 * 1024;

/// All files of a lab together, in bytes.
const TOTAL_LIMIT: u64 = 64 * 1024 * 1024;

/// How many files and folders a lab may have.
const COUNT_LIMIT: usize = 1000;

/// The folders of labs in a folder, in the order of their names; the folder itself where it is a
/// lab.
pub(super) fn labs_in(folder: &Path) -> Result<Vec<PathBuf>, LibraryError> {
    if !folder.is_dir() {
        return Err(LibraryError::NoFolder { path: folder.to_owned() });
    }
    if folder.join(LAB_FILE).is_file() {
        return Ok(vec![folder.to_owned()]);
    }
    let mut labs = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable(folder))? {
        let path = entry.map_err(unreadable(folder))?.path();
        if path.join(LAB_FILE).is_file() {
            labs.push(path);
        }
    }
    labs.sort();
    Ok(labs)
}

/// Reads `lab.toml` and the files that belong into the workspace.
pub(super) fn read(folder: &Path) -> Result<(Vec<u8>, LabFiles), LibraryError> {
    let root = folder.canonicalize().map_err(unreadable(folder))?;
    let lab = file(&root, &folder.join(LAB_FILE), LAB_LIMIT)?;
    let mut reading = Reading { root, folder, files: LabFiles::default(), seen: 0, bytes: 0 };
    reading.directory("")?;
    Ok((lab, reading.files))
}

/// Reads a translation; none where there is no such file.
pub(super) fn translation(folder: &Path, name: &str) -> Result<Option<Vec<u8>>, LibraryError> {
    let path = folder.join(name);
    if !path.exists() {
        return Ok(None);
    }
    let root = folder.canonicalize().map_err(unreadable(folder))?;
    file(&root, &path, LAB_LIMIT).map(Some)
}

/// The files of a lab's folder that are translations, in the order of their names.
pub(super) fn translations(folder: &Path) -> Result<Vec<String>, LibraryError> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable(folder))? {
        let name = entry.map_err(unreadable(folder))?.file_name();
        names.extend(name.to_str().filter(|name| is_translation(name)).map(str::to_owned));
    }
    names.sort();
    Ok(names)
}

/// A lab's folder that is being read.
struct Reading<'f> {
    /// Its true path.
    root: PathBuf,
    /// Its path as it was given, for messages.
    folder: &'f Path,
    files: LabFiles,
    seen: usize,
    bytes: u64,
}

impl Reading<'_> {
    /// Reads what is in the folder `inside` (relative, with `/`).
    fn directory(&mut self, inside: &str) -> Result<(), LibraryError> {
        let path = self.folder.join(inside);
        for entry in fs::read_dir(&path).map_err(unreadable(&path))? {
            let entry = entry.map_err(unreadable(&path))?;
            let name = entry.file_name();
            let path = entry.path();
            let Some(name) = name.to_str() else { return Err(LibraryError::NotAFile { path }) };
            let relative = if inside.is_empty() { name.to_owned() } else { format!("{inside}/{name}") };
            if !belongs(&relative) {
                continue;
            }
            self.seen += 1;
            if self.seen > COUNT_LIMIT {
                return Err(LibraryError::TooMany { path: self.folder.to_owned(), limit: COUNT_LIMIT });
            }
            // The kind of the entry itself: a link to a folder is no folder, so no loop is walked.
            if entry.file_type().map_err(unreadable(&path))?.is_dir() {
                self.files.0.insert(relative.clone(), LabFile::Folder);
                self.directory(&relative)?;
            } else {
                self.file(relative, &path)?;
            }
        }
        Ok(())
    }

    fn file(&mut self, relative: String, path: &Path) -> Result<(), LibraryError> {
        let bytes = file(&self.root, path, FILE_LIMIT)?;
        self.bytes += bytes.len() as u64;
        if self.bytes > TOTAL_LIMIT {
            return Err(LibraryError::TooLarge { path: self.folder.to_owned(), limit: TOTAL_LIMIT });
        }
        let executable = is_executable(&path.metadata().map_err(unreadable(path))?);
        self.files.0.insert(relative, LabFile::File { bytes, executable });
        Ok(())
    }
}

/// Whether anybody may execute a file.
#[cfg(unix)]
fn is_executable(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o111 != 0
}

/// Where files have no such mode, none is a script.
#[cfg(not(unix))]
fn is_executable(_: &fs::Metadata) -> bool {
    false
}

/// Reads one file that lies, links followed, below `root`.
fn file(root: &Path, path: &Path, limit: u64) -> Result<Vec<u8>, LibraryError> {
    let real = path.canonicalize().map_err(unreadable(path))?;
    if !real.starts_with(root) {
        return Err(LibraryError::LeadsOut { path: path.to_owned() });
    }
    // Asked before it is opened: opening a pipe would wait for its other end.
    if !real.metadata().map_err(unreadable(path))?.is_file() {
        return Err(LibraryError::NotAFile { path: path.to_owned() });
    }
    let mut bytes = Vec::new();
    let file = File::open(&real).map_err(unreadable(path))?;
    file.take(limit + 1).read_to_end(&mut bytes).map_err(unreadable(path))?;
    if bytes.len() as u64 > limit {
        return Err(LibraryError::TooLarge { path: path.to_owned(), limit });
    }
    Ok(bytes)
}

fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> LibraryError + '_ {
    move |cause| LibraryError::Unreadable { path: path.to_owned(), cause }
}
