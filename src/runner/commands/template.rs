//! Templates of `--format` over the engine's JSON, printed as Go's `text/template` prints the
//! docker program's own types.
//!
//! The engine's JSON does not say which objects are maps in Go and which are structs, nor the type of a
//! missing list. The names of the fields decide.

use serde_json::{Map, Value};

use crate::command::{Key, Lookup, Template, TemplatePart};
use crate::event::Message;

/// Fields that are maps; all other objects are structs.
const MAPS: [&str; 17] = [
    "Labels",
    "Ports",
    "ExposedPorts",
    "PortBindings",
    "Networks",
    "Volumes",
    "Options",
    "DriverOpts",
    "Config.Config",
    "Data",
    "Tmpfs",
    "Sysctls",
    "StorageOpt",
    "Containers",
    "Annotations",
    "Status",
    "Metadata",
];

/// Fields that are pointers: Go prints a missing one as a nil pointer.
const POINTERS: [&str; 6] =
    ["PidsLimit", "OomKillDisable", "MemorySwappiness", "Init", "Health", "IPAMConfig"];

/// The fields of a mount. The engine omits empty ones.
const MOUNT: [&str; 8] = ["Type", "Name", "Source", "Destination", "Driver", "Mode", "RW", "Propagation"];

/// A value, and the name of its field.
struct At<'v> {
    value: &'v Value,
    field: &'v str,
}

/// Fills in a template.
///
/// # Errors
/// A field that does not exist, or an index out of range.
pub(super) fn fill(template: &Template, whole: &Value) -> Result<String, Message> {
    filled(&template.parts, whole)
}

fn filled(parts: &[TemplatePart], whole: &Value) -> Result<String, Message> {
    let mut text = String::new();
    for part in parts {
        match part {
            TemplatePart::Text(plain) => text.push_str(plain),
            TemplatePart::Value(lookup) => {
                let found = find(lookup, whole)?;
                text.push_str(&printed(found.value, found.field));
            }
            TemplatePart::Json(lookup) => text.push_str(&find(lookup, whole)?.value.to_string()),
        }
    }
    Ok(text)
}

fn find<'v>(lookup: &'v Lookup, whole: &'v Value) -> Result<At<'v>, Message> {
    match lookup {
        Lookup::Whole => Ok(At { value: whole, field: "" }),
        Lookup::Field(of, name) => {
            let of = find(of, whole)?;
            match member(of.value, name) {
                Some(value) => Ok(At { value, field: name }),
                // A map without the key, or a nil pointer.
                None if is_map(of.field) => Ok(At { value: &Value::Null, field: "no value" }),
                None => Err(Message::new("run-template-field").arg("field", name)),
            }
        }
        Lookup::Index(of, keys) => keys.iter().try_fold(find(of, whole)?, |at, key| {
            let value = match (key, at.value) {
                (Key::Text(key), Value::Object(map)) => map.get(key).unwrap_or_else(|| zero(map)),
                (Key::Text(_), Value::Null) => &Value::Null,
                (Key::Number(number), Value::Array(list)) => {
                    let place = usize::try_from(*number).unwrap_or(usize::MAX);
                    list.get(place).ok_or_else(|| out_of_range(&number.to_string()))?
                }
                (Key::Number(number), _) => return Err(out_of_range(&number.to_string())),
                (Key::Text(key), _) => return Err(out_of_range(key)),
            };
            Ok(At { value, field: if at.field == "Mounts" { "Mount" } else { "" } })
        }),
    }
}

fn out_of_range(key: &str) -> Message {
    Message::new("run-template-index").arg("key", key)
}

/// Returns a field by its JSON name or its Go name (`ID` for `Id`).
fn member<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    let others = || [name.replace("ID", "Id"), name.replace("IP", "Ip")];
    let map = value.as_object()?;
    map.get(name).or_else(|| others().iter().find_map(|name| map.get(name)))
}

/// Returns what a Go map gives for a missing key.
fn zero(map: &Map<String, Value>) -> &'static Value {
    static EMPTY: Value = Value::String(String::new());
    let texts = !map.is_empty() && map.values().all(Value::is_string);
    if texts { &EMPTY } else { &Value::Null }
}

