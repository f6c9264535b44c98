//! Tar archives as streams. The `tar` library reads and writes them in a thread of its own, so that a
//! file of any size needs only a few chunks of memory.

use std::io::{self, Read, Write};

use bytes::Bytes;
use futures_util::StreamExt;
use tokio::sync::mpsc;

pub use crate::engine::{Bounds, each_entry as each};
use crate::engine::{Cause, EngineError, Flow, Operation};

/// Chunks buffered between the engine's stream and the archive's thread.
const IN_FLIGHT: usize = 4;
/// The size of a chunk that is sent to the engine, in bytes.
const CHUNK: usize = 64 * 1024;

/// Reads an archive with `read`, in its own thread, while the engine sends it.
/// What `read` leaves unread is not fetched. If the stream breaks before that, `read` gets the error
/// there and never a false end of the archive.
///
/// # Errors
/// The engine's error if the stream breaks, otherwise what `read` returns.
pub async fn unpack<T: Send + 'static>(
    mut flow: Flow<Bytes>,
    read: impl FnOnce(Incoming) -> io::Result<T> + Send + 'static,
) -> Result<io::Result<T>, EngineError> {
    let (sender, receiver) = mpsc::channel(IN_FLIGHT);
    let reading = tokio::task::spawn_blocking(move || read(Incoming { receiver, chunk: Bytes::new() }));
    let mut fault = None;
    while let Some(chunk) = flow.next().await {
        let piece = chunk.map_err(|error| {
            let words = error.to_string();
            fault = Some(error);
            io::Error::other(words)
        });
        if sender.send(piece).await.is_err() || fault.is_some() {
            break;
        }
    }
    drop(sender);
    let result = reading.await.unwrap_or_else(|panic| Err(io::Error::other(panic)));
    match (result, fault) {
        // The engine's fault says more than what the reader made of the broken stream.
        (Err(_), Some(fault)) => Err(fault),
        (result, _) => Ok(result),
    }
}

/// Creates an archive with `write`, in its own thread, while the engine reads it.
pub fn pack(
    write: impl FnOnce(&mut tar::Builder<Outgoing>) -> io::Result<()> + Send + 'static,
) -> Flow<Bytes> {
    let (sender, receiver) = mpsc::channel(IN_FLIGHT);
    let failed = sender.clone();
    tokio::task::spawn_blocking(move || {
        let mut archive = tar::Builder::new(Outgoing { sender, chunk: Vec::with_capacity(CHUNK) });
        let written = write(&mut archive).and_then(|()| archive.into_inner()?.flush());
        if let Err(error) = written {
            let cause = Cause::Broken(error.to_string());
            // The send fails only if the receiver is gone, and then the error interests no one.
            let _ = failed.blocking_send(Err(EngineError {
                operation: Operation::Write,
                subject: String::new(),
                cause,
            }));
        }
    });
    Box::pin(futures_util::stream::unfold(receiver, |mut receiver| async move {
        receiver.recv().await.map(|chunk| (chunk, receiver))
    }))
}

/// The bytes of an archive as they arrive.
pub struct Incoming {
    receiver: mpsc::Receiver<io::Result<Bytes>>,
    chunk: Bytes,
}

impl Read for Incoming {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.chunk.is_empty() {
            match self.receiver.blocking_recv() {
                Some(chunk) => self.chunk = chunk?,
                None => return Ok(0),
            }
        }
        let length = buffer.len().min(self.chunk.len());
        buffer[..length].copy_from_slice(&self.chunk.split_to(length));
        Ok(length)
    }
}

/// Receives the bytes of an archive as it is created.
pub struct Outgoing {
    sender: mpsc::Sender<Result<Bytes, EngineError>>,
    chunk: Vec<u8>,
}

