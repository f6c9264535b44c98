//! Whose images, networks and sources are whose: what a run made goes, what was there before stays.

use futures_util::StreamExt;
use statelab::engine::{
    Act, BuildSpec, Cleaned, CommitSpec, ContainerSpec, EndpointSpec, Flow, Guard, GuardError, ImportSpec,
    Kind, Labels, NetworkPart, NetworkSpec, Operation, Owner, RemovedImage, Said,
};

use crate::archive::tree;
use crate::place::{IDLE, Place, command, exec, shell, volume_at};

contract!(
    networks_are_a_runs_own,
    images_that_a_run_made_go,
    names_that_were_there_are_taken,
    a_build_that_fails_leaves_no_name,
    a_build_that_is_given_up_leaves_nothing,
    loaded_images_are_owned_by_their_names,
    a_rename_is_written_down,
    other_containers_are_no_sources,
    listings_show_what_is_ours,
    lab_names_lead_to_scoped_ones,
);

async fn drain(mut flow: Flow<Said>) -> Option<String> {
    let mut image = None;
    while let Some(said) = flow.next().await {
        image = said.expect("no error").image.or(image);
    }
    image
}

async fn clean(place: &Place, guard: &Guard) -> Cleaned {
    let cleaned = guard.clean().await;
    assert_eq!(cleaned.left, []);
    assert_eq!(place.left_by("run").await, [""; 0]);
    cleaned
}

fn taken<T>(result: Result<T, GuardError>) -> (Kind, String, Owner) {
    match result.err().expect("an error") {
        GuardError::Taken { kind, name, owner } => (kind, name, owner),
        other => panic!("{other}"),
    }
}

fn import(name: String) -> ImportSpec {
    ImportSpec { target: name, ..ImportSpec::default() }
}

async fn networks_are_a_runs_own(place: &Place) {
    let (guard, net, theirs) = (place.guard("run"), place.name("net"), place.name("theirs"));
    place.engine.create_network(&theirs, &NetworkSpec::default()).await.expect("made");
    guard.create_network(&net, &NetworkSpec::default()).await.expect("made");
    let again = guard.create_network(&net, &NetworkSpec::default()).await;
    assert!(matches!(again, Err(GuardError::Engine(_))));

    let network = NetworkPart { mode: Some(net.clone()), ..NetworkPart::default() };
    let spec = ContainerSpec { network, ..shell(IDLE) };
    let id = guard.create_container(&place.name("web"), spec).await.expect("made");
    guard.act(&id, &Act::Start).await.expect("started");
    let stranger = (Kind::Network, theirs.clone(), Owner::Stranger);
    assert_eq!(taken(guard.create_network(&theirs, &NetworkSpec::default()).await), stranger);
    assert_eq!(taken(guard.connect(&theirs, &id, &EndpointSpec::default()).await), stranger);
    assert_eq!(taken(guard.remove_network(&theirs).await), stranger);
    let mode = Some(theirs.clone());
    let spec = ContainerSpec { network: NetworkPart { mode, ..NetworkPart::default() }, ..shell(IDLE) };
    assert_eq!(taken(guard.create_container(&place.name("other"), spec).await), stranger);
    guard.connect("bridge", &id, &EndpointSpec::default()).await.expect("joined");
    guard.disconnect("bridge", &id, false).await.expect("left");

    let cleaned = clean(place, &guard).await;
    assert_eq!(cleaned.removed, [(Kind::Container, place.name("web")), (Kind::Network, net)]);
    assert!(place.engine.network(&theirs).await.expect("looked").is_some());
}

