//! How a container is made: from its image, with what is mounted.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use statelab::engine::{ContainerSpec, HealthSpec, MountKind, MountSpec, VolumeSpec, clean_path};

use super::container::{Container, Endpoint, Mount, State};
use super::image::{Config, set_env};
use super::process::Input;
use super::tree::{Node, Tree, now};
use super::world::{Refused, Volume, World, fresh_id, refuse};

/// A target as a key: cleaned, without a slash at its end.
fn key(target: &str) -> String {
    clean_path(target).trim_end_matches('/').to_owned()
}

/// The image's configuration with what the container is told.
fn config(image: &Config, spec: &ContainerSpec) -> Config {
    let mut config = image.clone();
    if let Some(entrypoint) = &spec.entrypoint {
        config.entrypoint = entrypoint.iter().filter(|word| !word.is_empty()).cloned().collect();
        // The image's command belongs to the image's entrypoint.
        config.command.clear();
    }
    if let Some(command) = &spec.command {
        config.command.clone_from(command);
    }
    spec.env.iter().for_each(|pair| set_env(&mut config.env, pair));
    config.labels.extend(spec.labels.clone());
    let or = |wish: &Option<String>, own: &str| wish.clone().unwrap_or_else(|| own.to_owned());
    config.workdir = or(&spec.workdir, &config.workdir);
    config.user = or(&spec.user, &config.user);
    config.stop_signal = or(&spec.stop_signal, &config.stop_signal);
    config.exposed.extend(spec.exposed.iter().cloned());
    config.exposed.extend(spec.ports.iter().map(|port| port.container.clone()));
    if let Some(HealthSpec { test, .. }) = spec.health.as_ref().filter(|health| !health.test.is_empty()) {
        config.health.clone_from(test);
    }
    config
}

impl World {
    /// Refuses a container's name that another container than this one has.
    pub fn require_free_name(&self, name: &str, id: Option<&str>) -> Result<(), Refused> {
        let mut others = self.containers.values().filter(|other| Some(other.id.as_str()) != id);
        match others.find(|other| other.name == name) {
            None => Ok(()),
            Some(other) => refuse(
                409,
                format!(
                    "Conflict. The container name \"/{name}\" is already in use by container \"{}\". You have to remove \
                     (or rename) that container to be able to reuse that name.",
                    other.id
                ),
            ),
        }
    }

    pub fn create(&mut self, name: &str, spec: &ContainerSpec) -> Result<String, Refused> {
        let image = self.require_image(&spec.image)?.clone();
        let config = config(&image.config, spec);
        if config.entrypoint.is_empty() && config.command.is_empty() {
            return refuse(400, "No command specified");
        }
        self.require_free_name(name, None)?;
        let endpoints = self.endpoints(spec)?;
        let mounts = self.mounts(spec, &config, &image.tree)?;
        let (feed, input) = if spec.open_stdin {
            let (feed, input) = Input::pipe();
            (Some(feed), input)
        } else {
            (None, Input::default())
        };
        let id = fresh_id();
        let container = Container {
            id: id.clone(),
            name: name.to_owned(),
            spec: spec.clone(),
            image: image.id.clone(),
            health: None,
            config,
            base: Arc::clone(&image.tree),
            tree: Tree::clone(&image.tree),
            own: BTreeMap::new(),
            mounts,
            state: State::Created,
            paused: false,
            created: now(),
            started: 0,
            finished: 0,
            exit: 0,
            runs: 0,
            restarts: 0,
            stopped: false,
            endpoints,
            ports: Vec::new(),
            log: Arc::default(),
            processes: BTreeMap::new(),
            last_pid: 0,
            tasks: Vec::new(),
            feed,
            input,
            database: None,
        };
        self.containers.insert(id.clone(), container);
        Ok(id)
    }

    fn endpoints(&mut self, spec: &ContainerSpec) -> Result<BTreeMap<String, Endpoint>, Refused> {
        let mode = spec.network.mode.as_deref().unwrap_or("bridge");
        if mode == "none" || mode == "host" {
            return Ok(BTreeMap::new());
        }
        if let Some(other) = mode.strip_prefix("container:") {
            return Ok(self.require(other)?.endpoints.clone());
        }
        let id = self.require_network(mode)?;
        let endpoint = Endpoint { spec: spec.network.endpoint.clone(), address: String::new() };
        Ok(BTreeMap::from([(id, endpoint)]))
    }

