//! Paths of the workspace that containers mount: no file may replace any part of one.
//!
//! An engine mounts a bind again by its path, and follows links.

use std::ffi::OsStr;
use std::io;
use std::path::{Component, Path, PathBuf};

use cap_fs_ext::{DirExt, MetadataExt};
use cap_std::fs::Dir;

use crate::engine::Guard;

/// Bound paths, relative to the workspace and without links.
#[derive(Debug, Clone, Default)]
pub(super) struct BoundPaths(Vec<PathBuf>);

impl BoundPaths {
    /// Returns the bound paths of a run below its workspace.
    pub fn of(guard: &Guard, workspace: &Path) -> Self {
        let inside = |path: PathBuf| path.strip_prefix(workspace).map(Path::to_owned).ok();
        Self(guard.bound_paths().into_iter().filter_map(inside).collect())
    }

    /// Returns whether a name in an open folder is a part of a bound path.
    /// The folder is compared by its identity: its path may lead through links that change.
    ///
    /// # Errors
    /// The filesystem's errors.
    pub fn hold(&self, workspace: &Dir, folder: &Dir, name: &OsStr) -> io::Result<bool> {
        let wanted = identity(folder)?;
        for path in &self.0 {
            let mut at = workspace.try_clone()?;
            for part in path.components().map(Component::as_os_str) {
                if part == name && identity(&at)? == wanted {
                    return Ok(true);
                }
                at = match at.open_dir_nofollow(part) {
                    Ok(below) => below,
                    // The last part is a file or does not exist yet, so nothing below it can be compared.
                    Err(_) => break,
                };
            }
        }
        Ok(false)
    }
}

/// Returns a folder's identity, independent of its path: device and inode.
fn identity(folder: &Dir) -> io::Result<(u64, u64)> {
    let metadata = folder.dir_metadata()?;
    Ok((metadata.dev(), metadata.ino()))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn parts_of_bound_paths_are_known_through_links_too() {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir_all(home.path().join("conf/deep")).unwrap();
        fs::write(home.path().join("conf/page"), "x").unwrap();
        symlink("conf", home.path().join("link")).unwrap();
        let workspace = Dir::open_ambient_dir(home.path(), cap_std::ambient_authority()).unwrap();
        let bound = BoundPaths(["conf/page", "conf/new/deeper", ""].map(PathBuf::from).to_vec());
        for (folder, name, expected) in [
            (".", "conf", true),
            (".", "page", false),
            (".", "link", false),
            ("conf", "page", true),
            ("link", "page", true),
            ("conf/deep", "page", false),
            ("conf", "new", true),
            ("conf", "deeper", false),
        ] {
            let folder_opened = workspace.open_dir(folder).unwrap();
            let held = bound.hold(&workspace, &folder_opened, name.as_ref()).unwrap();
            assert_eq!(held, expected, "{folder}/{name}");
        }
    }
}