async fn images_that_a_run_made_go(place: &Place) {
    let (guard, built, named) = (place.guard("run"), place.name("built"), place.name("named"));
    let spec = BuildSpec { tags: vec![built.clone()], ..BuildSpec::default() };
    let context = |text: &str| tree(&[("Dockerfile", "FROM nginx\nCOPY page /page\n"), ("page", text)]);
    let first = drain(guard.build(context("v1\n"), &spec).await.expect("begun")).await.expect("an id");
    let second = drain(guard.build(context("v2\n"), &spec).await.expect("begun")).await.expect("an id");
    assert_ne!(first, second);
    assert!(place.engine.image(&first).await.expect("looked").expect("there").tags.is_empty());
    guard.tag("nginx", &named).await.expect("named");
    guard.tag(&built, &named).await.expect("moved: it is this run's");
    guard.tag("nginx", &named).await.expect("and back");

    let id = guard
        .create_container(&place.name("web"), ContainerSpec { image: built.clone(), ..shell(IDLE) })
        .await;
    let id = id.expect("made");
    let nameless = guard.commit(&id, &CommitSpec::default()).await.expect("made");
    let target = Some(format!("{}:1", place.name("commit")));
    let commit =
        guard.commit(&id, &CommitSpec { target, pause: true, ..CommitSpec::default() }).await.expect("made");
    let labels = place.engine.image(&commit).await.expect("looked").expect("there").labels;
    assert!(labels["statelab.self"].starts_with("image/"), "its own label, not the container's: {labels:?}");

    // A stranger gives a name to an image of ours: it is not ours any more to remove, nor is what it
    // was made from.
    place.engine.tag(&nameless, &place.name("kept-by-stranger")).await.expect("named");
    clean_images(place, &guard, &[&first, &commit]).await;
    assert!(place.engine.image(&nameless).await.expect("looked").is_some());
    let parent = place.engine.image(&second).await.expect("looked");
    if place.podman {
        // To it an image is no part of those that were made from it.
        assert_eq!(parent, None);
    } else {
        assert!(parent.expect("there").tags.is_empty());
    }
    place.engine.remove_image(&place.name("kept-by-stranger"), false, false).await.expect("removed");
    assert_eq!(place.engine.image(&second).await, Ok(None));
    let nginx = place.engine.image("nginx").await.expect("looked").expect("there");
    assert!(!nginx.tags.iter().any(|tag| tag.contains(&place.name(""))), "{nginx:?}");
}

async fn clean_images(place: &Place, guard: &Guard, gone: &[&str]) {
    let cleaned = guard.clean().await;
    assert_eq!(cleaned.left, []);
    for image in gone {
        assert_eq!(place.engine.image(image).await, Ok(None), "{cleaned:?}");
    }
}

async fn names_that_were_there_are_taken(place: &Place) {
    let (guard, theirs) = (place.guard("run"), place.name("theirs"));
    place.engine.tag("nginx", &theirs).await.expect("named");
    let stranger = (Kind::Image, format!("{theirs}:latest"), Owner::Stranger);
    assert_eq!(taken(guard.tag("nginx", &theirs).await), stranger);
    let spec = BuildSpec { tags: vec![place.name("mine"), theirs.clone()], ..BuildSpec::default() };
    let context = tree(&[("Dockerfile", "FROM nginx\n")]);
    assert_eq!(taken(guard.build(context, &spec).await.map(|_| ())), stranger);
    let imported = guard.import(tree(&[("a", "b")]), &import(theirs.clone())).await;
    assert_eq!(taken(imported.map(|_| ())), stranger);
    for image in ["nginx", theirs.as_str()] {
        let removed = guard.remove_image(image, true, false).await;
        assert!(matches!(removed, Err(GuardError::NotOurs { kind: Kind::Image, .. })), "{removed:?}");
    }
    let id = place.engine.image("nginx").await.expect("looked").expect("there").id;
    assert!(matches!(guard.remove_image(&id, true, false).await, Err(GuardError::NotOurs { .. })));
    assert_eq!(clean(place, &guard).await, Cleaned::default());
    assert!(place.engine.image(&theirs).await.expect("looked").is_some());

    let loaded = place.guard("second").load(place.engine.save(&[theirs])).await;
    assert_eq!(taken(loaded.map(|_| ())), stranger);
}

async fn a_build_that_fails_leaves_no_name(place: &Place) {
    let guard = place.guard("run");
    let spec = BuildSpec { tags: vec![place.name("bad")], ..BuildSpec::default() };
    let context = tree(&[("Dockerfile", "FROM nginx\nCOPY none /none\n")]);
    let mut flow = guard.build(context, &spec).await.expect("begun");
    let mut failed = false;
    while let Some(said) = flow.next().await {
        failed |= said.is_err();
    }
    // The label behind the `FROM` is a step of its own, where there is one.
    let owned = guard.owned();
    assert!(failed && owned.iter().all(|(_, name)| name.starts_with("sha256:")), "{owned:?}");
    assert_eq!(owned.len(), usize::from(guard.changes_dockerfiles() && !place.model), "{owned:?}");
    assert_eq!(clean(place, &guard).await, Cleaned::default());
}

