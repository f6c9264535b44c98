//! What a client sends, in a form in which what means the same is the same.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{self, Read};

use serde_json::{Value, json};

use crate::same::{AMOUNTS, DEFAULTS, FLAGS, IN_JSON, KEPT, MAPS, SETS};

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    pub method: String,
    /// Without the version in front.
    pub path: String,
    /// Each name with its values, in order; decoded; JSON where they are such.
    pub query: BTreeMap<String, Vec<Value>>,
    /// JSON; of an archive its entries; null: none.
    pub body: Value,
}

impl Sent {
    /// Reads a request, as it came.
    pub fn new(method: &str, target: &str, body: &[u8]) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let versioned = path.strip_prefix("/v1.").and_then(|rest| rest.split_once('/'));
        let path = versioned.map_or_else(|| path.to_owned(), |(_, rest)| format!("/{rest}"));
        let mut parts: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for part in query.split('&').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let name = decoded(name);
            let value = value_of(&name, decoded(value));
            parts.entry(name).or_default().push(value);
        }
        let body = match serde_json::from_slice(body) {
            Ok(json) => json,
            Err(_) if body.is_empty() => Value::Null,
            Err(_) => entries(body),
        };
        Self { method: method.to_owned(), path: decoded(&path), query: parts, body }
    }

    /// Whether it changes something, or says how something is to be fetched.
    pub fn is_worth_comparing(&self) -> bool {
        let fetches = ["archive", "export", "logs", "top"].map(|what| format!("/containers/*/{what}"));
        match self.method.as_str() {
            "GET" => self.path == "/images/get" || fetches.iter().any(|path| self.is("GET", path)),
            "HEAD" => false,
            _ => true,
        }
    }

    /// Whether it is this call: a method, and a path in which `*` is any one part.
    pub fn is(&self, method: &str, path: &str) -> bool {
        let (mut ours, mut wanted) = (self.path.split('/'), path.split('/'));
        let fits = |pair| matches!(pair, (Some(part), Some(wanted)) if wanted == "*" || part == wanted);
        self.method == method
            && self.path.split('/').count() == path.split('/').count()
            && (0..path.split('/').count()).all(|_| fits((ours.next(), wanted.next())))
    }

    /// The path without the object that it is about.
    fn shape(&self) -> Vec<&str> {
        self.path.split('/').enumerate().filter(|(at, _)| *at != 2).map(|(_, part)| part).collect()
    }

    /// The same request in the form in which it is compared. `seen` is told what of the lists in
    /// `same` it had.
    fn settled(mut self, seen: &mut BTreeSet<&'static str>) -> Self {
        for default in DEFAULTS {
            let (method, path) = default.call;
            if !self.is(method, path) {
                continue;
            }
            let said = match default.at.strip_prefix('?') {
                Some(name) => match self.query.get(name) {
                    Some(values) if *values == [default.value] => self.query.remove(name).is_some(),
                    _ => false,
                },
                None => take_default(&mut self.body, default.at, default.value),
            };
            if said {
                seen.insert(default.at);
            }
        }
        mark(&self.body, seen);
        for (name, values) in &mut self.query {
            if let Some(flag) = FLAGS.iter().find(|flag| *flag == name) {
                seen.insert(flag);
                for value in values.iter_mut() {
                    *value = is_on(value).into();
                }
            }
            if let Some(amount) = AMOUNTS.iter().find(|amount| *amount == name) {
                seen.insert(amount);
                values.retain(|value| value != "0");
            }
        }
        self.tidy();
        self
    }

    /// Leaves out what says nothing.
    pub fn tidy(&mut self) {
        self.query.retain(|_, values| values.iter().any(|value| !is_zero(value)));
        settle(&mut self.body, true);
        if is_zero(&self.body) {
            self.body = Value::Null;
        }
    }

    /// The same request with texts of it replaced.
    pub fn replacing(&self, replacements: &[(String, String)]) -> Self {
        let mut text = json!([self.path, self.query, self.body]).to_string();
        for (old, new) in replacements {
            text = text.replace(old, new);
        }
        let mut parts: Vec<Value> = serde_json::from_str(&text).unwrap();
        let body = parts.pop().unwrap();
        let query = serde_json::from_value(parts.pop().unwrap()).unwrap();
        Self { path: parts.pop().unwrap().as_str().unwrap().to_owned(), query, body, ..self.clone() }
    }
}

