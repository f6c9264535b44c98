//! The shipped labs on the model of an engine: through the library's runner and guard, as the program
//! drives them, without Docker. They come to what their recordings have, which were made on Docker; and
//! with a lab's lesson taken out they do not.

#![expect(clippy::expect_used, reason = "a test that cannot go on says so")]

#[path = "model_labs/turns.rs"]
mod turns;
#[path = "program/variants.rs"]
mod variants;

use std::fs;
use std::future::pending;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use futures_util::future::join_all;
use serde_json::{Value, json};
use statelab::engine::{Answering, Engine, Kind, Labels, Origin};
use statelab::event::{Event, Outcome, Sink};
use statelab::lab::{ChoiceId, Lab, Library, Predict};
use statelab::session::{
    Cleanup, Driver, Left, Pause, RunOptions, Session, SessionError, Swept, Unasked, sweep,
};
use statelab::story::StepStory;
use statelab::supervise::StateDir;
use statelab_model::Model;
use tempfile::TempDir;
use tokio::sync::oneshot;

/// Where the shipped labs are.
const LABS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/labs");

/// The folders of all shipped labs.
fn folders() -> Vec<PathBuf> {
    let all = fs::read_dir(LABS).expect("readable").map(|entry| entry.expect("readable").path());
    let mut all: Vec<PathBuf> = all.filter(|path| path.join("lab.toml").exists()).collect();
    all.sort();
    all
}

/// Events as a recording has them.
#[derive(Default)]
struct Events(Vec<Value>);

impl Sink for Events {
    fn take(&mut self, event: &Event) {
        self.0.push(serde_json::to_value(event).expect("written"));
    }
}

/// A model, as an engine that answers.
async fn answering() -> Answering {
    let engine: Arc<dyn Engine> = Arc::new(Model::new());
    let about = engine.about().await.expect("a model answers");
    let address = "unix:///model.sock".parse().expect("an address");
    Answering { engine, about, address, from: Origin::Usual, held: None }
}

/// Opens a session with this state folder.
fn open<'l>(lab: &'l Lab, engine: &Answering, options: &RunOptions, home: &TempDir) -> Session<'l> {
    let state = StateDir::at(home.path().join("state"));
    let session = Session::open(lab, engine, options, &state).expect("a session");
    assert!(session.ledger().starts_with(state.folder()) && session.workspace().starts_with(state.folder()));
    session
}

/// Plays a session to its end: what it came to, and what happened. Nothing is left in its state folder.
async fn play(session: Session<'_>, driver: &mut dyn Driver) -> (Outcome, Vec<Value>) {
    let mut events = Events::default();
    let outcome = session.drive(driver, &mut events, pending()).await;
    let closed = session.close(&mut events).await;
    assert!(closed.all, "{:?}", events.0.last());
    assert!(!session.ledger().exists() && !session.workspace().exists());
    (outcome, events.0)
}

/// Runs all steps of a lab on a model of its own: what it came to, and what happened. Nothing is left.
async fn run(lab: &Lab) -> (Outcome, Vec<Value>) {
    let (engine, home) = (answering().await, tempfile::tempdir().expect("a folder"));
    let session = open(lab, &engine, &RunOptions::default(), &home);
    let ran = play(session, &mut Unasked).await;
    nothing_is_left(&engine, lab).await;
    ran
}

/// Holds that the model has nothing but what it began with.
async fn nothing_is_left(engine: &Answering, lab: &Lab) {
    for (kind, count) in [(Kind::Container, 0), (Kind::Volume, 0), (Kind::Network, 3), (Kind::Image, 2)] {
        let left = engine.engine.list(kind, &Labels::new()).await.expect("listed");
        assert_eq!(left.len(), count, "{}: {left:?}", lab.id);
    }
}

/// What of an event must be the same on every engine; none: nothing. Of a reading it is where the value
/// is kept, of a command how it ended, of the whole run the counts.
fn essence(event: &Value) -> Option<Value> {
    let keys: &[&str] = match event["event"].as_str()? {
        "command-finished" => &["step", "end"],
        "check-judged" => &["step", "text", "held"],
        "fate-settled" => &["step", "watch", "fate", "expected", "destroyed", "held"],
        "captured" => &["step", "name"],
        "readied" => &["step", "container"],
        "run-finished" => &["lab", "outcome", "passed", "steps", "held", "judged"],
        _ => return None,
    };
    let mut essence = json!({ "event": event["event"] });
    for key in keys {
        essence[*key] = event[*key].clone();
    }
    if event["event"] == "fate-settled" {
        for side in ["before", "now"] {
            let reading = &event[side]["reading"];
            // The image's page is the same, the engine's own files are not.
            essence[side] = json!([reading["state"], reading["holder"]["kind"], event[side]["named"]]);
        }
    }
    Some(essence)
}

