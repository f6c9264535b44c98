//! The reaper: a second process of the program that outlives a run, however that ends, and removes what
//! it left.
//!
//! It waits for the lock of the run's ledger, which the system lets go of when the run's process is no
//! more. So no process is looked for and no time is measured: the run may be killed, or take hours. It
//! is there before the run makes anything, and ends silently where nothing is left.

use std::ffi::OsString;
use std::io::{self, Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::thread;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use tokio::time::sleep;

use super::connect::{runtime, timeouts};
use super::interrupt::Interrupt;
use super::leftovers::clean_up;
use super::state::State;
use crate::engine::{Address, Engine, EngineError, Guard, Heir, Ledger, engine_at};

/// The word that starts it: no command for people, and in no help.
pub const WORD: &str = "__reap";

/// How long the first pause is while the engine is away; each next one is twice as long.
const FIRST: Duration = Duration::from_millis(50);
/// The longest pause.
const LONGEST: Duration = Duration::from_secs(2);
/// How long the engine is waited for in all.
const PATIENCE: Duration = Duration::from_mins(10);

/// Starts the reaper of a run whose ledger is there. It waits when this returns.
///
/// # Errors
/// It could not be started.
pub fn start(state: &State, run: &str) -> io::Result<()> {
    let mut command = Command::new(program()?);
    command.arg(WORD).arg(std::path::absolute(state.folder())?).arg(run);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        // What is sent to all that runs on the terminal is not for it, and it keeps no disk in use.
        command.arg0("statelab").process_group(0).current_dir("/");
    }
    let mut child = command.spawn()?;
    let heard = child.stdout.take().map_or(Ok(0), |mut words| words.read(&mut [0; 1]));
    // Nobody waits for it; but where this process goes on, the system wants to be asked how it ended.
    thread::spawn(move || child.wait());
    match heard? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        _ => Ok(()),
    }
}

/// This program, also where its file was replaced meanwhile.
fn program() -> io::Result<PathBuf> {
    if cfg!(target_os = "linux") { Ok(PathBuf::from("/proc/self/exe")) } else { std::env::current_exe() }
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
        let heir = Heir::of(&state.ledger(run)).map_err(io::Error::other)?;
        say_that_it_waits()?;
        match heir.inherit().map_err(io::Error::other)? {
            Some(ledger) if !ledger.is_kept() => clean(state, ledger).await,
            _ => Ok(()),
        }
    })
}

fn say_that_it_waits() -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(b"\n")?;
    out.flush()
}

/// Removes what the run left; while the engine is away, again and again.
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
    let Some(engine) = find(&address, &mut pauses).await else { return Ok(()) };
    let guard = Guard::new(engine, ledger);
    while clean_up(&guard, &workspace).await.cleaned.lacked_the_engine() {
        let Some(pause) = pauses.next() else { break };
        sleep(pause).await;
    }
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
