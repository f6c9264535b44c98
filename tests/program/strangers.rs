//! What somebody else made is never touched.

use statelab::engine::Kind;

use crate::harness::{Engine, Lab, Stranger, labelled, remove};

#[test]
fn a_container_of_somebody_else_stops_the_run() {
    let _engine = Engine::any();
    let stranger = Stranger::container("my-nginx");
    let before = stranger.inspect();
    Lab::shipped("nginx-stateless")
        .run()
        .exits(3)
        .shows("There is a container called my-nginx that this run did not make. It was not touched.")
        .leaves_nothing();
    assert_eq!(stranger.inspect(), before);
}

#[test]
fn a_volume_of_somebody_else_stops_the_run() {
    let _engine = Engine::any();
    let stranger = Stranger::volume("mydata");
    let before = stranger.inspect();
    Lab::shipped("postgres-volume")
        .run()
        .exits(3)
        .shows("There is a volume called mydata that this run did not make. It was not touched.")
        .leaves_nothing();
    assert_eq!(stranger.inspect(), before);
}

#[test]
fn a_volume_of_somebody_else_is_not_mounted_either() {
    let _engine = Engine::any();
    let stranger = Stranger::volume("mydata");
    Lab::of("[[step]]\nid = \"one\"\ntitle = \"One\"\nrun = \"docker run -d --name my-nginx -v mydata:/data nginx\"\n")
        .run()
        .exits(3)
        .shows("There is a volume called mydata that this run did not make. It was not touched.")
        .leaves_nothing();
    assert!(stranger.inspect().contains("mydata"));
}

#[test]
fn what_an_earlier_run_left_is_named_with_the_command_that_removes_it() {
    let _engine = Engine::any();
    let kept = Lab::shipped("nginx-stateless").with("--keep").run().exits(0);
    let left = labelled(&kept.lab().id);
    assert_eq!(left.len(), 1, "{left:?}");
    Lab::shipped("nginx-stateless")
        .run()
        .exits(3)
        .shows("The container my-nginx belongs to another run of statelab")
        .shows("docker rm -f -v my-nginx")
        .leaves_nothing();
    remove(Kind::Container, "my-nginx");
}
