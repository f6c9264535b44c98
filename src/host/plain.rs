//! Opening plain files only.
//!
//! Opening a pipe blocks, and opening a device can have effects (a watchdog, a tape). So the file type is checked
//! before the path is opened. On Linux the path is resolved once, by `O_PATH`, which opens nothing (open(2)). The
//! result is checked, and then opened through `/proc/self/fd`, so that it cannot be replaced in between.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use cap_fs_ext::{FollowSymlinks, OpenOptionsFollowExt};
use cap_std::fs::{Dir, OpenOptions};

/// Whether a link in the last part of a path is followed.
///
/// No link ever leads out of the open folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// The link is followed, if it stays in the folder.
    Followed,
    /// The link is an error.
    Refused,
}

/// Why a path was not opened: it is no plain file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotPlain {
    /// It is a link, and links are refused.
    #[error("a link")]
    Link,
    /// It is a folder.
    #[error("a folder")]
    Folder,
    /// It is a device, a pipe or a socket.
    #[error("not a regular file")]
    Special,
}

impl NotPlain {
    /// Returns why this file type is not opened; `None` for a plain file.
    fn of(kind: fs::FileType) -> Option<Self> {
        if kind.is_file() {
            None
        } else if kind.is_symlink() {
            Some(Self::Link)
        } else if kind.is_dir() {
            Some(Self::Folder)
        } else {
            Some(Self::Special)
        }
    }
}

/// Returns why a path was not opened, if it is no plain file.
#[must_use]
pub fn not_plain(error: &io::Error) -> Option<NotPlain> {
    error.get_ref()?.downcast_ref().copied()
}

/// Opens a plain file below an open folder for reading.
///
/// # Errors
/// The filesystem's errors; `PermissionDenied` if the path leads out of the folder; [`NotPlain`].
pub fn open_plain(inside: &Dir, path: &Path, links: Links) -> io::Result<File> {
    opened(inside, path, links, Access::Read)
}

/// Creates or truncates a plain file below an open folder, following links.
///
/// # Errors
/// As [`open_plain`].
pub fn create_plain(inside: &Dir, path: &Path) -> io::Result<File> {
    let file = open_to_write(inside, path)?;
    file.set_len(0)?;
    Ok(file)
}

/// Creates a plain file below an open folder, or opens the one that is there, following links.
///
/// # Errors
/// As [`open_plain`].
pub fn open_to_write(inside: &Dir, path: &Path) -> io::Result<File> {
    match inside.open_with(path, OpenOptions::new().write(true).create_new(true)) {
        Ok(file) => Ok(file.into_std()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            opened(inside, path, Links::Followed, Access::Write)
        }
        Err(error) => Err(error),
    }
}

/// Opens a plain file at a path of the user's for reading, following links.
///
/// # Errors
/// The filesystem's errors; [`NotPlain`].
pub fn open_plain_at(path: &Path) -> io::Result<File> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{Mode, OFlags};
        let found = rustix::fs::open(path, OFlags::PATH | OFlags::CLOEXEC, Mode::empty())?;
        reopened(&File::from(found), Access::Read)
    }
    #[cfg(not(target_os = "linux"))]
    {
        plain(path.metadata()?.file_type())?;
        let file = File::open(path)?;
        plain(file.metadata()?.file_type())?;
        Ok(file)
    }
}

/// What a file is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Access {
    Read,
    Write,
}

/// Rejects anything but plain files.
fn plain(kind: fs::FileType) -> io::Result<()> {
    match NotPlain::of(kind) {
        None => Ok(()),
        Some(why) => Err(io::Error::other(why)),
    }
}

#[cfg(target_os = "linux")]
fn opened(inside: &Dir, path: &Path, links: Links, access: Access) -> io::Result<File> {
    use cap_std::fs::OpenOptionsExt;
    let mut options = OpenOptions::new();
    options.read(true).follow(follow(links)).custom_flags(rustix::fs::OFlags::PATH.bits().cast_signed());
    reopened(&inside.open_with(path, &options)?.into_std(), access)
}

/// Opens the result of `O_PATH`, if it is a plain file.
#[cfg(target_os = "linux")]
fn reopened(found: &File, access: Access) -> io::Result<File> {
    use std::os::fd::AsRawFd;
    plain(found.metadata()?.file_type())?;
    let mut options = File::options();
    options.read(access == Access::Read).write(access == Access::Write);
    options.open(format!("/proc/self/fd/{}", found.as_raw_fd()))
}

/// Checks a path, opens it, and checks the opened file again.
///
/// Without `O_PATH` the path can be replaced after the first check. A pipe is opened without blocking.
#[cfg(not(target_os = "linux"))]
fn opened(inside: &Dir, path: &Path, links: Links, access: Access) -> io::Result<File> {
    use cap_fs_ext::OpenOptionsSyncExt;
    let found = match links {
        Links::Followed => inside.metadata(path)?,
        Links::Refused => inside.symlink_metadata(path)?,
    };
    if !found.is_file() {
        return Err(io::Error::other(match (found.is_symlink(), found.is_dir()) {
            (true, _) => NotPlain::Link,
            (_, true) => NotPlain::Folder,
            _ => NotPlain::Special,
        }));
    }
    let mut options = OpenOptions::new();
    options.read(access == Access::Read).write(access == Access::Write).follow(follow(links)).nonblock(true);
    let file = inside.open_with(path, &options)?.into_std();
    plain(file.metadata()?.file_type())?;
    Ok(file)
}

