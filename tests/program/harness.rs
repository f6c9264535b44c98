//! Runs the program on modified labs and checks the results.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use tempfile::TempDir;

pub use crate::engine::*;
use crate::leftovers;

/// How long anything here may take before the test fails.
pub const LIMIT: Duration = Duration::from_secs(150);

/// A lab in its own folder.
///
/// Its id is unique, so that a test can find what it leaves in the engine.
pub struct Lab {
    pub id: String,
    home: TempDir,
    arguments: Vec<String>,
    variables: Vec<(String, String)>,
}

impl Lab {
    /// Creates a copy of a shipped lab.
    pub fn shipped(name: &str) -> Self {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("labs").join(name);
        let lab = Self::empty();
        for file in files_below(&source) {
            let copy = lab.folder().join(file.strip_prefix(&source).unwrap());
            fs::create_dir_all(copy.parent().unwrap()).unwrap();
            fs::copy(file, copy).unwrap();
        }
        lab
    }

    /// Creates a lab with these steps.
    pub fn of(steps: &str) -> Self {
        let lab = Self::empty();
        let head =
            "format = 1\ntitle = \"A test\"\nsummary = \"A test.\"\nlevel = \"beginner\"\nminutes = 1\n";
        fs::write(lab.folder().join("lab.toml"), format!("{head}{steps}")).unwrap();
        lab
    }

    fn empty() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let id = format!("{}{}-{count}", leftovers::LABS, std::process::id());
        let lab =
            Self { id, home: tempfile::tempdir().unwrap(), arguments: Vec::new(), variables: Vec::new() };
        fs::create_dir_all(lab.folder()).unwrap();
        lab
    }

    /// Returns the lab's folder.
    pub fn folder(&self) -> PathBuf {
        self.home.path().join("labs").join(&self.id)
    }

    /// Returns the state folder, below which the program keeps a run's files.
    pub fn state(&self) -> PathBuf {
        self.home.path().join("state/statelab")
    }

    /// Removes `old` from the lab.
    pub fn without(self, old: &str) -> Self {
        self.replacing(old, "")
    }

    /// Replaces `old` everywhere in the lab.
    pub fn replacing(self, old: &str, new: &str) -> Self {
        let path = self.folder().join("lab.toml");
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(old), "the lab has no {old:?}");
        fs::write(path, text.replace(old, new)).unwrap();
        self
    }

    /// Adds an argument for the program.
    pub fn with(mut self, argument: &str) -> Self {
        self.arguments.push(argument.to_owned());
        self
    }

    /// Sets an environment variable.
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Creates a lab with these steps in the same state folder.
    pub fn beside(&self, steps: &str) -> Self {
        let state = self.home.path().join("state");
        Self::of(steps).variable("XDG_STATE_HOME", state.to_str().unwrap())
    }

    /// Runs the program with these arguments, in the lab's environment.
    pub fn statelab(&self, arguments: &[&str]) -> Output {
        let mut command = program(self.home.path());
        command.arg("--plain").args(arguments);
        finish(command)
    }

    /// Returns the command that runs the lab, without questions and in plain text.
    pub fn command(&self) -> Command {
        let mut command = program(self.home.path());
        command.args(["--plain", "run", "--yes", &self.id, "--labs"]).arg(self.home.path().join("labs"));
        command.args(&self.arguments).envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs the lab to its end.
    pub fn run(self) -> Ended {
        let output = finish(self.command());
        Ended { lab: self, output }
    }

    /// Starts the lab, for a test that acts during the run.
    pub fn start(self) -> Started {
        let log = self.home.path().join("output");
        let out = File::create(&log).unwrap();
        let errors = out.try_clone().unwrap();
        let child = self.command().stdin(Stdio::null()).stdout(out).stderr(errors).spawn().unwrap();
        Started { lab: self, child, log }
    }
}

/// Returns the program with its own home and an empty environment.
///
/// Only the variables that lead to the engine are kept.
pub fn program(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_statelab"));
    for variable in ["LANG", "LC_ALL", "LC_MESSAGES", "STATELAB_LANG", "NO_COLOR", "FORCE_COLOR"] {
        command.env_remove(variable);
    }
    command.env("XDG_STATE_HOME", home.join("state")).stdin(Stdio::null());
    if let Some(address) = engine_address() {
        command.env("STATELAB_ENGINE", address);
    }
    command
}

