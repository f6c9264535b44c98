//! The histories of `docs/fates.md`, one by one: what is read after each step, and the row of fates
//! that must result. Also one test for each row of the table that no history shows.
//!
//! Notation: a holder is a kind and a name (`layer web`, `volume mydata`, `volume
//! mydata/2` for the second one of that name), a run is a container
//! and the count of its starts (`web#2`), and `gone` names a holder that is destroyed from then on.

use super::*;

const FATES_PAGE: &str = include_str!("../../docs/fates.md");

/// The readings in the order of the steps, and the fates that must result.
struct History {
    /// The name as printed.
    name: &'static str,
    /// The row of fates as printed.
    fates: &'static str,
    readings: Vec<Reading>,
    /// What is destroyed, and from which reading on.
    gone: Vec<(usize, Holder)>,
    /// How many readings were taken before the first step of the row.
    given: usize,
}

fn history(name: &'static str, fates: &'static str) -> History {
    History { name, fates, readings: Vec::new(), gone: Vec::new(), given: 0 }
}

impl History {
    /// Adds a reading before the first step of the row.
    fn given(mut self, reading: Reading) -> Self {
        self.given += 1;
        self.step(reading)
    }

    /// Adds the reading after the next step.
    fn step(mut self, reading: Reading) -> Self {
        self.readings.push(reading);
        self
    }

    /// Destroys this holder in the step just added.
    fn gone(mut self, kept: &str) -> Self {
        self.gone.push((self.readings.len() - 1, holder(kept)));
        self
    }

    /// The row of fates that results.
    fn derived(&self) -> String {
        let fates: Vec<&str> = (self.given..self.readings.len())
            .map(|at| {
                let destroyed =
                    |asked: &Holder| self.gone.iter().any(|(since, gone)| *since <= at && gone == asked);
                fate(&self.readings[..at], &self.readings[at], destroyed).map_or("–", Fate::word)
            })
            .collect();
        fates.join(", ")
    }
}

/// Parses a run such as `web#2`.
fn run(text: &str) -> ContainerRun {
    let (container, started) = text.split_once('#').expect("a run is container#start");
    ContainerRun { container: container.into(), started: started.into() }
}

/// Parses a holder such as `layer web`, `volume mydata` or `memory web#1`.
fn holder(text: &str) -> Holder {
    let (kind, name) = text.split_once(' ').expect("a holder is a kind and a name");
    match kind {
        "image" => Holder::Image { id: name.into() },
        "layer" => Holder::Layer { container: name.into() },
        "volume" => {
            let (name, made) = name.split_once('/').unwrap_or((name, "1"));
            Holder::Volume { name: name.into(), identity: format!("volume/{name}/{made}") }
        }
        "bind" => Holder::Bind { path: name.into() },
        "tmpfs" => Holder::Tmpfs { run: run(name) },
        "memory" => Holder::Memory { run: run(name) },
        "log" => Holder::Log { container: name.into() },
        "workspace" => Holder::Workspace,
        other => panic!("no holder is called {other}"),
    }
}

const AWAY: Reading = Reading::OutOfReach;

fn seen(text: &str, kept: &str, by: &str) -> Reading {
    let value = Value { digest: text.into(), size: text.len() as u64, text: text.into() };
    Reading::Within { value: Some(value), holder: holder(kept), run: run(by), whiteout: false }
}

fn absent(kept: &str, by: &str) -> Reading {
    Reading::Within { value: None, holder: holder(kept), run: run(by), whiteout: false }
}

fn whiteout(kept: &str, by: &str) -> Reading {
    Reading::Within { value: None, holder: holder(kept), run: run(by), whiteout: true }
}

/// The histories of values, as `docs/fates.md` prints them.
fn printed() -> Vec<History> {
    [labs(), layers_and_images(), volumes(), copies()].into_iter().flatten().collect()
}

fn labs() -> Vec<History> {
    vec![
        history(
            "the lab `nginx-stateless`: start, copy in, recreate, copy out",
            "–, changed, lost, unchanged",
        )
        .given(AWAY)
        .step(seen("the image's page", "image nginx", "web#1"))
        .step(seen("my page", "layer web", "web#1"))
        .step(seen("the image's page", "image nginx", "web-2#1"))
        .gone("layer web")
        .step(seen("the image's page", "image nginx", "web-2#1")),
        history(
            "the lab `postgres-volume`, `mydb`: volume, start, create, remove, reuse",
            "–, –, created, out-of-reach, survived",
        )
        .given(AWAY)
        .step(AWAY)
        .step(absent("volume mydata", "db#1"))
        .step(seen("mydb", "volume mydata", "db#1"))
        .step(AWAY)
        .step(seen("mydb", "volume mydata", "db-2#1")),
    ]
}