    /// All that is mounted: what the container was told, what it takes over from others, what the
    /// image declares.
    fn mounts(&mut self, spec: &ContainerSpec, config: &Config, image: &Tree) -> Result<Vec<Mount>, Refused> {
        let mut mounts: Vec<Mount> = Vec::new();
        for wish in &spec.mounts {
            let target = key(&wish.target);
            if !wish.target.starts_with('/') {
                let words = "mount path must be absolute";
                return refuse(400, format!("invalid mount path: '{}' {words}", wish.target));
            }
            if mounts.iter().any(|mount| mount.target == target) {
                return refuse(400, format!("Duplicate mount point: {}", wish.target));
            }
            mounts.push(self.mount(wish, target, image)?);
        }
        for target in spec.tmpfs.keys() {
            let options = &spec.tmpfs[target];
            let option = |name: &str| {
                options.split(',').find_map(|option| option.strip_prefix(name)?.strip_prefix('='))
            };
            let mode = option("mode").and_then(|mode| u32::from_str_radix(mode, 8).ok()).unwrap_or(0o1777);
            let writable = !options.split(',').any(|option| option == "ro");
            mounts.push(Mount {
                target: key(target),
                volume: None,
                host: None,
                tmpfs: Some(mode),
                writable,
                anonymous: false,
                relative: false,
            });
        }
        for from in &spec.volumes_from {
            let (name, way) = from.split_once(':').unwrap_or((from, "rw"));
            for mount in self.require(name)?.mounts.clone() {
                if mount.tmpfs.is_none() && mounts.iter().all(|other| other.target != mount.target) {
                    mounts.push(Mount { writable: mount.writable && way != "ro", anonymous: false, ..mount });
                }
            }
        }
        for path in &config.volumes {
            let mounted = mounts.iter().any(|mount| mount.target == key(path));
            let wish = MountSpec { target: path.clone(), ..MountSpec::default() };
            if !path.starts_with('/') {
                // Docker compares it with nothing, and mounts it first.
                let mount = self.mount(&wish, key(path), image)?;
                mounts.insert(0, Mount { relative: true, ..mount });
            } else if !mounted {
                mounts.push(self.mount(&wish, key(path), image)?);
            }
        }
        Ok(mounts)
    }

    fn mount(&mut self, wish: &MountSpec, target: String, image: &Tree) -> Result<Mount, Refused> {
        let writable = !wish.read_only;
        let (anonymous, relative) = (false, false);
        let plain = Mount { target, volume: None, host: None, tmpfs: None, writable, anonymous, relative };
        match wish.kind {
            MountKind::Tmpfs => Ok(Mount { tmpfs: Some(wish.tmpfs_mode.unwrap_or(0o1777)), ..plain }),
            MountKind::Bind => {
                let host = PathBuf::from(&wish.source);
                if !Path::new(&wish.source).is_absolute() {
                    return refuse(
                        400,
                        format!("invalid mount path: '{}' mount path must be absolute", wish.source),
                    );
                }
                if !host.exists() {
                    let made = wish.short && std::fs::create_dir_all(&host).is_ok();
                    if !made {
                        return refuse(
                            400,
                            format!(
                                "invalid mount config for type \"bind\": bind source path does not exist: {}",
                                wish.source
                            ),
                        );
                    }
                }
                Ok(Mount { host: Some(host), ..plain })
            }
            MountKind::Volume => {
                let anonymous = wish.source.is_empty();
                let name = if anonymous { fresh_id() } else { wish.source.clone() };
                let spec = VolumeSpec {
                    driver: wish.driver.clone(),
                    options: wish.driver_options.clone(),
                    labels: wish.labels.clone(),
                };
                self.create_volume(&name, &spec, anonymous)?;
                if let Some(volume) =
                    self.volumes.get_mut(&name).filter(|volume| volume.tree.0.len() == 1 && !wish.no_copy)
                    && let Some(part) = image.part(&plain.target)
                {
                    volume.tree = part;
                }
                Ok(Mount { volume: Some(name), anonymous, ..plain })
            }
        }
    }

    /// Makes a volume, unless there is one of this name.
    pub fn create_volume(
        &mut self,
        name: &str,
        spec: &VolumeSpec,
        anonymous: bool,
    ) -> Result<&Volume, Refused> {
        let driver = spec.driver.clone().unwrap_or_else(|| "local".to_owned());
        if driver != "local" {
            return refuse(
                404,
                format!("error looking up volume plugin {driver}: plugin \"{driver}\" not found"),
            );
        }
        let name = if name.is_empty() { fresh_id() } else { name.to_owned() };
        Ok(self.volumes.entry(name.clone()).or_insert_with(|| Volume {
            name,
            tree: Tree::of(Node::directory(0o755)),
            labels: spec.labels.clone(),
            driver,
            options: spec.options.clone(),
            created: now(),
            anonymous,
        }))
    }

    pub fn remove_volume(&mut self, name: &str) -> Result<(), Refused> {
        if !self.volumes.contains_key(name) {
            return refuse(404, format!("get {name}: no such volume"));
        }
        let users = self.users_of_volume(name);
        if !users.is_empty() {
            return refuse(409, format!("remove {name}: volume is in use - [{}]", users.join(", ")));
        }
        self.volumes.remove(name);
        Ok(())
    }

    /// Removes a container that does not run, and with `volumes` those that have no name of somebody's.
    pub fn remove_container(&mut self, id: &str, volumes: bool) {
        let Some(container) = self.containers.remove(id) else { return };
        self.ends.insert(id.to_owned(), container.exit);
        for mount in container.mounts.iter().filter(|mount| mount.anonymous && volumes) {
            if let Some(name) = &mount.volume {
                let _ = self.remove_volume(name);
            }
        }
    }
}
