//! The faults of lab files: for people with line and caret, for programs as JSON.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use super::paint::Look;
use super::safe::{pictured, safe_json, safe_line};
use crate::diagnostic::{Diagnostic, Faults, Severity};
use crate::i18n::{Argument, Words};
use crate::source::{Position, Source, Span};

/// The longest text, in bytes, whose lines are all shown for a fault.
const LONGEST_EXCERPT: usize = 4096;
/// How many bytes of a longer text are shown before and after the span's start.
const BEFORE: usize = 120;
const AFTER: usize = 240;
/// Marks where a line or a value is cut.
const CUT: &str = "…";
/// The longest argument that is shown, in characters.
const LONGEST_ARGUMENT: usize = 300;

/// Renders all faults one below another; empty if there are none.
///
/// Each has its message, `path:LINE:COLUMN` (both from one, the column in characters), the line with a
/// caret, "did you mean", the related place, and help.
#[must_use]
pub fn faults(words: &Words, all: &[Faults], look: Look) -> String {
    let renderer = if look.color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(look.width).decor_style(DecorStyle::Ascii);
    let mut text = String::new();
    for (source, fault) in each(all) {
        if !text.is_empty() {
            text.push('\n');
        }
        text += &one(&renderer, &FaultWords::of(words, fault), source, fault);
        text.push('\n');
    }
    text
}

/// Renders all faults as a JSON array that is safe for a terminal.
///
/// Lines and columns count from one, columns in characters. The end is exclusive.
#[must_use]
pub fn faults_json(words: &Words, all: &[Faults]) -> String {
    let records: Vec<Record<'_>> =
        each(all).map(|(source, fault)| Record::of(FaultWords::of(words, fault), source, fault)).collect();
    // Cannot fail: the records hold only text and numbers.
    let text = serde_json::to_string_pretty(&records).unwrap_or_default();
    safe_json(&text).into_owned()
}

fn each(all: &[Faults]) -> impl Iterator<Item = (&Source, &Diagnostic)> {
    all.iter().flat_map(|faults| faults.found.iter().map(|fault| (&faults.source, fault)))
}

/// The words of a fault, all safe to show.
struct FaultWords {
    severity: String,
    message: String,
    help: Option<(String, String)>,
    suggestion: Option<String>,
    related: Option<String>,
}

impl FaultWords {
    fn of(words: &Words, fault: &Diagnostic) -> Self {
        let key = format!("fault-{}", fault.code);
        // Arguments are pieces of an untrusted file; they must not add lines.
        let shown: Vec<(&str, String)> = fault
            .arguments
            .iter()
            .map(|(name, value)| (*name, safe_line(&shortened(value)).into_owned()))
            .collect();
        let values: Vec<(&str, Argument<'_>)> =
            shown.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
        let is_suggested = shown.iter().any(|(name, value)| *name == "suggestion" && !value.is_empty());
        let suggest = || {
            words.attribute(&key, "suggest", &values).unwrap_or_else(|| words.say("did-you-mean", &values))
        };
        Self {
            severity: words.say(&format!("severity-{}", severity_word(fault.severity)), &[]),
            message: words.say(&key, &values),
            help: words.attribute(&key, "help", &values).map(|help| (words.say("label-help", &[]), help)),
            suggestion: is_suggested.then(suggest),
            related: fault.related.map(|(_, code)| words.say(&format!("note-{code}"), &values)),
        }
    }
}

/// Cuts a value of a lab if it is too long to read.
fn shortened(value: &str) -> Cow<'_, str> {
    match value.char_indices().nth(LONGEST_ARGUMENT) {
        Some((end, _)) => Cow::Owned([&value[..end], CUT].concat()),
        None => Cow::Borrowed(value),
    }
}

const fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// Renders one fault for people.
fn one(renderer: &Renderer, said: &FaultWords, source: &Source, fault: &Diagnostic) -> String {
    let level = match fault.severity {
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let title = level.with_name(said.severity.as_str()).primary_title(said.message.as_str()).id(fault.code);
    let primary = |span| AnnotationKind::Primary.span(span).label(said.suggestion.as_deref());
    let related = |span| AnnotationKind::Context.span(span).label(said.related.as_deref());
    let mut group: Group<'_> = if let Some(excerpt) = Excerpt::of(source, fault) {
        let snippet = Snippet::source(excerpt.text).line_start(excerpt.line).path(safe_line(&source.name));
        let snippet = snippet.annotation(primary(excerpt.primary));
        title.element(snippet.annotations(excerpt.related.map(related)))
    } else {
        let whole = source.text.as_ref();
        let mut group = title.elements(Window::of(source, within(whole, fault.span)).elements(primary));
        if let Some((span, _)) = fault.related {
            group = group.elements(Window::of(source, within(whole, span)).elements(related));
        }
        group
    };
    if let Some((label, help)) = &said.help {
        group = group.element(Level::HELP.with_name(label.as_str()).message(help.as_str()));
    }
    let drawn = renderer.render(&[group]);
    // The library draws an empty location line for the snippet below a place of its own. Remove it.
    let mut lines: Vec<&str> = drawn.lines().collect();
    lines.retain(|line| !is_empty_place(line));
    lines.join("\n")
}

