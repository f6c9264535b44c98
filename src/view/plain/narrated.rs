//! What explains a step: two sentences, the world before and after, and the evidence where it is asked for.

use super::super::page::Page;
use super::super::paint::say;
use super::super::world::worlds;
use super::Plain;

/// A fact begins with this.
const FACT: &str = "   · ";
/// And goes on under this.
const UNDER_FACT: &str = "     ";

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
        if let Some(evidence) = self.evidence().filter(|_| self.evidence) {
            page.lines(&evidence);
        }
    }

    /// The evidence of the latest step, a line a fact; none: no step is over.
    #[must_use]
    pub fn evidence(&self) -> Option<String> {
        let narrative = self.narrative.as_ref()?;
        let mut page = Page::new(self.look);
        page.line("");
        page.line(format!(" {}", self.look.dim(&self.word("run-evidence"))));
        if narrative.evidence.is_empty() {
            page.wrapped(self.word("run-no-evidence"), "   ");
        }
        for fact in &narrative.evidence {
            page.hanging(say(self.words, fact), FACT, UNDER_FACT);
        }
        Some(page.finish())
    }
}
