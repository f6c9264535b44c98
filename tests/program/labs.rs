//! The shipped labs, as they are and with the lesson taken out.

use crate::harness::{Engine, Lab};

#[test]
fn a_volume_taken_away_is_noticed() {
    let _engine = Engine::any();
    Lab::shipped("postgres-volume")
        .without("-v mydata://var/lib/postgresql/data")
        .run()
        .exits(1)
        .shows("does not hold: database mydb\nexpected  survived\nseen      orphaned\nbefore    mydb, in an anonymous volume (")
        .shows("), which is still there\nnow       not there, in an anonymous volume (")
        .shows("fate: orphaned (anonymous volume)")
        .leaves_nothing();
}

#[test]
fn a_restart_instead_of_a_new_container_is_noticed() {
    let _engine = Engine::any();
    Lab::shipped("nginx-stateless")
        .replacing(
            r#"["docker rm -f my-nginx", "docker run -d --name my-nginx nginx"]"#,
            r#""docker restart my-nginx""#,
        )
        .run()
        .exits(1)
        .shows("does not hold: index.html\nexpected  lost\nseen      survived")
        .shows("expected  contains = Welcome to nginx!\nseen      <h1>my page</h1>")
        .leaves_nothing();
}

#[test]
fn a_bind_mount_taken_away_is_noticed() {
    let _engine = Engine::any();
    Lab::shipped("bind-mount")
        .without("-v $PWD/site:/usr/share/nginx/html")
        .run()
        .exits(1)
        .shows("does not hold: index.html\nexpected  hidden\nseen      unchanged")
        .shows("does not hold: draft.html\nexpected  out of reach\nseen      lost")
        .leaves_nothing();
    Lab::shipped("bind-mount")
        .without("-v $PWD/mypostgres:/var/lib/postgresql/data")
        .run()
        .exits(1)
        .shows("does not hold: PG_VERSION\nexpected  out of reach\nseen      lost")
        .leaves_nothing();
}

#[test]
fn a_restart_does_not_pass_for_a_removal_beside_a_bind_mount() {
    let _engine = Engine::any();
    Lab::shipped("bind-mount")
        .replacing("docker rm -fv my-site my-postgres", "docker restart my-site my-postgres")
        // What may be written is not mounted above folders that are mounted.
        .replacing("-v $PWD:/here nginx", "-v $PWD:/here:ro nginx")
        .run()
        .exits(1)
        .shows("does not hold: index.html\nexpected  out of reach\nseen      survived")
        .shows("does not hold: PG_VERSION\nexpected  out of reach\nseen      survived")
        .leaves_nothing();
}

#[test]
fn a_shared_volume_taken_away_is_noticed() {
    let _engine = Engine::any();
    Lab::shipped("shared-volume")
        .without("-v pages:/usr/share/nginx/html:ro")
        .run()
        .exits(1)
        .shows("does not hold: index.html\nexpected  survived\nseen      orphaned")
        .leaves_nothing();
}

#[test]
fn a_reader_that_may_write_is_noticed() {
    let _engine = Engine::any();
    Lab::shipped("shared-volume")
        .replacing(":ro nginx", " nginx")
        .run()
        .exits(1)
        .shows("does not hold: It was meant to fail (exit 2), and did not fail that way.")
        .leaves_nothing();
}

