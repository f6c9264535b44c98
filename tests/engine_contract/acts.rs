//! What every engine does with a container that is there: the acts, its streams, its spec.

use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;
use statelab::engine::{
    Act, AttachSpec, Channel, ContainerSpec, Ending, HealthSpec, Kind, Limits, LogOptions, MountKind,
    MountSpec, NetworkPart, PathKind, Refusal, RestartSpec, Ulimit, Until, UpdateSpec, VolumeSpec, Walls,
};

use crate::archive;
use crate::place::{IDLE, Place, command, exec, output, refused, shell, volume_at};

contract!(
    a_container_is_paused_and_goes_on,
    a_container_is_renamed_and_limited,
    a_signal_can_be_ignored,
    a_stop_says_its_time,
    processes_are_listed,
    a_part_of_the_output_is_given,
    a_terminals_output_is_whole,
    a_foreground_run_is_seen_from_its_first_byte,
    input_is_given_and_ends,
    a_removal_is_waited_for,
    a_filesystem_is_exported,
    a_path_is_described,
    all_that_was_asked_for_is_there,
    volumes_are_taken_over,
    a_volume_has_its_driver,
    everything_that_the_engine_tells_is_given,
);

async fn a_container_is_paused_and_goes_on(place: &Place) {
    let (engine, id) = (&place.engine, place.idle("pause").await);
    assert_eq!(refused(engine.act(&id, &Act::Unpause).await), Refusal::NotPaused);
    engine.act(&id, &Act::Pause).await.expect("paused");
    let details = engine.container(&id.0).await.expect("looked").expect("there");
    assert_eq!((details.state.as_str(), details.running), ("paused", true));
    assert_eq!(refused(engine.act(&id, &Act::Pause).await), Refusal::Paused);
    assert_eq!(refused(engine.exec(&id, &command(&["true"])).await), Refusal::Paused);
    engine.act(&id, &Act::Unpause).await.expect("goes on");
    assert_eq!(exec(engine.as_ref(), &id, &command(&["echo", "on"])).await.0, "on\n");
    engine.act(&id, &Act::Kill(String::new())).await.expect("killed");
    assert_eq!(engine.wait(&id).await, Ok(137));
    assert_eq!(refused(engine.act(&id, &Act::Kill("TERM".to_owned())).await), Refusal::NotRunning);
    assert_eq!(refused(engine.act(&id, &Act::Pause).await), Refusal::NotRunning);
    assert_eq!(refused(engine.act(&id, &Act::Kill("NONSENSE".to_owned())).await), Refusal::Invalid);
}

async fn a_container_is_renamed_and_limited(place: &Place) {
    let (engine, id) = (&place.engine, place.idle("old").await);
    let other = place.idle("other").await;
    engine.act(&id, &Act::Rename(place.name("new"))).await.expect("renamed");
    assert_eq!(engine.container(&place.name("new")).await.expect("looked").expect("there").id, id);
    assert_eq!(engine.container(&place.name("old")).await, Ok(None));
    let taken = engine.act(&other, &Act::Rename(place.name("new"))).await;
    assert_eq!(refused(taken), Refusal::NameTaken);

    let limits = Limits { memory: Some(64 << 20), memory_swap: Some(-1), ..Limits::default() };
    let restart = Some(RestartSpec { name: "on-failure".to_owned(), most: Some(2) });
    let update = engine.act(&id, &Act::Update(Box::new(UpdateSpec { limits, restart }))).await;
    if place.podman {
        // Podman 4 has no such call.
        assert_eq!(refused(update), Refusal::Unsupported);
        return;
    }
    update.expect("changed");
    let raw = engine.inspect(Kind::Container, &id.0, false).await.expect("looked").expect("there");
    assert_eq!(raw["HostConfig"]["Memory"], 64 << 20);
    assert_eq!(raw["HostConfig"]["RestartPolicy"]["MaximumRetryCount"], 2);
}

