//! A student's progress, lab by lab: a small file of their own, written when a guided run ends.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read, Seek, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::event::{Outcome, RunFinished};
use crate::host::private_folder;

/// The version of the file's format.
const VERSION: u32 = 1;

/// The guided runs of a student.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The version of the format.
    version: u32,
    /// The guided runs by lab id.
    labs: BTreeMap<String, GuidedRuns>,
}

/// The guided runs of a lab.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuidedRuns {
    /// When a run first reached the lab's expected end, as `2026-11-24T08:35:55Z`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<String>,
    /// When the last run ended.
    pub last: String,
    /// How the last run ended.
    pub outcome: Outcome,
    /// Steps of the last run that passed.
    pub passed: usize,
    /// The number of steps in the lab.
    pub steps: usize,
}

/// How far a student got with a lab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark<'p> {
    /// No step has passed yet.
    New,
    /// A run was left early, or did not end as the lab expects.
    UnderWay {
        /// The step that it reached, from one.
        step: usize,
        /// The number of steps in the lab.
        steps: usize,
        /// When it ended.
        last: &'p str,
    },
    /// Completed at least once.
    Done,
}

impl Default for Progress {
    fn default() -> Self {
        Self { version: VERSION, labs: BTreeMap::new() }
    }
}

impl Progress {
    /// Reads the progress file. Returns empty progress if there is no file yet.
    ///
    /// # Errors
    /// The file cannot be read, or is not a progress file.
    pub fn read(path: &Path) -> io::Result<Self> {
        match fs::read_to_string(path) {
            Ok(text) => Self::of(&text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error),
        }
    }

    /// Returns how far the student got with a lab.
    #[must_use]
    pub fn mark(&self, lab: &str) -> Mark<'_> {
        match self.labs.get(lab) {
            Some(GuidedRuns { done: Some(_), .. }) => Mark::Done,
            Some(guided) if guided.passed > 0 => {
                let step = guided.passed.saturating_add(1).min(guided.steps);
                Mark::UnderWay { step, steps: guided.steps, last: &guided.last }
            }
            _ => Mark::New,
        }
    }

    /// Records how a guided run ended, at the moment `now` (`2026-11-24T08:35:55Z`).
    /// Two programs that do so at the same time take turns.
    ///
    /// # Errors
    /// The file cannot be written, or is not a progress file: then it stays unchanged.
    pub fn note(path: &Path, run: &RunFinished, now: &str) -> io::Result<()> {
        if let Some(folder) = path.parent() {
            private_folder(folder)?;
        }
        let mut file = File::options().read(true).write(true).create(true).truncate(false).open(path)?;
        file.lock()?;
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        let mut progress = if text.is_empty() { Self::default() } else { Self::of(&text)? };
        progress.add(run, now);
        let mut text = serde_json::to_string_pretty(&progress)?;
        text.push('\n');
        file.rewind()?;
        file.write_all(text.as_bytes())?;
        file.set_len(text.len() as u64)
    }

    fn add(&mut self, run: &RunFinished, now: &str) {
        let before = self.labs.get(&run.lab).and_then(|guided| guided.done.clone());
        let passed = (run.outcome == Outcome::Passed).then(|| now.to_owned());
        let guided = GuidedRuns {
            done: before.or(passed),
            last: now.to_owned(),
            outcome: run.outcome,
            passed: run.passed,
            steps: run.steps,
        };
        self.labs.insert(run.lab.clone(), guided);
    }

    fn of(text: &str) -> io::Result<Self> {
        let progress: Self = serde_json::from_str(text)?;
        if progress.version > VERSION {
            return Err(io::Error::new(io::ErrorKind::InvalidData, format!("version {}", progress.version)));
        }
        Ok(progress)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(outcome: Outcome, passed: usize) -> RunFinished {
        RunFinished {
            lab: "one".to_owned(),
            outcome,
            passed,
            steps: 4,
            held: 0,
            judged: 0,
            error: None,
            took_ms: 1,
        }
    }

    #[test]
    fn what_was_done_stays_done() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state/progress.json");
        let now = "2026-11-24T08:35:55Z";
        assert_eq!(Progress::read(&path).unwrap().mark("one"), Mark::New);
        let mark = |outcome, passed, expected: Mark| {
            Progress::note(&path, &run(outcome, passed), now).unwrap();
            let progress = Progress::read(&path).unwrap();
            assert_eq!(progress.mark("one"), expected);
            assert_eq!(progress.mark("two"), Mark::New);
        };
        mark(Outcome::Interrupted, 0, Mark::New);
        mark(Outcome::Interrupted, 2, Mark::UnderWay { step: 3, steps: 4, last: now });
        mark(Outcome::Failed, 3, Mark::UnderWay { step: 4, steps: 4, last: now });
        mark(Outcome::Passed, 4, Mark::Done);
        mark(Outcome::Interrupted, 0, Mark::Done);
    }

    #[test]
    fn a_file_that_is_something_else_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("progress.json");
        for text in ["a letter", "{}", "{\"version\":2,\"labs\":{}}"] {
            fs::write(&path, text).unwrap();
            assert!(Progress::read(&path).is_err());
            assert!(Progress::note(&path, &run(Outcome::Passed, 4), "now").is_err());
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
    }

    #[test]
    fn two_at_once_take_turns() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("progress.json");
        std::thread::scope(|scope| {
            for lab in 0..8 {
                let path = &path;
                let run = RunFinished { lab: lab.to_string(), ..run(Outcome::Passed, 4) };
                scope.spawn(move || Progress::note(path, &run, "now").unwrap());
            }
        });
        assert_eq!(Progress::read(&path).unwrap().labs.len(), 8);
    }
}
