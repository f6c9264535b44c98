//! A file of the workspace that gets the output of a command.

use std::fs::File;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::engine::Channel;

/// A file that gets a command's output, in place of the screen.
#[derive(Debug, Clone)]
pub struct FileOutput {
    /// Whether it gets error messages as well.
    errors: bool,
    writing: Arc<Mutex<Writing>>,
}

#[derive(Debug)]
struct Writing {
    file: File,
    most: u64,
    written: u64,
    fault: Option<io::Error>,
}

impl FileOutput {
    /// Creates the output to an open file of at most `most` new bytes.
    #[must_use]
    pub fn new(file: File, errors: bool, most: u64) -> Self {
        Self { errors, writing: Arc::new(Mutex::new(Writing { file, most, written: 0, fault: None })) }
    }

    /// Returns whether the file gets what comes from this channel.
    #[must_use]
    pub fn takes(&self, from: Channel) -> bool {
        self.errors || from == Channel::Out
    }

    /// Writes to the file. After a fault nothing more is written.
    pub fn write(&self, bytes: &[u8]) {
        let mut writing = self.lock();
        if writing.fault.is_some() {
            return;
        }
        let size = writing.written + bytes.len() as u64;
        let done = if size > writing.most {
            Err(io::ErrorKind::FileTooLarge.into())
        } else {
            writing.file.write_all(bytes)
        };
        match done {
            Ok(()) => writing.written = size,
            Err(fault) => writing.fault = Some(fault),
        }
    }

    /// Returns whether something could not be written: nobody needs the rest of the output.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.lock().fault.is_some()
    }

    /// Returns how many bytes were written, and what went wrong.
    #[must_use]
    pub fn finish(&self) -> (u64, Option<io::Error>) {
        let mut writing = self.lock();
        (writing.written, writing.fault.take())
    }

    fn lock(&self) -> MutexGuard<'_, Writing> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_takes_no_more_than_it_may() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("out");
        let output = FileOutput::new(File::create(&path).unwrap(), false, 5);
        assert!(output.takes(Channel::Out) && !output.takes(Channel::Err));
        for piece in ["abc", "def", "g"] {
            output.write(piece.as_bytes());
        }
        assert!(output.is_broken());
        let (bytes, fault) = output.finish();
        assert_eq!((bytes, fault.map(|fault| fault.kind())), (3, Some(io::ErrorKind::FileTooLarge)));
        assert_eq!(std::fs::read_to_string(path).unwrap(), "abc");
    }
}
