//! The recording of a run: to a file, line by line to a callback, or both.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use super::Fault;
use crate::event::{Event, Message, Sink};
use crate::recording::{Header, Lines};
use crate::runner::stamp;
use crate::view::safe_json;

/// The maximum length of a header, in bytes.
const HEADER_LIMIT: u64 = 4096;

/// The recording in progress, written as the events come.
pub struct Recording {
    lines: Lines,
    file: Option<(PathBuf, File)>,
    /// Receives the lines as well.
    lines_to: Option<fn(&str)>,
    /// The first error of writing the file.
    fault: Option<io::Error>,
}

impl Recording {
    /// Begins a recording; `Ok(None)` when nothing is to be recorded.
    ///
    /// # Errors
    /// The message about a file that could not be written.
    pub fn begin(file: Option<&Path>, lines_to: Option<fn(&str)>) -> Result<Option<Self>, Message> {
        if file.is_none() && lines_to.is_none() {
            return Ok(None);
        }
        let (lines, header) = Lines::begin(&Header::new(now()));
        let create = |path: &Path| match File::create(path) {
            Ok(file) => Ok((path.to_owned(), file)),
            Err(fault) => Err(not_written(path, &fault)),
        };
        let mut recording = Self { lines, file: file.map(create).transpose()?, lines_to, fault: None };
        recording.line(&header);
        match (&recording.file, &recording.fault) {
            (Some((path, _)), Some(fault)) => Err(not_written(path, fault)),
            _ => Ok(Some(recording)),
        }
    }

    fn line(&mut self, line: &str) {
        let line = safe_json(line);
        if let Some(lines_to) = self.lines_to {
            lines_to(&line);
        }
        // The file is unbuffered, so each line is there once it was written.
        if let (Some((_, file)), None) = (&mut self.file, &self.fault) {
            self.fault = file.write_all(line.as_bytes()).err();
        }
    }

    /// Ends the recording. Returns what could not be written.
    pub fn finish(self) -> Option<Fault> {
        let ((path, _), fault) = (self.file?, self.fault?);
        Some(Fault { message: not_written(&path, &fault), taken: false })
    }
}

impl Sink for Recording {
    fn take(&mut self, event: &Event) {
        if let Some(line) = self.lines.event(event) {
            self.line(&line);
        }
    }
}

/// Returns the current time in UTC (RFC 3339): `2026-11-24T08:35:55Z`.
#[must_use]
pub fn now() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    stamp(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

/// Checks that a recording may be written to this path.
///
/// It may if the file is missing, empty, another recording, or no regular file (a pipe). Anything else stays
/// unchanged.
///
/// # Errors
/// The message about it.
pub fn may_be_written(path: &Path) -> Result<(), Message> {
    let shown = || path.display().to_string();
    let found = match path.metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(not_written(path, &error)),
        Ok(found) => found,
    };
    if !found.is_file() && !found.is_dir() || found.len() == 0 && found.is_file() {
        return Ok(());
    }
    let mut first = String::new();
    let read = File::open(path)
        .and_then(|file| io::Read::take(BufReader::new(file), HEADER_LIMIT).read_line(&mut first));
    match read {
        Ok(_) if Header::read(&first).is_some() => Ok(()),
        _ => Err(Message::new("cli-record-taken").arg("path", shown())),
    }
}

/// Returns the message about a recording that cannot be written.
fn not_written(path: &Path, fault: &io::Error) -> Message {
    Message::new("cli-record").arg("path", path.display().to_string()).arg("cause", fault.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_recording_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let may = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            may_be_written(&path).is_ok()
        };
        assert!(may_be_written(&folder.path().join("new")).is_ok());
        assert!(may("empty", ""));
        assert!(may("recording", "{\"statelab\":\"events\",\"version\":9}\nand more\n"));
        for text in ["a letter\n", "{\"statelab\":\"proof\",\"version\":1}\n", "{}", "\n"] {
            assert!(!may("other", text), "{text}");
        }
        assert!(may_be_written(folder.path()).is_err());
    }
}
