//! How a container runs: start, stop, signals, its end; and commands beside its main process.

use std::collections::BTreeMap;
use std::time::Duration;

use statelab::engine::{Act, Channel, ContainerId, Ending, ExecSpec, HealthSpec, UpdateSpec};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};

use super::container::{Container, State};
use super::files::Who;
use super::process::{Input, Output, Process, signal_number};
use super::programs::{self, Unfit};
use super::stock;
use super::tree::{Node, Tree, now};
use super::world::{Model, Refused, World, refuse};

/// How long a stop waits, where nobody says.
const GRACE: Duration = Duration::from_secs(10);

impl Model {
    /// A process of a container, before it runs.
    pub fn process(
        &self,
        id: &str,
        pid: u32,
        user: &str,
        directory: &str,
        env: &[String],
        input: Input,
    ) -> Result<Process, Refused> {
        let (hostname, own_env) =
            self.look(|world| world.require(id).map(|one| (one.hostname(), one.config.env.clone())))?;
        let pairs = own_env.iter().chain(env).filter_map(|pair| pair.split_once('='));
        let mut process = Process {
            model: self.clone(),
            container: id.to_owned(),
            pid,
            who: Who::default(),
            env: pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            directory: if directory.is_empty() { "/".to_owned() } else { directory.to_owned() },
            input,
            outputs: BTreeMap::new(),
        };
        let (user, group) = user.split_once(':').unwrap_or((user, ""));
        let user = if user.is_empty() { "0" } else { user };
        let Some(found) = programs::system::user_of(&process, user) else {
            return refuse(400, format!("unable to find user {user}: no matching entries in passwd file"));
        };
        let group = programs::system::group_number(&process, group);
        process.env.entry("HOME".to_owned()).or_insert(found.home);
        process.env.entry("HOSTNAME".to_owned()).or_insert(hostname);
        self.look(|world| {
            let Ok(container) = world.require(id) else { return };
            let groups = container.spec.groups.iter().filter_map(|group| group.parse().ok()).collect();
            let dropped = container
                .spec
                .walls
                .cap_drop
                .iter()
                .any(|cap| ["CHOWN", "CAP_CHOWN", "ALL"].contains(&cap.as_str()));
            process.who = Who { uid: found.uid, gid: group.unwrap_or(found.gid), groups, no_chown: dropped };
        });
        Ok(process)
    }

    /// Starts a container.
    pub async fn start(&self, id: &ContainerId) -> Result<(), Refused> {
        let (id, ready) = self.change(|world| {
            let id = world.require(&id.0)?.id.clone();
            Ok((id.clone(), world.prepare(&id)?))
        })?;
        if !ready {
            return Ok(());
        }
        if let Err(refused) = self.publish(&id).await.and_then(|()| self.run_main(&id)) {
            self.change(|world| {
                if let Ok(container) = world.require(&id) {
                    container.over(128);
                    container.state = State::Created;
                }
            });
            return Err(refused);
        }
        self.watch_health(&id);
        Ok(())
    }

    fn run_main(&self, id: &str) -> Result<(), Refused> {
        let (pid, words, config, input) = self.change(|world| {
            let one = world.require(id)?;
            one.last_pid = one.main_pid() - 1;
            let pid = one.list(one.command());
            Ok((pid, one.command(), one.config.clone(), one.input.clone()))
        })?;
        let mut process = self.process(id, pid, &config.user, &config.workdir, &[], input)?;
        process.outputs = BTreeMap::from([(1, Output::Log(Channel::Out)), (2, Output::Log(Channel::Err))]);
        let found = programs::find(&process, &words[0]).map_err(|unfit| {
            Refused(400, format!("OCI runtime create failed: container_linux.go: starting container process caused: {}: unknown", unfit.words))
        })?;
        let run = self.look(|world| world.require(id).map_or(0, |one| one.runs));
        let (model, container) = (self.clone(), id.to_owned());
        let task = tokio::spawn(async move {
            let guarded = process.clone();
            let killable = guarded.pid != 1;
            let status = tokio::select! {
                status = programs::run(process, found, words) => status,
                signal = guarded.killed(), if killable => 128 + signal,
            };
            model.ended(&container, run, status.into());
        });
        self.change(|world| world.require(id).map(|one| one.tasks.insert(0, task.abort_handle())))
    }

