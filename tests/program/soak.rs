//! The program killed at every event of every shipped lab, on each engine: nothing is left within two
//! seconds, in the engine or on the disk, and a stranger's things are as before, bit for bit.
//!
//! `make soak` does all of it; what runs with the other tests is a sample.

#![expect(clippy::print_stdout, reason = "the figures are what is asked for")]

use std::collections::{BTreeSet, VecDeque};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Lines};
use std::process::{Child, ChildStdout, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::decoys::{Decoys, Side, changes};
use crate::harness::{Engine, LIMIT, Lab, Output, files_below};
use crate::real::reaper::reaper;

/// How soon after the program's death nothing may be left in the engine.
const SOON: Duration = Duration::from_secs(2);

/// What a container's making, start and removal take by the docker program on a machine of two processors
/// that has nothing else to do.
const USUAL: Duration = Duration::from_millis(400);

/// How many runs go on at once at the most: a run has its engine make and end containers all the time, and
/// that keeps a processor busy.
fn at_once() -> usize {
    thread::available_parallelism().unwrap().get()
}

/// How often it is looked whether something is left.
const POLL: Duration = Duration::from_millis(20);

/// How many events are told of a run that went wrong by itself.
const LATEST: usize = 8;

/// One run that is killed.
#[derive(Debug, Clone, Copy)]
struct Kill {
    lab: &'static str,
    /// The event at which it is, counted from 1.
    event: usize,
}

/// What came of it.
struct Outcome {
    /// The kind of the event; none: the run had fewer, and came to its end.
    met: Option<String>,
    /// How many things the run had in the engine at the most, as far as was seen.
    had: usize,
    /// How long after the death nothing was left in the engine.
    gone: Duration,
    /// How long after it the reaper was gone, and all files.
    over: Duration,
    /// What is wrong with it.
    wrong: Option<String>,
}

/// The labs that come with the program.
fn shipped() -> Vec<&'static str> {
    let folders = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/labs")).unwrap();
    let labs = folders.map(|folder| folder.unwrap().path()).filter(|path| path.join("lab.toml").exists());
    let mut names: Vec<&'static str> =
        labs.map(|path| &*path.file_name().unwrap().to_str().unwrap().to_owned().leak()).collect();
    names.sort_unstable();
    assert_eq!(names.len(), 8, "each lab");
    names
}

/// A run whose events are read as they come.
struct Watched {
    lab: Lab,
    child: Child,
    events: Lines<BufReader<ChildStdout>>,
    run: String,
    /// The latest events: of a run that ended by itself they say how.
    latest: VecDeque<String>,
}

impl Watched {
    fn start(side: Side, lab: &str) -> Self {
        let lab = side.lab(lab).with("--format").with("json");
        let errors = File::create(lab.folder().join("errors")).unwrap();
        let mut child = lab.command().stdout(Stdio::piped()).stderr(errors).spawn().unwrap();
        let mut events = BufReader::new(child.stdout.take().unwrap()).lines();
        // The header; where the engine did not answer there is none, nor any event.
        events.next();
        Self { lab, child, events, run: String::new(), latest: VecDeque::new() }
    }

    /// The kind of the next event; none: there are no more.
    fn next(&mut self) -> Option<String> {
        let line = self.events.next()?.unwrap();
        let event: Value = serde_json::from_str(&line).unwrap();
        self.latest.truncate(LATEST - 1);
        self.latest.push_front(line);
        if event["event"] == "run-started" {
            event["run"].as_str().unwrap().clone_into(&mut self.run);
        }
        Some(event["event"].as_str().unwrap().to_owned())
    }

    fn errors(&self) -> String {
        fs::read_to_string(self.lab.folder().join("errors")).unwrap()
    }

    /// What the engine has of the run: by its labels, by its names, and the volumes that its containers
    /// were seen to have, which are noted in `volumes`. None: the engine cannot say at this moment.
    fn left(&self, side: Side, volumes: &mut BTreeSet<String>) -> Option<Vec<String>> {
        let mut answers = vec![side.ask("/containers/json?all=1")?, side.ask("/volumes")?["Volumes"].take()];
        let prefix = format!("{}-", self.run);
        let named = |found: &Value| {
            let one = found["Name"].as_str().into_iter();
            let more = ["Names", "RepoTags"].iter().filter_map(|key| found[*key].as_array()).flatten();
            let is = |name: &str| !self.run.is_empty() && name.contains(&prefix);
            one.chain(more.filter_map(Value::as_str)).any(is)
        };
        let is_ours = |found: &&Value| found["Labels"]["statelab.lab"] == *self.lab.id || named(found);
        for container in answers[0].as_array().into_iter().flatten().filter(is_ours) {
            let mounts = container["Mounts"].as_array().into_iter().flatten();
            volumes.extend(mounts.filter_map(|mount| mount["Name"].as_str()).map(str::to_owned));
        }
        let is_left = |found: &&Value| {
            is_ours(found) || found["Name"].as_str().is_some_and(|name| volumes.contains(name))
        };
        if !answers.iter().filter_map(Value::as_array).flatten().any(|found| is_left(&found)) {
            // They go last, and a question about them costs more.
            answers.extend([side.ask("/images/json?all=1")?, side.ask("/networks")?]);
        }
        let left = answers.iter().filter_map(Value::as_array).flatten().filter(is_left);
        Some(left.map(|found| format!("{} {}", found["Id"], found["Name"])).collect())
    }
}

