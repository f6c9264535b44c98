//! Time-outs of network operations.

use async_trait::async_trait;

use super::super::{
    ContainerId, EndpointSpec, EngineError, NetworkDetails, NetworkSpec, Networks, Operation,
};
use super::Deadline;

#[async_trait]
impl Networks for Deadline {
    async fn network(&self, name: &str) -> Result<Option<NetworkDetails>, EngineError> {
        self.call(Operation::InspectNetwork, name, self.inner.network(name)).await
    }

    async fn create_network(&self, name: &str, spec: &NetworkSpec) -> Result<String, EngineError> {
        self.call(Operation::CreateNetwork, name, self.inner.create_network(name, spec)).await
    }

    async fn remove_network(&self, name: &str) -> Result<(), EngineError> {
        self.call(Operation::RemoveNetwork, name, self.inner.remove_network(name)).await
    }

    async fn connect(
        &self,
        network: &str,
        container: &ContainerId,
        endpoint: &EndpointSpec,
    ) -> Result<(), EngineError> {
        let joined = self.inner.connect(network, container, endpoint);
        self.call(Operation::Connect, network, joined).await
    }

    async fn disconnect(
        &self,
        network: &str,
        container: &ContainerId,
        force: bool,
    ) -> Result<(), EngineError> {
        let left = self.inner.disconnect(network, container, force);
        self.call(Operation::Disconnect, network, left).await
    }
}
