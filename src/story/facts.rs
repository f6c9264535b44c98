//! Facts about a step: what is new, the same or gone since it began.
//!
//! Their order is chosen to explain. Each fact follows from two scenes.

use super::place::Place;
use crate::event::{ContainerScene, Message, MountScene, SceneTaken, VolumeScene};
use crate::fate::{Holder, short};

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// A container's name now belongs to another container.
    Replaced { name: String, was: String, now: String },
    /// A container and its layer are gone; `held` lists the lab's values in the layer.
    Gone { name: String, id: String, held: Vec<String> },
    /// A container is new.
    New { name: String, id: String, image: String },
    /// A container has another name.
    Renamed { was: String, now: String, id: String },
    /// The container is the same, and its main process was restarted.
    Restarted { name: String, id: String },
    /// The container is the same, and has stopped.
    Stopped { name: String, id: String, status: i64 },
    /// The container is the same.
    Same { name: String, id: String },
    /// A new container mounts something.
    Mounts { name: String, place: Place, target: String, writable: bool },
    /// A volume is new.
    VolumeNew { place: Place },
    /// A volume is gone; `held` lists the lab's values in it.
    VolumeGone { place: Place, held: Vec<String> },
    /// The volume is the same.
    VolumeSame { place: Place },
    /// A volume exists, and no container mounts it.
    VolumeUnused { place: Place, held: Vec<String> },
    /// An image name is new.
    ImageNew { name: String, id: String },
    /// An image name now belongs to another image.
    ImageMoved { name: String, was: String, now: String },
    /// An image name is gone.
    ImageGone { name: String },
    /// The image is the same.
    ImageSame { name: String, id: String },
    /// A container's database recovered after a kill.
    Recovered { name: String, line: String },
}

/// Returns the differences between two scenes.
///
/// `held` returns the lab's values that a holder kept before the step.
#[must_use]
pub fn facts(before: &SceneTaken, now: &SceneTaken, held: impl Fn(&Holder) -> Vec<String>) -> Vec<Fact> {
    let mut facts = Vec::new();
    containers(before, now, &held, &mut facts);
    volumes(before, now, &held, &mut facts);
    images(before, now, &mut facts);
    facts
}

fn containers(
    before: &SceneTaken,
    now: &SceneTaken,
    held: &impl Fn(&Holder) -> Vec<String>,
    facts: &mut Vec<Fact>,
) {
    let id = |it: &ContainerScene| short(&it.run.container).to_owned();
    for was in &before.containers {
        if !now.containers.iter().any(|it| it.run.container == was.run.container) {
            let layer = Holder::Layer { container: was.run.container.clone() };
            facts.push(Fact::Gone { name: was.name.clone(), id: id(was), held: held(&layer) });
        }
    }
    for it in &now.containers {
        if let Some(was) = before.containers.iter().find(|was| was.run.container == it.run.container) {
            facts.extend(same(was, it));
            continue;
        }
        let name = it.name.clone();
        facts.push(match before.containers.iter().find(|was| was.name == it.name) {
            Some(was) => Fact::Replaced { name, was: id(was), now: id(it) },
            None => Fact::New { name, id: id(it), image: it.image.clone() },
        });
        facts.extend(it.mounts.iter().map(|mount| mounts(it, mount)));
    }
}

/// Returns what happened to a container that is still the same.
fn same(was: &ContainerScene, now: &ContainerScene) -> Vec<Fact> {
    let (name, id) = (now.name.clone(), short(&now.run.container).to_owned());
    let mut facts = Vec::new();
    if was.name != now.name {
        facts.push(Fact::Renamed { was: was.name.clone(), now: name.clone(), id: id.clone() });
    }
    facts.push(match (was.running, now.running) {
        (_, true) if was.run != now.run => Fact::Restarted { name, id },
        (true, false) => Fact::Stopped { name, id, status: now.exit_code },
        _ => Fact::Same { name, id },
    });
    facts
}

fn mounts(container: &ContainerScene, mount: &MountScene) -> Fact {
    Fact::Mounts {
        name: container.name.clone(),
        place: Place::new(&mount.holder, Some(&container.name)),
        target: mount.target.clone(),
        writable: mount.writable,
    }
}

