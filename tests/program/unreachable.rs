//! Where the addresses of containers cannot be reached from, as with Docker Desktop: a network
//! namespace in which there is nothing. The engine's socket is a file, and is there.

use std::process::Command;

use crate::harness::{Engine, Lab, finish, labelled};

/// Runs a lab in a network namespace of its own.
fn run_nowhere(lab: &Lab, status: i32) {
    let inside = lab.command();
    let mut command = Command::new("unshare");
    command.args(["--net"]).arg(inside.get_program()).args(inside.get_args());
    for (name, value) in inside.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    finish(command).exits(status);
    assert_eq!(labelled(&lab.id), Vec::<String>::new());
}

fn asks(check: &str) -> Lab {
    Lab::of(&format!(
        r#"
[[step]]
id = "one"
title = "One"
run = ["docker run -d --name nowhere-web nginx"]
check = [{{ http = "http://nowhere-web:80/", {check} }}]
"#
    ))
}

#[test]
fn a_page_is_asked_for_from_inside_the_container() {
    let _engine = Engine::take();
    run_nowhere(&asks(r#"status = 200, contains = "Welcome to nginx!""#), 0);
    run_nowhere(&asks(r#"status = 200, contains = "Another page", within = "100ms""#), 1);
}

#[test]
fn a_container_without_any_network_is_asked_as_well() {
    let _engine = Engine::take();
    let lab = asks(r#"status = 200, contains = "Welcome to nginx!""#);
    lab.replacing("-d --name", "-d --network none --name").run().exits(0).leaves_nothing();
}
