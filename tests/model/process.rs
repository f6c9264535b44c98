//! Processes: what they read and write, the signals that they get, and how they end.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use statelab::engine::{Channel, Chunk};
use tokio::sync::mpsc;

use super::container::{Container, Listed, Written};
use super::files::{Files, Who};
use super::tree::now;
use super::world::{Model, World};

/// What comes out of a program: its status, in the end.
pub type Running = Pin<Box<dyn Future<Output = i32> + Send>>;

/// Where a process reads from.
#[derive(Debug, Clone, Default)]
pub enum Input {
    #[default]
    Nothing,
    Pipe(Arc<tokio::sync::Mutex<PipeEnd>>),
}

/// The end of a pipe that is read from.
#[derive(Debug)]
pub struct PipeEnd {
    receiver: mpsc::UnboundedReceiver<Bytes>,
    rest: Bytes,
}

impl Input {
    /// A pipe: what is written into its other end is read here.
    pub fn pipe() -> (mpsc::UnboundedSender<Bytes>, Self) {
        let (sender, receiver) = mpsc::unbounded_channel();
        let end = PipeEnd { receiver, rest: Bytes::new() };
        (sender, Self::Pipe(Arc::new(tokio::sync::Mutex::new(end))))
    }

    /// One that gives these bytes, and ends.
    pub fn of(bytes: Bytes) -> Self {
        let (sender, input) = Self::pipe();
        let _ = sender.send(bytes);
        input
    }

    /// The next bytes; none: it has ended.
    pub async fn read(&self) -> Option<Bytes> {
        let Self::Pipe(end) = self else { return None };
        let mut end = end.lock().await;
        if !end.rest.is_empty() {
            return Some(std::mem::take(&mut end.rest));
        }
        end.receiver.recv().await
    }

    /// All that comes until it ends.
    pub async fn read_all(&self) -> Bytes {
        let mut all = BytesMut::new();
        while let Some(bytes) = self.read().await {
            all.extend_from_slice(&bytes);
        }
        all.freeze()
    }

    /// The next line, with its end; empty: it has ended.
    pub async fn read_line(&self) -> Bytes {
        let mut line = BytesMut::new();
        while let Some(mut bytes) = self.read().await {
            if let Some(end) = bytes.iter().position(|&byte| byte == b'\n') {
                line.extend_from_slice(&bytes.split_to(end + 1));
                if let Self::Pipe(pipe) = self {
                    pipe.lock().await.rest = bytes;
                }
                break;
            }
            line.extend_from_slice(&bytes);
        }
        line.freeze()
    }
}

/// Where a process writes to.
#[derive(Debug, Clone)]
pub enum Output {
    Nothing,
    /// The container's log.
    Log(Channel),
    /// Whoever ran the command.
    Client(mpsc::UnboundedSender<Chunk>, Channel),
    Pipe(mpsc::UnboundedSender<Bytes>),
    /// A file, by its path without links.
    File(String),
}

/// A process, as its program sees itself.
#[derive(Clone)]
pub struct Process {
    pub model: Model,
    /// The container's id.
    pub container: String,
    pub pid: u32,
    pub who: Who,
    pub env: BTreeMap<String, String>,
    pub directory: String,
    pub input: Input,
    /// By their numbers: 1 and 2, and what a shell adds.
    pub outputs: BTreeMap<u32, Output>,
}

