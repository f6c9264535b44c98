//! What a build may take: images, files of the network, processes. By what engines make of odd Dockerfiles.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::each::on_each_engine;
use crate::harness::{Engine, Lab, Stranger, docker, on_podman, shell};

on_each_engine! {
    a_dockerfile_that_engines_could_read_in_different_ways_is_not_sent,
    an_image_that_nobody_names_is_not_copied_from,
    an_image_that_a_dockerfile_copies_from_is_known_before_the_run,
    a_name_in_capitals_is_another_name,
    nothing_is_fetched_through_the_network_of_the_host_unasked,
    what_an_image_does_to_a_build_on_it_is_seen,
    a_variable_stands_for_the_image_that_was_judged,
    a_dockerfile_has_no_name_that_an_engine_reads_otherwise,
    what_a_change_says_is_one_instruction,
    what_a_dockerfile_may_say_is_built_byte_for_byte,
    a_step_may_write_the_dockerfile,
    a_run_takes_steps_from_its_own_images_only,
}

const NAME: &str = "statelab-builds-test-built";

/// A lab of these lines, with this Dockerfile.
fn lab(lines: &[&str], dockerfile: &str) -> Lab {
    lab_with("", lines, "", dockerfile)
}

fn lab_with(allow: &str, lines: &[&str], check: &str, dockerfile: &str) -> Lab {
    let lines = lines.iter().map(|line| format!("  '''docker {line}''',\n")).collect::<Vec<_>>().concat();
    let lab = Lab::of(&format!(
        "{allow}\n[[step]]\nid = \"one\"\ntitle = \"One\"\nrun = [\n{lines}]\ncheck = [{check}]\n"
    ));
    fs::write(lab.folder().join("Dockerfile"), dockerfile).unwrap();
    lab
}

/// An image of somebody else's, which is not only another name of one that the lab may use.
fn theirs(name: &'static str) -> Stranger {
    let stranger = Stranger::image(name);
    shell(&format!("tar -c -C /etc hostname | docker import - {name}"));
    stranger
}

fn build() -> String {
    format!("build --no-cache -t {NAME} .")
}

fn a_dockerfile_that_engines_could_read_in_different_ways_is_not_sent() {
    let theirs = theirs("statelab-builds-test-theirs");
    for (line, why) in [
        ("FROM \rstatelab-builds-test-theirs", "the character U+000D"),
        ("FROM --platform=\"linux/amd64${X:+ nginx }\" statelab-builds-test-theirs", "the flag --platform="),
        ("# escape=`", "chooses another character"),
        ("RUN true \\\\\nFROM statelab-builds-test-theirs", "more than one backslash"),
        ("RUN cat <<E\nFROM statelab-builds-test-theirs\nE", "has a \"<<\""),
        ("FROM statelab-builds-test-\\\ntheirs", "a word continues on the next line"),
        ("RUN --mount=from=statelab-builds-test-theirs,target=/x true", "the flag --mount="),
        ("FROM $THEIRS", "$THEIRS is not the name of an image"),
        ("RUNN true", "there is no instruction RUNN"),
    ] {
        lab(&[&build()], &format!("FROM nginx\n{line}\n"))
            .run()
            .exits(1)
            .shows("of the Dockerfile")
            .shows(why)
            .shows_not("1/2 :")
            .shows_not("STEP 1")
            .shows_not("Step 1")
            .leaves_nothing();
    }
    // The name is not asked for at a registry either.
    lab(&[&format!("build --pull -t {NAME} .")], "FROM \r127.0.0.1:1/statelab-builds-test-theirs\n")
        .run()
        .exits(1)
        .shows("the character U+000D")
        .leaves_nothing();
    drop(theirs);
}

