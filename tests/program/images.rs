//! The commands on images, and what they leave.

use std::fs;
use std::process::Command;

use crate::decoys::Side;
use crate::harness::{Engine, Lab, Stranger, docker};

/// A lab of one step with these lines, these checks, and a Dockerfile.
fn lab(lines: &[&str], checks: &str) -> Lab {
    let lab = Lab::of(&format!(
        "[[step]]\nid = \"one\"\ntitle = \"One\"\nrun = [\n{}]\ncheck = [{checks}]\n",
        lines.iter().map(|line| format!("  '''docker {line}''',\n")).collect::<Vec<_>>().concat()
    ));
    let dockerfile = "FROM nginx AS base\nARG TEXT=hello\nRUN echo $TEXT > /word # statelab-images-mark\n\
                      FROM nginx\nCOPY --from=base /word /word\nCOPY . /site\n";
    fs::write(lab.folder().join("Dockerfile"), dockerfile).unwrap();
    fs::write(lab.folder().join("index.html"), "page").unwrap();
    fs::write(lab.folder().join("notes.md"), "secret").unwrap();
    fs::write(lab.folder().join(".dockerignore"), "*.md\n").unwrap();
    lab
}

/// A word that every Dockerfile here has in each of its stages.
const MARK: &str = "statelab-images-mark";

