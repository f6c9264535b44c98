//! The folder that a run's commands see as the current one.
//!
//! Imports: `lab` (the files it begins with).

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::lab::LabFiles;

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
        for (name, content) in &files.0 {
            let path = folder.join(name);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(path, content)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        let home = tempfile::tempdir().unwrap();
        let files = LabFiles([("site/index.html".to_owned(), b"x".to_vec())].into());
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
}
