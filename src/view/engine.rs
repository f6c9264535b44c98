//! Engines in lists.

use super::paint::Look;
use super::{Page, safe_line};
use crate::i18n::Words;

/// An engine, or a place where one may be.
#[derive(Debug, Clone, Copy)]
pub struct EngineHead<'e> {
    /// Its address.
    pub url: &'e str,
    /// Where the address comes from, in words.
    pub from: &'e str,
    /// Whether it answers.
    pub good: bool,
    /// Further details; often empty.
    pub more: &'e str,
}

impl EngineHead<'_> {
    /// Draws the line that names the engine. A `short` name keeps it on one line.
    pub fn draw(&self, page: &mut Page, short: bool, words: &Words, look: Look) {
        let mark = mark(self.good, words, look);
        let more = if self.more.is_empty() { String::new() } else { format!("  {}", look.bold(self.more)) };
        let (url, from) = (safe_line(self.url), self.from);
        if short || look.plain || mark.len() + url.len() + from.len() + more.len() < look.width {
            page.line(format!(" {mark} {url}  {}{more}", look.dim(&safe_line(from))));
        } else {
            page.line(format!(" {mark} {url}{more}"));
            page.wrapped(look.dim(&safe_line(from)), "     ");
        }
    }
}

/// Returns the mark for success or failure.
#[must_use]
pub fn mark(good: bool, words: &Words, look: Look) -> String {
    match (look.plain, good) {
        (true, true) => words.say("doctor-good", &[]),
        (true, false) => words.say("doctor-bad", &[]),
        (false, true) => look.good("✓"),
        (false, false) => look.bad("✗"),
    }
}
