//! `[ready.*]`: the next command comes only when the container is ready, by whichever sign.

use crate::harness::{Engine, Lab};

/// A lab that starts a container, whose script becomes ready after a while, restarts it, and asks
/// right behind either for what is there only then. The file goes before the restart: a script that
/// removed it might be later than who looks for it.
fn late(ready: &str, script: &str, proof: &str) -> Lab {
    Lab::of(&format!(
        r#"
[ready.statelab-test-late]
{ready}
within = "30s"

[[step]]
id = "one"
title = "One"
run = [
  """docker run -d --name statelab-test-late nginx sh -c '{script}'""",
  """docker exec statelab-test-late sh -c '{proof}'""",
  "docker exec statelab-test-late rm -f /run/up",
  "docker restart -t 0 statelab-test-late",
  """docker exec statelab-test-late sh -c '{proof}'""",
]
"#
    ))
}

/// Writes a line and a file, one second after each start.
const SCRIPT: &str = "sleep 1; echo yes > /run/up; echo listening; sleep 60";

#[test]
fn a_line_of_this_start_a_file_or_a_page_is_awaited() {
    let _engine = Engine::any();
    for (ready, script, proof) in [
        ("logs = \"statelab-test-late\"\ncontains = \"listening\"", SCRIPT, "cat /run/up"),
        ("logs = \"statelab-test-late\"\nmatches = '(?m)^listen'", SCRIPT, "cat /run/up"),
        ("file = \"statelab-test-late:/run/up\"", SCRIPT, "cat /run/up"),
        ("file = \"statelab-test-late:/run/up\"\ncontains = \"yes\"", SCRIPT, "cat /run/up"),
        ("exec = \"test -e /run/up\"", SCRIPT, "cat /run/up"),
        ("exec = \"cat /run/up\"\nequals = \"yes\"", SCRIPT, "cat /run/up"),
        (
            "http = \"http://statelab-test-late:80/\"",
            "rm -f /run/nginx.pid; sleep 1; exec nginx -g \"daemon off;\"",
            "test -e /run/nginx.pid",
        ),
    ] {
        late(ready, script, proof).run().exits(0).shows("statelab-test-late is ready").leaves_nothing();
    }
}

#[test]
fn what_was_expected_of_a_container_that_does_not_become_ready_is_shown() {
    let _engine = Engine::any();
    let lab = |within: &str| {
        Lab::of(&format!(
            r#"
[ready.statelab-test-teapot]
http = "http://statelab-test-teapot:80/"
status = 418
within = "{within}"

[[step]]
id = "one"
title = "One"
run = ["docker run -d --name statelab-test-teapot nginx", "docker exec statelab-test-teapot echo further"]
"#
        ))
    };
    lab("1s")
        .run()
        .exits(1)
        .shows("status = 418")
        .shows("seen 200")
        .shows_not("echo further")
        .leaves_nothing();
}
