//! The trait of engines, on the model. Each call is asked of the world, and what it refuses is named.

use async_trait::async_trait;
use bytes::Bytes;
use serde_json::{Value, json};
use statelab::engine::{
    About, Act, AttachSpec, Change, Chunk, ContainerDetails, ContainerId, ContainerSpec, EndpointSpec,
    Engine, EngineError, ExecSpec, Exit, Flow, Found, ImageDetails, Kind, Labels, LogOptions, NetworkDetails,
    NetworkSpec, Networks, Operation, PathKind, PathStat, Process, Pulling, Row, Top, Until, VolumeDetails,
    VolumeSpec,
};

use super::archive::{Fault, pack, unpack};
use super::describe::{ROOT, volume_details};
use super::errno::Errno;
use super::files::Files;
use super::logs::failed;
use super::tree::{Node, Thing, name};
use super::world::{Model, Refused, refuse};
use super::{API, VERSION};

/// Names what was refused.
pub fn on<T>(result: Result<T, Refused>, operation: Operation, subject: &str) -> Result<T, EngineError> {
    result.map_err(|refused| refused.on(operation, subject))
}

impl Model {
    /// Looks at the files of a container from outside.
    fn outside<T>(
        &self,
        id: &ContainerId,
        operation: Operation,
        work: impl FnOnce(&mut Files<'_>) -> T,
    ) -> Result<T, EngineError> {
        let worked = self.change(|world| {
            let full = world.require(&id.0)?.id.clone();
            Ok(work(&mut world.files_outside(&full)))
        });
        on(worked, operation, &id.0)
    }

    async fn unpack_into(
        &self,
        id: &ContainerId,
        directory: &str,
        tar: Flow<Bytes>,
        owned: bool,
    ) -> Result<(), EngineError> {
        let subject = &id.0;
        let there = self.outside(id, Operation::Write, |files| {
            let locked = files.world.containers.get(&files.container).is_some_and(|one| one.spec.read_only);
            match files.stat(directory, true) {
                Ok((_, node)) if !node.is_directory() => {
                    refuse(400, format!("extraction point is not a directory: {directory}"))
                }
                Ok((at, _)) => Ok((at, locked)),
                Err(_) => refuse(404, format!("Could not find the file {directory} in container {subject}")),
            }
        })?;
        let (at, locked) = on(there, Operation::Write, subject)?;
        let entries = unpack(tar).await.map_err(|fault| match fault {
            Fault::Source(error) => error,
            Fault::Archive(words) => Refused(400, words).on(Operation::Write, subject),
        })?;
        let user = on(
            self.look(|world| world.require(subject).map(|one| one.config.user.clone())),
            Operation::Write,
            subject,
        )?;
        let process = on(
            self.process(subject, 0, &user, "", &[], super::process::Input::default()),
            Operation::Write,
            subject,
        )?;
        let placed = self.outside(id, Operation::Write, |files| {
            for (path, mut node) in entries {
                if owned && !user.is_empty() {
                    (node.uid, node.gid) = (process.who.uid, process.who.gid);
                }
                let target = files.resolve(&format!("{at}/{path}"), false)?;
                files.place(&target, node)?;
            }
            Ok::<(), Errno>(())
        })?;
        let placed = placed.map_err(|errno| match errno {
            Errno::ReadOnly if locked => Refused(403, "container rootfs is marked read-only".to_owned()),
            Errno::ReadOnly => Refused(403, "mounted volume is marked read-only".to_owned()),
            Errno::IsDirectory | Errno::NotDirectory => Refused(
                400,
                "cannot overwrite non-directory with directory, or the other way round".to_owned(),
            ),
            errno => Refused(500, errno.words().to_owned()),
        });
        on(placed, Operation::Write, subject)
    }

    /// The status that is waited for: none, not yet.
    fn status(&self, name: &str, until: Until) -> Result<Exit, Refused> {
        let (id, runs) = self.look(|world| world.require(name).map(|one| (one.id.clone(), one.runs)))?;
        let begun =
            self.look(|world| world.containers.get(&id).is_some_and(super::container::Container::running));
        let wanted = if until == Until::NextExit { runs + u64::from(!begun) } else { 0 };
        let model = self.clone();
        Ok(Box::pin(async move {
            let over = model.until(|world| match world.containers.get(&id) {
                None => Some(world.ends.get(&id).copied().unwrap_or_default()),
                Some(_) if until == Until::Removed => None,
                Some(one) if one.runs < wanted || (one.running() && one.runs == wanted.max(one.runs)) => None,
                Some(one) => Some(one.exit),
            });
            Ok(over.await)
        }))
    }
}

#[async_trait]
impl Engine for Model {
    async fn about(&self) -> Result<About, EngineError> {
        Ok(About {
            // In its words and habits it is a Docker.
            name: "Docker".to_owned(),
            version: VERSION.to_owned(),
            api: API.to_owned(),
            platform: "linux/amd64".to_owned(),
            root: ROOT.to_owned(),
            storage: "memory".to_owned(),
            ..About::default()
        })
    }

