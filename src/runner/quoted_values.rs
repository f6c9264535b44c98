//! The values that prose quotes: container ids, watched values, captured values.

use std::collections::BTreeMap;

use super::Run;
use super::error::RunError;
use super::masking::Mask;
use crate::engine::Guard;
use crate::event::Seen;
use crate::fate::{Reading, is_made_up, short};
use crate::lab::{Choice, Lab, Placeholder, Predict, braces, fill};

/// The longest quoted value, in characters.
const VALUE: usize = 40;
/// The text for a quote without a value.
const NOTHING: &str = "–";

/// The ids of the containers that prose quotes: before the step and now.
#[derive(Debug, Default)]
pub struct Quotes {
    ids: BTreeMap<String, (Option<String>, Option<String>)>,
}

impl Quotes {
    /// Creates the quotes of a lab, for the containers that its prose quotes.
    #[must_use]
    pub fn of(lab: &Lab) -> Self {
        let mut ids = BTreeMap::new();
        for text in texts(lab) {
            for range in braces(text) {
                let inner = text[range][1..].trim_end_matches('}').to_owned();
                if let Some(Placeholder::ContainerId { container, .. }) = Placeholder::read(&inner) {
                    ids.insert(container, (None, None));
                }
            }
        }
        Self { ids }
    }

    /// Makes the current ids the ones from before.
    pub fn turn(&mut self) {
        for (before, now) in self.ids.values_mut() {
            before.clone_from(now);
        }
    }

    /// Reads the ids of the containers.
    ///
    /// # Errors
    /// The engine's errors.
    pub async fn look(&mut self, guard: &Guard) -> Result<(), RunError> {
        for (name, (_, now)) in &mut self.ids {
            *now = guard.container(name).await?.map(|container| container.id.0);
        }
        Ok(())
    }

    fn id(&self, container: &str, before: bool) -> Option<String> {
        let (was, is) = self.ids.get(container)?;
        let id = if before { was } else { is };
        Some(id.as_ref().map_or_else(|| NOTHING.to_owned(), |id| short(id).to_owned()))
    }
}

/// Returns all prose of a lab.
fn texts(lab: &Lab) -> Vec<&str> {
    let mut texts: Vec<&String> = Vec::new();
    for step in &lab.steps {
        texts.extend(step.before.iter().chain(&step.after).chain(&step.goal).chain(&step.hints));
        texts.extend(step.checks.iter().filter_map(|check| check.because.as_ref()));
        if let Some(predict) = &step.predict {
            texts.push(&predict.ask);
            texts.extend(
                predict.choices.iter().flat_map(|choice| choice.because.iter().chain([&choice.text])),
            );
        }
    }
    texts.into_iter().map(String::as_str).collect()
}

impl Run<'_> {
    /// Returns the author's prose with its placeholders filled.
    #[must_use]
    pub fn prose(&self, text: &str) -> String {
        fill(text, |placeholder| match placeholder {
            Placeholder::ContainerId { container, before } => self.quotes.id(container, *before),
            Placeholder::Watch { watch, before } => {
                let index = self.lab.watches.iter().position(|known| known.id.value.as_str() == watch)?;
                let quoted = |seen| self.quoted(seen);
                Some(self.history[index].seen(*before).map_or_else(|| NOTHING.to_owned(), quoted))
            }
            // Masked before it is shortened: a part of a secret could not be recognized.
            Placeholder::Captured(name) => {
                let value = self.values.get(name)?;
                Some(shortened(&Mask::new(&self.lab.secrets).whole(value)).to_owned())
            }
        })
    }

    /// Returns a question with its placeholders filled.
    #[must_use]
    pub fn question(&self, predict: &Predict) -> Predict {
        let choice = |choice: &Choice| Choice {
            text: self.prose(&choice.text),
            because: choice.because.as_ref().map(|because| self.prose(because)),
            ..choice.clone()
        };
        Predict {
            ask: self.prose(&predict.ask),
            choices: predict.choices.iter().map(choice).collect(),
            ..predict.clone()
        }
    }

    /// Returns what a watch saw, in a few words.
    fn quoted(&self, seen: &Seen) -> String {
        match seen {
            Seen::Value { named: Some(name), .. } => name.clone(),
            Seen::Value { reading: Reading::Within { value: Some(value), .. }, .. } => {
                // Masked before it is cut: a part of a secret could not be recognized.
                let masked = Mask::new(&self.lab.secrets).whole(value.text.trim());
                let line = shortened(masked.lines().next().unwrap_or_default());
                let short: String = line.chars().take(VALUE).collect();
                if short.len() < line.len() { format!("{short}…") } else { short }
            }
            _ => NOTHING.to_owned(),
        }
    }
}

/// Returns a value as prose quotes it.
/// Ids and generated names are shortened to their first characters, as docker shows them.
fn shortened(value: &str) -> &str {
    let digits = value.strip_prefix("sha256:").unwrap_or(value);
    if is_made_up(digits) { short(digits) } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_an_engine_made_up_is_shortened() {
        let id = "0123456789abcdef".repeat(4);
        assert_eq!(shortened(&id), "0123456789ab");
        assert_eq!(shortened(&format!("sha256:{id}")), "0123456789ab");
        for other in ["mydata", "", "sha256:0123", &id[1..], &format!("{id}0"), &format!("{id} {id}")] {
            assert_eq!(shortened(other), other);
        }
    }
}
