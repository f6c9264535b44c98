//! Any bytes as an archive out of a container: no panic; nothing outside the folder is made,
//! changed or given another name; no more is written than the bounds allow; what is read twice is the same.

#![no_main]

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use libfuzzer_sys::fuzz_target;
use statelab::engine::{ImageArchive, Piece};
use statelab::runner::{Bounds, Unpacked, read_archive, unpack_into};

/// So little that a short archive can be more.
const BOUNDS: Bounds = Bounds { bytes: 64 * 1024, entries: 40, depth: 6 };

/// What must never be written, nor get another name.
const SECRET: &[u8] = b"somebody's own, and nobody else's";

/// How much there is below a folder, whose rights it takes to look: things, and bytes of files.
fn below(folder: &Path) -> (usize, u64) {
    let _ = fs::set_permissions(folder, Permissions::from_mode(0o700));
    let (mut things, mut bytes) = (0, 0);
    for entry in fs::read_dir(folder).expect("a folder of ours") {
        let path = entry.expect("a name").path();
        let metadata = path.symlink_metadata().expect("a thing");
        assert!(metadata.is_dir() || metadata.is_file() || metadata.is_symlink(), "{}", path.display());
        assert_eq!(metadata.permissions().mode() & 0o7000, 0, "{}", path.display());
        let (more, size) = if metadata.is_dir() { below(&path) } else { (0, metadata.len()) };
        things += 1 + more;
        bytes += size;
    }
    (things, bytes)
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder of ours");
    let mut names: Vec<_> =
        entries.map(|entry| entry.expect("a name").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fuzz_target!(|bytes: &[u8]| {
    // In memory, where there is such a folder.
    let shared = Path::new("/dev/shm");
    let home = if shared.is_dir() { tempfile::tempdir_in(shared) } else { tempfile::tempdir() };
    let home = home.expect("a folder of our own");
    let (workspace, theirs) = (home.path().join("workspace"), home.path().join("theirs"));
    fs::create_dir(&workspace).and_then(|()| fs::create_dir(&theirs)).expect("folders of ours");
    fs::write(theirs.join("file"), SECRET).expect("a file of ours");
    symlink("../theirs", workspace.join("out")).expect("a link of ours");

    let unpacked = unpack_into(bytes, &workspace, BOUNDS);

    assert_eq!(fs::read(theirs.join("file")).ok().as_deref(), Some(SECRET));
    let links = fs::symlink_metadata(theirs.join("file"))
        .map(|file| (file.permissions().mode() & 0o777, count(&file)));
    assert!(matches!(links, Ok((0o644 | 0o600 | 0o664, 1))), "{links:?}");
    assert_eq!(names(&theirs), ["file"]);
    assert_eq!(names(home.path()), ["theirs", "workspace"]);
    // What lies behind an archive's own link is refused; a hard link to what does is not.
    let (things, size) = below(&workspace);
    // A folder may be made together with those above it; a hard link counts as often as it stands there.
    assert!(things <= 1 + BOUNDS.entries * BOUNDS.depth, "{things} things");
    assert!(size <= BOUNDS.bytes * BOUNDS.entries as u64, "{size} bytes");
    if let Ok(Unpacked::Unsafe { path }) = unpacked {
        assert!(path.len() <= bytes.len() * 3, "{path:?}");
    }

    let read = || read_archive(bytes, BOUNDS);
    match (read(), read()) {
        (Ok(one), Ok(two)) => {
            assert_eq!(one, two);
            assert!(one.value.text.len() <= 3 * 64 * 1024);
        }
        (Err(one), Err(two)) => assert_eq!(one.kind(), two.kind()),
        other => panic!("{other:?}"),
    }
    if let Ok(archive) = ImageArchive::read(std::io::Cursor::new(bytes)) {
        assert!(archive.names().count() <= 1000);
        // What is written anew lies inside of what was read.
        for piece in archive.pieces().expect("short names") {
            if let Piece::Part(at, size) = piece {
                assert!(at + size <= bytes.len() as u64, "{at} {size}");
            }
        }
    }
});

/// How many names a file has.
fn count(file: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(file)
}