    async fn version(&self) -> Result<Value, EngineError> {
        Ok(json!({ "Version": VERSION, "ApiVersion": API, "Os": "linux", "Arch": "amd64" }))
    }

    async fn usage(&self) -> Result<Value, EngineError> {
        Ok(self.look(|world| world.usage()))
    }

    async fn rows(&self, kind: Kind, labels: &Labels) -> Result<Vec<Row>, EngineError> {
        Ok(self.look(|world| world.rows(kind, labels)).into_iter().map(|raw| Row::of(kind, raw)).collect())
    }

    async fn inspect(&self, kind: Kind, name: &str, size: bool) -> Result<Option<Value>, EngineError> {
        Ok(self.look(|world| world.inspect(kind, name, size)))
    }

    async fn list(&self, kind: Kind, labels: &Labels) -> Result<Vec<Found>, EngineError> {
        Ok(self.rows(kind, labels).await?.into_iter().map(|row| row.found).collect())
    }

    async fn container(&self, name: &str) -> Result<Option<ContainerDetails>, EngineError> {
        Ok(self.look(|world| world.find(name).map(|id| world.container_details(&world.containers[&id]))))
    }

    async fn image(&self, name: &str) -> Result<Option<ImageDetails>, EngineError> {
        Ok(self.look(|world| world.image_id(name).map(|id| world.image_details(&world.images[&id]))))
    }

    async fn volume(&self, name: &str) -> Result<Option<VolumeDetails>, EngineError> {
        Ok(self.look(|world| world.volumes.get(name).map(volume_details)))
    }

    async fn images(&self) -> Result<Vec<ImageDetails>, EngineError> {
        let mut all = self
            .look(|world| world.images.values().map(|image| world.image_details(image)).collect::<Vec<_>>());
        all.retain(|image| !image.tags.is_empty());
        Ok(all)
    }

    fn pull(&self, image: &str) -> Flow<Pulling> {
        match self.look(|world| world.image_id(image)) {
            Some(_) => {
                let status = format!("Status: Image is up to date for {image}");
                Box::pin(futures_util::stream::iter([Ok(Pulling {
                    status,
                    layer: None,
                    done: None,
                    total: None,
                })]))
            }
            // There is no registry.
            None => failed(
                Refused(404, format!("pull access denied for {image}, repository does not exist"))
                    .on(Operation::Pull, image),
            ),
        }
    }

    /// What is begun is done, also when nobody waits for it any more; and a moment later, as with a
    /// real engine.
    async fn create(&self, name: &str, spec: &ContainerSpec) -> Result<ContainerId, EngineError> {
        let (model, own, spec) = (self.clone(), name.to_owned(), spec.clone());
        let making = tokio::spawn(async move {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            model.change(|world| world.create(&own, &spec))
        });
        let made = making.await.unwrap_or_else(|error| refuse(500, error.to_string()));
        on(made, Operation::Create, name).map(ContainerId)
    }

