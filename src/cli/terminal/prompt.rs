//! The questions of a guided run, on a terminal.

use inquire::InquireError;

use crate::cli::terminal::keys::{self, KeyPress};
use crate::cli::terminal::screen::put;
use crate::cli::terminal::select::{Shown, select};
use crate::event::Message;
use crate::i18n::Words;
use crate::lab::{ChoiceId, Predict};
use crate::session::Left;
use crate::story::TransferQuestion;
use crate::view::{Look, Page, evidence, safe_line, say};

/// Asks questions on the terminal.
pub struct Guide<'w> {
    words: &'w Words,
    look: Look,
}

impl<'w> Guide<'w> {
    /// Creates a guide that uses these words.
    #[must_use]
    pub const fn new(words: &'w Words, look: Look) -> Self {
        Self { words, look }
    }

    /// Returns a step's evidence as text.
    #[must_use]
    pub fn evidence(&self, facts: &[Message]) -> String {
        evidence(facts, self.words, self.look)
    }

    /// Asks a step's question, with shuffled choices so that their order is no hint.
    ///
    /// # Errors
    /// The student left, or the terminal is gone. Escape and Ctrl-C leave; at a pause and in plain text
    /// `q` does too.
    pub async fn predict(&self, predict: &Predict) -> Result<ChoiceId, Left> {
        let shown = |text: &str, id| Shown { text: safe_line(text).into_owned(), id };
        let mut choices: Vec<Shown<ChoiceId>> =
            predict.choices.iter().map(|choice| shown(&choice.text, choice.id.clone())).collect();
        shuffle(&mut choices);
        keys::forget().map_err(|_| Left)?;
        put(&format!("\n {}\n", self.look.dim(&self.words.say("guide-nothing-runs", &[]))));
        self.choose(safe_line(&predict.ask).into_owned(), choices).await
    }

    /// Shows the permissions that a lab asks for, and asks whether to allow them.
    ///
    /// # Errors
    /// The student left.
    pub async fn allow(&self, title: &str, asked_for: &[Message]) -> Result<bool, Left> {
        let mut page = Page::new(self.look);
        page.line("");
        page.wrapped(self.words.say("guide-allow", &[("title", safe_line(title).into())]), " ");
        for one in asked_for {
            page.hanging(say(self.words, one), "   - ", "     ");
        }
        put(&page.finish());
        keys::forget().map_err(|_| Left)?;
        let shown = |key: &str, id| Shown { text: self.words.say(key, &[]), id };
        // The first choice is the safe one: pressing Enter without reading allows nothing.
        let choices = vec![shown("guide-allow-no", false), shown("guide-allow-yes", true)];
        self.choose(self.words.say("guide-allow-ask", &[]), choices).await
    }

    /// Asks whether to start our own engine, if none answers.
    ///
    /// # Errors
    /// The student left.
    pub async fn start_engine(&self, program: &str) -> Result<bool, Left> {
        let mut page = Page::new(self.look);
        page.line("");
        page.wrapped(self.words.say("guide-own", &[("program", program.into())]), " ");
        put(&page.finish());
        keys::forget().map_err(|_| Left)?;
        let shown = |key: &str, id| Shown { text: self.words.say(key, &[]), id };
        let choices = vec![shown("guide-own-yes", true), shown("guide-own-no", false)];
        self.choose(self.words.say("guide-own-ask", &[]), choices).await
    }

    /// Asks whether to remove what was listed for this many runs.
    ///
    /// # Errors
    /// The student left.
    pub async fn remove(&self, runs: usize) -> Result<bool, Left> {
        keys::forget().map_err(|_| Left)?;
        let shown = |key: &str, id| Shown { text: self.words.say(key, &[]), id };
        // The first choice is the safe one: pressing Enter without reading removes nothing.
        let choices = vec![shown("guide-remove-no", false), shown("guide-remove-yes", true)];
        self.choose(self.words.say("guide-remove-ask", &[("runs", runs.into())]), choices).await
    }

    /// Asks a transfer question, then shows the right answer and the reason.
    ///
    /// It can be skipped: with Enter, since that choice is first, or with Escape.
    ///
    /// # Errors
    /// The student left.
    pub async fn carry_over(&self, question: &TransferQuestion) -> Result<(), Left> {
        let line = |message: &Message| safe_line(&say(self.words, message)).into_owned();
        let shown = |(there, text): &(bool, Message)| Shown { text: line(text), id: Some(*there) };
        let mut choices: Vec<Shown<Option<bool>>> = question.answers.iter().map(shown).collect();
        shuffle(&mut choices);
        keys::forget().map_err(|_| Left)?;
        put("\n");
        let ask = line(&question.ask);
        let chosen = if self.look.plain {
            self.choose_by_number(&ask, &choices, Some(None)).await?
        } else {
            self.choose_or_go_on(ask, choices).await?
        };
        let Some(chosen) = chosen else { return Ok(()) };
        let mut page = Page::new(self.look);
        let told = if chosen == question.there { &question.right } else { &question.wrong };
        page.wrapped(say(self.words, told), " ");
        put(&page.finish());
        Ok(())
    }

