//! The narrative follows what was seen: the same labs, changed, are told otherwise.

use crate::harness::{Ended, Engine, Lab};

const REPLACED: &str = r#"run    = ["docker rm -f my-nginx", "docker run -d --name my-nginx nginx"]"#;

fn evidence(lab: Lab) -> Ended {
    lab.with("--evidence").run()
}

#[test]
fn a_container_that_is_replaced_takes_its_layer_along() {
    let _engine = Engine::any();
    evidence(Lab::shipped("nginx-stateless"))
        .exits(0)
        .shows("It was kept in the container layer of my-nginx, which is gone. A container layer is removed together with its container.")
        .shows("That layer held: index.html.")
        .shows("Engine calls for docker run -d --name my-nginx nginx: POST /containers/create?name=my-nginx (")
        .shows("Engine calls for docker rm -f my-nginx: DELETE /containers/")
        .shows("The container my-nginx is not the one from before")
        .shows("The image nginx:latest is the same")
        .shows("before my-nginx (container layer): your page")
        .shows("after my-nginx (container layer): nothing of yours nginx (image): the image's page")
        .leaves_nothing();
}

#[test]
fn a_restart_in_its_place_is_told_as_one() {
    let _engine = Engine::any();
    let restart = r#"run    = "docker restart my-nginx""#;
    evidence(Lab::shipped("nginx-stateless").replacing(REPLACED, restart))
        .exits(1)
        .shows("It is kept in the container layer of my-nginx, which is still there.")
        .shows("The container my-nginx is the same")
        .shows("Its main process was started again.")
        .shows_not("That layer held")
        .shows_not("is not the one from before")
        .leaves_nothing();
}

#[test]
fn a_volume_is_told_where_there_is_one_and_what_is_orphaned_where_there_is_none() {
    let _engine = Engine::any();
    evidence(Lab::shipped("postgres-volume"))
        .exits(0)
        .shows(
            "It is kept in the volume mydata, which is still there. A volume is not removed with a container",
        )
        .shows("The server that used this data before was killed: my-postgres-2 recovered the data")
        .shows("The log of my-postgres-2 says:")
        .shows("The volume mydata is the same.")
        .shows_not("anonymous volume")
        .leaves_nothing();
    evidence(Lab::shipped("postgres-volume").without("-v mydata://var/lib/postgresql/data"))
        .exits(1)
        .shows("It is not lost: it is still in an anonymous volume")
        .shows("is mounted by no container now. It holds: database mydb.")
        .shows_not("The server that used this data before was killed")
        .leaves_nothing();
}

#[test]
fn what_is_removed_with_its_volume_is_lost() {
    let _engine = Engine::any();
    let lab = Lab::shipped("postgres-volume").without("-v mydata://var/lib/postgresql/data");
    evidence(lab.replacing("docker rm -f my-postgres", "docker rm -f -v my-postgres"))
        .exits(1)
        .shows("and that volume was removed. Such a volume is removed with its container only if")
        .shows("It held: database mydb.")
        .shows_not("It is not lost")
        .leaves_nothing();
}

#[test]
fn a_volume_that_is_removed_itself_is_not_said_to_stay() {
    let _engine = Engine::any();
    evidence(Lab::of(
        r#"
[watch.note]
file = "statelab-test-gone:/data/note"

[[step]]
id = "write"
title = "Write"
run = ["docker volume create statelab-test-gone", "docker run -d --name statelab-test-gone -v statelab-test-gone:/data nginx", "docker exec statelab-test-gone sh -c 'echo x > /data/note'"]

[[step]]
id = "remove"
title = "Remove"
run = ["docker rm -f statelab-test-gone", "docker volume rm statelab-test-gone"]
expect = { note = "lost" }
"#,
    ))
    .exits(0)
    .shows("It was kept in the volume statelab-test-gone, and that volume itself was removed. Removing a container alone never does that.")
    .shows_not("it stays until it is removed itself")
    .shows("before statelab-test-gone (container layer): nothing of yours statelab-test-gone (volume), mounted by statelab-test-gone: x after nothing")
    .leaves_nothing();
}
