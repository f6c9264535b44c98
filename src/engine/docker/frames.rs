//! The output of a process, decoded from the engine's streams.
//!
//! The output comes in frames that name the stream of each piece, or without frames if there is a terminal. bollard
//! guesses which from the first byte, and holds text back until a newline. Both are wrong for the output of a
//! terminal, so here the caller says which.

use bytes::Bytes;
use futures_util::{StreamExt, stream};

use super::super::{Cause, Channel, Chunk, EngineError, Flow, Operation};

/// The length of a frame's header.
///
/// It has the stream, three zero bytes, and the length in four bytes.
const HEADER: usize = 8;

/// Decodes bytes into pieces of output.
///
/// With a terminal all of it is standard output.
pub(super) fn chunks(flow: Flow<Bytes>, tty: bool, operation: Operation, subject: &str) -> Flow<Chunk> {
    if tty {
        return Box::pin(flow.map(|item| item.map(|bytes| Chunk { from: Channel::Out, bytes })));
    }
    let subject = subject.to_owned();
    let broken = move |words| EngineError::new(operation, &subject, Cause::Broken(words));
    let end = stream::once(std::future::ready(None));
    let framed = flow.map(Some).chain(end).scan(Frames::default(), move |frames, item| {
        let pieces: Vec<Result<Chunk, EngineError>> = match item {
            Some(Ok(bytes)) => match frames.feed(bytes) {
                Ok(chunks) => chunks.into_iter().map(Ok).collect(),
                Err(words) => vec![Err(broken(words))],
            },
            Some(Err(error)) => {
                frames.over = true;
                vec![Err(error)]
            }
            None if frames.is_between() => Vec::new(),
            None => vec![Err(broken("cut off inside a frame".to_owned()))],
        };
        std::future::ready(Some(pieces))
    });
    Box::pin(framed.flat_map(stream::iter))
}

/// The state of decoding a stream of frames.
#[derive(Default)]
struct Frames {
    /// The part of the header that was received.
    header: Vec<u8>,
    /// The bytes of the current frame that are still missing.
    left: usize,
    /// Whether the frame is of standard error.
    err: bool,
    /// Whether an error ended the decoding.
    over: bool,
}

impl Frames {
    /// Returns the output in these bytes.
    ///
    /// It does not wait for whole frames, which may be long.
    fn feed(&mut self, mut bytes: Bytes) -> Result<Vec<Chunk>, String> {
        let mut chunks = Vec::new();
        while !bytes.is_empty() && !self.over {
            if self.left == 0 {
                let missing = (HEADER - self.header.len()).min(bytes.len());
                self.header.extend_from_slice(&bytes.split_to(missing));
                self.open()?;
            } else {
                let piece = bytes.split_to(self.left.min(bytes.len()));
                self.left -= piece.len();
                let from = if self.err { Channel::Err } else { Channel::Out };
                chunks.push(Chunk { from, bytes: piece });
            }
        }
        Ok(chunks)
    }

    /// Reads the header once it is complete.
    fn open(&mut self) -> Result<(), String> {
        let Ok([stream, 0, 0, 0, length @ ..]) = <[u8; HEADER]>::try_from(self.header.as_slice()) else {
            self.over = self.header.len() == HEADER;
            return if self.over { Err("no frame".to_owned()) } else { Ok(()) };
        };
        self.header.clear();
        self.over = stream > 3;
        self.err = stream >= 2;
        self.left = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
        if self.over { Err(format!("a frame of a stream {stream}")) } else { Ok(()) }
    }

    const fn is_between(&self) -> bool {
        self.over || (self.left == 0 && self.header.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], size: usize, tty: bool) -> (Vec<u8>, Vec<u8>, Option<EngineError>) {
        let pieces: Vec<_> = bytes.chunks(size).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
        let flow = chunks(Box::pin(stream::iter(pieces)), tty, Operation::Logs, "web");
        let (mut out, mut err, mut error) = (Vec::new(), Vec::new(), None);
        for item in futures_util::FutureExt::now_or_never(flow.collect::<Vec<_>>()).expect("at once") {
            match item {
                Ok(chunk) if chunk.from == Channel::Out => out.extend(chunk.bytes),
                Ok(chunk) => err.extend(chunk.bytes),
                Err(fault) => error = Some(fault),
            }
        }
        (out, err, error)
    }

    #[test]
    fn frames_are_read_however_they_are_cut() {
        let bytes =
            b"\x01\0\0\0\0\0\0\x03out\x02\0\0\0\0\0\0\x04err\n\x01\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\x01!";
        for size in 1..=bytes.len() {
            assert_eq!(decoded(bytes, size, false), (b"out!".to_vec(), b"err\n".to_vec(), None), "{size}");
        }
    }

    #[test]
    fn a_terminals_bytes_are_taken_as_they_are() {
        let bytes = b"\x01\0\0\0\0\0\0\x03$ \x1b[0m";
        assert_eq!(decoded(bytes, 3, true), (bytes.to_vec(), Vec::new(), None));
    }

    #[test]
    fn a_frame_that_is_cut_off_or_none_is_a_broken_answer() {
        for (bytes, out) in
            [(&b"\x01\0\0\0\0\0\0\x03ou"[..], &b"ou"[..]), (b"\x01\0\0", b""), (b"no frames at all", b"")]
        {
            let (read, _, error) = decoded(bytes, 5, false);
            assert_eq!(read, out);
            assert!(matches!(error.expect("an error").cause, Cause::Broken(_)));
        }
    }
}
