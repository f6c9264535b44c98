//! An engine of our own, where none answers: Podman and dockerd, started by the program, shared by its
//! runs, stopped with the last of them.
//!
//! The machine's engine is hidden in a mount namespace. dockerd gets a network namespace, too, since two
//! share a bridge otherwise.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

use crate::harness::{Engine, Output, docker, finish, program, until};
use crate::terminal::Terminal;

/// Two steps that use an image which a test makes of nothing but a program of its own.
const LAB: &str = r#"
format = 1
title = "A test"
summary = "A test."
level = "beginner"
minutes = 1

[[step]]
id = "one"
title = "One"
run = ["docker volume create own-data", "docker run -d --name own-web -v own-data:/data nginx"]
check = [{ file = "own-web:/usr/share/nginx/html/index.html", contains = "nginx" }]

[[step]]
id = "two"
title = "Two"
run = "docker exec own-web true"
"#;

/// A step that goes on until somebody ends it.
const SLOW: &str = "docker run -d --name own-web -v own-data:/data nginx\", \"docker exec own-web sleep 60";

/// A state folder with an engine of its own in it.
struct Own {
    home: TempDir,
    /// What is done in the namespaces before the program runs.
    before: &'static str,
    /// The namespaces.
    spaces: &'static str,
}

impl Own {
    fn podman() -> Self {
        Self::new("-m", "mount --bind /dev/null /var/run/docker.sock")
    }

    fn new(spaces: &'static str, before: &'static str) -> Self {
        let home = tempfile::tempdir().unwrap();
        let lab = home.path().join("labs/own-lab");
        fs::create_dir_all(&lab).unwrap();
        fs::write(lab.join("lab.toml"), LAB).unwrap();
        let other = home.path().join("labs/own-other");
        fs::create_dir_all(&other).unwrap();
        let text = LAB.replace("own-", "other-").replace("A test\"", "Another test\"");
        fs::write(other.join("lab.toml"), text).unwrap();
        fs::create_dir_all(home.path().join("home")).unwrap();
        docker(&["save", "-o", home.path().join("nginx.tar").to_str().unwrap(), "nginx"]);
        Self { home, before, spaces }
    }

    /// A script in the namespaces; `$statelab` is the program, and `$own` the address of its engine.
    fn script(&self, script: &str) -> Output {
        let mut inside = program(&self.home.path().join("home"));
        inside.env("XDG_STATE_HOME", self.home.path().join("state"));
        let mut command = Command::new("timeout");
        let whole = format!(
            "set -e\n{}\nstatelab='{} --plain --labs {}'\nhome='{}'\n\
             own=$($statelab engine list --format json | sed -n 's/.*\"url\": \"\\(.*engine.sock\\)\".*/\\1/p')\n{script}",
            self.before,
            inside.get_program().to_str().unwrap(),
            self.home.path().join("labs").display(),
            self.home.path().display(),
        );
        command.args(["120", "unshare", self.spaces, "bash", "-c", &whole]);
        for (name, value) in inside.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        for name in ["DOCKER_HOST", "DOCKER_CONTEXT", "STATELAB_ENGINE"] {
            command.env_remove(name);
        }
        finish(command)
    }

    /// With the image that the lab needs.
    fn with_image(self) -> Self {
        let loaded = self.script(
            "$statelab engine start\nDOCKER_HOST=$own docker load -q -i $home/nginx.tar\n$statelab engine stop",
        );
        loaded.exits(0).shows("It has stopped. Its images are kept.");
        self
    }

    /// Processes whose arguments name this engine's folder, and hold these words.
    fn running(&self, words: &str) -> Vec<String> {
        let folder = self.home.path().join("state/statelab/engine");
        let names = |process: &PathBuf| {
            let line = fs::read(process.join("cmdline")).unwrap_or_default();
            let line = String::from_utf8_lossy(&line);
            line.contains(folder.to_str().unwrap()) && line.contains(words)
        };
        let processes = fs::read_dir("/proc").unwrap().map(|entry| entry.unwrap().path());
        processes.filter(names).map(|it| it.file_name().unwrap().to_str().unwrap().to_owned()).collect()
    }

    fn has_ended(&self) {
        until("has no process left", || self.running("").is_empty());
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        // Where a test failed in the middle.
        self.running("").iter().for_each(|process| kill(process));
    }
}

fn kill(process: &str) {
    let _ = Command::new("sh").args(["-c", &format!("kill -9 {process}")]).status();
}

