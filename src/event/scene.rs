//! What a run has in the engine at one moment: containers, volumes, images, and what is mounted where.

use serde::{Deserialize, Serialize};

use crate::fate::{ContainerRun, Holder};

/// See [`Event::SceneTaken`](super::Event::SceneTaken).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SceneTaken {
    /// The step behind whose commands it was taken; none: before the first.
    pub step: Option<String>,
    /// The run's containers, in the order in which they were made.
    pub containers: Vec<ContainerScene>,
    /// The run's volumes, named and anonymous, in the order in which they were made.
    pub volumes: Vec<VolumeScene>,
    /// The images of these containers, and those that the run made: each name once.
    pub images: Vec<ImageScene>,
}

/// A container at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContainerScene {
    /// Its name.
    pub name: String,
    /// Its full id, and its latest start, which is empty before the first.
    pub run: ContainerRun,
    /// The name of its image, as it was written when it was made.
    pub image: String,
    /// The id of that image.
    pub image_id: String,
    /// Whether its main process runs.
    pub running: bool,
    /// The status of the main process, where it has ended.
    pub exit_code: i64,
    /// What is mounted, in the order of the paths.
    pub mounts: Vec<MountScene>,
}

/// A mount of a container.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MountScene {
    /// What is mounted: a volume, a path of the host, a tmpfs.
    pub holder: Holder,
    /// The path in the container.
    pub target: String,
    /// Whether the container may write.
    pub writable: bool,
}

/// A volume at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VolumeScene {
    /// Its name.
    pub name: String,
    /// Its identity, as in [`Holder::Volume`].
    pub identity: String,
}

/// An image at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageScene {
    /// Its name, with a tag.
    pub name: String,
    /// Its id; none: no image has this name any more.
    pub id: Option<String>,
}
