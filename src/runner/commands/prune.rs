//! What all `prune` commands have in common: this run's unused objects go, and nobody else's.

use super::{Carried, filter, moment, units};
use crate::command::Filter;
use crate::engine::{Channel, Row};
use crate::runner::output::Output;

/// What a `prune` came to.
pub(super) struct Reclaimed {
    /// `Containers`, `Images`, `Volumes`.
    pub what: &'static str,
    /// What was removed.
    pub lines: Vec<String>,
    /// How many bytes that was.
    pub space: f64,
}

impl Reclaimed {
    /// As the docker program prints it, with a line that says whose objects it was about.
    pub(super) fn print(&self) -> Carried {
        let mut output = Output::default();
        if !self.lines.is_empty() {
            output.push_line(&format!("Deleted {}:", self.what));
            for line in &self.lines {
                output.push_line(line);
            }
            output.push_line("");
        }
        output.push_line(&format!("Total reclaimed space: {}", units::size(self.space.max(0.0))));
        output.push(Channel::Err, b"Only what this run made was looked at.\n");
        Carried::printed(output)
    }
}

/// Whether all filters of a `prune` let it have this object, made at that time.
pub(super) fn keeps(filters: &[Filter], row: &Row, created: Option<i64>) -> bool {
    filters.iter().all(|filter| match filter.key.as_str() {
        "label" => filter::label(&row.found.labels, &filter.value),
        "label!" => !filter::label(&row.found.labels, &filter.value),
        "until" => {
            let until = moment::read(&filter.value);
            until.zip(created).is_some_and(|(until, created)| created < until)
        }
        _ => true,
    })
}