fn on_a_runtime(work: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(work);
}

fn lab(folder: &Path) -> Lab {
    Library::at(folder).and_then(|entry| entry.read()).expect("a lab")
}

async fn comes_to_its_recording(folder: PathBuf) {
    let lab = lab(&folder);
    let ran = run(&lab).await;
    is_as_recorded(&folder, &lab, &ran);
}

/// Holds that a run came to what its recording has.
fn is_as_recorded(folder: &Path, lab: &Lab, (outcome, events): &(Outcome, Vec<Value>)) {
    let recording = fs::read_to_string(folder.join("recording.jsonl")).expect("a recording");
    let recorded = recording.lines().map(|line| serde_json::from_str(line).expect("an event"));
    let recorded: Vec<Value> = recorded.filter_map(|event: Value| essence(&event)).collect();
    let seen: Vec<Value> = events.iter().filter_map(essence).collect();
    for (at, (seen, recorded)) in seen.iter().zip(&recorded).enumerate() {
        assert_eq!(seen, recorded, "{}: event {at}", lab.id);
    }
    assert_eq!((*outcome, seen.len()), (Outcome::Passed, recorded.len()), "{}", lab.id);
}

#[test]
fn every_lab_comes_to_its_recording() {
    let folders = folders();
    assert_eq!(folders.len(), 8);
    on_a_runtime(async {
        join_all(folders.into_iter().map(comes_to_its_recording)).await;
    });
}

/// Answers every question wrong, and notes what it is asked.
#[derive(Default)]
struct Mistaken {
    story: StepStory,
    asked: Vec<&'static str>,
}

impl Sink for Mistaken {
    fn take(&mut self, event: &Event) {
        self.story.take(event);
    }
}

#[async_trait]
impl Driver for Mistaken {
    async fn present(&mut self, question: Option<&Predict>) -> Result<(), Left> {
        // The evidence of the step before is at hand before the next one is shown.
        assert_eq!(self.story.evidence().is_some(), !self.asked.is_empty());
        self.asked.push(if question.is_some() { "a question" } else { "a step" });
        Ok(())
    }

    async fn predict(&mut self, question: &Predict) -> Result<Option<ChoiceId>, Left> {
        self.asked.push("predict");
        let wrong = question.choices.iter().find(|choice| choice.because.is_some());
        Ok(wrong.map(|choice| choice.id.clone()))
    }

    async fn pause(&mut self, at: Pause) -> Result<(), Left> {
        assert_eq!(at, Pause::Step);
        self.asked.push("pause");
        Ok(())
    }

    async fn transfer(&mut self) -> Result<(), Left> {
        self.asked.extend(self.story.question().map(|_| "transfer"));
        Ok(())
    }
}

/// Two sessions of one lab in one process, at once: each with a state folder of its own, on one engine.
#[test]
fn two_sessions_go_on_at_once() {
    let folder = Path::new(LABS).join("nginx-stateless");
    let lab = lab(&folder);
    on_a_runtime(async {
        let engine = answering().await;
        let options = RunOptions { scoped: true, ..RunOptions::default() };
        let homes = [(); 2].map(|()| tempfile::tempdir().expect("a folder"));
        let [first, second] = [0, 1].map(|at| open(&lab, &engine, &options, &homes[at]));
        assert!(first.ledger() != second.ledger() && first.ledger().exists() && second.ledger().exists());
        let (mut unasked, mut mistaken) = (Unasked, Mistaken::default());
        let (unasked, asked) = tokio::join!(play(first, &mut unasked), play(second, &mut mistaken));
        nothing_is_left(&engine, &lab).await;
        is_as_recorded(&folder, &lab, &unasked);
        is_as_recorded(&folder, &lab, &asked);
        let at = |ran: &(Outcome, Vec<Value>), kind: &str| {
            ran.1.iter().filter(|event| event["event"] == kind).cloned().collect::<Vec<_>>()
        };
        let [one, other] = [&unasked, &asked].map(|ran| at(ran, "run-started")[0].clone());
        assert!(one["run"] != other["run"] && one["workspace"] != other["workspace"], "{one} {other}");
        assert_eq!(at(&unasked, "prediction-locked"), [Value::Null; 0]);
        let graded = at(&asked, "prediction-graded");
        assert!(graded.iter().all(|graded| graded["right"] == false), "{graded:?}");
        assert_eq!((at(&asked, "prediction-locked").len(), graded.len()), (2, 2));
        let order = ["a step", "pause", "a question", "predict", "a question", "predict", "transfer"];
        assert_eq!(mistaken.asked[..order.len()], order, "{:?}", mistaken.asked);
    });
}

