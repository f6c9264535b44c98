//! What became of a watched value: readings, holders, and the decision table. Pure.
//!
//! Imports nothing of ours.

use serde::{Deserialize, Serialize};

/// What became of a watched value during one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It was not there, and now it is.
    Created,
    /// The value in the same place is another one.
    Changed,
    /// Nothing happened to it.
    Unchanged,
    /// It was taken out of a place that still is.
    Deleted,
    /// What ran over it changed; the value is still in its place.
    Survived,
    /// The same value is now in another place.
    Copied,
    /// Something was put over the image's own value.
    Hidden,
    /// The old value is still there, where nobody looks.
    Orphaned,
    /// Nothing runs or exists through which it could be seen.
    OutOfReach,
    /// It went together with the place that kept it.
    Lost,
}

/// One run of a container: from a start to its end.
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
    /// A volume: its name, and the identity that its creation gave it.
    Volume {
        /// The volume's name.
        name: String,
        /// The value of the label `statelab.self`, or another mark of this one creation.
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
}

/// A value that was read: what makes it equal to another, and how it looks.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Value {
    /// SHA-256 of all its bytes, in hexadecimal.
    pub digest: String,
    /// Its length in bytes.
    pub size: u64,
    /// Its beginning as text (invalid UTF-8 replaced, not yet made safe for a terminal).
    pub text: String,
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
    /// Something could be asked.
    Within {
        /// The value; none: absent.
        value: Option<Value>,
        /// Where the value is kept, or would be.
        holder: Holder,
        /// The run through which it was asked.
        run: ContainerRun,
        /// Absent although the image has a file there: the absence itself is something kept.
        whiteout: bool,
    },
}
