//! Networks of this run, and the containers in them.

use std::collections::BTreeMap;
use std::sync::{MutexGuard, PoisonError};

use super::super::routes::{Route, of_others, routes};
use super::super::{
    ContainerId, EndpointSpec, EngineError, Kind, Labels, NetworkDetails, NetworkSpec, Operation,
};
use super::{Guard, GuardError, NameOwner, refused};

/// Networks that every engine has, and words that stand for one.
const WORDS: [&str; 5] = ["", "default", "bridge", "host", "none"];

impl Guard {
    /// Returns this run's network with this name or id.
    ///
    /// # Errors
    ///
    /// [`GuardError::Taken`] if a network of this name is not this run's; the engine's errors.
    pub async fn network(&self, name: &str) -> Result<Option<NetworkDetails>, GuardError> {
        Ok(self.shown(self.network_in_engine(name).await?))
    }

    /// Like [`Guard::network`], with the name in the engine.
    async fn network_in_engine(&self, name: &str) -> Result<Option<NetworkDetails>, GuardError> {
        let in_engine = self.network_name(name);
        match self.network_holder(&in_engine).await? {
            NameOwner::Nobody => Ok(None),
            NameOwner::Us(details) => Ok(Some(details)),
            NameOwner::Other(owner) => Err(GuardError::taken(Kind::Network, in_engine, owner)),
        }
    }

    /// Makes a network, and returns its full id.
    ///
    /// A second network of this name is refused in the engine's words.
    ///
    /// # Errors
    ///
    /// [`GuardError::Taken`] if a network of this name is not this run's; [`GuardError::Ledger`] if it cannot be
    /// recorded; the engine's errors.
    pub async fn create_network(&self, name: &str, spec: &NetworkSpec) -> Result<String, GuardError> {
        let routes = if spec.pools.is_empty() { None } else { self.routes_of_others().await };
        self.permits.network(spec, routes.as_deref())?;
        let in_engine = (self.scope)(name);
        match self.network_holder(&in_engine).await? {
            NameOwner::Nobody => {}
            NameOwner::Us(_) => {
                let words = format!("network with name {name} already exists");
                return Err(refused(Operation::CreateNetwork, name, 409, words).into());
            }
            NameOwner::Other(owner) => return Err(GuardError::taken(Kind::Network, in_engine, owner)),
        }
        let (intent, identity) = self.ledger.intend(Kind::Network, &in_engine)?;
        let mut spec = spec.clone();
        spec.labels.extend(self.labels(identity));
        match self.engine.create_network(&in_engine, &spec).await {
            Ok(id) => {
                self.ledger.made(intent, &id)?;
                let Some(owner) = self.network_twin(&in_engine, &id).await? else { return Ok(id) };
                // Neither run knows whether the other one saw it: the run that sees the other one withdraws.
                self.engine.remove_network(&id).await?;
                self.ledger.closed(intent)?;
                Err(GuardError::taken(Kind::Network, in_engine, owner))
            }
            Err(error) => {
                self.not_made(&[intent], &error).await?;
                Err(self.taken_meanwhile(Kind::Network, &in_engine, error).await)
            }
        }
    }

    /// Returns this machine's routes without those to the engine's networks.
    ///
    /// `None` if the routes cannot be read. An interface's name says nothing, so the engine is asked for its
    /// networks.
    async fn routes_of_others(&self) -> Option<Vec<Route>> {
        let routes = routes()?;
        // Without the engine's list, no route counts as the engine's.
        let networks = self.engine.rows(Kind::Network, &Labels::new()).await.unwrap_or_default();
        let pools = networks.iter().filter_map(|row| row.raw["IPAM"]["Config"].as_array()).flatten();
        let nets = pools.filter_map(|pool| pool["Subnet"].as_str()?.parse().ok());
        Some(of_others(routes, &nets.collect::<Vec<_>>()))
    }

