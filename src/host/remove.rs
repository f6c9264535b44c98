//! Removing a folder with its content, at any depth.
//!
//! `std::fs::remove_dir_all` holds a descriptor a level, so it fails on a thousand nested folders. Here two are held
//! at a time: the folder itself and one of its subfolders, whose own subfolders are moved up if they are not empty.
//! Names are never longer than one part. No link is followed, and no mount is entered, since the system refuses to
//! remove or move a mount point.

use std::io;
use std::path::Path;

/// Removes a folder with its content; a link or a file is removed itself.
///
/// Folders of ours without their owner's rights get them. A missing folder is no error.
///
/// # Errors
/// The filesystem's error on the first entry that cannot be removed.
#[cfg(unix)]
pub fn remove_all(folder: &Path) -> io::Result<()> {
    let (Some(above), Some(name)) = (folder.parent(), folder.file_name()) else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    let above = if above.as_os_str().is_empty() { Path::new(".") } else { above };
    let how = walk::FOLDER.difference(rustix::fs::OFlags::NOFOLLOW);
    let above = rustix::fs::open(above, how, rustix::fs::Mode::empty())?;
    let name = std::ffi::CString::new(name.as_encoded_bytes())?;
    Ok(walk::remove_all(&above, &name)?)
}

/// Removes a folder with its content.
///
/// # Errors
/// The filesystem's errors.
#[cfg(not(unix))]
pub fn remove_all(folder: &Path) -> io::Result<()> {
    std::fs::remove_dir_all(folder)
}

#[cfg(unix)]
mod walk {
    use std::ffi::{CStr, CString};
    use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

