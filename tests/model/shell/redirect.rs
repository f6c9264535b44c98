//! Simple commands and where they read from and write to.

use brush_parser::ast::{
    AssignmentName, AssignmentValue, CommandPrefixOrSuffixItem as Item, IoFileRedirectKind as Kind,
    IoFileRedirectTarget as Target, IoRedirect, SimpleCommand,
};
use bytes::Bytes;

use super::super::process::{Input, Output};
use super::super::programs::text::stream_of;
use super::super::tree::Thing;
use super::{Leave, Shell, Went};

impl Shell {
    pub(super) async fn simple(&mut self, command: &SimpleCommand) -> Went {
        let before = (self.process.input.clone(), self.process.outputs.clone());
        let prefix = command.prefix.as_ref().map_or(&[][..], |prefix| &prefix.0);
        let suffix = command.suffix.as_ref().map_or(&[][..], |suffix| &suffix.0);
        let items: Vec<(bool, &Item)> =
            prefix.iter().map(|item| (true, item)).chain(suffix.iter().map(|item| (false, item))).collect();
        let mut words: Vec<&brush_parser::ast::Word> = command.word_or_name.iter().collect();
        let mut assigned = Vec::new();
        let mut failed = None;
        for (first, item) in &items {
            match item {
                Item::Word(word) => words.push(word),
                Item::AssignmentWord(_, word) if !first => {
                    words.push(word);
                }
                Item::AssignmentWord(assignment, _) => {
                    if let (AssignmentName::VariableName(name), AssignmentValue::Scalar(value)) =
                        (&assignment.name, &assignment.value)
                    {
                        assigned.push((name.clone(), self.text(&value.value).await?));
                    }
                }
                Item::IoRedirect(_) | Item::ProcessSubstitution(..) => {}
            }
        }
        let words = self.words(&words).await?;
        for (_, item) in &items {
            if let Item::IoRedirect(redirect) = item {
                failed = failed.or(self.redirect(redirect).await.err());
            }
        }
        let kept = words.first().is_some_and(|word| word == "exec") && words.len() == 1;
        let went = match failed {
            Some(status) => Ok(status),
            None if words.is_empty() => {
                for (name, value) in assigned {
                    self.set(&name, value);
                }
                // The status of a substitution, where there was one.
                Ok(if command.prefix.is_some() {
                    self.status * i32::from(has_substitution(command))
                } else {
                    0
                })
            }
            None => self.with(assigned, words).await,
        };
        if !kept {
            (self.process.input, self.process.outputs) = before;
        }
        went
    }

    /// A command with variables of its own.
    async fn with(&mut self, assigned: Vec<(String, String)>, words: Vec<String>) -> Went {
        let before = self.process.env.clone();
        let own = !assigned.is_empty();
        self.process.env.extend(assigned);
        let went = if self.functions.contains_key(&words[0]) {
            self.function(&words).await
        } else if let Some(went) = Box::pin(self.builtin(&words)).await {
            went
        } else {
            Ok(self.program(words).await)
        };
        if own {
            self.process.env = before;
        }
        went
    }

    async fn function(&mut self, words: &[String]) -> Went {
        let Some(body) = self.functions.get(&words[0]).cloned() else { return Ok(127) };
        let arguments = std::mem::replace(&mut self.arguments, words[1..].to_vec());
        let went = Box::pin(self.compound(&body.0)).await;
        self.arguments = arguments;
        match went {
            Err(Leave::Return(status)) => Ok(status),
            other => other,
        }
    }

    /// Opens what a redirection names; the status where that cannot be done, which is complained of.
    pub(super) async fn redirect(&mut self, redirect: &IoRedirect) -> Result<(), i32> {
        match redirect {
            IoRedirect::File(number, kind, target) => {
                let number = number.and_then(|number| u32::try_from(number).ok());
                let path = match target {
                    Target::Filename(word) | Target::Duplicate(word) => {
                        self.text(&word.value).await.map_err(|_| 2)?
                    }
                    Target::Fd(number) => number.to_string(),
                    Target::ProcessSubstitution(..) => return Err(2),
                };
                self.open(number, kind, &path)
            }
            IoRedirect::OutputAndError(word, append) => {
                let path = self.text(&word.value).await.map_err(|_| 2)?;
                let kind = if *append { Kind::Append } else { Kind::Write };
                self.open(Some(1), &kind, &path)?;
                self.duplicate(2, "1")
            }
            IoRedirect::HereDocument(_, document) => {
                let text = &document.doc.value;
                let text = if document.requires_expansion {
                    self.text(text).await.map_err(|_| 2)?
                } else {
                    text.clone()
                };
                self.process.input = Input::of(Bytes::from(text));
                Ok(())
            }
            IoRedirect::HereString(_, word) => {
                let text = self.text(&word.value).await.map_err(|_| 2)?;
                self.process.input = Input::of(Bytes::from(text + "\n"));
                Ok(())
            }
        }
    }

    fn duplicate(&mut self, number: u32, of: &str) -> Result<(), i32> {
        if of == "-" {
            self.process.outputs.insert(number, Output::Nothing);
            return Ok(());
        }
        let of = of.parse().ok().and_then(|of| self.process.outputs.get(&of)).cloned();
        self.process.outputs.insert(number, of.ok_or(2)?);
        Ok(())
    }

    fn open(&mut self, number: Option<u32>, kind: &Kind, path: &str) -> Result<(), i32> {
        let full = self.process.path(path);
        let append = match kind {
            Kind::DuplicateOutput => return self.duplicate(number.unwrap_or(1), path),
            Kind::DuplicateInput => return Ok(()),
            Kind::Read => {
                let content = self.process.files(|files| files.read(&full)).map_err(|errno| {
                    let why =
                        if errno.words().starts_with("No such") { "No such file" } else { errno.words() };
                    self.process.fail(format!("{}: 1: cannot open {path}: {why}", self.name));
                    2
                })?;
                self.process.input = Input::of(content.bytes());
                return Ok(());
            }
            Kind::Append | Kind::ReadAndWrite => true,
            Kind::Write | Kind::Clobber => false,
        };
        let opened = self.process.files(|files| {
            let at = files.open(&full, append)?;
            Ok(files.node(&at).map(|node| (at, node.thing)))
        });
        let opened = opened.map_err(|errno: super::super::errno::Errno| {
            let why =
                if errno.words().starts_with("No such") { "Directory nonexistent" } else { errno.words() };
            self.process.fail(format!("{}: 1: cannot create {path}: {why}", self.name));
            2
        })?;
        let output = match opened {
            Some((at, Thing::File(_))) => Output::File(at),
            Some((_, thing)) => {
                let stream = stream_of(&thing).and_then(|number| self.process.outputs.get(&number));
                stream.cloned().unwrap_or(Output::Nothing)
            }
            None => Output::Nothing,
        };
        self.process.outputs.insert(number.unwrap_or(1), output);
        Ok(())
    }
}

fn has_substitution(command: &SimpleCommand) -> bool {
    command.to_string().contains(['`', '$'])
}
