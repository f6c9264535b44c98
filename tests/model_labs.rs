//! The shipped labs on the model of an engine: through the library's runner and guard, as the program
//! drives them, without Docker. They come to what their recordings have, which were made on Docker; and
//! with a lab's lesson taken out they do not.

#![expect(clippy::expect_used, reason = "a test that cannot go on says so")]

#[path = "program/variants.rs"]
mod variants;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures_util::future::join_all;
use serde_json::{Value, json};
use statelab::engine::{Engine, Guard, Kind, Labels, Ledger};
use statelab::event::{Event, Outcome, Sink};
use statelab::lab::{Lab, Library};
use statelab::runner::{Recorder, Run, RunError, Turn, Workspace, permits};
use statelab_model::Model;

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

/// Runs all steps of a lab on a model of its own: what it came to, and what happened. Nothing is left.
async fn run(lab: &Lab) -> (Outcome, Vec<Value>) {
    let engine: Arc<dyn Engine> = Arc::new(Model::new());
    let home = tempfile::tempdir().expect("a folder");
    let ledger =
        Ledger::create(&home.path().join("ledgers"), "model", lab.id.as_str(), "").expect("a ledger");
    let workspace = Workspace::create(&home.path().join("workspace"), &lab.files).expect("a workspace");
    let guard = Guard::new(Arc::clone(&engine), ledger).permitting(permits(lab, &workspace));
    let mut events = Recorder::new(Events::default(), &lab.secrets);
    let mut run = Run::new(lab, &guard, &workspace);
    let stopped = play(lab, &mut run, &mut events).await.err();
    let outcome = run.finish(stopped.map(|error| (Outcome::Errored, Some(error.message()))), &mut events);

    assert_eq!(guard.clean().await.left, []);
    for (kind, count) in [(Kind::Container, 0), (Kind::Volume, 0), (Kind::Network, 3), (Kind::Image, 2)] {
        let left = engine.list(kind, &Labels::new()).await.expect("listed");
        assert_eq!(left.len(), count, "{}: {left:?}", lab.id);
    }
    (outcome, events.sink.0)
}

async fn play(lab: &Lab, run: &mut Run<'_>, events: &mut Recorder<Events>) -> Result<(), RunError> {
    run.play(Turn::Begin, events).await?;
    for step in &lab.steps {
        run.present(step, events);
        let result = run.play(Turn::Step { id: &step.id.value, prediction: None }, events).await?;
        if !result.go_on {
            break;
        }
    }
    Ok(())
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

async fn comes_to_its_recording(folder: PathBuf) {
    let lab = Library::at(&folder).and_then(|entry| entry.read()).expect("a lab");
    let (outcome, events) = run(&lab).await;
    let recording = fs::read_to_string(folder.join("recording.jsonl")).expect("a recording");
    let recorded = recording.lines().map(|line| serde_json::from_str(line).expect("an event"));
    let recorded: Vec<Value> = recorded.filter_map(|event: Value| essence(&event)).collect();
    let seen: Vec<Value> = events.iter().filter_map(essence).collect();
    for (at, (seen, recorded)) in seen.iter().zip(&recorded).enumerate() {
        assert_eq!(seen, recorded, "{}: event {at}", lab.id);
    }
    assert_eq!((outcome, seen.len()), (Outcome::Passed, recorded.len()), "{}", lab.id);
}

#[test]
fn every_lab_comes_to_its_recording() {
    let folders = folders();
    assert_eq!(folders.len(), 8);
    on_a_runtime(async {
        join_all(folders.into_iter().map(comes_to_its_recording)).await;
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