#[test]
fn a_writer_that_is_only_restarted_is_noticed() {
    let _engine = Engine::any();
    Lab::shipped("shared-volume")
        .replacing("docker rm -fv page-writer", "docker restart page-writer")
        .run()
        .exits(1)
        .shows(r#"does not hold: { container = "page-writer", exists = false }"#)
        .leaves_nothing();
}

#[test]
fn a_run_goes_on_after_a_check_that_does_not_hold_unless_it_is_told_not_to() {
    let steps = r#"
[[step]]
id = "one"
title = "One"
run = "docker run -d --name statelab-test-goes-on nginx"
check = [{ container = "statelab-test-goes-on", running = false, within = "10ms" }]

[[step]]
id = "two"
title = "Two"
run = "docker restart statelab-test-goes-on"
"#;
    let _engine = Engine::any();
    Lab::of(steps).run().exits(1).shows("$ docker restart statelab-test-goes-on").leaves_nothing();
    Lab::of(steps).with("--fail-fast").run().exits(1).shows_not("docker restart").leaves_nothing();
}

#[test]
fn a_command_that_fails_stops_the_run_and_shows_what_it_said() {
    let _engine = Engine::any();
    Lab::of(
        r#"
[[step]]
id = "one"
title = "One"
run = "docker run --name statelab-test-fails nginx sh -c 'echo some words; exit 7'"

[[step]]
id = "two"
title = "Two"
run = "docker restart statelab-test-fails"
"#,
    )
    .run()
    .exits(1)
    .shows("some words")
    .shows("The command ended with status 7.")
    .shows_not("docker restart")
    .leaves_nothing();
}

#[test]
fn a_command_in_the_background_is_not_waited_for() {
    let _engine = Engine::any();
    let begun = std::time::Instant::now();
    Lab::of(
        r#"
[[step]]
id = "one"
title = "One"
run = [
  "docker run -d --name statelab-test-background nginx",
  "docker exec -d statelab-test-background sh -c 'touch /begun; sleep 120'",
]
check = [{ layer = "statelab-test-background", changed = "/begun" }]
"#,
    )
    .run()
    .exits(0)
    .leaves_nothing();
    assert!(begun.elapsed() < std::time::Duration::from_secs(100));
}

#[test]
fn a_value_is_what_a_command_prints_and_not_what_it_complains_of() {
    let _engine = Engine::any();
    Lab::of(
        r#"
[watch.word]
in = ["statelab-test-word"]
exec = "sh -c 'echo a warning >&2; cat /word || true'"
lives = "/word"

[[step]]
id = "one"
title = "One"
run = "docker run -d --name statelab-test-word nginx"

[[step]]
id = "two"
title = "Two"
run = "docker exec statelab-test-word sh -c 'echo hello > /word'"
expect = { word = "created" }
"#,
    )
    .run()
    .exits(0)
    .shows("not there → hello CREATED")
    .leaves_nothing();
}

/// The labs as they are, on Docker; `on_podman` has them on Podman, and `tests/model_labs.rs` on the model.
mod real {
    use super::*;

    #[test]
    fn a_container_forgets() {
        let _engine = Engine::take();
        Lab::shipped("nginx-stateless")
            .run()
            .exits(0)
            .shows("index.html  the image's page → your page  CHANGED")
            .shows("index.html  your page → the image's page  LOST")
            .shows("after recreate: the image's page")
            .shows("fate: lost (container layer)")
            .shows("Passed: all 4 steps")
            .shows("Removed what the run made: container my-nginx.")
            .leaves_nothing();
    }

    #[test]
    fn a_volume_remembers() {
        let _engine = Engine::take();
        Lab::shipped("postgres-volume")
            .run()
            .exits(0)
            .shows("database mydb  not there → mydb  CREATED")
            .shows("database mydb  mydb → OUT OF REACH")
            .shows("database mydb  mydb → mydb  SURVIVED")
            .shows("fate: survived (volume mydata)")
            .shows("Passed: all 5 steps")
            .leaves_nothing();
    }

    #[test]
    fn a_bind_mount_is_one_folder_with_two_names() {
        let _engine = Engine::take();
        Lab::shipped("bind-mount")
            .run()
            .exits(0)
            .shows("index.html  the image's page → your page  HIDDEN")
            .shows("draft.html  not there → from the container  CREATED")
            .shows("index.html  your page → from the container  CHANGED")
            .shows("owner postgres, mode 700")
            .shows("PG_VERSION  13 → OUT OF REACH")
            .shows("fate: changed (bind mount)")
            .shows("Passed: all 6 steps")
            .leaves_nothing();
    }

    #[test]
    fn a_volume_is_shared_by_a_writer_and_a_reader() {
        let _engine = Engine::take();
        Lab::shipped("shared-volume")
            .run()
            .exits(0)
            .shows("index.html  first edition → first edition  SURVIVED")
            .shows("index.html  first edition → second edition  CHANGED")
            .shows("Read-only file system")
            .shows("fate: changed (volume pages)")
            .shows("Passed: all 6 steps")
            .leaves_nothing();
    }

    #[test]
    fn the_other_four_come_to_what_they_say() {
        let _engine = Engine::take();
        for lab in ["new-version", "orphaned-data", "stop-is-not-remove", "tmpfs-and-read-only"] {
            Lab::shipped(lab).run().exits(0).shows("Passed: all").leaves_nothing();
        }
    }
}
