//! Messages for wrong usage, in a locale.
//!
//! clap reports the kind of a mistake and its context. Its own sentences are not shown.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::cli::context::Context;
use crate::cli::exit::Exit;
use crate::cli::terminal::screen::{complain, put};
use crate::event::Message;
use crate::view::safe_line;

/// Shows the help or version that was asked for, or explains the mistake.
///
/// An explanation names the likely intended word, if there is one, and the command's usage.
pub fn answer(context: &Context, error: &Error) -> Exit {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let text = error.render();
        put(&if context.look.color { text.ansi().to_string() } else { text.to_string() });
        return Exit::Held;
    }
    context.complain(&message(error));
    let words = &context.words;
    let meant = suggestion(error).map(|word| safe_line(&word).into_owned());
    if let Some(word) = meant {
        complain(&format!("{}\n", words.say("did-you-mean", &[("suggestion", word.into())])));
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let usage = usage.to_string();
        let usage = usage.split_once(": ").map_or(usage.as_str(), |(_, usage)| usage);
        complain(&format!("\n{}: {usage}\n", words.say("help-heading-usage", &[])));
    }
    complain(&format!("{}\n", words.say("help-more", &[])));
    Exit::Usage
}

/// Returns the message for a mistake.
fn message(error: &Error) -> Message {
    let argument = text(error, ContextKind::InvalidArg);
    let value = text(error, ContextKind::InvalidValue);
    let about = |key: &str| Message::new(key).arg("argument", &argument);
    match error.kind() {
        ErrorKind::UnknownArgument => about("mistake-unknown-argument"),
        ErrorKind::InvalidSubcommand => Message::new("mistake-unknown-command")
            .arg("command", text(error, ContextKind::InvalidSubcommand)),
        ErrorKind::MissingRequiredArgument => about("mistake-missing-argument"),
        ErrorKind::InvalidValue if value.is_empty() => about("mistake-missing-value"),
        ErrorKind::InvalidValue => about("mistake-invalid-value")
            .arg("value", value)
            .arg("known", text(error, ContextKind::ValidValue)),
        ErrorKind::TooManyValues => about("mistake-needless-value").arg("value", value),
        ErrorKind::ArgumentConflict => {
            let other = text(error, ContextKind::PriorArg);
            if other == argument {
                about("mistake-argument-twice")
            } else {
                about("mistake-conflict").arg("other", other)
            }
        }
        ErrorKind::InvalidUtf8 => Message::new("mistake-not-utf8"),
        _ => Message::new("mistake-other").arg("cause", first_line(error)),
    }
}

/// Returns the word that was probably meant.
fn suggestion(error: &Error) -> Option<String> {
    let kinds = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let word = match kinds.into_iter().find_map(|kind| error.get(kind))? {
        ContextValue::String(word) => Some(word.clone()),
        ContextValue::Strings(words) => words.first().cloned(),
        _ => None,
    };
    word.filter(|word| !word.is_empty())
}

/// Returns the context of a mistake: a word, or several separated by commas.
fn text(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    }
}

/// Returns clap's own text, for mistakes that none of our arguments can cause.
fn first_line(error: &Error) -> String {
    let text = error.to_string();
    let line = text.lines().next().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::arguments::help::command;
    use crate::i18n::{Locale, Words};
    use crate::view::{Look, say};

    /// Returns the message for a command line, and its suggestion.
    fn said(locale: Locale, line: &str) -> (String, Option<String>) {
        let words = Words::new(locale);
        let command = command(&words, Look { color: false, plain: false, width: 80 });
        let error = command.try_get_matches_from(line.split(' ')).unwrap_err();
        (say(&words, &message(&error)), suggestion(&error))
    }

    #[test]
    fn every_mistake_is_said_in_the_words_of_the_locale() {
        for (line, english, korean) in [
            (
                "statelab run --yess x",
                "There is no argument `--yess` here.",
                "이 자리에는 `--yess` 인자를 쓸 수 없습니다.",
            ),
            ("statelab list x", "There is no argument `x` here.", "이 자리에는 `x` 인자를 쓸 수 없습니다."),
            ("statelab rum", "There is no command `rum`.", "`rum` 명령은 없습니다."),
            ("statelab run", "Missing: <LAB>...", "빠진 것이 있습니다: <LAB>..."),
            (
                "statelab list --lang",
                "`--lang <LANG>` needs a value.",
                "`--lang <LANG>` 옵션에는 값이 있어야 합니다.",
            ),
            (
                "statelab check --format jsn x",
                "`jsn` is not a value for `--format <FORMAT>`.",
                "`jsn` 값은 `--format <FORMAT>` 옵션에 쓸 수 없습니다.",
            ),
            (
                "statelab run --yes=1 x",
                "`--yes` takes no value, but `1` is given.",
                "`--yes` 옵션은 값을 받지 않는데, `1` 값이 있습니다.",
            ),
            (
                "statelab list --lang en --lang ko",
                "`--lang <LANG>` is given twice.",
                "`--lang <LANG>` 옵션이 두 번 있습니다.",
            ),
        ] {
            assert_eq!(said(Locale::En, line).0, english);
            assert_eq!(said(Locale::Ko, line).0, korean);
        }
    }

    #[test]
    fn a_near_word_is_suggested() {
        for (line, meant) in [
            ("statelab run --yess x", Some("--yes")),
            ("statelab rum", Some("run")),
            ("statelab check --format jsn x", Some("json")),
            ("statelab list --quite", None),
        ] {
            assert_eq!(said(Locale::En, line).1.as_deref(), meant, "{line}");
        }
    }

    #[test]
    fn other_kinds_are_told_apart_as_well() {
        let said = |command: clap::Command, line: &str| {
            let error = command.try_get_matches_from(line.split(' ')).unwrap_err();
            say(&Words::new(Locale::En), &message(&error))
        };
        let flag = |name: &'static str| clap::Arg::new(name).long(name).action(clap::ArgAction::SetTrue);
        let either = clap::Command::new("x").arg(flag("one").conflicts_with("two")).arg(flag("two"));
        assert_eq!(said(either, "x --one --two"), "`--one` and `--two` cannot be used together.");
        let equals = clap::Command::new("x").arg(clap::Arg::new("a").long("a").require_equals(true));
        assert!(said(equals, "x --a 1").starts_with("This command line is not understood: "));
    }
}
