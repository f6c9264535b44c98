//! Whose an image is: the run's by what it is, never by a name that happens to be there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::decoys::Side;
use crate::harness::{Engine, Lab, Stranger, docker_program, until};
use crate::proxy::{Fault, Proxy};

/// A lab of one step with these lines.
fn lab(lines: &[&str]) -> Lab {
    let lines = lines.iter().map(|line| format!("  '''docker {line}''',\n")).collect::<Vec<_>>().concat();
    Lab::of(&format!("[[step]]\nid = \"one\"\ntitle = \"One\"\nrun = [\n{lines}]\n"))
}

/// The id of an image; empty: there is none.
fn id(image: &str) -> String {
    let output = docker_program().args(["image", "inspect", "--format", "{{.Id}}", image]).output().unwrap();
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

#[test]
fn a_name_of_localhost_is_one_of_its_own_on_docker() {
    let _engine = Engine::take();
    let stranger = Stranger::image("localhost/statelab-test-decoy");
    lab(&["tag nginx statelab-test-decoy", "rmi localhost/statelab-test-decoy"])
        .run()
        .exits(3)
        .shows("localhost/statelab-test-decoy was not made by this run. It was not touched.")
        .leaves_nothing();
    // The time of its last name is told as well, and another name of it came and went.
    assert_eq!((id(stranger.name), id("statelab-test-decoy")), (id("nginx"), String::new()));
}

/// In every form that means the name of a stranger's image.
#[test]
fn a_name_is_the_same_however_it_is_written() {
    let _engine = Engine::take();
    let stranger = Stranger::image("statelab-test-decoy");
    let before = stranger.inspect();
    for name in ["library/statelab-test-decoy", "index.docker.io/library/statelab-test-decoy:latest"] {
        for line in [format!("tag nginx {name}"), format!("rmi {name}")] {
            lab(&[&line]).run().exits(3).leaves_nothing();
            assert_eq!(stranger.inspect(), before, "{line}");
        }
    }
}

#[test]
fn a_name_of_localhost_goes_with_the_run() {
    let _engine = Engine::take();
    lab(&["tag nginx localhost/statelab-test-free"]).run().exits(0).leaves_nothing();
    assert_eq!(id("localhost/statelab-test-free"), "");
}

#[test]
fn on_podman_a_name_of_localhost_is_the_same_name() {
    let _engine = Engine::podman();
    let before = Side::Podman.everything();
    lab(&["tag nginx localhost/statelab-test-free"]).run().exits(0).leaves_nothing();
    assert_eq!(Side::Podman.everything(), before);
    let stranger = Stranger::image("localhost/statelab-test-decoy");
    let before = stranger.inspect();
    for line in ["tag nginx statelab-test-decoy", "rmi statelab-test-decoy"] {
        lab(&[line]).run().exits(3).leaves_nothing();
        assert_eq!(stranger.inspect(), before, "{line}");
    }
}

/// How a build ends during which another image is given its name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Build {
    Fails,
    Killed,
    Succeeds,
}

/// A student types the lab's line along: the name is given to another image while the build goes on.
fn a_name_that_a_stranger_gives_meanwhile_stays(build: Build) {
    let name = "statelab-test-late";
    let lab = lab(&[&format!("build --no-cache -t {name} .")]);
    let step = if build == Build::Succeeds { "sleep 6" } else { "sleep 6 && false" };
    fs::write(lab.folder().join("Dockerfile"), format!("FROM nginx\nRUN {step}\n")).unwrap();
    let started = lab.start().until_it_shows("Still running: docker build");
    let stranger = Stranger::image(name);
    let ended = match build {
        Build::Killed => started.kill().0,
        Build::Fails => started.ends().exits(1).shows("The run left nothing behind."),
        Build::Succeeds => {
            let words = format!("another image was given the name {name}:latest during the build");
            started.ends().exits(1).shows(&words)
        }
    };
    ended.leaves_nothing_in_the_end();
    assert_eq!(id(name), id("nginx"));
    drop(stranger);
}

#[test]
fn a_name_that_a_stranger_gives_during_a_build_stays() {
    let _engine = Engine::take();
    for build in [Build::Fails, Build::Killed, Build::Succeeds] {
        a_name_that_a_stranger_gives_meanwhile_stays(build);
    }
}

#[test]
fn a_name_that_a_stranger_gives_during_a_build_stays_on_podman() {
    let _engine = Engine::podman();
    for build in [Build::Fails, Build::Killed, Build::Succeeds] {
        a_name_that_a_stranger_gives_meanwhile_stays(build);
    }
}

