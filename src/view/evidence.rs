//! The evidence of a step, one fact on each line.

use super::page::Page;
use super::paint::{Look, say};
use crate::event::Message;
use crate::i18n::Words;

/// The start of a fact's first line.
const FACT: &str = "   · ";
/// The indent of a fact's further lines.
const UNDER_FACT: &str = "     ";

/// Draws the evidence of a step.
#[must_use]
pub fn evidence(facts: &[Message], words: &Words, look: Look) -> String {
    let mut page = Page::new(look);
    page.line("");
    page.line(format!(" {}", look.dim(&words.say("run-evidence", &[]))));
    if facts.is_empty() {
        page.wrapped(words.say("run-no-evidence", &[]), "   ");
    }
    for fact in facts {
        page.hanging(say(words, fact), FACT, UNDER_FACT);
    }
    page.finish()
}
