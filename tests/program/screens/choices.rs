//! The choices of a lab's questions: which one is taken, and an order in which a snapshot can have
//! them, since the program shuffles them.

use std::fs;
use std::path::Path;

use statelab::i18n::Locale;
use toml::Value;

use super::session::ScreenRow;

/// The choices of a lab, in the order in which the lab has them.
pub struct Choices(Vec<Choice>);

struct Choice {
    text: String,
    wrong: bool,
}

impl Choices {
    /// Those of a shipped lab.
    pub fn of(lab: &str, locale: Locale) -> Self {
        let file = match locale {
            Locale::En => "lab.toml",
            Locale::Ko => "ko.toml",
        };
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("labs").join(lab).join(file);
        let lab: Value = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let mut found = Vec::new();
        collect(&lab, &mut found);
        Self(found)
    }

    /// Which of the choices on the screen is taken as the answer to this question of a lab. Right and
    /// wrong ones take turns; not each lab begins with a right one.
    pub fn answer(&self, shown: &[String], lab: &str, question: usize) -> usize {
        let right = question.is_multiple_of(2) == (lab == "nginx-stateless");
        let wanted = self.0.iter().filter(|choice| choice.wrong != right);
        let mut places = wanted.filter_map(|choice| shown.iter().position(|text| *text == choice.text));
        places.next().unwrap_or_else(|| panic!("no choice of the lab: {shown:?}"))
    }

    /// The rows with the choices in the order of the lab, the first of them marked or numbered first;
    /// as many of them as stand in no random order stay first.
    pub fn in_order(&self, mut rows: Vec<ScreenRow>, numbered: bool, first: usize) -> Vec<ScreenRow> {
        let place = place(&rows, numbered);
        let mut choices = split(&rows[place.clone()], numbered);
        choices[first..].sort_by_key(|rows| {
            let text = text(rows);
            // What is no choice of the lab's stands in the order of its letters.
            (self.0.iter().position(|choice| choice.text == text), text)
        });
        for (index, choice) in choices.iter_mut().enumerate() {
            let mark = match (numbered, index) {
                (true, index) => format!("  {}. ", index + 1),
                (false, 0) => "> ".to_owned(),
                (false, _) => "  ".to_owned(),
            };
            choice[0].text = format!("{mark}{}", &choice[0].text[mark.len()..]);
        }
        rows.splice(place, choices.into_iter().flatten());
        rows
    }
}

/// Every table with a `text`: what a lab calls wrong says why.
fn collect(value: &Value, found: &mut Vec<Choice>) {
    match value {
        Value::Table(table) => {
            if let Some(Value::String(text)) = table.get("text") {
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                found.push(Choice { text, wrong: table.contains_key("because") });
            }
            table.values().for_each(|value| collect(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, found)),
        _ => {}
    }
}

/// The choices on a screen, which numbers them, or marks the first.
pub fn texts(rows: &[ScreenRow], numbered: bool) -> Vec<String> {
    split(&rows[place(rows, numbered)], numbered).iter().map(|choice| text(choice)).collect()
}

/// Where the choices stand: from the first, which is marked, to the help below them.
fn place(rows: &[ScreenRow], numbered: bool) -> std::ops::Range<usize> {
    let first = if numbered { "  1. " } else { "> " };
    let start = rows.iter().rposition(|row| row.text.starts_with(first)).unwrap();
    let below = |row: &ScreenRow| !row.text.starts_with("  ");
    let length = rows[start + 1..].iter().position(below).unwrap();
    start..start + 1 + length
}

/// The rows of each choice: what belongs to the one before stands further in.
fn split(rows: &[ScreenRow], numbered: bool) -> Vec<Vec<ScreenRow>> {
    let further = if numbered { "     " } else { "    " };
    let mut choices: Vec<Vec<ScreenRow>> = Vec::new();
    for row in rows {
        match choices.last_mut() {
            Some(choice) if row.text.starts_with(further) => choice.push(row.clone()),
            _ => choices.push(vec![row.clone()]),
        }
    }
    choices
}

/// The text of a choice, without its mark or number.
fn text(rows: &[ScreenRow]) -> String {
    let mut words: Vec<&str> = rows.iter().flat_map(|row| row.text.split_whitespace()).collect();
    if words[0] == ">" || words[0].trim_end_matches('.').parse::<usize>().is_ok() {
        words.remove(0);
    }
    words.join(" ")
}
