//! A folder of the host that no run may read or write: every name, byte, owner, mode and time of it.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// The folder, with a text that is nowhere else; removed when it is dropped.
pub struct Canary {
    home: TempDir,
    pub secret: String,
}

impl Canary {
    pub fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let secret = format!("HOST-CANARY-{:016x}", getrandom::u64().unwrap());
        let canary = Self { home, secret };
        let folder = canary.folder();
        fs::DirBuilder::new().mode(0o755).create(&folder).unwrap();
        fs::create_dir(folder.join("deep")).unwrap();
        fs::create_dir_all(folder.join("sub/deep")).unwrap();
        // What a link leads to that takes the place of the mounted folder, or of one above it.
        for name in ["canary", "deep/canary", "sub/canary", "sub/deep/canary", "file", ONLY_HERE] {
            fs::write(folder.join(name), format!("{}\n", canary.secret)).unwrap();
        }
        canary
    }

    /// The folder itself; the one around it is watched, too.
    pub fn folder(&self) -> PathBuf {
        self.home.path().join("canary")
    }

    /// All that there is to know of it.
    pub fn look(&self) -> BTreeMap<PathBuf, String> {
        let mut all = BTreeMap::new();
        look(self.home.path(), &mut all);
        all
    }
}

/// A name that is in the canary, and in no workspace.
pub const ONLY_HERE: &str = "only-on-the-host";

fn look(path: &Path, all: &mut BTreeMap<PathBuf, String>) {
    let found = fs::symlink_metadata(path).unwrap();
    let content = if found.is_dir() {
        let mut inside: Vec<_> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
        inside.sort();
        for path in &inside {
            look(path, all);
        }
        format!("{inside:?}")
    } else if found.is_file() {
        format!("{:?}", String::from_utf8_lossy(&fs::read(path).unwrap()))
    } else {
        format!("{:?}", found.file_type())
    };
    let (changed, meta) = ((found.mtime(), found.mtime_nsec()), (found.ctime(), found.ctime_nsec()));
    let who = format!("{:o} {}:{} {} links", found.mode(), found.uid(), found.gid(), found.nlink());
    all.insert(path.to_owned(), format!("{who}, {} bytes, {changed:?} {meta:?}: {content}", found.size()));
}
