//! `docker cp` where it is not simply a file.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::each::on_each_engine;
use crate::harness::{Lab, on_podman};

on_each_engine!(
    a_link_comes_out_as_one_unless_it_is_followed,
    a_directory_comes_out_with_its_links_and_modes,
    into_a_link_goes_where_it_leads,
    what_cannot_be_copied_is_refused_in_words_and_the_run_stops_with_status_1,
    a_pipe_in_the_workspace_stops_nothing,
    a_labs_script_can_be_executed_and_its_empty_folder_is_there,
);

/// A lab whose one step runs these commands in a container of nginx, and then copies.
fn copies(name: &str, inside: &str, copies: &[&str], check: &str) -> Lab {
    let copies: Vec<String> = copies.iter().map(|line| format!("  \"docker cp {line}\",\n")).collect();
    Lab::of(&format!(
        "[[step]]\nid = \"one\"\ntitle = \"One\"\nrun = [\n  \"docker run -d --name {name} nginx\",\n  \
         \"docker exec {name} sh -c '{inside}'\",\n{}]\ncheck = [{check}]\n",
        copies.concat()
    ))
}

fn into_a_link_goes_where_it_leads() {
    let lab = copies(
        "statelab-test-link",
        "mkdir /real; ln -s /real /link; touch /old; ln -s old /filelink",
        &["f.txt statelab-test-link:/link", "f.txt statelab-test-link:/filelink"],
        r#"{ file = "statelab-test-link:/real/f.txt", equals = "hello" },
           { file = "statelab-test-link:/old", equals = "hello" },
           { exec = "readlink /link /filelink", in = "statelab-test-link", equals = "/real\nold" }"#,
    );
    fs::write(lab.folder().join("f.txt"), "hello").unwrap();
    lab.run().exits(0).leaves_nothing();
}

fn a_link_comes_out_as_one_unless_it_is_followed() {
    // Podman follows it in either case.
    let other = if on_podman() { "hello" } else { "other" };
    let lab = copies(
        "statelab-test-out",
        "echo hello > /there; ln -s there /link",
        &["statelab-test-out:/link out", "-L statelab-test-out:/link followed"],
        &format!(r#"{{ local = "followed", equals = "hello" }}, {{ local = "out", equals = "{other}" }}"#),
    );
    fs::write(lab.folder().join("there"), "other").unwrap();
    lab.run().exits(0).leaves_nothing();
}

fn a_directory_comes_out_with_its_links_and_modes() {
    let ended = copies(
        "statelab-test-tree",
        "mkdir -p /t/sub; echo hello > /t/a; ln /t/a /t/sub/b; ln -s a /t/c; chmod 750 /t/sub",
        &["statelab-test-tree:/t out", "statelab-test-tree:/t/. into", "statelab-test-tree:/t/a into/copy"],
        r#"{ local = "out/a", equals = "hello" }, { local = "out/sub/b", equals = "hello" },
           { local = "out/c", equals = "hello" }, { local = "into/sub/b", equals = "hello" },
           { local = "into/copy", equals = "hello" }"#,
    )
    .with("--keep")
    .run()
    .exits(0);
    let line = ended.text().lines().find_map(|line| line.trim().strip_prefix("rm -r ")).unwrap().to_owned();
    let folder = std::path::PathBuf::from(line.split(' ').next().unwrap());
    assert_eq!(fs::metadata(folder.join("out/sub")).unwrap().permissions().mode() & 0o777, 0o750);
    assert!(folder.join("out/c").is_symlink());
    crate::harness::docker(&["rm", "-f", "-v", "statelab-test-tree"]);
}

fn what_cannot_be_copied_is_refused_in_words_and_the_run_stops_with_status_1() {
    for (copy, words) in [
        ("statelab-test-refuse:/etc/hostname none/x", "There is no directory none."),
        ("f.txt statelab-test-refuse:/none/x", "There is no directory /none."),
        ("f.txt statelab-test-refuse:/none/", "There is no directory /none/."),
        ("f.txt/ statelab-test-refuse:/tmp", "f.txt/ must be a directory"),
        ("statelab-test-refuse:/none f", "The container has no /none."),
    ] {
        let lab = copies("statelab-test-refuse", "true", &[copy], "");
        fs::write(lab.folder().join("f.txt"), "hello").unwrap();
        lab.run().exits(1).shows(words).leaves_nothing();
    }
}

fn a_pipe_in_the_workspace_stops_nothing() {
    let name = "statelab-test-pipe";
    Lab::of(&format!(
        r#"
[[step]]
id = "one"
title = "One"
run = [
  "docker run -d --name {name} -v ./site:/site nginx",
  "docker exec {name} sh -c 'mkfifo /site/f'",
]
check = [{{ local = "site/f", equals = "x", within = "100ms" }}]
"#
    ))
    .run()
    .exits(1)
    .shows("not a regular file")
    .leaves_nothing();
}

fn a_labs_script_can_be_executed_and_its_empty_folder_is_there() {
    use std::os::unix::fs::PermissionsExt;
    let lab = Lab::of(
        r#"[[step]]
id = "one"
title = "One"
run = ["docker run -d --name statelab-test-script nginx", "docker cp say statelab-test-script:/say", "docker exec statelab-test-script /say"]
check = [{ output = true, equals = "executed" }, { local = "empty", exists = true }]
"#,
    );
    let script = lab.folder().join("say");
    std::fs::write(&script, "#!/bin/sh\necho executed\n").unwrap();
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    std::fs::create_dir(lab.folder().join("empty")).unwrap();
    lab.run().exits(0).leaves_nothing();
}
