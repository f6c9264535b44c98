//! A run that is killed leaves nothing behind, nor does one whose engine went away; and only what it
//! made goes.

use std::fs;
use std::process::Command;
use std::time::Instant;

use crate::harness::{Engine, Lab, Started, Stranger, docker, files_below, labelled, shell, signal, until};
use crate::proxy::{CREATE, Proxy, REMOVE};
use crate::terminal::Terminal;

const NAME: &str = "statelab-test-reaped";

/// A lab that makes a container and a volume, and then waits for what never comes.
const WAITS: &str = r#"
[ready.statelab-test-reaped]
exec = "false"
within = "100s"

[[step]]
id = "one"
title = "One"
run = "docker run -d --name statelab-test-reaped -v statelab-test-reaped:/data nginx"
"#;

fn waits() -> Started {
    Lab::of(WAITS).start().until_it_shows("Waiting until statelab-test-reaped is ready")
}

/// A lab with one step.
fn step(run: &str) -> Lab {
    Lab::of(&format!("[[step]]\nid = \"one\"\ntitle = \"One\"\nrun = {run}\n"))
}

fn one_container() -> Lab {
    step(&format!("\"docker run -d --name {NAME} nginx\""))
}

/// The process that waits for the end of a lab's run.
pub fn reaper(lab: &Lab) -> Option<u32> {
    let state = lab.state();
    let is = |process: &u32| {
        let line = fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
        let words: Vec<&[u8]> = line.split(|byte| *byte == 0).collect();
        words.get(1..3) == Some(&[b"__reap", state.as_os_str().as_encoded_bytes()])
    };
    let processes =
        fs::read_dir("/proc").unwrap().filter_map(|entry| entry.unwrap().file_name().into_string().ok());
    processes.filter_map(|name| name.parse().ok()).find(is)
}

#[test]
fn killed_in_a_wait() {
    let _engine = Engine::take();
    let (ended, death) = waits().kill();
    ended.leaves_nothing_after(death);
}

