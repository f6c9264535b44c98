//! Parses words into a command with its flags and operands, with the place of every part. The rules are
//! those of the docker program's flag library (pflag, `parseArgs`).
//!
//! Own code over the flag table, because an argument parser cannot say where in a cluster (`-itx`) or in a
//! value a fault is, and would take `run nginx -c x` for a flag of ours.

use super::findings::Findings;
use super::table::{COMMANDS, Count, Flag, Order, Syntax, Takes, is_unsupported};
use super::words::Word;
use crate::diagnostic::{Diagnostic, nearest};
use crate::source::{Located, Span};

/// A command as written, with its flags and operands.
#[derive(Debug)]
pub(super) struct Given {
    pub command: &'static Syntax,
    /// The place of the command's own words: `volume create`.
    pub path: Span,
    /// In order.
    pub flags: Vec<GivenFlag>,
    /// In order.
    pub operands: Vec<Word>,
}

/// A flag as written.
#[derive(Debug)]
pub(super) struct GivenFlag {
    pub flag: &'static Flag,
    /// The place of the flag with its value.
    pub place: Span,
    pub setting: Setting,
}

/// The value of a flag.
#[derive(Debug)]
pub(super) enum Setting {
    Switch(bool),
    Value(Located),
}

impl Given {
    /// Returns whether a switch is on; the last one counts.
    pub fn switch(&self, long: &str) -> bool {
        debug_assert!(self.command.flag(long).is_some_and(Flag::is_switch), "--{long} is no switch");
        self.last(long).unwrap_or_default()
    }

    /// Returns the value of a switch, if written; the last one counts.
    pub fn last(&self, long: &str) -> Option<bool> {
        let last = self.flags.iter().rfind(|given| given.flag.long == long);
        last.map(|given| matches!(given.setting, Setting::Switch(true)))
    }

    /// Returns the value of a flag; the last one counts.
    pub fn value(&self, long: &str) -> Option<&Located> {
        self.values(long).next_back()
    }

    /// Returns the values of a flag, in order.
    pub fn values(&self, long: &str) -> impl DoubleEndedIterator<Item = &Located> {
        debug_assert!(
            self.command.flag(long).is_some_and(|flag| !flag.is_switch()),
            "--{long} takes no value"
        );
        self.flags.iter().filter(move |given| given.flag.long == long).filter_map(GivenFlag::value)
    }
}

impl GivenFlag {
    /// Returns its value, unless it is a switch.
    pub const fn value(&self) -> Option<&Located> {
        match &self.setting {
            Setting::Value(value) => Some(value),
            Setting::Switch(_) => None,
        }
    }
}

/// Reads the words of a line; `None` if the command is unknown.
pub(super) fn read(words: &[Word], findings: &mut Findings) -> Option<Given> {
    let words = after_docker(words, findings)?;
    let (command, length) = find_command(words, findings)?;
    let path = words[0].span().to(words[length - 1].span());
    let mut parser = ArgumentParser {
        given: Given { command, path, flags: Vec::new(), operands: Vec::new() },
        words: &words[length..],
        unsure: false,
        findings,
    };
    parser.read();
    Some(parser.given)
}

/// Returns the words after `docker`, at least one.
fn after_docker<'a>(words: &'a [Word], findings: &mut Findings) -> Option<&'a [Word]> {
    let (first, rest) = words.split_first()?;
    let rest = match first.as_str() {
        "docker" => rest,
        "sudo" if rest.first().is_some_and(|word| word.as_str() == "docker") => {
            findings.faults.push(Diagnostic::error("sudo", first.span()));
            &rest[1..]
        }
        "podman" => {
            findings.faults.push(Diagnostic::error("podman", first.span()));
            rest
        }
        other => {
            let fault = Diagnostic::error("not-docker", first.span()).arg("word", other);
            let near = nearest(&other.to_lowercase(), ["docker"]);
            findings.faults.push(fault.arg("suggestion", near.unwrap_or_default()));
            near.map(|_| rest)?
        }
    };
    match rest.first() {
        None => {
            findings.fault(Diagnostic::error("command-missing", first.span()).arg("known", &known_names()))
        }
        Some(flag) if flag.as_str().starts_with('-') => {
            findings.fault(Diagnostic::error("global-flag", flag.span()).arg("flag", flag.as_str()))
        }
        Some(_) => Some(rest),
    }
}

