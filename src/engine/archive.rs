//! Untrusted tar archives, read one entry after the other and within bounds.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// Limits on reading an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// The bytes of all files together; sparse files count with their apparent size.
    pub bytes: u64,
    /// The number of files, folders and links.
    pub entries: usize,
    /// The depth of nested folders.
    pub depth: usize,
}

impl Bounds {
    /// The bounds for containers' archives: 1 GiB, 100 000 entries, 128 folders deep.
    pub const USUAL: Self = Self { bytes: 1 << 30, entries: 100_000, depth: 128 };
}

/// The bytes of headers before one entry. Long names and links need more of them.
const HEADERS: u64 = 1 << 20;
/// The bytes of all names together, which the reader may keep in memory.
const NAMES: usize = 64 << 20;

/// Reads an archive's entries in order, each whole, until `look` returns `false`.
///
/// # Errors
/// - The errors of the reader and of `look`.
/// - [`io::ErrorKind::QuotaExceeded`] if the archive exceeds the bounds.
/// - [`io::ErrorKind::UnexpectedEof`] if the reader ends before the archive does. Every archive ends in blocks of
///   zeros; without them, the `tar` library takes a truncated file for a short one.
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

/// A reader with a limit on the bytes it gives.
///
/// A header may claim any length and is read into memory. Reaching the limit is an error, since nothing reads past an
/// archive's end.
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
