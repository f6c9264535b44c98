//! What goes on beside a container that runs: ports of the host that lead to it, looks at its health.

use std::time::Duration;

use statelab::engine::{ContainerId, ExecSpec, HealthSpec};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};

use super::world::{Model, Refused, refuse};

impl Model {
    /// Opens the ports of the host that lead to the container's.
    pub(super) async fn publish(&self, id: &str) -> Result<(), Refused> {
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
    pub(super) fn watch_health(&self, id: &str) {
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