/// What builds of these tests have left, with a label or without, while others use the engine:
/// images and containers that were made by a line with the word in it.
fn left() -> Vec<String> {
    let made_by = |id: &str| {
        let history = ["history", "--no-trunc", "--format", "{{.CreatedBy}}", id];
        let output = Command::new("docker").args(history).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let ids = docker(&["images", "-aq", "--no-trunc"]);
    let images = ids.lines().filter(|id| made_by(id).contains(MARK)).map(str::to_owned);
    let commands = docker(&["ps", "-a", "--no-trunc", "--format", "{{.Command}}"]);
    let containers = commands.lines().filter(|command| command.contains(MARK)).map(str::to_owned);
    images.chain(containers).collect()
}

const NAME: &str = "statelab-images-test-built";

#[test]
fn build_sends_the_context_without_what_is_ignored_and_leaves_nothing() {
    let _engine = Engine::take();
    lab(
        &[
            &format!("build -t {NAME} -t {NAME}:two --build-arg TEXT=ahoy --label a=b ."),
            &format!("run --rm --entrypoint sh {NAME}:two -c 'cat /word; ls -A /site; grep -c statelab.run /site/Dockerfile; true'"),
        ],
        r#"{ output = true, equals = "ahoy\n.dockerignore\nDockerfile\nindex.html\n0" }"#,
    )
    .run()
    .exits(0)
    .shows("Sending build context to Docker daemon")
    .shows("FROM nginx AS base")
    .leaves_nothing();
    let tagged = format!("{{ output = true, contains = \"Successfully tagged {NAME}:latest\" }}");
    lab(&[&format!("build -t {NAME} .")], &tagged).run().exits(0).leaves_nothing();
    assert_eq!(left(), [""; 0]);
}

#[test]
fn a_build_shows_the_steps_of_its_dockerfile_and_no_others() {
    let _engine = Engine::take();
    for (labels, target, steps) in [
        ("", "", &["Step 1/6 : FROM nginx AS base", "Step 6/6 : COPY . /site"][..]),
        ("", "--target base", &["Step 3/3 : RUN echo"]),
        (
            "--label zone=mine --label a=b",
            "--target base",
            &["Step 4/5 : LABEL a=b", "Step 5/5 : LABEL zone=mine"],
        ),
    ] {
        let contains = |step: &&str| format!("{{ output = true, contains = \"{step}\" }},");
        let count = steps[0].split(['/', ' ']).nth(2).unwrap();
        let checks = steps.iter().map(contains).collect::<Vec<_>>().concat();
        let checks = format!(
            "{checks} {{ output = true, contains = \"Step \", count = {count}, not = {{ contains = \"statelab.run\" }} }}"
        );
        lab(&[&format!("build --no-cache {labels} {target} -t {NAME} .")], &checks)
            .run()
            .exits(0)
            .leaves_nothing();
    }
    assert_eq!(left(), [""; 0]);
}

#[test]
fn the_containers_of_steps_stay_where_that_is_asked_and_go_with_the_run() {
    let _engine = Engine::take();
    lab(&[&format!("build --rm=false --no-cache -t {NAME} ."), "ps -aq"], "{ output = true, count = 2 }")
        .run()
        .exits(0)
        .shows_not("Removing intermediate container")
        .leaves_nothing();
    let failing = lab(&[&format!("build --rm=false --no-cache -t {NAME} .")], "");
    let text = "FROM nginx\nRUN echo statelab-images-mark\nRUN exit 7 # statelab-images-mark\n";
    fs::write(failing.folder().join("Dockerfile"), text).unwrap();
    failing.run().exits(1).leaves_nothing();
    assert_eq!(left(), [""; 0]);
}

/// No docker command lists those of Podman's builder, and they have no label: nobody could find them later.
#[test]
fn on_podman_the_containers_of_steps_always_go_with_the_build() {
    let _engine = Engine::podman();
    let before = Side::Podman.everything();
    let built = lab(&[&format!("build --rm=false --no-cache -t {NAME} ."), &format!("rmi {NAME}")], "");
    built.run().exits(0).leaves_nothing();
    assert_eq!(Side::Podman.everything(), before);
    let failing = lab(&[&format!("build --rm=false --no-cache -t {NAME} .")], "");
    fs::write(failing.folder().join("Dockerfile"), "FROM nginx\nRUN true\nRUN exit 7\n").unwrap();
    failing.run().exits(1).leaves_nothing();
    assert_eq!(Side::Podman.everything(), before);
}

/// What is the engine's to say is said as it says it.
#[test]
fn podman_speaks_of_images_in_its_own_way() {
    let _engine = Engine::podman();
    let source = "statelab-images-test-source";
    let commented = lab(
        &[
            &format!("run -d --name {source} nginx"),
            &format!("commit -m 'a message' {source} {NAME}:v1"),
            &format!("history --format '{{{{.Comment}}}}' {NAME}:v1"),
        ],
        r#"{ output = true, contains = "FROM localhost/nginx:latest", not = { contains = "a message" } }"#,
    );
    commented.run().exits(0).leaves_nothing();
    let loaded = format!("{{ output = true, equals = \"Loaded image: docker.io/library/{NAME}:a\" }}");
    let save = format!("save -o all.tar {NAME}:a");
    let lines =
        [&format!("build -q -t {NAME}:a ."), &save, &format!("rmi {NAME}:a"), &"load -i all.tar".to_owned()];
    lab(&lines.map(String::as_str), &loaded)
        .run()
        .exits(0)
        .shows("Deleted: ")
        .shows_not("Deleted: sha256:")
        .leaves_nothing();
}

#[test]
fn all_images_are_those_that_the_shown_ones_are_built_on_as_well() {
    let _engine = Engine::take();
    let built = |listing: &str, count: usize| {
        let checks = format!("{{ output = true, count = {count} }}");
        let lines = [
            &format!("build --no-cache --target base -t {NAME} ."),
            &format!("{listing} --format '{{{{.Repository}}}}' --filter since=nginx"),
        ];
        lab(&lines.map(String::as_str), &checks).run().exits(0).leaves_nothing();
    };
    built("images", 1);
    // Its ARG and its RUN.
    built("images -a", 2);
}

#[test]
fn a_name_of_this_machine_never_moves_to_a_newer_image() {
    let _engine = Engine::take();
    // Nothing answers at port 1 of this machine: what asks the registry fails.
    let there = Stranger::image("localhost:1/statelab-images-test:latest");
    let before = there.inspect();
    let run = |pull: &str| {
        lab(&[&format!("run --rm --pull {pull} --entrypoint true localhost:1/statelab-images-test")], "")
    };
    run("missing").run().exits(0).leaves_nothing();
    let why = "This machine has an image called localhost:1/statelab-images-test.";
    run("always").run().exits(1).shows(why).shows_not("Passed").leaves_nothing();
    let dockerfile = "FROM localhost:1/statelab-images-test\n";
    let build = lab(&[&format!("build --pull -t {NAME} .")], "");
    fs::write(build.folder().join("Dockerfile"), dockerfile).unwrap();
    build.run().exits(1).shows(why).leaves_nothing();
    assert_eq!(there.inspect(), before);
}

#[test]
fn build_stops_at_a_target_reads_another_file_and_is_quiet() {
    let _engine = Engine::take();
    let lab = lab(
        &[
            &format!("build -q --no-cache --target base -f app/My.dockerfile -t {NAME} app"),
            &format!("run --rm --entrypoint cat {NAME} /word"),
        ],
        r#"{ output = true, equals = "mine" }"#,
    );
    fs::create_dir(lab.folder().join("app")).unwrap();
    let text = "FROM nginx AS base\nRUN printf mine > /word # statelab-images-mark\nFROM base\nRUN exit 7\n";
    fs::write(lab.folder().join("app/My.dockerfile"), text).unwrap();
    lab.run().exits(0).shows("sha256:").shows_not("Step 1").leaves_nothing();
    assert_eq!(left(), [""; 0]);
}

#[test]
fn a_build_that_fails_says_why_and_leaves_nothing() {
    let _engine = Engine::take();
    let lab = lab(&[&format!("build -t {NAME} .")], "");
    fs::write(
        lab.folder().join("Dockerfile"),
        "FROM nginx\nRUN echo statelab-images-mark\nRUN exit 7 # statelab-images-mark\n",
    )
    .unwrap();
    lab.run().exits(1).shows("RUN exit 7").shows("returned a non-zero code: 7").leaves_nothing();
    assert_eq!(left(), [""; 0]);
}

#[test]
fn what_cannot_be_built_is_refused_in_words() {
    let _engine = Engine::take();
    for line in ["build -t statelab-images-test-none none", "build -f None -t statelab-images-test-none ."] {
        lab(&[line], "").run().exits(2).shows("There is no file \"").leaves_nothing();
    }
    // What is there is not always what it must be.
    lab(&["build index.html"], "")
        .run()
        .exits(1)
        .shows("There is no folder index.html in the workspace")
        .leaves_nothing();
}

#[test]
fn a_name_is_given_and_taken_away() {
    let _engine = Engine::take();
    lab(
        &[
            &format!("tag nginx {NAME}"),
            "tag nginx statelab-images-test-built:kept",
            &format!("rmi {NAME}"),
            "rmi -f statelab-images-test-none",
            "images --format '{{.Repository}}:{{.Tag}}' statelab-images-test-built",
        ],
        r#"{ output = true, equals = "statelab-images-test-built:kept" }"#,
    )
    .run()
    .exits(0)
    .shows(&format!("Untagged: {NAME}:latest"))
    .leaves_nothing();
    assert_eq!(docker(&["images", "-q", NAME]), "");
}

#[test]
fn what_somebody_else_named_is_neither_moved_nor_untagged() {
    let _engine = Engine::take();
    let stranger = Stranger::image("statelab-images-test-theirs");
    let before = stranger.inspect();
    let name = stranger.name;
    for line in [
        format!("rmi {name}"),
        format!("tag nginx {name}"),
        format!("build -t {name} ."),
        "rmi nginx".to_owned(),
    ] {
        lab(&[&line], "").run().exits(3).leaves_nothing();
        assert_eq!(stranger.inspect(), before, "{line}");
    }
}

#[test]
fn images_lists_what_the_lab_names_as_docker_does() {
    let _engine = Engine::take();
    let stranger = Stranger::image("statelab-images-test-theirs");
    let ours = lab(&["run --rm --entrypoint true nginx", "images nginx:latest"], "").run().exits(0);
    let theirs = docker(&["images", "nginx:latest"]);
    for line in theirs.lines() {
        assert!(ours.text().contains(&without_time(line)), "{line}\n{}", ours.text());
    }
    ours.shows_not(stranger.name).shows("Not shown:").leaves_nothing();
}

/// A line of a listing as far as its time, which goes on meanwhile.
fn without_time(line: &str) -> String {
    let end = line.find(" ago").map_or(line.len(), |end| line[..end].trim_end().len());
    let words = line[..end].rfind(char::is_numeric).filter(|_| line.contains(" ago"));
    let head = line.find("   About").or(words).unwrap_or(end);
    line[..head].trim_end().to_owned()
}

#[test]
fn history_reads_as_dockers() {
    let _engine = Engine::take();
    for options in [
        "--no-trunc -H=false",
        "-q",
        "--format '{{.ID}}: {{json .CreatedBy}} {{.Size}} {{.CreatedAt}} {{.Comment}}'",
    ] {
        let line = format!("history {options} nginx");
        let output = Command::new("sh").args(["-c", &format!("docker {line}")]).output().unwrap();
        let theirs = String::from_utf8(output.stdout).unwrap();
        let check = format!("{{ output = true, equals = '''{}''' }}", theirs.trim_end_matches('\n'));
        lab(&[&line], &check).run().exits(0).leaves_nothing();
    }
}

#[test]
fn commit_keeps_a_layer_and_says_so_in_its_history() {
    let _engine = Engine::take();
    lab(
        &[
            "run -d --name statelab-images-test-source nginx",
            "exec statelab-images-test-source sh -c 'echo kept > /kept'",
            &format!("commit -a me -m 'a message' -c 'ENV A=b' statelab-images-test-source {NAME}:v1"),
            &format!("history --format '{{{{.Comment}}}}' {NAME}:v1"),
            &format!("run --rm --entrypoint sh {NAME}:v1 -c 'cat /kept; echo $A'"),
        ],
        r#"{ output = true, equals = "kept\nb" }"#,
    )
    .run()
    .exits(0)
    .shows("a message")
    .shows("sha256:")
    .leaves_nothing();
    assert_eq!(left(), [""; 0]);
}

#[test]
fn images_go_into_a_file_and_come_back() {
    let _engine = Engine::take();
    lab(
        &[
            &format!("build -q -t {NAME}:a ."),
            &format!("save -o all.tar {NAME}:a"),
            &format!("rmi {NAME}:a"),
            "load -i all.tar",
            &format!("run --rm --entrypoint cat {NAME}:a /site/index.html"),
        ],
        r#"{ output = true, equals = "page" }, { local = "all.tar", exists = true }"#,
    )
    .run()
    .exits(0)
    .shows(&format!("Loaded image: {NAME}:a"))
    .leaves_nothing();
    assert_eq!(left(), [""; 0]);
}

#[test]
fn a_filesystem_becomes_an_image() {
    let _engine = Engine::take();
    let lab = lab(
        &[
            &format!("import -m imported -c 'CMD [\"x\"]' root.tar {NAME}:fs"),
            &format!("history --format '{{{{.Comment}}}}' {NAME}:fs"),
            &format!("image rm {NAME}:fs"),
        ],
        "",
    );
    let mut archive = tar::Builder::new(Vec::new());
    archive.append_path_with_name(lab.folder().join("index.html"), "index.html").unwrap();
    fs::write(lab.folder().join("root.tar"), archive.into_inner().unwrap()).unwrap();
    lab.run().exits(0).shows("imported").shows(&format!("Untagged: {NAME}:fs")).leaves_nothing();
    assert_eq!(left(), [""; 0]);
}

#[test]
fn image_prune_takes_this_runs_images_only() {
    let _engine = Engine::take();
    let stranger = Stranger::image("statelab-images-test-theirs");
    let before = stranger.inspect();
    lab(
        &[
            &format!("build -q -t {NAME}:old ."),
            "run -d --name statelab-images-test-source nginx",
            "commit statelab-images-test-source",
            "image prune -f",
        ],
        "",
    )
    .run()
    .exits(0)
    .shows("Deleted Images: deleted: sha256:")
    .shows("Total reclaimed space:")
    .shows("Only what this run made was looked at.")
    .leaves_nothing();
    lab(&[&format!("build -q -t {NAME}:old ."), "image prune -af"], "")
        .run()
        .exits(0)
        .shows(&format!("untagged: {NAME}:old"))
        .leaves_nothing();
    assert_eq!(left(), [""; 0]);
    assert_eq!(stranger.inspect(), before);
}
