//! Removing what a run made: all of it, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use futures_util::future::join_all;
use tokio::time::{Instant, sleep};

use super::super::ledger::{Entry, Intent};
use super::super::{Cause, ContainerId, EngineError, Found, Kind, Labels, Row};
use super::listing::tags;
use super::stages::STEP;
use super::volumes::is_the_one;
use super::{Guard, LABEL_RUN, LABEL_SELF};

/// How long an object may take to appear whose making was begun by a client that is gone. Seen:
/// up to 64 ms.
const APPEARANCE: Duration = Duration::from_secs(2);

/// How long the volumes of a run are kept for a container that may yet appear: the engine makes a volume
/// that is missing when it makes the container, and that one would carry no label.
const KEPT_FOR: Duration = Duration::from_secs(1);

/// How long an object may take to go that somebody is removing.
const DISAPPEARANCE: Duration = Duration::from_secs(10);

/// For how long what an engine fails at is tried again.
const FAILING: Duration = Duration::from_secs(2);

/// How often the engine is asked meanwhile.
const POLL: Duration = Duration::from_millis(100);

/// What cleaning up came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cleaned {
    /// What was removed: kind, and name in the engine. What has no name is called by its id; images that are only the
    /// steps of another one are not told.
    pub removed: Vec<(Kind, String)>,
    /// What could not be removed, and why. It stays in the ledger.
    pub left: Vec<(Kind, String, EngineError)>,
}

impl Cleaned {
    /// Whether what is left may go later: the engine was not there, or failed, or is still at it.
    #[must_use]
    pub fn may_go_later(&self) -> bool {
        self.left.iter().any(|(_, _, error)| error.is_absence() || error.is_failure())
    }
}

/// What became of one object.
enum Removal {
    /// It was there, and is gone.
    Removed,
    /// It was gone already, or is another one now.
    Gone,
    /// It is still there.
    Left(EngineError),
}

/// Intents whose outcome is not known: where the search for them stands.
struct Search {
    began: Instant,
    /// When one of those that were listed was last removed.
    seen: BTreeMap<Intent, Instant>,
    /// Those that cannot be removed.
    stuck: BTreeSet<Intent>,
}

impl Guard {
    /// As [`Guard::remove_all`]; when all of it is gone, the ledger's file is gone too.
    pub async fn clean(&self) -> Cleaned {
        let cleaned = self.remove_all().await;
        self.finish();
        cleaned
    }

    /// Removes the ledger's file where nothing is left that it is for.
    pub fn finish(&self) {
        // Where only the file cannot be removed, whoever reads it next finds everything closed.
        let _ = self.ledger.finish();
    }

    /// Removes everything that the run made and that is still there, and nothing else: containers
    /// first, with their anonymous volumes, then images, volumes and networks. What an engine fails at, as
    /// Podman does where somebody else's images come and go, is tried again for two seconds.
    pub async fn remove_all(&self) -> Cleaned {
        let began = Instant::now();
        let mut cleaned = self.remove_once().await;
        while cleaned.left.iter().any(|(_, _, error)| error.is_failure()) && began.elapsed() < FAILING {
            sleep(POLL).await;
            let again = self.remove_once().await;
            cleaned.removed.extend(again.removed);
            cleaned.left = again.left;
        }
        cleaned
    }

    /// Tries to remove each thing.
    ///
    /// An object that was begun and never answered for may appear after its client is gone, and
    /// a removal in between finds nothing. So it is looked for by its label until it was listed
    /// and removed and is no more listed, or was not listed for two seconds. A build may make several
    /// images, one after the other: it is over when none was listed for two seconds. What is known to be
    /// there waits for it no longer than a second.
    async fn remove_once(&self) -> Cleaned {
        let mut cleaned = Cleaned::default();
        // Where it cannot be written, somebody who needs the names does not wait for them.
        let _ = self.ledger.cleaning();
        let mut search = Search { began: Instant::now(), seen: BTreeMap::new(), stuck: BTreeSet::new() };
        // The first look comes before the containers go, and their volumes with them.
        let mut searching = self.look_for_intents(&mut search, &mut cleaned).await;
        self.clean_made(Kind::Container, &mut cleaned).await;
        let mut waited_for = true;
        while searching {
            if waited_for && search.began.elapsed() >= KEPT_FOR {
                waited_for = false;
                // What cannot go yet goes in the end, or is told then.
                let mut known = Cleaned::default();
                self.clean_beside_containers(&mut known).await;
                cleaned.removed.append(&mut known.removed);
            }
            searching = self.look_for_intents(&mut search, &mut cleaned).await;
            if searching {
                sleep(POLL).await;
            }
        }
        self.clean_beside_containers(&mut cleaned).await;
        cleaned
    }

