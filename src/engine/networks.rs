//! Networks of an engine.

use async_trait::async_trait;

use super::{ContainerId, EndpointSpec, EngineError, NetworkDetails, NetworkSpec, Operation, unsupported};

/// The part of an engine that manages networks.
#[async_trait]
pub trait Networks: Send + Sync {
    /// Returns the network with this name or id.
    async fn network(&self, name: &str) -> Result<Option<NetworkDetails>, EngineError> {
        Err(unsupported(Operation::InspectNetwork, name))
    }

    /// Creates a network and returns its full id. A name in use is refused.
    async fn create_network(&self, name: &str, spec: &NetworkSpec) -> Result<String, EngineError> {
        let _ = spec;
        Err(unsupported(Operation::CreateNetwork, name))
    }

    /// Removes a network, by name or id.
    async fn remove_network(&self, name: &str) -> Result<(), EngineError> {
        Err(unsupported(Operation::RemoveNetwork, name))
    }

    /// Connects a container to a network.
    async fn connect(
        &self,
        network: &str,
        container: &ContainerId,
        endpoint: &EndpointSpec,
    ) -> Result<(), EngineError> {
        let _ = (container, endpoint);
        Err(unsupported(Operation::Connect, network))
    }

    /// Disconnects a container from a network.
    ///
    /// `force` does so even if the engine has lost the container.
    async fn disconnect(
        &self,
        network: &str,
        container: &ContainerId,
        force: bool,
    ) -> Result<(), EngineError> {
        let _ = (container, force);
        Err(unsupported(Operation::Disconnect, network))
    }
}
