//! Text that is built up line by line.

use super::paint::Look;

/// A text under way.
#[derive(Debug, Clone)]
pub struct Page {
    look: Look,
    text: String,
}

impl Page {
    /// An empty page with this look.
    #[must_use]
    pub const fn new(look: Look) -> Self {
        Self { look, text: String::new() }
    }

    /// Adds a line as it is.
    pub fn line(&mut self, line: impl AsRef<str>) {
        self.text.push_str(line.as_ref());
        self.text.push('\n');
    }

    /// Adds text of any length, wrapped to the width, each line behind `indent`.
    pub fn wrapped(&mut self, text: impl AsRef<str>, indent: &str) {
        self.hanging(text, indent, indent);
    }

    /// Adds text of any length, wrapped to the width, its first line behind `first` and all others
    /// behind `rest`. Neither may be painted.
    pub fn hanging(&mut self, text: impl AsRef<str>, first: &str, rest: &str) {
        self.line(self.look.wrap(text.as_ref(), first, rest));
    }

    /// Adds lines that are made already.
    pub fn lines(&mut self, lines: &str) {
        self.text.push_str(lines);
    }

    /// The text.
    #[must_use]
    pub fn finish(self) -> String {
        self.text
    }
}
