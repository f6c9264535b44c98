//! `--format`: values, functions, `range`, `if` and text (Go's `text/template`).

use super::super::action::{Branches, Format, Lookup, Template, TemplatePart};
use super::super::findings::Findings;
use super::expression::{Place, Reader, Token, tokens};
use crate::diagnostic::Diagnostic;
use crate::source::{Located, Spanned};

/// Reads the format of `inspect` and `version`.
pub(in super::super) fn inspect_format(written: &Located, findings: &mut Findings) -> Option<Format> {
    if written.text == "json" {
        return Some(Format::Json);
    }
    Some(Format::Template { table: false, template: template(written, false, findings)? })
}

/// Reads the format of a listing.
pub(in super::super) fn listing_format(written: &Located, findings: &mut Findings) -> Option<Format> {
    match written.text.as_str() {
        "json" => Some(Format::Json),
        "table" => Some(Format::Table),
        text => {
            let rest = text.strip_prefix("table ").map(str::trim_start);
            let start = rest.map_or(0, |rest| text.len() - rest.len());
            let template = template(&written.slice(start..text.len()), true, findings)?;
            Some(Format::Template { table: rest.is_some(), template })
        }
    }
}

fn template(written: &Located, listing: bool, findings: &mut Findings) -> Option<Template> {
    let text = written.text.as_str();
    if text.trim().is_empty() {
        return findings.fault(Diagnostic::error("format-empty", written.whole));
    }
    let before = findings.faults.len();
    let mut parts = Parts { open: vec![Block::of(Head::Whole, Vec::new())] };
    let (mut at, mut trim) = (0, false);
    while let Some(open) = text[at..].find("{{").map(|length| at + length) {
        let Some(close) = text[open..].find("}}").map(|length| open + length) else {
            return findings.fault(Diagnostic::error("format-unclosed", written.span(open..open + 2)));
        };
        let inner = &text[open + 2..close];
        // A dash takes away the blanks on its side.
        let begins = inner.starts_with("- ");
        let ends = inner.ends_with(" -") && inner.len() > 2;
        parts.plain(&text[at..open], (trim, begins), listing);
        let (start, end) = (open + 2 + usize::from(begins), close - usize::from(ends));
        let action = &written.slice(open..close + 2);
        if let Err((from, to)) = parts.action(&text[start..end], action) {
            let place = written.span(start + from..start + to);
            let place = if from == to { action.whole } else { place };
            let fault = Diagnostic::error("format-action", place);
            findings.faults.push(fault.arg("text", &action.text));
        }
        (at, trim) = (close + 2, ends);
    }
    parts.plain(&text[at..], (trim, false), listing);
    let sound = findings.faults.len() == before;
    let parts = match parts.close() {
        Ok(parts) => parts,
        Err(_) if !sound => return None,
        Err(place) => {
            return findings
                .fault(Diagnostic::error("format-without-end", place.whole).arg("text", &place.text));
        }
    };
    let text = Spanned::new(text.to_owned(), written.whole);
    Some(Template { text, parts }).filter(|_| sound)
}

/// What opened a block.
enum Head {
    /// The template.
    Whole,
    If(Lookup),
    With(Lookup),
    Range((Option<String>, Option<String>), Lookup),
}

/// A block that is not closed yet.
struct Block {
    head: Head,
    /// Where it was opened; `None` for one that closes with the one around it: `{{else if}}`.
    place: Option<Located>,
    then: Vec<TemplatePart>,
    otherwise: Option<Vec<TemplatePart>>,
    /// The names that were given before it.
    names: Vec<String>,
}

impl Block {
    const fn of(head: Head, names: Vec<String>) -> Self {
        Self { head, place: None, then: Vec::new(), otherwise: None, names }
    }

    fn part(self) -> TemplatePart {
        let branches =
            |of| Box::new(Branches { of, then: self.then, otherwise: self.otherwise.unwrap_or_default() });
        match self.head {
            Head::Whole => TemplatePart::Text(String::new()),
            Head::If(of) => TemplatePart::If(branches(of)),
            Head::With(of) => TemplatePart::With(branches(of)),
            Head::Range(names, of) => TemplatePart::Range { names, branches: branches(of) },
        }
    }
}

/// The parts that were read, in the blocks that are open.
struct Parts {
    /// Never empty: the first is the template.
    open: Vec<Block>,
}

