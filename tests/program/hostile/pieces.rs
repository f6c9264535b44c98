//! The pieces of hostile labs: places of the workspace that are mounted, mounts, and containers.

use super::chance::Chance;
use super::scripts::Swap;
use super::sequence::{Act, CANARY};

/// A path of the workspace that is mounted, and how it can be replaced.
#[derive(Clone, Copy)]
pub struct MountedPath {
    pub path: &'static str,
    /// The folder in which a link takes a place on the path, the name there, and whether the link leads to
    /// the canary's file.
    pub swaps: &'static [(&'static str, &'static str, bool)],
}

const MOUNTED_PATHS: [(usize, MountedPath); 6] = [
    (8, MountedPath { path: "d/sub", swaps: &[("d", "sub", false), ("d", "sub", false), ("", "d", false)] }),
    (3, MountedPath { path: "d/file", swaps: &[("d", "file", true), ("d", "file", true), ("", "d", false)] }),
    (
        2,
        MountedPath {
            path: "d/sub/deep",
            swaps: &[("d", "sub", false), ("d/sub", "deep", false), ("", "d", false)],
        },
    ),
    // What is not there is made by the engine.
    (1, MountedPath { path: "d/sub/new", swaps: &[("d", "sub", false)] }),
    (1, MountedPath { path: "e", swaps: &[("", "e", false)] }),
    (1, MountedPath { path: "f", swaps: &[("", "f", true)] }),
];

/// A mounted path and a swap of it, from one who has a folder above.
pub struct Target {
    pub mounted: MountedPath,
    /// The folder of the workspace in which the link is put, its name there, and what it leads to.
    pub parent: &'static str,
    pub name: &'static str,
    pub leads: String,
    /// Whether that is a file.
    pub file: bool,
    /// What the one who swaps has mounted, and where.
    pub above: &'static str,
    pub seen_at: &'static str,
}

impl Target {
    pub fn choose(chance: &mut Chance) -> Self {
        let mounted = chance.weighted(&MOUNTED_PATHS);
        let (parent, name, file) = chance.one(mounted.swaps);
        let (above, seen_at) =
            if parent.is_empty() || chance.percent(25) { (".", "/w") } else { ("./d", "/w/d") };
        let leads = if file { format!("{CANARY}/canary") } else { CANARY.to_owned() };
        Self { mounted, parent, name, leads, file, above, seen_at }
    }

    /// The path of the workspace that is swapped.
    pub fn swapped(&self) -> String {
        format!("{}/{}", if self.parent.is_empty() { "." } else { self.parent }, self.name)
    }

    /// The swap, as one sees it whose root is at `root`.
    pub fn swap(&self, root: &str) -> Swap {
        let folder = if self.parent.is_empty() { "/w".to_owned() } else { format!("/w/{}", self.parent) };
        Swap { folder: format!("{root}{folder}"), name: self.name, target: self.leads.clone() }
    }

    /// The mount of the one who swaps.
    pub fn above(&self, chance: &mut Chance) -> String {
        mount(chance, self.above, self.seen_at, "")
    }

    /// The mount of the one whose place is swapped, at `/m`.
    pub fn below(&self, chance: &mut Chance) -> String {
        let access = if chance.percent(25) { "ro" } else { "" };
        mount(chance, &format!("./{}", self.mounted.path), "/m", access)
    }
}

/// A mount in one of the ways to write it.
pub fn mount(chance: &mut Chance, source: &str, target: &str, options: &str) -> String {
    if options.is_empty() && chance.percent(20) {
        return format!("--mount type=bind,source={source},target={target}");
    }
    let options = if options.is_empty() { String::new() } else { format!(":{options}") };
    format!("-v {source}:{target}{options}")
}

/// The flags of a container: without a network of its own it is made sooner, and it ends at once.
fn flags_of(name: &str, flags: &str) -> String {
    let network = if flags.contains("--network") || flags.contains("-p ") { "" } else { "--network none " };
    format!("{network}--stop-signal KILL --name {name} {flags}")
}

/// A container that goes on in the background.
pub fn starts(name: &str, flags: &str, command: &str) -> Act {
    Act::Run(format!("run -d {} nginx {command}", flags_of(name, flags)))
}

/// A container that comes to its end.
pub fn runs(name: &str, flags: &str, command: &str) -> Act {
    Act::Run(format!("run {} nginx {command}", flags_of(name, flags)))
}

/// A container that is not started.
pub fn creates(name: &str, flags: &str, command: &str) -> Act {
    Act::Run(format!("create {} nginx {command}", flags_of(name, flags)))
}

pub fn shell(script: &str) -> String {
    format!("sh -c '{script}'")
}

pub fn exec(name: &str, script: &str) -> Act {
    Act::Run(format!("exec {name} {}", shell(script)))
}

pub const SLEEP: &str = "sleep 1000";
