//! Predicts what an action does to data at a location, from the same facts by which the narrative
//! explains what happened (what ends a holder). Pure.

use serde::Serialize;

use super::location::{End, EngineKind, HolderKind, Location, Whose};

/// An action on a container or its volume.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deed {
    /// `docker stop`.
    Stop,
    /// `docker stop`, then `docker start`.
    StopStart,
    /// `docker restart`.
    Restart,
    /// `docker rm -f`.
    Rm,
    /// `docker rm -f -v`.
    RmVolumes,
    /// `docker rm -f`, then the same `docker run` again.
    Recreate,
    /// `docker volume rm`, while the container exists.
    VolumeRm,
}

impl Deed {
    /// All actions, mildest first.
    pub const ALL: [Self; 7] = [
        Self::Stop,
        Self::StopStart,
        Self::Restart,
        Self::Rm,
        Self::RmVolumes,
        Self::Recreate,
        Self::VolumeRm,
    ];

    /// The word for it in catalogue keys and for programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::StopStart => "stop-start",
            Self::Restart => "restart",
            Self::Rm => "rm",
            Self::RmVolumes => "rm-volumes",
            Self::Recreate => "recreate",
            Self::VolumeRm => "volume-rm",
        }
    }
}

/// What will become of the data at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Prospect {
    /// It stays at the same path of the same container, or of the new one.
    Kept,
    /// It is kept, but the container through which it was seen no longer exists.
    OutOfReach,
    /// It is kept where no container looks: an anonymous volume, or a link's target.
    Orphaned,
    /// It is gone.
    Lost,
    /// It depends on which image the name refers to by then.
    Replaced,
    /// It is kept, or removed with its container: engines do not always do the same.
    Open,
    /// The engine refuses the action, and nothing changes.
    Refused,
    /// The action does not affect this place.
    Untouched,
}

impl Prospect {
    /// All of them, in the order in which the documentation explains them.
    pub const ALL: [Self; 8] = [
        Self::Kept,
        Self::OutOfReach,
        Self::Orphaned,
        Self::Lost,
        Self::Replaced,
        Self::Open,
        Self::Refused,
        Self::Untouched,
    ];

    /// The word for it in catalogue keys and for programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::OutOfReach => "out-of-reach",
            Self::Orphaned => "orphaned",
            Self::Lost => "lost",
            Self::Replaced => "replaced",
            Self::Open => "open",
            Self::Refused => "refused",
            Self::Untouched => "untouched",
        }
    }
}

/// What an action does to the container itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Comes {
    /// It stops.
    Stopped,
    /// It runs again.
    Again,
    /// It is removed, with or without its anonymous volumes.
    Removed { volumes: bool },
    /// Another one runs in its place.
    Replaced,
    /// Nothing happens to it.
    Nothing,
}

fn comes(whose: &Whose, deed: Deed) -> Comes {
    // A container with `--rm` takes its anonymous volumes along when it ends (moby, `autoRemove`).
    let ends = whose.auto_remove && whose.running;
    match deed {
        Deed::Stop | Deed::StopStart if ends => Comes::Removed { volumes: true },
        Deed::Stop => Comes::Stopped,
        Deed::StopStart | Deed::Restart => Comes::Again,
        Deed::Rm => Comes::Removed { volumes: false },
        Deed::RmVolumes => Comes::Removed { volumes: true },
        Deed::Recreate => Comes::Replaced,
        Deed::VolumeRm => Comes::Nothing,
    }
}

/// Predicts what an action does to the data at a location.
#[must_use]
pub fn foretell(location: &Location, deed: Deed) -> Prospect {
    let comes = comes(&location.container, deed);
    let removed = matches!(comes, Comes::Removed { .. });
    let podman = location.container.engine == EngineKind::Podman;
    let ends = location.container.auto_remove && location.container.running;
    let removed_by_force = matches!(deed, Deed::Rm | Deed::Recreate);
    // Seen once in about 35 restarts with Docker 20.10 on a busy machine: the container was unusable.
    let open = deed == Deed::Restart && ends;
    if comes == Comes::Nothing {
        let used = location.holder.kind == HolderKind::Volume;
        return if used { Prospect::Refused } else { Prospect::Untouched };
    }
    let replaced = comes == Comes::Replaced;
    let own_link = location.links.iter().any(|link| link.own);
    let kept = match location.holder.kind.end() {
        End::Container | End::Volume | End::Never | End::Host if open => return Prospect::Open,
        End::Volume
            if podman && ends && removed_by_force && !is_shared(location) && location.holder.anonymous =>
        {
            return Prospect::Open;
        }
        End::Volume => return of_a_volume(location, comes),
        End::Never | End::Host if removed => return Prospect::OutOfReach,
        End::Never if replaced && location.container.image_moved => return Prospect::Replaced,
        End::Never | End::Host if replaced && own_link => return Prospect::Orphaned,
        End::Never | End::Host => true,
        End::Container => !removed && !replaced,
        End::Run => false,
        End::Start => comes == Comes::Stopped && !podman,
    };
    if kept { Prospect::Kept } else { Prospect::Lost }
}