/// An archive of an image with these names; how the list calls them is as engines read it, too.
fn archive(path: &Path, names_key: &str, name: &str, begin: &[u8]) {
    let mut builder = tar::Builder::new(Vec::new());
    let config =
        r#"{"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":[]}}"#;
    let list = format!(r#"[{{"Config":"c.json","{names_key}":["{name}"],"Layers":[]}}]"#);
    for (file, content) in [("manifest.json", list.as_str()), ("c.json", config)] {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        builder.append_data(&mut header, file, content.as_bytes()).unwrap();
    }
    let mut bytes = builder.into_inner().unwrap();
    bytes[..begin.len()].copy_from_slice(begin);
    fs::write(path, bytes).unwrap();
}

fn archives_that_an_engine_reads_in_another_way_are_refused() {
    let stranger = Stranger::image("statelab-test-decoy");
    let before = stranger.inspect();
    let decoy = "statelab-test-decoy:latest";
    for (key, name, begin, status, why) in [
        ("RepoTags", decoy, &b""[..], 3, "There is an image called statelab-test-decoy:latest"),
        ("repotags", decoy, b"", 1, "manifest.json in the archive is not what docker save writes"),
        ("RepoTags", "statelab-test-free:1", b"\x1f\x8b\x08\x04", 1, "The archive is compressed."),
    ] {
        let lab = lab(&["load -i i.tar"]);
        archive(&lab.folder().join("i.tar"), key, name, begin);
        lab.run().exits(status).shows(why).leaves_nothing();
        assert_eq!(stranger.inspect(), before, "{key}");
    }
}

#[test]
fn archives_that_docker_reads_in_another_way_are_refused() {
    let _engine = Engine::take();
    archives_that_an_engine_reads_in_another_way_are_refused();
}

#[test]
fn archives_that_podman_reads_in_another_way_are_refused() {
    let _engine = Engine::podman();
    archives_that_an_engine_reads_in_another_way_are_refused();
}

/// `docker save` of 20.10 writes a layer once, and links where it comes again.
#[test]
fn an_archive_with_links_to_layers_is_loaded() {
    let _engine = Engine::take();
    let name = "statelab-test-links";
    let lab = lab(&[
        &format!("build -q -t {name}:a ."),
        &format!("tag {name}:a {name}:b"),
        &format!("save -o all.tar {name}:a {name}:b"),
        &format!("rmi {name}:a {name}:b"),
        "load -i all.tar",
        &format!("run --rm --entrypoint cat {name}:b /one"),
    ]);
    fs::write(lab.folder().join("Dockerfile"), "FROM nginx\nCOPY page /one\nRUN true\nRUN true\n").unwrap();
    fs::write(lab.folder().join("page"), "page").unwrap();
    lab.run().exits(0).shows(&format!("Loaded image: {name}:b")).leaves_nothing();
    assert_eq!((id(&format!("{name}:a")), id(&format!("{name}:b"))), (String::new(), String::new()));
}

/// A load that is killed: whether the names are the run's is told by the ledger alone.
#[test]
fn killed_in_a_load() {
    let _engine = Engine::take();
    let proxy = Proxy::new();
    // The look before is answered; the one after the engine has loaded it is not.
    proxy.fault(|call| call.starts_with("GET /images/statelab-test-loaded"), 1, Fault::Hang, || {});
    let lab = lab(&["load -i i.tar"]).with("--engine").with(&proxy.address());
    archive(&lab.folder().join("i.tar"), "RepoTags", "statelab-test-loaded:1", b"");
    let started = lab.start();
    until("has loaded it", || proxy.met().is_some());
    assert_ne!(id("statelab-test-loaded:1"), "");
    started.kill().0.leaves_nothing_in_the_end();
    assert_eq!(id("statelab-test-loaded:1"), "");
}

/// The engine makes the nameless volume, and refuses the container then.
fn a_create_that_is_refused_leaves_nothing(side: Side) {
    let before = side.everything();
    let of_one = lab(&["run -d --name statelab-test-refused --mount type=volume,dst=/data -v /data nginx"]);
    of_one.run().exits(0).leaves_nothing();
    for line in [
        "create --mount type=volume,dst=/data --mount type=volume,dst=/data --name statelab-test-refused nginx",
        "create -v /data -v statelab-test-refused:/data --mount type=volume,dst=/x --mount type=volume,src=statelab-test-refused,dst=/data nginx",
    ] {
        let ended = lab(&[line]).run();
        assert!(matches!(ended.status(), Some(1 | 2)), "{line}: {}", ended.text());
        ended.leaves_nothing();
        assert_eq!(side.everything(), before, "{line}");
    }
    let taken: BTreeSet<String> = side.everything();
    lab(&["create --name statelab-test-refused nginx", "create -v /data --name statelab-test-refused nginx"])
        .run()
        .exits(1)
        .leaves_nothing();
    assert_eq!(side.everything(), taken);
}

#[test]
fn a_create_that_docker_refuses_leaves_nothing() {
    let _engine = Engine::take();
    a_create_that_is_refused_leaves_nothing(Side::Docker);
}

#[test]
fn a_create_that_podman_refuses_leaves_nothing() {
    let _engine = Engine::podman();
    a_create_that_is_refused_leaves_nothing(Side::Podman);
}
