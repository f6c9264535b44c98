//! Finds where a path of any container is kept. It only looks and never changes anything. One look is a
//! command inside a running container, because a tmpfs can be seen only from there.

use std::path::Path;
use std::time::Duration;

use super::archive;
use super::archive::Bounds;
use super::error::RunError;
use crate::engine::{
    Change, ChangeKind, ContainerDetails, Destination, LinkLoop, MountDetails, MountKind, Observer, Paths,
    Setup, Thing,
};
use crate::event::Message;
use crate::fate::{
    EngineKind, HolderKind, Inside, Kept, LayerMark, Link, Location, PathContent, Sharer, Whose, Writable,
    is_made_up,
};

/// How long a container's own filesystem is searched for what a mount hides.
/// A large one takes longer; then nothing is reported about it.
const SEARCH: Duration = Duration::from_secs(3);

/// Files that the engine writes for a container at every start.
const ENGINE_FILES: [&str; 3] = ["/etc/hosts", "/etc/hostname", "/etc/resolv.conf"];

/// The kernel's own filesystems.
const KERNEL: [&str; 2] = ["/proc", "/sys"];

/// Devices, and `/dev/shm`, which is a tmpfs in every container.
const DEVICES: &str = "/dev";

/// Finds where a path of a container is kept.
/// The inner error says that there is no such container or path.
///
/// # Errors
/// The engine's errors.
pub async fn locate(
    observer: &Observer,
    name: &str,
    path: &str,
) -> Result<Result<Location, Message>, RunError> {
    let Some(container) = observer.container(name).await? else {
        return Ok(Err(Message::new("locate-no-container").arg("container", name)));
    };
    let mut paths = Paths::of(observer, &container).await?;
    let place = match paths.follow(path).await? {
        Ok(place) => place,
        Err(LinkLoop { link }) => {
            let nowhere = Message::new("locate-nowhere").arg("container", &container.name);
            return Ok(Err(nowhere.arg("path", path).arg("link", link)));
        }
    };
    let look = Looking {
        observer,
        container: &container,
        setup: observer.setup(&container.id).await?,
        changes: observer.changes(&container.id).await?,
    };
    look.locate(&paths, path, place).await.map(Ok)
}

/// Returns the holder of an unmounted path outside of image and layer.
fn kind_without_mount(path: &str) -> Option<HolderKind> {
    let is_in = |folder: &str| Path::new(path).starts_with(folder);
    if ENGINE_FILES.contains(&path) {
        return Some(HolderKind::Engine);
    }
    if is_in(DEVICES) {
        return Some(HolderKind::Tmpfs);
    }
    KERNEL.iter().any(|folder| is_in(folder)).then_some(HolderKind::Memory)
}

/// A container that is examined.
struct Looking<'a> {
    observer: &'a Observer,
    container: &'a ContainerDetails,
    setup: Setup,
    /// The changes of its layer.
    changes: Vec<Change>,
}

