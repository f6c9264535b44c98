//! Templates of `--format` over the engine's JSON, printed as Go's `text/template` prints the
//! docker program's own types.
//!
//! The engine's JSON does not say which objects are maps in Go and which are structs, nor the type of a
//! missing list. The names of the fields decide.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::command::{Branches, Function, Lookup, Template, TemplatePart};
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
const POINTERS: [&str; 7] =
    ["PidsLimit", "OomKillDisable", "MemorySwappiness", "Init", "Health", "Healthcheck", "IPAMConfig"];

/// The fields of a mount. The engine omits empty ones.
const MOUNT: [&str; 8] = ["Type", "Name", "Source", "Destination", "Driver", "Mode", "RW", "Propagation"];

/// A value, and the name of its field.
#[derive(Clone)]
struct At<'v> {
    value: Cow<'v, Value>,
    field: &'v str,
}

impl<'v> At<'v> {
    const fn new(value: &'v Value, field: &'v str) -> Self {
        Self { value: Cow::Borrowed(value), field }
    }

    const fn made(value: Value) -> Self {
        Self { value: Cow::Owned(value), field: "" }
    }

    fn text(text: impl Into<String>) -> Self {
        Self::made(Value::String(text.into()))
    }

    /// Returns what it prints.
    fn printed(&self) -> String {
        printed(&self.value, self.field)
    }

    /// Returns the field's name of its elements.
    fn inner(&self) -> &'static str {
        if self.field == "Mounts" { "Mount" } else { "" }
    }

    /// Returns whether it is neither empty nor zero nor false.
    fn is_there(&self) -> bool {
        match &*self.value {
            Value::Null => false,
            Value::Bool(on) => *on,
            Value::Number(number) => number.as_f64() != Some(0.0),
            Value::String(text) => !text.is_empty(),
            Value::Array(list) => !list.is_empty(),
            // A struct is always there, a map if it has a key.
            Value::Object(map) => !map.is_empty() || !is_map(self.field),
        }
    }
}

/// What expressions see: the whole object, the value at the dot, and the names.
#[derive(Clone)]
struct Scope<'v> {
    whole: &'v Value,
    dot: At<'v>,
    names: Vec<(&'v str, At<'v>)>,
}

/// The longest text that a template makes, in bytes.
const LONGEST: usize = 1 << 20;

/// Fills in a template.
///
/// # Errors
/// A field that does not exist, or an index out of range.
pub(super) fn fill(template: &Template, whole: &Value) -> Result<String, Message> {
    filled(&template.parts, whole)
}

fn filled(parts: &[TemplatePart], whole: &Value) -> Result<String, Message> {
    let mut text = String::new();
    let mut scope = Scope { whole, dot: At::new(whole, ""), names: Vec::new() };
    scope.fill(parts, &mut text)?;
    Ok(text)
}

impl<'v> Scope<'v> {
    fn fill(&mut self, parts: &'v [TemplatePart], text: &mut String) -> Result<(), Message> {
        for part in parts {
            match part {
                TemplatePart::Text(plain) => text.push_str(plain),
                TemplatePart::Value(lookup) => text.push_str(&self.find(lookup)?.printed()),
                TemplatePart::Set(name, lookup) => {
                    let value = self.find(lookup)?;
                    self.names.push((name, value));
                }
                TemplatePart::If(branches) => {
                    let there = self.find(&branches.of)?.is_there();
                    self.clone().fill(if there { &branches.then } else { &branches.otherwise }, text)?;
                }
                TemplatePart::With(branches) => {
                    let dot = self.find(&branches.of)?;
                    if dot.is_there() {
                        Scope { dot, ..self.clone() }.fill(&branches.then, text)?;
                    } else {
                        self.clone().fill(&branches.otherwise, text)?;
                    }
                }
                TemplatePart::Range { names, branches } => self.range(names, branches, text)?,
            }
            if text.len() > LONGEST {
                return Err(Message::new("run-too-large").arg("most", format!("{} MiB", LONGEST >> 20)));
            }
        }
        Ok(())
    }

