//! A small POSIX shell: the crate `brush-parser` reads a script, what it means is carried out here.

mod builtin;
mod expand;
mod redirect;
mod testing;

use std::collections::BTreeMap;

use brush_parser::ast::{self, AndOr, Command, CompoundCommand, CompoundList, Pipeline, SeparatorOperator};
use brush_parser::{Parser, ParserOptions};
use futures_util::future::{BoxFuture, join_all};

use super::process::{Input, Output, Process};
use super::programs;
pub use testing::test;

/// What ends a list of commands before its end.
pub enum Leave {
    Exit(i32),
    Return(i32),
    Break(u32),
    Continue(u32),
}

/// A status, or what is left.
type Went = Result<i32, Leave>;

/// A shell.
#[derive(Clone)]
pub struct Shell {
    pub process: Process,
    /// `$0`.
    name: String,
    /// `$1` and so on.
    arguments: Vec<String>,
    /// Those that are not exported.
    variables: BTreeMap<String, String>,
    functions: BTreeMap<String, ast::FunctionBody>,
    /// Actions by signal; 0 is the end.
    traps: BTreeMap<i32, String>,
    status: i32,
    /// `set -e`, where it counts.
    stops: bool,
    /// `set -u`.
    strict: bool,
    background: u32,
}

/// `sh`: a script as a word, a file, or standard input.
pub async fn main(process: Process, arguments: &[&str]) -> i32 {
    let mut stops = false;
    let mut words = arguments;
    while let Some((first, rest)) = words.split_first() {
        let Some(letters) = first.strip_prefix('-') else { break };
        words = rest;
        stops |= letters.contains('e');
        if letters.contains('c') {
            let Some((script, rest)) = words.split_first() else { return 2 };
            let name = rest.first().map_or("sh", |name| name);
            let rest = rest.iter().skip(1).map(|&word| word.to_owned()).collect();
            let mut shell = Shell::new(process, name.to_owned(), rest);
            shell.stops = stops;
            return shell.script(script).await;
        }
    }
    let rest = words.iter().skip(1).map(|&word| word.to_owned()).collect();
    let (text, name) = match words.first() {
        Some(path) => {
            if let Ok(content) = process.files(|files| files.read(&process.path(path))) {
                (content.text(), (*path).to_owned())
            } else {
                process.fail(format!("sh: 0: cannot open {path}: No such file"));
                return 2;
            }
        }
        None => (String::from_utf8_lossy(&process.input.read_all().await).into_owned(), "sh".to_owned()),
    };
    Shell { stops, ..Shell::new(process, name, rest) }.script(&text).await
}

/// The words of a line, quotes taken away.
pub fn split(text: &str) -> Vec<String> {
    let tokens = brush_parser::uncached_tokenize_str(text, &ParserOptions::default().tokenizer_options());
    tokens.unwrap_or_default().iter().map(|token| brush_parser::unquote_str(token.to_str())).collect()
}

impl Shell {
    pub fn new(process: Process, name: String, arguments: Vec<String>) -> Self {
        Self {
            process,
            name,
            arguments,
            variables: BTreeMap::new(),
            functions: BTreeMap::new(),
            traps: BTreeMap::new(),
            status: 0,
            stops: false,
            strict: false,
            background: 0,
        }
    }

    /// Carries out a whole script: its status.
    pub async fn script(&mut self, text: &str) -> i32 {
        let mut status = match self.source(text).await {
            Ok(status) | Err(Leave::Exit(status) | Leave::Return(status)) => status,
            Err(Leave::Break(_) | Leave::Continue(_)) => self.status,
        };
        if let Some(action) = self.traps.remove(&0) {
            self.status = status;
            if let Err(Leave::Exit(other)) = self.source(&action).await {
                status = other;
            }
        }
        status
    }

    /// Carries out text in this shell.
    async fn source(&mut self, text: &str) -> Went {
        let parsed = Parser::new(text.as_bytes(), &ParserOptions::default()).parse_program();
        let Ok(program) = parsed else {
            self.process.fail(format!("{}: 1: Syntax error", self.name));
            return Err(Leave::Exit(2));
        };
        let mut status = 0;
        for list in &program.complete_commands {
            status = self.list(list).await?;
        }
        Ok(status)
    }

