//! The world before and after a step.
//!
//! It shows containers with layers and mounts, and where data is kept. In a terminal these are boxes, side
//! by side if they fit. In plain mode they are words.

use unicode_width::UnicodeWidthStr;

use super::page::Page;
use super::paint::{Look, cut, pad};
use super::safe_line;
use crate::fate::HolderKind;
use crate::i18n::Words;
use crate::story::{Cell, Shelf, Thing, World};

/// Columns between two boxes, and between a box's columns.
const BETWEEN: usize = 2;
/// Columns that a frame takes: a line and a blank on each side.
const FRAME: usize = 4;
/// Columns that a name or a value may take.
const COLUMN: usize = 32;

/// Draws the two worlds.
#[must_use]
pub fn worlds(before: &World, now: &World, words: &Words, look: Look) -> String {
    let drawing = WorldDrawing { words };
    let mut page = Page::new(look);
    if look.plain {
        drawing.words(&mut page, "world-before", before);
        drawing.words(&mut page, "world-now", now);
        return page.finish();
    }
    let room = look.width.saturating_sub(2);
    let form = Form::for_both(&drawing.rows(before), &drawing.rows(now), room);
    let world = |heading, world| drawing.world(heading, world, form, room);
    let (before, now) = (world("world-before", before), world("world-now", now));
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

/// Returns a value in a few words.
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

/// Returns a row of a box: its name, its kind and its values.
#[must_use]
pub fn row(words: &Words, thing: &Thing, shelf: &Shelf) -> [String; 3] {
    let mut kind = words.say(&format!("shelf-{}", shelf.place.word()), &[]);
    let layer = shelf.place.kind == HolderKind::Layer;
    if layer && !thing.running {
        kind = words.say("shelf-stopped", &[("kind", kind.into())]);
    }
    if thing.container.is_none() {
        kind = words.say("shelf-unused", &[("kind", kind.into())]);
    }
    let mut values: Vec<String> = Vec::new();
    for (_, value) in &shelf.kept {
        // Two watches of the same thing see the same value; show it once.
        let value = cell(words, value);
        if !values.contains(&value) {
            values.push(value);
        }
    }
    let kept = values.join(", ");
    let kept = if kept.is_empty() && layer { words.say("shelf-nothing", &[]) } else { kept };
    [safe_line(&shelf.name).into_owned(), kind, kept]
}

struct WorldDrawing<'a> {
    words: &'a Words,
}

impl WorldDrawing<'_> {
    /// Returns the rows of each box.
    fn rows(&self, world: &World) -> Vec<Vec<[String; 3]>> {
        let row = |thing, shelf| row(self.words, thing, shelf);
        let rows =
            world.things.iter().map(|thing| thing.shelves.iter().map(|shelf| row(thing, shelf)).collect());
        rows.collect()
    }

    /// Returns a world as lines: its heading, then a box for each thing.
    fn world(&self, heading: &str, world: &World, form: Form, room: usize) -> Vec<String> {
        let mut lines = vec![self.words.say(heading, &[])];
        let boxes: Vec<Vec<String>> = match form {
            Form::Columns => columns(&self.rows(world)),
            Form::Stacked => self.rows(world).iter().map(|rows| stacked(rows, room - FRAME)).collect(),
        };
        let width = boxes.iter().flatten().map(|line| line.width()).max().unwrap_or(0);
        for inside in &boxes {
            let line = "─".repeat(width + 2);
            lines.push(format!("┌{line}┐"));
            lines.extend(inside.iter().map(|line| format!("│ {} │", pad(line, width))));
            lines.push(format!("└{line}┘"));
        }
        if world.things.is_empty() {
            lines.push(self.words.say("world-empty", &[]));
        }
        lines
    }

    /// Describes a world in words: a line for each place that can keep data.
    fn words(&self, page: &mut Page, heading: &str, world: &World) {
        page.line(format!(" {}", self.words.say(heading, &[])));
        for thing in &world.things {
            for shelf in &thing.shelves {
                let [name, kind, kept] = row(self.words, thing, shelf);
                if kept.is_empty() {
                    continue;
                }
                let owner = safe_line(&shelf.place.owner);
                let mounted =
                    thing.container.is_some() && shelf.target.is_some() && !shelf.place.name.is_empty();
                let mounted = if mounted { "yes" } else { "no" };
                let place = [
                    ("name", name.into()),
                    ("kind", kind.into()),
                    ("owner", owner.into()),
                    ("mounted", mounted.into()),
                ];
                let place = self.words.say("world-place", &place);
                page.wrapped(format!("{place}: {kept}"), "   ");
            }
        }
        if !world.shelves().any(|shelf| !shelf.kept.is_empty() || shelf.place.kind == HolderKind::Layer) {
            page.line(format!("   {}", self.words.say("world-empty", &[])));
        }
    }
}

/// The layout of a box's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// In columns.
    Columns,
    /// Values below the names, in a narrow box.
    Stacked,
}

impl Form {
    /// Chooses the same layout for both worlds, so that they can be compared.
    fn for_both(before: &[Vec<[String; 3]>], now: &[Vec<[String; 3]>], room: usize) -> Self {
        let width = |rows| widths(rows).iter().sum::<usize>() + 2 * BETWEEN + FRAME;
        if width(before).max(width(now)) <= room { Self::Columns } else { Self::Stacked }
    }
}

/// Returns the rows of each box in columns, with the same widths in every box.
fn columns(boxes: &[Vec<[String; 3]>]) -> Vec<Vec<String>> {
    let widths = widths(boxes);
    let line = |row: &[String; 3]| {
        let cells = row.iter().zip(widths).map(|(text, width)| pad(&cut(text, width), width));
        cells.collect::<Vec<_>>().join(&" ".repeat(BETWEEN))
    };
    boxes.iter().map(|rows| rows.iter().map(line).collect()).collect()
}

/// Returns a box's rows with values below names, at most this wide.
fn stacked(rows: &[[String; 3]], room: usize) -> Vec<String> {
    let lines = |[name, kind, kept]: &[String; 3]| {
        let mut lines = vec![format!("{name}{}{kind}", " ".repeat(BETWEEN))];
        if lines[0].width() > room {
            lines = vec![name.clone(), format!("  {kind}")];
        }
        lines.extend((!kept.is_empty()).then(|| format!("  {kept}")));
        lines.into_iter().map(|line| cut(&line, room))
    };
    rows.iter().flat_map(lines).collect()
}

/// Returns the column widths.
fn widths(boxes: &[Vec<[String; 3]>]) -> [usize; 3] {
    let mut widths = [0; 3];
    for row in boxes.iter().flatten() {
        for (width, text) in widths.iter_mut().zip(row) {
            *width = text.width().max(*width).min(COLUMN);
        }
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
        let words = " before\n   web (container layer, stopped): 내 페이지\n   nginx (image): 이미지의 페이지\n after\n   \
                     web (container layer, stopped): nothing of yours\n   nginx (image): 이미지의 페이지\n";
        assert_eq!(drawn(80, true), words);
    }
}
