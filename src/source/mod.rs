//! Source text, and places in it.
//!
//! The lowest room: it imports no other module of this crate.

use std::ops::Range;
use std::sync::Arc;

/// A place in a source text: byte offsets, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// Offset in bytes of the first byte.
    pub start: usize,
    /// Offset in bytes after the last byte.
    pub end: usize,
}

impl Span {
    /// The place from `start` up to and without `end`, both in bytes.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Returns the smallest place that covers both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// Returns this place as a range of bytes.
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
    /// Creates `value`, written at `span`.
    #[must_use]
    pub const fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// Returns another value at the same place.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned::new(change(self.value), self.span)
    }

    /// Returns the value borrowed, at the same place.
    #[must_use]
    pub const fn as_ref(&self) -> Spanned<&T> {
        Spanned { value: &self.value, span: self.span }
    }
}

/// A whole source text, with the name that people know it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// A path as it is shown, such as `labs/nginx-stateless/lab.toml`.
    pub name: String,
    /// The text.
    pub text: Arc<str>,
}

/// A line and column for people, both counted from one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// The line, from one.
    pub line: usize,
    /// The character in its line, from one (Unicode scalar values, as editors count).
    pub column: usize,
}

impl Source {
    /// Creates a source with this name and text.
    pub fn new(name: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        Self { name: name.into(), text: text.into() }
    }

    /// Returns the line and column of a byte offset.
    ///
    /// The offset may be one past the end. An offset inside a character means that character.
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

/// Text decoded from a source, and where each part of it stood.
///
/// For example a TOML string without its quotes and escapes, or a word of a command line without its
/// quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The decoded text.
    pub text: String,
    /// The place of the whole, including quotes.
    pub whole: Span,
    /// Ascending by `here`; the first has `here` 0. Never empty.
    pieces: Vec<Piece>,
}

/// A part of a decoded text, up to the next part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    /// Its offset in the decoded text.
    here: usize,
    /// Its offset in the source.
    there: usize,
    /// Its length in the source if that differs: the piece is one escaped character.
    escape: Option<usize>,
}

impl Located {
    /// Creates text that stands in the source exactly as it is, from `start` on.
    pub fn verbatim(text: impl Into<String>, start: usize) -> Self {
        let text = text.into();
        let whole = Span::new(start, start + text.len());
        Self { text, whole, pieces: vec![Piece { here: 0, there: start, escape: None }] }
    }

    /// Creates text from ascending pieces: (offset in `text`, offset in the source).
    ///
    /// A piece made from an escape is assumed to be as long in the source as in the text. Use
    /// [`Located::empty`] and [`Located::push_escaped`] to keep its real length.
    #[must_use]
    pub fn pieced(text: String, whole: Span, mut pieces: Vec<(usize, usize)>) -> Self {
        if pieces.first().is_none_or(|piece| piece.0 > 0) {
            pieces.insert(0, (0, whole.start));
        }
        let pieces = pieces.into_iter().map(|(here, there)| Piece { here, there, escape: None }).collect();
        Self { text, whole, pieces }
    }

    /// Creates empty text whose whole place is `whole`.
    ///
    /// Fill it with [`Located::push`] and [`Located::push_escaped`], in the order of the source.
    #[must_use]
    pub fn empty(whole: Span) -> Self {
        Self { text: String::new(), whole, pieces: vec![Piece { here: 0, there: whole.start, escape: None }] }
    }

    /// Appends text that stands in the source exactly as it is, from `start` on.
    pub fn push(&mut self, text: &str, start: usize) {
        if text.is_empty() {
            return;
        }
        let here = self.text.len();
        let goes_on = here > 0
            && self
                .pieces
                .last()
                .is_some_and(|last| last.escape.is_none() && last.there + (here - last.here) == start);
        if !goes_on {
            self.add(Piece { here, there: start, escape: None });
        }
        self.text.push_str(text);
    }

    /// Appends a character that is written as an escape at `place` (`\"`, `\uAC00`).
    pub fn push_escaped(&mut self, character: char, place: Span) {
        self.add(Piece {
            here: self.text.len(),
            there: place.start,
            escape: Some(place.end.saturating_sub(place.start)),
        });
        self.text.push(character);
    }

    /// Removes the last character.
    pub fn pop(&mut self) {
        self.text.pop();
        let length = self.text.len();
        self.pieces.retain(|piece| piece.here == 0 || piece.here < length);
    }

    fn add(&mut self, piece: Piece) {
        if piece.here == 0 {
            self.pieces.clear();
        }
        self.pieces.push(piece);
    }

    /// Returns a part of the decoded text; its `whole` is the place of that part.
    ///
    /// # Panics
    /// If `range` does not lie on character boundaries of the text.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Self {
        let (start, end) = (range.start, range.end);
        let first = Piece { here: 0, there: self.offset(start), ..self.pieces[self.piece(start)] };
        let inside = self.pieces.iter().filter(|piece| piece.here > start && piece.here < end);
        let rest = inside.map(|piece| Piece { here: piece.here - start, ..*piece });
        let pieces = std::iter::once(first).chain(rest).collect();
        Self { text: self.text[start..end].to_owned(), whole: self.span(range), pieces }
    }

    /// Returns where a range of the decoded text stands in the source.
    #[must_use]
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = self.offset(range.start);
        if range.is_empty() {
            return Span::new(start, start);
        }
        // The end is that of the last character, because the next piece may begin elsewhere.
        let last =
            (range.start..range.end).rev().find(|&at| self.text.is_char_boundary(at)).unwrap_or(range.start);
        let piece = self.pieces[self.piece(last)];
        let end = match piece.escape {
            Some(length) => piece.there + length,
            None => piece.there + (range.end - piece.here),
        };
        Span::new(start, end.max(start))
    }

    /// The index of the piece that holds the byte `at`.
    fn piece(&self, at: usize) -> usize {
        self.pieces.partition_point(|piece| piece.here <= at).saturating_sub(1)
    }

    fn offset(&self, at: usize) -> usize {
        let piece = self.pieces[self.piece(at)];
        match piece.escape {
            // After an escape that ends the text.
            Some(length) if at > piece.here => piece.there + length,
            _ => piece.there + (at - piece.here),
        }
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

    #[test]
    fn an_escape_is_covered_whole() {
        // Source: x = "a\"나\uAC00", decoded: a"나가.
        let source = r#"x = "a\"나\uAC00""#;
        let mut located = Located::empty(Span::new(4, source.len()));
        located.push("a", 5);
        located.push_escaped('"', Span::new(6, 8));
        located.push("나", 8);
        located.push_escaped('가', Span::new(11, 17));
        assert_eq!(located.text, "a\"나가");
        assert_eq!(&source[located.span(1..2).range()], "\\\"");
        assert_eq!(&source[located.span(0..5).range()], "a\\\"나");
        assert_eq!(&source[located.span(5..8).range()], "\\uAC00");
        assert_eq!(located.span(8..8), Span::new(17, 17));
        let part = located.slice(1..8);
        assert_eq!(part.text, "\"나가");
        assert_eq!(&source[part.whole.range()], "\\\"나\\uAC00");
        assert_eq!(&source[part.span(1..4).range()], "나");
        assert_eq!(&source[part.span(0..1).range()], "\\\"");
    }
}