/// Waits at its first pause, and notes in which order it is told of the end.
struct Waiting {
    paused: Option<oneshot::Sender<()>>,
    heard: Vec<&'static str>,
}

impl Sink for Waiting {
    fn take(&mut self, event: &Event) {
        if let Event::RunFinished(_) = event {
            self.heard.push("finished");
        }
    }
}

#[async_trait]
impl Driver for Waiting {
    async fn pause(&mut self, _: Pause) -> Result<(), Left> {
        self.paused.take().expect("one pause").send(()).expect("heard");
        pending().await
    }

    fn restore(&mut self) {
        self.heard.push("restored");
    }
}

#[test]
fn a_session_is_stopped_while_its_driver_waits() {
    let lab = lab(&Path::new(LABS).join("nginx-stateless"));
    on_a_runtime(async {
        let (engine, home) = (answering().await, tempfile::tempdir().expect("a folder"));
        let session = open(&lab, &engine, &RunOptions::default(), &home);
        let (paused, at_pause) = oneshot::channel();
        let mut waiting = Waiting { paused: Some(paused), heard: Vec::new() };
        let stop = async { at_pause.await.expect("told") };
        let outcome = session.drive(&mut waiting, &mut Events::default(), stop).await;
        // The terminal is as it was before the end of the run is shown on it.
        assert_eq!((outcome, waiting.heard), (Outcome::Interrupted, vec!["restored", "finished"]));
        assert!(session.close(&mut Events::default()).await.all);
        nothing_is_left(&engine, &lab).await;
    });
}

#[test]
fn what_a_session_leaves_is_swept_unless_it_is_kept() {
    let lab = lab(&Path::new(LABS).join("nginx-stateless"));
    on_a_runtime(async {
        for cleanup in [Cleanup::Close, Cleanup::Keep] {
            let (engine, home) = (answering().await, tempfile::tempdir().expect("a folder"));
            let session = open(&lab, &engine, &RunOptions { cleanup, ..RunOptions::default() }, &home);
            let outcome = session.drive(&mut Unasked, &mut Events::default(), pending()).await;
            let (owned, ledger) = (session.owned(), session.ledger().to_owned());
            assert_eq!((outcome, owned.len()), (Outcome::Passed, 1));
            drop(session);
            let mut swept = Vec::new();
            sweep(&engine, &StateDir::at(home.path().join("state")), |it| swept.push(it)).await;
            if cleanup == Cleanup::Keep {
                assert!(swept.is_empty() && ledger.exists(), "{swept:?}");
                continue;
            }
            let [Swept::Removed { lab: of, objects }] = &swept[..] else { panic!("{swept:?}") };
            assert_eq!((of.as_str(), objects), (lab.id.as_str(), &owned));
            assert!(!ledger.exists());
            nothing_is_left(&engine, &lab).await;
        }
    });
}

#[test]
fn a_session_needs_a_folder_for_its_state() {
    let lab = lab(&Path::new(LABS).join("nginx-stateless"));
    on_a_runtime(async {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let state = StateDir::at(file.path().to_owned());
        let opened = Session::open(&lab, &answering().await, &RunOptions::default(), &state);
        assert!(matches!(opened.err(), Some(SessionError::StateDir(_))));
    });
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("made");
    for entry in fs::read_dir(from).expect("readable") {
        let path = entry.expect("readable").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("copied");
        }
    }
}

/// Runs a lab with another text. It must not pass, or be faulty from the start.
async fn is_noticed(folder: PathBuf, text: String) {
    let home = tempfile::tempdir().expect("a folder");
    let changed = home.path().join(folder.file_name().expect("a name"));
    copy(&folder, &changed);
    fs::write(changed.join("lab.toml"), &text).expect("written");
    let Ok(lab) = Library::at(&changed).and_then(|entry| entry.read()) else { return };
    let (outcome, events) = run(&lab).await;
    assert_eq!(outcome, Outcome::Failed, "{}: {:?}\n{text}", lab.id, events.last());
}

#[test]
fn a_lab_without_its_lesson_is_noticed() {
    let mut variants = Vec::new();
    for folder in folders() {
        let text = fs::read_to_string(folder.join("lab.toml")).expect("readable");
        let changed = [variants::without_mounts(&text), variants::with_restarts(&text)];
        let changed = changed.into_iter().filter(|variant| *variant != text);
        variants.extend(changed.map(|variant| is_noticed(folder.clone(), variant)));
    }
    assert!(variants.len() >= 12, "{}", variants.len());
    on_a_runtime(async {
        join_all(variants).await;
    });
}
