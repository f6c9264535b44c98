//! Removing what a run made: all of it, and nothing else.

use std::time::Duration;

use futures_util::future::join_all;
use tokio::time::{Instant, sleep};

use super::super::ledger::{Entry, Intent};
use super::super::{Cause, ContainerId, EngineError, Kind, Operation};
use super::Guard;
use super::removal::{Cleaned, Removal, is_a_part, name_of, removal};
use super::search::Search;
use super::volumes::is_the_one;

/// How long the volumes of a run are kept for a container that may yet appear: the engine makes a volume
/// that is missing when it makes the container, and that one would carry no label.
const KEPT_FOR: Duration = Duration::from_secs(1);

/// How long an object may take to go that somebody is removing, or is done with in a moment.
const DISAPPEARANCE: Duration = Duration::from_secs(10);

/// For how long what an engine fails at is tried again.
const FAILING: Duration = Duration::from_secs(2);

/// How often the engine is asked meanwhile.
const POLL: Duration = Duration::from_millis(100);

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
    /// Podman does where somebody else's images come and go, is tried again for two seconds; so is, for ten, an image that
    /// a container uses, as the step of a build does that was given up.
    pub async fn remove_all(&self) -> Cleaned {
        let began = Instant::now();
        let mut cleaned = self.remove_once().await;
        let passes = |error: &EngineError| {
            let patience = if is_in_use(error) { DISAPPEARANCE } else { FAILING };
            (is_in_use(error) || error.is_failure()) && began.elapsed() < patience
        };
        while cleaned.left.iter().any(|(_, _, error)| passes(error)) {
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
        let mut search = Search::begin();
        // The first look comes before the containers go, and their volumes with them.
        let mut searching = self.look_for_intents(&mut search, &mut cleaned).await;
        self.clean_made(Kind::Container, &mut cleaned).await;
        let mut waited_for = true;
        while searching {
            let silent = silence(&cleaned).is_some();
            if waited_for && !silent && search.began.elapsed() >= KEPT_FOR {
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
        cleaned.left.append(&mut search.late);
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
        let silence = silence(cleaned);
        let made = self.ledger.open_entries().into_iter().filter(|(_, entry)| entry.kind == kind);
        let removals = made.filter_map(|(intent, entry)| {
            let (id, silence) = (entry.id.clone()?, silence.clone());
            Some(async move {
                let removal = match silence {
                    Some(error) => Removal::Left(error),
                    None => self.remove_made(&entry, &id).await,
                };
                (intent, removal, name_of(&entry, &id))
            })
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
        made.sort_by_key(|(_, entry)| (entry.anonymous, entry.is_step()));
        let mut ours_are_left = false;
        for (intent, entry) in made {
            let Some(id) = &entry.id else { continue };
            let removal = match silence(cleaned) {
                Some(error) => Removal::Left(error),
                None => self.remove_image_made(&entry, id).await,
            };
            let removal = match removal {
                // Somebody made an image from it: it is a part of theirs.
                Removal::Left(error) if entry.anonymous && is_a_part(&error) && !ours_are_left => {
                    Removal::Gone
                }
                outcome => outcome,
            };
            ours_are_left |= matches!(removal, Removal::Left(_));
            if entry.is_step() && matches!(removal, Removal::Removed) {
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
    pub(super) async fn remove_for_good(&self, id: &ContainerId) -> Removal {
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

    /// Closes an entry. In a file that cannot be written it stays open, which costs whoever reads
    /// it a look; the object is gone all the same.
    pub(super) fn close(&self, intent: Intent) {
        let _ = self.ledger.closed(intent);
    }
}

/// The error where the engine gave no answer: whatever is asked next has none either, and takes its time.
fn silence(cleaned: &Cleaned) -> Option<EngineError> {
    cleaned.left.iter().map(|(_, _, error)| error).find(|error| error.is_absence()).cloned()
}

/// Docker's answer while another call removes the same container.
fn is_being_removed(error: &EngineError) -> bool {
    matches!(&error.cause, Cause::Refused { status: 409, words } if words.contains("already in progress"))
}

/// Whether an image was not removed because a container is made of it.
fn is_in_use(error: &EngineError) -> bool {
    error.operation == Operation::RemoveImage
        && matches!(&error.cause, Cause::Refused { words, .. }
            if words.contains("is in use by a container") || words.contains("is being used by"))
}
