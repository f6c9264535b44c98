//! The result of `locate`: answer, notes, a table of deeds, and the next command.

use unicode_width::UnicodeWidthStr;

use super::page::Page;
use super::paint::{Look, pad, say};
use super::safe;
use crate::fate::Prospect;
use crate::i18n::Words;
use crate::story::{Foretold, LocationText};

/// Renders what is known about a location.
#[must_use]
pub fn located(told: &LocationText, words: &Words, look: Look) -> String {
    let mut page = Page::new(look);
    page.wrapped(say(words, &told.answer), " ");
    let notes: Vec<(String, String)> =
        told.notes.iter().map(|(label, note)| (words.say(label, &[]), say(words, note))).collect();
    columns(&mut page, look, &notes, |text, _| text.to_owned());
    page.line("");
    let label = |deed: &Foretold| words.say(&format!("deed-{}", deed.deed.word()), &[]);
    let deeds: Vec<(String, String)> =
        told.deeds.iter().map(|deed| (label(deed), say(words, &deed.message))).collect();
    columns(&mut page, look, &deeds, |text, row| painted(look, text, told.deeds[row].prospect));
    if let Some((what, command)) = &told.next {
        page.line("");
        page.wrapped(say(words, what), " ");
        page.line(format!("   {}", look.bold(&safe(command))));
    }
    page.finish()
}

/// Draws rows of two columns. In plain mode each row is a line.
fn columns(page: &mut Page, look: Look, rows: &[(String, String)], paint: impl Fn(&str, usize) -> String) {
    let width = rows.iter().map(|(label, _)| label.width()).max().unwrap_or_default();
    let mut before = "";
    for (index, (label, text)) in rows.iter().enumerate() {
        if look.plain {
            page.wrapped(format!("{label}: {text}"), "   ");
            continue;
        }
        // Do not repeat a label.
        let shown = if label == before { "" } else { label };
        before = label;
        let first = format!("   {}  ", pad(shown, width));
        let wrapped = look.wrap(text, &first, &" ".repeat(width + 5));
        let body = wrapped.strip_prefix(&first).unwrap_or(&wrapped);
        page.line(format!("   {}  {}", look.dim(&pad(shown, width)), paint(body, index)));
    }
}

/// Paints an outcome: kept is good, lost is bad, all else deserves attention.
fn painted(look: Look, text: &str, prospect: Prospect) -> String {
    match prospect {
        Prospect::Kept => look.good(text),
        Prospect::Lost => look.bad(text),
        Prospect::Untouched => look.dim(text),
        Prospect::OutOfReach
        | Prospect::Orphaned
        | Prospect::Replaced
        | Prospect::Open
        | Prospect::Refused => look.warm(text),
    }
}
