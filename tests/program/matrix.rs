//! Every call to the engine, with every fault: a clear error that names the operation, the right status, no
//! panic, no hang, and nothing left once the engine answers again.
//!
//! `make faults` does all of it; what runs with the other tests is a sample. `STATELAB_FAULTS_SEED` chooses that;
//! of the whole, `STATELAB_FAULTS_LAB` chooses a lab, and `STATELAB_FAULTS_CALLS` some calls of it (`16,49`).

#![expect(clippy::print_stdout, reason = "the figures are what is asked for")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::harness::{Engine, Lab, files_below, labelled, until};
use crate::proxy::{Fault, Proxy};

/// How long a call may take at most: enough for each call on a busy machine.
const PATIENCE: Duration = Duration::from_secs(3);

/// How long an object is looked for whose making was not answered.
const LOST: Duration = Duration::from_secs(2);

/// How many runs use the engine at once. What waits for an answer that does not come is not counted.
const WORKING: usize = 5;

/// How many runs there are at once, with those that wait.
const AT_ONCE: usize = 16;

/// The labs.
const LABS: [&str; 2] = ["nginx-stateless", "postgres-volume"];

/// What an error says of the first question to an engine.
const ABOUT: &str = "could not be asked about itself";

/// What an error says of each of the three calls that run a command.
const EXEC: &str = "could not run the command in the container";

/// What an error says of a container's output.
const LOGS: &str = "could not return the output of the container";

/// What a check says whose time is over before that of a call.
const NO_LOOK: &str = "no attempt to read it ended in time";

/// The calls, by method and path, and the words by which an error names them.
const OPERATIONS: [(&str, &str, &str); 18] = [
    ("GET", "/version", ABOUT),
    ("GET", "/info", ABOUT),
    ("GET", "/containers/json", "could not list its containers"),
    ("GET", "/images/json", "could not list its images"),
    ("GET", "/networks", "could not list its networks"),
    ("POST", "/containers/create", "could not make the container"),
    ("POST", "/volumes/create", "could not make the volume"),
    ("GET", "/containers/*/json", "could not inspect the container"),
    ("GET", "/containers/*/changes", "could not list what the container"),
    ("GET", "/containers/*/archive", "could not read from"),
    ("HEAD", "/containers/*/archive", "could not read from"),
    ("PUT", "/containers/*/archive", "could not write to the container"),
    ("POST", "/containers/*/start", "could not start the container"),
    ("DELETE", "/containers/*", "could not remove the container"),
    ("GET", "/images/*/json", "could not inspect the image"),
    ("DELETE", "/volumes/*", "could not remove the volume"),
    ("POST", "/containers/*/exec", EXEC),
    ("POST", "/exec/*/start", EXEC),
];

/// And those that are asked after another one.
const MORE: [(&str, &str, &str); 3] = [
    ("GET", "/containers/*/logs", LOGS),
    ("GET", "/exec/*/json", EXEC),
    ("GET", "/volumes/*", "could not inspect the volume"),
];

/// What kind of call this is: its method, its path without names, and the words for it.
fn operation(call: &str) -> (String, &'static str) {
    let (method, path) = call.split_once(' ').unwrap();
    let path = path.split('?').next().unwrap();
    let is = |pattern: &str| match pattern.split_once('*') {
        Some((before, after)) => {
            path.len() > before.len() + after.len()
                && path.starts_with(before)
                && path.ends_with(after)
                && (after.contains('/') || !path[before.len()..].contains('/'))
        }
        None => path == pattern,
    };
    let known = OPERATIONS.iter().chain(&MORE).find(|(with, pattern, _)| *with == method && is(pattern));
    let (_, pattern, words) = known.unwrap_or_else(|| panic!("a call that is not known here: {call}"));
    (format!("{method} {pattern}"), words)
}

/// A lab whose every call goes through a proxy.
fn lab(name: &str, proxy: &Proxy) -> Lab {
    Lab::shipped(name)
        .with("--scoped")
        .with("--engine")
        .with(&proxy.address())
        .variable("STATELAB_TIMEOUT", &PATIENCE.as_secs().to_string())
}

/// The calls of a run in which nothing goes wrong, and how long such a run takes at most while as many
/// others go on as in the matrix.
fn clean_runs(name: &str, at_once: usize) -> (Vec<String>, Duration) {
    std::thread::scope(|scope| {
        let run = || {
            let proxy = Proxy::new();
            let start = Instant::now();
            lab(name, &proxy).run().exits(0).leaves_nothing();
            (proxy.calls(), start.elapsed())
        };
        let runs: Vec<_> = (0..at_once).map(|_| scope.spawn(run)).collect();
        let runs: Vec<_> = runs.into_iter().map(|run| run.join().unwrap()).collect();
        let usual = runs.iter().map(|(_, took)| *took).max().unwrap();
        (runs.into_iter().next().unwrap().0, usual)
    })
}

