//! What a run may see of an engine: its own objects, and how many others there are.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::super::{ContainerDetails, EngineError, Kind, Labels, Row};
use super::{Guard, GuardError};

/// A listing, as far as it is this run's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listing {
    /// This run's objects, in the engine's order.
    pub own: Vec<Row>,
    /// How many others the engine has.
    pub others: usize,
}

impl Guard {
    /// This run's objects of a kind, and how many others there are. Of images those of these names
    /// too, which are the lab's though not the run's; of networks those that every engine has.
    ///
    /// # Errors
    ///
    /// The engine's.
    pub async fn listing(&self, kind: Kind, images: &[String]) -> Result<Listing, GuardError> {
        let Listing { own, others } = self.listed_own(kind, images).await?;
        Ok(Listing { own: self.shown(own), others })
    }

    /// As [`Guard::listing`], with the engine's names.
    async fn listed_own(&self, kind: Kind, images: &[String]) -> Result<Listing, GuardError> {
        let mut listing = Listing::default();
        let named: Vec<String> = images.iter().map(|image| self.engine.full_name(image)).collect();
        for row in self.engine.rows(kind, &Labels::new()).await? {
            let shown = is_built_in(kind, &row) || self.tags(&row).iter().any(|tag| named.contains(tag));
            if shown || self.is_own(kind, &row) {
                listing.own.push(row);
            } else {
                listing.others += 1;
            }
        }
        Ok(listing)
    }

    /// As [`Guard::listing`] of images, with those that the shown ones are built on.
    ///
    /// # Errors
    ///
    /// The engine's.
    pub async fn all_images(&self, images: &[String]) -> Result<Listing, GuardError> {
        let own = self.listed_own(Kind::Image, images).await?.own;
        let rows = self.engine.all_images().await?;
        let parents = rows.iter().map(|row| {
            let parent = row.raw["ParentId"].as_str().filter(|parent| !parent.is_empty());
            (row.found.id.as_str(), parent)
        });
        let parents: BTreeMap<&str, Option<&str>> = parents.collect();
        let chain = |row: &Row| {
            let first = parents.get_key_value(row.found.id.as_str()).map(|(id, _)| *id);
            std::iter::successors(first, |id| parents.get(id).copied().flatten())
        };
        let shown: BTreeSet<&str> = own.iter().flat_map(chain).collect();
        let shown: Vec<bool> = rows.iter().map(|row| shown.contains(row.found.id.as_str())).collect();
        let others = shown.iter().filter(|shown| !**shown).count();
        let own: Vec<Row> =
            rows.into_iter().zip(shown).filter(|(_, shown)| *shown).map(|(row, _)| row).collect();
        Ok(Listing { own: self.shown(own), others })
    }

    /// This run's objects of a kind that nothing uses, as the `prune` of that kind means it:
    /// containers that do not run; volumes and networks without a container, anybody's; images
    /// without a name and a container.
    ///
    /// # Errors
    ///
    /// The engine's.
    pub async fn unused(&self, kind: Kind) -> Result<Vec<Row>, GuardError> {
        let own = self.listed_own(kind, &[]).await?.own;
        let containers = self.engine.rows(Kind::Container, &Labels::new()).await?;
        let mut unused = Vec::new();
        for row in own.into_iter().filter(|row| !is_built_in(kind, row)) {
            let used = match kind {
                Kind::Container => !matches!(row.raw["State"].as_str(), Some("created" | "exited" | "dead")),
                Kind::Volume => containers.iter().any(|container| mounts(container, &row.found.name)),
                Kind::Image => {
                    let has = |container: &Row| container.raw["ImageID"] == row.found.id.as_str();
                    !self.tags(&row).is_empty() || containers.iter().any(has)
                }
                Kind::Network => {
                    let joined = |container: &Row| {
                        let networks = &container.raw["NetworkSettings"]["Networks"];
                        networks.get(&row.found.name).is_some()
                    };
                    containers.iter().any(joined)
                }
            };
            if !used {
                unused.push(row);
            }
        }
        Ok(self.shown(unused))
    }

