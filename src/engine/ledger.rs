//! What a run creates in an engine, recorded before its creation, so that it can be removed after a crash.
//!
//! A ledger is a file of JSON lines: a header, then for every object an `intend` (on the disk before the engine is
//! asked), a `made` with its id, and a `closed` once it is known to be gone. The run holds an exclusive lock on the
//! file as long as it lives. If the lock can be taken, the run is over, and the process that took it cleans up
//! (`over`). Longer than 400 lines because the format stands beside the one that writes it and the one that reads it.

mod over;

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use super::{ContainerId, Kind};
use crate::host::private_folder;

pub(super) use over::objects;
pub use over::{Heir, Remains, ledgers};

/// The extension of a ledger's file. A new file has another one until it is locked.
pub const LEDGER_ENDING: &str = "ledger";

/// The version of the file's format. Within a version, there are only additions.
const VERSION: u32 = 1;

/// A ledger that could not be written or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("ledger {}: {words}", .path.display())]
pub struct LedgerError {
    /// The ledger's file.
    pub path: PathBuf,
    /// The system's words.
    pub words: String,
}

/// The header of a ledger: its version, run, lab and engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerHeader {
    /// The version of the format.
    version: u32,
    /// The run's id.
    pub run: String,
    /// The lab's id.
    pub lab: String,
    /// The address of the run's engine.
    pub engine: String,
}

/// The number of an entry in its ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Intent(u64);

/// An object that a run created, or was about to create.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The object's kind.
    pub kind: Kind,
    /// Its name in the engine; for an anonymous volume, its container's name and path.
    pub name: String,
    /// The value of its label `statelab.self`: `<kind>/<name>/<nonce>`.
    #[serde(rename = "self")]
    pub identity: String,
    /// Whether it is a volume without a given name, or an image and none of its names.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub anonymous: bool,
    /// The id of a container, image or network, or the name of a volume.
    ///
    /// `None` while it is not known to be created.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// For an image's name: marks that each identify the named image alone.
    ///
    /// A mark is its id, its label `statelab.self`, or a digest of its layers. Empty in entries of older versions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<String>,
}

/// The name in an entry of an intermediate or helper image of a build.
pub(super) const STEP: &str = "step";

impl Entry {
    /// Returns whether this is an intermediate or helper image of a build.
    pub(super) fn is_step(&self) -> bool {
        self.kind == Kind::Image && self.anonymous && self.name == STEP
    }
}

/// A line of the file after the header.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum LedgerRecord {
    Intend {
        entry: Intent,
        #[serde(flatten)]
        what: Entry,
    },
    Made {
        entry: Intent,
        id: String,
    },
    /// The object has a new name.
    Renamed {
        entry: Intent,
        name: String,
    },
    Closed {
        entry: Intent,
    },
    /// The run is to be kept: what it created is removed only on the user's request.
    Kept {},
    /// Everything is being removed.
    Cleaning {},
    /// The images that the lab declares, which a later cleanup may use.
    Declares {
        images: Vec<String>,
    },
}

/// The content of a ledger.
#[derive(Debug, Default)]
struct Pages {
    open: BTreeMap<Intent, Entry>,
    /// The number of the next entry.
    next: u64,
    kept: bool,
    cleaning: bool,
    /// The images that the lab declares.
    declared: Vec<String>,
}

/// The ledger of a run in progress, or of a run that is being cleaned up after.
///
/// Its file is locked as long as this lives.
#[derive(Debug)]
pub struct Ledger {
    path: PathBuf,
    header: LedgerHeader,
    book: Mutex<LedgerState>,
}

#[derive(Debug)]
struct LedgerState {
    /// `None` once every entry is closed and the file is removed.
    file: Option<File>,
    /// Whether a crash or a full disk cut off the last line.
    ///
    /// The next entry must then start on a new line.
    torn: bool,
    pages: Pages,
}

