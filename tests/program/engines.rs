//! Which engines there are, which one counts, and what is remembered.

use std::fs;

use crate::harness::{Engine, Lab, finish, program};

fn lab() -> Lab {
    Lab::of("")
}

#[test]
fn the_list_names_what_counts() {
    let _engine = Engine::take();
    lab().statelab(&["engine", "list"]).exits(0).shows("← used").shows("statelab's own");
    let listed = lab().statelab(&["engine", "list", "--format", "json"]).exits(0);
    let listed: serde_json::Value = serde_json::from_str(&listed.text).unwrap();
    let engines = listed["engines"].as_array().unwrap();
    let counting: Vec<_> = engines.iter().filter(|engine| engine["counts"] == true).collect();
    assert_eq!(counting.len(), 1);
    assert_eq!(counting[0]["answers"], true);
    assert_eq!(engines.last().unwrap()["from"], "own");
}

#[test]
fn what_is_chosen_counts_until_it_is_forgotten() {
    let _engine = Engine::take();
    let lab = lab();
    lab.statelab(&["engine", "use", "unix:///nowhere.sock"])
        .exits(0)
        .shows("From now on this engine is used: unix:///nowhere.sock")
        .shows("It is remembered, but does not answer now.");
    lab.statelab(&["doctor"]).exits(3).shows("unix:///nowhere.sock statelab engine use");
    lab.statelab(&["engine", "use", "nowhere"]).exits(2).shows("Docker has no context called nowhere.");
    lab.statelab(&["engine", "use", "--none"]).exits(0).shows("No engine is remembered any more");
    lab.statelab(&["doctor"]).exits(0).shows("Everything is ready.");
}

#[test]
fn one_engine_is_told_of() {
    let _engine = Engine::take();
    lab().statelab(&["engine", "info"]).exits(0).shows("cgroup version").shows("free");
    let told = lab().statelab(&["engine", "info", "--format", "json"]).exits(0);
    let told: serde_json::Value = serde_json::from_str(&told.text).unwrap();
    assert!(told["condition"]["free_bytes"].as_u64().is_some_and(|bytes| bytes > 0), "{told}");
    lab().statelab(&["engine", "info", "unix:///nowhere.sock"]).exits(3).shows("Nothing answers");
}

#[test]
fn a_configuration_that_makes_no_sense_is_a_finding() {
    let _engine = Engine::take();
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("config.json"), "{ no json").unwrap();
    let mut command = program(home.path());
    command.args(["--plain", "doctor"]).env("DOCKER_CONFIG", home.path());
    finish(command)
        .exits(0)
        .shows("but another engine is used instead")
        .shows("it must be JSON, and you must be able to read it");
}
