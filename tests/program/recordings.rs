//! Recordings: what a run writes is what is shown again.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;
use statelab::engine::Kind;

use crate::harness::{Engine, Lab, Output, files_below, finish, labelled, program};

/// Runs the program without any engine.
fn nowhere(arguments: &[&str]) -> Output {
    let home = tempfile::tempdir().unwrap();
    let mut command: Command = program(home.path());
    command.args(["--engine", "unix:///nowhere.sock", "--plain"]).args(arguments);
    let output = finish(command);
    assert_eq!(files_below(home.path()), [""; 0].map(PathBuf::from), "nothing is written");
    output
}

/// The objects of a stream of events.
fn objects(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The labs that are shipped.
pub const LABS: [&str; 8] = [
    "bind-mount",
    "new-version",
    "nginx-stateless",
    "orphaned-data",
    "postgres-volume",
    "shared-volume",
    "stop-is-not-remove",
    "tmpfs-and-read-only",
];

#[test]
fn every_shipped_lab_is_shown_without_an_engine() {
    for lab in LABS {
        let shown = nowhere(&["replay", lab]).exits(0).shows("This is a recording of 20");
        let path = format!("{}/labs/{lab}/recording.jsonl", env!("CARGO_MANIFEST_DIR"));
        let mut shown = shown.shows("Passed:").shows("Nothing was run on this machine.");
        for event in objects(&fs::read_to_string(path).unwrap()) {
            match event["event"].as_str() {
                Some("step-presented") => shown = shown.shows(event["title"].as_str().unwrap()),
                Some("fate-settled") if event["fate"].is_string() && event["fate"] != "unchanged" => {
                    let fate = event["fate"].as_str().unwrap().replace('-', " ");
                    shown = shown.shows(event["label"].as_str().unwrap()).shows(&fate.to_uppercase());
                }
                _ => {}
            }
        }
        assert_eq!(shown.errors, "", "{lab}");
    }
}

#[test]
fn a_narrative_says_a_thing_once_and_names_paths_as_commands_do() {
    // Two watches look at one page.
    nowhere(&["replay", "stop-is-not-remove", "--speed", "max"])
        .shows("It was kept in the container layer of my-web, which is gone.")
        .shows_not("index.html: It was kept")
        .shows_not("keep me, keep me");
    nowhere(&["replay", "bind-mount", "--speed", "max"])
        .shows("index.html, draft.html: No container can reach it now. It is still in $PWD/site on the host.")
        .shows("PG_VERSION: No container can reach it now. It is still in $PWD/mypostgres on the host.");
}

#[test]
fn a_replay_shows_what_the_run_showed() {
    let _engine = Engine::any();
    let lab = Lab::shipped("nginx-stateless");
    let file = lab.folder().join("../../run.jsonl");
    let file = file.to_str().unwrap();
    let ended = lab.with("--record").with(file).run().exits(0).leaves_nothing();
    let shown = nowhere(&["replay", file]).exits(0);
    let text: Vec<&str> = shown.text.lines().collect();
    assert!(text[0].starts_with("This is a recording of 20"));
    let between = text[1..text.len() - 3].join("\n");
    assert_eq!(between.trim(), ended.text().trim());
}

#[test]
fn json_on_standard_output_is_the_recording_and_nothing_else() {
    let _engine = Engine::any();
    let lab = Lab::shipped("nginx-stateless");
    let file = lab.folder().join("../../run.jsonl");
    let ended =
        lab.with("--format").with("json").with("--record").with(file.to_str().unwrap()).run().exits(0);
    assert_eq!(fs::read_to_string(&file).unwrap(), ended.text());
    let events = objects(ended.text());
    assert_eq!((&events[0]["statelab"], &events[0]["version"]), (&"events".into(), &1.into()));
    let kinds: Vec<&str> = events.iter().filter_map(|event| event["event"].as_str()).collect();
    assert_eq!((kinds[0], kinds[kinds.len() - 1]), ("run-started", "clean-finished"));
    assert!(events[1..].is_sorted_by_key(|event| event["at_ms"].as_u64().unwrap()));
    ended.leaves_nothing();
}

#[test]
fn what_is_kept_is_said_beside_the_stream() {
    let _engine = Engine::any();
    let lab = Lab::of(
        "[[step]]\nid = \"one\"\ntitle = \"One\"\nrun = \"docker volume create statelab-test-kept\"\n",
    );
    let ended = lab.with("--format").with("json").with("--keep").run().exits(0);
    objects(ended.text());
    let ended = ended.shows("docker volume rm statelab-test-kept");
    crate::harness::remove(Kind::Volume, "statelab-test-kept");
    assert_eq!(labelled(&ended.lab().id), Vec::<String>::new());
}

#[test]
fn secrets_are_in_no_recording() {
    let _engine = Engine::any();
    let lab = Lab::of(
        "[secret]\nPASS = \"hunter2-\u{bbf8}\"\n[[step]]\nid = \"one\"\ntitle = \"One\"\n\
         run = \"docker run --rm -e PASS nginx env\"\n",
    );
    let file = lab.folder().join("../../run.jsonl");
    let ended = lab.with("--record").with(file.to_str().unwrap()).run().exits(0);
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("PASS=") && !text.contains("hunter2"), "{text}");
    ended.leaves_nothing();
}