    async fn act(&self, id: &ContainerId, act: &Act) -> Result<(), EngineError> {
        on(self.do_to(id, act).await, act.operation(), &id.0)
    }

    async fn wait(&self, id: &ContainerId) -> Result<i64, EngineError> {
        self.wait_begun(id, Until::NotRunning).await?.await
    }

    async fn wait_begun(&self, id: &ContainerId, until: Until) -> Result<Exit, EngineError> {
        on(self.status(&id.0, until), Operation::Wait, &id.0)
    }

    fn logs_with(&self, id: &ContainerId, options: &LogOptions) -> Flow<Chunk> {
        self.logs_of(&id.0, options)
    }

    async fn attach(
        &self,
        id: &ContainerId,
        streams: AttachSpec,
        input: Bytes,
    ) -> Result<Flow<Chunk>, EngineError> {
        on(self.attached(&id.0, streams, input), Operation::Attach, &id.0)
    }

    async fn top(&self, id: &ContainerId, arguments: &str) -> Result<Top, EngineError> {
        let wanted = arguments
            .split_once("-o")
            .map_or("uid,pid,ppid,c,stime,tty,time,cmd", |(_, columns)| columns.trim());
        let columns: Vec<String> =
            wanted.split(',').map(|column| column.trim().to_ascii_lowercase()).collect();
        let processes = self.look(|world| {
            let one = world.require(&id.0)?;
            if !one.running() {
                return refuse(409, format!("Container {} is not running", one.id));
            }
            let row = |(pid, listed): (&u32, &super::container::Listed)| {
                columns
                    .iter()
                    .map(|column| match column.as_str() {
                        "uid" | "user" => "root".to_owned(),
                        "pid" => pid.to_string(),
                        "ppid" => "0".to_owned(),
                        "tty" => "?".to_owned(),
                        "stime" => "00:00".to_owned(),
                        "time" => "00:00:00".to_owned(),
                        "comm" => listed.words.first().map(|word| name(word).to_owned()).unwrap_or_default(),
                        "cmd" | "args" | "command" => listed.words.join(" "),
                        _ => "0".to_owned(),
                    })
                    .collect::<Vec<_>>()
            };
            Ok(one.processes.iter().map(row).collect::<Vec<_>>())
        });
        let processes = on(processes, Operation::Top, &id.0)?;
        let titles = columns
            .iter()
            .map(|column| if column == "comm" { "COMMAND".to_owned() } else { column.to_ascii_uppercase() });
        Ok(Top { titles: titles.collect(), processes })
    }

    async fn exec(&self, id: &ContainerId, spec: &ExecSpec) -> Result<Process, EngineError> {
        on(self.exec_begun(id, spec), Operation::Exec, &id.0)
    }

    async fn changes(&self, id: &ContainerId) -> Result<Vec<Change>, EngineError> {
        on(
            self.look(|world| world.require(&id.0).map(|one| one.tree.changes(&one.base))),
            Operation::Changes,
            &id.0,
        )
    }

    async fn read(&self, id: &ContainerId, path: &str) -> Result<Option<Flow<Bytes>>, EngineError> {
        let path = format!("/{}", path.trim_start_matches('/'));
        let found = self.outside(id, Operation::Read, |files| {
            let at = files.resolve(&path, path.ends_with('/')).ok()?;
            files.node(&at)?;
            let base = if at.is_empty() { "." } else { name(&at) }.to_owned();
            let all = files.walk(&at).into_iter().map(|(below, node)| (format!("{base}{below}"), node));
            Some(all.collect::<Vec<_>>())
        })?;
        Ok(found.map(pack))
    }

