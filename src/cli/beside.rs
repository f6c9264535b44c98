//! Where the events of a run go: to the screen, and to what is written beside it (a recording, pictures).

use super::args::{self, Format};
use super::context::Context;
use super::exit::Exit;
use super::pictures::{self, Pictures, may_be_drawn};
use super::record::{self, Record, may_be_written};
use super::screen::{Screen, complain, put};
use crate::event::{Event, Sink};
use crate::lab::Lab;

/// What is being written beside the screen, each part as the events come.
pub struct Beside<'c> {
    record: Option<Record>,
    pictures: Option<Pictures<'c>>,
    format: Format,
}

impl<'c> Beside<'c> {
    /// Holds that what the arguments ask for may be written, before anything runs.
    ///
    /// # Errors
    /// It may not, which was said.
    pub fn check(context: &Context, arguments: &args::Run, labs: &[Lab]) -> Result<(), Exit> {
        let record = arguments.record.as_deref().map_or(Ok(()), may_be_written);
        let drawn = || arguments.pictures.as_deref().map_or(Ok(()), |folder| may_be_drawn(folder, labs));
        record.and_then(|()| drawn()).map_err(|taken| {
            context.complain(&taken);
            Exit::Usage
        })
    }

    /// Begins what the arguments ask for.
    ///
    /// # Errors
    /// It cannot be written, which was said.
    pub fn begin(context: &'c Context, arguments: &args::Run) -> Result<Self, Exit> {
        let (file, format) = (arguments.record.as_deref(), arguments.format);
        let record = Record::begin(file, format).map_err(|fault| match file {
            Some(path) => context.complain(&record::not_written(path, &fault)),
            None => context.system_error(&fault),
        })?;
        let pictures = match arguments.pictures.as_deref() {
            Some(folder) => Some(
                Pictures::begin(&context.words, folder)
                    .map_err(|fault| context.complain(&pictures::not_written(folder, &fault)))?,
            ),
            None => None,
        };
        Ok(Self { record, pictures, format })
    }

    /// Says where things are and what could not be written, once the runs are over.
    pub fn finish(self, context: &Context) -> Exit {
        // Standard output is for programs in JSON.
        let tell = if self.format == Format::Json { complain } else { put };
        let drawn = self.pictures.map_or(Exit::Held, |pictures| pictures.finish(context, tell));
        self.record.map_or(drawn, |record| drawn.max(record.finish(context)))
    }
}

impl Sink for Beside<'_> {
    fn take(&mut self, event: &Event) {
        if let Some(record) = &mut self.record {
            record.take(event);
        }
        if let Some(pictures) = &mut self.pictures {
            pictures.take(event);
        }
    }
}

/// Where the events of a run go: to the screen, unless standard output is for programs, and to what is
/// written beside it.
pub struct Shown<'s, 'c> {
    /// The screen.
    pub screen: Option<Screen<'s>>,
    /// What is written beside it.
    pub beside: Option<&'s mut Beside<'c>>,
}

impl Shown<'_, '_> {
    /// Takes the moving line away.
    pub fn quiet(&mut self) {
        if let Some(screen) = &mut self.screen {
            screen.quiet();
        }
    }
}

impl Sink for Shown<'_, '_> {
    fn take(&mut self, event: &Event) {
        // Recorded first: what was shown stands in the recording.
        if let Some(beside) = &mut self.beside {
            beside.take(event);
        }
        if let Some(screen) = &mut self.screen {
            screen.take(event);
        }
    }
}
