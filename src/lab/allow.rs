//! `[allow]`: what a lab asks for beyond the limits that every container of a lab has.

use crate::host::ENGINE_SOCKETS;

/// What a lab asks for.
///
/// The user is told and asked once. Without consent the lab gets none of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Allow {
    /// `privileged`: `--privileged`, of containers and of commands in them.
    pub privileged: bool,
    /// `capabilities`: values of `--cap-add`, in capitals and without `CAP_`.
    pub capabilities: Vec<String>,
    /// `devices`: paths on the host, values of `--device`.
    pub devices: Vec<String>,
    /// `namespaces`: namespaces of the host, from [`NAMESPACES`].
    pub namespaces: Vec<String>,
    /// `security_options`: values of `--security-opt`, as written.
    pub security_options: Vec<String>,
    /// `volume_options`: volume driver options.
    ///
    /// With them, a volume can be a folder of the host.
    pub volume_options: bool,
    /// `binds`: host paths that may be mounted, with everything below them.
    pub binds: Vec<String>,
    /// `engine_socket`: the engine's own socket may be mounted.
    pub engine_socket: bool,
    /// `memory`: how much memory a container may have beyond the usual limit.
    pub memory: Option<Memory>,
}

/// An amount of memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Memory {
    /// In bytes.
    pub bytes: u64,
    /// As it was written.
    pub written: String,
}

/// The host's namespaces that a lab can ask for.
pub const NAMESPACES: [&str; 6] = ["network", "pid", "ipc", "uts", "user", "cgroup"];

impl Allow {
    /// Returns everything that is asked for, as keys with their values.
    ///
    /// The value of a switch is empty.
    #[must_use]
    pub fn asked(&self) -> Vec<(&'static str, &str)> {
        let switches = [
            ("privileged", self.privileged),
            ("volume_options", self.volume_options),
            ("engine_socket", self.engine_socket),
        ];
        let lists = [
            ("capabilities", &self.capabilities),
            ("devices", &self.devices),
            ("namespaces", &self.namespaces),
            ("security_options", &self.security_options),
            ("binds", &self.binds),
        ];
        let switches = switches.into_iter().filter(|(_, on)| *on).map(|(key, _)| (key, ""));
        let lists =
            lists.into_iter().flat_map(|(key, values)| values.iter().map(move |value| (key, value.as_str())));
        let memory = self.memory.iter().map(|memory| ("memory", memory.written.as_str()));
        switches.chain(lists).chain(memory).collect()
    }

    /// Returns whether a path is an engine's socket.
    ///
    /// `binds` never gives it, only `engine_socket`.
    #[must_use]
    pub fn is_socket(path: &str) -> bool {
        ENGINE_SOCKETS.contains(&path)
    }

    /// Returns the host paths that a command may mount, with everything below them.
    #[must_use]
    pub fn host_paths(&self) -> Vec<String> {
        let sockets = ENGINE_SOCKETS.iter().filter(|_| self.engine_socket).map(|socket| (*socket).to_owned());
        self.binds.iter().cloned().chain(sockets).collect()
    }
}

/// Returns a capability as in the kernel's list, without `CAP_`.
#[must_use]
pub fn capability(written: &str) -> String {
    let name = written.to_ascii_uppercase();
    name.strip_prefix("CAP_").map_or(name.clone(), str::to_owned)
}