async fn a_signal_can_be_ignored(place: &Place) {
    let id = place.start("signal", "trap 'echo usr1' USR1; echo ready; while :; do sleep 0.1; done").await;
    place.ready(&id).await;
    place.engine.act(&id, &Act::Kill("USR1".to_owned())).await.expect("sent");
    let mut logs = place.engine.logs(&id, true);
    let mut seen = String::new();
    while !seen.contains("usr1") {
        let chunk = logs.next().await.expect("more").expect("output");
        seen.push_str(&String::from_utf8_lossy(&chunk.bytes));
    }
    assert!(place.engine.container(&id.0).await.expect("looked").expect("there").running);
}

async fn a_stop_says_its_time(place: &Place) {
    let stubborn = ContainerSpec {
        stop_signal: Some("USR2".to_owned()),
        stop_timeout: Some(1),
        ..shell("trap 'echo asked' USR2; echo ready; while :; do sleep 0.1; done")
    };
    let id = place.engine.create(&place.name("stubborn"), &stubborn).await.expect("made");
    place.engine.act(&id, &Act::Start).await.expect("started");
    place.ready(&id).await;
    let began = std::time::Instant::now();
    place.engine.act(&id, &Act::Stop(Ending::default())).await.expect("stopped");
    assert!(began.elapsed() < Duration::from_secs(8), "its own time, not the engine's ten seconds");
    assert_eq!(place.engine.wait(&id).await, Ok(137));
    assert_eq!(output(place.engine.logs(&id, false)).await.0, "ready\nasked\n");
}

async fn processes_are_listed(place: &Place) {
    let (engine, id) = (&place.engine, place.idle("top").await);
    let top = engine.top(&id, "").await.expect("listed");
    assert!(top.titles.iter().any(|title| title == "PID"), "{top:?}");
    assert!(top.processes.iter().flatten().any(|column| column.contains("trap 'exit 0'")), "{top:?}");
    let own = engine.top(&id, "-o pid,comm").await.expect("listed");
    assert_eq!(own.titles.len(), 2, "{own:?}");
    if place.podman {
        // It runs the image's `ps`, and this one has none.
        assert_eq!(refused(engine.top(&id, "aux").await), Refusal::Unsupported);
    }
    engine.act(&id, &Act::Kill("KILL".to_owned())).await.expect("killed");
    engine.wait(&id).await.expect("ended");
    assert_eq!(refused(engine.top(&id, "").await), Refusal::NotRunning);
}

async fn a_part_of_the_output_is_given(place: &Place) {
    let id = place.start("part", "echo one; echo two; echo err >&2; echo three").await;
    place.engine.wait(&id).await.expect("ended");
    let read = async |options: LogOptions| output(place.engine.logs_with(&id, &options)).await;
    let all = LogOptions::default();
    let (out, err) = read(LogOptions { stderr: false, ..all.clone() }).await;
    assert_eq!((out.as_str(), err.as_str()), ("one\ntwo\nthree\n", ""));
    let (out, err) = read(LogOptions { tail: Some(1), ..all.clone() }).await;
    assert!([("three\n", ""), ("", "err\n")].contains(&(out.as_str(), err.as_str())), "{out}{err}");
    let (out, err) = read(LogOptions { stdout: false, ..all.clone() }).await;
    assert_eq!((out.as_str(), err.as_str()), ("", "err\n"));
    let (out, _) = read(LogOptions { timestamps: true, ..all.clone() }).await;
    let line = out.lines().next().expect("a line");
    assert!(line.ends_with(" one") && line.starts_with("20") && line.contains('T'), "{line}");
    assert_eq!(read(LogOptions { since: Some("9999999999".to_owned()), ..all.clone() }).await.0, "");
    assert_eq!(read(LogOptions { until: Some("1000000000".to_owned()), ..all }).await.0, "");
}

