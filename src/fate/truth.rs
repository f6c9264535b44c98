//! Property test of the fates: random lives of a small world whose truth is known are read as the
//! runner reads them, and each fate is compared with that truth.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};

use super::world::{Probe, Seen, Storage, World, WorldAct, any_act};
use super::{ContainerRun, Fate, Holder, Reading, Value, fate};

fn holder(storage: Storage) -> Holder {
    let run = |container: usize, start: u32| ContainerRun {
        container: format!("container-{container}"),
        started: format!("start-{start}"),
    };
    match storage {
        Storage::Image(image) => Holder::Image { id: format!("image-{image}") },
        Storage::Layer(container) => Holder::Layer { container: format!("container-{container}") },
        Storage::Volume(volume) => {
            Holder::Volume { name: "any".into(), identity: format!("volume-{volume}") }
        }
        Storage::Bind => Holder::Bind { path: "/folder".into() },
        Storage::Tmpfs(container, start) => Holder::Tmpfs { run: run(container, start) },
        Storage::Memory(container, start) => Holder::Memory { run: run(container, start) },
    }
}

fn reading(seen: Option<Seen>) -> Reading {
    let Some(seen) = seen else { return Reading::OutOfReach };
    let value = seen.value.map(|value| Value { digest: value.to_string(), size: 1, text: value.to_string() });
    let run = ContainerRun {
        container: format!("container-{}", seen.container),
        started: format!("start-{}", seen.start),
    };
    Reading::Within { value, holder: holder(seen.storage), run, whiteout: seen.whiteout }
}

/// One step of a life, with the truth about it.
struct LifeStep {
    fate: Option<Fate>,
    /// Everything that was seen before, oldest first.
    seen: Vec<Seen>,
    now: Option<Seen>,
    world: World,
    /// Nothing was done.
    idle: bool,
}

/// Plays a life, with one reading before the first step and one after each.
fn live(probe: Probe, steps: &[Vec<WorldAct>]) -> Vec<LifeStep> {
    let mut world = World::new(probe);
    let mut seen: Vec<Seen> = world.look().into_iter().collect();
    let mut before = vec![reading(world.look())];
    let mut moments = Vec::new();
    for step in steps {
        for act in step {
            world.act(*act);
        }
        let now = world.look();
        // The engine may have removed an image: that must not matter.
        let destroyed = |asked: &Holder| {
            let storage = seen.iter().map(|seen| seen.storage).find(|storage| holder(*storage) == *asked);
            storage.is_none_or(|storage| matches!(storage, Storage::Image(_)) || !world.exists(storage))
        };
        let read = reading(now);
        let fate = fate(&before, &read, destroyed);
        moments.push(LifeStep { fate, seen: seen.clone(), now, world: world.clone(), idle: step.is_empty() });
        before.push(read);
        seen.extend(now);
    }
    moments
}

