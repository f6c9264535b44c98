//! A second dockerd, of a test's own: it may be killed, and its disk may be filled.
//!
//! It has a mount and a network namespace, since two share a bridge otherwise, and its data in a
//! filesystem in memory. Both are held by a process of their own, so that they outlive the daemon.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::harness::{signal, until};

pub struct Second {
    home: TempDir,
    /// Holds the namespaces.
    keeper: Child,
    daemon: Child,
}

impl Second {
    /// One with a disk of this size, and nginx' image on it.
    pub fn with_disk(mebibytes: u32) -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("daemon.json"), "{}\n").unwrap();
        let root = home.path().join("root");
        fs::create_dir(&root).unwrap();
        // Nobody needs it for longer, and it ends by itself where a test is killed.
        let script = format!(
            "set -e\nip link set lo up 2>/dev/null || true\nmount -t tmpfs -o size={mebibytes}m tmpfs '{}'\n\
             echo ready\nexec sleep 300",
            root.display()
        );
        let mut keeper = Command::new("unshare")
            .args(["-nm", "bash", "-c", &script])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(keeper.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert_eq!(line, "ready\n");
        let daemon = daemon(&home, &keeper);
        let second = Self { home, keeper, daemon };
        second.until_it_answers();
        let load = format!("docker save nginx | docker -H {} load -q", second.address());
        assert!(
            Command::new("bash").args(["-o", "pipefail", "-c", &load]).output().unwrap().status.success()
        );
        second
    }

    /// Its address, for `--engine`.
    pub fn address(&self) -> String {
        format!("unix://{}", self.home.path().join("docker.sock").display())
    }

    /// Kills the daemon, which has no time to say or to write anything.
    pub fn kill(&mut self) {
        self.daemon.kill().unwrap();
        self.daemon.wait().unwrap();
    }

    /// Starts it again, on the same data. Its containerd ended with it; both left a file that says they run,
    /// and where nobody has yet asked for their end, that is believed.
    pub fn start_again(&mut self) {
        for process in ["docker.pid", "exec/containerd/containerd.pid"] {
            fs::remove_file(self.home.path().join(process)).unwrap();
        }
        self.daemon = daemon(&self.home, &self.keeper);
        self.until_it_answers();
    }

    fn until_it_answers(&self) {
        until("answers", || self.asked(&["version"]).is_some());
    }

    /// Writes until there is no room on its disk.
    pub fn fill_disk(&self) {
        let root = self.home.path().join("root");
        let seen = PathBuf::from(format!("/proc/{}/root", self.keeper.id()));
        let mut file = File::create(seen.join(root.strip_prefix("/").unwrap()).join("fill")).unwrap();
        for size in [1 << 20, 4096, 1] {
            while file.write_all(&vec![7; size]).is_ok() {}
        }
    }

    /// What the docker program says that asks it; none: it fails.
    pub fn asked(&self, arguments: &[&str]) -> Option<String> {
        let asked = Command::new("docker").args(["-H", &self.address()]).args(arguments).output().unwrap();
        asked.status.success().then(|| String::from_utf8_lossy(&asked.stdout).trim().to_owned())
    }

    /// Every container, volume and network that carries this lab's label.
    pub fn labelled(&self, lab: &str) -> Vec<String> {
        let filter = format!("label=statelab.lab={lab}");
        let kinds: [&[&str]; 3] = [&["ps", "-aq"], &["volume", "ls", "-q"], &["network", "ls", "-q"]];
        let listed = kinds.map(|kind| self.asked(&[kind, &["--filter", &filter]].concat()).unwrap());
        listed.iter().flat_map(|names| names.lines()).map(str::to_owned).collect()
    }
}

impl Drop for Second {
    fn drop(&mut self) {
        // Where a test failed in the middle.
        for container in self.asked(&["ps", "-aq"]).unwrap_or_default().lines() {
            self.asked(&["rm", "-f", "-v", container]);
        }
        // It stops its containerd.
        signal(&self.daemon, "TERM");
        let ended = self.daemon.wait();
        let _ = self.keeper.kill();
        let _ = self.keeper.wait();
        assert!(ended.is_ok() || std::thread::panicking());
    }
}

/// Docker's daemon in the keeper's namespaces, with everything of its own.
fn daemon(home: &TempDir, keeper: &Child) -> Child {
    let path = |name: &str| home.path().join(name).display().to_string();
    let log = File::options().create(true).append(true).open(path("log")).unwrap();
    let mut command = Command::new("nsenter");
    command.args(["-t", &keeper.id().to_string(), "-n", "-m", "dockerd"]);
    command.args(["--config-file", &path("daemon.json"), "--data-root", &path("root")]);
    command.args(["--exec-root", &path("exec"), "--pidfile", &path("docker.pid")]);
    command.args(["--host", &format!("unix://{}", path("docker.sock"))]);
    command.args(["--exec-opt", "native.cgroupdriver=cgroupfs", "--group", "0", "--log-level", "warn"]);
    let name = home.path().file_name().unwrap().to_str().unwrap().trim_start_matches('.').to_owned();
    command.args([
        "--containerd-namespace",
        &name,
        "--containerd-plugins-namespace",
        &format!("{name}-plugins"),
    ]);
    command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log).spawn().unwrap()
}
