//! What a driver may ask about the latest step: the evidence behind its explanation, and the transfer
//! question after a prediction that did not come.

use super::narrative::Narrator;
use super::transfer::{Question, Transfers};
use crate::event::{Event, Message};

/// Follows a run by its events.
#[derive(Debug, Clone, Default)]
pub struct StepStory {
    narrator: Narrator,
    transfers: Transfers,
    evidence: Option<Vec<Message>>,
}

impl StepStory {
    /// Takes an event in.
    pub fn take(&mut self, event: &Event) {
        self.transfers.take(event);
        if let Some(narrative) = self.narrator.take(event) {
            self.evidence = Some(narrative.evidence);
        }
    }

    /// Returns the evidence of the latest step that is over, one sentence a fact; `None` before the first one.
    #[must_use]
    pub fn evidence(&self) -> Option<&[Message]> {
        self.evidence.as_deref()
    }

    /// Takes the transfer question of the step that is over, once.
    pub const fn question(&mut self) -> Option<Question> {
        self.transfers.question()
    }
}
