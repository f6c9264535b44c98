//! Bounds on how much of an engine's answer is read.
//!
//! An engine may answer at any length, and the content of a container makes an answer long.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_util::StreamExt;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Incoming;
use serde::Deserialize;
use serde_json::Value;
use tokio::io::{AsyncRead, ReadBuf};

use super::super::error::{CHANGES, PATHS};
use super::super::{Cause, Change, ChangeKind, EngineError, Flow, Operation};
use super::fault::broken;

/// The longest answer about one object.
///
/// Its labels, its command and its variables come from the command line and from files of 1 MiB.
const ONE: usize = 16 << 20;

/// The longest answer about all objects of a kind: some 15 000 containers.
const ALL: usize = 32 << 20;

/// The longest answer to a call that changes something: an id, warnings, a message.
const DONE: usize = 1 << 20;

/// The longest answer to a call of bollard's, including headers.
///
/// bollard reads it whole or not at all, and does not bound the number of values.
pub(super) const CARRIED: usize = 4 << 20;

/// The longest line of an answer that consists of lines.
pub(super) const LINE: usize = 4 << 20;

/// The bytes of an answer for each value in it.
///
/// A value takes up to 72 bytes of memory, and can take two bytes of an answer.
const BYTES_A_VALUE: usize = 16;

/// The longest change: a path has 4096 bytes, those of deep trees somewhat more.
const CHANGE: usize = 1 << 20;

/// Returns the most bytes that the whole answer to this operation may have.
const fn longest(operation: Operation) -> usize {
    match operation {
        Operation::List(_) | Operation::Usage => ALL,
        Operation::About
        | Operation::InspectContainer
        | Operation::InspectImage
        | Operation::InspectVolume
        | Operation::InspectNetwork
        | Operation::History
        | Operation::RemoveImage => ONE,
        _ => DONE,
    }
}

/// Returns an answer's whole body.
pub(super) async fn body(body: Incoming, operation: Operation) -> Result<Bytes, Cause> {
    let most = longest(operation);
    let read = Limited::new(body, most).collect().await.map_err(|error| {
        if error.is::<LengthLimitError>() { Cause::TooLong(most) } else { broken(error.as_ref()) }
    })?;
    Ok(read.to_bytes())
}

/// Returns the JSON value of an answer to this operation.
pub(super) fn json(text: &[u8], operation: Operation) -> Result<Value, Cause> {
    value(text, longest(operation))
}

/// Returns the JSON value of a line of an answer.
pub(super) fn line(text: &[u8]) -> Result<Value, Cause> {
    value(text, LINE)
}

/// Returns the value of a text of at most this many bytes.
///
/// The number of its values is bounded too: in memory `[0,0,…]` is forty times as large.
fn value(text: &[u8], most: usize) -> Result<Value, Cause> {
    if text.len() > most || values(text) > most / BYTES_A_VALUE {
        return Err(Cause::TooLong(most));
    }
    serde_json::from_slice(text).map_err(|error| Cause::Broken(format!("{error} (byte {})", error.column())))
}

/// Returns a lower bound of the number of values in a JSON text.
fn values(text: &[u8]) -> usize {
    let (mut count, mut string, mut escaped) = (1, false, false);
    for &byte in text {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if string => escaped = true,
            b'"' => string = !string,
            b',' | b'[' | b'{' if !string => count += 1,
            _ => {}
        }
    }
    count
}

/// A reader that fails with [`Cause::TooLong`] after this many bytes.
pub(super) struct BoundedReader<R> {
    reading: R,
    most: Option<usize>,
    read: usize,
}

impl<R> BoundedReader<R> {
    pub(super) const fn new(reading: R, most: Option<usize>) -> Self {
        Self { reading, most, read: 0 }
    }
}

impl<R: AsyncRead + Unpin> AsyncRead for BoundedReader<R> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.reading).poll_read(context, buffer))?;
        self.read = self.read.saturating_add(buffer.filled().len() - before);
        match self.most {
            Some(most) if self.read > most => {
                buffer.set_filled(before);
                Poll::Ready(Err(io::Error::other(Cause::TooLong(most))))
            }
            _ => Poll::Ready(Ok(())),
        }
    }
}

