//! Writes an action as a line in one canonical form, which is read as the same action.

mod container;
mod image;
mod life;
mod listing;
mod mount;
mod network;

use std::fmt::{self, Display};
use std::time::Duration;

use super::action::{Action, Env, Redirections, WORKSPACE};
use super::table::Syntax;

impl Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&line(self).text)
    }
}

fn line(action: &Action) -> Line {
    match action {
        Action::Run(run) => container::run(run),
        Action::Create(create) => container::create(create),
        Action::Start(start) => life::start(start),
        Action::Stop(stop) => life::stop(stop),
        Action::Restart(restart) => life::restart(restart),
        Action::Kill(kill) => life::kill(kill),
        Action::Pause(all) => life::plain("pause", all),
        Action::Unpause(all) => life::plain("unpause", all),
        Action::Wait(all) => life::plain("wait", all),
        Action::Remove(remove) => life::remove(remove),
        Action::Copy(copy) => life::copy(copy),
        Action::Exec(exec) => life::exec(exec),
        Action::Rename(rename) => life::rename(rename),
        Action::Update(update) => life::update(update),
        Action::PruneContainers(prune) => listing::prune("container prune", prune),
        Action::Diff(container) => life::plain("diff", [container]),
        Action::Logs(logs) => listing::logs(logs),
        Action::Top(top) => listing::top(top),
        Action::Port(port) => listing::port(port),
        Action::Inspect(inspect) => listing::inspect(inspect),
        Action::ListContainers(list) => listing::containers(list),
        Action::DiskUsage(usage) => listing::disk_usage(usage),
        Action::Version(version) => listing::version(version),
        Action::Commit(commit) => image::commit(commit),
        Action::Build(build) => image::build(build),
        Action::Tag(tag) => image::tag(tag),
        Action::RemoveImages(remove) => image::remove(remove),
        Action::ListImages(list) => image::list(list),
        Action::History(history) => image::history(history),
        Action::PruneImages(prune) => listing::prune("image prune", prune),
        Action::Export(export) => image::export(export),
        Action::Import(import) => image::import(import),
        Action::Save(save) => image::save(save),
        Action::Load(load) => image::load(load),
        Action::CreateVolume(create) => mount::create_volume(create),
        Action::ListVolumes(list) => mount::list_volumes(list),
        Action::RemoveVolumes(remove) => mount::remove_volumes(remove),
        Action::PruneVolumes(prune) => listing::prune("volume prune", prune),
        Action::CreateNetwork(create) => network::create(create),
        Action::ListNetworks(list) => network::list(list),
        Action::RemoveNetworks(remove) => network::remove(remove),
        Action::Connect(connect) => network::connect(connect),
        Action::Disconnect(disconnect) => network::disconnect(disconnect),
        Action::Redirected(redirected) => redirections(line(&redirected.action), &redirected.files),
    }
}

/// Appends the redirections of a command.
fn redirections(mut line: Line, files: &Redirections) -> Line {
    let mut file = |operator: &str, path: &str| {
        line.text.extend([" ", operator]);
        line.word(local(path));
    };
    if let Some(input) = &files.input {
        file("<", &input.value);
    }
    if let Some(output) = &files.output {
        file(if output.append { ">>" } else { ">" }, &output.path.value);
        line.text.push_str(if output.errors { " 2>&1" } else { "" });
    }
    line
}

/// A line that is being written.
struct Line {
    text: String,
    command: Option<&'static Syntax>,
}

impl Line {
    fn new(command: &'static str) -> Self {
        Self { text: format!("docker {command}"), command: Syntax::named(command) }
    }

    /// Appends a word, quoted if necessary.
    fn word(&mut self, word: impl Display) {
        self.text.push(' ');
        self.text.push_str(&quoted(&word.to_string()));
    }

    /// Appends a flag by its letter, or by its name if it has no letter.
    fn flag(&mut self, long: &str) {
        let flag = self.command.and_then(|command| command.flag(long));
        debug_assert!(flag.is_some(), "--{long}");
        match flag.and_then(|flag| flag.short) {
            Some(letter) => self.text.extend([' ', '-', letter]),
            None => self.text.extend([" --", long]),
        }
    }

    fn switch(&mut self, long: &str, on: bool) {
        if on {
            self.flag(long);
        }
    }

    /// Appends a switch that is on by default, if it is off.
    fn switched_off(&mut self, long: &str, off: bool) {
        if off {
            self.text.extend([" --", long, "=false"]);
        }
    }

    fn value(&mut self, long: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.flag(long);
            self.word(value);
        }
    }

    fn values<T: Display>(&mut self, long: &str, values: impl IntoIterator<Item = T>) {
        for value in values {
            self.value(long, Some(value));
        }
    }

    fn pairs<'a>(&mut self, long: &str, pairs: impl IntoIterator<Item = &'a (String, String)>) {
        self.values(long, pairs.into_iter().map(|(key, value)| format!("{key}={value}")));
    }

    fn env(&mut self, long: &str, env: &[Env]) {
        let written = env.iter().map(|env| match &env.value {
            Some(value) => format!("{}={value}", env.name.value),
            None => env.name.value.clone(),
        });
        self.values(long, written);
    }

    /// Appends the operands, which end a line.
    fn operands<T: Display>(mut self, operands: impl IntoIterator<Item = T>) -> Self {
        let operands: Vec<_> = operands.into_iter().map(|operand| operand.to_string()).collect();
        let before =
            matches!(self.command, Some(command) if command.order == super::table::Order::BeforeOperands);
        let like_flags = |text: &String| text.len() > 1 && text.starts_with('-');
        if !before && operands.iter().any(like_flags) {
            self.text.push_str(" --");
        }
        for operand in operands {
            self.word(operand);
        }
        self
    }
}

/// Stands for `$PWD` in a word, where no quotes may be.
const PWD: char = '\0';

/// Writes a path in a container, which may be the workspace's own.
fn inside(path: &str) -> String {
    match path.strip_prefix(WORKSPACE) {
        Some(below) => format!("{PWD}{below}"),
        None => path.to_owned(),
    }
}

/// Quotes a word as a shell needs it.
fn quoted(word: &str) -> String {
    if let Some((before, after)) = word.split_once(PWD) {
        let part = |part: &str| if part.is_empty() { String::new() } else { quoted(part) };
        return format!("{}{WORKSPACE}{}", part(before), part(after));
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:=,@+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// Writes a path of the workspace so that it is unambiguous.
fn local(path: &str) -> String {
    if path == "." { path.to_owned() } else { format!("./{path}") }
}

/// Writes a field of a comma-separated list, quoted if necessary.
fn field(text: String) -> String {
    if text.contains([',', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// Writes a duration in the greatest unit that has no remainder.
fn time(time: Duration) -> String {
    match time.as_nanos() {
        nanos if nanos % 1_000_000_000 == 0 => format!("{}s", nanos / 1_000_000_000),
        nanos if nanos % 1_000_000 == 0 => format!("{}ms", nanos / 1_000_000),
        nanos => format!("{nanos}ns"),
    }
}
