//! Commands in a container that runs, and how any of its processes begins.

use std::collections::BTreeMap;

use statelab::engine::{Channel, ContainerId, ExecSpec};

use super::files::Who;
use super::image::Config;
use super::process::{Input, Output, Process};
use super::programs::{self, Unfit};
use super::world::{Model, Refused, refuse};

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

    /// Returns a container's id, settings and run; refuses one that cannot run a command now.
    pub fn exec_possible(&self, id: &ContainerId) -> Result<(String, Config, u64), Refused> {
        self.change(|world| {
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
        })
    }

    /// Begins a command in a container that runs.
    pub fn exec_begun(
        &self,
        id: &ContainerId,
        spec: &ExecSpec,
    ) -> Result<statelab::engine::Process, Refused> {
        self.exec_fed(id, spec, spec.input.clone().map_or_else(Input::default, Input::of))
    }

    /// Begins a command in a container that runs, which reads this.
    pub fn exec_fed(
        &self,
        id: &ContainerId,
        spec: &ExecSpec,
        input: Input,
    ) -> Result<statelab::engine::Process, Refused> {
        let (full, config, run) = self.exec_possible(id)?;
        let user = spec.user.as_deref().unwrap_or(&config.user);
        let directory = spec.workdir.as_deref().unwrap_or(&config.workdir);
        let mut process = self.process(&full, 0, user, directory, &spec.env, input)?;
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