fn known_names() -> String {
    let mut names: Vec<_> = known_commands().filter_map(|name| name.split(' ').next()).collect();
    names.sort_unstable();
    names.dedup();
    let names: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

/// Returns the command that the words begin with, and how many words name it.
fn find_command(words: &[Word], findings: &mut Findings) -> Option<(&'static Syntax, usize)> {
    let first = &words[0];
    if let Some(command) = Syntax::named(first.as_str()) {
        return Some((command, 1));
    }
    let group = first.as_str();
    let members: Vec<_> =
        known_commands().filter_map(|name| name.strip_prefix(group)?.strip_prefix(' ')).collect();
    if !members.is_empty() {
        return find_member(first, words.get(1), &members, findings);
    }
    let near = nearest(group, known_commands().filter_map(|name| name.split(' ').next()));
    Some((unknown_command(group, first.span(), near.map(str::to_owned), findings)?, 1))
}

/// Returns the command of a group (`volume`), which needs a second word.
fn find_member(
    group: &Word,
    member: Option<&Word>,
    members: &[&'static str],
    findings: &mut Findings,
) -> Option<(&'static Syntax, usize)> {
    let Some(member) = member.filter(|word| !word.as_str().starts_with('-')) else {
        let known: Vec<_> = members.iter().map(|name| format!("`{name}`")).collect();
        let fault = Diagnostic::error("subcommand-missing", group.span()).arg("group", group.as_str());
        return findings.fault(fault.arg("known", &known.join(", ")));
    };
    let written = format!("{} {}", group.as_str(), member.as_str());
    if let Some(command) = Syntax::named(&written) {
        return Some((command, 2));
    }
    let near = nearest(member.as_str(), members.iter().copied());
    let meant = near.map(|near| format!("{} {near}", group.as_str()));
    Some((unknown_command(&written, group.span().to(member.span()), meant, findings)?, 2))
}

/// Reports a command that labs do not support.
///
/// Reading continues with what was probably meant, so that all faults of the line are reported at
/// once.
fn unknown_command(
    written: &str,
    place: Span,
    meant: Option<String>,
    findings: &mut Findings,
) -> Option<&'static Syntax> {
    let known = known_names();
    if is_unsupported(written) {
        let fault = Diagnostic::error("unsupported-command", place);
        let which = written.replace(' ', "-");
        return findings.fault(fault.arg("command", written).arg("which", &which).arg("known", &known));
    }
    let meant = meant.unwrap_or_default();
    let fault = Diagnostic::error("unknown-command", place).arg("command", written);
    findings.faults.push(fault.arg("suggestion", &meant).arg("known", &known));
    Syntax::named(&meant)
}

fn known_commands() -> impl Iterator<Item = &'static str> {
    COMMANDS.iter().flat_map(Syntax::names)
}

struct ArgumentParser<'a, 'f, 'h> {
    given: Given,
    /// The words that have not been read.
    words: &'a [Word],
    /// An unknown flag may have taken an operand.
    unsure: bool,
    findings: &'f mut Findings<'h>,
}

impl<'a> ArgumentParser<'a, '_, '_> {
    fn read(&mut self) {
        while let Some(word) = self.next() {
            let text = word.as_str();
            if text == "--" {
                self.given.operands.extend_from_slice(self.words);
                break;
            } else if text.starts_with("--") {
                self.long(word);
            } else if text.len() > 1 && text.starts_with('-') {
                self.cluster(word);
            } else {
                self.given.operands.push(word.clone());
                if self.given.command.order == Order::BeforeOperands {
                    self.given.operands.extend_from_slice(self.words);
                    break;
                }
            }
        }
        if self.unsure {
            // It is unknown which words are operands, so report nothing about them.
            self.given.operands.clear();
        } else {
            self.count();
        }
    }

