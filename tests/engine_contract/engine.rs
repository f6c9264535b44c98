//! What every engine does.

use std::time::Duration;

use futures_util::StreamExt;
use statelab::engine::{
    Act, Cause, Change, ChangeKind, ContainerId, ContainerSpec, Ending, EngineError, ExecSpec, Kind, Labels,
    Operation, PortSpec, Refusal,
};

use crate::archive;
use crate::place::{IDLE, Place, command, exec, output, refused, shell, volume_at};

contract!(
    it_says_who_it_is,
    a_container_lives_from_create_to_remove,
    waiting_gives_every_status,
    output_keeps_its_channels,
    a_command_has_its_output_and_status,
    a_command_that_cannot_be_run_has_a_shells_status,
    a_process_may_outlive_its_output,
    changes_are_those_of_the_layer,
    a_path_is_read_from_running_and_stopped_containers,
    an_archive_is_unpacked,
    large_archives_are_never_in_memory,
    a_broken_source_is_named,
    what_is_not_there_is_none_or_a_refusal,
    a_name_is_given_once,
    volumes_are_made_listed_and_removed,
    an_anonymous_volume_is_labelled,
    ports_are_published,
    images_are_listed_and_missing_ones_refused,
);

async fn it_says_who_it_is(place: &Place) {
    let about = place.engine.about().await.expect("an answer");
    assert!(["Docker", "Podman"].contains(&about.name.as_str()), "{about:?}");
    assert!(about.version.starts_with(|c: char| c.is_ascii_digit()), "{about:?}");
    assert!(about.platform.starts_with("linux/") && about.root.starts_with('/'), "{about:?}");
    assert!(about.api.contains('.') && !about.storage.is_empty(), "{about:?}");
}

async fn a_container_lives_from_create_to_remove(place: &Place) {
    let engine = &place.engine;
    let (name, look) = (place.name("life"), async |id: &ContainerId| {
        engine.container(&id.0).await.expect("looked").expect("there")
    });
    let mut spec = shell(IDLE);
    spec.labels.insert("a".to_owned(), "b".to_owned());
    let id = engine.create(&name, &spec).await.expect("made");
    let made = look(&id).await;
    assert_eq!((made.name.as_str(), made.running, made.started.as_str()), (name.as_str(), false, ""));
    assert_eq!((made.id.0.len(), made.labels.get("a").map(String::as_str)), (64, Some("b")));
    let image = engine.image("nginx").await.expect("looked").expect("there");
    assert_eq!(made.image, image.id);

    engine.act(&id, &Act::Start).await.expect("started");
    place.ready(&id).await;
    let first = look(&id).await;
    assert!(first.running && !first.started.is_empty() && first.addresses().next().is_some(), "{first:?}");
    engine.act(&id, &Act::Restart(Ending::within(Duration::from_secs(5)))).await.expect("restarted");
    let second = look(&id).await;
    assert!(second.running && second.started != first.started);
    engine.act(&id, &Act::Stop(Ending::within(Duration::from_millis(1)))).await.expect("stopped");
    assert!(!look(&id).await.running);
    engine.act(&id, &Act::Stop(Ending::default())).await.expect("stopped already");
    engine.act(&id, &Act::Start).await.expect("started");
    engine.act(&id, &Act::Kill("KILL".to_owned())).await.expect("killed");
    assert_eq!(engine.wait(&id).await, Ok(137));
    engine.remove_container(&id, false, true).await.expect("removed");
    assert_eq!(engine.container(&name).await, Ok(None));
}

async fn waiting_gives_every_status(place: &Place) {
    let good = place.start("good", "exit 0").await;
    let bad = place.start("bad", "sleep 0.2; exit 3").await;
    assert_eq!(place.engine.wait(&good).await, Ok(0));
    assert_eq!(place.engine.wait(&bad).await, Ok(3));
    assert_eq!(place.engine.wait(&bad).await, Ok(3), "also when it ended before");
}

async fn output_keeps_its_channels(place: &Place) {
    let id = place.start("logs", "echo out; echo err >&2; sleep 0.2; echo later; printf last").await;
    let (out, err) = output(place.engine.logs(&id, true)).await;
    // Docker 20.10, while it follows, may keep to itself what has no newline at its end.
    assert!(["out\nlater\n", "out\nlater\nlast"].contains(&out.as_str()) && err == "err\n", "{out}{err}");
    place.engine.wait(&id).await.expect("ended");
    let (out, err) = output(place.engine.logs(&id, false)).await;
    assert_eq!((out.as_str(), err.as_str()), ("out\nlater\nlast", "err\n"));
}

