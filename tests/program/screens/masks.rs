//! What differs from one recording to the next, made the same: ids, times, days, the name of a
//! workspace, and how much else an engine has.

use regex::{Captures, Regex};
use unicode_width::UnicodeWidthStr;

use super::session::Row;

/// The columns at which the program sets times to the right, at the most.
const EDGE: usize = 100;

/// The masks of one session.
pub struct Masks {
    columns: usize,
    /// Ids by their beginnings, in the order in which they came.
    ids: Vec<String>,
    id: Regex,
    workspace: Regex,
    day: Regex,
    time_at_end: Regex,
    time: Regex,
    hidden: Regex,
    typed: Regex,
}

impl Masks {
    /// Those for a terminal of this width.
    pub fn new(columns: u16) -> Self {
        let regex = |pattern| Regex::new(pattern).unwrap();
        Self {
            columns: columns.into(),
            ids: Vec::new(),
            id: regex(r"\b[0-9a-f]{12,64}\b"),
            workspace: regex(r"/workspaces/[0-9a-f]{8}\b"),
            day: regex(r"\b20\d\d-\d\d-\d\d"),
            time_at_end: regex(r" {2,}\d[\d.]*(?: ms| s|초)$"),
            time: regex(r"\b\d[\d.]*(?: ms\b| s\b|초)"),
            hidden: regex(r"(Not shown: |다른 [^ ]+ )\d+"),
            typed: regex(r"\): \d$"),
        }
    }

    /// The rows with what differs masked. They are as wide as before, but where a time stands within
    /// a sentence.
    pub fn rows(&mut self, rows: &[Row]) -> Vec<Row> {
        let mut masked = Vec::new();
        for line in rows.split_inclusive(|row| !row.broken) {
            // What the terminal broke is one line, and may be one id.
            let whole: String = line.iter().map(|row| row.text.as_str()).collect();
            let whole = self.ids(&whole);
            let mut rest = whole.as_str();
            for row in line {
                let (text, behind) = rest.split_at(row.text.len());
                rest = behind;
                masked.push(Row { text: self.row(text), broken: row.broken });
            }
        }
        masked
    }

    /// Each id as a letter of its own, as long as it was.
    fn ids(&mut self, line: &str) -> String {
        let line = self.workspace.replace_all(line, "/workspaces/********");
        let ids = &mut self.ids;
        let letter = |found: &Captures<'_>| {
            let beginning = &found[0][..12];
            let place = ids.iter().position(|id| id == beginning).unwrap_or_else(|| {
                ids.push(beginning.to_owned());
                ids.len() - 1
            });
            char::from(b'A' + u8::try_from(place).unwrap()).to_string().repeat(found[0].len())
        };
        self.id.replace_all(&line, letter).into_owned()
    }

    fn row(&self, row: &str) -> String {
        let at_edge = row.width() == self.columns.min(EDGE);
        let row = self.time_at_end.replace(row, |found: &Captures<'_>| {
            format!("{:>1$}", "# ms", if at_edge { found[0].len() } else { 6 })
        });
        let row = self.time.replace_all(&row, "# ms");
        let row = self.day.replace_all(&row, "####-##-##");
        let row = self.hidden.replace_all(&row, "${1}#");
        self.typed.replace_all(&row, "): #").into_owned()
    }
}
