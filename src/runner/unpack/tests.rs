//! Hostile and random archives.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use proptest::prelude::*;
use tar::EntryType;

use super::*;

/// An archive, built entry by entry.
#[derive(Default)]
struct Hostile(Vec<u8>);

impl Hostile {
    /// Adds an entry with these names, even invalid ones.
    fn entry(mut self, kind: EntryType, path: &str, link: &str, content: &[u8]) -> Self {
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_mode(0o4755);
        header.set_size(content.len() as u64);
        // Written directly, because the library would refuse most of these names.
        let raw = header.as_old_mut();
        for (field, text) in [(&mut raw.name, path), (&mut raw.linkname, link)] {
            field[..text.len()].copy_from_slice(text.as_bytes());
        }
        header.set_cksum();
        self.0.extend_from_slice(header.as_bytes());
        self.0.extend_from_slice(content);
        self.0.resize(self.0.len().next_multiple_of(512), 0);
        self
    }

    fn folder(self, path: &str) -> Self {
        self.entry(EntryType::Directory, path, "", b"")
    }

    fn file(self, path: &str, text: &str) -> Self {
        self.entry(EntryType::Regular, path, "", text.as_bytes())
    }

    fn link(self, path: &str, to: &str) -> Self {
        self.entry(EntryType::Symlink, path, to, b"")
    }

    fn hard(self, path: &str, to: &str) -> Self {
        self.entry(EntryType::Link, path, to, b"")
    }

    /// Adds an entry that claims this size but has no content.
    fn claiming(mut self, kind: EntryType, path: &str, size: u64) -> Self {
        self = self.entry(kind, path, "", b"");
        let at = self.0.len() - 512;
        let mut header = tar::Header::from_byte_slice(&self.0[at..]).clone();
        header.set_size(size);
        header.set_cksum();
        self.0.splice(at.., header.as_bytes().iter().copied());
        self
    }
}

/// A workspace with a link that leads outside, next to a file that must not change.
struct Home {
    home: tempfile::TempDir,
}

const SECRET: &str = "somebody's";

impl Home {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir_all(home.path().join("workspace")).unwrap();
        fs::create_dir_all(home.path().join("theirs")).unwrap();
        fs::write(home.path().join("theirs/file"), SECRET).unwrap();
        symlink("../theirs", home.path().join("workspace/out")).unwrap();
        Self { home }
    }

    /// Unpacks these entries, followed by the end of an archive.
    fn unpack(&self, entries: &[u8], bounds: Bounds) -> io::Result<Unpacked> {
        let archive = [entries, &[0; 1024]].concat();
        unpack_into(&*archive, &self.home.path().join("workspace"), bounds)
    }

    /// Returns everything next to the workspace.
    fn outside(&self) -> Vec<(String, Vec<u8>, u32)> {
        fn all(folder: &Path, found: &mut Vec<(String, Vec<u8>, u32)>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let metadata = path.symlink_metadata().unwrap();
                let content = if metadata.is_file() { fs::read(&path).unwrap() } else { Vec::new() };
                found.push((path.display().to_string(), content, metadata.permissions().mode()));
                if metadata.is_dir() && !path.ends_with("workspace") {
                    all(&path, found);
                }
            }
        }
        let mut found = Vec::new();
        all(self.home.path(), &mut found);
        found.sort();
        found
    }

    fn arrived(&self, name: &str) -> PathBuf {
        self.home.path().join("workspace/arrived").join(name)
    }
}

/// Returns the result: all, the path at which it was refused, or the kind of error.
fn came_to(result: io::Result<Unpacked>) -> String {
    match result {
        Ok(Unpacked::All) => "all".to_owned(),
        Ok(Unpacked::Unsafe { path }) => path,
        Ok(Unpacked::Bound { path }) => format!("bound {path}"),
        Err(error) => format!("{:?}", error.kind()),
    }
}

