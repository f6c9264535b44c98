//! The world before and after a step: containers with their layers and mounts, and what is kept
//! where. Boxes in a terminal, side by side where they fit; words in plain mode.
//!
//! Imports: `story`, `i18n`.

use unicode_width::UnicodeWidthStr;

use super::page::Page;
use super::paint::{Look, cut, pad, say};
use super::safe_line;
use crate::i18n::Words;
use crate::story::{Cell, Shelf, Thing, World};

/// Columns between two boxes, and between the columns of one.
const BETWEEN: usize = 2;
/// Columns that a frame takes: a line and a blank on each side.
const FRAME: usize = 4;
/// Columns that a name, or what is kept, may take.
const COLUMN: usize = 32;

/// The two worlds.
#[must_use]
pub fn worlds(before: &World, now: &World, words: &Words, look: Look) -> String {
    let drawing = Drawing { words };
    let mut page = Page::new(look);
    if look.plain {
        drawing.words(&mut page, "world-before", before);
        drawing.words(&mut page, "world-now", now);
        return page.finish();
    }
    let room = look.width.saturating_sub(2);
    let (before, now) = (drawing.world("world-before", before, room), drawing.world("world-now", now, room));
    let width = |lines: &[String]| lines.iter().map(|line| line.width()).max().unwrap_or(0);
    let left = width(&before);
    if left + BETWEEN + 1 + width(&now) <= room {
        for at in 0..before.len().max(now.len()) {
            let line = |lines: &[String]| lines.get(at).cloned().unwrap_or_default();
            let both = format!("{}{}{}", pad(&line(&before), left), " ".repeat(BETWEEN + 1), line(&now));
            page.line(format!(" {}", both.trim_end()));
        }
    } else {
        before.iter().chain(&now).for_each(|line| page.line(format!(" {line}")));
    }
    page.finish()
}

/// What a value is called in a few words.
#[must_use]
pub fn cell(words: &Words, cell: &Cell) -> String {
    match cell {
        Cell::Named(text) | Cell::Value(text) => safe_line(text).into_owned(),
        Cell::Empty => words.say("picture-empty", &[]),
        Cell::Absent => words.say("picture-absent", &[]),
        Cell::OutOfReach => words.say("picture-out-of-reach", &[]),
        Cell::There => words.say("picture-there", &[]),
    }
}

/// A row of a box: its name, what it is, what it keeps.
#[must_use]
pub fn row(words: &Words, thing: &Thing, shelf: &Shelf) -> [String; 3] {
    let mut kind = words.say(&format!("shelf-{}", shelf.place.kind), &[]);
    let layer = shelf.place.kind == "layer";
    if layer && !thing.running {
        kind = words.say("shelf-stopped", &[("kind", kind.into())]);
    }
    if thing.container.is_none() {
        kind = words.say("shelf-unused", &[("kind", kind.into())]);
    }
    let mut values: Vec<String> = Vec::new();
    for (_, value) in &shelf.kept {
        // Two ways to look at one thing see the same.
        let value = cell(words, value);
        if !values.contains(&value) {
            values.push(value);
        }
    }
    let kept = values.join(", ");
    let kept = if kept.is_empty() && layer { words.say("shelf-nothing", &[]) } else { kept };
    [safe_line(&shelf.name).into_owned(), kind, kept]
}

struct Drawing<'a> {
    words: &'a Words,
}

