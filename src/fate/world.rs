//! A small world for the property test: images, containers, volumes and a host folder, with their
//! contents. It knows nothing about fates, only what is where and what has been destroyed.

use proptest::prelude::*;

/// How the value is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Probe {
    /// A file, through the archive API; also of stopped containers, except their tmpfs.
    File,
    /// The same file, through a command: works on running containers only.
    Exec,
    /// The memory of the main process.
    Memory,
}

/// What can keep a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Storage {
    Image(usize),
    Layer(usize),
    Volume(usize),
    Bind,
    /// Container and start.
    Tmpfs(usize, u32),
    /// Container and start.
    Memory(usize, u32),
}

/// What was seen through a container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) value: Option<u8>,
    pub(super) storage: Storage,
    pub(super) container: usize,
    pub(super) start: u32,
    /// Absent, although the image has it.
    pub(super) whiteout: bool,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Mounted {
    Nothing,
    Named(usize),
    Anonymous,
    /// The latest remaining anonymous volume, by its name.
    Found,
    Bind,
    Tmpfs,
}

/// What can be done. A slot names a container; the watch looks at both slots.
#[derive(Debug, Clone, Copy)]
pub(super) enum WorldAct {
    Run {
        slot: usize,
        image: usize,
        mounted: Mounted,
    },
    Remove {
        slot: usize,
        volumes: bool,
    },
    Stop(usize),
    Start(usize),
    Restart(usize),
    Rename(usize),
    RenameBack(usize),
    Write(usize, u8),
    Delete(usize),
    /// Restores the image's own file, byte for byte.
    Restore(usize),
    Commit(usize),
    RemoveVolume(usize),
    CreateVolume(usize),
    WriteOnHost(u8),
    RemoveOnHost,
}

#[derive(Debug, Clone, Copy)]
struct Image {
    file: Option<u8>,
    /// What the program has in memory when it first starts.
    begins_with: Option<u8>,
    /// It saves its memory when it stops, and loads it again, as Redis does.
    saves: bool,
}

#[derive(Debug, Clone, Copy)]
enum Own {
    Untouched,
    Written(u8),
    Deleted,
}

#[derive(Debug, Clone, Copy)]
enum Mount {
    Volume(usize),
    Bind,
    Tmpfs,
}

#[derive(Debug, Clone)]
struct Container {
    slot: Option<usize>,
    image: usize,
    own: Own,
    mount: Option<Mount>,
    tmpfs: Option<u8>,
    memory: Option<u8>,
    saved: Option<u8>,
    start: u32,
    runs: bool,
    exists: bool,
}

#[derive(Debug, Clone)]
struct Volume {
    /// `None` for an anonymous volume.
    name: Option<usize>,
    file: Option<u8>,
    exists: bool,
}

/// A folder of the host.
#[derive(Debug, Clone, Default)]
struct Folder {
    exists: bool,
    file: Option<u8>,
}

/// Everything that exists, and marks of what existed.
#[derive(Debug, Clone)]
pub(super) struct World {
    probe: Probe,
    images: Vec<Image>,
    containers: Vec<Container>,
    volumes: Vec<Volume>,
    folder: Folder,
    starts: u32,
}

impl World {
    pub(super) fn new(probe: Probe) -> Self {
        let images = vec![
            Image { file: None, begins_with: None, saves: true },
            Image { file: Some(1), begins_with: Some(1), saves: false },
            Image { file: Some(2), begins_with: Some(1), saves: false },
        ];
        Self { probe, images, containers: vec![], volumes: vec![], folder: Folder::default(), starts: 0 }
    }

    /// Performs an action; one that is impossible does nothing, like a refused command.
    pub(super) fn act(&mut self, act: WorldAct) {
        match act {
            WorldAct::Run { slot, image, mounted } => self.run(slot, image % self.images.len(), mounted),
            WorldAct::Remove { slot, volumes } => self.remove(slot, volumes),
            WorldAct::Stop(slot) => self.stop(slot),
            WorldAct::Start(slot) => self.start(slot),
            WorldAct::Restart(slot) => {
                self.stop(slot);
                self.start(slot);
            }
            WorldAct::Rename(slot) => {
                if let Some(at) = self.named(slot) {
                    self.containers[at].slot = None;
                }
            }
            WorldAct::RenameBack(slot) => self.rename_back(slot),
            WorldAct::Write(slot, value) => self.put(slot, Some(value)),
            WorldAct::Delete(slot) => self.put(slot, None),
            WorldAct::Restore(slot) => {
                if let Some(at) = self.named(slot) {
                    self.containers[at].own = Own::Untouched;
                }
            }
            WorldAct::Commit(slot) => self.commit(slot),
            WorldAct::RemoveVolume(name) => self.remove_volume(name),
            WorldAct::CreateVolume(name) => {
                self.volume(name);
            }
            WorldAct::WriteOnHost(value) => {
                if self.folder.exists {
                    self.folder.file = Some(value);
                }
            }
            WorldAct::RemoveOnHost => {
                if !self.containers.iter().any(|c| c.exists && matches!(c.mount, Some(Mount::Bind))) {
                    self.folder = Folder::default();
                }
            }
        }
    }