/// Returns the first claim that is false.
fn broken(claims: &[(&'static str, bool)]) -> Option<&'static str> {
    claims.iter().find(|(_, holds)| !holds).map(|(claim, _)| *claim)
}

const fn is_image(storage: Storage) -> bool {
    matches!(storage, Storage::Image(_))
}

/// Returns what is wrong with a fate, if anything is.
fn judge(moment: &LifeStep) -> Option<&'static str> {
    let Some(last) = moment.seen.last() else {
        return broken(&[("nothing was seen before, so nothing came of it", moment.fate.is_none())]);
    };
    match &moment.now {
        None => judge_out_of_reach(moment, last),
        Some(now) => means_what_it_says(moment, last, now).or_else(|| says_what_is(moment, last, now)),
    }
}

fn judge_out_of_reach(moment: &LifeStep, last: &Seen) -> Option<&'static str> {
    let something_kept = last.value.is_some() || last.whiteout;
    let expected = match (something_kept, moment.world.exists(last.storage)) {
        (false, _) => None,
        (true, true) => Some(Fate::OutOfReach),
        (true, false) => Some(Fate::Lost),
    };
    broken(&[("nobody can look: lost or not is told by the storage", moment.fate == expected)])
}

/// Checks that what each fate says is true.
#[expect(clippy::too_many_lines, reason = "a list of claims, read from top to bottom")]
fn means_what_it_says(moment: &LifeStep, last: &Seen, now: &Seen) -> Option<&'static str> {
    let old_is_there = moment.world.exists(last.storage);
    let other_value = last.value != now.value;
    let shown_here = moment.seen.iter().rev().find(|seen| seen.storage == now.storage);
    let same_run = (last.container, last.start) == (now.container, now.start);
    let in_place = last.container == now.container
        || last.storage == now.storage
        || (is_image(last.storage) && matches!(now.storage, Storage::Image(_) | Storage::Layer(_)));
    let Some(fate) = moment.fate else {
        return broken(&[("no fate: nothing was there, and nothing is", now.value.or(last.value).is_none())]);
    };
    match fate {
        Fate::Created => broken(&[
            ("created: it is there", now.value.is_some()),
            ("created: it was not there", last.value.is_none()),
            ("created: no deletion was lost instead", !last.whiteout || old_is_there),
        ]),
        Fate::Changed | Fate::Deleted => broken(&[
            ("changed, deleted: something was there", last.value.is_some()),
            (
                "changed: there is something, deleted: there is not",
                now.value.is_some() == (fate == Fate::Changed),
            ),
            ("changed, deleted: it is another value", other_value),
            ("changed, deleted: the old storage is still there", old_is_there),
            ("changed, deleted: in the same storage", in_place),
        ]),
        Fate::Unchanged => broken(&[
            ("unchanged: it is there", now.value.is_some()),
            ("unchanged: it is the same value", !other_value),
            (
                "unchanged: the same run, or images, or what the program begins with",
                same_run
                    || (is_image(last.storage) && is_image(now.storage))
                    || (matches!(now.storage, Storage::Memory(..))
                        && matches!(last.storage, Storage::Memory(..))),
            ),
        ]),
        Fate::Survived => broken(&[
            ("survived: it is there", now.value.is_some()),
            (
                "survived: it was seen in this very storage",
                shown_here.is_some_and(|seen| seen.value == now.value),
            ),
            ("survived: by another run, or after a look elsewhere", !same_run || last.storage != now.storage),
            ("survived: an image's value cannot but survive", !is_image(now.storage)),
        ]),
        Fate::Copied => broken(&[
            ("copied: it is there", now.value.is_some()),
            ("copied: it is the same value", !other_value),
            ("copied: in another storage", last.storage != now.storage),
            (
                "copied: not seen here before",
                shown_here.is_none_or(|seen| is_image(now.storage) || seen.value != now.value),
            ),
        ]),
        Fate::Hidden => broken(&[
            ("hidden: the image has it", is_image(last.storage)),
            ("hidden: something covers it", !matches!(now.storage, Storage::Image(_) | Storage::Layer(_))),
            ("hidden: it is not what is seen", other_value),
        ]),
        Fate::Orphaned => broken(&[
            ("orphaned: something was there", last.value.is_some()),
            ("orphaned: the old storage is still there", old_is_there),
            ("orphaned: images are nobody's", !is_image(last.storage)),
            ("orphaned: nobody looks there", !in_place),
            ("orphaned: it is not what is seen", other_value),
        ]),
        Fate::OutOfReach => Some("out of reach: but something was seen"),
        Fate::Lost => broken(&[
            ("lost: there was something to lose", last.value.is_some() || last.whiteout),
            ("lost: its storage is gone", !old_is_there),
            ("lost: an image's value is never lost", !is_image(last.storage)),
            ("lost: it is not what is seen", other_value),
        ]),
    }
}

