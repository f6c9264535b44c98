//! The images that the model has: an nginx and a PostgreSQL of its own, with what the stand-ins in
//! `images/` have that labs and tests rely on.

use std::sync::Arc;

use super::image::{Config, Image, Layer};
use super::network::Network;
use super::programs::{DATABASE, MARK, NAMES};
use super::tree::{Node, Thing, Tree};
use super::world::{World, fresh_id};

const PAGE: &str = include_str!("../../images/nginx/files/usr/share/nginx/html/index.html");
const ERROR_PAGE: &str = include_str!("../../images/nginx/files/usr/share/nginx/html/50x.html");
const NGINX_ENTRYPOINT: &str = include_str!("../../images/nginx/files/docker-entrypoint.sh");
const PASSWD: &str = "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n\
    nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n";
const GROUP: &str = "root:x:0:\ndaemon:x:1:\nnogroup:x:65534:\n";

/// When the images were made: seconds since 1970.
const MADE: u64 = 1_750_000_000;

/// The files of a Debian with these programs, and a user.
fn base(programs: &[&str], user: (&str, u32)) -> Tree {
    let mut tree = Tree::of(Node::directory(0o755));
    for folder in [
        "boot",
        "dev",
        "home",
        "media",
        "mnt",
        "opt",
        "proc",
        "run",
        "srv",
        "sys",
        "usr/sbin",
        "usr/local/bin",
        "var/log",
        "var/tmp",
    ] {
        tree.put(&format!("/{folder}"), Node::directory(0o755));
    }
    tree.put("/tmp", Node::directory(0o1777));
    tree.put("/root", Node::directory(0o700));
    for (path, text) in [
        ("/etc/passwd", format!("{PASSWD}{0}:x:{1}:{1}:{0}:/var/lib/{0}:/bin/false\n", user.0, user.1)),
        ("/etc/group", format!("{GROUP}{}:x:{}:\n", user.0, user.1)),
        ("/etc/issue", "Debian GNU/Linux \\n \\l\n".to_owned()),
        ("/etc/debian_version", "12.0\n".to_owned()),
        ("/usr/lib/os-release", "PRETTY_NAME=\"Debian GNU/Linux (a model)\"\nID=debian\n".to_owned()),
    ] {
        tree.put(path, Node::file(text.as_bytes(), 0o644));
    }
    tree.put("/etc/os-release", Node::link("../usr/lib/os-release"));
    for name in ["hosts", "hostname", "resolv.conf"] {
        tree.put(&format!("/etc/{name}"), Node::file(b"", 0o644));
    }
    for (link, target) in [("bin", "usr/bin"), ("sbin", "usr/sbin"), ("lib", "usr/lib")] {
        tree.put(&format!("/{link}"), Node::link(target));
    }
    tree.put("/var/run", Node::link("/run"));
    for program in programs {
        tree.put(&format!("/usr/bin/{program}"), Node::file(format!("{MARK}{program}\n").as_bytes(), 0o755));
    }
    tree
}

