//! Chooses the action that a short follow-up question asks about: another action that a step might
//! have taken, and what its result would have been. Pure.

use super::foretell::{Deed, Prospect, foretell};
use super::location::{End, Location};

/// What to ask about after a loss, harshest first.
///
/// The answer for a milder action would not follow by itself.
const MILDER: [Deed; 4] = [Deed::RmVolumes, Deed::Rm, Deed::Restart, Deed::Stop];
/// What would have lost the data, mildest first.
///
/// `Recreate` comes before `Rm`: data kept in a container is missed when another container replaces it.
const HARSHER: [Deed; 3] = [Deed::Restart, Deed::Recreate, Deed::RmVolumes];
/// What would not have lost it either, in the order of asking.
///
/// That `-v` or removing the volume itself does no harm is the least expected.
const HARMLESS: [Deed; 3] = [Deed::RmVolumes, Deed::Recreate, Deed::VolumeRm];

/// An action that was not done, and what its result would have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transfer {
    /// The action.
    pub deed: Deed,
    /// Whether the data would still exist, wherever one has to look for it.
    pub there: bool,
    /// Whether it is milder than everything that was done.
    pub only: bool,
}

impl Deed {
    /// How much it ends: what one action loses, every harsher one loses too.
    ///
    /// This does not apply to a container that is removed when it ends (`--rm`).
    const fn harm(self) -> u8 {
        match self {
            Self::Stop => 0,
            Self::StopStart | Self::Restart => 1,
            Self::Rm | Self::Recreate => 2,
            Self::RmVolumes => 3,
            Self::VolumeRm => 4,
        }
    }
}

impl Prospect {
    /// Returns whether the data still exists.
    ///
    /// `None` if that cannot be said, or if the action does not affect it.
    #[must_use]
    pub const fn is_there(self) -> Option<bool> {
        match self {
            Self::Kept | Self::OutOfReach | Self::Orphaned | Self::Refused => Some(true),
            Self::Lost => Some(false),
            Self::Replaced | Self::Open | Self::Untouched => None,
        }
    }
}

/// Returns the action to ask about, given what was done and whether data was lost.
///
/// `done` was done to a container, and `location` is the data's location before that.
///
/// After a loss, the question is about an action that would have kept the data. Otherwise it is about
/// one that would have lost it. If there is none, it is about an action with the same result for less
/// expected reasons. A question with an obvious answer is not asked: what a restart loses, a removal
/// loses too. Returns `None` if there is no such action, or if what was observed is not what these
/// actions do.
#[must_use]
pub fn transfer(location: &Location, done: &[Deed], lost: bool) -> Option<Transfer> {
    let worst = done.iter().map(|deed| deed.harm()).max()?;
    if location.container.auto_remove || loses(location, done) != lost {
        return None;
    }
    let would = |deed: Deed| foretell(location, deed).is_there();
    let may = |deed: &&Deed| !done.contains(deed) && asks(location, **deed);
    let milder = MILDER.iter().filter(may).filter(|deed| deed.harm() <= worst);
    let harsher = |deeds: &'static [Deed]| deeds.iter().filter(may).filter(move |deed| deed.harm() > worst);
    let found = if lost {
        // What is lost when a run ends is also lost when it ends in another way: that is the idea here.
        let kept = milder.clone().find(|deed| would(**deed) == Some(true));
        kept.or_else(|| milder.clone().find(|deed| deed.harm() < Deed::Rm.harm()))
    } else {
        let lost = harsher(&HARSHER).find(|deed| would(**deed) == Some(false));
        lost.or_else(|| harsher(&HARMLESS).find(|deed| would(**deed) == Some(true)))
    };
    let deed = *found?;
    Some(Transfer { deed, there: would(deed)?, only: deed.harm() < worst })
}

/// Returns whether these actions lose the data.
///
/// A volume can be removed once its container is gone.
fn loses(location: &Location, done: &[Deed]) -> bool {
    let removed = done.contains(&Deed::VolumeRm) && location.holder.kind.end() == End::Volume;
    removed || done.iter().any(|deed| foretell(location, *deed).is_there() == Some(false))
}

