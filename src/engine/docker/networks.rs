//! Networks: create, inspect, connect, disconnect and remove.

use async_trait::async_trait;
use bollard::models::{NetworkConnectRequest, NetworkDisconnectRequest};
use hyper::Method;

use super::super::{
    Cause, ContainerId, EndpointSpec, EngineError, Kind, NetworkDetails, NetworkSpec, Networks, Operation,
};
use super::fault::{on, safe};
use super::{Docker, body, look, wire};

#[async_trait]
impl Networks for Docker {
    async fn network(&self, name: &str) -> Result<Option<NetworkDetails>, EngineError> {
        let raw = look::inspect(self, Kind::Network, name, false).await?;
        Ok(raw.as_ref().map(look::network))
    }

    async fn create_network(&self, name: &str, spec: &NetworkSpec) -> Result<String, EngineError> {
        let operation = Operation::CreateNetwork;
        let mut question = look::get(operation, name, "/networks/create".to_owned());
        question.method = Method::POST;
        let mut body = serde_json::to_value(body::network(name, spec))
            .map_err(|error| EngineError::new(operation, name, Cause::Broken(error.to_string())))?;
        // Before API 1.44 a second network of the same name is made unless this is sent. bollard no longer has it.
        body["CheckDuplicate"] = true.into();
        let made = wire::post(&self.server, &question, &body).await?;
        Ok(made["Id"].as_str().unwrap_or_default().to_owned())
    }

    async fn remove_network(&self, name: &str) -> Result<(), EngineError> {
        let name = safe(Operation::RemoveNetwork, name)?;
        self.api.remove_network(name).await.map_err(on(Operation::RemoveNetwork, name))
    }

    async fn connect(
        &self,
        network: &str,
        container: &ContainerId,
        endpoint: &EndpointSpec,
    ) -> Result<(), EngineError> {
        let network = safe(Operation::Connect, network)?;
        let request = NetworkConnectRequest {
            container: container.0.clone(),
            endpoint_config: Some(body::endpoint(endpoint)),
        };
        self.api.connect_network(network, request).await.map_err(on(Operation::Connect, network))
    }

    async fn disconnect(
        &self,
        network: &str,
        container: &ContainerId,
        force: bool,
    ) -> Result<(), EngineError> {
        let network = safe(Operation::Disconnect, network)?;
        let request = NetworkDisconnectRequest { container: container.0.clone(), force: Some(force) };
        self.api.disconnect_network(network, request).await.map_err(on(Operation::Disconnect, network))
    }
}