    /// What the watch sees through the last of its containers that exists or runs.
    pub(super) fn look(&self) -> Option<Seen> {
        let asked = |at: &usize| self.probe == Probe::File || self.containers[*at].runs;
        let container = [1, 0].into_iter().filter_map(|slot| self.named(slot)).find(asked)?;
        let Container { image, own, mount, start, runs, .. } = self.containers[container];
        let image_has = self.images[image].file;
        let storage = match (self.probe, mount, own) {
            (Probe::Memory, _, _) => Storage::Memory(container, start),
            (_, Some(Mount::Tmpfs), _) if !runs => return None,
            (_, Some(Mount::Tmpfs), _) => Storage::Tmpfs(container, start),
            (_, Some(Mount::Volume(volume)), _) => Storage::Volume(volume),
            (_, Some(Mount::Bind), _) => Storage::Bind,
            (_, None, Own::Untouched) if image_has.is_some() => Storage::Image(image),
            (_, None, _) => Storage::Layer(container),
        };
        let value = self.content(storage);
        let whiteout = value.is_none() && image_has.is_some() && self.probe != Probe::Memory;
        Some(Seen { value, storage, container, start, whiteout })
    }

    /// Returns whether a place still exists.
    pub(super) fn exists(&self, storage: Storage) -> bool {
        match storage {
            Storage::Image(_) => true,
            Storage::Layer(at) => self.containers[at].exists,
            Storage::Volume(at) => self.volumes[at].exists,
            Storage::Bind => self.folder.exists,
            Storage::Tmpfs(at, start) | Storage::Memory(at, start) => {
                let container = &self.containers[at];
                container.exists && container.runs && container.start == start
            }
        }
    }

    /// Returns what a place holds now.
    pub(super) fn content(&self, storage: Storage) -> Option<u8> {
        if !self.exists(storage) {
            return None;
        }
        match storage {
            Storage::Image(at) => self.images[at].file,
            Storage::Layer(at) => match self.containers[at].own {
                Own::Written(value) => Some(value),
                Own::Untouched | Own::Deleted => None,
            },
            Storage::Volume(at) => self.volumes[at].file,
            Storage::Bind => self.folder.file,
            Storage::Tmpfs(at, _) => self.containers[at].tmpfs,
            Storage::Memory(at, _) => self.containers[at].memory,
        }
    }

    /// What the program of a container has in memory when it first starts.
    pub(super) fn begins_with(&self, container: usize) -> Option<u8> {
        self.images[self.containers[container].image].begins_with
    }

    fn named(&self, slot: usize) -> Option<usize> {
        self.containers.iter().position(|container| container.exists && container.slot == Some(slot))
    }

    fn run(&mut self, slot: usize, image: usize, mounted: Mounted) {
        if self.named(slot).is_some() {
            return;
        }
        let mount = match mounted {
            Mounted::Nothing => None,
            Mounted::Named(name) => Some(Mount::Volume(self.volume(name))),
            Mounted::Anonymous => Some(Mount::Volume(self.make_volume(None))),
            Mounted::Found => {
                let left = self.volumes.iter().rposition(|volume| volume.exists && volume.name.is_none());
                let Some(left) = left else { return };
                Some(Mount::Volume(left))
            }
            Mounted::Bind => {
                self.folder.exists = true;
                Some(Mount::Bind)
            }
            Mounted::Tmpfs => Some(Mount::Tmpfs),
        };
        if let Some(Mount::Volume(volume)) = mount {
            // Docker fills an empty volume with the image's files at that path.
            let file = &mut self.volumes[volume].file;
            *file = file.or(self.images[image].file);
        }
        self.containers.push(Container {
            slot: Some(slot),
            image,
            own: Own::Untouched,
            mount,
            tmpfs: None,
            memory: None,
            saved: None,
            start: 0,
            runs: false,
            exists: true,
        });
        self.start(slot);
    }

    fn start(&mut self, slot: usize) {
        let Some(at) = self.named(slot).filter(|at| !self.containers[*at].runs) else { return };
        self.starts += 1;
        let begins_with = self.begins_with(at);
        let container = &mut self.containers[at];
        (container.runs, container.start) = (true, self.starts);
        (container.tmpfs, container.memory) = (None, container.saved.or(begins_with));
    }

