//! The screen of a run.
//!
//! The view's text goes to standard output. Current activity is a moving line on standard error.

use std::io::{ErrorKind, IsTerminal, Write};
use std::sync::OnceLock;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::event::{Event, Sink};
use crate::report::Report;
use crate::view::Plain;

/// How often the moving line is redrawn.
const TICK: Duration = Duration::from_millis(125);

/// Why standard output could not be written, if it failed.
static LOST: OnceLock<String> = OnceLock::new();

/// Writes text to standard output.
///
/// A failure is not an error here, since a run still has to clean up. [`lost`] reports it at the end.
pub fn put(text: &str) {
    let mut out = std::io::stdout().lock();
    if let Err(error) = out.write_all(text.as_bytes()).and_then(|()| out.flush())
        && error.kind() != ErrorKind::BrokenPipe
    {
        LOST.get_or_init(|| error.to_string());
    }
}

/// Returns why standard output could not be written, if it failed.
///
/// A closed pipe does not count.
pub fn lost() -> Option<&'static str> {
    LOST.get().map(String::as_str)
}

/// Writes text to standard error.
pub fn complain(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// Shows the events of a run.
pub struct Screen<'w> {
    view: Plain<'w>,
    live: bool,
    line: Option<ProgressBar>,
}

impl<'w> Screen<'w> {
    /// Creates a screen. `live`: with a moving line, if a terminal can show it.
    #[must_use]
    pub fn new(view: Plain<'w>, live: bool) -> Self {
        Self { view, live: live && std::io::stderr().is_terminal(), line: None }
    }

    /// Removes the moving line.
    pub fn quiet(&mut self) {
        if let Some(line) = self.line.take() {
            line.finish_and_clear();
        }
    }

    fn show_busy(&mut self, event: &Event, busy: String) {
        if busy.is_empty() {
            self.quiet();
        } else if self.live {
            let line = self.line.get_or_insert_with(|| {
                let line = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
                line.set_style(ProgressStyle::default_spinner());
                line.enable_steady_tick(TICK);
                line
            });
            line.set_message(busy);
        } else if matches!(event, Event::PullStarted(_) | Event::WaitStarted(_)) {
            put(&self.view.waits(&busy));
        }
    }
}

impl Sink for Screen<'_> {
    fn take(&mut self, event: &Event) {
        let text = self.view.text(event);
        if !text.is_empty() {
            self.quiet();
            put(&text);
        }
        if let Some(busy) = self.view.busy(event) {
            self.show_busy(event, busy);
        }
    }
}

/// The outputs for a run's events.
pub struct RunOutput<'s, 'w> {
    /// The screen; `None` if standard output is for programs.
    pub screen: Option<Screen<'s>>,
    /// The reports.
    pub report: Option<&'s mut Report<'w>>,
}

impl RunOutput<'_, '_> {
    /// Removes the moving line.
    pub fn quiet(&mut self) {
        if let Some(screen) = &mut self.screen {
            screen.quiet();
        }
    }
}

impl Sink for RunOutput<'_, '_> {
    fn take(&mut self, event: &Event) {
        // Record first, so that everything shown is in the recording.
        if let Some(report) = &mut self.report {
            report.take(event);
        }
        if let Some(screen) = &mut self.screen {
            screen.take(event);
        }
    }
}
