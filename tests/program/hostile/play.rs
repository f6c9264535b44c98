//! Plays a hostile lab by the program's own runner and guard, as `statelab run --scoped` does, with one
//! difference: what is refused does not end it, as if the lab had said that it `fails`. What it did to the
//! canary is looked at after each act.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use cap_fs_ext::{DirExt, FollowSymlinks, OpenOptionsFollowExt, OpenOptionsSyncExt};
use cap_std::fs::{Dir, OpenOptions};

use statelab::engine::{Engine, Guard, Ledger, Observer, Timeouts, engine_at};
use statelab::event::{CommandEnd, Event, Sink};
use statelab::lab::{Lab, LabFiles, LabId, StepId};
use statelab::runner::{Run, Turn, Workspace, locate, permits};
use statelab::source::Source;

use super::canary::{Canary, ONLY_HERE};
use super::sequence::{Act, Sequence, Theme, sequence};
use crate::decoys::Side;
use crate::harness::files_below;
use crate::leftovers::LABS;

/// How long a sequence may take, and how long its removal.
const LIMIT: Duration = Duration::from_mins(1);

/// What came of a sequence.
pub struct Outcome {
    pub seed: u64,
    pub theme: Theme,
    /// What is wrong: what was read, written, left, or did not end.
    pub wrong: Vec<String>,
    /// The acts and what became of each, for a person.
    pub told: Vec<String>,
    /// How many commands were carried out.
    pub commands: usize,
    /// Why commands were refused, as the keys of what was said.
    pub refused: Vec<String>,
    /// The fault that ended it, if one did.
    pub stopped: Option<String>,
    pub took: Duration,
}

/// What is said of a seed: also where it never ends, which a thread of its own shows.
pub fn play(side: Side, seed: u64) -> Outcome {
    let start = Instant::now();
    let (done, outcome) = mpsc::channel();
    thread::spawn(move || {
        // Nobody listens any more where it came too late.
        let _ = done.send(played(side, seed));
    });
    let failed = |what: &str| Outcome {
        seed,
        theme: sequence(seed).theme,
        wrong: vec![what.to_owned()],
        told: Vec::new(),
        commands: 0,
        refused: Vec::new(),
        stopped: None,
        took: start.elapsed(),
    };
    match outcome.recv_timeout(3 * LIMIT) {
        Ok(outcome) => outcome,
        Err(mpsc::RecvTimeoutError::Timeout) => failed("HUNG: it neither ended nor could it be ended"),
        Err(mpsc::RecvTimeoutError::Disconnected) => failed("PANICKED"),
    }
}

fn played(side: Side, seed: u64) -> Outcome {
    let start = Instant::now();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let sequence = sequence(seed);
    let canary = Canary::new();
    let before = canary.look();
    let home = tempfile::tempdir().unwrap();
    let lab = read(seed, &sequence, canary.folder().to_str().unwrap());
    let told = runtime.block_on(async {
        let engine = engine(side);
        let run = format!("{:08x}", getrandom::u32().unwrap());
        let ledgers = home.path().join("ledgers");
        let ledger = Ledger::create(&ledgers, &run, lab.id.as_str(), &side.address()).unwrap();
        let guard = Guard::new(Arc::clone(&engine), ledger).scoped_by_run(&[]);
        let workspace = Workspace::create(&home.path().join("workspace"), &lab.files).unwrap();
        let guard = guard.permitting(permits(&lab, &workspace));
        let mut playing = Playing {
            observer: Observer::new(engine),
            prefix: format!("{run}-"),
            canary: &canary,
            before: before.clone(),
            ears: Ears { secret: canary.secret.clone(), ..Ears::default() },
            wrong: Vec::new(),
            told: Vec::new(),
            stopped: None,
        };
        let all = playing.all(&lab, &sequence, &guard, &workspace);
        if tokio::time::timeout(LIMIT, all).await.is_err() {
            playing.wrong.push(format!("HUNG after {:?}", playing.told.last()));
        }
        playing.wrong.extend(seen_in_files(workspace.folder(), &canary.secret));
        playing.wrong.extend(left(&guard, workspace.folder()).await);
        playing
    });
    let Playing { mut wrong, told, ears, stopped, .. } = told;
    wrong.extend(files_below(home.path()).iter().map(|path| format!("LEFT {}", path.display())));
    if wrong.is_empty() {
        wrong.extend(changes(&before, &canary.look()).map(|what| format!("WRITTEN in the end: {what}")));
    }
    let Ears { commands, refused, .. } = ears;
    Outcome { seed, theme: sequence.theme, wrong, told, commands, refused, stopped, took: start.elapsed() }
}