/// Returns whether a question about this action makes sense at this location.
///
/// No image is expected in a volume, and the name of an anonymous volume is not known.
fn asks(location: &Location, deed: Deed) -> bool {
    match deed {
        Deed::RmVolumes => location.holder.kind.end() != End::Never,
        Deed::VolumeRm => !location.holder.anonymous,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::super::location::{HolderKind, Kept, Whose};
    use super::*;

    const KINDS: [HolderKind; 9] = [
        HolderKind::Image,
        HolderKind::Layer,
        HolderKind::Volume,
        HolderKind::Bind,
        HolderKind::Tmpfs,
        HolderKind::Memory,
        HolderKind::Log,
        HolderKind::Workspace,
        HolderKind::Engine,
    ];

    fn place(kind: HolderKind, change: impl FnOnce(&mut Location)) -> Location {
        let whose = Whose { running: true, ..Whose::default() };
        let mut location = Location::of(whose, Kept::nameless(kind));
        change(&mut location);
        location
    }

    /// Every place that differs in what destroys it.
    fn places() -> Vec<Location> {
        let mut places: Vec<Location> = KINDS.into_iter().map(|kind| place(kind, |_| {})).collect();
        places.push(place(HolderKind::Volume, |it| it.holder.anonymous = true));
        places.push(place(HolderKind::Image, |it| it.container.image_moved = true));
        places.push(place(HolderKind::Layer, |it| it.container.auto_remove = true));
        places
    }

    /// What steps do to a container: each action alone, and the usual combinations.
    fn doings() -> Vec<Vec<Deed>> {
        use Deed::{Recreate, Restart, Rm, RmVolumes, Stop, StopStart, VolumeRm};
        let mut doings: Vec<Vec<Deed>> = Deed::ALL.into_iter().map(|deed| vec![deed]).collect();
        doings.extend([
            vec![],
            vec![Restart, StopStart],
            vec![Stop, Rm],
            vec![Rm, Recreate],
            vec![RmVolumes, Recreate],
            vec![Rm, VolumeRm],
            vec![RmVolumes, VolumeRm],
        ]);
        doings
    }

    /// The table: what was done, what to ask about, and whether data would remain.
    #[test]
    #[expect(clippy::too_many_lines, reason = "a table, read from top to bottom")]
    fn each_place_has_its_question() {
        use Deed::{Recreate, Restart, Rm, RmVolumes, Stop, StopStart, VolumeRm};
        use HolderKind::{Bind, Engine, Image, Layer, Log, Memory, Tmpfs, Volume};
        let plain = |kind| place(kind, |_| {});
        let nameless = || place(Volume, |it| it.holder.anonymous = true);
        let recreated: &[Deed] = &[Rm, Recreate];
        for (place, done, lost, asked) in [
            (plain(Layer), recreated, true, "restart: there, only"),
            (plain(Layer), &[Rm][..], true, "restart: there, only"),
            (plain(Layer), &[Stop], false, "recreate: gone"),
            (plain(Layer), &[StopStart], false, "recreate: gone"),
            (plain(Layer), &[Restart], false, "recreate: gone"),
            (plain(Log), &[Restart], false, "recreate: gone"),
            (plain(Log), &[Rm], true, "restart: there, only"),
            (plain(Volume), &[Restart], false, "rm-volumes: there"),
            (plain(Volume), recreated, false, "rm-volumes: there"),
            (plain(Volume), &[Rm], false, "rm-volumes: there"),
            (plain(Volume), &[RmVolumes], false, "volume-rm: there"),
            (plain(Volume), &[Rm, VolumeRm], true, "rm-volumes: there, only"),
            (plain(Volume), &[RmVolumes, VolumeRm], true, "rm: there, only"),
            (nameless(), recreated, false, "rm-volumes: gone"),
            (nameless(), &[Restart], false, "rm-volumes: gone"),
            (nameless(), &[RmVolumes], true, "rm: there, only"),
            (nameless(), &[RmVolumes, Recreate], true, "rm: there, only"),
            (plain(Bind), &[Restart], false, "rm-volumes: there"),
            (plain(Bind), recreated, false, "rm-volumes: there"),
            (plain(Bind), &[RmVolumes], false, "none"),
            (plain(Tmpfs), &[StopStart], true, "restart: gone"),
            (plain(Tmpfs), &[Restart], true, "stop: gone, only"),
            (plain(Tmpfs), recreated, true, "restart: gone, only"),
            (plain(Tmpfs), &[Stop], true, "none"),
            (plain(Memory), &[Stop], true, "none"),
            (plain(Memory), &[Rm], true, "restart: gone, only"),
            (plain(Image), &[Restart], false, "recreate: there"),
            (plain(Image), recreated, false, "none"),
            (place(Image, |it| it.container.image_moved = true), &[Restart], false, "none"),
            (plain(Engine), &[Stop], false, "restart: gone"),
            (plain(Engine), &[Restart], true, "stop: there, only"),
            // These actions do not have this result, so something was not understood.
            (plain(Layer), &[Restart], true, "none"),
            (plain(Layer), recreated, false, "none"),
            (plain(Volume), recreated, true, "none"),
            // Removed when it ends: engines do not always do the same.
            (place(Layer, |it| it.container.auto_remove = true), &[Rm], true, "none"),
            (plain(Layer), &[], false, "none"),
        ] {
            let found = transfer(&place, done, lost).map_or_else(
                || "none".to_owned(),
                |it| {
                    let (there, only) =
                        (if it.there { "there" } else { "gone" }, if it.only { ", only" } else { "" });
                    format!("{}: {there}{only}", it.deed.word())
                },
            );
            assert_eq!(found, asked, "{:?} after {done:?}", place.holder);
        }
    }

    /// The answer is always what `foretell` says, and the action was not done.
    #[test]
    fn the_answer_is_what_is_foretold() {
        let mut asked = 0;
        for place in places() {
            for done in doings() {
                for lost in [true, false] {
                    let Some(found) = transfer(&place, &done, lost) else { continue };
                    let case = format!("{:?} after {done:?}: {found:?}", place.holder);
                    assert_eq!(foretell(&place, found.deed).is_there(), Some(found.there), "{case}");
                    assert!(!done.contains(&found.deed), "{case}");
                    assert_eq!(loses(&place, &done), lost, "{case}");
                    asked += 1;
                }
            }
        }
        assert!(asked > 50, "{asked}");
    }

    /// The answer never follows from what the step has shown.
    ///
    /// A milder action keeps what a harsher one keeps. The exception is what is lost when a run ends:
    /// the question is about another way to end the run.
    #[test]
    fn no_answer_follows_by_itself() {
        for place in places() {
            for done in doings() {
                for lost in [true, false] {
                    let Some(found) = transfer(&place, &done, lost) else { continue };
                    let worst = done.iter().map(|deed| deed.harm()).max().unwrap();
                    let case = format!("{:?} after {done:?}: {found:?}", place.holder);
                    let milder = found.deed.harm() <= worst;
                    assert_eq!(milder, lost, "{case}");
                    assert!(!found.only || milder, "{case}");
                }
            }
        }
    }

    /// The order of the actions depends on this.
    #[test]
    fn what_a_deed_loses_every_harsher_one_loses() {
        for place in places().iter().filter(|place| !place.container.auto_remove) {
            for mild in Deed::ALL {
                for harsh in Deed::ALL.into_iter().filter(|deed| *deed != Deed::VolumeRm) {
                    let (one, other) = (foretell(place, mild), foretell(place, harsh));
                    let follows = mild.harm() > harsh.harm()
                        || one.is_there() != Some(false)
                        || other.is_there() == Some(false);
                    assert!(follows, "{:?}: {mild:?} {harsh:?}", place.holder);
                }
            }
        }
    }
}
