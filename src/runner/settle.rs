//! The history of a watch, and what became of its value in a step.
//!
//! Imports: `engine`, `event`, `fate`, `lab`.

use super::error::RunError;
use super::watch::destroyed;
use crate::engine::Guard;
use crate::event::{FateSettled, Seen};
use crate::fate::{Fate, Holder, Reading, Resource, fate, resource_fate};
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
        let holder = deciding(before.as_ref()).or_else(|| deciding(Some(&now))).cloned();
        let gone = match &holder {
            Some(holder) => destroyed(guard, holder).await?,
            None => false,
        };
        let fate = match &now {
            Seen::Value { reading, .. } => {
                fate(&self.readings, reading, |asked| gone && holder.as_ref() == Some(asked))
            }
            Seen::Resource { resource } => {
                // Another identity under the name means that the one before is gone: the engine
                // holds a name once.
                resource_fate(&self.resources, resource, |_| true)
            }
        };
        let expected = step.expected(&watch.id.value).map(|expect| expect.fate);
        let owner = before.as_ref().and_then(through).or_else(|| through(&now)).map(str::to_owned);
        self.begin(now.clone());
        Ok(FateSettled {
            step: step.id.value.to_string(),
            watch: watch.id.value.to_string(),
            label: watch.label.clone(),
            fate,
            expected,
            before,
            now,
            holder,
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

/// The holder of a reading that decides: not that of a plain absence, which keeps nothing.
const fn deciding(seen: Option<&Seen>) -> Option<&Holder> {
    match seen {
        Some(Seen::Value { reading: Reading::Within { value, holder, whiteout, .. }, .. })
            if value.is_some() || *whiteout =>
        {
            Some(holder)
        }
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
