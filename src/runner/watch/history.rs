//! The history of a watch, and the fate of its value in a step.

use super::holder::destroyed;
use crate::engine::Guard;
use crate::event::{FateSettled, Seen};
use crate::fate::{Fate, Holder, Reading, Resource, deciding_holder, fate, resource_fate};
use crate::lab::{Step, Subject, Watch};
use crate::runner::error::RunError;

/// All readings of a watch, oldest first.
#[derive(Debug, Clone, Default)]
pub struct History {
    seen: Vec<Seen>,
    readings: Vec<Reading>,
    resources: Vec<Resource>,
}

impl History {
    /// Adds a reading.
    pub fn push(&mut self, seen: Seen) {
        match &seen {
            Seen::Value { reading, .. } => self.readings.push(reading.clone()),
            Seen::Resource { resource } => self.resources.push(resource.clone()),
        }
        self.seen.push(seen);
    }

    /// Returns the last reading, or the one before it.
    #[must_use]
    pub fn seen(&self, before: bool) -> Option<&Seen> {
        let back = 1 + usize::from(before);
        self.seen.len().checked_sub(back).and_then(|index| self.seen.get(index))
    }

    /// Adds the reading after a step, and derives the fate from all readings.
    ///
    /// # Errors
    /// The engine's errors when it is asked whether a holder still exists.
    pub async fn derive(
        &mut self,
        guard: &Guard,
        step: &Step,
        watch: &Watch,
        now: Seen,
    ) -> Result<FateSettled, RunError> {
        let before = self.seen.iter().rev().find(|seen| within_reach(seen)).cloned();
        let last = before.as_ref().and_then(holder);
        let gone = match last {
            Some(last) => destroyed(guard, last).await?,
            None => false,
        };
        let fate = match &now {
            Seen::Value { reading, .. } => fate(&self.readings, reading, |asked| gone && last == Some(asked)),
            Seen::Resource { resource } => {
                let gone = resource_destroyed(guard, &watch.subject, self.resources.last()).await?;
                resource_fate(&self.resources, resource, |_| gone)
            }
        };
        let decided = match (&now, fate) {
            (Seen::Value { reading, .. }, Some(fate)) => {
                deciding_holder(fate, &self.readings, reading).cloned()
            }
            _ => None,
        };
        let expected = step.expected(&watch.id.value).map(|expect| expect.fate);
        let owner = if decided.as_ref() == last { before.as_ref().and_then(through) } else { through(&now) };
        let owner = owner.map(str::to_owned);
        self.push(now.clone());
        Ok(FateSettled {
            step: step.id.value.to_string(),
            watch: watch.id.value.to_string(),
            label: watch.label.clone(),
            fate,
            expected,
            before,
            now,
            holder: decided,
            destroyed: gone,
            owner,
            held: holds(expected, fate),
        })
    }
}

/// Returns whether the earlier resource no longer exists under any name.
async fn resource_destroyed(
    guard: &Guard,
    subject: &Subject,
    last: Option<&Resource>,
) -> Result<bool, RunError> {
    let Some(Resource::Present { identity }) = last else { return Ok(false) };
    Ok(match subject {
        Subject::Container(_) => guard.container(identity).await?.is_none(),
        Subject::Network(_) => guard.network(identity).await?.is_none(),
        Subject::Image(_) => guard.image(identity).await?.is_none(),
        // In an engine, a volume's name is unique, and a volume cannot be renamed.
        _ => true,
    })
}

/// Returns whether a fate is as expected.
/// Without an expectation nothing may happen.
fn holds(expected: Option<Fate>, fate: Option<Fate>) -> bool {
    match expected {
        Some(_) => expected == fate,
        None => matches!(fate, None | Some(Fate::Unchanged)),
    }
}

const fn within_reach(seen: &Seen) -> bool {
    match seen {
        Seen::Value { reading, .. } => matches!(reading, Reading::Within { .. }),
        Seen::Resource { .. } => true,
    }
}

const fn holder(seen: &Seen) -> Option<&Holder> {
    match seen {
        Seen::Value { reading: Reading::Within { holder, .. }, .. } => Some(holder),
        _ => None,
    }
}

fn through(seen: &Seen) -> Option<&str> {
    match seen {
        Seen::Value { through, .. } => through.as_deref(),
        Seen::Resource { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_means_that_nothing_happened() {
        assert!(holds(None, None) && holds(None, Some(Fate::Unchanged)));
        assert!(!holds(None, Some(Fate::Lost)));
        assert!(holds(Some(Fate::Lost), Some(Fate::Lost)));
        assert!(!holds(Some(Fate::Survived), Some(Fate::Orphaned)) && !holds(Some(Fate::Created), None));
    }
}
