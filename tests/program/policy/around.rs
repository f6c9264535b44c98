//! What is around the cases: images of a stranger, and what single ones need beside.

use std::cell::{Cell, RefCell};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use std::{fs, io};

use crate::harness::{Lab, docker, docker_program, on_podman, shell};
use crate::leftovers::STRANGER;

/// The names of a stranger's image, which holds a secret.
const NAMES: [&str; 5] =
    ["sx-decoy-i", "localhost/sx-decoy-l", "sx-decoy-t:TAG", "127.0.0.1:5999/sx-decoy-i", "sx-decoy-rm"];

/// Names that cases give, and which nobody may have after them.
const MADE: [&str; 5] = ["sx-b-late", "localhost/sx-free", "sx-decoy-l", "sx-decoy-t:tag", "sx-ok:1"];

/// What a server of the host says, which only the host reaches.
const SERVED: &str = "LOOPBACK-SECRET";

/// Where that server listens.
const SERVER: &str = "127.0.0.1:18991";

/// Where a registry listens, which has nothing.
const REGISTRY: &str = "127.0.0.1:5999";

/// The user who is not root.
const USER: u32 = 12345;

/// An interface of the host, with addresses of a network of its own.
const INTERFACE: &str = "statelab-test6";

/// A stranger's images.
pub struct Around {
    secret: String,
    inside: String,
}

impl Around {
    pub fn make(canary: &str) -> Self {
        let around =
            Self { secret: canary.to_owned(), inside: format!("IMAGE-{:016x}", getrandom::u64().unwrap()) };
        Self::unmake();
        let dockerfile = format!("FROM nginx\\nLABEL {STRANGER}=\\nRUN echo {} > /secret\\n", around.inside);
        shell(&format!("printf '{dockerfile}' | DOCKER_BUILDKIT=0 docker build -q -t {} -", NAMES[0]));
        Self::mend();
        around
    }

    /// Gives the image the names that it is to have.
    pub fn mend() {
        for name in MADE.iter().filter(|name| docker_has(name) && !is_ours(name)) {
            docker_program().args(["rmi", "-f", name]).output().unwrap();
        }
        let id = newest();
        for name in NAMES {
            docker(&["tag", &id, name]);
        }
    }

    /// What must not be told.
    pub fn secrets(&self) -> Vec<String> {
        vec![self.secret.clone(), self.inside.clone(), SERVED.to_owned()]
    }

    /// Which image each name is of.
    pub fn names() -> Vec<(&'static str, String)> {
        let ids = ["image", "inspect", "--format", "{{.Id}}"];
        let id = |name: &'static str| docker_program().args(ids).arg(name).output().unwrap().stdout;
        let names = NAMES.iter().copied().chain(["nginx"]);
        names.map(|name| (name, String::from_utf8_lossy(&id(name)).trim().to_owned())).collect()
    }

    fn unmake() {
        for name in NAMES.iter().chain(&MADE).filter(|name| docker_has(name)) {
            docker_program().args(["rmi", "-f", name]).output().unwrap();
        }
    }

    pub fn case(name: &str) -> Case {
        Case {
            name: name.to_owned(),
            began: SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs(),
            server: RefCell::new(None),
            route: RefCell::new(None),
            tagged: Cell::new(false),
        }
    }
}

impl Drop for Around {
    fn drop(&mut self) {
        Self::unmake();
    }
}

fn docker_has(name: &str) -> bool {
    docker_program().args(["image", "inspect", name]).output().unwrap().status.success()
}

/// Whether Podman takes this for a name that is to be there.
fn is_ours(name: &str) -> bool {
    on_podman() && NAMES.contains(&format!("localhost/{name}").as_str())
}

/// The stranger's image.
fn newest() -> String {
    let filter = format!("label={STRANGER}");
    let with = docker(&["images", "--no-trunc", "--format", "{{.ID}} {{.Repository}}", "--filter", &filter]);
    let of = with.lines().find(|line| line.contains("sx-decoy")).unwrap_or_else(|| panic!("{with}"));
    of.split(' ').next().unwrap().to_owned()
}

/// What one case has beside the others.
pub struct Case {
    name: String,
    /// When it began, in seconds.
    began: u64,
    server: RefCell<Option<Server>>,
    /// A way of the host that led elsewhere while the case was played.
    route: RefCell<Option<String>>,
    tagged: Cell<bool>,
}

impl Case {
    /// Makes what it needs.
    pub fn prepare(&self, lab: &Lab) {
        match self.name.as_str() {
            "sx-df-add" => *self.server.borrow_mut() = Some(Server::start(SERVER)),
            "sx-df-pullcr" => *self.server.borrow_mut() = Some(Server::start(REGISTRY)),
            "sx-recfifo" => shell(&format!("mkfifo {}/recording.jsonl", lab.folder().display())),
            "sx-v6b" => shell(&format!(
                "ip link add {INTERFACE} type veth peer name {INTERFACE}p && ip link set {INTERFACE} up && \
                 ip link set {INTERFACE}p up && ip -6 addr add fd12:3456::1/64 dev {INTERFACE}"
            )),
            "sx-rootfile" => {
                let home = lab.state().parent().unwrap().parent().unwrap().to_owned();
                fs::copy(env!("CARGO_BIN_EXE_statelab"), home.join("program")).unwrap();
                shell(&format!("chown -R {USER}:{USER} {}", home.display()));
            }
            _ => {}
        }
    }

