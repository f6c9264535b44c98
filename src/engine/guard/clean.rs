//! Removal of everything that a run made, and nothing else.

use std::time::Duration;

use futures_util::future::join_all;
use tokio::time::{Instant, sleep};

use super::super::ledger::{Entry, Intent};
use super::super::{Cause, ContainerId, EngineError, Kind, Operation};
use super::Guard;
use super::removal::{Cleaned, Removal, is_a_part, name_of, removal};
use super::search::Search;
use super::volumes::is_the_one;

/// How long to keep the volumes of a run for a container that may still appear.
///
/// An engine that makes the container also makes a missing volume, which would have no label.
const KEPT_FOR: Duration = Duration::from_secs(1);

/// How long to wait for an object that is being removed or will be free soon.
const DISAPPEARANCE: Duration = Duration::from_secs(10);

/// How long to retry what an engine fails at.
const FAILING: Duration = Duration::from_secs(2);

/// How often to ask the engine while waiting.
const POLL: Duration = Duration::from_millis(100);

impl Guard {
    /// Like [`Guard::remove_all`], and removes the ledger's file if nothing is left.
    pub async fn clean(&self) -> Cleaned {
        let cleaned = self.remove_all().await;
        self.finish();
        cleaned
    }

    /// Removes the ledger's file if nothing is left to clean up.
    pub fn finish(&self) {
        // If only the file cannot be removed, its next reader finds every entry closed.
        let _ = self.ledger.finish();
    }

    /// Removes everything that the run made and that still exists, and nothing else.
    ///
    /// The order is containers with their anonymous volumes, images, volumes, networks. Failures of the engine are
    /// retried for two seconds: Podman fails while other images come and go. An image that a container uses, such as
    /// the step of a cancelled build, is retried for ten seconds.
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

    /// Tries to remove each object once.
    ///
    /// An object whose creation got no answer may appear after its client is gone, so a removal may come too early.
    /// The object is therefore looked for by its label until it was listed, removed and no longer listed, or was not
    /// listed for two seconds. A build may make several images one after the other: it is over when none was listed
    /// for two seconds. Objects that are known to exist wait for this no longer than a second.
    async fn remove_once(&self) -> Cleaned {
        let mut cleaned = Cleaned::default();
        // If this cannot be written, others who need the names do not wait for them.
        let _ = self.ledger.cleaning();
        let mut search = Search::begin();
        // The first look comes before the containers and their volumes are removed.
        let mut searching = self.look_for_intents(&mut search, &mut cleaned).await;
        self.clean_made(Kind::Container, &mut cleaned).await;
        let mut waited_for = true;
        while searching {
            let silent = silence(&cleaned).is_some();
            if waited_for && !silent && search.began.elapsed() >= KEPT_FOR {
                waited_for = false;
                // What cannot be removed yet is removed or reported at the end.
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

    /// Removes recorded objects that can go once the containers are gone.
    async fn clean_beside_containers(&self, cleaned: &mut Cleaned) {
        self.clean_images(cleaned).await;
        self.clean_made(Kind::Volume, cleaned).await;
        self.clean_made(Kind::Network, cleaned).await;
    }

    /// Removes recorded objects of one kind.
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

    /// Removes the names that the run gave, latest first, then its unnamed images.
    ///
    /// They are removed one by one: an image goes before the one it was made from, and takes its build steps with it.
    /// Steps that the engine does not remove go last.
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
                // Another owner made an image from it, so it is part of theirs.
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

    /// Removes a name if it still means the same image, or an image if it has no name.
    ///
    /// Another owner may have given the image a name.
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

    /// Records the outcome for one object in the ledger and in `cleaned`.
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

    /// Removes a container and its anonymous volumes, or waits until another call has.
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

    /// Closes an entry.
    ///
    /// If the file cannot be written, the entry stays open and its next reader looks for the object once more.
    pub(super) fn close(&self, intent: Intent) {
        let _ = self.ledger.closed(intent);
    }
}

/// Returns the error if the engine gave no answer.
///
/// Further calls would get none either, and take time.
fn silence(cleaned: &Cleaned) -> Option<EngineError> {
    cleaned.left.iter().map(|(_, _, error)| error).find(|error| error.is_absence()).cloned()
}

/// Checks whether another call is removing the same container (Docker's answer).
fn is_being_removed(error: &EngineError) -> bool {
    matches!(&error.cause, Cause::Refused { status: 409, words } if words.contains("already in progress"))
}

/// Checks whether an image was not removed because a container uses it.
fn is_in_use(error: &EngineError) -> bool {
    error.operation == Operation::RemoveImage
        && matches!(&error.cause, Cause::Refused { words, .. }
            if words.contains("is in use by a container") || words.contains("is being used by"))
}
