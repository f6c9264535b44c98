//! `docs/docker-program.md` is made from the lists here. `UPDATE=1 cargo test --test docker_program page`
//! writes it.

use std::fmt::Write;
use std::path::Path;

use crate::newer::NEWER;
use crate::permitted::{OTHERWISE, PERMITTED, REFUSED};
use crate::same::{AMOUNTS, DEFAULTS, FLAGS, KEPT, MAPS, SETS};

const HEAD: &str = "\
# The docker program and statelab

<!-- Made from the lists in tests/docker_program: change those, then UPDATE=1 cargo test --test docker_program page. -->

A lab's lines are carried out without the docker program, and do what it would do. `tests/docker_program` holds that:
each line of [`tests/corpus.txt`](../tests/corpus.txt) that changes something goes through the docker program (20.10,
the one of Debian 12) and through statelab, to a socket that stands in for an engine and records what is sent. Calls,
queries and bodies are equal but for what this page lists. Each entry of it is met by a line of the corpus, or the
test fails.

Ids and names of the same object are taken for the same, and so are the folders that the two run in.

## What statelab does otherwise

| what | why |
| --- | --- |
";

const SAME: &str = "
## What means the same

A field that Go leaves out when it is empty (`omitempty`) may be missing, null, or the zero of its kind.

";

/// The page.
fn page() -> String {
    let mut text = HEAD.to_owned();
    for permitted in PERMITTED {
        writeln!(text, "| {} | {} |", permitted.what, permitted.why).unwrap();
    }
    text.push_str(
        "\nOn a real engine, where what comes of it is compared:\n\n| what | why |\n| --- | --- |\n",
    );
    for otherwise in OTHERWISE {
        writeln!(text, "| {} | {} |", otherwise.what, otherwise.why).unwrap();
    }
    text.push_str("\nRefused where the machine has the image:\n\n| line | why |\n| --- | --- |\n");
    for refused in REFUSED {
        writeln!(text, "| `{}` | {} |", refused.line, refused.why).unwrap();
    }
    text.push_str(SAME);
    let list = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    for (head, names) in [
        ("Not so for fields where a zero means something", KEPT),
        ("Nothing is left out of maps whose keys are the user's", MAPS),
        ("The order means nothing in", SETS),
        ("In a query `1`, `true` and the like are the same for", FLAGS),
        ("In a query `0` is nothing for", AMOUNTS),
    ] {
        writeln!(text, "- {head}: {}.", list(names)).unwrap();
    }
    text.push_str("\nWhat the engine takes for granted may be said or not:\n\n| in | value | where it says so |\n| --- | --- | --- |\n");
    for default in DEFAULTS {
        let (method, path) = default.call;
        writeln!(
            text,
            "| `{}` of `{method} {path}` | `{}` | {} |",
            default.at, default.value, default.source
        )
        .unwrap();
    }
    text.push_str(
        "\n## Lines that are newer than the program\n\nThey are compared with what it sends for older words, and what \
         stands beside them.\n\n| line | older words | beside |\n| --- | --- | --- |\n",
    );
    for newer in NEWER {
        let beside: Vec<String> =
            newer.with.iter().map(|beside| format!("`{}` = `{}`", beside.at, beside.value)).collect();
        let (line, older) = (newer.line, newer.like.join("`, `"));
        writeln!(text, "| `{line}` | `{older}` | {} |", beside.join(", ")).unwrap();
    }
    text
}

#[test]
fn the_page_is_what_the_lists_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/docker-program.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, page()).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page(),
        "docs/docker-program.md is old: UPDATE=1 cargo test --test docker_program page"
    );
}
