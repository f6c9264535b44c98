//! A test's engine: this machine's Docker, the tests' Podman, or a model.
//!
//! A test chooses its engine. [`Engine::any`] is for what the program does and shows on any engine.
//! [`Engine::take`] and [`Engine::podman`] are for what only a real engine can show: such tests are in a
//! module `real`, or in `docker` and `podman` of [`crate::each`], and `make quick` skips these modules.
//! `docs/tests.md` lists which parts of the first kind are checked on real engines, and by which tests.

use std::cell::RefCell;
use std::fs::File;
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;
use std::sync::{Condvar, LazyLock, Mutex, Once, PoisonError};

use serde_json::Value;
use statelab::engine::Kind;
use statelab_model::Socket;

use crate::harness::{succeed, until};
use crate::{leftovers, on_model};

/// The socket of the tests' own Podman, which `scripts/podman` starts.
pub const PODMAN: &str = "unix:///run/statelab-podman/podman.sock";

/// The variable that chooses the tests' engine.
///
/// `docker`: tests that can use the model use this machine's engine (`make soak`).
/// `model`: no test may need a real engine (`make quick`).
const TESTS_ON: &str = "STATELAB_TESTS_ON";

fn tests_on(wanted: &str) -> bool {
    std::env::var_os(TESTS_ON).is_some_and(|on| on == wanted)
}

/// The kind of engine.
#[derive(Clone)]
enum On {
    /// This machine's engine.
    Docker,
    /// The tests' Podman.
    Podman,
    /// The test's own model.
    Model(Rc<Socket>),
}

thread_local! {
    static ON: RefCell<On> = const { RefCell::new(On::Docker) };
}

fn on() -> On {
    ON.with_borrow(On::clone)
}

/// Returns this test's engine address; `None` if the program finds it itself.
pub fn engine_address() -> Option<String> {
    match on() {
        On::Docker => None,
        On::Podman => Some(PODMAN.to_owned()),
        On::Model(socket) => Some(socket.address()),
    }
}

/// Returns whether this test runs on the tests' Podman.
pub fn on_podman() -> bool {
    matches!(on(), On::Podman)
}

/// The engine of a test, until the test is over.
pub struct Engine {
    _turn: Option<File>,
    _seat: Option<Seat>,
}

impl Engine {
    /// Returns an engine for a test of the program alone.
    ///
    /// The test asserts nothing that only a real engine can show. The engine is the test's own model, so
    /// that tests do not wait for each other. With `STATELAB_TESTS_ON=docker` it is this machine's engine.
    pub fn any() -> Self {
        if tests_on("docker") {
            return Self::take();
        }
        let seat = Seat::take();
        ON.set(On::Model(Rc::new(Socket::start())));
        Self { _turn: None, _seat: Some(seat) }
    }

    /// Returns this machine's engine, for one test at a time.
    ///
    /// Labs use their names unchanged. A file lock makes this hold across processes and clones too.
    pub fn take() -> Self {
        static FIRST: Once = Once::new();
        Self::refuse_where_there_is_none();
        let turn = File::create(std::env::temp_dir().join("statelab-tests.engine-turn")).unwrap();
        turn.lock().unwrap();
        docker(&["version", "--format", "{{.Server.Version}}"]);
        FIRST.call_once(leftovers::remove);
        Self { _turn: Some(turn), _seat: None }
    }

    /// Returns the tests' Podman, for one test at a time. It has its own lock.
    pub fn podman() -> Self {
        static FIRST: Once = Once::new();
        Self::refuse_where_there_is_none();
        let turn = File::create(std::env::temp_dir().join("statelab-tests.podman-turn")).unwrap();
        turn.lock().unwrap();
        ON.set(On::Podman);
        let engine = Self { _turn: Some(turn), _seat: None };
        let answers = docker_program().args(["version", "--format", "{{.Server.Version}}"]).output().unwrap();
        assert!(answers.status.success(), "no Podman at {PODMAN}; scripts/podman start   starts it");
        FIRST.call_once(leftovers::remove);
        engine
    }

    fn refuse_where_there_is_none() {
        assert!(
            !tests_on("model"),
            "a test that needs a real engine stands in a module `real`, `docker` or `podman`"
        );
    }
}

impl Drop for Engine {
    /// The next test on this thread has its own engine.
    fn drop(&mut self) {
        ON.set(On::Docker);
    }
}

/// A place for a test on the model. There are twice as many places as processors.
///
/// More tests may wait for a real engine at the same time, since they are idle.
struct Seat;

static SEATS: (Mutex<usize>, Condvar) = (Mutex::new(0), Condvar::new());

impl Seat {
    fn take() -> Self {
        let most = std::thread::available_parallelism().map_or(2, usize::from) * 2;
        let taken = SEATS.0.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = SEATS.1.wait_while(taken, |taken| *taken >= most);
        *taken.unwrap_or_else(PoisonError::into_inner) += 1;
        Self
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        *SEATS.0.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        SEATS.1.notify_one();
    }
}

/// Returns whether an object with this name exists.
pub fn is_there(kind: Kind, name: &str) -> bool {
    match on() {
        On::Model(socket) => on_model::inspect(&socket, kind, name).is_some(),
        On::Docker | On::Podman => {
            docker_program().args([kind.word(), "inspect", name]).output().unwrap().status.success()
        }
    }
}

