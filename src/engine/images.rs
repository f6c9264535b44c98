//! Images of an engine: building, naming, moving and removing them.

use async_trait::async_trait;
use bytes::Bytes;
use std::collections::BTreeMap;

use super::{ContainerId, EngineError, Flow, Kind, Labels, Limits, Operation, Row, failed, unsupported};

/// The part of an engine that builds, names, moves and removes images.
#[async_trait]
pub trait Images: Send + Sync {
    /// Builds an image from a context, with the classic builder.
    ///
    /// The context is a tar stream with the Dockerfile in it. The image exists once the returned stream has ended
    /// without an error. Its id comes in the stream ([`Said::image`]).
    fn build(&self, context: Flow<Bytes>, spec: &BuildSpec) -> Flow<Said> {
        drop(context);
        failed(unsupported(Operation::Build, spec.tags.first().map_or("", String::as_str)))
    }

    /// Creates a control group for the steps of a build ([`BuildSpec::group`]).
    ///
    /// `Ok(None)` when none is needed, since the builder limits processes itself. The group is removed with its
    /// container, and so is what runs in it.
    async fn step_group(&self, spec: &GroupSpec) -> Result<Option<StepGroup>, EngineError> {
        let _ = spec;
        Ok(None)
    }

    /// Creates an image from a container's layer. Returns its id.
    async fn commit(&self, id: &ContainerId, spec: &CommitSpec) -> Result<String, EngineError> {
        let _ = spec;
        Err(unsupported(Operation::Commit, &id.0))
    }

    /// Gives an image a name, `name` or `name:tag`, taking it from any other image.
    async fn tag(&self, image: &str, target: &str) -> Result<(), EngineError> {
        let _ = target;
        Err(unsupported(Operation::Tag, image))
    }

    /// Removes a name of an image, and with its last name the image.
    ///
    /// Returns what was untagged and deleted, in the engine's order. `keep_parents` is `--no-prune`.
    async fn remove_image(
        &self,
        image: &str,
        force: bool,
        keep_parents: bool,
    ) -> Result<Vec<RemovedImage>, EngineError> {
        let _ = (force, keep_parents);
        Err(unsupported(Operation::RemoveImage, image))
    }

    /// Returns the layers of an image and what created them, the newest first.
    async fn history(&self, image: &str) -> Result<Vec<ImageLayer>, EngineError> {
        Err(unsupported(Operation::History, image))
    }

    /// Returns all images, intermediate ones too, as the engine lists them.
    async fn all_images(&self) -> Result<Vec<Row>, EngineError> {
        Err(unsupported(Operation::List(Kind::Image), ""))
    }

    /// Creates an image of one layer from a tar stream of a filesystem.
    fn import(&self, tar: Flow<Bytes>, spec: &ImportSpec) -> Flow<Said> {
        drop(tar);
        failed(unsupported(Operation::Import, &spec.target))
    }

    /// Returns these images with their layers and names, as one tar stream.
    fn save(&self, images: &[String]) -> Flow<Bytes> {
        failed(unsupported(Operation::Save, images.first().map_or("", String::as_str)))
    }

    /// Loads the images of an archive that [`Images::save`] returned.
    fn load(&self, tar: Flow<Bytes>) -> Flow<Said> {
        drop(tar);
        failed(unsupported(Operation::Load, ""))
    }
}

/// How to build an image.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command that says it")]
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BuildSpec {
    /// The image's names: `name` or `name:tag`.
    pub tags: Vec<String>,
    /// The Dockerfile, relative to the context; `None` means `Dockerfile`.
    pub dockerfile: Option<String>,
    /// The stage to stop at; `None` means the last.
    pub target: Option<String>,
    /// `ARG`s. A value of `None` means the Dockerfile's default.
    pub arguments: BTreeMap<String, Option<String>>,
    /// Labels.
    pub labels: Labels,
    /// Whether to ignore the cache.
    pub no_cache: bool,
    /// Whether to pull the base images again.
    pub pull: bool,
    /// Whether to say nothing but the id.
    pub quiet: bool,
    /// Whether to keep the containers of successful steps (`--rm=false`).
    ///
    /// Podman always removes them.
    pub keep_containers: bool,
    /// Whether to remove the containers of failed steps too (`--force-rm`).
    pub force_remove: bool,
    /// The network of the steps; `None` means the engine's default.
    pub network: Option<String>,
    /// `name:address`, for the steps' `/etc/hosts`.
    pub extra_hosts: Vec<String>,
    /// Images whose layers may be used as a cache.
    pub cache_from: Vec<String>,
    /// How much of the host the steps may take.
    pub limits: Limits,
    /// The size of the steps' `/dev/shm` in bytes.
    pub shm_size: Option<u64>,
    /// The platform; `None` means the engine's default.
    pub platform: Option<String>,
    /// The control group below which the steps run; `None` means the engine's default.
    pub group: Option<String>,
}

/// How to create a control group for the steps of a build.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GroupSpec {
    /// The name of the container that holds it, which never runs.
    pub name: String,
    /// The container's labels.
    pub labels: Labels,
    /// The labels of its image, which has one empty file.
    pub image_labels: Labels,
    /// The maximum number of processes in it.
    pub processes: i64,
}

/// A control group for the steps of a build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepGroup {
    /// The container that holds it.
    pub container: ContainerId,
    /// The id of that container's image, which is removed with it.
    pub image: String,
    /// Its path, as [`BuildSpec::group`] takes it.
    pub path: String,
}

/// How to create an image from a container.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CommitSpec {
    /// The image's name: `name` or `name:tag`; `None` means no name.
    pub target: Option<String>,
    /// `--message`.
    pub message: Option<String>,
    /// `--author`.
    pub author: Option<String>,
    /// `--change`: lines of a Dockerfile.
    pub changes: Vec<String>,
    /// Whether to pause the container during the commit.
    ///
    /// This is the default of `docker commit`.
    pub pause: bool,
}

/// How to create an image from a filesystem.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportSpec {
    /// The image's name: `name` or `name:tag`; empty means no name.
    pub target: String,
    /// `--message`.
    pub message: Option<String>,
    /// `--change`: lines of a Dockerfile.
    pub changes: Vec<String>,
    /// The platform; `None` means the engine's default.
    pub platform: Option<String>,
}

/// A result of removing an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RemovedImage {
    /// This name was removed.
    Untagged(String),
    /// This image, or layer, is gone.
    Deleted(String),
}

/// A layer of an image, and what created it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImageLayer {
    /// Its image's id, or `<missing>`.
    pub id: String,
    /// When it was created: seconds since 1970.
    pub created: i64,
    /// The command that created it.
    pub created_by: String,
    /// Its size in bytes.
    pub size: i64,
    /// Its comment.
    pub comment: String,
    /// The names of its image.
    pub tags: Vec<String>,
}

/// A message of the engine during a build, an import or a load.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    /// Text for people, unchanged and with its line ends; `docker` prints it.
    pub text: String,
    /// The engine's current action, such as `Pulling from library/nginx`.
    pub status: Option<String>,
    /// What the status is about: a layer.
    pub layer: Option<String>,
    /// The id of the new image.
    pub image: Option<String>,
}
