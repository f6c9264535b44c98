//! `[allow]`: what commands need of it and do not have, and what it has that nothing needs. The rules are the
//! guard's own.

use super::{commands, flag_place, key_place};
use crate::command::{Action, MountSource};
use crate::diagnostic::Diagnostic;
use crate::engine::{Asked, GuardError, Permits};
use crate::lab::{Allow, Command, Lab};
use crate::runner::{allowed, asked};
use crate::source::Span;

/// Reports what the guard would refuse, each with the line of `[allow]` that permits it.
pub(super) fn missing(lab: &Lab) -> Vec<Diagnostic> {
    let permits = allowed(&lab.allow);
    let mut found = Vec::new();
    for (_, command) in commands(lab) {
        let refused = asked(command.action.plain()).map(|asked| permits.refusals(&asked)).unwrap_or_default();
        found.extend(refused.iter().filter_map(|refused| fault(lab, command, refused)));
    }
    found
}

/// Returns the fault for a refusal that `[allow]` can permit.
fn fault(lab: &Lab, command: &Command, refused: &GuardError) -> Option<Diagnostic> {
    let line = refused.line()?;
    let word = line.split('"').nth(1).unwrap_or_default();
    let place = |flag: &str| {
        let name = flag.split(' ').next().unwrap_or_default();
        let mount = if name == "-v" { mount_place(command, flag) } else { None };
        mount.unwrap_or_else(|| flag_place(lab, command, name, word))
    };
    // The guard knows flags by one name only.
    let written = |place: Span, flag: &str| {
        let text = lab.source.text.get(place.range()).unwrap_or_default();
        if text.starts_with('-') { text.to_owned() } else { flag.to_owned() }
    };
    let fault = match refused {
        GuardError::NotPermitted { flag, .. } => {
            Diagnostic::error("not-allowed", place(flag)).arg("flag", &written(place(flag), flag))
        }
        GuardError::OverLimit { flag, most, .. } => {
            let fault = Diagnostic::error("over-limit", place(flag)).arg("most", most);
            fault.arg("flag", &written(place(flag), flag))
        }
        GuardError::AddressesOfOthers { subnet, .. } => {
            Diagnostic::error("addresses-of-others", place("--subnet")).arg("subnet", subnet)
        }
        _ => return None,
    };
    Some(fault.arg("line", line))
}

/// Returns the place of the path in a `-v PATH` of a refusal.
fn mount_place(command: &Command, flag: &str) -> Option<Span> {
    let path = flag.strip_prefix("-v ")?;
    binds(command.action.plain()).find(|(source, _)| *source == path).map(|(_, span)| span)
}

/// Returns the paths of the host and the workspace that a command mounts.
fn binds(action: &Action) -> impl Iterator<Item = (&str, Span)> {
    let mounts = match action {
        Action::Run(run) => run.container.mounts.as_slice(),
        Action::Create(create) => create.container.mounts.as_slice(),
        _ => &[],
    };
    mounts.iter().filter_map(|mount| match &mount.from {
        MountSource::Bind(path) => Some((path.value.as_str(), path.span)),
        _ => None,
    })
}

/// Reports what `[allow]` asks for and no command needs. A student is asked for each of it.
pub(super) fn unused(lab: &Lab) -> Vec<Diagnostic> {
    let actions: Vec<&Action> =
        lab.steps.iter().flat_map(|step| &step.run).map(|command| command.action.plain()).collect();
    let asks: Vec<Asked> = actions.iter().filter_map(|action| asked(action)).collect();
    let refused = |permits: &Permits| asks.iter().map(|asked| permits.refusals(asked).len()).sum::<usize>();
    let with_all = refused(&allowed(&lab.allow));
    let mounted: Vec<&str> = actions.iter().flat_map(|action| binds(action)).map(|(path, _)| path).collect();
    let mut found = Vec::new();
    for (key, value) in lab.allow.asked() {
        let needed = match key {
            // More memory also changes what every container has.
            "memory" => true,
            "binds" => mounted.iter().any(|path| std::path::Path::new(path).starts_with(value)),
            "engine_socket" if mounted.iter().any(|path| Allow::is_socket(path)) => true,
            // Whether a subnet is free depends on the machine, and what a build fetches on the Dockerfile.
            "namespaces" if value == "network" && actions.iter().any(|action| may_need_network(action)) => {
                true
            }
            _ => refused(&allowed(&without(&lab.allow, key, value))) > with_all,
        };
        if !needed && let Some(place) = key_place(lab, "allow", key) {
            let line = if value.is_empty() { "true" } else { value };
            found.push(Diagnostic::warning("unused-allow", place).arg("key", key).arg("value", line));
        }
    }
    found
}

fn may_need_network(action: &Action) -> bool {
    match action {
        Action::CreateNetwork(create) => !create.subnets.is_empty(),
        Action::Build(_) => true,
        _ => false,
    }
}

