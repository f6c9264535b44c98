//! The commands beside `run`.

use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::harness::{Engine, Lab, Output, finish, program};

/// Runs the program in a home of its own.
fn statelab(arguments: &[&str]) -> Output {
    let home = tempfile::tempdir().unwrap();
    let mut command: Command = program(home.path());
    command.args(arguments);
    finish(command)
}

#[test]
fn list_names_the_shipped_labs_and_says_which_are_replaced() {
    let all = statelab(&["--plain", "list"]).exits(0).shows("nginx-stateless").shows("postgres-volume");
    assert_eq!(statelab(&["--plain"]).exits(0).text, all.text);

    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("nginx-stateless");
    fs::create_dir(&folder).unwrap();
    let own = "format = 1\ntitle = \"Mine\"\nsummary = \"Mine.\"\nlevel = \"advanced\"\nminutes = 3\n\
               [[step]]\nid = \"one\"\ntitle = \"One\"\nrun = \"docker volume create one\"\n";
    fs::write(folder.join("lab.toml"), own).unwrap();
    statelab(&["--plain", "list", "--labs", home.path().to_str().unwrap()])
        .exits(0)
        .shows("nginx-stateless  Mine  advanced, 3 min")
        .shows("in place of the shipped one")
        .shows_not("A container forgets");
}

#[test]
fn show_tells_commands_and_questions_but_no_answers() {
    statelab(&["--plain", "show", "nginx-stateless"])
        .exits(0)
        .shows("$ docker rm -f my-nginx\n$ docker run -d --name my-nginx nginx")
        .shows("Question: Whose page will the new `my-nginx` serve?")
        .shows("- Mine: it has the same name")
        .shows_not("A name is only a label")
        .shows_not("lost");
}

#[test]
fn check_is_content_with_the_shipped_labs() {
    let labs = concat!(env!("CARGO_MANIFEST_DIR"), "/labs");
    statelab(&["check", labs]).exits(0).shows("8 labs, no faults.");
}

#[test]
fn check_says_faults_as_json() {
    let lab = Lab::of("[[step]]\nid = \"one\"\ntitle = \"가\"\nrun = \"docker rum nginx\"\n");
    let path = lab.folder().join("lab.toml");
    let found = statelab(&["check", "--format", "json", path.to_str().unwrap()]).exits(2);
    let faults: Value = serde_json::from_str(&found.text).unwrap();
    let fault = &faults[0];
    assert_eq!(fault["path"], path.to_str().unwrap());
    assert_eq!((fault["line"].as_u64(), fault["column"].as_u64()), (Some(9), Some(15)));
    assert_eq!(fault["code"], "unknown-command");
    assert!(!fault["message"].as_str().unwrap().is_empty() && !fault["help"].as_str().unwrap().is_empty());
}

#[test]
fn doctor_finds_the_engine_and_the_images_of_every_lab() {
    let _engine = Engine::any();
    statelab(&["--plain", "doctor"]).exits(0).shows("nginx:latest").shows("Everything is ready.");
    let found = statelab(&["doctor", "--format", "json"]).exits(0);
    let report: Value = serde_json::from_str(&found.text).unwrap();
    assert!(report["engine"]["url"].as_str().unwrap().contains("://"));
    assert!(!report["engine"]["version"].as_str().unwrap().is_empty());
    let names: Vec<&str> =
        report["images"].as_array().unwrap().iter().map(|image| image["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["nginx:latest", "postgres:13"]);
    assert_eq!(report["findings"].as_array().unwrap().len(), 0);
}

#[test]
fn doctor_says_what_is_missing_and_the_mend() {
    let found = statelab(&["--engine", "unix:///nowhere.sock", "doctor", "--format", "json"]).exits(3);
    let report: Value = serde_json::from_str(&found.text).unwrap();
    assert_eq!(report["engine"], Value::Null);
    assert_eq!(report["tried"][0]["url"], "unix:///nowhere.sock");
    assert!(!report["findings"][0]["mend"].as_str().unwrap().is_empty());
    statelab(&["--engine", "unix:///nowhere.sock", "--plain", "doctor"])
        .exits(3)
        .shows("No container engine answers.")
        .shows("One thing is missing.");
}

#[test]
fn an_unknown_language_is_an_error_that_names_the_known_ones() {
    statelab(&["--lang", "tlh", "list"]).exits(2).shows("tlh").shows("Known languages: en");
}