/// bollard takes a piece that begins with such a byte for the header of a frame, and keeps what has no
/// newline.
async fn a_terminals_output_is_whole(place: &Place) {
    let script = r"printf '\001\000\000\000\000\000\000\004no frame'; sleep 0.2; printf ' at all'";
    let id = place.engine.create(&place.name("tty"), &ContainerSpec { tty: true, ..shell(script) }).await;
    let id = id.expect("made");
    let seen = place.engine.attach(&id, AttachSpec::OUTPUTS, Bytes::new()).await.expect("attached");
    place.engine.act(&id, &Act::Start).await.expect("started");
    let expected = "\u{1}\0\0\0\0\0\0\u{4}no frame at all";
    assert_eq!(output(seen).await, (expected.to_owned(), String::new()));
    place.engine.wait(&id).await.expect("ended");
    assert_eq!(output(place.engine.logs(&id, false)).await.0, expected);
}

async fn a_foreground_run_is_seen_from_its_first_byte(place: &Place) {
    let engine = &place.engine;
    let attach = AttachSpec { stdout: true, stderr: true, ..AttachSpec::default() };
    let spec = ContainerSpec { attach, ..shell("echo first; echo err >&2; printf last; exit 4") };
    let id = engine.create(&place.name("front"), &spec).await.expect("made");
    let seen = engine.attach(&id, AttachSpec::OUTPUTS, Bytes::new()).await.expect("attached");
    let exit = engine.wait_begun(&id, Until::NextExit).await.expect("begun");
    engine.act(&id, &Act::Start).await.expect("started");
    assert_eq!(output(seen).await, ("first\nlast".to_owned(), "err\n".to_owned()));
    assert_eq!(exit.await, Ok(4));
    let none = statelab::engine::ContainerId(place.name("none"));
    assert_eq!(
        refused(engine.attach(&none, AttachSpec::OUTPUTS, Bytes::new()).await.map(|_| ())),
        Refusal::NotFound
    );
    assert_eq!(refused(engine.wait_begun(&none, Until::NotRunning).await.map(|_| ())), Refusal::NotFound);
}

async fn input_is_given_and_ends(place: &Place) {
    let attach = AttachSpec { stdin: true, stdout: true, stderr: true };
    let (open_stdin, stdin_once) = (true, true);
    let spec = ContainerSpec { attach, open_stdin, stdin_once, ..shell("cat; echo end") };
    let id = place.engine.create(&place.name("input"), &spec).await.expect("made");
    let seen = place
        .engine
        .attach(&id, AttachSpec { stdin: true, ..AttachSpec::OUTPUTS }, Bytes::from("given\n"))
        .await
        .expect("attached");
    place.engine.act(&id, &Act::Start).await.expect("started");
    assert_eq!(output(seen).await.0, "given\nend\n");
    assert_eq!(place.engine.wait(&id).await, Ok(0));
}

async fn a_removal_is_waited_for(place: &Place) {
    let spec = ContainerSpec { auto_remove: true, ..shell("exit 6") };
    let id = place.engine.create(&place.name("gone"), &spec).await.expect("made");
    let exit = place.engine.wait_begun(&id, Until::Removed).await.expect("begun");
    place.engine.act(&id, &Act::Start).await.expect("started");
    assert_eq!(exit.await, Ok(6));
    assert_eq!(place.engine.container(&id.0).await, Ok(None));
}

async fn a_filesystem_is_exported(place: &Place) {
    let id = place.start("export", "echo mine > /exported").await;
    place.engine.wait(&id).await.expect("ended");
    assert!(archive::contains(place.engine.export(&id), b"mine\n\0").await);
    let none = statelab::engine::ContainerId(place.name("none"));
    let exported = place.engine.export(&none).next().await.expect("an item");
    assert_eq!(refused(exported), Refusal::NotFound);
}

