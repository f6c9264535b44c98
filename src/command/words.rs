//! Splits a command line into words as a POSIX shell would, without any other shell feature.
//!
//! Own code, because every byte of a word must be traced back to its place in the lab's file, and the
//! libraries that split shell words return only the words. The rules are those of "Quoting" and
//! "Token Recognition" in the Shell Command Language of POSIX.1. What only a shell could do (a pipe, a
//! variable, a pattern) is a fault. Only the working directory has a meaning here: the lab's
//! workspace.
//!
//! Longer than 400 lines because the splitter is one machine: all of its rules share its state.

use std::collections::BTreeMap;
use std::ops::Range;

use super::expansion::{self, Expansion};
use super::operator::Redirect;
use super::pasted::{self, plain_form};

use crate::diagnostic::Diagnostic;
use crate::source::{Located, Span};

/// One word of a command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its text without quotes and backslashes; `whole` is its place including them.
    pub text: Located,
    /// Where `$PWD` or `$(pwd)` stood in it; the text has `.` there.
    pub(super) workspace: Vec<Span>,
}

impl Word {
    /// Returns its text without quotes and backslashes.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text.text
    }

    /// Creates a word from the value of another one.
    pub(super) const fn of(text: Located) -> Self {
        Self { text, workspace: Vec::new() }
    }

    /// Returns its place, including its quotes.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.text.whole
    }
}

/// The captured values of a lab, by name.
///
/// Outside single quotes, `$name` is replaced by the value, which stays part of one word with any
/// content. A variable with an unknown name belongs to a shell.
pub type Values = BTreeMap<String, String>;

/// Splits a line that is a command for a container, not a docker command.
///
/// There is at least one word.
///
/// # Errors
/// All faults that make it more than a plain line of words, in the order of their places.
pub fn words(line: &Located) -> Result<Vec<Word>, Vec<Diagnostic>> {
    words_with(line, &Values::new())
}

/// Like [`words`], with captured values in place of `$name`.
///
/// # Errors
/// The errors of [`words`].
pub fn words_with(line: &Located, values: &Values) -> Result<Vec<Word>, Vec<Diagnostic>> {
    let mut split = split(line, values);
    split.faults.extend(split.redirects.iter().map(Redirect::refused));
    if split.words.is_empty() && split.faults.is_empty() {
        split.faults.push(Diagnostic::error("empty-line", line.whole));
    }
    let workspace = split.words.iter().flat_map(|word| &word.workspace);
    let misplaced = workspace.map(|&span| Diagnostic::error("workspace-misplaced", span));
    split.faults.extend(misplaced);
    split.faults.sort_by_key(|fault| fault.span);
    if split.faults.is_empty() { Ok(split.words) } else { Err(split.faults) }
}

/// The result of splitting a line, with or without faults.
pub(super) struct Split {
    /// The words of the first command in the line.
    pub words: Vec<Word>,
    /// Its redirections, in order.
    pub redirects: Vec<Redirect>,
    /// The faults of the whole line.
    pub faults: Vec<Diagnostic>,
    /// What is a fault in a docker command, and may be meant as it is elsewhere.
    pub hints: Vec<Diagnostic>,
    /// Where in the line's text a value was inserted, and the value's name.
    pub filled: Vec<(Range<usize>, String)>,
}

/// Splits a line.
///
/// If it has faults, the words are as close as possible to what was meant.
pub(super) fn split(line: &Located, values: &Values) -> Split {
    let mut splitter = Splitter {
        line,
        values,
        filled: Vec::new(),
        at: 0,
        word: None,
        words: Vec::new(),
        faults: Vec::new(),
        hints: Vec::new(),
        over: false,
        new_line: false,
        redirects: Vec::new(),
        redirect: None,
        pattern: None,
        braces: None,
    };
    while let Some(c) = splitter.peek() {
        splitter.unquoted(c);
    }
    splitter.end_word();
    let last = splitter.redirect.take();
    splitter.redirects.extend(last.filter(Redirect::is_known));
    // A program's arguments cannot contain this character.
    for (at, nul) in line.text.match_indices('\0') {
        splitter.fault("nul-character", at..at + nul.len());
    }
    Split {
        words: splitter.words,
        redirects: splitter.redirects,
        faults: splitter.faults,
        hints: splitter.hints,
        filled: splitter.filled,
    }
}

