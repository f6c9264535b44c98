//! The picture of fates in a terminal: a table where it fits, a list where it does not, words in
//! plain mode.

use unicode_width::UnicodeWidthStr;

use super::paint::{Look, cut, pad, say};
use super::safe;
use crate::i18n::Words;
use crate::story::{Cell, Picture, Row};

/// Columns that a value may take in the table.
const CELL: usize = 22;

/// The picture; empty where nothing was watched or no step was played.
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

struct Drawing<'a> {
    picture: &'a Picture,
    words: &'a Words,
    look: Look,
}

impl Drawing<'_> {
    fn cell(&self, cell: &Cell) -> String {
        match cell {
            Cell::Named(text) | Cell::Value(text) => safe(text).replace(['\n', '\t'], " "),
            Cell::Absent => self.words.say("picture-absent", &[]),
            Cell::OutOfReach => self.words.say("picture-out-of-reach", &[]),
            Cell::There => self.words.say("picture-there", &[]),
        }
    }

    fn fate(&self, row: &Row) -> String {
        row.fate.map_or_else(|| "–".to_owned(), |fate| self.words.say(&format!("fate-{}", fate.word()), &[]))
    }

    fn place(&self, row: &Row) -> String {
        row.place.as_ref().map_or_else(String::new, |place| say(self.words, &place.message("place-short")))
    }

    fn table(&self) -> Option<String> {
        let mut header = vec![String::new()];
        header.extend(self.picture.steps.iter().cloned());
        header.push(self.words.say("picture-fate", &[]));
        header.push(String::new());
        let mut lines = vec![header];
        for row in &self.picture.rows {
            let mut line = vec![safe(&row.label).into_owned()];
            line.extend(row.cells.iter().map(|cell| cut(&self.cell(cell), CELL)));
            line.resize(self.picture.steps.len() + 1, String::new());
            line.push(self.fate(row).to_uppercase());
            line.push(self.place(row));
            lines.push(line);
        }
        let columns = lines[0].len();
        let width = |column: usize| lines.iter().map(|line| line[column].width()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns).map(width).collect();
        if widths.iter().sum::<usize>() + 2 * columns > self.look.width {
            return None;
        }
        let drawn = lines.iter().enumerate().map(|(index, line)| {
            let cells = line.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
                let cell = pad(cell, *width);
                match (index, column) {
                    (0, _) => self.look.dim(&cell),
                    (_, 0) => self.look.bold(&cell),
                    (_, column) if column == columns - 2 => self.look.warm(&cell),
                    _ => cell,
                }
            });
            format!(" {}", cells.collect::<Vec<_>>().join("  ")).trim_end().to_owned()
        });
        Some(drawn.collect::<Vec<_>>().join("\n") + "\n")
    }

    fn list(&self) -> String {
        let width = self.picture.steps.iter().map(|step| step.width()).max().unwrap_or(0);
        let mut text = String::new();
        for row in &self.picture.rows {
            let verdict = format!("{}  {}", self.fate(row).to_uppercase(), self.place(row));
            text +=
                &format!(" {}  {}\n", self.look.bold(&safe(&row.label)), self.look.warm(verdict.trim_end()));
            for (step, cell) in self.picture.steps.iter().zip(&row.cells) {
                let room = self.look.width.saturating_sub(width + 5).max(10);
                text +=
                    &format!("   {}  {}\n", self.look.dim(&pad(step, width)), cut(&self.cell(cell), room));
            }
        }
        text
    }

    fn words(&self) -> String {
        let mut text = String::new();
        for row in &self.picture.rows {
            text += &self.words.say("picture-row", &[("label", safe(&row.label).into())]);
            text.push('\n');
            for (step, cell) in self.picture.steps.iter().zip(&row.cells) {
                let value = self.cell(cell);
                let line = self
                    .words
                    .say("picture-cell", &[("step", step.into()), ("value", value.as_str().into())]);
                text += &format!("  {line}\n");
            }
            let fate = self.fate(row);
            let place = self.place(row);
            let fate = if place.is_empty() { fate } else { format!("{fate} ({place})") };
            let verdict = self.words.say("picture-verdict", &[("fate", fate.into())]);
            text += &format!("  {verdict}\n");
        }
        text
    }
}
