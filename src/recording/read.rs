//! Reads a recording line by line, whatever it contains. A line that cannot be read is reported with
//! its number, and the lines after it are still read.

use std::fmt;
use std::io::{self, BufRead, Read};

use serde::de::value::{BorrowedStrDeserializer, MapDeserializer};
use serde::{Deserialize, de};
use serde_json::Value;

use super::{Header, VERSION};
use crate::command::parse;
use crate::event::{CommandEnd, Effect, Event};
use crate::source::Located;

/// The longest line that is read, in bytes.
/// The texts of an event are bounded far below that.
const LINE_LIMIT: usize = 8 * 1024 * 1024;

/// An event of a recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// Milliseconds since the recording began.
    pub at_ms: u64,
    /// What happened.
    pub event: Event,
}

/// Where and why a recording cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {flaw}")]
pub struct Damage {
    /// The line number, from one.
    pub line: usize,
    /// What is wrong with it.
    pub flaw: Flaw,
}

/// What can be wrong with a line. The catalogues have `recording-<code>` for each.
#[derive(Debug, thiserror::Error)]
pub enum Flaw {
    /// The first line is not the header of a recording.
    #[error("not a recording")]
    NotARecording,
    /// A newer program made the recording, in a format that this one does not know.
    #[error("version {version}")]
    Newer {
        /// Its version.
        version: u32,
    },
    /// The rest of the file cannot be read.
    #[error("cannot be read")]
    Unreadable(#[source] io::Error),
    /// The line is longer than any event.
    #[error("longer than {LINE_LIMIT} bytes")]
    TooLong,
    /// The line is not UTF-8.
    #[error("not UTF-8")]
    NotText,
    /// The last line is incomplete.
    #[error("breaks off")]
    BreaksOff,
    /// The line is not JSON.
    #[error("not JSON")]
    NotJson,
    /// The line is JSON but not an event.
    #[error("no event")]
    NoEvent,
}

impl Flaw {
    /// Returns the code that names its message in the catalogues.
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

/// Reads a recording: the header at once, then the events one by one.
/// Kinds of events that this program does not know are skipped: they were added later.
#[derive(Debug)]
pub struct RecordingReader<R> {
    header: Header,
    lines: R,
    /// The number of the last line read.
    line: usize,
    /// The moment of the last event read: time never goes backwards.
    at_ms: u64,
    ended: bool,
}

impl<R: BufRead> RecordingReader<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// The header is missing, damaged, or of a newer version.
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

    /// Returns the header.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// Parses an event. `Ok(None)` for an empty line, or a kind that was added later.
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

impl<R: BufRead> RecordingReader<R> {
    /// Reads one more line, with its event if it has one. `None` at the end.
    pub fn line(&mut self) -> Option<Result<Option<Moment>, Damage>> {
        if self.ended {
            return None;
        }
        self.line += 1;
        let read = match line(&mut self.lines) {
            Ok(None) => return None,
            Ok(Some(text)) => match self.moment(&text) {
                // A writer ends each line with a line break, so this one was not written completely.
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

impl<R: BufRead> Iterator for RecordingReader<R> {
    type Item = Result<Moment, Damage>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(read) = self.line()?.transpose() {
                return Some(read);
            }
        }
    }
}

/// Parses a command's effects from its line: early recordings have none.
fn add_effects(event: &mut Event) {
    if let Event::CommandFinished(command) = event
        && command.end == CommandEnd::Done
        && command.effects.is_none()
    {
        command.effects = parse(&Located::verbatim(&command.line, 0)).ok().as_ref().map(Effect::of);
    }
}

/// Reads the next line with its end; `Ok(None)` at the end of the file.
/// The rest of a line that is too long is skipped.
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

/// Returns whether this kind of event exists.
/// It asks the event deserializer itself, with a kind and nothing else.
fn is_known(kind: &str) -> bool {
    /// Why the deserializer rejects an event.
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
