//! Observations of a probe, and the predicates that hold of them. Needs no engine.

use serde_json::Value as Json;

use crate::command::Values;
use crate::event::{Gap, Message, Observed};
use crate::fate::Value;
use crate::lab::{Predicate, Same, Wanted};

/// What a probe saw at one moment.
#[derive(Debug, Clone, Default)]
pub struct Observation {
    /// Whether the observed object exists.
    pub there: bool,
    /// Its text, if the probe observes text.
    pub text: Option<Value>,
    /// The probe's own fields.
    pub fields: Vec<(&'static str, Fact)>,
    /// The engine's complete JSON for it.
    pub json: Option<Json>,
    /// Why nothing could be observed: then only `exists` can be judged.
    pub blank: Option<Message>,
    /// Whether another look would see the same.
    pub settled: bool,
}

/// A field's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// `true` or `false`.
    Truth(bool),
    /// A number.
    Number(i64),
    /// A text.
    Text(String),
    /// Several texts.
    Set(Vec<String>),
}

impl Fact {
    /// Returns the value as text for people.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Truth(truth) => truth.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
            Self::Set(texts) => texts.join("\n"),
        }
    }
}

impl Observation {
    /// Creates an observation that could not be made, with the reason.
    #[must_use]
    pub fn blank(why: Message, settled: bool) -> Self {
        Self { blank: Some(why), settled, ..Self::default() }
    }

    /// Creates an observation of a text; `None` if the text does not exist.
    #[must_use]
    pub fn of_text(text: Option<Value>) -> Self {
        Self { there: text.is_some(), text, ..Self::default() }
    }

    /// Returns a field's value.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&Fact> {
        self.fields.iter().find(|(known, _)| *known == key).map(|(_, fact)| fact)
    }

    /// Returns a short description of what was observed.
    fn seen(&self) -> Observed {
        match (&self.blank, &self.text) {
            (Some(why), _) => words(why.clone()),
            (None, Some(value)) => text(value.text.clone()),
            (None, None) => words(Message::new("seen-nothing")),
        }
    }

    /// Returns the complete JSON, or the text parsed as JSON.
    fn whole(&self) -> Option<Json> {
        let read = || self.text.as_ref().and_then(|value| serde_json::from_str(&value.text).ok());
        self.json.clone().or_else(read)
    }

    /// Returns the JSON value at a pointer.
    #[must_use]
    pub fn at(&self, pointer: &str) -> Option<Json> {
        self.whole()?.pointer(pointer).cloned()
    }
}

/// Creates an observed text.
pub fn text(text: impl Into<String>) -> Observed {
    Observed::Text { text: text.into() }
}

/// Creates an observed message.
pub const fn words(message: Message) -> Observed {
    Observed::Words { message }
}

/// Creates a gap: a predicate that did not hold.
pub fn gap(predicate: &str, expected: impl Into<String>, seen: Observed) -> Gap {
    Gap { predicate: predicate.to_owned(), expected: expected.into(), seen }
}

/// The values that an observation is compared with.
pub struct Against<'a> {
    /// The captured values.
    pub values: &'a Values,
    /// What `same_as` compares with.
    pub originals: &'a [(Same, Option<Value>)],
}

