//! Checks that can never hold, or never fail, whatever a run does.

use crate::diagnostic::Diagnostic;
use crate::lab::{Check, Lab, Predicate, Probe, Step, Text, Wanted};
use crate::source::Span;

/// Reports checks whose result does not depend on a run.
pub(super) fn decided(lab: &Lab) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for step in &lab.steps {
        for check in &step.checks {
            found.extend(without_value(lab, check));
            found.extend(without_command(lab, step, check));
            found.extend(absent_and_more(lab, check));
            found.extend(contradiction(lab, check));
        }
        let captures = step.captures.iter().filter(|capture| capture.probe == Probe::Output);
        if step.run.is_empty() {
            found.extend(captures.map(|capture| Diagnostic::error("no-output", capture.name.span)));
        }
    }
    found
}

/// Returns the place of a key in a check; the whole check if it is not found.
fn key_in(lab: &Lab, check: &Check, key: &str) -> Span {
    let text = lab.source.text.get(check.span.range()).unwrap_or_default();
    let is_key = |at: usize| {
        let before = text[..at].chars().next_back();
        before.is_none_or(|c| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '"' | '-'))
            && text[at + key.len()..].trim_start().starts_with('=')
    };
    let place = text.match_indices(key).map(|(at, _)| at).find(|at| is_key(*at));
    place.map_or(check.span, |at| Span::new(check.span.start + at, check.span.start + at + key.len()))
}

/// Returns all predicates of a check, also those within `not`.
fn all(predicates: &[Predicate]) -> Vec<&Predicate> {
    let mut found = Vec::new();
    for predicate in predicates {
        found.push(predicate);
        if let Predicate::Not(inner) = predicate {
            found.extend(all(inner));
        }
    }
    found
}

/// Reports `env` and `label` without `=`: they are compared with the whole `NAME=value`.
fn without_value(lab: &Lab, check: &Check) -> Option<Diagnostic> {
    all(&check.predicates).into_iter().find_map(|predicate| {
        let Predicate::Field { key: key @ ("env" | "label"), wanted: Wanted::All(texts) } = predicate else {
            return None;
        };
        let bare = texts.iter().map(Text::as_written).find(|text| !text.contains(['=', '$']))?;
        let fault = Diagnostic::error("pair-without-value", key_in(lab, check, key));
        Some(fault.arg("key", key).arg("name", bare))
    })
}

/// Reports `output = true` in a step that runs nothing.
fn without_command(lab: &Lab, step: &Step, check: &Check) -> Option<Diagnostic> {
    let nothing = check.probe == Probe::Output && step.run.is_empty();
    nothing.then(|| Diagnostic::error("no-output", key_in(lab, check, "output")))
}

/// Reports `exists = false` beside something that must hold for what exists.
fn absent_and_more(lab: &Lab, check: &Check) -> Option<Diagnostic> {
    let absent = check.predicates.contains(&Predicate::Exists(false));
    let other = check.predicates.iter().find(|predicate| !matches!(predicate, Predicate::Exists(_)))?;
    absent.then(|| {
        let fault = Diagnostic::error("absent-and-more", key_in(lab, check, "exists"));
        fault.arg("other", other.key())
    })
}

/// Reports two fields that exclude each other.
fn contradiction(lab: &Lab, check: &Check) -> Option<Diagnostic> {
    let field = |name: &str| {
        check.predicates.iter().find_map(|predicate| match predicate {
            Predicate::Field { key, wanted } if *key == name => Some(wanted),
            _ => None,
        })
    };
    let text = |name: &str| match field(name) {
        Some(Wanted::Text(text)) => Some(text.as_written()),
        _ => None,
    };
    let running = match field("running") {
        Some(Wanted::Truth(running)) => Some(*running),
        _ => None,
    };
    let (one, other) = match (running, text("state"), text("type")) {
        (Some(true), Some("created" | "exited" | "dead"), _) => ("running = true", "state"),
        (Some(false), Some("running" | "paused" | "restarting"), _) => ("running = false", "state"),
        (_, _, Some("bind")) if field("name").is_some() => ("type = \"bind\"", "name"),
        (_, _, Some("tmpfs")) if field("name").is_some() => ("type = \"tmpfs\"", "name"),
        (_, _, Some("tmpfs")) if field("source").is_some() => ("type = \"tmpfs\"", "source"),
        _ => return None,
    };
    let fault = Diagnostic::error("contradiction", key_in(lab, check, other));
    Some(fault.arg("one", one).arg("other", other))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{foreseen, lab, pairs};

    fn of(run: &str, check: &str) -> Vec<(String, String)> {
        let start = "[[step]]\nid = \"a\"\ntitle = \"A\"\nrun = \"docker run -d --name w1 nginx\"\n";
        let step = format!("[[step]]\nid = \"b\"\ntitle = \"B\"\n{run}\ncheck = [{{ {check} }}]\n");
        foreseen(&lab(&format!("{start}{step}")))
    }

    #[test]
    fn a_check_depends_on_the_run() {
        for (check, expected) in [
            ("container = \"w1\", env = \"GREETING\"", Some(("pair-without-value", "env"))),
            ("container = \"w1\", not = { env = [\"A=1\", \"B\"] }", Some(("pair-without-value", "env"))),
            ("volume = \"data\", label = \"owner\"", Some(("pair-without-value", "label"))),
            ("container = \"w1\", env = \"GREETING=\"", None),
            ("output = true, contains = \"x\"", Some(("no-output", "output"))),
            ("file = \"w1:/x\", exists = false, contains = \"x\"", Some(("absent-and-more", "exists"))),
            ("file = \"w1:/x\", exists = false", None),
            ("container = \"w1\", running = true, state = \"exited\"", Some(("contradiction", "state"))),
            ("container = \"w1\", running = true, state = \"paused\"", None),
            ("mount = \"w1:/x\", type = \"bind\", name = \"data\"", Some(("contradiction", "name"))),
            ("mount = \"w1:/x\", type = \"volume\", name = \"data\"", None),
        ] {
            let expected: Vec<(&str, &str)> = expected.into_iter().collect();
            assert_eq!(of("", check), pairs(&expected), "{check}");
        }
        assert_eq!(of("run = \"docker ps\"", "output = true, contains = \"x\""), []);
        let capture = of("capture = { it = { output = true } }", "container = \"w1\", running = true");
        assert_eq!(capture, pairs(&[("no-output", "it")]));
    }
}
