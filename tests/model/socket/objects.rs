//! The engine as a whole, its volumes and its networks.

use hyper::Method;
use serde_json::{Value, json};
use statelab::engine::{ContainerId, Engine, EngineError, Kind, NetworkSpec, Networks, PoolSpec, VolumeSpec};

use super::super::describe::ROOT;
use super::super::{API, VERSION};
use super::Served;
use super::answer::{Answered, done, found, missing, told};
use super::request::Request;
use super::spec::{endpoint, is, map, some, text};

impl Served {
    pub(super) async fn system(&self, path: &[&str]) -> Answered {
        Ok(match path {
            ["_ping"] => told(200, &json!("OK")),
            ["version"] => {
                let mut version = self.model.version().await?;
                version["MinAPIVersion"] = json!("1.24");
                told(200, &version)
            }
            ["info"] => told(
                200,
                &json!({
                    "ID": "model", "Name": "the model's own", "ServerVersion": VERSION, "ApiVersion": API, "Driver": "memory",
                    "DockerRootDir": ROOT, "OperatingSystem": "The model", "OSType": "linux", "Architecture": "x86_64",
                    "CgroupDriver": "cgroupfs", "CgroupVersion": "2", "SecurityOptions": [], "Warnings": null,
                }),
            ),
            ["system", "df"] => told(200, &self.model.usage().await?),
            other => missing("page", &other.join("/")),
        })
    }

    /// All objects of a kind with the labels that are asked for.
    pub(super) fn rows(&self, kind: Kind, request: &Request) -> Vec<Value> {
        let labels = request.labels();
        self.model.look(|world| world.rows(kind, &labels))
    }

    /// What is told of an object.
    pub(super) fn inspected(&self, kind: Kind, name: &str, size: bool) -> Option<Value> {
        self.model.look(|world| world.inspect(kind, name, size))
    }

    pub(super) async fn volumes(&self, path: &[&str], request: &mut Request) -> Answered {
        Ok(match (&request.method, path) {
            (&Method::GET, []) => {
                told(200, &json!({ "Volumes": self.rows(Kind::Volume, request), "Warnings": null }))
            }
            (&Method::GET, [name]) => found("volume", name, self.inspected(Kind::Volume, name, false)),
            (&Method::POST, ["create"]) => {
                let body = request.json().await;
                let spec = VolumeSpec {
                    driver: some(&body["Driver"]),
                    options: map(&body["DriverOpts"]),
                    labels: map(&body["Labels"]),
                };
                let made = self.model.create_volume_with(&text(&body["Name"]), &spec).await?;
                found("volume", &made.name, self.inspected(Kind::Volume, &made.name, false))
            }
            (&Method::DELETE, [name]) => {
                self.model.remove_volume(name, request.is("force")).await?;
                done()
            }
            _ => missing("page", &request.path),
        })
    }

    pub(super) async fn networks(&self, path: &[&str], request: &mut Request) -> Answered {
        Ok(match (&request.method, path) {
            (&Method::GET, []) => told(200, &self.rows(Kind::Network, request).into()),
            (&Method::GET, [name]) => found("network", name, self.inspected(Kind::Network, name, false)),
            (&Method::POST, ["create"]) => {
                let body = request.json().await;
                let made = self.model.create_network(&text(&body["Name"]), &network(&body)).await?;
                told(201, &json!({ "Id": made, "Warning": "" }))
            }
            (&Method::POST, [name, what @ ("connect" | "disconnect")]) => {
                let body = request.json().await;
                self.join(name, *what == "connect", &body).await?;
                told(200, &Value::Null)
            }
            (&Method::DELETE, [name]) => {
                self.model.remove_network(name).await?;
                done()
            }
            _ => missing("page", &request.path),
        })
    }

    async fn join(&self, network: &str, into: bool, body: &Value) -> Result<(), EngineError> {
        let container = ContainerId(text(&body["Container"]));
        if into {
            self.model.connect(network, &container, &endpoint(&body["EndpointConfig"])).await
        } else {
            self.model.disconnect(network, &container, is(&body["Force"])).await
        }
    }
}

fn network(body: &Value) -> NetworkSpec {
    let pool = |raw: &Value| PoolSpec {
        subnet: some(&raw["Subnet"]),
        range: some(&raw["IPRange"]),
        gateway: some(&raw["Gateway"]),
    };
    NetworkSpec {
        driver: some(&body["Driver"]),
        options: map(&body["Options"]),
        internal: is(&body["Internal"]),
        attachable: is(&body["Attachable"]),
        ipv6: is(&body["EnableIPv6"]),
        pools: body["IPAM"]["Config"].as_array().into_iter().flatten().map(pool).collect(),
        labels: map(&body["Labels"]),
    }
}
