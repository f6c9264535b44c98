//! What is made on a real engine by the docker program and by us, as `inspect` tells it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

use serde_json::{Map, Value, json};
use statelab::engine::{LOG_BOUNDS, LOG_DRIVER, MEMORY, PIDS};

use crate::sent::settle;
use crate::twins::Twins;

/// What is made. Those that must not run are only created.
const LINES: &[&str] = &[
    "docker network create --label a=b --internal twin-net",
    "docker volume create --label a=b twin-plain",
    "docker create --name twin-1 nginx",
    "docker run -d --name twin-2 -e A=1 -e UNSET -l role=web -w /srv -u 33:33 nginx sleep 600",
    "docker create --name twin-3 -v twin-v1:/data:ro -v /scratch nginx",
    "docker create --name twin-4 --mount type=volume,src=twin-v2,dst=/d,volume-nocopy,readonly \
     --mount type=tmpfs,dst=/mem,tmpfs-size=1m,tmpfs-mode=1770 nginx",
    "docker create --name twin-5 -v $PWD/site:/site:z,ro --mount type=bind,src=$PWD/site,dst=/s2,bind-propagation=rslave nginx",
    "docker run -d --name twin-6 -p 127.0.0.1::80 -p 0:81 -P --expose 99/udp nginx",
    "docker create --name twin-7 -m 64m --memory-swap 128m --memory-reservation 32m --cpus .5 --cpu-shares 256 \
     --pids-limit 50 --ulimit nofile=10:20 --oom-score-adj 5 nginx",
    "docker create --name twin-8 --restart on-failure:2 --stop-signal INT --stop-timeout 3 --init nginx",
    "docker create --name twin-9 --health-cmd true --health-interval 5s --health-retries 2 nginx",
    "docker create --name twin-10 --no-healthcheck --entrypoint sh nginx -c 'exit 3'",
    "docker run -d --name twin-11 --network twin-net --network-alias db --mac-address 02:42:ac:11:00:99 \
     --hostname box --domainname example.test nginx",
    "docker create --name twin-12 --read-only --tmpfs /run:size=1m --cap-drop ALL --security-opt no-new-privileges \
     --shm-size 1m --sysctl net.ipv4.ip_forward=0 --group-add 7 nginx",
    "docker create --name twin-13 --dns 10.0.0.2 --dns-search example.test --dns-option use-vc --add-host db:10.0.0.9 nginx",
    "docker create --name twin-14 -it --network none --ipc shareable --cgroupns private nginx sh",
    "docker run -d --name twin-15 --volumes-from twin-3:ro nginx sleep 600",
    "docker create --name twin-16 postgres:13",
    "docker create --name twin-17 -v twin-v3:/var/lib/postgresql/data postgres:13",
    "docker run --name twin-18 nginx sh -c 'exit 3'",
    "docker run -d --rm --name twin-19 --pid container:twin-2 nginx sleep 600",
];

/// How many of the lines make a container.
const CONTAINERS: usize = 19;

/// Fields that are another one each time: ids, times, addresses, and paths that have an id.
const ANOTHER_EACH_TIME: &[&str] = &[
    "Created",
    "CreatedAt",
    "Data",
    "EndpointID",
    "FinishedAt",
    "Gateway",
    "HostnamePath",
    "HostsPath",
    "IPAM",
    "Id",
    "IPAddress",
    "IPv4Address",
    "LogPath",
    "Log",
    "NetworkID",
    "Pid",
    "ResolvConfPath",
    "SandboxID",
    "SandboxKey",
    "StartedAt",
];

/// The hardware address that a line asks for; others are the engine's.
const ASKED: &str = "02:42:ac:11:00:99";

/// An inspection, without what is another one each time and without what is permitted to differ. An
/// id of a container stands for its name.
fn settled(inspected: &str, folder: &str, ids: &[(String, String)]) -> Value {
    let mut text = inspected.replace(folder, "{workspace}");
    for (id, name) in ids {
        text = text.replace(id, name).replace(&id[..12], "{short id}");
    }
    let mut value: Value = serde_json::from_str::<Value>(&text).unwrap()[0].take();
    level(&mut value);
    mounts(&mut value);
    settle(&mut value, true);
    value
}

