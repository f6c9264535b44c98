//! The commands on volumes, networks and the whole engine.

use crate::harness::{Ended, Engine, Lab, Stranger, docker};
use crate::leftovers::STRANGER;

/// A run of a lab of one step with these lines and checks.
fn run(lines: &[&str], checks: &str) -> Ended {
    Lab::of(&format!(
        "[[step]]\nid = \"one\"\ntitle = \"One\"\nrun = [\n{}]\ncheck = [{checks}]\n",
        lines.iter().map(|line| format!("  '''docker {line}''',\n")).collect::<Vec<_>>().concat()
    ))
    .run()
}

#[test]
fn volumes_are_made_listed_and_removed() {
    let _engine = Engine::any();
    let stranger = Stranger::volume("statelab-images-test-theirs");
    let before = stranger.inspect();
    run(
        &[
            "volume create --label a=b -d local statelab-images-test-v10",
            "volume create --opt type=tmpfs --opt device=tmpfs --opt o=size=1m statelab-images-test-v9",
            "volume ls",
            "volume ls -q",
        ],
        r#"{ output = true, contains = "statelab-images-test-v9\nstatelab-images-test-v10" }"#,
    )
    .exits(0)
    .shows("DRIVER    VOLUME NAME local     statelab-images-test-v9 local     statelab-images-test-v10")
    .shows("Not shown: ")
    .shows_not(stranger.name)
    .leaves_nothing();
    run(
        &[
            "volume create --label a=b statelab-images-test-v1",
            "volume create statelab-images-test-v2",
            "volume rm -f statelab-images-test-v2 statelab-images-test-none",
            "volume ls --filter label=a=b --filter dangling=true --format '{{.Name}} {{.Driver}}'",
        ],
        r#"{ output = true, contains = "statelab-images-test-v1 local" }"#,
    )
    .exits(0)
    .leaves_nothing();
    assert_eq!(stranger.inspect(), before);
}

#[test]
fn volumes_that_are_used_missing_or_somebody_elses_stay() {
    let _engine = Engine::any();
    let stranger = Stranger::volume("statelab-images-test-theirs");
    let before = stranger.inspect();
    run(
        &[
            "run -d --name statelab-images-test-user -v statelab-images-test-v1:/x nginx",
            "volume rm statelab-images-test-v1",
        ],
        "",
    )
    .exits(1)
    .leaves_nothing();
    run(&["volume rm statelab-images-test-none"], "").exits(1).leaves_nothing();
    run(&[&format!("volume rm {}", stranger.name)], "").exits(3).leaves_nothing();
    assert_eq!(stranger.inspect(), before);
}

#[test]
fn volume_prune_takes_this_runs_unused_ones() {
    let _engine = Engine::any();
    let stranger = Stranger::volume("statelab-images-test-theirs");
    let before = stranger.inspect();
    run(
        &[
            "volume create",
            "volume create statelab-images-test-named",
            "run -d --name statelab-images-test-user -v /anonymous nginx",
            "volume prune -f",
            "volume ls -q",
        ],
        r#"{ output = true, contains = "statelab-images-test-named" }"#,
    )
    .exits(0)
    .shows("Deleted Volumes: statelab-")
    .shows("Only what this run made was looked at.")
    .leaves_nothing();
    run(&["volume create statelab-images-test-named", "volume prune -af"], "")
        .exits(0)
        .shows("Deleted Volumes: statelab-images-test-named Total reclaimed space: 0B")
        .leaves_nothing();
    assert_eq!(stranger.inspect(), before);
}

#[test]
fn networks_are_made_joined_left_listed_and_removed() {
    let _engine = Engine::any();
    let stranger = Stranger::network("statelab-images-test-theirs");
    run(
        &[
            "network create --subnet 10.213.0.0/16 --ip-range 10.213.5.0/24 --gateway 10.213.5.254 \
             --label a=b --opt com.docker.network.bridge.enable_icc=true statelab-images-test-net",
            "run -d --name statelab-images-test-one nginx",
            "network connect --ip 10.213.5.7 --alias web statelab-images-test-net statelab-images-test-one",
            "exec statelab-images-test-one cat /etc/hosts",
            "network disconnect bridge statelab-images-test-one",
            "network disconnect -f statelab-images-test-net statelab-images-test-one",
            "network ls",
            "network ls --filter type=custom --format '{{.Name}} {{.Driver}} {{.Internal}}'",
            "network rm statelab-images-test-net",
            "network rm -f statelab-images-test-net",
        ],
        "",
    )
    .exits(0)
    .shows("10.213.5.7")
    .shows("NETWORK ID NAME DRIVER SCOPE")
    .shows("statelab-images-test-net bridge false")
    .shows("none null local")
    .shows_not(stranger.name)
    .leaves_nothing();
    let before = stranger.inspect();
    run(&[&format!("network rm {}", stranger.name)], "").exits(3).leaves_nothing();
    run(&["network rm statelab-images-test-none"], "").exits(1).leaves_nothing();
    assert_eq!(stranger.inspect(), before);
}

