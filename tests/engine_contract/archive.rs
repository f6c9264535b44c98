//! Tar archives, made and read piece by piece.

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use statelab::engine::{EngineError, Flow};

/// The size of a tar block.
const BLOCK: usize = 512;

fn header(path: &str, size: u64) -> Bytes {
    let mut header = tar::Header::new_gnu();
    header.set_path(path).expect("a short path");
    header.set_size(size);
    header.set_mode(0o644);
    header.set_cksum();
    Bytes::copy_from_slice(header.as_bytes())
}

/// An archive of one file with these bytes.
pub fn of(path: &str, content: &str) -> Flow<Bytes> {
    let mut padded = content.as_bytes().to_vec();
    padded.resize(padded.len().next_multiple_of(BLOCK) + 2 * BLOCK, 0);
    let pieces = [header(path, content.len() as u64), Bytes::from(padded)];
    Box::pin(stream::iter(pieces.map(Ok)))
}

/// An archive of one file of so many mebibytes of nothing, never in memory as a whole.
pub fn huge(path: &str, mebibytes: usize) -> Flow<Bytes> {
    let mebibyte = Bytes::from(vec![0; 1 << 20]);
    let head = stream::iter([header(path, (mebibytes as u64) << 20)]);
    let body = stream::repeat(mebibyte).take(mebibytes);
    let tail = stream::iter([Bytes::from(vec![0; 2 * BLOCK])]);
    Box::pin(head.chain(body).chain(tail).map(Ok))
}

/// An archive whose source breaks in the middle.
pub fn broken(path: &str, error: EngineError) -> Flow<Bytes> {
    Box::pin(stream::iter([Ok(header(path, 1 << 20)), Err(error)]))
}

/// The content of the first entry of an archive.
pub async fn first(mut archive: Flow<Bytes>) -> String {
    use std::io::Read as _;

    let mut all = Vec::new();
    while let Some(piece) = archive.next().await {
        all.extend_from_slice(&piece.expect("a piece"));
    }
    let mut archive = tar::Archive::new(all.as_slice());
    let mut text = String::new();
    let mut entry = archive.entries().expect("entries").next().expect("one").expect("readable");
    entry.read_to_string(&mut text).expect("text");
    text
}

/// How many bytes an archive has, and how many the largest piece.
pub async fn measured(mut archive: Flow<Bytes>) -> (usize, usize) {
    let (mut all, mut largest) = (0, 0);
    while let Some(piece) = archive.next().await {
        let piece = piece.expect("a piece");
        all += piece.len();
        largest = largest.max(piece.len());
    }
    (all, largest)
}

/// Whether an archive has these bytes somewhere; never in memory as a whole.
pub async fn contains(mut archive: Flow<Bytes>, bytes: &[u8]) -> bool {
    let (mut found, mut kept) = (false, Vec::new());
    while let Some(piece) = archive.next().await {
        kept.extend_from_slice(&piece.expect("a piece"));
        found |= kept.windows(bytes.len()).any(|window| window == bytes);
        kept.drain(..kept.len().saturating_sub(bytes.len()));
    }
    found
}

/// An archive of these files.
pub fn tree(files: &[(&str, &str)]) -> Flow<Bytes> {
    let mut builder = tar::Builder::new(Vec::new());
    for (path, content) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        builder.append_data(&mut header, path, content.as_bytes()).expect("appended");
    }
    let bytes = builder.into_inner().expect("whole");
    Box::pin(stream::iter([Ok(Bytes::from(bytes))]))
}