/// An engine goes on with the step that it is at, and what it makes of that appears when nobody waits for it any more.
/// Its steps need no label to be found here: each has a variable that only this build sets. It has one stage: Podman's
/// service ends with a fault of its own (4.3, `stage_executor.go`) where one of several is given up.
async fn a_build_that_is_given_up_leaves_nothing(place: &Place) {
    let mark = format!("GIVEN_UP={}", place.name("mark"));
    let quick = format!("FROM nginx\nENV {mark}\nCOPY a /a\nCOPY a /b\nCOPY a /c\n");
    let slow = format!("FROM nginx\nENV {mark}\nCOPY a /a\nRUN sleep 1\nRUN sleep 1\n");
    for (steps, said) in [(&quick, 1), (&quick, 2), (&quick, 4), (&slow, 4)] {
        let guard = place.guard("run");
        let tags = vec![place.name("given-up")];
        let spec = BuildSpec { tags, no_cache: true, force_remove: true, ..BuildSpec::default() };
        let context = tree(&[("Dockerfile", steps), ("a", "a\n")]);
        let mut flow = guard.build(context, &spec).await.expect("begun");
        for _ in 0..said {
            flow.next().await.expect("not over").expect("no error");
        }
        drop(flow);
        clean(place, &guard).await;
        assert_eq!(marked(place, &mark).await, [""; 0], "{said} of {steps}");
    }
}

/// The images with this variable, whether or not they have a name or a label.
async fn marked(place: &Place, mark: &str) -> Vec<String> {
    let mut marked = Vec::new();
    for row in place.engine.all_images().await.expect("listed") {
        let image = place.engine.inspect(Kind::Image, &row.found.id, false).await.expect("looked");
        let set = image.as_ref().and_then(|image| image["Config"]["Env"].as_array());
        if set.is_some_and(|set| set.iter().any(|variable| variable == mark)) {
            marked.push(row.found.id);
        }
    }
    marked
}

async fn loaded_images_are_owned_by_their_names(place: &Place) {
    let (guard, name) = (place.guard("run"), place.name("moved"));
    drain(guard.import(tree(&[("a", "b")]), &import(name.clone())).await.expect("begun"))
        .await
        .expect("an id");
    let pieces: Vec<_> = guard.save(std::slice::from_ref(&name)).await.expect("begun").collect().await;
    let removed = guard.remove_image(&name, false, false).await.expect("removed");
    let untagged = RemovedImage::Untagged(format!("{name}:latest"));
    assert!(removed.contains(&untagged), "{removed:?}");
    assert!(guard.owned().is_empty(), "{:?}", guard.owned());
    let again = || Box::pin(futures_util::stream::iter(pieces.clone()));
    drain(guard.load(again()).await.expect("begun")).await;
    assert_eq!(clean(place, &guard).await.removed, [(Kind::Image, format!("{name}:latest"))]);
    assert_eq!(place.engine.image(&name).await, Ok(None));
}

async fn a_rename_is_written_down(place: &Place) {
    let (guard, old, new) = (place.guard("run"), place.name("old"), place.name("new"));
    let theirs = place.idle("theirs").await;
    let spec = ContainerSpec { mounts: vec![volume_at("", "/data")], ..shell(IDLE) };
    let id = guard.create_container(&old, spec).await.expect("made");
    let stolen = guard.act(&id, &Act::Rename(place.name("theirs"))).await;
    assert_eq!(taken(stolen), (Kind::Container, place.name("theirs"), Owner::Stranger));
    guard.act(&id, &Act::Rename(new.clone())).await.expect("renamed");
    assert_eq!(guard.container(&old).await, Ok(None));
    assert_eq!(guard.container(&new).await.expect("looked").expect("there").id, id);
    assert!(guard.owned().contains(&(Kind::Container, new.clone())));
    guard.remove_container(&id, true, true).await.expect("removed");
    assert!(guard.owned().is_empty(), "the volume went with it: {:?}", guard.owned());
    clean(place, &guard).await;
    assert!(place.engine.container(&theirs.0).await.expect("looked").is_some());
}

