//! Labs of somebody who means ill, each of which once got through a wall: refused or harmless, and nothing
//! that is not the run's is read, run, changed or removed, nor anything left.
//!
//! Each is a folder below `policy/`. All are played, whatever is wrong with one of them; beside them lie a
//! canary on the host, images of a stranger, and the twenty decoys of `decoys`.

#![expect(clippy::print_stdout, reason = "what is wrong is told case by case")]

mod around;
mod watched;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use around::Around;
use watched::Watched;

use crate::decoys::Side;
use crate::each::on_each_engine;
use crate::harness::{Lab, docker, docker_program, files_below, labelled, on_podman};
use crate::real::hostile::canary::Canary;
use crate::real::reaper::reaper;
use crate::real::soak::among_decoys;

/// What the labs call the canary's folder.
const CANARY: &str = "/srv/canary";

/// How long a case may take, removal included.
const LIMIT: Duration = Duration::from_secs(90);

/// Each case, and the status that it ends with on Docker and, where it is played there, on Podman: 1 where a command is
/// refused, 3 where it reaches for what is not the run's, 0 where what it does is harmless.
const CASES: [(&str, i32, Option<i32>); 25] = [
    ("sx-remount-read", 1, Some(1)),
    ("sx-remount-write", 1, Some(1)),
    ("sx-remount-check", 1, Some(1)),
    ("sx-race-pid", 1, Some(1)),
    ("sx-race-restart", 1, Some(1)),
    ("sx-cp-restart", 1, Some(1)),
    ("sx-rshared", 1, Some(1)),
    ("sx-load-case", 1, Some(1)),
    ("sx-load-polyglot", 1, Some(1)),
    ("sx-rmi-localhost", 3, Some(3)),
    ("sx-tag-localfree", 0, Some(0)),
    // Podman's builder works in no container that could be seen.
    ("sx-df-late", 1, None),
    ("sx-df-cr", 1, Some(1)),
    ("sx-df-pullcr", 1, Some(1)),
    ("sx-df-flagquote", 1, Some(1)),
    ("sx-df-case", 3, Some(3)),
    ("sx-df-add", 1, Some(1)),
    ("sx-df-fork", 1, Some(1)),
    // Podman's socket is root's.
    ("sx-rootfile", 0, None),
    ("sx-suid", 0, Some(0)),
    ("sx-dev", 1, Some(1)),
    ("sx-deep", 0, Some(0)),
    ("sx-diffmem", 1, None),
    ("sx-recfifo", 0, Some(0)),
    ("sx-v6b", 1, None),
];

on_each_engine!(every_case_is_refused_or_harmless);

fn every_case_is_refused_or_harmless() {
    let side = if on_podman() { Side::Podman } else { Side::Docker };
    let asked = std::env::var("STATELAB_POLICY_CASE").ok();
    // When an image was last given a name, by whomever: labs may give `nginx` names of their own.
    among_decoys(side, &["\"LastTagTime\""], || {
        let canary = Canary::new();
        let around = Around::make(&canary.secret);
        let cases = CASES.iter().filter(|(name, _, _)| asked.as_deref().is_none_or(|asked| asked == *name));
        let mut wrong = Vec::new();
        for (name, docker, podman) in cases {
            let Some(status) = podman.filter(|_| on_podman()).or(Some(*docker).filter(|_| !on_podman()))
            else {
                continue;
            };
            let start = Instant::now();
            let found = play(name, status, &canary, &around);
            let took = start.elapsed().as_millis();
            println!("{} {name}: {} wrong, after {took} ms", side.name(), found.len());
            for what in found {
                println!("WRONG {name}: {what}");
                wrong.push(format!("{name}: {what}"));
            }
        }
        wrong
    });
}

#[test]
fn every_case_is_in_the_table() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/program/policy");
    let found = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let found = found.filter(|entry| entry.path().is_dir());
    let found: BTreeSet<String> = found.map(|entry| entry.file_name().into_string().unwrap()).collect();
    assert_eq!(found, CASES.iter().map(|(name, _, _)| (*name).to_owned()).collect());
}

