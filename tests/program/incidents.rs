//! What happens to an engine, or is done to it by somebody else, in the middle of a run: the run ends at once,
//! says what failed, and nothing of it is left.

use std::time::{Duration, Instant};

use crate::harness::{Ended, Engine, Lab, Started, docker, files_below, shell, until};
use crate::second_dockerd::Second;

/// How long a call may take at most.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the test waits for, and what it ends.
const WAITS: &str = "sleep 60";

/// Three steps; in the second a command waits for the test.
fn lab(last: &str) -> Lab {
    Lab::of(&format!(
        r#"
[[step]]
id = "one"
title = "One"
run = ["docker volume create incident-data", "docker run -d --name incident-web -v incident-data:/data nginx"]

[[step]]
id = "two"
title = "Two"
run = "docker exec incident-web sh -c '{WAITS}; true'"

[[step]]
id = "three"
title = "Three"
run = {last:?}
"#
    ))
    .variable("STATELAB_TIMEOUT", &PATIENCE.as_secs().to_string())
}

/// Waits until the lab's command runs: its process.
fn waiting(top: impl Fn() -> Option<String>) -> String {
    let process = || {
        let processes = top()?;
        let line = processes.lines().find(|line| line.ends_with(WAITS))?;
        line.split_whitespace().nth(1).map(str::to_owned)
    };
    let mut found = None;
    until("waits in the second step", || {
        found = process();
        found.is_some()
    });
    found.unwrap()
}

const TOP: [&str; 2] = ["top", "incident-web"];

fn waiting_here() -> String {
    waiting(|| docker(&["ps", "-q", "--filter", "name=^incident-web$"]).lines().next().map(|_| docker(&TOP)))
}

/// Ends the lab's waiting command, and waits for the run's end.
fn goes_on(run: Started, process: &str) -> (Ended, Duration) {
    shell(&format!("kill {process}"));
    let start = Instant::now();
    (run.ends(), start.elapsed())
}

#[test]
fn an_engine_that_is_killed_ends_the_run_and_is_cleaned_when_it_is_there_again() {
    let mut engine = Second::with_disk(400);
    let run = lab("docker rm -f incident-web").with("--engine").with(&engine.address()).start();
    waiting(|| engine.asked(&TOP));
    let death = Instant::now();
    engine.kill();
    let ended = run.ends().exits(3).shows_not("panicked");
    let ended = ended.shows("The engine could not run the command in the container incident-web.");
    // Its socket takes no calls: nothing is waited for.
    assert!(death.elapsed() < PATIENCE, "{:?}", death.elapsed());
    println!("the run ended {} ms after the engine", death.elapsed().as_millis());

    assert!(!files_below(&ended.lab().state()).is_empty(), "what is to be cleaned is known");
    engine.start_again();
    let again = Instant::now();
    until("has left nothing", || {
        files_below(&ended.lab().state()).is_empty() && engine.labelled(&ended.lab().id).is_empty()
    });
    println!("nothing was left {} ms after it answered again", again.elapsed().as_millis());
}

#[test]
fn an_engine_that_is_there_again_at_once_serves_what_cleans_up() {
    let mut engine = Second::with_disk(400);
    let run = lab("docker rm -f incident-web").with("--engine").with(&engine.address()).start();
    waiting(|| engine.asked(&TOP));
    engine.kill();
    engine.start_again();
    let ended = run.ends().exits(3).shows_not("panicked");
    let ended = ended.shows("The engine could not run the command in the container incident-web.");
    until("has left nothing", || {
        files_below(&ended.lab().state()).is_empty() && engine.labelled(&ended.lab().id).is_empty()
    });
}

#[test]
fn a_disk_that_is_full_is_said_of_what_could_not_be_made() {
    let engine = Second::with_disk(400);
    let run =
        lab("docker run -d --name incident-more nginx").with("--engine").with(&engine.address()).start();
    let process = waiting(|| engine.asked(&TOP));
    engine.fill_disk();
    let (ended, took) = goes_on(run, &process);
    let ended = ended
        .exits(3)
        .shows("The engine could not make the container incident-more. The engine's disk is full:")
        .shows("no space left on device")
        .shows_not("panicked");
    assert!(took < PATIENCE, "{took:?}");
    until("has left nothing", || {
        files_below(&ended.lab().state()).is_empty() && engine.labelled(&ended.lab().id).is_empty()
    });
}

#[test]
fn an_image_that_is_removed_under_a_run_is_missing() {
    let _engine = Engine::take();
    // Nothing listens on port 1 of this machine: it cannot be pulled.
    let image = "127.0.0.1:1/statelab-test-going";
    docker(&["tag", "nginx", image]);
    let run = lab(&format!("docker run -d --name incident-more {image}")).start();
    let process = waiting_here();
    docker(&["rmi", image]);
    let (ended, took) = goes_on(run, &process);
    ended
        .exits(3)
        .shows(&format!("The image {image}:latest is missing and could not be pulled."))
        .shows(&format!("docker pull {image}:latest"))
        .leaves_nothing();
    assert!(took < PATIENCE, "{took:?}");
}

#[test]
fn a_container_that_somebody_kills_ends_what_runs_in_it() {
    let _engine = Engine::take();
    let run = lab("docker rm -f incident-web").start();
    waiting_here();
    let start = Instant::now();
    docker(&["kill", "incident-web"]);
    run.ends().exits(1).shows("The command ended with status 137.").leaves_nothing();
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
}

#[test]
fn a_container_that_somebody_removes_is_missed_and_nothing_else_is_left() {
    let _engine = Engine::take();
    let run = lab("docker rm -f incident-web").start();
    waiting_here();
    let start = Instant::now();
    docker(&["rm", "-f", "incident-web"]);
    run.ends().exits(1).shows("incident-web").shows_not("panicked").leaves_nothing();
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
}
