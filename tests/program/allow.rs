//! `[allow]`: what a lab asks for beyond the usual walls is had by nobody's silence.

use std::fs;

use crate::harness::{Engine, Lab, labelled};

/// A lab that asks for a capability and a device, and uses them.
pub fn asking() -> Lab {
    Lab::of(
        r#"
[allow]
capabilities = ["NET_ADMIN"]
devices      = ["/dev/null"]

[[step]]
id = "one"
title = "One"
run = "docker run -d --name statelab-test-allow --cap-add net_admin --device /dev/null:/dev/none nginx"
check = [
  { container = "statelab-test-allow", json = { pointer = "/HostConfig/CapAdd", count = 1 } },
  { exec = "test -c /dev/none", in = "statelab-test-allow", exit_code = 0 },
]
"#,
    )
}

#[test]
fn what_was_not_asked_for_is_refused_with_the_line_that_asks_for_it() {
    let _engine = Engine::any();
    asking()
        .with("--allow")
        .replacing("--cap-add net_admin", "--cap-add SYS_TIME")
        .run()
        .exits(1)
        .shows("A lab may not use --cap-add")
        .shows("under [allow], capabilities = [\"SYS_TIME\"].")
        .leaves_nothing();
    let bind = "docker volume create -o type=none -o o=bind -o device=/etc statelab-test-allow-etc";
    Lab::of(&format!("[[step]]\nid = \"one\"\ntitle = \"One\"\nrun = \"{bind}\"\n"))
        .run()
        .exits(1)
        .shows("under [allow], volume_options = true.")
        .leaves_nothing();
}

#[test]
fn folders_of_the_host_the_engines_socket_and_more_memory_are_had_where_they_are_allowed() {
    let _engine = Engine::any();
    let theirs = tempfile::tempdir().unwrap();
    fs::write(theirs.path().join("page"), "theirs").unwrap();
    let folder = theirs.path().canonicalize().unwrap().display().to_string();
    let steps = |allow: &str, flags: &str, check: &str| {
        Lab::of(&format!(
            "[allow]\n{allow}\n[[step]]\nid = \"one\"\ntitle = \"One\"\nrun = \"docker run -d --name \
             statelab-test-host {flags} nginx\"\ncheck = [{check}]\n"
        ))
    };
    let (binds, mount) = (format!("binds = [\"{folder}\"]"), format!("-v {folder}:/theirs:ro"));
    let reads = "{ file = \"statelab-test-host:/theirs/page\", equals = \"theirs\" }";
    let has = |memory: u64| {
        format!(
            "{{ container = \"statelab-test-host\", json = {{ pointer = \"/HostConfig/Memory\", equals = {memory} }} }}"
        )
    };
    steps(&binds, &mount, reads).with("--allow").run().exits(0).leaves_nothing();
    steps("engine_socket = true", "-v /var/run/docker.sock:/engine", "")
        .with("--allow")
        .run()
        .exits(0)
        .leaves_nothing();
    steps("memory = \"3g\"", "-m 3g", &has(3 << 30)).with("--allow").run().exits(0).leaves_nothing();
    for (allow, shown) in [
        (binds.as_str(), format!("{folder} of this machine")),
        ("engine_socket = true", "the engine's own socket".to_owned()),
        ("memory = \"3g\"", "up to 3g of memory for each container".to_owned()),
    ] {
        steps(allow, "", "").run().exits(3).shows(&shown).leaves_nothing();
    }
    // What was not asked for is a fault of the lab, or refused, whatever else was.
    steps("memory = \"3g\"", &mount, "").with("--allow").run().exits(2);
    steps(&binds, "-v /var/run/docker.sock:/engine", "").with("--allow").run().exits(2);
    steps("binds = [\"/var/run\"]", "-v /var/run:/r", "")
        .with("--allow")
        .run()
        .exits(1)
        .shows("under [allow], engine_socket = true.")
        .leaves_nothing();
    steps(&binds, "-m 3g", "").with("--allow").run().exits(1).shows("memory = \"3g\"").leaves_nothing();
    assert_eq!(fs::read_to_string(theirs.path().join("page")).unwrap(), "theirs");
}

/// Devices are the kernel's.
mod real {
    use super::*;

    #[test]
    fn nobodys_silence_gives_a_lab_more_than_a_container_has() {
        let _engine = Engine::take();
        for flag in ["--yes", "--no-allow"] {
            let lab = asking();
            let lab = if flag == "--yes" { lab } else { lab.with(flag) };
            lab.run()
                .exits(3)
                .shows("asks for more of this machine than it may have, and was not run:")
                .shows("the capability NET_ADMIN (--cap-add)")
                .shows("the device /dev/null of this machine (--device)")
                .shows("or run it with --allow.")
                .shows_not("docker run")
                .leaves_nothing();
        }
        asking().with("--allow").run().exits(0).shows("Passed").leaves_nothing();
    }

    #[test]
    fn what_was_allowed_is_allowed_as_long_as_the_lab_stays_as_it_is() {
        let _engine = Engine::take();
        let lab = asking();
        let folder = lab.folder().display().to_string();
        let content = statelab::lab::Library::shipped().find(&folder).unwrap().asked_content();
        let allowed = lab.state().join("allowed");
        fs::create_dir_all(&allowed).unwrap();
        fs::write(allowed.join(content), "").unwrap();
        let ended = lab.run().exits(0).shows("Passed");
        assert_eq!(labelled(&ended.lab().id), Vec::<String>::new());
        // A translation is shown in the question, and is another question.
        let translated = ended.lab().beside("").with("--lang=ko");
        let text = fs::read_to_string(ended.lab().folder().join("lab.toml")).unwrap();
        fs::write(translated.folder().join("lab.toml"), text).unwrap();
        fs::write(translated.folder().join("ko.toml"), "title = \"아무것도 요구하지 않는 실습\"\n").unwrap();
        translated.run().exits(3);
        let other = asking().replacing("title = \"One\"", "title = \"Two\"");
        fs::create_dir_all(other.state()).unwrap();
        fs::rename(ended.lab().state().join("allowed"), other.state().join("allowed")).unwrap();
        other.run().exits(3).shows("was not run");
    }
}