/// Hostile archives: a description of each, and its result.
#[expect(clippy::too_many_lines, reason = "a table")]
fn hostile() -> Vec<(&'static str, Hostile, &'static str)> {
    let tree = || Hostile::default().folder("t");
    let long = "n".repeat(90);
    vec![
        ("an absolute path is one below", tree().file("/theirs/x", "x"), "NotFound"),
        ("up", tree().file("t/../../theirs/x", "x"), "t/../../theirs/x"),
        ("up at once", Hostile::default().folder("..").file("../x", "x"), "all"),
        ("up behind a folder", tree().folder("t/a").file("t/a/../../../x", "x"), "t/a/../../../x"),
        ("through a link out", tree().link("t/l", "/").file("t/l/tmp/x", "x"), "t/l/tmp/x"),
        ("through a link up", tree().link("t/l", "../../theirs").file("t/l/x", "x"), "t/l/x"),
        ("through the workspace's own link", tree().link("t/l", "../out").file("t/l/x", "x"), "t/l/x"),
        ("over a link out", tree().link("t/l", "../../theirs/file").file("t/l", "x"), "all"),
        (
            "a folder in the place of a link",
            tree().link("t/l", "../../theirs").folder("t/l"),
            "NotADirectory",
        ),
        ("a link in a circle", tree().link("t/l", "l").file("t/l/x", "x"), "t/l/x"),
        ("through its own link inside", tree().folder("t/a").link("t/l", "a").file("t/l/x", "x"), "t/l/x"),
        ("a folder behind its own link", tree().folder("t/a").link("t/l", "a").folder("t/l/b"), "t/l/b"),
        ("deep behind its own link", tree().folder("t/a/b").link("t/l", "a").link("t/l/b/c", "."), "t/l/b/c"),
        (
            "beside its own link",
            tree().folder("t/a").link("t/l", "a").file("t/lx", "x").file("t/a/x", "x"),
            "all",
        ),
        ("a link alone", tree().link("t/l", "../../theirs/file"), "all"),
        ("a hard link out", tree().hard("t/h", "/theirs/file"), "t/h"),
        ("a hard link up", tree().hard("t/h", "t/../../theirs/file"), "t/h"),
        ("a hard link through a link", tree().link("t/l", "../../theirs").hard("t/h", "t/l/file"), "t/h"),
        ("a hard link to a link", tree().link("t/l", "../../theirs/file").hard("t/h", "t/l"), "t/h"),
        ("a hard link to itself", tree().file("t/h", "x").hard("t/h", "t/h"), "all"),
        ("attributes of all", tree().entry(EntryType::XGlobalHeader, "g", "", b""), "g"),
        ("a device", tree().entry(EntryType::Char, "t/d", "", b""), "t/d"),
        ("a disk", tree().entry(EntryType::Block, "t/d", "", b""), "t/d"),
        ("a pipe", tree().entry(EntryType::Fifo, "t/p", "", b""), "t/p"),
        ("nobody knows what", tree().entry(EntryType::new(b'Z'), "t/z", "", b""), "t/z"),
        ("file, then folder", tree().file("t/x", "x").folder("t/x"), "AlreadyExists"),
        ("folder, then file", tree().folder("t/x").file("t/x", "x"), "IsADirectory"),
        (
            "a folder becomes a link",
            tree().folder("t/x").link("t/x", "../../theirs").file("t/x/y", "x"),
            "IsADirectory",
        ),
        (
            "file, link, file",
            tree().file("t/x", "one").link("t/x", "../../theirs/file").file("t/x", "two"),
            "all",
        ),
        ("a folder in a file", tree().file("t/x", "x").file("t/x/y", "y"), "NotADirectory"),
        ("a folder that was never made", tree().file("t/none/x", "x"), "NotFound"),
        (
            "a file as the first, another below it",
            Hostile::default().file("f", "x").file("f/g", "y"),
            "NotADirectory",
        ),
        ("the first is a link out", Hostile::default().link("l", "../theirs").file("l/x", "x"), "l/x"),
        ("the first is a device", Hostile::default().entry(EntryType::Char, "d", "", b""), "d"),
        ("more than is there", tree().claiming(EntryType::Regular, "t/x", 4096), "UnexpectedEof"),
        ("without end", tree().claiming(EntryType::Regular, "t/x", 7 << 30), "QuotaExceeded"),
        ("a name without end", tree().claiming(EntryType::GNULongName, "x", 7 << 30), "UnexpectedEof"),
        ("a link without end", tree().claiming(EntryType::GNULongLink, "x", 7 << 30), "UnexpectedEof"),
        ("a name that is long", tree().file(&format!("t/{long}"), "x"), "all"),
        ("deep", tree().folder(&format!("t{}", "/d".repeat(45))), "all"),
        ("nothing", Hostile::default(), "all"),
        ("no archive", Hostile(vec![0xff; 2048]), "Other"),
    ]
}

