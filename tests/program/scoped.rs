//! `run --scoped`: names of a run's own in the engine, so that runs of one lab can go on at once, and the
//! lab's names in all that is shown.

use std::fs;
use std::path::PathBuf;

use regex::Regex;
use statelab::engine::Kind;

use crate::harness::{Ended, Engine, Lab, docker, is_there};

/// How many runs of one lab go on at once.
const AT_ONCE: usize = 10;

/// What a run told, without what differs from run to run, whatever its names: ids, times, its folder,
/// and what is only said where something takes long.
fn told(ended: &Ended) -> String {
    let passing =
        Regex::new(r"(?s)\n  (Still running|Waiting until|Checking that)[^…]*…|\n workspace[^\n]*").unwrap();
    let alike =
        Regex::new(r"\b[0-9a-f]{12,}\b|\b[0-9]+ min( [0-9]+ s)?\b|\b[0-9]+([.,][0-9]+)? m?s\b").unwrap();
    let told = passing.replace_all(ended.text(), "");
    alike.replace_all(&told, "_").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn shipped() -> Vec<String> {
    let folders = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/labs")).unwrap();
    let labs = folders.map(|folder| folder.unwrap().path()).filter(|path| path.join("lab.toml").exists());
    labs.map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect()
}

#[test]
fn every_lab_passes_at_once_with_all_others_and_shows_its_own_names() {
    let _engine = Engine::any();
    let started: Vec<_> = shipped().iter().map(|lab| Lab::shipped(lab).with("--scoped").start()).collect();
    assert_eq!(started.len(), 8, "each lab");
    let scoped = Regex::new(r"\b[0-9a-f]{8}-[a-z]").unwrap();
    for run in started {
        let ended = run.ends().exits(0);
        let seen: Vec<_> = ended.text().lines().filter(|line| scoped.is_match(line)).collect();
        assert_eq!(seen, Vec::<&str>::new());
        ended.leaves_nothing();
    }
}

#[test]
fn ten_runs_of_one_lab_at_once_tell_the_same() {
    let _engine = Engine::any();
    for lab in ["nginx-stateless", "postgres-volume"] {
        let started: Vec<_> = (0..AT_ONCE).map(|_| Lab::shipped(lab).with("--scoped").start()).collect();
        let ended: Vec<Ended> = started.into_iter().map(|run| run.ends().exits(0)).collect();
        let first = told(&ended[0]);
        for run in ended {
            assert_eq!(told(&run), first);
            run.leaves_nothing();
        }
    }
}

#[test]
fn of_two_runs_with_the_labs_names_the_second_is_told_who_holds_them() {
    let _engine = Engine::any();
    let held = "[ready.my-nginx]\nexec = \"false\"\nwithin = \"100s\"\n[[step]]\nid = \"one\"\ntitle = \"One\"\n\
                run = \"docker run -d --name my-nginx nginx\"\n";
    let first = Lab::of(held).start().until_it_shows("Waiting until my-nginx is ready");
    Lab::shipped("nginx-stateless")
        .run()
        .exits(3)
        .shows("The container my-nginx belongs to another run of statelab")
        .leaves_nothing();
    // One with names of its own is not in anybody's way.
    Lab::shipped("nginx-stateless").with("--scoped").run().exits(0).leaves_nothing();
    first.signal("INT").ends().exits(130).leaves_nothing();
}

/// Names that find each other, images that are built on each other, and what is listed.
const NAMES: &str = r#"
[[step]]
id = "images"
title = "Images"
write = { "one/Dockerfile" = "FROM nginx\nRUN echo first > /usr/share/nginx/html/index.html\n", "two/Dockerfile" = "ARG BASE=scoped-one\nFROM $BASE AS base\nFROM scoped-one\nCOPY --from=scoped-one /usr/share/nginx/html/index.html /copied\n" }
run = ["docker build -t scoped-one one", "docker build -t scoped-two two", "docker images scoped-two", "docker history -q scoped-two", "docker tag scoped-two scoped-three", "docker rmi scoped-three"]
check = [{ output = true, equals = "Untagged: scoped-three:latest" }]

[[step]]
id = "network"
title = "Network"
run = ["docker network create scoped-net", "docker volume create scoped-data", "docker run -d --name scoped-web --network scoped-net -v scoped-data:/data scoped-two", "docker run -d --name scoped-other --network scoped-net nginx"]
check = [
  { http = "http://scoped-web:80/", contains = "first" },
  { exec = "curl -sf http://scoped-web/", in = "scoped-other", contains = "first" },
  { mount = "scoped-web:/data", name = "scoped-data" },
]

[[step]]
id = "shown"
title = "Shown"
run = ["docker rename scoped-other scoped-last", "docker ps -a --filter name=scoped --format '{{.Names}} {{.Image}} {{.Mounts}} {{.Networks}}'"]
check = [{ output = true, equals = "scoped-last nginx  scoped-net\nscoped-web scoped-two scoped-data scoped-net" }]

[[step]]
id = "inspected"
title = "Inspected"
run = ["docker volume ls -q", "docker network ls --filter name=scoped --format '{{.Name}}'", "docker inspect -f '{{.Name}} {{.Config.Image}} {{json .NetworkSettings.Networks}}' scoped-web"]
check = [{ output = true, matches = '^/scoped-web scoped-two \{"scoped-net":' }]

[[step]]
id = "refused"
title = "Refused"
run = [{ cmd = "docker volume rm scoped-data", fails = "in-use" }]
"#;

#[test]
fn what_is_kept_is_told_by_the_engines_names() {
    let _engine = Engine::any();
    let ended = Lab::shipped("nginx-stateless").with("--scoped").with("--keep").run().exits(0);
    let command = Regex::new(r"docker rm -fv ([0-9a-f]{8}-my-nginx)").unwrap();
    let name = command.captures(ended.text()).unwrap_or_else(|| panic!("{}", ended.text()))[1].to_owned();
    assert!(is_there(Kind::Container, &name));
    let lab = ended.into_lab();
    lab.statelab(&["clean", "--yes"]).exits(0).shows(&name);
    assert_eq!(crate::harness::files_below(&lab.state()), Vec::<PathBuf>::new());
}

/// A name of somebody else's comes from the docker program; images are built.
mod real {
    use super::*;

    #[test]
    fn names_are_found_listed_and_built_on_by_the_labs_own() {
        let _engine = Engine::take();
        // Somebody else's image of the name is not this run's.
        docker(&["tag", "postgres:13", "scoped-one"]);
        let run = Lab::of(NAMES).with("--scoped").with("--evidence").run();
        docker(&["rmi", "scoped-one"]);
        let ended = run.exits(0);
        let names = Regex::new(r"[0-9a-f]{8}-scoped").unwrap();
        assert!(!names.is_match(ended.text()), "{}", ended.text());
        ended.leaves_nothing();
    }
}
