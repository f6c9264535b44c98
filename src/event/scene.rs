//! What a run has in the engine at one moment: containers, volumes, images and mounts.

use serde::{Deserialize, Serialize};

use crate::fate::{ContainerRun, Holder};

/// See [`Event::SceneTaken`](super::Event::SceneTaken).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SceneTaken {
    /// The step after whose commands it was taken; `None` before the first.
    pub step: Option<String>,
    /// The run's containers, in creation order.
    pub containers: Vec<ContainerScene>,
    /// The run's volumes, named and anonymous, in creation order.
    pub volumes: Vec<VolumeScene>,
    /// The images of these containers and of the run itself, each name once.
    pub images: Vec<ImageScene>,
}

/// A container at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContainerScene {
    /// Its name.
    pub name: String,
    /// Its full id and its latest start, which is empty if it never started.
    pub run: ContainerRun,
    /// The name of its image, as written when the container was created.
    pub image: String,
    /// The id of that image.
    pub image_id: String,
    /// Whether its main process is running.
    pub running: bool,
    /// The exit status of the main process, if it has ended.
    pub exit_code: i64,
    /// Its mounts, ordered by path.
    pub mounts: Vec<MountScene>,
}

/// A mount of a container.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MountScene {
    /// The source of the mount: a volume, a host path, a tmpfs.
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
    /// Its id; `None` if no image has this name any more.
    pub id: Option<String>,
}
