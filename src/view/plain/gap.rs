//! What a check expected and what it saw.
//!
//! Texts of several lines stand side by side. Values over time show how a check's result changed.

use similar::{DiffOp, TextDiff};
use unicode_width::UnicodeWidthStr;

use super::super::page::Page;
use super::super::paint::{Look, cut, pad, say};
use super::super::{safe, safe_line};
use super::Plain;
use super::judged::UNDER;
use crate::event::{Gap, Moment, Observed};

/// Columns for the expected and seen values on one line.
const GAP: usize = 120;
/// The number of lines of a text that are shown.
const LINES: usize = 8;
/// The number of rows of a difference that are shown.
const ROWS: usize = 24;
/// The number of equal lines shown around a difference.
const AROUND: usize = 2;
/// Columns for a value at one moment.
const MOMENT: usize = 80;

/// A row of a difference: an expected line and a seen line.
#[derive(Debug, Clone, PartialEq, Eq)]
enum DiffRow {
    /// The same in both.
    Same(String),
    /// Different, or in only one of them; with line numbers.
    Other { expected: Option<(usize, String)>, seen: Option<(usize, String)> },
    /// Omitted lines.
    Skip,
}

impl Plain<'_> {
    pub(super) fn gap(&self, page: &mut Page, gap: &Gap) {
        if let Observed::Text { text } = &gap.seen
            && matches!(gap.predicate.as_str(), "equals" | "same_as")
            && (text.trim().contains('\n') || gap.expected.trim().contains('\n'))
        {
            return self.difference(page, gap, text);
        }
        let seen = match &gap.seen {
            Observed::Text { text } if text.trim().is_empty() => self.word("run-empty"),
            Observed::Text { text } => lines(text),
            Observed::Words { message } => say(self.words, message),
        };
        let expected = match (gap.predicate.as_str(), gap.expected.as_str()) {
            (predicate, "") => predicate.to_owned(),
            (predicate @ ("json" | "not"), expected) => format!("{predicate} {}", lines(expected)),
            (predicate, expected) => format!("{predicate} = {}", lines(expected)),
        };
        let (first, rest) = match seen.split_once('\n') {
            Some((first, rest)) => (first.to_owned(), Some(rest)),
            None => (seen.clone(), None),
        };
        self.labelled(page, UNDER, &[("label-expected", expected), ("label-seen", first)]);
        let width = self.word("label-expected").width().max(self.word("label-seen").width()) + 2;
        for line in rest.into_iter().flat_map(str::lines) {
            page.line(format!("{UNDER}{}{line}", " ".repeat(width)));
        }
    }

    fn difference(&self, page: &mut Page, gap: &Gap, seen: &str) {
        let rows = rows(safe(gap.expected.trim()).as_ref(), safe(seen.trim()).as_ref());
        if self.look.plain {
            return self.difference_in_words(page, gap, &rows);
        }
        let column = self.look.width.clamp(40, 160).saturating_sub(UNDER.len() + 3) / 2;
        let expected = format!("{} ({})", self.word("label-expected"), gap.predicate);
        page.line(format!(
            "{UNDER}{}   {}",
            self.look.dim(&pad(&expected, column)),
            self.look.dim(&self.word("label-seen"))
        ));
        for row in rows.iter().take(ROWS) {
            page.line(format!("{UNDER}{}", beside(self.look, row, column)));
        }
        if rows.len() > ROWS {
            page.line(format!("{UNDER}…"));
        }
    }

    /// Describes a difference without columns, for screen readers.
    fn difference_in_words(&self, page: &mut Page, gap: &Gap, rows: &[DiffRow]) {
        self.labelled(
            page,
            UNDER,
            &[(
                "label-expected",
                self.words.say("run-differs", &[("predicate", gap.predicate.as_str().into())]),
            )],
        );
        for row in rows.iter().take(ROWS) {
            let DiffRow::Other { expected, seen } = row else { continue };
            for (key, line) in [("run-line-expected", expected), ("run-line-seen", seen)] {
                if let Some((number, text)) = line {
                    let arguments = [("number", (*number).into()), ("text", cut(text, GAP).into())];
                    page.wrapped(self.words.say(key, &arguments), UNDER);
                }
            }
        }
    }

    /// Shows how the seen value changed while the check was retried.
    pub(super) fn over_time(&self, page: &mut Page, values: &[Moment]) {
        for (index, moment) in values.iter().enumerate() {
            let seen = match &moment.seen {
                Observed::Text { text } => first_line(text, MOMENT),
                Observed::Words { message } => cut(&say(self.words, message), MOMENT),
            };
            let arguments = [("time", self.time(moment.at_ms).into()), ("seen", seen.into())];
            let line = self.words.say("run-moment", &arguments);
            if index == 0 {
                self.labelled(page, UNDER, &[("label-over-time", line)]);
            } else {
                let width = self.word("label-over-time").width() + 2;
                page.line(format!("{UNDER}{}{line}", " ".repeat(width)));
            }
        }
    }
}

