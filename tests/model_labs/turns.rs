//! The turns beside a lab's own steps, on the model: what is typed, a step judged apart, a look.

use std::sync::Arc;

use serde_json::Value;
use statelab::command::{Action, parse};
use statelab::engine::{Engine, Guard, Ledger};
use statelab::event::Outcome;
use statelab::lab::{Lab, LabFiles, LabId, StepId};
use statelab::runner::{Recorder, Run, Turn, TurnResult, Workspace, permits};
use statelab::source::{Located, Source};

use super::{Events, on_a_runtime};
use statelab_model::Model;

/// A page that its second step writes anew.
const LAB: &str = r#"
format = 1
title = "A page"
summary = "It is written anew."
level = "beginner"
minutes = 1

[env]
WORD = "from the lab"

[secret]
PASSWORD = "hunter2"

[watch.page]
label = "page"
file = "web:/usr/share/nginx/html/index.html"

[[step]]
id = "start"
title = "Start"
run = "docker run -d --name web nginx"
check = [{ container = "web", running = true }]

[[step]]
id = "write"
title = "Write"
run = "docker exec web sh -c 'echo mine > /usr/share/nginx/html/index.html; echo done'"
check = [{ output = true, contains = "done", within = "10ms" }]
expect = { page = "changed" }
after = "It is written."
"#;

const WRITE: &str = "docker exec web sh -c 'echo mine > /usr/share/nginx/html/index.html'";

fn lab() -> Lab {
    let source = Source::new("lab.toml", LAB);
    statelab::lab::parse(LabId::new("page").expect("an id"), source, LabFiles::default())
        .unwrap_or_else(|faults| panic!("{:#?}", faults.found))
}

fn action(line: &str) -> Action {
    parse(&Located::verbatim(line, 0)).expect("a command")
}

/// A run, and what it reported.
struct Driven<'r, 'e> {
    run: &'r mut Run<'e>,
    events: Recorder<Events>,
}

impl Driven<'_, '_> {
    async fn play(&mut self, turn: Turn<'_>) -> TurnResult {
        self.run.play(turn, &mut self.events).await.expect("no fault")
    }

    async fn step(&mut self, id: &str) -> TurnResult {
        let id = StepId::new(id).expect("an id");
        self.play(Turn::Step { id: &id, prediction: None }).await
    }

    async fn judge(&mut self, id: &str) -> TurnResult {
        self.play(Turn::Judge(&StepId::new(id).expect("an id"))).await
    }

    async fn types(&mut self, line: &str) -> TurnResult {
        self.play(Turn::Typed { line, action: &action(line) }).await
    }

    fn finish(&mut self) -> Value {
        self.run.finish(None, &mut self.events);
        let mut last = self.take("run-finished").remove(0);
        last["took_ms"] = Value::Null;
        last
    }

    /// Takes what was reported so far, and returns the events of a kind.
    fn take(&mut self, kind: &str) -> Vec<Value> {
        let events = std::mem::take(&mut self.events.sink.0);
        events.into_iter().filter(|event| event["event"] == kind).collect()
    }

    fn kinds(&self) -> Vec<&str> {
        self.events.sink.0.iter().filter_map(|event| event["event"].as_str()).collect()
    }
}

/// Begins a run of the lab on a model of its own, and lets it be driven.
fn driven(drive: impl AsyncFnOnce(&mut Driven<'_, '_>)) {
    on_a_runtime(async {
        let lab = lab();
        let engine: Arc<dyn Engine> = Arc::new(Model::new());
        let home = tempfile::tempdir().expect("a folder");
        let ledger = Ledger::create(&home.path().join("ledgers"), "model", "page", "").expect("a ledger");
        let workspace = Workspace::create(&home.path().join("workspace"), &lab.files).expect("a workspace");
        let guard = Guard::new(engine, ledger).permitting(permits(&lab, &workspace));
        let events = Recorder::new(Events::default(), &lab.secrets);
        let mut driven = Driven { run: &mut Run::new(&lab, &guard, &workspace), events };
        driven.play(Turn::Begin).await;
        driven.take("");
        drive(&mut driven).await;
        assert_eq!(guard.clean().await.left, []);
    });
}

