//! What `check` foresees of a run, and what the run then says of it.

use std::fs;

use serde_json::Value;

use crate::harness::{Engine, Lab, Output};

/// Runs `check` on a path of a lab's folder, or on the folder above it.
fn check(lab: &Lab, arguments: &[&str]) -> Output {
    let folder = lab.folder();
    lab.statelab(&[&["check"], arguments, &[folder.to_str().unwrap()]].concat())
}

fn step(id: &str, lines: &str) -> String {
    format!("[[step]]\nid = \"{id}\"\ntitle = \"{id}\"\n{lines}\n")
}

#[test]
fn walls_are_faults_with_the_line_that_asks_for_them() {
    let run =
        |id: &str, flags: &str| step(id, &format!("run = \"docker run -d {flags} --name rp-{id} nginx\""));
    let steps = [
        run("one", "--privileged"),
        run("two", "--network host"),
        run("three", "-m 4g"),
        run("four", "-v /etc/localtime:/x"),
        run("five", "-v /var/run/docker.sock:/x"),
    ];
    let lab = Lab::of(&steps[..3].concat());
    let path = lab.folder().join("lab.toml").display().to_string();
    check(&lab, &[])
        .exits(2)
        .shows(&format!("{path}:9:22"))
        .shows("Under [allow], write: privileged = true")
        .shows("Under [allow], write: namespaces = [\"network\"]")
        .shows("the limit is 2g.")
        .shows("Under [allow], write: memory = \"4g\"");
    let found = check(&lab, &["--format", "json"]).exits(2);
    let faults: Value = serde_json::from_str(&found.text).unwrap();
    let codes: Vec<_> = faults.as_array().unwrap().iter().map(|fault| fault["code"].clone()).collect();
    assert_eq!(codes, ["not-allowed", "not-allowed", "over-limit"]);
    check(&Lab::of(&steps[3..].concat()), &[])
        .exits(2)
        .shows("Under [allow], write: binds = [\"/etc/localtime\"]")
        .shows("Under [allow], write: engine_socket = true");
}

#[test]
fn the_fault_of_a_dockerfile_stands_in_its_own_text() {
    let lab = Lab::of(&step("one", "run = \"docker build -t rp-app app\""));
    fs::create_dir(lab.folder().join("app")).unwrap();
    fs::write(lab.folder().join("app/Dockerfile"), "FROM nginx\nFORM x\nCOPY a /a\n").unwrap();
    let path = lab.folder().join("app/Dockerfile").display().to_string();
    check(&lab, &[]).exits(2).shows(&format!("{path}:2:1")).shows("Did you mean `FROM`?");
    fs::remove_file(lab.folder().join("app/Dockerfile")).unwrap();
    check(&lab, &[]).exits(2).shows("There is no app/Dockerfile at this point");
}

#[test]
fn what_labs_need_is_looked_for_beside_them() {
    let needing = |needs: &str| format!("needs = [{needs}]\n{}", step("one", "run = \"docker ps\""));
    let lab = Lab::of(&needing("\"other\""));
    check(&lab, &[]).exits(2).shows("There is no lab `other`");
    let other = lab.folder().with_file_name("other");
    fs::create_dir(&other).unwrap();
    let text = fs::read_to_string(lab.folder().join("lab.toml")).unwrap();
    fs::write(other.join("lab.toml"), text.replace("needs = [\"other\"]", "needs = [\"nginx-stateless\"]"))
        .unwrap();
    check(&lab, &[]).exits(0);
    let id = &lab.id;
    fs::write(other.join("lab.toml"), text.replace("\"other\"", &format!("\"{id}\""))).unwrap();
    check(&lab, &[]).exits(2).shows(&format!("{id} → other → {id}"));
}

#[test]
fn two_labs_with_one_id_are_told_and_a_bad_folder_is_a_fault_for_programs() {
    let (one, other) = (Lab::of(&step("one", "run = \"docker ps\"")), tempfile::tempdir().unwrap());
    let copy = other.path().join(&one.id);
    fs::create_dir(&copy).unwrap();
    fs::copy(one.folder().join("lab.toml"), copy.join("lab.toml")).unwrap();
    let first = one.folder().with_file_name("");
    let [first, second] = [first.as_path(), other.path()].map(|path| path.to_str().unwrap());
    let warned = one.statelab(&["check", first, second]).exits(0);
    warned.shows("warning[duplicate-lab]").shows(one.folder().to_str().unwrap());
    let listed = one.statelab(&["list", "--labs", first, "--labs", second]).exits(0);
    listed.shows(&format!("from {}, in place of the one from {}", copy.display(), one.folder().display()));
    let bad = other.path().join("My Lab");
    fs::rename(&copy, &bad).unwrap();
    let found = one.statelab(&["check", "--format", "json", bad.to_str().unwrap()]).exits(2);
    let faults: Value = serde_json::from_str(&found.text).unwrap();
    assert_eq!(faults[0]["code"], "unreadable-lab");
    assert_eq!(faults[0]["path"], bad.to_str().unwrap());
    assert!(faults[0]["message"].as_str().unwrap().contains("My Lab"), "{faults}");
}

#[test]
fn a_warning_is_shown_and_changes_no_status() {
    let lab = Lab::of(&step("one", "run = \"docker run -d -v $PWD/my.conf:/etc/nginx/nginx.conf nginx\""));
    check(&lab, &[]).exits(0).shows("warning[missing-bind]").shows("$PWD/my.conf").shows_not("no faults");
}

#[test]
fn a_value_that_is_written_where_its_container_starts_has_no_fate() {
    let lab = Lab::of(&format!(
        "[watch.note]\nfile = \"in-box:/tmp/n\"\n{}",
        step(
            "start",
            "run = [\"docker run -d --name in-box nginx\", \"docker exec in-box sh -c 'echo hi > /tmp/n'\"]\n\
             expect = { note = \"created\" }"
        )
    ));
    check(&lab, &[]).exits(2).shows("error[fate-at-once]").shows("Start the container in a step of its own");
    let _engine = Engine::any();
    lab.run()
        .exits(1)
        .shows("It was out of reach before this step, so it has no fate.")
        .shows("Start the container in a step of its own, or take it out of `expect`.")
        .shows_not("nothing happened")
        .leaves_nothing();
}

/// A folder cannot be mounted over a file: only an engine refuses it.
fn a_folder_over_a_file_is_told_in_plain_words() {
    let run = |mount: &str| step("v", &format!("run = \"docker run -d --name rp-v -v {mount} nginx\""));
    Lab::of(&run("$PWD/my-conf.yml:/etc/nginx/nginx.conf"))
        .run()
        .exits(1)
        .shows("nothing was at $PWD/my-conf.yml, so -v made a folder of it")
        .shows("/etc/nginx/nginx.conf")
        .shows_not("runc")
        .leaves_nothing();
    let write = "write = { \"page\" = \"x\" }\n";
    Lab::of(&format!("{}{write}", run("./page:/usr/share/nginx/html")))
        .run()
        .exits(1)
        .shows("$PWD/page is a file")
        .leaves_nothing();
    let lines =
        "run = [\"docker create --name rp-v -v ./conf:/etc/nginx/nginx.conf nginx\", \"docker start rp-v\"]";
    Lab::of(&step("v", lines)).run().exits(1).shows("so -v made a folder of it").leaves_nothing();
}

crate::each::on_each_engine!(a_folder_over_a_file_is_told_in_plain_words);
