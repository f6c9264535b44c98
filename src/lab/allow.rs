//! `[allow]`: what a lab asks for beyond the walls that every container of a lab has.

use crate::host::ENGINE_SOCKETS;

/// What a lab asks for. Whoever runs it is told, and asked once; else it has none of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Allow {
    /// `privileged`: `--privileged`, of containers and of commands in them.
    pub privileged: bool,
    /// `capabilities`: of `--cap-add`, in capitals and without `CAP_`.
    pub capabilities: Vec<String>,
    /// `devices`: paths on the host, of `--device`.
    pub devices: Vec<String>,
    /// `namespaces`: those of the host, by [`NAMESPACES`].
    pub namespaces: Vec<String>,
    /// `security_options`: of `--security-opt`, as written.
    pub security_options: Vec<String>,
    /// `volume_options`: options of a volume's driver, by which it may be a folder of the host.
    pub volume_options: bool,
    /// `binds`: folders and files of the host that may be mounted, with all that is below them.
    pub binds: Vec<String>,
    /// `engine_socket`: the engine's own socket may be mounted.
    pub engine_socket: bool,
    /// `memory`: how many bytes a container may have, beyond the usual limit.
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
    /// Everything that is asked for: the key, and the value where it has several.
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

    /// The paths of the host that a command may mount, with all that is below them.
    #[must_use]
    pub fn host_paths(&self) -> Vec<String> {
        let sockets = ENGINE_SOCKETS.iter().filter(|_| self.engine_socket).map(|socket| (*socket).to_owned());
        self.binds.iter().cloned().chain(sockets).collect()
    }
}

/// A capability as the kernel's list has it, without `CAP_`.
#[must_use]
pub fn capability(written: &str) -> String {
    let name = written.to_ascii_uppercase();
    name.strip_prefix("CAP_").map_or(name.clone(), str::to_owned)
}