/// One change as the engine reports it.
#[derive(Deserialize)]
struct RawChange {
    #[serde(rename = "Path")]
    path: String,
    #[serde(rename = "Kind")]
    kind: u8,
}

/// Returns the changes of a container's layer. Their list is read item by item.
pub(super) async fn changes(mut pieces: Flow<Bytes>, subject: &str) -> Result<Vec<Change>, EngineError> {
    let mut list = List::default();
    while let Some(piece) = pieces.next().await {
        list.feed(&piece?).map_err(|cause| EngineError::new(Operation::Changes, subject, cause))?;
    }
    list.finish().map_err(|cause| EngineError::new(Operation::Changes, subject, cause))
}

/// A list of flat objects, read item by item as they arrive.
#[derive(Default)]
struct List {
    changes: Vec<Change>,
    /// The total length of their paths, in bytes.
    paths: usize,
    /// The bytes of the current item, or those between two items.
    item: Vec<u8>,
    state: ListState,
    string: bool,
    escaped: bool,
}

/// How far the list was read.
#[derive(Default, PartialEq, Eq, Clone, Copy)]
enum ListState {
    /// Before the opening bracket, or in a word instead of a list, such as `null`.
    #[default]
    Before,
    /// Between two items.
    Between,
    /// In an item.
    Item,
    /// After the closing bracket.
    After,
}

impl List {
    fn feed(&mut self, piece: &[u8]) -> Result<(), Cause> {
        for &byte in piece {
            match (self.state, byte) {
                (ListState::Item, _) => self.in_item(byte)?,
                (_, b' ' | b'\t' | b'\r' | b'\n') | (ListState::Between, b',') => {}
                (ListState::Before, b'[') if self.item.is_empty() => self.state = ListState::Between,
                (ListState::Before, _) if self.item.len() < 4 => self.item.push(byte),
                (ListState::Between, b']') => self.state = ListState::After,
                (ListState::Between, b'{') => {
                    self.state = ListState::Item;
                    self.item.push(byte);
                }
                _ => return Err(Cause::Broken("no list of changes".to_owned())),
            }
        }
        Ok(())
    }

