//! Resolving paths in containers: links are followed as the container's own programs follow them.
//!
//! A mount that is reached by another path is found by its own. An engine follows links itself when it reads, but
//! does not report where it arrived. That place decides what keeps a file, so the path is walked part by part.

use std::collections::HashMap;

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::StreamExt;

use super::guard::{Guard, GuardError};
use super::{
    Channel, ContainerDetails, ContainerId, EngineError, ExecSpec, Flow, MountDetails, MountKind, PathKind,
    PathStat, Process,
};

/// The maximum number of links on a path, as on Linux (`path_resolution(7)`).
const LINKS: usize = 40;

/// The maximum bytes of a link's archive: a header, and a target of up to 4096.
const LONGEST: usize = 64 * 1024;

/// Checks a path from inside a container.
///
/// Prints `l` and a link's target, `d`, `f`, or `-` if the path is missing.
const LOOK: &str = r#"if test -L "$1"; then printf l; exec readlink -n "$1"
elif test -d "$1"; then printf d; elif test -e "$1"; then printf f; else printf -; fi"#;

/// Read-only access to containers.
#[async_trait]
pub trait Observe: Sync {
    /// Returns a path's metadata, as [`Engine::stat`](super::Engine::stat).
    async fn stat(&self, id: &ContainerId, path: &str) -> Result<Option<PathStat>, GuardError>;

    /// Returns a path as a tar stream, as [`Engine::read`](super::Engine::read).
    async fn read(&self, id: &ContainerId, path: &str) -> Result<Option<Flow<Bytes>>, GuardError>;

    /// Runs a read-only command in a running container.
    async fn look_inside(&self, id: &ContainerId, look: &PathLook) -> Result<Process, GuardError>;
}

/// A command that checks a path from inside a container.
///
/// Other commands cannot be created.
#[derive(Debug)]
pub struct PathLook(ExecSpec);

impl PathLook {
    fn at(path: &str) -> Self {
        Self(ExecSpec {
            command: ["sh", "-c", LOOK, "sh", path].map(str::to_owned).to_vec(),
            // Root also sees what the container's own user may not.
            user: Some("0".to_owned()),
            ..ExecSpec::default()
        })
    }

    /// Returns the command.
    #[must_use]
    pub const fn spec(&self) -> &ExecSpec {
        &self.0
    }
}

#[async_trait]
impl Observe for Guard {
    async fn stat(&self, id: &ContainerId, path: &str) -> Result<Option<PathStat>, GuardError> {
        Self::stat(self, id, path).await
    }

    async fn read(&self, id: &ContainerId, path: &str) -> Result<Option<Flow<Bytes>>, GuardError> {
        Self::read(self, id, path).await
    }

    async fn look_inside(&self, id: &ContainerId, look: &PathLook) -> Result<Process, GuardError> {
        self.exec(id, look.spec()).await
    }
}

/// What is at a path, after following links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// The path is missing.
    Nothing,
    /// A directory.
    Directory,
    /// A file, or a device, a socket, a pipe.
    File,
    /// Unknown: below a tmpfs of a container that does not run, or that has no shell.
    Unseen,
}

/// The result of resolving a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    /// The path without links.
    pub path: String,
    /// What is at that path.
    pub thing: Thing,
    /// The innermost mount that contains it, by its resolved target.
    ///
    /// `None` for the container's own filesystem.
    pub mount: Option<MountDetails>,
    /// The links on the way, by their own paths.
    pub links: Vec<String>,
}

impl Destination {
    /// Returns whether it is on a tmpfs, which the engine does not read.
    #[must_use]
    pub fn is_on_tmpfs(&self) -> bool {
        self.mount.as_ref().is_some_and(|mount| mount.kind == MountKind::Tmpfs)
    }
}

/// A loop of links, or too many of them: the path leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkLoop {
    /// The first link that was not followed.
    pub link: String,
}

/// What one part of a path is.
#[derive(Debug, Clone)]
enum PathPart {
    Is(Thing),
    Link(String),
    /// The engine itself gave up.
    Circle,
}

/// The paths of one container, in its current state.
pub struct Paths<'a> {
    observer: &'a dyn Observe,
    container: &'a ContainerDetails,
    /// The mounts by their resolved targets, the outer before the inner.
    mounts: Vec<MountDetails>,
    seen: HashMap<String, PathPart>,
}

