//! The reaper: a second process of the program that outlives a run, however that ends, and removes what
//! it left.
//!
//! It waits for the lock of the run's ledger, which the system lets go of when the run's process is no
//! more. So no process is looked for and no time is measured: the run may be killed, or take hours. It
//! is there before the run makes anything, and ends silently where nothing is left.

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

/// The word that starts it: no command for people, and in no help.
pub const WORD: &str = "__reap";

/// How long the first pause is while the engine is away or fails; each next one is twice as long.
const FIRST: Duration = Duration::from_millis(50);
/// The longest pause.
const LONGEST: Duration = Duration::from_secs(2);
/// How long it is waited for in all.
const PATIENCE: Duration = Duration::from_mins(10);

/// Starts a reaper of runs whose ledgers are there, one after the other. It waits for the first when this returns.
///
/// # Errors
/// It could not be started.
pub fn start(state: &StateDir, runs: &[&str]) -> io::Result<()> {
    let folder = std::path::absolute(state.folder())?;
    let words = [WORD.into(), folder.into()];
    start_child(&words.into_iter().chain(runs.iter().map(OsString::from)).collect::<Vec<_>>()).map(drop)
}

/// The reaper's own `main`, with the arguments after its word; its calls to the engine have these time-outs.
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

/// Waits for the end of a run, and cleans up after it. With `tells` it says when it waits.
fn reap(state: &StateDir, run: &str, timeouts: Timeouts, tells: bool) -> io::Result<()> {
    runtime()?.block_on(async {
        outlive_the_terminal()?;
        // An engine of our own must not stop before it was cleaned up after the run.
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

/// The engine of our own, where the run is on it.
fn own_engine(state: &StateDir, run: &str) -> Option<Own> {
    let url = Remains::look(&state.ledger(run)).ok()??.header.engine;
    Some(state.own()).filter(|own| own.address().to_string() == url)
}

fn share(own: &Own) -> io::Result<File> {
    let lock = own.users()?;
    lock.lock_shared()?;
    Ok(lock)
}

/// Removes what the run left; while the engine is away, or fails at it, again and again.
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
    // Its owner may have been killed; then it is started once more, for this.
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

/// The engine, as soon as there can be one at its address.
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
