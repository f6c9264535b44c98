//! The command line with its help text in a locale.
//!
//! `arguments` defines the commands and arguments. The catalogues hold their help text:
//! `help-about` and `help-<argument>` for the program, `help-about-<command>` and
//! `help-<command>-<argument>` for a command.

use clap::builder::Styles;
use clap::{Arg, ArgAction, Command, CommandFactory};

use crate::cli::arguments::Arguments;
use crate::i18n::{Locale, Words};
use crate::view::Look;

/// The maximum width of help text, in columns; wider text is hard to read.
const WIDEST: usize = 100;
/// The English words that clap puts into a usage line. The catalogues replace them.
const CLAPS: [&str; 3] = ["Usage: ", "[OPTIONS]", "[COMMAND]"];

/// Returns the command line of the program.
#[must_use]
pub fn command(words: &Words, look: Look) -> Command {
    laid_out(unstyled(words, look), words, look)
}

/// Returns the command line without custom headings, for pages with another layout.
#[must_use]
pub fn unstyled(words: &Words, look: Look) -> Command {
    let styles = if look.color { Styles::styled() } else { Styles::plain() };
    let help = Arg::new("help").short('h').long("help").global(true).action(ArgAction::Help);
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    let command = Arguments::command()
        .bin_name("statelab")
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(help)
        .arg(version)
        .styles(styles)
        .term_width(look.width.min(WIDEST));
    let mut command = told(command, words, "");
    // Adds the global arguments to every command, so that its usage and help list them.
    command.build();
    command
}

/// Adds help text to a command and its subcommands.
///
/// `of` is the command's name and a `-`, or empty for the program itself.
fn told(command: Command, words: &Words, of: &str) -> Command {
    let known = Locale::ALL.map(Locale::tag).join(", ");
    let say = |key: &str| words.say(&key.replace('_', "-"), &[("known", known.as_str().into())]);
    let about = say(format!("help-about-{of}").trim_end_matches('-'));
    command
        .about(about)
        .disable_help_subcommand(true)
        .mut_args(|arg| {
            let help = say(&format!("help-{of}{}", arg.get_id()));
            // The help text already lists an argument's possible values and its default.
            let of_values = arg.get_action().takes_values();
            arg.help(help).hide_default_value(of_values).hide_possible_values(of_values)
        })
        .mut_subcommands(|command| {
            let of = format!("{of}{}-", command.get_name());
            told(command, words, &of)
        })
}

/// Translates the usage and headings of a command and its subcommands.
fn laid_out(mut command: Command, words: &Words, look: Look) -> Command {
    let heading = |key: &str| look.bold(&format!("{}:", words.say(key, &[])));
    let usage = command.render_usage().to_string();
    let [title, options, subcommand] = CLAPS;
    let usage = usage.strip_prefix(title).unwrap_or(&usage);
    let usage = usage.replace(options, &format!("[{}]", words.say("help-options", &[])));
    let usage = usage.replace(subcommand, &format!("[{}]", words.say("help-command", &[])));
    let mut page = format!("{{about-with-newline}}\n{} {{usage}}\n", heading("help-heading-usage"));
    let positionals = command.get_positionals().next().is_some();
    for (there, key, tag) in [
        (command.has_subcommands(), "help-heading-commands", "{subcommands}"),
        (positionals, "help-heading-arguments", "{positionals}"),
        (true, "help-heading-options", "{options}"),
    ] {
        if there {
            page.extend(["\n", heading(key).as_str(), "\n", tag, "\n"]);
        }
    }
    command
        .override_usage(usage)
        .help_template(page)
        .mut_subcommands(|command| laid_out(command, words, look))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOK: Look = Look { color: false, plain: false, width: 80 };

    /// Returns the help of the program and of each command.
    fn pages(locale: Locale) -> Vec<String> {
        let mut command = command(&Words::new(locale), LOOK);
        let mut pages = vec![command.render_help().to_string()];
        below(&mut command, &mut pages);
        pages
    }

    fn below(command: &mut Command, pages: &mut Vec<String>) {
        for command in command.get_subcommands_mut() {
            pages.push(command.render_long_help().to_string());
            below(command, pages);
        }
    }

    #[test]
    fn the_command_line_is_well_formed() {
        command(&Words::new(Locale::En), LOOK).debug_assert();
    }

    #[test]
    fn every_command_and_argument_has_its_words_in_every_locale() {
        for locale in Locale::ALL {
            for page in pages(locale) {
                assert!(!page.contains('⟦') && !page.contains('$'), "{page}");
            }
        }
    }

    #[test]
    fn nothing_of_claps_own_english_is_left_in_korean() {
        for page in pages(Locale::Ko) {
            for word in [
                "Usage",
                "Options",
                "Commands",
                "Arguments",
                "OPTIONS",
                "COMMAND",
                "Print",
                "default",
                "possible",
            ] {
                assert!(!page.contains(word), "{word} in\n{page}");
            }
        }
    }

    #[test]
    fn help_stays_within_the_width() {
        use unicode_width::UnicodeWidthStr;
        for page in Locale::ALL.into_iter().flat_map(pages) {
            let widest = page.lines().max_by_key(|line| line.width()).unwrap();
            assert!(widest.width() <= LOOK.width, "{widest}");
        }
    }
}
