//! `ls` and `stat`.

use super::super::process::Process;
use super::super::tree::{Node, Thing, name};
use super::super::world::stamp;
use super::split;
use super::system::{group_name, user_name};

fn letter(node: &Node) -> char {
    match node.thing {
        Thing::File(_) => '-',
        Thing::Directory => 'd',
        Thing::Link(_) => 'l',
        Thing::Pipe => 'p',
        Thing::Device(_) => 'c',
    }
}

/// Type and permissions, as `ls -l` writes them.
fn rights(node: &Node) -> String {
    let mut text = String::from(letter(node));
    for (shift, special, set) in [(6, 0o4000, "sS"), (3, 0o2000, "sS"), (0, 0o1000, "tT")] {
        let bits = node.mode >> shift;
        text.push(if bits & 4 > 0 { 'r' } else { '-' });
        text.push(if bits & 2 > 0 { 'w' } else { '-' });
        text.push(match (node.mode & special > 0, bits & 1 > 0) {
            (true, true) => set.chars().next().unwrap_or('s'),
            (true, false) => set.chars().nth(1).unwrap_or('S'),
            (false, true) => 'x',
            (false, false) => '-',
        });
    }
    text
}

fn line(process: &Process, name: &str, node: &Node, letters: &str) -> String {
    if !letters.contains(['l', 'n']) {
        return format!("{name}\n");
    }
    let (user, group) = if letters.contains('n') {
        (node.uid.to_string(), node.gid.to_string())
    } else {
        (user_name(process, node.uid), group_name(process, node.gid))
    };
    let time = stamp(node.time);
    let link = if let Thing::Link(target) = &node.thing { format!(" -> {target}") } else { String::new() };
    let when = format!("{} {}", &time[..10], &time[11..16]);
    format!("{} 1 {user} {group} {} {when} {name}{link}\n", rights(node), node.size())
}

pub fn ls(process: &Process, arguments: &[&str]) -> i32 {
    let (letters, paths) = split(arguments);
    let paths = if paths.is_empty() { vec!["."] } else { paths };
    let mut status = 0;
    for path in &paths {
        let found = process.files(|files| {
            let (at, node) = files.stat(&process.path(path), true)?;
            if !node.is_directory() || letters.contains('d') {
                return Ok(vec![((*path).to_owned(), node)]);
            }
            let mut all = files.list(&at)?;
            if letters.contains('a') {
                all.insert(0, (".".to_owned(), node));
            } else if !letters.contains('A') {
                all.retain(|(name, _)| !name.starts_with('.'));
            }
            Ok::<_, super::super::errno::Errno>(all)
        });
        match found {
            Ok(found) => {
                if letters.contains(['l', 'n']) && !letters.contains('d') {
                    process.say("total 0\n");
                }
                for (name, node) in &found {
                    process.say(line(process, name, node, &letters));
                }
            }
            Err(errno) => {
                process.fail(format!("ls: cannot access '{path}': {}", errno.words()));
                status = 2;
            }
        }
    }
    status
}

pub fn stat(process: &Process, arguments: &[&str]) -> i32 {
    let (mut format, mut paths, mut follow, mut words) = ("%n %s %a", Vec::new(), false, arguments.iter());
    while let Some(&word) = words.next() {
        match word {
            "-c" => format = words.next().copied().unwrap_or(format),
            "-L" => follow = true,
            _ if word.starts_with("--format=") => format = &word["--format=".len()..],
            _ => paths.push(word),
        }
    }
    let mut status = 0;
    for path in paths {
        match process.files(|files| files.stat(&process.path(path), follow)) {
            Ok((_, node)) => process.say(format!("{}\n", filled(process, format, path, &node))),
            Err(errno) => {
                status = process.fail(format!("stat: cannot statx '{path}': {}", errno.words()));
            }
        }
    }
    status
}

fn filled(process: &Process, format: &str, path: &str, node: &Node) -> String {
    let mut text = String::new();
    let mut letters = format.chars();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            text.push(letter);
            continue;
        }
        let filled = match letters.next().unwrap_or('%') {
            'a' => format!("{:o}", node.mode),
            'A' => rights(node),
            'u' => node.uid.to_string(),
            'g' => node.gid.to_string(),
            'U' => user_name(process, node.uid),
            'G' => group_name(process, node.gid),
            's' => node.size().to_string(),
            'n' => path.to_owned(),
            'N' => format!("'{}'", name(path)),
            'Y' => (node.time / 1_000_000_000).to_string(),
            'y' => stamp(node.time),
            'F' => match node.thing {
                Thing::File(_) => "regular file",
                Thing::Directory => "directory",
                Thing::Link(_) => "symbolic link",
                Thing::Pipe => "fifo",
                Thing::Device(_) => "character special file",
            }
            .to_owned(),
            other => other.to_string(),
        };
        text.push_str(&filled);
    }
    text
}