/// A Dockerfile that comes out of a container is known only during the run.
fn an_image_that_nobody_names_is_not_copied_from() {
    let theirs = theirs("statelab-builds-test-theirs");
    for line in ["COPY", "ONBUILD COPY"] {
        let dockerfile = format!("FROM nginx\\n{line} --from=statelab-builds-test-theirs /hostname /x\\n");
        let write = format!("exec {NAME}-writer sh -c \"printf '{dockerfile}' > /Dockerfile\"");
        lab(
            &[
                &format!("run -d --name {NAME}-writer nginx"),
                &write,
                &format!("cp {NAME}-writer:/Dockerfile Dockerfile"),
                &build(),
            ],
            "FROM nginx\n",
        )
        .run()
        .exits(3)
        .shows("statelab-builds-test-theirs was not made by this run")
        .leaves_nothing();
    }
    drop(theirs);
}

/// What a Dockerfile copies from is listed before the run, like the image of its `FROM`.
fn an_image_that_a_dockerfile_copies_from_is_known_before_the_run() {
    let theirs = theirs("statelab-builds-test-theirs");
    let copies = |line: &str| {
        lab(&[&build()], &format!("FROM nginx\n{line} --from=statelab-builds-test-theirs /hostname /x\n"))
    };
    for line in ["COPY", "ONBUILD COPY"] {
        let lab = copies(line);
        let folder = lab.folder();
        lab.statelab(&["show", &folder.to_string_lossy()])
            .exits(0)
            .shows("nginx")
            .shows("statelab-builds-test-theirs");
        copies(line).run().exits(0).leaves_nothing();
    }
    drop(theirs);
    copies("COPY").run().exits(3).shows("statelab-builds-test-theirs").shows_not("Step 1").leaves_nothing();
}

fn a_name_in_capitals_is_another_name() {
    let theirs = theirs("statelab-builds-test-theirs:TAG");
    let ours = "tag nginx statelab-builds-test-theirs:tag";
    lab(&[ours, &build()], "FROM nginx\nCOPY --from=statelab-builds-test-theirs:TAG /hostname /x\n")
        .run()
        .exits(3)
        .shows("statelab-builds-test-theirs:TAG was not made by this run")
        .leaves_nothing();
    drop(theirs);
}

/// Something that listens for this machine alone: its port, and how often it was asked.
fn loopback() -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (port, asked) = (listener.local_addr().unwrap().port(), Arc::new(AtomicUsize::new(0)));
    let count = asked.clone();
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            count.fetch_add(1, Ordering::SeqCst);
            let mut connection = connection.unwrap();
            let _ = connection.read(&mut [0; 4096]);
            let _ = connection
                .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nSECRET");
        }
    });
    (port, asked)
}

fn nothing_is_fetched_through_the_network_of_the_host_unasked() {
    let (port, asked) = loopback();
    let url = format!("http://127.0.0.1:{port}/s");
    let fetching = format!("FROM nginx\nADD {url} /s\nRUN cat /s\n");
    let line = "under [allow], namespaces = [\"network\"].";
    for dockerfile in [
        fetching.clone(),
        format!("FROM nginx\nARG FROM={url}\nADD $FROM /s\n"),
        format!("FROM nginx\nADD [\"{url}\", \"/s\"]\n"),
        format!("FROM nginx AS base\nONBUILD ADD {url} /s\nFROM base\n"),
        "FROM nginx\nADD git://127.0.0.1/x.git /s\n".to_owned(),
    ] {
        lab(&[&build()], &dockerfile).run().exits(1).shows(line).leaves_nothing();
    }
    let source = "statelab-builds-test-source";
    let commit = format!("commit -c 'ONBUILD ADD {url} /s' {source} {NAME}");
    let run = format!("run -d --name {source} nginx");
    lab(&[&run, &commit], "").run().exits(1).shows(line).leaves_nothing();
    lab(&[&format!("import -c 'ONBUILD ADD {url} /s' Dockerfile {NAME}")], "")
        .run()
        .exits(1)
        .shows(line)
        .leaves_nothing();
    assert_eq!(asked.load(Ordering::SeqCst), 0);

    let allow = "[allow]\nnamespaces = [\"network\"]\n";
    lab_with(allow, &[&build()], "", &fetching).with("--allow").run().exits(0).leaves_nothing();
    assert!(asked.load(Ordering::SeqCst) > 0);
}