impl Write for Outgoing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.chunk.extend_from_slice(bytes);
        if self.chunk.len() >= CHUNK {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.chunk.is_empty() {
            return Ok(());
        }
        let chunk = std::mem::replace(&mut self.chunk, Vec::with_capacity(CHUNK));
        self.sender.blocking_send(Ok(chunk.into())).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_current_thread().build().unwrap()
    }

    #[test]
    fn what_is_packed_is_unpacked() {
        let back = runtime().block_on(async {
            let flow = pack(|archive| {
                let mut header = tar::Header::new_gnu();
                header.set_size(300_000);
                header.set_mode(0o644);
                archive.append_data(&mut header, "a/page.html", io::repeat(7).take(300_000))
            });
            unpack(flow, |archive| {
                let (mut path, mut content) = (String::new(), Vec::new());
                each(archive, Bounds::USUAL, |entry| {
                    path = entry.path()?.display().to_string();
                    entry.read_to_end(&mut content).map(|_| true)
                })?;
                Ok((path, content))
            })
            .await
        });
        let (path, content) = back.unwrap().unwrap();
        assert_eq!(path, "a/page.html");
        assert_eq!(content, vec![7; 300_000]);
    }

    #[test]
    fn an_engine_fault_in_the_middle_is_reported_as_such() {
        let fault = EngineError {
            operation: Operation::Read,
            subject: "web:/x".into(),
            cause: Cause::Broken("reset".into()),
        };
        let flow: Flow<Bytes> =
            Box::pin(futures_util::stream::iter([Ok(Bytes::from_static(&[1; 100])), Err(fault.clone())]));
        let result = runtime().block_on(unpack(flow, |archive| each(archive, Bounds::USUAL, |_| Ok(true))));
        assert_eq!(result.unwrap_err(), fault);
    }

    /// Returns an archive of two files, as engines write it.
    fn two_files() -> Vec<u8> {
        let mut archive = tar::Builder::new(Vec::new());
        for (name, length) in [("one", 700), ("two", 1000)] {
            let mut header = tar::Header::new_gnu();
            header.set_size(length);
            header.set_mode(0o644);
            archive.append_data(&mut header, name, io::repeat(7).take(length)).unwrap();
        }
        archive.into_inner().unwrap()
    }

    fn lengths(bytes: &[u8]) -> io::Result<Vec<u64>> {
        let mut lengths = Vec::new();
        each(bytes, Bounds::USUAL, |entry| {
            lengths.push(io::copy(entry, &mut io::sink())?);
            Ok(true)
        })?;
        Ok(lengths)
    }

    #[test]
    fn an_archive_that_is_cut_off_anywhere_is_no_shorter_one() {
        let whole = two_files();
        assert_eq!(lengths(&whole).unwrap(), [700, 1000]);
        // Two blocks of zeros end an archive; one is enough to recognize the end.
        let end = whole.iter().rposition(|&byte| byte != 0).unwrap().next_multiple_of(512) + 512;
        for cut in 0..end {
            assert!(lengths(&whole[..cut]).is_err(), "cut at {cut}");
        }
        assert_eq!(lengths(&whole[..end]).unwrap(), [700, 1000]);
    }

    #[test]
    fn what_is_read_before_a_fault_is_whole() {
        let fault = EngineError {
            operation: Operation::Read,
            subject: "web:/x".into(),
            cause: Cause::Broken("reset".into()),
        };
        let whole = two_files();
        let first = |cut: usize| {
            let pieces = [Ok(Bytes::copy_from_slice(&whole[..cut])), Err(fault.clone())];
            let flow: Flow<Bytes> = Box::pin(futures_util::stream::iter(pieces));
            runtime().block_on(unpack(flow, |archive| {
                let mut length = 0;
                each(archive, Bounds::USUAL, |entry| {
                    length = io::copy(entry, &mut io::sink())?;
                    Ok(false)
                })?;
                Ok(length)
            }))
        };
        assert_eq!(first(512 + 700).unwrap().unwrap(), 700);
        assert_eq!(first(512 + 699).unwrap_err(), fault);
        assert_eq!(first(200).unwrap_err(), fault);
    }
}
