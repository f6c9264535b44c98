//! A person at the terminal, who reads each screen before the next key.

use std::num::NonZero;
use std::path::Path;

use regex::Regex;
use statelab::i18n::{Locale, Words};

use super::choices::Choices;
use super::recording::Recorded;
use crate::terminal::Terminal;

/// As many rows as no session fills: nothing scrolls away.
const ROWS: NonZero<u16> = NonZero::new(900).unwrap();

/// What is played, where, and by whom.
#[derive(Debug, Clone, Copy)]
pub struct Session {
    pub lab: &'static str,
    pub locale: Locale,
    pub plain: bool,
    pub columns: u16,
    /// Without colour, though the terminal has it.
    pub no_color: bool,
}

/// A row of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScreenRow {
    pub text: String,
    /// Whether the terminal had to break it, since it was too long.
    pub broken: bool,
}

/// What the terminal showed when the program waited, as far as it was new, and what was pressed then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    pub rows: Vec<ScreenRow>,
    pub pressed: String,
}

/// A session that is over.
#[derive(Debug)]
pub struct Played {
    pub stops: Vec<Stop>,
    pub status: Option<i32>,
    /// All that the program wrote.
    pub written: String,
}

impl Played {
    /// Whether any colour or other style was written.
    pub fn is_colored(&self) -> bool {
        Regex::new("\x1b\\[[0-9;]*[1-9][0-9;]*m").unwrap().is_match(&self.written)
    }
}

/// What the program waits for.
enum Waiting {
    /// Enter; whether `i` is offered as well.
    Pause { evidence: bool },
    /// One of these choices, in the order in which they stand; whether by its number, and whether the
    /// question may be passed over.
    Choice { choices: Vec<String>, numbered: bool, passable: bool },
}

impl Session {
    /// The name of its snapshot.
    pub fn name(&self) -> String {
        let style = if self.plain { "plain" } else { "rich" };
        format!("{}.{}.{style}.{}", self.lab, self.locale.tag(), self.columns)
    }

    /// Plays the lab's recording.
    pub fn replay(&self, recorded: &Recorded) -> Played {
        let home = tempfile::tempdir().unwrap();
        let folder = recorded.folder();
        let replay =
            ["replay", folder.to_str().unwrap(), "--speed", "max", "--engine", "unix:///nowhere.sock"];
        self.play(home.path(), &replay)
    }

    /// Plays what these arguments begin, to its end.
    pub fn play(&self, state: &Path, arguments: &[&str]) -> Played {
        let mut arguments = [&["--lang", self.locale.tag()], arguments].concat();
        if self.plain {
            arguments.push("--plain");
        }
        let variables: &[(&str, &str)] = if self.no_color { &[("NO_COLOR", "1")] } else { &[] };
        let columns = NonZero::new(self.columns).unwrap();
        let terminal = Terminal::sized(state, &arguments, ROWS, columns, variables);
        let person = Person {
            session: self,
            terminal,
            words: Words::new(self.locale),
            choices: Choices::of(self.lab, self.locale),
            stops: Vec::new(),
            last: Vec::new(),
            below: 0,
            typed: None,
            evidence: false,
            looked: false,
            answered: 0,
        };
        person.sits_through()
    }
}

struct Person<'s> {
    session: &'s Session,
    terminal: Terminal,
    words: Words,
    choices: Choices,
    stops: Vec<Stop>,
    /// The rows at the last stop.
    last: Vec<ScreenRow>,
    /// The row below what was asked there.
    below: usize,
    /// The number that was typed there.
    typed: Option<String>,
    /// Whether the next pause offers evidence, once there was a step; it does not behind evidence.
    evidence: bool,
    /// Whether evidence was looked at.
    looked: bool,
    /// How many questions were answered.
    answered: usize,
}

