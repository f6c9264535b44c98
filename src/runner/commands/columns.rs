//! Listings as the docker program prints them: in columns, as JSON, or with a template.

use serde_json::{Map, Value};

use super::{CommandResult, template};
use crate::command::{Format, Template};
use crate::engine::Channel;
use crate::event::{CommandEnd, Hidden, Message};
use crate::runner::output::Output;

/// A listing before it is printed.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// The fields that a template may use, with their titles.
    fields: &'static [(&'static str, &'static str)],
    /// The columns of the default table, in order.
    usual: Vec<&'static str>,
    /// The values of each row, by field.
    rows: Vec<Map<String, Value>>,
}

impl Columns {
    /// Creates a listing of these fields, without rows.
    pub(super) fn of(fields: &'static [(&'static str, &'static str)], usual: &[&'static str]) -> Self {
        Self { fields, usual: usual.to_vec(), rows: Vec::new() }
    }

    /// Adds a row of values, in the order of the fields.
    pub(super) fn push<const N: usize>(&mut self, values: [String; N]) {
        let row = self.fields.iter().zip(values).map(|((name, _), value)| ((*name).to_owned(), value.into()));
        self.rows.push(row.collect());
    }

    /// Prints the listing; `hidden` counts the objects that it does not show.
    pub(super) fn print(
        &self,
        mut output: Output,
        format: Option<&Format>,
        quiet: Option<&str>,
        hidden: Option<Hidden>,
    ) -> CommandResult {
        let printed = match (quiet, format) {
            (Some(field), None | Some(Format::Table)) => Ok(self.single(field)),
            (_, None | Some(Format::Table)) => Ok(self.table()),
            (_, Some(Format::Json)) => {
                Ok(self.rows.iter().map(|row| json_text(&Value::Object(row.clone())) + "\n").collect())
            }
            (_, Some(Format::Template { table, template })) => self.by_template(*table, template),
        };
        let failed = match printed {
            Ok(text) => {
                output.push(Channel::Out, text.as_bytes());
                None
            }
            Err(why) => Some(CommandEnd::Refused { why }),
        };
        // A custom format prints nothing but its own output.
        let hidden = hidden.filter(|_| quiet.is_none() && matches!(format, None | Some(Format::Table)));
        CommandResult { output, failed, hidden, ..CommandResult::default() }
    }

    fn single(&self, field: &str) -> String {
        self.rows.iter().map(|row| shown(row.get(field).unwrap_or(&Value::Null)) + "\n").collect()
    }

    /// Returns the default table.
    pub(super) fn table(&self) -> String {
        let title =
            |name: &&str| self.fields.iter().find(|(field, _)| field == name).map_or("", |field| field.1);
        let mut lines = vec![self.usual.iter().map(|name| title(name).to_owned()).collect::<Vec<_>>()];
        for row in &self.rows {
            lines.push(self.usual.iter().map(|name| shown(row.get(*name).unwrap_or(&Value::Null))).collect());
        }
        aligned(&lines)
    }

    fn by_template(&self, table: bool, template: &Template) -> Result<String, Message> {
        let titles = self.fields.iter().map(|(name, title)| ((*name).to_owned(), (*title).into()));
        let titles = Value::Object(titles.collect());
        let row = |row: &Map<String, Value>| template::fill(template, &Value::Object(row.clone()));
        let rows = self.rows.iter().map(row).collect::<Result<Vec<_>, _>>()?;
        if !table {
            return Ok(rows.into_iter().map(|row| row + "\n").collect());
        }
        let lines = [template::fill(template, &titles)?].into_iter().chain(rows);
        let cells = |line: String| line.split('\t').map(str::to_owned).collect::<Vec<_>>();
        Ok(aligned(&lines.map(cells).collect::<Vec<_>>()))
    }
}

/// Aligns cells in columns of at least ten characters, three spaces apart
/// (docker/cli, the formatter's `tabwriter`).
pub(super) fn aligned(lines: &[Vec<String>]) -> String {
    let columns = lines.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| {
        let cells = lines.iter().filter(|line| line.len() > column + 1).map(|line| &line[column]);
        cells.map(|cell| cell.chars().count() + 3).max().unwrap_or_default().max(10)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for line in lines {
        for (at, cell) in line.iter().enumerate() {
            text.push_str(cell);
            if at + 1 < line.len() {
                text.push_str(&" ".repeat(widths[at] - cell.chars().count()));
            }
        }
        text.push('\n');
    }
    text
}

/// Prints a single object with a format.
pub(super) fn printed(mut output: Output, format: &Format, object: &Value) -> CommandResult {
    let text = match format {
        Format::Json | Format::Table => json_text(object),
        Format::Template { template, .. } => match template::fill(template, object) {
            Ok(text) => text,
            Err(why) => return CommandResult::refused(why),
        },
    };
    output.push_line(&text);
    CommandResult::printed(output)
}

/// Returns a value of a row as text.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => json_text(other),
    }
}

/// Returns JSON as Go writes it: with HTML's special characters escaped.
fn json_text(value: &Value) -> String {
    let escapes = [('<', "\\u003c"), ('>', "\\u003e"), ('&', "\\u0026")];
    escapes.iter().fold(value.to_string(), |text, (plain, escaped)| text.replace(*plain, escaped))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::ObjectKind;

    #[test]
    fn columns_are_as_wide_as_dockers() {
        let mut columns = Columns::of(&[("Driver", "DRIVER"), ("Name", "VOLUME NAME")], &["Driver", "Name"]);
        columns.push(["local".into(), "mydata".into()]);
        assert_eq!(columns.table(), "DRIVER    VOLUME NAME\nlocal     mydata\n");
        let printed = columns.print(Output::default(), Some(&Format::Json), None, None);
        assert_eq!(printed.output.text(), "{\"Driver\":\"local\",\"Name\":\"mydata\"}\n");
        let hidden = Hidden::of(ObjectKind::Volume, 2);
        assert_eq!(columns.print(Output::default(), None, None, hidden.clone()).hidden, hidden);
        assert_eq!(columns.print(Output::default(), None, Some("Name"), hidden).hidden, None);
        assert_eq!(columns.print(Output::default(), None, Some("Name"), None).output.text(), "mydata\n");
    }

    #[test]
    fn json_is_escaped_as_go_does() {
        assert_eq!(json_text(&"<none>&".into()), "\"\\u003cnone\\u003e\\u0026\"");
    }
}
