//! A file of a container or an image: its bytes and its metadata.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use bytes::Bytes;
use futures_util::StreamExt;
use sha2::{Digest, Sha256};

use crate::engine::{Chunk, EngineError, Flow};
use crate::fate::Value;
use crate::runner::archive::{self, Bounds};
use crate::runner::workspace::Workspace;

/// The bytes of a value that are kept to be shown and searched.
pub const SHOWN: usize = 64 * 1024;

/// A file at one moment.
/// If all fields are equal, it is the same unchanged file. If an image's file equals the container's,
/// nobody wrote to it (bytes, type, mode, owner, time).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileSeen {
    /// Its content: a file's bytes, a link's target, a directory's entries.
    pub value: Value,
    /// The tar format's type byte.
    pub kind: u8,
    /// Permission bits.
    pub mode: u32,
    /// The owner's uid.
    pub uid: u64,
    /// The group's gid.
    pub gid: u64,
    /// When it was last written, in seconds since 1970.
    pub modified: u64,
}

/// Reads the first file of an engine's archive, or a directory with its entries.
///
/// # Errors
/// The engine's errors; the inner error is an invalid archive.
pub async fn read(flow: Flow<Bytes>) -> Result<io::Result<FileSeen>, EngineError> {
    archive::unpack(flow, |archive| read_archive(archive, Bounds::USUAL)).await
}

/// Reads the first file of an archive, or a directory with its entries.
///
/// # Errors
/// An invalid archive, or one that exceeds the limits; the reader's errors.
pub fn read_archive(archive: impl Read, bounds: Bounds) -> io::Result<FileSeen> {
    let (mut first, mut lines) = (None, Vec::new());
    archive::each(archive, bounds, |entry| {
        let header = entry.header().clone();
        let value = match entry.link_name_bytes() {
            Some(target) => value(&*target)?,
            None => value(&mut *entry)?,
        };
        if first.is_none() {
            let goes_on = header.entry_type().is_dir();
            first = Some((header, value));
            return Ok(goes_on);
        }
        lines.push(line(&entry.path()?, &header, &value));
        Ok(true)
    })?;
    let (header, own) = first.ok_or(io::ErrorKind::UnexpectedEof)?;
    Ok(FileSeen {
        value: if header.entry_type().is_dir() { tree(lines)? } else { own },
        kind: header.entry_type().as_byte(),
        mode: header.mode()?,
        uid: header.uid()?,
        gid: header.gid()?,
        modified: header.mtime()?,
    })
}

/// Returns a line for a directory entry: its path, its type and its own value.
fn line(path: &Path, header: &tar::Header, value: &Value) -> String {
    let path: PathBuf = path.components().skip(1).collect();
    let kind = char::from(header.entry_type().as_byte());
    format!("{}\t{kind}\t{}\n", path.display(), value.digest)
}

/// Returns the value of a directory, from a line for each entry.
/// Different content, a different name, or one entry more or less gives another value; times do not.
fn tree(mut lines: Vec<String>) -> io::Result<Value> {
    // The order in the archive is the filesystem's and means nothing.
    lines.sort_unstable();
    value(lines.concat().as_bytes())
}

/// Reads a file of the workspace.
/// `Ok(None)` if it does not exist or its path leads outside. A folder gives an empty value: only its
/// existence is reported.
///
/// # Errors
/// The filesystem's errors; an error if it is not a regular file. Reading a pipe could wait for ever.
pub fn read_local(workspace: &Workspace, name: &str) -> io::Result<Option<Value>> {
    if workspace.is_dir(name) {
        return value(&[][..]).map(Some);
    }
    match workspace.open(name) {
        Ok(file) => value(file.take(Bounds::USUAL.bytes)).map(Some),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied) => {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Returns the value of everything that `reader` yields.
///
/// # Errors
/// The reader's errors.
pub fn value(mut reader: impl Read) -> io::Result<Value> {
    let mut reading = Bytewise::default();
    let mut buffer = vec![0; 32 * 1024];
    loop {
        let length = match reader.read(&mut buffer) {
            Ok(0) => return Ok(reading.finish()),
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        reading.take(&buffer[..length]);
    }
}

/// Returns the value of everything that a program has written, up to 1 GiB.
///
/// # Errors
/// The engine's errors.
pub async fn written(mut flow: Flow<Chunk>) -> Result<Value, EngineError> {
    let mut reading = Bytewise::default();
    while let Some(chunk) = flow.next().await {
        reading.take(&chunk?.bytes);
        if reading.size > Bounds::USUAL.bytes {
            break;
        }
    }
    Ok(reading.finish())
}

/// A value that arrives in pieces.
#[derive(Default)]
struct Bytewise {
    hash: Sha256,
    shown: Vec<u8>,
    size: u64,
}

impl Bytewise {
    fn take(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.shown.extend_from_slice(&bytes[..bytes.len().min(SHOWN - self.shown.len())]);
        self.size += bytes.len() as u64;
    }

    fn finish(self) -> Value {
        let digest = format!("{:x}", self.hash.finalize());
        Value { digest, size: self.size, text: String::from_utf8_lossy(&self.shown).into_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_all_of_its_bytes_though_only_the_first_are_shown() {
        let long = vec![b'a'; SHOWN + 1];
        let (short, long) = (value(&long[..SHOWN]).unwrap(), value(&*long).unwrap());
        assert_eq!(short.text, long.text);
        assert_ne!(short, long);
        assert_eq!(long.size, SHOWN as u64 + 1);
    }

    #[test]
    fn the_digest_is_sha_256() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(value(&b""[..]).unwrap().digest, empty);
    }
}
