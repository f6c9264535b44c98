//! Programs that tell of the system: users, names, time.

use std::time::Duration;

use super::super::process::{Process, signal_number};
use super::super::tree::now;
use super::super::world::stamp;
use super::{find, run, split};

/// A line of `/etc/passwd`.
pub struct User {
    pub uid: u32,
    pub gid: u32,
    pub home: String,
}

/// The lines of a table of the system, split at their colons.
fn table(process: &Process, path: &str) -> Vec<Vec<String>> {
    let text = process.files(|files| {
        files.who = super::super::files::Who::default();
        files.read(path)
    });
    let text = text.unwrap_or_default().text();
    text.lines()
        .map(|line| line.split(':').map(str::to_owned).collect::<Vec<_>>())
        .filter(|it| it.len() > 2)
        .collect()
}

/// The user of this name or number; of a number that nobody has, too.
pub fn user_of(process: &Process, name: &str) -> Option<User> {
    let lines = table(process, "/etc/passwd");
    let field = |line: &[String], at: usize| line.get(at).cloned().unwrap_or_default();
    let found = lines.iter().find(|line| line[0] == name || line[2] == name);
    match (found, name.parse()) {
        (Some(line), _) => Some(User {
            uid: line[2].parse().ok()?,
            gid: field(line, 3).parse().unwrap_or(0),
            home: field(line, 5),
        }),
        (None, Ok(uid)) => Some(User { uid, gid: 0, home: "/".to_owned() }),
        (None, Err(_)) => None,
    }
}

pub fn group_number(process: &Process, name: &str) -> Option<u32> {
    let lines = table(process, "/etc/group");
    let found = lines.iter().find(|line| line[0] == name).and_then(|line| line[2].parse().ok());
    found.or_else(|| name.parse().ok())
}

pub fn user_name(process: &Process, uid: u32) -> String {
    let number = uid.to_string();
    let lines = table(process, "/etc/passwd");
    lines.iter().find(|line| line[2] == number).map_or_else(|| "UNKNOWN".to_owned(), |line| line[0].clone())
}

pub fn group_name(process: &Process, gid: u32) -> String {
    let number = gid.to_string();
    let lines = table(process, "/etc/group");
    lines.iter().find(|line| line[2] == number).map_or_else(|| "UNKNOWN".to_owned(), |line| line[0].clone())
}

pub async fn sleep(process: &Process, arguments: &[&str]) -> i32 {
    let seconds = |word: &&str| -> Option<f64> {
        let (number, unit) =
            word.split_at(word.find(|it: char| it.is_ascii_alphabetic()).unwrap_or(word.len()));
        let times = match unit {
            "" | "s" => 1.0,
            "m" => 60.0,
            "h" => 3600.0,
            _ => 86400.0,
        };
        if *word == "infinity" { Some(1e9) } else { number.parse::<f64>().ok().map(|number| number * times) }
    };
    let Some(all) = arguments.iter().map(seconds).sum::<Option<f64>>() else {
        return process.fail(format!("sleep: invalid time interval '{}'", arguments.join(" ")));
    };
    tokio::time::sleep(Duration::from_secs_f64(all)).await;
    process.breathe().await;
    0
}

pub async fn env(mut process: Process, arguments: &[&str]) -> i32 {
    let mut words: Vec<String> = arguments.iter().map(|&word| word.to_owned()).collect();
    while let Some((name, value)) = words.first().and_then(|word| word.split_once('=')) {
        process.env.insert(name.to_owned(), value.to_owned());
        words.remove(0);
    }
    let Some(first) = words.first() else {
        process.env.iter().for_each(|(name, value)| process.say(format!("{name}={value}\n")));
        return 0;
    };
    if let Some(value) = process.env.get(first).filter(|_| words.len() == 1) {
        process.say(format!("{value}\n"));
        return 0;
    }
    match find(&process, first) {
        Ok(found) => run(process, found, words).await,
        Err(unfit) => {
            process.fail(format!("env: '{first}': No such file or directory"));
            unfit.status
        }
    }
}

pub fn id(process: &Process, program: &str, arguments: &[&str]) -> i32 {
    let (letters, _) = split(arguments);
    let letters = if program == "whoami" { "un".to_owned() } else { letters };
    let named = letters.contains('n');
    let (uid, gid) = (process.who.uid, process.who.gid);
    let user = |uid| if named { user_name(process, uid) } else { u32::to_string(&uid) };
    let group = |gid| if named { group_name(process, gid) } else { u32::to_string(&gid) };
    let groups: Vec<u32> =
        [gid].into_iter().chain(process.who.groups.iter().copied().filter(|it| *it != gid)).collect();
    process.say(match () {
        () if letters.contains('u') => format!("{}\n", user(uid)),
        () if letters.contains('g') => format!("{}\n", group(gid)),
        () if letters.contains('G') => {
            format!("{}\n", groups.iter().map(|it| group(*it)).collect::<Vec<_>>().join(" "))
        }
        () => format!("uid={uid}({}) gid={gid}({})\n", user_name(process, uid), group_name(process, gid)),
    });
    0
}

pub fn pwd(process: &Process) -> i32 {
    process.say(format!("{}\n", process.directory));
    0
}

pub fn hostname(process: &Process) -> i32 {
    let name = process.container(|container| container.hostname()).unwrap_or_default();
    process.say(format!("{name}\n"));
    0
}

/// The address of a host, from `/etc/hosts` or the networks.
pub fn address_of(process: &Process, name: &str) -> Option<String> {
    if name.parse::<std::net::Ipv4Addr>().is_ok() {
        return Some(name.to_owned());
    }
    let hosts = process.files(|files| files.read("/etc/hosts")).unwrap_or_default().text();
    let line = hosts.lines().find(|line| line.split_whitespace().skip(1).any(|word| word == name));
    let written = line.and_then(|line| line.split_whitespace().next()).map(str::to_owned);
    written.or_else(|| process.model.look(|world| world.lookup(&process.container, name)))
}

pub fn getent(process: &Process, arguments: &[&str]) -> i32 {
    match arguments {
        ["hosts" | "ahosts" | "ahostsv4", name] => match address_of(process, name) {
            Some(address) => process.say(format!("{address:<15} {name}\n")),
            None => return 2,
        },
        ["passwd" | "group", name] => {
            let lines = table(process, &format!("/etc/{}", arguments[0]));
            match lines.iter().find(|line| line[0] == *name || line[2] == *name) {
                Some(line) => process.say(format!("{}\n", line.join(":"))),
                None => return 2,
            }
        }
        _ => return 1,
    }
    0
}

pub fn kill(process: &Process, arguments: &[&str]) -> i32 {
    let (signal, pids) = match arguments {
        ["-s", signal, pids @ ..] => (signal_number(signal), pids),
        [first, pids @ ..] if first.starts_with('-') => (signal_number(&first[1..]), pids),
        pids => (Some(15), pids),
    };
    let mut status = 0;
    for pid in pids {
        let found = pid.parse::<u32>().ok().and_then(|pid| {
            process.container(|container| {
                container.processes.get_mut(&pid).map(|it| it.pending.extend(signal))
            })?
        });
        if found.is_none() && arguments.first() != Some(&"-0") {
            status = process.fail(format!("kill: ({pid}) - No such process"));
        }
    }
    status
}

pub fn date(process: &Process) -> i32 {
    process.say(format!("{}\n", stamp(now())));
    0
}