/// The lab of a sequence, with the files that it begins with.
pub fn read(seed: u64, sequence: &Sequence, canary: &str) -> Lab {
    let files = ["d/sub/canary", "d/sub/deep/canary", "d/file", "e/canary", "f", "p"];
    let files = files.into_iter().map(|name| (name.to_owned(), b"inside\n".to_vec().into()));
    let text = sequence.lab(canary);
    let id = LabId::new(&format!("{LABS}hostile-{seed}")).unwrap();
    let read = statelab::lab::parse(id, Source::new("lab.toml", text.as_str()), LabFiles(files.collect()));
    read.unwrap_or_else(|faults| panic!("{seed}: {text}\n{:#?}", faults.found))
}

fn engine(side: Side) -> Arc<dyn Engine> {
    // Podman answers the first question when none of its containers is being removed.
    let timeouts = Timeouts { about: LIMIT, look: LIMIT, ..Timeouts::default() };
    engine_at(&side.address().parse().unwrap(), timeouts).unwrap()
}

/// Removes what the run made, as the program does at its end: what is left then.
async fn left(guard: &Guard, workspace: &Path) -> Vec<String> {
    let removed = async {
        let cleaned = guard.remove_all().await;
        let mut left: Vec<String> = cleaned.left.iter().map(|left| format!("LEFT {left:?}")).collect();
        if let Err(error) = fs::remove_dir_all(workspace) {
            left.push(format!("LEFT the workspace: {error}"));
        }
        guard.finish();
        left
    };
    let late = |_| vec!["HUNG: it cannot be removed".to_owned()];
    tokio::time::timeout(LIMIT, removed).await.unwrap_or_else(late)
}

/// The secret in files that the run has now. Each is opened below its open folder and without links: a container may put one
/// in the place of a folder while this looks.
fn seen_in_files(workspace: &Path, secret: &str) -> Vec<String> {
    let Ok(folder) = Dir::open_ambient_dir(workspace, cap_std::ambient_authority()) else {
        return Vec::new();
    };
    let mut waiting = vec![(workspace.to_owned(), folder)];
    let mut found = Vec::new();
    while let Some((path, folder)) = waiting.pop() {
        for entry in folder.entries().into_iter().flatten().flatten() {
            let (name, path) = (entry.file_name(), path.join(entry.file_name()));
            if let Ok(below) = folder.open_dir_nofollow(&name) {
                waiting.push((path, below));
            } else if has_secret(&folder, &name, secret) {
                found.push(format!("READ into {}", path.display()));
            }
        }
    }
    found
}

/// Whether a file, and no link to one, has the secret.
fn has_secret(folder: &Dir, name: &OsStr, secret: &str) -> bool {
    let mut options = OpenOptions::new();
    options.read(true).nonblock(true).follow(FollowSymlinks::No);
    let Ok(file) = folder.open_with(name, &options) else { return false };
    if !file.metadata().is_ok_and(|found| found.is_file() && found.len() < 64 << 20) {
        return false;
    }
    let mut bytes = Vec::new();
    let _ = file.into_std().read_to_end(&mut bytes);
    bytes.windows(secret.len()).any(|part| part == secret.as_bytes())
}