#[expect(clippy::too_many_lines, reason = "a table, read from top to bottom")]
fn layers_and_images() -> Vec<History> {
    let started = || seen("the image's page", "image nginx", "web#1");
    let copied_in = || seen("my page", "layer web", "web#1");
    vec![
        history("copy in; restart", "changed, survived").given(started()).step(copied_in()).step(seen(
            "my page",
            "layer web",
            "web#2",
        )),
        history("copy in; stop (exec watch); start", "changed, out-of-reach, survived")
            .given(started())
            .step(copied_in())
            .step(AWAY)
            .step(seen("my page", "layer web", "web#2")),
        history("nothing copied; recreate", "unchanged")
            .given(started())
            .step(seen("the image's page", "image nginx", "web-2#1"))
            .gone("layer web"),
        history("copy in; `rm`; `run`", "changed, lost, lost")
            .given(started())
            .step(copied_in())
            .step(AWAY)
            .gone("layer web")
            .step(seen("the image's page", "image nginx", "web-2#1")),
        history("image v1; v2; v1", "–, changed, changed")
            .given(AWAY)
            .step(seen("version 1", "image site:v1", "one#1"))
            .step(seen("version 2", "image site:v2", "two#1"))
            .gone("layer one")
            .step(seen("version 1", "image site:v1", "three#1"))
            .gone("layer two"),
        history("delete a file; write the same again", "deleted, created")
            .given(seen("note", "layer web", "web#1"))
            .step(absent("layer web", "web#1"))
            .step(seen("note", "layer web", "web#1")),
        history("delete a file of the image; recreate", "deleted, lost")
            .given(started())
            .step(whiteout("layer web", "web#1"))
            .step(seen("the image's page", "image nginx", "web-2#1"))
            .gone("layer web"),
        history("rename; new `run` under the old name", "out-of-reach, orphaned")
            .given(copied_in())
            .step(AWAY)
            .step(seen("the image's page", "image nginx", "web-2#1")),
        history("bind over the image's page", "hidden")
            .given(started())
            .step(seen("my site", "bind ./site", "web-2#1"))
            .gone("layer web"),
        history("file on a tmpfs; stop and start", "created, lost")
            .given(absent("tmpfs web#1", "web#1"))
            .step(seen("note", "tmpfs web#1", "web#1"))
            .step(absent("tmpfs web#2", "web#2"))
            .gone("tmpfs web#1"),
    ]
}

fn volumes() -> Vec<History> {
    vec![
        history(
            "database without `-v`; `rm -f`; `run`; mount the old anonymous volume by name",
            "created, out-of-reach, orphaned, survived",
        )
        .given(absent("volume anonymous-1", "db#1"))
        .step(seen("mydb", "volume anonymous-1", "db#1"))
        .step(AWAY)
        .gone("layer db")
        .step(absent("volume anonymous-2", "db-2#1"))
        .step(seen("mydb", "volume anonymous-1", "db-3#1")),
        history("database without `-v`; `rm -fv`; `run`", "created, lost, lost")
            .given(absent("volume anonymous-1", "db#1"))
            .step(seen("mydb", "volume anonymous-1", "db#1"))
            .step(AWAY)
            .gone("volume anonymous-1")
            .step(absent("volume anonymous-2", "db-2#1")),
        history(
            "shared volume; another container overwrites and the shower is replaced, in one step",
            "changed",
        )
        .given(seen("old page", "volume site", "shower#1"))
        .step(seen("new page", "volume site", "shower-2#1"))
        .gone("layer shower"),
    ]
}

fn copies() -> Vec<History> {
    vec![
        history("`rm`, `run` and `cp` in one step", "copied")
            .given(seen("my page", "layer web", "web#1"))
            .step(seen("my page", "layer web-2", "web-2#1"))
            .gone("layer web"),
        history("backup into another volume", "copied")
            .given(seen("mydb", "volume mydata", "db#1"))
            .step(seen("mydb", "volume backup", "db-2#1"))
            .gone("layer db"),
        history("commit and run", "copied").given(seen("my page", "layer web", "web#1")).step(seen(
            "my page",
            "image mine",
            "web-2#1",
        )),
        history("copy-up", "copied")
            .given(seen("the image's page", "image nginx", "web#1"))
            .step(seen("the image's page", "volume site", "web-2#1"))
            .gone("layer web"),
    ]
}