impl Person<'_> {
    fn sits_through(mut self) -> Played {
        while let Some((rows, waiting)) = self.next() {
            let seen = self.since(&rows);
            self.typed = None;
            match waiting {
                Waiting::Pause { evidence } => self.goes_on(seen, evidence, rows.len()),
                Waiting::Choice { choices, numbered, passable: false } => {
                    let at = self.choices.answer(&choices, self.session.lab, self.answered);
                    self.answered += 1;
                    let seen = self.choices.in_order(seen, numbered, 0);
                    self.takes(seen, &choices, Some(at), numbered, &rows);
                }
                Waiting::Choice { choices, numbered, passable: true } => {
                    // What goes on stands first, but where it is no choice.
                    let fixed = usize::from(!numbered);
                    let first = choices.iter().enumerate().skip(fixed).min_by_key(|(_, text)| *text);
                    let passes = self.session.lab == "orphaned-data";
                    let at = first.map(|(at, _)| at).filter(|_| !passes).or((!numbered).then_some(0));
                    let seen = self.choices.in_order(seen, numbered, fixed);
                    self.takes(seen, &choices, at, numbered, &rows);
                }
            }
            self.last = rows;
        }
        let last = self.terminal.last_screen();
        self.stops.push(Stop { rows: self.since(&rows(&last)), pressed: String::new() });
        let (status, bytes) = self.terminal.ends();
        Played { stops: self.stops, status, written: String::from_utf8(bytes).unwrap() }
    }

    /// At a pause; the first evidence is looked at.
    fn goes_on(&mut self, seen: Vec<ScreenRow>, offered: bool, below: usize) {
        let looks = offered && !self.looked;
        (self.looked, self.evidence, self.below) = (self.looked || looks, !looks, below);
        self.stops.push(Stop { rows: seen, pressed: if looks { "i" } else { "Enter" }.to_owned() });
        self.terminal.press(match (looks, self.session.plain) {
            (true, true) => "i\n",
            (true, false) => "i",
            (false, true) => "\n",
            (false, false) => "\r",
        });
    }

    /// Takes one of the choices, or presses Enter alone.
    fn takes(
        &mut self,
        seen: Vec<ScreenRow>,
        choices: &[String],
        at: Option<usize>,
        numbered: bool,
        rows: &[ScreenRow],
    ) {
        self.evidence = true;
        let pressed = at.map_or_else(|| "Enter".to_owned(), |at| format!("> {}", choices[at]));
        self.stops.push(Stop { rows: seen, pressed });
        if numbered {
            self.below = rows.len();
            self.typed = at.map(|at| (at + 1).to_string());
            self.terminal.press(&format!("{}\n", self.typed.as_deref().unwrap_or_default()));
        } else {
            // The question stays, with the answer behind it.
            self.below = rows.iter().rposition(|row| row.text.starts_with("? ")).unwrap() + 1;
            self.terminal.press(&format!("{}\r", "\x1b[B".repeat(at.unwrap_or_default())));
        }
    }

    /// The rows from the first on that is another one than at the last stop.
    fn since(&self, rows: &[ScreenRow]) -> Vec<ScreenRow> {
        let same = self.last.iter().zip(rows).take_while(|(old, new)| old == new).count();
        let mut rows = rows[same..].to_vec();
        if let Some(typed) = &self.typed {
            // The number of a choice in an order that no other session has.
            let prompt = rows[0].text.strip_suffix(typed.as_str()).unwrap();
            rows[0].text = format!("{prompt}#");
        }
        rows
    }

    /// Waits until the program waits for more than it did; none: it has ended.
    fn next(&self) -> Option<(Vec<ScreenRow>, Waiting)> {
        self.terminal.wait_or_end("something is asked", |screen| {
            let rows = rows(screen);
            let waiting = self.waiting(rows.get(self.below..)?)?;
            Some((rows, waiting))
        })
    }

    /// What the program waits for, by the last of these rows.
    fn waiting(&self, rows: &[ScreenRow]) -> Option<Waiting> {
        let end = flat(&rows[rows.len().saturating_sub(6)..]);
        let word = |key| self.words.say(key, &[]);
        for key in ["guide-enter", "guide-enter-next", "guide-enter-end", "replay-enter"] {
            let alone = end.ends_with(&word(key));
            if alone && !self.evidence {
                return Some(Waiting::Pause { evidence: false });
            }
            if end.ends_with(&format!("{} · {}", word(key), word("guide-evidence"))) {
                return Some(Waiting::Pause { evidence: true });
            }
        }
        for passable in [false, true] {
            let asked = if self.session.plain {
                let key = if passable { "guide-number-or-go-on" } else { "guide-number" };
                (2..10_usize).any(|count| end.ends_with(&self.words.say(key, &[("count", count.into())])))
            } else {
                let key = if passable { "guide-choose-or-go-on" } else { "guide-choose" };
                let question = rows.iter().any(|row| row.text.starts_with("? "));
                question && end.ends_with(&format!("[{}]", word(key)))
            };
            if asked {
                let numbered = self.session.plain;
                return Some(Waiting::Choice {
                    choices: super::choices::texts(rows, numbered),
                    numbered,
                    passable,
                });
            }
        }
        None
    }
}

/// The rows of a screen, to the last that is not empty.
fn rows(screen: &vt100::Screen) -> Vec<ScreenRow> {
    let (_, columns) = screen.size();
    let row = |(text, at): (String, u16)| {
        let broken = screen.row_wrapped(at);
        let last = screen.cell(at, columns.get() - 1);
        // A blank at which the terminal broke the line belongs to it.
        let blank = if broken && last.is_some_and(|cell| cell.contents() == " ") { " " } else { "" };
        ScreenRow { text: format!("{}{blank}", text.trim_end()), broken }
    };
    let mut rows: Vec<ScreenRow> = screen.rows(0, columns.get()).zip(0..).map(row).collect();
    let used = rows.iter().rposition(|row| !row.text.is_empty()).map_or(0, |last| last + 1);
    rows.truncate(used);
    rows
}

/// The words of some rows.
fn flat(rows: &[ScreenRow]) -> String {
    let words: Vec<&str> = rows.iter().flat_map(|row| row.text.split_whitespace()).collect();
    words.join(" ")
}
