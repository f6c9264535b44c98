//! Separate names for each run: the engine's begin with the run's id, the guard's callers see the lab's.

use std::sync::Arc;

use futures_util::StreamExt;
use serde_json::Value;

use super::super::{
    ContainerDetails, Flow, ImageDetails, ImageLayer, NetworkDetails, RemovedImage, Row, Said, VolumeDetails,
};
use super::Guard;

/// The prefix of the names of one run in the engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prefix(Arc<str>);

impl Prefix {
    /// Returns the prefix of the names of this run.
    #[must_use]
    pub fn of_run(run: &str) -> Self {
        Self(format!("{run}-").into())
    }

    /// Returns the prefix as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the engine's name for a lab's name. A name with the prefix is kept.
    #[must_use]
    pub fn scoped(&self, name: &str) -> String {
        if name.starts_with(&*self.0) { name.to_owned() } else { format!("{}{name}", self.0) }
    }

    /// Replaces the engine's names in a text with the lab's.
    ///
    /// The prefix is replaced only at the beginning of a name: the program's own names contain the run's id
    /// elsewhere.
    #[must_use]
    pub fn shown(&self, text: &str) -> String {
        let mut shown = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(&*self.0) {
            let (before, found) = rest.split_at(at);
            shown.push_str(before);
            let inside = |last: char| last.is_alphanumeric() || matches!(last, '-' | '_' | '.');
            if shown.chars().next_back().is_some_and(inside) {
                shown.push_str(&self.0);
            }
            rest = &found[self.0.len()..];
        }
        shown + rest
    }

    fn show(&self, text: &mut String) {
        if text.contains(&*self.0) {
            *text = self.shown(text);
        }
    }

    /// Replaces names in all values and keys: networks are listed by name.
    fn show_json(&self, json: &mut Value) {
        match json {
            Value::String(text) => self.show(text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.show_json(item)),
            Value::Object(members) => {
                members.values_mut().for_each(|value| self.show_json(value));
                if members.keys().any(|key| key.contains(&*self.0)) {
                    let old = std::mem::take(members);
                    members.extend(old.into_iter().map(|(key, value)| (self.shown(&key), value)));
                }
            }
            _ => {}
        }
    }
}

/// A value with the engine's names, which can be replaced with the lab's.
pub(super) trait Named {
    fn show(&mut self, prefix: &Prefix);
}

impl<T: Named> Named for Option<T> {
    fn show(&mut self, prefix: &Prefix) {
        for named in self.iter_mut() {
            named.show(prefix);
        }
    }
}

impl<T: Named> Named for Vec<T> {
    fn show(&mut self, prefix: &Prefix) {
        for named in self.iter_mut() {
            named.show(prefix);
        }
    }
}

impl Named for String {
    fn show(&mut self, prefix: &Prefix) {
        prefix.show(self);
    }
}

impl Named for Value {
    fn show(&mut self, prefix: &Prefix) {
        prefix.show_json(self);
    }
}

impl Named for ContainerDetails {
    fn show(&mut self, prefix: &Prefix) {
        prefix.show(&mut self.name);
        prefix.show(&mut self.image_name);
        self.mounts.iter_mut().for_each(|mount| prefix.show(&mut mount.name));
        for endpoint in &mut self.networks {
            prefix.show(&mut endpoint.network);
            endpoint.aliases.show(prefix);
        }
    }
}

impl Named for VolumeDetails {
    fn show(&mut self, prefix: &Prefix) {
        prefix.show(&mut self.name);
    }
}

impl Named for NetworkDetails {
    fn show(&mut self, prefix: &Prefix) {
        prefix.show(&mut self.name);
    }
}

impl Named for ImageDetails {
    fn show(&mut self, prefix: &Prefix) {
        self.tags.show(prefix);
    }
}

impl Named for ImageLayer {
    fn show(&mut self, prefix: &Prefix) {
        self.tags.show(prefix);
    }
}

impl Named for RemovedImage {
    fn show(&mut self, prefix: &Prefix) {
        match self {
            Self::Untagged(name) | Self::Deleted(name) => prefix.show(name),
        }
    }
}

impl Named for Row {
    fn show(&mut self, prefix: &Prefix) {
        prefix.show(&mut self.found.id);
        prefix.show(&mut self.found.name);
        prefix.show_json(&mut self.raw);
    }
}

impl Named for Said {
    fn show(&mut self, prefix: &Prefix) {
        prefix.show(&mut self.text);
    }
}

impl Guard {
    /// Prefixes every name in the engine with the run's id.
    ///
    /// Any number of runs can then use a lab's names at once. Callers of the guard see the lab's names. `made` are
    /// the images that the lab makes: before it does, they count as missing, even if others have images of these
    /// names.
    #[must_use]
    pub fn scoped_by_run(self, made: &[String]) -> Self {
        let prefix = Prefix::of_run(self.run());
        let scope = prefix.clone();
        let made = made.iter().map(|image| self.engine.full_name(image)).collect();
        Self { prefix: Some(prefix), made, ..self }.scoped(Arc::new(move |name| scope.scoped(name)))
    }

    /// Returns the prefix of the run's names in the engine, if they are not the lab's.
    #[must_use]
    pub const fn prefix(&self) -> Option<&Prefix> {
        self.prefix.as_ref()
    }

    /// Returns the lab's name for a name in the engine.
    #[must_use]
    pub fn lab_name(&self, name: &str) -> String {
        self.shown(name.to_owned())
    }

    /// Replaces the engine's names in a value with the lab's.
    pub(super) fn shown<T: Named>(&self, mut named: T) -> T {
        if let Some(prefix) = &self.prefix {
            named.show(prefix);
        }
        named
    }

    /// Replaces the engine's names in its output with the lab's.
    pub(super) fn said_by_lab(&self, said: Flow<Said>) -> Flow<Said> {
        let Some(prefix) = self.prefix.clone() else { return said };
        Box::pin(said.map(move |item| {
            item.map(|mut said| {
                said.show(&prefix);
                said
            })
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_goes_into_the_engine_and_comes_back() {
        let prefix = Prefix::of_run("0badcafe");
        let scoped = prefix.scoped("web");
        assert_eq!((scoped.as_str(), prefix.scoped(&scoped).as_str()), ("0badcafe-web", "0badcafe-web"));
        assert_eq!(prefix.shown("/0badcafe-web and 0badcafe-data:/x"), "/web and data:/x");
        // Neither the program's own names, nor an id that happens to contain these letters.
        for text in ["statelab-0badcafe-77", "a0badcafe-web", "workspaces/0badcafe/site", "0badcafe"] {
            assert_eq!(prefix.shown(text), text);
        }
    }

    #[test]
    fn of_json_keys_are_shown_as_well() {
        let mut json =
            serde_json::json!({ "Networks": { "ab-net": { "Aliases": ["ab-web", 1] } }, "n": null });
        Prefix::of_run("ab").show_json(&mut json);
        assert_eq!(json, serde_json::json!({ "Networks": { "net": { "Aliases": ["web", 1] } }, "n": null }));
    }
}