/// Podman tells of no `ONBUILD`, and does it.
fn what_an_image_does_to_a_build_on_it_is_seen() {
    let (port, asked) = loopback();
    let base = Stranger::image("statelab-builds-test-base");
    let dockerfile = format!("FROM nginx\\nONBUILD ADD http://127.0.0.1:{port}/s /s\\n");
    shell(&format!("printf '{dockerfile}' | DOCKER_BUILDKIT=0 docker build --force-rm -t {} -", base.name));
    lab(&[&build()], &format!("FROM {}\n", base.name))
        .run()
        .exits(1)
        .shows(&format!("what ADD http://127.0.0.1:{port}/s /s names"))
        .leaves_nothing();
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}

/// And what is copied of the context is what the lab has there.
fn a_variable_stands_for_the_image_that_was_judged() {
    let dockerfile = "ARG BASE=none\nFROM ${BASE}:${TAG:-latest}\nCOPY . /site\n";
    let dockerfile = &dockerfile.replace("ARG", "ARG TAG\nARG");
    let look = format!("run --rm --entrypoint sh {NAME} -c 'ls -A /site; cat /site/Dockerfile'");
    let check = format!(
        "{{ output = true, contains = '''Dockerfile\n''' }}, {{ output = true, contains = '''{dockerfile}''' }}, \
         {{ output = true, not = {{ contains = \".dockerfile.statelab\" }} }}"
    );
    lab_with("", &[&format!("build --build-arg BASE=nginx -t {NAME} ."), &look], &check, dockerfile)
        .run()
        .exits(0)
        .shows("FROM ${BASE}:${TAG:-latest}")
        .leaves_nothing();
}

/// And the image has no line that the Dockerfile lacks, nor a label.
fn what_a_dockerfile_may_say_is_built_byte_for_byte() {
    for (dockerfile, lines) in [
        ("ARG V=13\nFROM postgres:${V}\nENV A=b\n", 1),
        ("FROM nginx AS base\nFROM nginx\nCOPY --from=base /etc/passwd /x\n", 1),
        ("FROM nginx\nCOPY --from=postgres:13 /etc/passwd /x\n", 1),
        ("FROM \\\n nginx\nUSER nobody\nUSER root\n", 2),
        ("FROM nginx\nONBUILD ENV A=b\n", 1),
    ] {
        let base = if dockerfile.contains("FROM postgres") { "postgres:13" } else { "nginx" };
        let count = |image: &str| format!("history -q {image}");
        let lines_of = |image: &str| docker(&["history", "-q", image]).lines().count();
        let expected = lines_of(base) + lines;
        let labels = format!("inspect --format '{{{{json .Config.Labels}}}}' {NAME}");
        lab_with(
            "",
            &[&build(), &count(NAME)],
            &format!("{{ output = true, matches = '^([^\\n]+\\n){{{expected}}}$' }}"),
            dockerfile,
        )
        .run()
        .exits(0)
        .leaves_nothing();
        lab_with(
            "",
            &[&build(), &labels],
            "{ output = true, not = { contains = \"statelab.run\" } }",
            dockerfile,
        )
        .run()
        .exits(0)
        .leaves_nothing();
    }
}

/// Its image is known before the run, though no command names it.
fn a_step_may_write_the_dockerfile() {
    let lab = Lab::of(&format!(
        "[[step]]\nid = \"one\"\ntitle = \"One\"\nwrite = {{ \"ctx/Dockerfile\" = \"FROM nginx\\nENV A=b\\n\" }}\n\
         run = [\"docker build -t {NAME} ctx\"]\n"
    ));
    lab.run().exits(0).leaves_nothing();
}

/// Of two builds of a run the second takes the first one's steps; not those of anybody else, nor of an earlier run.
fn a_run_takes_steps_from_its_own_images_only() {
    let dockerfile = "FROM nginx\nRUN echo one >/one\nCOPY Dockerfile /x\n";
    let twice = [format!("build -t {NAME} ."), format!("build -t {NAME}:again .")];
    let [first, again] = &twice;
    let theirs = Stranger::image("statelab-builds-test-theirs");
    let their_lab = lab(&[first], dockerfile);
    shell(&format!(
        "docker build -t statelab-builds-test-theirs {} >/dev/null 2>&1",
        their_lab.folder().display()
    ));
    let uses = "contains = \"Using cache\"";
    for _ in 0..2 {
        lab_with("", &[first], &format!("{{ output = true, not = {{ {uses} }} }}"), dockerfile)
            .run()
            .exits(0)
            .leaves_nothing();
    }
    let check = if on_podman() { format!("not = {{ {uses} }}") } else { uses.to_owned() };
    lab_with("", &[first, again], &format!("{{ output = true, {check} }}"), dockerfile)
        .run()
        .exits(0)
        .leaves_nothing();
    drop(theirs);
}