#[test]
fn a_run_that_is_killed_leaves_what_was_seen_of_it() {
    let _engine = Engine::any();
    let lab = Lab::of(
        "[[step]]\nid = \"one\"\ntitle = \"One\"\nrun = \"docker volume create statelab-test-killed\"\n\
         [[step]]\nid = \"two\"\ntitle = \"Two\"\nrun = \"docker run --rm nginx sleep 60\"\n",
    );
    let file = lab.folder().join("../../run.jsonl");
    let started = lab.with("--record").with(file.to_str().unwrap()).start().until_it_shows("Two");
    let _killed = started.signal("KILL").ends().leaves_nothing_in_the_end();
    let path = file.to_str().unwrap();
    nowhere(&["replay", path]).exits(2).shows("docker volume create").shows("ends before its run does");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, &text[..text.len() - 5]).unwrap();
    let line = text.lines().count();
    nowhere(&["replay", path]).exits(2).shows(&format!("breaks off within line {line}"));
}

#[test]
fn a_damaged_recording_is_shown_as_far_as_it_can_be_read() {
    let golden = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/recordings/version-1.jsonl"));
    let golden = golden.unwrap();
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("damaged.jsonl");
    let path = file.to_str().unwrap();
    let replay = |text: &str| {
        fs::write(&file, text).unwrap();
        nowhere(&["replay", path])
    };
    replay(&golden).exits(0).shows("This is a recording of 2026-11-24.").shows("Passed: all 4 steps");
    let mut lines: Vec<&str> = golden.lines().collect();
    lines.insert(3, "a line of something else");
    lines.insert(6, "{\"at_ms\":1,\"event\":\"later-kind\"}");
    lines.insert(9, "{\"at_ms\":1}");
    replay(&lines.join("\n"))
        .exits(2)
        .shows("Passed: all 4 steps")
        .shows(&format!("Line 4 of {path} is not JSON"))
        .shows(&format!("Line 10 of {path} is not an event"))
        .shows_not("Line 7");
    let escape = "Start\\u001b]0;title\\u0007 a \\u202e web server";
    let shown = replay(&golden.replace("Start a web server", escape)).exits(0);
    let shown = shown.shows("Start␛]0;title␇ a \\u{202e} web server");
    assert!(!shown.text.contains(['\u{1b}', '\u{202e}']));
    replay("# a letter\n").exits(2).shows("is not a recording").shows_not("This is a recording");
    replay("").exits(2).shows("is not a recording");
    replay(&golden.replace("\"version\":1", "\"version\":2"))
        .exits(2)
        .shows("was made by a newer statelab")
        .shows_not("This is a recording");
    nowhere(&["replay", "./nowhere.jsonl"])
        .exits(2)
        .shows("There is neither a recording nor a lab at ./nowhere.jsonl.");
    nowhere(&["replay", "nginx-stateles"]).exits(2).shows("did you mean `nginx-stateless`?");
    nowhere(&["replay", "nginx-stateless", "--speed", "fast"]).exits(2).shows("a number such as 1, 2 or 0.5");
}

#[test]
fn a_lab_of_a_folder_carries_one_too_and_a_stale_one_is_said_to_be_so() {
    let lab = Lab::shipped("nginx-stateless");
    let folder = lab.folder();
    let folder = folder.to_str().unwrap();
    nowhere(&["replay", folder]).exits(0).shows("Passed: all 4 steps").shows_not("has changed since");
    let changed = lab.replacing("A container forgets", "Another title");
    nowhere(&["replay", folder]).exits(0).shows("The lab has changed since this recording was made");
    fs::remove_file(changed.folder().join("recording.jsonl")).unwrap();
    nowhere(&["replay", folder]).exits(2).shows("carries no recording").shows("--record FILE");
}

