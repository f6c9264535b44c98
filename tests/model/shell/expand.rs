//! What words of a script become: parameters, substitutions, fields, file names.
//!
//! Longer than 400 lines because the pieces of a word are expanded in terms of each other.

use brush_parser::ast::{
    ArithmeticExpr as Sum, ArithmeticTarget, BinaryOperator as Sign, UnaryOperator, Word,
};
use brush_parser::word::{
    Parameter, ParameterExpr, ParameterTestType, SpecialParameter, WordPiece, WordPieceWithSource,
};
use brush_parser::{ParserOptions, word};
use futures_util::future::BoxFuture;

use super::super::process::{Input, Output};
use super::{Leave, Shell};

/// A piece of an expanded word.
enum Piece {
    /// As it is.
    Kept(String),
    /// To be split at blanks, with its `*` meaning something.
    Loose(String),
    /// `"$@"`: fields of their own.
    Fields(Vec<String>),
}

type Expanded<T> = Result<T, Leave>;

impl Shell {
    /// A word as one text.
    pub(super) async fn text(&mut self, text: &str) -> Expanded<String> {
        let pieces = self.pieces(text).await?;
        Ok(pieces
            .into_iter()
            .map(|piece| match piece {
                Piece::Kept(text) | Piece::Loose(text) => text,
                Piece::Fields(fields) => fields.join(" "),
            })
            .collect())
    }

    /// A word as a pattern: what was quoted means itself.
    pub(super) async fn pattern(&mut self, text: &str) -> Expanded<String> {
        let pieces = self.pieces(text).await?;
        Ok(pieces
            .into_iter()
            .map(|piece| match piece {
                Piece::Loose(text) => text,
                Piece::Kept(text) => quoted(&text),
                Piece::Fields(fields) => quoted(&fields.join(" ")),
            })
            .collect())
    }

    /// Words as a command is given them.
    pub(super) async fn words(&mut self, words: &[&Word]) -> Expanded<Vec<String>> {
        let mut all = Vec::new();
        for word in words {
            let pieces = self.pieces(&word.value).await?;
            self.fields(pieces, &mut all);
        }
        Ok(all)
    }

    fn fields(&self, pieces: Vec<Piece>, all: &mut Vec<String>) {
        // Of each field: its text, its pattern, whether there is one.
        let (mut text, mut pattern, mut there) = (String::new(), String::new(), false);
        let mut end = |text: &mut String, pattern: &mut String, there: &mut bool| {
            if std::mem::take(there) {
                let found = if pattern.contains(['*', '?', '[']) && *pattern != quoted(text) {
                    self.glob(pattern)
                } else {
                    Vec::new()
                };
                if found.is_empty() { all.push(text.clone()) } else { all.extend(found) }
            }
            text.clear();
            pattern.clear();
        };
        for piece in pieces {
            match piece {
                Piece::Kept(kept) => {
                    there = true;
                    pattern.push_str(&quoted(&kept));
                    text.push_str(&kept);
                }
                Piece::Loose(loose) => {
                    if loose.starts_with(char::is_whitespace) {
                        end(&mut text, &mut pattern, &mut there);
                    }
                    for (at, word) in loose.split_whitespace().enumerate() {
                        if at > 0 {
                            end(&mut text, &mut pattern, &mut there);
                        }
                        there = true;
                        text.push_str(word);
                        pattern.push_str(word);
                    }
                    if loose.ends_with(char::is_whitespace) {
                        end(&mut text, &mut pattern, &mut there);
                    }
                }
                Piece::Fields(fields) => {
                    for (at, field) in fields.iter().enumerate() {
                        if at > 0 {
                            end(&mut text, &mut pattern, &mut there);
                        }
                        there = true;
                        text.push_str(field);
                        pattern.push_str(&quoted(field));
                    }
                }
            }
        }
        end(&mut text, &mut pattern, &mut there);
    }