    /// Removes what is known to have been made and can go once the containers are gone.
    async fn clean_beside_containers(&self, cleaned: &mut Cleaned) {
        self.clean_images(cleaned).await;
        self.clean_made(Kind::Volume, cleaned).await;
        self.clean_made(Kind::Network, cleaned).await;
    }

    /// Removes what is known to have been made, of one kind.
    async fn clean_made(&self, kind: Kind, cleaned: &mut Cleaned) {
        let made = self.ledger.open_entries().into_iter().filter(|(_, entry)| entry.kind == kind);
        let removals = made.filter_map(|(intent, entry)| {
            let id = entry.id.clone()?;
            Some(async move { (intent, self.remove_made(&entry, &id).await, name_of(&entry, &id)) })
        });
        for (intent, removal, name) in join_all(removals).await {
            self.tell(kind, intent, removal, name, cleaned);
        }
    }

    /// Takes away the names that the run gave, the latest first, then the images that it made and
    /// that have no name left. One after the other: an image goes before the one it was made from, and takes the steps
    /// along of which it was built; those that an engine forgets go in the end.
    async fn clean_images(&self, cleaned: &mut Cleaned) {
        let mut made = self.ledger.open_entries();
        made.retain(|(_, entry)| entry.kind == Kind::Image);
        made.reverse();
        made.sort_by_key(|(_, entry)| (entry.anonymous, is_a_step(entry)));
        let mut ours_are_left = false;
        for (intent, entry) in made {
            let Some(id) = &entry.id else { continue };
            let removal = match self.remove_image_made(&entry, id).await {
                // Somebody made an image from it: it is a part of theirs.
                Removal::Left(error) if entry.anonymous && is_a_part(&error) && !ours_are_left => {
                    Removal::Gone
                }
                outcome => outcome,
            };
            ours_are_left |= matches!(removal, Removal::Left(_));
            if is_a_step(&entry) && matches!(removal, Removal::Removed) {
                self.close(intent);
                continue;
            }
            self.tell(Kind::Image, intent, removal, name_of(&entry, id), cleaned);
        }
    }

    /// Removes an image's name where it still means the same image, and an image itself where it has
    /// no name: it may have got one from somebody else.
    async fn remove_image_made(&self, entry: &Entry, id: &str) -> Removal {
        let name = if entry.anonymous { id } else { &entry.name };
        match self.engine.image(name).await {
            Ok(Some(image)) if image.id == id && (!entry.anonymous || image.tags.is_empty()) => {
                removal(self.engine.remove_image(name, false, false).await.map(|_| ()))
            }
            Ok(_) => Removal::Gone,
            Err(error) => Removal::Left(error),
        }
    }

    /// What became of one object, for the ledger and for whoever asked.
    fn tell(&self, kind: Kind, intent: Intent, removal: Removal, name: String, cleaned: &mut Cleaned) {
        match removal {
            Removal::Left(error) => cleaned.left.push((kind, name, error)),
            Removal::Gone => self.close(intent),
            Removal::Removed => {
                self.close(intent);
                cleaned.removed.push((kind, name));
            }
        }
    }

    async fn remove_made(&self, entry: &Entry, id: &str) -> Removal {
        if entry.kind == Kind::Container {
            return self.remove_for_good(&ContainerId(id.to_owned())).await;
        }
        if entry.kind == Kind::Network {
            return removal(self.engine.remove_network(id).await);
        }
        match self.engine.volume(id).await {
            Ok(Some(volume)) if is_the_one(entry, &volume) => {
                removal(self.engine.remove_volume(id, false).await)
            }
            Ok(_) => Removal::Gone,
            Err(error) => Removal::Left(error),
        }
    }

    /// Removes a container with its anonymous volumes, or waits while somebody else does.
    async fn remove_for_good(&self, id: &ContainerId) -> Removal {
        let began = Instant::now();
        let mut outcome = removal(self.engine.remove_container(id, true, true).await);
        while let Removal::Left(error) = &outcome
            && is_being_removed(error)
            && began.elapsed() < DISAPPEARANCE
        {
            sleep(POLL).await;
            outcome = match self.engine.container(&id.0).await {
                Ok(None) => Removal::Removed,
                Ok(Some(_)) => continue,
                Err(error) => Removal::Left(error),
            };
        }
        outcome
    }

