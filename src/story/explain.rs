//! Why a fate is what it is: one sentence, from what was observed.

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

/// Where the value was and is: lines that stand under an expectation that did not hold.
#[must_use]
pub fn evidence(settled: &FateSettled) -> Vec<Message> {
    let mut lines = Vec::new();
    if let Some(holder) = &settled.holder
        && let Some(before) = &settled.before
        && now(before).is_some()
    {
        let state = if settled.destroyed { "gone" } else { "there" };
        lines.push(
            Place::new(holder, settled.owner.as_deref()).message("evidence-before").arg("state", state),
        );
    }
    match (&settled.now, now(&settled.now)) {
        (_, Some((holder, through))) => lines.push(Place::new(holder, through).message("evidence-now")),
        (Seen::Value { .. }, None) => lines.push(Message::new("evidence-out-of-reach")),
        (Seen::Resource { .. }, None) => {}
    }
    lines
}

fn now(seen: &Seen) -> Option<(&Holder, Option<&str>)> {
    match seen {
        Seen::Value { reading: Reading::Within { holder, .. }, through, .. } => {
            Some((holder, through.as_deref()))
        }
        _ => None,
    }
}