    use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, fchmod, fstat, openat, renameat, unlinkat};
    use rustix::io::{Errno, Result};

    /// The flags for opening a folder, never through a link.
    pub const FOLDER: OFlags =
        OFlags::DIRECTORY.union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC).union(OFlags::RDONLY);

    /// The access rights needed to empty a folder.
    const ALL: u32 = 0o700;

    /// Removes the entry with this name in an open folder.
    pub fn remove_all(above: &OwnedFd, name: &CStr) -> Result<()> {
        if gone(above.as_fd(), name, FileType::Unknown)? {
            return Ok(());
        }
        let mut top = Dir::new(open(above.as_fd(), name)?)?;
        let mut moved = 0;
        // A folder that was moved up is listed after the others, or the next time.
        while let Some(progress) = empty(&mut top, &mut moved)? {
            if !progress {
                return Err(Errno::NOTEMPTY);
            }
            top.rewind();
        }
        drop(top);
        unlinkat(above, name, AtFlags::REMOVEDIR)
    }

    /// Removes what an open folder lists. Returns whether anything was removed.
    ///
    /// `None` if it lists nothing.
    fn empty(top: &mut Dir, moved: &mut u64) -> Result<Option<bool>> {
        let mut progress = None;
        while let Some((name, kind)) = next(top)? {
            let top = top.fd()?;
            let gone = gone(top, &name, kind)? || {
                let mut inner = Dir::new(open(top, &name)?)?;
                let went = raise(top, &mut inner, moved)?;
                drop(inner);
                // What is left in it is found when the parent is listed again.
                gone(top, &name, FileType::Directory)? || went
            };
            progress = Some(gone || progress == Some(true));
        }
        Ok(progress)
    }

    /// Removes what a folder in `top` lists, and moves up folders that are not empty.
    ///
    /// Returns whether anything was removed or moved.
    fn raise(top: BorrowedFd<'_>, inner: &mut Dir, moved: &mut u64) -> Result<bool> {
        let mut went = false;
        while let Some((name, kind)) = next(inner)? {
            went = true;
            let inner = inner.fd()?;
            if gone(inner, &name, kind)? {
                continue;
            }
            let mut permitted = false;
            loop {
                *moved += 1;
                let fresh = CString::new(format!(".statelab-{moved}")).map_err(|_| Errno::INVAL)?;
                match renameat(inner, &name, top, &fresh) {
                    Ok(()) | Err(Errno::NOENT) => break,
                    // The name is in use.
                    Err(Errno::EXIST | Errno::NOTEMPTY | Errno::NOTDIR | Errno::ISDIR) => {}
                    // Moving a folder writes its `..`, which needs write access to it.
                    Err(Errno::ACCESS) if !permitted => {
                        open(inner, &name)?;
                        permitted = true;
                    }
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(went)
    }

    /// Removes an entry, unless it is a folder that is not empty.
    ///
    /// Returns whether it is gone. `kind` is the type that the folder listed.
    fn gone(inside: BorrowedFd<'_>, name: &CStr, kind: FileType) -> Result<bool> {
        if kind != FileType::Directory {
            match unlinkat(inside, name, AtFlags::empty()) {
                Ok(()) | Err(Errno::NOENT) => return Ok(true),
                // The entry is a folder: `EISDIR` on Linux, `EPERM` in POSIX.
                Err(Errno::ISDIR | Errno::PERM) => {}
                Err(error) => return Err(error),
            }
        }
        match unlinkat(inside, name, AtFlags::REMOVEDIR) {
            Ok(()) | Err(Errno::NOENT) => Ok(true),
            Err(Errno::NOTEMPTY | Errno::EXIST) => Ok(false),
            // A file has replaced the folder, or it may not be removed.
            Err(Errno::NOTDIR) if kind == FileType::Directory => gone(inside, name, FileType::Unknown),
            Err(Errno::NOTDIR) => Err(Errno::PERM),
            Err(error) => Err(error),
        }
    }

    /// Opens a folder, giving it its owner's rights if it lacks them.
    fn open(inside: BorrowedFd<'_>, name: &CStr) -> Result<OwnedFd> {
        let folder = match openat(inside, name, FOLDER, Mode::empty()) {
            Err(Errno::ACCESS) => {
                permit(inside, name)?;
                openat(inside, name, FOLDER, Mode::empty())
            }
            folder => folder,
        }?;
        if fstat(&folder)?.st_mode & ALL != ALL {
            fchmod(&folder, Mode::from_raw_mode(ALL))?;
        }
        Ok(folder)
    }

    /// Gives a folder that cannot be opened its owner's rights.
    #[cfg(target_os = "linux")]
    fn permit(inside: BorrowedFd<'_>, name: &CStr) -> Result<()> {
        use std::os::fd::AsRawFd;
        // `fchmod` does not accept an `O_PATH` descriptor, and `fchmodat` follows links.
        let found = openat(inside, name, FOLDER.union(OFlags::PATH), Mode::empty())?;
        rustix::fs::chmod(format!("/proc/self/fd/{}", found.as_raw_fd()), Mode::from_raw_mode(ALL))
    }

    #[cfg(not(target_os = "linux"))]
    fn permit(inside: BorrowedFd<'_>, name: &CStr) -> Result<()> {
        rustix::fs::chmodat(inside, name, Mode::from_raw_mode(ALL), AtFlags::SYMLINK_NOFOLLOW)
    }

    /// Returns the next entry of a folder and its type, without `.` and `..`.
    fn next(folder: &mut Dir) -> Result<Option<(CString, FileType)>> {
        while let Some(entry) = folder.read() {
            let entry = entry?;
            if !matches!(entry.file_name().to_bytes(), b"." | b"..") {
                return Ok(Some((entry.file_name().to_owned(), entry.file_type())));
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt, symlink};

    use rustix::fs::{Mode, OFlags, mkdirat, openat};
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    use super::*;

    /// Creates nested folders, with a file in every hundredth.
    fn deep(folder: &Path, depth: usize) {
        let how = OFlags::DIRECTORY | OFlags::CLOEXEC;
        let mut at = rustix::fs::open(folder, how, Mode::empty()).unwrap();
        for level in 0..depth {
            mkdirat(&at, "a", 0o755.into()).unwrap();
            if level % 100 == 0 {
                openat(&at, "file", OFlags::CREATE | OFlags::WRONLY, 0o644.into()).unwrap();
                mkdirat(&at, ".statelab-7", 0o755.into()).unwrap();
            }
            at = openat(&at, "a", how, Mode::empty()).unwrap();
        }
    }

    #[test]
    fn a_folder_goes_with_all_that_is_in_it() {
        let root = tempfile::tempdir().unwrap();
        let (kept, folder) = (root.path().join("kept"), root.path().join("run"));
        fs::create_dir_all(folder.join("a/b/c")).unwrap();
        fs::create_dir_all(folder.join("closed/inner/more")).unwrap();
        fs::create_dir_all(folder.join(".statelab-1/x/y")).unwrap();
        fs::write(folder.join(".statelab-2"), "taken").unwrap();
        fs::write(folder.join("a/b/file"), "x").unwrap();
        fs::create_dir(&kept).unwrap();
        fs::write(kept.join("file"), "x").unwrap();
        for link in ["link", "a/link", "a/b/link"] {
            symlink(&kept, folder.join(link)).unwrap();
        }
        rustix::fs::mkfifoat(rustix::fs::CWD, folder.join("a/pipe"), 0o600.into()).unwrap();
        for closed in ["closed/inner/more", "closed/inner", "closed"] {
            fs::set_permissions(folder.join(closed), Permissions::from_mode(0o0)).unwrap();
        }
        remove_all(&folder).unwrap();
        assert!(!folder.exists() && kept.join("file").exists());
        remove_all(&folder).unwrap();
    }

    #[test]
    fn a_link_in_its_place_goes_alone() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("kept/inner")).unwrap();
        symlink("kept", root.path().join("run")).unwrap();
        remove_all(&root.path().join("run")).unwrap();
        assert!(root.path().join("kept/inner").exists() && !root.path().join("run").is_symlink());
    }

    /// The variable that marks the child of [`however_deep_few_descriptors_do`].
    const CHILD: &str = "STATELAB_TEST_DEEP";

    #[test]
    fn however_deep_few_descriptors_do() {
        if let Some(folder) = std::env::var_os(CHILD) {
            // Standard streams, the parent folder, the two of the walk, and a spare one.
            let open = fs::read_dir("/proc/self/fd").unwrap().count() as u64 - 1;
            let limit = getrlimit(Resource::Nofile);
            setrlimit(Resource::Nofile, Rlimit { current: Some(open + 4), ..limit }).unwrap();
            remove_all(Path::new(&folder)).unwrap();
            return;
        }
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("run");
        fs::create_dir(&folder).unwrap();
        deep(&folder, 2_000);
        let mut child = std::process::Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "host::remove::tests::however_deep_few_descriptors_do", "--test-threads=1"]);
        let output = child.env(CHILD, &folder).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        assert!(!folder.exists());
    }
}