    fn list<'s>(&'s mut self, list: &'s CompoundList) -> BoxFuture<'s, Went> {
        Box::pin(async move {
            for ast::CompoundListItem(commands, separator) in &list.0 {
                if matches!(separator, SeparatorOperator::Async) {
                    self.in_background(commands.clone());
                    continue;
                }
                self.status = self.and_or(commands).await?;
                self.signals().await?;
            }
            Ok(self.status)
        })
    }

    /// Runs a list beside this shell, and does not wait for it.
    fn in_background(&mut self, commands: ast::AndOrList) {
        let mut shell = self.clone();
        shell.process = self.process.child(std::slice::from_ref(&self.name));
        shell.traps.clear();
        self.background = shell.process.pid;
        let process = shell.process.clone();
        let task = tokio::spawn(async move {
            tokio::select! {
                _ = shell.and_or(&commands) => {}
                _ = process.killed() => {}
            }
            process.container(|container| container.processes.remove(&process.pid));
        });
        self.process.container(|container| container.tasks.push(task.abort_handle()));
    }

    async fn and_or(&mut self, list: &ast::AndOrList) -> Went {
        let alone = list.additional.is_empty();
        let mut status = self.pipeline(&list.first, alone).await?;
        for (index, next) in list.additional.iter().enumerate() {
            let counts = index + 1 == list.additional.len();
            self.status = status;
            match next {
                AndOr::And(pipeline) if status == 0 => status = self.pipeline(pipeline, counts).await?,
                AndOr::Or(pipeline) if status != 0 => status = self.pipeline(pipeline, counts).await?,
                _ => {}
            }
        }
        Ok(status)
    }

    /// `counts`: a failure ends the shell, where it was told so.
    async fn pipeline(&mut self, pipeline: &Pipeline, counts: bool) -> Went {
        let stops = self.stops;
        self.stops &= counts && !pipeline.bang;
        let went = match pipeline.seq.as_slice() {
            [only] => self.command(only).await,
            several => Ok(self.pipe(several).await),
        };
        let here = self.stops;
        // `set -e` itself is a command.
        self.stops = if counts && !pipeline.bang { here } else { stops };
        let status = if pipeline.bang { i32::from(went? == 0) } else { went? };
        if status != 0 && here {
            return Err(Leave::Exit(status));
        }
        Ok(status)
    }

    /// Several commands at once, each in a shell of its own: the status of the last.
    async fn pipe(&mut self, commands: &[Command]) -> i32 {
        let mut shells: Vec<Self> = commands.iter().map(|_| self.clone()).collect();
        for at in 1..shells.len() {
            let (sender, input) = Input::pipe();
            shells[at - 1].process.outputs.insert(1, Output::Pipe(sender));
            shells[at].process.input = input;
        }
        let mut running: Vec<BoxFuture<'_, i32>> = Vec::new();
        for (mut shell, command) in shells.into_iter().zip(commands) {
            running.push(Box::pin(async move {
                match shell.command(command).await {
                    Ok(status) | Err(Leave::Exit(status) | Leave::Return(status)) => status,
                    Err(_) => 0,
                }
            }));
        }
        join_all(running).await.pop().unwrap_or(0)
    }

    fn command<'s>(&'s mut self, command: &'s Command) -> BoxFuture<'s, Went> {
        Box::pin(async move {
            self.process.breathe().await;
            match command {
                Command::Simple(simple) => self.simple(simple).await,
                Command::Compound(compound, redirects) => {
                    let before = (self.process.input.clone(), self.process.outputs.clone());
                    for redirect in redirects.as_ref().map_or(&[][..], |list| &list.0) {
                        if let Err(status) = self.redirect(redirect).await {
                            return Ok(status);
                        }
                    }
                    let went = self.compound(compound).await;
                    (self.process.input, self.process.outputs) = before;
                    went
                }
                Command::Function(function) => {
                    self.functions.insert(function.fname.value.clone(), function.body.clone());
                    Ok(0)
                }
                Command::ExtendedTest(..) => Ok(self.process.fail("[[: not found").max(127)),
            }
        })
    }