    /// The files whose names a pattern matches.
    fn glob(&self, pattern: &str) -> Vec<String> {
        let (folder, last) = pattern.rsplit_once('/').map_or((".", pattern), |(folder, last)| (folder, last));
        let folder_path = self.process.path(folder);
        let listed = self.process.files(|files| files.list(&folder_path)).unwrap_or_default();
        let names = listed.into_iter().map(|(name, _)| name);
        let fits =
            names.filter(|name| matches(last, name) && (!name.starts_with('.') || last.starts_with('.')));
        fits.map(|name| if pattern.contains('/') { format!("{folder}/{name}") } else { name }).collect()
    }

    async fn pieces(&mut self, text: &str) -> Expanded<Vec<Piece>> {
        let Ok(parsed) = word::parse(text, &ParserOptions::default()) else {
            return Ok(vec![Piece::Kept(text.to_owned())]);
        };
        let mut all = Vec::new();
        for piece in &parsed {
            self.piece(piece, false, &mut all).await?;
        }
        Ok(all)
    }

    fn piece<'s>(
        &'s mut self,
        piece: &'s WordPieceWithSource,
        inside: bool,
        all: &'s mut Vec<Piece>,
    ) -> BoxFuture<'s, Expanded<()>> {
        Box::pin(async move {
            let found = |text: String| if inside { Piece::Kept(text) } else { Piece::Loose(text) };
            match &piece.piece {
                WordPiece::Text(text) if inside => all.push(Piece::Kept(text.clone())),
                // Not to be split: blanks end a word before it comes here.
                WordPiece::Text(text) => all.push(Piece::Loose(text.clone())),
                WordPiece::SingleQuotedText(text) | WordPiece::AnsiCQuotedText(text) => {
                    all.push(Piece::Kept(text.clone()));
                }
                WordPiece::EscapeSequence(text) => {
                    all.push(Piece::Kept(text.strip_prefix('\\').unwrap_or(text).to_owned()));
                }
                WordPiece::DoubleQuotedSequence(pieces) | WordPiece::GettextDoubleQuotedSequence(pieces) => {
                    let whole = |piece: &WordPiece| {
                        matches!(
                            piece,
                            WordPiece::ParameterExpansion(ParameterExpr::Parameter {
                                parameter: Parameter::Special(SpecialParameter::AllPositionalParameters {
                                    concatenate: false
                                }),
                                ..
                            })
                        )
                    };
                    // `"$@"` without arguments is nothing at all.
                    if !(pieces.len() == 1 && whole(&pieces[0].piece)) {
                        all.push(Piece::Kept(String::new()));
                    }
                    for piece in pieces {
                        self.piece(piece, true, all).await?;
                    }
                }
                WordPiece::CommandSubstitution(script) | WordPiece::BackquotedCommandSubstitution(script) => {
                    let text = self.substitute(script).await;
                    all.push(found(text));
                }
                WordPiece::ArithmeticExpression(sum) => {
                    let text = self.text(&sum.value).await?;
                    let parsed = brush_parser::arithmetic::parse(&text);
                    let value = parsed.ok().and_then(|sum| self.sum(&sum)).unwrap_or(0);
                    all.push(found(value.to_string()));
                }
                WordPiece::ParameterExpansion(expression) => {
                    let piece = self.parameter(expression, inside).await?;
                    all.push(piece);
                }
                WordPiece::TildeExpansion(_) => {
                    all.push(Piece::Kept(self.get("HOME").unwrap_or_else(|| "/root".to_owned())));
                }
            }
            Ok(())
        })
    }

    /// What a script prints, without its last line ends.
    async fn substitute(&mut self, script: &str) -> String {
        let (sender, input) = Input::pipe();
        let mut shell = self.clone();
        shell.traps.clear();
        shell.process.outputs.insert(1, Output::Pipe(sender));
        self.status = Box::pin(shell.script(script)).await;
        drop(shell);
        let bytes = input.read_all().await;
        String::from_utf8_lossy(&bytes).trim_end_matches('\n').to_owned()
    }

    fn value(&self, parameter: &Parameter) -> Option<String> {
        Some(match parameter {
            Parameter::Positional(0) | Parameter::Special(SpecialParameter::ShellName) => self.name.clone(),
            Parameter::Positional(number) => self.arguments.get(*number as usize - 1)?.clone(),
            Parameter::Named(name) => self.get(name)?,
            Parameter::Special(special) => match special {
                SpecialParameter::AllPositionalParameters { .. } if self.arguments.is_empty() => return None,
                SpecialParameter::AllPositionalParameters { .. } => self.arguments.join(" "),
                SpecialParameter::PositionalParameterCount => self.arguments.len().to_string(),
                SpecialParameter::LastExitStatus => self.status.to_string(),
                SpecialParameter::ProcessId => self.process.pid.to_string(),
                SpecialParameter::LastBackgroundProcessId => self.background.to_string(),
                _ => String::new(),
            },
            _ => return None,
        })
    }

    async fn parameter(&mut self, expression: &ParameterExpr, inside: bool) -> Expanded<Piece> {
        use ParameterExpr as E;
        let found = |text: String| if inside { Piece::Kept(text) } else { Piece::Loose(text) };
        let there = |value: &Option<String>, test: &ParameterTestType| match test {
            ParameterTestType::UnsetOrNull => value.as_ref().is_some_and(|value| !value.is_empty()),
            ParameterTestType::Unset => value.is_some(),
        };
        Ok(match expression {
            E::Parameter {
                parameter:
                    Parameter::Special(SpecialParameter::AllPositionalParameters { concatenate: false }),
                ..
            } if inside => Piece::Fields(self.arguments.clone()),
            E::Parameter { parameter, .. } => match self.value(parameter) {
                Some(value) => found(value),
                None if self.strict && !matches!(parameter, Parameter::Special(_)) => {
                    self.process.fail(format!("{}: 1: {parameter}: parameter not set", self.name));
                    return Err(Leave::Exit(2));
                }
                None => found(String::new()),
            },
            E::UseDefaultValues { parameter, test_type, default_value, .. } => match self.value(parameter) {
                value if there(&value, test_type) => found(value.unwrap_or_default()),
                _ => found(Box::pin(self.text(default_value.as_deref().unwrap_or_default())).await?),
            },
            E::AssignDefaultValues { parameter, test_type, default_value, .. } => match self.value(parameter)
            {
                value if there(&value, test_type) => found(value.unwrap_or_default()),
                _ => {
                    let value = Box::pin(self.text(default_value.as_deref().unwrap_or_default())).await?;
                    if let Parameter::Named(name) = parameter {
                        self.set(name, value.clone());
                    }
                    found(value)
                }
            },
            E::UseAlternativeValue { parameter, test_type, alternative_value, .. } => {
                if there(&self.value(parameter), test_type) {
                    found(Box::pin(self.text(alternative_value.as_deref().unwrap_or_default())).await?)
                } else {
                    found(String::new())
                }
            }
            E::IndicateErrorIfNullOrUnset { parameter, test_type, error_message, .. } => {
                match self.value(parameter) {
                    value if there(&value, test_type) => found(value.unwrap_or_default()),
                    _ => {
                        let words = error_message.as_deref().unwrap_or("parameter not set");
                        self.process.fail(format!("{}: 1: {parameter}: {words}", self.name));
                        return Err(Leave::Exit(2));
                    }
                }
            }
            E::ParameterLength { parameter, .. } => {
                found(self.value(parameter).unwrap_or_default().chars().count().to_string())
            }
            E::RemoveSmallestSuffixPattern { parameter, pattern, .. } => {
                found(self.cut(parameter, pattern.as_ref(), false, false).await?)
            }
            E::RemoveLargestSuffixPattern { parameter, pattern, .. } => {
                found(self.cut(parameter, pattern.as_ref(), false, true).await?)
            }
            E::RemoveSmallestPrefixPattern { parameter, pattern, .. } => {
                found(self.cut(parameter, pattern.as_ref(), true, false).await?)
            }
            E::RemoveLargestPrefixPattern { parameter, pattern, .. } => {
                found(self.cut(parameter, pattern.as_ref(), true, true).await?)
            }
            _ => found(String::new()),
        })
    }

    /// A value without what a pattern matches at its front or end.
    async fn cut(
        &mut self,
        parameter: &Parameter,
        pattern: Option<&String>,
        front: bool,
        most: bool,
    ) -> Expanded<String> {
        let value = self.value(parameter).unwrap_or_default();
        let pattern = Box::pin(self.pattern(pattern.map_or("", String::as_str))).await?;
        let mut ends: Vec<usize> = value.char_indices().map(|(at, _)| at).chain([value.len()]).collect();
        if front == most {
            ends.reverse();
        }
        if !front {
            // The shortest end begins last.
            let found = ends.iter().rev().copied();
            let found: Vec<usize> = if most == front { found.collect() } else { ends.clone() };
            let order: Vec<usize> = {
                let mut all = found;
                all.sort_unstable();
                if !most {
                    all.reverse();
                }
                all
            };
            let hit = order.into_iter().find(|at| matches(&pattern, &value[*at..]));
            return Ok(hit.map_or(value.clone(), |at| value[..at].to_owned()));
        }
        ends.sort_unstable();
        if most {
            ends.reverse();
        }
        let hit = ends.into_iter().find(|at| matches(&pattern, &value[..*at]));
        Ok(hit.map_or(value.clone(), |at| value[at..].to_owned()))
    }

    fn sum(&mut self, sum: &Sum) -> Option<i64> {
        Some(match sum {
            Sum::Literal(number) => *number,
            Sum::Reference(ArithmeticTarget::Variable(name)) => {
                self.get(name).and_then(|text| text.trim().parse().ok()).unwrap_or(0)
            }
            Sum::UnaryOp(UnaryOperator::UnaryMinus, of) => -self.sum(of)?,
            Sum::UnaryOp(UnaryOperator::LogicalNot, of) => i64::from(self.sum(of)? == 0),
            Sum::UnaryOp(_, of) => self.sum(of)?,
            Sum::Assignment(ArithmeticTarget::Variable(name), value) => {
                let value = self.sum(value)?;
                self.set(name, value.to_string());
                value
            }
            Sum::Conditional(condition, one, other) => {
                if self.sum(condition)? != 0 {
                    self.sum(one)?
                } else {
                    self.sum(other)?
                }
            }
            Sum::BinaryOp(sign, one, other) => {
                let (one, other) = (self.sum(one)?, self.sum(other)?);
                match sign {
                    Sign::Add => one + other,
                    Sign::Subtract => one - other,
                    Sign::Multiply => one * other,
                    Sign::Divide => one.checked_div(other)?,
                    Sign::Modulo => one.checked_rem(other)?,
                    Sign::LessThan => i64::from(one < other),
                    Sign::LessThanOrEqualTo => i64::from(one <= other),
                    Sign::GreaterThan => i64::from(one > other),
                    Sign::GreaterThanOrEqualTo => i64::from(one >= other),
                    Sign::Equals => i64::from(one == other),
                    Sign::NotEquals => i64::from(one != other),
                    _ => return None,
                }
            }
            _ => return None,
        })
    }
}

/// A text as a pattern that matches it alone.
fn quoted(text: &str) -> String {
    text.chars()
        .flat_map(|letter| {
            let escape = matches!(letter, '*' | '?' | '[' | ']' | '\\').then_some('\\');
            escape.into_iter().chain([letter])
        })
        .collect()
}

/// Whether a pattern of a shell matches a text as a whole.
pub fn matches(pattern: &str, text: &str) -> bool {
    let mut expression = String::from("(?s)^");
    let mut letters = pattern.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '*' => expression.push_str(".*"),
            '?' => expression.push('.'),
            '[' => {
                expression.push('[');
                if letters.next_if_eq(&'!').is_some() {
                    expression.push('^');
                }
            }
            ']' => expression.push(']'),
            '-' => expression.push('-'),
            '\\' => expression.push_str(&regex::escape(&letters.next().unwrap_or('\\').to_string())),
            other => expression.push_str(&regex::escape(&other.to_string())),
        }
    }
    expression.push('$');
    regex::Regex::new(&expression).is_ok_and(|expression| expression.is_match(text))
}
