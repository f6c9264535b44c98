//! The processes of the private engine: its starter, its owner and its keeper.
//!
//! The owner is a second process of the program. It starts the engine, waits until no process uses it any more, and
//! stops it. Each user of the engine holds a lock; `engine start` starts a keeper that does nothing but hold the lock.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use tokio::process::Child;
use tokio::time::{sleep, timeout};

use super::interrupt::Interrupt;
use super::runtime::runtime;
use super::spawn::{say_to_parent, start_child};
use crate::engine::{Candidate, Origin, Own, Program, Timeouts, Unable, ask};

/// The hidden argument that starts an owner or a keeper; not a command for people.
pub const WORD: &str = "__engine";
/// The role of the started process.
const OWNER: &str = "own";
const KEEPER: &str = "keep";

/// The time-out of starting the engine, and of stopping it.
const PATIENCE: Duration = Duration::from_mins(1);
/// The time between two checks of the engine.
const POLL: Duration = Duration::from_millis(20);
/// The maximum characters of the engine's output in an error.
const LAST_WORDS: usize = 300;

/// Why the private engine does not run.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// There can be no private engine on this machine.
    #[error(transparent)]
    Unable(#[from] Unable),
    /// The system's errors.
    #[error(transparent)]
    System(#[from] io::Error),
    /// It ended or did not answer. These are its last words.
    #[error("{0}")]
    Ended(String),
}

/// Starts the engine if it does not run.
///
/// It runs as long as any process holds the returned file.
///
/// # Errors
/// It cannot be started.
pub fn ensure(own: &Own) -> Result<File, Fault> {
    // If an engine is stopping, this waits for its end.
    let held = own.users()?;
    held.lock_shared()?;
    let starters = own.starters()?;
    starters.lock()?;
    let began = Instant::now();
    loop {
        let running = own.running()?;
        match running.try_lock() {
            Ok(()) => {
                running.unlock()?;
                own.program()?;
                start(own, OWNER)?;
                return Ok(held);
            }
            Err(TryLockError::WouldBlock) if accepts(own) => return Ok(held),
            Err(TryLockError::WouldBlock) if began.elapsed() < PATIENCE => thread::sleep(POLL),
            Err(TryLockError::WouldBlock) => return Err(Fault::Ended(last_words(own))),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
    }
}

/// Like [`ensure`], without blocking the runtime.
///
/// # Errors
/// As [`ensure`].
pub async fn ensured(own: &Own) -> Result<File, Fault> {
    let own = own.clone();
    let done = tokio::task::spawn_blocking(move || ensure(&own)).await;
    done.map_err(|error| Fault::System(io::Error::other(error)))?
}

/// Keeps the engine running without users, until [`stop`].
///
/// # Errors
/// The keeper could not be started.
pub fn keep(own: &Own) -> Result<(), Fault> {
    start(own, KEEPER)
}

fn start(own: &Own, what: &str) -> Result<(), Fault> {
    let arguments = [WORD.into(), what.into(), std::path::absolute(own.folder())?.into()];
    match start_child(&arguments)?.as_str() {
        "" => Ok(()),
        words => Err(Fault::Ended(words.to_owned())),
    }
}

/// The result of stopping the engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    /// It did not run.
    None,
    /// It has stopped.
    Yes,
    /// Others use it. It stops with the last of them.
    InUse,
}

/// Ends the keeper, and waits until the engine has stopped, unless others use it.
///
/// # Errors
/// The system's errors, or the engine does not stop.
pub fn stop(own: &Own) -> io::Result<Stopped> {
    if !own.is_there() {
        return Ok(Stopped::None);
    }
    let_go(own);
    let (users, began) = (own.users()?, Instant::now());
    let mut shared = None;
    while own.is_there() {
        // If only the shared lock can be taken, others use the engine.
        let alone = users.try_lock();
        let in_use = alone.is_err() && users.try_lock_shared().is_ok();
        users.unlock()?;
        let since = *shared.get_or_insert_with(Instant::now);
        match in_use {
            // A process that cleans up may be about to end.
            true if since.elapsed() > Duration::from_secs(2) => return Ok(Stopped::InUse),
            true => {}
            false => shared = None,
        }
        if began.elapsed() > PATIENCE {
            return Err(io::ErrorKind::TimedOut.into());
        }
        thread::sleep(POLL);
    }
    Ok(Stopped::Yes)
}

#[cfg(unix)]
fn accepts(own: &Own) -> bool {
    use crate::engine::Address;
    match own.address() {
        Address::Unix(path) => std::os::unix::net::UnixStream::connect(path).is_ok(),
        _ => false,
    }
}

#[cfg(not(unix))]
fn accepts(_: &Own) -> bool {
    false
}

/// Asks the keeper to end, and waits until it has ended.
#[cfg(unix)]
fn let_go(own: &Own) {
    if let Ok(mut keeper) = std::os::unix::net::UnixStream::connect(own.keeper()) {
        let _ = keeper.write_all(b"\n");
        let _ = keeper.read(&mut [0; 1]);
    }
}

#[cfg(not(unix))]
fn let_go(_: &Own) {}

/// The `main` of an owner or a keeper, with the arguments after the hidden one.
pub fn main(arguments: &[OsString]) -> ExitCode {
    let [what, folder] = arguments else { return ExitCode::from(2) };
    let own = Own::new(PathBuf::from(folder));
    let ended = match what.to_str() {
        Some(OWNER) => runtime().map_err(Fault::from).and_then(|runtime| runtime.block_on(owner(&own))),
        Some(KEEPER) => keeper(&own).map_err(Fault::from),
        _ => return ExitCode::from(2),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            // The process that started this one may still listen.
            let _ = say_to_parent(&fault.to_string().replace('\n', " "));
            ExitCode::FAILURE
        }
    }
}

