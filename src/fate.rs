//! What became of a watched value: readings, holders, and the decision table. Pure.
//!
//! A value's fate is decided by where it is kept. `docs/fates.md` explains this to authors.

mod foretell;
mod location;
mod transfer;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use foretell::{Deed, Prospect, foretell};
pub use location::{
    End, EngineKind, HolderKind, Inside, Kept, LayerMark, Link, Location, PathContent, Sharer, Whose,
    Writable, is_made_up, short,
};
pub use transfer::{Transfer, transfer};

/// What became of a watched value during one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It was absent, and now it is there.
    Created,
    /// The same place now holds another value.
    Changed,
    /// Nothing happened to it.
    Unchanged,
    /// It was removed from a place that still exists.
    Deleted,
    /// It is still in its place after its container was restarted or replaced.
    Survived,
    /// The same value is now in another place.
    Copied,
    /// Something now covers the image's own value.
    Hidden,
    /// The old value still exists, but no container looks there.
    Orphaned,
    /// No container runs or exists through which it could be read.
    OutOfReach,
    /// It was destroyed together with the place that kept it.
    Lost,
}

impl Fate {
    /// All fates, in the order in which the documentation explains them.
    pub const ALL: [Self; 10] = [
        Self::Created,
        Self::Changed,
        Self::Unchanged,
        Self::Deleted,
        Self::Survived,
        Self::Copied,
        Self::Hidden,
        Self::Orphaned,
        Self::OutOfReach,
        Self::Lost,
    ];

    /// The word for the fate in lab files, events and catalogue keys.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Deleted => "deleted",
            Self::Survived => "survived",
            Self::Copied => "copied",
            Self::Hidden => "hidden",
            Self::Orphaned => "orphaned",
            Self::OutOfReach => "out-of-reach",
            Self::Lost => "lost",
        }
    }
}

impl fmt::Display for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A word that is not the name of a fate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no fate is called {0:?}")]
pub struct UnknownFate(pub String);

impl FromStr for Fate {
    type Err = UnknownFate;

    fn from_str(word: &str) -> Result<Self, UnknownFate> {
        Self::ALL.into_iter().find(|fate| fate.word() == word).ok_or_else(|| UnknownFate(word.to_owned()))
    }
}

/// One run of a container, from a start to its end.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ContainerRun {
    /// The container's full id.
    pub container: String,
    /// The engine's start time, as the engine writes it.
    pub started: String,
}

/// Where a value is kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Holder {
    /// A read-only layer of an image; never destroyed.
    Image {
        /// The image's id.
        id: String,
    },
    /// The writable layer of a container.
    Layer {
        /// The container's full id.
        container: String,
    },
    /// A volume: its name, and the identity it got when it was created.
    Volume {
        /// The volume's name.
        name: String,
        /// The value of the label `statelab.self`, or another mark of this creation.
        identity: String,
    },
    /// A directory or file of the host.
    Bind {
        /// Its absolute path on the host.
        path: String,
    },
    /// A tmpfs; it ends with the run.
    Tmpfs {
        /// The run that it belongs to.
        run: ContainerRun,
    },
    /// The memory of the processes of a run.
    Memory {
        /// The run that it belongs to.
        run: ContainerRun,
    },
    /// The log of a container, which exists as long as the container.
    Log {
        /// The container's full id.
        container: String,
    },
    /// The workspace: a folder of the host in which the lab's commands run.
    Workspace,
}

/// A value that was read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Value {
    /// SHA-256 of all its bytes, in hexadecimal.
    pub digest: String,
    /// Its length in bytes.
    pub size: u64,
    /// Its beginning as text: invalid UTF-8 replaced, not yet safe for a terminal.
    pub text: String,
}

impl Value {
    /// Returns whether `text` is the whole value and valid text.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.text.len() as u64 == self.size
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.size == other.size && self.digest == other.digest
    }
}

impl Eq for Value {}

/// What a watch saw at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Reading {
    /// None of its containers exists (for exec and http: none runs).
    OutOfReach,
    /// A container could be asked.
    Within {
        /// The value; `None` if it is absent.
        value: Option<Value>,
        /// Where the value is kept, or would be.
        holder: Holder,
        /// The run through which it was read.
        run: ContainerRun,
        /// Absent although the image has a file there: the deletion itself is kept.
        whiteout: bool,
    },
}

/// What a watch on a volume, image, container or network saw at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Resource {
    /// Nothing has the watched name.
    Absent,
    /// A resource has the name.
    Present {
        /// Tells the resource apart from others that have had the same name.
        ///
        /// This is the full id of a container, image or network, or a volume's `statelab.self`.
        identity: String,
    },
}

/// A reading within reach, borrowed.
#[derive(Clone, Copy)]
struct Sight<'a> {
    value: Option<&'a Value>,
    holder: &'a Holder,
    run: &'a ContainerRun,
    whiteout: bool,
}

impl Reading {
    fn sight(&self) -> Option<Sight<'_>> {
        match self {
            Self::OutOfReach => None,
            Self::Within { value, holder, run, whiteout } => {
                Some(Sight { value: value.as_ref(), holder, run, whiteout: *whiteout })
            }
        }
    }
}

impl Sight<'_> {
    const fn is_absent(&self) -> bool {
        self.value.is_none()
    }

    /// Returns whether the image lacks the value too, so that nothing can be lost.
    const fn is_plain_absent(&self) -> bool {
        self.is_absent() && !self.whiteout
    }
}

impl Holder {
    const fn is_image(&self) -> bool {
        matches!(self, Self::Image { .. })
    }