#[test]
fn a_network_that_the_lab_leaves_is_removed() {
    let _engine = Engine::any();
    run(&["network create --internal statelab-images-test-net"], "").exits(0).leaves_nothing();
    run(&["network create --subnet 10.213.0.0/16 --gateway 10.9.0.1 statelab-images-test-net"], "")
        .exits(1)
        .shows("No subnet of the network has the address 10.9.0.1")
        .leaves_nothing();
}

/// What Docker prints, compared with the docker program.
mod real {
    use super::*;

    #[test]
    fn container_prune_takes_what_has_ended() {
        let _engine = Engine::take();
        let theirs = docker(&["create", "--label", STRANGER, "nginx", "true"]);
        run(
            &[
                "run -d --name statelab-images-test-one nginx",
                "run --name statelab-images-test-two --entrypoint true nginx",
                "container prune -f",
            ],
            r#"{ container = "statelab-images-test-one", exists = true, running = true }"#,
        )
        .exits(0)
        .shows("Deleted Containers:")
        .shows("Total reclaimed space:")
        .shows_not(&theirs)
        .leaves_nothing();
        docker(&["rm", "-v", &theirs]);
    }

    #[test]
    fn the_engine_tells_its_version_and_what_is_kept() {
        let _engine = Engine::take();
        let version = docker(&["version", "--format", "{{.Server.Version}}"]);
        run(
            &["version --format '{{.Server.Version}}'"],
            &format!("{{ output = true, equals = \"{version}\" }}"),
        )
        .exits(0)
        .leaves_nothing();
        let theirs = docker(&["version"]);
        let server = &theirs[theirs.find("Server:").unwrap()..];
        run(&["version"], &format!("{{ output = true, contains = '''{server}''' }}"))
            .exits(0)
            .leaves_nothing();
        run(
        &[
            "run -d --name statelab-images-test-one -v statelab-images-test-v1:/x nginx",
            "system df",
            "system df --format '{{.Type}} {{.TotalCount}} {{.Active}}'",
        ],
        r#"{ output = true, contains = "Images 1 1\nContainers 1 1\nLocal Volumes 1 1\nBuild Cache 0 0" }"#,
    )
    .exits(0)
    .shows("TYPE TOTAL ACTIVE SIZE RECLAIMABLE")
    .leaves_nothing();
    }

    #[test]
    fn what_is_kept_is_told_object_by_object_as_the_docker_program_does() {
        let _engine = Engine::take();
        let table = r"(?s)^Images space usage:

REPOSITORY   TAG       IMAGE ID       CREATED +SIZE      SHARED SIZE   UNIQUE SIZE   CONTAINERS
nginx        latest    [0-9a-f]{12}   .* ago   [0-9.]+MB +[0-9.]+[kM]?B +[0-9.]+[kM]?B +1

Containers space usage:

CONTAINER ID   IMAGE     COMMAND  +LOCAL VOLUMES   SIZE +CREATED +STATUS +NAMES
[0-9a-f]{12}   nginx     ..docker-entrypoint.* +1 +[0-9.]+k?B .* Up .* statelab-images-test-one

Local Volumes space usage:

VOLUME NAME               LINKS     SIZE
statelab-images-test-v1   1         0B

Build cache usage: 0B

CACHE ID   CACHE TYPE   SIZE      CREATED   LAST USED   USAGE     SHARED
$";
        run(
            &["run -d --name statelab-images-test-one -v statelab-images-test-v1:/x nginx", "system df -v"],
            &format!("{{ output = true, matches = '''{table}''' }}"),
        )
        .exits(0)
        .leaves_nothing();
    }

    #[test]
    fn details_of_a_log_and_filters_of_swarms_are_taken_as_docker_takes_them() {
        let _engine = Engine::take();
        run(
            &[
                "run --name statelab-images-test-one nginx echo said",
                "logs --details statelab-images-test-one",
            ],
            "{ output = true, matches = '(?m)^ said$' }",
        )
        .exits(0)
        .leaves_nothing();
        for (filter, count) in [("is-task=true", 0), ("is-task=false", 1), ("isolation=hyperv", 1)] {
            run(
                &[
                    "create --name statelab-images-test-one nginx",
                    &format!("ps -a --filter {filter} --format '{{{{.Names}}}}'"),
                ],
                &format!("{{ output = true, count = {count} }}"),
            )
            .exits(0)
            .leaves_nothing();
        }
        run(&["ps --filter is-task=perhaps"], "").exits(1).shows("is-task=perhaps").leaves_nothing();
    }
}