async fn a_command_has_its_output_and_status(place: &Place) {
    let id = place.idle("exec").await;
    let engine = place.engine.as_ref();
    let spec = ExecSpec {
        env: vec!["A=b".to_owned()],
        workdir: Some("/tmp".to_owned()),
        user: Some("nobody".to_owned()),
        tty: true,
        ..command(&["sh", "-c", "echo $A; pwd; id -un; echo err >&2; exit 7"])
    };
    let (out, err, status) = exec(engine, &id, &spec).await;
    assert_eq!((out.as_str(), err.as_str(), status), ("b\n/tmp\nnobody\n", "err\n", 7));
    assert_eq!(exec(engine, &id, &command(&["true"])).await, (String::new(), String::new(), 0));
    // Bytes that look like the header of a frame.
    let (out, _, _) = exec(engine, &id, &command(&["printf", r"\001\000\000\000\000\000\000\004"])).await;
    assert_eq!(out.as_bytes(), [1, 0, 0, 0, 0, 0, 0, 4]);

    engine.act(&id, &Act::Stop(Ending::within(Duration::from_secs(5)))).await.expect("stopped");
    assert_eq!(refused(engine.exec(&id, &command(&["true"])).await), Refusal::NotRunning);
}

async fn a_command_that_cannot_be_run_has_a_shells_status(place: &Place) {
    let id = place.idle("missing").await;
    let (out, err, status) = exec(place.engine.as_ref(), &id, &command(&["no-such-program"])).await;
    assert!(status == 127 || status == 126, "{status}");
    assert!(format!("{out}{err}").contains("no-such-program"), "{out}{err}");
    let (_, _, status) = exec(place.engine.as_ref(), &id, &command(&["/etc/passwd"])).await;
    assert_eq!(status, 126);
}

async fn a_process_may_outlive_its_output(place: &Place) {
    let id = place.idle("outlive").await;
    let script = "exec >/dev/null 2>&1; sleep 0.3; exit 5";
    let (_, _, status) = exec(place.engine.as_ref(), &id, &command(&["sh", "-c", script])).await;
    assert_eq!(status, 5);
}

async fn changes_are_those_of_the_layer(place: &Place) {
    let id = place.start("changes", "echo x >> /etc/hostid; rm /etc/issue; echo y >> /etc/passwd").await;
    place.engine.wait(&id).await.expect("ended");
    let changes = place.engine.changes(&id).await.expect("changes");
    for (path, kind) in [
        ("/etc/hostid", ChangeKind::Added),
        ("/etc/issue", ChangeKind::Deleted),
        ("/etc/passwd", ChangeKind::Modified),
    ] {
        assert!(changes.contains(&Change { path: path.to_owned(), kind }), "{path}: {changes:?}");
    }
    let untouched = place.engine.create(&place.name("untouched"), &shell(IDLE)).await.expect("made");
    assert_eq!(place.engine.changes(&untouched).await, Ok(Vec::new()));
}

async fn a_path_is_read_from_running_and_stopped_containers(place: &Place) {
    let id = place.start("read", &format!("echo hello > /tmp/file; {IDLE}")).await;
    place.ready(&id).await;
    let engine = &place.engine;
    let read = async |path: &str| engine.read(&id, path).await.expect("read");
    engine.act(&id, &Act::Stop(Ending::within(Duration::from_secs(5)))).await.expect("stopped");
    assert_eq!(archive::first(read("/tmp/file").await.expect("there")).await, "hello\n");
    assert!(read("/tmp/none").await.is_none() && read("/none/none").await.is_none());

    engine.remove_container(&id, true, true).await.expect("removed");
    assert_eq!(refused(engine.read(&id, "/tmp/file").await), Refusal::NotFound);
}

async fn an_archive_is_unpacked(place: &Place) {
    let id = place.idle("write").await;
    place.engine.write(&id, "/tmp", archive::of("one", "written")).await.expect("written");
    let (out, _, _) = exec(place.engine.as_ref(), &id, &command(&["cat", "/tmp/one"])).await;
    assert_eq!(out, "written");
    let nowhere = place.engine.write(&id, "/none", archive::of("one", "written")).await;
    if place.podman {
        // It makes the folder.
        nowhere.expect("written");
        assert!(place.engine.stat(&id, "/none/one").await.expect("looked").is_some());
    } else {
        assert_eq!(refused(nowhere), Refusal::NotFound);
    }
}