async fn a_path_is_described(place: &Place) {
    let id =
        place.start("stat", "echo 12345 > /tmp/f; chmod 4750 /tmp/f; ln -s f /tmp/link; mkfifo /tmp/p").await;
    place.engine.wait(&id).await.expect("ended");
    let stat = async |path: &str| place.engine.stat(&id, path).await.expect("looked");
    let file = stat("/tmp/f").await.expect("there");
    assert_eq!((file.kind, file.size, file.mode, file.name.as_str()), (PathKind::File, 6, 0o4750, "f"));
    let link = stat("/tmp/link").await.expect("there");
    assert_eq!(link.kind, PathKind::Link);
    assert!(link.link.expect("a target").ends_with('f'));
    let folder = stat("/tmp").await.expect("there");
    assert_eq!((folder.kind, folder.mode), (PathKind::Directory, 0o1777));
    assert_eq!(stat("/tmp/p").await.expect("there").kind, PathKind::Other);
    assert_eq!(stat("/tmp/none").await, None);
    let none = statelab::engine::ContainerId(place.name("none"));
    assert_eq!(refused(place.engine.stat(&none, "/tmp").await), Refusal::NotFound);
}

/// A container that is told nearly everything.
fn whole() -> ContainerSpec {
    let tmpfs = MountSpec {
        kind: MountKind::Tmpfs,
        tmpfs_size: Some(1 << 20),
        tmpfs_mode: Some(0o1770),
        ..volume_at("", "/scratch")
    };
    ContainerSpec {
        mounts: vec![tmpfs],
        tmpfs: [("/run".to_owned(), "rw,size=64k".to_owned())].into(),
        read_only: true,
        hostname: Some("lab".to_owned()),
        domainname: Some("test".to_owned()),
        exposed: vec!["90/udp".to_owned()],
        publish_all: true,
        limits: Limits {
            memory: Some(64 << 20),
            nano_cpus: Some(500_000_000),
            pids: Some(50),
            ..Limits::default()
        },
        // Where one is given, Podman puts its own highest in place of the other: more than some machines allow.
        ulimits: vec![
            Ulimit { name: "nofile".to_owned(), soft: 100, hard: 200 },
            Ulimit { name: "nproc".to_owned(), soft: 1000, hard: 1000 },
        ],
        shm_size: Some(8 << 20),
        init: Some(true),
        groups: vec!["1234".to_owned()],
        restart: Some(RestartSpec { name: "no".to_owned(), most: None }),
        health: Some(HealthSpec {
            test: vec!["CMD".to_owned(), "true".to_owned()],
            interval: Some(Duration::from_millis(100)),
            ..HealthSpec::default()
        }),
        network: NetworkPart {
            extra_hosts: vec!["db:10.9.8.7".to_owned()],
            dns: vec!["10.9.8.6".to_owned()],
            ..NetworkPart::default()
        },
        walls: Walls { cap_drop: vec!["CHOWN".to_owned()], ..Walls::default() },
        ..shell(IDLE)
    }
}

async fn all_that_was_asked_for_is_there(place: &Place) {
    let id = place.engine.create(&place.name("whole"), &whole()).await.expect("made");
    place.engine.act(&id, &Act::Start).await.expect("started");
    place.ready(&id).await;
    // Of a file limit the hard half is asked for inside, the soft half of the engine: what starts a
    // process there is written in Go, which raises its own soft limit, and not always puts it back.
    let script = "hostname; ulimit -Hn; stat -c %a /scratch; grep -w db /etc/hosts | tr '\\t' ' '; id -G; \
        touch /file 2>/dev/null || echo read-only; touch /run/file && echo scratch; cat /proc/1/comm; \
        chown 1 /run/file 2>/dev/null || echo no-chown";
    let (out, err, _) = exec(place.engine.as_ref(), &id, &command(&["sh", "-c", script])).await;
    let expected = ["lab", "200", "1770", "10.9.8.7 db", "0 1234", "read-only", "scratch"];
    assert_eq!(out.lines().take(expected.len()).collect::<Vec<_>>(), expected, "{out}{err}");
    assert!(out.contains("init\n") && out.ends_with("no-chown\n"), "{out}{err}");
    let raw = place.engine.inspect(Kind::Container, &id.0, false).await.expect("looked").expect("there");
    let limits = raw["HostConfig"]["Ulimits"].as_array().expect("limits");
    assert!(limits.iter().any(|limit| limit["Soft"] == 100 && limit["Hard"] == 200), "{limits:?}");
    let details = place.engine.container(&id.0).await.expect("looked").expect("there");
    assert!(details.ports.iter().any(|(port, _, host)| port == "90/udp" && *host > 0), "{details:?}");
    assert!(details.exposed.contains(&"90/udp".to_owned()) && details.health.is_some());
    // With `--init` Podman says the first process, which then starts the command.
    let first = if place.podman { "/run/podman-init" } else { "sh" };
    assert_eq!((details.image_name.as_str(), details.command[0].as_str()), ("nginx", first));
    assert_eq!((details.state.as_str(), details.networks.len()), ("running", 1));
    assert!(!details.created.is_empty() && details.finished.is_empty() && !details.env.is_empty());
}

