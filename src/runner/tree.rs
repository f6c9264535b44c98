//! Adds workspace files to an archive. Files are opened below the workspace's open folder, so that no
//! link leads outside, even one that is created at the same time.

use std::io::{self, Read, Write};
use std::path::Path;

use cap_std::fs::{Dir, Metadata};

use super::workspace::open_file;

/// The deepest nesting of folders that is followed.
pub const DEEPEST: usize = 128;

/// Creates the header of a file, link or folder of the workspace.
/// It keeps owners, by number, modes and times.
pub fn header(metadata: &Metadata) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    let kind = match (metadata.is_dir(), metadata.is_symlink()) {
        (true, _) => tar::EntryType::Directory,
        (_, true) => tar::EntryType::Symlink,
        _ => tar::EntryType::Regular,
    };
    header.set_entry_type(kind);
    header.set_size(if metadata.is_file() { metadata.len() } else { 0 });
    owned(&mut header, metadata);
    header
}

#[cfg(unix)]
fn owned(header: &mut tar::Header, metadata: &Metadata) {
    use cap_std::fs::MetadataExt;
    // With the file type bits, as the docker program has them: a file's checksum includes them.
    header.set_mode(metadata.mode());
    header.set_uid(metadata.uid().into());
    header.set_gid(metadata.gid().into());
    header.set_mtime(u64::try_from(metadata.mtime()).unwrap_or_default());
}

/// Without Unix modes, every file is readable by everyone.
#[cfg(not(unix))]
fn owned(header: &mut tar::Header, metadata: &Metadata) {
    header.set_mode(if metadata.is_dir() { 0o755 } else { 0o644 });
}

/// Adds a file, link or folder of the workspace under a name, with this header.
///
/// # Errors
/// The filesystem's errors; `PermissionDenied` if a link leads outside.
pub fn append<W: Write>(
    archive: &mut tar::Builder<W>,
    inside: &Dir,
    from: &Path,
    name: &str,
    mut header: tar::Header,
) -> io::Result<()> {
    match header.entry_type() {
        tar::EntryType::Directory => archive.append_data(&mut header, format!("{name}/"), io::empty()),
        tar::EntryType::Symlink => archive.append_link(&mut header, name, inside.read_link_contents(from)?),
        _ => {
            let size = header.size()?;
            // A file that shrinks or grows while it is read would not match its header.
            let content = open_file(inside, from)?.take(size).chain(io::repeat(0)).take(size);
            archive.append_data(&mut header, name, content)
        }
    }
}

/// Adds something of the workspace under a name, with everything in it.
/// Anything but files, links and folders is left out.
///
/// # Errors
/// As [`append`].
pub fn append_all<W: Write>(
    archive: &mut tar::Builder<W>,
    inside: &Dir,
    from: &Path,
    name: &str,
    depth: usize,
) -> io::Result<()> {
    let metadata = inside.symlink_metadata(from)?;
    if !(metadata.is_dir() || metadata.is_file() || metadata.is_symlink()) {
        return Ok(());
    }
    append(archive, inside, from, name, header(&metadata))?;
    if !metadata.is_dir() {
        return Ok(());
    }
    if depth == DEEPEST {
        return Err(io::Error::other("folders within folders without end"));
    }
    for entry in inside.read_dir(from)? {
        let file = entry?.file_name();
        append_all(
            archive,
            inside,
            &from.join(&file),
            &format!("{name}/{}", file.to_string_lossy()),
            depth + 1,
        )?;
    }
    Ok(())
}
