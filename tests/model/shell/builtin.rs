//! Commands that are the shell's own.

use super::super::process::signal_number;
use super::super::programs::{self, text};
use super::{Leave, Shell, Went, test};

impl Shell {
    /// Carries out a command that is the shell's own; none: it is not.
    pub(super) async fn builtin(&mut self, words: &[String]) -> Option<Went> {
        let arguments: Vec<&str> = words[1..].iter().map(String::as_str).collect();
        let number =
            |at: usize, otherwise: i32| arguments.get(at).and_then(|it| it.parse().ok()).unwrap_or(otherwise);
        let levels = || u32::try_from(number(0, 1)).unwrap_or(1);
        Some(match words[0].as_str() {
            ":" | "true" | "umask" | "hash" => Ok(0),
            "false" => Ok(1),
            "exit" => Err(Leave::Exit(number(0, self.status))),
            "return" => Err(Leave::Return(number(0, self.status))),
            "break" | "continue" => {
                self.status = 0;
                Err(if words[0] == "break" { Leave::Break(levels()) } else { Leave::Continue(levels()) })
            }
            "echo" => Ok(text::echo(&self.process, &arguments)),
            "printf" => Ok(text::printf(&self.process, &arguments)),
            "test" | "[" => Ok(i32::from(!test(&self.process, &arguments))),
            "pwd" => Ok(programs::system::pwd(&self.process)),
            "kill" => Ok(programs::system::kill(&self.process, &arguments)),
            "cd" => Ok(self.cd(arguments.first().copied())),
            "export" | "readonly" | "local" => {
                for word in &arguments {
                    let (name, value) =
                        word.split_once('=').map_or((*word, None), |(name, value)| (name, Some(value)));
                    let value = value.map(str::to_owned).or_else(|| self.get(name)).unwrap_or_default();
                    if words[0] == "export" {
                        self.variables.remove(name);
                        self.process.env.insert(name.to_owned(), value);
                    } else {
                        self.set(name, value);
                    }
                }
                Ok(0)
            }
            "unset" => {
                for word in arguments {
                    self.variables.remove(word);
                    self.process.env.remove(word);
                }
                Ok(0)
            }
            "set" => Ok(self.set_options(&arguments)),
            "shift" => {
                let count = usize::try_from(number(0, 1)).unwrap_or(1).min(self.arguments.len());
                self.arguments.drain(..count);
                Ok(0)
            }
            "trap" => Ok(self.trap(&arguments)),
            "wait" => self.wait(&arguments).await,
            "eval" => self.source(&arguments.join(" ")).await,
            "exec" if arguments.is_empty() => Ok(0),
            "exec" => Err(Leave::Exit(self.become_program(words[1..].to_vec()).await)),
            "." | "source" => match self
                .process
                .files(|files| files.read(&self.process.path(arguments.first().unwrap_or(&""))))
            {
                Ok(content) => self.source(&content.text()).await,
                Err(_) => Err(Leave::Exit(2)),
            },
            "read" => Ok(self.read(&arguments).await),
            "command" | "type" => match arguments.as_slice() {
                ["-v", name] | [name] if words[0] == "type" || arguments[0] == "-v" => {
                    match programs::find(&self.process, name) {
                        Ok(_) => self.process.say(format!("{name}\n")),
                        Err(_) => return Some(Ok(127)),
                    }
                    Ok(0)
                }
                _ => Ok(self.program(words[1..].to_vec()).await),
            },
            "ulimit" => Ok(self.ulimit(&arguments)),
            _ => return None,
        })
    }

    fn cd(&mut self, to: Option<&str>) -> i32 {
        let to = to.map_or_else(|| self.get("HOME").unwrap_or_else(|| "/".to_owned()), str::to_owned);
        let path = self.process.path(&to);
        match self.process.files(|files| files.stat(&path, true)) {
            Ok((at, node)) if node.is_directory() => {
                self.process.directory = if at.is_empty() { "/".to_owned() } else { at };
                0
            }
            _ => {
                self.process.fail(format!("{}: 1: cd: can't cd to {to}", self.name));
                2
            }
        }
    }

