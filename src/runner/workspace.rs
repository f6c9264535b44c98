//! The folder that a run's commands see as the current directory.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Component, Path, PathBuf};

use cap_std::fs::{Dir, OpenOptions};

use super::bound::BoundPaths;
use crate::command::WORKSPACE;
use crate::host::{Links, create_plain, open_plain, open_to_write, private_folder, remove_all};
use crate::lab::{LabFile, LabFiles};

/// A new folder with the lab's files.
#[derive(Debug)]
pub struct Workspace {
    folder: PathBuf,
    dir: Dir,
}

impl Workspace {
    /// Creates the folder and writes the lab's files into it. It must not exist yet.
    ///
    /// # Errors
    /// The filesystem's errors.
    pub fn create(folder: &Path, files: &LabFiles) -> io::Result<Self> {
        private_folder(folder.parent().unwrap_or(folder))?;
        fs::create_dir(folder)?;
        for (name, file) in &files.0 {
            let path = folder.join(name);
            match file {
                LabFile::Folder => fs::create_dir_all(path)?,
                LabFile::File { bytes, executable } => {
                    fs::create_dir_all(path.parent().unwrap_or(folder))?;
                    fs::write(&path, bytes)?;
                    if *executable {
                        make_executable(&path)?;
                    }
                }
            }
        }
        let folder = folder.canonicalize()?;
        let dir = Dir::open_ambient_dir(&folder, cap_std::ambient_authority())?;
        Ok(Self { folder, dir })
    }

    /// Returns the folder's absolute path, without links.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the path of a name that a command uses, if it stays inside the folder.
    /// Links are followed as far as the path exists. `None` if it leads outside.
    #[must_use]
    pub fn path(&self, name: &str) -> Option<PathBuf> {
        let mut path = self.folder.clone();
        for part in Path::new(name).components() {
            match part {
                Component::CurDir => {}
                Component::Normal(part) => path.push(part),
                // `..` may go up to the workspace folder, but not beyond it.
                Component::ParentDir if path != self.folder => {
                    path.pop();
                }
                Component::ParentDir | Component::RootDir | Component::Prefix(_) => return None,
            }
            if let Ok(real) = path.canonicalize() {
                if !real.starts_with(&self.folder) {
                    return None;
                }
                path = real;
            } else if path.is_symlink() {
                return None;
            }
        }
        Some(path)
    }

    /// Returns the same path, relative to the folder.
    /// Links are followed as far as it exists. When the path is used, it is looked up again below the open
    /// folder, so it stays inside even if it has changed since.
    ///
    /// # Errors
    /// `PermissionDenied` if the path leads outside.
    pub fn inside(&self, name: &str) -> io::Result<PathBuf> {
        let path = self.path(name).ok_or(io::ErrorKind::PermissionDenied)?;
        let relative = path.strip_prefix(&self.folder).map_err(|_| io::ErrorKind::PermissionDenied)?;
        Ok(if relative.as_os_str().is_empty() { PathBuf::from(".") } else { relative.to_owned() })
    }

    /// Returns a path in a container: `$PWD` is the folder's own path, as a shell would have put it there.
    #[must_use]
    pub fn in_container(&self, path: &str) -> String {
        match path.strip_prefix(WORKSPACE) {
            Some(below) => format!("{}{below}", self.folder.display()),
            None => path.to_owned(),
        }
    }

    /// Returns a handle of the open folder, below which all paths are looked up.
    ///
    /// # Errors
    /// The filesystem's errors.
    pub fn dir(&self) -> io::Result<Dir> {
        self.dir.try_clone()
    }

    /// Returns whether a path exists inside the folder.
    #[must_use]
    pub fn exists(&self, name: &str) -> bool {
        self.inside(name).is_ok_and(|path| self.dir.exists(path))
    }

    /// Returns whether a path inside the folder is a directory.
    #[must_use]
    pub fn is_dir(&self, name: &str) -> bool {
        self.inside(name).is_ok_and(|path| self.dir.is_dir(path))
    }

    /// Opens a regular file for reading.
    ///
    /// # Errors
    /// The filesystem's errors; `PermissionDenied` if the path leads outside; an error if it is not a
    /// regular file.
    pub fn open(&self, name: &str) -> io::Result<File> {
        open_file(&self.dir, &self.inside(name)?)
    }

    /// Reads a regular file of at most `most` bytes.
    ///
    /// # Errors
    /// As [`Workspace::open`]; `FileTooLarge`.
    pub fn read(&self, name: &str, most: u64) -> io::Result<Vec<u8>> {
        read_all(self.open(name)?, most)
    }

    /// Creates a file, or truncates an existing one.
    ///
    /// # Errors
    /// As [`Workspace::open`].
    pub fn create_file(&self, name: &str) -> io::Result<File> {
        create_plain(&self.dir, &self.inside(name)?)
    }