#[test]
fn every_printed_history_comes_out() {
    let wrong: Vec<String> = printed()
        .iter()
        .filter(|history| history.derived() != history.fates)
        .map(|history| format!("{}: {} (derived: {})", history.name, history.fates, history.derived()))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Returns the cells of the table below a heading of the page, without the header.
fn table_below(heading: &str) -> Vec<Vec<&'static str>> {
    let (_, section) = FATES_PAGE.split_once(&format!("\n## {heading}\n")).expect("the heading is there");
    let section = section.split("\n## ").next().unwrap_or_default();
    section
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"))
        .skip(2) // its header
        .map(|row| row.split(" | ").map(str::trim).collect())
        .collect()
}

#[test]
fn the_page_for_authors_prints_these_histories() {
    let mut tested: Vec<(&str, &str)> =
        printed().iter().map(|history| (history.name, history.fates)).collect();
    tested.push((RECREATED_VOLUME.0, RECREATED_VOLUME.1));
    let mut on_page: Vec<(&str, &str)> =
        table_below("Histories").iter().map(|row| (row[0], row[1])).collect();
    tested.sort_unstable();
    on_page.sort_unstable();
    assert_eq!(on_page, tested);
}

#[test]
fn the_page_for_authors_names_every_fate() {
    let words: Vec<String> = Fate::ALL.iter().map(|fate| format!("`{fate}`")).collect();
    let explained: Vec<&str> = table_below("The fates").iter().map(|row| row[0]).collect();
    assert_eq!(explained, words);
    for row in table_below("The table") {
        for word in row[3].split('`').skip(1).step_by(2) {
            assert!(word.parse::<Fate>().is_ok(), "{word}");
        }
    }
    assert_eq!(table_below("The table").len(), 13);
}

const RECREATED_VOLUME: (&str, &str) = ("`volume rm` and `volume create` of the same name", "lost");

#[test]
fn resources_are_created_deleted_and_replaced() {
    let this = |identity: &str| Resource::Present { identity: identity.into() };
    let old_is_gone = |identity: &str| identity == "volume/mydata/1";
    let derived =
        |before: &[Resource], now: &Resource| resource_fate(before, now, old_is_gone).map_or("–", Fate::word);
    let (first, second, third) = (this("volume/mydata/1"), this("volume/mydata/2"), this("volume/mydata/3"));
    assert_eq!(derived(&[], &first), "–", "nothing was looked at before");
    assert_eq!(derived(&[Resource::Absent], &Resource::Absent), "–");
    assert_eq!(derived(&[Resource::Absent], &first), "created");
    assert_eq!(derived(std::slice::from_ref(&first), &Resource::Absent), "deleted");
    assert_eq!(derived(std::slice::from_ref(&second), &second), "unchanged");
    assert_eq!(derived(std::slice::from_ref(&first), &second), RECREATED_VOLUME.1);
    assert_eq!(derived(std::slice::from_ref(&second), &third), "changed", "a tag that moved");
    assert_eq!(derived(&[first, Resource::Absent], &second), "created", "the last reading counts");
}