/// Returns the difference between two texts, with some lines of context.
fn rows(expected: &str, seen: &str) -> Vec<DiffRow> {
    // End both texts with a newline, so that the last lines compare equal.
    let (expected, seen) = (format!("{}\n", expected.trim_end()), format!("{}\n", seen.trim_end()));
    let diff = TextDiff::from_lines(&expected, &seen);
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), seen.lines().collect());
    let line = |lines: &[&str], at: usize| lines.get(at).map(|line| (at + 1, (*line).to_owned()));
    let mut rows = Vec::new();
    for (index, group) in diff.grouped_ops(AROUND).into_iter().enumerate() {
        if index > 0 {
            rows.push(DiffRow::Skip);
        }
        for op in group {
            let (from, to) = (op.old_range(), op.new_range());
            if let DiffOp::Equal { .. } = op {
                rows.extend(
                    old.get(from).unwrap_or_default().iter().map(|line| DiffRow::Same((*line).to_owned())),
                );
                continue;
            }
            for step in 0..from.len().max(to.len()) {
                let expected = (step < from.len()).then(|| line(&old, from.start + step)).flatten();
                let seen = (step < to.len()).then(|| line(&new, to.start + step)).flatten();
                rows.push(DiffRow::Other { expected, seen });
            }
        }
    }
    rows
}

/// Returns a row with both sides next to each other.
///
/// Widths are in terminal columns: a Korean character takes two.
fn beside(look: Look, row: &DiffRow, column: usize) -> String {
    let fit = |text: &str| cut(&safe_line(&text.replace('\t', "    ")), column);
    match row {
        DiffRow::Same(line) => look.dim(&format!("{} │ {}", pad(&fit(line), column), fit(line))),
        DiffRow::Other { expected, seen } => {
            let side = |line: &Option<(usize, String)>| {
                line.as_ref().map_or_else(String::new, |(_, text)| fit(text))
            };
            let (left, right) = (pad(&side(expected), column), side(seen));
            format!("{} {} {}", look.good(&left), look.bold("≠"), look.bad(&right)).trim_end().to_owned()
        }
        DiffRow::Skip => look.dim("…"),
    }
}

/// Returns the first lines of a text, as many as help.
fn lines(text: &str) -> String {
    let text = safe(text.trim()).into_owned();
    let mut shown: Vec<String> = text.lines().take(LINES).map(|line| cut(line.trim_end(), GAP)).collect();
    if text.lines().count() > LINES {
        shown.push("…".to_owned());
    }
    shown.join("\n")
}

/// Returns the first line of a text.
fn first_line(text: &str, width: usize) -> String {
    let text = text.trim();
    let line = cut(&safe_line(text.lines().next().unwrap_or_default()), width);
    if text.lines().count() > 1 { format!("{line} …") } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOK: Look = Look { color: false, plain: false, width: 60 };

    #[test]
    fn lines_that_differ_stand_beside_each_other() {
        let rows = rows("a\nb\nc\nd\ne\nf\n", "a\nb\nX\nd\ne\nf\ng\n");
        let shown: Vec<_> = rows.iter().map(|row| beside(LOOK, row, 4)).collect();
        assert_eq!(
            shown,
            ["a    │ a", "b    │ b", "c    ≠ X", "d    │ d", "e    │ e", "f    │ f", "     ≠ g"]
        );
    }

    #[test]
    fn the_last_line_is_a_line_like_others() {
        assert_eq!(
            rows("a\nb", "a\nb\nc").last(),
            Some(&DiffRow::Other { expected: None, seen: Some((3, "c".into())) })
        );
        assert_eq!(rows("a\nb", "a\nb\nc")[1], DiffRow::Same("b".into()));
    }

    #[test]
    fn wide_characters_take_two_columns() {
        let row = DiffRow::Other {
            expected: Some((1, "가나".into())), seen: Some((1, "가다라마바".into()))
        };
        assert_eq!(beside(LOOK, &row, 8), "가나     ≠ 가다라…");
        assert_eq!(beside(LOOK, &DiffRow::Same("한글".into()), 6), "한글   │ 한글");
    }

    #[test]
    fn far_places_are_joined_by_a_mark() {
        let text: Vec<String> = (0..30).map(|number| number.to_string()).collect();
        let mut other = text.clone();
        other[2] = "x".into();
        other[25] = "y".into();
        let rows = rows(&text.join("\n"), &other.join("\n"));
        assert_eq!(rows.iter().filter(|row| **row == DiffRow::Skip).count(), 1);
        assert!(rows.len() < 15, "{rows:?}");
    }
}
