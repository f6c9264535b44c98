//! The programs of the model's images. In an image a program is a file that names it (`#!model cat`);
//! what runs is a function here.

mod copy;
mod database;
mod entrypoint;
mod files;
mod list;
mod server;
mod sql;
pub mod system;
pub mod text;

use super::errno::Errno;
use super::process::{Process, Running};
use super::shell;
use super::tree::Thing;

/// How a file that is one of these programs begins.
pub const MARK: &str = "#!model ";

/// All programs that an image may have: the names of their files.
pub const NAMES: &[&str] = &[
    "[", "bash", "cat", "chgrp", "chmod", "chown", "cp", "curl", "dash", "date", "echo", "env", "false",
    "getent", "grep", "head", "hostname", "id", "kill", "ln", "ls", "mkdir", "mkfifo", "mv", "printenv",
    "printf", "pwd", "readlink", "rm", "rmdir", "sh", "sleep", "stat", "sync", "tail", "test", "touch", "tr",
    "true", "wc", "whoami",
];

/// Those of PostgreSQL.
pub const DATABASE: &[&str] = &["pg_isready", "postgres", "psql"];

/// A program that was found.
pub enum Found {
    /// One of these here.
    Own(String),
    /// A script, and its path.
    Script(String),
}

/// Why a program cannot be run: a shell's status for that, and the words of a runtime.
pub struct Unfit {
    pub status: i32,
    pub words: String,
    pub errno: Option<Errno>,
}

/// The program of this name or path.
pub fn find(process: &Process, word: &str) -> Result<Found, Unfit> {
    if word.contains('/') {
        return at(process, word, &process.path(word));
    }
    let path = process.env.get("PATH").cloned().unwrap_or_else(|| "/usr/sbin:/usr/bin:/sbin:/bin".to_owned());
    for folder in path.split(':') {
        let file = format!("{folder}/{word}");
        if process.files(|files| files.stat(&file, true)).is_ok_and(|(_, node)| node.mode & 0o111 != 0) {
            return at(process, word, &file);
        }
    }
    let words = format!("exec: \"{word}\": executable file not found in $PATH");
    Err(Unfit { status: 127, words, errno: None })
}

fn at(process: &Process, word: &str, path: &str) -> Result<Found, Unfit> {
    let unfit = |status, errno: Errno| {
        let words = match errno {
            Errno::NoEntry => "no such file or directory".to_owned(),
            errno => errno.words().to_ascii_lowercase(),
        };
        Unfit { status, words: format!("exec: \"{word}\": stat {word}: {words}"), errno: Some(errno) }
    };
    let (_, node) = process.files(|files| files.stat(path, true)).map_err(|errno| unfit(127, errno))?;
    let Thing::File(content) = &node.thing else { return Err(unfit(126, Errno::Access)) };
    if node.mode & 0o111 == 0 {
        return Err(unfit(126, Errno::Access));
    }
    let text = content.text();
    match text.strip_prefix(MARK) {
        Some(name) => Ok(Found::Own(name.trim().to_owned())),
        None if text.starts_with("#!") => Ok(Found::Script(path.to_owned())),
        None => {
            let words = format!("exec {word}: exec format error: permission denied");
            Err(Unfit { status: 126, words, errno: Some(Errno::Invalid) })
        }
    }
}

/// Runs a program that was found, as this process.
pub fn run(process: Process, found: Found, words: Vec<String>) -> Running {
    Box::pin(async move {
        match found {
            Found::Script(path) => {
                let text = process.files(|files| files.read(&path)).unwrap_or_default().text();
                let mut shell = shell::Shell::new(process, path, words.get(1..).unwrap_or_default().to_vec());
                shell.script(&text).await
            }
            Found::Own(name) => {
                let arguments: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
                own(process, &name, &arguments).await
            }
        }
    })
}

/// Runs a program as a child of this process that can be killed by others.
pub async fn run_child(process: &Process, found: Found, words: Vec<String>) -> i32 {
    let child = process.child(&words);
    let pid = child.pid;
    let (watched, running) = (child.clone(), run(child, found, words));
    let status = tokio::select! {
        status = running => status,
        signal = watched.killed() => 128 + signal,
    };
    process.container(|container| container.processes.remove(&pid));
    status
}

async fn own(process: Process, name: &str, arguments: &[&str]) -> i32 {
    match name {
        "sh" | "bash" | "dash" => shell::main(process, arguments).await,
        "cat" => text::cat(&process, arguments).await,
        "head" | "tail" => text::ends(&process, name == "head", arguments).await,
        "wc" => text::wc(&process, arguments).await,
        "grep" => text::grep(&process, arguments).await,
        "tr" => text::tr(&process, arguments).await,
        "echo" => text::echo(&process, arguments),
        "printf" => text::printf(&process, arguments),
        "chmod" => files::chmod(&process, arguments),
        "chown" | "chgrp" => files::chown(&process, arguments, name == "chgrp"),
        "ln" => files::ln(&process, arguments),
        "mkdir" => files::mkdir(&process, arguments),
        "mkfifo" => files::mkfifo(&process, arguments),
        "rm" => files::rm(&process, arguments),
        "rmdir" => files::rmdir(&process, arguments),
        "touch" => files::touch(&process, arguments),
        "readlink" => files::readlink(&process, arguments),
        "cp" => copy::cp(&process, arguments),
        "mv" => copy::mv(&process, arguments),
        "ls" => list::ls(&process, arguments),
        "stat" => list::stat(&process, arguments),
        "test" | "[" => i32::from(!shell::test(&process, arguments)),
        "true" | "sync" => 0,
        "false" => 1,
        "sleep" => system::sleep(&process, arguments).await,
        "env" | "printenv" => system::env(process, arguments).await,
        "id" | "whoami" => system::id(&process, name, arguments),
        "pwd" => system::pwd(&process),
        "hostname" => system::hostname(&process),
        "getent" => system::getent(&process, arguments),
        "kill" => system::kill(&process, arguments),
        "date" => system::date(&process),
        "curl" => server::curl(&process, arguments).await,
        "nginx" => server::nginx(&process).await,
        "postgres-entrypoint" => entrypoint::main(process, arguments).await,
        "postgres" => database::server(&process).await,
        "pg_isready" => database::is_ready(&process, arguments),
        "psql" => sql::psql(&process, arguments).await,
        other => process.fail(format!("{other}: the model has no such program")),
    }
}

/// The letters of all options, and what is none: `-la x` is `la` and `x`. Behind `--` nothing is one.
pub fn split<'a>(arguments: &[&'a str]) -> (String, Vec<&'a str>) {
    let (mut letters, mut rest, mut ended) = (String::new(), Vec::new(), false);
    for argument in arguments {
        match argument.strip_prefix('-') {
            Some("-") if !ended => ended = true,
            Some(options) if !ended && !options.is_empty() && !options.starts_with('-') => {
                letters.push_str(options);
            }
            Some(_) if !ended && *argument != "-" => {}
            _ => rest.push(*argument),
        }
    }
    (letters, rest)
}

/// Does something with each of these, and complains where it cannot be done: the status.
pub fn each(
    process: &Process,
    program: &str,
    doing: &str,
    of: &[&str],
    mut work: impl FnMut(&str) -> Result<(), Errno>,
) -> i32 {
    let mut status = 0;
    for &one in of {
        if let Err(errno) = work(one) {
            status = process.fail(format!("{program}: {doing} '{one}': {}", errno.words()));
        }
    }
    status
}