/// Runs a command to its end. Returns its status and both streams.
pub fn finish(mut command: Command) -> Output {
    let output = command.output().unwrap();
    Output {
        status: output.status.code(),
        text: String::from_utf8_lossy(&output.stdout).into_owned(),
        errors: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// The result of a program.
#[derive(Debug)]
pub struct Output {
    pub status: Option<i32>,
    pub text: String,
    pub errors: String,
}

impl Output {
    pub fn exits(self, status: i32) -> Self {
        assert_eq!(self.status, Some(status), "{}\n{}", self.text, self.errors);
        self
    }

    /// Checks that the output contains these words in this order, ignoring line breaks.
    pub fn shows(self, wanted: &str) -> Self {
        assert!(
            self.flat().contains(&flat(wanted)),
            "not shown: {wanted}\nin:\n{}\n{}",
            self.text,
            self.errors
        );
        self
    }

    pub fn shows_not(self, unwanted: &str) -> Self {
        assert!(
            !self.flat().contains(&flat(unwanted)),
            "shown: {unwanted}\nin:\n{}\n{}",
            self.text,
            self.errors
        );
        self
    }

    fn flat(&self) -> String {
        format!("{} {}", flat(&self.text), flat(&self.errors))
    }
}

/// Returns a text's words.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A run that is over.
pub struct Ended {
    lab: Lab,
    output: Output,
}

impl Ended {
    pub fn exits(mut self, status: i32) -> Self {
        self.output = self.output.exits(status);
        self
    }

    pub fn shows(mut self, wanted: &str) -> Self {
        self.output = self.output.shows(wanted);
        self
    }

    pub fn shows_not(mut self, unwanted: &str) -> Self {
        self.output = self.output.shows_not(unwanted);
        self
    }

    /// Checks that the run has left nothing.
    ///
    /// No container, volume, network, image, ledger or workspace may be left.
    pub fn leaves_nothing(self) -> Self {
        assert_eq!(labelled(&self.lab.id), Vec::<String>::new());
        assert_eq!(files_below(&self.lab.state()), Vec::<PathBuf>::new());
        self
    }

    /// Checks that nothing is left in the engine two seconds after the run's death.
    ///
    /// Its folder and its ledger must go too.
    pub fn leaves_nothing_after(self, death: Instant) -> Self {
        until("has left nothing", || labelled(&self.lab.id).is_empty());
        let took = death.elapsed();
        assert!(took < Duration::from_secs(2), "{took:?}");
        self.leaves_nothing_in_the_end()
    }

    /// Checks that nothing is left once the cleanup is done.
    pub fn leaves_nothing_in_the_end(self) -> Self {
        until("has no files", || files_below(&self.lab.state()).is_empty());
        self.leaves_nothing()
    }

    pub fn lab(&self) -> &Lab {
        &self.lab
    }

    /// Returns the lab, to run it again.
    pub fn into_lab(self) -> Lab {
        self.lab
    }

    pub fn status(&self) -> Option<i32> {
        self.output.status
    }

    pub fn text(&self) -> &str {
        &self.output.text
    }
}

/// A run in progress.
pub struct Started {
    pub lab: Lab,
    child: Child,
    log: PathBuf,
}

impl Started {
    /// Waits until the program has shown this text.
    pub fn until_it_shows(self, wanted: &str) -> Self {
        until(&format!("shows {wanted:?}"), || fs::read_to_string(&self.log).unwrap().contains(wanted));
        self
    }

    /// Kills the program. Returns when.
    pub fn kill(self) -> (Ended, Instant) {
        let death = Instant::now();
        (self.signal("KILL").ends(), death)
    }

    /// Returns the program's process id.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal, such as `INT`.
    pub fn signal(self, name: &str) -> Self {
        signal(&self.child, name);
        self
    }

    /// Waits for the end.
    pub fn ends(mut self) -> Ended {
        let mut status = None;
        until("ends", || {
            status = self.child.try_wait().unwrap();
            status.is_some()
        });
        let text = fs::read_to_string(&self.log).unwrap();
        let output = Output { status: status.unwrap().code(), text, errors: String::new() };
        Ended { lab: self.lab, output }
    }
}

/// Sends a signal to a child.
///
/// Uses the shell's builtin `kill`, since not every machine has the program.
pub fn signal(child: &Child, name: &str) {
    shell(&format!("kill -{name} {}", child.id()));
}

/// Runs a command line in a shell. It must succeed.
pub fn shell(line: &str) {
    let mut command = Command::new("sh");
    command.args(["-c", line]).envs(engine_address().map(|address| ("DOCKER_HOST", address)));
    succeed(command);
}

/// Polls until a condition holds.
pub fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < LIMIT, "waited in vain until it {what}");
        std::thread::park_timeout(Duration::from_millis(20));
    }
}

/// Returns every file below a folder, but no empty folders.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(path) = waiting.pop() {
        match fs::read_dir(&path) {
            Ok(entries) => waiting.extend(entries.map(|entry| entry.unwrap().path())),
            Err(_) if path.exists() => files.push(path),
            Err(_) => {}
        }
    }
    files
}

/// Runs a command, which must succeed. Returns what it printed.
pub fn succeed(mut command: Command) -> String {
    let output = command.output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {errors}");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
