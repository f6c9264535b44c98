//! What commands ask of the host, judged without an engine: the same rules as during a run, all refusals at once.

use std::path::Path;

use super::super::dockerfile::Dockerfile;
use super::super::{BuildSpec, ContainerSpec, ExecSpec, MountKind, NetworkSpec, UpdateSpec, VolumeSpec};
use super::{GuardError, Permits};

/// What a command asks of the host.
#[derive(Debug, Clone)]
pub enum Asked {
    /// A container. Only its binds of host paths are judged, not those of the workspace.
    Container(Box<ContainerSpec>),
    /// A command in a container.
    Exec(ExecSpec),
    /// Other limits for a container.
    Update(UpdateSpec),
    /// A volume.
    Volume(VolumeSpec),
    /// A network.
    Network(NetworkSpec),
    /// A build.
    Build(Box<BuildSpec>),
    /// The Dockerfile of a build.
    Dockerfile(Dockerfile),
    /// Lines to add to an image (`commit --change`).
    Changes(Vec<String>),
}

impl Permits {
    /// Returns each refusal of what is asked; each names the line of `[allow]` that permits it.
    ///
    /// Addresses are judged without the routes of this machine.
    #[must_use]
    pub fn refusals(&self, asked: &Asked) -> Vec<GuardError> {
        let mut permits = self.clone();
        let mut refused = Vec::new();
        while let Err(error) = permits.judge(asked) {
            let granted = error.line().is_some_and(|line| permits.grant(line));
            refused.push(error);
            if !granted {
                break;
            }
        }
        refused
    }

    fn judge(&self, asked: &Asked) -> Result<(), GuardError> {
        match asked {
            Asked::Container(spec) => {
                self.container(&mut spec.as_ref().clone())?;
                for mount in spec.mounts.iter().filter(|mount| mount.kind == MountKind::Bind) {
                    self.propagation(mount)?;
                    // Relative paths are those of the workspace.
                    let path = Path::new(&mount.source);
                    if path.is_absolute() {
                        let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
                        self.no_socket(&real, &mount.source)?;
                    }
                }
                Ok(())
            }
            Asked::Exec(spec) => self.exec(spec),
            Asked::Update(spec) => self.update(&mut spec.clone()),
            Asked::Volume(spec) => self.volume(spec),
            Asked::Network(spec) => self.network(spec, Some(&[])),
            Asked::Build(spec) => self.build(&mut spec.as_ref().clone()),
            Asked::Dockerfile(dockerfile) => self.fetches(dockerfile),
            Asked::Changes(changes) => self.changes(changes).map(drop),
        }
    }

    /// Permits what a line of `[allow]` asks for; returns whether that is more than before.
    fn grant(&mut self, line: &str) -> bool {
        let before = self.clone();
        let Some((key, value)) = line.split_once(" = ") else { return false };
        let word = || value.trim_start_matches("[\"").trim_end_matches("\"]").to_owned();
        match key {
            "privileged" => self.privileged = true,
            "volume_options" => self.volume_options = true,
            "engine_socket" => self.engine_socket = true,
            "capabilities" => self.capabilities.push(word()),
            "devices" => self.devices.push(word()),
            "namespaces" if !self.namespaces.contains(&word()) => self.namespaces.push(word()),
            "security_options" => self.security_options.push(word()),
            "memory" => self.memory = Some(i64::MAX),
            _ => {}
        }
        *self != before
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::{Limits, MountSpec, NetworkPart, Walls};
    use super::*;

    fn lines(permits: &Permits, spec: ContainerSpec) -> Vec<String> {
        let refused = permits.refusals(&Asked::Container(Box::new(spec)));
        refused.iter().map(|error| error.line().unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn every_line_that_is_missing_is_named_at_once() {
        let mount = |source: &str| MountSpec {
            kind: MountKind::Bind,
            source: source.to_owned(),
            propagation: Some("rshared".to_owned()),
            ..MountSpec::default()
        };
        let spec = ContainerSpec {
            walls: Walls {
                privileged: true,
                cap_add: vec!["net_admin".into(), "CAP_SYS_TIME".into()],
                pid: Some("host".into()),
                ..Walls::default()
            },
            network: NetworkPart { mode: Some("host".into()), ..NetworkPart::default() },
            limits: Limits { memory: Some(4 << 30), ..Limits::default() },
            mounts: vec![mount("/")],
            ..ContainerSpec::default()
        };
        assert_eq!(
            lines(&Permits::default(), spec.clone()),
            [
                "privileged = true",
                "capabilities = [\"NET_ADMIN\"]",
                "capabilities = [\"SYS_TIME\"]",
                "namespaces = [\"pid\"]",
                "namespaces = [\"network\"]",
                "engine_socket = true",
            ],
            "what is privileged has no limit of memory"
        );
        let unprivileged = ContainerSpec { walls: Walls::default(), mounts: Vec::new(), ..spec };
        let network = Permits { namespaces: vec!["network".into()], ..Permits::default() };
        assert_eq!(lines(&network, unprivileged), ["memory = \"4g\""]);
        assert_eq!(lines(&Permits::default(), ContainerSpec::default()), [""; 0]);
    }

    #[test]
    fn what_no_line_permits_ends_the_search() {
        let refused = Permits::default().refusals(&Asked::Changes(vec!["FORM x".into()]));
        assert_eq!(refused.len(), 1);
    }
}
