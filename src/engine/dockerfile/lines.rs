//! The instructions of a Dockerfile, each put together from its lines (moby, `builder/dockerfile/parser`).

use std::ops::Range;

use super::{Unclear, Why};

/// How many characters of a line an error shows.
const SHOWN: usize = 60;

/// The byte order mark, which a file may begin with.
const MARK: char = '\u{feff}';

/// The characters that separate words.
const BLANKS: [char; 2] = [' ', '\t'];

/// An instruction.
#[derive(Debug, Default)]
pub(super) struct Instruction {
    /// The text of its lines, joined.
    pub text: String,
    /// For each line: where it begins in `text`, and where that is in the file.
    parts: Vec<(usize, usize)>,
    first_line: usize,
    /// Whether one of its words continues on the next line.
    pub splits_word: bool,
}

impl Instruction {
    /// Returns where in the file the word at `at` is. No word spans two lines.
    pub fn place(&self, at: usize, length: usize) -> Range<usize> {
        let part = self.parts.iter().rev().find(|(begin, _)| *begin <= at);
        let place = part.map_or(at, |(begin, place)| place + at - begin);
        place..place + length
    }

    /// Returns its beginning, for an error message.
    pub fn begin(&self) -> String {
        begin(&self.text)
    }

    pub fn unclear(&self, why: Why) -> Unclear {
        Unclear { line: self.first_line, text: self.begin(), why }
    }
}

fn begin(text: &str) -> String {
    let text = text.trim();
    let cut = text.char_indices().nth(SHOWN).map(|(at, _)| at);
    cut.map_or_else(|| text.to_owned(), |at| format!("{}…", &text[..at]))
}

/// Returns the words of a text with their positions.
pub(super) fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(BLANKS).filter_map(move |word| {
        let begin = at;
        at += word.len() + 1;
        (!word.is_empty()).then_some((begin, word))
    })
}

/// Joins lines into instructions. Comments and empty lines may stand between them.
pub(super) fn instructions(text: &str) -> Result<Vec<Instruction>, Unclear> {
    let (mut whole, mut open) = (Vec::new(), None::<Instruction>);
    let mut end = 0;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        let unclear = |why| Unclear { line: number, text: begin(line), why };
        let start = end;
        end += line.len();
        let bare = line.strip_suffix('\n').map_or(line, |line| line.strip_suffix('\r').unwrap_or(line));
        let mark = if number == 1 && bare.starts_with(MARK) { MARK.len_utf8() } else { 0 };
        let content = bare[mark..].trim_end_matches(BLANKS);
        let trimmed = content.trim_start_matches(BLANKS);
        let is_comment = trimmed.starts_with('#');
        if let Some(odd) = odd_character(content, is_comment) {
            return Err(unclear(Why::Character(format!("U+{:04X}", u32::from(odd)))));
        }
        if is_comment && is_escape(trimmed) {
            return Err(unclear(Why::Escape));
        }
        if is_comment || trimmed.is_empty() {
            continue;
        }
        let mut instruction =
            open.take().unwrap_or(Instruction { first_line: number, ..Instruction::default() });
        // Blanks before an instruction are not part of it; those before its further lines are.
        let part = if instruction.parts.is_empty() { trimmed } else { content };
        instruction.parts.push((instruction.text.len(), start + mark + content.len() - part.len()));
        let joined = part.strip_suffix('\\');
        if joined.is_some_and(|part| part.ends_with('\\')) {
            return Err(unclear(Why::Backslash));
        }
        let part = joined.unwrap_or(part);
        instruction.text.push_str(part);
        if joined.is_some() {
            instruction.splits_word |= !part.is_empty() && !part.ends_with(BLANKS);
            open = Some(instruction);
        } else {
            whole.push(instruction);
        }
    }
    match open {
        Some(instruction) => Err(instruction.unclear(Why::Backslash)),
        None => Ok(whole),
    }
}

/// Finds a character that ends lines or separates words only for some engines.
///
/// Comments may contain any blanks.
fn odd_character(line: &str, is_comment: bool) -> Option<char> {
    line.chars().find(|c| {
        let control = c.is_control() && *c != '\t';
        let blank = c.is_whitespace() && !c.is_ascii() && !is_comment;
        // This character replaces bytes that are not UTF-8.
        control || blank || *c == char::REPLACEMENT_CHARACTER && !is_comment
    })
}

/// Checks whether a comment is `# escape=`, which sets the line-joining character.
fn is_escape(comment: &str) -> bool {
    let mut letters =
        comment.chars().filter(|c| !c.is_whitespace() && *c != '#').map(|c| c.to_ascii_lowercase());
    "escape=".chars().all(|c| letters.next() == Some(c))
}
