//! `cp` and `mv`.

use super::super::errno::Errno;
use super::super::process::Process;
use super::super::tree::{Node, Thing, now};
use super::files::target;
use super::{each, split};

pub fn cp(process: &Process, arguments: &[&str]) -> i32 {
    let (letters, paths) = split(arguments);
    let Some((to, from)) = paths.split_last() else { return process.fail("cp: missing file operand") };
    let (all, keep) = (letters.contains(['a', 'r', 'R']), letters.contains(['a', 'p']));
    each(process, "cp", "cannot copy", from, |path| {
        let to = target(process, path, to);
        process.files(|files| {
            let (at, node) = files.stat(&process.path(path), !all)?;
            if node.is_directory() && !all {
                return Err(Errno::IsDirectory);
            }
            let to = files.resolve(&to, true)?;
            let (uid, gid) = (files.who.uid, files.who.gid);
            for (below, node) in files.walk(&at) {
                let there = format!("{to}{below}");
                let thing = node.thing.clone();
                let node = if keep { node } else { Node { time: now(), ..node.owned(uid, gid) } };
                let (mode, owner, time) = (node.mode, (node.uid, node.gid), node.time);
                // As a program does it: opened and written, so that all rights are asked for.
                match thing {
                    Thing::File(content) => {
                        let opened = files.open(&there, false)?;
                        content.pieces().iter().try_for_each(|piece| files.append(&opened, piece))?;
                    }
                    Thing::Directory
                        if files.stat(&there, true).is_ok_and(|(_, node)| node.is_directory()) => {}
                    _ => {
                        if files.stat(&there, false).is_ok() {
                            files.remove(&there)?;
                        }
                        files.make(&there, node)?;
                    }
                }
                files.change(&there, false, |node| {
                    node.mode = mode;
                    if keep {
                        (node.uid, node.gid) = owner;
                        node.time = time;
                    }
                })?;
            }
            Ok(())
        })
    })
}

pub fn mv(process: &Process, arguments: &[&str]) -> i32 {
    let (_, paths) = split(arguments);
    let Some((to, from)) = paths.split_last() else { return process.fail("mv: missing file operand") };
    each(process, "mv", "cannot move", from, |path| {
        let to = target(process, path, to);
        process.files(|files| files.rename(&process.path(path), &to))
    })
}
