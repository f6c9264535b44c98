//! Every probe and predicate against a real engine, and what a check that does not hold teaches.

use crate::each::on_each_engine;
use crate::harness::{Lab, docker};
use crate::leftovers::STRANGER;

on_each_engine!(
    texts_are_matched_counted_read_as_json_and_denied,
    a_captured_volume_is_mounted_by_its_name_and_quoted_in_prose,
    a_refusal_that_is_expected_is_no_failure_and_another_one_is,
    a_secret_is_shown_nowhere_and_a_variable_is_read_from_the_lab,
    a_file_below_a_tmpfs_is_read_from_inside,
    a_page_and_its_container_are_watched,
    a_check_that_does_not_hold_teaches,
    looking_changes_nothing,
    a_container_is_asked_for_its_state_status_health_image_and_environment,
    layers_mounts_volumes_and_images_are_looked_into,
);

/// A lab of one step: these lines, and these keys.
fn step(run: &str, keys: &str) -> Lab {
    Lab::of(&format!("[[step]]\nid = \"one\"\ntitle = \"One\"\nrun = [{run}]\n{keys}\n"))
}

fn a_container_is_asked_for_its_state_status_health_image_and_environment() {
    step(
        r#""docker run -d --name probe-state -e COLOR=blue nginx sh -c 'exit 3'""#,
        r#"check = [
  { container = "probe-state", state = "exited", exit_code = 3, health = "none", image = "nginx", env = "COLOR=blue" },
  { container = "probe-state", json = { pointer = "/State/ExitCode", equals = 3 } },
  { container = "probe-state", json = { pointer = "/Config/Image", matches = "^nginx" } },
  { container = "probe-state", running = false, not = { exit_code = 0, env = "COLOR=red", exists = false } },
]"#,
    )
    .run()
    .exits(0)
    .leaves_nothing();
}

fn texts_are_matched_counted_read_as_json_and_denied() {
    step(
        r#""docker run -d --name probe-text nginx sh -c 'echo ready 1; echo ready 2; echo done; sleep 60'", "docker exec probe-text echo '{\"a\": [1, {\"b\": true}]}'""#,
        r#"check = [
  { logs = "probe-text", contains = "ready", count = 2 },
  { logs = "probe-text", matches = '(?m)^done$', not = { contains = "failed" } },
  { output = true, json = { pointer = "/a/1/b", equals = true } },
  { output = true, json = { pointer = "/a", count = 2 } },
  { exec = "cat /none", in = "probe-text", exit_code = 1 },
  { exec = "echo a b", in = ["probe-text"], equals = "a b", holds_for = "300ms" },
  { file = "probe-text:/etc/hostname", exists = true, same_as = { container = "probe-text", path = "/etc/hostname" } },
]"#,
    )
    .run()
    .exits(0)
    .leaves_nothing();
}

fn layers_mounts_volumes_and_images_are_looked_into() {
    step(
        r#""docker volume create --label a=b probe-things-data", "docker run -d --name probe-things -v probe-things-data:/data -v ./site:/site:ro nginx", "docker exec probe-things sh -c 'echo x > /added; rm /etc/nginx/nginx.conf'""#,
        r#"write = { "site/index.html" = "<h1>mine</h1>" }
check = [
  { layer = "probe-things", added = "/added", deleted = "/etc/nginx/nginx.conf", not = { changed = "/etc/passwd" } },
  { mount = "probe-things:/data", type = "volume", name = "probe-things-data", rw = true },
  { mount = "probe-things:/site", type = "bind", source = "site", not = { rw = true } },
  { mount = "probe-things:/none", exists = false },
  { volume = "probe-things-data", label = "a=b" },
  { image = "nginx", exists = true, tag = "nginx:latest" },
  { image = "nginx", json = { pointer = "/Os", equals = "linux" } },
  { image = "probe-things-none", exists = false },
  { network = "probe-things-none", exists = false },
  { volume = "probe-things-data", json = { pointer = "/Labels/a", equals = "b" } },
  { file = "probe-things:/site/index.html", same_as = { local = "site/index.html" } },
]"#,
    )
    .run()
    .exits(0)
    .shows("Wrote site/index.html")
    .leaves_nothing();
}

fn a_captured_volume_is_mounted_by_its_name_and_quoted_in_prose() {
    let ended = Lab::of(
        r#"
[watch.note]
file = ["probe-orphan:/data/note", "probe-finder:/data/note"]

[[step]]
id = "start"
title = "Start"
run = ["docker run -d --name probe-orphan -v /data nginx"]
capture = { orphan = { mount = "probe-orphan:/data", field = "name" } }

[[step]]
id = "write"
title = "Write"
run = ["docker exec probe-orphan sh -c 'echo remember > /data/note'"]
check = [{ mount = "probe-orphan:/data", name = "$orphan" }]
expect = { note = "created" }
after = "{{{watch.note}} is on {orphan}, in {probe-orphan.id}."

[[step]]
id = "find"
title = "Find"
run = ["docker rm -f probe-orphan", "docker run -d --name probe-finder -v $orphan:/data nginx"]
check = [{ volume = "$orphan", exists = true }]
expect = { note = "survived" }
"#,
    )
    .run()
    .exits(0)
    .shows_not("-v $orphan:/data")
    .shows_not("{orphan}")
    .leaves_nothing();
    let value =
        ended.text().split_once("$orphan = ").unwrap().1.split_whitespace().next().unwrap().to_owned();
    assert_eq!(value.len(), 64, "{value}");
    // A command has all of it, prose what docker shows of an id.
    ended.shows(&format!("-v {value}:/data")).shows(&format!("{{remember}} is on {}, in ", &value[..12]));
}

