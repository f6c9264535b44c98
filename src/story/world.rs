//! The world of a run at one moment: what keeps which of the lab's values.
//!
//! It is built from events alone.

use std::collections::{BTreeMap, BTreeSet};

use super::picture::Cell;
use super::place::Place;
use crate::event::{ContainerScene, Event, MountScene, SceneTaken, Seen, WatchRead};
use crate::fate::{Holder, Reading};

/// Everything that exists, as far as the lab is concerned.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct World {
    /// Containers, in the order of their creation; then what no container mounts.
    pub things: Vec<Thing>,
}

/// A container with what it keeps and mounts, or a thing that no container mounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thing {
    /// The container's full id; `None` if the thing is not a container.
    pub container: Option<String>,
    /// Whether it is running.
    pub running: bool,
    /// The places that can keep data: the container's layer, its mounts, its image.
    pub shelves: Vec<Shelf>,
}

/// A place that keeps data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shelf {
    /// The holder.
    pub holder: Holder,
    /// Its name: the container's, volume's or image's name, or the path on the host.
    pub name: String,
    /// The place, in a form that can be put into words.
    pub place: Place,
    /// The mount point; `None` if it is not mounted.
    pub target: Option<String>,
    /// The lab's values that it keeps: each watch's label and value.
    pub kept: Vec<(String, Cell)>,
}

/// A place's role in a world: its owner, its mount point, and its values by label.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Standing<'w> {
    container: Option<&'w str>,
    holder: &'w Holder,
    target: Option<&'w str>,
    kept: Vec<&'w str>,
}

impl World {
    /// Returns whether any of the lab's values is kept anywhere.
    #[must_use]
    pub fn keeps_anything(&self) -> bool {
        self.shelves().any(|shelf| !shelf.kept.is_empty())
    }

    /// Returns all places.
    pub fn shelves(&self) -> impl Iterator<Item = &Shelf> {
        self.things.iter().flat_map(|thing| &thing.shelves)
    }

    /// Returns whether the same places keep the same values as in another world.
    ///
    /// Then no container, mount or volume is new or gone, and no value of the lab has moved.
    #[must_use]
    pub fn is_arranged_as(&self, other: &Self) -> bool {
        self.arrangement() == other.arrangement()
    }

    fn arrangement(&self) -> BTreeSet<Standing<'_>> {
        let things = self.things.iter().flat_map(|thing| {
            thing.shelves.iter().map(|shelf| Standing {
                container: thing.container.as_deref(),
                holder: &shelf.holder,
                target: shelf.target.as_deref(),
                kept: shelf.kept.iter().map(|(label, _)| label.as_str()).collect(),
            })
        });
        things.collect()
    }
}

/// Follows a run, and knows its current world.
#[derive(Debug, Clone, Default)]
pub struct Worlds {
    labels: BTreeMap<String, String>,
    /// What each holder keeps, by watch, including holders that are not read any more.
    kept: BTreeMap<Holder, BTreeMap<String, Cell>>,
    scene: SceneTaken,
}