/// Podman gives a file that ends so to the host's C preprocessor, which reads any file of the host.
fn a_dockerfile_has_no_name_that_an_engine_reads_otherwise() {
    let lab = lab(&[&format!("build -f Dockerfile.in -t {NAME} .")], "");
    fs::write(lab.folder().join("Dockerfile.in"), "FROM nginx\n#include \"/etc/passwd\"\n").unwrap();
    lab.run().exits(0).leaves_nothing();
}

fn what_a_change_says_is_one_instruction() {
    let source = "statelab-builds-test-source";
    let run = format!("run -d --name {source} nginx");
    for change in ["ENV A=b\\", "ONBUILD ONBUILD RUN true", "ONBUILD RUNN x"] {
        lab(&[&run, &format!("commit -c \"{}\" {source} {NAME}", change.replace('\\', "\\\\"))], "")
            .run()
            .exits(1)
            .shows_not("sha256:")
            .leaves_nothing();
    }
}

/// The steps of a build of Docker are held to what every container is.
#[test]
fn a_step_that_forks_without_end_is_refused() {
    let _engine = Engine::take();
    let forks = "n=0; while [ $n -lt 1500 ]; do sleep 60 & n=$((n+1)); done";
    lab(&[&build()], &format!("FROM nginx\nRUN {forks}\n"))
        .run()
        .exits(1)
        .shows("Cannot fork")
        .shows("returned a non-zero code: 2")
        .leaves_nothing();
    let look = "cat /sys/fs/cgroup/pids.max 2>/dev/null || cat /sys/fs/cgroup/pids/pids.max";
    let held = format!("FROM nginx\nRUN until [ \"$({look})\" = 1024 ]; do :; done; {look}\n");
    // Of each step, and beside the memory that it has.
    let memory =
        "cat /sys/fs/cgroup/memory.max 2>/dev/null || cat /sys/fs/cgroup/memory/memory.limit_in_bytes";
    let held = format!("{held}RUN until [ \"$({look})\" = 1024 ]; do :; done; {memory}\n");
    let check = "{ output = true, matches = '(?m)^1024$' }, { output = true, matches = '(?m)^2147483648$' }";
    lab_with("", &[&build(), &format!("build --rm=false --no-cache -t {NAME} .")], check, &held)
        .run()
        .exits(0)
        .leaves_nothing();
}

/// So are those of Podman, by the control group that they are put in: each step, and whatever it leaves in the
/// background.
#[test]
fn on_podman_a_step_that_forks_without_end_is_refused() {
    let _engine = Engine::podman();
    let forks = "n=0; while [ $n -lt 1500 ]; do sleep 60 & n=$((n+1)); done";
    lab(&[&build()], &format!("FROM nginx\nRUN true\nRUN {forks}\n"))
        .run()
        .exits(1)
        .shows("Cannot fork")
        .leaves_nothing();
    // What is allowed is no fewer than that, and the memory is bounded as before.
    let memory =
        "cat /sys/fs/cgroup/memory.max 2>/dev/null || cat /sys/fs/cgroup/memory/memory.limit_in_bytes";
    let most = "n=0; while [ $n -lt 900 ]; do sleep 9 & n=$((n+1)); done; kill $(jobs -p); wait";
    let held = format!("FROM nginx\nRUN {memory}\nFROM scratch\nCOPY --from=0 / /\nRUN {most}\n");
    lab_with("", &[&build()], "{ output = true, matches = '(?m)^2147483648$' }", &held)
        .run()
        .exits(0)
        .leaves_nothing();
}