#[test]
fn nothing_is_written_outside_whatever_an_archive_says() {
    for (what, archive, expected) in hostile() {
        let home = Home::new();
        let before = home.outside();
        assert_eq!(came_to(home.unpack(&archive.0, Bounds::USUAL)), expected, "{what}");
        assert_eq!(home.outside(), before, "{what}");
    }
}

/// Not a test: it writes the archives with which `scripts/fuzz` starts.
#[test]
#[ignore = "writes the seeds of a fuzz target"]
fn seeds() {
    let folder = std::env::var_os("STATELAB_SEEDS").expect("the folder for them");
    for (number, (_, archive, _)) in hostile().into_iter().enumerate() {
        fs::write(Path::new(&folder).join(number.to_string()), archive.0).unwrap();
    }
}

#[test]
fn what_takes_a_name_twice_is_the_later_one_and_no_link_is_written_through() {
    let home = Home::new();
    let archive = Hostile::default()
        .folder("t")
        .file("t/a", "one")
        .hard("t/b", "t/a")
        .link("t/l", "../../theirs/file")
        .file("t/l", "two")
        .file("t/a", "three");
    assert_eq!(came_to(home.unpack(&archive.0, Bounds::USUAL)), "all");
    let read = |name: &str| fs::read_to_string(home.arrived(name)).unwrap();
    assert_eq!([read("a"), read("b"), read("l")], ["three", "one", "two"]);
    let mode = |name: &str| fs::symlink_metadata(home.arrived(name)).unwrap().permissions().mode() & 0o7777;
    assert_eq!([mode("a"), mode("")], [0o755; 2], "no bit of another user's");
}

/// Returns a file whose name has nearly a mebibyte.
fn many_names() -> Vec<u8> {
    let name = format!("t/{}x", "./".repeat(500_000));
    Hostile::default().entry(EntryType::GNULongName, "L", "", name.as_bytes()).file("x", "").0
}

/// An archive without an end: a beginning, then the same piece again and again.
struct Endless {
    bytes: io::Cursor<Vec<u8>>,
    again: Vec<u8>,
    given: u64,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.bytes.position() == self.bytes.get_ref().len() as u64 {
            self.bytes = io::Cursor::new(self.again.clone());
        }
        let length = self.bytes.read(buffer)?;
        self.given += length as u64;
        Ok(length)
    }
}

#[test]
fn what_never_ends_is_given_up_at_the_bounds() {
    let bounds = Bounds { bytes: 64 << 20, entries: 500, depth: 8 };
    let tree = || Hostile::default().folder("t").0;
    let zeros = || vec![0; 4096];
    let file = |kind| Hostile::default().folder("t").claiming(kind, "t/x", 1 << 40).0;
    let deep = Hostile::default().folder("t").folder("t/a/b/c/d/e/f/g/h/i").0;
    for (what, begins, again, most) in [
        ("entries", tree(), Hostile::default().file("t/x", "x").0, 2 << 20),
        ("a file", file(EntryType::Regular), zeros(), 1 << 20),
        ("a name", file(EntryType::GNULongName), zeros(), 4 << 20),
        ("attributes", file(EntryType::XHeader), zeros(), 4 << 20),
        ("folders in folders", deep, tree(), 1 << 20),
        ("names", tree(), many_names(), 80 << 20),
    ] {
        let home = Home::new();
        let mut endless = Endless { bytes: io::Cursor::new(begins), again, given: 0 };
        let result = unpack_into(&mut endless, &home.home.path().join("workspace"), bounds);
        assert_eq!(came_to(result), "QuotaExceeded", "{what}");
        assert!(endless.given <= most, "{what}: {} bytes were read", endless.given);
    }
}