    async fn stat(&self, id: &ContainerId, path: &str) -> Result<Option<PathStat>, EngineError> {
        let path = format!("/{}", path.trim_start_matches('/'));
        self.outside(id, Operation::Read, |files| {
            let at = files.resolve(&path, path.len() > 1 && path.ends_with('/')).ok()?;
            let Node { thing, mode, .. } = files.node(&at)?;
            let link = matches!(thing, Thing::Link(_))
                .then(|| files.resolve(&path, true).unwrap_or_else(|_| at.clone()));
            let (kind, size) = match &thing {
                Thing::File(content) => (PathKind::File, content.len()),
                Thing::Directory => (PathKind::Directory, 4096),
                Thing::Link(target) => (PathKind::Link, target.len() as u64),
                Thing::Pipe | Thing::Device(_) => (PathKind::Other, 0),
            };
            let name = if at.is_empty() { "/".to_owned() } else { name(&at).to_owned() };
            Some(PathStat { name, size, kind, mode, link })
        })
    }

    fn export(&self, id: &ContainerId) -> Flow<Bytes> {
        match self.look(|world| world.require(&id.0).map(|one| one.tree.clone())) {
            Ok(tree) => {
                let all = tree.0.into_iter().filter(|(path, _)| !path.is_empty());
                pack(all.map(|(path, node)| (path[1..].to_owned(), node)).collect())
            }
            Err(refused) => failed(refused.on(Operation::Export, &id.0)),
        }
    }

    async fn write(&self, id: &ContainerId, directory: &str, tar: Flow<Bytes>) -> Result<(), EngineError> {
        self.unpack_into(id, directory, tar, false).await
    }

    async fn write_owned(
        &self,
        id: &ContainerId,
        directory: &str,
        tar: Flow<Bytes>,
    ) -> Result<(), EngineError> {
        self.unpack_into(id, directory, tar, true).await
    }

    async fn remove_container(
        &self,
        id: &ContainerId,
        force: bool,
        volumes: bool,
    ) -> Result<(), EngineError> {
        let (full, running) = on(
            self.look(|world| world.require(&id.0).map(|one| (one.id.clone(), one.running()))),
            Operation::RemoveContainer,
            &id.0,
        )?;
        if running && !force {
            let words = format!(
                "You cannot remove a running container {full}. Stop the container before attempting removal or force remove"
            );
            return on(refuse(409, words), Operation::RemoveContainer, &id.0);
        }
        self.change(|world| {
            if let Ok(one) = world.require(&full) {
                one.stopped = true;
            }
        });
        self.signal(&full, 9);
        self.change(|world| world.remove_container(&full, volumes));
        Ok(())
    }

    async fn create_volume_with(&self, name: &str, spec: &VolumeSpec) -> Result<VolumeDetails, EngineError> {
        let made = self.change(|world| world.create_volume(name, spec, false).map(volume_details));
        on(made, Operation::CreateVolume, name)
    }

    async fn remove_volume(&self, name: &str, _force: bool) -> Result<(), EngineError> {
        on(self.change(|world| world.remove_volume(name)), Operation::RemoveVolume, name)
    }
}

#[async_trait]
impl Networks for Model {
    async fn network(&self, name: &str) -> Result<Option<NetworkDetails>, EngineError> {
        Ok(self.look(|world| world.network_id(name).map(|id| world.network_details(&world.networks[&id]))))
    }

    async fn create_network(&self, name: &str, spec: &NetworkSpec) -> Result<String, EngineError> {
        let block = self.block();
        on(self.change(|world| world.create_network(name, spec, block)), Operation::CreateNetwork, name)
    }

    async fn remove_network(&self, name: &str) -> Result<(), EngineError> {
        on(self.change(|world| world.remove_network(name)), Operation::RemoveNetwork, name)
    }

    async fn connect(
        &self,
        network: &str,
        container: &ContainerId,
        endpoint: &EndpointSpec,
    ) -> Result<(), EngineError> {
        on(self.change(|world| world.connect(network, &container.0, endpoint)), Operation::Connect, network)
    }

    async fn disconnect(
        &self,
        network: &str,
        container: &ContainerId,
        _force: bool,
    ) -> Result<(), EngineError> {
        on(self.change(|world| world.disconnect(network, &container.0)), Operation::Disconnect, network)
    }
}
