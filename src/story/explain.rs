//! Why a fate is what it is: one sentence, from what was observed.

use super::picture::Cell;
use super::place::Place;
use crate::event::{FateSettled, Message, Seen};
use crate::fate::{Fate, Holder, Reading};

/// The sentence for a fate; none where nothing happened.
#[must_use]
pub fn explain(settled: &FateSettled) -> Option<Message> {
    let fate = settled.fate?;
    if fate == Fate::Unchanged {
        return None;
    }
    if matches!(settled.now, Seen::Resource { .. }) {
        return Some(Message::new(format!("explain-resource-{}", fate.word())).arg("label", &settled.label));
    }
    let key = format!("explain-{}", fate.word());
    let holder = settled.holder.as_ref()?;
    let place = Place::new(holder, settled.owner.as_deref());
    let message = place.message(&key);
    Some(match now(&settled.now) {
        Some((holder, through)) => {
            let place = Place::new(holder, through);
            message.arg("nowplace", place.kind).arg("nowname", place.name).arg("nowowner", place.owner)
        }
        None => message.arg("nowplace", "none").arg("nowname", "").arg("nowowner", ""),
    })
}

/// Where a value was and is, for an expectation that did not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// What was seen before, and where; none: nothing was within reach before.
    pub before: Option<(Cell, Option<Message>)>,
    /// What is seen now, and where.
    pub now: (Cell, Option<Message>),
}

/// The evidence for a fate.
#[must_use]
pub fn evidence(settled: &FateSettled) -> Evidence {
    let place =
        |seen: &Seen, key: &str| now(seen).map(|(holder, through)| Place::new(holder, through).message(key));
    let state = if settled.destroyed { "gone" } else { "there" };
    Evidence {
        before: settled.before.as_ref().map(|before| {
            (Cell::new(before), place(before, "evidence-before").map(|message| message.arg("state", state)))
        }),
        now: (Cell::new(&settled.now), place(&settled.now, "evidence-now")),
    }
}

fn now(seen: &Seen) -> Option<(&Holder, Option<&str>)> {
    match seen {
        Seen::Value { reading: Reading::Within { holder, .. }, through, .. } => {
            Some((holder, through.as_deref()))
        }
        _ => None,
    }
}