/// Checks that the truth is reported.
///
/// Each claim lists the only fates that can be right.
#[expect(clippy::too_many_lines, reason = "a list of claims, read from top to bottom")]
fn says_what_is(moment: &LifeStep, last: &Seen, now: &Seen) -> Option<&'static str> {
    let fate = moment.fate;
    let is = |fates: &[Fate]| fate.is_some_and(|fate| fates.contains(&fate));
    let there = now.value.is_some();
    let same_value = there && last.value == now.value;
    let same_run = (last.container, last.start) == (now.container, now.start);
    let same_place = last.storage == now.storage;
    let shown_here = moment.seen.iter().rev().find(|seen| seen.storage == now.storage);
    let came_back = there && !is_image(now.storage) && shown_here.is_some_and(|seen| seen.value == now.value);
    let something_kept = last.value.is_some() || last.whiteout;
    let old_is_gone = !moment.world.exists(last.storage);
    let memory = matches!(now.storage, Storage::Memory(..));
    let first = moment.seen.iter().find(|seen| (seen.container, seen.start) == (last.container, last.start));
    let program = |container| moment.world.begins_with(container) == now.value;
    let elsewhere = last.container != now.container && !same_place;
    let moved = there && last.value.is_some() && !same_value && !came_back && !old_is_gone && elsewhere;
    broken(&[
        ("nothing was done, so nothing happened", !moment.idle || fate.is_none() || is(&[Fate::Unchanged])),
        ("nothing there before nor now", there || last.value.is_some() || fate.is_none()),
        ("the same value in the same run is unchanged", !(same_value && same_run) || is(&[Fate::Unchanged])),
        (
            "an image's value in another container is unchanged",
            !(same_value && is_image(last.storage) && is_image(now.storage)) || is(&[Fate::Unchanged]),
        ),
        (
            "what a program begins with, and nobody ever wrote, is unchanged",
            !(same_value
                && memory
                && program(last.container)
                && first.is_some_and(|seen| seen.value == now.value))
                || is(&[Fate::Unchanged]),
        ),
        (
            "what a program did not begin with, and the next one has, was copied",
            !(same_value
                && memory
                && !same_run
                && !came_back
                && first.is_some_and(|seen| seen.value != now.value))
                || is(&[Fate::Copied]),
        ),
        ("what comes back in its storage survived", !came_back || is(&[Fate::Survived, Fate::Unchanged])),
        (
            "the same value in a new storage was copied",
            !(same_value && !same_run && !same_place && !came_back && !memory)
                || (is_image(last.storage) && is_image(now.storage))
                || is(&[Fate::Copied]),
        ),
        (
            "what is gone with its storage is lost",
            !(something_kept && old_is_gone && !same_value && !came_back && (there || last.value.is_some()))
                || is(&[Fate::Lost]),
        ),
        (
            "a storage that is still looked at loses nothing to elsewhere",
            !same_place || !is(&[Fate::Lost, Fate::Copied, Fate::Hidden, Fate::Orphaned]),
        ),
        (
            "another value where none was is created",
            !(there && last.value.is_none() && !came_back && (!last.whiteout || !old_is_gone))
                || is(&[Fate::Created]),
        ),
        (
            "another value from another image is changed, not hidden",
            !(moved
                && is_image(last.storage)
                && matches!(now.storage, Storage::Image(_) | Storage::Layer(_)))
                || is(&[Fate::Changed]),
        ),
        (
            "what a mount covers is hidden",
            !(moved
                && is_image(last.storage)
                && !matches!(now.storage, Storage::Image(_) | Storage::Layer(_)))
                || is(&[Fate::Hidden]),
        ),
        ("what was left behind is orphaned", !moved || is_image(last.storage) || is(&[Fate::Orphaned])),
    ])
}

fn any_probe() -> impl Strategy<Value = Probe> {
    prop_oneof![Just(Probe::File), Just(Probe::Exec), Just(Probe::Memory)]
}

/// Steps of mostly one action, sometimes of none.
fn any_life() -> impl Strategy<Value = Vec<Vec<WorldAct>>> {
    let act = || proptest::collection::vec(any_act(), 1);
    let acts = prop_oneof![8 => act(), 1 => Just(vec![]), 3 => proptest::collection::vec(any_act(), 2..4)];
    proptest::collection::vec(acts, 1..16)
}

proptest! {
    #![proptest_config(Config { cases: 1024, failure_persistence: None, ..Config::default() })]

    #[test]
    fn every_fate_is_true(probe in any_probe(), steps in any_life()) {
        for (at, moment) in live(probe, &steps).iter().enumerate() {
            if let Some(claim) = judge(moment) {
                prop_assert!(false, "step {at} is said to be {:?}, against: {claim}", moment.fate);
            }
        }
    }
}

/// Checks that every fate occurs here, because the property says little of others.
#[test]
fn every_fate_comes_in_this_world() {
    let mut runner = TestRunner::deterministic();
    let life = (any_probe(), any_life());
    let mut met = BTreeSet::new();
    for _ in 0..512 {
        let (probe, steps) = life.new_tree(&mut runner).expect("a life").current();
        met.extend(live(probe, &steps).iter().map(|moment| moment.fate));
    }
    let all: BTreeSet<Option<Fate>> = Fate::ALL.into_iter().map(Some).chain([None]).collect();
    assert_eq!(met, all);
}
