//! A run that is looked at until it ends.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::harness::Lab;

/// How much memory a run may have at the most, in KiB.
const MEMORY: u64 = 150 << 10;

/// A run of a case.
pub struct Watched {
    child: Child,
    log: PathBuf,
    /// The most memory that it was seen to have, in KiB.
    memory: u64,
}

impl Watched {
    /// Starts a command, whose output goes into a file beside the lab.
    pub fn start(lab: &Lab, name: &str, mut command: Command) -> Self {
        let log = lab.folder().parent().unwrap().join(format!("{name}.output"));
        let out = File::create(&log).unwrap();
        let errors = out.try_clone().unwrap();
        let child = command.stdin(Stdio::null()).stdout(out).stderr(errors).spawn().unwrap();
        Self { child, log, memory: 0 }
    }

    /// Waits for its end, and does something again and again meanwhile: its status, which is -1 where a
    /// signal ended it; none: it did not end, and was killed.
    pub fn ends(&mut self, limit: Duration, mut meanwhile: impl FnMut()) -> Option<i32> {
        let start = Instant::now();
        while start.elapsed() < limit {
            if let Some(status) = self.child.try_wait().unwrap() {
                return Some(status.code().unwrap_or(-1));
            }
            self.memory = self.memory.max(self.memory_now());
            meanwhile();
            thread::park_timeout(Duration::from_millis(50));
        }
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        None
    }

    /// What the kernel says of its memory.
    fn memory_now(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
        line.split_whitespace().next().and_then(|kib| kib.parse().ok()).unwrap_or_default()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&fs::read(&self.log).unwrap()).into_owned()
    }

    pub fn last_words(&self) -> String {
        let text = self.text();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(6)..].join(" / ")
    }

    pub fn wrong(&self) -> Vec<String> {
        let large = self.memory > MEMORY;
        large.then(|| format!("LARGE: it had {} MiB of memory", self.memory >> 10)).into_iter().collect()
    }
}