async fn owner(own: &Own) -> Result<(), Fault> {
    // From now on the signals that end a program stop the engine.
    let mut signals = Interrupt::listen()?;
    let running = own.running()?;
    running.lock()?;
    let program = own.program()?;
    let mut command = own.command(&program, &running)?;
    let log = File::create(own.log())?;
    command.stdout(log.try_clone()?).stderr(log).current_dir("/");
    let mut child = tokio::process::Command::from(command).spawn()?;
    let answers = until_it_answers(own, &mut child).await;
    if answers.is_ok() {
        say_to_parent("")?;
        let unused = unused(own.users()?);
        tokio::select! {
            _ = child.wait() => {}
            lock = unused => {
                end(&mut child).await;
                // The socket is of a keeper that was killed: a live one would have kept the lock.
                let _ = fs::remove_file(own.keeper());
                own.tidy(&program);
                drop(lock);
                return Ok(());
            }
            () = signals.asked() => {}
        }
    }
    end(&mut child).await;
    own.tidy(&program);
    answers
}

/// Waits until no other process holds the lock, and returns it.
async fn unused(users: File) -> io::Result<File> {
    let (tell, told) = tokio::sync::oneshot::channel();
    // If the engine ends by itself, nothing waits for this thread.
    thread::spawn(move || tell.send(users.lock().map(|()| users)));
    told.await.map_err(io::Error::other)?
}

async fn until_it_answers(own: &Own, child: &mut Child) -> Result<(), Fault> {
    let address = own.address();
    let candidate = Candidate { url: address.to_string(), from: Origin::Own, address: Ok(address) };
    let began = Instant::now();
    while ask(&candidate, Timeouts::default()).await.is_err() {
        if began.elapsed() > PATIENCE || child.try_wait()?.is_some() {
            return Err(Fault::Ended(last_words(own)));
        }
        sleep(POLL).await;
    }
    Ok(())
}

/// Asks an engine to end, and kills it if it does not.
async fn end(child: &mut Child) {
    #[cfg(unix)]
    if let Some(id) = child.id().and_then(|id| rustix::process::Pid::from_raw(id.cast_signed())) {
        let _ = rustix::process::kill_process(id, rustix::process::Signal::TERM);
    }
    #[cfg(not(unix))]
    let _ = child.start_kill();
    if timeout(PATIENCE, child.wait()).await.is_err() {
        let _ = child.kill().await;
    }
}

/// Returns the last line of the engine's log.
fn last_words(own: &Own) -> String {
    let words = fs::read(own.log()).unwrap_or_default();
    let words = String::from_utf8_lossy(&words);
    let last = words.trim().lines().next_back().unwrap_or_default();
    last.chars().take(LAST_WORDS).collect()
}

/// Keeps the engine running until it is asked to end.
#[cfg(unix)]
fn keeper(own: &Own) -> io::Result<()> {
    use std::os::unix::net::{UnixListener, UnixStream};

    let path = own.keeper();
    let lock = own.users()?;
    lock.lock_shared()?;
    if UnixStream::connect(&path).is_ok() {
        // Another keeper is running already.
        return say_to_parent("");
    }
    remove(&path)?;
    let listener = UnixListener::bind(&path)?;
    let signals = signal_thread(&path)?;
    say_to_parent("")?;
    let asked = asked_to_end(&listener);
    remove(&path)?;
    drop((lock, signals));
    // The end of the connection tells the client that the lock is free.
    asked.map(drop)
}

/// Waits for a client that sends something.
///
/// A client that sends nothing only checks whether a keeper runs.
#[cfg(unix)]
fn asked_to_end(listener: &std::os::unix::net::UnixListener) -> io::Result<std::os::unix::net::UnixStream> {
    loop {
        let (mut client, _) = listener.accept()?;
        if client.read(&mut [0; 1]).is_ok_and(|read| read > 0) {
            return Ok(client);
        }
    }
}

/// Starts a thread that ends the keeper on a signal, as [`stop`] does.
#[cfg(unix)]
fn signal_thread(path: &Path) -> io::Result<thread::JoinHandle<()>> {
    let (path, runtime) = (path.to_owned(), runtime()?);
    Ok(thread::spawn(move || {
        runtime.block_on(async {
            if let Ok(mut signals) = Interrupt::listen() {
                signals.asked().await;
                let _ = std::os::unix::net::UnixStream::connect(path).and_then(|mut it| it.write_all(b"\n"));
            }
        });
    }))
}

#[cfg(unix)]
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(not(unix))]
fn keeper(_: &Own) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Returns the name of the engine's program, for people.
#[must_use]
pub fn program_name(own: &Own) -> Option<&'static str> {
    own.program().ok().as_ref().map(Program::name)
}
