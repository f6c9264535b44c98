//! Every shipped lab on Podman: all that its recording says, expectations and fates, comes there too.
//!
//! The labs are recorded on Docker. Where Podman does something in its own way, docs/engines.md says so, and this
//! file what comes of it.

use crate::harness::{Engine, Lab};

/// Runs a shipped lab on Podman, which must end with this status, and show this.
fn on_podman(lab: &str, status: i32, shows: &[&str]) {
    let _engine = Engine::podman();
    let mut ended = Lab::shipped(lab).run().exits(status);
    for wanted in shows {
        ended = ended.shows(wanted);
    }
    ended.leaves_nothing();
}

#[test]
fn a_container_forgets() {
    on_podman(
        "nginx-stateless",
        0,
        &[
            "index.html  the image's page → your page  CHANGED",
            "index.html  your page → the image's page  LOST",
            "fate: lost (container layer)",
            "Passed: all 4 steps",
            "Removed what the run made: container my-nginx.",
        ],
    );
}

#[test]
fn a_volume_remembers() {
    let shows =
        ["database mydb  mydb → mydb  SURVIVED", "fate: survived (volume mydata)", "Passed: all 5 steps"];
    on_podman("postgres-volume", 0, &shows);
}

#[test]
fn a_bind_mount_is_one_folder_with_two_names() {
    let shows = [
        "index.html  the image's page → your page  HIDDEN",
        "owner postgres, mode 700",
        "Passed: all 6 steps",
    ];
    on_podman("bind-mount", 0, &shows);
}

#[test]
fn a_new_version_opens_the_old_data() {
    on_podman("new-version", 0, &["Passed: all 5 steps, 14 observations as expected"]);
}

#[test]
fn data_without_a_name_is_orphaned() {
    on_podman(
        "orphaned-data",
        0,
        &["fate: copied (volume mydata)", "Passed: all 6 steps, 15 observations as expected"],
    );
}

#[test]
fn a_volume_is_shared_by_a_writer_and_a_reader() {
    on_podman("shared-volume", 0, &["Read-only file system", "Passed: all 6 steps"]);
}

#[test]
fn what_is_stopped_is_still_there() {
    on_podman(
        "stop-is-not-remove",
        0,
        &["fate: lost (container layer)", "Passed: all 6 steps, 19 observations as expected"],
    );
}

/// What Docker copies below a tmpfs, where nobody sees it, Podman copies into it: the lab's step about that does
/// not come out there, and says why. The others do.
#[test]
fn a_copy_goes_into_a_tmpfs() {
    let shows = [
        "before psst, in a tmpfs of my-scratch, which is still there",
        "now not a secret any more, in a tmpfs of my-scratch, seen through my-scratch",
        "5 of 6 steps passed, 24 of 26 observations held",
    ];
    on_podman("tmpfs-and-read-only", 1, &shows);
}