async fn large_archives_are_never_in_memory(place: &Place) {
    const MEBIBYTES: usize = 200;
    if alone().is_none() {
        return;
    }
    let id = place.idle("large").await;
    place.engine.write(&id, "/tmp", archive::huge("large", MEBIBYTES)).await.expect("written");
    let read = place.engine.read(&id, "/tmp/large").await.expect("read").expect("there");
    let (all, largest) = archive::measured(read).await;
    assert!(all >= MEBIBYTES << 20, "{all}");
    assert!(largest <= 4 << 20, "{largest}");
    #[cfg(target_os = "linux")]
    {
        let status = std::fs::read_to_string("/proc/self/status").expect("readable");
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
        let kibibytes: usize = peak.trim().trim_end_matches(" kB").parse().expect("a number");
        assert!(kibibytes < (MEBIBYTES / 2) << 10, "peak: {kibibytes} KiB");
    }
}

/// Whether this test has its process for itself, in which its memory is measured. Where it has not, one is
/// started for it, and must come to the same.
fn alone() -> Option<()> {
    const ALONE: &str = "STATELAB_TEST_ALONE";
    if std::env::var_os(ALONE).is_some() {
        return Some(());
    }
    let this = std::thread::current();
    let name = this.name().expect("a test's thread has its name");
    let mut process = std::process::Command::new(std::env::current_exe().expect("this program"));
    process.args([name, "--exact", "--test-threads=2"]).env(ALONE, "1");
    let output = process.output().expect("started");
    let words = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && words.contains("1 passed"), "{words}");
    None
}

async fn a_broken_source_is_named(place: &Place) {
    let id = place.idle("broken").await;
    let error = EngineError::new(Operation::Read, "source", Cause::Broken("cut off".to_owned()));
    let written = place.engine.write(&id, "/tmp", archive::broken("one", error.clone())).await;
    assert_eq!(written, Err(error));
}

async fn what_is_not_there_is_none_or_a_refusal(place: &Place) {
    let (engine, none) = (&place.engine, place.name("none"));
    assert_eq!(engine.container(&none).await, Ok(None));
    assert_eq!(engine.volume(&none).await, Ok(None));
    assert_eq!(engine.image(&none).await, Ok(None));
    let id = ContainerId(none.clone());
    assert_eq!(refused(engine.act(&id, &Act::Start).await), Refusal::NotFound);
    assert_eq!(refused(engine.exec(&id, &command(&["true"])).await), Refusal::NotFound);
    assert_eq!(refused(engine.wait(&id).await), Refusal::NotFound);
    assert_eq!(refused(engine.remove_container(&id, true, true).await), Refusal::NotFound);
    assert_eq!(refused(engine.remove_volume(&none, false).await), Refusal::NotFound);
    let logs = engine.logs(&id, false).next().await.expect("an item");
    assert_eq!(refused(logs), Refusal::NotFound);
    let error = engine.act(&id, &Act::Start).await.expect_err("an error");
    assert_eq!((error.operation, error.subject), (Operation::Start, none));
}

async fn a_name_is_given_once(place: &Place) {
    let name = place.name("once");
    place.engine.create(&name, &shell(IDLE)).await.expect("made");
    assert_eq!(refused(place.engine.create(&name, &shell(IDLE)).await), Refusal::NameTaken);
}