impl Worlds {
    /// Processes an event.
    pub fn take(&mut self, event: &Event) {
        match event {
            Event::RunStarted(run) => {
                *self = Self { labels: run.watches.iter().cloned().collect(), ..Self::default() };
            }
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

    /// Returns the run's latest scene.
    #[must_use]
    pub const fn scene(&self) -> &SceneTaken {
        &self.scene
    }

    /// Returns the labels of the lab's values that a holder keeps.
    #[must_use]
    pub fn kept_by(&self, holder: &Holder) -> Vec<String> {
        let kept = self.kept.get(holder).into_iter().flat_map(BTreeMap::keys);
        kept.filter_map(|watch| self.labels.get(watch)).cloned().collect()
    }

    /// Returns the current world.
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
            let shelves = vec![self.shelf(holder, "", None)];
            things.push(Thing { container: None, running: false, shelves });
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

/// Returns whether a holder exists in a scene.
///
/// A scene does not list images and paths on the host: they count as existing.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::VolumeScene;
    use crate::fate::{ContainerRun, Value};

    fn run(id: &str) -> ContainerRun {
        ContainerRun { container: id.to_owned(), started: "1".to_owned() }
    }

    fn volume(name: &str) -> Holder {
        Holder::Volume { name: name.to_owned(), identity: "1".to_owned() }
    }

    fn container(id: &str, mounts: &[Holder]) -> ContainerScene {
        let mount = |holder: &Holder| MountScene {
            holder: holder.clone(),
            target: "/data".to_owned(),
            writable: true,
        };
        ContainerScene {
            name: "web".to_owned(),
            run: run(id),
            image: "nginx".to_owned(),
            image_id: "i".to_owned(),
            running: true,
            exit_code: 0,
            mounts: mounts.iter().map(mount).collect(),
        }
    }

    fn scene(containers: &[ContainerScene], volumes: &[&str]) -> Event {
        let volume = |name: &&str| VolumeScene { name: (*name).to_owned(), identity: "1".to_owned() };
        Event::SceneTaken(SceneTaken {
            containers: containers.to_vec(),
            volumes: volumes.iter().map(volume).collect(),
            ..SceneTaken::default()
        })
    }

    fn read(holder: Holder, text: Option<&str>) -> Event {
        let value = text.map(|text| Value { digest: text.to_owned(), size: 1, text: text.to_owned() });
        let reading = Reading::Within { value, holder, run: run("a"), whiteout: false };
        let seen = Seen::Value { reading, through: Some("web".to_owned()), named: None };
        Event::WatchRead(WatchRead { step: None, watch: "page".to_owned(), seen })
    }

    fn worlds(events: &[Event]) -> Worlds {
        let mut worlds = Worlds::default();
        worlds.labels.insert("page".to_owned(), "index.html".to_owned());
        for event in events {
            worlds.take(event);
        }
        worlds
    }

    /// Returns each place and what it keeps.
    fn told(world: &World) -> Vec<String> {
        let kept = |shelf: &Shelf| format!("{} {}: {}", shelf.place.word(), shelf.name, shelf.kept.len());
        world.shelves().map(kept).collect()
    }

    #[test]
    fn what_nobody_looks_at_any_more_is_kept_on() {
        let worlds = worlds(&[
            scene(&[container("a", &[volume("old")])], &["old"]),
            read(volume("old"), Some("mine")),
            scene(&[container("b", &[volume("new")])], &["old", "new"]),
            read(volume("new"), None),
        ]);
        let now = worlds.now();
        assert_eq!(told(&now), ["layer web: 0", "volume new: 0", "image nginx: 0", "volume old: 1"]);
        assert_eq!(now.things[1].container, None);
        assert_eq!(worlds.kept_by(&volume("old")), ["index.html"]);
    }

    #[test]
    fn what_is_gone_keeps_nothing() {
        let layer = || Holder::Layer { container: "a".to_owned() };
        let worlds = worlds(&[
            scene(&[container("a", &[])], &[]),
            read(layer(), Some("mine")),
            scene(&[container("b", &[])], &[]),
        ]);
        assert_eq!(worlds.kept_by(&layer()), [""; 0]);
        assert!(!worlds.now().keeps_anything());
    }

    #[test]
    fn a_world_is_arranged_by_what_keeps_what_and_not_by_values() {
        let image = || Holder::Image { id: "i".to_owned() };
        let mut worlds = worlds(&[scene(&[container("a", &[])], &[]), read(image(), Some("x"))]);
        let before = worlds.now();
        worlds.take(&read(image(), Some("y")));
        assert!(before.is_arranged_as(&worlds.now()), "another value in the same place");
        worlds.take(&read(Holder::Layer { container: "a".to_owned() }, Some("y")));
        assert!(!before.is_arranged_as(&worlds.now()), "another place");
        let before = worlds.now();
        worlds.take(&scene(&[container("b", &[])], &[]));
        assert!(!before.is_arranged_as(&worlds.now()), "another container");
    }
}
