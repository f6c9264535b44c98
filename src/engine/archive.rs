//! Tar archives of somebody else, read one entry after the other and no further than the bounds allow.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// How much of an archive is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Bytes of all files together; of sparse ones what they seem to have.
    pub bytes: u64,
    /// Files, folders and links.
    pub entries: usize,
    /// Folders within folders.
    pub depth: usize,
}

impl Bounds {
    /// Those of whatever comes out of a container: 1 GiB, 100 000 entries, 128 folders deep.
    pub const USUAL: Self = Self { bytes: 1 << 30, entries: 100_000, depth: 128 };
}

/// Bytes of headers before one entry: names and links that are too long for one have more of them.
const HEADERS: u64 = 1 << 20;
/// Bytes of all names together: whoever reads may keep them.
const NAMES: usize = 64 << 20;

/// Reads the entries of an archive one after the other, each whole, until `look` has seen enough.
///
/// # Errors
/// The reader's and those of `look`; [`io::ErrorKind::QuotaExceeded`] where it is more than the bounds
/// allow; [`io::ErrorKind::UnexpectedEof`] where the reader ends and the archive does not: all of them end in
/// blocks of zeros, and the `tar` library takes what is cut off before these for a short file.
pub fn each_entry<R: Read>(
    reader: R,
    bounds: Bounds,
    mut look: impl FnMut(&mut tar::Entry<'_, Metered<R>>) -> io::Result<bool>,
) -> io::Result<()> {
    let left = Rc::new(Cell::new(HEADERS));
    let mut archive = tar::Archive::new(Metered { reader, left: Rc::clone(&left) });
    let (mut entries, mut bytes, mut names) = (0, 0_u64, 0);
    for entry in archive.entries()? {
        let mut entry = entry?;
        entries += 1;
        bytes = bytes.saturating_add(entry.size());
        let path = entry.path()?;
        let depth = path.components().count();
        names += path.as_os_str().len();
        if entries > bounds.entries || bytes > bounds.bytes || depth > bounds.depth || names > NAMES {
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        left.set(u64::MAX);
        if !look(&mut entry)? {
            return Ok(());
        }
        io::copy(&mut entry, &mut io::sink())?;
        left.set(HEADERS);
    }
    Ok(())
}

/// A reader that gives so many bytes and no more: a header may claim to be of any length, and is read
/// into memory. Its end is an error: nobody reads beyond an archive's own.
pub struct Metered<R> {
    reader: R,
    left: Rc<Cell<u64>>,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left.get() == 0 {
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        let length = self.reader.read(buffer)?;
        if length == 0 && !buffer.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.left.set(self.left.get().saturating_sub(length as u64));
        Ok(length)
    }
}
