//! A lab with a recording, and what differs from one recording to the next made the same: ids,
//! times, days, places of this machine. Since it is made the same before it is played, a new recording
//! changes no snapshot.

use std::fs;
use std::path::{Path, PathBuf};

use regex::{Captures, Regex};
use serde_json::{Map, Value, json};
use statelab::i18n::Locale;
use tempfile::TempDir;

use crate::harness::files_below;

/// The folder of a lab with a recording of its own.
pub struct Recorded {
    home: TempDir,
    lab: &'static str,
}

impl Recorded {
    /// A shipped lab with this recording.
    pub fn of(lab: &'static str, locale: Locale, recording: &str) -> Self {
        let recorded = Self { home: tempfile::tempdir().unwrap(), lab };
        fs::create_dir(recorded.folder()).unwrap();
        for file in files_below(&shipped(lab)) {
            fs::copy(&file, recorded.folder().join(file.file_name().unwrap())).unwrap();
        }
        fs::write(recorded.folder().join(file(locale)), recording).unwrap();
        recorded
    }

    /// A shipped lab with the recording that it carries, evened.
    pub fn shipped(lab: &'static str, locale: Locale) -> Self {
        Self::of(lab, locale, &evened(&fs::read_to_string(shipped(lab).join(file(locale))).unwrap()))
    }

    pub fn folder(&self) -> PathBuf {
        self.home.path().join(self.lab)
    }
}

fn shipped(lab: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("labs").join(lab)
}

fn file(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "recording.jsonl",
        Locale::Ko => "recording.ko.jsonl",
    }
}

/// A recording with what differs from another one of the same lab made the same.
fn evened(recording: &str) -> String {
    let mut ids = Ids { id: Regex::new(r"(?-u:\b)[0-9a-f]{12,64}(?-u:\b)").unwrap(), known: Vec::new() };
    let mut lines = Vec::new();
    for line in recording.lines() {
        let mut event: Map<String, Value> = serde_json::from_str(line).unwrap();
        let kind = event.get("event").and_then(Value::as_str).unwrap_or("header").to_owned();
        let ready = event.get("subject").is_some_and(|subject| subject["kind"] == "ready");
        match kind.as_str() {
            "header" => even(&mut event, "made", json!("2026-01-31T12:00:00Z")),
            "run-started" => {
                even(&mut event, "run", json!("00000000"));
                even(&mut event, "workspace", json!("/tmp/statelab-record/statelab/workspaces/00000000"));
                even(&mut event, "engine", json!("Docker 28.5.2"));
            }
            // Whether a wait is long enough to be told is a matter of luck: all are.
            "wait-started" | "wait-finished" if ready => continue,
            "readied" => lines.extend(wait(&event["container"])),
            _ => {}
        }
        let mut event = Value::Object(event);
        ids.even(&mut event);
        lines.push(event.to_string());
    }
    lines.join("\n")
}

fn even(event: &mut Map<String, Value>, name: &str, value: Value) {
    assert!(event.insert(name.to_owned(), value).is_some(), "no {name}");
}

fn wait(container: &Value) -> [String; 2] {
    let subject = json!({ "kind": "ready", "container": container });
    [
        json!({ "at_ms": 0, "event": "wait-started", "subject": subject, "within_ms": 90_000 }).to_string(),
        json!({ "at_ms": 0, "event": "wait-finished", "subject": subject, "came": true, "took_ms": 900 })
            .to_string(),
    ]
}

/// The ids of a recording, by their beginnings, in the order in which they come.
struct Ids {
    id: Regex,
    known: Vec<String>,
}

impl Ids {
    /// Makes each id another one, as long as it was, and other numbers the same.
    fn even(&mut self, value: &mut Value) {
        match value {
            Value::String(text) => {
                let known = &mut self.known;
                *text =
                    self.id.replace_all(text, |found: &Captures<'_>| other(known, &found[0])).into_owned();
            }
            Value::Array(values) => values.iter_mut().for_each(|value| self.even(value)),
            Value::Object(fields) => {
                for (name, value) in fields {
                    match (name.as_str(), &value) {
                        // By it a recording knows its lab.
                        ("content", _) => {}
                        ("took_ms", Value::Number(_)) => *value = json!(100),
                        ("hidden", Value::Object(_)) => value["count"] = json!(3),
                        _ => self.even(value),
                    }
                }
            }
            _ => {}
        }
    }
}

/// The same number again and again, another one for each id.
fn other(known: &mut Vec<String>, id: &str) -> String {
    let place = known.iter().position(|known| *known == id[..12]).unwrap_or_else(|| {
        known.push(id[..12].to_owned());
        known.len() - 1
    });
    // 11 would look like 1.
    let number = (1..).filter(|number| number % 17 != 0).nth(place).unwrap();
    format!("{number:x}").repeat(64)[..id.len()].to_owned()
}

#[test]
fn recordings_of_two_days_are_one() {
    let recording = |day: u8, first: char, second: char, took: u32| {
        let [first, second] = [first, second].map(|id| id.to_string().repeat(64));
        evened(&format!(
            "{{\"statelab\":\"events\",\"made\":\"2026-11-{day}\"}}\n\
             {{\"event\":\"some\",\"id\":\"{first}\",\"took_ms\":{took}}}\n\
             {{\"event\":\"some\",\"name\":\"of {}: {second}\",\"took_ms\":{took}}}",
            &first[..12]
        ))
    };
    assert_eq!(recording(24, 'a', 'b', 7), recording(25, 'c', 'd', 1000));
    assert_ne!(recording(24, 'a', 'b', 7), recording(24, 'a', 'a', 7));
}