    /// All that the engine tells of an object of this run, or of an image that it may use; none: there
    /// is none.
    ///
    /// # Errors
    ///
    /// [`GuardError::Taken`] and [`GuardError::NotOurs`] where it is somebody else's; the engine's.
    pub async fn inspect(&self, kind: Kind, name: &str, size: bool) -> Result<Option<Value>, GuardError> {
        let id = match kind {
            Kind::Container => self.container(name).await?.map(|ContainerDetails { id, .. }| id.0),
            Kind::Volume => self.volume(name).await?.map(|volume| self.volume_name(&volume.name)),
            Kind::Network => self.network(name).await?.map(|network| network.id),
            Kind::Image => self.image(name).await?.map(|_| self.image_name(name)),
        };
        let Some(id) = id else { return Ok(None) };
        let inspected = self.engine.inspect(kind, &id, size).await;
        let inspected = inspected.map_err(|error| EngineError { subject: name.to_owned(), ..error })?;
        Ok(self.shown(inspected))
    }

    /// The engine's own account of its version.
    ///
    /// # Errors
    ///
    /// The engine's.
    pub async fn version(&self) -> Result<Value, GuardError> {
        Ok(self.engine.version().await?)
    }

    /// What this run keeps and how much room it takes, in the engine's form (`/system/df`), with
    /// the images of these names; and how many other objects the engine has.
    ///
    /// # Errors
    ///
    /// The engine's.
    pub async fn usage(&self, images: &[String]) -> Result<(Value, usize), GuardError> {
        let named: Vec<String> = images.iter().map(|image| self.engine.full_name(image)).collect();
        let mut usage = self.engine.usage().await?;
        let mut others = 0;
        let lists = [("Containers", Kind::Container), ("Volumes", Kind::Volume), ("Images", Kind::Image)];
        for (key, kind) in lists {
            let Some(items) = usage.get_mut(key).and_then(Value::as_array_mut) else { continue };
            let before = items.len();
            items.retain(|raw| {
                let row = Row::of(kind, raw.clone());
                self.is_own(kind, &row) || self.tags(&row).iter().any(|tag| named.contains(tag))
            });
            others += before - items.len();
        }
        if let Some(cache) = usage.get_mut("BuildCache") {
            others += cache.as_array().map_or(0, Vec::len);
            *cache = Value::Array(Vec::new());
        }
        Ok((self.shown(usage), others))
    }

    /// The names of an image of a listing, as the ledger writes them.
    pub(super) fn tags(&self, row: &Row) -> Vec<String> {
        let tags = row.raw["RepoTags"].as_array().into_iter().flatten().filter_map(Value::as_str);
        tags.filter(|tag| *tag != "<none>:<none>").map(|tag| self.engine.full_name(tag)).collect()
    }

    /// Whether this run made the object of a row.
    fn is_own(&self, kind: Kind, row: &Row) -> bool {
        match kind {
            Kind::Image => {
                let named = self.tags(row).iter().any(|tag| self.ledger.named_image(tag, &row.found.id));
                named || self.ledger.owned(kind, &row.found.id).is_some_and(|(_, entry)| entry.anonymous)
            }
            Kind::Volume => self.ledger.owned(kind, &row.found.id).is_some_and(|(_, entry)| {
                let label = row.found.labels.get(super::LABEL_SELF);
                label.map_or(entry.anonymous, |label| *label == entry.identity)
            }),
            Kind::Container | Kind::Network => self.ledger.owned(kind, &row.found.id).is_some(),
        }
    }
}

/// Whether a network is one that every engine has.
fn is_built_in(kind: Kind, row: &Row) -> bool {
    kind == Kind::Network && ["bridge", "host", "none"].contains(&row.found.name.as_str())
}

/// Whether a container of a listing mounts a volume.
fn mounts(container: &Row, volume: &str) -> bool {
    container.raw["Mounts"].as_array().into_iter().flatten().any(|mount| mount["Name"] == volume)
}
