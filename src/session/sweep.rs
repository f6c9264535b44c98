//! Cleaning up after runs that are over, before the next run begins.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

use crate::engine::{Answering, Guard, Kind, Ledger, LedgerHeader, Remains, ledgers};
use crate::event::Message;
use crate::supervise::{StateDir, clean_up, reaper};

/// The maximum delay of a new run by runs that are over.
const PATIENCE: Duration = Duration::from_secs(2);
/// The time between two checks whether another process has cleaned up.
const POLL: Duration = Duration::from_millis(50);

/// What a sweep did with a run that is over.
#[derive(Debug)]
pub enum Swept {
    /// The run's objects were removed.
    Removed {
        /// The lab's id.
        lab: String,
        /// The removed objects, by kind and name in the engine.
        objects: Vec<(Kind, String)>,
    },
    /// Something is left. The message says what, why, and what removes it.
    Left(Message),
    /// A background process continues with the runs of these labs.
    Later(BTreeSet<String>),
    /// The background process for these labs could not be started.
    NotLater(BTreeSet<String>, io::Error),
}

/// Cleans up after this engine's runs that are over and not to be kept.
///
/// `tell` gets each result as it comes. If another process is cleaning up a run, this waits for it, since the names
/// may be needed. After two seconds a background process continues with the rest.
pub async fn sweep(found: &Answering, state: &StateDir, mut tell: impl FnMut(Swept)) {
    // Opening a session reports what is wrong with the folder.
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
        let left = swept.left();
        if !swept.cleaned.removed.is_empty() {
            tell(Swept::Removed { lab: header.lab, objects: swept.cleaned.removed });
        }
        for left in left {
            tell(Swept::Left(left));
        }
    }
    if !rest.is_empty() {
        tell(hand_over(state, rest));
    }
}

/// Starts a background process that cleans up after these runs.
fn hand_over(state: &StateDir, rest: Vec<LedgerHeader>) -> Swept {
    let (labs, runs): (BTreeSet<String>, Vec<String>) =
        rest.into_iter().map(|header| (header.lab, header.run)).unzip();
    let runs: Vec<&str> = runs.iter().map(String::as_str).collect();
    match reaper::start(state, &runs) {
        Ok(()) => Swept::Later(labs),
        Err(error) => Swept::NotLater(labs, error),
    }
}

/// Takes over the ledger of a run on this engine that is over.
///
/// `None` when the run goes on, is to be kept, was cleaned up, or is still being cleaned up at `end`.
async fn inherit(path: &Path, url: &str, end: Instant) -> Option<Ledger> {
    loop {
        let remains = Remains::look(path).ok()??;
        if remains.kept || remains.header.engine != url {
            return None;
        }
        // Another process may take the lock between the two calls.
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