impl<'a> Paths<'a> {
    /// Reads the mounts of this container.
    ///
    /// A mount's target may be written through a link (`-v data:/var/run/data`), so each target is resolved.
    ///
    /// # Errors
    ///
    /// The engine's errors.
    pub async fn of(
        observer: &'a dyn Observe,
        container: &'a ContainerDetails,
    ) -> Result<Paths<'a>, GuardError> {
        let mut paths = Self { observer, container, mounts: Vec::new(), seen: HashMap::new() };
        let mut mounts: Vec<&MountDetails> = container.mounts.iter().collect();
        mounts.sort_by_key(|mount| mount.target.split('/').count());
        for mount in mounts {
            let mut mount = mount.clone();
            if let Ok(destination) = paths.follow(&mount.target).await? {
                mount.target = destination.path;
            }
            paths.mounts.push(mount);
        }
        Ok(paths)
    }

    /// Returns the mounts that contain a path without links, the longest target first.
    #[must_use]
    pub fn over(&self, path: &str) -> Vec<&MountDetails> {
        let mut over: Vec<_> = self.mounts.iter().filter(|mount| is_below(path, &mount.target)).collect();
        over.sort_by_key(|mount| std::cmp::Reverse(mount.target.len()));
        over
    }

    /// Returns the mounts below a path without links.
    #[must_use]
    pub fn below(&self, path: &str) -> Vec<&MountDetails> {
        let is_in = |mount: &&MountDetails| mount.target != path && is_below(&mount.target, path);
        let mut below: Vec<_> = self.mounts.iter().filter(is_in).collect();
        below.sort_by(|one, other| one.target.cmp(&other.target));
        below
    }

    /// Returns the mount whose target is this path.
    ///
    /// # Errors
    ///
    /// The engine's errors.
    pub async fn mount_at(&mut self, path: &str) -> Result<Option<&MountDetails>, GuardError> {
        let Ok(destination) = self.follow(path).await? else { return Ok(None) };
        Ok(self.mounts.iter().find(|mount| mount.target == destination.path))
    }

    /// Resolves a path. Missing parts are joined as they are written.
    ///
    /// # Errors
    ///
    /// The engine's errors. The inner error means links that lead nowhere.
    pub async fn follow(&mut self, path: &str) -> Result<Result<Destination, LinkLoop>, GuardError> {
        let mut left: Vec<String> = parts(path).rev().map(str::to_owned).collect();
        let (mut at, mut thing, mut links) = (String::new(), Thing::Directory, Vec::new());
        while let Some(part) = left.pop() {
            if part == ".." {
                at.truncate(at.rfind('/').unwrap_or_default());
                continue;
            }
            let here = format!("{at}/{part}");
            if thing != Thing::Directory {
                at = here;
                continue;
            }
            match self.part(&here).await? {
                PathPart::Is(is) => (at, thing) = (here, is),
                PathPart::Circle => return Ok(Err(LinkLoop { link: here })),
                PathPart::Link(_) if links.len() == LINKS => return Ok(Err(LinkLoop { link: here })),
                PathPart::Link(target) => {
                    if target.starts_with('/') {
                        at.clear();
                    }
                    left.extend(parts(&target).rev().map(str::to_owned));
                    links.push(here);
                }
            }
            // A file has nothing below it.
            if thing == Thing::File && left.iter().any(|part| part != "..") {
                thing = Thing::Nothing;
            }
        }
        let path = if at.is_empty() { "/".to_owned() } else { at };
        let mount = self.over(&path).first().map(|mount| (*mount).clone());
        Ok(Ok(Destination { path, thing, mount, links }))
    }

    /// Returns what one path is, if its parent is a directory without links.
    async fn part(&mut self, path: &str) -> Result<PathPart, GuardError> {
        if let Some(part) = self.seen.get(path) {
            return Ok(part.clone());
        }
        let over = self.over(path).first().copied();
        let tmpfs = over.filter(|mount| mount.kind == MountKind::Tmpfs);
        let part = match tmpfs {
            Some(mount) if mount.target == path => PathPart::Is(Thing::Directory),
            Some(_) if self.container.running => self.look_inside(path).await?,
            Some(_) => PathPart::Is(Thing::Unseen),
            None => self.look(path).await?,
        };
        self.seen.insert(path.to_owned(), part.clone());
        Ok(part)
    }

    /// Returns what the engine sees at a path.
    async fn look(&self, path: &str) -> Result<PathPart, GuardError> {
        let stat = match self.observer.stat(&self.container.id, path).await {
            Ok(None) => return Ok(PathPart::Is(Thing::Nothing)),
            Ok(Some(stat)) => stat,
            // Unlike `stat`, `read` reports the reason in its words.
            Err(error) => {
                let why = self.observer.read(&self.container.id, path).await;
                return if why.is_err_and(|why| says_circle(&why)) {
                    Ok(PathPart::Circle)
                } else {
                    Err(error)
                };
            }
        };
        Ok(match stat.kind {
            PathKind::Directory => PathPart::Is(Thing::Directory),
            PathKind::File | PathKind::Other => PathPart::Is(Thing::File),
            PathKind::Link => match self.target(path).await? {
                Some(target) => PathPart::Link(target),
                None => stat.link.map_or(PathPart::Is(Thing::Nothing), PathPart::Link),
            },
        })
    }

    /// Returns a link's target as written.
    ///
    /// The target that `stat` reports was resolved through what a tmpfs hides.
    async fn target(&self, path: &str) -> Result<Option<String>, GuardError> {
        let Some(mut archive) = self.observer.read(&self.container.id, path).await? else { return Ok(None) };
        let mut bytes = Vec::new();
        while let Some(piece) = archive.next().await {
            bytes.extend_from_slice(&piece?);
            if bytes.len() > LONGEST {
                break;
            }
        }
        let mut archive = tar::Archive::new(&bytes[..]);
        let entry = archive.entries().ok().and_then(|mut entries| entries.next()?.ok());
        let target = entry.and_then(|entry| Some(entry.link_name_bytes()?.into_owned()));
        Ok(target.map(|target| String::from_utf8_lossy(&target).into_owned()))
    }

    /// Returns what a program in the container sees at a path.
    ///
    /// The engine sees what a tmpfs hides.
    async fn look_inside(&self, path: &str) -> Result<PathPart, GuardError> {
        let unseen = PathPart::Is(Thing::Unseen);
        let process = match self.observer.look_inside(&self.container.id, &PathLook::at(path)).await {
            Ok(process) => process,
            // The container is paused, or ended in between.
            Err(GuardError::Engine(error)) if is_refusal(&error) => return Ok(unseen),
            Err(error) => return Err(error),
        };
        let Process { mut output, exit } = process;
        let mut said = Vec::new();
        while let Some(chunk) = output.next().await {
            let chunk = chunk?;
            if chunk.from == Channel::Out && said.len() < LONGEST {
                said.extend_from_slice(&chunk.bytes);
            }
        }
        if exit.await? != 0 {
            return Ok(unseen);
        }
        Ok(match said.split_first() {
            Some((b'l', target)) => PathPart::Link(String::from_utf8_lossy(target).into_owned()),
            Some((b'd', _)) => PathPart::Is(Thing::Directory),
            Some((b'f', _)) => PathPart::Is(Thing::File),
            Some((b'-', _)) => PathPart::Is(Thing::Nothing),
            _ => unseen,
        })
    }
}

