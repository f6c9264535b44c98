//! Objects with this program's labels that no ledger here lists.
//!
//! Another host or another user created them on the same engine, or their ledger was lost. A label alone never proves
//! ownership: images inherit labels from the container that they were committed from, and containers from their
//! image. So only objects whose label contains their own name count. Images have no such name; they are reported and
//! never removed.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Cleaned, ContainerId, Engine, EngineError, Found, Kind, LABEL_LAB, LABEL_RUN, LABEL_SELF, Labels,
};

/// The objects in the engine of a run from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignRun {
    /// The run's id.
    pub run: String,
    /// The lab's id.
    pub lab: String,
    /// Its objects, in an order for removal.
    pub objects: Vec<(Kind, Found)>,
}

/// Returns the runs with objects in the engine and no ledger here, sorted by id.
///
/// `known` are the ids of the runs with a ledger.
///
/// # Errors
///
/// The engine's errors.
pub async fn foreign_runs(
    engine: &dyn Engine,
    known: &BTreeSet<String>,
) -> Result<Vec<ForeignRun>, EngineError> {
    let mut runs: BTreeMap<String, ForeignRun> = BTreeMap::new();
    for kind in Kind::ALL {
        for found in engine.list(kind, &Labels::from([(LABEL_RUN.to_owned(), String::new())])).await? {
            let label = |name: &str| found.labels.get(name).cloned().unwrap_or_default();
            let run = label(LABEL_RUN);
            if known.contains(&run) || !names_itself(kind, &found) {
                continue;
            }
            let new = || ForeignRun { run: run.clone(), lab: label(LABEL_LAB), objects: Vec::new() };
            runs.entry(run.clone()).or_insert_with(new).objects.push((kind, found));
        }
    }
    Ok(runs.into_values().collect())
}

/// Removes the objects of a run from elsewhere, except images.
///
/// These are containers with their anonymous volumes, volumes and networks.
pub async fn remove_foreign(engine: &dyn Engine, run: &ForeignRun) -> Cleaned {
    let mut cleaned = Cleaned::default();
    for (kind, found) in &run.objects {
        let removed = match kind {
            Kind::Container => engine.remove_container(&ContainerId(found.id.clone()), true, true).await,
            Kind::Volume => engine.remove_volume(&found.id, false).await,
            Kind::Network => engine.remove_network(&found.id).await,
            Kind::Image => continue,
        };
        match removed {
            Ok(()) => cleaned.removed.push((*kind, found.name.clone())),
            // An anonymous volume is removed with its container.
            Err(error) if error.is_not_found() => cleaned.removed.push((*kind, found.name.clone())),
            Err(error) => cleaned.left.push((*kind, found.name.clone(), error)),
        }
    }
    cleaned
}

/// Returns whether an object's label names the object itself and was not inherited.
///
/// A volume inherits no labels. An anonymous one has its container's name and its path in the label.
fn names_itself(kind: Kind, found: &Found) -> bool {
    let named = match kind {
        Kind::Container | Kind::Network => format!("{}/{}/", kind.word(), found.name),
        Kind::Volume | Kind::Image => format!("{}/", kind.word()),
    };
    found.labels.get(LABEL_SELF).is_some_and(|label| label.starts_with(&named))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_label_was_inherited_from_is_not_the_object() {
        let found = |name: &str, label: &str| Found {
            id: "c0ffee".to_owned(),
            name: name.to_owned(),
            labels: Labels::from([(LABEL_SELF.to_owned(), label.to_owned())]),
        };
        let own = |kind, name: &str, label: &str| names_itself(kind, &found(name, label));
        assert!(own(Kind::Container, "web", "container/web/7"));
        assert!(own(Kind::Volume, "f00", "volume/web:/data/7"));
        assert!(own(Kind::Network, "net", "network/net/7"));
        assert!(own(Kind::Image, "", "image/nginx/7"));
        assert!(!own(Kind::Container, "other", "container/web/7"), "made from an image of it");
        assert!(!own(Kind::Image, "mine", "container/web/7"), "committed from it");
        assert!(!own(Kind::Container, "web", "image/nginx/7"), "made from a built image");
        assert!(!own(Kind::Container, "web", "container/web2/7"));
    }
}
