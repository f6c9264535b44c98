//! What the engine tells of its objects: in the project's types, and in the words of Docker's API.
//!
//! Longer than 400 lines because each object is told in two languages, and a reader compares them.

use serde_json::{Map, Value, json};
use statelab::engine::{
    ContainerDetails, ContainerId, EndpointDetails, ImageDetails, Kind, Labels, MountDetails, MountKind,
    MountSpec, NetworkDetails, VolumeDetails,
};

use super::container::{Container, Mount};
use super::image::{Config, Image};
use super::network::Network;
use super::world::{Volume, World, stamp};

/// What stands for a time that there is none of.
const NEVER: &str = "0001-01-01T00:00:00Z";
/// Where the engine says that it keeps things.
pub const ROOT: &str = "/var/lib/model";

fn time(nanoseconds: u64) -> String {
    if nanoseconds == 0 { NEVER.to_owned() } else { stamp(nanoseconds) }
}

fn set<'t>(names: impl IntoIterator<Item = &'t String>) -> Value {
    names.into_iter().map(|name| (name.clone(), json!({}))).collect::<Map<_, _>>().into()
}

impl World {
    pub fn container_details(&self, one: &Container) -> ContainerDetails {
        let never = |nanoseconds| if nanoseconds == 0 { String::new() } else { stamp(nanoseconds) };
        let mut ports = one.ports.clone();
        ports.sort();
        ContainerDetails {
            id: ContainerId(one.id.clone()),
            name: one.name.clone(),
            image: one.image.clone(),
            running: one.running(),
            exit_code: one.exit,
            started: never(one.started),
            mounts: one.mounts.iter().map(mount_details).collect(),
            ports,
            labels: one.config.labels.clone(),
            state: one.word().to_owned(),
            health: one.health.map(str::to_owned),
            created: stamp(one.created),
            finished: never(one.finished),
            image_name: one.spec.image.clone(),
            env: one.config.env.clone(),
            command: one.command(),
            tty: one.spec.tty,
            open_stdin: one.spec.open_stdin,
            auto_remove: one.spec.auto_remove,
            exposed: one.config.exposed.iter().cloned().collect(),
            networks: self.endpoints_of(one),
            restarts: one.restarts,
        }
    }

    fn endpoints_of(&self, one: &Container) -> Vec<EndpointDetails> {
        let mut all: Vec<EndpointDetails> = one
            .endpoints
            .iter()
            .map(|(id, endpoint)| {
                let network = self.networks.get(id);
                let mut aliases = endpoint.spec.aliases.clone();
                if network.is_some_and(|network| !network.own) {
                    aliases.push(one.id[..12].to_owned());
                }
                EndpointDetails {
                    network: network.map_or_else(|| id.clone(), |network| network.name.clone()),
                    id: id.clone(),
                    address: endpoint.address.clone(),
                    aliases,
                }
            })
            .collect();
        all.sort_by(|one, other| one.network.cmp(&other.network));
        all
    }

    /// The body of an inspection; none: there is no such thing.
    pub fn inspect(&self, kind: Kind, name: &str, size: bool) -> Option<Value> {
        match kind {
            Kind::Container => self.find(name).map(|id| self.inspect_container(&self.containers[&id], size)),
            Kind::Image => self.image_id(name).map(|id| self.inspect_image(&self.images[&id])),
            Kind::Volume => self.volumes.get(name).map(volume_row),
            Kind::Network => self.network_id(name).map(|id| self.network_row(&self.networks[&id])),
        }
    }

    fn networks_json(&self, one: &Container) -> Value {
        let all = self.endpoints_of(one).into_iter().map(|it| {
            let body = json!({ "NetworkID": it.id, "IPAddress": it.address, "Aliases": it.aliases });
            (it.network, body)
        });
        all.collect::<Map<_, _>>().into()
    }

    fn inspect_container(&self, one: &Container, size: bool) -> Value {
        let command = one.command();
        let mut ports: Map<String, Value> =
            one.config.exposed.iter().map(|port| (port.clone(), Value::Null)).collect();
        for (port, address, host) in &one.ports {
            ports.insert(port.clone(), json!([{ "HostIp": address, "HostPort": host.to_string() }]));
        }
        let mut body = json!({
            "Id": one.id, "Created": stamp(one.created), "Path": command.first(), "Args": command.get(1..).unwrap_or_default(),
            "State": {
                "Status": one.word(), "Running": one.running(), "Paused": one.paused, "Restarting": false,
                "OOMKilled": false, "Dead": false, "Pid": if one.running() { 1000 } else { 0 },
                "ExitCode": one.exit, "Error": "", "StartedAt": time(one.started), "FinishedAt": time(one.finished),
            },
            "Image": one.image, "Name": format!("/{}", one.name), "RestartCount": one.restarts,
            "Driver": "memory", "Platform": "linux", "GraphDriver": { "Name": "memory", "Data": null },
            "HostConfig": host_config(one), "Mounts": one.mounts.iter().map(mount_json).collect::<Vec<_>>(),
            "Config": config_json(&one.config, one),
            "NetworkSettings": { "Networks": self.networks_json(one), "Ports": if one.running() { ports } else { Map::new() } },
        });
        if let Some(health) = one.health {
            body["State"]["Health"] = json!({ "Status": health, "FailingStreak": 0, "Log": [] });
        }
        if size {
            body["SizeRw"] = json!(layer_size(one));
            body["SizeRootFs"] = json!(one.tree.size());
        }
        body
    }