impl Ledger {
    /// Creates the ledger of a run in the folder of all ledgers.
    ///
    /// Creates the folder if it is missing. `engine` is the address of the run's engine. The file gets its final name
    /// only once it is locked and has its header, so that a search for ledgers of dead runs never sees it before.
    ///
    /// # Errors
    ///
    /// The folder or the file cannot be created, or a run with this id has a ledger.
    pub fn create(folder: &Path, run: &str, lab: &str, engine: &str) -> Result<Self, LedgerError> {
        let path = folder.join(format!("{run}.{LEDGER_ENDING}"));
        let header = LedgerHeader {
            version: VERSION,
            run: run.to_owned(),
            lab: lab.to_owned(),
            engine: engine.to_owned(),
        };
        let file = begin(folder, &path, &header).map_err(|error| fault(&path, &error))?;
        let book = LedgerState { file: Some(file), torn: false, pages: Pages::default() };
        Ok(Self { path, header, book: Mutex::new(book) })
    }

    /// Returns the header.
    #[must_use]
    pub const fn header(&self) -> &LedgerHeader {
        &self.header
    }

    /// Returns the path of the file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Records an object before it is created, with a nonce of its own.
    ///
    /// The line is on the disk when this returns.
    ///
    /// # Errors
    ///
    /// The line cannot be written. Then the object must not be created.
    pub fn intend(&self, kind: Kind, name: &str) -> Result<(Intent, String), LedgerError> {
        self.write_intent(kind, name, false, Vec::new())
    }

    /// Like [`Ledger::intend`], for a name of the image with these marks.
    ///
    /// # Errors
    ///
    /// As [`Ledger::intend`].
    pub fn intend_image_name(&self, name: &str, marks: Vec<String>) -> Result<Intent, LedgerError> {
        Ok(self.write_intent(Kind::Image, name, false, marks)?.0)
    }

    /// Like [`Ledger::intend`], for an anonymous volume of this container and path.
    ///
    /// # Errors
    ///
    /// As [`Ledger::intend`].
    pub fn intend_anonymous(&self, container: &str, target: &str) -> Result<(Intent, String), LedgerError> {
        self.write_intent(Kind::Volume, &format!("{container}:{target}"), true, Vec::new())
    }

    /// Like [`Ledger::intend`], for an image and none of its names.
    ///
    /// The entry is named after what the image is built from.
    ///
    /// # Errors
    ///
    /// As [`Ledger::intend`].
    pub fn intend_nameless_image(&self, from: &str) -> Result<(Intent, String), LedgerError> {
        self.write_intent(Kind::Image, from, true, Vec::new())
    }

    fn write_intent(
        &self,
        kind: Kind,
        name: &str,
        anonymous: bool,
        marks: Vec<String>,
    ) -> Result<(Intent, String), LedgerError> {
        let nonce = self.nonce()?;
        let identity = format!("{}/{name}/{nonce}", kind.word());
        let (name, id) = (name.to_owned(), None);
        let what = Entry { kind, name, identity: identity.clone(), anonymous, id, marks };
        let mut book = self.book();
        let entry = Intent(book.pages.next);
        self.append(&mut book, &LedgerRecord::Intend { entry, what: what.clone() }, true)?;
        book.pages.next += 1;
        book.pages.open.insert(entry, what);
        Ok((entry, identity))
    }

    /// Records that the object was created, with this id.
    ///
    /// # Errors
    ///
    /// The line cannot be written. The ledger in memory is updated all the same.
    pub fn made(&self, entry: Intent, id: &str) -> Result<(), LedgerError> {
        let mut book = self.book();
        if let Some(open) = book.pages.open.get_mut(&entry) {
            open.id = Some(id.to_owned());
        }
        self.append(&mut book, &LedgerRecord::Made { entry, id: id.to_owned() }, false)
    }