impl Against<'_> {
    /// Returns the gaps of these predicates.
    #[must_use]
    pub fn gaps(&self, observation: &Observation, predicates: &[Predicate]) -> Vec<Gap> {
        let counted = predicates.iter().any(|predicate| matches!(predicate, Predicate::Count(_)));
        let mut gaps = Vec::new();
        for predicate in predicates {
            // Next to `count`, these predicates select the lines to count.
            let chooses = matches!(predicate, Predicate::Contains(_) | Predicate::Matches(_));
            if counted && chooses {
                continue;
            }
            gaps.extend(self.gap(observation, predicate, predicates));
        }
        gaps
    }

    fn gap(&self, observation: &Observation, predicate: &Predicate, beside: &[Predicate]) -> Option<Gap> {
        match predicate {
            Predicate::Exists(wanted) => existence(observation, *wanted),
            Predicate::Not(inner) => self.not(observation, inner),
            _ if observation.blank.is_some() => {
                Some(gap(predicate.key(), self.expected(predicate), observation.seen()))
            }
            Predicate::Json { pointer, predicates } => self.json(observation, pointer, predicates),
            Predicate::Field { key, wanted } => self.field(observation, key, wanted),
            Predicate::Count(wanted) => self.count(observation, *wanted, beside),
            _ => self.of_text(observation, predicate),
        }
    }

    /// Returns a gap if any of these predicates holds.
    /// If nothing can be observed, their absence cannot be established either.
    fn not(&self, observation: &Observation, inner: &[Predicate]) -> Option<Gap> {
        let existence = |predicate: &Predicate| matches!(predicate, Predicate::Exists(_));
        let nothing = observation.blank.is_some()
            || (!observation.there
                && observation.text.is_none()
                && observation.fields.is_empty()
                && observation.json.is_none());
        if nothing && let Some(asked) = inner.iter().find(|predicate| !existence(predicate)) {
            return Some(gap("not", self.named(asked), observation.seen()));
        }
        let counted = inner.iter().any(|predicate| matches!(predicate, Predicate::Count(_)));
        let judged = inner
            .iter()
            .filter(|one| !(counted && matches!(one, Predicate::Contains(_) | Predicate::Matches(_))));
        let mut holding = judged.filter(|predicate| self.gap(observation, predicate, inner).is_none());
        holding.next().map(|predicate| gap("not", self.named(predicate), Self::what(observation, predicate)))
    }

    /// Returns the value that a predicate looks at.
    fn what(observation: &Observation, predicate: &Predicate) -> Observed {
        match predicate {
            Predicate::Field { key, .. } => {
                observation.field(key).map_or_else(|| observation.seen(), |fact| text(fact.shown()))
            }
            Predicate::Exists(_) => text(observation.there.to_string()),
            Predicate::Json { pointer, .. } => match observation.at(pointer) {
                Some(found) => text(shown(&found)),
                None => observation.seen(),
            },
            _ => observation.seen(),
        }
    }

    /// Returns a predicate roughly as it was written.
    fn named(&self, predicate: &Predicate) -> String {
        format!("{} = {}", predicate.key(), self.expected(predicate))
    }

    /// Returns what a predicate expects.
    fn expected(&self, predicate: &Predicate) -> String {
        match predicate {
            Predicate::Exists(wanted) => wanted.to_string(),
            Predicate::Equals(wanted) | Predicate::Contains(wanted) => wanted.filled(self.values),
            Predicate::Matches(pattern) => pattern.0.as_str().to_owned(),
            Predicate::SameAs(same) => {
                self.original(same).map_or_else(String::new, |value| value.text.clone())
            }
            Predicate::Count(wanted) => wanted.to_string(),
            Predicate::Json { pointer, predicates } => {
                let inner: Vec<_> = predicates.iter().map(|predicate| self.named(predicate)).collect();
                format!("{pointer}: {}", inner.join(", "))
            }
            Predicate::Field { wanted, .. } => self.wanted(wanted),
            Predicate::Not(inner) => {
                inner.iter().map(|predicate| self.named(predicate)).collect::<Vec<_>>().join(", ")
            }
        }
    }

    fn wanted(&self, wanted: &Wanted) -> String {
        match wanted {
            Wanted::Truth(truth) => truth.to_string(),
            Wanted::Number(number) => number.to_string(),
            Wanted::Text(text) => text.filled(self.values),
            Wanted::All(texts) => {
                texts.iter().map(|text| text.filled(self.values)).collect::<Vec<_>>().join("\n")
            }
        }
    }

    fn original(&self, same: &Same) -> Option<&Value> {
        self.originals.iter().find(|(known, _)| known == same).and_then(|(_, value)| value.as_ref())
    }

    fn field(&self, observation: &Observation, key: &str, wanted: &Wanted) -> Option<Gap> {
        let Some(fact) = observation.field(key) else {
            return Some(gap(key, self.wanted(wanted), observation.seen()));
        };
        let missing = match (wanted, fact) {
            (Wanted::Truth(wanted), Fact::Truth(seen)) => wanted != seen,
            (Wanted::Number(wanted), Fact::Number(seen)) => wanted != seen,
            (Wanted::Text(wanted), Fact::Text(seen)) => wanted.filled(self.values) != *seen,
            (Wanted::Text(wanted), Fact::Set(seen)) => !seen.contains(&wanted.filled(self.values)),
            (Wanted::All(wanted), Fact::Set(seen)) => {
                let missing: Vec<_> = wanted
                    .iter()
                    .map(|text| text.filled(self.values))
                    .filter(|text| !seen.contains(text))
                    .collect();
                return (!missing.is_empty()).then(|| gap(key, missing.join("\n"), shown_set(key, seen)));
            }
            _ => true,
        };
        missing.then(|| gap(key, self.wanted(wanted), text(fact.shown())))
    }

    fn of_text(&self, observation: &Observation, predicate: &Predicate) -> Option<Gap> {
        let value = observation.text.as_ref();
        let holds = value.is_some_and(|value| match predicate {
            Predicate::SameAs(same) => self.original(same) == Some(value),
            Predicate::Equals(_) => value.is_whole() && self.fits(&value.text, predicate),
            _ => self.fits(&value.text, predicate),
        });
        (!holds).then(|| match predicate {
            Predicate::SameAs(same) if self.original(same).is_none() => {
                gap("same_as", String::new(), words(Message::new("seen-no-original")))
            }
            _ => gap(predicate.key(), self.expected(predicate), observation.seen()),
        })
    }

    /// Returns whether a predicate on text holds.
    fn fits(&self, text: &str, predicate: &Predicate) -> bool {
        match predicate {
            Predicate::Equals(wanted) => text.trim() == wanted.filled(self.values).trim(),
            Predicate::Contains(wanted) => text.contains(&wanted.filled(self.values)),
            Predicate::Matches(pattern) => pattern.0.is_match(text),
            _ => false,
        }
    }

    /// Counts paths, or the lines that the predicates next to `count` select.
    fn count(&self, observation: &Observation, wanted: u64, beside: &[Predicate]) -> Option<Gap> {
        let found: Vec<String> = match (&observation.text, observation.field("changed")) {
            (Some(value), _) => {
                let chosen = |line: &&str| {
                    let mut choosing = beside
                        .iter()
                        .filter(|one| matches!(one, Predicate::Contains(_) | Predicate::Matches(_)));
                    !line.trim().is_empty() && choosing.all(|predicate| self.fits(line, predicate))
                };
                value.text.lines().filter(chosen).map(str::to_owned).collect()
            }
            (None, Some(Fact::Set(paths))) => paths.clone(),
            _ => Vec::new(),
        };
        let count = found.len() as u64;
        (count != wanted).then(|| {
            let seen = match count {
                0 => Message::new("seen-count-none"),
                _ => {
                    Message::new("seen-count").arg("count", count.to_string()).arg("lines", found.join("\n"))
                }
            };
            gap("count", wanted.to_string(), words(seen))
        })
    }

    fn json(&self, observation: &Observation, pointer: &str, predicates: &[Predicate]) -> Option<Gap> {
        let expected = |predicate: &Predicate| format!("{pointer}: {}", self.named(predicate));
        let failing = |found: Option<&Json>| {
            predicates.iter().find(|predicate| !self.fits_json(found, predicate)).cloned()
        };
        let Some(whole) = observation.whole() else {
            let seen = words(Message::new("seen-no-json"));
            return Some(gap("json", predicates.first().map(expected).unwrap_or_default(), seen));
        };
        let found = whole.pointer(pointer);
        failing(found).map(|predicate| {
            let seen = match found {
                Some(found) => text(shown(found)),
                None => words(Message::new("seen-nothing-there").arg("pointer", pointer)),
            };
            gap("json", expected(&predicate), seen)
        })
    }

    fn fits_json(&self, found: Option<&Json>, predicate: &Predicate) -> bool {
        let Some(found) = found else { return *predicate == Predicate::Exists(false) };
        match predicate {
            Predicate::Exists(wanted) => *wanted,
            Predicate::Count(wanted) => match found {
                Json::Array(elements) => elements.len() as u64 == *wanted,
                Json::Object(members) => members.len() as u64 == *wanted,
                _ => false,
            },
            Predicate::Field { wanted: Wanted::Number(wanted), .. } => found.as_i64() == Some(*wanted),
            Predicate::Field { wanted: Wanted::Truth(wanted), .. } => found.as_bool() == Some(*wanted),
            // Text is compared as text: `"5"` is not 5.
            Predicate::Equals(_) if !found.is_string() => false,
            _ => self.fits(&shown(found), predicate),
        }
    }
}