    fn range(
        &self,
        names: &'v (Option<String>, Option<String>),
        branches: &'v Branches,
        text: &mut String,
    ) -> Result<(), Message> {
        let of = self.find(&branches.of)?;
        let elements: Vec<(Value, Value)> = match of.value.into_owned() {
            Value::Array(list) => {
                list.into_iter().enumerate().map(|(at, element)| (Value::from(at), element)).collect()
            }
            Value::Object(map) => {
                let mut elements: Vec<_> =
                    map.into_iter().map(|(key, element)| (Value::from(key), element)).collect();
                // Go ranges over maps ordered by key.
                elements.sort_by(|one, other| one.0.as_str().cmp(&other.0.as_str()));
                elements
            }
            Value::Null => Vec::new(),
            other => {
                let value = printed(&other, of.field);
                return Err(Message::new("run-template-range").arg("value", value));
            }
        };
        if elements.is_empty() {
            return self.clone().fill(&branches.otherwise, text);
        }
        let field = if of.field == "Mounts" { "Mount" } else { "" };
        for (key, element) in elements {
            let dot = At { value: Cow::Owned(element), field };
            let mut scope = Scope { dot: dot.clone(), ..self.clone() };
            scope.names.extend(names.0.as_deref().map(|name| (name, At::made(key))));
            scope.names.extend(names.1.as_deref().map(|name| (name, dot)));
            scope.fill(&branches.then, text)?;
        }
        Ok(())
    }

