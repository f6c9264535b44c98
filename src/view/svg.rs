//! Self-contained SVG pictures for reports.
//!
//! They show the world before and after a step, and the picture of fates. They follow the reader's light or
//! dark scheme. Colour is never the only sign.

use svg::node::element::{Description, Group, Rectangle, Style, Text, Title};
use svg::{Document, Node};
use unicode_width::UnicodeWidthStr;

use super::paint::{Look, cut};
use super::picture::{Drawing, picture};
use super::safe_line;
use super::world::{row, worlds};
use crate::i18n::Words;
use crate::story::{Picture, Shelf, Thing, World};

/// Pixels of a column of text, of a line, and around everything.
const COLUMN: usize = 9;
const LINE: usize = 22;
const EDGE: usize = 16;
/// Pixels inside a box, on both sides of its text.
const INSIDE: usize = 10;
/// Columns between a table's columns, and between two boxes.
const BETWEEN: usize = 3;
/// Columns that a name or a value may take. The description has the full text.
const CELL: usize = 40;

/// The colours of the light or the dark scheme.
struct Scheme {
    /// The background. It makes the text readable wherever the picture is placed.
    ground: &'static str,
    /// The background of a box.
    sheet: &'static str,
    text: &'static str,
    /// Dimmed text.
    dim: &'static str,
    /// A fate.
    warm: &'static str,
    /// Frames.
    line: &'static str,
}

const LIGHT: Scheme = Scheme {
    ground: "#ffffff",
    sheet: "#f6f8fa",
    text: "#1b1f24",
    dim: "#59636e",
    warm: "#8a4600",
    line: "#818b98",
};
const DARK: Scheme = Scheme {
    ground: "#0d1117",
    sheet: "#161b22",
    text: "#e6edf3",
    dim: "#9198a1",
    warm: "#e3b341",
    line: "#656c76",
};

/// A unique class, so that the rules apply only to the picture in any report.
const CLASS: &str = "statelab-picture";

impl Scheme {
    fn rules(&self) -> String {
        let Self { ground, sheet, text, dim, warm, line } = self;
        format!(
            ".{CLASS} .ground{{fill:{ground}}}.{CLASS} .box{{fill:{sheet};stroke:{line}}}\
             .{CLASS} text{{fill:{text}}}.{CLASS} .dim{{fill:{dim}}}.{CLASS} .warm{{fill:{warm}}}"
        )
    }
}

/// Returns the CSS for text, lines and backgrounds, in both schemes.
fn style() -> String {
    format!(
        ".{CLASS} text{{font:14px ui-monospace,Menlo,Consolas,'Noto Sans Mono','Noto Sans Mono CJK KR',\
         monospace}}.{CLASS} .strong,.{CLASS} .warm{{font-weight:bold}}{}\
         @media(prefers-color-scheme:dark){{{}}}",
        LIGHT.rules(),
        DARK.rules()
    )
}

/// The look of the description, for screen readers.
const READ: Look = Look { color: false, plain: true, width: 10_000 };

/// Draws the world before and after a step, with the lab's and the step's titles.
#[must_use]
pub fn worlds_svg(lab: &str, step: &str, before: &World, now: &World, words: &Words) -> String {
    let (lab, step) = (safe_line(lab), safe_line(step));
    let (left, right) = (
        Sheet::of_world(before, words, &words.say("world-before", &[])),
        Sheet::of_world(now, words, &words.say("world-now", &[])),
    );
    let mut all = Sheet::titled(&step, &lab);
    let (top, gap) = (all.height, BETWEEN * COLUMN);
    all.height += left.height.max(right.height);
    all.width = all.width.max(left.width + gap + right.width);
    let right_at = left.width + gap;
    all.add(left.group.set("transform", format!("translate(0 {top})")));
    all.add(right.group.set("transform", format!("translate({right_at} {top})")));
    let title = words.say("svg-worlds", &[("lab", lab.into()), ("step", step.into())]);
    all.document(words, &title, &worlds(before, now, words, READ))
}