/// Kills a run at an event.
fn play(side: Side, kill: Kill) -> Outcome {
    let mut run = Watched::start(side, kill.lab);
    let mut met = None;
    for _ in 0..kill.event {
        met = run.next();
        if met.is_none() {
            break;
        }
    }
    let death = Instant::now();
    // The kernel lets go of a process' locks and sockets before it can be waited for.
    let status = if met.is_some() {
        run.child.kill().unwrap();
        run.child.wait().unwrap()
    } else {
        run.child.wait().unwrap()
    };
    let (gone, over, had) = wait_for_the_reaper(side, &run, death);
    let errors = run.errors();
    let wrong = if errors.contains("panicked") {
        Some(errors)
    } else if met.is_none() && status.code() != Some(side.ends(kill.lab)) {
        Some(format!("ended by itself with {status}: {errors}{:#?}", run.latest))
    } else {
        None
    };
    Outcome { met, had, gone, over, wrong }
}

/// Looks until nothing of a run is left: how long the engine had something, and how long there was a
/// file or a process; and how many things the engine had at the most.
fn wait_for_the_reaper(side: Side, run: &Watched, death: Instant) -> (Duration, Duration, usize) {
    let (mut gone, mut had, mut volumes) = (None, 0, BTreeSet::new());
    loop {
        // First, so that the last look comes when nobody removes anything any more.
        let over = reaper(&run.lab).is_none() && files_below(&run.lab.state()).is_empty();
        match run.left(side, &mut volumes) {
            Some(left) if left.is_empty() => {
                let gone = *gone.get_or_insert_with(|| death.elapsed());
                if over {
                    return (gone, death.elapsed(), had);
                }
            }
            Some(left) => (gone, had) = (None, had.max(left.len())),
            None => gone = None,
        }
        assert!(
            death.elapsed() < LIMIT,
            "left for good: {:?}, {:?}",
            run.left(side, &mut volumes),
            files_below(&run.lab.state())
        );
        thread::park_timeout(POLL);
    }
}

/// Kills runs, some at a time: what is wrong, and the figures.
fn play_all(side: Side, kills: &[Kill], within: fn(Duration) -> Duration) -> Vec<String> {
    let (next, outcomes) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let (start, pace) = (Instant::now(), Mutex::new(side.pace()));
    let measure = || {
        let now = side.pace();
        let mut pace = pace.lock().unwrap();
        *pace = now.max(*pace);
    };
    thread::scope(|scope| {
        for _ in 0..at_once() {
            scope.spawn(|| {
                while let Some(kill) = kills.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let outcome = play(side, *kill);
                    if outcome.gone >= SOON {
                        measure();
                    }
                    outcomes.lock().unwrap().push((*kill, outcome));
                }
            });
        }
    });
    measure();
    let pace = *pace.lock().unwrap();
    let mut outcomes = outcomes.into_inner().unwrap();
    outcomes.sort_unstable_by_key(|(kill, _)| (kill.lab, kill.event));
    let wrong = judge(side, &outcomes, within(pace));
    let outcomes: Vec<Outcome> = outcomes.into_iter().map(|(_, outcome)| outcome).collect();
    tell(side, &outcomes, start.elapsed(), pace, wrong.len());
    wrong
}

/// What is wrong with runs that were killed.
fn judge(side: Side, outcomes: &[(Kill, Outcome)], within: Duration) -> Vec<String> {
    let mut wrong = Vec::new();
    for (Kill { lab, event }, Outcome { met, had, gone, wrong: what, .. }) in outcomes {
        let late = (*gone >= within).then(|| format!("{had} things, the last was gone after {gone:?}"));
        if let Some(what) = what.clone().or(late) {
            let met = met.as_deref().unwrap_or("no such event");
            let what = format!("{} {lab} event {event} ({met}): {what}", side.name());
            println!("WRONG {what}");
            wrong.push(what);
        }
    }
    wrong
}

/// The figures.
fn tell(side: Side, outcomes: &[Outcome], took: Duration, pace: Duration, wrong: usize) {
    let middle = |mut times: Vec<Duration>| {
        times.sort_unstable();
        times.get(times.len() / 2).copied().unwrap_or_default().as_millis()
    };
    let killed = outcomes.iter().filter(|outcome| outcome.met.is_some());
    let with_things = outcomes.iter().filter(|outcome| outcome.had > 0);
    let longest =
        |time: fn(&Outcome) -> Duration| outcomes.iter().map(time).max().unwrap_or_default().as_millis();
    println!(
        "soak: {}, {} kills in {} s, {} with things in the engine; nothing left after {} ms (median {} ms), reaper and files gone after {} ms; a container comes and goes in {} ms here; {} wrong",
        side.name(),
        killed.count(),
        took.as_secs(),
        with_things.clone().count(),
        longest(|outcome| outcome.gone),
        middle(with_things.map(|outcome| outcome.gone).collect()),
        longest(|outcome| outcome.over),
        pace.as_millis(),
        wrong
    );
}