/// Covers what no printed history shows, by the row that decides.
#[test]
#[expect(clippy::too_many_lines, reason = "a table, read from top to bottom")]
fn each_row_of_the_table_decides() {
    let rows = [
        history("1: nothing was ever within reach", "–, –").step(AWAY).step(AWAY),
        history("2: nothing was there, and now nobody can look", "–")
            .given(absent("layer web", "web#1"))
            .step(AWAY)
            .gone("layer web"),
        history("3: a deletion goes with its layer", "lost")
            .given(whiteout("layer web", "web#1"))
            .step(AWAY)
            .gone("layer web"),
        history("4: the image is always there", "out-of-reach, out-of-reach")
            .given(seen("page", "image nginx", "web#1"))
            .step(AWAY)
            .gone("image nginx")
            .step(AWAY),
        history("5: absent in another container too", "–")
            .given(whiteout("layer web", "web#1"))
            .step(absent("layer web-2", "web-2#1"))
            .gone("layer web"),
        history("6: the same run, though it was written again", "unchanged")
            .given(seen("page", "image nginx", "web#1"))
            .step(seen("page", "layer web", "web#1")),
        history("6: a program that starts with a value", "unchanged, changed, lost")
            .given(seen("0", "memory web#1", "web#1"))
            .step(seen("0", "memory web#2", "web#2"))
            .gone("memory web#1")
            .step(seen("7", "memory web#2", "web#2"))
            .step(seen("0", "memory web#3", "web#3"))
            .gone("memory web#2"),
        history("6 and 8: a value in memory that was put there again", "created, copied")
            .given(absent("memory web#1", "web#1"))
            .step(seen("7", "memory web#1", "web#1"))
            .step(seen("7", "memory web#2", "web#2"))
            .gone("memory web#1"),
        history("7: an image's page that comes back is not your own", "changed, changed")
            .given(seen("version 1", "image site:v1", "one#1"))
            .step(seen("version 2", "image site:v2", "two#1"))
            .step(seen("version 1", "image site:v1", "one#1")),
        history("7: what was deleted there and written again is new", "deleted, created, orphaned, created")
            .given(seen("mydb", "volume mydata", "db#1"))
            .step(absent("volume mydata", "db#1"))
            .step(seen("mydb", "volume other", "db-2#1"))
            .step(absent("volume mydata", "db-3#1"))
            .step(seen("mydb", "volume mydata", "db-4#1")),
        history("7: the original, looked at again after its copy", "copied, survived")
            .given(seen("mydb", "volume mydata", "db#1"))
            .step(seen("mydb", "volume backup", "db-2#1"))
            .step(seen("mydb", "volume mydata", "db-3#1")),
        history("7: put back in the same run, after the image's own file", "changed, survived")
            .given(seen("my page", "layer web", "web#1"))
            .step(seen("the image's page", "image nginx", "web#1"))
            .step(seen("my page", "layer web", "web#1")),
        history(
            "7 and 8: a log stays over a restart, and no other container has it",
            "survived, changed, lost, lost",
        )
        .given(seen("listening", "log web", "web#1"))
        .step(seen("listening", "log web", "web#2"))
        .step(seen("listening twice", "log web", "web#2"))
        .step(seen("listening twice", "log web-2", "web-2#1"))
        .gone("log web")
        .step(AWAY)
        .gone("log web-2"),
        history("8 and 13: an older container still has its log", "orphaned")
            .given(seen("listening", "log web", "web#1"))
            .step(seen("listening", "log web-2", "web-2#1")),
        history("6, 10 and 11: a file of the workspace", "created, unchanged, changed, deleted, created")
            .given(absent("workspace .", "#"))
            .step(seen("page", "workspace .", "#"))
            .step(seen("page", "workspace .", "#"))
            .step(seen("other page", "workspace .", "#"))
            .step(absent("workspace .", "#"))
            .step(seen("page", "workspace .", "#")),
        history("9: where nothing was, nothing is lost with the layer", "created")
            .given(absent("layer web", "web#1"))
            .step(seen("note", "layer web-2", "web-2#1"))
            .gone("layer web"),
        history("9: a volume of the same name is another one", "lost, orphaned")
            .given(seen("mydb", "volume mydata", "db#1"))
            .step(seen("other", "volume mydata/2", "db-2#1"))
            .gone("volume mydata")
            .step(absent("layer db-3", "db-3#1")),
        history("10: written into an empty volume", "created")
            .given(absent("volume mydata", "db#1"))
            .step(seen("mydb", "volume mydata", "db-2#1")),
        history("11: the same volume, by another container", "changed, deleted")
            .given(seen("one", "volume mydata", "db#1"))
            .step(seen("two", "volume mydata", "db-2#1"))
            .step(absent("volume mydata", "db-3#1")),
        history("11: another image without the file", "deleted")
            .given(seen("page", "image nginx", "web#1"))
            .step(absent("layer web-2", "web-2#1")),
        history("11: the image's own file is put back", "changed")
            .given(seen("my page", "layer web", "web#1"))
            .step(seen("the image's page", "image nginx", "web#1")),
        history("12: an empty folder covers it too", "hidden")
            .given(seen("page", "image nginx", "web#1"))
            .step(whiteout("bind ./empty", "web-2#1")),
        history("13: an older container still has it", "orphaned, orphaned")
            .given(seen("my page", "layer web", "web#1"))
            .step(seen("my site", "bind ./site", "web-2#1"))
            .step(seen("the image's page", "image nginx", "web-3#1")),
    ];
    let wrong: Vec<String> = rows
        .iter()
        .filter(|history| history.derived() != history.fates)
        .map(|history| format!("{}: {} (derived: {})", history.name, history.fates, history.derived()))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_deciding_holder_is_the_one_that_kept_it() {
    let before = [seen("my page", "layer web", "web#1"), AWAY];
    let now = seen("the image's page", "image nginx", "web-2#1");
    assert_eq!(deciding_holder(Fate::Lost, &before, &now), Some(&holder("layer web")));
    assert_eq!(deciding_holder(Fate::Changed, &before, &now), Some(&holder("image nginx")));
    assert_eq!(deciding_holder(Fate::OutOfReach, &before, &AWAY), Some(&holder("layer web")));
    assert_eq!(deciding_holder(Fate::Lost, &[], &AWAY), None);
}

#[test]
fn words_are_read_back_and_are_those_of_events() {
    for fate in Fate::ALL {
        assert_eq!(fate.word().parse(), Ok(fate));
        assert_eq!(serde_json::to_value(fate).ok(), Some(fate.word().into()));
    }
    assert_eq!("Lost".parse::<Fate>(), Err(UnknownFate("Lost".into())));
}
