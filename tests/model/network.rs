//! Networks: who is in them, under which names and addresses.

use std::collections::BTreeMap;

use statelab::engine::{EndpointSpec, Labels, NetworkSpec};

use super::container::{Container, Endpoint};
use super::world::{Refused, World, fresh_id, refuse};

/// Hosts of a block of 16 addresses.
const HOSTS: u32 = 13;

pub struct Network {
    pub id: String,
    pub name: String,
    pub driver: String,
    pub internal: bool,
    pub labels: Labels,
    pub options: BTreeMap<String, String>,
    pub subnet: String,
    pub gateway: String,
    pub created: u64,
    /// One that every engine has.
    pub own: bool,
    /// How many addresses were given: the next is another, also when one was given back.
    pub given: u32,
}

impl World {
    /// The id of the network of this name or id.
    pub fn network_id(&self, name: &str) -> Option<String> {
        let name = if name == "default" { "bridge" } else { name };
        let named = self.networks.values().find(|network| network.name == name);
        let begun = || self.networks.values().find(|network| name.len() >= 3 && network.id.starts_with(name));
        named.or_else(begun).map(|network| network.id.clone())
    }

    pub fn require_network(&self, name: &str) -> Result<String, Refused> {
        self.network_id(name).ok_or_else(|| Refused(404, format!("network {name} not found")))
    }

    pub fn create_network(
        &mut self,
        name: &str,
        spec: &NetworkSpec,
        block: [u8; 2],
    ) -> Result<String, Refused> {
        if self.networks.values().any(|network| network.name == name) {
            return refuse(409, format!("network with name {name} already exists"));
        }
        let driver = spec.driver.clone().unwrap_or_else(|| "bridge".to_owned());
        if !["bridge", "host", "null"].contains(&driver.as_str()) {
            return refuse(404, format!("plugin \"{driver}\" not found"));
        }
        let pool = spec.pools.first().cloned().unwrap_or_default();
        let [one, two] = block;
        let chosen = self.free_subnet(&format!("127.{one}.{two}"));
        let subnet = pool.subnet.unwrap_or(chosen);
        let gateway = pool.gateway.unwrap_or_else(|| with_last(&subnet, 1));
        let id = fresh_id();
        let network = Network {
            id: id.clone(),
            name: name.to_owned(),
            driver,
            internal: spec.internal,
            labels: spec.labels.clone(),
            options: spec.options.clone(),
            subnet,
            gateway,
            created: super::tree::now(),
            own: false,
            given: 0,
        };
        self.networks.insert(id.clone(), network);
        Ok(id)
    }

    /// A block of 16 addresses that no network has.
    fn free_subnet(&self, block: &str) -> String {
        let taken: Vec<&String> = self.networks.values().map(|network| &network.subnet).collect();
        let all = (0..16).map(|number| format!("{block}.{}/28", number * 16));
        let mut free = all.filter(|subnet| !taken.contains(&subnet));
        free.next().unwrap_or_else(|| format!("{block}.0/24"))
    }

    pub fn remove_network(&mut self, name: &str) -> Result<(), Refused> {
        let id = self.require_network(name)?;
        let network = &self.networks[&id];
        if network.own {
            return refuse(403, format!("{} is a pre-defined network and cannot be removed", network.name));
        }
        let active = self.containers.values().any(|one| one.running() && one.endpoints.contains_key(&id));
        if active {
            return refuse(
                403,
                format!(
                    "error while removing network: network {} id {id} has active endpoints",
                    network.name
                ),
            );
        }
        self.networks.remove(&id);
        for container in self.containers.values_mut() {
            container.endpoints.remove(&id);
        }
        Ok(())
    }

    pub fn connect(&mut self, network: &str, container: &str, spec: &EndpointSpec) -> Result<(), Refused> {
        let id = self.require_network(network)?;
        let container = self.require(container)?.id.clone();
        let there = &self.containers[&container];
        if there.endpoints.contains_key(&id) {
            return refuse(
                403,
                format!("endpoint with name {} already exists in network {network}", there.name),
            );
        }
        let running = there.running();
        if let Some(there) = self.containers.get_mut(&container) {
            there.endpoints.insert(id.clone(), Endpoint { spec: spec.clone(), address: String::new() });
        }
        if running {
            self.give_address(&container, &id);
        }
        Ok(())
    }

    pub fn disconnect(&mut self, network: &str, container: &str) -> Result<(), Refused> {
        let id = self.require_network(network)?;
        let there = self.require(container)?;
        match there.endpoints.remove(&id) {
            Some(_) => Ok(()),
            None => refuse(500, format!("container {} is not connected to the network {network}", there.id)),
        }
    }

    /// Gives a container an address in one of its networks.
    pub fn give_address(&mut self, container: &str, network: &str) {
        let Some(there) = self.networks.get_mut(network) else { return };
        let (subnet, given) = (there.subnet.clone(), there.given);
        there.given += 1;
        let in_network = self.containers.values().filter_map(|one| one.endpoints.get(network));
        let taken: Vec<String> = in_network.map(|endpoint| endpoint.address.clone()).collect();
        let mut all = (0..HOSTS).map(|more| with_last(&subnet, 2 + (given + more) % HOSTS));
        let free = all.find(|address| !taken.contains(address)).unwrap_or_default();
        let endpoint = self.containers.get_mut(container).and_then(|one| one.endpoints.get_mut(network));
        if let Some(endpoint) = endpoint {
            endpoint.address = endpoint.spec.ip.clone().unwrap_or(free);
        }
    }

    /// The address that a container finds under a name.
    pub fn lookup(&self, container: &str, name: &str) -> Option<String> {
        let asking = self.containers.get(container)?;
        let named = |other: &&Container, endpoint: &Endpoint| {
            other.name == name
                || other.id.starts_with(name) && name.len() == 12
                || endpoint.spec.aliases.iter().any(|alias| alias == name)
        };
        let networks =
            asking.endpoints.keys().filter(|id| self.networks.get(*id).is_some_and(|network| !network.own));
        let found = networks.flat_map(|id| {
            self.containers.values().filter_map(move |other| {
                let endpoint = other.endpoints.get(id)?;
                (named(&other, endpoint) && !endpoint.address.is_empty()).then(|| endpoint.address.clone())
            })
        });
        found.into_iter().next()
    }
}

/// The address in a block with this added to its last part.
fn with_last(subnet: &str, number: u32) -> String {
    let address = subnet.split('/').next().unwrap_or(subnet);
    let (block, last) = address.rsplit_once('.').unwrap_or((address, "0"));
    format!("{block}.{}", last.parse::<u32>().unwrap_or(0) + number)
}