/// Returns what a lab asks for, without one of its parts.
fn without(allow: &Allow, key: &str, value: &str) -> Allow {
    let mut less = allow.clone();
    let list = match key {
        "privileged" => return Allow { privileged: false, ..less },
        "volume_options" => return Allow { volume_options: false, ..less },
        "engine_socket" => return Allow { engine_socket: false, ..less },
        "capabilities" => &mut less.capabilities,
        "devices" => &mut less.devices,
        "namespaces" => &mut less.namespaces,
        _ => &mut less.security_options,
    };
    list.retain(|known| known != value);
    less
}

#[cfg(test)]
mod tests {
    use super::super::tests::{foreseen, lab, of_lines, pairs, step};

    #[test]
    fn each_wall_is_a_fault_at_its_flag() {
        for (line, code, flag) in [
            ("docker run -d --privileged --name w1 nginx", "not-allowed", "--privileged"),
            ("docker run -d --cap-add chown --cap-add=NET_ADMIN nginx", "not-allowed", "--cap-add=NET_ADMIN"),
            ("docker create --pid host nginx", "not-allowed", "--pid host"),
            ("docker run -d --network host nginx", "not-allowed", "--network host"),
            ("docker run -d --net=host nginx", "not-allowed", "--net=host"),
            ("docker run -d --device /dev/fuse nginx", "not-allowed", "--device /dev/fuse"),
            ("docker run -d -m 4g nginx", "over-limit", "-m 4g"),
            ("docker run -d --memory=4g nginx", "over-limit", "--memory=4g"),
            ("docker run -d --pids-limit -1 nginx", "over-limit", "--pids-limit -1"),
            (
                "docker run -d --security-opt seccomp=unconfined nginx",
                "not-allowed",
                "--security-opt seccomp=unconfined",
            ),
            ("docker run -d --sysctl net.ipv4.ip_forward=1 --sysctl kernel.sem=1 nginx", "", ""),
            ("docker run -d --shm-size 3g nginx", "over-limit", "--shm-size 3g"),
            ("docker run -d --tmpfs /x:size=3g nginx", "over-limit", "--tmpfs /x:size=3g"),
            ("docker run -d -v ./a:/a:rshared nginx", "not-allowed", "-v ./a:/a:rshared"),
            ("docker volume create -o type=none -o o=bind -o device=/etc wv", "not-allowed", "-o type=none"),
            ("docker network create --subnet 8.8.8.0/24 wn", "addresses-of-others", "--subnet 8.8.8.0/24"),
            ("docker network create -d macvlan wn", "not-allowed", "-d macvlan"),
            ("docker run -d --volume-driver x -v wv:/d nginx", "not-allowed", "--volume-driver x"),
        ] {
            let found = of_lines(&format!("\"{line}\""));
            let found: Vec<_> = found.into_iter().filter(|(_, text)| !text.contains("chown")).collect();
            let expected = if code.is_empty() { Vec::new() } else { pairs(&[(code, flag)]) };
            assert_eq!(found, expected, "{line}");
        }
    }

    #[test]
    fn all_walls_of_a_line_come_at_once_and_none_of_a_line_that_must_fail() {
        let line = "docker run -d --privileged --uts host -m 8g --name w1 nginx";
        let found = of_lines(&format!(
            "\"{line}\", {{ cmd = \"docker run --privileged nginx\", fails = \"other\" }}"
        ));
        assert_eq!(found, pairs(&[("not-allowed", "--privileged"), ("not-allowed", "--uts host")]));
        let exec = "\"docker run -d --name w1 nginx\", \"docker exec --privileged w1 true\", \"docker update -m 3g w1\"";
        assert_eq!(of_lines(exec), pairs(&[("not-allowed", "--privileged"), ("over-limit", "-m 3g")]));
    }

    #[test]
    fn what_is_asked_for_is_no_fault_and_what_nothing_needs_is_a_warning() {
        let with = |allow: &str, line: &str| {
            foreseen(&lab(&format!("[allow]\n{allow}\n{}", step(&format!("\"{line}\"")))))
        };
        for (allow, line) in [
            ("privileged = true", "docker run -d --privileged nginx"),
            ("capabilities = [\"NET_ADMIN\"]", "docker run -d --cap-add cap_net_admin nginx"),
            ("namespaces = [\"network\"]", "docker run -d --network host nginx"),
            ("namespaces = [\"network\"]", "docker network create --subnet 100.64.0.0/24 wn"),
            ("memory = \"4g\"", "docker run -d -m 4g nginx"),
            ("binds = [\"/srv\"]", "docker run -d -v /srv/data:/data nginx"),
            ("engine_socket = true", "docker run -d -v /var/run/docker.sock:/s nginx"),
            ("volume_options = true", "docker volume create -o type=nfs wv"),
        ] {
            assert_eq!(with(allow, line), [], "{line}");
            let plain = "docker run -d nginx";
            let expected = if allow.starts_with("memory") {
                vec![]
            } else {
                pairs(&[("unused-allow?", allow.split(' ').next().unwrap())])
            };
            assert_eq!(with(allow, plain), expected, "{allow}");
        }
        let two =
            with("capabilities = [\"NET_ADMIN\", \"SYS_TIME\"]", "docker run -d --cap-add NET_ADMIN nginx");
        assert_eq!(two, pairs(&[("unused-allow?", "capabilities")]));
    }
}
