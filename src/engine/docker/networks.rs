//! Networks: made, looked at, joined, left and removed.

use async_trait::async_trait;
use serde_json::json;

use super::super::{
    ContainerId, EndpointSpec, EngineError, Kind, NetworkDetails, NetworkSpec, Networks, Operation,
};
use super::fault::safe;
use super::{Docker, body, look, wire};

#[async_trait]
impl Networks for Docker {
    async fn network(&self, name: &str) -> Result<Option<NetworkDetails>, EngineError> {
        let raw = look::inspect(self, Kind::Network, name, false).await?;
        Ok(raw.as_ref().map(look::network))
    }

    async fn create_network(&self, name: &str, spec: &NetworkSpec) -> Result<String, EngineError> {
        let operation = Operation::CreateNetwork;
        let question = look::post(operation, name, "/networks/create".to_owned());
        let mut body = json!(body::network(name, spec));
        // Before API 1.44 a second one of the same name is made unless this is said; the models no
        // more have it.
        body["CheckDuplicate"] = true.into();
        let made = wire::post(&self.place, &question, &body).await?;
        Ok(made["Id"].as_str().unwrap_or_default().to_owned())
    }

    async fn remove_network(&self, name: &str) -> Result<(), EngineError> {
        let name = safe(Operation::RemoveNetwork, name)?;
        let question = look::delete(Operation::RemoveNetwork, name, format!("/networks/{name}"));
        wire::done(&self.place, &question, None).await
    }

    async fn connect(
        &self,
        network: &str,
        container: &ContainerId,
        endpoint: &EndpointSpec,
    ) -> Result<(), EngineError> {
        let network = safe(Operation::Connect, network)?;
        let question = look::post(Operation::Connect, network, format!("/networks/{network}/connect"));
        let body = json!({ "Container": container.0, "EndpointConfig": body::endpoint(endpoint) });
        wire::done(&self.place, &question, Some(&body)).await
    }

    async fn disconnect(
        &self,
        network: &str,
        container: &ContainerId,
        force: bool,
    ) -> Result<(), EngineError> {
        let network = safe(Operation::Disconnect, network)?;
        let question = look::post(Operation::Disconnect, network, format!("/networks/{network}/disconnect"));
        let body = json!({ "Container": container.0, "Force": force });
        wire::done(&self.place, &question, Some(&body)).await
    }
}
