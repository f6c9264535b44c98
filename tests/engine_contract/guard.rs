//! Whose things are whose, on every engine: what a run made goes, what it did not make stays.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::join_all;
use statelab::engine::{
    Act, Cleaned, ContainerId, ContainerSpec, Guard, GuardError, Kind, LABEL_RUN, LABEL_SELF, Labels, Ledger,
    MountKind, NetworkSpec, Operation, Owner, Refusal,
};

use crate::archive;
use crate::place::{IDLE, Place, command, shell, volume_at};

contract!(
    all_that_a_run_made_goes_at_the_end,
    a_strangers_things_are_not_touched,
    what_another_run_left_is_named,
    an_own_name_is_refused_in_the_engines_words,
    declared_volumes_are_owned,
    a_volume_of_ours_that_was_replaced_is_a_strangers,
    labels_alone_prove_nothing,
    making_can_be_cut_off_at_any_moment,
    whoever_takes_over_the_ledger_cleans,
    a_container_that_removed_itself_is_no_fault,
    what_another_call_removes_is_waited_for,
    an_image_is_read_and_nothing_is_left,
    names_can_be_scoped,
    of_two_runs_at_one_moment_one_has_the_name,
);

fn taken<T>(result: Result<T, GuardError>) -> (Kind, String, Owner) {
    match result.err().expect("an error") {
        GuardError::Taken { kind, name, owner } => (kind, name, owner),
        other => panic!("{other}"),
    }
}

fn mounting(source: &str) -> ContainerSpec {
    ContainerSpec { mounts: vec![volume_at(source, "/data")], ..shell(IDLE) }
}

/// Cleans up, and holds that nothing was left, in the engine and in the folder of ledgers.
async fn clean(place: &Place, guard: &Guard, run: &str) -> Cleaned {
    let ledgers = place.ledgers();
    let cleaned = guard.clean().await;
    assert_eq!(cleaned.left, []);
    assert_eq!(place.left_by(run).await, [""; 0]);
    assert_eq!(place.ledgers(), ledgers - 1, "the ledger is gone");
    cleaned
}

async fn all_that_a_run_made_goes_at_the_end(place: &Place) {
    let (guard, web, data) = (place.guard("run"), place.name("web"), place.name("data"));
    let made = guard.create_volume(&data, &Labels::new()).await.expect("made");
    assert!(guard.volume_identity(&made).starts_with(&format!("volume/{data}/")));
    let again = guard.create_volume(&data, &Labels::new()).await.expect("given back");
    assert_eq!(guard.volume_identity(&again), guard.volume_identity(&made));

    let silent = place.name("silent");
    let mut spec = mounting(&data);
    spec.mounts.push(volume_at(&silent, "/silent"));
    let id = guard.create_container(&web, spec).await.expect("made");
    guard.act(&id, &Act::Start).await.expect("started");
    let details = guard.require_container(&web, Operation::Exec).await.expect("there");
    assert!(details.running && details.labels[LABEL_RUN] == place.name("run"));
    assert!(details.labels[LABEL_SELF].starts_with(&format!("container/{web}/")));
    let volume = guard.volume(&silent).await.expect("looked").expect("made on the way");
    assert_eq!(volume.labels["statelab.lab"], "contract");
    guard.exec(&id, &command(&["true"])).await.expect("begun");

    let cleaned = clean(place, &guard, "run").await;
    assert_eq!(cleaned.removed, [(Kind::Container, web), (Kind::Volume, data), (Kind::Volume, silent)]);
    assert_eq!(guard.clean().await, Cleaned::default(), "and once more is nothing");
}

