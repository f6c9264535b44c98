//! What is somebody else's, at every operation of the guard: refused, and as it was before. And what a
//! container of the run does to the folders that others of it mount.

use std::fs;
use std::os::unix::fs::symlink;

use bytes::Bytes;
use futures_util::stream;
use statelab::engine::{
    Act, ArchiveFault, AttachSpec, BuildSpec, CommitSpec, ContainerId, ContainerSpec, EndpointSpec, ExecSpec,
    GuardError, ImportSpec, Kind, Labels, Limits, LogOptions, MEMORY, MountKind, MountSpec, NetworkPart,
    NetworkSpec, PIDS, Permits, RestartSpec, Until, UpdateSpec, VolumeSpec, Walls,
};

use crate::archive::tree;
use crate::place::{IDLE, Place, command, shell, volume_at};

macro_rules! contract {
    ($($test:ident),+ $(,)?) => {
        mod docker {
            $(#[test] fn $test() { super::on_docker(super::$test); })+
        }
        mod podman {
            $(#[test] fn $test() { super::on_podman(super::$test); })+
        }
    };
}

use crate::place::{on_docker, on_podman};

contract!(
    a_strangers_objects_are_refused_at_every_operation,
    images_that_the_lab_does_not_declare_are_refused_at_every_operation,
    walls_and_limits_are_held_by_the_guard,
    no_part_of_a_bound_path_can_be_replaced,
);

/// Whether it was refused because it is somebody else's, or because there is none that it may see.
fn is_refused<T>(what: &str, result: Result<T, GuardError>) {
    let error = result.err().unwrap_or_else(|| panic!("{what}: done"));
    let missing = matches!(&error, GuardError::Engine(error) if error.is_not_found());
    assert!(
        missing || matches!(error, GuardError::Taken { .. } | GuardError::NotOurs { .. }),
        "{what}: {error}"
    );
}

/// All that the engine says of a stranger's objects.
async fn seen(place: &Place, objects: &[(Kind, String)]) -> Vec<Option<serde_json::Value>> {
    let mut all = Vec::new();
    for (kind, name) in objects {
        all.push(place.engine.inspect(*kind, name, false).await.expect("looked"));
    }
    all
}

/// The labels of another run, or none.
fn labels(place: &Place, labelled: bool, kind: &str, name: &str) -> Labels {
    let with = [
        ("statelab.run".to_owned(), place.name("run")),
        ("statelab.lab".to_owned(), "contract".to_owned()),
        ("statelab.self".to_owned(), format!("{kind}/{name}/0000")),
    ];
    with.into_iter().filter(|_| labelled).collect()
}

async fn a_strangers_objects_are_refused_at_every_operation(place: &Place) {
    for labelled in [false, true] {
        refused_at_every_operation(place, labelled).await;
    }
}

#[expect(clippy::too_many_lines, reason = "a table: one line for each operation that there is")]
async fn refused_at_every_operation(place: &Place, labelled: bool) {
    let run = if labelled { "run" } else { "run-2" };
    let own_name = |name: &str| place.name(&format!("{name}-{labelled}"));
    let guard = place.guard(run);
    let (web, data, net) = (own_name("web"), own_name("data"), own_name("net"));
    let spec = ContainerSpec {
        labels: labels(place, labelled, "container", &web),
        mounts: vec![volume_at(&data, "/data")],
        ..shell(IDLE)
    };
    let volume = VolumeSpec { labels: labels(place, labelled, "volume", &data), ..VolumeSpec::default() };
    place.engine.create_volume_with(&data, &volume).await.expect("made");
    let theirs = place.engine.create(&web, &spec).await.expect("made");
    place.engine.act(&theirs, &Act::Start).await.expect("started");
    place.ready(&theirs).await;
    let network = NetworkSpec { labels: labels(place, labelled, "network", &net), ..NetworkSpec::default() };
    place.engine.create_network(&net, &network).await.expect("made");
    let objects =
        [(Kind::Container, web.clone()), (Kind::Volume, data.clone()), (Kind::Network, net.clone())];
    let before = seen(place, &objects).await;
    let mine = guard.create_container(&own_name("mine"), shell(IDLE)).await.expect("made");

    for act in [
        Act::Start,
        Act::Stop(statelab::engine::Ending::default()),
        Act::Restart(statelab::engine::Ending::default()),
        Act::Kill("KILL".to_owned()),
        Act::Pause,
        Act::Unpause,
        Act::Rename(own_name("renamed")),
        Act::Update(Box::default()),
    ] {
        is_refused(&format!("{act:?}"), guard.act(&theirs, &act).await);
    }
    is_refused("look", guard.container(&web).await);
    is_refused("exec", guard.exec(&theirs, &command(&["touch", "/data/x"])).await);
    is_refused("logs", guard.logs_with(&theirs, &LogOptions::default()));
    is_refused("attach", guard.attach(&theirs, AttachSpec::OUTPUTS, Bytes::new()).await);
    is_refused("wait", guard.wait(&theirs).await);
    is_refused("wait begun", guard.wait_begun(&theirs, Until::NotRunning).await);
    is_refused("top", guard.top(&theirs, "").await);
    is_refused("diff", guard.changes(&theirs).await);
    is_refused("export", guard.export(&theirs));
    is_refused("cp from", guard.read(&theirs, "/etc/passwd").await);
    is_refused("stat", guard.stat(&theirs, "/etc/passwd").await);
    is_refused("cp to", guard.write(&theirs, "/tmp", tree(&[("a", "b")])).await);
    is_refused("cp -a to", guard.write_owned(&theirs, "/tmp", tree(&[("a", "b")])).await);
    is_refused("commit", guard.commit(&theirs, &CommitSpec::default()).await);
    is_refused("rm", guard.remove_container(&theirs, true, true).await);
    is_refused("create", guard.create_container(&web, shell(IDLE)).await);
    is_refused("rename onto", guard.act(&mine, &Act::Rename(web.clone())).await);
    for (kind, name) in &objects {
        is_refused("inspect", guard.inspect(*kind, name, false).await);
    }
    let joined = |network: NetworkPart, walls: Walls| ContainerSpec { network, walls, ..shell(IDLE) };
    let mode = |mode: String| NetworkPart { mode: Some(mode), ..NetworkPart::default() };
    let of = Some(format!("container:{web}"));
    let descriptions = [
        ("--volumes-from", ContainerSpec { volumes_from: vec![web.clone()], ..shell(IDLE) }),
        ("--volumes-from ID", ContainerSpec { volumes_from: vec![theirs.0.clone()], ..shell(IDLE) }),
        ("--network container", joined(mode(format!("container:{web}")), Walls::default())),
        ("--network", joined(mode(net.clone()), Walls::default())),
        ("--pid", joined(NetworkPart::default(), Walls { pid: of.clone(), ..Walls::default() })),
        ("--ipc", joined(NetworkPart::default(), Walls { ipc: of, ..Walls::default() })),
        (
            "--link",
            joined(NetworkPart { links: vec![web.clone()], ..NetworkPart::default() }, Walls::default()),
        ),
        ("-v", ContainerSpec { mounts: vec![volume_at(&data, "/x")], ..shell(IDLE) }),
    ];
    for (what, spec) in descriptions {
        is_refused(what, guard.create_container(&own_name("other"), spec).await);
    }
    is_refused("volume", guard.volume(&data).await);
    is_refused("volume create", guard.create_volume(&data, &Labels::new()).await);
    is_refused("volume rm", guard.remove_volume(&data, true).await);
    is_refused("network", guard.network(&net).await);
    is_refused("network create", guard.create_network(&net, &NetworkSpec::default()).await);
    is_refused("network rm", guard.remove_network(&net).await);
    is_refused("connect", guard.connect(&net, &mine, &EndpointSpec::default()).await);
    is_refused("connect theirs", guard.connect("bridge", &theirs, &EndpointSpec::default()).await);
    is_refused("disconnect", guard.disconnect(&net, &mine, true).await);
    is_refused("disconnect theirs", guard.disconnect("bridge", &theirs, true).await);
    let listed = guard.listing(Kind::Container, &[]).await.expect("listed").own;
    assert_eq!(listed.len(), 1, "{listed:?}");
    for kind in [Kind::Container, Kind::Volume, Kind::Network] {
        let unused = guard.unused(kind).await.expect("listed");
        assert!(unused.iter().all(|row| row.found.name != data && row.found.name != net), "{unused:?}");
    }
    assert_eq!(guard.clean().await.left, []);
    assert_eq!(seen(place, &objects).await, before, "labelled: {labelled}");
}

async fn images_that_the_lab_does_not_declare_are_refused_at_every_operation(place: &Place) {
    let (guard, secret) = (place.guard("run"), place.name("secret"));
    // An image of its own, not only another name of a declared one.
    let spec = ImportSpec { target: secret.clone(), ..ImportSpec::default() };
    let mut said = place.engine.import(tree(&[("secret", "x")]), &spec);
    while let Some(item) = futures_util::StreamExt::next(&mut said).await {
        item.expect("imported");
    }
    let id = place.engine.image(&secret).await.expect("looked").expect("there").id;
    let short = id.trim_start_matches("sha256:")[..12].to_owned();
    let objects = [(Kind::Image, secret.clone())];
    let before = seen(place, &objects).await;
    let mine = guard.create_container(&place.name("mine"), shell(IDLE)).await.expect("made");
    for image in [&secret, &id, &short] {
        is_refused("look", guard.image(image).await);
        is_refused("inspect", guard.inspect(Kind::Image, image, false).await);
        is_refused("history", guard.history(image).await);
        is_refused("save", guard.save(std::slice::from_ref(image)).await);
        is_refused("read", guard.read_image_file(image, "/secret").await);
        is_refused("rmi", guard.remove_image(image, true, false).await);
        is_refused("tag", guard.tag(image, &place.name("named")).await);
        is_refused("pull", guard.pull(image).await);
        is_refused("pull anew", guard.pull_anew(image).await);
        let spec = ContainerSpec { image: image.clone(), ..shell(IDLE) };
        is_refused("create", guard.create_container(&place.name("x"), spec).await);
        for dockerfile in [
            format!("FROM {image}\n"),
            format!("FROM \\\n# on the way\n {image}\n"),
            format!("ARG I={image}\nFROM $I\n"),
            format!("FROM nginx\nCOPY --from={image} /secret /\n"),
            format!("FROM nginx\nONBUILD COPY --from={image} /secret /\n"),
        ] {
            let built = guard.build(tree(&[("Dockerfile", &dockerfile)]), &BuildSpec::default()).await;
            is_refused(&dockerfile, built);
        }
        let changes = vec![format!("ONBUILD COPY --from={image} /secret /")];
        let commit = CommitSpec { changes, ..CommitSpec::default() };
        is_refused("commit", guard.commit(&mine, &commit).await);
    }
    // A name that was there stays where it is.
    is_refused("tag over", guard.tag("nginx", &secret).await);
    let commit = CommitSpec { target: Some(secret.clone()), ..CommitSpec::default() };
    is_refused("commit over", guard.commit(&mine, &commit).await);
    let build = BuildSpec { tags: vec![secret.clone()], ..BuildSpec::default() };
    is_refused("build over", guard.build(tree(&[("Dockerfile", "FROM nginx\n")]), &build).await);
    is_refused("load over", guard.load(place.engine.save(std::slice::from_ref(&secret))).await);
    // The Dockerfile is judged by what is sent: one behind the first file is none.
    let hidden = tree(&[("page", "x"), ("Dockerfile", &format!("FROM {secret}\n"))]);
    assert!(matches!(guard.build(hidden, &BuildSpec::default()).await, Err(GuardError::Engine(_))));
    assert!(is_nameless(&guard.load(Box::pin(stream::empty())).await));
    assert_eq!(guard.clean().await.left, []);
    assert_eq!(seen(place, &objects).await, before);
}

fn is_nameless<T>(loaded: &Result<T, GuardError>) -> bool {
    matches!(loaded, Err(GuardError::Archive(ArchiveFault::Nameless)))
}

async fn walls_and_limits_are_held_by_the_guard(place: &Place) {
    let guard = place.guard("run");
    let bind = |source: &str| ContainerSpec {
        mounts: vec![MountSpec {
            kind: MountKind::Bind,
            source: source.to_owned(),
            target: "/x".to_owned(),
            ..MountSpec::default()
        }],
        ..shell(IDLE)
    };
    let privileged = Walls { privileged: true, ..Walls::default() };
    for (what, spec) in [
        ("/", bind("/")),
        ("/etc", bind("/etc")),
        ("the socket", bind("/var/run/docker.sock")),
        ("--privileged", ContainerSpec { walls: privileged, ..shell(IDLE) }),
        (
            "-m",
            ContainerSpec { limits: Limits { memory: Some(MEMORY + 1), ..Limits::default() }, ..shell(IDLE) },
        ),
    ] {
        let made = guard.create_container(&place.name("web"), spec).await;
        assert!(made.as_ref().is_err_and(GuardError::is_refusal), "{what}: {made:?}");
    }
    assert!(guard.owned().is_empty(), "{:?}", guard.owned());
    let id = guard.create_container(&place.name("web"), shell(IDLE)).await.expect("made");
    guard.act(&id, &Act::Start).await.expect("started");
    let exec = ExecSpec { privileged: true, ..command(&["true"]) };
    assert!(matches!(guard.exec(&id, &exec).await, Err(GuardError::NotPermitted { .. })));
    let more = UpdateSpec { limits: Limits { pids: Some(-1), ..Limits::default() }, restart: None };
    assert!(matches!(guard.act(&id, &Act::Update(Box::new(more))).await, Err(GuardError::OverLimit { .. })));
    let told =
        guard.inspect(Kind::Container, &place.name("web"), false).await.expect("looked").expect("there");
    assert_eq!(
        (&told["HostConfig"]["Memory"], &told["HostConfig"]["PidsLimit"]),
        (&MEMORY.into(), &PIDS.into())
    );
    assert_eq!(guard.clean().await.left, []);
}

#[expect(clippy::too_many_lines, reason = "one story, told to its end")]
async fn no_part_of_a_bound_path_can_be_replaced(place: &Place) {
    let home = tempfile::tempdir().expect("a folder");
    let home = home.path().canonicalize().expect("there");
    let (workspace, theirs) = (home.join("workspace"), home.join("theirs"));
    for folder in ["site/sub", "other"] {
        fs::create_dir_all(workspace.join(folder)).expect("made");
    }
    fs::create_dir_all(&theirs).expect("made");
    fs::write(workspace.join("site/page"), "x").expect("written");
    symlink("site/sub", workspace.join("inner")).expect("linked");
    symlink(&theirs, workspace.join("outer")).expect("linked");
    let permits = || Permits { workspace: Some(workspace.clone()), ..Place::permits() };
    let mount = |source: &str, target: &str| MountSpec {
        kind: MountKind::Bind,
        source: workspace.join(source).display().to_string(),
        target: target.to_owned(),
        ..MountSpec::default()
    };
    let mounting = |mounts: &[MountSpec]| ContainerSpec { mounts: mounts.to_vec(), ..shell(IDLE) };
    let always = || Some(RestartSpec { name: "always".to_owned(), most: None });
    let refused =
        |what: &str, made: Result<ContainerId, GuardError>, names: (&str, &str), left: bool| match made {
            Err(GuardError::BindBelow { below, above, gone, .. }) => {
                assert_eq!((below.as_str(), above.as_str(), gone), (names.0, names.1, left), "{what}");
            }
            other => panic!("{what}: {other:?}"),
        };
    let guard = place.guard("run").permitting(permits());
    let create = |name: &str, spec: ContainerSpec| {
        let (guard, name) = (guard.clone(), place.name(name));
        async move { guard.create_container(&name, spec).await }
    };

    // A container may write above its own bind.
    let both = mounting(&[mount("site", "/w"), mount("site/sub", "/h")]);
    refused("both", create("both", both).await, ("./site/sub", "./site"), false);
    // Nothing of what was refused is kept.
    assert!(guard.owned().is_empty(), "{:?}", guard.owned());
    assert_eq!(guard.bound_paths(), [""; 0].map(std::path::PathBuf::from));

    // Another one may, in either order; through a link; a file; a path that is not there yet; the whole workspace.
    let writer = create("writer", mounting(&[mount("site", "/w")])).await.expect("made");
    for (source, below) in [
        ("site/sub", "./site/sub"),
        ("inner", "./site/sub"),
        ("site/page", "./site/page"),
        ("site/new/deep", "./site/new/deep"),
    ] {
        let made = create("reader", mounting(&[mount(source, "/h")])).await;
        refused(source, made, (below, "./site"), false);
    }
    let whole = create("whole", mounting(&[mount("", "/w")])).await;
    refused("whole", whole, ("./site", "."), false);
    // What comes through another container counts as its own mount.
    let spec =
        ContainerSpec { volumes_from: vec![place.name("writer")], ..mounting(&[mount("site/sub", "/h")]) };
    refused("through", create("through", spec).await, ("./site/sub", "./site"), false);

    // The same folder in two containers, one beside it, a restart by the engine, and one that only reads: nothing is replaced.
    let spec = ContainerSpec { restart: always(), ..mounting(&[mount("site", "/h"), mount("other", "/o")]) };
    let same = create("same", spec).await.expect("made");
    let reads = MountSpec { read_only: true, ..mount("", "/w") };
    create("reads", mounting(&[reads])).await.expect("made");
    let update = Act::Update(Box::new(UpdateSpec { restart: always(), ..UpdateSpec::default() }));
    // Podman 4.3 has no `update`.
    if !place.podman {
        guard.act(&writer, &update).await.expect("updated");
    }

    // It may have given the open folder to a container that is left.
    guard.remove_container(&writer, true, true).await.expect("removed");
    guard.remove_container(&same, true, true).await.expect("removed");
    let made = create("late", mounting(&[mount("site/sub", "/h")])).await;
    refused("late", made, ("./site/sub", "./site"), true);
    assert_eq!(guard.clean().await.left, []);

    // One that other hands removed is known to be gone; none is left that it could have given anything to.
    let guard = place.guard("run-2").permitting(permits());
    let writer =
        guard.create_container(&place.name("writer"), mounting(&[mount("site", "/w")])).await.expect("made");
    place.engine.remove_container(&writer, true, true).await.expect("removed");
    let reader = guard.create_container(&place.name("reader"), mounting(&[mount("site/sub", "/h")])).await;
    guard.remove_container(&reader.expect("made"), true, true).await.expect("removed");

    // What leads out is refused, and so is what would appear on the host.
    let made = guard.create_container(&place.name("out"), mounting(&[mount("outer", "/h")])).await;
    assert!(matches!(made, Err(GuardError::Outside { .. })), "{made:?}");
    for propagation in ["shared", "rshared"] {
        let mount = MountSpec { propagation: Some(propagation.to_owned()), ..mount("other", "/h") };
        let made = guard.create_container(&place.name("shared"), mounting(&[mount])).await;
        assert!(matches!(made, Err(GuardError::NotPermitted { .. })), "{propagation}: {made:?}");
    }
    assert_eq!(guard.clean().await.left, []);
}
