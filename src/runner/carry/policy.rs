//! What a lab may not ask for unless it says so: more than a container needs to show what it keeps.
//!
//! The rules are those of the page on the lab format, "Allow": no privileged mode, added
//! capabilities or devices, host namespaces, loosened security options, and nothing of the host
//! outside the workspace, but for what stands under `[allow]`. Whoever drives the run has asked by then.
//! Imports: `command`, `event` (the message), `lab` (what it asks for).

use crate::command::{Container, CreateVolume, Exec, Mount, Namespace, NetworkMode};
use crate::event::Message;
use crate::lab::{Allow, capability};

/// Security options that tighten the walls.
const TIGHTER: [&str; 3] = ["no-new-privileges", "no-new-privileges=true", "no-new-privileges:true"];

/// Holds that a container asks for nothing that the lab may not have.
///
/// # Errors
/// The refusal, with the flag and the line that would ask for it.
pub(super) fn container(container: &Container, allow: &Allow) -> Result<(), Message> {
    let walls = &container.isolation;
    privileged(walls.privileged.is_some(), allow)?;
    let has = |list: &[String], value: &str| list.iter().any(|allowed| allowed == value);
    for name in walls.cap_add.iter().map(|name| capability(&name.value)) {
        granted(has(&allow.capabilities, &name), "--cap-add", || format!("capabilities = [\"{name}\"]"))?;
    }
    for device in walls.devices.iter().map(|device| &device.value.host) {
        granted(has(&allow.devices, device), "--device", || format!("devices = [\"{device}\"]"))?;
    }
    for option in walls.security.iter().map(|option| option.value.as_str()) {
        let tighter = TIGHTER.contains(&option) || has(&allow.security_options, option);
        granted(tighter, "--security-opt", || format!("security_options = [\"{option}\"]"))?;
    }
    for (flag, namespace) in of_the_host(container) {
        granted(has(&allow.namespaces, namespace), flag, || format!("namespaces = [\"{namespace}\"]"))?;
    }
    let on_host = container.mounts.iter().any(mounts_host);
    granted(!on_host || allow.volume_options, "volume-opt", || "volume_options = true".to_owned())
}

/// As [`container`], for a command in a container.
///
/// # Errors
/// The refusal, with the flag and the line that would ask for it.
pub(super) fn exec(exec: &Exec, allow: &Allow) -> Result<(), Message> {
    privileged(exec.privileged.is_some(), allow)
}

fn privileged(asked: bool, allow: &Allow) -> Result<(), Message> {
    granted(!asked || allow.privileged, "--privileged", || "privileged = true".to_owned())
}

/// The namespaces of the host that a container is put into: the flag, and the word for it.
fn of_the_host(container: &Container) -> impl Iterator<Item = (&'static str, &'static str)> {
    let walls = &container.isolation;
    let on_host = container.networks.iter().any(|network| network.network.value == NetworkMode::Host);
    let spaces = [
        ("--pid", "pid", &walls.pid),
        ("--ipc", "ipc", &walls.ipc),
        ("--uts", "uts", &walls.uts),
        ("--userns", "user", &walls.userns),
        ("--cgroupns", "cgroup", &walls.cgroupns),
    ];
    let spaces = spaces
        .into_iter()
        .filter(|(.., mode)| mode.as_ref().is_some_and(|mode| mode.value == Namespace::Host));
    let spaces: Vec<_> = spaces.map(|(flag, word, _)| (flag, word)).collect();
    on_host.then_some(("--network host", "network")).into_iter().chain(spaces)
}

/// As [`container`], for a volume.
///
/// # Errors
/// The refusal, with the flag and the line that would ask for it.
pub(super) fn volume(create: &CreateVolume, allow: &Allow) -> Result<(), Message> {
    let on_host = reaches_host(create.options.iter().map(|option| &option.value));
    granted(!on_host || allow.volume_options, "--opt", || "volume_options = true".to_owned())
}

/// Whether a mount is of a volume that is something of the host.
fn mounts_host(mount: &Mount) -> bool {
    reaches_host(mount.options.driver_options.iter())
}

