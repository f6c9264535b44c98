//! The user's language, from flags and environment variables.

use std::fmt;
use std::str::FromStr;

/// A supported language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Locale {
    /// English. It has every message, so every other locale falls back to it.
    #[default]
    En,
    /// Korean.
    Ko,
}

/// There is no catalogue for the language that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no locale {written:?} (of {origin})")]
pub struct UnknownLocale {
    /// The language, as written.
    pub written: String,
    /// The source: `--lang` or `STATELAB_LANG`.
    pub origin: &'static str,
}

/// The flag that sets the language.
const FLAG: &str = "--lang";
/// The program's own variable for the language.
const OWN_VARIABLE: &str = "STATELAB_LANG";
/// The POSIX variables, by precedence. The first that is set and not empty decides.
const POSIX_VARIABLES: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

impl Locale {
    /// All locales.
    pub const ALL: [Self; 2] = [Self::En, Self::Ko];

    /// Returns the BCP 47 tag, which is also what users write.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ko => "ko",
        }
    }

    /// Returns the locale that the user wants.
    ///
    /// It comes from `--lang`, else `STATELAB_LANG`, else the POSIX variables (`LC_ALL`, `LC_MESSAGES`,
    /// `LANG`) if their encoding is UTF-8, else it is English. `variable` returns the value of an environment variable.
    ///
    /// # Errors
    ///
    /// The flag or `STATELAB_LANG` names a language without a catalogue. The POSIX variables apply to every
    /// program, so an unknown language in them means English.
    pub fn wanted(
        flag: Option<&str>,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, UnknownLocale> {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        if let Some(written) = flag {
            return Self::named(written, FLAG);
        }
        if let Some(written) = set(OWN_VARIABLE) {
            return Self::named(&written, OWN_VARIABLE);
        }
        // All texts are UTF-8. On a terminal with another encoding English is still legible.
        let legible = |value: &String| {
            let encoding =
                value.split_once('.').map_or("utf8", |(_, rest)| rest.split('@').next().unwrap_or(rest));
            encoding.replace('-', "").eq_ignore_ascii_case("utf8")
        };
        let value = POSIX_VARIABLES.into_iter().find_map(set).filter(legible);
        Ok(value.and_then(|value| Self::of(&value)).unwrap_or_default())
    }

    fn named(written: &str, origin: &'static str) -> Result<Self, UnknownLocale> {
        Self::of(written).ok_or_else(|| UnknownLocale { written: written.to_owned(), origin })
    }

    /// Parses `ko`, `ko-KR`, `ko_KR.UTF-8` or `C`; `None` for other languages.
    fn of(value: &str) -> Option<Self> {
        let language = value.split(['_', '-', '.', '@']).next().unwrap_or_default();
        if language == "C" || language == "POSIX" {
            return Some(Self::En);
        }
        Self::ALL.into_iter().find(|locale| locale.tag().eq_ignore_ascii_case(language))
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl FromStr for Locale {
    type Err = UnknownLocale;

    /// Parses the value of `--lang`.
    fn from_str(written: &str) -> Result<Self, UnknownLocale> {
        Self::named(written, FLAG)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the locale for a flag and environment variables.
    fn wanted(flag: Option<&str>, set: &[(&str, &str)]) -> Result<Locale, UnknownLocale> {
        Locale::wanted(flag, |name| {
            set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn values_as_systems_write_them_are_understood() {
        for value in ["en", "EN", "en-GB", "en_US", "en_US.UTF-8", "en_US@euro", "C", "C.UTF-8", "POSIX"] {
            assert_eq!(Locale::of(value), Some(Locale::En), "{value}");
        }
        for value in ["ko", "KO", "ko-KR", "ko_KR", "ko_KR.UTF-8", "ko_KR.eucKR"] {
            assert_eq!(Locale::of(value), Some(Locale::Ko), "{value}");
        }
        for value in ["", "english", "tlh_QO.UTF-8", ".UTF-8", "c"] {
            assert_eq!(Locale::of(value), None, "{value}");
        }
    }

    #[test]
    fn every_tag_is_read_back() {
        for locale in Locale::ALL {
            assert_eq!(locale.tag().parse(), Ok(locale));
            assert_eq!(locale.to_string().parse(), Ok(locale));
        }
    }

    #[test]
    fn a_language_asked_for_by_name_must_be_known() {
        let unknown = |origin| Err(UnknownLocale { written: "tlh".into(), origin });
        assert_eq!(wanted(Some("tlh"), &[("LANG", "en_US.UTF-8")]), unknown("--lang"));
        assert_eq!(wanted(None, &[("STATELAB_LANG", "tlh")]), unknown("STATELAB_LANG"));
        assert_eq!(wanted(Some("en"), &[("STATELAB_LANG", "tlh")]), Ok(Locale::En));
    }

    #[test]
    fn the_flag_comes_first_then_our_variable_then_those_of_the_system() {
        let set = [("STATELAB_LANG", "ko"), ("LC_ALL", "en_US.UTF-8"), ("LANG", "en_US.UTF-8")];
        assert_eq!(wanted(Some("en"), &set), Ok(Locale::En));
        assert_eq!(wanted(None, &set), Ok(Locale::Ko));
        assert_eq!(wanted(None, &[("LC_ALL", "ko_KR.UTF-8"), ("LC_MESSAGES", "C")]), Ok(Locale::Ko));
        assert_eq!(wanted(None, &[("LC_MESSAGES", "ko_KR.UTF-8"), ("LANG", "C")]), Ok(Locale::Ko));
        assert_eq!(wanted(None, &[("LC_ALL", "C.UTF-8"), ("LANG", "ko_KR.UTF-8")]), Ok(Locale::En));
        assert_eq!(wanted(None, &[("LANG", "ko_KR.UTF-8")]), Ok(Locale::Ko));
    }

    #[test]
    fn the_systems_language_falls_back_to_english() {
        assert_eq!(wanted(None, &[]), Ok(Locale::En));
        assert_eq!(wanted(None, &[("LC_ALL", "tlh_QO.UTF-8"), ("LANG", "en_US")]), Ok(Locale::En));
        assert_eq!(wanted(None, &[("LC_ALL", ""), ("LC_MESSAGES", "C")]), Ok(Locale::En));
        for value in ["ko_KR.EUC-KR", "ko_KR.eucKR", "ko_KR.CP949@x"] {
            assert_eq!(wanted(None, &[("LC_ALL", value)]), Ok(Locale::En), "{value}");
        }
        for value in ["ko_KR", "ko_KR.utf8", "ko_KR.UTF-8@x"] {
            assert_eq!(wanted(None, &[("LC_ALL", value)]), Ok(Locale::Ko), "{value}");
        }
        assert_eq!(wanted(None, &[("STATELAB_LANG", ""), ("LANG", "")]), Ok(Locale::En));
    }
}
