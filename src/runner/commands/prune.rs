//! What all `prune` commands share: they remove only this run's unused objects.

use super::{CommandResult, filter, moment, units};
use crate::command::Filter;
use crate::engine::{Channel, Row};
use crate::runner::output::Output;

/// The result of a `prune`.
pub(super) struct Reclaimed {
    /// `Containers`, `Images`, `Volumes`.
    pub what: &'static str,
    /// A line for each removed object.
    pub lines: Vec<String>,
    /// The reclaimed space, in bytes.
    pub space: f64,
}

impl Reclaimed {
    /// Prints it as docker does, and says that it concerns this run's objects.
    pub(super) fn print(&self, mut output: Output) -> CommandResult {
        if !self.lines.is_empty() {
            output.push_line(&format!("Deleted {}:", self.what));
            for line in &self.lines {
                output.push_line(line);
            }
            output.push_line("");
        }
        output.push_line(&format!("Total reclaimed space: {}", units::size(self.space.max(0.0))));
        output.push(Channel::Err, b"Only what this run made was looked at.\n");
        CommandResult::printed(output)
    }
}

/// Returns whether an object created at that time passes all filters.
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