/// Whether a volume's options make it a mount of something that the host has. The options of the
/// driver `local` are those of `mount`; a filesystem in memory is the container's own, unless it is
/// said to be a bind.
fn reaches_host<'o>(options: impl Iterator<Item = &'o (String, String)>) -> bool {
    let options: Vec<(&str, &str)> = options.map(|(key, value)| (key.as_str(), value.as_str())).collect();
    let mut types = options.iter().filter(|(key, _)| *key == "type").map(|(_, value)| *value).peekable();
    let in_memory = types.peek().is_some() && types.all(|value| value == "tmpfs");
    let binds = options.iter().any(|(key, value)| *key == "o" && value.contains("bind"));
    !options.is_empty() && (!in_memory || binds)
}

/// A refusal where this was not granted; `line` would ask for it.
fn granted(granted: bool, flag: &str, line: impl Fn() -> String) -> Result<(), Message> {
    if granted { Ok(()) } else { Err(Message::new("run-not-allowed").arg("flag", flag).arg("line", line())) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::{Action, parse};
    use crate::source::Located;

    /// What is said of a line where the lab asks for this: the line that would ask for it, or nothing.
    fn said(line: &str, allow: &Allow) -> String {
        let judged = match parse(&Located::verbatim(line, 0)) {
            Ok(Action::Run(run)) => container(&run.container, allow),
            Ok(Action::Exec(run)) => exec(&run, allow),
            Ok(Action::CreateVolume(create)) => volume(&create, allow),
            other => panic!("{line}: {other:?}"),
        };
        let line =
            |why: Message| why.arguments.into_iter().find(|(name, _)| name == "line").map(|(_, line)| line);
        match judged.err().and_then(line) {
            Some(crate::event::Filling::Text(text)) => text,
            _ => String::new(),
        }
    }

    #[test]
    fn what_is_not_asked_for_is_refused_with_the_line_that_asks() {
        let list = |value: &str| vec![value.to_owned()];
        let nothing = Allow::default();
        for (flags, line, allow) in [
            ("--privileged", "privileged = true", Allow { privileged: true, ..Allow::default() }),
            (
                "--cap-add net_admin",
                "capabilities = [\"NET_ADMIN\"]",
                Allow { capabilities: list("NET_ADMIN"), ..Allow::default() },
            ),
            (
                "--device /dev/fuse:/dev/x",
                "devices = [\"/dev/fuse\"]",
                Allow { devices: list("/dev/fuse"), ..Allow::default() },
            ),
            (
                "--security-opt seccomp=unconfined",
                "security_options = [\"seccomp=unconfined\"]",
                Allow { security_options: list("seccomp=unconfined"), ..Allow::default() },
            ),
            (
                "--network host",
                "namespaces = [\"network\"]",
                Allow { namespaces: list("network"), ..Allow::default() },
            ),
            (
                "--userns host",
                "namespaces = [\"user\"]",
                Allow { namespaces: list("user"), ..Allow::default() },
            ),
            (
                "--mount src=etc,dst=/x,volume-opt=type=none,volume-opt=o=bind,volume-opt=device=/etc",
                "volume_options = true",
                Allow { volume_options: true, ..Allow::default() },
            ),
        ] {
            let run = format!("docker run {flags} nginx");
            assert_eq!(said(&run, &nothing), line, "{flags}");
            assert_eq!(said(&run, &allow), "", "{flags}");
            assert_eq!(said("docker run --pid host nginx", &allow), "namespaces = [\"pid\"]", "{flags}");
        }
        let all = Allow { privileged: true, ..Allow::default() };
        assert_eq!(said("docker exec --privileged web ls", &nothing), "privileged = true");
        assert_eq!(said("docker exec --privileged web ls", &all), "");
        assert_eq!(said("docker run --cap-drop ALL --security-opt no-new-privileges nginx", &nothing), "");
    }

    #[test]
    fn a_volume_in_memory_is_no_folder_of_the_host() {
        let nothing = Allow::default();
        let volumes = Allow { volume_options: true, ..Allow::default() };
        for (options, refused) in [
            ("-o type=tmpfs -o device=tmpfs -o o=size=1m", false),
            ("-o type=none -o o=bind -o device=/etc", true),
            ("-o type=tmpfs -o o=ro,bind -o device=/etc", true),
            ("-o type=tmpfs -o type=none -o device=/dev/sda", true),
            ("-o device=/dev/sda", true),
        ] {
            let line = format!("docker volume create {options} data");
            assert_eq!(said(&line, &nothing), if refused { "volume_options = true" } else { "" }, "{line}");
            assert_eq!(said(&line, &volumes), "", "{line}");
        }
    }
}