    /// Creates a file that must not exist.
    ///
    /// # Errors
    /// As [`Workspace::create_folder`]; `AlreadyExists`.
    pub fn create_new(&self, name: &str) -> io::Result<File> {
        let options = OpenOptions::new().write(true).create_new(true).clone();
        Ok(self.dir.open_with(self.inside(name)?, &options)?.into_std())
    }

    /// Creates a file, or opens an existing one to write after its end.
    ///
    /// # Errors
    /// As [`Workspace::open`].
    pub fn open_to_append(&self, name: &str) -> io::Result<File> {
        let mut file = open_to_write(&self.dir, &self.inside(name)?)?;
        file.seek(SeekFrom::End(0))?;
        Ok(file)
    }

    /// Creates a folder and its missing parents.
    ///
    /// # Errors
    /// The filesystem's errors; `PermissionDenied` if the path leads outside.
    pub fn create_folder(&self, name: &str) -> io::Result<()> {
        self.dir.create_dir_all(self.inside(name)?)
    }

    /// Renames a file, replacing an existing file with the new name.
    /// Returns `false` and changes nothing if the new name is part of a bound path.
    ///
    /// # Errors
    /// As [`Workspace::create_folder`].
    pub(super) fn replace(&self, from: &str, to: &str, bound: &BoundPaths) -> io::Result<bool> {
        let to = self.inside(to)?;
        let name = to.file_name().ok_or(io::ErrorKind::IsADirectory)?;
        let parent = to.parent().filter(|parent| !parent.as_os_str().is_empty());
        let into = self.dir.open_dir(parent.unwrap_or_else(|| Path::new(".")))?;
        if bound.hold(&self.dir, &into, name)? {
            return Ok(false);
        }
        self.dir.rename(self.inside(from)?, &into, name).map(|()| true)
    }

    /// Removes a file.
    ///
    /// # Errors
    /// As [`Workspace::create_folder`].
    pub fn remove_file(&self, name: &str) -> io::Result<()> {
        self.dir.remove_file(self.inside(name)?)
    }

    /// Writes a file and creates its missing parent folders.
    ///
    /// # Errors
    /// The filesystem's errors; `PermissionDenied` if the path leads outside.
    pub fn write(&self, name: &str, text: &str) -> io::Result<()> {
        let path = self.inside(name)?;
        if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            self.dir.create_dir_all(parent)?;
        }
        self.create_file(name)?.write_all(text.as_bytes())
    }

    /// Removes the folder and everything in it.
    ///
    /// # Errors
    /// As [`remove_all`].
    pub fn remove(&self) -> io::Result<()> {
        remove_all(&self.folder)
    }
}

/// Opens a regular file below an open folder, and nothing else.
/// A device that a container created there is not opened just to find out what it is.
///
/// # Errors
/// The filesystem's errors; `PermissionDenied` if the path leads outside; an error if it is not a
/// regular file.
pub fn open_file(inside: &Dir, path: &Path) -> io::Result<File> {
    open_plain(inside, path, Links::Followed)
}

/// Reads everything, up to `most` bytes.
///
/// # Errors
/// The reader's errors; `FileTooLarge`.
pub fn read_all(reader: impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
}

/// Makes a file executable for everyone who may read it.
#[cfg(unix)]
fn make_executable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path)?.permissions().mode();
    fs::set_permissions(path, fs::Permissions::from_mode(mode | (mode & 0o444) >> 2))
}

/// Does nothing: files have no such mode here.
#[cfg(not(unix))]
fn make_executable(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        let home = tempfile::tempdir().unwrap();
        let files = LabFiles([("site/index.html".to_owned(), b"x".to_vec().into())].into());
        let workspace = Workspace::create(&home.path().join("run"), &files).unwrap();
        std::os::unix::fs::symlink("/etc", workspace.folder().join("out")).unwrap();
        std::os::unix::fs::symlink("/nowhere/at/all", workspace.folder().join("dangling")).unwrap();
        let inside = |name: &str| workspace.path(name).is_some();
        assert!(inside("site/index.html") && inside("./site") && inside(".") && inside("new/file"));
        assert_eq!(workspace.path("site/../a"), Some(workspace.folder().join("a")));
        assert!(
            !inside("../x")
                && !inside("site/../../x")
                && !inside("/etc/passwd")
                && !inside("out/passwd")
                && !inside("dangling")
        );
        workspace.remove().unwrap();
        assert!(!home.path().join("run").exists());
    }
    #[test]
    fn folders_and_scripts_are_made_as_they_were() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let script = LabFile::File { bytes: b"#!/bin/sh".to_vec(), executable: true };
        let files = [("bin/run", script), ("data", b"x".to_vec().into()), ("empty", LabFile::Folder)];
        let files = LabFiles(files.into_iter().map(|(name, file)| (name.to_owned(), file)).collect());
        let workspace = Workspace::create(&home.path().join("run"), &files).unwrap();
        let mode = |name: &str| workspace.folder().join(name).metadata().unwrap().permissions().mode();
        assert_eq!((mode("bin/run") & 0o100, mode("data") & 0o111), (0o100, 0));
        assert!(workspace.folder().join("empty").is_dir());
    }
}
