//! The engine that the recorder stands in for: just enough of one that a client goes on.

use std::collections::BTreeMap;

use base64::Engine as _;
use serde_json::{Value, json};

use crate::sent::Sent;

/// What the engine has.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// By id.
    pub containers: BTreeMap<String, Thing>,
    /// By id.
    pub networks: BTreeMap<String, Thing>,
    /// By name, which is their id too.
    pub volumes: BTreeMap<String, Thing>,
    /// By name with tag.
    pub images: BTreeMap<String, Thing>,
    /// How much was made.
    made: u64,
}

/// A thing that an engine has.
#[derive(Debug, Clone, Default)]
pub struct Thing {
    pub id: String,
    pub name: String,
    pub labels: Value,
    /// Of a container, what its create call said; of an image its declared volumes.
    pub body: Value,
    pub running: bool,
}

/// What an engine answers.
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    /// Null: not JSON; of a call that takes the connection over, nothing.
    pub body: Value,
    pub bytes: Vec<u8>,
}

impl Answer {
    fn of(status: u16, body: Value) -> Self {
        Self { status, headers: Vec::new(), body, bytes: Vec::new() }
    }

    fn missing(what: &str) -> Self {
        Self::of(404, json!({ "message": format!("No such {what}") }))
    }

    fn found(body: Option<Value>, what: &str) -> Self {
        body.map_or_else(|| Self::missing(what), |body| Self::of(200, body))
    }
}

/// Folders that every container has.
const FOLDERS: [&str; 6] = ["/", "/srv", "/var/lib/data", "/usr/share/nginx/html", "/etc/nginx", "/var/log"];
/// Files that every container has.
const FILES: [&str; 3] = ["/usr/share/nginx/html/index.html", "/etc/nginx/nginx.conf", "/var/log/app.log"];
/// A link that every container has, and where it leads.
const LINK: (&str, &str) = ("/etc/localtime", "/usr/share/zoneinfo/Etc/UTC");

/// The bit that Go sets in the mode of a directory, and of a link.
const GO_DIRECTORY: u32 = 1 << 31;
const GO_LINK: u32 = 1 << 27;

impl World {
    /// Another id, as the engine makes them.
    pub fn id(&mut self) -> String {
        self.made += 1;
        format!("{:064x}", 0x5ee_d000_0000 + self.made)
    }

    fn container(&self, name: &str) -> Option<&Thing> {
        self.containers.get(name).or_else(|| self.containers.values().find(|thing| thing.name == name))
    }

    fn network(&self, name: &str) -> Option<&Thing> {
        self.networks.get(name).or_else(|| self.networks.values().find(|thing| thing.name == name))
    }

    fn image(&self, name: &str) -> Option<&Thing> {
        let tagged = if name.rsplit('/').next().is_some_and(|last| last.contains(':')) {
            name.to_owned()
        } else {
            format!("{name}:latest")
        };
        self.images.get(&tagged).or_else(|| self.images.values().find(|thing| thing.id == name))
    }

    /// Does what a request asks for, as far as anybody will ask about it.
    pub fn answer(&mut self, sent: &Sent) -> Answer {
        let path = sent.path.trim_matches('/').to_owned();
        let path: Vec<&str> = path.split('/').collect();
        match (sent.method.as_str(), path.as_slice()) {
            (_, ["_ping"]) => Answer::of(200, Value::Null),
            ("GET", ["version"]) => Answer::of(200, json!({ "Version": "20.10.24", "ApiVersion": "1.45" })),
            ("GET", ["info"]) => Answer::of(
                200,
                json!({ "OSType": "linux", "IndexServerAddress": "https://index.docker.io/v1/" }),
            ),
            (_, ["containers", rest @ ..]) => self.containers(sent, rest),
            (_, ["exec", rest @ ..]) => Self::execs(rest),
            (_, ["networks", rest @ ..]) => self.networks(sent, rest),
            (_, ["volumes", rest @ ..]) => self.volumes(sent, rest),
            (_, ["images", rest @ ..]) => self.images(sent, rest),
            ("GET", ["system", "df"]) => Answer::of(200, json!({})),
            ("POST", ["commit"]) => Answer::of(201, json!({ "Id": format!("sha256:{}", self.id()) })),
            ("POST", ["build"]) => {
                let id = format!("sha256:{}", self.id());
                Answer::of(200, json!({ "aux": { "ID": id } }))
            }
            _ => panic!("the recorder has no answer to\n{sent}"),
        }
    }

    fn containers(&mut self, sent: &Sent, path: &[&str]) -> Answer {
        match (sent.method.as_str(), path) {
            ("POST", ["create"]) => self.create(sent),
            ("POST", ["prune"]) => Answer::of(200, json!({ "SpaceReclaimed": 0 })),
            ("GET", ["json"]) => {
                let rows = self.containers.values().map(|thing| {
                    json!({ "Id": thing.id, "Names": [format!("/{}", thing.name)], "Labels": thing.labels })
                });
                Answer::of(200, rows.collect())
            }
            (_, [name, rest @ ..]) => {
                let Some(thing) = self.container(name).cloned() else {
                    return Answer::missing("container");
                };
                self.of_container(sent, thing, rest)
            }
            _ => panic!("the recorder has no answer to\n{sent}"),
        }
    }