async fn other_containers_are_no_sources(place: &Place) {
    let guard = place.guard("run");
    place.idle("theirs").await;
    let stranger = (Kind::Container, place.name("theirs"), Owner::Stranger);
    let from =
        |name: String| ContainerSpec { volumes_from: vec![name], ..shell("cat /var/lib/postgresql/data/f") };
    assert_eq!(taken(guard.create_container(&place.name("a"), from(place.name("theirs"))).await), stranger);
    let mode = Some(format!("container:{}", place.name("theirs")));
    let joining = ContainerSpec { network: NetworkPart { mode, ..NetworkPart::default() }, ..shell(IDLE) };
    assert_eq!(taken(guard.create_container(&place.name("b"), joining).await), stranger);

    // What the source has in the place of a declared volume is not covered by a new one.
    let script = "echo theirs > /var/lib/postgresql/data/f";
    let postgres = |spec: ContainerSpec| ContainerSpec { image: "postgres:13".to_owned(), ..spec };
    let source = guard.create_container(&place.name("source"), postgres(shell(script))).await.expect("made");
    guard.act(&source, &Act::Start).await.expect("started");
    guard.wait(&source).await.expect("ended");
    let reader = postgres(from(format!("{}:ro", place.name("source"))));
    let reader = guard.create_container(&place.name("reader"), reader).await.expect("made");
    guard.act(&reader, &Act::Start).await.expect("started");
    assert_eq!(guard.wait(&reader).await, Ok(0));
    clean(place, &guard).await;
}

async fn listings_show_what_is_ours(place: &Place) {
    let guard = place.guard("run");
    place.idle("theirs").await;
    let (web, used, unused) = (place.name("web"), place.name("used"), place.name("unused"));
    let spec = ContainerSpec { mounts: vec![volume_at(&used, "/data")], ..shell(IDLE) };
    let id = guard.create_container(&web, spec).await.expect("made");
    guard.create_volume(&unused, &Labels::new()).await.expect("made");
    guard.create_network(&place.name("net"), &NetworkSpec::default()).await.expect("made");

    let listing = guard.listing(Kind::Container, &[]).await.expect("listed");
    assert!(listing.own.len() == 1 && listing.own[0].found.id == id.0, "{listing:?}");
    assert!(listing.others >= 1);
    assert_eq!(guard.listing(Kind::Volume, &[]).await.expect("listed").own.len(), 2);
    let images = guard.listing(Kind::Image, &["nginx".to_owned()]).await.expect("listed");
    assert_eq!(images.own.len(), 1);
    let names = async |kind| {
        let unused = guard.unused(kind).await.expect("listed");
        unused.into_iter().map(|row| row.found.name).collect::<Vec<_>>()
    };
    assert_eq!(names(Kind::Volume).await, [unused]);
    assert_eq!(names(Kind::Container).await, std::slice::from_ref(&web));
    assert_eq!(names(Kind::Network).await, [place.name("net")]);
    let (usage, others) = guard.usage(&["nginx".to_owned()]).await.expect("told");
    assert_eq!((usage["Containers"].as_array().map(Vec::len), others >= 1), (Some(1), true));
    assert!(guard.inspect(Kind::Container, &web, false).await.expect("looked").is_some());
    assert_eq!(taken(guard.inspect(Kind::Container, &place.name("theirs"), false).await).2, Owner::Stranger);
    clean(place, &guard).await;
}

async fn lab_names_lead_to_scoped_ones(place: &Place) {
    let prefix = place.name("scope");
    let guard = place.guard("run").scoped(std::sync::Arc::new(move |name: &str| format!("{prefix}-{name}")));
    guard.create_network("net", &NetworkSpec::default()).await.expect("made");
    drain(guard.import(tree(&[("a", "b")]), &import("mine".to_owned())).await.expect("begun"))
        .await
        .expect("an id");
    assert!(guard.image("mine").await.expect("looked").is_some());
    assert!(place.engine.image(&format!("{}-mine", place.name("scope"))).await.expect("looked").is_some());
    let mode = Some("net".to_owned());
    let joining = || ContainerSpec {
        network: NetworkPart { mode: mode.clone(), ..NetworkPart::default() },
        ..shell(IDLE)
    };
    let db = guard.create_container("db", joining()).await.expect("made");
    let web = guard.create_container("web", shell(IDLE)).await.expect("made");
    for id in [&db, &web] {
        guard.act(id, &Act::Start).await.expect("started");
    }
    guard.connect("net", &web, &EndpointSpec::default()).await.expect("joined");
    for (from, name) in [(&web, "db"), (&db, "web")] {
        let (_, _, status) = exec(place.engine.as_ref(), from, &command(&["getent", "hosts", name])).await;
        assert_eq!(status, 0, "{name}");
    }
    guard.require_container("db", Operation::Exec).await.expect("there");
    clean(place, &guard).await;
}
