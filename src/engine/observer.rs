//! Read-only access to a whole engine, including containers of others.
//!
//! Nothing is created, changed or removed through it. A guard, in contrast, shows a run its own objects.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use serde_json::Value;

use super::links::{Observe, PathLook};
use super::{
    About, Change, ContainerDetails, ContainerId, Engine, Flow, GuardError, ImageDetails, Kind, Labels,
    PathStat, Process,
};

/// An engine with read-only access.
pub struct Observer {
    engine: Arc<dyn Engine>,
}

/// A container's filesystem options from its creation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Setup {
    /// Whether its root filesystem is read-only.
    pub read_only: bool,
    /// The volumes that it was given by name.
    pub named: Vec<String>,
    /// Whether it uses the volumes of another container, whose names are not reported.
    pub volumes_from: bool,
}

impl Setup {
    /// Reads the body of `inspect`.
    fn of(raw: &Value) -> Self {
        let host = &raw["HostConfig"];
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let binds = list(&host["Binds"]);
        let short = binds.iter().filter_map(|bind| Some(bind.as_str()?.split_once(':')?.0.to_owned()));
        let mounts = list(&host["Mounts"]);
        let volumes = mounts.iter().filter(|mount| mount["Type"] == "volume");
        let long = volumes.filter_map(|mount| mount["Source"].as_str()).map(str::to_owned);
        let mut named: Vec<String> = short.chain(long).collect();
        named.retain(|name| !name.is_empty() && !name.starts_with('/'));
        Self {
            read_only: host["ReadonlyRootfs"] == true,
            named,
            volumes_from: !list(&host["VolumesFrom"]).is_empty(),
        }
    }
}

impl Observer {
    /// Creates an observer of this engine.
    #[must_use]
    pub const fn new(engine: Arc<dyn Engine>) -> Self {
        Self { engine }
    }

    /// Returns the engine's name, version and platform.
    ///
    /// # Errors
    ///
    /// The engine's errors.
    pub async fn about(&self) -> Result<About, GuardError> {
        Ok(self.engine.about().await?)
    }

    /// Returns any container with this name or id.
    ///
    /// # Errors
    ///
    /// The engine's errors.
    pub async fn container(&self, name: &str) -> Result<Option<ContainerDetails>, GuardError> {
        Ok(self.engine.container(name).await?)
    }

    /// Returns all containers, running or not.
    ///
    /// # Errors
    ///
    /// The engine's errors.
    pub async fn containers(&self) -> Result<Vec<ContainerDetails>, GuardError> {
        let mut containers = Vec::new();
        for found in self.engine.list(Kind::Container, &Labels::new()).await? {
            // A listed container may be gone by now.
            containers.extend(self.engine.container(&found.id).await?);
        }
        Ok(containers)
    }

    /// Returns a container's filesystem options from its creation.
    ///
    /// # Errors
    ///
    /// The engine's errors.
    pub async fn setup(&self, id: &ContainerId) -> Result<Setup, GuardError> {
        let raw = self.engine.inspect(Kind::Container, &id.0, false).await?;
        Ok(raw.as_ref().map(Setup::of).unwrap_or_default())
    }

    /// Returns the image with this name or id.
    ///
    /// # Errors
    ///
    /// The engine's errors.
    pub async fn image(&self, name: &str) -> Result<Option<ImageDetails>, GuardError> {
        Ok(self.engine.image(name).await?)
    }

    /// Returns what changed in the container's own layer, compared to its image.
    ///
    /// # Errors
    ///
    /// The engine's errors.
    pub async fn changes(&self, id: &ContainerId) -> Result<Vec<Change>, GuardError> {
        Ok(self.engine.changes(id).await?)
    }

    /// Returns a container's whole filesystem, without mounts, as a tar stream.
    #[must_use]
    pub fn export(&self, id: &ContainerId) -> Flow<Bytes> {
        self.engine.export(id)
    }
}

#[async_trait]
impl Observe for Observer {
    async fn stat(&self, id: &ContainerId, path: &str) -> Result<Option<PathStat>, GuardError> {
        Ok(self.engine.stat(id, path).await?)
    }

    async fn read(&self, id: &ContainerId, path: &str) -> Result<Option<Flow<Bytes>>, GuardError> {
        Ok(self.engine.read(id, path).await?)
    }

    async fn look_inside(&self, id: &ContainerId, look: &PathLook) -> Result<Process, GuardError> {
        Ok(self.engine.exec(id, look.spec()).await?)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn volumes_that_were_given_by_name_are_known() {
        let raw = json!({ "HostConfig": {
            "Binds": ["data:/data:ro", "/srv/site:/site", "/only-in-the-container"],
            "Mounts": [
                { "Type": "volume", "Source": "more", "Target": "/more" },
                { "Type": "volume", "Target": "/nameless" },
                { "Type": "bind", "Source": "/etc", "Target": "/etc" },
            ],
            "ReadonlyRootfs": true,
            "VolumesFrom": null,
        } });
        let named = ["data", "more"].map(str::to_owned).to_vec();
        assert_eq!(Setup::of(&raw), Setup { read_only: true, named, volumes_from: false });
        assert_eq!(Setup::of(&json!({})), Setup::default());
    }
}