/// Returns JSON as text for people: a string without its quotes.
#[must_use]
pub fn shown(json: &Json) -> String {
    json.as_str().map_or_else(|| json.to_string(), str::to_owned)
}

fn shown_set(key: &str, seen: &[String]) -> Observed {
    let layer = matches!(key, "changed" | "added" | "deleted");
    match (seen.is_empty(), layer) {
        (false, _) => text(seen.join("\n")),
        (true, true) => words(Message::new("seen-no-changes")),
        (true, false) => words(Message::new("seen-nothing")),
    }
}

fn existence(observation: &Observation, wanted: bool) -> Option<Gap> {
    // The reason why nothing can be observed says more than "it does not exist".
    let seen =
        || if observation.blank.is_some() { observation.seen() } else { text(observation.there.to_string()) };
    (wanted != observation.there).then(|| gap("exists", wanted.to_string(), seen()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::{Pattern, Text};
    use crate::runner::probe::file;

    fn of(seen: &str) -> Observation {
        Observation::of_text(file::value(seen.as_bytes()).ok())
    }

    fn plain(text: &str) -> Text {
        Text::new(text, &crate::command::Values::new())
    }

    fn pattern(text: &str) -> Predicate {
        Predicate::Matches(Pattern(regex::Regex::new(text).unwrap()))
    }

    fn gaps(observation: &Observation, predicates: &[Predicate]) -> Vec<Gap> {
        Against { values: &Values::from([("orphan".into(), "v1".into())]), originals: &[] }
            .gaps(observation, predicates)
    }

    fn holds(observation: &Observation, predicates: &[Predicate]) -> bool {
        gaps(observation, predicates).is_empty()
    }

    #[test]
    fn texts_are_compared() {
        let seen = of("one\ntwo\n");
        assert!(holds(&seen, &[Predicate::Equals(plain(" one\ntwo")), Predicate::Contains(plain("e\nt"))]));
        assert!(holds(&seen, &[pattern("(?m)^two$"), Predicate::Exists(true)]));
        assert!(!holds(&seen, &[Predicate::Equals(plain("one"))]) && !holds(&seen, &[pattern("^two")]));
        let captured = Text::new("$orphan", &[("orphan".to_owned(), String::new())].into());
        assert!(holds(&of("v1"), &[Predicate::Equals(captured)]));
    }

    #[test]
    fn lines_are_counted_that_are_chosen() {
        let seen = of("a 1\nb 2\n\na 3\n");
        assert!(holds(&seen, &[Predicate::Count(3)]));
        assert!(holds(&seen, &[Predicate::Count(2), Predicate::Contains(plain("a"))]));
        assert!(holds(&seen, &[Predicate::Count(0), pattern("c")]));
        let gap = &gaps(&seen, &[Predicate::Count(5), Predicate::Contains(plain("a"))])[0];
        assert_eq!((gap.predicate.as_str(), gap.expected.as_str()), ("count", "5"));
        let Observed::Words { message } = &gap.seen else { panic!("{gap:?}") };
        assert_eq!(message.arguments[0], ("count".to_owned(), "2".into()));
    }

    #[test]
    fn not_denies_each_and_needs_something_to_look_at() {
        let not = |inner: Vec<Predicate>| [Predicate::Not(inner)];
        let contains = |text| Predicate::Contains(plain(text));
        assert!(holds(&of("a"), &not(vec![contains("b"), contains("c")])));
        assert!(!holds(&of("a"), &not(vec![contains("b"), contains("a")])));
        assert!(!holds(&Observation::of_text(None), &not(vec![contains("b")])));
        assert!(holds(&Observation::of_text(None), &not(vec![Predicate::Exists(true)])));
        let blank = Observation::blank(Message::new("seen-nothing"), true);
        assert!(!holds(&blank, &not(vec![contains("b")])) && holds(&blank, &[Predicate::Exists(false)]));
    }

    #[test]
    fn json_is_looked_into() {
        let seen = of(r#"{"a": [1, 2], "b": "text", "c": true, "d": null}"#);
        let at = |pointer: &str, predicate| {
            [Predicate::Json { pointer: pointer.to_owned(), predicates: vec![predicate] }]
        };
        let number = |number| Predicate::Field { key: "equals", wanted: Wanted::Number(number) };
        assert!(holds(&seen, &at("/a/1", number(2))) && !holds(&seen, &at("/a/1", number(1))));
        assert!(holds(&seen, &at("/a", Predicate::Count(2))));
        assert!(holds(&seen, &at("/b", Predicate::Equals(plain("text")))));
        assert!(!holds(&seen, &at("/a/0", Predicate::Equals(plain("1")))));
        assert!(holds(&seen, &at("/d", Predicate::Exists(true))));
        assert!(holds(&seen, &at("/none", Predicate::Exists(false))));
        assert!(!holds(&of("no json"), &at("", Predicate::Exists(true))));
    }

    #[test]
    fn fields_are_compared() {
        let fields =
            vec![("running", Fact::Truth(true)), ("env", Fact::Set(vec!["A=1".into(), "B=2".into()]))];
        let seen = Observation { there: true, fields, ..Observation::default() };
        let field = |key, wanted| [Predicate::Field { key, wanted }];
        assert!(holds(&seen, &field("running", Wanted::Truth(true))));
        assert!(holds(&seen, &field("env", Wanted::All(vec![plain("B=2")]))));
        let gap = &gaps(&seen, &field("env", Wanted::All(vec![plain("A=1"), plain("C=3")])))[0];
        assert_eq!((gap.expected.as_str(), &gap.seen), ("C=3", &text("A=1\nB=2")));
        assert!(!holds(&seen, &field("state", Wanted::Text(plain("running")))));
    }
}
