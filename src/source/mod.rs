//! Text that somebody wrote, and places in it.
//!
//! Lowest room: imports nothing of ours.

use std::ops::Range;
use std::sync::Arc;

/// A place in a source text: byte offsets, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// Offset in bytes of the first byte.
    pub start: usize,
    /// Offset in bytes behind the last byte.
    pub end: usize,
}

impl Span {
    /// The place from `start` up to and without `end`, both in bytes.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The smallest place that covers both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// This place as a range of bytes.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A value together with the place where it was written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it was written.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// `value`, written at `span`.
    #[must_use]
    pub const fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// Another value in the same place.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned::new(change(self.value), self.span)
    }

    /// A borrowed value in the same place.
    #[must_use]
    pub const fn as_ref(&self) -> Spanned<&T> {
        Spanned { value: &self.value, span: self.span }
    }
}

/// A whole source text with the name that people know it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// A path as it is shown, such as `labs/nginx-stateless/lab.toml`.
    pub name: String,
    /// The text.
    pub text: Arc<str>,
}

/// A place for people: both counted from one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// The line, from one.
    pub line: usize,
    /// The character in its line, from one (Unicode scalar values, as editors count).
    pub column: usize,
}

impl Source {
    /// A source of this name and text.
    pub fn new(name: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        Self { name: name.into(), text: text.into() }
    }

    /// Line and column of a byte offset; one past the end is allowed, and an offset inside a
    /// character means that character.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let before = &self.text[..self.text.floor_char_boundary(offset)];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Position {
            line: before.bytes().filter(|&byte| byte == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }
}

/// Text that was decoded out of a source (a TOML string without its quotes and escapes), and
/// where each part of it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The decoded text.
    pub text: String,
    /// The place of the whole, with quotes.
    pub whole: Span,
    /// Runs of text that stand in the source as they are: (offset here, offset in the source),
    /// ascending, the first at 0 here. What lies between the end of a run and the next run was
    /// made from an escape.
    pieces: Vec<(usize, usize)>,
}

impl Located {
    /// Text that stands in the source just as it is, from `start` on.
    pub fn verbatim(text: impl Into<String>, start: usize) -> Self {
        let text = text.into();
        let whole = Span::new(start, start + text.len());
        Self { text, whole, pieces: vec![(0, start)] }
    }

    /// Text of several pieces: each (offset in `text`, offset in the source), ascending.
    #[must_use]
    pub fn pieced(text: String, whole: Span, mut pieces: Vec<(usize, usize)>) -> Self {
        if pieces.first().is_none_or(|piece| piece.0 > 0) {
            pieces.insert(0, (0, whole.start));
        }
        Self { text, whole, pieces }
    }

    /// Where a range of the decoded text stands in the source.
    #[must_use]
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = self.offset(range.start);
        if range.is_empty() {
            return Span::new(start, start);
        }
        // The end is the place of the last byte, plus one: the next piece may begin elsewhere.
        let last =
            (range.start..range.end).rev().find(|&at| self.text.is_char_boundary(at)).unwrap_or(range.start);
        let end = self.offset(last) + (range.end - last);
        Span::new(start, end.max(start))
    }

    fn offset(&self, at: usize) -> usize {
        let index = self.pieces.partition_point(|piece| piece.0 <= at).saturating_sub(1);
        let (here, there) = self.pieces[index];
        there + (at - here)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_from_one() {
        let source = Source::new("lab.toml", "가나 = 1\nb = 2\n");
        assert_eq!(source.position(0), Position { line: 1, column: 1 });
        assert_eq!(source.position("가나 ".len()), Position { line: 1, column: 4 });
        assert_eq!(source.position("가나 = 1\n".len()), Position { line: 2, column: 1 });
        assert_eq!(source.position(source.text.len()), Position { line: 3, column: 1 });
    }

    #[test]
    fn a_range_of_decoded_text_finds_its_place() {
        // Source: x = "a\"bc", decoded: a"bc; the text a stands at 5, bc at 8.
        let located = Located::pieced("a\"bc".into(), Span::new(4, 11), vec![(0, 5), (1, 6), (2, 8)]);
        assert_eq!(located.span(0..1), Span::new(5, 6));
        assert_eq!(located.span(2..4), Span::new(8, 10));
        assert_eq!(located.span(0..4), Span::new(5, 10));
    }
}