async fn a_strangers_things_are_not_touched(place: &Place) {
    let (guard, web, data) = (place.guard("run"), place.name("web"), place.name("data"));
    let theirs = place.idle("web").await;
    place.engine.create_volume(&data, &Labels::new()).await.expect("made");

    let stranger = |kind, name: &String| (kind, name.clone(), Owner::Stranger);
    let container = stranger(Kind::Container, &web);
    assert_eq!(taken(guard.create_container(&web, shell(IDLE)).await), container);
    assert_eq!(taken(guard.container(&web).await), container);
    assert_eq!(taken(guard.require_container(&web, Operation::Start).await), container);
    let volume = stranger(Kind::Volume, &data);
    assert_eq!(taken(guard.create_volume(&data, &Labels::new()).await), volume);
    assert_eq!(taken(guard.create_container(&place.name("own"), mounting(&data)).await), volume);
    assert_eq!(taken(guard.volume(&data).await), volume);
    assert_eq!(taken(guard.remove_volume(&data, false).await), volume);

    let refusals = [
        guard.act(&theirs, &Act::Kill("KILL".to_owned())).await.err(),
        guard.exec(&theirs, &command(&["true"])).await.err(),
        guard.logs(&theirs, false).err(),
        guard.wait(&theirs).await.err(),
        guard.changes(&theirs).await.err(),
        guard.read(&theirs, "/etc/passwd").await.err(),
        guard.write(&theirs, "/tmp", archive::of("one", "text")).await.err(),
        guard.remove_container(&theirs, true, true).await.err(),
    ];
    let not_ours = GuardError::NotOurs { kind: Kind::Container, id: theirs.0.clone() };
    assert!(refusals.iter().all(|refusal| refusal.as_ref() == Some(&not_ours)), "{refusals:?}");

    // The begin of an id, which an engine answers to, is no name.
    assert_eq!(guard.container(&theirs.0[..12]).await, Ok(None));
    assert_eq!(taken(guard.container(&theirs.0).await).2, Owner::Stranger);

    clean(place, &guard, "run").await;
    let details = place.engine.container(&web).await.expect("looked").expect("still there");
    assert!(details.running && details.id == theirs);
    assert!(place.engine.volume(&data).await.expect("looked").is_some());
}

async fn what_another_run_left_is_named(place: &Place) {
    let (first, second) = (place.guard("first"), place.guard("second"));
    let (web, data) = (place.name("web"), place.name("data"));
    first.create_container(&web, mounting(&data)).await.expect("made");
    let owner = Owner::EarlierRun { run: place.name("first") };
    assert_eq!(taken(second.create_container(&web, shell(IDLE)).await).2, owner);
    assert_eq!(taken(second.create_volume(&data, &Labels::new()).await).2, owner);
    clean(place, &second, "second").await;
    assert!(first.container(&web).await.expect("looked").is_some());
    clean(place, &first, "first").await;
}

async fn an_own_name_is_refused_in_the_engines_words(place: &Place) {
    let (guard, web, data) = (place.guard("run"), place.name("web"), place.name("data"));
    let id = guard.create_container(&web, shell(IDLE)).await.expect("made");
    let Err(GuardError::Engine(error)) = guard.create_container(&web, mounting(&data)).await else {
        panic!("no refusal");
    };
    assert_eq!((error.refusal(), error.subject.as_str()), (Some(Refusal::NameTaken), web.as_str()));
    assert_eq!(guard.volume(&data).await, Ok(None), "nothing is made on the way to a refusal");
    let engines = place.engine.create(&web, &shell(IDLE)).await.expect_err("taken");
    assert!(place.podman || engines.cause == error.cause, "{engines:?} {error:?}");

    guard.remove_container(&id, true, true).await.expect("removed");
    let missing = guard.require_container(&web, Operation::Start).await.expect_err("an error");
    let GuardError::Engine(missing) = missing else { panic!("{missing}") };
    assert_eq!((missing.refusal(), missing.operation), (Some(Refusal::NotFound), Operation::Start));
    guard.create_container(&web, shell(IDLE)).await.expect("free again");
    let none = ContainerSpec { image: place.name("none"), ..shell(IDLE) };
    let Err(GuardError::Engine(error)) = guard.create_container(&place.name("x"), none).await else {
        panic!("no refusal");
    };
    assert_eq!(error.refusal(), Some(Refusal::NoSuchImage));
    clean(place, &guard, "run").await;
}