/// A run that was kept, so that there is something for `clean`; removed when the test is over.
struct Kept {
    side: Side,
    lab: Lab,
    run: String,
}

impl Kept {
    fn make(side: Side) -> Self {
        let lab = side.lab("nginx-stateless").with("--keep").run().exits(0).into_lab();
        let ledgers = files_below(&lab.state().join("ledgers"));
        let run = ledgers[0].file_stem().unwrap().to_str().unwrap().to_owned();
        Self { side, lab, run }
    }

    fn clean(&self) -> Output {
        self.lab.statelab(&["clean", "--yes", "--engine", &self.side.address()])
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.clean();
    }
}

/// Has something done among the things of a stranger, which must not be touched by it, nor by `clean`;
/// and nothing else may be left in the engine. Fields called as in `changing` may change.
pub fn among_decoys(side: Side, changing: &[&str], what: impl FnOnce() -> Vec<String>) {
    // Of a test that was killed; else they would be missed in the end.
    Decoys::remove(side);
    let everything = side.everything();
    let kept = Kept::make(side);
    let run = kept.run.clone();
    let decoys = Decoys::make(side, &run);
    let look = || {
        let mut all = decoys.look();
        for text in all.values_mut() {
            let stays = |line: &&str| !changing.iter().any(|field| line.contains(field));
            *text = text.lines().filter(stays).collect::<Vec<_>>().join("\n");
        }
        all
    };
    let before = look();
    let wrong = what();
    kept.clean().exits(0).shows(&format!("removed container {run}-my-nginx"));
    assert_eq!(changes(&before, &look()), Vec::<String>::new(), "{}", side.name());
    // What is touched would have been seen.
    decoys.touch();
    let touched = changes(&before, &look());
    let touched: Vec<_> = touched.iter().filter_map(|change| change.split(':').next()).collect();
    // Podman notes the command that did it, too.
    assert!(touched.ends_with(&["files of containers", "files of volumes"]), "{touched:?}");
    drop(decoys);
    assert_eq!(side.everything(), everything, "{}", side.name());
    assert_eq!(wrong, Vec::<String>::new());
}

/// Kills a lab at each of its events; how many they are says a whole run. What is wrong.
fn every_event(side: Side, lab: &'static str) -> Vec<String> {
    let mut whole = Watched::start(side, lab);
    let events = std::iter::from_fn(|| whole.next()).count();
    let status = whole.child.wait().unwrap();
    let ends = side.ends(lab);
    assert_eq!(status.code(), Some(ends), "{} {lab}: {}", side.name(), whole.errors());
    println!("{} {lab}: {events} events", side.name());
    let kills: Vec<Kill> = (1..=events).map(|event| Kill { lab, event }).collect();
    play_all(side, &kills, |_| SOON)
}

/// All labs, whatever is wrong with one of them.
fn every_lab(side: Side) {
    let asked = std::env::var("STATELAB_SOAK_LAB").ok();
    let labs = shipped().into_iter().filter(|lab| asked.as_deref().is_none_or(|asked| asked == *lab));
    let _engine = Engine::take();
    among_decoys(side, &[], || labs.flat_map(|lab| every_event(side, lab)).collect());
}

#[test]
#[ignore = "long: make soak"]
fn every_event_of_every_lab_on_docker() {
    every_lab(Side::Docker);
}

#[test]
#[ignore = "long: make soak"]
fn every_event_of_every_lab_on_podman() {
    every_lab(Side::Podman);
}

/// One event of every second lab, chosen by chance; of those that the lab's own recording has.
fn sample(side: Side) {
    let given = std::env::var("STATELAB_SOAK_SEED").ok().map(|seed| seed.parse().unwrap());
    let seed: u64 = given.unwrap_or_else(|| getrandom::u64().unwrap());
    println!("{}: STATELAB_SOAK_SEED={seed}", side.name());
    let mut kills = Vec::new();
    let mut chance = seed;
    for lab in shipped().into_iter().skip(side as usize).step_by(2) {
        let recording = format!("{}/labs/{lab}/recording.jsonl", env!("CARGO_MANIFEST_DIR"));
        let events = fs::read_to_string(recording).unwrap().lines().count() - 1;
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let event = usize::try_from(chance >> 33).unwrap() % events + 1;
        kills.push(Kill { lab, event });
    }
    let _engine = Engine::take();
    // Other work on the machine slows the engine down, and is no fault of the program: then it has as many
    // times two seconds as a container takes longer than usual to come and go.
    let within = |pace: Duration| SOON.mul_f64((pace.as_secs_f64() / USUAL.as_secs_f64()).max(1.0));
    among_decoys(side, &[], || play_all(side, &kills, within));
}

#[test]
fn a_sample_of_events_on_docker() {
    sample(Side::Docker);
}

#[test]
fn a_sample_of_events_on_podman() {
    sample(Side::Podman);
}
