//! Archives are stored in a file before the engine gets their content: what is checked is what is sent.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use bytes::Bytes;
use futures_util::{StreamExt, stream};

use super::super::image_archive::{ImageArchive, Piece};
use super::super::{Cause, EngineError, Flow, LedgerError, Operation};
use super::{Guard, GuardError};

/// The largest archive of images that is accepted, in bytes: 4 GiB.
const LARGEST: u64 = 4 << 30;

/// The number of bytes that are sent at a time.
const CHUNK: u64 = 64 * 1024;

/// An archive in an unnamed file, and the pieces of it to send.
pub(super) struct Spooled {
    file: File,
    pieces: VecDeque<Piece>,
}

impl Guard {
    /// Stores an archive of images in a file, and reads it.
    pub(super) async fn spool(&self, tar: Flow<Bytes>) -> Result<(Spooled, ImageArchive), GuardError> {
        let file = self.put_aside(tar).await?;
        let read = tokio::task::spawn_blocking(move || (ImageArchive::read(&file), file)).await;
        let (archive, file) = read.map_err(|error| self.unwritten(&io::Error::other(error)))?;
        let archive = archive?;
        let pieces = archive.pieces().map_err(|error| self.unwritten(&error))?.into();
        Ok((Spooled { file, pieces }, archive))
    }

    /// Writes a stream to an unnamed file in the folder of ledgers.
    pub(super) async fn put_aside(&self, mut tar: Flow<Bytes>) -> Result<File, GuardError> {
        let fault = |error: io::Error| self.unwritten(&error);
        let mut file = tempfile::tempfile_in(self.spool_folder()).map_err(fault)?;
        let mut size = 0;
        while let Some(piece) = tar.next().await {
            let piece = piece?;
            size += piece.len() as u64;
            if size > LARGEST {
                return Err(GuardError::TooLarge { most: LARGEST });
            }
            file.write_all(&piece).map_err(fault)?;
        }
        file.rewind().map_err(fault)?;
        Ok(file)
    }

    fn spool_folder(&self) -> &Path {
        self.ledger().parent().unwrap_or_else(|| self.ledger())
    }

    fn unwritten(&self, error: &io::Error) -> LedgerError {
        LedgerError { path: self.spool_folder().to_owned(), words: error.to_string() }
    }
}

impl Spooled {
    /// Returns the pieces as a stream.
    pub(super) fn flow(self) -> Flow<Bytes> {
        Box::pin(stream::unfold(Some(self), |spooled| async move {
            let mut spooled = spooled?;
            match spooled.next() {
                Ok(bytes) => bytes.map(|bytes| (Ok(bytes), Some(spooled))),
                Err(error) => Some((Err(broken(&error)), None)),
            }
        }))
    }

    /// Returns the next bytes. They usually come from the page cache.
    fn next(&mut self) -> io::Result<Option<Bytes>> {
        match self.pieces.pop_front() {
            None => Ok(None),
            Some(Piece::Bytes(bytes)) => Ok(Some(bytes.into())),
            Some(Piece::Part(at, size)) => {
                let length = size.min(CHUNK);
                if size > length {
                    self.pieces.push_front(Piece::Part(at + length, size - length));
                }
                let mut chunk = Vec::new();
                self.file.seek(SeekFrom::Start(at))?;
                match (&mut self.file).take(length).read_to_end(&mut chunk)? {
                    read if read as u64 == length => Ok(Some(chunk.into())),
                    _ => Err(io::ErrorKind::UnexpectedEof.into()),
                }
            }
        }
    }
}

fn broken(error: &io::Error) -> EngineError {
    EngineError::new(Operation::Load, "", Cause::Broken(error.to_string()))
}
