//! Podman's service as the private engine, with its own storage, networks and settings.
//!
//! The only settings of the machine that it reads are the registries and their policy.

use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use ipnet::Ipv4Net;
use sha2::{Digest, Sha256};

use super::super::routes::routes;
use super::subnet::free_subnet;
use super::{Own, is_root, private_folder};

/// Storage drivers, in order of preference.
const DRIVERS: [&str; 2] = ["overlay", "vfs"];
/// The folders of Podman's helpers on Debian, Fedora and others.
const HELPERS: [&str; 4] =
    ["/usr/lib/podman", "/usr/libexec/podman", "/usr/local/libexec/podman", "/usr/local/lib/podman"];
/// A container's limits on open files and processes, if the system allows more.
const FILES: u64 = 1 << 20;
const PROCESSES: u64 = 1 << 15;

/// Returns the command for the service, with the first storage driver that works.
pub(super) fn service(own: &Own, podman: &Path, runtime: &Path) -> io::Result<Command> {
    settings(own)?;
    let mut words = String::new();
    for driver in DRIVERS {
        fs::write(own.folder.join("podman/storage.conf"), storage_conf(own, driver))?;
        // `podman info` checks everything that Podman needs.
        let output = global(own, podman, runtime, driver).arg("info").stdin(Stdio::null()).output()?;
        if output.status.success() {
            fs::write(own.folder.join("podman/driver"), driver)?;
            let mut command = global(own, podman, runtime, driver);
            command
                .args(["system", "service", "--time", "0"])
                .arg(format!("unix://{}", own.socket().display()));
            return Ok(command);
        }
        String::from_utf8_lossy(&output.stderr).trim().clone_into(&mut words);
    }
    fs::write(own.log(), &words)?;
    Err(io::Error::other(words.lines().last().unwrap_or("podman info").to_owned()))
}

/// Stops all containers, which Podman leaves running when its service ends.
pub(super) fn stop_all(own: &Own, podman: &Path, runtime: &Path) {
    let driver =
        fs::read_to_string(own.folder.join("podman/driver")).unwrap_or_else(|_| DRIVERS[0].to_owned());
    let mut endings = vec![vec!["stop", "--all", "--time", "1"]];
    if !is_root() {
        // Ends the process that keeps a user's namespace.
        endings.push(vec!["system", "migrate"]);
    }
    for ending in endings {
        let mut command = global(own, podman, runtime, &driver);
        command.args(ending).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // No process waits for an error. The next start finds what is left.
        let _ = command.status();
    }
    if !is_root() {
        forget_network(own);
    }
    end_watchers(own);
}

/// Removes the network namespace of a rootless user's containers.
///
/// Podman's own removal is not reliable. If the namespace was set up in part, or its end went unnoticed, Podman takes
/// the remaining file for the namespace, and no container starts any more. The file's name contains a digest of the
/// path of Podman's database.
fn forget_network(own: &Own) {
    let database = own.folder.join("podman/root/libpod");
    let digest = format!("{:x}", Sha256::digest(database.as_os_str().as_encoded_bytes()));
    if let Some(base) = std::env::var_os("XDG_RUNTIME_DIR") {
        let _ =
            fs::remove_file(Path::new(&base).join("netns").join(format!("rootless-netns-{}", &digest[..20])));
    }
}

/// Ends the processes that monitor commands in containers.
///
/// They outlive the commands for minutes, to report their exit status, and would then start Podman again.
fn end_watchers(own: &Own) {
    #[cfg(unix)]
    for process in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let id = process.file_name().to_str().and_then(|id| id.parse().ok());
        let words = fs::read(process.path().join("cmdline")).unwrap_or_default();
        let watches =
            fs::read_to_string(process.path().join("comm")).is_ok_and(|name| name.trim_end() == "conmon");
        let root = own.folder.join("podman/root");
        let root = root.as_os_str().as_encoded_bytes();
        let ours = watches && words.split(|&byte| byte == 0).any(|word| word == root);
        if let Some(id) = id.filter(|_| ours).and_then(rustix::process::Pid::from_raw) {
            let _ = rustix::process::kill_process(id, rustix::process::Signal::KILL);
        }
    }
    #[cfg(not(unix))]
    let _ = own;
}

