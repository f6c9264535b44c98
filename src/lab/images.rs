//! The images that a lab declares, by using them.

use crate::command::{Action, ImageName};

use super::check::{Predicate, Same};
use super::model::Lab;

impl Lab {
    /// Every image that the lab names, each once, in the order of the file.
    #[must_use]
    pub fn images(&self) -> Vec<&ImageName> {
        let run = self.steps.iter().flat_map(|step| &step.run).filter_map(|command| match &command.action {
            Action::Run(run) => Some(&run.image.value),
            _ => None,
        });
        let named = self.watches.iter().flat_map(|watch| &watch.named).flat_map(|named| &named.predicates);
        let checked = self.steps.iter().flat_map(|step| &step.checks).flat_map(|check| &check.predicates);
        let compared = named.chain(checked).flat_map(Predicate::same).filter_map(|same| match same {
            Same::Image { image, .. } => Some(&image.value),
            _ => None,
        });
        let mut images: Vec<&ImageName> = Vec::new();
        for name in run.chain(compared) {
            if !images.iter().any(|other| other.tagged() == name.tagged()) {
                images.push(name);
            }
        }
        images
    }
}