/// The volume at the place that the image of PostgreSQL declares.
async fn database(guard: &Guard, name: &str) -> (ContainerId, String) {
    let spec = ContainerSpec { image: "postgres:13".to_owned(), ..shell(IDLE) };
    let id = guard.create_container(name, spec).await.expect("made");
    let details = guard.require_container(name, Operation::Start).await.expect("there");
    let [mount] = details.mounts.as_slice() else { panic!("{details:?}") };
    assert_eq!((mount.kind, mount.target.as_str()), (MountKind::Volume, "/var/lib/postgresql/data"));
    (id, mount.name.clone())
}

async fn declared_volumes_are_owned(place: &Place) {
    let (guard, db) = (place.guard("run"), place.name("db"));
    let (id, orphan) = database(&guard, &db).await;
    let volume = guard.volume(&orphan).await.expect("looked").expect("ours");
    let of = format!("volume/{db}:/var/lib/postgresql/data/");
    assert!(guard.volume_identity(&volume).starts_with(&of), "{volume:?}");

    guard.remove_container(&id, true, false).await.expect("removed");
    assert!(guard.volume(&orphan).await.expect("looked").is_some(), "kept without `-v`");
    let (id, second) = database(&guard, &db).await;
    guard.remove_container(&id, true, true).await.expect("removed");
    assert_eq!(guard.volume(&second).await, Ok(None));
    let rescue = guard.create_container(&place.name("rescue"), mounting(&orphan)).await.expect("made");
    guard.remove_container(&rescue, true, true).await.expect("removed");

    // To Podman a volume that was made without a name goes with any container, mounted by its name or not.
    assert_eq!(guard.volume(&orphan).await.expect("looked").is_none(), place.podman);
    let cleaned = clean(place, &guard, "run").await;
    let left = [(Kind::Volume, orphan.clone())];
    assert_eq!(cleaned.removed, if place.podman { &[][..] } else { &left });
    assert_eq!(place.engine.volume(&orphan).await, Ok(None));

    // Mounted over, under a path that is not clean: no anonymous one.
    let guard = place.guard("run-2");
    let mounts = vec![volume_at(&place.name("data"), "//var/lib/postgresql/data/")];
    let spec = ContainerSpec { image: "postgres:13".to_owned(), mounts, ..shell(IDLE) };
    guard.create_container(&db, spec).await.expect("made");
    let details = guard.require_container(&db, Operation::Start).await.expect("there");
    assert_eq!(details.mounts.len(), 1);
    clean(place, &guard, "run-2").await;
}

async fn a_volume_of_ours_that_was_replaced_is_a_strangers(place: &Place) {
    let (guard, data) = (place.guard("run"), place.name("data"));
    guard.create_volume(&data, &Labels::new()).await.expect("made");
    place.engine.remove_volume(&data, false).await.expect("removed by somebody");
    place.engine.create_volume(&data, &Labels::new()).await.expect("made by somebody");
    assert_eq!(taken(guard.volume(&data).await).2, Owner::Stranger);
    assert_eq!(taken(guard.remove_volume(&data, false).await).2, Owner::Stranger);
    clean(place, &guard, "run").await;
    assert!(place.engine.volume(&data).await.expect("looked").is_some());
}

