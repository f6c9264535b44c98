//! Ledgers of runs that are over: listing, reading and taking them over.
//!
//! Any process can read a ledger. The process that gets its lock takes it over: at once or not at all, or after
//! waiting for the run to end.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::super::Kind;
use super::{Entry, LEDGER_ENDING, Ledger, LedgerError, LedgerHeader, LedgerState, fault, parse};

/// Returns the ledgers in a folder, sorted by run id; empty if there is no folder.
///
/// # Errors
///
/// The folder cannot be read.
pub fn ledgers(folder: &Path) -> Result<Vec<PathBuf>, LedgerError> {
    let read = || match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| Ok(entry?.path())).collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    };
    let mut paths: Vec<PathBuf> = read().map_err(|error| fault(folder, &error))?;
    paths.retain(|path| path.extension().is_some_and(|ending| ending == LEDGER_ENDING));
    paths.sort();
    Ok(paths)
}

/// The content of a ledger, read without its lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remains {
    /// The header.
    pub header: LedgerHeader,
    /// The entries not known to be gone, in the order of their creation.
    pub entries: Vec<Entry>,
    /// Whether the run is to be kept.
    pub kept: bool,
    /// Whether everything is being removed, or a removal was interrupted.
    pub cleaning: bool,
    /// Whether the lock is free: the run is over, and no process cleans up after it.
    pub over: bool,
}

impl Remains {
    /// Reads a ledger.
    ///
    /// `Ok(None)` when it is gone, or only the holder of its lock can read it.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or is no ledger of this version.
    pub fn look(path: &Path) -> Result<Option<Self>, LedgerError> {
        let read = || {
            let mut file = match File::open(path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
                file => file?,
            };
            // The lock is shared and held for a moment only, so that readers do not keep each other out.
            let over = match file.try_lock_shared() {
                Ok(()) => true,
                Err(TryLockError::WouldBlock) => false,
                Err(TryLockError::Error(error)) => return Err(error),
            };
            let mut text = Vec::new();
            match file.read_to_end(&mut text) {
                // On Windows, a locked file cannot be read by another process.
                Err(_) if !over => return Ok(None),
                read => read?,
            };
            let (header, pages) = parse(&text)?;
            let entries = pages.open.into_values().collect();
            Ok(Some(Self { header, entries, kept: pages.kept, cleaning: pages.cleaning, over }))
        };
        read().map_err(|error: io::Error| fault(path, &error))
    }

    /// Returns the objects not known to be gone, in an order for removal.
    #[must_use]
    pub fn objects(&self) -> Vec<(Kind, String)> {
        objects(self.entries.clone())
    }
}

/// Returns each entry's kind and name in the engine, in an order for removal.
///
/// An image is left out if one of its names is listed, since it is removed with that. Steps of a build are left out.
pub fn objects(mut entries: Vec<Entry>) -> Vec<(Kind, String)> {
    entries.retain(|entry| !entry.is_step());
    let goes_along = |image: &Entry| {
        let same = |entry: &Entry| entry.kind == Kind::Image && entry.id == image.id && !entry.anonymous;
        image.kind == Kind::Image && image.anonymous && entries.iter().any(same)
    };
    let along: Vec<bool> = entries.iter().map(goes_along).collect();
    let kept = entries.into_iter().zip(along).filter(|(_, along)| !along).map(|(entry, _)| entry);
    let mut objects: Vec<(Kind, String)> = kept
        .map(|entry| match (entry.anonymous, entry.id) {
            (true, Some(id)) => (entry.kind, id),
            _ => (entry.kind, entry.name),
        })
        .collect();
    objects.sort_by_key(|(kind, _)| *kind);
    objects
}

/// A process that waits for the end of a run, to clean up after it.
#[derive(Debug)]
pub struct Heir {
    path: PathBuf,
    file: File,
}

impl Heir {
    /// Opens the ledger of a run.
    ///
    /// # Errors
    ///
    /// The file cannot be opened.
    pub fn of(path: &Path) -> Result<Self, LedgerError> {
        let opened = OpenOptions::new().read(true).append(true).open(path);
        let file = opened.map_err(|error| fault(path, &error))?;
        Ok(Self { path: path.to_owned(), file })
    }