    fn inspect_image(&self, image: &Image) -> Value {
        json!({
            "Id": image.id, "RepoTags": self.tags_of(&image.id), "RepoDigests": [], "Parent": image.parent,
            "Comment": image.comment, "Author": image.author, "Created": stamp(image.created), "Container": "",
            "DockerVersion": super::VERSION, "Architecture": "amd64", "Os": "linux", "Size": image.tree.size(),
            "VirtualSize": image.tree.size(), "GraphDriver": { "Name": "memory", "Data": null },
            "RootFS": { "Type": "layers", "Layers": [image.id] }, "Config": image_config(&image.config),
        })
    }

    /// All objects of a kind that carry these labels, as the engine lists them.
    pub fn rows(&self, kind: Kind, labels: &Labels) -> Vec<Value> {
        let fits = |own: &Labels| {
            labels.iter().all(|(name, value)| own.get(name).is_some_and(|it| value.is_empty() || it == value))
        };
        match kind {
            Kind::Container => {
                let mut all: Vec<&Container> =
                    self.containers.values().filter(|one| fits(&one.config.labels)).collect();
                all.sort_by_key(|one| std::cmp::Reverse(one.created));
                all.into_iter().map(|one| self.container_row(one)).collect()
            }
            Kind::Image => {
                let step = |image: &&Image| self.tags_of(&image.id).is_empty() && self.children(&image.id);
                let all = self.images.values().filter(|image| fits(&image.config.labels) && !step(image));
                all.map(|image| self.image_row(image)).collect()
            }
            Kind::Volume => self.volumes.values().filter(|it| fits(&it.labels)).map(volume_row).collect(),
            Kind::Network => {
                self.networks.values().filter(|it| fits(&it.labels)).map(|it| self.network_row(it)).collect()
            }
        }
    }

    fn container_row(&self, one: &Container) -> Value {
        let port = |port: &String| {
            (
                port.split('/').next().and_then(|it| it.parse::<u16>().ok()),
                port.split('/').nth(1).unwrap_or("tcp").to_owned(),
            )
        };
        let published = one.ports.iter().map(|(inside, address, host)| {
            json!({ "IP": address, "PrivatePort": port(inside).0, "PublicPort": host, "Type": port(inside).1 })
        });
        let unpublished = one
            .config
            .exposed
            .iter()
            .filter(|it| one.running() && one.ports.iter().all(|other| other.0 != **it));
        let unpublished = unpublished.map(|it| json!({ "PrivatePort": port(it).0, "Type": port(it).1 }));
        let ago = |since: u64| human(super::tree::now().saturating_sub(since) / 1_000_000_000);
        let status = match one.word() {
            "created" => "Created".to_owned(),
            "paused" => format!("Up {} (Paused)", ago(one.started)),
            "running" => format!(
                "Up {}{}",
                ago(one.started),
                one.health.map(|it| format!(" ({it})")).unwrap_or_default()
            ),
            _ => format!("Exited ({}) {} ago", one.exit, ago(one.finished)),
        };
        json!({
            "Id": one.id, "Names": [format!("/{}", one.name)], "Image": one.spec.image, "ImageID": one.image,
            "Command": one.command().join(" "), "Created": one.created / 1_000_000_000,
            "Ports": published.chain(unpublished).collect::<Vec<_>>(), "Labels": one.config.labels, "State": one.word(),
            "Status": status, "HostConfig": { "NetworkMode": one.spec.network.mode.as_deref().unwrap_or("default") },
            "NetworkSettings": { "Networks": self.networks_json(one) },
            "Mounts": one.mounts.iter().map(mount_json).collect::<Vec<_>>(),
        })
    }

    pub fn image_row(&self, image: &Image) -> Value {
        let tags = self.tags_of(&image.id);
        let tags = if tags.is_empty() { vec!["<none>:<none>".to_owned()] } else { tags };
        json!({
            "Id": image.id, "ParentId": image.parent, "RepoTags": tags, "RepoDigests": [], "Created": image.created / 1_000_000_000,
            "Size": image.tree.size(), "SharedSize": -1, "VirtualSize": image.tree.size(), "Labels": image.config.labels,
            "Containers": -1,
        })
    }

