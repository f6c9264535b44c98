//! What a driver may ask about the latest step.
//!
//! It is the evidence for the explanation, and the transfer question after a wrong prediction.

use super::narrative::Narrator;
use super::transfer::{TransferQuestion, Transfers};
use crate::event::{Event, Message};

/// Follows a run by its events.
#[derive(Debug, Clone, Default)]
pub struct StepStory {
    narrator: Narrator,
    transfers: Transfers,
    evidence: Option<Vec<Message>>,
}

impl StepStory {
    /// Processes an event.
    pub fn take(&mut self, event: &Event) {
        self.transfers.take(event);
        if let Some(narrative) = self.narrator.take(event) {
            self.evidence = Some(narrative.evidence);
        }
    }

    /// Returns the evidence of the latest finished step; `None` before the first one.
    ///
    /// Each fact is one sentence.
    #[must_use]
    pub fn evidence(&self) -> Option<&[Message]> {
        self.evidence.as_deref()
    }

    /// Takes the finished step's transfer question, once.
    pub const fn question(&mut self) -> Option<TransferQuestion> {
        self.transfers.question()
    }
}