/// The slots for runs that work.
struct Slots {
    free: Mutex<usize>,
    left: Condvar,
}

/// One slot, given back once: when its run hangs, or at the run's end.
struct Slot {
    slots: Arc<Slots>,
    given_back: AtomicBool,
}

impl Slots {
    fn take(self: &Arc<Self>) -> Arc<Slot> {
        let free = self.free.lock().unwrap();
        *self.left.wait_while(free, |free| *free == 0).unwrap() -= 1;
        Arc::new(Slot { slots: Arc::clone(self), given_back: AtomicBool::new(false) })
    }
}

impl Slot {
    fn give_back(&self) {
        if !self.given_back.swap(true, Ordering::Relaxed) {
            *self.slots.free.lock().unwrap() += 1;
            self.slots.left.notify_one();
        }
    }
}

/// One case, and what came of it.
#[derive(Clone)]
struct Case {
    lab: &'static str,
    /// The call in the run in which nothing went wrong, from 0.
    call: usize,
    /// Its kind, and how many of that kind come before it: probes are asked more or less often, which moves
    /// all calls of other kinds.
    kind: String,
    before: usize,
    /// Whether it comes behind the last removal of a container: all that is left then is to clean up.
    cleaning: bool,
    fault: Fault,
    usual: Duration,
}

/// What came of a case.
struct Outcome {
    /// The call that the fault met; none: the run had no such call.
    met: Option<String>,
    status: Option<i32>,
    /// How long the run went on after the fault.
    after: Duration,
    /// How long after the run's end something was left.
    left: Duration,
    /// What is wrong with it.
    wrong: Option<String>,
}

impl Case {
    /// One for each call of a run; the fault is chosen yet.
    fn of_calls(lab: &'static str, calls: &[String], usual: Duration) -> Vec<Self> {
        let kinds: Vec<String> = calls.iter().map(|call| operation(call).0).collect();
        let before = |call: usize| kinds[..call].iter().filter(|kind| **kind == kinds[call]).count();
        let last = kinds.iter().rposition(|kind| kind == "DELETE /containers/*");
        let case = |call: usize| {
            let (kind, before, cleaning) = (kinds[call].clone(), before(call), Some(call) > last);
            Self { lab, call, kind, before, cleaning, fault: Fault::Error, usual }
        };
        (0..kinds.len()).map(case).collect()
    }
}

fn play(case: &Case, slot: &Arc<Slot>) -> Outcome {
    let proxy = Proxy::new();
    let hanging = Arc::clone(slot);
    let kind = case.kind.clone();
    let is_kind = move |call: &str| operation(call).0 == kind;
    proxy.fault(is_kind, case.before, case.fault, move || hanging.give_back());
    let ended = lab(case.lab, &proxy).start().ends();
    let end = Instant::now();
    let folder = ended.lab().state();
    // The ledger goes last: as long as it is there, nobody need be asked.
    until("has left nothing", || files_below(&folder).is_empty() && labelled(&ended.lab().id).is_empty());
    let left = end.elapsed();
    slot.give_back();
    let after = proxy.struck().map_or(Duration::ZERO, |struck| end - struck);
    let met = proxy.met();
    let wrong = match &met {
        Some(call) => wrong(case, call, ended.status(), ended.text(), proxy.spoiled().as_deref())
            .or_else(|| late(case, call, (ended.status(), after), left)),
        // How often something is waited for differs from run to run, and so does the last call's number.
        None if ended.status() == Some(0) => None,
        None => Some(format!("status {:?} without the fault: {}", ended.status(), last_words(ended.text()))),
    };
    Outcome { met, status: ended.status(), after, left, wrong }
}

/// Whether it took too long. A run that the fault ends has the call's own time-out (of an upload two: it is
/// asked each time-out whether anything moved, and may have begun to), the time for which a lost object is looked
/// for, and then removes what it made, which takes no longer than a whole run. One that goes on takes what
/// a whole run takes, on a machine that may be busier by then: its other calls have their own time-outs. After the
/// run's end somebody else may have to look for what is lost and remove it, once more.
fn late(case: &Case, call: &str, outcome: (Option<i32>, Duration), left: Duration) -> Option<String> {
    let (status, after) = outcome;
    let hangs = matches!(case.fault, Fault::Hang | Fault::Stall);
    let times = u32::from(hangs) * if call.starts_with("PUT ") { 2 } else { 1 };
    let rest = if status == Some(0) { case.usual * 3 } else { case.usual };
    let longest = PATIENCE * times + LOST + rest;
    if after > longest {
        return Some(format!("status {status:?}: went on for {after:?}, and {longest:?} are enough"));
    }
    let longest = LOST + case.usual;
    (left > longest).then(|| format!("left something for {left:?}, and {longest:?} are enough"))
}

