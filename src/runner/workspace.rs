//! The folder that a run's commands see as the current one.
//!
//! Imports: `lab` (the files it begins with).

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::lab::{LabFile, LabFiles};

/// A fresh folder with the lab's files.
#[derive(Debug)]
pub struct Workspace {
    folder: PathBuf,
}

impl Workspace {
    /// Makes the folder, which must not exist yet, and writes the lab's files into it.
    ///
    /// # Errors
    /// What the filesystem says.
    pub fn create(folder: &Path, files: &LabFiles) -> io::Result<Self> {
        fs::create_dir_all(folder.parent().unwrap_or(folder))?;
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
        Ok(Self { folder: folder.canonicalize()? })
    }

    /// The folder, absolute and without links.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A path of the workspace, as a command names it, where it stays inside: links are followed
    /// as far as the path exists. None: it leads out.
    #[must_use]
    pub fn path(&self, name: &str) -> Option<PathBuf> {
        let mut path = self.folder.clone();
        for part in Path::new(name).components() {
            match part {
                Component::CurDir => {}
                Component::Normal(part) => path.push(part),
                // Only up to where it came from.
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

    /// Writes a file, and the folders that it needs.
    ///
    /// # Errors
    /// What the filesystem says; `PermissionDenied` where the path leads out.
    pub fn write(&self, name: &str, text: &str) -> io::Result<()> {
        let path = self.path(name).ok_or(io::ErrorKind::PermissionDenied)?;
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, text)
    }

    /// Removes the folder with all that is in it.
    ///
    /// # Errors
    /// What the filesystem says.
    pub fn remove(&self) -> io::Result<()> {
        fs::remove_dir_all(&self.folder)
    }
}

/// Lets everybody execute a file who may read it.
#[cfg(unix)]
fn make_executable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path)?.permissions().mode();
    fs::set_permissions(path, fs::Permissions::from_mode(mode | (mode & 0o444) >> 2))
}

/// Where files have no such mode there is nothing to do.
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