impl Drawing<'_> {
    /// A world as lines: its heading, then a box for each thing.
    fn world(&self, heading: &str, world: &World, room: usize) -> Vec<String> {
        let mut lines = vec![self.words.say(heading, &[])];
        let rows: Vec<Vec<[String; 3]>> = world
            .things
            .iter()
            .map(|thing| thing.shelves.iter().map(|shelf| row(self.words, thing, shelf)).collect())
            .collect();
        let widths = widths(rows.iter().flatten(), room);
        for rows in &rows {
            let cells = |row: &[String; 3]| {
                let cells = row.iter().zip(widths).map(|(text, width)| pad(&cut(text, width), width));
                cells.collect::<Vec<_>>().join(&" ".repeat(BETWEEN))
            };
            let line = "─".repeat(widths.iter().sum::<usize>() + 2 * BETWEEN + 2);
            lines.push(format!("┌{line}┐"));
            lines.extend(rows.iter().map(|row| format!("│ {} │", cells(row))));
            lines.push(format!("└{line}┘"));
        }
        if world.things.is_empty() {
            lines.push(self.words.say("world-empty", &[]));
        }
        lines
    }

    /// A world in words: a line for each place that keeps something, or could have.
    fn words(&self, page: &mut Page, heading: &str, world: &World) {
        page.line(format!(" {}", self.words.say(heading, &[])));
        for thing in &world.things {
            for shelf in &thing.shelves {
                let [_, _, kept] = row(self.words, thing, shelf);
                if kept.is_empty() {
                    continue;
                }
                let place = say(self.words, &shelf.place.message("world-place"));
                page.wrapped(format!("{place}: {kept}"), "   ");
            }
        }
        if !world.shelves().any(|shelf| !shelf.kept.is_empty() || shelf.place.kind == "layer") {
            page.line(format!("   {}", self.words.say("world-empty", &[])));
        }
    }
}

/// The widths of the columns, so that a box fits into the room: what is kept gives way first, then
/// the name.
fn widths<'r>(rows: impl Iterator<Item = &'r [String; 3]>, room: usize) -> [usize; 3] {
    let mut widths = [0; 3];
    for row in rows {
        for (width, text) in widths.iter_mut().zip(row) {
            *width = text.width().max(*width).min(COLUMN);
        }
    }
    for (column, least) in [(2, 8), (0, 6), (1, 6)] {
        let over = (widths.iter().sum::<usize>() + 2 * BETWEEN + FRAME).saturating_sub(room);
        widths[column] = widths[column].saturating_sub(over).max(least.min(widths[column]));
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fate::Holder;
    use crate::i18n::Locale;
    use crate::story::Place;

    fn shelf(holder: Holder, name: &str, kept: &[&str]) -> Shelf {
        let kept = kept.iter().map(|text| ("page".to_owned(), Cell::Named((*text).to_owned()))).collect();
        let place = Place::new(&holder, Some("web"));
        Shelf { holder, name: name.to_owned(), place, target: None, kept }
    }

    fn world(kept: &[&str]) -> World {
        let layer = Holder::Layer { container: "a".to_owned() };
        let image = Holder::Image { id: "i".to_owned() };
        let volume = Holder::Volume { name: "mydata".to_owned(), identity: String::new() };
        let shelves = vec![shelf(layer, "web", kept), shelf(image, "nginx", &["이미지의 페이지"])];
        World {
            things: vec![
                Thing { container: Some("a".to_owned()), running: false, shelves },
                Thing { container: None, running: false, shelves: vec![shelf(volume, "mydata", &[])] },
            ],
        }
    }

    fn drawn(width: usize, plain: bool) -> String {
        let look = Look { color: false, plain, width };
        worlds(&world(&["내 페이지"]), &world(&[]), &Words::new(Locale::En), look)
    }

    #[test]
    fn boxes_stand_side_by_side_where_they_fit() {
        assert_eq!(drawn(120, false), include_str!("world/beside.txt"));
    }

    #[test]
    fn else_one_below_the_other_and_no_line_is_too_long() {
        assert_eq!(drawn(80, false), include_str!("world/below.txt"));
        for width in 40..200 {
            let text = drawn(width, false);
            assert!(text.lines().all(|line| line.width() <= width), "{width}:\n{text}");
        }
    }

    #[test]
    fn in_plain_text_it_is_words() {
        let words = " before\n   container layer web: 내 페이지\n   image web: 이미지의 페이지\n \
                     after\n   container layer web: nothing of yours\n   image web: 이미지의 페이지\n";
        assert_eq!(drawn(80, true), words);
    }
}