    /// One look for the intents without an outcome; whether another is needed.
    async fn look_for_intents(&self, search: &mut Search, cleaned: &mut Cleaned) -> bool {
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
            match self.listed(kind).await {
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

    /// What may be the outcome of an intent: what carries the run's label; of images all, since a name
    /// has no labels, each under each of its names.
    async fn listed(&self, kind: Kind) -> Result<Vec<Found>, EngineError> {
        if kind != Kind::Image {
            let label = Labels::from([(LABEL_RUN.to_owned(), self.run().to_owned())]);
            return self.engine.list(kind, &label).await;
        }
        let rows = self.engine.all_images().await?;
        let named = |row: Row| {
            let names = tags(&row).into_iter().map({
                let found = row.found.clone();
                move |name| Found { id: name.clone(), name, labels: found.labels.clone() }
            });
            names.chain([Found { name: String::new(), ..row.found }]).collect::<Vec<_>>()
        };
        Ok(rows.into_iter().flat_map(named).collect())
    }

    /// What a listing means for one intent; whether it is to be looked for again.
    async fn settle(
        &self,
        intent: Intent,
        entry: &Entry,
        listed: &[Found],
        search: &mut Search,
        cleaned: &mut Cleaned,
    ) -> bool {
        let seen = search.seen.get(&intent).copied();
        let makes_several = entry.kind == Kind::Image && entry.anonymous;
        let late = seen.filter(|_| makes_several).unwrap_or(search.began).elapsed() >= APPEARANCE;
        let mut all = listed.iter().filter(|found| self.is_meant(entry, found)).peekable();
        if all.peek().is_none() {
            let over = late || (seen.is_some() && !makes_several);
            if over {
                self.close(intent);
            }
            return !over;
        }
        // Of several one may be a part of another: whatever can go goes, so that the next look finds less.
        let mut left = None;
        for found in all {
            let name = name_of(entry, &found.id);
            match self.remove_found(entry.kind, found).await {
                // A volume is in use until its container is gone.
                Removal::Left(error) => left = Some((name, error)),
                Removal::Removed | Removal::Gone => {
                    // Of several the others are its steps.
                    if search.seen.insert(intent, Instant::now()).is_none() {
                        cleaned.removed.push((entry.kind, name));
                    }
                }
            }
        }
        if let Some((name, error)) = left.filter(|_| late) {
            if makes_several && is_a_part(&error) {
                // Somebody made an image from it: it is a part of theirs.
                self.close(intent);
                return false;
            }
            search.stuck.insert(intent);
            cleaned.left.push((entry.kind, name, error));
            return false;
        }
        true
    }

    /// Whether a listed object may be the outcome of an intent, or a step on the way to it.
    fn is_meant(&self, entry: &Entry, found: &Found) -> bool {
        let builds = entry.kind == Kind::Image && entry.anonymous;
        names_itself(entry, found) || (builds && self.is_step(found))
    }

    /// Removes what a listing has.
    async fn remove_found(&self, kind: Kind, found: &Found) -> Removal {
        match kind {
            Kind::Container => self.remove_for_good(&ContainerId(found.id.clone())).await,
            Kind::Volume => removal(self.engine.remove_volume(&found.id, false).await),
            Kind::Network => removal(self.engine.remove_network(&found.id).await),
            Kind::Image => removal(self.engine.remove_image(&found.id, false, false).await.map(|_| ())),
        }
    }

    /// Closes an entry. In a file that cannot be written it stays open, which costs whoever reads
    /// it a look; the object is gone all the same.
    fn close(&self, intent: Intent) {
        let _ = self.ledger.closed(intent);
    }
}

/// Whether a listed object is the one that was intended: its label says so, and names itself and
/// nothing that it was inherited from.
fn names_itself(entry: &Entry, found: &Found) -> bool {
    let label = found.labels.get(LABEL_SELF) == Some(&entry.identity);
    if entry.kind == Kind::Image {
        // A name was looked for before it was intended: then there was none.
        return if entry.anonymous { label && found.name.is_empty() } else { found.name == entry.name };
    }
    label && (entry.anonymous || found.name == entry.name)
}

/// Whether this is a step of which an image of the run was built.
fn is_a_step(entry: &Entry) -> bool {
    entry.anonymous && entry.name == STEP
}

/// The name in the engine: of what has no other, its id, as commands take it.
fn name_of(entry: &Entry, id: &str) -> String {
    let bare = id.strip_prefix("sha256:").unwrap_or(id);
    if entry.anonymous { bare.to_owned() } else { entry.name.clone() }
}

fn removal(removed: Result<(), EngineError>) -> Removal {
    match removed {
        Ok(()) => Removal::Removed,
        Err(error) if error.is_not_found() => Removal::Gone,
        Err(error) => Removal::Left(error),
    }
}

/// Docker's answer while another call removes the same container.
fn is_being_removed(error: &EngineError) -> bool {
    matches!(&error.cause, Cause::Refused { status: 409, words } if words.contains("already in progress"))
}

/// The answer where another image has this one's layers.
fn is_a_part(error: &EngineError) -> bool {
    matches!(&error.cause, Cause::Refused { words, .. } if words.contains("dependent child images"))
}
