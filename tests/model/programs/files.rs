//! Programs that make, change and remove files.

use super::super::errno::Errno;
use super::super::process::Process;
use super::super::tree::{Node, Thing, name, now, parent};
use super::system::{group_number, user_of};
use super::{each, split};

pub fn touch(process: &Process, arguments: &[&str]) -> i32 {
    let (_, paths) = split(arguments);
    each(process, "touch", "cannot touch", &paths, |path| {
        process.files(|files| {
            let at = files.open(&process.path(path), true)?;
            files.change(&at, true, |node| node.time = now())
        })
    })
}

pub fn mkdir(process: &Process, arguments: &[&str]) -> i32 {
    let (letters, mut paths) = split(arguments);
    let mut mode = 0o755;
    if letters.contains('m') && !paths.is_empty() {
        mode = u32::from_str_radix(paths.remove(0), 8).unwrap_or(mode);
    }
    each(process, "mkdir", "cannot create directory", &paths, |path| {
        let path = process.path(path.trim_end_matches('/'));
        process.files(|files| {
            if letters.contains('p') {
                let mut at = String::new();
                for part in path.split('/').filter(|part| !part.is_empty()) {
                    at = format!("{at}/{part}");
                    match files.make(&at, Node::directory(mode)) {
                        Ok(()) => {}
                        Err(Errno::Exists)
                            if files.stat(&at, true).is_ok_and(|(_, node)| node.is_directory()) => {}
                        Err(errno) => return Err(errno),
                    }
                }
                return Ok(());
            }
            files.make(&path, Node::directory(mode))
        })
    })
}

pub fn mkfifo(process: &Process, arguments: &[&str]) -> i32 {
    let (_, paths) = split(arguments);
    each(process, "mkfifo", "cannot create fifo", &paths, |path| {
        process.files(|files| files.make(&process.path(path), Node::new(Thing::Pipe, 0o644)))
    })
}

pub fn rm(process: &Process, arguments: &[&str]) -> i32 {
    let (letters, paths) = split(arguments);
    let (force, recursive) = (letters.contains('f'), letters.contains(['r', 'R']));
    each(process, "rm", "cannot remove", &paths, |path| {
        let path = process.path(path.trim_end_matches('/'));
        process.files(|files| match files.stat(&path, false) {
            Err(Errno::NoEntry | Errno::NotDirectory) if force => Ok(()),
            Err(errno) => Err(errno),
            Ok((_, node)) if node.is_directory() && !recursive => Err(Errno::IsDirectory),
            Ok(_) if recursive => files.remove_all(&path),
            Ok(_) => files.remove(&path),
        })
    })
}

pub fn rmdir(process: &Process, arguments: &[&str]) -> i32 {
    let (_, paths) = split(arguments);
    each(process, "rmdir", "failed to remove", &paths, |path| {
        process.files(|files| match files.stat(&process.path(path), false)? {
            (at, node) if node.is_directory() => files.remove(&at),
            _ => Err(Errno::NotDirectory),
        })
    })
}

pub fn ln(process: &Process, arguments: &[&str]) -> i32 {
    let (letters, paths) = split(arguments);
    let [target, link] = paths.as_slice() else { return process.fail("ln: a target and a name are wanted") };
    each(process, "ln", "failed to create link", &[*link], |link| {
        process.files(|files| {
            let mut link = process.path(link);
            if files.stat(&link, true).is_ok_and(|(_, node)| node.is_directory()) && !letters.contains('n') {
                link = format!("{link}/{}", name(target));
            }
            if letters.contains('f') && files.stat(&link, false).is_ok() {
                files.remove(&link)?;
            }
            if letters.contains('s') {
                return files.make(&link, Node::link(target));
            }
            // Two names of one file: here a copy, which shares the bytes.
            let (at, node) = files.stat(&process.path(target), false)?;
            let content = files.read(&at)?;
            files.make(&link, Node { thing: Thing::File(content), ..node })
        })
    })
}