async fn volumes_are_made_listed_and_removed(place: &Place) {
    let (engine, name) = (&place.engine, place.name("volume"));
    let labels = Labels::from([("statelab-contract".to_owned(), name.clone())]);
    let made = engine.create_volume(&name, &labels).await.expect("made");
    assert_eq!((&made.name, &made.labels), (&name, &labels));
    let again = engine.create_volume(&name, &Labels::new()).await.expect("given back");
    assert_eq!(again.labels, labels, "an existing one is given back as it is");
    let labelled = place.labelled(Kind::Volume, "statelab-contract", &name).await;
    assert_eq!(labelled.as_slice(), std::slice::from_ref(&name));
    assert!(place.labelled(Kind::Volume, "statelab-contract", "").await.contains(&name));

    let spec = ContainerSpec { mounts: vec![volume_at(&name, "/data")], ..shell("echo kept > /data/file") };
    let writer = engine.create(&place.name("writer"), &spec).await.expect("made");
    let details = engine.container(&writer.0).await.expect("looked").expect("there");
    assert_eq!(
        (details.mounts[0].name.as_str(), details.mounts[0].target.as_str()),
        (name.as_str(), "/data")
    );
    engine.act(&writer, &Act::Start).await.expect("started");
    assert_eq!(engine.wait(&writer).await, Ok(0));
    assert_eq!(refused(engine.remove_volume(&name, false).await), Refusal::InUse);
    engine.remove_container(&writer, false, true).await.expect("removed");

    let reader = ContainerSpec { mounts: vec![volume_at(&name, "/data")], ..shell("cat /data/file") };
    let reader = engine.create(&place.name("reader"), &reader).await.expect("made");
    engine.act(&reader, &Act::Start).await.expect("started");
    engine.wait(&reader).await.expect("ended");
    assert_eq!(output(engine.logs(&reader, false)).await.0, "kept\n", "a named one outlives `rm -v`");
    engine.remove_container(&reader, false, true).await.expect("removed");
    engine.remove_volume(&name, false).await.expect("removed");
    assert_eq!(engine.volume(&name).await, Ok(None));
}

async fn an_anonymous_volume_is_labelled(place: &Place) {
    let engine = &place.engine;
    let mut mount = volume_at("", "/data");
    mount.labels.insert("statelab-contract".to_owned(), place.name("anonymous"));
    let spec = ContainerSpec { mounts: vec![mount], ..shell(IDLE) };
    let id = engine.create(&place.name("anonymous"), &spec).await.expect("made");
    let details = engine.container(&id.0).await.expect("looked").expect("there");
    let name = details.mounts[0].name.clone();
    assert!(!name.is_empty());
    if engine.about().await.expect("an answer").name == "Docker" {
        let labelled = place.labelled(Kind::Volume, "statelab-contract", &place.name("anonymous")).await;
        assert_eq!(labelled.as_slice(), std::slice::from_ref(&name));
    }
    engine.remove_container(&id, true, false).await.expect("removed");
    assert!(engine.volume(&name).await.expect("looked").is_some(), "kept without `volumes`");
    engine.remove_volume(&name, false).await.expect("removed");

    let id = engine.create(&place.name("anonymous"), &spec).await.expect("made");
    let details = engine.container(&id.0).await.expect("looked").expect("there");
    engine.remove_container(&id, true, true).await.expect("removed");
    assert_eq!(engine.volume(&details.mounts[0].name).await, Ok(None));
}

async fn ports_are_published(place: &Place) {
    let port =
        |host| PortSpec { container: "80/tcp".to_owned(), address: "127.0.0.1".to_owned(), host, last: None };
    let spec = ContainerSpec { ports: vec![port(None)], ..shell(IDLE) };
    let id = place.engine.create(&place.name("port"), &spec).await.expect("made");
    place.engine.act(&id, &Act::Start).await.expect("started");
    let details = place.engine.container(&id.0).await.expect("looked").expect("there");
    let [(container, address, host)] = details.ports.as_slice() else { panic!("{details:?}") };
    assert_eq!((container.as_str(), address.as_str()), ("80/tcp", "127.0.0.1"));

    let spec = ContainerSpec { ports: vec![port(Some(*host))], ..shell(IDLE) };
    let second = place.engine.create(&place.name("port-2"), &spec).await.expect("made");
    assert_eq!(refused(place.engine.act(&second, &Act::Start).await), Refusal::PortTaken);
}

async fn images_are_listed_and_missing_ones_refused(place: &Place) {
    let images = place.engine.images().await.expect("listed");
    assert!(images.iter().any(|image| image.tags.iter().any(|tag| tag.ends_with("nginx:latest"))));
    let postgres = place.engine.image("postgres:13").await.expect("looked").expect("there");
    assert_eq!(postgres.volumes, ["/var/lib/postgresql/data"]);

    let spec = ContainerSpec { image: place.name("none"), ..shell(IDLE) };
    assert_eq!(refused(place.engine.create(&place.name("none"), &spec).await), Refusal::NoSuchImage);
    // Nothing listens on this port: no registry is reached.
    let pulled: Vec<_> = place.engine.pull("localhost:1/statelab/none").collect().await;
    let error = pulled.into_iter().find_map(Result::err).expect("an error");
    assert_eq!(error.operation, Operation::Pull);
    assert!(matches!(error.cause, Cause::Refused { .. }), "{error}");
}
