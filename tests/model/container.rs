//! A container: what it was told at its creation, and what became of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use statelab::engine::{Channel, ContainerSpec, EndpointSpec, MountKind};
use tokio::sync::mpsc;
use tokio::task::AbortHandle;

use super::image::Config;
use super::process::Input;
use super::tree::Tree;

/// What is mounted over a container's own files.
#[derive(Debug, Clone)]
pub struct Mount {
    /// Without a slash at its end.
    pub target: String,
    pub volume: Option<String>,
    pub host: Option<PathBuf>,
    /// A tmpfs: the mode of its root.
    pub tmpfs: Option<u32>,
    pub writable: bool,
    /// Its volume has a name that nobody gave.
    pub anonymous: bool,
    /// Its path is shown without the slash at its beginning, as an image declared it.
    pub relative: bool,
}

impl Mount {
    pub const fn kind(&self) -> MountKind {
        match (&self.volume, &self.host) {
            (Some(_), _) => MountKind::Volume,
            (_, Some(_)) => MountKind::Bind,
            _ => MountKind::Tmpfs,
        }
    }
}

/// What the main process wrote at once.
#[derive(Debug, Clone)]
pub struct Written {
    pub time: u64,
    pub from: Channel,
    pub bytes: Bytes,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Created,
    Running,
    Exited,
}

/// A process of a container.
#[derive(Debug, Default)]
pub struct Listed {
    pub words: Vec<String>,
    /// Signals that it was sent and has not seen.
    pub pending: Vec<i32>,
    /// Signals that it wants to see.
    pub handled: BTreeSet<i32>,
}

/// A container's place in a network.
#[derive(Debug, Clone, Default)]
pub struct Endpoint {
    pub spec: EndpointSpec,
    /// Empty while it does not run.
    pub address: String,
}

/// The server of a database that listens.
#[derive(Debug, Clone)]
pub struct Database {
    /// Where it keeps its data.
    pub data: String,
    /// Also for other hosts; else for the unix socket alone.
    pub everywhere: bool,
}

pub struct Container {
    pub id: String,
    pub name: String,
    pub spec: ContainerSpec,
    /// The image's id.
    pub image: String,
    /// The image's, with what the container was told.
    pub config: Config,
    /// What the image has.
    pub base: Arc<Tree>,
    /// What the container has, its layer on its image.
    pub tree: Tree,
    /// What is made anew for each run, by its target.
    pub own: BTreeMap<String, Tree>,
    pub mounts: Vec<Mount>,
    pub state: State,
    pub paused: bool,
    pub created: u64,
    /// 0: never.
    pub started: u64,
    /// 0: never.
    pub finished: u64,
    pub exit: i64,
    /// How often it was started.
    pub runs: u64,
    pub restarts: i64,
    /// Stopped by somebody: not started again by itself.
    pub stopped: bool,
    pub health: Option<&'static str>,
    /// By the networks' ids.
    pub endpoints: BTreeMap<String, Endpoint>,
    /// Container port, host address, host port.
    pub ports: Vec<(String, String, u16)>,
    /// Kept by who reads it, also when the container is gone.
    pub log: Arc<Mutex<Vec<Written>>>,
    /// By their numbers.
    pub processes: BTreeMap<u32, Listed>,
    pub last_pid: u32,
    /// All that goes when the main process ends.
    pub tasks: Vec<AbortHandle>,
    /// What is written here is the main process' input.
    pub feed: Option<mpsc::UnboundedSender<Bytes>>,
    pub input: Input,
    pub database: Option<Database>,
}

impl Container {
    pub fn running(&self) -> bool {
        self.state == State::Running
    }

    /// The engine's word for its state.
    pub const fn word(&self) -> &'static str {
        match self.state {
            State::Created => "created",
            State::Running if self.paused => "paused",
            State::Running => "running",
            State::Exited => "exited",
        }
    }

    /// The number of its main process.
    pub fn main_pid(&self) -> u32 {
        if self.spec.init == Some(true) { 7 } else { 1 }
    }

    /// The main process' words.
    pub fn command(&self) -> Vec<String> {
        self.config.entrypoint.iter().chain(&self.config.command).cloned().collect()
    }

    /// What its main processes wrote.
    pub fn log(&self) -> MutexGuard<'_, Vec<Written>> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The host name inside.
    pub fn hostname(&self) -> String {
        self.spec.hostname.clone().unwrap_or_else(|| self.id[..12].to_owned())
    }
}