const fn follow(links: Links) -> FollowSymlinks {
    match links {
        Links::Followed => FollowSymlinks::Yes,
        Links::Refused => FollowSymlinks::No,
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::io::{Read, Write};
    use std::os::unix::fs::symlink;

    use super::*;

    /// Creates an open folder with one file of each type in it.
    fn folder() -> (tempfile::TempDir, Dir) {
        let root = tempfile::tempdir().unwrap();
        let at = root.path();
        fs::write(at.join("plain"), "text").unwrap();
        fs::create_dir(at.join("folder")).unwrap();
        symlink("plain", at.join("link")).unwrap();
        symlink("/etc/passwd", at.join("out")).unwrap();
        symlink("/dev/zero", at.join("device")).unwrap();
        symlink("pipe", at.join("to-pipe")).unwrap();
        rustix::fs::mkfifoat(rustix::fs::CWD, at.join("pipe"), 0o600.into()).unwrap();
        let dir = Dir::open_ambient_dir(at, cap_std::ambient_authority()).unwrap();
        (root, dir)
    }

    fn why(file: io::Result<File>) -> Option<NotPlain> {
        not_plain(&file.unwrap_err())
    }

    #[test]
    fn plain_files_alone_are_opened() {
        let (root, dir) = folder();
        let open = |name: &str, links| open_plain(&dir, Path::new(name), links);
        for (name, links) in
            [("plain", Links::Refused), ("plain", Links::Followed), ("link", Links::Followed)]
        {
            let mut text = String::new();
            open(name, links).unwrap().read_to_string(&mut text).unwrap();
            assert_eq!(text, "text", "{name}");
        }
        assert_eq!(why(open("link", Links::Refused)), Some(NotPlain::Link));
        assert_eq!(why(open("out", Links::Refused)), Some(NotPlain::Link));
        assert_eq!(why(open("folder", Links::Refused)), Some(NotPlain::Folder));
        for name in ["pipe", "to-pipe"] {
            assert_eq!(why(open(name, Links::Followed)), Some(NotPlain::Special), "{name}");
            assert_eq!(why(open_plain_at(&root.path().join(name))), Some(NotPlain::Special), "{name}");
        }
        for name in ["out", "device"] {
            let error = open(name, Links::Followed).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::PermissionDenied, "{name}");
        }
        assert_eq!(open("nothing", Links::Refused).unwrap_err().kind(), io::ErrorKind::NotFound);
        assert_eq!(why(open_plain_at(Path::new("/dev/null"))), Some(NotPlain::Special));
        assert!(open_plain_at(&root.path().join("link")).is_ok(), "a user's own link");
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn what_is_no_plain_file_is_not_opened_for_the_question() {
        use rustix::fs::inotify::{CreateFlags, Reader, WatchFlags, add_watch, init};
        use rustix::io::Errno;
        let (root, dir) = folder();
        let opens = init(CreateFlags::NONBLOCK | CreateFlags::CLOEXEC).unwrap();
        add_watch(&opens, root.path().join("pipe"), WatchFlags::OPEN).unwrap();
        let mut buffer = [std::mem::MaybeUninit::uninit(); 1024];
        let mut opened = || match Reader::new(&opens, &mut buffer).next() {
            Ok(_) => true,
            Err(Errno::AGAIN) => false,
            Err(error) => panic!("{error}"),
        };
        for name in ["pipe", "to-pipe"] {
            for links in [Links::Followed, Links::Refused] {
                assert!(open_plain(&dir, Path::new(name), links).is_err());
            }
            assert!(create_plain(&dir, Path::new(name)).is_err());
            assert!(open_plain_at(&root.path().join(name)).is_err());
        }
        assert!(!opened());
        File::options().read(true).write(true).open(root.path().join("pipe")).unwrap();
        assert!(opened(), "an opening is seen");
    }

    #[test]
    fn nothing_but_a_plain_file_is_emptied() {
        let (root, dir) = folder();
        let create = |name: &str| create_plain(&dir, Path::new(name));
        create("new").unwrap().write_all(b"new").unwrap();
        create("link").unwrap().write_all(b"x").unwrap();
        assert_eq!(fs::read(root.path().join("new")).unwrap(), b"new");
        assert_eq!(fs::read(root.path().join("plain")).unwrap(), b"x", "and no longer than what was written");
        for name in ["pipe", "to-pipe"] {
            assert_eq!(why(create(name)), Some(NotPlain::Special), "{name}");
        }
        assert_eq!(why(create("folder")), Some(NotPlain::Folder));
        assert_eq!(create("out").unwrap_err().kind(), io::ErrorKind::PermissionDenied);
    }
}
