//! Removing a folder with all that is in it, however deep that is.
//!
//! `std::fs::remove_dir_all` holds a descriptor a level, so a thousand folders within folders are more
//! than it can remove. Here two are held at a time: the folder itself and one of those in it, whose own
//! folders are moved up if they are not empty. Names are never longer than one part, no link is
//! followed, and a mount is not entered, since the system lets nobody remove or move what one is mounted on.

use std::io;
use std::path::Path;

/// Removes a folder with all that is in it; of a link or a file that alone. What lacks the rights of its
/// owner gets them, if it is ours. Nothing there is nothing to remove.
///
/// # Errors
/// What the filesystem says of the first thing that cannot be removed.
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

/// Removes a folder with all that is in it.
///
/// # Errors
/// What the filesystem says.
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

    /// How a folder is opened: never through a link.
    pub const FOLDER: OFlags =
        OFlags::DIRECTORY.union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC).union(OFlags::RDONLY);

    /// The rights that are needed to empty a folder.
    const ALL: u32 = 0o700;

    /// Removes what has this name in an open folder.
    pub fn remove_all(above: &OwnedFd, name: &CStr) -> Result<()> {
        if gone(above.as_fd(), name, FileType::Unknown)? {
            return Ok(());
        }
        let mut top = Dir::new(open(above.as_fd(), name)?)?;
        let mut moved = 0;
        // What is moved up comes after what was listed, or is found when it is listed once more.
        while let Some(progress) = empty(&mut top, &mut moved)? {
            if !progress {
                return Err(Errno::NOTEMPTY);
            }
            top.rewind();
        }
        drop(top);
        unlinkat(above, name, AtFlags::REMOVEDIR)
    }

    /// Removes what an open folder lists: whether anything went. `None` if it lists nothing.
    fn empty(top: &mut Dir, moved: &mut u64) -> Result<Option<bool>> {
        let mut progress = None;
        while let Some((name, kind)) = next(top)? {
            let top = top.fd()?;
            let gone = gone(top, &name, kind)? || {
                let mut inner = Dir::new(open(top, &name)?)?;
                let went = raise(top, &mut inner, moved)?;
                drop(inner);
                // What is left in it is found when the folder above is listed once more.
                gone(top, &name, FileType::Directory)? || went
            };
            progress = Some(gone || progress == Some(true));
        }
        Ok(progress)
    }

    /// Removes what a folder in `top` lists, but for folders with something in them, which move up:
    /// whether anything went.
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
                    // The name is taken.
                    Err(Errno::EXIST | Errno::NOTEMPTY | Errno::NOTDIR | Errno::ISDIR) => {}
                    // A folder that moves has its `..` written, which takes a right of its own.
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

    /// Removes what has this name, unless it is a folder with something in it: whether it is gone. `kind`
    /// is what the folder listed it as.
    fn gone(inside: BorrowedFd<'_>, name: &CStr, kind: FileType) -> Result<bool> {
        if kind != FileType::Directory {
            match unlinkat(inside, name, AtFlags::empty()) {
                Ok(()) | Err(Errno::NOENT) => return Ok(true),
                // A folder: `EISDIR` on Linux, `EPERM` as POSIX has it.
                Err(Errno::ISDIR | Errno::PERM) => {}
                Err(error) => return Err(error),
            }
        }
        match unlinkat(inside, name, AtFlags::REMOVEDIR) {
            Ok(()) | Err(Errno::NOENT) => Ok(true),
            Err(Errno::NOTEMPTY | Errno::EXIST) => Ok(false),
            // A file in the place of the folder, or one that may not be removed.
            Err(Errno::NOTDIR) if kind == FileType::Directory => gone(inside, name, FileType::Unknown),
            Err(Errno::NOTDIR) => Err(Errno::PERM),
            Err(error) => Err(error),
        }
    }

    /// Opens a folder with all rights of its owner.
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

    /// Gives a folder that cannot be opened the rights of its owner.
    #[cfg(target_os = "linux")]
    fn permit(inside: BorrowedFd<'_>, name: &CStr) -> Result<()> {
        use std::os::fd::AsRawFd;
        // `fchmod` takes no descriptor of `O_PATH`, and `fchmodat` follows links.
        let found = openat(inside, name, FOLDER.union(OFlags::PATH), Mode::empty())?;
        rustix::fs::chmod(format!("/proc/self/fd/{}", found.as_raw_fd()), Mode::from_raw_mode(ALL))
    }

    #[cfg(not(target_os = "linux"))]
    fn permit(inside: BorrowedFd<'_>, name: &CStr) -> Result<()> {
        rustix::fs::chmodat(inside, name, Mode::from_raw_mode(ALL), AtFlags::SYMLINK_NOFOLLOW)
    }

    /// The next name of a folder, but for itself and the one above, and what it is.
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

    /// Makes folders within folders, with a file in each hundredth.
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

    /// Whether this is the process that [`however_deep_few_descriptors_do`] starts.
    const CHILD: &str = "STATELAB_TEST_DEEP";

    #[test]
    fn however_deep_few_descriptors_do() {
        if let Some(folder) = std::env::var_os(CHILD) {
            // Standard streams, the folder above, the two of the walk, and one to spare.
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