    fn of_container(&mut self, sent: &Sent, thing: Thing, path: &[&str]) -> Answer {
        match (sent.method.as_str(), path) {
            ("GET", ["json"]) => Answer::of(200, inspected(&thing)),
            ("POST", ["start"]) => {
                let id = thing.id.clone();
                self.containers.insert(id, Thing { running: true, ..thing });
                Answer::of(204, Value::Null)
            }
            ("POST", ["wait"]) => Answer::of(200, json!({ "StatusCode": 0 })),
            ("POST", ["exec"]) => Answer::of(201, json!({ "Id": self.id() })),
            ("POST", ["update"]) => Answer::of(200, json!({ "Warnings": [] })),
            ("GET", ["top"]) => Answer::of(200, json!({ "Titles": ["PID"], "Processes": [["1"]] })),
            ("POST", ["attach"]) | ("GET", ["logs" | "export"]) | ("PUT", ["archive"]) => {
                Answer::of(200, Value::Null)
            }
            ("GET" | "HEAD", ["archive"]) => archive(&sent.query["path"][0]),
            ("DELETE", []) => {
                self.containers.remove(&thing.id);
                Answer::of(204, Value::Null)
            }
            ("POST", [_]) => Answer::of(204, Value::Null),
            _ => panic!("the recorder has no answer to\n{sent}"),
        }
    }

    fn create(&mut self, sent: &Sent) -> Answer {
        let image = sent.body["Image"].as_str().unwrap();
        if self.image(image).is_none() {
            return Answer::missing(&format!("image: {image}"));
        }
        let id = self.id();
        let name = sent.query.get("name").map_or("named_by_engine", |name| name[0].as_str().unwrap());
        let thing = Thing {
            id: id.clone(),
            name: name.to_owned(),
            labels: sent.body["Labels"].clone(),
            body: sent.body.clone(),
            running: false,
        };
        self.containers.insert(id.clone(), thing);
        Answer::of(201, json!({ "Id": id, "Warnings": [] }))
    }

    fn execs(path: &[&str]) -> Answer {
        match path {
            [_, "start"] => Answer::of(200, Value::Null),
            [id, "json"] => Answer::of(200, json!({ "ID": id, "Running": false, "ExitCode": 0 })),
            _ => Answer::of(200, json!({})),
        }
    }

    fn networks(&mut self, sent: &Sent, path: &[&str]) -> Answer {
        match (sent.method.as_str(), path) {
            ("POST", ["create"]) => {
                let id = self.id();
                let name = sent.body["Name"].as_str().unwrap().to_owned();
                let thing =
                    Thing { id: id.clone(), name, labels: sent.body["Labels"].clone(), ..Thing::default() };
                self.networks.insert(id.clone(), thing);
                Answer::of(201, json!({ "Id": id }))
            }
            ("GET", []) => Answer::of(200, self.networks.values().map(network).collect()),
            ("GET", [name]) => Answer::found(self.network(name).map(network), "network"),
            ("DELETE", [name]) => {
                let name = *name;
                self.networks.retain(|id, thing| id != name && thing.name != name);
                Answer::of(204, Value::Null)
            }
            ("POST", ["prune"]) => Answer::of(200, json!({})),
            _ => Answer::of(200, Value::Null),
        }
    }

    fn volumes(&mut self, sent: &Sent, path: &[&str]) -> Answer {
        match (sent.method.as_str(), path) {
            ("POST", ["create"]) => {
                let name = sent.body["Name"].as_str().filter(|name| !name.is_empty());
                let name = name.map_or_else(|| self.id(), str::to_owned);
                let thing =
                    Thing { name: name.clone(), labels: sent.body["Labels"].clone(), ..Thing::default() };
                let said = volume(&thing);
                self.volumes.insert(name, thing);
                Answer::of(201, said)
            }
            ("GET", []) => {
                Answer::of(200, json!({ "Volumes": self.volumes.values().map(volume).collect::<Value>() }))
            }
            ("GET", [name]) => Answer::found(self.volumes.get(*name).map(volume), "volume"),
            ("DELETE", [name]) => {
                let known = self.volumes.remove(*name).is_some();
                if known { Answer::of(204, Value::Null) } else { Answer::missing("volume") }
            }
            _ => Answer::of(200, json!({ "SpaceReclaimed": 0 })),
        }
    }

