//! Binds: no part of a mounted path can be replaced, by a container or by a copy, and what needs no such thing works.

use crate::harness::{Engine, Lab, on_podman};

/// A lab that runs these commands, each in a step of its own.
fn lab(commands: &[&str]) -> Lab {
    let step = |(number, command): (usize, &&str)| {
        format!("[[step]]\nid = \"step-{number}\"\ntitle = \"A step\"\nrun = {command:?}\n")
    };
    Lab::of(&commands.iter().enumerate().map(step).collect::<String>())
}

/// The same, with a file `f`.
fn with_f(commands: &[&str]) -> Lab {
    let lab = lab(commands);
    std::fs::write(lab.folder().join("f"), "inside").unwrap();
    lab
}

/// Two mounts that are refused together, in this order.
fn refused(commands: &[&str], below: &str, above: &str) {
    lab(commands)
        .run()
        .exits(1)
        .shows(&format!("may not mount {below} while"))
        .shows(&format!("can write in {above}: it could put a link in its place"))
        .shows(&format!("Mount {above} read-only (`:ro`)"))
        .leaves_nothing();
}

fn what_lies_in_a_folder_that_a_container_may_write_is_not_mounted() {
    refused(&["docker run -d --name binds-a -v ./d:/d -v ./d/sub:/m nginx"], "./d/sub", "./d");
    refused(
        &[
            "docker run -d --name binds-a -v ./d:/d nginx",
            "docker run -d --name binds-b -v ./d/f:/f:ro nginx",
        ],
        "./d/f",
        "./d",
    );
    refused(
        &[
            "docker create --name binds-a -v ./d/sub:/m nginx",
            "docker create --name binds-b --mount type=bind,src=.,dst=/w nginx",
        ],
        "./d/sub",
        ".",
    );
    refused(
        &[
            "docker run -d --name binds-a -v ./d:/d nginx",
            "docker run -d --name binds-b --volumes-from binds-a nginx",
            "docker rm -f binds-a",
            "docker run -d --name binds-c -v ./d/sub:/m nginx",
        ],
        "./d/sub",
        "./d",
    );
    // It is gone, and one that ran with it is left.
    lab(&[
        "docker run -d --name binds-a -v ./d:/d nginx",
        "docker run -d --name binds-b nginx",
        "docker rm -f binds-a",
        "docker run -d --name binds-c -v ./d/sub:/m nginx",
    ])
    .run()
    .exits(1)
    .shows("binds-c may not mount ./d/sub: binds-a could write in ./d.")
    .shows("Remove all containers first")
    .leaves_nothing();
}

fn what_gets_around_the_rule_is_refused() {
    for second in [
        "docker run -d --pid container:binds-a nginx",
        "docker run -d --pid container:binds-b -v ./e:/e nginx",
    ] {
        lab(&[
            "docker run -d --name binds-a -v ./d:/d nginx",
            "docker run -d --name binds-b -v ./d:/d:ro nginx",
            "docker run -d --name binds-c --pid container:binds-b nginx",
            second,
        ])
        .run()
        .exits(1)
        .shows("No container may share its processes with")
        .shows("3 of 4 steps passed")
        .leaves_nothing();
    }
    lab(&["docker run -d -v ./d:/d:rshared nginx"])
        .run()
        .exits(1)
        .shows("A lab may not use bind-propagation=rshared")
        .leaves_nothing();
}

fn nothing_takes_the_place_of_what_is_mounted() {
    const START: &str = "docker run -d --restart always --name binds-a -v ./f:/m nginx";
    const LINK: &str = "docker exec binds-a sh -c 'ln -s /etc/hostname /l; echo x > /plain'";
    for (command, path) in [
        ("docker cp binds-a:/l f", "./f"),
        ("docker cp binds-a:/plain ./f", "./f"),
        ("docker save -o f nginx", "f"),
        ("docker export -o f binds-a", "f"),
    ] {
        with_f(&[START, LINK, command])
            .run()
            .exits(1)
            .shows(&format!("A container mounts {path}, so a copy may not replace it."))
            .leaves_nothing();
    }
    // Podman copies what the link leads to.
    if on_podman() {
        return;
    }
    // A link that a container made leads to it.
    with_f(&[
        START,
        LINK,
        "docker exec binds-a ln -s . /here",
        "docker cp binds-a:/here here",
        "docker cp binds-a:/l here/f",
    ])
    .run()
    .exits(1)
    .shows("A container mounts ./f, so a copy may not replace it.")
    .leaves_nothing();
}

fn what_replaces_nothing_is_mounted() {
    Lab::of(
        r#"
[[step]]
id = "share"
title = "Share"
write = { "site/page" = "one", "conf" = "plain", "site/sub/deep" = "x" }
run = [
  "docker run -d --restart always --name binds-a -v ./site:/site -v ./conf:/conf:ro nginx",
  "docker run -d --name binds-b -v ./site:/other -v ./out:/out nginx",
  "docker exec binds-b sh -c 'echo two > /other/page'",
  "docker restart binds-a",
]
check = [
  { file = "binds-a:/site/page", contains = "two" },
  { local = "site/page", contains = "two" },
]

[[step]]
id = "write"
title = "Write into it"
write = { "conf" = "written" }
run = "docker cp binds-b:/other/page site/copy"
check = [
  { file = "binds-a:/conf", contains = "written" },
  { exec = "cat /site/copy", in = "binds-a", contains = "two" },
]

[[step]]
id = "read"
title = "Read only"
run = [
  "docker rm -f binds-a binds-b",
  "docker run -d --name binds-a -v .:/all:ro -v ./site/sub:/sub nginx",
  "docker exec binds-a sh -c 'echo y > /sub/deep'",
]
check = [{ local = "site/sub/deep", contains = "y" }]
"#,
    )
    .run()
    .exits(0)
    .leaves_nothing();
}

macro_rules! on_each_engine {
    ($($test:ident),+ $(,)?) => {
        mod docker {
            $(#[test] fn $test() { let _engine = super::Engine::take(); super::$test(); })+
        }
        mod podman {
            $(#[test] fn $test() { let _engine = super::Engine::podman(); super::$test(); })+
        }
    };
}

on_each_engine!(
    what_lies_in_a_folder_that_a_container_may_write_is_not_mounted,
    what_gets_around_the_rule_is_refused,
    nothing_takes_the_place_of_what_is_mounted,
    what_replaces_nothing_is_mounted,
);