    /// The main process has ended.
    fn ended(&self, id: &str, run: u64, status: i64) {
        let again = self.change(|world| {
            let container = world.containers.get_mut(id).filter(|one| one.runs == run && one.running())?;
            container.over(status);
            if container.spec.auto_remove {
                world.remove_container(id, true);
                return None;
            }
            let restart = container.spec.restart.as_ref()?;
            let wanted = match restart.name.as_str() {
                "always" | "unless-stopped" => true,
                "on-failure" => {
                    status != 0 && restart.most.is_none_or(|most| most == 0 || container.restarts < most)
                }
                _ => false,
            };
            (wanted && !container.stopped).then_some(())
        });
        if again.is_some() {
            let (model, id) = (self.clone(), ContainerId(id.to_owned()));
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(100)).await;
                let asked = model.change(|world| {
                    world.require(&id.0).is_ok_and(|one| {
                        one.restarts += 1;
                        !one.running() && !one.stopped
                    })
                });
                if asked {
                    let _ = model.start_boxed(&id).await;
                }
            });
        }
    }

    /// As [`Model::start`], for a start that a start leads to.
    fn start_boxed<'s>(
        &'s self,
        id: &'s ContainerId,
    ) -> futures_util::future::BoxFuture<'s, Result<(), Refused>> {
        Box::pin(self.start(id))
    }

    /// Opens the ports of the host that lead to the container's.
    async fn publish(&self, id: &str) -> Result<(), Refused> {
        let (spec, exposed, name) = self.look(|world| {
            world.require(id).map(|one| (one.spec.clone(), one.config.exposed.clone(), one.name.clone()))
        })?;
        let mut wishes = spec.ports.clone();
        if spec.publish_all {
            let published = |port: &String| wishes.iter().any(|wish| wish.container == *port);
            let more: Vec<String> = exposed.iter().filter(|port| !published(port)).cloned().collect();
            let more = more.into_iter().map(|container| statelab::engine::PortSpec {
                container,
                address: String::new(),
                host: None,
                last: None,
            });
            wishes.extend(more);
        }
        for wish in wishes {
            let address = if wish.address.is_empty() { "0.0.0.0".to_owned() } else { wish.address.clone() };
            let first = wish.host.unwrap_or(0);
            let mut bound = None;
            for port in first..=wish.last.unwrap_or(first) {
                bound = TcpListener::bind((address.as_str(), port)).await.ok();
                if bound.is_some() {
                    break;
                }
            }
            let Some(listener) = bound else {
                return refuse(
                    500,
                    format!(
                        "driver failed programming external connectivity on endpoint {name} ({id}): Bind for \
                     {address}:{first} failed: port is already allocated"
                    ),
                );
            };
            let host = listener.local_addr().map_or(0, |at| at.port());
            let inside: u16 =
                wish.container.split('/').next().and_then(|port| port.parse().ok()).unwrap_or(0);
            let to = self.look(|world| {
                world.require(id).ok()?.endpoints.values().map(|endpoint| endpoint.address.clone()).next()
            });
            let task = tokio::spawn(forward(listener, to.unwrap_or_default(), inside));
            self.change(|world| {
                world.require(id).map(|one| {
                    one.ports.push((wish.container.clone(), address, host));
                    one.tasks.push(task.abort_handle());
                })
            })?;
        }
        Ok(())
    }

    /// Looks after a container's health, where it was told how.
    fn watch_health(&self, id: &str) {
        let Ok((test, spec)) = self
            .look(|world| world.require(id).map(|one| (one.config.health.clone(), one.spec.health.clone())))
        else {
            return;
        };
        let words = match test.split_first() {
            Some((first, rest)) if first == "CMD" => rest.to_vec(),
            Some((first, rest)) if first == "CMD-SHELL" => {
                ["sh".to_owned(), "-c".to_owned()].into_iter().chain(rest.iter().cloned()).collect()
            }
            _ => return,
        };
        let interval =
            spec.and_then(|HealthSpec { interval, .. }| interval).unwrap_or(Duration::from_secs(30));
        let (model, container) = (self.clone(), ContainerId(id.to_owned()));
        let task = tokio::spawn(async move {
            loop {
                tokio::time::sleep(interval).await;
                let spec = ExecSpec { command: words.clone(), ..ExecSpec::default() };
                let Ok(process) = model.exec_begun(&container, &spec) else { break };
                let statelab::engine::Process { output, exit } = process;
                drop(output);
                let healthy = exit.await == Ok(0);
                let _ = model.change(|world| {
                    world
                        .require(&container.0)
                        .map(|one| one.health = Some(if healthy { "healthy" } else { "unhealthy" }))
                });
            }
        });
        let _ = self.change(|world| {
            world.require(id).map(|one| {
                one.health = Some("starting");
                one.tasks.push(task.abort_handle());
            })
        });
    }

    pub async fn stop(&self, id: &ContainerId, ending: &Ending) -> Result<(), Refused> {
        let (id, signal, grace, run) = self.change(|world| {
            let one = world.require(&id.0)?;
            one.stopped = true;
            one.paused = false;
            let own = one.spec.stop_timeout.map(|seconds| Duration::from_secs(seconds.unsigned_abs()));
            let signal = ending.signal.as_deref().unwrap_or(&one.config.stop_signal);
            let grace = ending.grace.or(own).unwrap_or(GRACE);
            Ok((one.id.clone(), signal_number(signal).unwrap_or(15), grace, one.runs))
        })?;
        if self.look(|world| world.require(&id).is_ok_and(|one| !one.running())) {
            return Ok(());
        }
        self.signal(&id, signal);
        let over = self.until(|world| match world.containers.get(&id) {
            Some(one) if one.running() && one.runs == run => None,
            _ => Some(()),
        });
        if tokio::time::timeout(grace, over).await.is_err() {
            self.ended(&id, run, 137);
        }
        Ok(())
    }

    /// Sends a container's main process a signal.
    pub fn signal(&self, id: &str, signal: i32) {
        let run = self.change(|world| {
            let one = world.containers.get_mut(id)?;
            let pid = one.main_pid();
            if let Some(listed) = one.processes.get_mut(&pid) {
                // The first process of all is not ended by a signal that it does not look after. Linux
                // forgets such a one; here it waits, so that a container that was started a moment ago is
                // stopped as one whose program has come further.
                listed.pending.push(signal);
            }
            Some(one.runs)
        });
        if let Some(run) = run.filter(|_| signal == 9) {
            self.ended(id, run, 137);
        }
    }

    pub async fn do_to(&self, id: &ContainerId, act: &Act) -> Result<(), Refused> {
        match act {
            Act::Start => self.start(id).await,
            Act::Stop(ending) => self.stop(id, ending).await,
            Act::Restart(ending) => {
                self.stop(id, ending).await?;
                self.start(id).await
            }
            Act::Kill(name) => {
                let number = if name.is_empty() { Some(9) } else { signal_number(name) };
                let Some(number) = number else { return refuse(400, format!("Invalid signal: {name}")) };
                let id = self.change(|world| {
                    let one = world.require(&id.0)?;
                    if !one.running() {
                        return refuse(
                            409,
                            format!("Cannot kill container: {}: Container {} is not running", id.0, one.id),
                        );
                    }
                    one.stopped |= number == 9;
                    Ok(one.id.clone())
                })?;
                self.signal(&id, number);
                Ok(())
            }
            Act::Pause => self.hold(id, true),
            Act::Unpause => self.hold(id, false),
            Act::Rename(name) => self.change(|world| world.rename(&id.0, name)),
            Act::Update(update) => self.change(|world| world.require(&id.0).map(|one| one.update(update))),
        }
    }

    fn hold(&self, id: &ContainerId, hold: bool) -> Result<(), Refused> {
        self.change(|world| {
            let one = world.require(&id.0)?;
            match (one.running(), one.paused) {
                (false, _) if hold => refuse(409, format!("Container {} is not running", one.id)),
                (true, true) if hold => refuse(409, format!("Container {} is already paused", one.id)),
                (true, true | false) if hold || one.paused => {
                    one.paused = hold;
                    Ok(())
                }
                _ => refuse(500, format!("Container {} is not paused", one.id)),
            }
        })
    }

    /// Begins a command in a container that runs.
    pub fn exec_begun(
        &self,
        id: &ContainerId,
        spec: &ExecSpec,
    ) -> Result<statelab::engine::Process, Refused> {
        let (full, config, run) = self.change(|world| {
            let one = world.require(&id.0)?;
            if !one.running() {
                return refuse(409, format!("Container {} is not running", one.id));
            }
            if one.paused {
                return refuse(
                    409,
                    format!("Container {} is paused, unpause the container before exec", id.0),
                );
            }
            Ok((one.id.clone(), one.config.clone(), one.runs))
        })?;
        let user = spec.user.as_deref().unwrap_or(&config.user);
        let directory = spec.workdir.as_deref().unwrap_or(&config.workdir);
        let mut process = self.process(&full, 0, user, directory, &spec.env, Input::default())?;
        let (client, mut chunks) = tokio::sync::mpsc::unbounded_channel();
        let output = |channel| Output::Client(client.clone(), channel);
        process.outputs = BTreeMap::from([(1, output(Channel::Out)), (2, output(Channel::Err))]);
        drop(client);
        let words = spec.command.clone();
        let Some(first) = words.first() else { return refuse(400, "No exec command specified") };
        let found = match programs::find(&process, first) {
            Ok(found) => found,
            Err(Unfit { status, words, .. }) => {
                process.write(1, format!("OCI runtime exec failed: exec failed: {words}: unknown\r\n"));
                drop(process);
                let output = Box::pin(futures_util::stream::poll_fn(move |context| {
                    chunks.poll_recv(context).map(|it| it.map(Ok))
                }));
                return Ok(statelab::engine::Process {
                    output,
                    exit: Box::pin(async move { Ok(status.into()) }),
                });
            }
        };
        let (done, status) = tokio::sync::oneshot::channel();
        let child = process.child(&words);
        drop(process);
        let (model, pid) = (self.clone(), child.pid);
        let (container, watched) =
            (full.clone(), Process { outputs: BTreeMap::new(), input: Input::default(), ..child.clone() });
        let task = tokio::spawn(async move {
            let status = tokio::select! {
                status = programs::run(child, found, words) => status,
                signal = watched.killed() => 128 + signal,
            };
            model.change(|world| world.containers.get_mut(&container).map(|one| one.processes.remove(&pid)));
            let _ = done.send(i64::from(status));
        });
        let listed = self.change(|world| {
            world.require(&full).is_ok_and(|one| {
                one.tasks.push(task.abort_handle());
                one.running() && one.runs == run
            })
        });
        if !listed {
            task.abort();
        }
        let output = Box::pin(futures_util::stream::poll_fn(move |context| {
            chunks.poll_recv(context).map(|it| it.map(Ok))
        }));
        // What is killed with its container was killed.
        Ok(statelab::engine::Process {
            output,
            exit: Box::pin(async move { Ok(status.await.unwrap_or(137)) }),
        })
    }
}