#[test]
fn a_sparse_file_counts_as_what_it_seems_to_be() {
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(EntryType::GNUSparse);
    header.set_path("t").unwrap();
    header.set_size(0);
    let gnu = header.as_gnu_mut().unwrap();
    gnu.realsize.copy_from_slice(b"77777777777\0");
    gnu.sparse[0].offset.copy_from_slice(b"77777777777\0");
    gnu.sparse[0].numbytes.copy_from_slice(b"00000000000\0");
    header.set_cksum();
    let home = Home::new();
    assert_eq!(came_to(home.unpack(header.as_bytes(), Bounds::USUAL)), "QuotaExceeded");
    assert!(!home.home.path().join("workspace/arrived").exists());
}

/// Generates a container's files, by path below the first entry.
fn trees() -> impl Strategy<Value = BTreeMap<String, Option<Vec<u8>>>> {
    let name = "[a-c가 .]{1,3}".prop_filter("a name", |name| !matches!(name.as_str(), "." | ".."));
    let path = proptest::collection::vec(name, 1..4).prop_map(|parts| parts.join("/"));
    let content = proptest::option::of(proptest::collection::vec(any::<u8>(), 0..1500));
    proptest::collection::btree_map(path, content, 0..12)
}

/// Generates archive entries, most of them invalid.
fn entries() -> impl Strategy<Value = Vec<(u8, String, String, Vec<u8>)>> {
    let kind =
        prop_oneof![Just(b'0'), Just(b'1'), Just(b'2'), Just(b'5'), Just(b'L'), Just(b'x'), any::<u8>()];
    let path = prop_oneof![4 => "t(/[ab]|/\\.\\.|/out){0,4}", 1 => "[/a.]{0,9}"];
    let to = prop_oneof!["(\\.\\./){0,3}theirs(/file)?", "t/[ab]", "/[a-z]{0,3}", "[ab]"];
    proptest::collection::vec((kind, path, to, proptest::collection::vec(any::<u8>(), 0..30)), 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_tree_arrives_as_it_was(tree in trees()) {
        let mut builder = tar::Builder::new(Vec::new());
        let mut expected: BTreeMap<String, Option<Vec<u8>>> = BTreeMap::new();
        let add = |builder: &mut tar::Builder<Vec<u8>>, path: &str, content: Option<&[u8]>| {
            let mut header = tar::Header::new_gnu();
            header.set_entry_type(if content.is_some() { EntryType::Regular } else { EntryType::Directory });
            header.set_size(content.map_or(0, |content| content.len() as u64));
            header.set_mode(0o755);
            builder.append_data(&mut header, format!("t{path}"), content.unwrap_or_default()).unwrap();
        };
        add(&mut builder, "", None);
        for (path, content) in &tree {
            let parents: Vec<_> = path.match_indices('/').map(|(at, _)| path[..at].to_owned()).collect();
            // Anything below a file is left out.
            if expected.contains_key(path) || parents.iter().any(|parent| matches!(expected.get(parent), Some(Some(_)))) {
                continue;
            }
            for parent in parents {
                if expected.insert(parent.clone(), None).is_none() {
                    add(&mut builder, &format!("/{parent}"), None);
                }
            }
            add(&mut builder, &format!("/{path}"), content.as_deref());
            expected.insert(path.clone(), content.clone());
        }
        let home = Home::new();
        prop_assert_eq!(came_to(home.unpack(&builder.into_inner().unwrap(), Bounds::USUAL)), "all");
        for (path, content) in expected {
            prop_assert_eq!(fs::read(home.arrived(&path)).ok(), content, "{}", path);
        }
    }

    #[test]
    fn nothing_outside_changes(entries in entries()) {
        let archive = entries.iter().fold(Hostile::default(), |archive, (kind, path, to, content)| {
            archive.entry(EntryType::new(*kind), path, to, content)
        });
        let home = Home::new();
        let before = home.outside();
        let _ = home.unpack(&archive.0, Bounds { entries: 100, ..Bounds::USUAL });
        prop_assert_eq!(home.outside(), before);
    }

    #[test]
    fn any_bytes_end(bytes in proptest::collection::vec(any::<u8>(), 0..3000)) {
        let home = Home::new();
        let before = home.outside();
        let _ = home.unpack(&bytes, Bounds::USUAL);
        prop_assert_eq!(home.outside(), before);
    }
}