async fn labels_alone_prove_nothing(place: &Place) {
    let (guard, web) = (place.guard("run"), place.name("web"));
    let id = guard.create_container(&web, shell(IDLE)).await.expect("made");
    let labels = guard.require_container(&web, Operation::Start).await.expect("there").labels;
    // As a container of an image that was committed from ours.
    let heir = ContainerSpec { labels: labels.clone(), ..shell(IDLE) };
    let heir = place.engine.create(&place.name("heir"), &heir).await.expect("made");
    assert!(matches!(guard.act(&heir, &Act::Start).await, Err(GuardError::NotOurs { .. })));
    assert_eq!(taken(guard.container(&place.name("heir")).await).2, Owner::Stranger);
    guard.remove_container(&id, true, true).await.expect("removed");

    // And with an intent of ours that is open, and that it names.
    let ledger = place.ledger("run-2");
    let (_, identity) = ledger.intend(Kind::Container, &web).expect("written");
    let mut labels = labels;
    labels.insert(LABEL_RUN.to_owned(), place.name("run-2"));
    labels.insert(LABEL_SELF.to_owned(), identity);
    let other = ContainerSpec { labels, ..shell(IDLE) };
    place.engine.create(&place.name("heir-2"), &other).await.expect("made");
    let second = Guard::new(Arc::clone(&place.engine), ledger);
    assert_eq!((second.clean().await, guard.clean().await), (Cleaned::default(), Cleaned::default()));
    for name in ["heir", "heir-2"] {
        assert!(place.engine.container(&place.name(name)).await.expect("looked").is_some(), "{name}");
    }
    assert_eq!(place.ledgers(), 0);
}

async fn making_can_be_cut_off_at_any_moment(place: &Place) {
    // The engine needs some 20 to 100 ms for all of it.
    let moments = [0, 1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128];
    let cut = async |moment: u64| {
        let run = format!("run-{moment}");
        let guard = place.guard(&run);
        let mut spec = ContainerSpec { image: "postgres:13".to_owned(), ..shell(IDLE) };
        spec.mounts.push(volume_at(&place.name(&format!("data-{moment}")), "/data"));
        let name = place.name(&format!("db-{moment}"));
        let making = guard.create_container(&name, spec);
        let made = tokio::time::timeout(Duration::from_millis(moment), making).await;
        assert_eq!(guard.clean().await.left, [], "after {moment} ms");
        assert_eq!(place.left_by(&run).await, [""; 0], "after {moment} ms");
        made.is_ok()
    };
    let made: Vec<bool> = join_all(moments.map(cut)).await;
    assert!(made.contains(&false), "{made:?}");
    assert_eq!(place.ledgers(), 0);
}

async fn whoever_takes_over_the_ledger_cleans(place: &Place) {
    let dead = place.guard("dead");
    dead.create_container(&place.name("web"), mounting(&place.name("data"))).await.expect("made");
    let path = place.folder.path().join(format!("{}.ledger", place.name("dead")));
    assert!(Ledger::take_over(&path).expect("readable").is_none(), "not while it lives");
    drop(dead);
    let ledger = Ledger::take_over(&path).expect("readable").expect("free");
    let cleaned = clean(place, &Guard::new(Arc::clone(&place.engine), ledger), "dead").await;
    assert_eq!(cleaned.removed.len(), 2);
}

async fn a_container_that_removed_itself_is_no_fault(place: &Place) {
    let guard = place.guard("run");
    let spec = ContainerSpec { image: "postgres:13".to_owned(), auto_remove: true, ..shell("exit 0") };
    let id = guard.create_container(&place.name("brief"), spec).await.expect("made");
    guard.act(&id, &Act::Start).await.expect("started");
    clean(place, &guard, "run").await;
    assert_eq!(place.engine.container(&id.0).await, Ok(None));
}

async fn what_another_call_removes_is_waited_for(place: &Place) {
    let guard = place.guard("run");
    let id = guard.create_container(&place.name("web"), shell(IDLE)).await.expect("made");
    guard.act(&id, &Act::Start).await.expect("started");
    let (_, cleaned) = tokio::join!(place.engine.remove_container(&id, true, true), guard.clean());
    assert_eq!(cleaned.left, []);
    assert_eq!(place.engine.container(&id.0).await, Ok(None));
}

