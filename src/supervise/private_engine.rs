//! The engine of our own as processes: who starts it, who owns it, who keeps it up.
//!
//! Its owner is a second process of the program: it starts the engine, waits until nobody uses it any
//! more, and stops it. Whoever uses it holds a lock meanwhile; `engine start` leaves a keeper behind that
//! does nothing else.

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

/// The word that starts an owner or a keeper: no command for people, and in no help.
pub const WORD: &str = "__engine";
/// What the process that it starts is to be.
const OWNER: &str = "own";
const KEEPER: &str = "keep";

/// How long an engine may take until it answers, and until it has stopped.
const PATIENCE: Duration = Duration::from_mins(1);
/// How often it is looked at meanwhile.
const POLL: Duration = Duration::from_millis(20);
/// How much of the engine's own words is told where it did not start.
const LAST_WORDS: usize = 300;

/// Why the engine of our own does not run.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// There can be none here.
    #[error(transparent)]
    Unable(#[from] Unable),
    /// The system's.
    #[error(transparent)]
    System(#[from] io::Error),
    /// It ended, or did not answer: its last words.
    #[error("{0}")]
    Ended(String),
}

/// Sees to it that the engine runs: starts it where it does not. It runs as long as what is given back is
/// held, by whomever.
///
/// # Errors
/// It cannot be started.
pub fn ensure(own: &Own) -> Result<File, Fault> {
    // While an engine stops, this waits for its end.
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

/// The same beside other work.
///
/// # Errors
/// As [`ensure`].
pub async fn ensured(own: &Own) -> Result<File, Fault> {
    let own = own.clone();
    let done = tokio::task::spawn_blocking(move || ensure(&own)).await;
    done.map_err(|error| Fault::System(io::Error::other(error)))?
}

/// Keeps it up until it is let go of, also when nobody uses it.
///
/// # Errors
/// The process that does it could not be started.
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

/// What became of an engine that was to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    /// None ran.
    None,
    /// It has stopped.
    Yes,
    /// Others use it; it stops with the last of them.
    InUse,
}

/// Lets go of it, and waits until it has stopped, unless others use it.
///
/// # Errors
/// The system's, or it does not stop.
pub fn stop(own: &Own) -> io::Result<Stopped> {
    if !own.is_there() {
        return Ok(Stopped::None);
    }
    let_go(own);
    let (users, began) = (own.users()?, Instant::now());
    let mut shared = None;
    while own.is_there() {
        // Whoever gets it shared while nobody can have it alone is beside others who use it.
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

/// Tells the keeper to end, and waits until it has.
#[cfg(unix)]
fn let_go(own: &Own) {
    if let Ok(mut keeper) = std::os::unix::net::UnixStream::connect(own.keeper()) {
        let _ = keeper.write_all(b"\n");
        let _ = keeper.read(&mut [0; 1]);
    }
}

#[cfg(not(unix))]
fn let_go(_: &Own) {}

/// The `main` of an owner or a keeper, with what stands behind their word.
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
            // Whoever started it may still listen.
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
                // Of a keeper that was killed; one that lives would have kept the lock.
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

/// The lock that nobody shares any more.
async fn unused(users: File) -> io::Result<File> {
    let (tell, told) = tokio::sync::oneshot::channel();
    // Nobody waits for this thread where the engine ends by itself.
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

/// Asks an engine to end, and ends it where it does not.
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

/// What the engine wrote at last.
fn last_words(own: &Own) -> String {
    let words = fs::read(own.log()).unwrap_or_default();
    let words = String::from_utf8_lossy(&words);
    let last = words.trim().lines().next_back().unwrap_or_default();
    last.chars().take(LAST_WORDS).collect()
}

/// Holds the engine until somebody says that it is enough.
#[cfg(unix)]
fn keeper(own: &Own) -> io::Result<()> {
    use std::os::unix::net::{UnixListener, UnixStream};

    let path = own.keeper();
    let lock = own.users()?;
    lock.lock_shared()?;
    if UnixStream::connect(&path).is_ok() {
        // It is kept up already.
        return say_to_parent("");
    }
    remove(&path)?;
    let listener = UnixListener::bind(&path)?;
    let signals = signal_thread(&path)?;
    say_to_parent("")?;
    let asked = asked_to_end(&listener);
    remove(&path)?;
    drop((lock, signals));
    // Whoever asked hears by the end of the connection that the lock is free.
    asked.map(drop)
}

/// Waits for whoever says something: who says nothing only looks whether a keeper is there.
#[cfg(unix)]
fn asked_to_end(listener: &std::os::unix::net::UnixListener) -> io::Result<std::os::unix::net::UnixStream> {
    loop {
        let (mut client, _) = listener.accept()?;
        if client.read(&mut [0; 1]).is_ok_and(|read| read > 0) {
            return Ok(client);
        }
    }
}

/// A keeper that is told to end by a signal does the same as one that is asked to.
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

/// The program that it is or would be, for people.
#[must_use]
pub fn program_name(own: &Own) -> Option<&'static str> {
    own.program().ok().as_ref().map(Program::name)
}
