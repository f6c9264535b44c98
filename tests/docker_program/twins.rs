//! The docker program and us on a real engine, each with things of its own that have the same names
//! but for their begin.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use statelab::engine::{Ledger, Surroundings, Timeouts, discover};
use statelab::event::CommandEnd;
use statelab::lab::LabFiles;
use tempfile::TempDir;

use crate::harness::Engine;
use crate::player::Player;
use crate::sides::{PROGRAM, require_program};

/// How names begin in lines.
const LINES: &str = "twin-";
/// How the docker program's begin in the engine.
const THEIRS: &str = "statelab-twin-a-";
/// How ours do.
const OURS: &str = "statelab-twin-b-";

/// Both, with a folder each.
pub struct Twins {
    ours: Player,
    home: TempDir,
    _engine: Engine,
}

/// How a line ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// The status; of ours none where the engine, or we, refused.
    pub status: Option<i64>,
    pub output: String,
    pub errors: String,
}

impl Ended {
    pub fn is_done(&self) -> bool {
        self.status == Some(0)
    }
}

impl Twins {
    /// Both, able to play these lines. Files that lines name are made by `given`, which is never
    /// played.
    pub fn new(lines: &[String], given: &[&str]) -> Self {
        require_program();
        let engine = Engine::take();
        let home = tempfile::tempdir().unwrap();
        let given: Vec<String> = given.iter().map(|line| (*line).to_owned()).collect();
        let lab = Player::of(lines, &given, "", LabFiles::default());
        let ledger = Ledger::create(&home.path().join("ledgers"), "twins", "line", "").unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let found = runtime
            .block_on(discover(Surroundings::of_this_process(None), Timeouts::default()))
            .engine
            .unwrap();
        let ours = Player::new(lab, lines, found.engine, ledger, &home.path().join("ours"));
        let ours = ours.scoped(std::sync::Arc::new(|name: &str| name.replacen(LINES, OURS, 1)));
        fs::create_dir_all(home.path().join("theirs")).unwrap();
        Self { ours, home, _engine: engine }
    }

    /// Both folders.
    pub fn folders(&self) -> [PathBuf; 2] {
        [self.home.path().join("theirs"), self.ours.workspace.folder().to_owned()]
    }

    /// Runs a line with the docker program and with us.
    pub fn both(&self, line: &str) -> [Ended; 2] {
        [self.theirs(line), self.ours(line)]
    }

    /// Runs lines with the docker program, one after the other, and at the same time with us.
    pub fn all(&self, lines: &[String]) -> Vec<[Ended; 2]> {
        std::thread::scope(|scope| {
            let theirs = scope.spawn(|| lines.iter().map(|line| self.theirs(line)).collect::<Vec<_>>());
            let ours: Vec<Ended> = lines.iter().map(|line| self.ours(line)).collect();
            theirs.join().unwrap().into_iter().zip(ours).map(|(theirs, ours)| [theirs, ours]).collect()
        })
    }

    /// Runs a line that both must carry out.
    pub fn done(&self, line: &str) -> [Ended; 2] {
        let both = self.both(line);
        assert!(both.iter().all(Ended::is_done), "{line}: {both:#?}");
        both
    }

    fn theirs(&self, line: &str) -> Ended {
        let line = line.replace(LINES, THEIRS);
        let mut ended = shell(&line.replacen("docker ", &format!("{PROGRAM} "), 1), &self.folders()[0]);
        ended.output = as_in_lines(&ended.output);
        ended.errors = as_in_lines(&ended.errors);
        ended
    }

    fn ours(&self, line: &str) -> Ended {
        let finished = self.ours.play(line);
        let (status, errors) = match &finished.end {
            CommandEnd::Done => (Some(0), String::new()),
            CommandEnd::Status { status } => (Some(*status), String::new()),
            end => (None, format!("{end:?}")),
        };
        Ended { status, output: as_in_lines(&finished.output), errors }
    }

    /// Runs a script as root in both twins of this container.
    pub fn inside(&self, container: &str, script: &str) {
        let path = self.home.path().join("script");
        fs::write(&path, script).unwrap();
        for begin in [THEIRS, OURS] {
            let name = container.replace(LINES, begin);
            let ended = shell(&format!("{PROGRAM} exec -i -u 0 {name} sh -e <script"), self.home.path());
            assert!(ended.is_done(), "{}", ended.errors);
        }
    }

    /// What the docker program says of both twins' thing of this name.
    pub fn look(&self, line: &str) -> [Ended; 2] {
        [THEIRS, OURS].map(|begin| {
            let line = line.replace(LINES, begin).replacen("docker ", &format!("{PROGRAM} "), 1);
            let mut ended = shell(&line, self.home.path());
            assert!(ended.is_done(), "{line}: {}", ended.errors);
            ended.output = as_in_lines(&ended.output);
            ended
        })
    }
}

impl Drop for Twins {
    fn drop(&mut self) {
        self.ours.clean();
        for (kind, list, remove) in [
            ("container", "ps -aq --filter name", "rm -fv"),
            ("volume", "volume ls -q --filter name", "volume rm"),
            ("network", "network ls -q --filter name", "network rm"),
            ("image", "images -q --filter reference", "rmi -f"),
        ] {
            let wanted = if kind == "image" { format!("{THEIRS}*") } else { THEIRS.to_owned() };
            let line = format!("{PROGRAM} {list}='{wanted}' | xargs -r {PROGRAM} {remove}");
            shell(&line, Path::new("/"));
        }
    }
}

/// A text with names as lines have them.
pub fn as_in_lines(text: &str) -> String {
    text.replace(THEIRS, LINES).replace(OURS, LINES)
}

/// Runs a line in a shell.
pub fn shell(line: &str, folder: &Path) -> Ended {
    let mut shell = Command::new("sh");
    shell.args(["-c", line]).current_dir(folder).env("DOCKER_BUILDKIT", "0").stdin(Stdio::null());
    let output = shell.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ended {
        status: output.status.code().map(i64::from),
        output: text(&output.stdout),
        errors: text(&output.stderr),
    }
}
