//! What a run may have of the host. The default is nothing.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::super::MountSpec;
use super::{Guard, GuardError};
use crate::host::ENGINE_SOCKETS;

/// The default memory limit of a container, in bytes: 2 GiB (`[allow]`, `memory`).
pub const MEMORY: i64 = 2 << 30;

/// The limit of processes and threads of a container.
pub const PIDS: i64 = 1024;

/// The default log driver of a container.
///
/// Engines have it whatever their own default is, `logs` can read it, and its size can be bounded. Podman writes its
/// own form of it.
pub const LOG_DRIVER: &str = "json-file";

/// The bounds of a container's log, as options of its driver.
///
/// Of the two files the older one is dropped. Podman keeps one file, and starts it again when it is full.
pub const LOG_BOUNDS: [(&str, &str); 2] = [("max-size", "32m"), ("max-file", "2")];

/// What a run may have of the host beside its own containers.
///
/// The default is nothing: no image, no folder, no wall lowered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Permits {
    /// The folder whose contents may be mounted; `None` for no folder of the host.
    pub workspace: Option<PathBuf>,
    /// The images that the lab declares, by name.
    pub images: Vec<String>,
    /// Privileged mode, of containers and of commands in them.
    pub privileged: bool,
    /// Capabilities, in capitals and without `CAP_`.
    pub capabilities: Vec<String>,
    /// Devices, by their paths on the host.
    pub devices: Vec<String>,
    /// Namespaces of the host: `network`, `pid`, `ipc`, `uts`, `user`, `cgroup`.
    pub namespaces: Vec<String>,
    /// Security options, as written.
    pub security_options: Vec<String>,
    /// Options of a volume's driver, which can reach anything on the host.
    pub volume_options: bool,
    /// Folders and files outside the workspace that may be mounted.
    pub binds: Vec<PathBuf>,
    /// Whether the engine's own socket may be mounted.
    pub engine_socket: bool,
    /// Memory that a container may have, in bytes; `None` for [`MEMORY`].
    pub memory: Option<i64>,
    /// Containers that the run may have at once.
    ///
    /// `None` for [`CONTAINERS`](super::CONTAINERS).
    pub containers: Option<usize>,
    /// Memory that all containers may have together, in bytes.
    ///
    /// `None` for [`TOTAL_MEMORY`](super::TOTAL_MEMORY).
    pub memory_together: Option<i64>,
}

/// The socket of containerd, with which Docker runs containers.
///
/// It gives as much power as Docker's own socket, and `engine_socket` does not permit it.
const CONTAINERD: &str = "/run/containerd/containerd.sock";

/// Propagations that make mounts below a bind visible on the host.
const SHARED: [&str; 2] = ["shared", "rshared"];

impl Permits {
    /// Returns the memory that a container may have, in bytes.
    #[must_use]
    pub fn most_memory(&self) -> i64 {
        self.memory.unwrap_or(MEMORY)
    }

    /// Returns the path without links for a bind of this path of the host.
    ///
    /// # Errors
    ///
    /// [`GuardError::Outside`] if it leads out of the workspace; [`GuardError::NotPermitted`] if a lab could permit
    /// it.
    pub(super) fn bind(&self, source: &str) -> Result<PathBuf, GuardError> {
        let outside = || GuardError::Outside { path: source.to_owned() };
        // A colon would end the path in the engine's short form of a bind.
        let written = Path::new(source);
        let real = real_path(written).filter(|path| !source.contains(':') && path.is_absolute());
        let real = real.ok_or_else(outside)?;
        self.no_socket(&real, source)?;
        let under = |folder: &Path| folder.canonicalize().is_ok_and(|folder| real.starts_with(folder));
        let in_workspace = self.workspace.as_deref().is_some_and(under);
        let socket = self.engine_socket && is_socket(&real);
        if in_workspace || socket || self.binds.iter().any(|folder| under(folder)) {
            return Ok(real);
        }
        // A path that is written below the workspace leads out by a link, which no lab can permit.
        match &self.workspace {
            Some(workspace) if !written.starts_with(workspace) => {
                Err(GuardError::not_permitted(&format!("-v {source}"), format!("binds = [\"{source}\"]")))
            }
            _ => Err(outside()),
        }
    }

    /// Rejects a bind that makes mounts below it visible on the host, unless that is permitted.
    pub(super) fn propagation(&self, mount: &MountSpec) -> Result<(), GuardError> {
        let propagation = mount.propagation.as_deref().unwrap_or_default();
        let permitted = self.privileged || !SHARED.contains(&propagation);
        granted(permitted, &format!("bind-propagation={propagation}"), privileged_line)
    }

    /// Rejects a bind with an engine's socket in it, unless that is permitted.
    pub(super) fn no_socket(&self, real: &Path, source: &str) -> Result<(), GuardError> {
        let permitted = self.engine_socket || !holds_socket(real);
        granted(permitted, &format!("-v {source}"), || "engine_socket = true".to_owned())
    }
}

