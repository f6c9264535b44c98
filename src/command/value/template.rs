//! `--format`: `{{.A.B}}`, `{{json .A}}`, `{{index .A "b" 0}}` and text (Go's `text/template`).

use super::super::action::{Format, Key, Lookup, Template, TemplatePart};
use super::super::findings::Findings;
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
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find("{{").map(|length| at + length) {
        plain(&text[at..open], listing, &mut parts);
        let Some(close) = text[open..].find("}}").map(|length| open + length) else {
            return findings.fault(Diagnostic::error("format-unclosed", written.span(open..open + 2)));
        };
        let inner = written.slice(open + 2..close);
        match action(&inner) {
            Ok(part) => parts.push(part),
            Err((start, end)) => {
                let place = written.span(open + 2 + start..open + 2 + end);
                let place = if start == end { written.span(open..close + 2) } else { place };
                let fault = Diagnostic::error("format-action", place);
                findings.faults.push(fault.arg("text", &text[open..close + 2]));
            }
        }
        at = close + 2;
    }
    plain(&text[at..], listing, &mut parts);
    let text = Spanned::new(text.to_owned(), written.whole);
    Some(Template { text, parts }).filter(|_| findings.faults.len() == before)
}

fn plain(text: &str, listing: bool, parts: &mut Vec<TemplatePart>) {
    if !text.is_empty() {
        let text = if listing { text.replace("\\t", "\t").replace("\\n", "\n") } else { text.to_owned() };
        parts.push(TemplatePart::Text(text));
    }
}

/// A token, with its start and end.
type Token<'a> = (&'a str, usize, usize);

/// The start and end of a fault; empty if something is missing at the end.
type FaultRange = (usize, usize);

/// Reads the text between two pairs of braces.
fn action(inner: &Located) -> Result<TemplatePart, FaultRange> {
    let tokens = tokens(&inner.text)?;
    let mut parser = TemplateParser { tokens: &tokens, depth: 0 };
    let json = parser.peek() == Some("json");
    if json {
        parser.next();
    }
    let lookup = if json { parser.operand()? } else { parser.pipeline()? };
    match parser.tokens.first() {
        Some(&(_, start, end)) => Err((start, end)),
        None => Ok(if json { TemplatePart::Json(lookup) } else { TemplatePart::Value(lookup) }),
    }
}

/// Splits into names, dots, brackets, numbers and strings.
fn tokens(text: &str) -> Result<Vec<Token<'_>>, FaultRange> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let run = |holds: fn(char) -> bool| rest.find(|c| !holds(c)).unwrap_or(rest.len());
        let length = match c {
            ' ' | '\t' | '\n' | '\r' => {
                at += 1;
                // A blank before a dot ends the operand.
                if tokens.last().is_some_and(|token: &Token<'_>| token.0 != " ") {
                    tokens.push((" ", at - 1, at));
                }
                continue;
            }
            '.' | '(' | ')' => 1,
            '"' => closed(rest, true).ok_or((at, text.len()))?,
            '`' => closed(rest, false).ok_or((at, text.len()))?,
            c if c.is_ascii_digit() => run(|c| c.is_ascii_digit()),
            c if c.is_alphabetic() || c == '_' => run(|c| c.is_alphanumeric() || c == '_'),
            c => return Err((at, at + c.len_utf8())),
        };
        tokens.push((&rest[..length], at, at + length));
        at += length;
    }
    tokens.pop_if(|token| token.0 == " ");
    Ok(tokens)
}

/// Returns the length of a quoted text.
fn closed(text: &str, escapes: bool) -> Option<usize> {
    let quote = text.chars().next()?;
    let mut skip = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if skip => skip = false,
            '\\' if escapes => skip = true,
            c if c == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The limit of nested brackets.
const DEEPEST: usize = 16;

struct TemplateParser<'a> {
    tokens: &'a [Token<'a>],
    depth: usize,
}

impl<'a> TemplateParser<'a> {
    fn peek(&self) -> Option<&'a str> {
        self.tokens.first().map(|token| token.0)
    }

    fn next(&mut self) -> Option<Token<'a>> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(*first)
    }

    fn blanks(&mut self) {
        while self.peek() == Some(" ") {
            self.next();
        }
    }

    /// Reads `index OPERAND KEY…`, or an operand.
    fn pipeline(&mut self) -> Result<Lookup, FaultRange> {
        self.blanks();
        if self.peek() != Some("index") {
            let lookup = self.operand()?;
            self.blanks();
            return Ok(lookup);
        }
        self.next();
        let of = self.operand()?;
        let mut keys = Vec::new();
        self.blanks();
        while let Some(token) = self.peek().filter(|token| *token != ")") {
            let (_, start, end) = self.next().unwrap_or_default();
            keys.push(key(token).ok_or((start, end))?);
            self.blanks();
        }
        if keys.is_empty() { Err((0, 0)) } else { Ok(Lookup::Index(Box::new(of), keys)) }
    }

    /// Reads `.`, `.A.B`, `(…)`, `(…).A.B`.
    fn operand(&mut self) -> Result<Lookup, FaultRange> {
        self.blanks();
        let (token, start, end) = self.next().ok_or((0, 0))?;
        let mut lookup = match token {
            "." => match self.name() {
                Some(name) => Lookup::Field(Box::new(Lookup::Whole), name),
                None => return Ok(Lookup::Whole),
            },
            "(" if self.depth < DEEPEST => {
                self.depth += 1;
                let inner = self.pipeline()?;
                self.depth -= 1;
                match self.next() {
                    Some((")", ..)) => inner,
                    Some((_, start, end)) => return Err((start, end)),
                    None => return Err((start, end)),
                }
            }
            _ => return Err((start, end)),
        };
        while self.peek() == Some(".") {
            let (_, start, end) = self.next().unwrap_or_default();
            let name = self.name().ok_or((start, end))?;
            lookup = Lookup::Field(Box::new(lookup), name);
        }
        Ok(lookup)
    }

    fn name(&mut self) -> Option<String> {
        let name = self.peek().filter(|token| token.starts_with(|c: char| c.is_alphabetic() || c == '_'))?;
        self.next();
        Some(name.to_owned())
    }
}

/// Reads a key of `index`: a text or a number.
fn key(token: &str) -> Option<Key> {
    if let Some(raw) = token.strip_prefix('`') {
        return raw.strip_suffix('`').map(|raw| Key::Text(raw.to_owned()));
    }
    if let Some(quoted) = token.strip_prefix('"').and_then(|quoted| quoted.strip_suffix('"')) {
        let mut text = String::new();
        let mut chars = quoted.chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' => text.push(chars.next().filter(|c| "\"\\".contains(*c))?),
                c => text.push(c),
            }
        }
        return Some(Key::Text(text));
    }
    token.parse().ok().map(Key::Number)
}