    fn images(&mut self, sent: &Sent, path: &[&str]) -> Answer {
        let last = path.last().copied().unwrap_or_default();
        let name = path[..path.len().saturating_sub(1)].join("/");
        match (sent.method.as_str(), last) {
            ("POST", "create") => self.pulled(sent),
            ("POST", "load") => Answer::of(200, json!({ "stream": "Loaded image: nginx:latest\n" })),
            ("POST", "prune") => Answer::of(200, json!({ "SpaceReclaimed": 0 })),
            ("POST", "tag") => Answer::of(201, Value::Null),
            ("GET", "get") => Answer::of(200, Value::Null),
            ("GET", "json") if name.is_empty() => Answer::of(
                200,
                self.images.values().map(|thing| {
                    json!({ "Id": thing.id, "RepoTags": [thing.name], "Labels": {}, "ParentId": "", "Created": 1,
                        "RepoDigests": [], "Size": 1, "SharedSize": 1, "Containers": 0 })
                }).collect(),
            ),
            ("GET", "json") => Answer::found(
                self.image(&name).map(|thing| {
                    json!({ "Id": thing.id, "RepoTags": [thing.name], "Config": { "Volumes": thing.body } })
                }),
                "image",
            ),
            ("DELETE", _) => match self.image(&path.join("/")).cloned() {
                Some(thing) => {
                    self.images.remove(&thing.name);
                    Answer::of(200, json!([{ "Untagged": thing.name }]))
                }
                None => Answer::missing("image"),
            },
            _ => panic!("the recorder has no answer to\n{sent}"),
        }
    }

    /// `POST /images/create`: a pull, or an import.
    fn pulled(&mut self, sent: &Sent) -> Answer {
        let text = |name: &str| {
            sent.query.get(name).map_or_else(String::new, |values| values[0].as_str().unwrap().to_owned())
        };
        if sent.query.contains_key("fromSrc") {
            return Answer::of(200, json!({ "status": format!("sha256:{}", self.id()) }));
        }
        let name = format!("{}:{}", text("fromImage"), text("tag"));
        let thing = Thing { id: format!("sha256:{}", self.id()), name: name.clone(), ..Thing::default() };
        self.images.insert(name, thing);
        Answer::of(200, json!({ "status": "Pull complete" }))
    }
}

fn inspected(thing: &Thing) -> Value {
    let body = &thing.body;
    let state = if thing.running { "running" } else { "created" };
    // What is mounted comes back, so that a client finds the name of a volume that it did not name.
    let mounts = body["HostConfig"]["Mounts"].as_array().into_iter().flatten().map(|mount| {
        let name = mount["Source"].as_str().unwrap_or("anonymous");
        json!({ "Type": mount["Type"], "Name": name, "Destination": mount["Target"], "RW": true })
    });
    json!({
        "Id": thing.id, "Name": format!("/{}", thing.name), "Path": "true", "Args": [],
        "Config": { "Labels": thing.labels, "Tty": body["Tty"], "Env": [] },
        "HostConfig": { "NetworkMode": "default", "LogConfig": { "Type": "json-file" } },
        "State": { "Running": thing.running, "Status": state, "StartedAt": "2024-01-01T00:00:00Z" },
        "NetworkSettings": { "Networks": {}, "Ports": {} },
        "Mounts": mounts.collect::<Value>(),
    })
}

fn network(thing: &Thing) -> Value {
    json!({ "Id": thing.id, "Name": thing.name, "Labels": thing.labels, "Driver": "bridge" })
}

fn volume(thing: &Thing) -> Value {
    json!({ "Name": thing.name, "Labels": thing.labels, "Driver": "local", "Mountpoint": "/v", "Scope": "local",
        "Options": {}, "CreatedAt": "2024-01-01T00:00:00Z" })
}

/// What an engine says of a path, and its archive.
fn archive(path: &Value) -> Answer {
    let asked = path.as_str().unwrap();
    let trimmed = asked.trim_end_matches("/.").trim_end_matches('/');
    let path = if trimmed.is_empty() { "/" } else { trimmed };
    let (mode, link) = match path {
        path if FOLDERS.contains(&path) => (GO_DIRECTORY | 0o755, ""),
        path if FILES.contains(&path) || path == LINK.1 => (0o644, ""),
        path if path == LINK.0 => (GO_LINK | 0o777, LINK.1),
        _ => return Answer::missing("path"),
    };
    let name = path.rsplit('/').next().unwrap();
    let stat =
        json!({ "name": name, "size": 5, "mode": mode, "mtime": "2024-01-01T00:00:00Z", "linkTarget": link });
    let mut header = tar::Header::new_gnu();
    header.set_mode(mode & 0o777);
    header.set_size(0);
    header.set_uid(0);
    header.set_gid(0);
    let mut packed = tar::Builder::new(Vec::new());
    if mode & GO_DIRECTORY != 0 {
        header.set_entry_type(tar::EntryType::Directory);
    }
    packed.append_data(&mut header, if name.is_empty() { "." } else { name }, std::io::empty()).unwrap();
    Answer {
        status: 200,
        headers: vec![(
            "X-Docker-Container-Path-Stat",
            base64::engine::general_purpose::STANDARD.encode(stat.to_string()),
        )],
        body: Value::Null,
        bytes: packed.into_inner().unwrap(),
    }
}
