//! Faults of TOML 1.0 syntax: the parser's own errors, and what only TOML 1.1 allows.

use toml::de::Error;
use toml_parser::decoder::Encoding;
use toml_parser::parser::{EventReceiver, RecursionGuard, parse_document};
use toml_parser::{ErrorSink, Span as TomlSpan};

use super::mistakes;
use crate::diagnostic::{Diagnostic, MOST_FAULTS};
use crate::source::{Source, Span};

/// How far above a duplicate key the first one is searched, in bytes.
const LOOKED_BACK: usize = 64 << 10;

/// How deep lists and tables may nest; a lab needs three.
const DEPTH: u32 = 80;

/// Errors in a header that make the parser report false duplicate keys.
///
/// After such an error, the parser takes the next table for this one.
const BROKEN_HEADERS: [&str; 3] = ["unclosed-table", "unclosed-array-table", "invalid-table"];

/// Returns the parser's errors as faults.
pub(super) fn faults(source: &Source, errors: &[Error]) -> Vec<Diagnostic> {
    let mut faults: Vec<_> = errors.iter().take(MOST_FAULTS + 1).map(|error| fault(source, error)).collect();
    let broken_header = broken_header(&faults);
    faults.retain(|fault| fault.code != "duplicate-key" || fault.span.start < broken_header);
    mistakes::explain(source, &mut faults);
    faults
}

/// Returns where the first broken header is, or `usize::MAX` if there is none.
fn broken_header(syntax: &[Diagnostic]) -> usize {
    let broken = |fault: &&Diagnostic| {
        fault
            .arguments
            .iter()
            .any(|(name, value)| *name == "problem" && BROKEN_HEADERS.contains(&value.as_str()))
    };
    syntax.iter().filter(broken).map(|fault| fault.span.start).min().unwrap_or(usize::MAX)
}

fn fault(source: &Source, error: &Error) -> Diagnostic {
    let span = error.span().map_or(Span::default(), Span::from);
    if error.message().starts_with("duplicate key") {
        let key = source.text.get(span.range()).unwrap_or_default();
        let fault = Diagnostic::error("duplicate-key", span).arg("key", key);
        return match first(source, span) {
            Some(first) => fault.related(first, "first-here"),
            None => fault,
        };
    }
    // The parser's sentence is English. Its first part is from a fixed set, so the catalogues can
    // translate it by its slug.
    let problem = error.message().split(", expected").next().unwrap_or_default();
    Diagnostic::error("syntax", span).arg("problem", &slug(problem)).arg("message", error.message())
}

/// `missing value for key` → `missing-value-for-key`.
fn slug(sentence: &str) -> String {
    let words = sentence.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_ascii_lowercase()
}

/// Returns the first place of a duplicate key.
///
/// For a header this is the same header; otherwise the nearest line above it in the same table that
/// begins with this key.
fn first(source: &Source, again: Span) -> Option<Span> {
    let text = source.text.get(..again.start)?;
    let line_start = text.rfind('\n').map_or(0, |newline| newline + 1);
    let key = source.text.get(again.range())?;
    let header = text[line_start..].trim_start().starts_with('[');
    let line = source.text[line_start..].lines().next()?;
    let mut end = line_start;
    while end > line_start.saturating_sub(LOOKED_BACK) {
        let start = text[..end - 1].rfind('\n').map_or(0, |newline| newline + 1);
        let above = text[start..end].trim();
        let indent = text[start..end].len() - text[start..end].trim_start().len();
        let begins = above.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
        if header && above == line.trim() {
            return Some(Span::new(start + indent, start + indent + above.len()));
        }
        if !header && begins {
            return Some(Span::new(start + indent, start + indent + key.len()));
        }
        if !header && above.starts_with('[') {
            return None;
        }
        end = start;
    }
    None
}

/// Finds syntax that only TOML 1.1 has.
///
/// This is line breaks and a last comma in `{ … }`, and the escapes `\e` and `\x`.
pub(super) fn newer(source: &Source) -> Vec<Diagnostic> {
    let toml = toml_parser::Source::new(&source.text);
    let tokens = toml.lex().into_vec();
    let mut newer = Newer { text: &source.text, open: Vec::new(), faults: Vec::new() };
    parse_document(&tokens, &mut RecursionGuard::new(&mut newer, DEPTH), &mut ());
    newer.faults
}

/// Follows the parser's events through lists and inline tables.
struct Newer<'s> {
    text: &'s str,
    open: Vec<Open>,
    faults: Vec<Diagnostic>,
}

/// A list or an inline table that is not closed yet.
struct Open {
    start: TomlSpan,
    table: bool,
    /// A line break was already found: one report is enough.
    broken: bool,
    /// The last comma so far.
    comma: Option<TomlSpan>,
}