    fn network_row(&self, network: &Network) -> Value {
        let inside =
            self.containers.values().filter(|one| one.running() && one.endpoints.contains_key(&network.id));
        let inside: Map<String, Value> =
            inside.map(|one| (one.id.clone(), json!({ "Name": one.name }))).collect();
        let pools = if network.subnet.is_empty() {
            json!([])
        } else {
            json!([{ "Subnet": network.subnet, "Gateway": network.gateway }])
        };
        json!({
            "Name": network.name, "Id": network.id, "Created": stamp(network.created), "Scope": "local",
            "Driver": network.driver, "EnableIPv6": false, "IPAM": { "Driver": "default", "Config": pools },
            "Internal": network.internal, "Attachable": false, "Ingress": false, "Containers": inside,
            "Options": network.options, "Labels": network.labels,
        })
    }

    pub fn network_details(&self, network: &Network) -> NetworkDetails {
        let inside =
            self.containers.values().filter(|one| one.running() && one.endpoints.contains_key(&network.id));
        NetworkDetails {
            id: network.id.clone(),
            name: network.name.clone(),
            driver: network.driver.clone(),
            internal: network.internal,
            subnets: Some(network.subnet.clone()).filter(|subnet| !subnet.is_empty()).into_iter().collect(),
            containers: inside.map(|one| ContainerId(one.id.clone())).collect(),
            labels: network.labels.clone(),
        }
    }

    pub fn image_details(&self, image: &Image) -> ImageDetails {
        ImageDetails {
            id: image.id.clone(),
            tags: self.tags_of(&image.id),
            volumes: image.config.volumes.iter().cloned().collect(),
            labels: image.config.labels.clone(),
            layers: vec![image.id.clone()],
        }
    }

    pub fn usage(&self) -> Value {
        let containers = self.containers.values().map(|one| {
            let mut row = self.container_row(one);
            row["SizeRw"] = json!(layer_size(one));
            row["SizeRootFs"] = json!(one.tree.size());
            row
        });
        let volumes = self.volumes.values().map(|volume| {
            let mut row = volume_row(volume);
            row["UsageData"] =
                json!({ "Size": volume.tree.size(), "RefCount": self.users_of_volume(&volume.name).len() });
            row
        });
        let images = self.images.values().map(|image| {
            let mut row = self.image_row(image);
            row["Containers"] = json!(self.containers.values().filter(|one| one.image == image.id).count());
            row
        });
        let size: u64 = self.images.values().map(|image| image.tree.size()).sum();
        json!({
            "LayersSize": size, "Images": images.collect::<Vec<_>>(), "Containers": containers.collect::<Vec<_>>(),
            "Volumes": volumes.collect::<Vec<_>>(), "BuildCache": [],
        })
    }
}

/// Seconds in words, as `docker ps` has them.
fn human(seconds: u64) -> String {
    match seconds {
        0 => "Less than a second".to_owned(),
        1 => "1 second".to_owned(),
        2..60 => format!("{seconds} seconds"),
        60..120 => "About a minute".to_owned(),
        120..3600 => format!("{} minutes", seconds / 60),
        _ => format!("{} hours", seconds / 3600),
    }
}

/// Bytes of a container's own layer.
fn layer_size(one: &Container) -> i64 {
    let changed =
        one.tree.0.iter().filter(|(path, node)| one.base.get(path) != Some(node) && !node.is_directory());
    i64::try_from(changed.map(|(_, node)| node.size()).sum::<u64>()).unwrap_or_default()
}

fn source(mount: &Mount) -> String {
    match (&mount.volume, &mount.host) {
        (Some(name), _) => mountpoint(name),
        (_, Some(host)) => host.display().to_string(),
        _ => String::new(),
    }
}

fn mountpoint(name: &str) -> String {
    format!("{ROOT}/volumes/{name}/_data")
}

fn mount_details(mount: &Mount) -> MountDetails {
    MountDetails {
        kind: mount.kind(),
        name: mount.volume.clone().unwrap_or_default(),
        source: source(mount),
        target: if mount.target.is_empty() { "/".to_owned() } else { mount.target.clone() },
        writable: mount.writable,
    }
}

fn mount_json(mount: &Mount) -> Value {
    let target = mount.target.strip_prefix('/').filter(|_| mount.relative).unwrap_or(&mount.target);
    let mut body = json!({
        "Type": mount.kind().word(), "Source": source(mount), "Destination": target, "Mode": "",
        "RW": mount.writable, "Propagation": "",
    });
    if let Some(name) = &mount.volume {
        (body["Name"], body["Driver"]) = (json!(name), json!("local"));
    }
    body
}