pub fn readlink(process: &Process, arguments: &[&str]) -> i32 {
    let (letters, paths) = split(arguments);
    let end = if letters.contains('n') { "" } else { "\n" };
    for path in paths {
        let path = process.path(path);
        let target = process.files(|files| {
            if letters.contains('f') {
                return files.resolve(&path, true).ok();
            }
            match files.stat(&path, false).ok()?.1.thing {
                Thing::Link(target) => Some(target),
                _ => None,
            }
        });
        match target {
            Some(target) => process.say(format!("{target}{end}")),
            None => return 1,
        }
    }
    0
}

/// A path, and with `all` what is below it: paths without links.
fn below(process: &Process, path: &str, all: bool) -> Result<Vec<String>, Errno> {
    process.files(|files| {
        let (at, _) = files.stat(&process.path(path), !all)?;
        if !all {
            return Ok(vec![at]);
        }
        Ok(files.walk(&at).into_iter().map(|(below, _)| format!("{at}{below}")).collect())
    })
}

/// A mode as it is written (`644`, `u+x,g-w`), on top of the one that is there.
pub fn mode(text: &str, before: u32) -> u32 {
    if let Ok(mode) = u32::from_str_radix(text, 8) {
        return mode;
    }
    let mut mode = before;
    for clause in text.split(',') {
        let Some(at) = clause.find(['+', '-', '=']) else { continue };
        let who = if at == 0 || clause[..at].contains('a') { "ugo" } else { &clause[..at] };
        let bits = clause[at + 1..].chars().fold(0, |bits, letter| {
            bits | match letter {
                'r' => 4,
                'w' => 2,
                'x' | 'X' => 1,
                _ => 0,
            }
        });
        for (letter, shift) in [('u', 6), ('g', 3), ('o', 0)] {
            if who.contains(letter) {
                match &clause[at..=at] {
                    "+" => mode |= bits << shift,
                    "-" => mode &= !(bits << shift),
                    _ => mode = mode & !(7 << shift) | bits << shift,
                }
            }
        }
    }
    mode
}

pub fn chmod(process: &Process, arguments: &[&str]) -> i32 {
    let all = arguments.contains(&"-R");
    let rest: Vec<&str> = arguments.iter().copied().filter(|word| !["-R", "--"].contains(word)).collect();
    let Some((wanted, paths)) = rest.split_first() else { return process.fail("chmod: missing operand") };
    each(process, "chmod", "changing permissions of", paths, |path| {
        for at in below(process, path, all)? {
            process.files(|files| files.change(&at, true, |node| node.mode = mode(wanted, node.mode)))?;
        }
        Ok(())
    })
}

pub fn chown(process: &Process, arguments: &[&str], group_only: bool) -> i32 {
    let (letters, rest) = split(arguments);
    let Some((owner, paths)) = rest.split_first() else { return process.fail("chown: missing operand") };
    let (user, group) = match owner.split_once(':') {
        _ if group_only => ("", *owner),
        Some((user, group)) => (user, group),
        None => (*owner, ""),
    };
    let uid = if user.is_empty() { None } else { user_of(process, user).map(|user| user.uid) };
    let gid = if group.is_empty() { None } else { group_number(process, group) };
    if uid.is_none() && !user.is_empty() || gid.is_none() && !group.is_empty() {
        return process.fail(format!("chown: invalid user: '{owner}'"));
    }
    each(process, "chown", "changing ownership of", paths, |path| {
        for at in below(process, path, letters.contains('R'))? {
            process.files(|files| {
                files.change(&at, !letters.contains('h'), |node| {
                    node.uid = uid.unwrap_or(node.uid);
                    node.gid = gid.unwrap_or(node.gid);
                })
            })?;
        }
        Ok(())
    })
}

/// The folder into which something is put, and the name that it gets: a folder that is there keeps its
/// name, and takes it in.
pub fn target(process: &Process, from: &str, to: &str) -> String {
    let to = process.path(to);
    let folder = process.files(|files| files.stat(&to, true)).is_ok_and(|(_, node)| node.is_directory());
    match name(from.trim_end_matches('/')) {
        // The content of a folder.
        "." | ".." => to,
        from if folder => format!("{}/{from}", to.trim_end_matches('/')),
        _ => format!("{}/{}", parent(to.trim_end_matches('/')), name(to.trim_end_matches('/'))),
    }
}