/// What must hold of both.
fn serves_runs(own: &Own, name: &str) {
    own.script("$statelab run --yes own-lab")
        .exits(0)
        .shows(&format!("starting statelab's own ({name})"))
        .shows("Passed: all 2 steps");
    own.has_ended();
}

#[test]
fn podman_is_started_where_no_engine_answers_and_keeps_its_images() {
    let _engine = Engine::take();
    let own = Own::podman().with_image();
    own.has_ended();
    serves_runs(&own, "Podman");
    own.script("$statelab run --yes own-lab --engine unix:///nowhere.sock")
        .exits(3)
        .shows_not("starting statelab's own");
}

#[test]
fn dockerd_is_started_where_there_is_no_podman() {
    let _engine = Engine::take();
    let hidden = "mount --bind /dev/null /var/run/docker.sock\nmount --bind /dev/null $(command -v podman)\n\
                  ip link set lo up 2>/dev/null || true";
    let own = Own::new("-nm", hidden).with_image();
    own.has_ended();
    serves_runs(&own, "Docker");
}

#[test]
fn two_runs_share_one_and_the_last_stops_it() {
    let _engine = Engine::take();
    let own = Own::podman().with_image();
    own.script("$statelab engine start\n$statelab engine start").exits(0).shows("It was already running");
    let services = || own.running("system\0service").len();
    assert_eq!(services(), 1);
    own.script("$statelab run --yes own-lab & $statelab run --yes own-other & wait -n && wait -n")
        .exits(0)
        .shows("A test")
        .shows("Another test")
        .shows_not("starting statelab's own");
    assert_eq!(services(), 1, "it is kept up");
    own.script("$statelab engine stop").exits(0).shows("It has stopped.");
    own.has_ended();

    // Nobody keeps it now: whoever comes first starts it, and whoever goes last stops it.
    own.script("$statelab run --yes own-lab & $statelab run --yes own-other & wait -n && wait -n")
        .exits(0)
        .shows("starting statelab's own");
    own.has_ended();
}

#[test]
fn a_killed_owner_leaves_nothing_running() {
    let _engine = Engine::take();
    let own = Own::podman().with_image();
    own.script("$statelab engine start").exits(0);
    let (owners, keepers) = (own.running("__engine\0own"), own.running("__engine\0keep"));
    assert_eq!((owners.len(), keepers.len()), (1, 1));
    owners.iter().chain(&keepers).for_each(|process| kill(process));
    own.has_ended();
    serves_runs(&own, "Podman");
}

#[test]
fn a_run_whose_engine_is_killed_says_so_and_the_next_one_begins_clean() {
    let _engine = Engine::take();
    let own = Own::podman().with_image();
    let slow = own.home.path().join("labs/own-slow");
    fs::create_dir_all(&slow).unwrap();
    let text = LAB.replace("docker run -d --name own-web -v own-data:/data nginx", SLOW);
    fs::write(slow.join("lab.toml"), text.replace("A test\"", "A slow test\"")).unwrap();
    own.script(
        "$statelab run --yes own-slow & run=$!\n\
         until DOCKER_HOST=$own docker exec own-web true 2>/dev/null; do kill -0 $run; done\n\
         kill -9 $(pgrep -f \"__engine own $home\")\nwait $run",
    )
    .exits(3)
    .shows("statelab's own engine is gone")
    .shows("statelab engine start")
    .shows_not("systemctl")
    .shows("Could not remove the container own-web.")
    .shows_not("The run left nothing behind.");
    serves_runs(&own, "Podman");
    own.script(
        "$statelab engine start\nexport DOCKER_HOST=$own\n\
         echo \"left: $(docker ps -aq) $(docker volume ls -q)\"\n$statelab engine stop",
    )
    .exits(0)
    .shows("left:  \n");
    own.has_ended();
}

#[test]
fn on_a_terminal_it_is_asked_for_first() {
    let _engine = Engine::take();
    let own = Own::podman().with_image();
    let (labs, state) = (own.home.path().join("labs"), own.home.path().join("state"));
    let script = format!(
        "{}; exec {} run own-lab --labs {}",
        own.before,
        env!("CARGO_BIN_EXE_statelab"),
        labs.display()
    );
    let guided = || Terminal::through("unshare", &[own.spaces, "bash", "-c", &script], &state);

    let mut refused = guided();
    refused.until("No container engine answers.");
    refused.choose("No");
    assert_eq!(refused.status(), Some(3));
    assert_eq!(own.running(""), Vec::<String>::new());

    let mut run = guided();
    run.choose("Yes");
    run.until("Enter runs it");
    run.press("\x03");
    assert_eq!(run.status(), Some(130));
    own.has_ended();
}
