//! Archives that are put aside before the engine gets them: what is judged is what is sent.
//!
//! May import nothing of ours outside `engine`.

use std::fs::File;
use std::io::{self, Read, Seek, Write};

use bytes::Bytes;
use futures_util::{StreamExt, stream};

use super::super::archive_names::names_in;
use super::super::{Cause, EngineError, Flow, LedgerError, Operation};
use super::{Guard, GuardError};

/// The largest archive of images that is taken in, in bytes: 4 GiB.
const LARGEST: u64 = 4 << 30;

/// Bytes that are sent at a time.
const CHUNK: usize = 64 * 1024;

/// An archive in a file without a name.
pub(super) struct Spooled(File);

impl Guard {
    /// Puts an archive aside, in the folder of ledgers.
    pub(super) async fn spool(&self, mut tar: Flow<Bytes>) -> Result<Spooled, GuardError> {
        let folder = self.ledger().parent().unwrap_or_else(|| self.ledger()).to_owned();
        let fault = |error: io::Error| LedgerError { path: folder.clone(), words: error.to_string() };
        let mut file = tempfile::tempfile_in(&folder).map_err(fault)?;
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
        Ok(Spooled(file))
    }
}

impl Spooled {
    /// The names of the images in it.
    pub(super) async fn names(&self) -> Result<Vec<String>, EngineError> {
        let read = |mut file: File| {
            let names = names_in(&file);
            file.rewind().map(|()| names)
        };
        let file = self.0.try_clone().map_err(|error| broken(&error))?;
        let names = tokio::task::spawn_blocking(move || read(file)).await;
        // What is no archive has no names, and is sent to nobody.
        Ok(names
            .map_err(|error| broken(&io::Error::other(error)))?
            .map_err(|error| broken(&error))?
            .unwrap_or_default())
    }

    /// All of it.
    pub(super) fn flow(self) -> Flow<Bytes> {
        Box::pin(stream::unfold(Some(self.0), |file| async move {
            let mut file = file?;
            let mut chunk = vec![0; CHUNK];
            // From the page cache, or nearly so: it was written just now.
            match file.read(&mut chunk) {
                Ok(0) => None,
                Ok(length) => {
                    chunk.truncate(length);
                    Some((Ok(chunk.into()), Some(file)))
                }
                Err(error) => Some((Err(broken(&error)), None)),
            }
        }))
    }
}

fn broken(error: &io::Error) -> EngineError {
    EngineError::new(Operation::Load, "", Cause::Broken(error.to_string()))
}
