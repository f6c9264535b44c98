//! The expressions of a `--format`: `.A.B`, `index .A "b" 0`, `len (.A)`, `.A | json`.

use super::super::action::{Function, Lookup};

/// A token, with its start and end.
pub(super) type Token<'a> = (&'a str, usize, usize);

/// The place of the fault; empty if something is missing at the end.
pub(super) type Place = (usize, usize);

/// Splits into names, variables, dots, brackets, numbers and strings.
pub(super) fn tokens(text: &str) -> Result<Vec<Token<'_>>, Place> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let run = |rest: &str, holds: fn(char) -> bool| rest.find(|c| !holds(c)).unwrap_or(rest.len());
        let length = match c {
            ' ' | '\t' | '\n' | '\r' => {
                at += 1;
                // A blank before a dot ends the operand.
                if tokens.last().is_some_and(|token: &Token<'_>| token.0 != " ") {
                    tokens.push((" ", at - 1, at));
                }
                continue;
            }
            '.' | '(' | ')' | '|' | ',' => 1,
            ':' if rest.starts_with(":=") => 2,
            '$' => 1 + run(&rest[1..], |c| c.is_alphanumeric() || c == '_'),
            '"' => closed(rest, true).ok_or((at, text.len()))?,
            '`' => closed(rest, false).ok_or((at, text.len()))?,
            '-' if rest[1..].starts_with(|c: char| c.is_ascii_digit()) => {
                1 + run(&rest[1..], |c| c.is_ascii_digit())
            }
            c if c.is_ascii_digit() => run(rest, |c| c.is_ascii_digit()),
            c if c.is_alphabetic() || c == '_' => run(rest, |c| c.is_alphanumeric() || c == '_'),
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

/// Reads an expression from its tokens.
pub(super) struct Reader<'a> {
    tokens: &'a [Token<'a>],
    /// The names that are known here.
    names: &'a [String],
    depth: usize,
}

impl<'a> Reader<'a> {
    pub const fn new(tokens: &'a [Token<'a>], names: &'a [String]) -> Self {
        Self { tokens, names, depth: 0 }
    }

    /// Reads `$key, $value :=`, at most so many names; none if no `:=` comes.
    pub fn names(&mut self, most: usize) -> Result<Vec<String>, Place> {
        let Some(colon) = self.tokens.iter().position(|token| token.0 == ":=") else { return Ok(Vec::new()) };
        let (before, after) = self.tokens.split_at(colon);
        let mut names = Vec::new();
        for (at, &(token, start, end)) in before.iter().filter(|token| token.0 != " ").enumerate() {
            match token.strip_prefix('$') {
                Some(name) if at % 2 == 0 && !name.is_empty() && names.len() < most => {
                    names.push(name.to_owned());
                }
                None if at % 2 == 1 && token == "," => {}
                _ => return Err((start, end)),
            }
        }
        self.tokens = &after[1..];
        if names.is_empty() { Err((0, 0)) } else { Ok(names) }
    }

    /// Reads an expression, which is all there is.
    pub fn only(mut self) -> Result<Lookup, Place> {
        let lookup = self.pipeline()?;
        match self.tokens.first() {
            Some(&(_, start, end)) => Err((start, end)),
            None => Ok(lookup),
        }
    }

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

    /// Reads `COMMAND | FUNCTION ARGUMENT…`: the value becomes the last argument.
    fn pipeline(&mut self) -> Result<Lookup, Place> {
        let mut value = self.command(None)?;
        while self.peek() == Some("|") {
            let (_, start, end) = self.next().unwrap_or_default();
            value = self.command(Some((value, (start, end))))?;
        }
        Ok(value)
    }

    /// Reads a function with its arguments, or an operand. `last` comes from before a `|`.
    fn command(&mut self, last: Option<(Lookup, Place)>) -> Result<Lookup, Place> {
        self.blanks();
        let function = self.peek().and_then(|name| Function::ALL.iter().find(|known| known.0 == name));
        let Some(&(_, function, fewest, most)) = function else {
            if let Some((_, place)) = last {
                return Err(place);
            }
            let lookup = self.operand()?;
            self.blanks();
            return Ok(lookup);
        };
        let (_, start, end) = self.next().unwrap_or_default();
        let mut arguments = Vec::new();
        self.blanks();
        while self.peek().is_some_and(|token| token != ")" && token != "|") {
            arguments.push(self.operand()?);
            self.blanks();
        }
        arguments.extend(last.map(|(value, _)| value));
        if arguments.len() < fewest {
            return Err((0, 0));
        }
        if arguments.len() > most { Err((start, end)) } else { Ok(Lookup::Call(function, arguments)) }
    }

    /// Reads `.`, `.A.B`, `$x.A`, `(…)`, `(…).A.B`, a text or a number.
    fn operand(&mut self) -> Result<Lookup, Place> {
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
            _ => match token.strip_prefix('$') {
                Some(name) if name.is_empty() || self.names.iter().any(|known| known == name) => {
                    Lookup::Named(name.to_owned())
                }
                _ => return literal(token).ok_or((start, end)),
            },
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

/// Reads a text, a number, `true` or `false`.
fn literal(token: &str) -> Option<Lookup> {
    match token {
        "true" => return Some(Lookup::Bool(true)),
        "false" => return Some(Lookup::Bool(false)),
        _ => {}
    }
    if let Some(raw) = token.strip_prefix('`') {
        return raw.strip_suffix('`').map(|raw| Lookup::Text(raw.to_owned()));
    }
    let Some(quoted) = token.strip_prefix('"').and_then(|quoted| quoted.strip_suffix('"')) else {
        return token.parse().ok().map(Lookup::Number);
    };
    let mut text = String::new();
    let mut chars = quoted.chars();
    while let Some(c) = chars.next() {
        text.push(match c {
            '\\' => match chars.next()? {
                'n' => '\n',
                't' => '\t',
                c @ ('"' | '\\') => c,
                _ => return None,
            },
            c => c,
        });
    }
    Some(Lookup::Text(text))
}