async fn forward(listener: TcpListener, address: String, port: u16) {
    while let Ok((mut from, _)) = listener.accept().await {
        let address = address.clone();
        tokio::spawn(async move {
            if let Ok(mut to) = TcpStream::connect((address.as_str(), port)).await {
                let _ = copy_bidirectional(&mut from, &mut to).await;
            }
        });
    }
}

impl World {
    /// Makes a container ready to run: what is made for each run, its addresses.
    /// False: it runs already.
    fn prepare(&mut self, id: &str) -> Result<bool, Refused> {
        let container = self.require(id)?;
        if container.paused {
            return refuse(409, "cannot start a paused container, try unpause instead");
        }
        if container.running() {
            return Ok(false);
        }
        let networks: Vec<String> = container.endpoints.keys().cloned().collect();
        for network in &networks {
            self.give_address(id, network);
        }
        let container = self.require(id)?;
        let hostname = container.hostname();
        let mut hosts = String::from("127.0.0.1\tlocalhost\n");
        for entry in &container.spec.network.extra_hosts {
            if let Some((name, address)) = entry.split_once(':') {
                hosts = format!("{hosts}{address}\t{name}\n");
            }
        }
        let address =
            container.endpoints.values().map(|endpoint| endpoint.address.clone()).next().unwrap_or_default();
        if !address.is_empty() {
            hosts = format!("{hosts}{address}\t{hostname}\n");
        }
        let main = if container.spec.init == Some(true) {
            "docker-init".to_owned()
        } else {
            container.command()[0].rsplit('/').next().unwrap_or_default().to_owned()
        };
        container.own = stock::own(&hostname, &hosts, &main)
            .into_iter()
            .map(|(at, tree)| (at.to_owned(), tree))
            .collect();
        // The places of mounts are folders of the layer.
        for mount in container.mounts.clone() {
            if let Some(mode) = mount.tmpfs {
                container.own.insert(container.tree.resolved(&mount.target), Tree::of(Node::directory(mode)));
            }
            let file = mount.host.as_ref().is_some_and(|host| host.is_file());
            let real = container.tree.resolved(&mount.target);
            let covered =
                container.mounts.iter().any(|other| mount.target.starts_with(&format!("{}/", other.target)));
            if container.tree.get(&real).is_none() && !covered {
                container.tree.put(&real, if file { Node::file(b"", 0o755) } else { Node::directory(0o755) });
            }
        }
        let workdir = container.config.workdir.trim_end_matches('/').to_owned();
        if !workdir.is_empty() && container.tree.get(&container.tree.resolved(&workdir)).is_none() {
            container.tree.put(&workdir, Node::directory(0o755));
        }
        container.state = State::Running;
        container.stopped = false;
        container.started = now();
        container.runs += 1;
        container.exit = 0;
        Ok(true)
    }

