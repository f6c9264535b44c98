//! What differs from one recording to the next, made the same.

use regex::{Captures, Regex};

/// The masks of one session.
#[derive(Debug)]
pub struct Masks {
    /// Ids in the order in which they came.
    ids: Vec<String>,
    id: Regex,
    time_at_edge: Regex,
    time: Regex,
    date: Regex,
    workspace: Regex,
    hidden: Regex,
    number: Regex,
}

impl Default for Masks {
    fn default() -> Self {
        let regex = |pattern| Regex::new(pattern).unwrap();
        Self {
            ids: Vec::new(),
            id: regex(r"\b[0-9a-f]{12,64}\b"),
            time_at_edge: regex(r"( {2,})([\d.]+)( ?(?:ms|s|초|밀리초))$"),
            time: regex(r"\b\d[\d.]*( ?(?:ms|s|초|밀리초)\b)"),
            date: regex(r"\b20\d\d-\d\d-\d\d\b"),
            workspace: regex(r"/workspaces/[0-9a-f]{8}\b"),
            hidden: regex(r"x^"),
            number: regex(r"x^"),
        }
    }
}

impl Masks {
    /// A row with what differs masked; it is as wide as before, but where a time stands in a sentence.
    pub fn row(&mut self, row: &str) -> String {
        row.to_owned()
    }
}
