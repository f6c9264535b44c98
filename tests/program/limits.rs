//! Programs that run into what a container may take: memory, processes, the length of its log.

use std::fs;
use std::path::Path;

use crate::each::on_each_engine;
use crate::harness::{Engine, Lab, docker, on_podman};

on_each_engine! {
    who_allocates_more_than_there_is_is_killed,
    every_container_has_the_usual_memory,
    who_forks_without_end_is_refused,
    who_prints_without_end_has_a_log_of_a_bounded_length,
    a_run_that_is_not_over_in_time_is_ended_and_removed,
}

/// A step of these lines, with this check.
fn lab(lines: &[&str], check: &str) -> Lab {
    let lines: Vec<String> = lines.iter().map(|line| format!("  {line},\n")).collect();
    Lab::of(&format!(
        "[[step]]\nid = \"one\"\ntitle = \"One\"\nrun = [\n{}]\ncheck = [{check}]\n",
        lines.concat()
    ))
}

/// Podman 4.3 does not always see why: the status alone tells there.
fn who_allocates_more_than_there_is_is_killed() {
    let takes = "run --name limits-memory -m 64m nginx dd if=/dev/zero of=/dev/null bs=256M count=1";
    lab(&[&format!("\"docker {takes}\"")], "").run().exits(1).shows("status 137").leaves_nothing();
    let killed = format!("{{ cmd = \"docker {takes}\", fails = \"exit 137\" }}");
    let why = "\"docker inspect -f '{{.State.OOMKilled}}' limits-memory\"";
    let check = r#"{ output = true, equals = "true" }"#;
    let asked = if on_podman() { lab(&[&killed], "") } else { lab(&[&killed, why], check) };
    asked.run().exits(0).leaves_nothing();
}

/// By what the kernel holds it to; by version 1 or 2 of its control groups.
fn every_container_has_the_usual_memory() {
    let look = "cat /sys/fs/cgroup/memory.max || cat /sys/fs/cgroup/memory/memory.limit_in_bytes";
    lab(
        &[&format!("\"docker run --rm nginx sh -c '{look}'\"")],
        r#"{ output = true, contains = "2147483648" }"#,
    )
    .run()
    .exits(0)
    .leaves_nothing();
}

fn who_forks_without_end_is_refused() {
    let forks = "i=0; while [ $i -lt 1100 ]; do sleep 60 & i=$((i+1)); done";
    lab(&[&format!("{{ cmd = \"docker run --rm nginx sh -c '{forks}'\", fails = \"exit 2\" }}")], "")
        .run()
        .exits(0)
        .shows("Cannot fork")
        .leaves_nothing();
}

fn who_prints_without_end_has_a_log_of_a_bounded_length() {
    let prints = "yes $(printf %02000d 0) | head -c 100M; echo; echo END";
    let run = &format!("\"docker run -d --name limits-log nginx sh -c '{prints}'\"");
    let lines = [run, "\"docker wait limits-log\"", "\"docker logs --tail 1 limits-log\""];
    let kept = lab(&lines, r#"{ output = true, equals = "END" }"#).with("--keep").run().exits(0);
    let path = docker(&["inspect", "-f", "{{.LogPath}}", "limits-log"]);
    let (parts, size) = length_of_log(Path::new(&path));
    kept.lab().statelab(&["clean", "--yes"]).exits(0);
    kept.leaves_nothing();
    // The line that passes a bound is whole.
    assert!((1..64_100_000).contains(&size), "{size}");
    assert_eq!(parts, if on_podman() { 1 } else { 2 });
}

/// In how many parts a log is, and how long they are together.
fn length_of_log(path: &Path) -> (usize, u64) {
    let name = path.file_name().unwrap().to_str().unwrap();
    let beside = fs::read_dir(path.parent().unwrap()).unwrap().map(Result::unwrap);
    let parts = beside.filter(|part| part.file_name().to_str().unwrap().starts_with(name));
    let lengths: Vec<u64> = parts.map(|part| part.metadata().unwrap().len()).collect();
    (lengths.len(), lengths.iter().sum())
}

/// With a container in the background that runs on, and a command that does.
fn a_run_that_is_not_over_in_time_is_ended_and_removed() {
    let lines = ["\"docker run -d --name limits-time nginx\"", "\"docker exec limits-time sleep 120\""];
    lab(&lines, "")
        .with("--time-limit")
        .with("4s")
        .run()
        .exits(3)
        .shows("The run was not over within 4 s, so it was ended.")
        .shows("Removed what the run made: container limits-time.")
        .leaves_nothing();
}

/// Some 80 MB of paths: neither shown nor compared in part.
#[test]
fn a_layer_with_too_many_changes_is_told() {
    let _engine = Engine::take();
    let deep = "for(1..17){mkdir q(d)x220; chdir q(d)x220}";
    let writes = format!("chdir q(/tmp); {deep} for(1..20000){{open F,q(>),q(f)x200 .$_}}");
    let run = format!("\"docker run --name limits-layer nginx perl -e '{writes}'\"");
    let told = "More than 100000 paths have changed, or their names are longer than 64 MiB together.";
    lab(&[&run, "\"docker diff limits-layer\""], "").run().exits(1).shows(told).leaves_nothing();
    let check = r#"{ layer = "limits-layer", added = "/never", within = "60s" }"#;
    lab(&[&run], check).run().exits(3).shows(told).leaves_nothing();
}
