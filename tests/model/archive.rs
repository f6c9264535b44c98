//! Tar archives in and out, piece by piece: the work is the crate `tar`'s.

use std::io::{self, Read};

use bytes::{Buf, Bytes};
use futures_util::{StreamExt, stream};
use statelab::engine::{EngineError, Flow};
use tokio::sync::mpsc;

use super::content::{Content, PIECE};
use super::tree::{Node, Thing};

/// The size of a tar block.
const BLOCK: u64 = 512;

/// A path of an archive, without its leading and trailing slashes, and what is there.
pub type Entry = (String, Node);

fn header(node: &Node) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    header.set_mode(node.mode);
    header.set_uid(node.uid.into());
    header.set_gid(node.gid.into());
    header.set_mtime(node.time / 1_000_000_000);
    header.set_size(0);
    header.set_entry_type(match &node.thing {
        Thing::File(_) => tar::EntryType::Regular,
        Thing::Directory => tar::EntryType::Directory,
        Thing::Link(_) => tar::EntryType::Symlink,
        Thing::Pipe => tar::EntryType::Fifo,
        Thing::Device(_) => tar::EntryType::Char,
    });
    header
}

/// One entry: its header, and its bytes, which are shared with the file.
fn pieces((path, node): &Entry) -> io::Result<Vec<Bytes>> {
    let mut builder = tar::Builder::new(Vec::new());
    let mut header = header(node);
    let path = if node.is_directory() { format!("{path}/") } else { path.clone() };
    let Thing::File(content) = &node.thing else {
        if let Thing::Link(target) = &node.thing {
            builder.append_link(&mut header, path, target)?;
        } else {
            builder.append_data(&mut header, path, io::empty())?;
        }
        return Ok(vec![Bytes::from(std::mem::take(builder.get_mut()))]);
    };
    header.set_size(content.len());
    builder.append_data(&mut header, path, io::empty())?;
    let mut pieces = vec![Bytes::from(std::mem::take(builder.get_mut()))];
    pieces.extend_from_slice(content.pieces());
    let padding = content.len().next_multiple_of(BLOCK) - content.len();
    pieces.push(Content::zeros(padding).bytes());
    Ok(pieces)
}

/// An archive of these entries.
pub fn pack(entries: Vec<Entry>) -> Flow<Bytes> {
    Box::pin(stream::iter(packed(entries).map(Ok)))
}

/// The same, in pieces.
pub fn packed(entries: Vec<Entry>) -> impl Iterator<Item = Bytes> + Send {
    let all = entries.into_iter().flat_map(|entry| pieces(&entry).unwrap_or_default());
    let end = Content::zeros(2 * BLOCK).bytes();
    all.filter(|piece| !piece.is_empty()).chain([end])
}

/// A stream, as `tar` wants to read it.
struct Source {
    pieces: mpsc::Receiver<Result<Bytes, EngineError>>,
    piece: Bytes,
    broken: Option<EngineError>,
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.piece.is_empty() {
            match self.pieces.blocking_recv() {
                None => return Ok(0),
                Some(Ok(piece)) => self.piece = piece,
                Some(Err(error)) => {
                    self.broken = Some(error);
                    return Err(io::Error::other("the source broke"));
                }
            }
        }
        let size = self.piece.len().min(buffer.len());
        self.piece.copy_to_slice(&mut buffer[..size]);
        Ok(size)
    }
}

/// Why an archive could not be read.
pub enum Fault {
    /// What it came from broke.
    Source(EngineError),
    /// It is none.
    Archive(String),
}

/// All that an archive holds.
pub fn entries(source: impl Read) -> io::Result<Vec<Entry>> {
    let mut found: Vec<Entry> = Vec::new();
    let mut archive = tar::Archive::new(source);
    archive.set_ignore_zeros(false);
    for entry in archive.entries()? {
        let mut entry = entry?;
        let kind = entry.header().entry_type();
        let path = entry.path()?.to_string_lossy().into_owned();
        let path =
            path.split('/').filter(|part| !part.is_empty() && *part != ".").collect::<Vec<_>>().join("/");
        let target = entry.link_name()?.map(|target| target.to_string_lossy().into_owned());
        let thing = match kind {
            tar::EntryType::Directory => Thing::Directory,
            tar::EntryType::Symlink => Thing::Link(target.unwrap_or_default()),
            tar::EntryType::Fifo => Thing::Pipe,
            tar::EntryType::Char | tar::EntryType::Block => Thing::Device("null"),
            tar::EntryType::Link => {
                let target = target.unwrap_or_default();
                let target = target.trim_matches('/');
                found
                    .iter()
                    .find(|(path, _)| path == target)
                    .map_or_else(Default::default, |it| it.1.thing.clone())
            }
            _ => {
                let (mut content, mut buffer) = (Content::default(), vec![0; PIECE]);
                loop {
                    let mut size = 0;
                    while size < PIECE {
                        match entry.read(&mut buffer[size..])? {
                            0 => break,
                            more => size += more,
                        }
                    }
                    if size == 0 {
                        break;
                    }
                    content.push(&buffer[..size]);
                }
                Thing::File(content)
            }
        };
        let header = entry.header();
        let whole = |number: u64| u32::try_from(number).unwrap_or_default();
        let node = Node {
            thing,
            mode: header.mode().unwrap_or(0o644) & 0o7777,
            uid: whole(header.uid().unwrap_or_default()),
            gid: whole(header.gid().unwrap_or_default()),
            time: header.mtime().unwrap_or_default() * 1_000_000_000,
        };
        found.push((path, node));
    }
    Ok(found)
}

impl Default for Thing {
    fn default() -> Self {
        Self::File(Content::default())
    }
}

/// All that an archive holds. The bytes of long files are shared or zero: see [`Content`].
pub async fn unpack(mut archive: Flow<Bytes>) -> Result<Vec<Entry>, Fault> {
    let (sender, pieces) = mpsc::channel(4);
    let reading = tokio::task::spawn_blocking(move || {
        let mut source = Source { pieces, piece: Bytes::new(), broken: None };
        let found = entries(&mut source);
        let whole = found.map_err(|error| match source.broken.take() {
            Some(error) => Fault::Source(error),
            None => Fault::Archive(error.to_string()),
        });
        // What comes behind the archive's end is read, and means nothing.
        while source.broken.is_none() && source.read(&mut [0; 4096]).is_ok_and(|size| size > 0) {}
        whole
    });
    while let Some(piece) = archive.next().await {
        if sender.send(piece).await.is_err() {
            break;
        }
    }
    drop(sender);
    reading.await.unwrap_or_else(|error| Err(Fault::Archive(error.to_string())))
}