    fn next(&mut self) -> Option<&'a Word> {
        let (word, rest) = self.words.split_first()?;
        self.words = rest;
        Some(word)
    }

    fn unsupported(&mut self, flag: &Flag, written: &str, place: Span) {
        let fault = Diagnostic::error("unsupported-flag", place).arg("flag", written).arg("long", flag.long);
        self.findings.faults.push(fault.arg("command", self.given.command.name));
    }

    /// Reads `--flag`, `--flag=value`, `--flag value`.
    fn long(&mut self, word: &'a Word) {
        let text = word.as_str();
        let end = text.find('=').unwrap_or(text.len());
        let name = &text[2..end];
        let value = (end < text.len()).then(|| word.text.slice(end + 1..text.len()));
        let command = self.given.command;
        let place = if value.is_some() { word.text.span(0..end) } else { word.span() };
        if let Some(flag) = command.flag(name) {
            self.set(flag, word.span(), place, value);
        } else if let Some(flag) = command.unsupported().find(|flag| flag.long == name) {
            self.unsupported(flag, &text[..end], place);
            self.skip_value(flag, word, value.is_some());
        } else {
            let meant = self.meant_by(name);
            self.unknown(
                "unknown-flag",
                &text[..end],
                place,
                meant.as_ref().map(|(_, written)| written.as_str()),
            );
            match meant {
                Some((flag, _)) => self.skip_value(flag, word, value.is_some()),
                None => self.unsure |= value.is_none(),
            }
        }
    }

    /// Returns the flag that an unknown long name probably means, and its spelling.
    fn meant_by(&self, name: &str) -> Option<(&'static Flag, String)> {
        let command = self.given.command;
        let mut letters = name.chars();
        if let (Some(letter), None) = (letters.next(), letters.next()) {
            return command.letter(letter).map(|flag| (flag, format!("-{letter}")));
        }
        let near = nearest(name, command.flags().map(|flag| flag.long))?;
        command.flag(near).map(|flag| (flag, format!("--{near}")))
    }

    fn unknown(&mut self, code: &'static str, flag: &str, place: Span, suggestion: Option<&str>) {
        let fault = Diagnostic::error(code, place).arg("flag", flag).arg("command", self.given.command.name);
        self.findings.faults.push(fault.arg("suggestion", suggestion.unwrap_or_default()));
    }

    /// Skips the value of an unsupported flag: in `word`, or the next word.
    fn skip_value(&mut self, flag: &Flag, word: &Word, has_value: bool) {
        self.findings.local.push(word.span());
        if !flag.is_switch() && !has_value {
            let next = self.next().map(Word::span);
            self.findings.local.extend(next);
        }
    }

    /// Reads `-f`, `-itd`, `-fvalue`, `-f=value`, `-f value`, `-dp 80:80`.
    fn cluster(&mut self, word: &'a Word) {
        let text = word.as_str();
        for (at, letter) in text.char_indices().skip(1) {
            let after = at + letter.len_utf8();
            // The first letter's place includes the dash; further letters have only their own place.
            let start = if at == 1 { 0 } else { at };
            let place =
                if start == 0 && after == text.len() { word.span() } else { word.text.span(start..after) };
            let rest = &text[after..];
            let value = match rest.strip_prefix('=') {
                Some(value) if !value.is_empty() => Some(after + 1),
                _ => (!rest.is_empty()).then_some(after),
            };
            let Some(flag) = self.given.command.letter(letter) else {
                self.foreign_letter(word, letter, place, value.is_some());
                return;
            };
            let explicit = rest.len() > 1 && rest.starts_with('=');
            let value =
                value.filter(|_| explicit || !flag.is_switch()).map(|from| word.text.slice(from..text.len()));
            let ends = value.is_some() || !flag.is_switch();
            let whole = if start == 0 { word.span() } else { Span::new(place.start, word.span().end) };
            self.set(flag, if ends { whole } else { place }, place, value);
            if ends {
                return;
            }
        }
    }

    /// Reports a letter that is not a supported flag, and skips the rest of the word.
    fn foreign_letter(&mut self, word: &Word, letter: char, place: Span, has_rest: bool) {
        let command = self.given.command;
        let written = format!("-{letter}");
        if let Some(flag) = command.unsupported().find(|flag| flag.short == Some(letter)) {
            self.unsupported(flag, &written, place);
            self.skip_value(flag, word, has_rest);
            return;
        }
        let name = word.as_str()[1..].split('=').next().unwrap_or_default();
        if let Some(flag) = command.flag(name).filter(|_| name.len() > 1) {
            self.unknown("unknown-letter", &written, place, Some(&format!("--{name}")));
            self.skip_value(flag, word, word.as_str().contains('='));
            return;
        }
        let mut letters = command.flags().filter_map(|flag| flag.short);
        let near = letters.find(|known| known.eq_ignore_ascii_case(&letter)).map(|known| format!("-{known}"));
        self.unknown("unknown-letter", &written, place, near.as_deref());
        self.unsure |= !has_rest;
    }

    /// Sets a flag found at `place`; `whole` also covers a value in the same word.
    fn set(&mut self, flag: &'static Flag, whole: Span, place: Span, value: Option<Located>) {
        let known = match (flag.takes, value) {
            (Takes::Nothing, None) => Ok((Setting::Switch(true), whole)),
            (Takes::Nothing, Some(value)) => go_bool(&value.text)
                .map(|on| (Setting::Switch(on), whole))
                .ok_or_else(|| Diagnostic::error("switch-value", value.whole).arg("value", &value.text)),
            (_, Some(value)) => Ok((Setting::Value(value), whole)),
            (_, None) => self
                .next()
                .map(|word| (Setting::Value(word.text.clone()), word.span()))
                .ok_or_else(|| Diagnostic::error("value-missing", place)),
        };
        match known {
            Ok((setting, end)) => self.given.flags.push(GivenFlag { flag, place: whole.to(end), setting }),
            Err(fault) => self.findings.faults.push(fault.arg("flag", flag.long)),
        }
    }

    /// Checks that there are as many operands as the command takes.
    fn count(&mut self) {
        let command = self.given.command;
        let written = self.given.operands.len();
        let mut fewest =
            command.operands.iter().filter(|operand| matches!(operand.count, Count::One | Count::OneOrMore));
        if let Some(operand) = fewest.nth(written) {
            let fault = Diagnostic::error("operand-missing", self.given.path).arg("operand", operand.name);
            let which = command.name.replace(' ', "-");
            let all: Vec<&str> = command.operands.iter().map(|operand| operand.name).collect();
            let fault = fault.arg("command", command.name).arg("which", &which);
            self.findings.faults.push(fault.arg("all", &all.join(" ")));
        }
        let endless =
            command.operands.iter().any(|operand| matches!(operand.count, Count::Any | Count::OneOrMore));
        if endless {
            return;
        }
        for extra in self.given.operands.iter().skip(command.operands.len()) {
            let fault = Diagnostic::error("operand-extra", extra.span()).arg("operand", extra.as_str());
            self.findings.faults.push(fault.arg("command", command.name));
        }
    }
}

/// Parses a boolean like Go's `strconv.ParseBool`.
pub(super) fn go_bool(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "TRUE" | "true" | "True" => Some(true),
        "0" | "f" | "F" | "FALSE" | "false" | "False" => Some(false),
        _ => None,
    }
}
