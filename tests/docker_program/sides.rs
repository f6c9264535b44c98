//! The two that are compared: the docker program, and us.

use std::fs::{self, File};
use std::io::Read;
use std::os::fd::AsFd;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use statelab::command::{self, Action};
use statelab::engine::{Docker, Engine, Ledger};
use statelab::event::CommandEnd;
use statelab::lab::LabFiles;
use statelab::source::Located;
use tempfile::TempDir;

use crate::given;
use crate::player::Player;
use crate::recorder::Recorder;
use crate::sent::Sent;
use crate::world::World;

/// Debian's docker program.
pub const PROGRAM: &str = "/usr/bin/docker";

/// The version that all of this is written for: that of Debian 12.
const VERSION: &str = "20.10";

/// Holds that the docker program is there, and the one that is meant.
pub fn require_program() {
    let output = Command::new(PROGRAM).arg("--version").output();
    let Ok(output) = output else {
        panic!("there is no {PROGRAM}: these tests compare with Debian 12's (apt-get install docker.io)");
    };
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        said.starts_with(&format!("Docker version {VERSION}.")),
        "these tests compare with docker {VERSION} (Debian 12's docker.io), and {PROGRAM} says: {said}"
    );
}

/// What a line means.
pub fn action(line: &str) -> Action {
    command::parse(&Located::verbatim(line, 0)).unwrap_or_else(|faults| panic!("{line}: {faults:#?}"))
}

/// Plays lines on both sides, in worlds of their own.
pub struct Stage {
    // Dropped before the folder that its socket lies in.
    recorder: Recorder,
    home: TempDir,
    ledger: Option<Ledger>,
    world: World,
    /// Texts of this stage, and what stands for them when two stages are compared.
    names: Vec<(String, String)>,
}

impl Stage {
    /// A stage for this line.
    pub fn of(line: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        let action = action(line);
        let ledger = Ledger::create(&home.path().join("ledgers"), "therun", "line", "").unwrap();
        let world = given::world(&action, &ledger);
        let mut names: Vec<(String, String)> = Vec::new();
        for thing in world.containers.values().chain(world.networks.values()).chain(world.images.values()) {
            names.push((thing.id.clone(), thing.name.clone()));
        }
        let mut fresh = world.clone();
        names.push((fresh.id(), "{made}".to_owned()));
        names.push((fresh.id(), "{made second}".to_owned()));
        let folder = home.path().canonicalize().unwrap();
        for side in ["theirs", "ours"] {
            names.push((folder.join(side).display().to_string(), "{workspace}".to_owned()));
        }
        let recorder = Recorder::listen(home.path(), world.clone());
        Self { recorder, home, ledger: Some(ledger), world, names }
    }

    /// What the docker program sends for these lines, one after the other; what it says where it
    /// refuses one and sends nothing.
    pub fn theirs(&self, lines: &[&str]) -> Result<Vec<Sent>, String> {
        let folder = self.home.path().join("theirs");
        for (name, content) in given::files() {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        let mut all = Vec::new();
        for line in lines {
            let mut ended = self.run(line, &folder, false);
            if ended.1.contains("not a TTY") {
                ended = self.run(line, &folder, true);
            }
            let sent = self.recorder.take(self.world.clone());
            if !ended.0 && sent.is_empty() {
                return Err(ended.1);
            }
            all.extend(sent);
        }
        Ok(all.iter().map(|sent| sent.replacing(&self.names)).collect())
    }

    /// Runs the docker program as a shell would: whether it succeeded, and what it complained about.
    fn run(&self, line: &str, folder: &Path, terminal: bool) -> (bool, String) {
        let variables = [
            ("PATH", "/usr/bin:/bin".to_owned()),
            ("HOME", self.home.path().display().to_string()),
            ("PWD", folder.display().to_string()),
            ("DOCKER_CONFIG", self.home.path().display().to_string()),
            ("DOCKER_HOST", self.recorder.address()),
            ("DOCKER_BUILDKIT", "0".to_owned()),
        ];
        let given = given::VARIABLES.map(|(name, value)| (name, value.to_owned()));
        let variables = variables.into_iter().chain(given);
        if !terminal {
            // Without `-f` a prune asks whether one is sure.
            let line = if line.contains(" prune") { format!("echo y | {line}") } else { line.to_owned() };
            let mut shell = Command::new("sh");
            shell.args(["-c", &line]).current_dir(folder).env_clear().envs(variables).stdin(Stdio::null());
            let output = shell.output().unwrap();
            return (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned());
        }
        let (pty, pts) = pty_process::blocking::open().unwrap();
        let shell = pty_process::blocking::Command::new("sh");
        let shell = shell.args(["-c", line]).current_dir(folder).env_clear().envs(variables);
        let mut child = shell.spawn(pts).unwrap();
        let mut said = Vec::new();
        // The read ends in an error when the terminal's other side is gone.
        let _ = File::from(pty.as_fd().try_clone_to_owned().unwrap()).read_to_end(&mut said);
        (child.wait().unwrap().success(), String::from_utf8_lossy(&said).into_owned())
    }

    /// What we send for the line, and how our command ends.
    pub fn ours(&mut self, line: &str) -> (Vec<Sent>, CommandEnd) {
        let engine: Arc<dyn Engine> =
            Arc::new(Docker::connect(&self.recorder.address().parse().unwrap()).unwrap());
        let lines = [line.to_owned()];
        let files = given::files().into_iter().map(|(name, bytes)| (name, bytes.into())).collect();
        let given = given::CONTAINERS.map(|name| format!("docker create --name {name} nginx"));
        let variables = given::VARIABLES.map(|(name, value)| format!("{name} = '{value}'\n")).concat();
        let lab = Player::of(&lines, &given, &format!("[env]\n{variables}{}", given::ALLOW), LabFiles(files));
        let ledger = self.ledger.take().unwrap();
        let player = Player::new(lab, &lines, engine, ledger, &self.home.path().join("ours"));
        let end = player.play(line).end;
        let sent = self.recorder.take(self.world.clone());
        (sent.iter().map(|sent| sent.replacing(&self.names)).collect(), end)
    }
}