pub fn volume_details(volume: &Volume) -> VolumeDetails {
    VolumeDetails {
        name: volume.name.clone(),
        created: stamp(volume.created),
        labels: volume.labels.clone(),
        driver: volume.driver.clone(),
        options: volume.options.clone(),
        mountpoint: mountpoint(&volume.name),
    }
}

fn volume_row(volume: &Volume) -> Value {
    json!({
        "Name": volume.name, "Driver": volume.driver, "Mountpoint": mountpoint(&volume.name), "CreatedAt": stamp(volume.created),
        "Labels": volume.labels, "Options": volume.options, "Scope": "local",
    })
}

fn image_config(config: &Config) -> Value {
    json!({
        "User": config.user, "ExposedPorts": set(&config.exposed), "Env": config.env, "Cmd": config.command,
        "Entrypoint": config.entrypoint, "Volumes": set(&config.volumes), "WorkingDir": config.workdir,
        "Labels": config.labels, "StopSignal": config.stop_signal,
        "Healthcheck": if config.health.is_empty() { Value::Null } else { json!({ "Test": config.health }) },
    })
}

fn config_json(config: &Config, one: &Container) -> Value {
    let mut body = image_config(config);
    let more = json!({
        "Hostname": one.hostname(), "Domainname": one.spec.domainname, "Image": one.spec.image, "Tty": one.spec.tty,
        "OpenStdin": one.spec.open_stdin, "StdinOnce": one.spec.stdin_once, "AttachStdin": one.spec.attach.stdin,
        "AttachStdout": one.spec.attach.stdout, "AttachStderr": one.spec.attach.stderr, "StopTimeout": one.spec.stop_timeout,
    });
    if let (Value::Object(body), Value::Object(more)) = (&mut body, more) {
        body.extend(more);
    }
    body
}

fn host_config(one: &Container) -> Value {
    let spec = &one.spec;
    let short = |mount: &&MountSpec| mount.short && !mount.source.is_empty();
    let binds = spec.mounts.iter().filter(short).map(|mount| {
        format!("{}:{}{}", mount.source, mount.target, if mount.read_only { ":ro" } else { "" })
    });
    let long = spec.mounts.iter().filter(|mount| !short(mount)).map(|mount| {
        let kind = match mount.kind {
            MountKind::Volume => "volume",
            MountKind::Bind => "bind",
            MountKind::Tmpfs => "tmpfs",
        };
        json!({ "Type": kind, "Source": mount.source, "Target": mount.target, "ReadOnly": mount.read_only })
    });
    let restart = spec.restart.as_ref();
    let ulimits = spec
        .ulimits
        .iter()
        .map(|limit| json!({ "Name": limit.name, "Soft": limit.soft, "Hard": limit.hard }));
    let bound = spec.ports.iter().map(|port| {
        let host = port.host.map(|host| host.to_string()).unwrap_or_default();
        (port.container.clone(), json!([{ "HostIp": port.address, "HostPort": host }]))
    });
    json!({
        "Binds": binds.collect::<Vec<_>>(), "Mounts": long.collect::<Vec<_>>(), "Tmpfs": spec.tmpfs,
        "VolumesFrom": spec.volumes_from, "ReadonlyRootfs": spec.read_only, "AutoRemove": spec.auto_remove,
        "NetworkMode": spec.network.mode.as_deref().unwrap_or("default"), "PortBindings": bound.collect::<Map<_, _>>(),
        "PublishAllPorts": spec.publish_all, "ExtraHosts": spec.network.extra_hosts, "Dns": spec.network.dns,
        "RestartPolicy": { "Name": restart.map_or("no", |it| it.name.as_str()), "MaximumRetryCount": restart.and_then(|it| it.most).unwrap_or(0) },
        "Memory": spec.limits.memory.unwrap_or(0), "MemorySwap": spec.limits.memory_swap.unwrap_or(0),
        "NanoCpus": spec.limits.nano_cpus.unwrap_or(0), "CpuShares": spec.limits.cpu_shares.unwrap_or(0),
        "PidsLimit": spec.limits.pids, "Ulimits": ulimits.collect::<Vec<_>>(), "ShmSize": spec.shm_size.unwrap_or(64 << 20),
        "Init": spec.init, "Privileged": spec.walls.privileged, "CapAdd": spec.walls.cap_add, "CapDrop": spec.walls.cap_drop,
        "GroupAdd": spec.groups, "LogConfig": { "Type": spec.log_driver.as_deref().unwrap_or("json-file"), "Config": spec.log_options },
    })
}