/// What is not as it was in the canary.
fn changes<'l>(
    before: &'l BTreeMap<std::path::PathBuf, String>,
    after: &'l BTreeMap<std::path::PathBuf, String>,
) -> impl Iterator<Item = String> {
    let differs = before.iter().filter(|(path, was)| after.get(*path) != Some(was));
    let new = after.keys().filter(|path| !before.contains_key(*path));
    let names = differs.map(|(path, _)| path).chain(new);
    names
        .map(|path| format!("{} is now {:?}", path.display(), after.get(path)))
        .collect::<Vec<_>>()
        .into_iter()
}

struct Playing<'c> {
    observer: Observer,
    prefix: String,
    canary: &'c Canary,
    before: BTreeMap<std::path::PathBuf, String>,
    ears: Ears,
    wrong: Vec<String>,
    told: Vec<String>,
    stopped: Option<String>,
}

impl Playing<'_> {
    async fn all(&mut self, lab: &Lab, sequence: &Sequence, guard: &Guard, workspace: &Workspace) {
        let mut run = Run::new(lab, guard, workspace);
        if let Err(error) = run.play(Turn::Begin, &mut self.ears).await {
            self.wrong.push(format!("did not begin: {error}"));
            return;
        }
        for (at, act) in sequence.acts.iter().enumerate() {
            let stopped = if let Act::Locate(container, path) = act {
                self.locates(container, path).await;
                None
            } else {
                let id = StepId::new(&format!("s{at}")).unwrap();
                let played = run.play(Turn::Step { id: &id, prediction: None }, &mut self.ears).await;
                self.told.push(format!("{act:?} → {}", self.ears.end));
                self.ears.end.clear();
                played.err()
            };
            self.judge(act);
            // A fault ends a run, as what is refused does not.
            if let Some(error) = stopped {
                self.told.push(format!("stopped: {error}"));
                self.stopped = Some(error.message().key);
                break;
            }
        }
    }

    /// `statelab locate` of a path that only the canary has.
    async fn locates(&mut self, container: &str, path: &str) {
        let found = locate(&self.observer, &format!("{}{container}", self.prefix), path).await;
        let found = format!("{found:?}");
        if found.contains("found: File") {
            self.ears.seen = Some(format!("locate found {path}"));
        }
        self.told.push(format!("locate {container}:{path} → {found:.60}"));
    }

    /// What an act did to the canary.
    fn judge(&mut self, act: &Act) {
        if let Some(seen) = self.ears.seen.take() {
            self.wrong.push(format!("READ by {act:?}: {seen}"));
        }
        let now = self.canary.look();
        let changed: Vec<String> = changes(&self.before, &now).collect();
        if !changed.is_empty() {
            self.wrong.push(format!("WRITTEN by {act:?}, or meanwhile: {changed:?}"));
            self.before = now;
        }
    }
}

/// Hears all that a run says.
#[derive(Default)]
struct Ears {
    secret: String,
    /// What of it must not be known to anybody.
    seen: Option<String>,
    /// How the last command ended.
    end: String,
    commands: usize,
    refused: Vec<String>,
}

impl Sink for Ears {
    fn take(&mut self, event: &Event) {
        let text = serde_json::to_string(event).unwrap();
        let found = match event {
            Event::CheckJudged(check) => check.held && check.text.contains(ONLY_HERE),
            Event::CommandFinished(finished) => {
                self.commands += 1;
                if let CommandEnd::Refused { why } = &finished.end {
                    self.refused.push(why.why.as_deref().unwrap_or(why).key.clone());
                }
                self.end = serde_json::to_string(&finished.end).unwrap();
                // Listed, but not asked for.
                finished.output.contains(ONLY_HERE) && !finished.line.contains(ONLY_HERE)
            }
            _ => false,
        };
        if found || text.contains(&self.secret) {
            let at = text.find(&self.secret).unwrap_or_default().saturating_sub(60);
            self.seen.get_or_insert_with(|| text.chars().skip(at).take(120).collect());
        }
    }
}
