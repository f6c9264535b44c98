//! What explains a step: two sentences, the world before and after, and the evidence where it is asked for.

use super::super::evidence::evidence;
use super::super::page::Page;
use super::super::paint::say;
use super::super::world::worlds;
use super::Plain;

impl Plain<'_> {
    /// What explains the step that is over.
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