/// Returns the parts of a path without empty ones and `.`.
fn parts(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.split('/').filter(|part| !matches!(*part, "" | "."))
}

/// Returns whether a path is this folder or below it.
fn is_below(path: &str, folder: &str) -> bool {
    std::path::Path::new(path).starts_with(folder)
}

fn is_refusal(error: &EngineError) -> bool {
    matches!(error.cause, super::Cause::Refused { .. })
}

/// Returns whether an engine gave up on links.
///
/// Its words are `too many links` (moby, `FollowSymlinkInScope`), or those of Linux.
fn says_circle(error: &GuardError) -> bool {
    let GuardError::Engine(EngineError { cause: super::Cause::Refused { words, .. }, .. }) = error else {
        return false;
    };
    words.contains("too many links") || words.contains("too many levels of symbolic links")
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use futures_util::FutureExt;
    use futures_util::stream;

    use super::super::{Cause, Operation};
    use super::*;

    /// A container's filesystem: paths and what they are.
    struct Tree {
        layer: Vec<(&'static str, PathPart)>,
        inside: Vec<(&'static str, PathPart)>,
    }

    fn find(tree: &[(&'static str, PathPart)], path: &str) -> Option<PathPart> {
        tree.iter().find(|(at, _)| *at == path).map(|(_, part)| part.clone())
    }

    #[async_trait]
    impl Observe for Tree {
        async fn stat(&self, id: &ContainerId, path: &str) -> Result<Option<PathStat>, GuardError> {
            let kind = match find(&self.layer, path) {
                None | Some(PathPart::Is(Thing::Nothing | Thing::Unseen)) => return Ok(None),
                Some(PathPart::Is(Thing::Directory)) => PathKind::Directory,
                Some(PathPart::Is(Thing::File)) => PathKind::File,
                Some(PathPart::Link(_)) => PathKind::Link,
                Some(PathPart::Circle) => return Err(refused(id, "").into()),
            };
            Ok(Some(PathStat { name: String::new(), size: 0, kind, mode: 0, link: None }))
        }

        async fn read(&self, id: &ContainerId, path: &str) -> Result<Option<Flow<Bytes>>, GuardError> {
            let Some(PathPart::Link(target)) = find(&self.layer, path) else {
                return Err(refused(id, "evalSymlinksInScope: too many links in /x").into());
            };
            let mut archive = tar::Builder::new(Vec::new());
            let mut header = tar::Header::new_gnu();
            header.set_entry_type(tar::EntryType::Symlink);
            header.set_size(0);
            archive.append_link(&mut header, "link", target).expect("packed");
            let bytes = archive.into_inner().expect("whole");
            Ok(Some(Box::pin(stream::iter([Ok(Bytes::from(bytes))]))))
        }

        async fn look_inside(&self, _: &ContainerId, look: &PathLook) -> Result<Process, GuardError> {
            let said = match find(&self.inside, &look.spec().command[4]) {
                Some(PathPart::Link(target)) => format!("l{target}"),
                Some(PathPart::Is(Thing::Directory)) => "d".to_owned(),
                Some(_) => "f".to_owned(),
                None => "-".to_owned(),
            };
            let chunk = super::super::Chunk { from: Channel::Out, bytes: said.into() };
            Ok(Process {
                output: Box::pin(stream::iter([Ok(chunk)])),
                exit: Box::pin(std::future::ready(Ok(0))),
            })
        }
    }

    fn refused(id: &ContainerId, words: &str) -> EngineError {
        let cause = Cause::Refused { status: 500, words: words.to_owned() };
        EngineError::new(Operation::Read, &id.0, cause)
    }

    fn link(target: &str) -> PathPart {
        PathPart::Link(target.to_owned())
    }

    fn tree() -> Tree {
        let directory = || PathPart::Is(Thing::Directory);
        Tree {
            layer: vec![
                ("/data", directory()),
                ("/data/f", PathPart::Is(Thing::File)),
                ("/run", directory()),
                ("/run/data", directory()),
                ("/var", directory()),
                ("/var/run", link("../run/./")),
                ("/var/up", link("../../data/f")),
                ("/none", link("gone/away")),
                ("/circle", PathPart::Circle),
                ("/self", link("self")),
                ("/to-fast", link("/fast/in")),
                ("/fast", directory()),
                // A path that the tmpfs hides.
                ("/fast/in", link("/run")),
            ],
            inside: vec![("/fast/in", link("/data")), ("/fast/f", PathPart::Is(Thing::File))],
        }
    }

    fn mount(kind: MountKind, target: &str) -> MountDetails {
        let (name, source) = (target.to_owned(), String::new());
        MountDetails { kind, name, source, target: target.to_owned(), writable: true }
    }

    fn container(running: bool) -> ContainerDetails {
        let mounts = vec![
            mount(MountKind::Volume, "/var/run/data"),
            mount(MountKind::Volume, "/data"),
            mount(MountKind::Tmpfs, "/fast"),
        ];
        ContainerDetails { running, mounts, ..ContainerDetails::default() }
    }

    fn follow(running: bool, path: &str) -> Result<Destination, LinkLoop> {
        let (tree, container) = (tree(), container(running));
        let walk = async {
            let mut paths = Paths::of(&tree, &container).await.expect("paths");
            paths.follow(path).await.expect("followed")
        };
        pin!(walk).now_or_never().expect("at once")
    }

    #[test]
    fn links_are_followed_part_by_part() {
        for (path, leads, thing, mount, links) in [
            ("/", "/", Thing::Directory, None, 0),
            ("//data//./f", "/data/f", Thing::File, Some("/data"), 0),
            ("/var/up", "/data/f", Thing::File, Some("/data"), 1),
            ("/var/run/../run", "/run", Thing::Directory, None, 1),
            ("/var/run/../data/f", "/data/f", Thing::File, Some("/data"), 1),
            ("/run/data/x", "/run/data/x", Thing::Nothing, Some("/run/data"), 0),
            ("/var/run/data/x/y", "/run/data/x/y", Thing::Nothing, Some("/run/data"), 1),
            ("/none", "/gone/away", Thing::Nothing, None, 1),
            ("/data/f/g", "/data/f/g", Thing::Nothing, Some("/data"), 0),
            ("/to-fast/f", "/data/f", Thing::File, Some("/data"), 2),
            ("/fast/f", "/fast/f", Thing::File, Some("/fast"), 0),
            ("/fast", "/fast", Thing::Directory, Some("/fast"), 0),
        ] {
            let found = follow(true, path).unwrap_or_else(|circle| panic!("{path}: {circle:?}"));
            let over = found.mount.as_ref().map(|mount| mount.target.as_str());
            assert_eq!((found.path.as_str(), found.thing), (leads, thing), "{path}");
            assert_eq!((over, found.links.len()), (mount, links), "{path}");
        }
    }

    #[test]
    fn what_is_in_a_tmpfs_that_has_ended_is_unseen() {
        let found = follow(false, "/to-fast/f").expect("a place");
        assert_eq!((found.path.as_str(), found.thing), ("/fast/in/f", Thing::Unseen));
        assert!(found.is_on_tmpfs());
    }

    #[test]
    fn circles_are_noticed() {
        assert_eq!(follow(true, "/circle/x"), Err(LinkLoop { link: "/circle".to_owned() }));
        assert_eq!(follow(true, "/self"), Err(LinkLoop { link: "/self".to_owned() }));
    }
}
