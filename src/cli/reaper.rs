//! The reaper: a second process of the program that outlives a run, however that ends, and removes what
//! it left.
//!
//! It waits for the lock of the run's ledger, which the system lets go of when the run's process is no
//! more. So no process is looked for and no time is measured: the run may be killed, or take hours. It
//! is there before the run makes anything, and ends silently where nothing is left.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use tokio::time::sleep;

use super::child::start_child;
use super::connect::{runtime, timeouts};
use super::interrupt::Interrupt;
use super::leftovers::clean_up;
use super::own;
use super::state::State;
use crate::engine::{Address, Engine, EngineError, Guard, Heir, Ledger, Own, Remains, engine_at};

/// The word that starts it: no command for people, and in no help.
pub const WORD: &str = "__reap";

/// How long the first pause is while the engine is away or fails; each next one is twice as long.
const FIRST: Duration = Duration::from_millis(50);
/// The longest pause.
const LONGEST: Duration = Duration::from_secs(2);
/// How long it is waited for in all.
const PATIENCE: Duration = Duration::from_mins(10);

/// Starts the reaper of a run whose ledger is there. It waits when this returns.
///
/// # Errors
/// It could not be started.
pub fn start(state: &State, run: &str) -> io::Result<()> {
    let folder = std::path::absolute(state.folder())?;
    start_child(&[WORD.into(), folder.into(), run.into()]).map(drop)
}

/// The reaper's own `main`, with what stands behind its word.
pub fn main(arguments: &[OsString]) -> ExitCode {
    let [folder, run] = arguments else { return ExitCode::from(2) };
    let (state, run) = (State::at(PathBuf::from(folder)), run.to_string_lossy());
    match reap(&state, &run) {
        Ok(()) => ExitCode::SUCCESS,
        // Nobody hears it; the ledger is still there for the next one who looks.
        Err(_) => ExitCode::FAILURE,
    }
}

fn reap(state: &State, run: &str) -> io::Result<()> {
    runtime()?.block_on(async {
        // From now on the signals that end a program do not end this one.
        let _signals = Interrupt::listen()?;
        // An engine of our own must not stop before it was cleaned up after the run.
        let _held = own_engine(state, run).map(|own| share(&own)).transpose()?;
        let heir = Heir::of(&state.ledger(run)).map_err(io::Error::other)?;
        say_that_it_waits()?;
        match heir.inherit().map_err(io::Error::other)? {
            Some(ledger) if !ledger.is_kept() => clean(state, ledger).await,
            _ => Ok(()),
        }
    })
}

/// The engine of our own, where the run is on it.
fn own_engine(state: &State, run: &str) -> Option<Own> {
    let url = Remains::look(&state.ledger(run)).ok()??.header.engine;
    Some(state.own()).filter(|own| own.address().to_string() == url)
}

fn share(own: &Own) -> io::Result<File> {
    let lock = own.users()?;
    lock.lock_shared()?;
    Ok(lock)
}

fn say_that_it_waits() -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(b"\n")?;
    out.flush()
}

/// Removes what the run left; while the engine is away, or fails at it, again and again.
async fn clean(state: &State, ledger: Ledger) -> io::Result<()> {
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
    let mut held = own.as_ref().map(own::ensure);
    let Some(engine) = find(&address, &mut pauses).await else { return Ok(()) };
    let guard = Guard::new(engine, ledger);
    while clean_up(&guard, &workspace).await.cleaned.may_go_later() {
        let Some(pause) = pauses.next() else { break };
        sleep(pause).await;
        held = own.as_ref().map(own::ensure).or(held);
    }
    drop(held);
    Ok(())
}

/// The engine, as soon as there can be one at its address.
async fn find(
    address: &Address,
    pauses: &mut impl Iterator<Item = Duration>,
) -> Option<std::sync::Arc<dyn Engine>> {
    loop {
        match engine_at(address, timeouts().unwrap_or_default()) {
            Ok(engine) => return Some(engine),
            Err(EngineError { .. }) => sleep(pauses.next()?).await,
        }
    }
}