    fn stop(&mut self, slot: usize) {
        if let Some(at) = self.named(slot) {
            let saves = self.images[self.containers[at].image].saves;
            let container = &mut self.containers[at];
            container.saved = container.memory.filter(|_| saves);
            container.runs = false;
        }
    }

    fn remove(&mut self, slot: usize, volumes: bool) {
        let Some(at) = self.named(slot) else { return };
        (self.containers[at].exists, self.containers[at].runs) = (false, false);
        if let Some(Mount::Volume(volume)) = self.containers[at].mount
            && volumes
            && self.volumes[volume].name.is_none()
            && !self.is_used(volume)
        {
            self.volumes[volume].exists = false;
        }
    }

    fn rename_back(&mut self, slot: usize) {
        if self.named(slot).is_none()
            && let Some(aside) = self.containers.iter_mut().find(|c| c.exists && c.slot.is_none())
        {
            aside.slot = Some(slot);
        }
    }

    fn put(&mut self, slot: usize, value: Option<u8>) {
        let Some(at) = self.named(slot) else { return };
        let container = &mut self.containers[at];
        match (self.probe, container.mount) {
            (Probe::Memory, _) if container.runs => container.memory = value,
            (Probe::Memory, _) => {}
            (_, Some(Mount::Volume(volume))) => self.volumes[volume].file = value,
            (_, Some(Mount::Bind)) => self.folder.file = value,
            (_, Some(Mount::Tmpfs)) if container.runs => container.tmpfs = value,
            (_, Some(Mount::Tmpfs)) => {}
            (_, None) => container.own = value.map_or(Own::Deleted, Own::Written),
        }
    }

    /// Creates an image from a container's layer; mounts are not included.
    fn commit(&mut self, slot: usize) {
        let Some(at) = self.named(slot) else { return };
        let container = &self.containers[at];
        let below = self.images[container.image];
        let file = match container.own {
            Own::Untouched => below.file,
            Own::Written(value) => Some(value),
            Own::Deleted => None,
        };
        self.images.push(Image { file, ..below });
    }

    fn is_used(&self, volume: usize) -> bool {
        let mounts = |c: &Container| matches!(c.mount, Some(Mount::Volume(at)) if at == volume);
        self.containers.iter().any(|container| container.exists && mounts(container))
    }

    fn volume(&mut self, name: usize) -> usize {
        let known = self.volumes.iter().position(|volume| volume.exists && volume.name == Some(name));
        known.unwrap_or_else(|| self.make_volume(Some(name)))
    }

    fn make_volume(&mut self, name: Option<usize>) -> usize {
        self.volumes.push(Volume { name, file: None, exists: true });
        self.volumes.len() - 1
    }

    fn remove_volume(&mut self, name: usize) {
        let known = self.volumes.iter().position(|volume| volume.exists && volume.name == Some(name));
        if let Some(known) = known.filter(|known| !self.is_used(*known)) {
            self.volumes[known].exists = false;
        }
    }
}

/// Any action; the slots are used unevenly, so that names are reused.
pub(super) fn any_act() -> impl Strategy<Value = WorldAct> {
    let slot = || prop_oneof![3 => Just(0_usize), 1 => Just(1_usize)];
    let mounted = prop_oneof![
        3 => Just(Mounted::Nothing),
        2 => (0..2_usize).prop_map(Mounted::Named),
        1 => Just(Mounted::Anonymous),
        1 => Just(Mounted::Found),
        1 => Just(Mounted::Bind),
        1 => Just(Mounted::Tmpfs),
    ];
    prop_oneof![
        6 => (slot(), 0..4_usize, mounted).prop_map(|(slot, image, mounted)| WorldAct::Run { slot, image, mounted }),
        4 => (slot(), any::<bool>()).prop_map(|(slot, volumes)| WorldAct::Remove { slot, volumes }),
        1 => slot().prop_map(WorldAct::Stop),
        1 => slot().prop_map(WorldAct::Start),
        2 => slot().prop_map(WorldAct::Restart),
        1 => slot().prop_map(WorldAct::Rename),
        1 => slot().prop_map(WorldAct::RenameBack),
        4 => (slot(), 1..5_u8).prop_map(|(slot, value)| WorldAct::Write(slot, value)),
        2 => slot().prop_map(WorldAct::Delete),
        2 => slot().prop_map(WorldAct::Restore),
        1 => slot().prop_map(WorldAct::Commit),
        1 => (0..2_usize).prop_map(WorldAct::RemoveVolume),
        1 => (0..2_usize).prop_map(WorldAct::CreateVolume),
        1 => (1..5_u8).prop_map(WorldAct::WriteOnHost),
        1 => Just(WorldAct::RemoveOnHost),
    ]
}
