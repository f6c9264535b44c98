//! What runs that are over left behind: found in their ledgers, and removed before the next run begins.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

use super::context::Context;
use super::reaper;
use super::state::State;
use crate::engine::{Answering, Cleaned, EngineError, Guard, Kind, Ledger, LedgerHeader, Remains, ledgers};
use crate::event::Message;
use crate::fate::{is_made_up, short};
use crate::host::remove_all;
use crate::runner::engine_message;
use crate::story::shell_word;
use crate::view::safe_line;

/// How long runs that are over hold up a new one.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often it is looked whether another process has cleaned up after one.
const POLL: Duration = Duration::from_millis(50);

/// What cleaning up after a run came to.
pub struct CleanedUp {
    /// In the engine.
    pub cleaned: Cleaned,
    /// The run's folder, where it could not be removed, and why.
    pub folder: Option<(PathBuf, io::Error)>,
}

impl CleanedUp {
    /// Whether nothing is left.
    pub const fn all(&self) -> bool {
        self.cleaned.left.is_empty() && self.folder.is_none()
    }

    /// What is left, each with why and with what removes it.
    pub fn left(&self) -> Vec<Message> {
        let objects = self.cleaned.left.iter().map(|(kind, name, error)| object_left(*kind, name, error));
        objects.chain(self.folder_left()).collect()
    }

    /// That the folder is left, and why.
    pub fn folder_left(&self) -> Option<Message> {
        let (path, error) = self.folder.as_ref()?;
        let path = path.display().to_string();
        let message = Message::new(match error.kind() {
            io::ErrorKind::PermissionDenied => "run-workspace-left-owner",
            io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices => "run-workspace-left-busy",
            io::ErrorKind::ReadOnlyFilesystem => "run-workspace-left-read-only",
            _ => "run-workspace-left-other",
        });
        let message = message.arg("command", format!("sudo rm -rf {}", shell_word(&path)));
        Some(message.arg("path", path).arg("cause", error.to_string()))
    }
}

/// Removes what a run made in the engine, then its folder; the ledger goes last, so that whoever is
/// stopped in between leaves something that can be found.
pub async fn clean_up(guard: &Guard, folder: &Path) -> CleanedUp {
    let cleaned = guard.remove_all().await;
    // A container may still use it.
    let in_use = cleaned.left.iter().any(|(kind, _, _)| *kind == Kind::Container);
    let mut removed = if in_use { Ok(()) } else { remove_folder(folder).await };
    if removed.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::PermissionDenied) {
        // What comes of it shows at once; what it may have left stands in the ledger.
        let _ = guard.empty_folder(folder).await;
        let _ = guard.remove_all().await;
        removed = remove_folder(folder).await;
    }
    let up = CleanedUp { folder: removed.err().map(|error| (folder.to_owned(), error)), cleaned };
    if up.all() {
        guard.finish();
    }
    up
}

/// Removes a folder with all that is in it; one that is not there is gone. It takes a thread of its own, so
/// that the program can be asked to stop meanwhile.
async fn remove_folder(folder: &Path) -> io::Result<()> {
    let folder = folder.to_owned();
    let removing = tokio::task::spawn_blocking(move || remove_all(&folder));
    match removing.await.map_err(io::Error::other)? {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// That an object is left, why, and what removes it.
pub fn object_left(kind: Kind, name: &str, error: &EngineError) -> Message {
    let message = Message::new("run-left").arg("kind", kind.word()).arg("name", name);
    message.arg("command", removal(kind, name)).because(engine_message(error))
}

/// The command that removes an object.
pub fn removal(kind: Kind, name: &str) -> String {
    match kind {
        Kind::Container => format!("docker rm -fv {name}"),
        Kind::Volume => format!("docker volume rm {name}"),
        Kind::Network => format!("docker network rm {name}"),
        Kind::Image => format!("docker rmi {name}"),
    }
}

/// Objects in words: `container my-nginx, volume mydata`.
pub fn named<'o>(context: &Context, objects: impl IntoIterator<Item = (Kind, &'o str)>) -> String {
    let named = |(kind, name): (Kind, &str)| {
        let name = if is_made_up(name) { short(name) } else { name };
        context.words.say(&format!("kind-{}", kind.word()), &[("name", safe_line(name).into())])
    };
    objects.into_iter().map(named).collect::<Vec<_>>().join(", ")
}

/// Cleans up after the runs on this engine that are over and were not to be kept; `tell` is told a line
/// for each. What others clean up at this moment is waited for, since its names may be needed. After two
/// seconds a process in the background goes on with the rest.
pub async fn sweep(context: &Context, found: &Answering, tell: impl Fn(&str)) {
    let Some(state) = State::of_user() else { return };
    // What is wrong with the folder is said by whoever needs it next.
    let Ok(paths) = ledgers(&state.ledgers()) else { return };
    let (url, end) = (found.address.to_string(), Instant::now() + PATIENCE);
    let mut rest: Vec<LedgerHeader> = Vec::new();
    for path in paths {
        let Some(ledger) = inherit(&path, &url, end).await else { continue };
        let (header, workspace) = (ledger.header().clone(), state.workspace(&ledger.header().run));
        let guard = Guard::new(Arc::clone(&found.engine), ledger);
        // Dropping the guard releases the ledger's lock, which the background process then takes.
        let Ok(swept) = timeout_at(end, async { clean_up(&guard, &workspace).await }).await else {
            rest.push(header);
            continue;
        };
        if !swept.cleaned.removed.is_empty() {
            let removed = swept.cleaned.removed.iter().map(|(kind, name)| (*kind, name.as_str()));
            let what = named(context, removed);
            let words = [("lab", safe_line(&header.lab).into()), ("what", what.into())];
            tell(&context.words.say("run-swept", &words));
        }
        swept.left().iter().for_each(|left| context.warn(left));
    }
    if !rest.is_empty() {
        hand_over(context, &state, &rest, tell);
    }
}

/// Has a process in the background clean up after these runs, and says so.
fn hand_over(context: &Context, state: &State, rest: &[LedgerHeader], tell: impl Fn(&str)) {
    let labs: BTreeSet<String> = rest.iter().map(|header| safe_line(&header.lab).into_owned()).collect();
    let labs = labs.into_iter().collect::<Vec<_>>().join(", ");
    let runs: Vec<&str> = rest.iter().map(|header| header.run.as_str()).collect();
    match reaper::start(state, &runs) {
        Ok(()) => tell(&context.words.say("run-swept-later", &[("labs", labs.into())])),
        Err(error) => {
            context.warn(&Message::new("run-not-swept").arg("labs", labs).arg("cause", error.to_string()));
        }
    }
}

/// The ledger of a run on this engine that is over; none: it goes on, is to be kept, was cleaned up
/// after, or is still being at the end of the time for that.
async fn inherit(path: &Path, url: &str, end: Instant) -> Option<Ledger> {
    loop {
        let remains = Remains::look(path).ok()??;
        if remains.kept || remains.header.engine != url {
            return None;
        }
        // Somebody may be quicker between the two looks.
        if remains.over
            && let Some(ledger) = Ledger::take_over(path).ok()?
        {
            return Some(ledger);
        }
        if !(remains.over || remains.cleaning) || Instant::now() >= end {
            return None;
        }
        sleep(POLL).await;
    }
}
