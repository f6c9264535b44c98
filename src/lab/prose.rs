//! Placeholders in an author's prose: prose quotes an observation only by a placeholder.

use std::ops::Range;

/// A placeholder in braces in prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Placeholder {
    /// `{my-nginx.id}`: the short id of a container.
    ContainerId {
        /// The container.
        container: String,
        /// `.before`: its value before the step.
        before: bool,
    },
    /// `{watch.page}`: what a watch sees, shortened.
    Watch {
        /// The watch.
        watch: String,
        /// `.before`: its value before the step.
        before: bool,
    },
    /// `{orphan}`: a captured value.
    Captured(String),
}

impl Placeholder {
    /// Parses the text between the braces; `None` if it is not a placeholder.
    #[must_use]
    pub fn read(inner: &str) -> Option<Self> {
        let (inner, before) = match inner.strip_suffix(".before") {
            Some(rest) => (rest, true),
            None => (inner, false),
        };
        if let Some(watch) = inner.strip_prefix("watch.") {
            return (!watch.is_empty()).then(|| Self::Watch { watch: watch.to_owned(), before });
        }
        if let Some(container) = inner.strip_suffix(".id") {
            return (!container.is_empty())
                .then(|| Self::ContainerId { container: container.to_owned(), before });
        }
        let is_name = !inner.is_empty() && inner.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        (is_name && !before).then(|| Self::Captured(inner.to_owned()))
    }
}

/// Returns the ranges of `{…}` in a text, except `{{`, which is a literal brace.
///
/// Braces that are never closed end with the text.
#[must_use]
pub fn braces(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('{').map(|offset| at + offset) {
        if text[open + 1..].starts_with('{') {
            at = open + 2;
            continue;
        }
        let end = text[open..].find('}').map_or(text.len(), |offset| open + offset + 1);
        found.push(open..end);
        at = end;
    }
    found
}

/// Fills the placeholders of a text; one without a `value` stays as written.
#[must_use]
pub fn fill(text: &str, mut value: impl FnMut(&Placeholder) -> Option<String>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut end = 0;
    for range in braces(text) {
        filled.push_str(&text[end..range.start].replace("{{", "{"));
        let written = &text[range.clone()];
        let inner = written[1..].strip_suffix('}');
        let read = inner.and_then(Placeholder::read).and_then(|placeholder| value(&placeholder));
        filled.push_str(read.as_deref().unwrap_or(written));
        end = range.end;
    }
    filled.push_str(&text[end..].replace("{{", "{"));
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_and_doubled_braces_are_one() {
        let filled =
            fill("{web.id.before} → {web.id}, {watch.page}, {orphan}: {{json .}} {unknown}", |asked| {
                match asked {
                    Placeholder::ContainerId { container, before } => Some(format!("{container}/{before}")),
                    Placeholder::Watch { watch, .. } => Some(watch.to_uppercase()),
                    Placeholder::Captured(name) => (name == "orphan").then(|| "v1".to_owned()),
                }
            });
        assert_eq!(filled, "web/true → web/false, PAGE, v1: {json .}} {unknown}");
    }

    #[test]
    fn what_is_no_placeholder_is_none() {
        for inner in ["", "a b", ".id", "watch.", "a.b", "orphan.before", "한글"] {
            assert_eq!(Placeholder::read(inner), None, "{inner}");
        }
        assert_eq!(braces("a {{ b {c} {d"), [7..10, 11..13]);
    }
}
