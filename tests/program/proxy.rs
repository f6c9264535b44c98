//! A way to the engine that a test can hold up: a socket of its own, behind which every byte goes to the
//! engine and back, until the test says otherwise.

use std::fs;
use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::harness::{docker_socket, engine_address, until};

/// What can go wrong with a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The engine answers 500, and does nothing.
    Error,
    /// The call never comes to the engine, and is not answered.
    Hang,
    /// The connection is closed before the engine has the call.
    Reset,
    /// The engine does it, and the connection is closed before its answer.
    Lost,
    /// The connection is closed in the middle of the answer.
    Truncate,
    /// Nothing more comes from the middle of the answer on.
    Stall,
    /// The answer comes late, and in small pieces.
    Slow,
}

impl Fault {
    pub const ALL: [Self; 7] =
        [Self::Error, Self::Hang, Self::Reset, Self::Lost, Self::Truncate, Self::Stall, Self::Slow];
}

/// How long a slow answer takes.
const SLOW: Duration = Duration::from_millis(400);

/// What the engine says instead; no terminal must obey it.
const ERROR: &str = r#"{"message":"a fault was asked for\u001b]0;owned\u0007\u202e"}"#;

/// What stands at the head of a request of these.
pub const CREATE: &[&str] = &["POST ", "/containers/create?"];
pub const REMOVE: &[&str] = &["DELETE ", "/containers/"];
pub const LIST: &[&str] = &["GET ", "/containers/json?"];

/// The socket, and the engine behind it.
pub struct Proxy {
    folder: TempDir,
    shared: Arc<Mutex<Shared>>,
}

#[derive(Default)]
struct Shared {
    /// Whether the engine is away: whoever comes is sent away.
    away: bool,
    /// How many were.
    sent_away: usize,
    /// The request that is not let through, and what became of it.
    hold: &'static [&'static str],
    /// All of it, once whoever sent it is gone.
    held: Option<Vec<u8>>,
    /// Whether it came.
    came: bool,
    /// How many listings of containers were answered.
    listed: usize,
    /// Which call goes wrong, and how.
    wanted: Option<Wanted>,
    /// The call that did.
    met: Option<String>,
    /// When it did.
    struck: Option<Instant>,
    /// What is told as soon as a call hangs.
    hanging: Option<Box<dyn FnOnce() + Send>>,
    /// The status that the spoiled answer had.
    spoiled: Option<String>,
    /// The first line of each call.
    calls: Vec<String>,
}

/// A call that goes wrong.
struct Wanted {
    /// Whether a call is of its kind.
    is_kind: Box<dyn Fn(&str) -> bool + Send>,
    /// How many of its kind come before it.
    before: usize,
    fault: Fault,
}

impl Wanted {
    /// Whether this is the call; where it is one of its kind, it is counted.
    fn comes(&mut self, call: &str) -> bool {
        if !(self.is_kind)(call) {
            return false;
        }
        let is_it = self.before == 0;
        self.before = self.before.saturating_sub(1);
        is_it
    }
}

impl Shared {
    /// Counts a call: what goes wrong with it.
    fn next_call(&mut self, call: String) -> Option<Fault> {
        let wrong = self.wanted.take_if(|wanted| wanted.comes(&call)).map(|wanted| wanted.fault);
        if wrong.is_some() {
            self.met = Some(call.clone());
        }
        self.calls.push(call);
        if wrong.is_some() {
            self.struck = Some(Instant::now());
        }
        if matches!(wrong, Some(Fault::Hang | Fault::Stall))
            && let Some(hanging) = self.hanging.take()
        {
            hanging();
        }
        wrong
    }
}