async fn an_image_is_read_and_nothing_is_left(place: &Place) {
    let guard = place.guard("run");
    let read = async |image: &str, path: &str| guard.read_image_file(image, path).await;
    let page = read("nginx", "/usr/share/nginx/html/index.html").await.expect("read").expect("there");
    assert!(archive::first(page.archive).await.contains("Welcome to nginx!"));
    assert!(read("postgres:13", "/no/such/path").await.expect("read").is_none());
    let file = read("postgres:13", "/etc/passwd").await.expect("read").expect("there");
    assert!(archive::first(file.archive).await.contains("postgres"));
    let linked = read("nginx", "/etc/os-release").await.expect("read").expect("there");
    assert_eq!(linked.path, "/usr/lib/os-release");
    assert!(archive::first(linked.archive).await.contains("Debian"));
    assert_eq!(place.left_by("run").await, [""; 0], "when a stream has ended");

    let Err(GuardError::Engine(missing)) = read(&place.name("none"), "/x").await else {
        panic!("no refusal");
    };
    assert_eq!(missing.refusal(), Some(Refusal::NoSuchImage));
    let mut cut = read("postgres:13", "/usr/bin").await.expect("read").expect("there").archive;
    cut.next().await.expect("a piece").expect("bytes");
    drop(cut);
    clean(place, &guard, "run").await;
}

async fn names_can_be_scoped(place: &Place) {
    let prefix = place.name("scope");
    let guard = place.guard("run").scoped(Arc::new(move |name| format!("{prefix}-{name}")));
    guard.create_container("web", mounting("data")).await.expect("made");
    let details = guard.require_container("web", Operation::Start).await.expect("there");
    assert_eq!(details.name, place.name("scope-web"));
    assert_eq!(details.mounts[0].name, place.name("scope-data"));
    assert_eq!(guard.container(&details.id.0).await, Ok(Some(details)), "an id is not scoped");
    clean(place, &guard, "run").await;
}

/// Two runs want one name at the very same moment, again and again. Never have both it, and whoever
/// does not is told that it is taken, and by whom. Of a network neither may have it: engines make a
/// second one of the same name, and then nobody can tell who was first.
async fn of_two_runs_at_one_moment_one_has_the_name(place: &Place) {
    let (one, two) = (place.guard("one"), place.guard("two"));
    let run = |first: bool| place.name(if first { "one" } else { "two" });
    for round in 0..12 {
        let name = place.name(&format!("both-{round}"));
        let made =
            tokio::join!(one.create_container(&name, shell(IDLE)), two.create_container(&name, shell(IDLE)));
        let first = made.0.is_ok();
        let lost = taken(if first { made.1 } else { made.0 });
        assert_eq!(lost, (Kind::Container, name.clone(), Owner::EarlierRun { run: run(first) }));

        let no_labels = Labels::new();
        let made = tokio::join!(one.create_volume(&name, &no_labels), two.create_volume(&name, &no_labels));
        let first = made.0.is_ok();
        let lost = taken(if first { made.1 } else { made.0 });
        assert_eq!(lost, (Kind::Volume, name.clone(), Owner::EarlierRun { run: run(first) }));

        let spec = NetworkSpec { internal: true, ..NetworkSpec::default() };
        let made = tokio::join!(one.create_network(&name, &spec), two.create_network(&name, &spec));
        for (made, run) in [(made.0, run(false)), (made.1, run(true))] {
            if made.is_err() {
                assert_eq!(taken(made), (Kind::Network, name.clone(), Owner::EarlierRun { run }));
            }
        }
        let listed = place.engine.list(Kind::Network, &Labels::new()).await.expect("listed");
        assert!(listed.iter().filter(|found| found.name == name).count() < 2, "{listed:?}");
    }
    clean(place, &one, "one").await;
    clean(place, &two, "two").await;
}
