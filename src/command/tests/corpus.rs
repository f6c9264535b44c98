//! Lines in the styles of the Docker documentation: each is read, and its canonical form means the
//! same. `tests/docker_program` compares what they send with what the docker program sends.

use std::collections::BTreeSet;

use super::super::{COMMANDS, Syntax};
use super::{action, without_places};

/// All lines.
pub(super) fn lines() -> impl Iterator<Item = &'static str> {
    include_str!("../../../tests/corpus.txt").lines().filter(|line| line.starts_with("docker "))
}

#[test]
fn every_line_is_read_and_reads_the_same_from_its_canonical_form() {
    assert!(lines().count() >= 150);
    for line in lines() {
        let (_, read) = action(line);
        let canonical = read.to_string();
        let (_, again) = action(&canonical);
        assert_eq!(without_places(&again), without_places(&read), "{line}\n{canonical}");
        assert_eq!(again.to_string(), canonical, "{line}");
    }
}

#[test]
fn every_command_and_every_flag_is_among_the_lines() {
    let all: Vec<Vec<&str>> = lines().map(|line| line.split(' ').collect()).collect();
    let names = |command: &Syntax| command.names().map(|name| format!("docker {name}")).collect::<Vec<_>>();
    let mut missing = BTreeSet::new();
    for command in COMMANDS {
        let names = names(command);
        let mine: Vec<_> = all
            .iter()
            .filter(|words| {
                names
                    .iter()
                    .any(|name| words.join(" ") == *name || words.join(" ").starts_with(&format!("{name} ")))
            })
            .collect();
        if mine.is_empty() {
            missing.insert(command.name.to_owned());
        }
        for flag in command.flags() {
            let is_there = mine.iter().flat_map(|words| words.iter()).any(|word| {
                let long =
                    word.strip_prefix("--").is_some_and(|rest| rest.split('=').next() == Some(flag.long));
                let short = flag.short.is_some_and(|letter| {
                    word.starts_with('-') && !word.starts_with("--") && word.contains(letter)
                });
                long || short
            });
            // `create` shares its flags with `run`, so only the lines of `run` are searched for them.
            if !is_there && command.name != "create" {
                missing.insert(format!("{} --{}", command.name, flag.long));
            }
        }
    }
    assert_eq!(missing, BTreeSet::new());
}
