//! Watches on logs and on files of the workspace: their fates, and the words for them.

use crate::harness::{Engine, Lab};

#[test]
fn a_file_of_the_workspace_is_created_changed_and_deleted_whatever_containers_do() {
    let _engine = Engine::any();
    let lab = || {
        Lab::of(
            r#"
[watch.copy]
local = "site/page.html"

[[step]]
id = "start"
title = "Start"
run = "docker run -d --name statelab-test-local -v ./site:/site nginx"

[[step]]
id = "copy"
title = "Copy"
run = "docker cp statelab-test-local:usr/share/nginx/html/index.html site/page.html"
expect = { copy = "created" }

[[step]]
id = "recreate"
title = "Recreate"
run = ["docker rm -f statelab-test-local", "docker run -d --name statelab-test-local -v ./site:/site nginx"]

[[step]]
id = "change"
title = "Change"
write = { "site/page.html" = "mine" }
expect = { copy = "changed" }

[[step]]
id = "delete"
title = "Delete"
run = "docker exec statelab-test-local rm /site/page.html"
expect = { copy = "deleted" }
"#,
        )
    };
    lab()
        .run()
        .exits(0)
        .shows("CREATED It is kept in the workspace.")
        .shows("mine → not there DELETED It was removed from the workspace, which is still there.")
        .shows("fate: deleted (workspace)")
        .leaves_nothing();
    lab()
        .replacing("copy = \"changed\"", "copy = \"lost\"")
        .run()
        .exits(1)
        .shows("now mine, in the workspace")
        .leaves_nothing();
}

/// A log that is written through `/proc`.
mod real {
    use super::*;

    #[test]
    #[expect(clippy::too_many_lines, reason = "a lab, read from top to bottom")]
    fn a_log_stays_over_a_restart_and_goes_with_its_container() {
        let _engine = Engine::take();
        let run = |name: &str| {
            format!(
                "docker run -d --name {name} nginx sh -c 'trap \"exit 0\" TERM QUIT; echo hello; while :; do sleep 0.1; done'"
            )
        };
        Lab::of(&format!(
        r#"
[watch.log]
label = "the log"
logs  = ["statelab-test-log", "statelab-test-log-2"]

[[watch.log.named]]
as     = "one hello"
equals = "hello"

[[step]]
id = "start"
title = "Start"
run = '''{}'''
check = [{{ logs = "statelab-test-log", equals = "hello" }}]

[[step]]
id = "write"
title = "Write"
run = "docker exec statelab-test-log sh -c 'echo more > /proc/1/fd/1'"
check = [{{ logs = "statelab-test-log", contains = "more" }}]
expect = {{ log = "changed" }}

[[step]]
id = "restart"
title = "Restart"
run = "docker restart statelab-test-log"
check = [{{ logs = "statelab-test-log", contains = "hello", count = 2 }}]
expect = {{ log = "changed" }}

[[step]]
id = "stop"
title = "Stop"
run = "docker stop statelab-test-log"

[[step]]
id = "remove"
title = "Remove"
run = "docker rm statelab-test-log"
expect = {{ log = "lost" }}

[[step]]
id = "again"
title = "Again"
run = '''{}'''
check = [{{ logs = "statelab-test-log-2", equals = "hello" }}]
expect = {{ log = "lost" }}

[[step]]
id = "replace"
title = "Replace"
run = ["docker rm -f statelab-test-log-2", '''{}''']
check = [{{ logs = "statelab-test-log-2", equals = "hello" }}]
expect = {{ log = "lost" }}
"#,
        run("statelab-test-log"),
        run("statelab-test-log-2"),
        run("statelab-test-log-2")
    ))
    .run()
    .exits(0)
    .shows("holds: the log one hello → hello CHANGED")
        .shows("statelab-test-log wrote more into its log.")
    .shows("It was kept in the log of statelab-test-log, which is gone. The log of a container is removed together with it.")
    .leaves_nothing();
    }
}
