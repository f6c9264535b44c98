//! The histories that `docs/fates.md` prints, on a real engine: every row of the page is played, and the
//! fates that it prints are the only ones that come. The histories of a lab are played side by side, each
//! with a watch and containers of its own. (The two rows of shipped labs are played in `labs`.)

use std::collections::BTreeMap;

use crate::harness::{Engine, Lab};

const FATES_PAGE: &str = include_str!("../../docs/fates.md");

/// A history of the page.
struct History {
    /// As it is printed.
    name: &'static str,
    /// What is watched. `@` stands for the history's own prefix of names.
    watch: &'static str,
    /// Commands before the first step of the row.
    given: &'static [&'static str],
    /// The commands of each step of the row.
    steps: &'static [&'static [&'static str]],
    /// A capture, and after which step it is taken (0: after `given`).
    capture: Option<(usize, &'static str)>,
}

const fn history(
    name: &'static str,
    watch: &'static str,
    given: &'static [&'static str],
    steps: &'static [&'static [&'static str]],
) -> History {
    History { name, watch, given, steps, capture: None }
}

const PAGE: &str = "file = '@:/usr/share/nginx/html/index.html'";
const ASKED: &str =
    "exec = 'cat /usr/share/nginx/html/index.html'\nin = '@'\nlives = '/usr/share/nginx/html'";
const NOTE: &str = "file = '@:/data/note'";
const RUN: &str = "docker run -d --name @ nginx";
const REMOVE: &str = "docker rm -f @";
const COPY_IN: &str = "docker cp mine.html @:/usr/share/nginx/html/index.html";
const WRITE: &str = "docker exec @ sh -c 'echo remember > /data/note'";

const LAYERS: &[History] = &[
    history("copy in; restart", PAGE, &[RUN], &[&[COPY_IN], &["docker restart @"]]),
    history(
        "copy in; stop (exec watch); start",
        ASKED,
        &[RUN],
        &[&[COPY_IN], &["docker stop @"], &["docker start @"]],
    ),
    history("nothing copied; recreate", PAGE, &[RUN], &[&[REMOVE, RUN]]),
    history("copy in; `rm`; `run`", PAGE, &[RUN], &[&[COPY_IN], &[REMOVE], &[RUN]]),
    history(
        "image v1; v2; v1",
        "file = '@:/version'",
        &[
            "docker run -d --name @-maker nginx",
            "docker exec @-maker sh -c 'echo 1 > /version'",
            "docker commit @-maker @-site:v1",
            "docker exec @-maker sh -c 'echo 2 > /version'",
            "docker commit @-maker @-site:v2",
        ],
        &[
            &["docker run -d --name @ @-site:v1"],
            &[REMOVE, "docker run -d --name @ @-site:v2"],
            &[REMOVE, "docker run -d --name @ @-site:v1"],
        ],
    ),
    history(
        "delete a file; write the same again",
        "file = '@:/note'",
        &[RUN, "docker exec @ sh -c 'echo remember > /note'"],
        &[&["docker exec @ rm /note"], &["docker exec @ sh -c 'echo remember > /note'"]],
    ),
    history(
        "delete a file of the image; recreate",
        PAGE,
        &[RUN],
        &[&["docker exec @ rm /usr/share/nginx/html/index.html"], &[REMOVE, RUN]],
    ),
    history(
        "rename; new `run` under the old name",
        PAGE,
        &[RUN, COPY_IN],
        &[&["docker rename @ @-old"], &[RUN]],
    ),
    history(
        "bind over the image's page",
        PAGE,
        &[RUN],
        &[&[REMOVE, "docker run -d --name @ -v ./site:/usr/share/nginx/html nginx"]],
    ),
    history("`rm`, `run` and `cp` in one step", PAGE, &[RUN, COPY_IN], &[&[REMOVE, RUN, COPY_IN]]),
    history(
        "commit and run",
        "file = ['@:/usr/share/nginx/html/index.html', '@-new:/usr/share/nginx/html/index.html']",
        &[RUN, COPY_IN],
        &[&["docker commit @ @-image", "docker run -d --name @-new @-image"]],
    ),
];

const ANONYMOUS: &str = "docker run -d --name @ -v /data nginx";

const VOLUMES: &[History] = &[
    History {
        capture: Some((1, "old = { mount = '@:/data', field = 'name' }")),
        ..history(
            "database without `-v`; `rm -f`; `run`; mount the old anonymous volume by name",
            NOTE,
            &[ANONYMOUS],
            &[&[WRITE], &[REMOVE], &[ANONYMOUS], &[REMOVE, "docker run -d --name @ -v $old:/data nginx"]],
        )
    },
    history(
        "database without `-v`; `rm -fv`; `run`",
        NOTE,
        &[ANONYMOUS],
        &[&[WRITE], &["docker rm -fv @"], &[ANONYMOUS]],
    ),
    history(
        "file on a tmpfs; stop and start",
        NOTE,
        &["docker run -d --name @ --tmpfs /data nginx"],
        &[&[WRITE], &["docker stop @", "docker start @"]],
    ),
    history(
        "shared volume; another container overwrites and the shower is replaced, in one step",
        NOTE,
        &[
            "docker run -d --name @ -v @-site:/data nginx",
            WRITE,
            "docker run -d --name @-writer -v @-site:/site nginx",
        ],
        &[&[
            "docker exec @-writer sh -c 'echo another > /site/note'",
            REMOVE,
            "docker run -d --name @ -v @-site:/data nginx",
        ]],
    ),
    history(
        "backup into another volume",
        NOTE,
        &["docker run -d --name @ -v @-live:/data nginx", WRITE],
        &[&[
            "docker run --rm -v @-live:/from:ro -v @-backup:/to nginx cp -a /from/. /to",
            REMOVE,
            "docker run -d --name @ -v @-backup:/data nginx",
        ]],
    ),
    history(
        "copy-up",
        PAGE,
        &[RUN],
        &[&[REMOVE, "docker run -d --name @ -v @-pages:/usr/share/nginx/html nginx"]],
    ),
    history(
        "`volume rm` and `volume create` of the same name",
        "volume = '@-data'",
        &["docker volume create @-data"],
        &[&["docker volume rm @-data", "docker volume create @-data"]],
    ),
];

/// The rows of the page: their fates, by their names.
fn printed() -> BTreeMap<&'static str, Vec<&'static str>> {
    let (_, table) = FATES_PAGE.split_once("\n## Histories\n").unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |")).skip(2);
    rows.map(|row| row.split_once(" | ").unwrap())
        .map(|(name, fates)| (name, fates.split(", ").collect()))
        .collect()
}

/// A step of all histories: their commands, what is captured after it, and the fates that must come.
#[derive(Default)]
struct Step {
    run: Vec<String>,
    capture: Vec<String>,
    expect: Vec<String>,
}

impl Step {
    fn written(&self, index: usize) -> String {
        let run: Vec<String> = self.run.iter().map(|line| format!("'''{line}'''")).collect();
        format!(
            "[[step]]\nid = \"step-{index}\"\ntitle = \"Step {index}\"\nrun = [{}]\ncapture = {{ {} }}\n\
             expect = {{ {} }}\nwrite = {{ \"mine.html\" = \"mine\", \"site/index.html\" = \"a site\" }}\n",
            run.join(", "),
            self.capture.join(", "),
            self.expect.join(", "),
        )
    }
}

/// A lab that plays these histories side by side.
fn lab(group: &str, histories: &[History]) -> Lab {
    let printed = printed();
    let last = histories.iter().map(|history| history.steps.len()).max().unwrap();
    let mut steps: Vec<Step> = std::iter::repeat_with(Step::default).take(last + 1).collect();
    let mut watches = Vec::new();
    for (number, history) in histories.iter().enumerate() {
        let own = |text: &str| text.replace('@', &format!("fates-{group}-{number}"));
        let fates = &printed[history.name];
        assert_eq!(history.steps.len(), fates.len(), "{}", history.name);
        watches.push(format!("[watch.w{number}]\n{}\n", own(history.watch)));
        steps[0].run.extend(history.given.iter().map(|line| own(line)));
        // Of a thing of the engine it is seen before the first step, too, whether it is there.
        if history.watch.starts_with("volume") {
            steps[0].expect.push(format!("w{number} = \"created\""));
        }
        for (index, (run, fate)) in history.steps.iter().zip(fates).enumerate() {
            let step = &mut steps[index + 1];
            step.run.extend(run.iter().map(|line| own(line)));
            if !matches!(*fate, "–" | "unchanged") {
                step.expect.push(format!("w{number} = \"{fate}\""));
            }
        }
        if let Some((after, capture)) = history.capture {
            steps[after].capture.push(own(capture));
        }
    }
    let steps: Vec<String> = steps.iter().enumerate().map(|(index, step)| step.written(index)).collect();
    Lab::of(&[watches, steps].concat().join("\n"))
}

#[test]
fn every_printed_history_of_layers_and_images_comes_out() {
    let _engine = Engine::take();
    lab("layers", LAYERS).run().exits(0).leaves_nothing();
}

#[test]
fn every_printed_history_of_volumes_and_tmpfs_comes_out() {
    let _engine = Engine::take();
    lab("volumes", VOLUMES).run().exits(0).leaves_nothing();
}

#[test]
fn every_row_of_the_page_is_played() {
    let mut played: Vec<&str> = LAYERS.iter().chain(VOLUMES).map(|history| history.name).collect();
    played.extend(printed().keys().filter(|name| name.starts_with("the lab `")));
    played.sort_unstable();
    assert_eq!(played, printed().keys().copied().collect::<Vec<_>>());
}

#[test]
fn memory_ends_with_the_run_and_a_program_begins_with_its_own_value() {
    let _engine = Engine::take();
    Lab::of(
        r#"
[watch.put]
exec = "sh -c 'cat /dev/shm/note || true'"
in = "fates-memory"
lives = "memory"

[watch.own]
exec = "sh -c 'cat /dev/shm/count'"
in = "fates-memory"
lives = "memory"

[[step]]
id = "start"
title = "Start"
run = "docker run -d --name fates-memory nginx sh -c 'echo 0 > /dev/shm/count; sleep 1000'"

[[step]]
id = "write"
title = "Write"
run = "docker exec fates-memory sh -c 'echo quick > /dev/shm/note'"
expect = { put = "created" }

[[step]]
id = "restart"
title = "Restart"
run = "docker restart -t 0 fates-memory"
expect = { put = "lost" }

[[step]]
id = "count"
title = "Count"
run = "docker exec fates-memory sh -c 'echo 7 > /dev/shm/count'"
expect = { own = "changed" }

[[step]]
id = "kill"
title = "Kill"
run = "docker kill fates-memory"
expect = { own = "lost" }

[[step]]
id = "again"
title = "Again"
run = "docker start fates-memory"
expect = { own = "lost" }
"#,
    )
    .run()
    .exits(0)
    .leaves_nothing();
}

#[test]
fn a_bind_goes_with_no_container_and_two_containers_see_one_file() {
    let _engine = Engine::take();
    Lab::of(
        r#"
[watch.first]
file = "fates-bind-a:/site/page"

[watch.either]
file = ["fates-bind-a:/site/page", "fates-bind-b:/other/page"]

[[step]]
id = "start"
title = "Start"
write = { "site/page" = "one" }
run = ["docker run -d --name fates-bind-a -v ./site:/site nginx", "docker run -d --name fates-bind-b -v ./site:/other nginx"]

[[step]]
id = "write"
title = "Write on the host"
write = { "site/page" = "two" }
expect = { first = "changed", either = "changed" }

[[step]]
id = "remove"
title = "Remove one"
run = "docker rm -fv fates-bind-b"
expect = { either = "survived" }

[[step]]
id = "remove-both"
title = "Remove both"
run = "docker rm -fv fates-bind-a"
expect = { first = "out-of-reach", either = "out-of-reach" }

[[step]]
id = "again"
title = "Again"
run = "docker run -d --name fates-bind-a -v ./site:/site nginx"
expect = { first = "survived", either = "survived" }
"#,
    )
    .run()
    .exits(0)
    .leaves_nothing();
}

#[test]
fn things_of_the_engine_are_created_deleted_lost_and_changed() {
    let _engine = Engine::take();
    Lab::of(
        r#"
[watch.container]
container = "fates-things"

[watch.image]
image = "fates-things-image"

[watch.network]
network = "fates-things-net"

[watch.volume]
volume = "fates-things-data"

[[step]]
id = "make"
title = "Make"
run = ["docker run -d --name fates-things nginx", "docker commit fates-things fates-things-image", "docker network create fates-things-net", "docker volume create fates-things-data"]
expect = { container = "created", image = "created", network = "created", volume = "created" }

[[step]]
id = "use"
title = "Use"
run = ["docker restart fates-things", "docker network connect fates-things-net fates-things"]

[[step]]
id = "replace"
title = "Replace"
run = ["docker rm -f fates-things", "docker run -d --name fates-things nginx", "docker network rm fates-things-net", "docker network create fates-things-net", "docker volume rm fates-things-data", "docker volume create fates-things-data", "docker tag fates-things-image fates-things-kept", "docker exec fates-things touch /x", "docker commit fates-things fates-things-image"]
expect = { container = "lost", image = "changed", network = "lost", volume = "lost" }

[[step]]
id = "rename"
title = "Rename"
run = ["docker rename fates-things fates-things-old", "docker run -d --name fates-things nginx", "docker rmi fates-things-image"]
expect = { container = "changed", image = "deleted" }

[[step]]
id = "remove"
title = "Remove"
run = ["docker rm -f fates-things", "docker network rm fates-things-net", "docker volume rm fates-things-data"]
expect = { container = "deleted", network = "deleted", volume = "deleted" }
"#,
    )
    .run()
    .exits(0)
    .leaves_nothing();
}