/// Requests in the form in which they are compared. Calls that do the same to one object after the
/// other are sorted: the docker program makes them side by side.
pub fn settled(sent: Vec<Sent>, seen: &mut BTreeSet<&'static str>) -> Vec<Sent> {
    let mut sent: Vec<Sent> = sent.into_iter().map(|sent| sent.settled(seen)).collect();
    let alike = |one: &Sent, other: &Sent| one.method == other.method && one.shape() == other.shape();
    sent.chunk_by_mut(alike).for_each(|calls| calls.sort_by(|one, other| one.path.cmp(&other.path)));
    sent
}

impl fmt::Display for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {}", self.method, self.path)?;
        for (name, values) in &self.query {
            writeln!(f, "  ?{name}={}", json!(values))?;
        }
        if self.body.is_null() { Ok(()) } else { writeln!(f, "{:#}", self.body) }
    }
}

/// Takes a value of a body away where it is what the engine takes for it anyway.
fn take_default(body: &mut Value, at: &str, value: &str) -> bool {
    let (parent, key) = at.rsplit_once('/').unwrap();
    let default: Value = serde_json::from_str(value).unwrap();
    let Some(Value::Object(parent)) = body.pointer_mut(parent) else { return false };
    parent.get(key) == Some(&default) && parent.remove(key).is_some()
}

/// Tells which of the fields that are treated apart a body has.
fn mark(body: &Value, seen: &mut BTreeSet<&'static str>) {
    match body {
        Value::Object(fields) => {
            for (name, field) in fields {
                seen.extend([MAPS, KEPT, SETS].concat().into_iter().find(|apart| apart == name));
                mark(field, seen);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| mark(item, seen)),
        _ => {}
    }
}

/// Leaves out what Go's `omitempty` would, wherever absence means the same.
pub fn settle(value: &mut Value, is_struct: bool) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields.iter_mut() {
                settle(field, !(is_struct && MAPS.contains(&name.as_str())));
                if let (true, Some(items)) = (SETS.contains(&name.as_str()), field.as_array_mut()) {
                    items.sort_by_key(Value::to_string);
                }
            }
            if is_struct {
                let says_nothing = |name: &str, field: &Value| {
                    if KEPT.contains(&name) { field.is_null() } else { is_zero(field) }
                };
                fields.retain(|name, field| !says_nothing(name, field));
            }
            fields.sort_keys();
        }
        Value::Array(items) => items.iter_mut().for_each(|item| settle(item, true)),
        _ => {}
    }
}

/// Whether it is what Go begins a variable of its kind with.
fn is_zero(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(on) => !on,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
    }
}

/// Whether the engine takes a value of a query for true (moby, `api/server/httputils/form.go`).
fn is_on(value: &Value) -> bool {
    let text = value.as_str().map_or_else(|| value.to_string(), |text| text.trim().to_lowercase());
    !matches!(text.as_str(), "" | "0" | "no" | "false" | "none")
}

/// A value of a query: a text, or what it says as JSON.
fn value_of(name: &str, text: String) -> Value {
    if IN_JSON.contains(&name) { serde_json::from_str(&text).unwrap() } else { text.into() }
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                let digits = std::str::from_utf8(&digits).unwrap();
                bytes.push(u8::from_str_radix(digits, 16).unwrap());
            }
            b'+' => bytes.push(b' '),
            byte => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// What an archive has: by name, all but times. The docker program may leave off the zeros at its
/// end.
fn entries(archive: &[u8]) -> Value {
    let mut found = BTreeMap::new();
    for entry in tar::Archive::new(archive.chain(io::repeat(0).take(1024))).entries().unwrap() {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().display().to_string();
        let name = name.strip_prefix("./").unwrap_or(&name).trim_end_matches('/').to_owned();
        let link = entry.link_name().unwrap().map(|link| link.display().to_string());
        let mut text = Vec::new();
        entry.read_to_end(&mut text).unwrap();
        let header = entry.header();
        let kind = format!("{:?}", header.entry_type());
        let (mode, uid, gid) =
            (header.mode().unwrap() & 0o7777, header.uid().unwrap(), header.gid().unwrap());
        found
            .insert(name, format!("{kind} {mode:o} {uid}:{gid} {link:?} {}", String::from_utf8_lossy(&text)));
    }
    json!({ "Archive": found })
}