    const fn is_layer(&self) -> bool {
        matches!(self, Self::Layer { .. })
    }

    const fn is_memory(&self) -> bool {
        matches!(self, Self::Memory { .. })
    }

    const fn is_log(&self) -> bool {
        matches!(self, Self::Log { .. })
    }
}

/// Derives the fate of one watch by the table in `docs/fates.md`.
///
/// The first row that fits decides. `before` holds the readings of all earlier turns, oldest first.
/// `now` is the reading after this step. `destroyed` tells whether a holder has been destroyed since;
/// it is never asked for an image, because a container keeps its image's files. Returns `None` if
/// nothing was there and nothing is.
#[must_use]
pub fn fate(before: &[Reading], now: &Reading, destroyed: impl Fn(&Holder) -> bool) -> Option<Fate> {
    // 1: there is no last reading within reach.
    let last = before.iter().rev().find_map(Reading::sight)?;
    let last_is_destroyed = !last.holder.is_image() && destroyed(last.holder);
    let Some(now) = now.sight() else {
        return match () {
            () if last.is_plain_absent() => None,        // 2
            () if last_is_destroyed => Some(Fate::Lost), // 3
            () => Some(Fate::OutOfReach),                // 4
        };
    };
    let is_present = !now.is_absent();
    let same_value = is_present && now.value == last.value;
    match () {
        // 5
        () if now.is_absent() && last.is_absent() => None,
        // 6
        () if same_value && goes_on(before, &last, &now) => Some(Fate::Unchanged),
        // 7
        () if is_present && is_back(before, &now) => Some(Fate::Survived),
        // 8: a log is written, never copied
        () if same_value && now.holder != last.holder && !now.holder.is_log() => Some(Fate::Copied),
        // 9
        () if !last.is_plain_absent() && last_is_destroyed => Some(Fate::Lost),
        // 10
        () if is_present && last.is_absent() => Some(Fate::Created),
        // 11
        () if in_the_same_place(&last, &now) => Some(if is_present { Fate::Changed } else { Fate::Deleted }),
        // 12
        () if last.holder.is_image() => Some(Fate::Hidden),
        // 13
        () => Some(Fate::Orphaned),
    }
}

/// Row 6, given the same value: checks whether the value simply continues.
///
/// It does if it was read through the same run, or held by an image both times, or by memory both
/// times if the last run began with it: a program that starts with a value starts with it again.
fn goes_on(before: &[Reading], last: &Sight<'_>, now: &Sight<'_>) -> bool {
    now.run == last.run
        || (now.holder.is_image() && last.holder.is_image())
        || (now.holder.is_memory() && last.holder.is_memory() && began_with(before, last.run, now.value))
}

/// Returns whether the first reading through this run saw this value.
fn began_with(before: &[Reading], run: &ContainerRun, value: Option<&Value>) -> bool {
    before
        .iter()
        .filter_map(Reading::sight)
        .find(|sight| sight.run == run)
        .is_some_and(|first| first.value == value)
}

/// Row 7: the latest reading from the current holder saw the current value.
///
/// The holder must not be an image.
fn is_back(before: &[Reading], now: &Sight<'_>) -> bool {
    !now.holder.is_image()
        && before
            .iter()
            .rev()
            .filter_map(Reading::sight)
            .find(|sight| sight.holder == now.holder)
            .is_some_and(|latest| latest.value == now.value)
}

/// Row 11: same container, same holder, or from an image to an image or a layer.
///
/// The last case is another image in the image's place, or a copy changed on its way to the layer.
fn in_the_same_place(last: &Sight<'_>, now: &Sight<'_>) -> bool {
    now.run.container == last.run.container
        || now.holder == last.holder
        || (last.holder.is_image() && (now.holder.is_image() || now.holder.is_layer()))
}

/// Returns the holder that decided a fate.
///
/// If the value is no longer seen (except `deleted`), this is the holder that kept it; otherwise the
/// one that keeps it now. `before` and `now` are the readings that the fate was derived from.
#[must_use]
pub fn deciding_holder<'r>(fate: Fate, before: &'r [Reading], now: &'r Reading) -> Option<&'r Holder> {
    let last = || before.iter().rev().find_map(Reading::sight);
    let sight = match fate {
        Fate::Hidden | Fate::Orphaned | Fate::OutOfReach | Fate::Lost => last(),
        Fate::Created | Fate::Changed | Fate::Unchanged | Fate::Deleted | Fate::Survived | Fate::Copied => {
            now.sight()
        }
    };
    sight.map(|sight| sight.holder)
}

/// Derives the fate of a watched resource.
///
/// `before` holds what was seen at all earlier turns, oldest first. `now` is what is seen after this
/// step. `destroyed` tells whether the resource with an identity no longer exists under any name.
/// `deleted` means that nothing has the name any more. Returns `None` if nothing had the name and
/// nothing has it now.
#[must_use]
pub fn resource_fate(before: &[Resource], now: &Resource, destroyed: impl Fn(&str) -> bool) -> Option<Fate> {
    use Resource::{Absent, Present};
    match (before.last()?, now) {
        (Absent, Absent) => None,
        (Absent, Present { .. }) => Some(Fate::Created),
        (Present { .. }, Absent) => Some(Fate::Deleted),
        (Present { identity: last }, Present { identity: now }) if last == now => Some(Fate::Unchanged),
        (Present { identity: last }, Present { .. }) if destroyed(last) => Some(Fate::Lost),
        (Present { .. }, Present { .. }) => Some(Fate::Changed),
    }
}

#[cfg(test)]
mod histories;
#[cfg(test)]
mod truth;
#[cfg(test)]
mod world;
