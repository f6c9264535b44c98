//! The explanation of a step: two sentences, both worlds, and optional evidence.

use super::super::evidence::evidence;
use super::super::page::Page;
use super::super::paint::say;
use super::super::world::worlds;
use super::Plain;

impl Plain<'_> {
    /// Adds the explanation of the step that has ended.
    pub(super) fn narrated(&self, page: &mut Page) {
        let Some(narrative) = &self.narrative else {
            return;
        };
        let sentences: Vec<String> =
            narrative.sentences.iter().map(|sentence| say(self.words, sentence)).collect();
        if !sentences.is_empty() {
            page.line("");
            page.wrapped(sentences.join(" "), " ");
        }
        if let Some((before, now)) = &narrative.worlds {
            page.line("");
            page.lines(&worlds(before, now, self.words, self.look));
        }
        if self.evidence {
            page.lines(&evidence(&narrative.evidence, self.words, self.look));
        }
    }
}