/// Plays a case: what is wrong.
fn play(name: &str, expected: i32, canary: &Canary, around: &Around) -> Vec<String> {
    let (before, names) = (canary.look(), Around::names());
    let case = Around::case(name);
    let lab = lab(name, &canary.folder());
    case.prepare(&lab);
    let mut run = Watched::start(&lab, name, case.command(&lab));
    let status = run.ends(LIMIT, || case.meanwhile(&lab));
    let mut wrong = run.wrong();
    match status {
        None => {
            wrong.push(format!("HUNG: it did not end within {LIMIT:?}"));
            end_by_force(&lab);
        }
        Some(status) if status == expected => {}
        Some(status) => wrong.push(format!("ENDED with {status} for {expected}: {}", run.last_words())),
    }
    for secret in around.secrets() {
        if run.text().contains(&secret) {
            wrong.push(format!("READ: {secret} is in its output"));
        }
    }
    wrong.extend(case.wrong(&lab, &run.text()));
    wrong.extend(case.ran());
    let now = canary.look();
    wrong.extend((now != before).then(|| format!("WRITTEN: the canary is now {now:#?}")));
    wrong.extend(left(&lab));
    case.end();
    let names_now = Around::names();
    wrong.extend((names_now != names).then(|| format!("MOVED: {names:?} are now {names_now:?}")));
    Around::mend();
    wrong
}

/// The lab of a case, with the canary's own path.
fn lab(name: &str, canary: &Path) -> Lab {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/program/policy").join(name);
    let lab = Lab::of("");
    for file in files_below(&source) {
        let to = lab.folder().join(file.strip_prefix(&source).unwrap());
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        match String::from_utf8(fs::read(&file).unwrap()) {
            Ok(text) => fs::write(to, text.replace(CANARY, canary.to_str().unwrap())).unwrap(),
            Err(bytes) => fs::write(to, bytes.into_bytes()).unwrap(),
        }
    }
    lab
}

/// What is left of a run that is over: in the engine, on the disk, mounted. It is removed, so that the next
/// case finds a clean machine.
fn left(lab: &Lab) -> Vec<String> {
    let mut left: Vec<String> =
        labelled(&lab.id).iter().map(|id| format!("LEFT in the engine: {id}")).collect();
    remove_labelled(lab);
    let home = lab.state();
    let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap();
    let mounts = mounts.lines().filter_map(|line| line.split(' ').nth(4));
    for mount in mounts.filter(|mount| Path::new(mount).starts_with(&home)) {
        left.push(format!("LEFT mounted: {mount}"));
        Command::new("umount").args(["-R", mount]).output().unwrap();
    }
    let files: Vec<PathBuf> = ["ledgers", "workspaces", "runs"].iter().map(|name| home.join(name)).collect();
    let files: Vec<PathBuf> = files.iter().flat_map(|folder| files_below(folder)).collect();
    left.extend(
        files.first().map(|first| format!("LEFT {} files, such as {}", files.len(), first.display())),
    );
    // A path that is too deep for a program that opens all of its folders at once.
    Command::new("rm").arg("-rf").arg(&home).output().unwrap();
    left
}

fn remove_labelled(lab: &Lab) {
    let filter = format!("label=statelab.lab={}", lab.id);
    for (list, remove) in [
        (&["ps", "-aq"][..], &["rm", "-f", "-v"][..]),
        (&["volume", "ls", "-q"], &["volume", "rm"]),
        (&["network", "ls", "-q"], &["network", "rm"]),
        (&["images", "-aq"], &["rmi", "-f"]),
    ] {
        for id in docker(&[list, &["--filter", &filter]].concat()).lines() {
            docker_program().args(remove).arg(id).output().unwrap();
        }
    }
}

/// Ends the processes of a run that does not end.
fn end_by_force(lab: &Lab) {
    if let Some(reaper) = reaper(lab) {
        Command::new("sh").args(["-c", &format!("kill -KILL {reaper}")]).output().unwrap();
    }
}