    /// Records the object's new name.
    ///
    /// # Errors
    ///
    /// The line cannot be written. The ledger in memory is updated all the same.
    pub fn renamed(&self, entry: Intent, name: &str) -> Result<(), LedgerError> {
        let mut book = self.book();
        if let Some(open) = book.pages.open.get_mut(&entry) {
            name.clone_into(&mut open.name);
        }
        self.append(&mut book, &LedgerRecord::Renamed { entry, name: name.to_owned() }, false)
    }

    /// Records that the object is gone, or was never created.
    ///
    /// # Errors
    ///
    /// The line cannot be written. The ledger in memory is updated all the same.
    pub fn closed(&self, entry: Intent) -> Result<(), LedgerError> {
        let mut book = self.book();
        book.pages.open.remove(&entry);
        self.append(&mut book, &LedgerRecord::Closed { entry }, false)
    }

    /// Records that the run is to be kept.
    ///
    /// Later runs leave alone what it created until the user asks to remove it.
    ///
    /// # Errors
    ///
    /// The line cannot be written.
    pub fn keep(&self) -> Result<(), LedgerError> {
        let mut book = self.book();
        book.pages.kept = true;
        self.append(&mut book, &LedgerRecord::Kept {}, true)
    }

    /// Returns whether the run is to be kept.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.book().pages.kept
    }

    /// Records the images that the lab declares.
    ///
    /// # Errors
    ///
    /// The line cannot be written. The ledger in memory is updated all the same.
    pub fn declares(&self, images: &[String]) -> Result<(), LedgerError> {
        let mut book = self.book();
        book.pages.declared = images.to_vec();
        self.append(&mut book, &LedgerRecord::Declares { images: images.to_vec() }, false)
    }

    /// Returns the images that the lab declares, if they were recorded.
    #[must_use]
    pub fn declared(&self) -> Vec<String> {
        self.book().pages.declared.clone()
    }

    /// Records that everything is being removed, so that others may wait for the names.
    ///
    /// # Errors
    ///
    /// The line cannot be written.
    pub fn cleaning(&self) -> Result<(), LedgerError> {
        let mut book = self.book();
        if book.file.is_none() || book.pages.cleaning {
            return Ok(());
        }
        book.pages.cleaning = true;
        self.append(&mut book, &LedgerRecord::Cleaning {}, false)
    }

    /// Returns the entries not known to be gone, in the order of their creation.
    #[must_use]
    pub fn open_entries(&self) -> Vec<(Intent, Entry)> {
        self.book().pages.open.iter().map(|(intent, entry)| (*intent, entry.clone())).collect()
    }

    /// Returns the latest open entry of this kind and name, except anonymous ones.
    #[must_use]
    pub fn named(&self, kind: Kind, name: &str) -> Option<(Intent, Entry)> {
        let book = self.book();
        let has = |entry: &Entry| entry.kind == kind && entry.name == name && !entry.anonymous;
        let found = book.pages.open.iter().rev().find(|(_, entry)| has(entry));
        found.map(|(intent, entry)| (*intent, entry.clone()))
    }

    /// Returns the open entry with this number.
    #[must_use]
    pub fn entry(&self, intent: Intent) -> Option<Entry> {
        self.book().pages.open.get(&intent).cloned()
    }

    /// Returns the open entry of the object with this id.
    #[must_use]
    pub fn owned(&self, kind: Kind, id: &str) -> Option<(Intent, Entry)> {
        let book = self.book();
        let has = |entry: &Entry| entry.kind == kind && entry.id.as_deref() == Some(id);
        book.pages.open.iter().find(|(_, entry)| has(entry)).map(|(intent, entry)| (*intent, entry.clone()))
    }

    /// Returns whether this run gave this name to the image with this id.
    #[must_use]
    pub fn named_image(&self, name: &str, id: &str) -> bool {
        let has = |entry: &Entry| {
            entry.kind == Kind::Image
                && !entry.anonymous
                && entry.name == name
                && entry.id.as_deref() == Some(id)
        };
        self.book().pages.open.values().any(has)
    }

    /// Returns whether this run created the container, and it is not known to be gone.
    #[must_use]
    pub fn owns(&self, id: &ContainerId) -> bool {
        self.owned(Kind::Container, &id.0).is_some()
    }

    /// Removes the file if every entry is closed. Returns whether it did.
    ///
    /// After that, nothing can be recorded.
    ///
    /// # Errors
    ///
    /// The file cannot be removed.
    pub fn finish(&self) -> Result<bool, LedgerError> {
        let mut book = self.book();
        if !book.pages.open.is_empty() {
            return Ok(false);
        }
        if book.file.is_some() {
            match fs::remove_file(&self.path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(fault(&self.path, &error));
                }
                _ => book.file = None,
            }
        }
        Ok(true)
    }

    /// Returns sixteen hexadecimal digits from the system's randomness.
    ///
    /// # Errors
    ///
    /// The system has no random numbers.
    pub fn nonce(&self) -> Result<String, LedgerError> {
        let bits = getrandom::u64().map_err(|error| fault(&self.path, &io::Error::other(error)))?;
        Ok(format!("{bits:016x}"))
    }

    fn book(&self) -> MutexGuard<'_, LedgerState> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn append(&self, book: &mut LedgerState, line: &LedgerRecord, sync: bool) -> Result<(), LedgerError> {
        let mut write = || {
            let file = book.file.as_mut().ok_or(io::ErrorKind::NotFound)?;
            if book.torn {
                file.write_all(b"\n")?;
            }
            book.torn = true;
            write_line(file, line)?;
            book.torn = false;
            if sync { file.sync_data() } else { Ok(()) }
        };
        write().map_err(|error: io::Error| fault(&self.path, &error))
    }
}

