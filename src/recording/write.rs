//! Writes a recording line by line. A caller stores each line as it comes, so that an interrupted run
//! leaves everything that was seen of it.

use std::time::Instant;

use serde::Serialize;

use super::Header;
use crate::event::Event;

/// Creates the lines of a recording, each with its line break.
#[derive(Debug)]
pub struct Lines {
    started: Instant,
}

/// An event with its moment.
#[derive(Serialize)]
struct TimedEvent<'e> {
    /// Milliseconds since the recording began.
    at_ms: u64,
    #[serde(flatten)]
    event: &'e Event,
}

impl Lines {
    /// Starts a recording now. Returns its writer and the header line.
    #[must_use]
    pub fn begin(header: &Header) -> (Self, String) {
        (Self { started: Instant::now() }, line(header))
    }

    /// Returns the line for an event that happens now.
    /// `None` for a piece of a command's output: the event that finishes the command carries the whole output.
    #[must_use]
    pub fn event(&self, event: &Event) -> Option<String> {
        if matches!(event, Event::CommandOutput(_)) {
            return None;
        }
        let at_ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        Some(line(&TimedEvent { at_ms, event }))
    }
}

fn line(value: &impl Serialize) -> String {
    // Serializing an event or a header cannot fail: no map has keys that are not text.
    let mut line = serde_json::to_string(value).unwrap_or_default();
    line.push('\n');
    line
}
