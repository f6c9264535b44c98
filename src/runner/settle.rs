//! The history of a watch, and what became of its value in a step.
//!
//! Imports: `engine`, `event`, `fate`, `lab`.

use super::error::RunError;
use super::watch::destroyed;
use crate::engine::Guard;
use crate::event::{FateSettled, Seen};
use crate::fate::{Fate, Holder, Reading, Resource, deciding_holder, fate, resource_fate};
use crate::lab::{Step, Watch};

/// All that a watch has seen, oldest first.
#[derive(Debug, Default)]
pub struct History {
    seen: Vec<Seen>,
    readings: Vec<Reading>,
    resources: Vec<Resource>,
}

impl History {
    /// Takes the reading before the first step.
    pub fn begin(&mut self, seen: Seen) {
        match &seen {
            Seen::Value { reading, .. } => self.readings.push(reading.clone()),
            Seen::Resource { resource } => self.resources.push(resource.clone()),
        }
        self.seen.push(seen);
    }

    /// Takes the reading after a step, and derives the fate.
    ///
    /// # Errors
    /// A fault of the engine while it is asked whether a holder still is.
    pub async fn settle(
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
            // Another identity under the name of a volume means that the one before is gone: the
            // engine holds a name once, and a volume cannot be renamed.
            Seen::Resource { resource } => resource_fate(&self.resources, resource, |_| true),
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
        self.begin(now.clone());
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

/// Silence means that nothing happened.
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
