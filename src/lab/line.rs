//! Command lines of a step.

use std::ops::Range;

use super::string::decode;
use super::text::fill;
use crate::command::{self, Action, Flag, Syntax, Values, parse_on};
use crate::source::{Located, Source, Spanned};

/// One command line of a step.
#[derive(Debug, Clone)]
pub struct Command {
    /// The line as it was written (without its TOML quotes), and where.
    pub line: Spanned<String>,
    /// How it must fail, or `None` if it must not fail.
    pub fails: Option<Failure>,
    /// What the line means by itself, for code that does not run it.
    ///
    /// A placeholder stands in for each captured value.
    pub action: Action,
    /// Where captured values stand in the line, and their names.
    captured: Vec<(Range<usize>, String)>,
}

/// How a command must fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// A refusal, by the runner's word for it.
    Refused(&'static str),
    /// `exit N`: this status of the program in the container.
    Exit(i64),
}

impl Failure {
    /// The runner's words for refusals.
    pub const REFUSALS: [&'static str; 7] =
        ["not-found", "no-such-image", "name-taken", "in-use", "not-running", "port-taken", "other"];
}

impl Command {
    /// Creates a command from a line that was read.
    pub(super) const fn new(
        line: Spanned<String>,
        action: Action,
        captured: Vec<(Range<usize>, String)>,
        fails: Option<Failure>,
    ) -> Self {
        Self { line, fails, action, captured }
    }

    /// Returns the line with the place of each of its parts in the file.
    #[must_use]
    pub fn located(&self, source: &Source) -> Located {
        decode(&source.text, self.line.span)
    }

    /// Returns the line as people may see it, with the captured values.
    #[must_use]
    pub fn shown(&self, values: &Values) -> String {
        fill(&self.line.value, &self.captured, values)
    }

    /// Returns the flags that it has, each once, with the command that they belong to.
    #[must_use]
    pub fn flags(&self) -> Vec<(&'static Syntax, &'static Flag)> {
        let line = Located::verbatim(self.line.value.as_str(), self.line.span.start);
        // A captured value is never a flag.
        command::flags(&line, &Values::new())
    }

    /// Returns what the line means with these captured values.
    ///
    /// `env` has the values for `-e NAME`; `host` has the host paths that may be mounted.
    ///
    /// # Errors
    /// The name of a value that is invalid in this line: a captured text need not be a name, a path or
    /// whatever else is needed there.
    pub fn filled(&self, values: &Values, env: &Values, host: &[String]) -> Result<Action, String> {
        let Some((_, first)) = self.captured.first() else { return Ok(self.action.clone()) };
        // A value is never a flag: a container's output does not decide what a command does.
        let flag = |name: &String| values.get(name).is_none_or(|value| value.starts_with('-'));
        if let Some((_, name)) = self.captured.iter().find(|(_, name)| flag(name)) {
            return Err(name.clone());
        }
        let line = Located::verbatim(self.line.value.as_str(), self.line.span.start);
        let mut action = parse_on(&line, values, host).map_err(|_| first.clone())?;
        environment(&mut action, env);
        Ok(action)
    }
}

/// Sets each `-e NAME` and `--build-arg NAME` without a value to the lab's value.
pub fn environment(action: &mut Action, env: &Values) {
    let variables = match action.plain_mut() {
        Action::Run(run) => &mut run.container.env,
        Action::Create(create) => &mut create.container.env,
        Action::Exec(exec) => &mut exec.env,
        Action::Build(build) => &mut build.arguments,
        _ => return,
    };
    for variable in variables.iter_mut().filter(|variable| variable.value.is_none()) {
        variable.value = env.get(&variable.name.value).cloned();
    }
}
