//! The last line that a running command printed, for the moving line.

use super::super::paint::cut;
use super::super::safe_line;
use crate::event::Event;

/// Columns that the spinner before the line takes.
const SIGN: usize = 2;

/// The last non-blank line of output so far.
#[derive(Debug, Default)]
pub(super) struct LastLine(String);

impl LastLine {
    /// Processes an event.
    pub fn take(&mut self, event: &Event) {
        match event {
            Event::CommandStarted(_) | Event::CommandFinished(_) => self.0.clear(),
            Event::CommandOutput(output) => {
                self.0.push_str(&output.text);
                let line = self.0.trim_end().rfind(['\n', '\r']).map_or(0, |end| end + 1);
                self.0.drain(..line);
            }
            _ => {}
        }
    }

    /// Returns the line, safe and cut to the terminal's width; `None` if there is none.
    pub fn shown(&self, width: usize) -> Option<String> {
        let line = self.0.trim().replace('\t', "    ");
        (!line.is_empty()).then(|| cut(&safe_line(&line), width.saturating_sub(SIGN)))
    }
}
