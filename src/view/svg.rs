//! Pictures for reports: the world before and after, and the picture of fates, as SVG that needs
//! nothing beside it. Light and dark as the reader has it; colour is never the only sign.
//!
//! Imports: `story`, `i18n`.

use svg::node::element::{Description, Group, Rectangle, Style, Text, Title};
use svg::{Document, Node};
use unicode_width::UnicodeWidthStr;

use super::paint::Look;
use super::picture::{Drawing, picture};
use super::world::{row, worlds};
use crate::i18n::Words;
use crate::story::{Picture, World};

/// Pixels of a column of text, of a line, and around everything.
const COLUMN: usize = 9;
const LINE: usize = 22;
const EDGE: usize = 12;
/// Columns between two columns of a table, and between two boxes.
const BETWEEN: usize = 3;

/// Text in two tones, lines and grounds, in both of the reader's schemes.
const STYLE: &str = "\
text{font:14px ui-monospace,Menlo,Consolas,'Noto Sans Mono','Noto Sans Mono CJK KR',monospace;fill:#1b1f24}\
.dim{fill:#59636e}.strong{font-weight:bold}\
rect{fill:#f6f8fa;stroke:#59636e}\
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.dim{fill:#9198a1}rect{fill:#161b22;stroke:#9198a1}}";

/// What a screen reader is told instead.
const READ: Look = Look { color: false, plain: true, width: 10_000 };

/// The world before and after a step.
#[must_use]
pub fn worlds_svg(before: &World, now: &World, words: &Words) -> String {
    let (left, right) = (
        Sheet::of_world(before, words, &words.say("world-before", &[])),
        Sheet::of_world(now, words, &words.say("world-now", &[])),
    );
    let gap = BETWEEN * COLUMN;
    let (width, height) = (left.width + gap + right.width, left.height.max(right.height));
    let right_at = EDGE + left.width + gap;
    let group = |sheet: Sheet, at: usize| sheet.group.set("transform", format!("translate({at} {EDGE})"));
    document(width, height, &words.say("svg-worlds", &[]), &worlds(before, now, words, READ))
        .add(group(left, EDGE))
        .add(group(right, right_at))
        .to_string()
}

/// The picture of fates; empty where nothing was watched or no step was played.
#[must_use]
pub fn picture_svg(fates: &Picture, words: &Words) -> String {
    let read = picture(fates, words, READ);
    if read.is_empty() {
        return read;
    }
    let lines = Drawing { picture: fates, words, look: READ }.cells();
    let mut sheet = Sheet::new();
    sheet.table(&lines, |line, column| match (line, column) {
        (0, _) => "dim",
        (_, column) if column + 2 == lines[0].len() => "strong",
        _ => "",
    });
    let group = sheet.group.set("transform", format!("translate({EDGE} {EDGE})"));
    document(sheet.width, sheet.height, &words.say("svg-fates", &[]), &read).add(group).to_string()
}

fn document(width: usize, height: usize, title: &str, description: &str) -> Document {
    let (width, height) = (width + 2 * EDGE, height + 2 * EDGE);
    Document::new()
        .set("viewBox", (0, 0, width, height))
        .set("width", width)
        .set("height", height)
        .set("role", "img")
        .add(Title::new(title))
        .add(Description::new().add(svg::node::Text::new(description.trim())))
        .add(Style::new(STYLE))
}

/// Text and boxes, one below the other.
struct Sheet {
    group: Group,
    width: usize,
    height: usize,
}

impl Sheet {
    fn new() -> Self {
        Self { group: Group::new(), width: 0, height: 0 }
    }

    fn of_world(world: &World, words: &Words, heading: &str) -> Self {
        let mut sheet = Self::new();
        sheet.text(0, heading, "dim");
        sheet.height += LINE;
        if world.things.is_empty() {
            sheet.text(0, &words.say("world-empty", &[]), "");
            sheet.height += LINE;
        }
        let rows: Vec<Vec<Vec<String>>> = world
            .things
            .iter()
            .map(|thing| thing.shelves.iter().map(|shelf| row(words, thing, shelf).into()).collect())
            .collect();
        let widths = widths(rows.iter().flatten());
        let width = widths.iter().sum::<usize>() * COLUMN;
        for rows in &rows {
            let height = rows.len() * LINE + EDGE / 2;
            let frame = Rectangle::new().set("x", 0).set("y", sheet.height).set("rx", 4);
            sheet.add(frame.set("width", width + EDGE).set("height", height));
            sheet.height += EDGE / 4;
            for row in rows {
                sheet.row(row, &widths, EDGE / 2, |column| if column == 2 { "strong" } else { "" });
            }
            sheet.height += EDGE;
        }
        sheet.width = sheet.width.max(width + EDGE);
        sheet
    }

    fn table(&mut self, lines: &[Vec<String>], class: impl Fn(usize, usize) -> &'static str) {
        let widths = widths(lines.iter());
        for (index, line) in lines.iter().enumerate() {
            self.row(line, &widths, 0, |column| class(index, column));
        }
    }

    fn row(&mut self, row: &[String], widths: &[usize], at: usize, class: impl Fn(usize) -> &'static str) {
        let mut x = at;
        for (column, (text, width)) in row.iter().zip(widths).enumerate() {
            self.text(x, text, class(column));
            x += width * COLUMN;
        }
        self.height += LINE;
    }

    fn text(&mut self, x: usize, text: &str, class: &str) {
        if text.is_empty() {
            return;
        }
        let baseline = self.height + LINE * 3 / 4;
        self.add(Text::new(text).set("x", x).set("y", baseline).set("class", class));
        self.width = self.width.max(x + text.width() * COLUMN);
    }

    fn add(&mut self, node: impl Node) {
        self.group.append(node);
    }
}

/// The width of each column, with what stands between it and the next.
fn widths<'r>(rows: impl Iterator<Item = &'r Vec<String>>) -> Vec<usize> {
    let mut widths: Vec<usize> = Vec::new();
    for row in rows {
        widths.resize(widths.len().max(row.len()), 0);
        for (width, text) in widths.iter_mut().zip(row) {
            *width = (*width).max(text.width() + BETWEEN);
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fate::Holder;
    use crate::i18n::Locale;
    use crate::story::{Cell, Place, Shelf, Thing};

    #[test]
    fn what_a_container_holds_is_text_and_never_markup() {
        let holder = Holder::Layer { container: "a".to_owned() };
        let place = Place::new(&holder, Some("web"));
        let evil = Cell::Value("</text><script>alert('&')</script>\u{202e}".to_owned());
        let kept = vec![("page".to_owned(), evil)];
        let shelf = Shelf { holder, name: "web".to_owned(), place, target: None, kept };
        let thing = Thing { container: Some("a".to_owned()), running: true, shelves: vec![shelf] };
        let drawn = worlds_svg(&World::default(), &World { things: vec![thing] }, &Words::new(Locale::En));
        assert!(!drawn.contains("<script>") && !drawn.contains('\u{202e}'), "{drawn}");
        assert!(drawn.contains("&lt;script&gt;"), "{drawn}");
    }

    #[test]
    fn nothing_watched_is_no_picture() {
        assert_eq!(picture_svg(&Picture::default(), &Words::new(Locale::En)), "");
    }
}