    /// Removes a network of this run.
    ///
    /// # Errors
    ///
    /// [`GuardError::Taken`] if it is not this run's; the refusal that `docker` shows if there is no such network;
    /// the engine's errors.
    pub async fn remove_network(&self, name: &str) -> Result<(), GuardError> {
        let details = self.require_network(name, Operation::RemoveNetwork).await?;
        let removed = self.engine.remove_network(&details.id).await;
        if removed.as_ref().map_or_else(EngineError::is_not_found, |()| true)
            && let Some((intent, _)) = self.ledger.owned(Kind::Network, &details.id)
        {
            self.ledger.closed(intent)?;
        }
        removed.map_err(|error| EngineError { subject: name.to_owned(), ..error }.into())
    }

    /// Connects a container of this run to a network of this run or to `bridge`.
    ///
    /// # Errors
    ///
    /// [`GuardError::NotOurs`] and [`GuardError::Taken`] for any other; the engine's errors.
    pub async fn connect(
        &self,
        network: &str,
        id: &ContainerId,
        endpoint: &EndpointSpec,
    ) -> Result<(), GuardError> {
        let (_, entry) = self.own(id)?;
        self.permits.joins(network)?;
        let joined = self.joined_network(network, Operation::Connect).await?;
        let mut endpoint = endpoint.clone();
        if !WORDS.contains(&network) {
            self.add_lab_name(&entry.name, &mut endpoint);
        }
        let done = self.engine.connect(&joined, id, &endpoint).await;
        done.map_err(|error| EngineError { subject: network.to_owned(), ..error }.into())
    }

    /// Disconnects a container of this run from a network of this run or from `bridge`.
    ///
    /// # Errors
    ///
    /// [`GuardError::NotOurs`] and [`GuardError::Taken`] for any other; the engine's errors.
    pub async fn disconnect(&self, network: &str, id: &ContainerId, force: bool) -> Result<(), GuardError> {
        self.own(id)?;
        let left = self.joined_network(network, Operation::Disconnect).await?;
        let done = self.engine.disconnect(&left, id, force).await;
        done.map_err(|error| EngineError { subject: network.to_owned(), ..error }.into())
    }

    /// Returns the network to join in the engine's terms.
    ///
    /// A network of this run by its id, one of `WORDS` as it is, another container's as `container:ID`.
    pub(super) async fn joined_network(
        &self,
        network: &str,
        operation: Operation,
    ) -> Result<String, GuardError> {
        if WORDS.contains(&network) {
            return Ok(network.to_owned());
        }
        if network.starts_with("container:") {
            return self.own_namespace(network).await;
        }
        Ok(self.require_network(network, operation).await?.name)
    }

    pub(super) fn lab_names(&self) -> MutexGuard<'_, BTreeMap<String, String>> {
        self.lab_names.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds the lab's name as an alias, so that containers find each other by it.
    pub(super) fn add_lab_name(&self, in_engine: &str, endpoint: &mut EndpointSpec) {
        let lab = self.lab_names().get(in_engine).cloned();
        if let Some(name) = lab.filter(|name| name != in_engine && !endpoint.aliases.contains(name)) {
            endpoint.aliases.push(name);
        }
    }

    /// Returns this run's network with this name in the engine, or the refusal.
    async fn require_network(&self, name: &str, operation: Operation) -> Result<NetworkDetails, GuardError> {
        let missing = || refused(operation, name, 404, format!("network {name} not found"));
        self.network_in_engine(name).await?.ok_or_else(|| missing().into())
    }

    /// Returns a network's name in the engine. An id is the same there.
    fn network_name(&self, name: &str) -> String {
        let id = self.ledger.owned(Kind::Network, name).is_some();
        if id { name.to_owned() } else { (self.scope)(name) }
    }

    /// Returns who owns the network with this name in the engine.
    ///
    /// An engine also finds a network by a prefix of its id. Such a match does not hold the name.
    pub(super) async fn network_holder(&self, name: &str) -> Result<NameOwner<NetworkDetails>, EngineError> {
        let Some(details) = self.engine.network(name).await? else { return Ok(NameOwner::Nobody) };
        Ok(if self.ledger.owned(Kind::Network, &details.id).is_some() {
            NameOwner::Us(details)
        } else if details.name == name || details.id == name {
            NameOwner::Other(self.owner(&details.labels, Kind::Network, name))
        } else {
            NameOwner::Nobody
        })
    }
}