/// Returns whether a rendered line has nothing but the location mark.
fn is_empty_place(line: &str) -> bool {
    // The only remaining escape characters begin a colour, which ends with `m`.
    let pieces = line.split('\u{1b}').enumerate();
    let bare = pieces
        .map(|(at, piece)| if at == 0 { piece } else { piece.split_once('m').map_or(piece, |it| it.1) });
    bare.collect::<String>().trim() == ":::"
}

/// The lines that a fault is about, safe to show.
///
/// Each character stands for one of the source, so lines and columns are those of the file.
struct Excerpt {
    text: String,
    /// The number of its first line.
    line: usize,
    primary: Range<usize>,
    related: Option<Range<usize>>,
}

impl Excerpt {
    /// Returns the lines of a fault; `None` if they are too long to read and draw.
    fn of(source: &Source, fault: &Diagnostic) -> Option<Self> {
        let whole = source.text.as_ref();
        let primary = within(whole, fault.span);
        let related = fault.related.map(|(span, _)| within(whole, span));
        let covered = related.map_or(primary, |related| primary.to(related));
        let start = whole[..covered.start].rfind('\n').map_or(0, |newline| newline + 1);
        let end = whole[covered.end..].find('\n').map_or(whole.len(), |newline| covered.end + newline);
        if end - start > LONGEST_EXCERPT {
            return None;
        }
        let lines = &whole[start..end];
        // The last line's end is not part of its text, also if it is `\r\n`.
        let lines = if end == whole.len() { lines } else { lines.strip_suffix('\r').unwrap_or(lines) };
        let mut text: String = pictured(lines).collect();
        let length = |to: usize| -> usize {
            let shown = lines.char_indices().zip(pictured(lines));
            shown.take_while(|((at, _), _)| start + at < to).map(|(_, shown)| shown.len_utf8()).sum()
        };
        // A span that includes its line's end is shown in this line only.
        let trimmed = |span: Span| span.start + whole[span.range()].trim_end_matches(['\r', '\n']).len();
        let shown = |span: Span| length(span.start)..length(trimmed(span));
        let (primary, related) = (shown(primary), related.map(shown));
        if text.is_empty() || text.ends_with('\n') {
            // The empty last line of a file also needs a character to point at.
            text.push(' ');
        }
        Some(Self { text, line: source.position(start).line, primary, related })
    }
}

/// A part of a long line, around the start of a span.
struct Window {
    text: String,
    span: Range<usize>,
    path: String,
    position: Position,
}

impl Window {
    fn of(source: &Source, span: Span) -> Self {
        let whole = source.text.as_ref();
        let line_start = whole[..span.start].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = whole[span.start..].find('\n').map_or(whole.len(), |newline| span.start + newline);
        let from = whole.ceil_char_boundary(span.start.saturating_sub(BEFORE).max(line_start));
        let to = whole.floor_char_boundary((span.start + AFTER).min(line_end)).max(span.start);
        let shown = |range: Range<usize>| pictured(&whole[range]).collect::<String>();
        let mut text = if from > line_start { CUT.to_owned() } else { String::new() };
        text += &shown(from..span.start);
        let start = text.len();
        text += &shown(span.start..span.end.clamp(span.start, to));
        let end = text.len();
        text += &shown(span.end.clamp(span.start, to)..to);
        text += if to < line_end { CUT } else { "" };
        if text.is_empty() {
            text.push(' ');
        }
        let path = safe_line(&source.name).into_owned();
        Self { text, span: start..end, path, position: source.position(span.start) }
    }

    /// Returns the position and the marked line.
    ///
    /// The position is explicit, since the library would count columns from the cut.
    fn elements<'e>(self, mark: impl Fn(Range<usize>) -> Annotation<'e>) -> [Element<'e>; 2] {
        let Position { line, column } = self.position;
        let origin = Origin::path(self.path).line(line).char_column(column);
        let snippet = Snippet::source(self.text).line_start(line).annotation(mark(self.span));
        [origin.into(), snippet.into()]
    }
}

