//! The images that a lab declares, by using them.

use crate::command::{Action, ImageName};

use super::model::{Check, Lab, Probe, Same, Subject, TextPredicate};

impl Lab {
    /// Every image that the lab names, each once, in the order of the file.
    #[must_use]
    pub fn images(&self) -> Vec<&ImageName> {
        let run = self.steps.iter().flat_map(|step| &step.run).filter_map(|command| match &command.action {
            Action::Run(run) => Some(&run.image.value),
            _ => None,
        });
        let named = self.watches.iter().filter(|watch| !matches!(watch.subject, Subject::Volume(_)));
        let named = named.flat_map(|watch| &watch.named).filter_map(|named| image(&named.same_as));
        let checked = self.steps.iter().flat_map(|step| &step.checks).flat_map(predicates);
        let checked = checked.filter_map(|predicate| match predicate {
            TextPredicate::SameAs(same) => image(same),
            _ => None,
        });
        let mut images: Vec<&ImageName> = Vec::new();
        for name in run.chain(named).chain(checked) {
            if !images.iter().any(|other| other.tagged() == name.tagged()) {
                images.push(name);
            }
        }
        images
    }
}

const fn image(same: &Same) -> Option<&ImageName> {
    match same {
        Same::Image { image, .. } => Some(&image.value),
        Same::Local(_) => None,
    }
}

fn predicates(check: &Check) -> &[TextPredicate] {
    match &check.probe {
        Probe::Http { body: predicates, .. }
        | Probe::File { content: predicates, .. }
        | Probe::Exec { output: predicates, .. }
        | Probe::Local { content: predicates, .. }
        | Probe::Output(predicates) => predicates,
        _ => &[],
    }
}
