//! What the docker program sends for a line, and what we send.

use std::collections::BTreeSet;
use std::sync::Mutex;

use statelab::command::Action;
use statelab::event::CommandEnd;

use crate::newer::{NEWER, Newer};
use crate::permitted::{Both, PERMITTED, REFUSED, Refused};
use crate::same::{AMOUNTS, DEFAULTS, FLAGS, KEPT, MAPS, SETS};
use crate::sent::{Sent, settled};
use crate::sides::{Stage, action, require_program};

/// How many lines are played at the same time: most of it is waiting.
const WORKERS: usize = 4;

fn lines() -> impl Iterator<Item = &'static str> {
    include_str!("../corpus.txt").lines().filter(|line| line.starts_with("docker "))
}

/// Whether a line only looks: what such a one prints is compared, not what it sends.
fn looks(action: &Action) -> bool {
    matches!(
        action,
        Action::Diff(_)
            | Action::Port(_)
            | Action::Inspect(_)
            | Action::ListContainers(_)
            | Action::ListImages(_)
            | Action::History(_)
            | Action::ListVolumes(_)
            | Action::ListNetworks(_)
            | Action::DiskUsage(_)
            | Action::Version(_)
    )
}

/// What a line came to.
#[derive(Default)]
struct Found {
    /// How the two differ; empty: not at all.
    difference: String,
    /// The permitted differences that were met, by their place in the list.
    met: BTreeSet<usize>,
    /// What of the lists in `same` was sent.
    seen: BTreeSet<&'static str>,
}

/// Holds that we refuse a line, in these words, and change nothing for it.
fn is_refused(refused: &Refused) {
    let line = refused.line;
    let (sent, end) = Stage::of(line).ours(line);
    assert!(matches!(&end, CommandEnd::Refused { why } if why.key == refused.key), "{line}: {end:?}");
    assert!(!sent.iter().any(Sent::is_worth_comparing), "{line}: {sent:?}");
}

/// Compares what both send for a line.
fn compare(line: &str) -> Found {
    let mut found = Found::default();
    if let Some(refused) = REFUSED.iter().find(|refused| refused.line == line) {
        is_refused(refused);
        return found;
    }
    let mut stage = Stage::of(line);
    let sent = stage.theirs(&[line]).map(|sent| settled(sent, &mut found.seen));
    let theirs = match NEWER.iter().find(|newer| newer.line == line) {
        None => sent.clone().unwrap_or_else(|said| panic!("{line}\nthe docker program refuses it: {said}")),
        Some(newer) => {
            let newer = settled(newer_ones(&stage, newer), &mut found.seen);
            assert_ne!(sent, Ok(newer.clone()), "{line}: it is not newer than the docker program");
            newer
        }
    };
    assert!(!theirs.is_empty(), "{line}: nothing is sent");
    let (ours, end) = stage.ours(line);
    assert_eq!(end, CommandEnd::Done, "{line}");
    let action = action(line);
    let ours = settled(ours, &mut found.seen);
    let mut both = Both { action: &action, theirs, ours };
    let levelled = PERMITTED.iter().enumerate().filter(|(_, permitted)| (permitted.level)(&mut both));
    found.met = levelled.map(|(at, _)| at).collect();
    if both.theirs != both.ours {
        let text = |sent: &[Sent]| sent.iter().map(Sent::to_string).collect::<String>();
        let (theirs, ours) = (text(&both.theirs), text(&both.ours));
        let lines = similar::TextDiff::from_lines(&theirs, &ours);
        found.difference =
            format!("\n######## {line}\n{end:?}\n{}", lines.unified_diff().context_radius(100));
    }
    found
}

/// What a newer docker program sends.
fn newer_ones(stage: &Stage, newer: &Newer) -> Vec<Sent> {
    let mut sent = stage.theirs(newer.like).unwrap_or_else(|said| panic!("{:?}: {said}", newer.like));
    for beside in newer.with {
        let (method, path) = beside.call;
        let call = sent.iter_mut().find(|sent| sent.is(method, path)).unwrap();
        let value = serde_json::from_str(beside.value).unwrap();
        if let Some(name) = beside.at.strip_prefix('?') {
            call.query.insert(name.to_owned(), vec![value]);
        } else {
            let (parent, name) = beside.at.rsplit_once('/').unwrap();
            call.body.pointer_mut(parent).unwrap()[name] = value;
        }
    }
    sent
}

#[test]
fn both_send_the_same() {
    require_program();
    let waiting: Mutex<Vec<&str>> = Mutex::new(lines().filter(|line| !looks(&action(line))).collect());
    let count = waiting.lock().unwrap().len();
    assert!(count >= 150, "{count} lines");
    let found: Mutex<Vec<Found>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                loop {
                    let Some(line) = waiting.lock().unwrap().pop() else { return };
                    let of_line = compare(line);
                    found.lock().unwrap().push(of_line);
                }
            });
        }
    });
    let found = found.into_inner().unwrap();
    assert_eq!(found.len(), count);
    let differences: String = found.iter().map(|found| found.difference.as_str()).collect();
    assert!(differences.is_empty(), "{differences}");
    for (at, permitted) in PERMITTED.iter().enumerate() {
        assert!(found.iter().any(|found| found.met.contains(&at)), "nowhere: {}", permitted.what);
    }
    let defaults: Vec<&str> = DEFAULTS.iter().map(|default| default.at).collect();
    let mut never = [&defaults, FLAGS, AMOUNTS, MAPS, KEPT, SETS].concat();
    never.retain(|name| !found.iter().any(|found| found.seen.contains(name)));
    assert_eq!(never, [""; 0], "in the lists, and nowhere else");
    for line in NEWER.iter().map(|newer| newer.line).chain(REFUSED.iter().map(|refused| refused.line)) {
        assert!(lines().any(|other| other == line), "not in the corpus: {line}");
    }
}
