//! The picture of fates in a terminal.
//!
//! It is a table if it fits, otherwise a list. In plain mode it is words.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

use super::page::Page;
use super::paint::{Look, cut, pad, say};
use super::safe_line;
use crate::i18n::Words;
use crate::story::{Cell, Picture, WatchRow};

/// Columns that a value may take in the table.
const CELL: usize = 22;
/// Columns between the table's columns.
const BETWEEN: usize = 2;

/// Draws the picture; empty if nothing was watched or no step was played.
#[must_use]
pub fn picture(picture: &Picture, words: &Words, look: Look) -> String {
    if picture.rows.is_empty() || picture.steps.is_empty() {
        return String::new();
    }
    let drawing = Drawing { picture, words, look };
    if look.plain {
        return drawing.words();
    }
    drawing.table().unwrap_or_else(|| drawing.list())
}

/// A picture in progress.
pub(super) struct Drawing<'a> {
    pub picture: &'a Picture,
    pub words: &'a Words,
    pub look: Look,
}

impl Drawing<'_> {
    fn cell(&self, cell: &Cell) -> String {
        super::world::cell(self.words, cell)
    }

    fn fate(&self, row: &WatchRow) -> String {
        match row.fate {
            Some(fate) => self.words.say(&format!("fate-{}", fate.word()), &[]),
            None => "–".to_owned(),
        }
    }

    fn place(&self, row: &WatchRow) -> String {
        row.place.as_ref().map_or_else(String::new, |place| say(self.words, &place.message("place-short")))
    }

    /// Returns the table's rows: the header, then a row for each watch.
    ///
    /// A row has the label, the values, the fate and the holder that decided it.
    pub(super) fn cells(&self) -> Vec<Vec<String>> {
        let rows = self.picture.rows.iter().map(|row| self.table_row(row));
        std::iter::once(self.header()).chain(rows).collect()
    }

    /// Returns the table, if it fits into the width.
    fn table(&self) -> Option<String> {
        let lines = self.cells();
        let columns = lines[0].len();
        let width = |column: usize| lines.iter().map(|line| line[column].width()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns).map(width).collect();
        if widths.iter().sum::<usize>() + BETWEEN * columns > self.look.width {
            return None;
        }
        let mut page = Page::new(self.look);
        for (index, line) in lines.iter().enumerate() {
            let cells = line.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
                let cell = pad(cell, *width);
                match (index, column) {
                    (0, _) => self.look.dim(&cell),
                    (_, 0) => self.look.bold(&cell),
                    (_, column) if column == columns - 2 => self.look.warm(&cell),
                    _ => cell,
                }
            });
            let cells = cells.collect::<Vec<_>>().join(&" ".repeat(BETWEEN));
            page.line(format!(" {}", cells.trim_end()));
        }
        Some(page.finish())
    }

    /// Returns the steps' ids. A recording may have untrusted ones.
    fn steps(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.picture.steps.iter().map(|step| safe_line(step))
    }

    fn header(&self) -> Vec<String> {
        let mut header = vec![String::new()];
        header.extend(self.steps().map(Cow::into_owned));
        header.push(self.words.say("picture-fate", &[]));
        header.push(String::new());
        header
    }

    fn table_row(&self, row: &WatchRow) -> Vec<String> {
        let mut line = vec![safe_line(&row.label).into_owned()];
        line.extend(row.cells.iter().map(|cell| cut(&self.cell(cell), CELL)));
        // A run that stopped inside a step has fewer values in that column.
        line.resize(self.picture.steps.len() + 1, String::new());
        line.push(self.fate(row).to_uppercase());
        line.push(self.place(row));
        line
    }

    fn list(&self) -> String {
        let width = self.steps().map(|step| step.width()).max().unwrap_or(0);
        let mut page = Page::new(self.look);
        for row in &self.picture.rows {
            let verdict = format!("{}  {}", self.fate(row).to_uppercase(), self.place(row));
            let (label, verdict) = (safe_line(&row.label), verdict.trim_end());
            let fits = label.width() + verdict.width() + 3 <= self.look.width;
            let between = if fits { "  " } else { "\n   " };
            page.line(format!(" {}{between}{}", self.look.bold(&label), self.look.warm(verdict)));
            for (step, cell) in self.steps().zip(&row.cells) {
                let room = self.look.width.saturating_sub(width + 5).max(10);
                let step = self.look.dim(&pad(&step, width));
                page.line(format!("   {step}  {}", cut(&self.cell(cell), room)));
            }
        }
        page.finish()
    }

    fn words(&self) -> String {
        let mut page = Page::new(self.look);
        for row in &self.picture.rows {
            page.line(self.words.say("picture-row", &[("label", safe_line(&row.label).into())]));
            for (step, cell) in self.steps().zip(&row.cells) {
                let arguments = [("step", step.into()), ("value", self.cell(cell).into())];
                page.wrapped(self.words.say("picture-cell", &arguments), "  ");
            }
            let (fate, place) = (self.fate(row), self.place(row));
            let fate = if place.is_empty() { fate } else { format!("{fate} ({place})") };
            page.wrapped(self.words.say("picture-verdict", &[("fate", fate.into())]), "  ");
        }
        page.finish()
    }
}
