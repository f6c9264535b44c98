//! What a guided run asks, on a terminal.

use std::fmt;

use inquire::Select;

use super::keys::{self, Key};
use super::screen::put;
use crate::i18n::Words;
use crate::lab::{ChoiceId, Predict};
use crate::view::{Look, Page, safe_line};

/// The student left: by Escape or Ctrl-C, at a pause or in plain text by `q` too; or the terminal is
/// gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left;

/// Asks on the terminal.
pub struct Guide<'w> {
    words: &'w Words,
    look: Look,
}

/// A choice as it is shown.
struct Shown {
    text: String,
    id: ChoiceId,
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<'w> Guide<'w> {
    /// A guide in these words.
    #[must_use]
    pub const fn new(words: &'w Words, look: Look) -> Self {
        Self { words, look }
    }

    /// Asks the question of a step. The choices come in a new order each time, so that their places
    /// say nothing.
    ///
    /// # Errors
    /// The student left.
    pub async fn predict(&self, predict: &Predict) -> Result<ChoiceId, Left> {
        let shown = |text: &str, id| Shown { text: safe_line(text).into_owned(), id };
        let mut choices: Vec<Shown> =
            predict.choices.iter().map(|choice| shown(&choice.text, choice.id.clone())).collect();
        shuffle(&mut choices);
        keys::forget().map_err(|_| Left)?;
        put(&format!("\n {}\n", self.look.dim(&self.words.say("guide-nothing-runs", &[]))));
        let ask = safe_line(&predict.ask).into_owned();
        if self.look.plain {
            return self.predict_by_number(&ask, &choices).await;
        }
        let help = self.words.say("guide-choose", &[]);
        asked(move || {
            let select = Select::new(&ask, choices).with_help_message(&help).without_filtering();
            select.prompt().map(|choice| choice.id).map_err(|_| Left)
        })
        .await
    }

    /// The question as linear text: choices have numbers, and a line is read.
    async fn predict_by_number(&self, ask: &str, choices: &[Shown]) -> Result<ChoiceId, Left> {
        let mut page = Page::new(self.look);
        page.wrapped(ask, " ");
        for (index, choice) in choices.iter().enumerate() {
            page.hanging(&choice.text, &format!("  {}. ", index + 1), "     ");
        }
        put(&page.finish());
        loop {
            put(&format!(" {} ", self.words.say("guide-number", &[("count", choices.len().into())])));
            let line = asked(keys::line).await?;
            let chosen = line.parse::<usize>().ok().and_then(|number| choices.get(number.checked_sub(1)?));
            if let Some(choice) = chosen {
                return Ok(choice.id.clone());
            }
        }
    }

    /// Waits for Enter.
    ///
    /// # Errors
    /// The student left.
    pub async fn enter(&self, key: &str) -> Result<(), Left> {
        keys::forget().map_err(|_| Left)?;
        put(&format!("\n {} ", self.look.dim(&self.words.say(key, &[]))));
        if self.look.plain {
            return asked(keys::line).await.map(|_| ());
        }
        let pressed = asked(|| keys::wait().map_err(|_| Left)).await;
        put("\n");
        match pressed? {
            Key::Enter => Ok(()),
            Key::Leave => Err(Left),
        }
    }
}

/// Asks in a thread of its own, so that whoever waits for the answer can be told to stop. The
/// question itself stays there then, until the program ends.
pub async fn asked<T: Send + 'static>(
    ask: impl FnOnce() -> Result<T, Left> + Send + 'static,
) -> Result<T, Left> {
    tokio::task::spawn_blocking(ask).await.unwrap_or(Err(Left))
}

/// Puts things into a random order (Fisher and Yates). Without randomness the order stays.
fn shuffle<T>(things: &mut [T]) {
    for last in (1..things.len()).rev() {
        let mut bytes = [0; 8];
        if getrandom::fill(&mut bytes).is_err() {
            return;
        }
        // The remainder of 64 random bits by a number of choices is even enough.
        let other = usize::try_from(u64::from_le_bytes(bytes) % (last as u64 + 1)).unwrap_or(last);
        things.swap(last, other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_comes_up() {
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..1000 {
            let mut things = [1, 2, 3];
            shuffle(&mut things);
            seen.insert(things);
        }
        assert_eq!(seen.len(), 6);
    }
}