/// Draws the picture of fates; empty if nothing was watched or no step was played.
///
/// It has the lab's title.
#[must_use]
pub fn picture_svg(lab: &str, fates: &Picture, words: &Words) -> String {
    let read = picture(fates, words, READ);
    if read.is_empty() {
        return read;
    }
    let lab = safe_line(lab);
    let lines = Drawing { picture: fates, words, look: READ }.cells();
    let mut all = Sheet::titled(&lab, "");
    all.table(&lines, |line, column| match (line, column) {
        (0, _) => "dim",
        (_, 0) => "strong",
        (_, column) if column + 2 == lines[0].len() => "warm",
        _ => "",
    });
    all.document(words, &words.say("svg-fates", &[("lab", lab.into())]), &read)
}

/// Trims text and replaces two noncharacters that XML forbids and `safe` leaves.
fn clean(text: &str) -> String {
    text.trim().replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}

/// Text and boxes, one below another.
struct Sheet {
    group: Group,
    width: usize,
    height: usize,
}

impl Sheet {
    fn new() -> Self {
        Self { group: Group::new(), width: 0, height: 0 }
    }

    /// Creates a sheet with a heading and dimmed text next to it.
    fn titled(heading: &str, beside: &str) -> Self {
        let mut sheet = Self::new();
        for (text, class) in [(heading, "strong"), (beside, "dim")] {
            sheet.text(0, text, class);
            sheet.height += if text.is_empty() { 0 } else { LINE };
        }
        sheet.height += LINE / 2;
        sheet
    }

    fn of_world(world: &World, words: &Words, heading: &str) -> Self {
        let mut sheet = Self::new();
        sheet.text(0, heading, "dim");
        sheet.height += LINE;
        if world.things.is_empty() {
            sheet.text(0, &words.say("world-empty", &[]), "");
            sheet.height += LINE;
        }
        let cells =
            |thing: &Thing, shelf: &Shelf| row(words, thing, shelf).map(|text| cut(&text, CELL)).to_vec();
        let rows: Vec<Vec<Vec<String>>> = world
            .things
            .iter()
            .map(|thing| thing.shelves.iter().map(|shelf| cells(thing, shelf)).collect())
            .collect();
        let widths = widths(rows.iter().flatten());
        for (thing, rows) in world.things.iter().zip(&rows) {
            sheet.boxed(rows, &widths, |row, column| match column {
                0 => "",
                2 if !thing.shelves[row].kept.is_empty() => "strong",
                _ => "dim",
            });
            sheet.height += EDGE / 2;
        }
        sheet
    }

    fn table(&mut self, lines: &[Vec<String>], class: impl Fn(usize, usize) -> &'static str) {
        self.boxed(lines, &widths(lines.iter()), class);
    }

    /// Adds rows in a box.
    fn boxed(
        &mut self,
        rows: &[Vec<String>],
        widths: &[usize],
        class: impl Fn(usize, usize) -> &'static str,
    ) {
        let width = (widths.iter().sum::<usize>().saturating_sub(BETWEEN)) * COLUMN + 2 * INSIDE;
        let height = rows.len() * LINE + INSIDE;
        let frame = Rectangle::new().set("x", 0).set("y", self.height).set("rx", 4).set("class", "box");
        self.add(frame.set("width", width).set("height", height));
        self.height += INSIDE / 2;
        for (index, row) in rows.iter().enumerate() {
            let mut x = INSIDE;
            for (column, (text, width)) in row.iter().zip(widths).enumerate() {
                self.text(x, text, class(index, column));
                x += width * COLUMN;
            }
            self.height += LINE;
        }
        self.height += INSIDE / 2;
        self.width = self.width.max(width);
    }

    fn text(&mut self, x: usize, text: &str, class: &str) {
        if text.is_empty() {
            return;
        }
        let baseline = self.height + LINE * 7 / 10;
        let node = Text::new(clean(text)).set("x", x).set("y", baseline);
        self.add(if class.is_empty() { node } else { node.set("class", class) });
        self.width = self.width.max(x + text.width() * COLUMN);
    }

