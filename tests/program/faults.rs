//! No engine, no image, an engine that hangs, a faulty lab: a clear error, the right status.

use std::os::unix::net::UnixListener;

use crate::harness::{Engine, Lab};

#[test]
fn an_engine_that_hangs_ends_in_a_named_time_out() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("hangs.sock");
    // It takes connections (the kernel does) and never answers.
    let _listener = UnixListener::bind(&path).unwrap();
    Lab::shipped("nginx-stateless")
        .with("--engine")
        .with(path.to_str().unwrap())
        .run()
        .exits(3)
        .shows("It gave no answer within 5 s.");
}

#[test]
fn an_image_that_is_missing_is_named_with_the_ways_to_get_it() {
    let _engine = Engine::any();
    // Nothing listens on port 1 of this machine.
    let image = "127.0.0.1:1/no-such-image";
    Lab::of(&format!("[[step]]\nid = \"one\"\ntitle = \"One\"\nrun = \"docker run -d {image}\"\n"))
        .run()
        .exits(3)
        .shows(&format!("The image {image}:latest is missing and could not be pulled."))
        .shows(&format!("docker pull {image}:latest"))
        .shows("docker load -i FILE")
        // There are stand-ins for nginx and postgres alone.
        .shows_not("make images")
        .leaves_nothing();
}

#[test]
fn every_fault_of_a_lab_is_shown_at_its_place_and_nothing_runs() {
    let _engine = Engine::any();
    let lab = Lab::of(
        "titel = \"x\"\n\n[[step]]\nid = \"one\"\nrun = \"docker rum nginx\"\nexpect = { page = \"lost\" }\n",
    );
    let path = lab.folder().join("lab.toml").display().to_string();
    lab.run()
        .exits(2)
        .shows(&format!("{path}:6:1"))
        .shows("Did you mean `title`?")
        .shows(&format!("{path}:10:15"))
        .shows("Did you mean `docker run`?")
        .shows(&format!("{path}:11:12"))
        .leaves_nothing();
}

#[test]
fn of_several_labs_the_gravest_status_counts_and_unknown_ones_are_all_named() {
    Lab::shipped("nginx-stateless")
        .with("nginx-statless")
        .with("no-such-lab")
        .run()
        .exits(2)
        .shows("nginx-statless")
        .shows("did you mean `nginx-stateless`?")
        .shows("no-such-lab");
}

#[test]
fn a_time_out_that_is_no_number_is_named() {
    let _engine = Engine::any();
    for (language, said, mend) in [
        ("en", "soon (from STATELAB_TIMEOUT) is not a number of seconds.", "such as 30 or 2.5"),
        ("ko", "초를 나타내는 수가 아닙니다: soon (STATELAB_TIMEOUT에 적힌 값)", "30"),
    ] {
        Lab::shipped("nginx-stateless")
            .variable("STATELAB_TIMEOUT", "soon")
            .variable("STATELAB_LANG", language)
            .run()
            .exits(2)
            .shows(said)
            .shows(mend)
            .leaves_nothing();
    }
    for none in ["0", "-1", "inf", "1e300"] {
        let lab = Lab::shipped("nginx-stateless").variable("STATELAB_TIMEOUT", none);
        lab.run().exits(2).shows(&format!("{none} (from STATELAB_TIMEOUT)")).leaves_nothing();
    }
}

/// The program finds no engine, and looks whether it left anything in the one that is there.
mod real {
    use super::*;

    #[test]
    fn where_no_engine_is_everything_that_was_tried_is_said() {
        let nowhere = tempfile::tempdir().unwrap();
        let socket = format!("unix://{}/none.sock", nowhere.path().display());
        Lab::shipped("nginx-stateless")
            .with("--engine")
            .with(&socket)
            .run()
            .exits(3)
            .shows("No container engine answers. This was tried:")
            .shows(&socket)
            .shows("(--engine)")
            .shows("help: ")
            .leaves_nothing();
        Lab::shipped("nginx-stateless")
            .variable("STATELAB_ENGINE", &socket)
            .run()
            .exits(3)
            .shows("(STATELAB_ENGINE)");
        Lab::shipped("nginx-stateless")
            .variable("DOCKER_HOST", &socket)
            .run()
            .exits(3)
            .shows("(DOCKER_HOST)");
    }
}