/// Removes an object, as a user would in another terminal.
pub fn remove(kind: Kind, name: &str) {
    assert!(removed(kind, name), "{name} cannot be removed");
}

/// Removes an object. Returns whether it existed and is gone.
fn removed(kind: Kind, name: &str) -> bool {
    if let On::Model(socket) = on() {
        return on_model::removed(&socket, kind, name);
    }
    let force: &[&str] = if kind == Kind::Container { &["-f", "-v"] } else { &[] };
    let removed = docker_program().args([kind.word(), "rm"]).args(force).arg(name).output();
    removed.is_ok_and(|removed| removed.status.success())
}

/// An object that does not belong to the run. It is removed when the test is over.
pub struct Stranger {
    kind: Kind,
    pub name: &'static str,
}

impl Stranger {
    /// Creates a running container with this name.
    pub fn container(name: &'static str) -> Self {
        Self::made(
            Kind::Container,
            name,
            &["run", "-d", "--label", leftovers::STRANGER, "--name", name, "nginx"],
        )
    }

    /// Creates a volume with this name.
    pub fn volume(name: &'static str) -> Self {
        Self::made(Kind::Volume, name, &["volume", "create", "--label", leftovers::STRANGER, name])
    }

    /// Creates a network with this name.
    pub fn network(name: &'static str) -> Self {
        Self::made(Kind::Network, name, &["network", "create", "--label", leftovers::STRANGER, name])
    }

    /// Creates a tag of the nginx image.
    pub fn image(name: &'static str) -> Self {
        Self::made(Kind::Image, name, &["tag", "nginx", name])
    }

    fn made(kind: Kind, name: &'static str, command: &[&str]) -> Self {
        match on() {
            On::Model(socket) => on_model::make(&socket, kind, name),
            On::Docker | On::Podman => drop(docker(command)),
        }
        Self { kind, name }
    }

    /// Returns everything that the engine reports about it.
    pub fn inspect(&self) -> String {
        match on() {
            On::Model(socket) => on_model::inspect(&socket, self.kind, self.name).unwrap(),
            On::Docker | On::Podman => docker(&[self.kind.word(), "inspect", self.name]),
        }
    }
}

impl Drop for Stranger {
    fn drop(&mut self) {
        // A test that already fails must not panic twice, which would hide the reason.
        let removed = removed(self.kind, self.name);
        assert!(std::thread::panicking() || removed);
    }
}

/// Returns every container, volume, network and image with this lab's label.
pub fn labelled(lab: &str) -> Vec<String> {
    if let On::Model(socket) = on() {
        return on_model::labelled(&socket, lab);
    }
    let socket = match on() {
        On::Podman => PathBuf::from(PODMAN.trim_start_matches("unix://")),
        On::Docker | On::Model(_) => docker_socket(),
    };
    let kinds = [
        ("/containers/json?all=true&", "Id"),
        ("/volumes?", "Name"),
        ("/networks?", "Id"),
        ("/images/json?all=true&", "Id"),
    ];
    let mut found = Vec::new();
    for (path, id) in kinds {
        let path = format!("{path}filters=%7B%22label%22:%5B%22statelab.lab={lab}%22%5D%7D");
        let mut answer = None;
        // Podman does not answer while objects are created or removed.
        until("is answered", || {
            answer = ask(&socket, &path);
            answer.is_some()
        });
        let answer = answer.unwrap();
        let list = answer.get("Volumes").unwrap_or(&answer);
        found.extend(list.as_array().into_iter().flatten().map(|one| one[id].as_str().unwrap().to_owned()));
    }
    found
}

/// Runs the docker program, which must succeed. Returns what it printed.
pub fn docker(arguments: &[&str]) -> String {
    let mut command = docker_program();
    command.args(arguments);
    succeed(command)
}

/// Returns the docker program on the engine of this test, which is a real one.
pub fn docker_program() -> Command {
    assert!(!matches!(on(), On::Model(_)), "tests on the model need no docker program");
    let mut command = Command::new("docker");
    command.envs(engine_address().map(|address| ("DOCKER_HOST", address)));
    command
}

/// Returns the socket of the engine that the docker program uses.
pub fn docker_socket() -> PathBuf {
    static HOST: LazyLock<String> = LazyLock::new(|| {
        std::env::var("DOCKER_HOST").unwrap_or_else(|_| {
            let mut command = Command::new("docker");
            command.args(["context", "inspect", "--format", "{{.Endpoints.docker.Host}}"]);
            succeed(command)
        })
    });
    PathBuf::from(HOST.strip_prefix("unix://").unwrap())
}

/// Returns an engine's answer to a request; `None` if it has none at the moment.
///
/// Does not use the docker program, which takes longer than the answer.
pub fn ask(socket: &Path, path: &str) -> Option<Value> {
    let mut stream = UnixStream::connect(socket).unwrap_or_else(|error| {
        panic!("{} does not answer (scripts/podman start): {error}", socket.display())
    });
    write!(stream, "GET {path} HTTP/1.0\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n")?;
    head.split(' ').nth(1).filter(|status| *status == "200")?;
    Some(serde_json::from_str(body).unwrap())
}
