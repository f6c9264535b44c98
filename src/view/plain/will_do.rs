//! What a step is about to do: files that it writes and commands that it runs.

use unicode_width::UnicodeWidthStr;

use super::super::page::Page;
use super::super::safe_line;
use super::Plain;

/// Columns that commands need next to their label. With fewer they stand below it.
const BESIDE: usize = 45;
/// The indent below a label.
const BELOW: &str = "    ";

impl Plain<'_> {
    /// Adds the files that will be written.
    pub(super) fn will_write(&self, page: &mut Page, paths: &[String]) {
        let whole = |path: &str, first: &str, _: &str| vec![format!("{first}{}", safe_line(path))];
        self.will_do(page, "label-will-write", paths, whole);
    }

    /// Adds the commands that will run.
    pub(super) fn will_run(&self, page: &mut Page, commands: &[String]) {
        let broken = |line: &str, first: &str, rest: &str| self.look.command(line, first, rest);
        self.will_do(page, "label-will-run", commands, broken);
    }

    /// Adds actions next to a label, or below it if there is no room.
    ///
    /// `lines` returns the lines of one action, given the indents of the first and further lines.
    fn will_do(
        &self,
        page: &mut Page,
        label: &str,
        what: &[String],
        lines: impl Fn(&str, &str, &str) -> Vec<String>,
    ) {
        if what.is_empty() {
            return;
        }
        let label = self.word(label);
        let beside = format!("   {}   ", " ".repeat(label.width()));
        let is_beside = self.look.plain || self.look.width >= beside.len() + BESIDE;
        let indent = if is_beside { beside.as_str() } else { BELOW };
        let mut before = format!("   {}   ", self.look.dim(&label));
        if !is_beside {
            page.line(before.trim_end());
            BELOW.clone_into(&mut before);
        }
        for line in what.iter().flat_map(|one| lines(one, indent, &format!("{indent}  "))) {
            page.line(format!("{before}{}", self.look.bold(&line[indent.len()..])));
            indent.clone_into(&mut before);
        }
    }
}
