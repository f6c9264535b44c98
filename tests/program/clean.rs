//! `statelab clean`: what is left of runs that are over, and nothing else.

use std::path::PathBuf;

use crate::harness::{Engine, Lab, Stranger, docker, files_below, labelled};
use crate::leftovers::STRANGER;
use crate::proxy::Proxy;
use crate::terminal::Terminal;

const NAME: &str = "statelab-test-clean";

/// A lab that makes a container, an image and a volume of this name.
fn making(name: &str) -> String {
    format!(
        "[[step]]\nid = \"one\"\ntitle = \"One\"\n\
         run = [\"docker run -d --name {name} -v {name}:/data nginx\", \"docker commit {name} {name}\"]\n"
    )
}

/// A run that was kept on purpose.
fn kept() -> Lab {
    let lab = Lab::of(&making(NAME)).with("--keep").run().exits(0).into_lab();
    assert_eq!(labelled(&lab.id).len(), 3);
    lab
}

fn is_gone(lab: &Lab) {
    assert_eq!(labelled(&lab.id), Vec::<String>::new());
    assert_eq!(files_below(&lab.state()), Vec::<PathBuf>::new());
}

#[test]
fn a_kept_run_stays_until_somebody_says_otherwise() {
    let _engine = Engine::any();
    let lab = kept();
    let left = format!("kept on purpose: container {NAME}, volume {NAME}, image {NAME}:latest");
    let other = lab.beside(&making("statelab-test-other")).run();
    other.exits(0).shows_not("earlier run").leaves_nothing();
    lab.statelab(&["doctor"])
        .shows("Left by earlier runs")
        .shows(&left)
        .shows("To remove it: statelab clean");
    let json: serde_json::Value =
        serde_json::from_str(&lab.statelab(&["doctor", "--format", "json"]).text).unwrap();
    assert_eq!((&json["left"][0]["lab"], &json["left"][0]["kept"]), (&lab.id.as_str().into(), &true.into()));
    lab.statelab(&["clean", "--dry-run"]).exits(0).shows(&left);
    lab.statelab(&["clean"])
        .exits(2)
        .shows(&left)
        .shows("Nothing was removed, since there is no terminal to ask on.");
    assert_eq!(labelled(&lab.id).len(), 3, "none of that removes anything");
    lab.statelab(&["clean", "--yes"])
        .exits(0)
        .shows(&format!("removed container {NAME}, image {NAME}:latest, volume {NAME}."));
    is_gone(&lab);
    lab.statelab(&["clean"]).exits(0).shows("Nothing of an earlier run is left here.");
    lab.statelab(&["doctor"]).shows_not("Left by earlier runs");
}

#[test]
fn on_a_terminal_it_is_asked_for() {
    let _engine = Engine::any();
    let lab = kept();
    let state = lab.state();
    let asked = |answer: &str| {
        let mut terminal = Terminal::open(state.parent().unwrap(), &["clean"]);
        terminal.until("Remove what this run left?");
        terminal.choose(answer);
        assert_eq!(terminal.status(), Some(0));
    };
    asked("No, leave it");
    assert_eq!(labelled(&lab.id).len(), 3);
    asked("Yes, remove it");
    is_gone(&lab);
}

#[test]
fn a_run_that_goes_on_is_not_touched() {
    let _engine = Engine::any();
    let waits = format!("[ready.{NAME}]\nexec = \"false\"\nwithin = \"100s\"\n{}", making(NAME));
    let started = Lab::of(&waits).start().until_it_shows("Waiting until");
    let before = labelled(&started.lab.id);
    started.lab.statelab(&["clean", "--yes"]).exits(0).shows("Nothing of an earlier run is left here.");
    started.lab.statelab(&["doctor"]).shows_not("Left by earlier runs");
    assert_eq!(labelled(&started.lab.id), before);
    started.signal("INT").ends().exits(130).leaves_nothing();
}

#[test]
fn where_the_engine_is_away_nothing_is_forgotten() {
    let _engine = Engine::any();
    let proxy = Proxy::new();
    let lab = Lab::of(&making(NAME))
        .with("--keep")
        .with("--engine")
        .with(&proxy.address())
        .run()
        .exits(0)
        .into_lab();
    proxy.away(true);
    lab.statelab(&["clean", "--yes"])
        .exits(3)
        .shows("Could not remove the container")
        .shows("is still there.");
    assert_eq!(labelled(&lab.id).len(), 3);
    proxy.away(false);
    lab.statelab(&["clean", "--yes"]).exits(0);
    is_gone(&lab);
}

