//! The Dockerfile of a build's context: the first file of the archive for the engine.

use std::io::{self, Read};
use std::ops::Range;
use std::path::{Component, Path};

use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt, stream};

use super::super::dockerfile;
use super::super::{Cause, EngineError, Flow, Operation};

/// The size of a block of an archive, in bytes.
const BLOCK: usize = 512;

/// The largest Dockerfile, in bytes.
const LONGEST: u64 = 1 << 20;

/// A context that begins with its Dockerfile.
pub(super) struct Head {
    /// The Dockerfile.
    pub text: String,
    /// The part of the context that was read so far.
    seen: Bytes,
    /// Where the Dockerfile's header begins in that part, and where its content is.
    header: usize,
    content: Range<usize>,
    /// The rest of the context.
    rest: Flow<Bytes>,
}

impl Head {
    /// Returns the context with this text as its Dockerfile.
    pub fn with_text(self, text: &str) -> Flow<Bytes> {
        let mut header = tar::Header::new_old();
        header.as_mut_bytes().copy_from_slice(&self.seen[self.header..self.content.start]);
        header.set_size(text.len() as u64);
        header.set_cksum();
        let mut head = self.seen[..self.header].to_vec();
        head.extend_from_slice(header.as_bytes());
        head.extend_from_slice(text.as_bytes());
        head.resize(padded(head.len()), 0);
        head.extend_from_slice(&self.seen[padded(self.content.end)..]);
        Box::pin(stream::iter([Ok(head.into())]).chain(self.rest))
    }
}

/// Returns the end of the block that this position lies in.
const fn padded(end: usize) -> usize {
    end.next_multiple_of(BLOCK)
}

/// Reads the Dockerfile of this name, which a context begins with.
///
/// # Errors
///
/// The errors of the context's source; an error if the context does not begin with its Dockerfile.
pub(super) async fn head(mut rest: Flow<Bytes>, name: &str) -> Result<Head, EngineError> {
    if !dockerfile::is_plain_name(name) {
        return Err(broken("its Dockerfile has a name that engines could read in different ways"));
    }
    let mut seen = BytesMut::new();
    loop {
        if let Some(found) = first_file(&seen, name).map_err(|error| broken(&error.to_string()))? {
            let (text, header, content) = found;
            return Ok(Head { text, seen: seen.freeze(), header, content, rest });
        }
        match rest.next().await {
            Some(piece) => seen.extend_from_slice(&piece?),
            None => return Err(broken("it ends within its Dockerfile")),
        }
    }
}

fn broken(words: &str) -> EngineError {
    EngineError::new(Operation::Build, "", Cause::Broken(format!("the build's context: {words}")))
}

/// Returns the first file's text, its header's position and its content's range.
///
/// `Ok(None)` if the file is not complete yet.
fn first_file(seen: &[u8], name: &str) -> io::Result<Option<(String, usize, Range<usize>)>> {
    let mut archive = tar::Archive::new(seen);
    let Some(entry) = archive.entries()?.next() else { return Ok(None) };
    let Ok(mut entry) = entry else {
        // The data ends within a header, or is no archive.
        let whole = (seen.len() as u64) < LONGEST;
        return if whole { Ok(None) } else { Err(io::ErrorKind::InvalidData.into()) };
    };
    let path = entry.path()?.into_owned();
    let clean = |path: &Path| {
        path.components().filter(|part| *part != Component::CurDir).collect::<std::path::PathBuf>()
    };
    if clean(&path) != clean(Path::new(name)) || !entry.header().entry_type().is_file() {
        return Err(io::Error::other("its Dockerfile is not the first file"));
    }
    if entry.size() > LONGEST {
        return Err(io::Error::other("its Dockerfile is longer than 1 MiB"));
    }
    let place = |at: u64| usize::try_from(at).map_err(io::Error::other);
    let (header, begin) = (place(entry.raw_header_position())?, place(entry.raw_file_position())?);
    let content = begin..begin + place(entry.size())?;
    // A sparse file has more than one block before its content.
    if content.start - header != BLOCK {
        return Err(io::Error::other("its Dockerfile is a sparse file"));
    }
    let mut text = Vec::new();
    entry.read_to_end(&mut text).ok();
    // With the padding of its last block.
    let whole = seen.len() >= padded(content.end);
    Ok(whole.then(|| (String::from_utf8_lossy(&text).into_owned(), header, content)))
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn context(files: &[(&str, &str)]) -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        for (path, content) in files {
            let mut header = tar::Header::new_gnu();
            header.set_size(content.len() as u64);
            builder.append_data(&mut header, path, content.as_bytes()).unwrap();
        }
        builder.into_inner().unwrap()
    }

    fn bytes_of(flow: Flow<Bytes>) -> Vec<u8> {
        flow.map(Result::unwrap).collect::<Vec<_>>().now_or_never().unwrap().concat()
    }

    #[test]
    fn a_dockerfile_is_put_into_a_context_and_all_else_stays() {
        let long = format!("{}Dockerfile", "deep/".repeat(40));
        for (name, rest) in [("Dockerfile", "x".repeat(700)), (long.as_str(), String::new())] {
            let bytes = context(&[(name, "FROM nginx\n"), ("page", &rest)]);
            let pieces: Vec<_> = bytes.chunks(100).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
            let head = head(Box::pin(stream::iter(pieces)), name).now_or_never().unwrap().ok().unwrap();
            let made = bytes_of(head.with_text("FROM nginx\nLABEL a=b\n"));
            assert_eq!(made, context(&[(name, "FROM nginx\nLABEL a=b\n"), ("page", &rest)]));
        }
    }

    #[test]
    fn a_context_begins_with_its_dockerfile_however_it_is_cut() {
        let bytes = context(&[("./Dockerfile", "FROM nginx\n"), ("page", "text")]);
        let read = |bytes: &[u8], size: usize, name: &str| {
            let pieces: Vec<_> = bytes.chunks(size).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
            let head = head(Box::pin(stream::iter(pieces)), name).now_or_never().unwrap();
            head.map(|head| (head.text.clone(), bytes_of(head.with_text("FROM nginx\n"))))
        };
        for size in [1, 100, 512, bytes.len()] {
            assert_eq!(
                read(&bytes, size, "Dockerfile"),
                Ok(("FROM nginx\n".to_owned(), bytes.clone())),
                "{size}"
            );
        }
        for name in ["Dockerfile.in", "[\"Dockerfile\"]", "http://localhost/Dockerfile"] {
            assert!(read(&context(&[(name, "FROM nginx\n")]), 512, name).is_err(), "{name}");
        }
        for (bytes, name) in [(&bytes[..], "page"), (&bytes[..515], "Dockerfile"), (&[0xff; 4096], "x")] {
            assert!(read(bytes, 512, name).is_err(), "{name}");
        }
    }
}