fn is_map(field: &str) -> bool {
    MAPS.contains(&field)
}

/// Returns a value as `{{…}}` prints it (Go's `%v`).
fn printed(value: &Value, field: &str) -> String {
    match value {
        Value::Null if field == "no value" => "<no value>".to_owned(),
        Value::Null if POINTERS.contains(&field) => "<nil>".to_owned(),
        Value::Null if is_map(field) => "map[]".to_owned(),
        Value::Null => "[]".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(list) => {
            let inner = if field == "Mounts" { "Mount" } else { "" };
            format!("[{}]", joined(list.iter().map(|item| printed(item, inner))))
        }
        Value::Object(map) if is_map(field) => {
            // Go prints maps ordered by key.
            let mut keys: Vec<_> = map.iter().collect();
            keys.sort_by_key(|(key, _)| *key);
            format!(
                "map[{}]",
                joined(keys.iter().map(|(key, value)| format!("{key}:{}", printed(value, ""))))
            )
        }
        Value::Object(map) if field == "Mount" => {
            let of = |name: &&str| map.get(*name).map(|value| printed(value, name)).unwrap_or_default();
            format!("{{{}}}", joined(MOUNT.iter().map(of)))
        }
        Value::Object(map) => {
            format!("{{{}}}", joined(map.iter().map(|(name, value)| printed(value, name))))
        }
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Parses `.A.B`.
    fn field(path: &str) -> Lookup {
        path.split('.').fold(Lookup::Whole, |of, name| Lookup::Field(Box::new(of), name.to_owned()))
    }

    fn index(of: Lookup, key: &str) -> Lookup {
        let key = key.parse().map_or_else(|_| Key::Text(key.to_owned()), Key::Number);
        Lookup::Index(Box::new(of), vec![key])
    }

    #[test]
    fn values_are_printed_as_go_does() {
        let whole = json!({
            "Id": "1",
            "Args": ["-c", "true"],
            "Config": { "Labels": { "b": "2", "a": "1" }, "Tty": false, "Entrypoint": null, "Volumes": null },
            "HostConfig": { "PidsLimit": null, "Memory": 0 },
            "Mounts": [{ "Type": "bind", "Source": "/s", "Destination": "/d", "Mode": "", "RW": true,
                         "Propagation": "rprivate" }],
            "NetworkSettings": { "Ports": { "80/tcp": [{ "HostIp": "0.0.0.0", "HostPort": "8080" }] } },
        });
        let printed = |lookup| filled(&[TemplatePart::Value(lookup)], &whole).map_err(|why| why.key);
        let host = index(index(field("NetworkSettings.Ports"), "80/tcp"), "0");
        for (lookup, text) in [
            (field("Id"), "1"),
            (field("ID"), "1"),
            (field("Args"), "[-c true]"),
            (field("Config.Labels"), "map[a:1 b:2]"),
            (field("Config.Labels.c"), "<no value>"),
            (index(field("Config.Labels"), "a"), "1"),
            (index(field("Config.Labels"), "c"), ""),
            (field("Config.Tty"), "false"),
            (field("Config.Entrypoint"), "[]"),
            (field("Config.Volumes"), "map[]"),
            (field("HostConfig.PidsLimit"), "<nil>"),
            (field("HostConfig.Memory"), "0"),
            (field("Mounts"), "[{bind  /s /d   true rprivate}]"),
            (field("NetworkSettings.Ports"), "map[80/tcp:[{0.0.0.0 8080}]]"),
            (Lookup::Field(Box::new(host), "HostPort".to_owned()), "8080"),
        ] {
            assert_eq!(printed(lookup.clone()), Ok(text.to_owned()), "{lookup:?}");
        }
        assert_eq!(printed(field("Nothing")), Err("run-template-field".to_owned()));
        assert_eq!(printed(index(field("Args"), "7")), Err("run-template-index".to_owned()));
        let json = filled(&[TemplatePart::Json(field("Args"))], &whole).map_err(|why| why.key);
        assert_eq!(json, Ok("[\"-c\",\"true\"]".to_owned()));
    }
}