/// Takes out what is another one each time, the labels, and the name that only twins have.
fn level(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| !ANOTHER_EACH_TIME.contains(&name.as_str()));
            // What every container of a run has, where nothing else was asked for.
            let usual = [("Memory", MEMORY), ("MemorySwap", 2 * MEMORY), ("PidsLimit", PIDS)];
            fields.retain(|name, value| {
                let limit = usual.iter().find(|(limit, _)| limit == name);
                limit.is_none_or(|(_, limit)| {
                    value.as_i64().is_some_and(|value| value != *limit && value != 0)
                })
            });
            let bounds: BTreeMap<&str, &str> = LOG_BOUNDS.into();
            for (name, field) in fields.iter_mut() {
                match (name.as_str(), &mut *field) {
                    ("LogConfig", log) if *log == json!({ "Type": LOG_DRIVER, "Config": bounds }) => {
                        log["Config"] = json!({});
                    }
                    ("Labels", Value::Object(labels)) => {
                        labels.retain(|name, _| !name.starts_with("statelab."));
                    }
                    ("MacAddress", Value::String(mac)) if mac != ASKED => mac.clear(),
                    // Docker takes its own pools in turn: first those of the one width, then those of the other.
                    ("IPPrefixLen", width) if *width == 20 => *width = json!(16),
                    // The port that the engine took: what was asked for stands in HostConfig.
                    ("HostPort", Value::String(port)) if port.len() == 5 => "free".clone_into(port),
                    ("Aliases", Value::Array(names)) => names.retain(|name| name != "twin-11"),
                    ("Mode", Value::String(words)) => *words = sorted(words),
                    _ => level(field),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(level),
        _ => {}
    }
}

/// Words of a bind in a fixed order.
fn sorted(words: &str) -> String {
    let mut words: Vec<&str> = words.split(',').collect();
    words.sort_unstable();
    words.join(",")
}

/// A volume without a name is said in another way: in the end it is mounted all the same.
fn mounts(value: &mut Value) {
    let Some(host) = value.get_mut("HostConfig") else { return };
    let anonymous = |mount: &Value| mount["Type"] == "volume" && mount["Source"].is_null();
    let said: Vec<Value> = host["Mounts"].as_array().into_iter().flatten().cloned().collect();
    let (anonymous, named): (Vec<Value>, Vec<Value>) = said.into_iter().partition(anonymous);
    if named.is_empty() {
        host.as_object_mut().unwrap().remove("Mounts");
    } else {
        host["Mounts"] = named.into();
    }
    for mount in &anonymous {
        let target = mount["Target"].as_str().unwrap();
        if value["Config"]["Volumes"].is_null() {
            value["Config"]["Volumes"] = Value::Object(Map::new());
        }
        value["Config"]["Volumes"][target] = Value::Object(Map::new());
    }
    for bind in value["HostConfig"]["Binds"].as_array_mut().into_iter().flatten() {
        let (place, words) = bind.as_str().unwrap().rsplit_once(':').unwrap();
        *bind = format!("{place}:{}", sorted(words)).into();
    }
    let Some(mounts) = value["Mounts"].as_array_mut() else { return };
    for mount in &mut *mounts {
        if mount["Name"].as_str().is_some_and(|name| name.len() == 64) {
            mount["Name"] = "nameless".into();
            mount["Source"] = Value::Null;
            // A mount in the long form has no mode.
            mount["Mode"] = Value::Null;
        }
    }
    mounts.sort_by_key(|mount| mount["Destination"].to_string());
}

#[test]
fn what_is_made_is_the_same() {
    assert_eq!(LINES.iter().filter(|line| line.contains("--name")).count(), CONTAINERS);
    let lines: Vec<String> = LINES.iter().map(|line| (*line).to_owned()).collect();
    let twins = Twins::new(&lines, &["docker cp twin-1:/x/. site"]);
    for folder in twins.folders() {
        fs::create_dir(folder.join("site")).unwrap();
    }
    for (line, [theirs, ours]) in lines.iter().zip(twins.all(&lines)) {
        assert_eq!(theirs.status, ours.status, "{line}: {theirs:?} {ours:?}");
        assert!(theirs.is_done() || theirs.status == Some(3), "{line}: {theirs:?}");
    }
    let containers = (1..=CONTAINERS).map(|at| format!("docker inspect twin-{at}"));
    let volumes = ["plain", "v1", "v2", "v3"].map(|name| format!("docker volume inspect twin-{name}"));
    let looks = containers.chain(volumes).chain(["docker network inspect twin-net".to_owned()]);
    let folders = twins.folders().map(|folder| folder.display().to_string());
    let ids =
        twins.look("docker ps -a --no-trunc --filter name=twin- --format '{{.ID}} {{.Names}}'").map(|rows| {
            let pair =
                |row: &str| row.split_once(' ').map(|(id, name)| (id.to_owned(), name.to_owned())).unwrap();
            rows.output.lines().map(pair).collect::<Vec<_>>()
        });
    let mut different = String::new();
    for look in looks {
        let [theirs, ours] = twins.look(&look);
        let theirs = settled(&theirs.output, &folders[0], &ids[0]);
        let ours = settled(&ours.output, &folders[1], &ids[1]);
        if theirs != ours {
            let (theirs, ours) = (format!("{theirs:#}\n"), format!("{ours:#}\n"));
            let lines = similar::TextDiff::from_lines(&theirs, &ours);
            writeln!(different, "{look}\n{}", lines.unified_diff().context_radius(4)).unwrap();
        }
    }
    assert!(different.is_empty(), "{different}");
}