impl Newer<'_> {
    fn fault(&mut self, span: TomlSpan, what: &'static str) {
        if self.faults.len() <= MOST_FAULTS {
            let place = Span::new(span.start(), span.end());
            self.faults.push(Diagnostic::error("toml-1-1", place).arg("what", what));
        }
    }

    fn open(&mut self, start: TomlSpan, table: bool) {
        self.something();
        self.open.push(Open { start, table, broken: false, comma: None });
    }

    /// Notes anything other than a comma and blank space.
    fn something(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.comma = None;
        }
    }

    fn escapes(&mut self, span: TomlSpan, encoding: Option<Encoding>) {
        if !matches!(encoding, Some(Encoding::BasicString | Encoding::MlBasicString)) {
            return;
        }
        let Some(raw) = self.text.get(span.start()..span.end()) else { return };
        let mut characters = raw.char_indices();
        while let Some((at, character)) = characters.next() {
            if character == '\\' && matches!(characters.next(), Some((_, 'e' | 'x'))) {
                let start = span.start() + at;
                self.fault(TomlSpan::new_unchecked(start, start + 2), "escape");
            }
        }
    }
}

impl EventReceiver for Newer<'_> {
    fn inline_table_open(&mut self, span: TomlSpan, _: &mut dyn ErrorSink) -> bool {
        self.open(span, true);
        true
    }

    fn inline_table_close(&mut self, _: TomlSpan, _: &mut dyn ErrorSink) {
        if let Some(comma) = self.open.pop().and_then(|open| open.comma) {
            self.fault(comma, "last-comma");
        }
    }

    fn array_open(&mut self, span: TomlSpan, _: &mut dyn ErrorSink) -> bool {
        self.open(span, false);
        true
    }

    fn array_close(&mut self, _: TomlSpan, _: &mut dyn ErrorSink) {
        self.open.pop();
    }

    fn simple_key(&mut self, span: TomlSpan, encoding: Option<Encoding>, _: &mut dyn ErrorSink) {
        self.something();
        self.escapes(span, encoding);
    }

    fn scalar(&mut self, span: TomlSpan, encoding: Option<Encoding>, _: &mut dyn ErrorSink) {
        self.something();
        self.escapes(span, encoding);
    }

    fn value_sep(&mut self, span: TomlSpan, _: &mut dyn ErrorSink) {
        if let Some(open) = self.open.last_mut() {
            open.comma = Some(span);
        }
    }

    fn newline(&mut self, _: TomlSpan, _: &mut dyn ErrorSink) {
        if let Some(open) = self.open.last_mut().filter(|open| open.table && !open.broken) {
            open.broken = true;
            let start = open.start;
            self.fault(start, "line-break");
        }
    }
}

/// Faults that may only be consequences of another fault.
///
/// What is missing or unknown after a syntax error may be in the part that could not be read.
const FOLLOW_UPS: &[&str] = &[
    "missing-key",
    "no-step",
    "no-subject",
    "no-probe",
    "no-predicate",
    "same-as",
    "unknown-watch",
    "unknown-container",
    "unknown-file",
    "missing-because",
    "few-choices",
    "no-right-choice",
    "missing-text",
    "missing-part",
];

/// Faults of keys that a broken header may have moved into the wrong table.
const DISPLACED: &[&str] =
    &["unknown-key", "misplaced-key", "wrong-type", "duplicate-id", "unknown-part", "left-over-text"];

/// After syntax errors, keeps only the other faults that they cannot have caused.
pub(super) fn without_follow_ups(source: &Source, syntax: &[Diagnostic], faults: &mut Vec<Diagnostic>) {
    let starts: Vec<usize> = source.text.match_indices('\n').map(|(at, _)| at).collect();
    let line = |offset| starts.partition_point(|&newline| newline < offset);
    let broken_header = broken_header(syntax);
    // Whatever stands behind the opening of a text that is not closed was taken for something else.
    let unclosed = syntax.iter().filter(|fault| fault.code == "unclosed-text").map(|fault| fault.span.start);
    let unclosed = unclosed.min().unwrap_or(usize::MAX);
    let broken: Vec<_> = syntax.iter().map(|fault| (line(fault.span.start), line(fault.span.end))).collect();
    faults.retain(|fault| {
        let (first, last) = (line(fault.span.start), line(fault.span.end));
        let displaced = fault.span.start > broken_header && DISPLACED.contains(&fault.code);
        !displaced
            && fault.span.start < unclosed
            && !FOLLOW_UPS.contains(&fault.code)
            && !broken.iter().any(|&(from, to)| from <= last && first <= to)
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_toml_1_0_is_taken() {
        let found = |text: &str| {
            let source = Source::new("lab.toml", text);
            newer(&source)
                .iter()
                .map(|fault| (fault.span.start, fault.arguments[0].1.clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(found("a = [\n  { b = 1 },\n  { c = [\n1,\n] },\n]\n"), []);
        assert_eq!(found("a = { b = 1, }\n"), [(11, "last-comma".to_owned())]);
        assert_eq!(found("a = {\n b = 1\n}\n"), [(4, "line-break".to_owned())]);
        assert_eq!(found(r#"a = "\\e \e \x41""#), [(9, "escape".to_owned()), (12, "escape".to_owned())]);
        assert_eq!(found(r"a = 'C:\e'"), []);
    }

    #[test]
    fn a_deep_nest_is_refused() {
        let source = Source::new("lab.toml", format!("a = {}", "[".repeat(100_000)));
        assert!(newer(&source).is_empty());
    }

    #[test]
    fn the_parsers_sentences_become_words() {
        assert_eq!(slug("extra `=`"), "extra");
        assert_eq!(slug("key with no value"), "key-with-no-value");
    }
}