/// Moves a span to character boundaries and into the text.
fn within(text: &str, span: Span) -> Span {
    let start = text.floor_char_boundary(span.start);
    Span::new(start, text.ceil_char_boundary(span.end).clamp(start, text.len()))
}

/// A fault, for programs.
#[derive(Serialize)]
struct Record<'a> {
    code: &'a str,
    severity: &'static str,
    path: &'a str,
    #[serde(flatten)]
    place: PlaceRecord,
    message: String,
    help: Option<String>,
    suggestion: Option<&'a str>,
    related: Option<RelatedRecord>,
}

#[derive(Serialize)]
struct PlaceRecord {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct RelatedRecord {
    #[serde(flatten)]
    place: PlaceRecord,
    message: String,
}

impl PlaceRecord {
    fn of(source: &Source, span: Span) -> Self {
        let (start, end) = (source.position(span.start), source.position(span.end));
        Self { line: start.line, column: start.column, end_line: end.line, end_column: end.column }
    }
}

impl<'a> Record<'a> {
    fn of(said: FaultWords, source: &'a Source, fault: &'a Diagnostic) -> Self {
        let suggestion =
            fault.arguments.iter().find(|(name, value)| *name == "suggestion" && !value.is_empty());
        let related = fault.related.zip(said.related);
        Self {
            code: fault.code,
            severity: severity_word(fault.severity),
            path: &source.name,
            place: PlaceRecord::of(source, within(&source.text, fault.span)),
            message: said.message,
            help: said.help.map(|(_, help)| help),
            suggestion: suggestion.map(|(_, value)| value.as_str()),
            related: related.map(|((span, _), message)| RelatedRecord {
                place: PlaceRecord::of(source, within(&source.text, span)),
                message,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::Config;
    use unicode_width::UnicodeWidthStr;

    use super::*;

    const PAPER: Look = Look { color: false, plain: false, width: 120 };

    const WORDS: &[(&str, &str)] = &[(
        "test",
        "severity-error = error\n\
         severity-warning = warning\n\
         label-help = help\n\
         did-you-mean = did you mean `{ $suggestion }`?\n\
         fault-unknown-key = unknown key `{ $key }`\n    .help = the reference has all keys\n\
         fault-plain = something is wrong\n\
         fault-twice = `{ $key }` is given twice\n    .suggest = or is it `{ $suggestion }`?\n\
         note-first = first given here\n",
    )];

    fn found(text: &str, fault: Diagnostic) -> Vec<Faults> {
        vec![Faults { source: Source::new("labs/x/lab.toml", text), found: vec![fault] }]
    }

    fn render(all: &[Faults]) -> String {
        faults(&Words::of_text(WORDS), all, PAPER)
    }

    /// Renders a fault without arguments at a span of the text.
    fn plain(text: &str, span: Range<usize>) -> String {
        render(&found(text, Diagnostic::error("plain", span.into())))
    }

    fn place(text: &str, part: &str) -> Range<usize> {
        let start = text.find(part).expect("the part is there");
        start..start + part.len()
    }

    /// Returns the display columns of a fault's carets and of a part of the line above.
    fn carets_and(part: &str, rendered: &str) -> (Range<usize>, Range<usize>) {
        let lines: Vec<&str> = rendered.lines().collect();
        let at = lines.iter().position(|line| line.contains('^')).expect("there are carets");
        let columns = |line: &str, part: &str| {
            let start = line[..line.find(part).expect("the part is there")].width();
            start..start + part.width()
        };
        let carets = "^".repeat(lines[at].matches('^').count());
        (columns(lines[at], &carets), columns(lines[at - 1], part))
    }

    #[test]
    fn a_fault_shows_its_place_its_line_and_what_to_do() {
        let text = "format = 1\ntitel = \"A container forgets\"\n";
        let fault = Diagnostic::error("unknown-key", place(text, "titel").into())
            .arg("key", "titel")
            .suggest("titel", ["title", "summary"]);
        assert_eq!(
            render(&found(text, fault)),
            "\
error[unknown-key]: unknown key `titel`
 --> labs/x/lab.toml:2:1
  |
2 | titel = \"A container forgets\"
  | ^^^^^ did you mean `title`?
  |
  = help: the reference has all keys
"
        );
    }

    #[test]
    fn nothing_is_suggested_where_nothing_is_near() {
        let fault = Diagnostic::error("unknown-key", Span::new(0, 1)).arg("key", "x").suggest("x", ["title"]);
        let rendered = render(&found("x = 1", fault));
        assert!(rendered.contains("1 | x = 1\n  | ^\n"), "{rendered}");
    }

    #[test]
    fn a_related_place_is_shown_with_its_own_words() {
        let text = "title = 1\nminutes = 5\nlevel = 2\nsummary = 3\nformat = 4\ntitle = 5\n";
        let second = Span::new(text.len() - 10, text.len() - 5);
        let fault = Diagnostic { severity: Severity::Warning, ..Diagnostic::error("twice", second) }
            .arg("key", "title")
            .arg("suggestion", "titles")
            .related(Span::new(0, 5), "first");
        assert_eq!(
            render(&found(text, fault)),
            "\
warning[twice]: `title` is given twice
 --> labs/x/lab.toml:6:1
  |
1 | title = 1
  | ----- first given here
...
6 | title = 5
  | ^^^^^ or is it `titles`?
"
        );
    }

    #[test]
    fn faults_stand_one_below_the_other() {
        let mut all = found("a", Diagnostic::error("plain", Span::new(0, 1)));
        all.extend(found("b", Diagnostic::error("plain", Span::new(0, 1))));
        let rendered = render(&all);
        assert_eq!(
            rendered.matches("error[plain]: something is wrong\n --> labs/x/lab.toml:1:1\n").count(),
            2
        );
        assert!(rendered.contains("^\n\nerror"), "{rendered}");
        assert_eq!(render(&[]), "");
    }

    #[test]
    fn carets_stand_under_wide_characters() {
        let text = "title = \"컨테이너는 잊어버립니다\" # 제목\n";
        for part in ["테이너는", "title", "\"컨테이너는 잊어버립니다\"", "# 제목", "목"] {
            let rendered = plain(text, place(text, part));
            let (carets, columns) = carets_and(part, &rendered);
            assert_eq!(carets, columns, "{part}\n{rendered}");
        }
        let column = "title = \"컨".chars().count() + 1;
        assert!(plain(text, place(text, "테이")).contains(&format!(" labs/x/lab.toml:1:{column}\n")));
    }

    #[test]
    fn tabs_are_one_character_and_four_columns() {
        let rendered = plain("\tx\ty = 1\n", 3..4);
        assert!(rendered.contains("lab.toml:1:4\n"), "{rendered}");
        assert_eq!(carets_and("y", &rendered).0, carets_and("y", &rendered).1);
        assert!(rendered.contains("x    y = 1"), "{rendered}");
    }

    #[test]
    fn a_place_of_several_lines_is_drawn_from_its_begin_to_its_end() {
        let text = "a = [\n  1,\n]\nb = 2\n";
        assert_eq!(
            plain(text, 4..12),
            "\
error[plain]: something is wrong
 --> labs/x/lab.toml:1:5
  |
1 |   a = [
  |  _____^
2 | |   1,
3 | | ]
  | |_^
"
        );
    }

    #[test]
    fn the_end_of_the_file_can_be_pointed_at() {
        let place = |text: &str| {
            let rendered = plain(text, text.len()..text.len());
            let lines: Vec<String> =
                rendered.lines().skip(1).map(|line| line.trim_end().to_owned()).collect();
            lines.join("\n")
        };
        assert_eq!(place(""), " --> labs/x/lab.toml:1:1\n  |\n1 |\n  | ^");
        assert_eq!(place("ab"), " --> labs/x/lab.toml:1:3\n  |\n1 | ab\n  |   ^");
        assert_eq!(place("ab\n"), " --> labs/x/lab.toml:2:1\n  |\n2 |\n  | ^");
        assert_eq!(plain("ab", 7..9), plain("ab", 2..2), "a place behind the end is the end");
    }

    #[test]
    fn the_end_of_a_line_belongs_to_its_line() {
        for text in ["ab\ncd\n", "ab\r\ncd\r\n"] {
            let rendered = plain(text, 1..text.find('c').expect("c"));
            assert!(rendered.ends_with("1 | ab\n  |  ^\n"), "{rendered}");
            let rendered = plain(text, place(text, "d"));
            assert!(rendered.ends_with("2 | cd\n  |  ^\n"), "{rendered}");
        }
    }

    #[test]
    fn of_a_long_line_a_part_is_shown_at_its_true_place() {
        let text = format!("a = 1\nb = \"{}가나{}\"\nc = 2\n", "x".repeat(5000), "y".repeat(5000));
        let rendered = plain(&text, place(&text, "가나"));
        let (carets, columns) = carets_and("가나", &rendered);
        assert_eq!(carets, columns, "{rendered}");
        assert!(rendered.contains(" --> labs/x/lab.toml:2:5006\n"), "{rendered}");
        assert!(rendered.contains("2 | ...xxx") && rendered.contains("yyy...\n"), "{rendered}");
        assert!(rendered.len() < 1000, "{rendered}");
        let twice = Diagnostic::error("twice", Span::new(text.len() - 6, text.len() - 5)).arg("key", "c");
        let rendered = render(&found(&text, twice.related(Span::new(0, 1), "first")));
        assert!(rendered.contains(":3:1\n") && rendered.contains("3 | c = 2\n"), "{rendered}");
        assert!(
            rendered.contains(":1:1\n") && rendered.contains("1 | a = 1\n  | - first given here\n"),
            "{rendered}"
        );
    }

    #[test]
    fn a_long_argument_is_cut() {
        let fault = Diagnostic::error("unknown-key", Span::new(0, 1)).arg("key", &"가".repeat(400));
        let rendered = render(&found("x = 1", fault));
        assert!(rendered.contains(&format!("`{}…`", "가".repeat(300))), "{rendered}");
    }

    #[test]
    fn colour_changes_nothing_but_colour() {
        let text = "a = 1 \u{1b}[31m\n";
        let all =
            found(text, Diagnostic::error("unknown-key", Span::new(0, 1)).arg("key", "\u{1b}]0;x\u{7}"));
        let coloured = faults(&Words::of_text(WORDS), &all, Look { color: true, ..PAPER });
        assert_ne!(coloured, render(&all));
        let mut bare = String::new();
        for (at, piece) in coloured.split("\u{1b}[").enumerate() {
            bare += if at == 0 { piece } else { piece.split_once('m').expect("a colour ends in m").1 };
        }
        assert_eq!(bare, render(&all));
        assert!(bare.contains("unknown key `␛]0;x␇`") && bare.contains("a = 1 ␛[31m"), "{bare}");
    }

    #[test]
    fn programs_get_the_same_facts() {
        let text = "format = 1\ntitel = \"가\"\n";
        let fault = Diagnostic::error("unknown-key", place(text, "titel").into())
            .arg("key", "titel")
            .suggest("titel", ["title"])
            .related(Span::new(text.len() - 2, text.len()), "first");
        let written = faults_json(&Words::of_text(WORDS), &found(text, fault));
        let read: serde_json::Value = serde_json::from_str(&written).expect("JSON");
        let expected = serde_json::json!([{
            "code": "unknown-key", "severity": "error", "path": "labs/x/lab.toml",
            "line": 2, "column": 1, "end_line": 2, "end_column": 6,
            "message": "unknown key `titel`", "help": "the reference has all keys", "suggestion": "title",
            "related": {
                "line": 2, "column": 11, "end_line": 3, "end_column": 1, "message": "first given here",
            },
        }]);
        assert_eq!(read, expected);
        let bare =
            faults_json(&Words::of_text(WORDS), &found("x", Diagnostic::error("plain", Span::new(0, 1))));
        assert!(bare.contains("\"help\": null") && bare.contains("\"related\": null"), "{bare}");
        assert_eq!(faults_json(&Words::of_text(WORDS), &[]), "[]");
    }

    proptest! {
        #![proptest_config(Config { failure_persistence: None, ..Config::default() })]

        #[test]
        fn whatever_a_file_holds_the_terminal_is_safe(
            text in "[ab가\u{301}\t\r\n\u{1b}\u{9b}\u{202e}\u{200d}🐳]{0,24}",
            (start, length, other) in (0..40_usize, 0..40_usize, 0..40_usize),
        ) {
            let fault = Diagnostic::error("unknown-key", Span::new(start, start + length))
                .arg("key", &text)
                .arg("suggestion", &text)
                .related(Span::new(other, other + 1), "first");
            let mut all = found(&text, fault);
            all[0].source.name = text.clone();
            let rendered = render(&all);
            prop_assert_eq!(crate::view::safe(&rendered), rendered.as_str());
            let written = faults_json(&Words::of_text(WORDS), &all);
            prop_assert!(serde_json::from_str::<serde_json::Value>(&written).is_ok());
            prop_assert_eq!(crate::view::safe(&written), written.as_str());
        }
    }
}
