//! What is there before a line is played: the files of its folder, and what the engine has.

use std::collections::BTreeMap;

use serde_json::json;
use statelab::command::Action;
use statelab::engine::{Kind, LABEL_SELF, Ledger};

use crate::world::{Thing, World};

/// Containers that lines use. One that a line makes itself is not there before.
pub const CONTAINERS: [&str; 7] = ["web", "db", "later", "one", "two", "three", "dbstore"];

/// Those that run.
const RUNNING: [&str; 2] = ["web", "db"];

const NETWORKS: [&str; 3] = ["my-net", "other", "todo-app"];

const VOLUMES: [&str; 4] = ["my-vol", "other", "labelled", "mydata"];

/// Images that were there before the run. What is missing is pulled.
const IMAGES: [&str; 7] = [
    "nginx:latest",
    "nginx:1.27-alpine",
    "alpine:latest",
    "busybox:latest",
    "ubuntu:latest",
    "ubuntu:24.04",
    "postgres:13",
];

/// Images that the run named.
const NAMED: [&str; 4] = ["app:latest", "app:v1", "app:v2", "getting-started:latest"];

/// Where an image declares a volume.
pub const DECLARED: (&str, &str) = ("postgres:13", "/var/lib/postgresql/data");

/// What the lab asks for beyond what every lab has.
pub const ALLOW: &str = "\
[allow]
privileged = true
capabilities = ['NET_ADMIN']
devices = ['/dev/fuse', '/dev/sda', '/dev/null']
namespaces = ['network', 'pid', 'uts', 'user']
security_options = ['seccomp=unconfined', 'label=disable']
volume_options = true
";

/// Variables that both sides have.
pub const VARIABLES: [(&str, &str); 2] = [("B", "from outside"), ("TOKEN", "t0ken")];

/// The folder's files.
pub fn files() -> BTreeMap<String, Vec<u8>> {
    let text = [
        ("Dockerfile", "FROM nginx\nCOPY . /site\n"),
        (".dockerignore", "*.md\n"),
        ("notes.md", "not sent"),
        ("app/Dockerfile", "FROM nginx\n"),
        ("app/page.html", "page"),
        ("docker/Dockerfile.prod", "FROM alpine\n"),
        ("app.env", "# variables\nFROM_FILE=1\nB\n"),
        ("more.env", "MORE=a b\n"),
        ("vars.env", "VAR=1\n"),
        ("labels", "from.file=1\n"),
        ("index.html", "hello"),
        ("site/index.html", "hello"),
        ("site/sub/deep.html", "deep"),
        ("conf/x", "x"),
        ("a/x", "x"),
        ("a,b/x", "x"),
        ("target/x", "x"),
        ("a:b", "colon"),
    ];
    let mut files: BTreeMap<String, Vec<u8>> =
        text.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).into();
    files.insert(
        "nginx.tar".to_owned(),
        archive(&[
            ("manifest.json", r#"[{"Config":"c.json","RepoTags":["loaded:1"],"Layers":[]}]"#),
            ("c.json", r#"{"rootfs":{"type":"layers","diff_ids":[]}}"#),
        ]),
    );
    files.insert("web.tar".to_owned(), archive(&[("file", "of a filesystem")]));
    files
}

fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, text) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        header.set_uid(0);
        header.set_gid(0);
        archive.append_data(&mut header, name, text.as_bytes()).unwrap();
    }
    archive.into_inner().unwrap()
}

/// An engine with all that a line needs and nothing that it makes; the ledger has it as the run's.
pub fn world(action: &Action, ledger: &Ledger) -> World {
    let mut world = World::default();
    let makes = match action {
        Action::Run(run) => run.container.name.as_ref(),
        Action::Create(create) => create.container.name.as_ref(),
        _ => None,
    };
    let makes = makes.map(|name| name.value.as_str());
    for name in CONTAINERS.into_iter().filter(|name| makes != Some(*name)) {
        let thing = named(&mut world, name);
        let (intent, _) = ledger.intend(Kind::Container, name).unwrap();
        ledger.made(intent, &thing.id).unwrap();
        let running = RUNNING.contains(&name);
        world.containers.insert(thing.id.clone(), Thing { running, ..thing });
    }
    add_networks(action, ledger, &mut world);
    if matches!(action, Action::RemoveVolumes(_)) {
        for name in VOLUMES {
            let (intent, identity) = ledger.intend(Kind::Volume, name).unwrap();
            ledger.made(intent, name).unwrap();
            let labels = json!({ LABEL_SELF: identity });
            world.volumes.insert(name.to_owned(), Thing { labels, ..named(&mut World::default(), name) });
        }
    }
    for name in IMAGES.into_iter().chain(NAMED) {
        let mut thing = named(&mut world, name);
        thing.id = format!("sha256:{}", thing.id);
        thing.body = if name == DECLARED.0 { json!({ DECLARED.1: {} }) } else { json!({}) };
        if NAMED.contains(&name) {
            let (intent, _) = ledger.intend(Kind::Image, name).unwrap();
            ledger.made(intent, &thing.id).unwrap();
        }
        world.images.insert(name.to_owned(), thing);
    }
    world
}

fn add_networks(action: &Action, ledger: &Ledger, world: &mut World) {
    let made = matches!(action, Action::CreateNetwork(_));
    let own = NETWORKS.into_iter().filter(|_| !made);
    for name in own.chain(["bridge", "host", "none"]) {
        let thing = named(world, name);
        if NETWORKS.contains(&name) {
            let (intent, _) = ledger.intend(Kind::Network, name).unwrap();
            ledger.made(intent, &thing.id).unwrap();
        }
        world.networks.insert(thing.id.clone(), thing);
    }
}

fn named(world: &mut World, name: &str) -> Thing {
    Thing { id: world.id(), name: name.to_owned(), labels: json!({}), ..Thing::default() }
}
