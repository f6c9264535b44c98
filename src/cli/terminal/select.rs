//! A choice by arrow keys, fitted to the terminal's width.
//!
//! Its signs are the same with and without colour.

use std::fmt;

use inquire::list_option::ListOption;
use inquire::ui::{RenderConfig, Styled};
use inquire::{InquireError, Select};
use unicode_width::UnicodeWidthStr;

use crate::view::Look;

/// A choice: its text, and what it stands for.
pub struct Shown<T> {
    /// The text: a line.
    pub text: String,
    /// The value.
    pub id: T,
}

impl<T> fmt::Display for Shown<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Asks for one of these choices. `passed` is shown after the question on Escape.
///
/// # Errors
/// Escape, Ctrl-C, or errors of the terminal.
pub fn select<T>(
    look: Look,
    ask: &str,
    choices: Vec<Shown<T>>,
    help: &str,
    passed: Option<&str>,
) -> Result<T, InquireError> {
    // Inquire breaks long lines anywhere, but keeps existing line breaks.
    let look = Look { width: look.width - 1, ..look };
    let behind_mark = |text: &str, rest: &str| look.wrap(text, "  ", rest).trim_start().to_owned();
    let (ask, help) = (behind_mark(ask, "  "), behind_mark(help, " "));
    let choices: Vec<Shown<T>> =
        choices.into_iter().map(|it| Shown { text: behind_mark(&it.text, "    "), ..it }).collect();
    let answered = |answer: ListOption<&Shown<T>>| {
        let text = &answer.value.text;
        let last = ask.lines().next_back().unwrap_or_default().width() + 2;
        let beside = last + 1 + text.width() <= look.width && !text.contains('\n');
        if beside { text.clone() } else { format!("\n    {text}") }
    };
    let drawn = if look.color {
        RenderConfig::default_colored()
    } else {
        RenderConfig::empty().with_answered_prompt_prefix(Styled::new(">"))
    };
    let drawn = match passed {
        Some(passed) => drawn.with_canceled_prompt_indicator(Styled::new(passed)),
        None => drawn,
    };
    let select = Select::new(&ask, choices).with_help_message(&help).without_filtering();
    select.with_render_config(drawn).with_formatter(&answered).prompt().map(|choice| choice.id)
}
