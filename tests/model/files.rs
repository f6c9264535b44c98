//! The files of a container as its programs see them: its own tree, and what is mounted over it.
//!
//! Longer than 400 lines because every way to a file asks the same questions, which are seen together.

use std::path::PathBuf;

use super::content::Content;
use super::errno::Errno;
use super::host;
use super::tree::{Node, Thing, Tree, name, now, parent};
use super::world::World;

/// Links that are followed on one path.
const LINKS: usize = 40;

/// Who asks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Who {
    pub uid: u32,
    pub gid: u32,
    pub groups: Vec<u32>,
    /// Root without the capability to give files away.
    pub no_chown: bool,
}

/// What keeps a path.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Store {
    /// The container's own layer on its image.
    Root,
    /// What is made anew for each run: a tmpfs, `/dev`, `/etc/hosts`.
    Own(String),
    Volume(String),
    Host(PathBuf),
}

/// Where a path really is.
struct Spot {
    store: Store,
    /// The path in there.
    path: String,
    writable: bool,
}

/// The files of a container, for somebody.
pub struct Files<'w> {
    pub world: &'w mut World,
    pub container: String,
    pub who: Who,
    /// From outside what is made for a run alone cannot be seen.
    pub outside: bool,
}

type Done<T> = Result<T, Errno>;