fn a_refusal_that_is_expected_is_no_failure_and_another_one_is() {
    let lab = |fails: &str| {
        step(
            &format!(
                r#""docker volume create probe-used", "docker run -d --name probe-user -v probe-used:/data nginx", {{ cmd = "docker run --name probe-user nginx", fails = "{fails}" }}, {{ cmd = "docker exec probe-user sh -c 'exit 4'", fails = "exit 4" }}"#
            ),
            "",
        )
    };
    lab("name-taken").run().exits(0).shows("It was meant to fail (name-taken), and did.").leaves_nothing();
    lab("in-use")
        .run()
        .exits(1)
        .shows("It was meant to fail (in-use), and did not fail that way.")
        .leaves_nothing();
}

fn a_secret_is_shown_nowhere_and_a_variable_is_read_from_the_lab() {
    Lab::of(
        r#"
[env]
COLOR = "blue"

[secret]
PASS = "hunter2-hunter2"

[[step]]
id = "one"
title = "One"
run = ["docker run --name probe-secret -e COLOR -e PASS nginx sh -c 'echo $COLOR $PASS'"]
check = [{ output = true, equals = "blue hunter2-hunter2" }, { output = true, equals = "red hunter2-hunter2", within = "1ms" }]
"#,
    )
    .run()
    .exits(1)
    .shows("blue ••••")
    .shows_not("hunter2")
    .leaves_nothing();
}

fn a_file_below_a_tmpfs_is_read_from_inside() {
    step(
        r#""docker run -d --name probe-tmpfs --mount type=tmpfs,target=/run/fast --tmpfs /run/short:size=1m nginx", "docker exec probe-tmpfs sh -c 'echo quick > /run/fast/note'""#,
        r#"check = [
  { file = "probe-tmpfs:/run/fast/note", equals = "quick" },
  { file = "probe-tmpfs:/run/fast/none", exists = false },
  { mount = "probe-tmpfs:/run/fast", type = "tmpfs" },
  { mount = "probe-tmpfs:/run/short", type = "tmpfs", rw = true },
  { file = "probe-tmpfs:/run/short/none", exists = false },
]"#,
    )
    .run()
    .exits(0)
    .leaves_nothing();
}

fn a_page_and_its_container_are_watched() {
    Lab::of(
        r#"
[watch.page]
http = "http://probe-page:80/"
lives = "/usr/share/nginx/html"

[watch.server]
container = "probe-page"

[[step]]
id = "start"
title = "Start"
run = "docker run -d --name probe-page nginx"
expect = { server = "created" }

[[step]]
id = "write"
title = "Write"
run = "docker exec probe-page sh -c 'echo mine > /usr/share/nginx/html/index.html'"
check = [{ http = "http://probe-page:80/", status = 200, equals = "mine" }]
expect = { page = "changed" }

[[step]]
id = "again"
title = "Again"
run = ["docker rm -f probe-page", "docker run -d --name probe-page nginx"]
expect = { page = "lost", server = "lost" }
"#,
    )
    .run()
    .exits(0)
    .leaves_nothing();
}

fn a_check_that_does_not_hold_teaches() {
    step(
        r#""docker run -d --name probe-teach nginx sh -c 'sleep 0.7; printf \"one\\ntwo\\n\" > /note; sleep 60'""#,
        r#"check = [{ file = "probe-teach:/note", equals = "one\nthree", within = "1500ms", because = "The note has two lines." }]"#,
    )
    .run()
    .exits(1)
    .shows(r#"does not hold: { file = "probe-teach:/note", equals = "one\nthree""#)
    .shows("lab.toml:")
    .shows("after docker run -d --name probe-teach")
    .shows("Line 2, expected: three")
    .shows("Line 2, seen: two")
    .shows("over time ")
    .shows(" ms: nothing there")
    .shows("because The note has two lines.")
    .leaves_nothing();
}

fn looking_changes_nothing() {
    let lab = step(
        r#""docker run -d --name probe-still -v /data nginx""#,
        r#"check = [
  { file = "probe-still:/etc/hostname", exists = true },
  { layer = "probe-still", changed = "/run" },
  { exec = "true", in = "probe-still", exists = false },
  { exec = "cat /etc/hostname", in = "probe-still", exists = true },
  { http = "http://probe-still:80/", status = 200 },
  { logs = "probe-still", not = { contains = "no such words" } },
  { file = "probe-still:/none", same_as = { image = "nginx", path = "/none" }, within = "1ms" },
]"#,
    )
    .with("--keep")
    .run()
    .exits(1);
    // Its like, at which nobody has looked.
    docker(&["run", "-d", "--label", STRANGER, "--name", "probe-still-alone", "-v", "/data", "nginx"]);
    let diff = |name: &str| {
        let mut lines: Vec<_> = docker(&["diff", name]).lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    let volumes = |name: &str| docker(&["inspect", "-f", "{{len .Mounts}}", name]);
    let (seen, alone) = (diff("probe-still"), diff("probe-still-alone"));
    let mounts = (volumes("probe-still"), volumes("probe-still-alone"));
    docker(&["rm", "-fv", "probe-still", "probe-still-alone"]);
    assert_eq!(seen, alone);
    assert_eq!(mounts.0, mounts.1);
    drop(lab);
}