#[test]
fn killed_in_an_exec() {
    let _engine = Engine::take();
    let exec = "sh -c 'touch /begun; sleep 600'";
    let run = format!(r#"["docker run -d --name {NAME} nginx", "docker exec {NAME} {exec}"]"#);
    let started = step(&run).start().until_it_shows(&format!("$ docker run -d --name {NAME}"));
    until("runs the command", || docker(&["diff", NAME]).contains("/begun"));
    let (ended, death) = started.kill();
    ended.leaves_nothing_after(death);
}

#[test]
fn killed_between_two_steps() {
    let _engine = Engine::take();
    let lab = Lab::of(&format!(
        "[[step]]\nid = \"one\"\ntitle = \"One\"\nrun = \"docker run -d --name {NAME} nginx\"\n\
         [[step]]\nid = \"two\"\ntitle = \"Two\"\nrun = \"docker stop {NAME}\"\n"
    ));
    let mut terminal = Terminal::run(&lab);
    terminal.until_asked("Enter runs it");
    terminal.press("\r");
    terminal.until("Two");
    terminal.until_asked("Enter runs it");
    assert_eq!(labelled(&lab.id).len(), 1);
    let death = Instant::now();
    signal(terminal.child(), "KILL");
    until("has left nothing", || labelled(&lab.id).is_empty());
    let took = death.elapsed();
    assert!(took.as_secs() < 2, "{took:?}");
    until("has no files", || files_below(&lab.state()).is_empty());
}

/// Kills a run in a step of a build, which pays no heed to being asked to end: it is killed, and its images go.
fn killed_in_a_build() {
    let lab = step(&format!("\"docker build -t {NAME} .\""));
    let step = "trap '' TERM; sleep 300";
    fs::write(lab.folder().join("Dockerfile"), format!("FROM nginx\nENV MARK={NAME}\nRUN {step}\n")).unwrap();
    let marked = || {
        let ids = docker(&["images", "-aq", "--no-trunc"]);
        let variables = |id: &str| docker(&["inspect", "--format", "{{.Config.Env}}", id]);
        ids.lines().filter(|id| variables(id).contains(NAME)).map(str::to_owned).collect::<Vec<_>>()
    };
    let started = lab.start().until_it_shows("Still running: docker build");
    assert_ne!(marked(), [""; 0], "a step is done");
    let (ended, _) = started.kill();
    let lab = ended.into_lab();
    until("has no files", || files_below(&lab.state()).is_empty());
    assert_eq!(marked(), [""; 0]);
}

#[test]
fn killed_in_a_build_on_docker() {
    let _engine = Engine::take();
    killed_in_a_build();
}

#[test]
fn killed_in_a_build_on_podman() {
    let _engine = Engine::podman();
    killed_in_a_build();
}

#[test]
fn killed_in_a_create_that_the_engine_finishes_later() {
    let _engine = Engine::take();
    let proxy = Proxy::new();
    proxy.hold(CREATE);
    let started = one_container().with("--engine").with(&proxy.address()).start();
    proxy.until_held();
    let (ended, _) = started.kill();
    proxy.until_sender_is_gone();
    let seen = proxy.listed();
    until("was looked for in vain", || proxy.listed() > seen);
    assert_eq!(proxy.let_through(), "201", "the engine makes it after all");
    assert_eq!(docker(&["ps", "-aq", "--filter", &format!("name=^{NAME}$")]).lines().count(), 1);
    ended.leaves_nothing_in_the_end();
}

#[test]
fn killed_in_a_create_that_never_came() {
    let _engine = Engine::take();
    let proxy = Proxy::new();
    proxy.hold(CREATE);
    let started = one_container().with("--engine").with(&proxy.address()).start();
    proxy.until_held();
    let (ended, _) = started.kill();
    ended.leaves_nothing_in_the_end();
}

#[test]
fn the_engine_is_waited_for() {
    let _engine = Engine::take();
    let proxy = Proxy::new();
    let started = Lab::of(WAITS)
        .with("--engine")
        .with(&proxy.address())
        .start()
        .until_it_shows("Waiting until statelab-test-reaped is ready");
    proxy.away(true);
    let (ended, _) = started.kill();
    let before = proxy.sent_away();
    until("was asked for in vain", || proxy.sent_away() > before + 3);
    assert_eq!(labelled(&ended.lab().id).len(), 2);
    proxy.away(false);
    ended.leaves_nothing_in_the_end();
}

#[test]
fn a_second_interrupt_leaves_it_to_the_reaper() {
    let _engine = Engine::take();
    let proxy = Proxy::new();
    let started = Lab::of(WAITS)
        .with("--engine")
        .with(&proxy.address())
        .start()
        .until_it_shows("Waiting until statelab-test-reaped is ready");
    proxy.hold(REMOVE);
    let started = started.signal("INT");
    proxy.until_held();
    let ended = started.signal("INT").ends().exits(130);
    ended
        .shows("Stopped at once. A background process keeps removing what the run made")
        .leaves_nothing_in_the_end();
}

#[test]
fn what_a_terminal_sends_does_not_end_the_reaper() {
    let _engine = Engine::take();
    let started = waits();
    let reaper = reaper(&started.lab).unwrap();
    for signal in ["INT", "HUP"] {
        shell(&format!("kill -{signal} {reaper}"));
    }
    let (ended, death) = started.kill();
    ended.leaves_nothing_after(death);
}

/// Whether it waits for its run, or for an engine that never answers.
#[test]
fn a_reaper_that_is_told_to_end_does() {
    let _engine = Engine::take();
    let started = waits();
    let waiting = reaper(&started.lab).unwrap();
    shell(&format!("kill -TERM {waiting}"));
    until("has ended", || reaper(&started.lab).is_none());
    started.signal("INT").ends().exits(130).leaves_nothing();

    let proxy = Proxy::new();
    let address = proxy.address();
    let started = Lab::of(WAITS).with("--engine").with(&address).start().until_it_shows("Waiting until");
    proxy.hold(REMOVE);
    let lab = started.kill().0.into_lab();
    proxy.until_held();
    shell(&format!("kill -TERM {}", reaper(&lab).unwrap()));
    until("has ended", || reaper(&lab).is_none());
    let other = lab.beside(&one_step()).with("--engine").with(&address);
    other.run().exits(0).shows("Removed what an earlier run").leaves_nothing();
    assert_eq!(labelled(&lab.id), Vec::<String>::new());
}

/// A step that has nothing to do with what the other labs here make.
fn one_step() -> String {
    let run = "docker run -d --name statelab-test-other nginx";
    format!("[[step]]\nid = \"one\"\ntitle = \"One\"\nrun = \"{run}\"\n")
}

/// Removing what it left takes longer than a new run waits for it.
#[test]
fn a_run_that_is_over_holds_up_the_next_one_for_two_seconds_at_most() {
    let _engine = Engine::take();
    let proxy = Proxy::new();
    let address = proxy.address();
    let started = Lab::of(WAITS).with("--engine").with(&address).start().until_it_shows("Waiting until");
    shell(&format!("kill -KILL {}", reaper(&started.lab).unwrap()));
    let lab = started.kill().0.into_lab();
    proxy.hold(REMOVE);
    let began = Instant::now();
    let next = lab.beside(&one_step()).with("--engine").with(&address).start();
    let next = next.until_it_shows("docker run -d --name statelab-test-other");
    let took = began.elapsed();
    assert!((2..4).contains(&took.as_secs()), "{took:?}");
    let words = "A background process keeps removing what earlier runs left";
    let ended = next.ends().exits(0).shows(words).shows(&lab.id);
    until("has no files", || files_below(&lab.state()).is_empty());
    assert_eq!(labelled(&lab.id), Vec::<String>::new());
    ended.leaves_nothing();
}

#[test]
fn the_reaper_ends_with_its_run() {
    let _engine = Engine::take();
    let started = waits();
    assert!(reaper(&started.lab).is_some());
    let ended = started.signal("INT").ends().exits(130).leaves_nothing();
    until("has no reaper", || reaper(ended.lab()).is_none());
}

/// A run that is killed together with its reaper, as by a power cut: what it left.
fn dead() -> Lab {
    let started = waits();
    let reaper = reaper(&started.lab).unwrap();
    shell(&format!("kill -KILL {reaper}"));
    let lab = started.kill().0.into_lab();
    assert_eq!(labelled(&lab.id).len(), 2);
    lab
}

#[test]
fn the_next_run_removes_what_a_power_cut_left() {
    let _engine = Engine::take();
    let dead = dead();
    dead.beside(&format!(
        "[[step]]\nid = \"one\"\ntitle = \"One\"\nrun = \"docker run -d --name {NAME} nginx\"\n"
    ))
    .run()
    .exits(0)
    .shows(&format!("Removed what an earlier run of {} had left: container {NAME}, volume {NAME}.", dead.id))
    .leaves_nothing();
    assert_eq!(labelled(&dead.id), Vec::<String>::new());
    assert_eq!(files_below(&dead.state()), Vec::<std::path::PathBuf>::new());
}

#[test]
fn of_two_that_sweep_at_once_one_does() {
    let _engine = Engine::take();
    let dead = dead();
    let next = |name: &str| {
        let run = format!("docker run -d --name {name} nginx");
        dead.beside(&format!("[[step]]\nid = \"one\"\ntitle = \"One\"\nrun = \"{run}\"\n")).start()
    };
    let both =
        [next("statelab-test-sweeps-1"), next("statelab-test-sweeps-2")].map(|run| run.ends().exits(0));
    let swept = both.iter().filter(|run| run.text().contains("Removed what an earlier run"));
    assert_eq!(swept.count(), 1, "{}\n{}", both[0].text(), both[1].text());
    for run in both {
        run.leaves_nothing();
    }
    assert_eq!(labelled(&dead.id), Vec::<String>::new());
    assert_eq!(files_below(&dead.state()), Vec::<std::path::PathBuf>::new());
}

#[test]
fn a_run_that_goes_on_is_not_swept() {
    let _engine = Engine::take();
    let started = waits();
    let other =
        "[[step]]\nid = \"one\"\ntitle = \"One\"\nrun = \"docker run -d --name statelab-test-other nginx\"\n";
    started.lab.beside(other).run().exits(0).shows_not("an earlier run").leaves_nothing();
    assert_eq!(labelled(&started.lab.id).len(), 2);
    started.signal("INT").ends().exits(130).leaves_nothing();
}

/// What a stranger made from a run's container.
struct Offspring;

impl Drop for Offspring {
    fn drop(&mut self) {
        for command in [["rm", "-f", "statelab-test-child"], ["rmi", "-f", "statelab-test-offspring"]] {
            let _ = Command::new("docker").args(command).output();
        }
    }
}

#[test]
fn what_a_stranger_made_stays_as_it_is() {
    let _engine = Engine::take();
    let strangers = [
        Stranger::container("statelab-test-decoy"),
        Stranger::volume("statelab-test-decoy"),
        Stranger::network("statelab-test-decoy"),
        Stranger::image("statelab-test-decoy"),
    ];
    let started = waits();
    let _offspring = Offspring;
    // A pause can freeze the probe's exec that is just being started; Docker 20.10 then waits for it for ever,
    // with the container locked.
    docker(&["commit", "--pause=false", NAME, "statelab-test-offspring"]);
    docker(&["create", "--name", "statelab-test-child", "statelab-test-offspring"]);
    let before = || {
        let children =
            ["statelab-test-child", "statelab-test-offspring"].map(|name| docker(&["inspect", name]));
        (children, strangers.each_ref().map(Stranger::inspect))
    };
    let (then, lab) = (before(), started.kill().0.into_lab());
    until("has no files", || files_below(&lab.state()).is_empty());
    let left = docker(&[
        "ps",
        "-a",
        "--format",
        "{{.Names}}",
        "--filter",
        &format!("label=statelab.lab={}", lab.id),
    ]);
    assert_eq!(
        left, "statelab-test-child",
        "it carries the run's labels, and is nobody's but the stranger's"
    );
    assert_eq!(before(), then);
}