/// The end of what a run showed.
fn last_words(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text[text.floor_char_boundary(text.len().saturating_sub(700))..].to_owned()
}

/// What is wrong with the end of a run one of whose calls met a fault.
fn wrong(case: &Case, call: &str, status: Option<i32>, text: &str, spoiled: Option<&str>) -> Option<String> {
    let (_, words) = operation(call);
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // Whoever wants a container's output first looks whether it has a terminal: it is said what that is for.
    let for_logs = call.starts_with("GET /containers/") && call.ends_with("/json") && flat.contains(LOGS);
    let no_engine = words == ABOUT && flat.contains("No container engine answers");
    let said = flat.contains(words) || for_logs || no_engine;
    let fine = match status {
        // What the engine fails at while the run cleans up is tried again.
        Some(0) => is_harmless(call, case.fault, spoiled) || case.cleaning && case.fault == Fault::Error,
        // A 500 in answer to a command is the command's failure, as docker would show it. And a check has
        // a time of its own: where that is over before the call's, it says that no look ended.
        Some(1) if matches!(case.fault, Fault::Hang | Fault::Stall) => flat.contains(NO_LOOK),
        Some(1) => said && case.fault == Fault::Error,
        Some(3) => said && case.fault != Fault::Slow,
        _ => false,
    };
    (flat.contains("panicked") || !fine).then(|| format!("status {status:?}: {}", last_words(text)))
}

/// Where a run holds all the same. An answer that is only late has all that it should. Where a container
/// through which an image was read cannot be removed with its volumes, that is done when the run is
/// cleaned up. A probe that the engine refuses to run is run again until its time is over; a command of the
/// lab is not, and ends with status 1. And that there is no such thing (404) stands in the first line of an answer that is cut off.
fn is_harmless(call: &str, fault: Fault, spoiled: Option<&str>) -> bool {
    let image_was_read = call.starts_with("DELETE /containers/") && call.contains("v=true");
    let nothing_there = matches!(fault, Fault::Truncate | Fault::Stall) && spoiled == Some("404");
    let asked_again = operation(call).1 == EXEC && fault == Fault::Error;
    fault == Fault::Slow || image_was_read || nothing_there || asked_again
}

/// What came of several cases.
#[derive(Default)]
struct Figures {
    played: usize,
    /// How often which status came of a kind of call and a fault.
    statuses: BTreeMap<(String, Fault), BTreeMap<Option<i32>, usize>>,
    /// How many runs never came to the call.
    unmet: usize,
    wrong: Vec<String>,
    /// How long a run went on after the fault, and how long something was left after that, at most.
    longest: (Duration, Duration),
}

impl Figures {
    fn take(&mut self, case: &Case, outcome: Outcome) {
        let kind = outcome.met.as_deref().map_or("no such call".to_owned(), |call| operation(call).0);
        if let Some(what) = outcome.wrong {
            let what = format!("{} call {} ({kind}), {:?}: {what}", case.lab, case.call, case.fault);
            println!("WRONG {what}");
            self.wrong.push(what);
        }
        self.played += 1;
        if self.played.is_multiple_of(100) {
            println!("{} played, {} wrong", self.played, self.wrong.len());
        }
        self.longest = (self.longest.0.max(outcome.after), self.longest.1.max(outcome.left));
        if outcome.met.is_none() {
            self.unmet += 1;
            return;
        }
        *self.statuses.entry((kind, case.fault)).or_default().entry(outcome.status).or_default() += 1;
    }

    fn print(&self, cases: usize, start: Instant) {
        for ((kind, fault), statuses) in &self.statuses {
            let statuses =
                statuses.iter().map(|(status, count)| format!("{count} × status {}", status.unwrap_or(-1)));
            println!("{kind:32} {:9} {}", format!("{fault:?}"), statuses.collect::<Vec<_>>().join(", "));
        }
        println!(
            "faults: {cases} runs in {} s, {} wrong, {} ended before the call; longest after the fault {} ms, \
             longest until nothing was left {} ms",
            start.elapsed().as_secs(),
            self.wrong.len(),
            self.unmet,
            self.longest.0.as_millis(),
            self.longest.1.as_millis()
        );
    }
}

/// Plays cases, some at a time, and prints the figures.
fn play_all(cases: &[Case]) -> Figures {
    let (start, next) = (Instant::now(), AtomicUsize::new(0));
    let figures = Mutex::new(Figures::default());
    let slots = Arc::new(Slots { free: Mutex::new(WORKING), left: Condvar::new() });
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let outcome = play(case, &slots.take());
                    figures.lock().unwrap().take(case, outcome);
                }
            });
        }
    });
    let figures = figures.into_inner().unwrap();
    figures.print(cases.len(), start);
    figures
}

