//! Colour, width and wrapping of text for a terminal.

use std::time::Duration;

use owo_colors::Style;
use textwrap::{Options, WordSeparator, WordSplitter};
use unicode_width::UnicodeWidthStr;

use super::safe;
use crate::event::{Filling, Message};
use crate::i18n::{Argument, Words};

/// How text may look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Whether colour may be used. Colour is never the only sign of anything.
    pub color: bool,
    /// Plain text: words instead of signs and tables, for screen readers and logs.
    pub plain: bool,
    /// The terminal's width in columns.
    pub width: usize,
}

impl Look {
    /// Paints text in a style, if colour may be used.
    #[must_use]
    pub fn paint(self, text: &str, style: Style) -> String {
        if self.color && !text.is_empty() { style.style(text).to_string() } else { text.to_owned() }
    }

    /// Emphasizes text.
    #[must_use]
    pub fn bold(self, text: &str) -> String {
        self.paint(text, Style::new().bold())
    }

    /// Dims text.
    #[must_use]
    pub fn dim(self, text: &str) -> String {
        self.paint(text, Style::new().dimmed())
    }

    /// Paints text as a success.
    #[must_use]
    pub fn good(self, text: &str) -> String {
        self.paint(text, Style::new().green())
    }

    /// Paints text as a failure.
    #[must_use]
    pub fn bad(self, text: &str) -> String {
        self.paint(text, Style::new().red().bold())
    }

    /// Paints text that deserves attention: a fate in which something happened.
    #[must_use]
    pub fn warm(self, text: &str) -> String {
        self.paint(text, Style::new().yellow().bold())
    }

    /// Wraps text at blanks. `first` starts the first line and `rest` all others.
    ///
    /// Korean words stay whole, and so do names with hyphens, which people copy.
    #[must_use]
    pub fn wrap(self, text: &str, first: &str, rest: &str) -> String {
        textwrap::fill(text, self.at_blanks(first, rest))
    }

    /// Wraps text as [`Look::wrap`] does, but breaks words that are longer than a line.
    ///
    /// For text that is not copied. Every line then stays after `rest`. Plain text keeps long words whole.
    #[must_use]
    pub fn wrap_hard(self, text: &str, first: &str, rest: &str) -> String {
        textwrap::fill(text, self.at_blanks(first, rest).break_words(!self.plain))
    }

    fn at_blanks<'i>(self, first: &'i str, rest: &'i str) -> Options<'i> {
        Options::new(self.width)
            .initial_indent(first)
            .subsequent_indent(rest)
            .break_words(false)
            .word_separator(WordSeparator::AsciiSpace)
            .word_splitter(WordSplitter::NoHyphenation)
    }

    /// Returns the gap between a text and another one at the right edge.
    ///
    /// The edge is at most at column 100: further apart, the eye loses the line. If both texts do not fit
    /// into a line, the gap has a line break.
    #[must_use]
    pub fn gap(self, left: &str, right: &str) -> String {
        if self.plain {
            let fits = left.width() + 2 + right.width() <= self.width;
            return if fits { "  ".to_owned() } else { "\n  ".to_owned() };
        }
        let edge = self.width.min(100);
        match edge.checked_sub(left.width() + right.width()) {
            Some(room) if room >= 2 => " ".repeat(room),
            _ => format!("\n{}", " ".repeat(edge.saturating_sub(right.width()))),
        }
    }
}

/// Returns the words for a message and its cause, safe for a terminal.
#[must_use]
pub fn say(words: &Words, message: &Message) -> String {
    let text = words.say(&message.key, &arguments(message));
    match &message.why {
        Some(why) => format!("{} {}", safe(&text), say(words, why)),
        None => safe(&text).into_owned(),
    }
}

/// Returns the help of a message or its cause, safe for a terminal.
#[must_use]
pub fn help(words: &Words, message: &Message) -> Option<String> {
    let own = words.attribute(&message.key, "help", &arguments(message));
    own.map(|text| safe(&text).into_owned()).or_else(|| help(words, message.why.as_ref()?))
}

fn arguments(message: &Message) -> Vec<(&str, Argument<'_>)> {
    let filled = message.arguments.iter().map(|(name, value)| {
        let value = match value {
            Filling::Text(text) => text.into(),
            Filling::Millis { millis } => Duration::from_millis(*millis).into(),
        };
        (name.as_str(), value)
    });
    filled.collect()
}

/// Cuts a line to a width, with `…` at the end if it was longer.
#[must_use]
pub fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    for character in text.chars() {
        if kept.width() + character.to_string().width() + 1 > width {
            break;
        }
        kept.push(character);
    }
    kept.push('…');
    kept
}

/// Pads text with blanks to a width.
#[must_use]
pub fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_count_columns() {
        assert_eq!(cut("컨테이너 레이어", 9), "컨테이너…");
        assert_eq!(cut("short", 5), "short");
        assert_eq!(pad("가나", 6), "가나  ");
    }

    #[test]
    fn what_does_not_fit_beside_goes_below() {
        let look = Look { color: false, plain: false, width: 10 };
        assert_eq!(look.gap("12345", "678"), "  ");
        assert_eq!(look.gap("123456", "678"), "\n       ");
        let plain = Look { plain: true, ..look };
        assert_eq!((plain.gap("12345", "678").as_str(), plain.gap("123456", "678").as_str()), ("  ", "\n  "));
    }

    #[test]
    fn a_word_that_is_too_long_is_broken_only_where_it_may_be() {
        let look = Look { color: false, plain: false, width: 10 };
        assert_eq!(look.wrap("ab 12345678901", " ", "  "), " ab\n  12345678901");
        assert_eq!(look.wrap_hard("ab 12345678901", " ", "  "), " ab\n  12345678\n  901");
        assert_eq!(look.wrap_hard("가나다라마바", " ", "  "), " 가나다라\n  마바");
        let plain = Look { plain: true, ..look };
        assert_eq!(plain.wrap_hard("ab 12345678901", " ", "  "), " ab\n  12345678901");
    }

    #[test]
    fn without_color_text_is_bare() {
        let look = Look { color: false, plain: false, width: 40 };
        assert_eq!(look.bad("no"), "no");
        assert_ne!(Look { color: true, ..look }.bad("no"), "no");
    }
}
