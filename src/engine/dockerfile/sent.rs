//! A Dockerfile as it is sent: with the engine's names of the images, and a line after each `FROM`.

use std::ops::Range;

use super::super::{Cause, EngineError};
use super::Dockerfile;

impl Dockerfile {
    /// Returns the text for the engine, and the lines that it has more. `rename` returns the engine's name of an
    /// image. Names with variables are written out, so that the engine builds from what was read here.
    pub(in super::super) fn sent(
        &self,
        rename: impl Fn(&str) -> String,
        line: Option<&str>,
    ) -> (String, Lines) {
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        for source in &self.sources {
            let name = if source.is_image { rename(&source.name) } else { source.name.clone() };
            edits.push((source.at.clone(), name));
        }
        let mut lines = Lines::default();
        for (at, stage) in self.stages.iter().enumerate().filter(|_| line.is_some()) {
            let ends = self.text[..stage.end].ends_with('\n');
            let line = line.unwrap_or_default();
            edits.push((stage.end..stage.end, format!("{}{line}\n", if ends { "" } else { "\n" })));
            lines.0.push((stage.line + at + 1, stage.name.clone()));
        }
        edits.sort_by_key(|(at, _)| at.start);
        let (mut made, mut copied) = (String::new(), 0);
        for (at, text) in edits {
            made.push_str(&self.text[copied..at.start]);
            made.push_str(&text);
            copied = at.end;
        }
        made.push_str(&self.text[copied..]);
        (made, lines)
    }
}

/// The lines that were put into a Dockerfile: which, counted from 1, and the names of the stages that they are in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in super::super) struct Lines(Vec<(usize, Option<String>)>);

impl Lines {
    /// Returns how many of them are steps of a build that ends with this stage.
    pub fn up_to(&self, target: Option<&str>) -> usize {
        let named = |target: &str| {
            let is =
                |name: &Option<String>| name.as_ref().is_some_and(|name| name.eq_ignore_ascii_case(target));
            self.0.iter().position(|(_, name)| is(name)).or_else(|| target.parse().ok())
        };
        target.and_then(named).map_or(self.0.len(), |at| at.saturating_add(1).min(self.0.len()))
    }

    /// Returns what an engine says of a line, with the number that it had before.
    pub fn told(&self, error: EngineError) -> EngineError {
        let Cause::Refused { status, words } = &error.cause else { return error };
        let front = "dockerfile parse error line ";
        let is = words.get(..front.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(front));
        let Some((number, behind)) =
            words.get(front.len()..).filter(|_| is).and_then(|it| it.split_once(':'))
        else {
            return error;
        };
        let Ok(number) = number.parse::<usize>() else { return error };
        let before = number - self.0.iter().filter(|(line, _)| *line < number).count();
        let words = format!("{}{before}:{behind}", &words[..front.len()]);
        EngineError { cause: Cause::Refused { status: *status, words }, ..error }
    }
}
