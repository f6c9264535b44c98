//! The labs about stopping, orphans, memory and versions: as they are, and with the lesson taken out.

use crate::harness::{Engine, Lab};

/// A shipped lab passes, and leaves nothing.
fn passes(lab: &str) {
    let _engine = Engine::any();
    Lab::shipped(lab).run().exits(0).leaves_nothing();
}

/// A shipped lab with `old` replaced does not pass: it shows this, and leaves nothing.
fn notices(lab: &str, old: &str, new: &str, shows: &str) {
    let _engine = Engine::any();
    Lab::shipped(lab).replacing(old, new).run().exits(1).shows(shows).leaves_nothing();
}

#[test]
fn stopped_is_not_gone() {
    passes("stop-is-not-remove");
    notices(
        "stop-is-not-remove",
        r#"["docker stop my-web", "docker rm my-web", { cmd = "docker start my-web", fails = "not-found" }]"#,
        r#""docker restart my-web""#,
        "does not hold: index.html expected lost seen survived",
    );
}

#[test]
fn not_lost_but_nameless() {
    passes("orphaned-data");
    notices(
        "orphaned-data",
        " -v $orphan:/var/lib/postgresql/data",
        "",
        "does not hold: database mydb expected survived seen",
    );
    notices(
        "orphaned-data",
        "docker rm -fv second-postgres",
        "docker restart second-postgres",
        "expected exists = false",
    );
}

#[test]
fn memory_that_looks_like_a_folder() {
    passes("tmpfs-and-read-only");
    notices(
        "tmpfs-and-read-only",
        "docker run -d --name my-scratch --tmpfs /scratch nginx",
        "docker run -d --name my-scratch nginx",
        "does not hold",
    );
    notices(
        "tmpfs-and-read-only",
        r#"["docker stop my-scratch", "docker start my-scratch"]"#,
        r#""docker exec my-scratch true""#,
        "does not hold: /scratch/secret expected lost seen unchanged",
    );
    notices("tmpfs-and-read-only", " --read-only", "", "does not hold");
}

#[test]
fn a_new_version() {
    passes("new-version");
    notices(
        "new-version",
        r#"["docker rm -f my-web", "docker run -d --name my-web my-site"]"#,
        r#""docker restart my-web""#,
        "does not hold: the page in my-web expected changed seen unchanged",
    );
}
