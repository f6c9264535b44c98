//! How a container runs: start, stop, signals, its end; and commands beside its main process.

use std::collections::BTreeMap;
use std::time::Duration;

use statelab::engine::{Act, Channel, ContainerId, Ending, UpdateSpec};

use super::container::{Container, State};
use super::process::{Input, Output, signal_number};
use super::programs;
use super::stock;
use super::tree::{Node, Tree, now};
use super::world::{Model, Refused, World, refuse};

/// How long a stop waits, where nobody says.
const GRACE: Duration = Duration::from_secs(10);

impl Model {
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
