//! Placeholders and captured names where nothing fills them.

use toml::de::{DeTable, DeValue};

use crate::command::{Values, plain_words};
use crate::diagnostic::Diagnostic;
use crate::lab::{Command, Lab, Placeholder, braces};
use crate::source::Span;

/// Reports placeholders in titles, labels and commands, and captured names in single quotes.
pub(super) fn unfilled(lab: &Lab) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let (document, _) = DeTable::parse_recoverable(&lab.source.text);
    for (key, span) in plain_texts(document.get_ref()) {
        found.extend(in_text(lab, key, span));
    }
    let mut captured = Values::new();
    for step in &lab.steps {
        for command in &step.run {
            found.extend(in_text(lab, "run", command.line.span));
            found.extend(in_quotes(lab, command, &captured));
        }
        captured.extend(step.captures.iter().map(|it| (it.name.value.clone(), "captured".to_owned())));
    }
    found
}

/// Returns the texts that are shown as they are, with their keys and places.
fn plain_texts(document: &DeTable) -> Vec<(&'static str, Span)> {
    let mut found = Vec::new();
    let mut text = |table: &DeTable, key: &'static str| {
        let value = table.get(key).filter(|value| value.get_ref().is_str());
        found.extend(value.map(|value| (key, Span::from(value.span()))));
    };
    text(document, "title");
    text(document, "summary");
    let table = |key: &str| document.get(key).map(toml::Spanned::get_ref);
    if let Some(DeValue::Table(watches)) = table("watch") {
        watches.values().filter_map(|watch| watch.get_ref().as_table()).for_each(|it| text(it, "label"));
    }
    if let Some(DeValue::Array(steps)) = table("step") {
        steps.iter().filter_map(|step| step.get_ref().as_table()).for_each(|it| text(it, "title"));
    }
    found
}

/// Reports what would be a placeholder in prose.
fn in_text(lab: &Lab, key: &'static str, span: Span) -> Vec<Diagnostic> {
    let text = lab.source.text.get(span.range()).unwrap_or_default();
    let is_known = |placeholder: Placeholder| match placeholder {
        Placeholder::Watch { watch, .. } => lab.watches.iter().any(|known| known.id.value.as_str() == watch),
        Placeholder::ContainerId { .. } => true,
        Placeholder::Captured(name) => {
            let mut captures = lab.steps.iter().flat_map(|step| &step.captures);
            captures.any(|capture| capture.name.value == name)
        }
    };
    // `${name}` is a captured value.
    let in_braces = braces(text).into_iter().filter(|range| !text[..range.start].ends_with('$'));
    let found = in_braces.filter_map(|range| {
        let inner = text[range.clone()][1..].strip_suffix('}')?;
        let known = Placeholder::read(inner).is_some_and(is_known);
        let place = Span::new(span.start + range.start, span.start + range.end);
        known
            .then(|| Diagnostic::warning("unfilled-placeholder", place).arg("key", key).arg("written", inner))
    });
    found.collect()
}

/// Reports a captured name that single quotes keep from being replaced.
fn in_quotes(lab: &Lab, command: &Command, captured: &Values) -> Vec<Diagnostic> {
    if captured.is_empty() || !command.line.value.contains('\'') {
        return Vec::new();
    }
    let mut found = Vec::new();
    for word in plain_words(&command.located(&lab.source), captured) {
        for name in captured.keys() {
            let forms = [format!("${name}"), format!("${{{name}}}")];
            let place = forms.iter().find_map(|form| {
                let at = word.as_str().find(form.as_str())?;
                let rest = word.as_str()[at + form.len()..].chars().next();
                let whole =
                    form.ends_with('}') || rest.is_none_or(|c| !c.is_ascii_alphanumeric() && c != '_');
                whole.then(|| word.text.span(at..at + form.len()))
            });
            // A backslash before the dollar sign is meant.
            let escaped = |place: Span| lab.source.text[..place.start].ends_with('\\');
            if let Some(place) = place.filter(|place| !escaped(*place)) {
                found.push(Diagnostic::warning("capture-in-quotes", place).arg("name", name));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::{foreseen, lab, pairs};

    #[test]
    fn what_nothing_fills_is_told() {
        let of = |title: &str, label: &str, line: &str| {
            foreseen(&lab(&format!(
                "[watch.note]\nlabel = \"{label}\"\nfile = \"w1:/n\"\n[[step]]\nid = \"a\"\ntitle = \"{title}\"\nrun = \"docker run -d --name w1 -v /data nginx\"\n\
                 capture = {{ orphan = {{ mount = \"w1:/data\", field = \"name\" }} }}\n\
                 [[step]]\nid = \"b\"\ntitle = \"B\"\nrun = \"{line}\"\n"
            )))
        };
        let unfilled = |text: &str| pairs(&[("unfilled-placeholder?", text)]);
        assert_eq!(of("A {watch.note}", "n", "docker ps"), unfilled("{watch.note}"));
        assert_eq!(of("A", "the {orphan}", "docker ps"), unfilled("{orphan}"));
        assert_eq!(of("A {w1.id.before}", "n", "docker ps"), unfilled("{w1.id.before}"));
        assert_eq!(of("A", "n", "docker exec w1 echo {watch.note}"), unfilled("{watch.note}"));
        assert_eq!(of("A {{watch.note}", "{x}", "docker ps --format '{{.ID}} {{json .Names}}'"), []);
        let quoted = |line: &str| of("A", "n", line);
        let found = quoted("docker exec w1 sh -c 'echo $orphan'");
        assert_eq!(found, pairs(&[("capture-in-quotes?", "$orphan")]));
        assert_eq!(
            quoted("docker exec w1 sh -c 'ls ${orphan}'"),
            pairs(&[("capture-in-quotes?", "${orphan}")])
        );
        assert_eq!(quoted("docker exec w1 sh -c 'echo $orphans $HOME'"), []);
        assert_eq!(quoted("docker exec w1 echo $orphan '$x'"), []);
    }
}
