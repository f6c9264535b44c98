//! All that the engine has, and the lock around it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use statelab::engine::{Cause, EngineError, Labels, Operation};
use tokio::sync::watch;

use super::container::Container;
use super::files::{Files, Who};
use super::image::Image;
use super::network::Network;
use super::tree::Tree;

/// A volume.
pub struct Volume {
    pub name: String,
    pub tree: Tree,
    pub labels: Labels,
    pub driver: String,
    pub options: BTreeMap<String, String>,
    pub created: u64,
    /// Made by a container that did not name it: goes with it.
    pub anonymous: bool,
}

/// All that the engine has.
#[derive(Default)]
pub struct World {
    /// By their ids.
    pub containers: BTreeMap<String, Container>,
    /// By their ids.
    pub images: BTreeMap<String, Image>,
    /// Names with tags, and the ids that they lead to.
    pub tags: BTreeMap<String, String>,
    pub volumes: BTreeMap<String, Volume>,
    /// By their ids.
    pub networks: BTreeMap<String, Network>,
    /// How containers that are gone had ended.
    pub ends: BTreeMap<String, i64>,
}

/// A name that nobody else has: 64 hexadecimal digits.
pub fn fresh_id() -> String {
    let mut bytes = [0; 32];
    let _ = getrandom::fill(&mut bytes);
    bytes.iter().fold(String::new(), |id, byte| format!("{id}{byte:02x}"))
}

/// A time as the engine writes it.
pub fn stamp(nanoseconds: u64) -> String {
    jiff::Timestamp::from_nanosecond(nanoseconds.into())
        .map(|moment| format!("{moment:.9}"))
        .unwrap_or_default()
}

/// A refusal, in the words and with the status of Docker's API.
pub struct Refused(pub u16, pub String);

impl Refused {
    pub fn on(self, operation: Operation, subject: &str) -> EngineError {
        EngineError::new(operation, subject, Cause::Refused { status: self.0, words: self.1 })
    }
}

/// As [`Refused`], in short.
pub fn refuse<T>(status: u16, words: impl Into<String>) -> Result<T, Refused> {
    Err(Refused(status, words.into()))
}

impl World {
    /// The full id of the container of this name, id, or begin of an id.
    pub fn find(&self, name: &str) -> Option<String> {
        if self.containers.contains_key(name) {
            return Some(name.to_owned());
        }
        let named = self.containers.values().find(|container| container.name == name.trim_start_matches('/'));
        let begun =
            || self.containers.values().find(|container| name.len() >= 3 && container.id.starts_with(name));
        named.or_else(begun).map(|container| container.id.clone())
    }

    /// The container, or the refusal that there is none.
    pub fn require(&mut self, name: &str) -> Result<&mut Container, Refused> {
        let none = || Refused(404, format!("No such container: {name}"));
        let id = self.find(name).ok_or_else(none)?;
        self.containers.get_mut(&id).ok_or_else(none)
    }

    /// The files of a container, for one of its users.
    pub fn files(&mut self, container: &str, who: Who) -> Files<'_> {
        Files { world: self, container: container.to_owned(), who, outside: false }
    }

    /// The files of a container, as the engine itself has them.
    pub fn files_outside(&mut self, container: &str) -> Files<'_> {
        Files { outside: true, ..self.files(container, Who::default()) }
    }

    /// The containers that have a volume mounted.
    pub fn users_of_volume(&self, name: &str) -> Vec<String> {
        let uses = |container: &&Container| {
            container.mounts.iter().any(|mount| mount.volume.as_deref() == Some(name))
        };
        self.containers.values().filter(uses).map(|container| container.id.clone()).collect()
    }
}

struct Inner {
    world: Mutex<World>,
    /// Moves whenever something changed.
    pulse: watch::Sender<u64>,
    /// The second and third part of the addresses of this engine.
    pub block: [u8; 2],
}

/// The engine: whoever has a clone of it has the same one.
#[derive(Clone)]
pub struct Model(Arc<Inner>);

impl Model {
    /// An engine with what is made for its block of addresses.
    pub(super) fn with_block(world: impl FnOnce([u8; 2]) -> World) -> Self {
        let mut block = [0; 2];
        let _ = getrandom::fill(&mut block);
        // 127.0 is this machine's own.
        block[0] = block[0].max(1);
        Self(Arc::new(Inner { world: Mutex::new(world(block)), pulse: watch::Sender::new(0), block }))
    }

    pub(super) fn block(&self) -> [u8; 2] {
        self.0.block
    }

    fn lock(&self) -> MutexGuard<'_, World> {
        self.0.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at the world.
    pub fn look<T>(&self, look: impl FnOnce(&mut World) -> T) -> T {
        look(&mut self.lock())
    }

    /// Changes the world, and tells all who wait for something.
    pub fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let changed = change(&mut self.lock());
        self.0.pulse.send_modify(|pulse| *pulse += 1);
        changed
    }

    /// Waits until the world is as somebody wants it.
    pub async fn until<T>(&self, mut look: impl FnMut(&mut World) -> Option<T>) -> T {
        let mut pulse = self.0.pulse.subscribe();
        loop {
            if let Some(found) = self.look(&mut look) {
                return found;
            }
            let _ = pulse.changed().await;
        }
    }
}