/// Creates the file under a temporary name, writes the header, then renames it.
///
/// The file is locked before it gets its final name.
fn begin(folder: &Path, path: &Path, header: &LedgerHeader) -> io::Result<File> {
    private_folder(folder)?;
    if path.try_exists()? {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let making = path.with_extension("making");
    let mut file = OpenOptions::new().read(true).append(true).create_new(true).open(&making)?;
    let named = (|| {
        file.lock()?;
        write_line(&mut file, header)?;
        file.sync_data()?;
        fs::rename(&making, path)?;
        sync_folder(folder)
    })();
    if let Err(error) = named {
        // What may be left is an empty file that is never read. The first error is the one that counts.
        let _ = fs::remove_file(&making);
        return Err(error);
    }
    Ok(file)
}

/// Syncs a folder, which puts a new file's name on the disk.
///
/// Windows has no such call and needs none.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

fn write_line(file: &mut File, line: &impl Serialize) -> io::Result<()> {
    let mut text = serde_json::to_vec(line)?;
    text.push(b'\n');
    file.write_all(&text)
}

/// Parses a ledger.
///
/// Skips a last line that a crash cut off, and kinds of lines that a later version added.
fn parse(text: &[u8]) -> io::Result<(LedgerHeader, Pages)> {
    let mut lines = text.split(|&byte| byte == b'\n');
    let header: LedgerHeader = serde_json::from_slice(lines.next().unwrap_or_default())?;
    if header.version != VERSION {
        return Err(io::Error::new(io::ErrorKind::InvalidData, format!("version {}", header.version)));
    }
    let mut pages = Pages::default();
    lines.filter_map(|line| serde_json::from_slice(line).ok()).for_each(|line| pages.turn(line));
    Ok((header, pages))
}

impl Pages {
    /// Applies a line.
    fn turn(&mut self, line: LedgerRecord) {
        match line {
            LedgerRecord::Intend { entry, what } => {
                self.next = self.next.max(entry.0 + 1);
                self.open.insert(entry, what);
            }
            LedgerRecord::Made { entry, id } => {
                if let Some(made) = self.open.get_mut(&entry) {
                    made.id = Some(id);
                }
            }
            LedgerRecord::Renamed { entry, name } => {
                if let Some(renamed) = self.open.get_mut(&entry) {
                    renamed.name = name;
                }
            }
            LedgerRecord::Closed { entry } => {
                self.open.remove(&entry);
            }
            LedgerRecord::Kept {} => self.kept = true,
            LedgerRecord::Cleaning {} => self.cleaning = true,
            LedgerRecord::Declares { images } => self.declared = images,
        }
    }
}

fn fault(path: &Path, error: &io::Error) -> LedgerError {
    LedgerError { path: path.to_owned(), words: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ledger(folder: &Path) -> Ledger {
        Ledger::create(folder, "run-1", "nginx-stateless", "unix:///run/x.sock").expect("a ledger")
    }

    #[test]
    fn what_was_written_is_read_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let mine = ledger(folder.path());
        let (container, identity) = mine.intend(Kind::Container, "my-nginx").expect("written");
        let (volume, _) = mine.intend_anonymous("my-nginx", "/data").expect("written");
        let (gone, _) = mine.intend(Kind::Volume, "mydata").expect("written");
        mine.renamed(container, "web").expect("written");
        assert_eq!(mine.named(Kind::Container, "web").map(|(intent, _)| intent), Some(container));
        mine.made(container, "c0ffee").expect("written");
        mine.closed(gone).expect("written");
        assert!(mine.owns(&ContainerId("c0ffee".to_owned())));
        let (path, before) = (mine.path().to_owned(), mine.open_entries());

        assert!(Ledger::take_over(&path).expect("readable").is_none(), "the run is going on");
        drop(mine);
        let theirs = Ledger::take_over(&path).expect("readable").expect("the run is over");
        assert_eq!(theirs.open_entries(), before);
        assert_eq!(before[0].1.identity, identity);
        assert!(identity.starts_with("container/my-nginx/"));
        assert_eq!((before[1].0, before[1].1.anonymous, before[1].1.id.as_deref()), (volume, true, None));
        assert_eq!(theirs.header().engine, "unix:///run/x.sock");
    }

    #[test]
    fn a_line_that_was_cut_off_spoils_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let mine = ledger(folder.path());
        mine.intend(Kind::Volume, "one").expect("written");
        let path = mine.path().to_owned();
        drop(mine);
        let mut file = OpenOptions::new().append(true).open(&path).expect("opens");
        file.write_all(br#"{"intend":{"entry":1,"ki"#).expect("written");
        drop(file);

        let theirs = Ledger::take_over(&path).expect("readable").expect("the run is over");
        theirs.intend(Kind::Volume, "two").expect("written");
        drop(theirs);
        let again = Ledger::take_over(&path).expect("readable").expect("the run is over");
        let names: Vec<String> = again.open_entries().into_iter().map(|(_, entry)| entry.name).collect();
        assert_eq!(names, ["one", "two"]);
    }

    #[test]
    fn the_file_goes_when_everything_is_closed() {
        let folder = tempfile::tempdir().expect("a folder");
        let mine = ledger(folder.path());
        let (entry, _) = mine.intend(Kind::Volume, "mydata").expect("written");
        assert_eq!(mine.finish(), Ok(false));
        mine.closed(entry).expect("written");
        assert_eq!(mine.finish(), Ok(true));
        assert_eq!(mine.finish(), Ok(true));
        assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 0);
        assert!(mine.intend(Kind::Volume, "late").is_err(), "nothing is made without a ledger");
    }

    #[test]
    fn a_run_has_one_ledger() {
        let folder = tempfile::tempdir().expect("a folder");
        let _mine = ledger(folder.path());
        assert!(Ledger::create(folder.path(), "run-1", "other", "").is_err());
    }

    #[test]
    fn another_version_is_not_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("old.ledger");
        fs::write(&path, "{\"version\":2,\"run\":\"r\",\"lab\":\"l\",\"engine\":\"\"}\n").expect("written");
        assert!(Ledger::take_over(&path).is_err());
    }
}
