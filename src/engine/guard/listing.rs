//! What a run may see of an engine: its own objects, and the number of others.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::super::{ContainerDetails, EngineError, Kind, Labels, Row};
use super::{Guard, GuardError};

/// A listing with this run's objects only.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listing {
    /// This run's objects, in the engine's order.
    pub own: Vec<Row>,
    /// How many other objects the engine has.
    pub others: usize,
}

impl Guard {
    /// Lists this run's objects of a kind, and counts the others.
    ///
    /// Images with the given names are listed too, since they are the lab's. So are the networks that every engine
    /// has.
    ///
    /// # Errors
    ///
    /// The engine's errors.
    pub async fn listing(&self, kind: Kind, images: &[String]) -> Result<Listing, GuardError> {
        let Listing { own, others } = self.listed_own(kind, images).await?;
        Ok(Listing { own: self.shown(own), others })
    }

    /// Like [`Guard::listing`], with the engine's names.
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

    /// Like [`Guard::listing`] of images, with their parent images.
    ///
    /// # Errors
    ///
    /// The engine's errors.
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

    /// Returns this run's unused objects of a kind, as its `prune` defines unused.
    ///
    /// These are: containers that do not run; volumes and networks without a container of any owner; images without a
    /// name and without a container.
    ///
    /// # Errors
    ///
    /// The engine's errors.
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

    /// Returns all that the engine reports about an object, `Ok(None)` if none exists.
    ///
    /// The object is this run's, or an image that it may use.
    ///
    /// # Errors
    ///
    /// [`GuardError::Taken`] and [`GuardError::NotOurs`] if it is not this run's; the engine's errors.
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

    /// Returns the engine's report of its version.
    ///
    /// # Errors
    ///
    /// The engine's errors.
    pub async fn version(&self) -> Result<Value, GuardError> {
        Ok(self.engine.version().await?)
    }

    /// Returns this run's disk usage in the engine's form (`/system/df`).
    ///
    /// It includes the images with the given names. The second value is the number of other objects in the engine.
    ///
    /// # Errors
    ///
    /// The engine's errors.
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

    /// Returns the names of an image of a listing in the form that the ledger uses.
    pub(super) fn tags(&self, row: &Row) -> Vec<String> {
        let tags = row.raw["RepoTags"].as_array().into_iter().flatten().filter_map(Value::as_str);
        tags.filter(|tag| *tag != "<none>:<none>").map(|tag| self.engine.full_name(tag)).collect()
    }

    /// Checks whether this run made the object of a row.
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

/// Checks whether a network is one that every engine has.
fn is_built_in(kind: Kind, row: &Row) -> bool {
    kind == Kind::Network && ["bridge", "host", "none"].contains(&row.found.name.as_str())
}

/// Checks whether a container of a listing mounts a volume.
fn mounts(container: &Row, volume: &str) -> bool {
    container.raw["Mounts"].as_array().into_iter().flatten().any(|mount| mount["Name"] == volume)
}