    fn in_item(&mut self, byte: u8) -> Result<(), Cause> {
        self.item.push(byte);
        if self.item.len() > CHANGE {
            return Err(Cause::TooManyChanges);
        }
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' if self.string => self.escaped = true,
            b'"' => self.string = !self.string,
            b'}' if !self.string => self.close()?,
            _ => {}
        }
        Ok(())
    }

    /// Parses and adds the item that is complete.
    fn close(&mut self) -> Result<(), Cause> {
        let broken = |words: String| Cause::Broken(words);
        let told: RawChange =
            serde_json::from_slice(&self.item).map_err(|error| broken(error.to_string()))?;
        self.item.clear();
        self.state = ListState::Between;
        self.paths += told.path.len();
        if self.changes.len() == CHANGES || self.paths > PATHS {
            return Err(Cause::TooManyChanges);
        }
        let kind = match told.kind {
            0 => ChangeKind::Modified,
            1 => ChangeKind::Added,
            2 => ChangeKind::Deleted,
            kind => return Err(broken(format!("a change of kind {kind}"))),
        };
        self.changes.push(Change { path: told.path, kind });
        Ok(())
    }

    /// Returns all changes if the list is complete. An engine sends `null` for none.
    fn finish(self) -> Result<Vec<Change>, Cause> {
        let none = self.state == ListState::Before && self.item == b"null";
        if none || self.state == ListState::After {
            return Ok(self.changes);
        }
        Err(Cause::Broken("the list of changes was cut off".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncReadExt;

    use super::*;

    /// Reads a text in pieces of this many bytes.
    fn read(text: &[u8], size: usize) -> Result<Vec<(String, ChangeKind)>, Cause> {
        let mut list = List::default();
        text.chunks(size).try_for_each(|piece| list.feed(piece))?;
        Ok(list.finish()?.into_iter().map(|change| (change.path, change.kind)).collect())
    }

    #[test]
    fn changes_are_read_however_they_are_cut() {
        let text =
            br#" [{"Path":"/a \"}]\\","Kind":0}, {"Kind":1,"Path":"/b\u00e4"},{"Path":"/c","Kind":2}] "#;
        let expected =
            [("/a \"}]\\", ChangeKind::Modified), ("/bä", ChangeKind::Added), ("/c", ChangeKind::Deleted)];
        let expected: Vec<_> = expected.into_iter().map(|(path, kind)| (path.to_owned(), kind)).collect();
        for size in 1..=text.len() {
            assert_eq!(read(text, size), Ok(expected.clone()), "{size}");
        }
        for none in [&b"null\n"[..], b"[]", b" [ ] "] {
            assert_eq!(read(none, 1), Ok(Vec::new()));
        }
    }

    #[test]
    fn what_is_no_list_of_changes_is_a_broken_answer() {
        for text in [
            "",
            "[",
            "nul",
            "nulll",
            "{}",
            "7",
            "[1]",
            "[null]",
            "[{]",
            "[{}]",
            "[[]]",
            "[]x",
            "[] []",
            r#"[{"Path":"/a","Kind":3}]"#,
            r#"[{"Path":"/a","Kind":0}"#,
            r#"[{"Path":["/a"],"Kind":0}]"#,
            r#"[{"Path":"/a","Kind":{}}]"#,
        ] {
            let read = read(text.as_bytes(), 3);
            assert!(matches!(read, Err(Cause::Broken(_))), "{text}: {read:?}");
        }
    }

    #[test]
    fn a_layer_with_too_many_changes_is_told_and_not_cut() {
        let item = |path: &str| format!("{{\"Path\":\"{path}\",\"Kind\":1}},").into_bytes();
        let fed = |item: &[u8], times: usize| {
            let mut list = List::default();
            list.feed(b"[").and_then(|()| (0..times).try_for_each(|_| list.feed(item)))?;
            list.feed(b"]").and_then(|()| list.finish()).map(|changes| changes.len())
        };
        assert_eq!(fed(&item("/a"), CHANGES), Ok(CHANGES));
        assert_eq!(fed(&item("/a"), CHANGES + 1), Err(Cause::TooManyChanges));
        let long = item(&"/a".repeat(CHANGE / 4));
        assert_eq!(fed(&long, 2 * PATHS / CHANGE), Ok(2 * PATHS / CHANGE));
        assert_eq!(fed(&long, 2 * PATHS / CHANGE + 1), Err(Cause::TooManyChanges));
        // An unterminated item.
        assert_eq!(fed(b"{\"Path\":\"aaaaaaaa", CHANGE), Err(Cause::TooManyChanges));
    }

    #[tokio::test]
    async fn a_connection_breaks_after_its_bound_and_not_before() {
        let text = [b'x'; 100];
        let read = |most| async move {
            let mut kept = Vec::new();
            BoundedReader::new(&text[..], most).read_to_end(&mut kept).await.map_err(|error| broken(&error))
        };
        assert_eq!(read(None).await, Ok(100));
        assert_eq!(read(Some(100)).await, Ok(100));
        assert_eq!(read(Some(99)).await, Err(Cause::TooLong(99)));
    }

    #[test]
    fn values_are_counted_and_what_stands_in_a_text_is_none() {
        for (text, count) in [("1", 1), ("[]", 2), (r#"{"a":[1,2],"b":",[{"}"#, 5), (r#"["\",[",1]"#, 3)] {
            assert_eq!(values(text.as_bytes()), count, "{text}");
        }
        let list = |count: usize| format!("[{}0]", "0,".repeat(count)).into_bytes();
        let most = DONE / BYTES_A_VALUE;
        assert!(json(&list(most - 2), Operation::Start).is_ok());
        assert_eq!(json(&list(most), Operation::Start), Err(Cause::TooLong(DONE)));
        assert!(json(&list(most), Operation::About).is_ok(), "an answer about one thing may be longer");
        assert_eq!(line(&list(LINE / BYTES_A_VALUE)), Err(Cause::TooLong(LINE)));
        let text = format!("\"{}\"", ",".repeat(LINE - 2));
        assert!(line(text.as_bytes()).is_ok(), "one long text");
        assert_eq!(line(format!("{text} ").as_bytes()), Err(Cause::TooLong(LINE)));
    }
}
