//! Ctrl-C in the middle of anything leaves nothing behind.

use std::net::TcpListener;

use crate::harness::{Engine, Lab, docker, files_below, labelled, shell, until};

const WAITS: &str = r#"
[ready.statelab-test-waits]
exec = "false"
within = "100s"

[[step]]
id = "one"
title = "One"
run = "docker run -d --name statelab-test-waits -v statelab-test-waits:/data nginx"
"#;

#[test]
fn in_a_wait() {
    let _engine = Engine::any();
    Lab::of(WAITS)
        .start()
        .until_it_shows("Waiting until statelab-test-waits is ready")
        .signal("INT")
        .ends()
        .exits(130)
        .shows("Removed what the run made: container statelab-test-waits, volume statelab-test-waits.")
        .leaves_nothing();
}

#[test]
fn by_the_signal_that_a_system_sends_too() {
    let _engine = Engine::any();
    Lab::of(WAITS).start().until_it_shows("Waiting until").signal("TERM").ends().exits(130).leaves_nothing();
}

/// Removes what `--keep` left, also where the test fails.
struct Kept(&'static str);

impl Drop for Kept {
    fn drop(&mut self) {
        for command in [["rm", "-fv", self.0], ["volume", "rm", self.0]] {
            let _ = std::process::Command::new("docker").args(command).output();
        }
    }
}

#[test]
fn what_is_kept_on_purpose_is_named_with_the_commands_that_remove_it() {
    let _engine = Engine::any();
    let kept = Kept("statelab-test-kept");
    let name = kept.0;
    let ended = Lab::of(&format!(
        "[[step]]\nid = \"one\"\ntitle = \"One\"\nrun = \"docker run -d --name {name} -v {name}:/data nginx\"\n"
    ))
    .with("--keep")
    .run()
    .exits(0)
    .shows(&format!("docker rm -fv {name}\ndocker volume rm {name}\nrm -r "));
    assert_eq!(labelled(&ended.lab().id).len(), 2);
    let commands = ended.text().lines().skip_while(|line| !line.contains("or by hand:")).skip(1);
    commands.filter(|line| !line.trim().is_empty()).for_each(shell);
    assert_eq!(labelled(&ended.lab().id), Vec::<String>::new());
    assert_eq!(files_below(&ended.lab().state()), Vec::<std::path::PathBuf>::new());
}

/// A registry, and a process that a signal reaches late.
mod real {
    use super::*;

    #[test]
    fn in_an_exec() {
        let _engine = Engine::take();
        let started = Lab::of(
            r#"
[[step]]
id = "one"
title = "One"
run = [
  "docker run -d --name statelab-test-exec nginx",
  "docker exec statelab-test-exec sh -c 'touch /begun; sleep 600'",
]
"#,
        )
        .start()
        .until_it_shows("$ docker run -d --name statelab-test-exec");
        until("runs the command", || docker(&["diff", "statelab-test-exec"]).contains("/begun"));
        started.signal("INT").ends().exits(130).leaves_nothing();
    }

    #[test]
    fn in_a_pull() {
        let _engine = Engine::take();
        // A registry that takes the connection and never answers.
        let registry = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = registry.local_addr().unwrap().port();
        let image = format!("127.0.0.1:{port}/nginx");
        let started =
            Lab::of(&format!("[[step]]\nid = \"one\"\ntitle = \"One\"\nrun = \"docker run -d {image}\"\n"))
                .start()
                .until_it_shows(&format!("Pulling {image}:latest"));
        let (connection, _) = registry.accept().unwrap();
        started.signal("INT").ends().exits(130).leaves_nothing();
        drop(connection);
    }
}
