//! Paths that go through links: the value is what is there at their end, and so is what keeps it.

use crate::harness::{Engine, Lab};

/// Everything that is mounted into the container of a test, each volume under a name of its own.
const RUN: &str = "docker run -d --name links-web -v links-data:/data -v links-run:/run/state \
                   -v links-var:/var/run/written --tmpfs /fast nginx";

/// A value through every kind of link, and what becomes of it; `@RUN@` stands for the line above.
const LAB: &str = r#"
[watch.file]
label = "through a link"
file = "links-web:/link"

[watch.folder]
label = "through a folder's link"
file = "links-web:/folder/f"

[watch.lives]
label = "a command's value"
exec = "sh -c 'cat /folder/f || true'"
in = "links-web"
lives = "/folder/f"

[watch.run]
label = "through the image's link"
file = "links-web:/var/run/state/f"

[watch.written]
label = "on a mount that was written through a link"
file = "links-web:/run/written/f"

[watch.fast]
label = "through tmpfs"
file = "links-web:/to-fast"

[watch.back]
label = "back from tmpfs"
file = "links-web:/fast/back/f"

[watch.dangling]
label = "where a link would lead"
file = "links-web:/dangling"

[watch.own]
label = "the image's file through a link of the layer"
file = "links-web:/own"

[watch.image]
label = "the image's file through a link of the image"
file = "links-web:/etc/os-release"

[[step]]
id = "start"
title = "Start"
run = "@RUN@"
check = [
  { mount = "links-web:/var/run/state", name = "links-run" },
  { mount = "links-web:/run/written", name = "links-var" },
  { mount = "links-web:/var/run", exists = false },
]

[[step]]
id = "write"
title = "Write"
run = ["""docker exec links-web sh -c '
  for d in /data /run/state /run/written /fast; do echo $d > $d/f; done
  ln -s data/f /link; ln -s ./usr/../data/ /folder; ln -s /fast/f /to-fast; ln -s /data /fast/back
  ln -s /made/later /dangling; ln -s /etc/nginx/nginx.conf /own'"""]
capture = { kept = { mount = "links-web:/folder", field = "name" } }
check = [
  { file = "links-web:/dangling", exists = false },
  { file = "links-web:/link", equals = "/data" },
  { file = "links-web:/own", same_as = { image = "nginx", path = "/etc/nginx/nginx.conf" } },
  { volume = "$kept", exists = true },
]
expect = { file = "created", folder = "created", lives = "created", run = "created", written = "created", fast = "created", back = "created", own = "created" }

[[step]]
id = "make"
title = "Make"
run = "docker exec links-web sh -c 'mkdir /made; echo late > /made/later'"
expect = { dangling = "created" }

[[step]]
id = "stop"
title = "Stop"
run = "docker stop links-web"
expect = { lives = "out-of-reach", fast = "lost", back = "out-of-reach" }

[[step]]
id = "again"
title = "Again"
run = ["docker rm links-web", "@RUN@"]
expect = { file = "orphaned", folder = "orphaned", lives = "orphaned", run = "survived", written = "survived", fast = "lost", back = "orphaned", dangling = "lost", own = "lost" }
"#;

#[test]
fn what_keeps_a_value_is_what_keeps_the_end_of_its_path() {
    let _engine = Engine::take();
    Lab::of(&LAB.replace("@RUN@", RUN)).run().exits(0).shows("$kept = links-data").leaves_nothing();
}

/// A lab that makes links in a circle, and these keys.
fn circle(watch: &str, check: &str) -> Lab {
    Lab::of(&format!(
        r#"{watch}
[[step]]
id = "one"
title = "One"
run = ["docker run -d --name links-circle nginx", "docker exec links-circle sh -c 'ln -s /b /a; ln -s /a /b'"]
{check}
"#
    ))
}

#[test]
fn links_in_a_circle_are_said_to_be_one() {
    let _engine = Engine::take();
    circle("", r#"check = [{ file = "links-circle:/a/x", exists = true, within = "1ms" }]"#)
        .run()
        .exits(1)
        .shows("the link /a is part of a loop")
        .leaves_nothing();
    circle("[watch.x]\nlabel = \"round and round\"\nfile = \"links-circle:/b\"\n", "")
        .run()
        .exits(3)
        .shows("The value round and round could not be read: its path leads nowhere, since the link /b is part of a loop")
        .shows("Look at the links on the path")
        .leaves_nothing();
}