impl Process {
    /// Looks at, or changes, its files.
    pub fn files<T>(&self, work: impl FnOnce(&mut Files<'_>) -> T) -> T {
        self.model.change(|world| work(&mut world.files(&self.container, self.who.clone())))
    }

    /// A path, absolute.
    pub fn path(&self, path: &str) -> String {
        if path.starts_with('/') { path.to_owned() } else { format!("{}/{path}", self.directory) }
    }

    /// Its container, as long as that is there.
    pub fn container<T>(&self, work: impl FnOnce(&mut Container) -> T) -> Option<T> {
        self.model.change(|world| world.containers.get_mut(&self.container).map(work))
    }

    pub fn write(&self, number: u32, bytes: impl AsRef<[u8]>) {
        let bytes = bytes.as_ref();
        if bytes.is_empty() {
            return;
        }
        match self.outputs.get(&number) {
            None | Some(Output::Nothing) => {}
            Some(Output::Log(channel)) => {
                self.container(|container| container.written(*channel, bytes));
            }
            Some(Output::Client(client, channel)) => {
                let _ = client.send(Chunk { from: *channel, bytes: Bytes::copy_from_slice(bytes) });
            }
            Some(Output::Pipe(pipe)) => {
                let _ = pipe.send(Bytes::copy_from_slice(bytes));
            }
            Some(Output::File(path)) => {
                let _ = self.files(|files| files.append(path, bytes));
            }
        }
    }

    pub fn say(&self, text: impl AsRef<str>) {
        self.write(1, text.as_ref());
    }

    /// Complains with a line on standard error: the status 1.
    pub fn fail(&self, text: impl AsRef<str>) -> i32 {
        self.write(2, format!("{}\n", text.as_ref()));
        1
    }

    /// Lets others go on, and waits as long as the container is paused.
    pub async fn breathe(&self) {
        tokio::task::yield_now().await;
        let paused = |world: &mut World| world.containers.get(&self.container).is_some_and(|one| one.paused);
        if self.model.look(paused) {
            self.model.until(|world| (!paused(world)).then_some(())).await;
        }
    }

    /// A child of this process.
    pub fn child(&self, words: &[String]) -> Self {
        let pid = self.container(|container| container.list(words.to_vec())).unwrap_or_default();
        Self { pid, ..self.clone() }
    }

    /// Says which signals it wants to see.
    pub fn handle(&self, signals: &[i32]) {
        self.container(|container| {
            if let Some(listed) = container.processes.get_mut(&self.pid) {
                listed.handled = signals.iter().copied().collect();
            }
        });
    }

    /// The next signal that it was sent and wants to see, if there is one.
    pub fn signal(&self) -> Option<i32> {
        self.model.look(|world| taken(world, &self.container, self.pid))
    }

    /// Waits for a signal that it wants to see.
    pub async fn signalled(&self) -> i32 {
        self.model.until(|world| taken(world, &self.container, self.pid)).await
    }

    /// Waits until it is sent a signal that it does not want to see and that ends it.
    pub async fn killed(&self) -> i32 {
        let fatal = |world: &mut World| {
            let listed = world.containers.get(&self.container)?.processes.get(&self.pid)?;
            listed.pending.iter().copied().find(|signal| !listed.handled.contains(signal) && ends(*signal))
        };
        self.model.until(fatal).await
    }
}

fn taken(world: &mut World, container: &str, pid: u32) -> Option<i32> {
    let listed = world.containers.get_mut(container)?.processes.get_mut(&pid)?;
    let at = listed.pending.iter().position(|signal| listed.handled.contains(signal))?;
    Some(listed.pending.remove(at))
}

/// Whether a signal ends a process that does not look after it.
pub const fn ends(signal: i32) -> bool {
    !matches!(signal, 17 | 18 | 19 | 20 | 21 | 22 | 23 | 28)
}

const SIGNALS: [(&str, i32); 16] = [
    ("HUP", 1),
    ("INT", 2),
    ("QUIT", 3),
    ("ABRT", 6),
    ("KILL", 9),
    ("USR1", 10),
    ("SEGV", 11),
    ("USR2", 12),
    ("PIPE", 13),
    ("ALRM", 14),
    ("TERM", 15),
    ("CHLD", 17),
    ("CONT", 18),
    ("STOP", 19),
    ("TSTP", 20),
    ("WINCH", 28),
];

/// The number of a signal, by its name (`TERM`, `SIGTERM`) or number.
pub fn signal_number(name: &str) -> Option<i32> {
    let plain = name.to_ascii_uppercase();
    let plain = plain.trim_start_matches("SIG");
    let number = plain.parse().ok().filter(|number| (1..=64).contains(number));
    number.or_else(|| SIGNALS.iter().find(|(name, _)| *name == plain).map(|(_, number)| *number))
}

impl Container {
    /// Notes what the main process wrote. A terminal has one channel, and its own line ends.
    pub fn written(&mut self, from: Channel, bytes: &[u8]) {
        let (from, bytes) = if self.spec.tty {
            let text =
                bytes.iter().flat_map(|&byte| if byte == b'\n' { vec![b'\r', b'\n'] } else { vec![byte] });
            (Channel::Out, text.collect())
        } else {
            (from, Bytes::copy_from_slice(bytes))
        };
        self.log().push(Written { time: now(), from, bytes });
    }

    /// Lists a process: its number.
    pub fn list(&mut self, words: Vec<String>) -> u32 {
        self.last_pid += 1;
        self.processes.insert(self.last_pid, Listed { words, ..Listed::default() });
        self.last_pid
    }
}
