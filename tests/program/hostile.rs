//! Hostile labs against a canary: random sequences of commands over mounts of the workspace, with links that
//! containers put in their way at random moments. Nothing of the host is read or written, nothing hangs, and
//! nothing is left.
//!
//! `make soak` plays thousands; what runs with the other tests is a sample, and each seed that once found
//! something (`hostile/seeds.txt`). `STATELAB_HOSTILE_SEED=1,2` plays these alone and tells all of each.
//! `STATELAB_HOSTILE_FROM` and `STATELAB_HOSTILE_COUNT` say which ones `make soak` plays.

#![expect(clippy::print_stdout, reason = "the figures are what is asked for")]

pub mod canary;
mod chance;
mod mixed;
mod pieces;
mod play;
mod scripts;
mod sequence;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use play::{Outcome, play};
use sequence::{Theme, sequence};

use crate::decoys::Side;
use crate::harness::Engine;

/// Seeds that once found something, on whichever engine.
const KEPT: &str = include_str!("hostile/seeds.txt");

/// How many sequences `make soak` plays.
const ON_DOCKER: usize = 2000;
const ON_PODMAN: usize = 500;

/// How many go on at once for each processor: a sequence waits for its engine for most of its time.
const AT_ONCE: usize = 2;

fn kept() -> Vec<u64> {
    let lines = KEPT.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
    lines.filter(|line| !line.is_empty()).map(|line| line.parse().unwrap()).collect()
}

fn variable<T: std::str::FromStr>(name: &str) -> Option<T> {
    std::env::var(name).ok()?.parse().ok()
}

/// The seeds that are asked for; none: those of the test.
fn asked() -> Option<Vec<u64>> {
    let asked = std::env::var("STATELAB_HOSTILE_SEED").ok()?;
    Some(asked.split(',').map(|seed| seed.trim().parse().unwrap()).collect())
}

/// Plays these, some at a time: what is wrong, and the figures.
fn play_all(side: Side, seeds: &[u64]) -> Vec<String> {
    let everything = side.everything();
    let (next, start) = (AtomicUsize::new(0), Instant::now());
    let outcomes = Mutex::new(Vec::new());
    let tells = asked().is_some();
    thread::scope(|scope| {
        for _ in 0..AT_ONCE * thread::available_parallelism().unwrap().get() {
            scope.spawn(|| {
                while let Some(seed) = seeds.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let outcome = play(side, *seed);
                    for what in &outcome.wrong {
                        println!("WRONG {}", line(side, &outcome, what));
                    }
                    if tells {
                        println!("{}\n{:#?}", sequence(*seed).lab("CANARY"), outcome.told);
                    }
                    let mut outcomes = outcomes.lock().unwrap();
                    outcomes.push((start.elapsed(), outcome));
                    if outcomes.len().is_multiple_of(100) {
                        println!(
                            "{}: {} played after {} s",
                            side.name(),
                            outcomes.len(),
                            start.elapsed().as_secs()
                        );
                    }
                }
            });
        }
    });
    let outcomes = outcomes.into_inner().unwrap();
    tell(side, &outcomes, start.elapsed());
    let wrong = outcomes
        .iter()
        .flat_map(|(_, outcome)| outcome.wrong.iter().map(move |what| line(side, outcome, what)));
    let left = side.everything();
    let left = left.difference(&everything).map(|left| format!("{}: left {left}", side.name()));
    wrong.chain(left).collect()
}

fn line(side: Side, outcome: &Outcome, what: &str) -> String {
    let what: String = what.chars().take(400).collect();
    format!("{} seed {} ({:?}): {what}", side.name(), outcome.seed, outcome.theme)
}

/// What the sequences of a theme came to.
#[derive(Default)]
struct OfTheme {
    played: usize,
    /// How many found something, and which one was the first: its number, and after how many seconds.
    wrong: usize,
    first: Option<(usize, u64)>,
    took: Duration,
}

/// The figures: what was found by which theme, and after how many.
fn tell(side: Side, outcomes: &[(Duration, Outcome)], took: Duration) {
    let mut themes: BTreeMap<Theme, OfTheme> = BTreeMap::new();
    for (at, (after, outcome)) in outcomes.iter().enumerate() {
        let of = themes.entry(outcome.theme).or_default();
        of.played += 1;
        of.took += outcome.took;
        if !outcome.wrong.is_empty() {
            of.wrong += 1;
            of.first.get_or_insert((at + 1, after.as_secs()));
        }
    }
    let sum = |of: fn(&Outcome) -> usize| outcomes.iter().map(|(_, outcome)| of(outcome)).sum::<usize>();
    println!(
        "hostile: {}, {} sequences in {} s, {} commands, {} with findings; refused: {}; ended by a fault: {}",
        side.name(),
        outcomes.len(),
        took.as_secs(),
        sum(|outcome| outcome.commands),
        sum(|outcome| usize::from(!outcome.wrong.is_empty())),
        counted(outcomes.iter().flat_map(|(_, outcome)| &outcome.refused)),
        counted(outcomes.iter().filter_map(|(_, outcome)| outcome.stopped.as_ref())),
    );
    for (theme, OfTheme { played, wrong, first, took }) in themes {
        let mean = took.as_millis() / played as u128;
        let first =
            first.map_or_else(String::new, |(nth, after)| format!(", first the {nth}th, after {after} s"));
        println!("hostile: {} {theme:?}: {wrong} of {played}{first}; {mean} ms each", side.name());
    }
}

/// How often each of these words comes.
fn counted<'w>(words: impl Iterator<Item = &'w String>) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for word in words {
        *counts.entry(word).or_default() += 1;
    }
    let counts: Vec<String> = counts.iter().map(|(word, count)| format!("{word} {count}")).collect();
    counts.join(", ")
}

/// A sample: new ones each time, and those that once found something.
fn sample(side: Side, new: usize) {
    let seeds = asked().unwrap_or_else(|| {
        let first = getrandom::u64().unwrap() >> 16;
        println!("{}: STATELAB_HOSTILE_SEED={first} and the {} after it", side.name(), new - 1);
        kept().into_iter().chain(first..first + new as u64).collect()
    });
    assert_eq!(play_all(side, &seeds), Vec::<String>::new());
}

fn every(side: Side, usual: usize) {
    let count = variable("STATELAB_HOSTILE_COUNT").unwrap_or(usual) as u64;
    let first = variable("STATELAB_HOSTILE_FROM").unwrap_or(0);
    let seeds = asked().unwrap_or_else(|| (first..first + count).collect());
    assert_eq!(play_all(side, &seeds), Vec::<String>::new());
}

#[test]
fn a_sample_of_hostile_labs_on_docker() {
    let _engine = Engine::take();
    sample(Side::Docker, 12);
}

#[test]
fn a_sample_of_hostile_labs_on_podman() {
    let _engine = Engine::podman();
    sample(Side::Podman, 6);
}

#[test]
#[ignore = "long: make soak"]
fn every_hostile_lab_on_docker() {
    let _engine = Engine::take();
    every(Side::Docker, ON_DOCKER);
}

#[test]
#[ignore = "long: make soak"]
fn every_hostile_lab_on_podman() {
    let _engine = Engine::podman();
    every(Side::Podman, ON_PODMAN);
}

#[test]
fn every_seed_makes_one_lab_that_can_be_read() {
    for seed in 0..2000 {
        let made = sequence(seed);
        play::read(seed, &made, "/canary");
        assert_eq!(made.lab("/canary"), sequence(seed).lab("/canary"));
    }
}
