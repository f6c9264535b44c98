//! The messages of one locale: its files, and the bundle built on first use.

use std::fmt;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::locale::Locale;

/// A file of a catalogue: its name and its text.
pub(super) type File = (&'static str, &'static str);

macro_rules! files {
    ($locale:literal: $($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!($locale, "/", $name, ".ftl")))),+]
    };
}

/// Returns the files of a locale. Every locale has the same ones.
pub(super) const fn files(locale: Locale) -> &'static [File] {
    match locale {
        Locale::En => files!("en": "common", "command", "lab", "lint", "engine", "runner", "story", "cli"),
        Locale::Ko => files!("ko": "common", "command", "lab", "lint", "engine", "runner", "story", "cli"),
    }
}

/// The messages of one locale.
///
/// Nothing is parsed before the first message is needed. A run with few messages starts at once, and
/// the fallback is parsed only if it is used.
pub(super) struct Catalogue {
    tag: &'static str,
    files: &'static [File],
    bundle: OnceLock<FluentBundle<FluentResource>>,
}

impl Catalogue {
    /// Creates the catalogue of these files for a language tag.
    pub(super) const fn new(tag: &'static str, files: &'static [File]) -> Self {
        Self { tag, files, bundle: OnceLock::new() }
    }

    /// Returns whether a message with a text, or an attribute of it, exists.
    pub(super) fn has(&self, key: &str, attribute: Option<&str>) -> bool {
        self.bundle().get_message(key).is_some_and(|message| match attribute {
            None => message.value().is_some(),
            Some(name) => message.get_attribute(name).is_some(),
        })
    }

    /// Fills a message or its attribute; `None` if it does not exist.
    ///
    /// A missing value shows as `{$name}`, which the tests look for.
    pub(super) fn fill(
        &self,
        key: &str,
        attribute: Option<&str>,
        values: Vec<(&str, FluentValue<'_>)>,
    ) -> Option<String> {
        let bundle = self.bundle();
        let message = bundle.get_message(key)?;
        let pattern = match attribute {
            None => message.value()?,
            Some(name) => message.get_attribute(name)?.value(),
        };
        let values: FluentArgs<'_> = values.into_iter().collect();
        let mut faults = Vec::new();
        Some(bundle.format_pattern(pattern, Some(&values), &mut faults).into_owned())
    }

    fn bundle(&self) -> &FluentBundle<FluentResource> {
        self.bundle.get_or_init(|| {
            let language: LanguageIdentifier = self.tag.parse().unwrap_or_default();
            let mut bundle = FluentBundle::new_concurrent(vec![language]);
            // Isolating marks are bidirectional controls: they break copying and alignment.
            bundle.set_use_isolating(false);
            for (_, text) in self.files {
                // The tests check that no file has errors and no key is defined twice.
                let resource = match FluentResource::try_new((*text).to_owned()) {
                    Ok(resource) | Err((resource, _)) => resource,
                };
                let _ = bundle.add_resource(resource);
            }
            bundle
        })
    }
}

impl fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Catalogue").field("tag", &self.tag).finish_non_exhaustive()
    }
}