    /// Asks for one of several choices or none. None is the first choice.
    async fn choose_or_go_on<T: Send + 'static>(
        &self,
        ask: String,
        mut choices: Vec<Shown<Option<T>>>,
    ) -> Result<Option<T>, Left> {
        let go_on = self.words.say("guide-go-on", &[]);
        choices.insert(0, Shown { text: go_on.clone(), id: None });
        let help = self.words.say("guide-choose-or-go-on", &[]);
        let look = self.look;
        asked(move || match select(look, &ask, choices, &help, Some(&go_on)) {
            Ok(chosen) => Ok(chosen),
            Err(InquireError::OperationCanceled) => Ok(None),
            Err(_) => Err(Left),
        })
        .await
    }

    /// Asks for one of several choices.
    async fn choose<T: Clone + Send + 'static>(
        &self,
        ask: String,
        choices: Vec<Shown<T>>,
    ) -> Result<T, Left> {
        if self.look.plain {
            return self.choose_by_number(&ask, &choices, None).await;
        }
        let (look, help) = (self.look, self.words.say("guide-choose", &[]));
        asked(move || select(look, &ask, choices, &help, None).map_err(|_| Left)).await
    }

    /// Asks a question as plain text: choices have numbers, and a line is read.
    ///
    /// After an empty line it asks again, unless an empty line has a meaning.
    async fn choose_by_number<T: Clone>(
        &self,
        ask: &str,
        choices: &[Shown<T>],
        empty: Option<T>,
    ) -> Result<T, Left> {
        let mut page = Page::new(self.look);
        page.wrapped(ask, " ");
        for (index, choice) in choices.iter().enumerate() {
            page.hanging(&choice.text, &format!("  {}. ", index + 1), "     ");
        }
        put(&page.finish());
        let key = if empty.is_some() { "guide-number-or-go-on" } else { "guide-number" };
        loop {
            let number = self.words.say(key, &[("count", choices.len().into())]);
            put(&format!("{} ", self.look.wrap(&number, " ", " ")));
            let line = asked(keys::line).await?;
            if let Some(empty) = empty.as_ref().filter(|_| line.is_empty()) {
                return Ok(empty.clone());
            }
            let chosen = line.parse::<usize>().ok().and_then(|number| choices.get(number.checked_sub(1)?));
            if let Some(choice) = chosen {
                return Ok(choice.id.clone());
            }
        }
    }

    /// Waits for Enter. `i` shows the previous step's evidence, once.
    ///
    /// # Errors
    /// The student left.
    pub async fn enter(&self, key: &str, mut evidence: Option<String>) -> Result<(), Left> {
        loop {
            let unfold = evidence.as_ref().map(|_| self.words.say("guide-evidence", &[]));
            let keys: Vec<String> = [self.words.say(key, &[])].into_iter().chain(unfold).collect();
            let keys = self.look.wrap(&keys.join(" · "), " ", " ");
            match self.key(format!("\n{} ", self.look.dim(&keys))).await? {
                KeyPress::Enter => return Ok(()),
                KeyPress::Leave => return Err(Left),
                KeyPress::Evidence => put(&evidence.take().unwrap_or_default()),
            }
        }
    }

    /// Restores the terminal after an interrupted question.
    pub fn restore(&self) {
        keys::restore(self.look.plain);
    }

    async fn key(&self, prompt: String) -> Result<KeyPress, Left> {
        if self.look.plain {
            keys::forget().map_err(|_| Left)?;
            put(&prompt);
            let line = asked(keys::line).await?;
            return Ok(if line.eq_ignore_ascii_case("i") { KeyPress::Evidence } else { KeyPress::Enter });
        }
        let pressed = asked(move || keys::wait(&prompt).map_err(|_| Left)).await;
        put("\n");
        pressed
    }
}

/// Asks in a separate thread, so that the caller can be interrupted.
///
/// An interrupted question stays in its thread until the program ends.
pub async fn asked<T: Send + 'static>(
    ask: impl FnOnce() -> Result<T, Left> + Send + 'static,
) -> Result<T, Left> {
    tokio::task::spawn_blocking(ask).await.unwrap_or(Err(Left))
}

/// Shuffles a slice (Fisher-Yates). If no randomness is available, the order stays.
fn shuffle<T>(things: &mut [T]) {
    for last in (1..things.len()).rev() {
        let mut bytes = [0; 8];
        if getrandom::fill(&mut bytes).is_err() {
            return;
        }
        // For 64 random bits, the bias of the remainder is negligible.
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
