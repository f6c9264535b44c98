//! The host's side of a bind: really read, and really written.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, PermissionsExt as _, chown, lchown, symlink};
use std::path::Path;

use super::content::Content;
use super::errno::Errno;
use super::tree::{Node, Thing};

/// What is at a path of the host. Of a file only the size is known, until it is read.
pub fn node(path: &Path) -> Option<Node> {
    let found = path.symlink_metadata().ok()?;
    let kind = found.file_type();
    let thing = if kind.is_dir() {
        Thing::Directory
    } else if kind.is_symlink() {
        Thing::Link(fs::read_link(path).ok()?.to_string_lossy().into_owned())
    } else if kind.is_file() {
        Thing::File(Content::zeros(found.len()))
    } else if kind.is_fifo() {
        Thing::Pipe
    } else {
        Thing::Device("null")
    };
    let time = found.mtime() * 1_000_000_000 + found.mtime_nsec();
    Some(Node {
        thing,
        mode: found.mode() & 0o7777,
        uid: found.uid(),
        gid: found.gid(),
        time: u64::try_from(time).unwrap_or_default(),
    })
}

pub fn read(path: &Path) -> Result<Content, Errno> {
    Ok(Content::of(&fs::read(path)?))
}

/// The names in a folder, in their order.
pub fn list(path: &Path) -> Vec<String> {
    let names = fs::read_dir(path).into_iter().flatten().flatten();
    let mut names: Vec<String> =
        names.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

pub fn append(path: &Path, bytes: &[u8]) -> Result<(), Errno> {
    Ok(fs::OpenOptions::new().append(true).open(path)?.write_all(bytes)?)
}

/// Makes what the host has like this; a folder that is there stays.
pub fn put(path: &Path, node: &Node) -> Result<(), Errno> {
    let there = path.symlink_metadata().ok();
    match &node.thing {
        Thing::Directory if there.as_ref().is_some_and(fs::Metadata::is_dir) => {}
        Thing::Directory => fs::create_dir(path)?,
        Thing::Link(target) => {
            let _ = fs::remove_file(path);
            symlink(target, path)?;
            lchown(path, Some(node.uid), Some(node.gid))?;
            return Ok(());
        }
        Thing::File(content) => {
            let mut file = fs::File::create(path)?;
            for piece in content.pieces() {
                file.write_all(piece)?;
            }
        }
        Thing::Pipe | Thing::Device(_) => return Err(Errno::NotPermitted),
    }
    attributes(path, node)
}

/// Sets owner and mode.
pub fn attributes(path: &Path, node: &Node) -> Result<(), Errno> {
    if matches!(node.thing, Thing::Link(_)) {
        return Ok(lchown(path, Some(node.uid), Some(node.gid))?);
    }
    chown(path, Some(node.uid), Some(node.gid))?;
    Ok(fs::set_permissions(path, fs::Permissions::from_mode(node.mode))?)
}

pub fn remove(path: &Path, directory: bool) -> Result<(), Errno> {
    let _: () = if directory { fs::remove_dir(path)? } else { fs::remove_file(path)? };
    Ok(())
}
