//! The reaper: a second process of the program that outlives a run, however it ends, and cleans up.
//!
//! It waits for the lock of the run's ledger, which the system releases when the run's process is gone. So it needs
//! no process id and no timer: the run may be killed, or take hours. It is there before the run creates anything, and
//! ends silently if nothing is left.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use tokio::time::{Instant, sleep};

use super::cleanup::clean_up;
use super::interrupt::outlive_the_terminal;
use super::private_engine;
use super::runtime::runtime;
use super::spawn::{say_to_parent, start_child};
use super::state::StateDir;
use crate::engine::{Address, Engine, EngineError, Guard, Heir, Ledger, Own, Remains, Timeouts, engine_at};

/// The hidden argument that starts it; not a command for people.
pub const WORD: &str = "__reap";

/// The first pause while the engine is away or fails, doubled each time.
const FIRST: Duration = Duration::from_millis(50);
/// The longest pause.
const LONGEST: Duration = Duration::from_secs(2);
/// The total time of waiting for the engine.
const PATIENCE: Duration = Duration::from_mins(10);

/// Starts a reaper of runs with ledgers, one after the other.
///
/// When this returns, it waits for the first run.
///
/// # Errors
/// It could not be started.
pub fn start(state: &StateDir, runs: &[&str]) -> io::Result<()> {
    let folder = std::path::absolute(state.folder())?;
    let words = [WORD.into(), folder.into()];
    start_child(&words.into_iter().chain(runs.iter().map(OsString::from)).collect::<Vec<_>>()).map(drop)
}

/// The reaper's `main`, with the arguments after the hidden one.
///
/// Its calls to the engine have these time-outs.
pub fn main(arguments: &[OsString], timeouts: Timeouts) -> ExitCode {
    let [folder, runs @ ..] = arguments else { return ExitCode::from(2) };
    let state = StateDir::at(PathBuf::from(folder));
    let reaped =
        runs.iter().enumerate().map(|(at, run)| reap(&state, &run.to_string_lossy(), timeouts, at == 0));
    // A fault is not reported: the ledger stays for the next run. The other runs are cleaned up all the same.
    match reaped.filter(Result::is_err).count() {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// Waits for the end of a run, and cleans up after it.
///
/// With `tells` it reports to its parent when it begins to wait.
fn reap(state: &StateDir, run: &str, timeouts: Timeouts, tells: bool) -> io::Result<()> {
    runtime()?.block_on(async {
        outlive_the_terminal()?;
        // The private engine must not stop before the cleanup after the run.
        let _held = own_engine(state, run).map(|own| share(&own)).transpose()?;
        let heir = Heir::of(&state.ledger(run)).map_err(io::Error::other)?;
        if tells {
            say_to_parent("")?;
        }
        match heir.inherit().map_err(io::Error::other)? {
            Some(ledger) if !ledger.is_kept() => clean(state, ledger, timeouts).await,
            _ => Ok(()),
        }
    })
}

/// Returns the private engine, if the run is on it.
fn own_engine(state: &StateDir, run: &str) -> Option<Own> {
    let url = Remains::look(&state.ledger(run)).ok()??.header.engine;
    Some(state.own()).filter(|own| own.address().to_string() == url)
}

fn share(own: &Own) -> io::Result<File> {
    let lock = own.users()?;
    lock.lock_shared()?;
    Ok(lock)
}

/// Cleans up after the run, and retries while the engine is away or fails.
async fn clean(state: &StateDir, ledger: Ledger, timeouts: Timeouts) -> io::Result<()> {
    let workspace = state.workspace(&ledger.header().run);
    let address = ledger.header().engine.parse().map_err(io::Error::other)?;
    let mut pauses = ExponentialBuilder::new()
        .with_factor(2.0)
        .with_min_delay(FIRST)
        .with_max_delay(LONGEST)
        .without_max_times()
        .with_total_delay(Some(PATIENCE))
        .build();
    // If its owner was killed, the private engine is started again for this cleanup.
    let own = own_engine(state, &ledger.header().run);
    let mut held = own.as_ref().map(private_engine::ensure);
    let Some(engine) = find(&address, timeouts, &mut pauses).await else { return Ok(()) };
    let (guard, began) = (Guard::new(engine, ledger), Instant::now());
    while began.elapsed() < PATIENCE && clean_up(&guard, &workspace).await.cleaned.may_go_later() {
        let Some(pause) = pauses.next() else { break };
        sleep(pause).await;
        held = own.as_ref().map(private_engine::ensure).or(held);
    }
    drop(held);
    Ok(())
}

/// Waits for an engine at the address; `None` when the pauses are used up.
async fn find(
    address: &Address,
    timeouts: Timeouts,
    pauses: &mut impl Iterator<Item = Duration>,
) -> Option<std::sync::Arc<dyn Engine>> {
    loop {
        match engine_at(address, timeouts) {
            Ok(engine) => return Some(engine),
            Err(EngineError { .. }) => sleep(pauses.next()?).await,
        }
    }
}
