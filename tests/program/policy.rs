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
use crate::hostile::canary::Canary;
use crate::reaper::reaper;
use crate::soak::among_decoys;

/// What the labs call the canary's folder.
const CANARY: &str = "/srv/canary";

/// How long a case may take, removal included.
const LIMIT: Duration = Duration::from_secs(90);

/// How a case must end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    /// Something of it is refused.
    Refused,
    /// It passes: what it does is harmless.
    Passes,
    /// It may be either: it is harmless.
    Either,
}
use Ends::{Either, Passes, Refused};

/// Each case, how it must end, and whether it is played on Podman, too.
const CASES: [(&str, Ends, bool); 25] = [
    ("sx-remount-read", Refused, true),
    ("sx-remount-write", Refused, true),
    ("sx-remount-check", Refused, true),
    ("sx-race-pid", Refused, true),
    ("sx-race-restart", Refused, true),
    ("sx-cp-restart", Refused, true),
    ("sx-rshared", Refused, true),
    ("sx-load-case", Either, true),
    ("sx-load-polyglot", Either, true),
    ("sx-rmi-localhost", Refused, true),
    ("sx-tag-localfree", Passes, true),
    // Podman's builder works in no container that could be seen.
    ("sx-df-late", Refused, false),
    ("sx-df-cr", Refused, true),
    ("sx-df-pullcr", Refused, true),
    ("sx-df-flagquote", Refused, true),
    ("sx-df-case", Refused, true),
    ("sx-df-add", Refused, true),
    ("sx-df-fork", Either, true),
    // Podman's socket is root's.
    ("sx-rootfile", Either, false),
    ("sx-suid", Passes, true),
    ("sx-dev", Either, true),
    ("sx-deep", Passes, true),
    ("sx-diffmem", Either, false),
    ("sx-recfifo", Either, true),
    ("sx-v6b", Refused, false),
];

on_each_engine!(every_case_is_refused_or_harmless);

fn every_case_is_refused_or_harmless() {
    let side = if on_podman() { Side::Podman } else { Side::Docker };
    let asked = std::env::var("STATELAB_POLICY_CASE").ok();
    // When an image was last given a name, by whomever: labs may give `nginx` names of their own.
    among_decoys(side, &["\"LastTagTime\""], || {
        let canary = Canary::new();
        let around = Around::make(&canary.secret);
        let cases = CASES.iter().filter(|(_, _, podman)| *podman || !on_podman());
        let cases = cases.filter(|(name, _, _)| asked.as_deref().is_none_or(|asked| asked == *name));
        let mut wrong = Vec::new();
        for (name, ends, _) in cases {
            let start = Instant::now();
            let found = play(name, *ends, &canary, &around);
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
fn play(name: &str, ends: Ends, canary: &Canary, around: &Around) -> Vec<String> {
    let (before, names) = (canary.look(), Around::names());
    let case = Around::case(name);
    let lab = lab(name, &canary.folder());
    case.prepare(&lab);
    let mut run = Watched::start(&lab, name, case.command(&lab));
    let status = run.ends(LIMIT, || case.meanwhile(&lab));
    let mut wrong = run.wrong();
    match (status, ends) {
        (None, _) => {
            wrong.push(format!("HUNG: it did not end within {LIMIT:?}"));
            end_by_force(&lab);
        }
        (Some(0..=3), Either) | (Some(1..=3), Refused) | (Some(0), Passes) => {}
        (Some(status), _) => wrong.push(format!("ENDED with {status}: {}", run.last_words())),
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
