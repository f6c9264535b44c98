//! The recording that a run writes: into a file, on standard output, or both.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use super::args::Format;
use super::context::Context;
use super::exit::Exit;
use super::screen::put;
use super::state::now;
use crate::event::{Event, Message, Sink};
use crate::recording::{Header, Lines};
use crate::view::safe_json;

/// The longest header that is looked for, in bytes.
const HEADER_LIMIT: u64 = 4096;

/// A recording that is being written, each event as it comes.
pub struct Record {
    lines: Lines,
    file: Option<(PathBuf, File)>,
    /// Whether the lines go to standard output, too.
    shown: bool,
    /// Why the file could not be written on.
    fault: Option<io::Error>,
}

impl Record {
    /// Begins what the arguments ask for; none: nothing is to be recorded.
    ///
    /// # Errors
    /// The file could not be written.
    pub fn begin(file: Option<&Path>, format: Format) -> io::Result<Option<Self>> {
        let shown = format == Format::Json;
        if file.is_none() && !shown {
            return Ok(None);
        }
        let (lines, header) = Lines::begin(&Header::new(now()));
        let file = match file {
            Some(path) => Some((path.to_owned(), File::create(path)?)),
            None => None,
        };
        let mut record = Self { lines, file, shown, fault: None };
        record.line(&header);
        match record.fault {
            Some(fault) => Err(fault),
            None => Ok(Some(record)),
        }
    }

    fn line(&mut self, line: &str) {
        let line = safe_json(line);
        if self.shown {
            put(&line);
        }
        // A file has no buffer here: each line is there once it was written.
        if let (Some((_, file)), None) = (&mut self.file, &self.fault) {
            self.fault = file.write_all(line.as_bytes()).err();
        }
    }

    /// Says what could not be written, once the runs are over.
    pub fn finish(self, context: &Context) -> Exit {
        match (self.file, self.fault) {
            (Some((path, _)), Some(fault)) => {
                context.complain(&not_written(&path, &fault));
                Exit::Engine
            }
            _ => Exit::Held,
        }
    }
}

impl Sink for Record {
    fn take(&mut self, event: &Event) {
        if let Some(line) = self.lines.event(event) {
            self.line(&line);
        }
    }
}

/// Whether a recording may be written to this path: nothing is there, or an empty file, or another
/// recording, or something that is no file (a pipe). Whatever else is there stays as it is.
///
/// # Errors
/// What to say of it.
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

/// What to say where a recording cannot be written.
pub fn not_written(path: &Path, fault: &io::Error) -> Message {
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