/// Returns whether another container has it too.
fn is_shared(location: &Location) -> bool {
    !location.shared_with.is_empty()
}

fn of_a_volume(location: &Location, comes: Comes) -> Prospect {
    let named = !location.holder.anonymous;
    let shared = is_shared(location);
    match comes {
        // The engine keeps a volume that another container has.
        Comes::Removed { volumes: true } if !named && !shared => Prospect::Lost,
        Comes::Removed { volumes: false } if !named && !shared => Prospect::Orphaned,
        Comes::Removed { .. } => Prospect::OutOfReach,
        // The new container gets another volume, or does not have the link to it.
        Comes::Replaced if !named || location.links.iter().any(|link| link.own) => Prospect::Orphaned,
        _ => Prospect::Kept,
    }
}

#[cfg(test)]
mod tests {
    use super::super::location::{Kept, Link, Sharer};
    use super::*;

    /// A running container's location, changed as the test needs it.
    fn place(kind: HolderKind, change: impl FnOnce(&mut Location)) -> Location {
        let whose = Whose { running: true, ..Whose::default() };
        let mut location = Location::of(whose, Kept::nameless(kind));
        change(&mut location);
        location
    }

    fn shared(location: &mut Location) {
        let sharer = Sharer { container: "other".to_owned(), path: String::new(), writable: true };
        location.shared_with.push(sharer);
    }

    #[test]
    fn each_place_has_its_prospects() {
        use HolderKind::{Bind, Engine, Image, Layer, Tmpfs, Volume};
        let nothing = |_: &mut Location| {};
        let nameless = |location: &mut Location| location.holder.anonymous = true;
        let temporary = |location: &mut Location| location.container.auto_remove = true;
        // stop · stop, start · restart · rm · rm -v · recreate · volume rm
        for (place, prospects) in [
            (place(Image, nothing), "kept kept kept out-of-reach out-of-reach kept untouched"),
            (
                place(Image, |it| it.container.image_moved = true),
                "kept kept kept out-of-reach out-of-reach replaced untouched",
            ),
            (place(Layer, nothing), "kept kept kept lost lost lost untouched"),
            (place(Layer, temporary), "lost lost open lost lost lost untouched"),
            (place(Volume, nothing), "kept kept kept out-of-reach out-of-reach kept refused"),
            (place(Volume, nameless), "kept kept kept orphaned lost orphaned refused"),
            (
                place(Volume, |it| {
                    nameless(it);
                    shared(it);
                }),
                "kept kept kept out-of-reach out-of-reach orphaned refused",
            ),
            (
                place(Volume, |it| {
                    nameless(it);
                    temporary(it);
                }),
                "lost lost open orphaned lost orphaned refused",
            ),
            (
                place(Volume, |it| it.links.push(Link { path: String::new(), own: true })),
                "kept kept kept out-of-reach out-of-reach orphaned refused",
            ),
            (place(Bind, nothing), "kept kept kept out-of-reach out-of-reach kept untouched"),
            (place(Tmpfs, nothing), "lost lost lost lost lost lost untouched"),
            (place(Engine, nothing), "kept lost lost lost lost lost untouched"),
        ] {
            assert_eq!(foretold(&place), prospects, "{:?}", place.holder);
        }
    }

    fn foretold(place: &Location) -> String {
        Deed::ALL.map(|deed| foretell(place, deed).word()).join(" ")
    }

    #[test]
    fn podman_does_something_else_to_some() {
        let place = |kind, change: fn(&mut Location)| {
            place(kind, |it| {
                it.container.engine = EngineKind::Podman;
                change(it);
            })
        };
        let temporary = |it: &mut Location| (it.holder.anonymous, it.container.auto_remove) = (true, true);
        for (place, prospects) in [
            (place(HolderKind::Engine, |_| ()), "lost lost lost lost lost lost untouched"),
            (place(HolderKind::Volume, temporary), "lost lost open open lost open refused"),
            (
                place(HolderKind::Volume, |it| {
                    (it.holder.anonymous, it.container.auto_remove) = (true, true);
                    shared(it);
                }),
                "out-of-reach out-of-reach open out-of-reach out-of-reach orphaned refused",
            ),
            (
                place(HolderKind::Volume, |it| it.holder.anonymous = true),
                "kept kept kept orphaned lost orphaned refused",
            ),
        ] {
            assert_eq!(foretold(&place), prospects, "{:?}", place.holder);
        }
    }
}
