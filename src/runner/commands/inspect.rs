//! Carries out `docker inspect` for every kind of object.

use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{PrettyFormatter, Serializer};

use super::{CommandContext, CommandResult, template};
use crate::command::{Format, Inspect, InspectType};
use crate::engine::{Channel, GuardError, Kind};
use crate::event::{CommandEnd, Message};
use crate::runner::error::RunError;

/// The order in which kinds are searched if none is given
/// Source: docker/cli, `system/inspect.go`.
const ORDER: [Kind; 4] = [Kind::Container, Kind::Image, Kind::Network, Kind::Volume];

/// Runs `docker inspect`.
///
/// # Errors
/// The engine's errors.
pub(super) async fn inspect(
    context: &CommandContext<'_>,
    inspect: &Inspect,
) -> Result<CommandResult, RunError> {
    let mut found = Vec::new();
    let mut result = CommandResult::printed(context.output());
    for name in &inspect.names {
        if let Some(value) = look(context, inspect, &name.value).await? {
            found.push(value);
        } else {
            let why = Message::new("run-no-object").arg("name", name.value.as_str());
            result.failed = result.failed.or(Some(CommandEnd::Refused { why }));
        }
    }
    match print(&found, inspect.format.as_ref()) {
        Ok(text) => result.output.push(Channel::Out, text.as_bytes()),
        Err(why) => result.failed = result.failed.or(Some(CommandEnd::Refused { why })),
    }
    Ok(result)
}

/// Returns the object of this name.
/// An object of another owner is skipped if another kind may have the name as well.
async fn look(
    context: &CommandContext<'_>,
    inspect: &Inspect,
    name: &str,
) -> Result<Option<Value>, RunError> {
    let kinds = match inspect.kind {
        None => ORDER.to_vec(),
        Some(InspectType::Container) => vec![Kind::Container],
        Some(InspectType::Image) => vec![Kind::Image],
        Some(InspectType::Volume) => vec![Kind::Volume],
        Some(InspectType::Network) => vec![Kind::Network],
    };
    let mut taken = None;
    for kind in kinds {
        match context.guard.inspect(kind, name, inspect.size && kind == Kind::Container).await {
            Ok(Some(value)) => return Ok(Some(value)),
            Ok(None) => {}
            Err(error @ GuardError::Taken { .. }) => taken = taken.or(Some(error)),
            Err(error) => return Err(error.into()),
        }
    }
    taken.map_or(Ok(None), |error| Err(error.into()))
}

fn print(found: &[Value], format: Option<&Format>) -> Result<String, Message> {
    match format {
        None | Some(Format::Table) => Ok(indented(found) + "\n"),
        Some(Format::Json) => Ok(escaped(&Value::Array(found.to_vec()).to_string()) + "\n"),
        Some(Format::Template { template, .. }) => {
            found.iter().map(|value| Ok(template::fill(template, value)? + "\n")).collect()
        }
    }
}

/// Returns JSON indented by four spaces, as the docker program prints it.
fn indented(found: &[Value]) -> String {
    let mut text = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut text, PrettyFormatter::with_indent(b"    "));
    // Serializing a value into memory cannot fail.
    let _ = found.serialize(&mut serializer);
    escaped(&String::from_utf8_lossy(&text))
}

/// Escapes HTML's special characters, as in the engine's own JSON.
fn escaped(json: &str) -> String {
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn json_is_indented_as_the_docker_program_does() {
        let found = [json!({ "Z": [], "A": { "b": "<1>" }, "M": {} })];
        let text = "[\n    {\n        \"Z\": [],\n        \"A\": {\n            \"b\": \"\\u003c1\\u003e\"\n        },\n        \"M\": {}\n    }\n]";
        assert_eq!(indented(&found), text);
        assert_eq!(indented(&[]), "[]");
    }
}