    fn rename(&mut self, id: &str, name: &str) -> Result<(), Refused> {
        let full = self.require(id)?.id.clone();
        if let Some(other) = self.containers.values().find(|other| other.name == name && other.id != full) {
            return refuse(
                409,
                format!(
                    "Conflict. The container name \"/{name}\" is already in use by container \"{}\". You have to remove \
                 (or rename) that container to be able to reuse that name.",
                    other.id
                ),
            );
        }
        name.clone_into(&mut self.require(&full)?.name);
        Ok(())
    }
}

impl Container {
    /// Ends a run: all processes go, and what was made for it.
    fn over(&mut self, status: i64) {
        self.state = State::Exited;
        self.exit = status;
        self.finished = now();
        self.paused = false;
        self.health = None;
        self.own.clear();
        self.processes.clear();
        self.ports.clear();
        self.database = None;
        self.endpoints.values_mut().for_each(|endpoint| endpoint.address.clear());
        self.tasks.drain(..).for_each(|task| task.abort());
        self.feed = None;
        if self.spec.open_stdin {
            let (feed, input) = Input::pipe();
            (self.feed, self.input) = (Some(feed), input);
        }
    }

    fn update(&mut self, update: &UpdateSpec) {
        let (own, new) = (&mut self.spec.limits, &update.limits);
        own.memory = new.memory.or(own.memory);
        own.memory_swap = new.memory_swap.or(own.memory_swap);
        own.memory_reservation = new.memory_reservation.or(own.memory_reservation);
        own.nano_cpus = new.nano_cpus.or(own.nano_cpus);
        own.cpu_shares = new.cpu_shares.or(own.cpu_shares);
        own.pids = new.pids.or(own.pids);
        if update.restart.is_some() {
            self.spec.restart.clone_from(&update.restart);
        }
    }
}