    /// The command that plays the lab.
    pub fn command(&self, lab: &Lab) -> Command {
        let plain = lab.command();
        let mut command = match self.name.as_str() {
            // The usual number of open files.
            "sx-deep" => wrapped("prlimit", &["--nofile=1024:1024"], plain.get_program().to_str().unwrap()),
            "sx-rootfile" => {
                let group = fs::metadata("/var/run/docker.sock").unwrap().gid();
                let (user, group) = (format!("--reuid={USER}"), format!("--regid={group}"));
                let program = lab.state().parent().unwrap().parent().unwrap().join("program");
                let flags = [user.as_str(), group.as_str(), "--clear-groups"];
                wrapped("setpriv", &flags, program.to_str().unwrap())
            }
            _ => return plain,
        };
        command.args(plain.get_args());
        for (name, value) in plain.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command
    }

    /// What somebody else does while it is played, or looks at.
    pub fn meanwhile(&self, _lab: &Lab) {
        match self.name.as_str() {
            "sx-df-late" if !self.tagged.get() => {
                let running = docker(&["ps", "--no-trunc", "--format", "{{.Command}}"]);
                if running.contains("sleep 6") {
                    docker(&["tag", NAMES[0], MADE[0]]);
                    self.tagged.set(true);
                }
            }
            "sx-v6b" => {
                let route =
                    Command::new("ip").args(["-6", "route", "get", "fd12:3456::53"]).output().unwrap();
                let route = String::from_utf8_lossy(&route.stdout).into_owned();
                if !route.contains(INTERFACE) {
                    self.route.borrow_mut().get_or_insert(route);
                }
            }
            _ => {}
        }
    }

    /// What is wrong with it beside what is looked at for all.
    pub fn wrong(&self, lab: &Lab, text: &str) -> Vec<String> {
        let mut wrong = Vec::new();
        match self.name.as_str() {
            "sx-df-add" | "sx-df-pullcr" => {
                let asked = self.server.borrow().as_ref().map_or(0, Server::asked);
                wrong.extend((asked > 0).then(|| format!("ASKED: a server of the host, {asked} times")));
            }
            "sx-df-fork" => {
                let processes = text
                    .split("PROCS ")
                    .filter_map(|after| after.split_whitespace().next()?.parse::<u32>().ok());
                let most = processes.max().unwrap_or_default();
                wrong.extend((most > 1100).then(|| format!("LARGE: a step had {most} processes")));
            }
            "sx-df-late" => {
                if !self.tagged.get() {
                    wrong.push("no step was seen".to_owned());
                } else if !docker_has(MADE[0]) {
                    wrong.push(format!("REMOVED: the name {} that a stranger gave", MADE[0]));
                }
            }
            "sx-suid" => {
                let mode = fs::metadata(lab.state()).map_or(0o700, |found| found.permissions().mode());
                wrong.extend((mode & 0o077 != 0).then(|| format!("OPEN: the state folder is {mode:o}")));
            }
            "sx-v6b" => wrong.extend(self.route.borrow().as_ref().map(|route| format!("TAKEN: {route}"))),
            _ => {}
        }
        wrong
    }

    /// The images of strangers that containers were made of since it began; Podman notes no events of that.
    pub fn ran(&self) -> Vec<String> {
        if on_podman() {
            return Vec::new();
        }
        let until = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() + 1;
        let (since, until) = (self.began.to_string(), until.to_string());
        let span = ["events", "--since", &since, "--until", &until];
        let what = ["--filter", "type=container", "--filter", "event=create"];
        let images = docker(&[&span[..], &what, &["--format", "{{.Actor.Attributes.image}}"]].concat());
        let strangers = images.lines().filter(|image| image.contains("sx-decoy"));
        strangers.map(|image| format!("RUN: an image of a stranger, {image}")).collect()
    }

    /// Removes what it needed.
    pub fn end(&self) {
        self.server.borrow_mut().take();
        if self.name == "sx-v6b" {
            Command::new("ip").args(["link", "del", INTERFACE]).output().unwrap();
        }
    }
}

fn wrapped(wrapper: &str, flags: &[&str], program: &str) -> Command {
    let mut command = Command::new(wrapper);
    command.args(flags).arg(program);
    command
}

/// A server of the host, which says a secret to whoever asks it anything.
struct Server {
    over: Arc<AtomicBool>,
    asked: Arc<AtomicUsize>,
    serves: Option<JoinHandle<()>>,
    _turn: MutexGuard<'static, ()>,
}

/// The addresses stand in the labs, and both engines' cases go on at once.
static TURN: Mutex<()> = Mutex::new(());

impl Server {
    fn start(address: &str) -> Self {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let listener = TcpListener::bind(address).unwrap();
        listener.set_nonblocking(true).unwrap();
        let (over, asked) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let (ends, counts) = (Arc::clone(&over), Arc::clone(&asked));
        let serves = thread::spawn(move || {
            while !ends.load(Ordering::Relaxed) {
                match listener.accept() {
                    Ok((mut client, _)) => {
                        counts.fetch_add(1, Ordering::Relaxed);
                        client.set_nonblocking(false).unwrap();
                        // Whoever goes away has not read it.
                        let _ = client.read(&mut [0; 4096]);
                        let length = SERVED.len();
                        let _ = write!(client, "HTTP/1.0 200 OK\r\nContent-Length: {length}\r\n\r\n{SERVED}");
                    }
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                        thread::park_timeout(Duration::from_millis(20));
                    }
                    Err(error) => panic!("{error}"),
                }
            }
        });
        Self { over, asked, serves: Some(serves), _turn: turn }
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        if let Some(serves) = self.serves.take() {
            let _ = serves.join();
        }
    }
}
