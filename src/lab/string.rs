//! TOML strings of all four forms, decoded so that each part still knows its place in the file.

use toml_parser::decoder::{Encoding, StringBuilder};
use toml_parser::{Raw, Span as TomlSpan};

use crate::source::{Located, Span};

/// Decodes the string at `span` of `text`, including its quotes.
///
/// A line break of `\r\n` becomes `\n` (as TOML allows), so that a file means the same on every
/// system. A faulty escape was already reported as a syntax error by the parser; here it yields what
/// can be read.
pub(super) fn decode(text: &str, span: Span) -> Located {
    let Some(raw) = text.get(span.range()) else {
        return Located::verbatim("", text.floor_char_boundary(span.start));
    };
    let Some(encoding) = encoding(raw) else {
        return Located::verbatim(raw, span.start);
    };
    let quotes = if matches!(encoding, Encoding::MlBasicString | Encoding::MlLiteralString) { 3 } else { 1 };
    let mut pieces = Pieces {
        base: text.as_ptr().addr(),
        located: Located::empty(span),
        end: span.start + quotes,
        waiting: None,
    };
    let raw = Raw::new_unchecked(raw, Some(encoding), TomlSpan::new_unchecked(span.start, span.end));
    let _ = raw.decode_scalar(&mut pieces, &mut ());
    pieces.escape_until(span.end - quotes);
    pieces.located
}

/// Returns the form of a string, by its opening quotes.
fn encoding(raw: &str) -> Option<Encoding> {
    [
        ("\"\"\"", Encoding::MlBasicString),
        ("'''", Encoding::MlLiteralString),
        ("\"", Encoding::BasicString),
        ("'", Encoding::LiteralString),
    ]
    .into_iter()
    .find_map(|(quotes, form)| raw.starts_with(quotes).then_some(form))
}

/// Collects the output of the decoder.
///
/// The decoder's slices are slices of the source, so their address tells their place. Between two
/// escapes it outputs an empty slice, so an escape always lies between the end of one slice and the
/// start of the next.
struct Pieces {
    base: usize,
    located: Located,
    /// Where the last slice ended, in the source.
    end: usize,
    /// The character of an escape whose end is not known yet.
    waiting: Option<char>,
}

impl Pieces {
    /// Adds text that stands at `offset` of the source exactly as it is.
    fn verbatim(&mut self, text: &str, offset: usize) {
        self.escape_until(offset);
        self.located.push(text, offset);
        self.end = offset + text.len();
    }

    /// Adds the waiting escape, which ends at `offset`.
    fn escape_until(&mut self, offset: usize) {
        if let Some(character) = self.waiting.take() {
            self.located.push_escaped(character, Span::new(self.end, offset.max(self.end)));
        }
    }
}

impl<'s> StringBuilder<'s> for Pieces {
    fn clear(&mut self) {
        self.located = Located::empty(self.located.whole);
        self.waiting = None;
    }

    fn push_str(&mut self, append: &'s str) -> bool {
        let mut offset = append.as_ptr().addr().wrapping_sub(self.base);
        let mut rest = append;
        while let Some(at) = rest.find("\r\n") {
            self.verbatim(&rest[..at], offset);
            rest = &rest[at + 1..];
            offset += at + 1;
        }
        self.verbatim(rest, offset);
        true
    }

    fn push_char(&mut self, append: char) -> bool {
        self.escape_until(self.end);
        self.waiting = Some(append);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Decodes the string from the first quote of `text` to the end of `text`.
    fn decoded(text: &str) -> Located {
        let start = text.find(['"', '\'']).unwrap();
        decode(text, Span::new(start, text.len()))
    }

    /// Returns what `text` has at the place of the decoded `part`.
    fn place_of<'t>(text: &'t str, part: &str) -> &'t str {
        let located = decoded(text);
        let at = located.text.find(part).unwrap();
        &text[located.span(at..at + part.len()).range()]
    }

    #[test]
    fn each_form_is_decoded() {
        for (written, meant) in [
            (r#"x = "a\"b\\c\u00e9""#, "a\"b\\cé"),
            (r"x = 'a\b'", r"a\b"),
            ("x = \"\"\"\n가 \\\n   나\n다\"\"\"", "가 나\n다"),
            ("x = '''\n첫째\n둘째'''", "첫째\n둘째"),
            ("x = \"\"", ""),
            ("x = ''''a'b''''", "'a'b'"),
        ] {
            assert_eq!(decoded(written).text, meant, "{written}");
        }
    }

    #[test]
    fn parts_behind_korean_text_and_escapes_find_their_place() {
        assert_eq!(place_of("x = \"한글 \\\"docker\\\" 뒤\"", "docker"), "docker");
        assert_eq!(place_of("x = \"한글 \\\"docker\\\" 뒤\"", "뒤"), "뒤");
        assert_eq!(place_of(r#"x = "\n\n\nword""#, "word"), "word");
        assert_eq!(place_of("x = '한글 docker'", "docker"), "docker");
    }

    #[test]
    fn escapes_in_a_row_have_places_of_their_own() {
        let text = r#"x = "\n\t""#;
        let located = decoded(text);
        assert_eq!(&text[located.span(0..1).start..][..2], "\\n");
        assert_eq!(&text[located.span(1..2).start..][..2], "\\t");
    }

    #[test]
    fn parts_behind_a_trimmed_line_ending_find_their_place() {
        let text = "run = \"\"\"\ndocker run -d \\\n    --name 웹 \\\n\n  nginx\"\"\"";
        assert_eq!(decoded(text).text, "docker run -d --name 웹 nginx");
        for part in ["docker", "-d", "--name", "웹", "nginx"] {
            assert_eq!(place_of(text, part), part);
        }
    }

    #[test]
    fn windows_line_ends_mean_the_same() {
        for text in ["x = \"\"\"\r\na\r\nb \\\r\n  c\"\"\"", "x = '''\r\na\r\nb c'''"] {
            assert_eq!(decoded(text).text, "a\nb c");
            for part in ["a", "b", "c"] {
                assert_eq!(place_of(text, part), part);
            }
        }
    }
}