impl Guard {
    /// Sets what the run may have of the host. The default is nothing.
    #[must_use]
    pub fn permitting(mut self, permits: Permits) -> Self {
        self.permits = Arc::new(permits);
        self
    }
}

/// Resolves every link in a path. For a missing file its folder is resolved.
///
/// `None` if there is a `..` after a missing part, or a link that leads to nothing.
fn real_path(path: &Path) -> Option<PathBuf> {
    if let Ok(real) = path.canonicalize() {
        return Some(real);
    }
    let Some(Component::Normal(name)) = path.components().next_back() else { return None };
    if path.symlink_metadata().is_ok() {
        return None;
    }
    Some(real_path(path.parent()?)?.join(name))
}

/// Checks whether a path is an engine's socket.
fn is_socket(real: &Path) -> bool {
    ENGINE_SOCKETS
        .iter()
        .filter_map(|socket| Path::new(socket).canonicalize().ok())
        .any(|socket| socket == real)
}

/// Checks whether a path is an engine's socket or a folder above one.
fn holds_socket(real: &Path) -> bool {
    let mut sockets = ENGINE_SOCKETS
        .iter()
        .chain([&CONTAINERD])
        .map(|socket| Path::new(socket).canonicalize().unwrap_or_else(|_| (*socket).into()));
    sockets.any(|socket| socket.starts_with(real))
}

pub(super) fn privileged_line() -> String {
    "privileged = true".to_owned()
}

/// Returns a number of bytes as a lab writes it.
pub(super) fn size(bytes: i64) -> String {
    const UNITS: [(i64, &str); 3] = [(1 << 30, "g"), (1 << 20, "m"), (1 << 10, "k")];
    let whole = UNITS.iter().find(|(unit, _)| bytes % unit == 0);
    whole.map_or_else(|| format!("{bytes}b"), |(unit, letter)| format!("{}{letter}", bytes / unit))
}

/// Rejects a flag that is not granted; `line` is what would permit it.
pub(super) fn granted(granted: bool, flag: &str, line: impl Fn() -> String) -> Result<(), GuardError> {
    if granted { Ok(()) } else { Err(GuardError::not_permitted(flag, line())) }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_bind_ends_inside_the_workspace_or_where_it_was_permitted() {
        let home = tempfile::tempdir().unwrap();
        let home = home.path().canonicalize().unwrap();
        let (workspace, other) = (home.join("workspace"), home.join("other"));
        for folder in [&workspace.join("site"), &other] {
            std::fs::create_dir_all(folder).unwrap();
        }
        for (name, to) in
            [("in", "site"), ("out", "/etc"), ("root", "/"), ("up", ".."), ("none", "/no/where")]
        {
            symlink(to, workspace.join(name)).unwrap();
        }
        let permits = Permits { workspace: Some(workspace.clone()), ..Permits::default() };
        let granted = Permits { binds: vec![other.clone()], ..permits.clone() };
        let engine = Permits { engine_socket: true, ..permits.clone() };
        let at = |name: &str| workspace.join(name).display().to_string();
        let answer = |permits: &Permits, source: &str| match permits.bind(source) {
            Ok(path) => path.display().to_string(),
            Err(GuardError::NotPermitted { line, .. }) => line,
            Err(GuardError::Outside { .. }) => "outside".to_owned(),
            Err(other) => panic!("{other}"),
        };
        let other = other.display().to_string();
        for (permits, source, expected) in [
            (&permits, at(""), at("").trim_end_matches('/').to_owned()),
            (&permits, at("site"), at("site")),
            (&permits, at("in"), at("site")),
            (&permits, at("in/new/deep"), at("site/new/deep")),
            (&permits, at("out"), "outside".to_owned()),
            (&permits, at("out/new"), "outside".to_owned()),
            (&permits, at("up"), "outside".to_owned()),
            (&permits, at("none"), "outside".to_owned()),
            (&permits, at("new/../../../etc"), "outside".to_owned()),
            (&permits, at("a:/b"), "outside".to_owned()),
            (&permits, other.clone(), format!("binds = [\"{other}\"]")),
            (&granted, other.clone(), other.clone()),
            (&granted, format!("{other}/deep"), format!("{other}/deep")),
            (&granted, at("out"), "outside".to_owned()),
            (&permits, at("root"), "engine_socket = true".to_owned()),
            (&permits, "/var/run/docker.sock".to_owned(), "engine_socket = true".to_owned()),
            (&granted, "/var/run".to_owned(), "engine_socket = true".to_owned()),
            (&engine, "/var/run".to_owned(), "binds = [\"/var/run\"]".to_owned()),
            (&permits, CONTAINERD.to_owned(), "engine_socket = true".to_owned()),
            (&engine, CONTAINERD.to_owned(), format!("binds = [\"{CONTAINERD}\"]")),
            (&Permits::default(), at("site"), "outside".to_owned()),
        ] {
            assert_eq!(answer(permits, &source), expected, "{source}");
        }
    }
}