fn finish(mut tree: Tree, config: Config, by: &str) -> Image {
    for node in tree.0.values_mut() {
        node.time = MADE * 1_000_000_000;
    }
    let layer = |by: &str, size| Layer { created: MADE, by: by.to_owned(), size, comment: String::new() };
    Image {
        id: format!("sha256:{}", fresh_id()),
        layers: vec![layer("ADD rootfs.tar /", tree.size()), layer(by, 0)],
        tree: Arc::new(tree),
        config,
        created: MADE * 1_000_000_000,
        parent: String::new(),
        author: String::new(),
        comment: String::new(),
    }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

fn nginx() -> Image {
    let mut tree = base(&[NAMES, &["nginx"]].concat(), ("nginx", 101));
    tree.put("/usr/share/nginx/html/index.html", Node::file(PAGE.as_bytes(), 0o644));
    tree.put("/usr/share/nginx/html/50x.html", Node::file(ERROR_PAGE.as_bytes(), 0o644));
    tree.put("/docker-entrypoint.sh", Node::file(NGINX_ENTRYPOINT.as_bytes(), 0o755));
    tree.put("/docker-entrypoint.d", Node::directory(0o755));
    tree.put("/var/log/nginx/access.log", Node::link("/dev/stdout"));
    tree.put("/var/log/nginx/error.log", Node::link("/dev/stderr"));
    let config = Config {
        env: words(&[
            "NGINX_VERSION=1.22.1",
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        ]),
        entrypoint: words(&["/docker-entrypoint.sh"]),
        command: words(&["nginx", "-g", "daemon off;"]),
        exposed: ["80/tcp".to_owned()].into(),
        stop_signal: "SIGQUIT".to_owned(),
        ..Config::default()
    };
    finish(tree, config, "CMD [\"nginx\" \"-g\" \"daemon off;\"]")
}

fn postgres() -> Image {
    let mut tree = base(&[NAMES, DATABASE].concat(), ("postgres", 999));
    tree.put(
        "/usr/local/bin/docker-entrypoint.sh",
        Node::file(format!("{MARK}postgres-entrypoint\n").as_bytes(), 0o755),
    );
    tree.put("/docker-entrypoint-initdb.d", Node::directory(0o755));
    tree.put("/var/lib/postgresql", Node::directory(0o755).owned(999, 999));
    tree.put("/var/lib/postgresql/data", Node::directory(0o1777).owned(999, 999));
    tree.put("/run/postgresql", Node::directory(0o3777).owned(999, 999));
    let config = Config {
        env: words(&[
            "PG_MAJOR=13",
            "PGDATA=/var/lib/postgresql/data",
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        ]),
        entrypoint: words(&["docker-entrypoint.sh"]),
        command: words(&["postgres"]),
        volumes: ["/var/lib/postgresql/data".to_owned()].into(),
        exposed: ["5432/tcp".to_owned()].into(),
        stop_signal: "SIGINT".to_owned(),
        ..Config::default()
    };
    finish(tree, config, "CMD [\"postgres\"]")
}

/// What is made for each run of a container: its devices, and what it knows of processes.
pub fn own(hostname: &str, hosts: &str, main: &str) -> Vec<(&'static str, Tree)> {
    let mut dev = Tree::of(Node::directory(0o755));
    for name in ["null", "zero", "tty", "stdout", "stderr"] {
        dev.put(&format!("/{name}"), Node::new(Thing::Device(name), 0o666));
    }
    let mut proc = Tree::of(Node::directory(0o555));
    proc.put("/1/comm", Node::file(format!("{main}\n").as_bytes(), 0o444));
    let file = |text: &str| Tree::of(Node::file(text.as_bytes(), 0o644));
    vec![
        ("/dev", dev),
        ("/proc", proc),
        ("/etc/hosts", file(hosts)),
        ("/etc/hostname", file(&format!("{hostname}\n"))),
        ("/etc/resolv.conf", file("nameserver 127.0.0.11\n")),
    ]
}

/// A world with these images, and the networks that every engine has.
pub fn world(block: [u8; 2]) -> World {
    let mut world = World::default();
    for (tag, image) in [("nginx:latest", nginx()), ("postgres:13", postgres())] {
        world.tags.insert(tag.to_owned(), image.id.clone());
        world.images.insert(image.id.clone(), image);
    }
    let [one, two] = block;
    for (name, driver) in [("bridge", "bridge"), ("host", "host"), ("none", "null")] {
        let subnet = if name == "bridge" { format!("127.{one}.{two}.0/28") } else { String::new() };
        let id = fresh_id();
        let network = Network {
            id: id.clone(),
            name: name.to_owned(),
            driver: driver.to_owned(),
            internal: false,
            labels: std::collections::BTreeMap::new(),
            options: std::collections::BTreeMap::new(),
            gateway: String::new(),
            subnet,
            created: MADE * 1_000_000_000,
            own: true,
            given: 0,
        };
        world.networks.insert(id, network);
    }
    world
}