/// Returns a Podman command with the arguments that separate it from other engines.
fn global(own: &Own, podman: &Path, runtime: &Path, driver: &str) -> Command {
    let folder = own.folder.join("podman");
    let mut command = Command::new(podman);
    command.arg("--root").arg(folder.join("root"));
    command.arg("--runroot").arg(own.runtime.join("runroot"));
    command.arg("--tmpdir").arg(own.runtime.join("tmp"));
    command.arg("--network-config-dir").arg(folder.join("networks"));
    command.arg("--runtime").arg(runtime);
    command.args(["--storage-driver", driver, "--cgroup-manager", "cgroupfs", "--log-level", "warn"]);
    command.env("CONTAINERS_CONF", folder.join("containers.conf"));
    command.env("CONTAINERS_STORAGE_CONF", folder.join("storage.conf"));
    // These variables would lead it to another engine.
    command.env_remove("CONTAINER_HOST").env_remove("CONTAINER_CONNECTION");
    command
}

fn settings(own: &Own) -> io::Result<()> {
    let folder = own.folder.join("podman");
    for inner in ["root", "networks"] {
        private_folder(&folder.join(inner))?;
    }
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let numbers = fs::read_to_string("/proc/sys/kernel/pid_max").unwrap_or_default();
    let netavark = HELPERS.iter().any(|helpers| Path::new(helpers).join("netavark").exists());
    fs::write(folder.join("containers.conf"), containers_conf(&limits, &numbers, netavark))?;
    if netavark {
        let network = default_network(&own.name, free_subnet(&own.name, &routes().unwrap_or_default()));
        fs::write(folder.join("networks/podman.json"), network.to_string())?;
    }
    Ok(())
}

/// Returns the storage settings.
///
/// Podman needs them although its arguments name the same folders.
fn storage_conf(own: &Own, driver: &str) -> String {
    let (root, run) = (own.folder.join("podman/root"), own.runtime.join("runroot"));
    // A JSON string is also a TOML string.
    let quoted = |path: &Path| serde_json::Value::from(path.display().to_string()).to_string();
    format!("[storage]\ndriver = \"{driver}\"\ngraphroot = {}\nrunroot = {}\n", quoted(&root), quoted(&run))
}

/// Returns the containers' settings.
///
/// Podman's default limits may exceed the system's, and then no container starts. There can be no more processes than
/// process ids. Its locks are files, since two Podmans would share locks in memory, and each would free the other's.
fn containers_conf(limits: &str, numbers: &str, netavark: bool) -> String {
    let hard = |name: &str| {
        let line = limits.lines().find(|line| line.starts_with(name))?;
        line[name.len()..].split_whitespace().nth(1)?.parse::<u64>().ok()
    };
    let limit = |name, most: u64, limit: Option<u64>| {
        let limit = limit.unwrap_or(most).min(most);
        format!("\"{name}={limit}:{limit}\"")
    };
    let numbers = numbers.trim().parse().unwrap_or(PROCESSES);
    let files = limit("nofile", FILES, hard("Max open files"));
    let processes = limit("nproc", numbers, hard("Max processes"));
    let network = if netavark { "[network]\nnetwork_backend = \"netavark\"\n" } else { "" };
    format!(
        "[containers]\ndefault_ulimits = [{files}, {processes}]\nlog_driver = \"k8s-file\"\n\
         [engine]\nevents_logger = \"file\"\nlock_type = \"file\"\n{network}"
    )
}

/// Returns the default network of containers.
///
/// Podman's own default would have the same bridge and addresses as any other Podman on this machine.
fn default_network(name: &str, subnet: Ipv4Net) -> serde_json::Value {
    let gateway = subnet.hosts().next();
    serde_json::json!({
        "name": "podman",
        "id": "2f259bab93aaaaa2542ba43ef33eb990d0999ee1b9924b557b7be53c0b7a1bb9",
        "driver": "bridge",
        "network_interface": format!("sl{name}"),
        "created": "2026-01-01T00:00:00Z",
        "subnets": [{ "subnet": subnet.to_string(), "gateway": gateway }],
        "ipv6_enabled": false,
        "internal": false,
        "dns_enabled": false,
        "ipam_options": { "driver": "host-local" },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_no_higher_than_the_systems() {
        let limits = "Limit                     Soft Limit           Hard Limit           Units     \n\
                      Max processes             96365                96365                processes \n\
                      Max open files            1024                 20000                files     \n";
        let written = containers_conf(limits, "4194304\n", true);
        assert!(written.contains("[\"nofile=20000:20000\", \"nproc=96365:96365\"]"), "{written}");
        let unlimited = containers_conf("Max open files unlimited unlimited files", "32768\n", false);
        assert!(unlimited.contains("[\"nofile=1048576:1048576\", \"nproc=32768:32768\"]"), "{unlimited}");
    }

    #[test]
    fn the_default_network_has_its_own_bridge() {
        let network = default_network("0123abcd", "10.90.7.0/24".parse().unwrap());
        assert_eq!(network["network_interface"], "sl0123abcd");
        assert_eq!(network["subnets"][0]["gateway"], "10.90.7.1");
    }
}