    fn find(&self, lookup: &'v Lookup) -> Result<At<'v>, Message> {
        match lookup {
            Lookup::Whole => Ok(self.dot.clone()),
            Lookup::Named(name) if name.is_empty() => Ok(At::new(self.whole, "")),
            Lookup::Named(name) => {
                let known = self.names.iter().rfind(|known| known.0 == name);
                known.map(|known| known.1.clone()).ok_or_else(|| no_field(name))
            }
            Lookup::Text(text) => Ok(At::text(text)),
            Lookup::Number(number) => Ok(At::made(Value::from(*number))),
            Lookup::Bool(on) => Ok(At::made(Value::from(*on))),
            Lookup::Field(of, name) => {
                let of = self.find(of)?;
                let found = match &of.value {
                    Cow::Borrowed(value) => member(value, name).map(Cow::Borrowed),
                    Cow::Owned(value) => member(value, name).cloned().map(Cow::Owned),
                };
                match found {
                    Some(value) => Ok(At { value, field: name }),
                    // A map without the key, or a nil pointer.
                    None if is_map(of.field) => Ok(At::new(&Value::Null, "no value")),
                    None if POINTERS.contains(&name.as_str()) => Ok(At::new(&Value::Null, name)),
                    // The engine omits empty fields of a mount.
                    None if of.field == "Mount" && MOUNT.contains(&name.as_str()) => Ok(At::text("")),
                    None => Err(no_field(name)),
                }
            }
            Lookup::Call(function, arguments) => {
                let found =
                    arguments.iter().map(|argument| self.find(argument)).collect::<Result<Vec<_>, _>>()?;
                call(*function, found)
            }
        }
    }
}

fn no_field(name: &str) -> Message {
    Message::new("run-template-field").arg("field", name)
}

/// Calls a function. The parser has ensured the number of its arguments.
fn call(function: Function, arguments: Vec<At<'_>>) -> Result<At<'_>, Message> {
    let text = |at: usize| arguments.get(at).map(At::printed).unwrap_or_default();
    let first = arguments.first();
    let found = match function {
        Function::Index => return index(arguments.into_iter()),
        Function::And | Function::Or => {
            let ends = |at: &At<'_>| at.is_there() == (function == Function::Or);
            let last = arguments.len().saturating_sub(1);
            let place = arguments.iter().position(ends).unwrap_or(last);
            return Ok(arguments.into_iter().nth(place).unwrap_or_else(|| At::text("")));
        }
        Function::Eq => Value::from(
            arguments.iter().skip(1).any(|other| first.is_some_and(|one| one.value == other.value)),
        ),
        Function::Ne => Value::from(text(0) != text(1)),
        Function::Not => Value::from(!first.is_some_and(At::is_there)),
        Function::Json => first.map(|at| at.value.to_string()).unwrap_or_default().into(),
        Function::Len => length(first)?,
        Function::Lower => text(0).to_lowercase().into(),
        Function::Upper => text(0).to_uppercase().into(),
        Function::Print => print(&arguments).into(),
        Function::Println => (joined(arguments.iter().map(At::printed)) + "\n").into(),
        Function::Split => text(0).split(&text(1)).map(Value::from).collect(),
        Function::Join => {
            let list = first.and_then(|at| at.value.as_array().cloned()).unwrap_or_default();
            list.iter().map(|item| printed(item, "")).collect::<Vec<_>>().join(&text(1)).into()
        }
    };
    Ok(At::made(found))
}

/// Returns the arguments with a blank between two that are not texts, as Go's `fmt.Sprint`.
fn print(arguments: &[At<'_>]) -> String {
    let mut text = String::new();
    let mut before = None;
    for argument in arguments {
        let is_text = argument.value.is_string();
        text.push_str(if before == Some(false) && !is_text { " " } else { "" });
        text.push_str(&argument.printed());
        before = Some(is_text);
    }
    text
}

fn length(of: Option<&At<'_>>) -> Result<Value, Message> {
    let Some(of) = of else { return Ok(Value::from(0)) };
    match &*of.value {
        Value::Null => Ok(Value::from(0)),
        Value::String(text) => Ok(Value::from(text.len())),
        Value::Array(list) => Ok(Value::from(list.len())),
        Value::Object(map) => Ok(Value::from(map.len())),
        Value::Bool(_) | Value::Number(_) => {
            Err(Message::new("run-template-range").arg("value", of.printed()))
        }
    }
}

/// Looks up keys one after the other.
fn index<'v>(mut arguments: impl Iterator<Item = At<'v>>) -> Result<At<'v>, Message> {
    let Some(of) = arguments.next() else { return Err(out_of_range("")) };
    arguments.try_fold(of, |at, key| {
        let inner = at.inner();
        let found = match (&*key.value, &*at.value) {
            (Value::String(key), Value::Object(map)) => map.get(key).unwrap_or_else(|| zero(map)).clone(),
            (Value::String(_), Value::Null) => Value::Null,
            (Value::Number(number), Value::Array(list)) => {
                let place = number.as_u64().and_then(|place| usize::try_from(place).ok());
                let found = place.and_then(|place| list.get(place));
                found.ok_or_else(|| out_of_range(&number.to_string()))?.clone()
            }
            _ => return Err(out_of_range(&key.printed())),
        };
        Ok(At { value: Cow::Owned(found), field: inner })
    })
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

    /// Fills in a format as a line of a lab has it.
    fn filled(format: &str, whole: &Value) -> Result<String, String> {
        let line = format!("docker inspect -f '{format}' web");
        let located = crate::source::Located::verbatim(line, 0);
        let Ok(crate::command::Action::Inspect(inspect)) = crate::command::parse(&located) else {
            panic!("{format}: {:?}", crate::command::parse(&located));
        };
        let Some(crate::command::Format::Template { template, .. }) = inspect.format else {
            panic!("{format}")
        };
        fill(&template, whole).map_err(|why| why.key)
    }

    fn whole() -> Value {
        json!({
            "Id": "1",
            "Args": ["-c", "true"],
            "Config": { "Labels": { "b": "2", "a": "1" }, "Tty": false, "Entrypoint": null, "Volumes": null },
            "HostConfig": { "PidsLimit": null, "Memory": 0 },
            "State": { "Status": "running" },
            "Mounts": [
                { "Type": "bind", "Source": "/s", "Destination": "/d", "Mode": "", "RW": true, "Propagation": "rprivate" },
                { "Type": "volume", "Name": "v1", "Source": "/v", "Destination": "/e", "Mode": "z", "RW": false }],
            "NetworkSettings": { "Ports": { "80/tcp": [{ "HostIp": "0.0.0.0", "HostPort": "8080" }], "81/udp": null },
                "Networks": { "b": { "IPAddress": "10.0.0.2" }, "a": { "IPAddress": "10.0.0.1" } } },
        })
    }

    #[test]
    fn values_are_printed_as_go_does() {
        let whole = whole();
        for (format, text) in [
            ("{{.Id}}", "1"),
            ("{{ .ID }}", "1"),
            ("{{.Args}}", "[-c true]"),
            ("{{.Config.Labels}}", "map[a:1 b:2]"),
            ("{{.Config.Labels.c}}", "<no value>"),
            (r#"{{index .Config.Labels "a"}}"#, "1"),
            (r#"{{index .Config.Labels "c"}}"#, ""),
            ("{{.Config.Tty}}", "false"),
            ("{{.Config.Entrypoint}}", "[]"),
            ("{{.Config.Volumes}}", "map[]"),
            ("{{.HostConfig.PidsLimit}}", "<nil>"),
            ("{{.HostConfig.Memory}}", "0"),
            ("{{index .Mounts 0}}", "{bind  /s /d   true rprivate}"),
            (r#"{{(index (index .NetworkSettings.Ports "80/tcp") 0).HostPort}}"#, "8080"),
            ("{{json .Args}}{{.Args | json}}", r#"["-c","true"]["-c","true"]"#),
        ] {
            assert_eq!(filled(format, &whole), Ok(text.to_owned()), "{format}");
        }
    }

    #[test]
    fn what_handouts_do_beyond_that_is_printed_as_go_does() {
        let whole = whole();
        for (format, text) in [
            ("{{range .Mounts}}{{.Name}};{{end}}", ";v1;"),
            ("{{range .Mounts}}{{if eq .Type \"volume\"}}{{.Name}}{{end}}{{end}}", "v1"),
            ("{{range $i, $m := .Mounts}}{{$i}}={{$m.Destination}} {{end}}", "0=/d 1=/e "),
            ("{{range $m := .Mounts}}{{$m.Source}}{{$.Id}} {{end}}", "/s1 /v1 "),
            ("{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}", "10.0.0.1 10.0.0.2 "),
            (
                "{{range $p, $c := .NetworkSettings.Ports}}{{$p}}->{{if $c}}{{(index $c 0).HostPort}}{{else}}none{{end}} {{end}}",
                "80/tcp->8080 81/udp->none ",
            ),
            ("{{len .Mounts}} {{len .Config.Labels}} {{.Args | len}} {{len .Config.Volumes}}", "2 2 2 0"),
            ("{{if .State.Health}}has{{else}}none{{end}}", "none"),
            ("{{if .Config.Tty}}a{{else if .HostConfig.Memory}}b{{else}}c{{end}}", "c"),
            ("{{if and .Id (not .Config.Tty)}}yes{{end}}{{if or .Config.Tty .Args}}!{{end}}", "yes!"),
            ("{{with .State}}{{.Status | upper}}{{end}}", "RUNNING"),
            ("{{range .Config.Volumes}}x{{else}}nothing{{end}}", "nothing"),
            (r#"{{join .Args " "}} {{index (split .State.Status "n") 0}}"#, "-c true ru"),
            ("{{$n := len .Args}}{{$n}}{{if ne $n 3}}!{{end}}", "2!"),
            ("x {{- .Id -}} y{{println .Id}}", "x1y1\n"),
        ] {
            assert_eq!(filled(format, &whole), Ok(text.to_owned()), "{format}");
        }
        for (format, key) in [
            ("{{.Nothing}}", "run-template-field"),
            ("{{index .Args 7}}", "run-template-index"),
            ("{{range .HostConfig.Memory}}x{{end}}", "run-template-range"),
            ("{{len .Config.Tty}}", "run-template-range"),
        ] {
            assert_eq!(filled(format, &whole), Err(key.to_owned()), "{format}");
        }
    }
}
