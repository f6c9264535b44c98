//! Folders that no other user can enter.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Why a folder cannot be private to this user.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotOurs {
    /// It is a link, which another user may have put there.
    #[error("{} is a link", .path.display())]
    Link {
        /// The link.
        path: PathBuf,
    },
    /// It belongs to another user.
    #[error("{} belongs to user {uid}", .path.display())]
    Owner {
        /// The folder.
        path: PathBuf,
        /// The other user's number.
        uid: u32,
    },
}

/// Returns why a folder cannot be private to this user, if that is the error.
#[must_use]
pub fn not_ours(error: &io::Error) -> Option<&NotOurs> {
    error.get_ref()?.downcast_ref()
}

/// Creates a folder that no other user can enter, or restricts an existing one.
///
/// Missing parents are created too.
///
/// # Errors
/// As [`close_folder`].
pub fn private_folder(path: &Path) -> io::Result<()> {
    if path.is_symlink() {
        return Err(io::Error::other(NotOurs::Link { path: path.to_owned() }));
    }
    make_private(path)?;
    close(path)
}

/// Creates a folder that no other user can enter; an existing one stays unchanged.
///
/// Missing parents are created too. The XDG base directory specification requires this mode of new folders.
///
/// # Errors
/// The filesystem's errors.
pub fn make_private(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Removes other users' access to a folder, if it exists.
///
/// Its content may then have any mode: another user cannot reach a set-user program or a device node that root in a
/// container created.
///
/// # Errors
/// The filesystem's errors; [`NotOurs`].
pub fn close_folder(path: &Path) -> io::Result<()> {
    match close(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        closed => closed,
    }
}

#[cfg(unix)]
fn close(path: &Path) -> io::Result<()> {
    use rustix::fs::{Mode, OFlags, fchmod, fstat, open};
    use rustix::io::Errno;
    let how = OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let folder = match open(path, how, Mode::empty()) {
        Err(Errno::NOTDIR | Errno::LOOP) if path.is_symlink() => {
            return Err(io::Error::other(NotOurs::Link { path: path.to_owned() }));
        }
        folder => folder?,
    };
    let found = fstat(&folder)?;
    if found.st_uid != rustix::process::geteuid().as_raw() {
        return Err(io::Error::other(NotOurs::Owner { path: path.to_owned(), uid: found.st_uid }));
    }
    if found.st_mode & 0o077 != 0 {
        fchmod(&folder, Mode::from_raw_mode(found.st_mode & 0o700))?;
    }
    Ok(())
}

/// Does nothing: a folder has the access rights of its parent, the user's own.
#[cfg(not(unix))]
fn close(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        path.metadata().unwrap().permissions().mode() & 0o7777
    }

    #[test]
    fn a_private_folder_is_made_and_mended() {
        let root = tempfile::tempdir().unwrap();
        let (above, folder) = (root.path().join("a"), root.path().join("a/b"));
        assert!(close_folder(&folder).is_ok() && !above.exists(), "nothing is made for the question");
        private_folder(&folder).unwrap();
        assert_eq!((mode(&above), mode(&folder)), (0o700, 0o700));
        for open in [0o755, 0o2777, 0o705] {
            fs::set_permissions(&folder, fs::Permissions::from_mode(open)).unwrap();
            close_folder(&folder).unwrap();
            assert_eq!(mode(&folder), 0o700, "{open:o}");
        }
    }

    #[test]
    fn a_link_and_the_folder_of_another_user_are_no_private_folder() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        fs::create_dir(at("real")).unwrap();
        symlink("real", at("link")).unwrap();
        symlink("nowhere", at("dangling")).unwrap();
        for name in ["link", "dangling"] {
            let link = NotOurs::Link { path: at(name) };
            assert_eq!(not_ours(&private_folder(&at(name)).unwrap_err()), Some(&link), "{name}");
            assert_eq!(not_ours(&close_folder(&at(name)).unwrap_err()), Some(&link), "{name}");
        }
        assert_eq!(mode(&at("real")), 0o755 & mode(&at("real")), "what it leads to is not touched");
        if rustix::process::geteuid().is_root() {
            std::os::unix::fs::chown(at("real"), Some(12345), None).unwrap();
            let error = private_folder(&at("real")).unwrap_err();
            assert_eq!(not_ours(&error), Some(&NotOurs::Owner { path: at("real"), uid: 12345 }));
        }
    }
}
