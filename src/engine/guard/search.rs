//! The search for objects whose creation got no answer. They may appear late, and are removed.

use std::collections::BTreeSet;
use std::time::Duration;

use tokio::time::Instant;

use super::super::ledger::{Entry, Intent};
use super::super::{Cause, ContainerId, EngineError, Found, Kind, Labels, Operation};
use super::image_names::means;
use super::removal::{Cleaned, Removal, is_a_part, name_of, removal};
use super::{Guard, LABEL_RUN, LABEL_SELF};

/// How long an object may take to appear after its client is gone.
///
/// The longest delay that was measured is 64 ms.
const APPEARANCE: Duration = Duration::from_secs(2);

/// How long the search may take in all, however many objects still appear.
const SEARCH: Duration = Duration::from_secs(10);

/// The state of the search for intents with an unknown outcome.
pub(super) struct Search {
    pub began: Instant,
    /// Those whose object was listed and removed.
    seen: BTreeSet<Intent>,
    /// Those whose object cannot be removed.
    stuck: BTreeSet<Intent>,
    /// Objects that kept appearing until the end.
    pub late: Vec<(Kind, String, EngineError)>,
}

impl Search {
    pub fn begin() -> Self {
        let (seen, stuck, late) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
        Self { began: Instant::now(), seen, stuck, late }
    }
}

impl Guard {
    /// Looks once for the intents without an outcome; returns whether to look again.
    pub(super) async fn look_for_intents(&self, search: &mut Search, cleaned: &mut Cleaned) -> bool {
        let mut more = false;
        for kind in Kind::ALL {
            let open: Vec<(Intent, Entry)> = self
                .ledger
                .open_entries()
                .into_iter()
                .filter(|(intent, entry)| {
                    entry.kind == kind && entry.id.is_none() && !search.stuck.contains(intent)
                })
                .collect();
            if open.is_empty() {
                continue;
            }
            match self.listed(kind, &open).await {
                Ok(listed) => {
                    for (intent, entry) in open {
                        more |= self.settle(intent, &entry, &listed, search, cleaned).await;
                    }
                }
                Err(error) => {
                    for (intent, entry) in open {
                        search.stuck.insert(intent);
                        cleaned.left.push((kind, entry.name, error.clone()));
                    }
                }
            }
        }
        more
    }

    /// Lists the possible outcomes of these intents.
    ///
    /// These are the objects with the run's label; of images, those without a name, and the names that mean the
    /// images they were intended for.
    async fn listed(&self, kind: Kind, open: &[(Intent, Entry)]) -> Result<Vec<Found>, EngineError> {
        if kind != Kind::Image {
            let label = Labels::from([(LABEL_RUN.to_owned(), self.run().to_owned())]);
            return self.engine.list(kind, &label).await;
        }
        let rows = self.engine.all_images().await?.into_iter();
        let mut listed: Vec<Found> =
            rows.map(|row| row.found).filter(|found| found.name.is_empty()).collect();
        for (_, entry) in open.iter().filter(|(_, entry)| !entry.anonymous) {
            let image = self.engine.image(&entry.name).await?.filter(|image| means(entry, image));
            let name = || entry.name.clone();
            listed.extend(image.map(|image| Found { id: name(), name: name(), labels: image.labels }));
        }
        Ok(listed)
    }

    /// Handles one intent after a listing; returns whether to look for it again.
    async fn settle(
        &self,
        intent: Intent,
        entry: &Entry,
        listed: &[Found],
        search: &mut Search,
        cleaned: &mut Cleaned,
    ) -> bool {
        let late = search.began.elapsed() >= APPEARANCE;
        let Some(found) = listed.iter().find(|found| names_itself(entry, found)) else {
            let over = late || search.seen.contains(&intent);
            if over {
                self.close(intent);
            }
            return !over;
        };
        if search.began.elapsed() >= SEARCH {
            search.stuck.insert(intent);
            let error = EngineError::new(Operation::List(entry.kind), &entry.name, Cause::TimedOut(SEARCH));
            search.late.push((entry.kind, entry.name.clone(), error));
            return false;
        }
        let name = name_of(entry, &found.id);
        match self.remove_found(entry.kind, found).await {
            Removal::Removed | Removal::Gone => {
                if search.seen.insert(intent) {
                    cleaned.removed.push((entry.kind, name));
                }
            }
            // Another owner made an image from it, so it is part of theirs.
            Removal::Left(error) if late && entry.anonymous && is_a_part(&error) => {
                self.close(intent);
                return false;
            }
            // A volume is in use until its container is gone.
            Removal::Left(error) if late || error.is_absence() => {
                search.stuck.insert(intent);
                cleaned.left.push((entry.kind, name, error));
                return false;
            }
            Removal::Left(_) => {}
        }
        true
    }

    /// Removes a listed object.
    async fn remove_found(&self, kind: Kind, found: &Found) -> Removal {
        match kind {
            Kind::Container => self.remove_for_good(&ContainerId(found.id.clone())).await,
            Kind::Volume => removal(self.engine.remove_volume(&found.id, false).await),
            Kind::Network => removal(self.engine.remove_network(&found.id).await),
            Kind::Image => removal(self.engine.remove_image(&found.id, false, false).await.map(|_| ())),
        }
    }
}

/// Checks whether a listed object is the intended one.
///
/// Its label must name the object itself, not one that it inherited the label from.
pub(super) fn names_itself(entry: &Entry, found: &Found) -> bool {
    let label = found.labels.get(LABEL_SELF) == Some(&entry.identity);
    match (entry.kind, entry.anonymous) {
        (Kind::Image, true) => label && found.name.is_empty(),
        // It was checked when it was listed.
        (Kind::Image, false) => found.name == entry.name,
        (_, anonymous) => label && (anonymous || found.name == entry.name),
    }
}
