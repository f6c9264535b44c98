//! Explains a fate in one sentence, from what was observed.

use super::picture::Cell;
use super::place::Place;
use crate::event::{FateSettled, Message, Seen};
use crate::fate::{Fate, Holder, Reading};

/// Returns the sentence for a fate; `None` if nothing happened.
#[must_use]
pub fn explain(settled: &FateSettled) -> Option<Message> {
    let fate = settled.fate?;
    if fate == Fate::Unchanged {
        return None;
    }
    if matches!(settled.now, Seen::Resource { .. }) {
        return Some(Message::new(format!("explain-resource-{}", fate.word())).arg("label", &settled.label));
    }
    let place = Place::new(settled.holder.as_ref()?, settled.owner.as_deref());
    let was = settled.before.as_ref().and_then(place_of);
    let same = settled.before.as_ref().and_then(holder_of) == settled.holder.as_ref();
    let now = place_of(&settled.now);
    Some(
        place
            .message(&format!("explain-{}", fate.word()))
            .arg("same", if same { "yes" } else { "no" })
            .arg("wasplace", was.as_ref().map_or("none", Place::word))
            .arg("nowowner", now.map_or_else(String::new, |now| now.owner)),
    )
}

/// Where a value was and is, for an expectation that did not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// What was seen before, and where; `None` if nothing was within reach.
    pub before: Option<(Cell, Option<Message>)>,
    /// What is seen now, and where.
    pub now: (Cell, Option<Message>),
}

/// Returns the evidence for a fate.
#[must_use]
pub fn evidence(settled: &FateSettled) -> Evidence {
    let message = |seen: &Seen, key: &str| place_of(seen).map(|place| place.message(key));
    let state = if settled.destroyed { "gone" } else { "there" };
    let before = settled.before.as_ref().map(|before| {
        (Cell::new(before), message(before, "evidence-before").map(|message| message.arg("state", state)))
    });
    Evidence { before, now: (Cell::new(&settled.now), message(&settled.now, "evidence-now")) }
}

/// Returns where a value is kept; `None` if it is out of reach or is a resource.
fn place_of(seen: &Seen) -> Option<Place> {
    let Seen::Value { through, .. } = seen else {
        return None;
    };
    Some(Place::new(holder_of(seen)?, through.as_deref()))
}

const fn holder_of(seen: &Seen) -> Option<&Holder> {
    match seen {
        Seen::Value { reading: Reading::Within { holder, .. }, .. } => Some(holder),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Locale, Words};

    #[test]
    fn every_fate_has_its_words() {
        for locale in Locale::ALL {
            let words = Words::new(locale);
            for fate in Fate::ALL.into_iter().filter(|fate| *fate != Fate::Unchanged) {
                assert!(words.has(&format!("explain-{}", fate.word()), None), "{locale}: {fate}");
            }
            for fate in [Fate::Created, Fate::Changed, Fate::Deleted, Fate::Lost] {
                assert!(words.has(&format!("explain-resource-{}", fate.word()), None), "{locale}: {fate}");
            }
        }
    }
}