impl Looking<'_> {
    async fn locate(&self, paths: &Paths<'_>, asked: &str, place: Destination) -> Result<Location, RunError> {
        let over = paths.over(&place.path);
        let special = kind_without_mount(&place.path).filter(|_| over.is_empty());
        let layer = if over.is_empty() && special.is_none() { self.mark(&place) } else { None };
        let found = match (special, place.thing) {
            (Some(HolderKind::Memory | HolderKind::Tmpfs), _) | (_, Thing::Unseen) => PathContent::Unseen,
            (_, Thing::File) => PathContent::File,
            (_, Thing::Directory) => PathContent::Directory,
            (_, Thing::Nothing) => PathContent::Nothing,
        };
        let holder = match (over.first(), special) {
            (Some(mount), _) => self.kept(mount, &place),
            (None, Some(kind)) => Kept::nameless(kind),
            (None, None) if layer.is_some() || found == PathContent::Nothing => {
                Kept::nameless(HolderKind::Layer)
            }
            (None, None) => Kept::nameless(HolderKind::Image),
        };
        let below = if found == PathContent::Directory { paths.below(&place.path) } else { Vec::new() };
        let inside = |mount: &&MountDetails| Inside { path: mount.target.clone(), holder: self.whole(mount) };
        let link = |link: &String| Link { path: link.clone(), own: mark(&self.changes, link).is_some() };
        Ok(Location {
            container: self.whose().await?,
            asked: asked.to_owned(),
            mounted_at: over.first().map(|mount| mount.target.clone()),
            writable: self.writable(&over, holder.kind),
            shared_with: self.shared(&over, &holder).await?,
            hides: self.hidden(&over, &place).await?,
            inside: below.iter().map(inside).collect(),
            links: place.links.iter().map(link).collect(),
            path: place.path,
            found,
            holder,
            layer,
        })
    }

    /// Returns how the layer changed a path.
    /// A directory counts as changed if anything in it is the layer's.
    fn mark(&self, place: &Destination) -> Option<LayerMark> {
        let is_in = |change: &Change| Path::new(&change.path).starts_with(&place.path);
        let touched = place.thing == Thing::Directory && self.changes.iter().any(is_in);
        mark(&self.changes, &place.path).or(touched.then_some(LayerMark::Changed))
    }

    async fn whose(&self) -> Result<Whose, RunError> {
        let container = self.container;
        let image = self.observer.image(&container.image_name).await?;
        Ok(Whose {
            name: container.name.clone(),
            id: container.id.0.clone(),
            image: container.image_name.clone(),
            image_moved: image.is_none_or(|image| image.id != container.image),
            running: container.running,
            auto_remove: container.auto_remove,
            engine: EngineKind::named(&self.observer.about().await?.name),
        })
    }

    /// Returns where a mount keeps a path.
    fn kept(&self, mount: &MountDetails, place: &Destination) -> Kept {
        let mut kept = self.whole(mount);
        if mount.kind == MountKind::Bind {
            kept.name = host_path(mount, place);
        }
        kept
    }

    /// Returns a mount as a whole.
    fn whole(&self, mount: &MountDetails) -> Kept {
        let by_name = self.setup.named.contains(&mount.name);
        match mount.kind {
            MountKind::Volume => Kept {
                kind: HolderKind::Volume,
                name: mount.name.clone(),
                // A volume of `--volumes-from` has the name given by the other container, or a generated one.
                anonymous: !by_name && (!self.setup.volumes_from || is_made_up(&mount.name)),
            },
            MountKind::Bind => Kept { kind: HolderKind::Bind, name: mount.source.clone(), anonymous: false },
            MountKind::Tmpfs => Kept::nameless(HolderKind::Tmpfs),
        }
    }

    fn writable(&self, over: &[&MountDetails], kind: HolderKind) -> Writable {
        match over.first() {
            Some(mount) if mount.writable => Writable::Yes,
            Some(_) => Writable::MountReadOnly,
            // Devices and kernel files are not part of its own filesystem.
            None if matches!(kind, HolderKind::Tmpfs | HolderKind::Memory) => Writable::Yes,
            None if self.setup.read_only => Writable::RootReadOnly,
            None => Writable::Yes,
        }
    }

    /// Returns the other containers that use the same volume or host path.
    async fn shared(&self, over: &[&MountDetails], holder: &Kept) -> Result<Vec<Sharer>, RunError> {
        if over.first().is_none_or(|mount| mount.kind == MountKind::Tmpfs) {
            return Ok(Vec::new());
        }
        let mut sharers = Vec::new();
        for other in self.observer.containers().await?.iter().filter(|other| other.id != self.container.id) {
            let has = |mount: &&MountDetails| match mount.kind {
                MountKind::Volume => holder.kind == HolderKind::Volume && mount.name == holder.name,
                MountKind::Bind => {
                    holder.kind == HolderKind::Bind && Path::new(&holder.name).starts_with(&mount.source)
                }
                MountKind::Tmpfs => false,
            };
            sharers.extend(other.mounts.iter().filter(has).map(|mount| Sharer {
                container: other.name.clone(),
                path: mount.target.clone(),
                writable: mount.writable,
            }));
        }
        sharers.sort_by(|one, other| (&one.container, &one.path).cmp(&(&other.container, &other.path)));
        Ok(sharers)
    }

    /// Returns what the mount over a path hides.
    async fn hidden(&self, over: &[&MountDetails], place: &Destination) -> Result<Option<Kept>, RunError> {
        match over {
            [] => Ok(None),
            [_, next, ..] => Ok(Some(self.kept(next, place))),
            [_] => {
                let searched = tokio::time::timeout(SEARCH, self.is_in_own(&place.path));
                let Ok(found) = searched.await else { return Ok(None) };
                let marked = mark(&self.changes, &place.path);
                Ok(found?.then(|| Kept::nameless(hidden_kind(marked))))
            }
        }
    }

    /// Returns whether the container's own filesystem has content at this path.
    /// An engine creates an empty file or folder as a mount point; that does not count.
    async fn is_in_own(&self, path: &str) -> Result<bool, RunError> {
        let wanted = path.trim_start_matches('/').to_owned();
        let archive = self.observer.export(&self.container.id);
        let found = archive::unpack(archive, move |archive| {
            let mut there = false;
            archive::each(archive, WHOLE, |entry| {
                let at = entry.path()?;
                let is_it = at == Path::new(&wanted);
                let is_file = !entry.header().entry_type().is_dir();
                there = (is_it && is_file && entry.size() > 0) || (!is_it && at.starts_with(&wanted));
                Ok(!there)
            })?;
            Ok(there)
        });
        let subject = || format!("{}:{path}", self.container.name);
        found.await?.map_err(|cause| RunError::Archive { subject: subject(), cause })
    }
}

/// Limits for searching a container's filesystem: 64 GiB, three million entries.
const WHOLE: Bounds = Bounds { bytes: 64 << 30, entries: 3_000_000, depth: 1024 };

/// Returns how the layer changed exactly this path.
fn mark(changes: &[Change], path: &str) -> Option<LayerMark> {
    let change = changes.iter().find(|change| change.path == path)?;
    Some(match change.kind {
        ChangeKind::Added => LayerMark::Added,
        ChangeKind::Modified => LayerMark::Changed,
        ChangeKind::Deleted => LayerMark::Deleted,
    })
}

/// Returns what a hidden file belongs to.
const fn hidden_kind(mark: Option<LayerMark>) -> HolderKind {
    match mark {
        None | Some(LayerMark::Deleted) => HolderKind::Image,
        Some(LayerMark::Added | LayerMark::Changed) => HolderKind::Layer,
    }
}

/// Returns the host path of something below a bind mount.
fn host_path(mount: &MountDetails, place: &Destination) -> String {
    let rest = Path::new(&place.path).strip_prefix(&mount.target).unwrap_or(Path::new(""));
    Path::new(&mount.source).join(rest).display().to_string().trim_end_matches('/').to_owned()
}
