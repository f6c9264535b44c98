//! How a recording is written, line by line: whoever keeps the lines writes each as it comes, so that
//! a run that breaks off leaves all that was seen of it.

use std::time::Instant;

use serde::Serialize;

use super::Header;
use crate::event::Event;

/// Makes the lines of a recording, each with the line break at its end.
#[derive(Debug)]
pub struct Lines {
    started: Instant,
}

/// An event with its moment.
#[derive(Serialize)]
struct Line<'e> {
    /// Milliseconds since the recording began.
    at_ms: u64,
    #[serde(flatten)]
    event: &'e Event,
}

impl Lines {
    /// Begins a recording now: its lines, and the first of them.
    #[must_use]
    pub fn begin(header: &Header) -> (Self, String) {
        (Self { started: Instant::now() }, line(header))
    }

    /// Returns the line for an event that happens now. `None` for a piece of a command's output: what a
    /// recording needs of it is told again when the command has finished.
    #[must_use]
    pub fn event(&self, event: &Event) -> Option<String> {
        if matches!(event, Event::CommandOutput(_)) {
            return None;
        }
        let at_ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        Some(line(&Line { at_ms, event }))
    }
}

fn line(value: &impl Serialize) -> String {
    // Nothing in an event or a header can fail to be JSON: no map has keys that are no text.
    let mut line = serde_json::to_string(value).unwrap_or_default();
    line.push('\n');
    line
}