/// The deepest nesting of blocks.
const DEEPEST: usize = 16;

impl Parts {
    fn push(&mut self, part: TemplatePart) {
        if let Some(block) = self.open.last_mut() {
            block.otherwise.as_mut().unwrap_or(&mut block.then).push(part);
        }
    }

    fn plain(&mut self, text: &str, (start, end): (bool, bool), listing: bool) {
        let text = if start { text.trim_start() } else { text };
        let text = if end { text.trim_end() } else { text };
        if !text.is_empty() {
            let text = if listing { text.replace("\\t", "\t").replace("\\n", "\n") } else { text.to_owned() };
            self.push(TemplatePart::Text(text));
        }
    }

    /// Reads the text between two pairs of braces.
    fn action(&mut self, inner: &str, whole: &Located) -> Result<(), Place> {
        let tokens = tokens(inner)?;
        let begin = usize::from(tokens.first().is_some_and(|token| token.0 == " "));
        let tokens = &tokens[begin..];
        let Some((word, rest)) = tokens.split_first() else { return Err((0, 0)) };
        let mut names = self.names();
        match word.0 {
            "end" if rest.is_empty() => self.end(word),
            "else" if rest.is_empty() => self.otherwise(word),
            "else" if rest.get(1).is_some_and(|token| token.0 == "if") => {
                self.otherwise(word)?;
                let head = Head::If(Reader::new(&rest[2..], &names).only()?);
                self.begin(head, None, names, word)
            }
            "if" => {
                let head = Head::If(Reader::new(rest, &names).only()?);
                self.begin(head, Some(whole), names, word)
            }
            "with" => {
                let head = Head::With(Reader::new(rest, &names).only()?);
                self.begin(head, Some(whole), names, word)
            }
            "range" => {
                let mut reader = Reader::new(rest, &names);
                let mut given = reader.names(2)?.into_iter();
                let of = reader.only()?;
                // One name is that of the value.
                let given = match (given.next(), given.next()) {
                    (value, None) => (None, value),
                    both => both,
                };
                names.extend([&given.0, &given.1].into_iter().flatten().cloned());
                self.begin(Head::Range(given, of), Some(whole), names, word)
            }
            _ => self.value(tokens, &names),
        }
    }

    /// Reads a value, or a name for one.
    fn value(&mut self, tokens: &[Token<'_>], names: &[String]) -> Result<(), Place> {
        let mut reader = Reader::new(tokens, names);
        let given = reader.names(1)?.pop();
        let value = reader.only()?;
        let Some(name) = given else {
            self.push(TemplatePart::Value(value));
            return Ok(());
        };
        if let Some(block) = self.open.last_mut() {
            block.names.push(name.clone());
        }
        self.push(TemplatePart::Set(name, value));
        Ok(())
    }

    fn names(&self) -> Vec<String> {
        self.open.last().map(|block| block.names.clone()).unwrap_or_default()
    }

    fn begin(
        &mut self,
        head: Head,
        place: Option<&Located>,
        names: Vec<String>,
        word: &Token<'_>,
    ) -> Result<(), Place> {
        if self.open.len() > DEEPEST {
            return Err((word.1, word.2));
        }
        self.open.push(Block { place: place.cloned(), ..Block::of(head, names) });
        Ok(())
    }

    fn otherwise(&mut self, word: &Token<'_>) -> Result<(), Place> {
        match self.open.last_mut() {
            Some(block) if block.otherwise.is_none() && !matches!(block.head, Head::Whole) => {
                block.otherwise = Some(Vec::new());
                Ok(())
            }
            _ => Err((word.1, word.2)),
        }
    }

    fn end(&mut self, word: &Token<'_>) -> Result<(), Place> {
        while self.open.len() > 1
            && let Some(block) = self.open.pop()
        {
            let whole = block.place.is_some();
            self.push(block.part());
            if whole {
                return Ok(());
            }
        }
        Err((word.1, word.2))
    }

    /// Returns the parts. `Err` is the action that opened a block which is never closed.
    fn close(mut self) -> Result<Vec<TemplatePart>, Located> {
        let unclosed = self.open.drain(1..).find_map(|block| block.place);
        match unclosed {
            Some(place) => Err(place),
            None => Ok(self.open.pop().map(|block| block.then).unwrap_or_default()),
        }
    }
}