    /// Waits until the run is over, however it ends: the system then releases its lock.
    ///
    /// `Ok(None)` when nothing is left to clean up and the ledger is gone.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or is no ledger of this version.
    pub fn inherit(self) -> Result<Option<Ledger>, LedgerError> {
        loop {
            match self.file.lock() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(fault(&self.path, &error)),
                Ok(()) => return self.hold(),
            }
        }
    }

    /// Reads the ledger, whose lock is held.
    fn hold(mut self) -> Result<Option<Ledger>, LedgerError> {
        let mut read = || {
            // The last holder may have removed it. A run's id, and so the file's name, is never used twice.
            if !self.path.try_exists()? {
                return Ok(None);
            }
            let mut text = Vec::new();
            self.file.read_to_end(&mut text)?;
            let (header, pages) = parse(&text)?;
            Ok(Some((header, pages, !text.ends_with(b"\n"))))
        };
        let read = read().map_err(|error: io::Error| fault(&self.path, &error))?;
        let Some((header, pages, torn)) = read else { return Ok(None) };
        let book = Mutex::new(LedgerState { file: Some(self.file), torn, pages });
        let ledger = Ledger { path: self.path, header, book };
        // If the line cannot be written, others do not wait for the names.
        let _ = ledger.cleaning();
        Ok(Some(ledger))
    }
}

impl Ledger {
    /// Takes over the ledger of a run that is over, to clean up after it.
    ///
    /// `Ok(None)` when the run goes on, or another process cleans up after it or has done so.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or is no ledger of this version.
    pub fn take_over(path: &Path) -> Result<Option<Self>, LedgerError> {
        if !path.try_exists().map_err(|error| fault(path, &error))? {
            return Ok(None);
        }
        let heir = Heir::of(path)?;
        match heir.file.try_lock() {
            Ok(()) => heir.hold(),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(fault(path, &error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::thread;

    use super::super::super::Kind;
    use super::*;

    fn ledger(folder: &Path, run: &str) -> Ledger {
        Ledger::create(folder, run, "nginx-stateless", "unix:///run/x.sock").expect("a ledger")
    }

    #[test]
    fn an_heir_waits_until_the_run_is_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let mine = ledger(folder.path(), "one");
        mine.intend(Kind::Volume, "mydata").expect("written");
        let heir = Heir::of(mine.path()).expect("opens");
        let (tell, told) = mpsc::channel();
        let waiting = thread::spawn(move || {
            tell.send("waits").expect("heard");
            let ledger = heir.inherit().expect("readable");
            tell.send("inherits").expect("heard");
            ledger
        });
        assert_eq!(told.recv(), Ok("waits"));
        mine.intend(Kind::Container, "web").expect("written");
        assert!(told.try_recv().is_err(), "the run goes on");
        drop(mine);
        assert_eq!(told.recv(), Ok("inherits"));
        let theirs = waiting.join().expect("ends").expect("the ledger is there");
        let names: Vec<String> = theirs.open_entries().into_iter().map(|(_, entry)| entry.name).collect();
        assert_eq!(names, ["mydata", "web"], "what was written while it waited is seen");
    }

    #[test]
    fn where_nothing_is_left_there_is_nothing_to_inherit() {
        let folder = tempfile::tempdir().expect("a folder");
        let mine = ledger(folder.path(), "one");
        let path = mine.path().to_owned();
        let heir = Heir::of(&path).expect("opens");
        assert_eq!(mine.finish(), Ok(true));
        drop(mine);
        assert!(heir.inherit().expect("readable").is_none());
        assert!(Ledger::take_over(&path).expect("readable").is_none());
        assert_eq!(Remains::look(&path), Ok(None));
    }

    #[test]
    fn a_ledger_can_be_looked_at() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(ledgers(&folder.path().join("nowhere")), Ok(Vec::new()));
        let (second, first) = (ledger(folder.path(), "two"), ledger(folder.path(), "one"));
        fs::write(folder.path().join("three.making"), "").expect("written");
        let paths = [first.path().to_owned(), second.path().to_owned()];
        assert_eq!(ledgers(folder.path()), Ok(paths.to_vec()));

        first.intend(Kind::Volume, "mydata").expect("written");
        second.keep().expect("written");
        second.cleaning().expect("written");
        let look = |path: &PathBuf| Remains::look(path).expect("readable").expect("there");
        let [one, two] = [&paths[0], &paths[1]].map(look);
        assert_eq!((one.kept, one.cleaning, one.over, one.entries.len()), (false, false, false, 1));
        assert_eq!((two.kept, two.cleaning, two.over, two.entries.len()), (true, true, false, 0));
        assert_eq!(two.header.run, "two");
        drop(second);
        let again = File::open(&paths[1]).expect("opens");
        again.lock_shared().expect("nobody holds it");
        assert!(look(&paths[1]).over, "two may look at once");
        drop(again);
        assert!(Ledger::take_over(&paths[1]).expect("readable").expect("over").is_kept());
    }
}