    async fn compound(&mut self, compound: &CompoundCommand) -> Went {
        match compound {
            CompoundCommand::BraceGroup(group) => self.list(&group.list).await,
            CompoundCommand::Subshell(subshell) => {
                let mut shell = self.clone();
                shell.traps.clear();
                match shell.list(&subshell.list).await {
                    Ok(status) | Err(Leave::Exit(status) | Leave::Return(status)) => Ok(status),
                    Err(_) => Ok(0),
                }
            }
            CompoundCommand::IfClause(clause) => {
                if self.condition(&clause.condition).await? {
                    return self.list(&clause.then).await;
                }
                for other in clause.elses.iter().flatten() {
                    let holds = match &other.condition {
                        Some(condition) => self.condition(condition).await?,
                        None => true,
                    };
                    if holds {
                        return self.list(&other.body).await;
                    }
                }
                Ok(0)
            }
            CompoundCommand::WhileClause(clause) => self.repeat(&clause.0, &clause.1.list, true).await,
            CompoundCommand::UntilClause(clause) => self.repeat(&clause.0, &clause.1.list, false).await,
            CompoundCommand::ForClause(clause) => {
                let values = match &clause.values {
                    Some(words) => self.words(&words.iter().collect::<Vec<_>>()).await?,
                    None => self.arguments.clone(),
                };
                for value in values {
                    self.set(&clause.variable_name, value);
                    match self.list(&clause.body.list).await {
                        Err(Leave::Break(1)) => break,
                        Err(Leave::Break(more)) => return Err(Leave::Break(more - 1)),
                        Ok(_) | Err(Leave::Continue(1)) => {}
                        Err(other) => return Err(other),
                    }
                }
                Ok(self.status)
            }
            CompoundCommand::CaseClause(clause) => {
                let value = self.text(&clause.value.value).await?;
                for case in &clause.cases {
                    for pattern in &case.patterns {
                        let pattern = self.pattern(&pattern.value).await?;
                        if expand::matches(&pattern, &value) {
                            return match &case.cmd {
                                Some(list) => self.list(list).await,
                                None => Ok(0),
                            };
                        }
                    }
                }
                Ok(0)
            }
            _ => Ok(self.process.fail("the model's shell has no such command")),
        }
    }

    /// Whether a list ends well; what fails in it does not end the shell.
    async fn condition(&mut self, list: &CompoundList) -> Result<bool, Leave> {
        let stops = std::mem::take(&mut self.stops);
        let went = self.list(list).await;
        self.stops = stops;
        Ok(went? == 0)
    }

    async fn repeat(&mut self, condition: &CompoundList, body: &CompoundList, wanted: bool) -> Went {
        let mut status = 0;
        while self.condition(condition).await? == wanted {
            match self.list(body).await {
                Ok(last) => status = last,
                Err(Leave::Break(1)) => break,
                Err(Leave::Break(more)) => return Err(Leave::Break(more - 1)),
                Err(Leave::Continue(1)) => {}
                Err(Leave::Continue(more)) => return Err(Leave::Continue(more - 1)),
                Err(other) => return Err(other),
            }
        }
        Ok(status)
    }

    /// Carries out the actions of the signals that came meanwhile.
    async fn signals(&mut self) -> Result<(), Leave> {
        while let Some(action) = self.process.signal().and_then(|signal| self.traps.get(&signal).cloned()) {
            let status = self.status;
            Box::pin(self.source(&action)).await?;
            self.status = status;
        }
        Ok(())
    }

    /// Runs a program and waits for it; `None` as a shell's own process stays.
    async fn program(&mut self, words: Vec<String>) -> i32 {
        match programs::find(&self.process, &words[0]) {
            Ok(found) => programs::run_child(&self.process, found, words).await,
            Err(unfit) => {
                let why = match unfit.errno {
                    Some(errno) if unfit.status == 126 => errno.words(),
                    _ => "not found",
                };
                self.process.fail(format!("{}: 1: {}: {why}", self.name, words[0]));
                unfit.status
            }
        }
    }

    pub fn get(&self, name: &str) -> Option<String> {
        self.variables.get(name).or_else(|| self.process.env.get(name)).cloned()
    }

    pub fn set(&mut self, name: &str, value: String) {
        if let Some(exported) = self.process.env.get_mut(name) {
            *exported = value;
        } else {
            self.variables.insert(name.to_owned(), value);
        }
    }
}
