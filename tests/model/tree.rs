//! A small POSIX filesystem: paths and what is there. An image, a volume, a tmpfs and a container's own
//! files are one each.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::{SystemTime, UNIX_EPOCH};

use statelab::engine::{Change, ChangeKind};

use super::content::Content;

/// What kind of thing a path is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Thing {
    File(Content),
    Directory,
    /// With what it points to.
    Link(String),
    Pipe,
    /// With its name, such as `null`.
    Device(&'static str),
}

/// What is at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub thing: Thing,
    /// The bits of its permissions.
    pub mode: u32,
    pub uid: u32,
    pub gid: u32,
    /// When it was changed: nanoseconds since 1970.
    pub time: u64,
}

/// The time, no two of which are alike.
pub fn now() -> u64 {
    static LAST: Mutex<u64> = Mutex::new(0);
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let now = u64::try_from(since.as_nanos()).unwrap_or_default();
    let mut last = LAST.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    *last = now.max(*last + 1);
    *last
}

impl Node {
    pub fn new(thing: Thing, mode: u32) -> Self {
        Self { thing, mode, uid: 0, gid: 0, time: now() }
    }

    pub fn file(content: &[u8], mode: u32) -> Self {
        Self::new(Thing::File(Content::of(content)), mode)
    }

    pub fn directory(mode: u32) -> Self {
        Self::new(Thing::Directory, mode)
    }

    pub fn link(target: &str) -> Self {
        Self::new(Thing::Link(target.to_owned()), 0o777)
    }

    pub fn owned(mut self, uid: u32, gid: u32) -> Self {
        (self.uid, self.gid) = (uid, gid);
        self
    }

    pub fn is_directory(&self) -> bool {
        self.thing == Thing::Directory
    }

    pub fn size(&self) -> u64 {
        match &self.thing {
            Thing::File(content) => content.len(),
            Thing::Link(target) => target.len() as u64,
            Thing::Directory => 4096,
            _ => 0,
        }
    }
}

/// Paths (the root is the empty one, `/etc/passwd` another) and what is there.
#[derive(Debug, Clone, Default)]
pub struct Tree(pub BTreeMap<String, Node>);

/// The folder that a path is in.
pub fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The last part of a path.
pub fn name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

impl Tree {
    /// A tree with a root of this kind.
    pub fn of(root: Node) -> Self {
        Self(BTreeMap::from([(String::new(), root)]))
    }

    pub fn get(&self, path: &str) -> Option<&Node> {
        self.0.get(path)
    }

    /// Puts something there, and what folders it takes.
    pub fn put(&mut self, path: &str, node: Node) {
        let folder = parent(path);
        if !path.is_empty() && self.get(folder).is_none() {
            let time = node.time;
            self.put(folder, Node { time, ..Node::directory(0o755) });
        }
        self.insert(path, node);
    }

    /// Puts something into a folder that is there; its time changes where the thing is new.
    pub fn insert(&mut self, path: &str, node: Node) {
        let time = node.time.max(now());
        if self.0.insert(path.to_owned(), node).is_none() && !path.is_empty() {
            self.touch(parent(path), time);
        }
    }

    fn touch(&mut self, path: &str, time: u64) {
        if let Some(folder) = self.0.get_mut(path) {
            folder.time = time;
        }
    }

    /// Takes something away with all that is below it.
    pub fn remove(&mut self, path: &str) {
        let below: Vec<String> = self.below(path).map(|(path, _)| path.clone()).collect();
        for path in below {
            self.0.remove(&path);
        }
        if self.0.remove(path).is_some() {
            self.touch(parent(path), now());
        }
    }

    /// All that is below a folder, in the order of paths.
    pub fn below<'t>(&'t self, path: &str) -> impl Iterator<Item = (&'t String, &'t Node)> + use<'t> {
        let (from, to) = (format!("{path}/"), format!("{path}0"));
        // `0` is the character behind `/`.
        self.0.range(from..to)
    }

    /// What is in a folder: names and things.
    pub fn list(&self, path: &str) -> Vec<(String, Node)> {
        let depth = path.len() + 1;
        let children = self.below(path).filter(|(below, _)| !below[depth..].contains('/'));
        children.map(|(below, node)| (below[depth..].to_owned(), node.clone())).collect()
    }

    /// The part of a tree that is below a path, as a tree of its own; none: no folder is there.
    pub fn part(&self, path: &str) -> Option<Self> {
        let root = self.get(path).filter(|node| node.is_directory())?;
        let mut part = Self::of(root.clone());
        for (below, node) in self.below(path) {
            part.0.insert(below[path.len()..].to_owned(), node.clone());
        }
        Some(part)
    }

    /// What is other here than in `base`, as `docker diff` lists it. Of a folder that is gone only
    /// itself is named.
    pub fn changes(&self, base: &Self) -> Vec<Change> {
        let mut changes = Vec::new();
        for (path, node) in &self.0 {
            let kind = match base.get(path) {
                None => ChangeKind::Added,
                Some(before) if before != node => ChangeKind::Modified,
                Some(_) => continue,
            };
            if !path.is_empty() {
                changes.push(Change { path: path.clone(), kind });
            }
        }
        for path in base.0.keys() {
            if !self.0.contains_key(path) && self.0.contains_key(parent(path)) {
                changes.push(Change { path: path.clone(), kind: ChangeKind::Deleted });
            }
        }
        changes.sort();
        changes
    }

    /// Bytes of all files.
    pub fn size(&self) -> u64 {
        self.0.values().filter(|node| !node.is_directory()).map(Node::size).sum()
    }
}

impl Tree {
    /// A path with the links of this tree followed, its last part too; what is not there stays as it is.
    pub fn resolved(&self, path: &str) -> String {
        let (mut at, mut left) =
            (String::new(), path.split('/').rev().map(str::to_owned).collect::<Vec<_>>());
        let mut links = 0;
        while let Some(part) = left.pop() {
            match part.as_str() {
                "" | "." => {}
                ".." => parent(&at.clone()).clone_into(&mut at),
                _ => {
                    let next = format!("{at}/{part}");
                    if let Some(Node { thing: Thing::Link(target), .. }) =
                        self.get(&next).filter(|_| links < 40)
                    {
                        links += 1;
                        if target.starts_with('/') {
                            at.clear();
                        }
                        left.extend(target.split('/').rev().map(str::to_owned));
                    } else {
                        at = next;
                    }
                }
            }
        }
        at
    }
}