fn holder(volume: &VolumeScene) -> Holder {
    Holder::Volume { name: volume.name.clone(), identity: volume.identity.clone() }
}

fn volumes(
    before: &SceneTaken,
    now: &SceneTaken,
    held: &impl Fn(&Holder) -> Vec<String>,
    facts: &mut Vec<Fact>,
) {
    for was in before.volumes.iter().filter(|was| !now.volumes.contains(was)) {
        let holder = holder(was);
        facts.push(Fact::VolumeGone { place: Place::new(&holder, None), held: held(&holder) });
    }
    for it in &now.volumes {
        let holder = holder(it);
        let place = Place::new(&holder, None);
        let used = now.containers.iter().flat_map(|it| &it.mounts).any(|mount| mount.holder == holder);
        let known = before.volumes.contains(it);
        let it = place.clone();
        facts.push(if known { Fact::VolumeSame { place: it } } else { Fact::VolumeNew { place: it } });
        if !used {
            facts.push(Fact::VolumeUnused { place, held: held(&holder) });
        }
    }
}

fn images(before: &SceneTaken, now: &SceneTaken, facts: &mut Vec<Fact>) {
    for it in &now.images {
        let was = before.images.iter().find(|was| was.name == it.name).and_then(|was| was.id.as_ref());
        let name = it.name.clone();
        facts.extend(match (was, &it.id) {
            (None, None) => None,
            (Some(was), Some(now)) if was == now => Some(Fact::ImageSame { name, id: image_id(now) }),
            (Some(was), Some(now)) => Some(Fact::ImageMoved { name, was: image_id(was), now: image_id(now) }),
            (None, Some(now)) => Some(Fact::ImageNew { name, id: image_id(now) }),
            (Some(_), None) => Some(Fact::ImageGone { name }),
        });
    }
}

/// Returns an image's id as the docker program shows it.
fn image_id(id: &str) -> String {
    short(id.strip_prefix("sha256:").unwrap_or(id)).to_owned()
}

impl Fact {
    /// Returns the sentence for the fact.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Replaced { name, was, now } => {
                Message::new("fact-replaced").arg("name", name).arg("was", was).arg("now", now)
            }
            Self::Gone { name, id, held } => listed("fact-gone", held).arg("name", name).arg("id", id),
            Self::New { name, id, image } => {
                Message::new("fact-new").arg("name", name).arg("id", id).arg("image", image)
            }
            Self::Renamed { was, now, id } => {
                Message::new("fact-renamed").arg("was", was).arg("now", now).arg("id", id)
            }
            Self::Restarted { name, id } => about("fact-restarted", name, id),
            Self::Stopped { name, id, status } => {
                about("fact-stopped", name, id).arg("status", status.to_string())
            }
            Self::Same { name, id } => about("fact-same", name, id),
            Self::Mounts { name, place, target, writable } => place
                .message("fact-mounts")
                .arg("container", name)
                .arg("target", target)
                .arg("writable", if *writable { "yes" } else { "no" }),
            Self::VolumeNew { place } => place.message("fact-volume-new"),
            Self::VolumeGone { place, held } => with(place.message("fact-volume-gone"), held),
            Self::VolumeSame { place } => place.message("fact-volume-same"),
            Self::VolumeUnused { place, held } => with(place.message("fact-volume-unused"), held),
            Self::ImageNew { name, id } => about("fact-image-new", name, id),
            Self::ImageMoved { name, was, now } => {
                Message::new("fact-image-moved").arg("name", name).arg("was", was).arg("now", now)
            }
            Self::ImageGone { name } => Message::new("fact-image-gone").arg("name", name),
            Self::ImageSame { name, id } => about("fact-image-same", name, id),
            Self::Recovered { name, line } => {
                Message::new("fact-recovered").arg("name", name).arg("line", line)
            }
        }
    }
}

fn about(key: &str, name: &str, id: &str) -> Message {
    Message::new(key).arg("name", name).arg("id", id)
}

/// Creates a message about kept values: `count` is their number, `held` lists them.
fn listed(key: &str, held: &[String]) -> Message {
    with(Message::new(key), held)
}

fn with(message: Message, held: &[String]) -> Message {
    let count = if held.is_empty() { "none" } else { "some" };
    message.arg("count", count).arg("held", held.join(", "))
}