    fn add(&mut self, node: impl Node) {
        self.group.append(node);
    }

    /// Returns the whole picture, with a description for screen readers.
    fn document(self, words: &Words, title: &str, description: &str) -> String {
        let (width, height) = (self.width + 2 * EDGE, self.height + 2 * EDGE);
        let ground = Rectangle::new().set("width", width).set("height", height).set("class", "ground");
        Document::new()
            .set("viewBox", (0, 0, width, height))
            .set("width", width)
            .set("height", height)
            .set("role", "img")
            .set("class", CLASS)
            .set("xml:lang", words.locale().tag())
            .add(Title::new(clean(title)))
            .add(Description::new().add(svg::node::Text::new(clean(description))))
            .add(Style::new(style()))
            .add(ground)
            .add(self.group.set("transform", format!("translate({EDGE} {EDGE})")))
            .to_string()
    }
}

/// Returns each column's width, including the gap to the next one.
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
    use crate::story::{Cell, Place};

    fn world(value: &str) -> World {
        let holder = Holder::Layer { container: "a".to_owned() };
        let place = Place::new(&holder, Some("web"));
        let kept = vec![("page".to_owned(), Cell::Value(value.to_owned()))];
        let shelf = Shelf { holder, name: "web".to_owned(), place, target: None, kept };
        World { things: vec![Thing { container: Some("a".to_owned()), running: true, shelves: vec![shelf] }] }
    }

    fn drawn(value: &str) -> String {
        let words = Words::new(Locale::En);
        let titles = ("<Lab>", "A & B\u{1b}\u{ffff}");
        let drawn = worlds_svg(titles.0, titles.1, &World::default(), &world(value), &words);
        roxmltree::Document::parse(&drawn).unwrap();
        drawn
    }

    #[test]
    fn what_a_container_holds_is_text_and_never_markup() {
        let drawn = drawn("</text><script>alert('&')</script>\u{202e}\u{fffe}");
        assert!(!drawn.contains("<script>") && !drawn.contains('\u{202e}'), "{drawn}");
        assert!(drawn.contains("&lt;script&gt;"), "{drawn}");
    }

    #[test]
    fn a_long_value_is_cut_where_it_is_seen_and_whole_where_it_is_read() {
        let value = "글".repeat(CELL);
        let drawn = drawn(&value);
        let document = roxmltree::Document::parse(&drawn).unwrap();
        let texts =
            document.descendants().filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "text")));
        let widest = texts.filter_map(|node| Some(node.text()?.trim().width())).max().unwrap();
        assert!(widest <= CELL, "{widest}");
        assert!(drawn.contains(&value), "{drawn}");
    }

    #[test]
    fn nothing_watched_is_no_picture() {
        assert_eq!(picture_svg("Lab", &Picture::default(), &Words::new(Locale::En)), "");
    }

    /// Returns a colour's relative luminance (WCAG 2.2).
    fn luminance(color: &str) -> f64 {
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&color[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn all_can_be_told_from_what_it_stands_on() {
        assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 0.01);
        for scheme in [LIGHT, DARK] {
            for ground in [scheme.ground, scheme.sheet] {
                for text in [scheme.text, scheme.dim, scheme.warm] {
                    let contrast = contrast(text, ground);
                    assert!(contrast >= 4.5, "{text} on {ground}: {contrast:.2}");
                }
                // WCAG 1.4.11: anything other than text needs less contrast.
                let contrast = contrast(scheme.line, ground);
                assert!(contrast >= 3.0, "{} on {ground}: {contrast:.2}", scheme.line);
            }
        }
    }

    #[test]
    fn every_color_is_in_the_rules() {
        let style = style();
        for Scheme { ground, sheet, text, dim, warm, line } in [LIGHT, DARK] {
            for color in [ground, sheet, text, dim, warm, line] {
                assert!(style.contains(color), "{color}");
            }
        }
    }
}
