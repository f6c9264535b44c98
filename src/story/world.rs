//! The world of a run at one moment: who keeps what of the lab's. Made from events alone.

use std::collections::{BTreeMap, BTreeSet};

use super::picture::Cell;
use super::place::Place;
use crate::event::{ContainerScene, Event, MountScene, SceneTaken, Seen, WatchRead};
use crate::fate::{Holder, Reading};

/// All that is there, as far as the lab is concerned.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct World {
    /// Containers, in the order in which they were made; then what no container mounts.
    pub things: Vec<Thing>,
}

/// A container with what it keeps and mounts, or a thing that no container mounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thing {
    /// The container's full id; none: no container.
    pub container: Option<String>,
    /// Whether it runs.
    pub running: bool,
    /// Where something can be kept: the container's own layer, its mounts, its image.
    pub shelves: Vec<Shelf>,
}

/// A place that keeps things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shelf {
    /// What it is.
    pub holder: Holder,
    /// What people call it: the container's, the volume's or the image's name, the path on the host.
    pub name: String,
    /// The place, in terms that can be put into words.
    pub place: Place,
    /// Where it is mounted; none: it is not.
    pub target: Option<String>,
    /// What of the lab's is kept there: each watch's label, and its value.
    pub kept: Vec<(String, Cell)>,
}

impl World {
    /// Whether anything of the lab's is kept anywhere.
    #[must_use]
    pub fn keeps_anything(&self) -> bool {
        self.shelves().any(|shelf| !shelf.kept.is_empty())
    }

    /// All places.
    pub fn shelves(&self) -> impl Iterator<Item = &Shelf> {
        self.things.iter().flat_map(|thing| &thing.shelves)
    }

    /// Whether what keeps things differs: a container, a mount or a volume is new or gone, or
    /// something of the lab's is kept in another place.
    #[must_use]
    pub fn is_arranged_as(&self, other: &Self) -> bool {
        self.arrangement() == other.arrangement()
    }

    fn arrangement(&self) -> BTreeSet<(Option<&str>, &Holder, Option<&str>, Vec<&str>)> {
        let things = self.things.iter().flat_map(|thing| {
            thing.shelves.iter().map(|shelf| {
                let kept = shelf.kept.iter().map(|(label, _)| label.as_str()).collect();
                (thing.container.as_deref(), &shelf.holder, shelf.target.as_deref(), kept)
            })
        });
        things.collect()
    }
}

/// Watches a run, and knows its world before the latest step and now.
#[derive(Debug, Clone, Default)]
pub struct Worlds {
    labels: BTreeMap<String, String>,
    /// What each holder keeps, by watch: also of what nobody looks at any more.
    kept: BTreeMap<Holder, BTreeMap<String, Cell>>,
    scene: SceneTaken,
    before: World,
}

impl Worlds {
    /// Takes an event in.
    pub fn take(&mut self, event: &Event) {
        match event {
            Event::RunStarted(run) => {
                *self = Self { labels: run.watches.iter().cloned().collect(), ..Self::default() };
            }
            Event::StepStarted(_) => self.before = self.now(),
            Event::SceneTaken(scene) => {
                self.scene = scene.clone();
                self.kept.retain(|holder, _| is_there(holder, scene));
            }
            Event::WatchRead(read) => self.read(read),
            _ => {}
        }
    }

    fn read(&mut self, read: &WatchRead) {
        let Seen::Value { reading: Reading::Within { value, holder, .. }, .. } = &read.seen else {
            return;
        };
        let kept = self.kept.entry(holder.clone()).or_default();
        match value {
            Some(_) => kept.insert(read.watch.clone(), Cell::new(&read.seen)),
            None => kept.remove(&read.watch),
        };
    }

    /// The world before the latest step.
    #[must_use]
    pub const fn before(&self) -> &World {
        &self.before
    }

    /// What the run had in the engine at the latest look.
    #[must_use]
    pub const fn scene(&self) -> &SceneTaken {
        &self.scene
    }

    /// What of the lab's a holder keeps: the labels.
    #[must_use]
    pub fn kept_by(&self, holder: &Holder) -> Vec<String> {
        let kept = self.kept.get(holder).into_iter().flat_map(BTreeMap::keys);
        kept.filter_map(|watch| self.labels.get(watch)).cloned().collect()
    }

    /// The world as it is now.
    #[must_use]
    pub fn now(&self) -> World {
        let mut things: Vec<Thing> =
            self.scene.containers.iter().map(|container| self.container(container)).collect();
        let mounts: BTreeSet<&Holder> =
            self.scene.containers.iter().flat_map(|it| &it.mounts).map(|mount| &mount.holder).collect();
        let volumes = self
            .scene
            .volumes
            .iter()
            .map(|volume| Holder::Volume { name: volume.name.clone(), identity: volume.identity.clone() });
        let hosts = self.kept.iter().filter(|(_, kept)| !kept.is_empty()).map(|(holder, _)| holder.clone());
        let hosts = hosts.filter(|holder| matches!(holder, Holder::Bind { .. }));
        for holder in volumes.chain(hosts).filter(|holder| !mounts.contains(holder)) {
            let shelf = self.shelf(holder, "", None);
            things.push(Thing { container: None, running: false, shelves: vec![shelf] });
        }
        World { things }
    }

    fn container(&self, container: &ContainerScene) -> Thing {
        let id = container.run.container.clone();
        let owner = container.name.as_str();
        let mut shelves = vec![self.shelf(Holder::Layer { container: id.clone() }, owner, None)];
        for MountScene { holder, target, .. } in &container.mounts {
            shelves.push(self.shelf(holder.clone(), owner, Some(target)));
        }
        for holder in [Holder::Memory { run: container.run.clone() }, Holder::Log { container: id.clone() }] {
            shelves.extend(self.kept.get(&holder).map(|_| self.shelf(holder.clone(), owner, None)));
        }
        let image = Holder::Image { id: container.image_id.clone() };
        shelves.push(Shelf { name: container.image.clone(), ..self.shelf(image, owner, None) });
        Thing { container: Some(id), running: container.running, shelves }
    }

    fn shelf(&self, holder: Holder, owner: &str, target: Option<&str>) -> Shelf {
        let kept = self.kept.get(&holder).into_iter().flatten();
        let kept = kept.filter_map(|(watch, cell)| Some((self.labels.get(watch)?.clone(), cell.clone())));
        let place = Place::new(&holder, Some(owner));
        let name = if place.name.is_empty() { owner.to_owned() } else { place.name.clone() };
        Shelf { kept: kept.collect(), name, place, target: target.map(str::to_owned), holder }
    }
}

/// Whether a holder is there in a scene. Of images and paths of the host, a scene does not tell: they
/// are.
fn is_there(holder: &Holder, scene: &SceneTaken) -> bool {
    let mut containers = scene.containers.iter();
    match holder {
        Holder::Image { .. } | Holder::Bind { .. } | Holder::Workspace => true,
        Holder::Layer { container } | Holder::Log { container } => {
            containers.any(|it| it.run.container == *container)
        }
        Holder::Tmpfs { run } | Holder::Memory { run } => containers.any(|it| it.running && it.run == *run),
        Holder::Volume { name, identity } => {
            scene.volumes.iter().any(|it| it.name == *name && it.identity == *identity)
        }
    }
}
