//! What a run opens, runs and writes, proven by its system calls: the engine's socket, pages of the
//! lab's own containers, files below its state folder. Nothing else.

use std::collections::BTreeSet;
use std::fs;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use ipnet::IpNet;
use regex::Regex;

use crate::harness::{Engine, docker, finish};

/// Calls that reach beyond a process.
const CALLS: &str = "%network,execve,execveat,open,openat,openat2,creat,mkdir,mkdirat,rename,renameat,renameat2,\
                     unlink,unlinkat,rmdir,link,linkat,symlink,symlinkat,truncate,chmod,fchmodat,chown,fchownat";
/// What a program is made of, and what tells it about its machine. The C library asks how memory is given when it
/// gives some back.
const SYSTEM: [&str; 8] = [
    "/lib/",
    "/usr/lib/",
    "/etc/ld.so.cache",
    "/proc/self/",
    "/proc/net/",
    "/proc/sys/vm/overcommit_memory",
    "/sys/fs/cgroup/",
    "/dev/",
];

/// The system calls of a run, one a line, without the process that made them.
struct Calls {
    lines: Vec<String>,
    home: PathBuf,
}

impl Calls {
    /// Traces runs of the two labs of the beginning.
    fn of_runs(home: &Path) -> Self {
        let trace = home.join("trace");
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-s", "4096", "-e", &format!("trace={CALLS}"), "-o"]).arg(&trace);
        command.arg(env!("CARGO_BIN_EXE_statelab")).args([
            "run",
            "nginx-stateless",
            "postgres-volume",
            "--yes",
        ]);
        // Cargo puts its own libraries there.
        command.env_remove("LD_LIBRARY_PATH");
        command.env("XDG_STATE_HOME", home.join("state")).env("LC_ALL", "C.UTF-8");
        finish(command).exits(0).shows("Passed: all 5 steps");
        let trace = fs::read_to_string(trace).unwrap();
        let lines: Vec<String> =
            trace.lines().filter_map(|line| Some(line.split_once(' ')?.1.trim_start().to_owned())).collect();
        Self { lines, home: home.to_owned() }
    }

    /// The lines of these calls.
    fn named<'c>(&'c self, names: &'c [&str]) -> impl Iterator<Item = &'c str> {
        let is_one = |line: &&String| line.split_once('(').is_some_and(|(name, _)| names.contains(&name));
        self.lines.iter().filter(is_one).map(String::as_str)
    }

    /// The paths in calls, but for those of the state folder.
    fn paths_elsewhere<'c>(&self, calls: impl Iterator<Item = &'c str>) -> BTreeSet<String> {
        let quoted = Regex::new("\"([^\"]*)\"").unwrap();
        let paths = calls.flat_map(|call| quoted.captures_iter(call).map(|found| found[1].to_owned()));
        paths.filter(|path| path.starts_with('/') && !Path::new(path).starts_with(&self.home)).collect()
    }
}

/// Whether a call opens something that may be written.
fn writes(call: &&str) -> bool {
    ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"].iter().any(|flag| call.contains(flag))
}

#[test]
fn a_run_opens_the_engine_its_own_containers_and_its_own_files() {
    let _engine = Engine::take();
    let home = tempfile::tempdir().unwrap();
    let calls = Calls::of_runs(home.path());

    // Sockets: the engine's, and the pages that the lab's checks ask its containers for.
    let subnet = docker(&["network", "inspect", "-f", "{{(index .IPAM.Config 0).Subnet}}", "bridge"]);
    let containers: IpNet = subnet.trim().parse().unwrap();
    let page = Regex::new(r#"sin_port=htons\(80\), sin_addr=inet_addr\("([0-9.]+)"\)"#).unwrap();
    let is_inside = |connect: &str| {
        page.captures(connect).is_some_and(|to| containers.contains(&to[1].parse::<IpAddr>().unwrap()))
    };
    let connects: Vec<&str> = calls.named(&["connect"]).collect();
    assert!(connects.len() > 50, "the engine was asked: {}", connects.len());
    for connect in connects {
        let engine = connect.contains("sa_family=AF_UNIX, sun_path=\"/var/run/docker.sock\"");
        assert!(engine || is_inside(connect), "{connect}");
    }
    let listens: Vec<&str> = calls.named(&["bind", "listen", "accept", "accept4"]).collect();
    assert_eq!(listens, [""; 0], "nobody can reach a run");

    // Programs: itself, the second time as the process that cleans up should this one be killed.
    let programs = calls.paths_elsewhere(calls.named(&["execve", "execveat"]));
    let itself = ["/proc/self/exe", env!("CARGO_BIN_EXE_statelab")].map(str::to_owned);
    assert_eq!(programs, BTreeSet::from(itself));

    // Files: what is written lies in the state folder; what is read elsewhere belongs to the system, but
    // for the file that says which engine docker's context is.
    let opens = ["open", "openat", "openat2", "creat"];
    let written = calls.paths_elsewhere(calls.named(&opens).filter(writes));
    // A file that was looked at is opened through its descriptor.
    let own = |path: &&String| path.starts_with("/dev/") || path.starts_with("/proc/self/fd/");
    let foreign: Vec<&String> = written.iter().filter(|path| !own(path)).collect();
    assert_eq!(foreign, [""; 0]);
    let looked_at = calls.paths_elsewhere(calls.named(&opens).filter(|call| !writes(call)));
    let foreign = looked_at.iter().filter(|path| !SYSTEM.iter().any(|system| path.starts_with(system)));
    let foreign: Vec<&String> = foreign.filter(|path| !path.ends_with("/.docker/config.json")).collect();
    assert_eq!(foreign, [""; 0]);
    let moved = ["mkdir", "mkdirat", "rename", "renameat", "renameat2", "unlink", "unlinkat", "rmdir"];
    let others =
        ["link", "linkat", "symlink", "symlinkat", "truncate", "chmod", "fchmodat", "chown", "fchownat"];
    let names = [&moved[..], &others[..]].concat();
    assert!(calls.named(&moved).count() > 5, "the workspace is made and removed");
    assert_eq!(calls.paths_elsewhere(calls.named(&names)), BTreeSet::new());
}