impl Files<'_> {
    /// Where a path without links in it is.
    fn spot(&self, path: &str) -> Spot {
        let root = || Spot { store: Store::Root, path: path.to_owned(), writable: true };
        let Some(container) = self.world.containers.get(&self.container) else { return root() };
        let over =
            |target: &str| path.strip_prefix(target).filter(|rest| rest.is_empty() || rest.starts_with('/'));
        let mounts = container.mounts.iter().filter_map(|mount| {
            let rest = over(&container.tree.resolved(&mount.target))?;
            let store = match (&mount.volume, &mount.host) {
                (Some(volume), _) => Store::Volume(volume.clone()),
                (_, Some(host)) => Store::Host(host.clone()),
                _ => return None,
            };
            Some((path.len() - rest.len(), Spot { store, path: rest.to_owned(), writable: mount.writable }))
        });
        let own = container.own.keys().filter(|_| !self.outside).filter_map(|target| {
            let (rest, store) = (over(target)?, Store::Own(target.clone()));
            Some((target.len(), Spot { store, path: rest.to_owned(), writable: true }))
        });
        let longest = mounts.chain(own).max_by_key(|(length, _)| *length);
        longest.map_or_else(|| Spot { writable: !container.spec.read_only, ..root() }, |(_, spot)| spot)
    }

    fn tree(&self, store: &Store) -> Option<&Tree> {
        let container = self.world.containers.get(&self.container);
        match store {
            Store::Root => container.map(|container| &container.tree),
            Store::Own(target) => container.and_then(|container| container.own.get(target)),
            Store::Volume(name) => self.world.volumes.get(name).map(|volume| &volume.tree),
            Store::Host(_) => None,
        }
    }

    fn tree_mut(&mut self, store: &Store) -> Option<&mut Tree> {
        let container = self.world.containers.get_mut(&self.container);
        match store {
            Store::Root => container.map(|container| &mut container.tree),
            Store::Own(target) => container.and_then(|container| container.own.get_mut(target)),
            Store::Volume(name) => self.world.volumes.get_mut(name).map(|volume| &mut volume.tree),
            Store::Host(_) => None,
        }
    }

    fn host(folder: &std::path::Path, path: &str) -> PathBuf {
        if path.is_empty() { folder.to_owned() } else { folder.join(&path[1..]) }
    }

    /// What is at a path without links in it.
    pub fn node(&self, path: &str) -> Option<Node> {
        let spot = self.spot(path);
        match &spot.store {
            Store::Host(folder) => host::node(&Self::host(folder, &spot.path)),
            store => self.tree(store)?.get(&spot.path).cloned(),
        }
    }

    /// Puts something at a path without links in it, in place of what is there.
    fn put(&mut self, path: &str, node: Node) -> Done<()> {
        let spot = self.spot(path);
        if !spot.writable {
            return Err(Errno::ReadOnly);
        }
        match &spot.store {
            Store::Host(folder) => host::put(&Self::host(folder, &spot.path), &node),
            store => {
                let _: () = self.tree_mut(store).ok_or(Errno::NoEntry)?.insert(&spot.path, node);
                Ok(())
            }
        }
    }

    /// Where a path leads: the path without links in it. `follow`: also a link at its end. The last
    /// part need not be there.
    pub fn resolve(&self, path: &str, follow: bool) -> Done<String> {
        let mut left: Vec<String> = path.split('/').rev().map(str::to_owned).collect();
        let (mut at, mut links) = (String::new(), 0);
        while let Some(part) = left.pop() {
            if part.is_empty() || part == "." {
                continue;
            }
            if part == ".." {
                parent(&at).to_owned().clone_into(&mut at);
                continue;
            }
            let next = format!("{at}/{part}");
            let last = left.iter().all(String::is_empty);
            match self.node(&next) {
                Some(Node { thing: Thing::Link(target), .. }) if follow || !last => {
                    links += 1;
                    if links > LINKS {
                        return Err(Errno::Loop);
                    }
                    if target.starts_with('/') {
                        at.clear();
                    }
                    left.extend(target.split('/').rev().map(str::to_owned));
                }
                None if !last => return Err(Errno::NoEntry),
                Some(node) if !last && !node.is_directory() => return Err(Errno::NotDirectory),
                None if self.node(&at).is_some_and(|node| !node.is_directory()) => {
                    return Err(Errno::NotDirectory);
                }
                _ => at = next,
            }
        }
        Ok(at)
    }

    /// Whether who asks may do that (4 read, 2 write, 1 enter).
    fn may(&self, node: &Node, bit: u32) -> bool {
        let Who { uid, gid, ref groups, .. } = self.who;
        let shift = match () {
            () if uid == 0 => return true,
            () if node.uid == uid => 6,
            () if node.gid == gid || groups.contains(&node.gid) => 3,
            () => 0,
        };
        node.mode >> shift & bit == bit
    }

    /// Whether all folders on the way to a path may be entered.
    fn reachable(&self, path: &str) -> bool {
        let mut folder = parent(path);
        loop {
            if self.node(folder).is_some_and(|node| !self.may(&node, 1)) {
                return false;
            }
            if folder.is_empty() {
                return true;
            }
            folder = parent(folder);
        }
    }

    /// What is at a path, and where it is.
    pub fn stat(&self, path: &str, follow: bool) -> Done<(String, Node)> {
        let at = self.resolve(path, follow)?;
        if !self.reachable(&at) {
            return Err(Errno::Access);
        }
        let node = self.node(&at).ok_or(Errno::NoEntry)?;
        Ok((at, node))
    }

    /// A file's bytes.
    pub fn read(&self, path: &str) -> Done<Content> {
        let (at, node) = self.stat(path, true)?;
        if !self.may(&node, 4) {
            return Err(Errno::Access);
        }
        self.content(&at, node)
    }

    fn content(&self, at: &str, node: Node) -> Done<Content> {
        let spot = self.spot(at);
        match (node.thing, &spot.store) {
            (Thing::File(_), Store::Host(folder)) => host::read(&Self::host(folder, &spot.path)),
            (Thing::File(content), _) => Ok(content),
            (Thing::Directory, _) => Err(Errno::IsDirectory),
            _ => Ok(Content::default()),
        }
    }

    /// The names in a folder and what they are.
    pub fn list(&self, path: &str) -> Done<Vec<(String, Node)>> {
        let (at, node) = self.stat(path, true)?;
        if !node.is_directory() {
            return Err(Errno::NotDirectory);
        }
        if !self.may(&node, 4) {
            return Err(Errno::Access);
        }
        let spot = self.spot(&at);
        let names: Vec<String> = match &spot.store {
            Store::Host(folder) => host::list(&Self::host(folder, &spot.path)),
            store => self
                .tree(store)
                .map(|tree| tree.list(&spot.path))
                .unwrap_or_default()
                .into_iter()
                .map(|it| it.0)
                .collect(),
        };
        // What is mounted there hides what has its name.
        Ok(names
            .into_iter()
            .filter_map(|name| Some((name.clone(), self.node(&format!("{at}/{name}"))?)))
            .collect())
    }

    /// All that is below a path, itself first, with the bytes of files: paths relative to it.
    pub fn walk(&self, at: &str) -> Vec<(String, Node)> {
        let mut all = Vec::new();
        self.walk_into(at, "", &mut all);
        all
    }

    fn walk_into(&self, at: &str, relative: &str, all: &mut Vec<(String, Node)>) {
        let Some(mut node) = self.node(at) else { return };
        let directory = node.is_directory();
        if let Thing::File(content) = &mut node.thing {
            *content = self
                .content(at, Node { thing: Thing::File(content.clone()), ..Node::directory(0) })
                .unwrap_or_default();
        }
        all.push((relative.to_owned(), node));
        if directory {
            for (name, _) in self.list(at).unwrap_or_default() {
                self.walk_into(&format!("{at}/{name}"), &format!("{relative}/{name}"), all);
            }
        }
    }

    fn may_change(&self, at: &str) -> Done<()> {
        let folder = self.node(parent(at)).ok_or(Errno::NoEntry)?;
        if !folder.is_directory() {
            return Err(Errno::NotDirectory);
        }
        if !self.spot(at).writable {
            return Err(Errno::ReadOnly);
        }
        if self.reachable(at) && self.may(&folder, 2) { Ok(()) } else { Err(Errno::Access) }
    }

    /// Opens a file for writing, made or emptied where that is wanted: where it is.
    pub fn open(&mut self, path: &str, append: bool) -> Done<String> {
        let at = self.resolve(path, true)?;
        match self.node(&at) {
            None => {
                self.may_change(&at)?;
                self.put(&at, Node::file(b"", 0o644).owned(self.who.uid, self.who.gid))?;
            }
            Some(node) if node.is_directory() => return Err(Errno::IsDirectory),
            Some(Node { thing: Thing::Device(_) | Thing::Pipe, .. }) => {}
            Some(_) if !self.spot(&at).writable => return Err(Errno::ReadOnly),
            Some(node) if !self.may(&node, 2) || !self.reachable(&at) => return Err(Errno::Access),
            Some(node) if !append => {
                self.put(&at, Node { thing: Thing::default(), time: now(), ..node })?;
            }
            Some(_) => {}
        }
        Ok(at)
    }

    /// Adds bytes to a file that was opened.
    pub fn append(&mut self, at: &str, bytes: &[u8]) -> Done<()> {
        let spot = self.spot(at);
        if let Store::Host(folder) = &spot.store {
            return host::append(&Self::host(folder, &spot.path), bytes);
        }
        let tree = self.tree_mut(&spot.store).ok_or(Errno::NoEntry)?;
        let node = tree.0.get_mut(&spot.path).ok_or(Errno::NoEntry)?;
        node.time = now();
        if let Thing::File(content) = &mut node.thing {
            content.push(bytes);
        }
        Ok(())
    }

    /// Writes a whole file.
    pub fn write(&mut self, path: &str, bytes: &[u8]) -> Done<()> {
        let at = self.open(path, false)?;
        self.append(&at, bytes)
    }

    /// Makes something that is not there yet, for who asks.
    pub fn make(&mut self, path: &str, node: Node) -> Done<()> {
        let at = self.resolve(path, false)?;
        if self.node(&at).is_some() {
            return Err(Errno::Exists);
        }
        self.may_change(&at)?;
        let (uid, gid) = (self.who.uid, self.who.gid);
        self.put(&at, node.owned(uid, gid))
    }

    /// Puts something as it is, in place of what is there; a folder that is there stays, with new
    /// attributes.
    pub fn place(&mut self, at: &str, node: Node) -> Done<()> {
        match self.node(at) {
            Some(there) if there.is_directory() != node.is_directory() => {
                return Err(if there.is_directory() { Errno::IsDirectory } else { Errno::NotDirectory });
            }
            Some(there) if !there.is_directory() && matches!(there.thing, Thing::Link(_)) => {
                self.remove(at)?;
            }
            _ => {}
        }
        self.put(at, node)
    }

    /// Removes a file, a link or an empty folder.
    pub fn remove(&mut self, path: &str) -> Done<()> {
        let (at, node) = self.stat(path, false)?;
        if node.is_directory() && !self.list(&at).unwrap_or_default().is_empty() {
            return Err(Errno::NotEmpty);
        }
        self.may_change(&at)?;
        let spot = self.spot(&at);
        if spot.path.is_empty() {
            return Err(Errno::Busy);
        }
        match &spot.store {
            Store::Host(folder) => host::remove(&Self::host(folder, &spot.path), node.is_directory())?,
            store => self.tree_mut(store).ok_or(Errno::NoEntry)?.remove(&spot.path),
        }
        Ok(())
    }

    /// Removes something with all that is below it; what could not be removed is told.
    pub fn remove_all(&mut self, path: &str) -> Done<()> {
        let (at, node) = self.stat(path, false)?;
        let mut first = Ok(());
        if node.is_directory() {
            for (name, _) in self.list(&at)? {
                first = first.and(self.remove_all(&format!("{at}/{name}")));
            }
        }
        first.and(self.remove(&at))
    }

    /// Gives something another name.
    pub fn rename(&mut self, from: &str, to: &str) -> Done<()> {
        let (at, _) = self.stat(from, false)?;
        let mut target = self.resolve(to, false)?;
        if self.node(&target).is_some_and(|node| node.is_directory()) {
            target = format!("{target}/{}", name(&at));
        }
        self.may_change(&at)?;
        self.may_change(&target)?;
        for (below, node) in self.walk(&at) {
            self.place(&format!("{target}{below}"), node)?;
        }
        self.remove_all(&at)
    }

    /// Changes what is known of a path: mode, owner, time.
    pub fn change(&mut self, path: &str, follow: bool, change: impl FnOnce(&mut Node)) -> Done<()> {
        let (at, mut node) = self.stat(path, follow)?;
        let before = (node.uid, node.gid);
        change(&mut node);
        let given = before != (node.uid, node.gid);
        if (self.who.uid != 0 && self.who.uid != before.0)
            || (given && (self.who.no_chown || self.who.uid != 0))
        {
            return Err(Errno::NotPermitted);
        }
        let spot = self.spot(&at);
        if !spot.writable {
            return Err(Errno::ReadOnly);
        }
        match &spot.store {
            Store::Host(folder) => host::attributes(&Self::host(folder, &spot.path), &node),
            store => {
                let _: () = self.tree_mut(store).ok_or(Errno::NoEntry)?.insert(&spot.path, node);
                Ok(())
            }
        }
    }
}
