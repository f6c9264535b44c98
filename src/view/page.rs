//! Text that is built line by line.

use super::paint::Look;

/// A text in progress.
#[derive(Debug, Clone)]
pub struct Page {
    look: Look,
    text: String,
}

impl Page {
    /// Creates an empty page with this look.
    #[must_use]
    pub const fn new(look: Look) -> Self {
        Self { look, text: String::new() }
    }

    /// Adds a line unchanged.
    pub fn line(&mut self, line: impl AsRef<str>) {
        self.text.push_str(line.as_ref());
        self.text.push('\n');
    }

    /// Adds text, wrapped to the width, with `indent` before each line.
    pub fn wrapped(&mut self, text: impl AsRef<str>, indent: &str) {
        self.hanging(text, indent, indent);
    }

    /// Adds wrapped text, with `first` before its first line and `rest` before others.
    ///
    /// Neither prefix may be painted.
    pub fn hanging(&mut self, text: impl AsRef<str>, first: &str, rest: &str) {
        self.line(self.look.wrap(text.as_ref(), first, rest));
    }

    /// Adds finished lines.
    pub fn lines(&mut self, lines: &str) {
        self.text.push_str(lines);
    }

    /// Returns the text.
    #[must_use]
    pub fn finish(self) -> String {
        self.text
    }
}