impl Proxy {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(folder.path().join("engine.sock")).unwrap();
        let shared = Arc::new(Mutex::new(Shared::default()));
        let proxy = Self { folder, shared: Arc::clone(&shared) };
        let engine = engine_address()
            .map_or_else(docker_socket, |url| PathBuf::from(url.trim_start_matches("unix://")));
        thread::spawn(move || {
            for client in listener.incoming() {
                let client = client.unwrap();
                let mut state = shared.lock().unwrap();
                if state.away {
                    state.sent_away += 1;
                    continue;
                }
                drop(state);
                let (shared, engine) = (Arc::clone(&shared), UnixStream::connect(&engine).unwrap());
                thread::spawn(move || pass(&client, &engine, &shared));
            }
        });
        proxy
    }

    /// One that anybody may use, not only who may use the engine.
    pub fn for_everybody() -> Self {
        let proxy = Self::new();
        for path in [proxy.folder.path().to_owned(), proxy.folder.path().join("engine.sock")] {
            fs::set_permissions(path, fs::Permissions::from_mode(0o777)).unwrap();
        }
        proxy
    }

    /// Its address, for `--engine`.
    pub fn address(&self) -> String {
        format!("unix://{}", self.folder.path().join("engine.sock").display())
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap()
    }

    /// Holds up the next request that has all of this at its head.
    pub fn hold(&self, request: &'static [&'static str]) {
        *self.shared() = Shared { hold: request, ..Shared::default() };
    }

    /// Has the n-th call of a kind go wrong, counted from 0; only that one. Where it hangs, this is told.
    pub fn fault(
        &self,
        is_kind: impl Fn(&str) -> bool + Send + 'static,
        before: usize,
        fault: Fault,
        hanging: impl FnOnce() + Send + 'static,
    ) {
        let mut shared = self.shared();
        shared.wanted = Some(Wanted { is_kind: Box::new(is_kind), before, fault });
        shared.hanging = Some(Box::new(hanging));
    }

    /// The call that went wrong.
    pub fn met(&self) -> Option<String> {
        self.shared().met.clone()
    }

    /// When the call came that goes wrong.
    pub fn struck(&self) -> Option<Instant> {
        self.shared().struck
    }

    /// The status that the spoiled answer had, where there was one.
    pub fn spoiled(&self) -> Option<String> {
        self.shared().spoiled.clone()
    }

    /// Method and path of each call so far.
    pub fn calls(&self) -> Vec<String> {
        self.shared().calls.clone()
    }

    /// Waits until a request was held up.
    pub fn until_held(&self) {
        until("sends what is held up", || self.shared().came);
    }

    /// Waits until the sender of what was held up is gone.
    pub fn until_sender_is_gone(&self) {
        until("is gone", || self.shared().held.is_some());
    }

    /// Gives the engine what was held up, and waits for its answer: the status.
    pub fn let_through(&self) -> String {
        let request = self.shared().held.take().unwrap();
        let mut engine = UnixStream::connect(docker_socket()).unwrap();
        engine.write_all(&request).unwrap();
        let mut answer = [0; 12];
        engine.read_exact(&mut answer).unwrap();
        String::from_utf8_lossy(&answer[9..]).into_owned()
    }

    /// How many listings of containers were answered so far.
    pub fn listed(&self) -> usize {
        self.shared().listed
    }

    /// Takes the engine away, and whoever is connected to it stays so.
    pub fn away(&self, away: bool) {
        self.shared().away = away;
    }

    /// How many found it away.
    pub fn sent_away(&self) -> usize {
        self.shared().sent_away
    }
}

/// Passes on what a client and the engine say to each other. A request comes in one piece or begins
/// one: the client waits for an answer before it sends the next.
fn pass(client: &UnixStream, engine: &UnixStream, shared: &Arc<Mutex<Shared>>) {
    let lists = Arc::new(Mutex::new(false));
    let fault = Arc::new(Mutex::new(None));
    let answers = answers(client, engine, shared, &lists, &fault);
    let mut held = None;
    let mut hangs = false;
    copy(client, engine, |piece| {
        let start = String::from_utf8_lossy(piece.get(..200).unwrap_or(piece)).into_owned();
        let is = |request: &[&str]| {
            let line = start.lines().next().unwrap_or_default();
            !request.is_empty() && line.starts_with(request[0]) && line.contains(request[1])
        };
        let mut state = shared.lock().unwrap();
        if let Some(call) = call(&start) {
            let wrong = state.next_call(call);
            *fault.lock().unwrap() = wrong;
            hangs = wrong == Some(Fault::Hang);
            if wrong == Some(Fault::Error) {
                refuse(client);
            }
            if wrong.is_some_and(|fault| fault < Fault::Lost) {
                return false;
            }
        }
        if is(state.hold) {
            state.hold = &[];
            state.came = true;
            held = Some(piece.to_vec());
            return false;
        }
        *lists.lock().unwrap() |= is(LIST);
        true
    });
    if let Some(mut request) = held {
        // Until the sender is gone; a killed process' socket may say so by an error.
        let _ = (&*client).read_to_end(&mut request);
        shared.lock().unwrap().held = Some(request);
    }
    if hangs {
        let _ = (&*client).read_to_end(&mut Vec::new());
    }
    let _ = engine.shutdown(Shutdown::Both);
    answers.join().unwrap();
    let _ = client.shutdown(Shutdown::Both);
}

