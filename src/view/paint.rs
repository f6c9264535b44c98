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
    /// Whether colour may be used; never the only sign of anything.
    pub color: bool,
    /// Linear text: words instead of signs and tables, for screen readers and logs.
    pub plain: bool,
    /// Columns of the terminal.
    pub width: usize,
}

impl Look {
    /// Text in a style, where colour may be used.
    #[must_use]
    pub fn paint(self, text: &str, style: Style) -> String {
        if self.color && !text.is_empty() { style.style(text).to_string() } else { text.to_owned() }
    }

    /// What stands out.
    #[must_use]
    pub fn bold(self, text: &str) -> String {
        self.paint(text, Style::new().bold())
    }

    /// What stands back.
    #[must_use]
    pub fn dim(self, text: &str) -> String {
        self.paint(text, Style::new().dimmed())
    }

    /// What holds.
    #[must_use]
    pub fn good(self, text: &str) -> String {
        self.paint(text, Style::new().green())
    }

    /// What does not hold.
    #[must_use]
    pub fn bad(self, text: &str) -> String {
        self.paint(text, Style::new().red().bold())
    }

    /// What deserves a look: a fate in which something happened.
    #[must_use]
    pub fn warm(self, text: &str) -> String {
        self.paint(text, Style::new().yellow().bold())
    }

    /// Wraps text at blanks to the width, its first line behind `first` and all others behind
    /// `rest`. Korean words stay whole, and so do names with hyphens, which people copy.
    #[must_use]
    pub fn wrap(self, text: &str, first: &str, rest: &str) -> String {
        textwrap::fill(text, self.at_blanks(first, rest))
    }

    /// As [`Look::wrap`], for what nobody copies: a word that is longer than a line is broken, so that
    /// it stays behind `rest`. Plain text keeps it whole.
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

    /// What stands between a text and another one at the right edge (of a hundred columns at the
    /// most: further apart, the eye loses the line). Where both do not fit into a line, a line
    /// break is part of it.
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

/// The words for a message and for why, made safe for a terminal.
#[must_use]
pub fn say(words: &Words, message: &Message) -> String {
    let text = words.say(&message.key, &arguments(message));
    match &message.why {
        Some(why) => format!("{} {}", safe(&text), say(words, why)),
        None => safe(&text).into_owned(),
    }
}

/// What a person can do, where the message or its reason says so, made safe for a terminal.
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

/// Text of one line, cut to a width with `…` where it is longer.
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

/// Text filled up with blanks to a width.
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
