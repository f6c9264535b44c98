//! Every call to the engine, with every fault: a clear error that names the operation, the right status, no
//! panic, no hang, and nothing left once the engine answers again.
//!
//! `make faults` does all of it; what runs with the other tests is a sample.

#![expect(clippy::print_stdout, reason = "the figures are what is asked for")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::harness::{Engine, Lab, files_below, labelled, until};
use crate::proxy::{Fault, Proxy};

/// How long a call may take at most, in seconds: enough for each call on a busy machine.
const PATIENCE: u64 = 3;

/// How long a run may take beyond its usual time: two calls that hang (the one in the run and the same
/// one when it cleans up), the two seconds that a lost object is looked for, and what other work on the
/// machine costs.
const BEYOND: Duration = Duration::from_secs(2 * PATIENCE + 2 + 20);

/// What an error says of the first question to an engine.
const ABOUT: &str = "could not be asked about itself";

/// The calls, by method and path, and the words by which an error names them.
const OPERATIONS: [(&str, &str, &str); 18] = [
    ("GET", "/version", ABOUT),
    ("GET", "/info", ABOUT),
    ("GET", "/containers/json", "could not list its containers"),
    ("GET", "/images/json", "could not list its images"),
    ("GET", "/networks", "could not list its networks"),
    ("POST", "/containers/create", "could not make the container"),
    ("POST", "/volumes/create", "could not make the volume"),
    ("GET", "/containers/*/json", "could not look at the container"),
    ("GET", "/containers/*/changes", "could not tell what the container"),
    ("GET", "/containers/*/archive", "could not read from"),
    ("HEAD", "/containers/*/archive", "could not read from"),
    ("PUT", "/containers/*/archive", "could not write into the container"),
    ("POST", "/containers/*/start", "could not start the container"),
    ("DELETE", "/containers/*", "could not remove the container"),
    ("GET", "/images/*/json", "could not look at the image"),
    ("DELETE", "/volumes/*", "could not remove the volume"),
    ("POST", "/containers/*/exec", "could not run the command in the container"),
    ("POST", "/exec/*/start", "could not run the command in the container"),
];

/// And those that are asked after another one.
const MORE: [(&str, &str, &str); 3] = [
    ("GET", "/containers/*/logs", "could not give the output of the container"),
    ("GET", "/exec/*/json", "could not run the command in the container"),
    ("GET", "/volumes/*", "could not look at the volume"),
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
        .variable("STATELAB_TIMEOUT", &PATIENCE.to_string())
}

/// The calls of a run in which nothing goes wrong, and how long it took.
fn clean_run(name: &str) -> (Vec<String>, Duration) {
    let proxy = Proxy::new();
    let start = Instant::now();
    lab(name, &proxy).run().exits(0).leaves_nothing();
    (proxy.calls(), start.elapsed())
}

/// One case, and what came of it.
struct Case {
    lab: &'static str,
    call: usize,
    fault: Fault,
    usual: Duration,
}

/// What came of a case.
struct Outcome {
    /// The call that the fault met; none: the run had no such call.
    met: Option<String>,
    status: Option<i32>,
    took: Duration,
    /// How long after the run's end something was left.
    left: Duration,
    /// What is wrong with it.
    wrong: Option<String>,
}

fn play(case: &Case) -> Outcome {
    let proxy = Proxy::new();
    proxy.fault(case.call, case.fault);
    let start = Instant::now();
    let ended = lab(case.lab, &proxy).start().ends();
    let took = start.elapsed();
    let end = Instant::now();
    let folder = ended.lab().state();
    until("has left nothing", || labelled(&ended.lab().id).is_empty() && files_below(&folder).is_empty());
    let left = end.elapsed();
    let met = proxy.calls().get(case.call).cloned();
    let wrong = met
        .as_deref()
        .and_then(|call| wrong(case, call, ended.status(), ended.text(), took, proxy.spoiled().as_deref()));
    Outcome { met, status: ended.status(), took, left, wrong }
}

/// What is wrong with the end of a run one of whose calls met a fault.
fn wrong(
    case: &Case,
    call: &str,
    status: Option<i32>,
    text: &str,
    took: Duration,
    spoiled: Option<&str>,
) -> Option<String> {
    let (_, words) = operation(call);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = text.contains(words) || (words == ABOUT && text.contains("No container engine answers"));
    let fine = match status {
        Some(0) => is_harmless(call, case.fault, spoiled),
        // A 500 in answer to a command is the command's failure, as docker would show it.
        Some(1) => said && case.fault == Fault::Error,
        Some(3) => said && case.fault != Fault::Slow,
        _ => false,
    };
    if text.contains("panicked") || !fine {
        return Some(format!(
            "status {status:?}: {}",
            &text[text.floor_char_boundary(text.len().saturating_sub(700))..]
        ));
    }
    (took > case.usual + BEYOND).then(|| format!("took {took:?}"))
}