    fn set_options(&mut self, arguments: &[&str]) -> i32 {
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            if *word == "--" || !word.starts_with(['-', '+']) {
                let first = if *word == "--" { None } else { Some((*word).to_owned()) };
                self.arguments = first.into_iter().chain(words.map(|&word| word.to_owned())).collect();
                return 0;
            }
            let on = word.starts_with('-');
            for letter in word.chars().skip(1) {
                match letter {
                    'e' => self.stops = on,
                    'u' => self.strict = on,
                    'o' => {
                        words.next();
                    }
                    _ => {}
                }
            }
        }
        0
    }

    fn trap(&mut self, arguments: &[&str]) -> i32 {
        let Some((action, signals)) = arguments.split_first() else { return 0 };
        for signal in signals {
            let number = if ["EXIT", "0"].contains(signal) { Some(0) } else { signal_number(signal) };
            let Some(number) = number else {
                return self.process.fail(format!("{}: 1: trap: {signal}: bad trap", self.name));
            };
            if *action == "-" {
                self.traps.remove(&number);
            } else {
                self.traps.insert(number, (*action).to_owned());
            }
        }
        let handled: Vec<i32> = self.traps.keys().copied().filter(|number| *number > 0).collect();
        self.process.handle(&handled);
        0
    }

    /// Waits for the processes in the background, or until a signal comes.
    async fn wait(&mut self, arguments: &[&str]) -> Went {
        let pids: Vec<u32> = arguments.iter().filter_map(|pid| pid.parse().ok()).collect();
        let pids = if pids.is_empty() { vec![self.background] } else { pids };
        let (model, container) = (self.process.model.clone(), self.process.container.clone());
        let gone = model.until(|world| {
            let processes = &world.containers.get(&container)?.processes;
            (!pids.iter().any(|pid| processes.contains_key(pid))).then_some(())
        });
        let process = self.process.clone();
        let signal = process.signalled();
        let signal = tokio::select! {
            () = gone => return Ok(0),
            signal = signal => signal,
        };
        if let Some(action) = self.traps.get(&signal).cloned() {
            self.source(&action).await?;
        }
        Ok(128 + signal)
    }

    /// Becomes a program: the shell's own process goes on as that.
    async fn become_program(&mut self, words: Vec<String>) -> i32 {
        match programs::find(&self.process, &words[0]) {
            Ok(found) => {
                let listed = words.clone();
                let pid = self.process.pid;
                self.traps.clear();
                self.process.container(|container| {
                    if let Some(process) = container.processes.get_mut(&pid) {
                        process.words = listed;
                        process.handled.clear();
                    }
                });
                // Nothing of the shell is left to hold its streams open.
                let nothing = self.process.clone();
                let process = std::mem::replace(&mut self.process, nothing);
                self.process.outputs.clear();
                self.process.input = super::Input::default();
                programs::run(process, found, words).await
            }
            Err(unfit) => {
                self.process.fail(format!("{}: 1: exec: {}: not found", self.name, words[0]));
                unfit.status
            }
        }
    }

    async fn read(&mut self, arguments: &[&str]) -> i32 {
        let line = self.process.input.read_line().await;
        let text = String::from_utf8_lossy(&line).into_owned();
        let names: Vec<&str> = arguments.iter().copied().filter(|word| !word.starts_with('-')).collect();
        let mut rest = text.trim().to_owned();
        for (at, name) in names.iter().enumerate() {
            let (word, more) = match rest.split_once(char::is_whitespace) {
                Some((word, more)) if at + 1 < names.len() => (word.to_owned(), more.trim().to_owned()),
                _ => (std::mem::take(&mut rest), String::new()),
            };
            self.set(name, word);
            rest = more;
        }
        i32::from(!text.ends_with('\n'))
    }

    fn ulimit(&self, arguments: &[&str]) -> i32 {
        let hard = arguments.iter().any(|word| word.contains('H'));
        let limit = self.process.container(|container| {
            let limit = container.spec.ulimits.iter().find(|limit| limit.name == "nofile");
            limit.map(|limit| if hard { limit.hard } else { limit.soft })
        });
        self.process.say(format!("{}\n", limit.flatten().unwrap_or(1_048_576)));
        0
    }
}