/// What a run of another machine has on this engine, and what a stranger made from its container.
struct Elsewhere;

const RUN: &str = "0fa40fa4";
const OBJECTS: [(&str, &str); 4] = [
    ("container", "statelab-test-elsewhere"),
    ("volume", "statelab-test-elsewhere"),
    ("container", "statelab-test-child"),
    ("image", "statelab-test-child"),
];

impl Elsewhere {
    fn make() -> Self {
        let labels = |kind: &str| {
            let own = format!("statelab.self={kind}/statelab-test-elsewhere/0123456789abcdef");
            [format!("statelab.run={RUN}"), "statelab.lab=nginx-stateless".to_owned(), own]
        };
        let make = |command: &[&str], kind: &str, rest: &[&str]| {
            let labels = labels(kind);
            let flags = labels.iter().flat_map(|label| ["--label", label.as_str()]);
            docker(&[command.to_vec(), flags.collect(), vec!["--label", STRANGER], rest.to_vec()].concat());
        };
        make(&["create", "--name", "statelab-test-elsewhere"], "container", &["nginx"]);
        make(&["volume", "create"], "volume", &["statelab-test-elsewhere"]);
        docker(&["commit", "statelab-test-elsewhere", "statelab-test-child"]);
        docker(&["create", "--name", "statelab-test-child", "statelab-test-child"]);
        Self
    }

    /// Which of it are there.
    fn there() -> Vec<(&'static str, &'static str)> {
        let there = |(kind, name): &(&str, &str)| {
            std::process::Command::new("docker")
                .args([kind, "inspect", name])
                .output()
                .unwrap()
                .status
                .success()
        };
        OBJECTS.into_iter().filter(there).collect()
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        for (kind, name) in OBJECTS {
            let _ = std::process::Command::new("docker").args([kind, "rm", "-f", name]).output();
        }
    }
}

#[test]
fn a_run_of_this_machine_is_not_foreign() {
    let _engine = Engine::any();
    let lab = kept();
    let ledgers = files_below(&lab.state().join("ledgers"));
    let run = ledgers[0].file_stem().unwrap().to_str().unwrap();
    lab.statelab(&["clean", "--foreign", run, "--yes"]).exits(2).shows("was made on this machine");
    assert_eq!(labelled(&lab.id).len(), 3);
    lab.statelab(&["clean", "-y"]).exits(0);
    is_gone(&lab);
}

#[test]
fn a_ledger_that_cannot_be_read_is_told_of_and_stays() {
    let lab = Lab::of(&making(NAME));
    let ledger = lab.state().join("ledgers/0badbad0.ledger");
    std::fs::create_dir_all(ledger.parent().unwrap()).unwrap();
    std::fs::write(&ledger, "{\"version\":2}\n").unwrap();
    lab.statelab(&["clean", "--yes"])
        .exits(0)
        .shows("The list of what a run made cannot be read")
        .shows("0badbad0.ledger): ");
    assert!(ledger.is_file());
}

/// What others make comes from the docker program.
mod real {
    use super::*;

    #[test]
    fn what_another_machine_made_is_listed_and_stays() {
        let _engine = Engine::take();
        let _elsewhere = Elsewhere::make();
        let lab = Lab::of(&making(NAME));
        let listed = "nginx-stateless (run 0fa40fa4): container statelab-test-elsewhere, volume statelab-test-elsewhere";
        lab.statelab(&["clean", "--yes"])
            .exits(0)
            .shows(listed)
            .shows("statelab clean --foreign RUN")
            .shows_not("child");
        lab.statelab(&["clean", "--foreign", RUN, "--dry-run"]).exits(0).shows(listed);
        lab.statelab(&["clean", "--foreign", RUN]).exits(2).shows("there is no terminal to ask on");
        lab.statelab(&["clean", "--foreign", "00000000", "--yes"])
            .exits(2)
            .shows("nothing of an unknown run 00000000");
        assert_eq!(Elsewhere::there(), OBJECTS);
        let other = Stranger::volume("statelab-test-decoy");
        let before = other.inspect();
        lab.statelab(&["clean", "--foreign", RUN, "--yes"])
            .exits(0)
            .shows("removed container statelab-test-elsewhere");
        assert_eq!(Elsewhere::there(), OBJECTS[2..]);
        assert_eq!(other.inspect(), before);
    }
}