struct Splitter<'a> {
    line: &'a Located,
    values: &'a Values,
    filled: Vec<(Range<usize>, String)>,
    /// The offset of the next character in the line's text.
    at: usize,
    /// The word that is being read, with the offset of its first character.
    word: Option<(usize, Word)>,
    words: Vec<Word>,
    faults: Vec<Diagnostic>,
    hints: Vec<Diagnostic>,
    /// The first command of the line has ended: the rest is only checked for faults.
    over: bool,
    /// A line has ended since the last word.
    new_line: bool,
    redirects: Vec<Redirect>,
    /// The next word is the target of this redirection, which labs may not have.
    redirect: Option<Redirect>,
    /// Where the last word with a pattern began.
    pattern: Option<usize>,
    /// What [`Splitter::brace_end`] found last.
    braces: Option<(usize, Option<usize>)>,
}

impl Splitter<'_> {
    fn rest(&self) -> &str {
        &self.line.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn fault(&mut self, code: &'static str, range: Range<usize>) -> &mut Diagnostic {
        let place = self.line.span(range);
        self.faults.push(Diagnostic::error(code, place));
        let last = self.faults.len() - 1;
        &mut self.faults[last]
    }

    /// Reads the next character outside quotes.
    fn unquoted(&mut self, c: char) {
        match c {
            '^' | '`' if self.windows_line_end() => {}
            '%' if self.windows_folder() => {}
            ' ' | '\t' | '\r' => self.blank(1),
            '\n' => {
                self.blank(1);
                self.new_line |= !self.words.is_empty();
            }
            '\'' => self.single_quoted(),
            '"' => self.double_quoted(),
            '\\' => self.backslash(),
            '$' | '`' => self.expansion(false),
            '|' | '&' | ';' | '(' | ')' | '<' | '>' => self.operator(c),
            '#' if self.word.is_none() => self.comment(),
            '~' if self.word.is_none() => self.refused("shell-home", 1),
            '*' | '?' => self.pattern(c),
            '{' => self.braces(),
            _ => match plain_form(c, self.word.is_none()) {
                Some(plain) => self.pasted(c, plain),
                None => self.take(c),
            },
        }
    }

    /// Returns the word that is being read; starts one here if there is none.
    fn word(&mut self) -> &mut Word {
        let start = self.at;
        let place = self.line.span(start..start);
        let begin = || (start, Word { text: Located::empty(place), workspace: Vec::new() });
        &mut self.word.get_or_insert_with(begin).1
    }

    /// Appends the next character to the word as it is.
    fn take(&mut self, c: char) {
        let end = self.at + c.len_utf8();
        self.take_as(c, end);
    }

    /// Appends `c` to the word; in the line it is written as the text up to `end`.
    fn take_as(&mut self, c: char, end: usize) {
        let place = self.line.span(self.at..end);
        let text = &mut self.word().text;
        if place.end - place.start == c.len_utf8() {
            text.push(c.encode_utf8(&mut [0; 4]), place.start);
        } else {
            text.push_escaped(c, place);
        }
        self.at = end;
    }

    /// Appends text that is not supported as written, so that the word keeps its shape.
    fn take_raw(&mut self, end: usize) {
        while let Some(c) = self.peek().filter(|_| self.at < end) {
            self.take(c);
        }
    }

    /// Reports the next `length` bytes, which only a shell could understand.
    fn refused(&mut self, code: &'static str, length: usize) {
        let range = self.at..self.at + length;
        let text = self.line.text[range.clone()].to_owned();
        self.fault(code, range.clone()).arguments.push(("text", text));
        self.take_raw(range.end);
    }

    fn blank(&mut self, length: usize) {
        self.end_word();
        self.at += length;
    }

    fn end_word(&mut self) {
        let Some((start, mut word)) = self.word.take() else { return };
        word.text.whole = self.line.span(start..self.at);
        if std::mem::take(&mut self.new_line) && !self.over {
            self.faults.push(Diagnostic::error("second-line", word.text.whole));
            self.over = true;
        }
        match self.redirect.take() {
            None if !self.over => self.words.push(word),
            Some(redirect) if !self.over && redirect.is_known() => {
                self.redirects.push(Redirect { target: Some(word.text), ..redirect });
            }
            _ => {}
        }
    }

    fn single_quoted(&mut self) {
        self.word();
        let open = self.at;
        self.at += 1;
        let end = self.rest().find('\'').map(|length| self.at + length);
        self.take_raw(end.unwrap_or(self.line.text.len()));
        match end {
            Some(_) => self.at += 1,
            None => self.unclosed(open),
        }
    }

    fn double_quoted(&mut self) {
        self.word();
        let open = self.at;
        self.at += 1;
        loop {
            let rest = self.rest();
            let mut two = rest.chars();
            match (two.next(), two.next()) {
                (None, _) => return self.unclosed(open),
                (Some('"'), _) => {
                    self.at += 1;
                    return;
                }
                (Some('\\'), Some(c @ ('"' | '\\' | '$' | '`'))) => self.take_as(c, self.at + 2),
                (Some('\\'), _) if continuation(rest).is_some() => {
                    self.at += continuation(rest).unwrap_or(1);
                }
                (Some('$' | '`'), _) => self.expansion(true),
                (Some('%'), _) if self.windows_folder() => {}
                (Some(c), _) => self.take(c),
            }
        }
    }

    fn unclosed(&mut self, open: usize) {
        let quote = self.line.text[open..=open].to_owned();
        self.fault("unclosed-quote", open..open + 1).arguments.push(("quote", quote));
    }

    /// Reports the end of a line as Windows' shells write it, if it is one here.
    fn windows_line_end(&mut self) -> bool {
        let Some(length) = pasted::windows_line_end(self.rest(), self.word.is_none()) else { return false };
        let range = self.at..self.at + 1;
        let text = self.line.text[range.clone()].to_owned();
        self.fault("windows-line-end", range).arguments.push(("text", text));
        self.blank(length);
        true
    }

    /// Reports `%cd%`, if it stands here.
    fn windows_folder(&mut self) -> bool {
        let Some(length) = pasted::windows_folder(self.rest()) else { return false };
        self.windows_workspace(length);
        true
    }

    /// Reports the working directory as a shell of Windows writes it.
    fn windows_workspace(&mut self, length: usize) {
        let range = self.at..self.at + length;
        let text = self.line.text[range.clone()].to_owned();
        self.fault("windows-folder", range.clone()).arguments.push(("text", text));
        self.take_as('.', range.end);
    }

    /// Notes the path of Windows whose first backslash comes next, if it is one.
    fn windows_path(&mut self) {
        let Some((_, word)) = &self.word else { return };
        let text = word.as_str();
        // Only the end is looked at: a word may have many backslashes.
        let Some((before, drive)) = text.len().checked_sub(2).and_then(|start| text.split_at_checked(start))
        else {
            return;
        };
        let begins = before.is_empty() || before.ends_with(['=', ',']);
        if !begins || !pasted::has_drive(&format!("{drive}\\")) {
            return;
        }
        let rest = self.rest();
        let length = rest.find([' ', '\t', '\r', '\n', ':', ',', '"', '\'']).unwrap_or(rest.len());
        let path = format!("{drive}{}", &rest[..length]);
        let place = self.line.span(self.at.saturating_sub(2)..self.at + length);
        let fault = Diagnostic::error("windows-path", place).arg("path", &path);
        self.hints.push(fault.arg("inside", pasted::last_name(&path)));
    }

    fn backslash(&mut self) {
        self.windows_path();
        let rest = self.rest();
        if let Some(length) = continuation(rest) {
            self.at += length;
            return;
        }
        let blanks = 1 + rest[1..].len() - rest[1..].trim_start_matches([' ', '\t']).len();
        let line_end = ["\n", "\r\n"].into_iter().find(|end| rest[blanks..].starts_with(end));
        if let Some(line_end) = line_end {
            self.fault("blank-after-backslash", self.at..self.at + blanks);
            self.end_word();
            self.at += blanks + line_end.len();
            return;
        }
        if let Some(c) = rest.chars().nth(1) {
            self.take_as(c, self.at + 1 + c.len_utf8());
        } else {
            self.fault("dangling-backslash", self.at..self.at + 1);
            self.at += 1;
        }
    }

    fn expansion(&mut self, quoted: bool) {
        if self.words.is_empty() && self.word.is_none() && self.rest().starts_with("$ ") {
            let range = self.at..self.at + 1;
            self.fault("shell-prompt", range);
            self.at += 1;
            return;
        }
        match expansion::read(self.rest(), quoted) {
            Expansion::Literal => self.take('$'),
            Expansion::Workspace(length) => self.workspace(length),
            Expansion::WindowsFolder(length) => self.windows_workspace(length),
            Expansion::Variable(length) => self.variable(length),
            Expansion::Substitution(length) => self.refused("shell-substitution", length),
            Expansion::QuoteForm => {
                let range = self.at..self.at + 2;
                let text = self.line.text[range.clone()].to_owned();
                self.fault("shell-quote-form", range).arguments.push(("text", text));
                self.at += 1;
            }
        }
    }

    /// Inserts the value of a known name; any other variable belongs to a shell.
    fn variable(&mut self, length: usize) {
        let range = self.at..self.at + length;
        let written = &self.line.text[range.clone()];
        let name = written.trim_start_matches(['$', '{']).trim_end_matches('}');
        let Some((name, value)) = self.values.get_key_value(name) else {
            return self.refused("shell-variable", length);
        };
        let place = self.line.span(range.clone());
        let text = &mut self.word().text;
        value.chars().for_each(|c| text.push_escaped(c, place));
        self.filled.push((range.clone(), name.clone()));
        self.at = range.end;
    }

    /// Inserts the working directory: `.`, if it is a whole path or the start of one.
    fn workspace(&mut self, length: usize) {
        let end = self.at + length;
        let place = self.line.span(self.at..end);
        let begins = |text: &str| text.is_empty() || text.ends_with(['=', ':', ',']);
        // `/$PWD` keeps a shell of Windows from changing the path; the doubled slash means nothing.
        let before = self.word().as_str();
        let doubled = before.strip_suffix('/').is_some_and(begins);
        let begins = begins(before) || doubled;
        let after = self.line.text[end..].trim_start_matches(['"', '\'']);
        let ends = after.is_empty() || after.starts_with(['/', ':', ',', ' ', '\t', '\r', '\n']);
        if begins && ends {
            if doubled {
                self.word().text.pop();
            }
            self.word().workspace.push(place);
        } else {
            self.fault("workspace-misplaced", self.at..end);
        }
        self.take_as('.', end);
    }

    fn operator(&mut self, c: char) {
        let rest = self.rest();
        let doubled = rest[1..].starts_with(c);
        match c {
            '<' if pasted::placeholder(rest).is_some() => {
                self.refused("placeholder", pasted::placeholder(rest).unwrap_or(1));
            }
            '<' | '>' => self.redirection(),
            '&' if rest.starts_with("&>") => self.redirection(),
            '|' if !doubled => self.end_command("shell-pipe", 1 + usize::from(rest.starts_with("|&"))),
            '&' if !doubled => self.end_command("shell-background", 1),
            '|' | '&' | ';' => self.end_command("shell-list", 1 + usize::from(doubled)),
            _ => {
                self.end_word();
                self.fault("shell-group", self.at..self.at + 1).arguments.push(("text", c.to_string()));
                self.at += 1;
            }
        }
    }

    fn end_command(&mut self, code: &'static str, length: usize) {
        self.end_word();
        let without_target = self.redirect.take().filter(|redirect| !self.over && redirect.is_known());
        self.redirects.extend(without_target);
        let range = self.at..self.at + length;
        let text = self.line.text[range.clone()].to_owned();
        self.fault(code, range).arguments.push(("text", text));
        self.over |= !self.words.is_empty();
        self.at += length;
    }

    /// Reads a redirection with the number before it; the next word is its target.
    fn redirection(&mut self) {
        let number = self
            .word
            .take_if(|word| word.1.as_str().bytes().all(|byte| byte.is_ascii_digit()))
            .map(|word| word.0);
        self.end_word();
        let rest = self.rest();
        let mut length = rest.len() - rest.trim_start_matches(['<', '>', '&', '|']).len();
        let start = number.unwrap_or(self.at);
        let both = self.line.text[start..].starts_with("2>&1");
        if both && self.line.text[start + 4..].chars().next().is_none_or(char::is_whitespace) {
            length += 1;
        }
        let whole = start..self.at + length;
        let operator = self.line.text[whole.clone()].to_owned();
        let redirect = Redirect { place: self.line.span(whole), operator, target: None };
        self.at += length;
        if self.rest().starts_with('(') {
            self.faults.push(redirect.refused());
            self.at += expansion::closing(self.rest(), '(', ')');
            return;
        }
        if redirect.operator == "2>&1" {
            return self.redirects.push(redirect);
        }
        if !redirect.is_known() {
            self.faults.push(redirect.refused());
        }
        let without_target = self.redirect.replace(redirect);
        self.redirects.extend(without_target.filter(Redirect::is_known));
    }

    fn comment(&mut self) {
        let length = self.rest().find('\n').unwrap_or(self.rest().len());
        self.fault("shell-comment", self.at..self.at + length);
        self.at += length;
    }

    /// Reports a file name pattern, with the word around it as far as it was read.
    fn pattern(&mut self, c: char) {
        let start = self.word.as_ref().map_or(self.at, |word| word.0);
        if self.pattern == Some(start) {
            return self.take(c);
        }
        self.pattern = Some(start);
        let rest = self.rest();
        let end = self.at
            + rest.find([' ', '\t', '\r', '\n', '"', '\'', ';', '|', '&', '<', '>']).unwrap_or(rest.len());
        let text = self.line.text[start..end].to_owned();
        let fault = self.fault("shell-pattern", start..end);
        fault.arguments.extend([("text", text), ("character", c.to_string())]);
        self.take(c);
    }

    /// Reads braces.
    ///
    /// A shell splits `{a,b}` and `{1..3}` into several words, and leaves other braces as they are.
    fn braces(&mut self) {
        let (end, list) = self.brace_end();
        if self.line.text[end..].starts_with('}') && list.is_some_and(|list| list > self.at) {
            self.refused("shell-braces", end + 1 - self.at);
        } else {
            self.take('{');
        }
    }

    /// Returns where these braces end, and the last `,` or `..` before that.
    ///
    /// The search is done once for all braces that end at the same place.
    fn brace_end(&mut self) -> (usize, Option<usize>) {
        match self.braces {
            Some((end, list)) if end > self.at => (end, list),
            _ => {
                let rest = self.rest();
                let length = rest.find([' ', '\t', '\r', '\n', '}']).unwrap_or(rest.len());
                let list = rest[..length].rfind(',').max(rest[..length].rfind(".."));
                let found = (self.at + length, list.map(|list| self.at + list));
                self.braces = Some(found);
                found
            }
        }
    }

    /// Reports a word processor's character where a plain one is meant.
    fn pasted(&mut self, c: char, plain: &'static str) {
        let range = self.at..self.at + c.len_utf8();
        if plain == " " {
            self.fault("pasted-blank", range);
            self.blank(c.len_utf8());
        } else {
            let fault = self.fault("pasted-character", range);
            fault.arguments.extend([("found", c.to_string()), ("plain", plain.to_owned())]);
            self.take(c);
        }
    }
}

/// Returns the length of a backslash followed by a line end.
fn continuation(rest: &str) -> Option<usize> {
    ["\\\n", "\\\r\n"].into_iter().find(|end| rest.starts_with(end)).map(str::len)
}
