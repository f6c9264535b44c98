//! `test` and `[`.

use super::super::process::Process;
use super::super::tree::{Node, Thing};

/// Whether what the words say holds.
pub fn test(process: &Process, words: &[&str]) -> bool {
    let words = words.strip_suffix(&["]"]).unwrap_or(words);
    if let Some(at) = words.iter().position(|word| *word == "-o") {
        return test(process, &words[..at]) || test(process, &words[at + 1..]);
    }
    if let Some(at) = words.iter().position(|word| *word == "-a") {
        return test(process, &words[..at]) && test(process, &words[at + 1..]);
    }
    match words {
        [] => false,
        ["!", rest @ ..] => !test(process, rest),
        [word] => !word.is_empty(),
        ["-n", text] => !text.is_empty(),
        ["-z", text] => text.is_empty(),
        ["-t", _] => false,
        [kind, path] => {
            let links = ["-L", "-h"].contains(kind);
            let found = process.files(|files| files.stat(&process.path(path), !links));
            !path.is_empty() && found.is_ok_and(|(_, node)| is(process, kind, &node))
        }
        [one, "=" | "==", other] => one == other,
        [one, "!=", other] => one != other,
        [one, compare, other] => {
            let (Ok(one), Ok(other)) = (one.trim().parse::<i64>(), other.trim().parse::<i64>()) else {
                return false;
            };
            match *compare {
                "-eq" => one == other,
                "-ne" => one != other,
                "-lt" => one < other,
                "-le" => one <= other,
                "-gt" => one > other,
                "-ge" => one >= other,
                _ => false,
            }
        }
        _ => false,
    }
}

fn is(process: &Process, kind: &str, node: &Node) -> bool {
    let right = |bit: u32| {
        process.who.uid == 0 && (bit != 1 || node.mode & 0o111 > 0) || node.mode & (bit * 0o111) > 0
    };
    match kind {
        "-e" => true,
        "-f" => matches!(node.thing, Thing::File(_)),
        "-d" => node.is_directory(),
        "-L" | "-h" => matches!(node.thing, Thing::Link(_)),
        "-p" => node.thing == Thing::Pipe,
        "-s" => node.size() > 0,
        "-r" => right(4),
        "-w" => right(2),
        "-x" => right(1),
        "-O" => node.uid == process.who.uid,
        _ => false,
    }
}