async fn volumes_are_taken_over(place: &Place) {
    let (engine, name) = (&place.engine, place.name("volume"));
    engine.create_volume_with(&name, &VolumeSpec::default()).await.expect("made");
    let short = MountSpec { short: true, ..volume_at(&name, "/data") };
    let writer = ContainerSpec { mounts: vec![short], ..shell("echo shared > /data/file") };
    let writer = engine.create(&place.name("writer"), &writer).await.expect("made");
    engine.act(&writer, &Act::Start).await.expect("started");
    engine.wait(&writer).await.expect("ended");
    let script = "cat /data/file; touch /data/no 2>/dev/null || echo read-only";
    let reader = ContainerSpec { volumes_from: vec![format!("{writer}:ro")], ..shell(script) };
    let reader = engine.create(&place.name("reader"), &reader).await.expect("made");
    engine.act(&reader, &Act::Start).await.expect("started");
    engine.wait(&reader).await.expect("ended");
    assert_eq!(output(engine.logs(&reader, false)).await.0, "shared\nread-only\n");
}

async fn a_volume_has_its_driver(place: &Place) {
    let (engine, name) = (&place.engine, place.name("driver"));
    // A size is a quota of the disk to Podman, which few disks have.
    let option = if place.podman { "noexec" } else { "size=1m" };
    let options = [("type", "tmpfs"), ("device", "tmpfs"), ("o", option)];
    let options = options.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    let spec = VolumeSpec { driver: Some("local".to_owned()), options, ..VolumeSpec::default() };
    let made = engine.create_volume_with(&name, &spec).await.expect("made");
    assert_eq!((made.driver.as_str(), &made.options), ("local", &spec.options));
    assert!(!made.mountpoint.is_empty());
    let none = VolumeSpec { driver: Some("no-such-driver".to_owned()), ..VolumeSpec::default() };
    assert!(engine.create_volume_with(&place.name("none"), &none).await.is_err());
}

async fn everything_that_the_engine_tells_is_given(place: &Place) {
    let (engine, id) = (&place.engine, place.idle("raw").await);
    let raw = engine.inspect(Kind::Container, &id.0, true).await.expect("looked").expect("there");
    assert_eq!(raw["Id"], id.0);
    assert!(raw["SizeRw"].is_i64() && raw["GraphDriver"].is_object());
    let image = engine.inspect(Kind::Image, "nginx", false).await.expect("looked").expect("there");
    assert!(image["RootFS"]["Layers"].is_array());
    for kind in Kind::ALL {
        assert_eq!(engine.inspect(kind, &place.name("none"), false).await, Ok(None), "{kind:?}");
        engine.rows(kind, &statelab::engine::Labels::new()).await.expect("listed");
    }
    let rows = engine.rows(Kind::Container, &statelab::engine::Labels::new()).await.expect("listed");
    let row = rows.iter().find(|row| row.found.id == id.0).expect("listed");
    assert!(row.raw["Status"].as_str().expect("words").starts_with("Up "));
    assert!(engine.version().await.expect("an answer")["Version"].is_string());
    assert!(engine.usage().await.expect("an answer")["Containers"].is_array());
    let first = engine.logs(&id, true).next().await.expect("a line").expect("output");
    assert_eq!(first.from, Channel::Out);
}
