//! How a recording is read: line by line, whatever it holds. What cannot be read is said with its
//! line, and what stands behind it is still read.

use std::fmt;
use std::io::{self, BufRead, Read};

use serde::de::value::{BorrowedStrDeserializer, MapDeserializer};
use serde::{Deserialize, de};
use serde_json::Value;

use super::{Header, VERSION};
use crate::command::parse;
use crate::event::{CommandEnd, Effect, Event};
use crate::source::Located;

/// The longest line that is read, in bytes. An event's texts are bounded far below that.
const LINE_LIMIT: usize = 8 * 1024 * 1024;

/// An event of a recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// When it happened, in milliseconds since the recording began.
    pub at_ms: u64,
    /// What happened.
    pub event: Event,
}

/// Where a recording cannot be read, and why.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {flaw}")]
pub struct Damage {
    /// The line, from one.
    pub line: usize,
    /// What is wrong with it.
    pub flaw: Flaw,
}

/// What can be wrong with a line of a recording. The catalogues have `recording-<code>` for each.
#[derive(Debug, thiserror::Error)]
pub enum Flaw {
    /// The first line is not the header of a recording.
    #[error("not a recording")]
    NotARecording,
    /// The recording was made by a newer program, in a format that this one does not know.
    #[error("version {version}")]
    Newer {
        /// Its version.
        version: u32,
    },
    /// The file cannot be read on.
    #[error("cannot be read")]
    Unreadable(#[source] io::Error),
    /// The line is longer than any event.
    #[error("longer than {LINE_LIMIT} bytes")]
    TooLong,
    /// The line is no UTF-8.
    #[error("not UTF-8")]
    NotText,
    /// The last line breaks off.
    #[error("breaks off")]
    BreaksOff,
    /// The line is no JSON.
    #[error("not JSON")]
    NotJson,
    /// The line is JSON, and no event.
    #[error("no event")]
    NoEvent,
}

impl Flaw {
    /// The code that names its words in the catalogues.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotARecording => "not-a-recording",
            Self::Newer { .. } => "newer",
            Self::Unreadable(_) => "unreadable",
            Self::TooLong => "too-long",
            Self::NotText => "not-text",
            Self::BreaksOff => "breaks-off",
            Self::NotJson => "not-json",
            Self::NoEvent => "no-event",
        }
    }
}

/// Reads a recording: its header at once, its events one after the other. Kinds of events that this
/// program does not know are passed over: they were added later.
#[derive(Debug)]
pub struct Reader<R> {
    header: Header,
    lines: R,
    /// The number of the line that was read last.
    line: usize,
    /// The moment of the event that was read last: time never runs back.
    at_ms: u64,
    ended: bool,
}

impl<R: BufRead> Reader<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// It is none, or one of a newer version.
    pub fn open(mut lines: R) -> Result<Self, Damage> {
        let wrong = |flaw| Damage { line: 1, flaw };
        let first = match line(&mut lines) {
            Ok(Some(line)) => line,
            Err(Flaw::Unreadable(cause)) => return Err(wrong(Flaw::Unreadable(cause))),
            Ok(None) | Err(_) => return Err(wrong(Flaw::NotARecording)),
        };
        let header = Header::read(&first).ok_or_else(|| wrong(Flaw::NotARecording))?;
        if header.version > VERSION {
            return Err(wrong(Flaw::Newer { version: header.version }));
        }
        Ok(Self { header, lines, line: 1, at_ms: 0, ended: false })
    }

    /// The header.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// The next event; none: the line is empty, or of a kind that was added later.
    fn moment(&mut self, text: &str) -> Result<Option<Moment>, Flaw> {
        let text = text.trim_end_matches(['\r', '\n']);
        if text.is_empty() {
            return Ok(None);
        }
        let value: Value = serde_json::from_str(text).map_err(|_| Flaw::NotJson)?;
        let kind = value.get("event").and_then(Value::as_str).ok_or(Flaw::NoEvent)?;
        if !is_known(kind) {
            return Ok(None);
        }
        let at_ms = value.get("at_ms").and_then(Value::as_u64).ok_or(Flaw::NoEvent)?;
        let mut event = serde_json::from_value(value).map_err(|_| Flaw::NoEvent)?;
        add_effects(&mut event);
        self.at_ms = self.at_ms.max(at_ms);
        Ok(Some(Moment { at_ms: self.at_ms, event }))
    }
}

impl<R: BufRead> Reader<R> {
    /// Reads one more line: its event, if it has one. `None` at the end.
    pub fn line(&mut self) -> Option<Result<Option<Moment>, Damage>> {
        if self.ended {
            return None;
        }
        self.line += 1;
        let read = match line(&mut self.lines) {
            Ok(None) => return None,
            Ok(Some(text)) => match self.moment(&text) {
                // Whoever writes a recording ends each line: this one was not written to its end.
                Err(_) if !text.ends_with('\n') => Err(Flaw::BreaksOff),
                read => read,
            },
            Err(flaw) => Err(flaw),
        };
        Some(read.map_err(|flaw| {
            self.ended = matches!(flaw, Flaw::Unreadable(_));
            Damage { line: self.line, flaw }
        }))
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Moment, Damage>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(read) = self.line()?.transpose() {
                return Some(read);
            }
        }
    }
}

/// Adds to a command its effects, as its line says them: the first recordings of version 1 have none.
fn add_effects(event: &mut Event) {
    if let Event::CommandFinished(command) = event
        && command.end == CommandEnd::Done
        && command.effects.is_none()
    {
        command.effects = parse(&Located::verbatim(&command.line, 0)).ok().as_ref().map(Effect::of);
    }
}

/// The next line with its end, none at the end of the file. Of a line that is too long the rest is
/// passed over.
fn line(lines: &mut impl BufRead) -> Result<Option<String>, Flaw> {
    let mut bytes = Vec::new();
    let limit = LINE_LIMIT as u64 + 1;
    lines.by_ref().take(limit).read_until(b'\n', &mut bytes).map_err(Flaw::Unreadable)?;
    if bytes.is_empty() {
        return Ok(None);
    }
    if bytes.len() > LINE_LIMIT {
        if !bytes.ends_with(b"\n") {
            lines.skip_until(b'\n').map_err(Flaw::Unreadable)?;
        }
        return Err(Flaw::TooLong);
    }
    String::from_utf8(bytes)
        .map(Some)
        .map_err(|error| if error.as_bytes().ends_with(b"\n") { Flaw::NotText } else { Flaw::BreaksOff })
}

/// Whether there is such a kind of event: asked of the reader of events itself, with a kind and
/// nothing behind it.
fn is_known(kind: &str) -> bool {
    /// Why such an event is none.
    #[derive(Debug)]
    enum Why {
        UnknownKind,
        Other,
    }

    impl fmt::Display for Why {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            fmt::Debug::fmt(self, f)
        }
    }

    impl std::error::Error for Why {}

    impl de::Error for Why {
        fn custom<T: fmt::Display>(_: T) -> Self {
            Self::Other
        }

        fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
            Self::UnknownKind
        }
    }

    let kind = BorrowedStrDeserializer::<Why>::new(kind);
    let alone = MapDeserializer::new(std::iter::once(("event", kind)));
    !matches!(Event::deserialize(alone), Err(Why::UnknownKind))
}
