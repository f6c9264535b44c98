//! Messages in the user's language.

use fluent_bundle::FluentValue;

use super::argument::{Argument, ArgumentValue, written};
use super::catalogue::{Catalogue, files};
use super::locale::Locale;

/// All messages of a locale, and of English where the locale lacks one.
///
/// ```
/// use std::time::Duration;
/// use statelab::i18n::{Locale, Words};
///
/// let words = Words::new(Locale::En);
/// assert_eq!(words.say("fate-lost", &[]), "lost");
/// assert_eq!(words.time(Duration::from_millis(1340)), "1.3 s");
/// assert_eq!(words.say("no-such-key", &[]), "⟦no-such-key⟧");
/// ```
#[derive(Debug)]
pub struct Words {
    locale: Locale,
    /// The locale's catalogue, then its fallbacks.
    chain: Vec<Catalogue>,
}

impl Words {
    /// Creates the words of a locale. This is cheap: parsing happens on first use.
    #[must_use]
    pub fn new(locale: Locale) -> Self {
        let mut locales = vec![locale];
        if locale != Locale::default() {
            locales.push(Locale::default());
        }
        let chain = locales.into_iter().map(|locale| Catalogue::new(locale.tag(), files(locale))).collect();
        Self { locale, chain }
    }

    /// Creates words from Fluent text, for tests of other modules.
    #[cfg(test)]
    pub(crate) fn of_text(files: &'static [(&'static str, &'static str)]) -> Self {
        Self { locale: Locale::default(), chain: vec![Catalogue::new("en", files)] }
    }

    /// Returns the locale that was asked for.
    #[must_use]
    pub const fn locale(&self) -> Locale {
        self.locale
    }

    /// Returns the message with this key, filled with these values.
    ///
    /// An unknown key returns `⟦key⟧`: it is a bug that users can see and report, but it does not end a run.
    #[must_use]
    pub fn say(&self, key: &str, values: &[(&str, Argument<'_>)]) -> String {
        self.fill(key, None, values).unwrap_or_else(|| missing(key))
    }

    /// Returns an attribute of a message, such as the `help` of a fault.
    ///
    /// `None` if the message does not have it.
    #[must_use]
    pub fn attribute(&self, key: &str, attribute: &str, values: &[(&str, Argument<'_>)]) -> Option<String> {
        self.fill(key, Some(attribute), values)
    }

    /// Returns whether any catalogue has a message, or an attribute of it.
    #[must_use]
    pub fn has(&self, key: &str, attribute: Option<&str>) -> bool {
        self.chain.iter().any(|catalogue| catalogue.has(key, attribute))
    }

    /// Returns a duration as people write it: `212 ms`, `1.3 s`, `2 min 5 s`.
    #[must_use]
    pub fn time(&self, time: std::time::Duration) -> String {
        let (key, numbers) = written(time);
        self.first(key, None, &numbers).unwrap_or_else(|| missing(key))
    }

    fn fill(&self, key: &str, attribute: Option<&str>, values: &[(&str, Argument<'_>)]) -> Option<String> {
        let values: Vec<(&str, FluentValue<'_>)> = values
            .iter()
            .map(|(name, value)| match &value.0 {
                ArgumentValue::Plain(plain) => (*name, plain.clone()),
                ArgumentValue::Time(time) => (*name, self.time(*time).into()),
            })
            .collect();
        self.first(key, attribute, &values)
    }

    /// Returns the text from the first catalogue that has it.
    ///
    /// A catalogue with the message but without the attribute is skipped too, so that an outdated
    /// translation still gives help.
    fn first(
        &self,
        key: &str,
        attribute: Option<&str>,
        values: &[(&str, FluentValue<'_>)],
    ) -> Option<String> {
        self.chain.iter().find_map(|catalogue| catalogue.fill(key, attribute, values.to_vec()))
    }
}

/// Returns the placeholder for a missing message.
///
/// A part of the key may be untrusted, so only characters of valid keys are shown.
fn missing(key: &str) -> String {
    let of_keys = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    format!("⟦{}⟧", key.replace(|letter| !of_keys(letter), "?"))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// Returns words of a small, outdated catalogue with a fallback.
    fn lagging() -> Words {
        let chain = vec![
            Catalogue::new("xx", &[("a", "greeting = Saluton, { $name }\nfault-a = malbona\n")]),
            Catalogue::new(
                "en",
                &[
                    ("a", "greeting = Hello, { $name }\n"),
                    (
                        "b",
                        "fault-a = bad\n    .help = mend it\nonly = only here\nempty =\n    .help = but help\n",
                    ),
                ],
            ),
        ];
        Words { locale: Locale::En, chain }
    }

    #[test]
    fn the_locales_own_words_come_first() {
        let words = lagging();
        assert_eq!(words.say("greeting", &[("name", "Ada".into())]), "Saluton, Ada");
        assert_eq!(words.say("only", &[]), "only here");
        assert_eq!(words.attribute("fault-a", "help", &[]).as_deref(), Some("mend it"));
    }

    #[test]
    fn a_key_that_nobody_has_is_seen() {
        let words = lagging();
        assert_eq!(words.say("gone", &[]), "⟦gone⟧");
        assert_eq!(words.say("empty", &[]), "⟦empty⟧", "an attribute alone is no text");
        assert_eq!(words.say("", &[]), "⟦⟧");
        assert_eq!(words.say("kind-\u{7f}\u{202e}x", &[]), "⟦kind-??x⟧", "no letter of somebody else's");
        assert_eq!(words.attribute("gone", "help", &[]), None);
        assert_eq!(words.attribute("greeting", "help", &[]), None);
    }

    #[test]
    fn a_value_that_nobody_gave_is_seen() {
        assert_eq!(lagging().say("greeting", &[]), "Saluton, {$name}");
    }

    #[test]
    fn values_are_text_as_it_is_without_isolating_marks() {
        let words = lagging();
        assert_eq!(words.say("greeting", &[("name", "{ $name }".into())]), "Saluton, { $name }");
        assert_eq!(words.say("greeting", &[("name", String::from("가").into())]), "Saluton, 가");
        assert_eq!(words.say("greeting", &[("name", 1_234_567_u64.into())]), "Saluton, 1234567");
        assert_eq!(words.say("greeting", &[("name", (-3).into())]), "Saluton, -3");
    }

    #[test]
    fn spans_of_time_are_written_as_people_write_them() {
        let words = Words::new(Locale::En);
        let written: Vec<String> = [0, 212, 999, 1000, 1049, 1340, 9999, 10_400, 90_000, 120_000, 125_000]
            .map(|milliseconds| words.time(Duration::from_millis(milliseconds)))
            .into();
        let expected = [
            "0 ms",
            "212 ms",
            "999 ms",
            "1 s",
            "1 s",
            "1.3 s",
            "9.9 s",
            "10 s",
            "90 s",
            "2 min",
            "2 min 5 s",
        ];
        assert_eq!(written, expected);
    }

    #[test]
    fn words_can_be_shared_between_tasks() {
        fn shared<T: Send + Sync>() {}
        shared::<Words>();
    }
}
