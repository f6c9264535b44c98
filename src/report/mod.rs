//! The files that a run writes: its events go to one file for each format. Prints nothing.

mod pictures;
mod recording;

use std::path::Path;

pub use recording::now;

use pictures::Pictures;
use recording::Recording;

use crate::event::{Event, Message, Sink};
use crate::i18n::Words;
use crate::lab::Lab;

/// The reports to write.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReportOptions<'o> {
    /// The file of the recording.
    pub recording: Option<&'o Path>,
    /// Receives each line of the recording as it comes.
    pub lines: Option<fn(&str)>,
    /// The folder of the pictures.
    pub pictures: Option<&'o Path>,
}

/// Why a report was not written.
#[derive(Debug)]
pub struct Fault {
    /// The message about it.
    pub message: Message,
    /// Whether the path is taken by something else, which stays unchanged.
    pub taken: bool,
}

/// The results of the reports, once the runs are over.
#[derive(Debug, Default)]
pub struct Finished {
    /// A message that says where the reports are.
    pub told: Option<String>,
    /// What could not be written.
    pub faults: Vec<Fault>,
}

/// The reports in progress, written as the events come.
pub struct Report<'w> {
    recording: Option<Recording>,
    pictures: Option<Pictures<'w>>,
}

impl<'w> Report<'w> {
    /// Checks that the reports of these labs can be written, before anything runs.
    ///
    /// # Errors
    /// The message about a path that is taken or cannot be read.
    pub fn check(options: &ReportOptions<'_>, labs: &[Lab]) -> Result<(), Message> {
        options.recording.map_or(Ok(()), recording::may_be_written)?;
        options.pictures.map_or(Ok(()), |folder| pictures::may_be_drawn(folder, labs))
    }

    /// Begins the reports.
    ///
    /// # Errors
    /// The message about a file or folder that cannot be created.
    pub fn begin(words: &'w Words, options: &ReportOptions<'_>) -> Result<Self, Message> {
        let recording = Recording::begin(options.recording, options.lines)?;
        let pictures = options.pictures.map(|folder| Pictures::begin(words, folder)).transpose()?;
        Ok(Self { recording, pictures })
    }

    /// Ends the reports, once the runs are over.
    #[must_use]
    pub fn finish(self) -> Finished {
        let mut finished = self.pictures.map(Pictures::finish).unwrap_or_default();
        finished.faults.extend(self.recording.and_then(Recording::finish));
        finished
    }
}

impl Sink for Report<'_> {
    fn take(&mut self, event: &Event) {
        if let Some(recording) = &mut self.recording {
            recording.take(event);
        }
        if let Some(pictures) = &mut self.pictures {
            pictures.take(event);
        }
    }
}