/// Passes on what the engine says, or spoils it.
fn answers(
    client: &UnixStream,
    engine: &UnixStream,
    shared: &Arc<Mutex<Shared>>,
    lists: &Arc<Mutex<bool>>,
    fault: &Arc<Mutex<Option<Fault>>>,
) -> thread::JoinHandle<()> {
    let (engine, client) = (engine.try_clone().unwrap(), client.try_clone().unwrap());
    let (lists, shared, fault) = (Arc::clone(lists), Arc::clone(shared), Arc::clone(fault));
    thread::spawn(move || {
        copy(&engine, &client, |piece| {
            let fault = *fault.lock().unwrap();
            if let Some(fault) = fault {
                let status = piece.get(9..12).map(|status| String::from_utf8_lossy(status).into_owned());
                shared.lock().unwrap().spoiled = status;
                return spoil(fault, piece, &engine, &client);
            }
            if std::mem::take(&mut *lists.lock().unwrap()) {
                shared.lock().unwrap().listed += 1;
            }
            true
        });
    })
}

/// Answers 500.
fn refuse(mut client: &UnixStream) {
    let first = "HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\n";
    let answer = format!("{first}Content-Length: {}\r\nConnection: close\r\n\r\n{ERROR}", ERROR.len());
    let _ = client.write_all(answer.as_bytes());
}

/// Copies until one of both ends, or `goes_on` says of a piece that it does not.
fn copy(from: &UnixStream, to: &UnixStream, mut goes_on: impl FnMut(&[u8]) -> bool) {
    let (mut from, mut to, mut buffer) = (from, to, [0; 16384]);
    while let Ok(length @ 1..) = from.read(&mut buffer) {
        if !goes_on(&buffer[..length]) || to.write_all(&buffer[..length]).is_err() {
            return;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}

/// Method and path of a call that begins here.
fn call(start: &str) -> Option<String> {
    let line = start.split("\r\n").next()?;
    let (method, rest) = line.split_once(' ')?;
    let known = ["GET", "POST", "PUT", "DELETE", "HEAD"].contains(&method);
    // A long path is cut: what it is for stands at its beginning.
    let path = rest.split(' ').next()?;
    (known && path.starts_with('/')).then(|| format!("{method} {path}"))
}

/// Gives the first piece of an answer in a faulty manner; whether the rest may follow.
fn spoil(fault: Fault, piece: &[u8], engine: &UnixStream, client: &UnixStream) -> bool {
    let (mut out, mut rest) = (client, Vec::new());
    let body = piece.windows(4).position(|end| end == b"\r\n\r\n").map_or(0, |at| at + 4);
    // Cut is inside a file of an archive, however short, behind its head of 512 bytes; and what stops does
    // so inside that head. An answer without a body is cut in its own head.
    let length = piece.len() - body;
    let part = if fault == Fault::Truncate { (length * 2 / 5).min(524) } else { (length / 2).min(200) };
    let half = if length > 0 { body + part } else { body / 2 };
    match fault {
        Fault::Slow => {
            for part in piece.chunks(piece.len().div_ceil(8)) {
                thread::park_timeout(SLOW / 8);
                if out.write_all(part).is_err() {
                    return false;
                }
            }
            // What follows comes as it is.
            let _ = std::io::copy(&mut { engine }, &mut out);
            // A stream that an answer turned into ends with its connection.
            let _ = out.shutdown(Shutdown::Write);
            return false;
        }
        Fault::Truncate => drop(out.write_all(&piece[..half])),
        Fault::Stall => {
            drop(out.write_all(&piece[..half]));
            let _ = (&*engine).read_to_end(&mut rest);
        }
        _ => {}
    }
    let _ = client.shutdown(Shutdown::Both);
    false
}