const PASSED: TurnResult = TurnResult { outcome: Outcome::Passed, go_on: true };
const FAILED: TurnResult = TurnResult { outcome: Outcome::Failed, go_on: true };

#[test]
fn a_typed_command_is_carried_out_outside_of_any_step() {
    driven(async |driven| {
        assert_eq!(driven.types("docker run -d --name web -e WORD nginx").await, PASSED);
        assert_eq!(driven.kinds(), ["command-started", "command-output", "command-finished"]);
        let finished = driven.take("command-finished").remove(0);
        assert_eq!((&finished["step"], &finished["end"]["kind"]), (&"".into(), &"done".into()));
        // The lab's `[env]` counts, as in its own lines.
        driven.types("docker exec web sh -c 'echo $WORD'").await;
        assert_eq!(driven.take("command-finished")[0]["output"], "from the lab\n");
    });
}

#[test]
fn a_typed_command_that_fails_does_not_stop_the_run() {
    driven(async |driven| {
        driven.step("start").await;
        driven.take("");
        assert_eq!(driven.types("docker rm web").await, FAILED);
        assert_eq!(driven.take("command-finished")[0]["end"]["kind"], "refused");
        assert_eq!(driven.types("docker exec web sh -c 'exit 3'").await, FAILED);
        assert_eq!(driven.step("write").await, PASSED);
        assert_eq!(driven.finish()["outcome"], "passed");
    });
}

#[test]
fn a_step_is_judged_on_what_was_typed_and_can_be_tried_again() {
    let mut of_steps = Value::Null;
    driven(async |driven| {
        driven.step("start").await;
        driven.step("write").await;
        of_steps = driven.finish();
    });
    driven(async |driven| {
        driven.step("start").await;
        driven.take("");
        assert_eq!(driven.judge("write").await, FAILED);
        assert_eq!(driven.take("fate-settled")[0]["fate"], "unchanged");
        driven.types(WRITE).await;
        // The page is as it must be, but the last command printed nothing.
        assert_eq!(driven.judge("write").await, FAILED);
        assert!(!driven.kinds().contains(&"step-finished"));
        assert_eq!(driven.take("fate-settled")[0]["held"], true);
        driven.types("docker exec web echo done").await;
        driven.take("");
        assert_eq!(driven.judge("write").await, PASSED);
        let last = driven.events.sink.0.last().expect("an event");
        assert_eq!((&last["event"], &last["after"]), (&"step-finished".into(), &"It is written.".into()));
        // The fate is that of the whole step, and failed tries count for nothing.
        assert_eq!(driven.take("fate-settled")[0]["fate"], "changed");
        assert_eq!(driven.finish(), of_steps);
    });
}

#[test]
fn a_look_reads_every_watch_and_changes_no_fate() {
    driven(async |driven| {
        driven.step("start").await;
        driven.types(WRITE).await;
        driven.take("");
        assert_eq!(driven.play(Turn::Look).await, PASSED);
        assert_eq!(driven.kinds(), ["scene-taken", "watch-read"]);
        let read = driven.take("watch-read").remove(0);
        assert_eq!((&read["step"], &read["watch"]), (&Value::Null, &"page".into()));
        assert_eq!(read["seen"]["reading"]["value"]["text"], "mine\n");
        driven.types("docker exec web echo done").await;
        driven.judge("write").await;
        assert_eq!(driven.take("fate-settled")[0]["fate"], "changed");
    });
}

#[test]
fn output_comes_in_pieces_that_hide_what_is_secret() {
    driven(async |driven| {
        let script = "echo one; sleep 0.05; printf hunt; sleep 0.05; echo er2; echo error >&2";
        let line = format!("docker run --rm nginx sh -c '{script}'");
        assert_eq!(driven.types(&line).await, PASSED);
        let finished = driven.events.sink.0.last().expect("an event").clone();
        let pieces = driven.take("command-output");
        let of = |stream: &str| -> String {
            let pieces = pieces.iter().filter(|piece| piece["stream"] == stream);
            pieces.filter_map(|piece| piece["text"].as_str()).collect()
        };
        assert_eq!((of("stdout").as_str(), of("stderr").as_str()), ("one\n••••\n", "error\n"));
        assert_eq!(finished["output"], "one\n••••\nerror\n");
        assert_eq!(pieces[0]["text"], "one\n");
    });
}