#[test]
fn what_is_no_recording_is_not_written_over() {
    let home = tempfile::tempdir().unwrap();
    let letter = home.path().join("letter");
    fs::write(&letter, "Dear reader\n").unwrap();
    let path = letter.to_str().unwrap();
    nowhere(&["run", "--yes", "nginx-stateless", "--record", path]).exits(2).shows("is not a recording");
    assert_eq!(fs::read_to_string(&letter).unwrap(), "Dear reader\n");
    let no_folder = home.path().join("no/folder");
    nowhere(&["run", "--yes", "nginx-stateless", "--record", no_folder.to_str().unwrap()]).exits(3);
    assert!(!home.path().join("no").exists());
}

#[test]
fn where_no_engine_answers_the_replay_is_named() {
    nowhere(&["run", "--yes", "nginx-stateless"])
        .exits(3)
        .shows("No container engine answers.")
        .shows("To see a recording of this lab without an engine: statelab replay nginx-stateless");
}

/// A lab of one step, with another one beside it; both in the folder that is given.
fn lab_in(home: &std::path::Path) -> PathBuf {
    let lab = "format = 1\ntitle = \"A test\"\nsummary = \"A test.\"\nlevel = \"beginner\"\nminutes = 1\n\
               [[step]]\nid = \"one\"\ntitle = \"One\"\n";
    for name in ["mine", "other"] {
        fs::create_dir_all(home.join(name)).unwrap();
        fs::write(home.join(name).join("lab.toml"), lab).unwrap();
    }
    home.join("mine")
}

#[test]
fn a_recording_that_is_no_plain_file_is_never_opened() {
    let home = tempfile::tempdir().unwrap();
    let mine = lab_in(home.path());
    let (path, labs) = (mine.to_str().unwrap(), home.path().to_str().unwrap());
    let recording = mine.join("recording.jsonl");
    let pipe = |name: &str| {
        assert!(Command::new("mkfifo").arg(mine.join(name)).status().unwrap().success());
    };
    let told = |words: &str| {
        let words = format!("{}{words}", recording.display());
        for command in ["check", "show", "replay"] {
            nowhere(&[command, path]).exits(2).shows(&words);
        }
        nowhere(&["check", labs]).exits(2).shows(&words);
        nowhere(&["list", "--labs", labs]).exits(0).shows("mine").shows("other");
        // It is not needed there.
        nowhere(&["run", "--yes", path]).exits(3).shows("No container engine answers.");
    };
    pipe("recording.jsonl");
    told(" cannot be a file of a lab.");
    nowhere(&["replay", recording.to_str().unwrap()]).exits(2).shows("is not a regular file.");
    fs::remove_file(&recording).unwrap();
    for target in ["/dev/zero", "/etc/hostname", "lab.toml"] {
        std::os::unix::fs::symlink(target, &recording).unwrap();
        told(" is a link.");
        fs::remove_file(&recording).unwrap();
    }
    fs::File::create(&recording).unwrap().set_len((1 << 30) + 1).unwrap();
    told(" is too large for a lab: the limit is 1024 MiB.");
    fs::remove_file(&recording).unwrap();
    pipe("recording.ko.jsonl");
    nowhere(&["--lang", "ko", "replay", path]).exits(2).shows("실습의 파일이 될 수 없습니다.");
    nowhere(&["check", path]).exits(2).shows("recording.ko.jsonl cannot be a file of a lab.");
}

#[test]
fn a_replay_can_be_stopped_whatever_is_in_the_file() {
    let home = tempfile::tempdir().unwrap();
    let header =
        fs::read_to_string(format!("{}/labs/bind-mount/recording.jsonl", env!("CARGO_MANIFEST_DIR")));
    let header = header.unwrap().lines().next().unwrap().to_owned() + "\n";
    let path = home.path().join("long.jsonl");
    // Lines that say nothing, without an end that anybody would wait for.
    fs::write(&path, header + &"\n{\"event\":\"of-tomorrow\"}\nx\n".repeat(3_000_000)).unwrap();
    for signal in ["INT", "TERM"] {
        let mut command = program(home.path());
        command.args(["--plain", "replay", path.to_str().unwrap()]).stdout(std::process::Stdio::piped());
        let mut child = command.stderr(std::process::Stdio::null()).spawn().unwrap();
        let mut begun = [0; 4];
        std::io::Read::read_exact(child.stdout.as_mut().unwrap(), &mut begun).unwrap();
        crate::harness::signal(&child, signal);
        assert_eq!(child.wait().unwrap().code(), Some(130), "{signal}");
    }
}