/// Where a run holds all the same. An answer that is only late has all that it should. Where a container
/// through which an image was read cannot be removed with its volumes, that is done when the run is
/// cleaned up. A probe that the engine refuses to run is run again until its time is over; a command of the
/// lab is not, and ends with status 1. And that there is no such thing (404) stands in the first line of an answer that is cut off.
fn is_harmless(call: &str, fault: Fault, spoiled: Option<&str>) -> bool {
    let image_was_read = call.starts_with("DELETE /containers/") && call.contains("v=true");
    let nothing_there = matches!(fault, Fault::Truncate | Fault::Stall) && spoiled == Some("404");
    let asked_again = call.ends_with("/exec") && fault == Fault::Error;
    fault == Fault::Slow || image_was_read || nothing_there || asked_again
}

/// Plays cases, some at a time: what is wrong with them, and the figures.
fn play_all(cases: &[Case], at_once: usize) -> Vec<String> {
    let (next, wrong) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let figures = Mutex::new(BTreeMap::<(String, Fault), BTreeMap<Option<i32>, usize>>::new());
    let longest = Mutex::new((Duration::ZERO, Duration::ZERO));
    std::thread::scope(|scope| {
        for _ in 0..at_once {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let outcome = play(case);
                    let kind =
                        outcome.met.as_deref().map_or("(no such call)".to_owned(), |call| operation(call).0);
                    if let Some(what) = outcome.wrong {
                        let what =
                            format!("{} call {} ({kind}), {:?}: {what}", case.lab, case.call, case.fault);
                        println!("WRONG {what}");
                        wrong.lock().unwrap().push(what);
                    }
                    let mut longest = longest.lock().unwrap();
                    *longest = (longest.0.max(outcome.took), longest.1.max(outcome.left));
                    let mut figures = figures.lock().unwrap();
                    *figures.entry((kind, case.fault)).or_default().entry(outcome.status).or_default() += 1;
                }
            });
        }
    });
    for ((kind, fault), statuses) in figures.into_inner().unwrap() {
        let statuses =
            statuses.iter().map(|(status, count)| format!("{} × status {}", count, status.unwrap_or(-1)));
        println!("{kind:32} {:9} {}", format!("{fault:?}"), statuses.collect::<Vec<_>>().join(", "));
    }
    let (took, left) = longest.into_inner().unwrap();
    println!(
        "faults: {} runs, {} wrong; longest run {} ms, longest until nothing was left {} ms",
        cases.len(),
        wrong.lock().unwrap().len(),
        took.as_millis(),
        left.as_millis()
    );
    wrong.into_inner().unwrap()
}

/// The cases of both labs, each call with each fault.
fn all() -> Vec<Case> {
    let labs = ["nginx-stateless", "postgres-volume"];
    let mut cases = Vec::new();
    for lab in
        labs.into_iter().filter(|lab| std::env::var("STATELAB_FAULTS_LAB").map_or(true, |only| only == *lab))
    {
        let (calls, usual) = clean_run(lab);
        println!("{lab}: {} calls in {} ms", calls.len(), usual.as_millis());
        for call in 0..calls.len() {
            cases.extend(Fault::ALL.map(|fault| Case { lab, call, fault, usual }));
        }
    }
    cases
}

#[test]
#[ignore = "long: make faults"]
fn every_call_with_every_fault() {
    let _engine = Engine::take();
    let every = std::env::var("STATELAB_FAULTS_EVERY").map_or(1, |every| every.parse().unwrap());
    let cases: Vec<Case> = all().into_iter().step_by(every).collect();
    assert_eq!(play_all(&cases, 4), Vec::<String>::new());
}

/// Each kind of call once, the faults in turn, so that each of both has been met.
#[test]
fn a_sample_of_calls_and_faults() {
    let _engine = Engine::take();
    let mut cases = Vec::new();
    let mut seen = BTreeSet::new();
    for lab in ["nginx-stateless", "postgres-volume"] {
        let (calls, usual) = clean_run(lab);
        for (call, line) in calls.iter().enumerate() {
            if seen.insert(operation(line).0) {
                let fault = Fault::ALL[seen.len() % Fault::ALL.len()];
                cases.push(Case { lab, call, fault, usual });
            }
        }
    }
    assert!(cases.len() > 2 * Fault::ALL.len(), "{} kinds of calls", cases.len());
    assert_eq!(play_all(&cases, 4), Vec::<String>::new());
}