/// What must hold of all of it: nothing wrong, and each kind of call met each fault that it was to.
fn all_hold(cases: &[Case], wanted: &BTreeSet<(String, Fault)>) {
    let figures = play_all(cases);
    assert_eq!(figures.wrong, Vec::<String>::new());
    let missed: Vec<_> = wanted.iter().filter(|pair| !figures.statuses.contains_key(pair)).collect();
    assert!(missed.is_empty(), "never met: {missed:?}");
    // A run has some calls more or less than another, where something is waited for.
    assert!(
        figures.unmet * 20 <= cases.len(),
        "{} of {} never came to their call",
        figures.unmet,
        cases.len()
    );
}

/// The calls of a probe that is asked again and again until it holds: how often differs from run to run,
/// and each time it is the same. The first time is played.
fn repeated(calls: &[String]) -> BTreeSet<usize> {
    let kinds: Vec<String> = calls.iter().map(|call| operation(call).0).collect();
    let mut repeated = BTreeSet::new();
    for length in 3..8 {
        for start in 0..kinds.len().saturating_sub(2 * length) {
            let (one, next) = (&kinds[start..start + length], &kinds[start + length..start + 2 * length]);
            if one == next && one.iter().any(|kind| kind.ends_with("/exec")) {
                repeated.extend(start + length..start + 2 * length);
            }
        }
    }
    repeated
}

#[test]
#[ignore = "long: make faults"]
fn every_call_with_every_fault() {
    let _engine = Engine::take();
    let only = std::env::var("STATELAB_FAULTS_LAB").ok();
    let (mut cases, mut wanted) = (Vec::new(), BTreeSet::new());
    for lab in LABS.into_iter().filter(|lab| only.as_deref().is_none_or(|only| only == *lab)) {
        let (calls, usual) = clean_runs(lab, WORKING);
        println!("{lab}: {} calls; {WORKING} runs at once take up to {} ms", calls.len(), usual.as_millis());
        let repeated = repeated(&calls);
        println!("{lab}: {} of them repeat what was asked just before", repeated.len());
        let all = Case::of_calls(lab, &calls, usual);
        for case in all.into_iter().filter(|case| !repeated.contains(&case.call)) {
            wanted.extend(Fault::ALL.map(|fault| (case.kind.clone(), fault)));
            cases.extend(Fault::ALL.map(|fault| Case { fault, ..case.clone() }));
        }
    }
    if let Ok(list) = std::env::var("STATELAB_FAULTS_CALLS") {
        let calls: BTreeSet<usize> = list.split(',').map(|call| call.parse().unwrap()).collect();
        cases.retain(|case| calls.contains(&case.call));
        return assert_eq!(play_all(&cases).wrong, Vec::<String>::new());
    }
    all_hold(&cases, &wanted);
}

/// Numbers that look as if they were thrown, and are the same for a seed (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).unwrap()
    }
}

/// The number that a sample is chosen by: another one each day, so that in time all is played.
fn seed() -> u64 {
    let today = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() / (24 * 3600);
    std::env::var("STATELAB_FAULTS_SEED").map_or_else(|_| today(), |seed| seed.parse().unwrap())
}

/// Each kind of call once, the faults in turn, so that each of both is met.
#[test]
fn a_sample_of_calls_and_faults() {
    let _engine = Engine::take();
    let seed = seed();
    println!("the sample of STATELAB_FAULTS_SEED={seed}");
    let mut dice = Dice(seed);
    let mut kinds = BTreeMap::<String, Vec<Case>>::new();
    for lab in LABS {
        let (calls, usual) = clean_runs(lab, WORKING / 2);
        let repeated = repeated(&calls);
        let all = Case::of_calls(lab, &calls, usual * 2);
        for case in all.into_iter().filter(|case| !repeated.contains(&case.call)) {
            kinds.entry(case.kind.clone()).or_default().push(case);
        }
    }
    let (mut faults, mut cases) = (Vec::new(), Vec::new());
    for places in kinds.values() {
        if faults.is_empty() {
            faults = Fault::ALL.to_vec();
        }
        let fault = faults.swap_remove(dice.below(faults.len()));
        let case = Case { fault, ..places[dice.below(places.len())].clone() };
        println!("{} call {} ({}): {fault:?}", case.lab, case.call, case.kind);
        cases.push(case);
    }
    assert!(cases.len() > 2 * Fault::ALL.len(), "{} kinds of calls", cases.len());
    assert_eq!(play_all(&cases).wrong, Vec::<String>::new());
}
