//! Images of an engine: making, naming, moving and removing them.

use async_trait::async_trait;
use bytes::Bytes;
use std::collections::BTreeMap;

use super::{ContainerId, EngineError, Flow, Kind, Labels, Limits, Operation, Row, failed, unsupported};

/// The part of an engine that makes, names, moves and removes images.
#[async_trait]
pub trait Images: Send + Sync {
    /// Builds an image from a context (a tar stream with the Dockerfile in it), with the classic
    /// builder. The image is there when the stream has ended without an error; its id comes on the
    /// way ([`Said::image`]).
    fn build(&self, context: Flow<Bytes>, spec: &BuildSpec) -> Flow<Said> {
        drop(context);
        failed(unsupported(Operation::Build, spec.tags.first().map_or("", String::as_str)))
    }

    /// Makes a control group for the steps of a build ([`BuildSpec::group`]) where the builder bounds no processes
    /// itself; `None` where it needs none. It goes with its container, and what runs in it too.
    async fn step_group(&self, spec: &GroupSpec) -> Result<Option<StepGroup>, EngineError> {
        let _ = spec;
        Ok(None)
    }

    /// Makes an image of a container's layer: its id.
    async fn commit(&self, id: &ContainerId, spec: &CommitSpec) -> Result<String, EngineError> {
        let _ = spec;
        Err(unsupported(Operation::Commit, &id.0))
    }

    /// Gives an image a name, `name` or `name:tag`. One that had it loses it.
    async fn tag(&self, image: &str, target: &str) -> Result<(), EngineError> {
        let _ = target;
        Err(unsupported(Operation::Tag, image))
    }

    /// Takes a name from an image, and with its last name the image: what was untagged and deleted,
    /// in the engine's order. `keep_parents` is `--no-prune`.
    async fn remove_image(
        &self,
        image: &str,
        force: bool,
        keep_parents: bool,
    ) -> Result<Vec<RemovedImage>, EngineError> {
        let _ = (force, keep_parents);
        Err(unsupported(Operation::RemoveImage, image))
    }

    /// The layers of an image and what made them, the newest first.
    async fn history(&self, image: &str) -> Result<Vec<ImageLayer>, EngineError> {
        Err(unsupported(Operation::History, image))
    }

    /// All images, as the engine lists them with those that others are only built on.
    async fn all_images(&self) -> Result<Vec<Row>, EngineError> {
        Err(unsupported(Operation::List(Kind::Image), ""))
    }

    /// Makes an image of one layer from a tar stream of a filesystem.
    fn import(&self, tar: Flow<Bytes>, spec: &ImportSpec) -> Flow<Said> {
        drop(tar);
        failed(unsupported(Operation::Import, &spec.target))
    }

    /// These images with their layers and names, as one tar stream.
    fn save(&self, images: &[String]) -> Flow<Bytes> {
        failed(unsupported(Operation::Save, images.first().map_or("", String::as_str)))
    }

    /// Takes in what [`Images::save`] gave.
    fn load(&self, tar: Flow<Bytes>) -> Flow<Said> {
        drop(tar);
        failed(unsupported(Operation::Load, ""))
    }
}

/// How an image is to be built.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command that says it")]
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BuildSpec {
    /// The names that it gets: `name` or `name:tag`.
    pub tags: Vec<String>,
    /// The Dockerfile, relative to the context; none: `Dockerfile`.
    pub dockerfile: Option<String>,
    /// The stage to stop at; none: the last.
    pub target: Option<String>,
    /// `ARG`s; none as a value: what the Dockerfile says.
    pub arguments: BTreeMap<String, Option<String>>,
    /// Labels.
    pub labels: Labels,
    /// Nothing from the cache.
    pub no_cache: bool,
    /// Base images anew from the registry.
    pub pull: bool,
    /// Says nothing but the id.
    pub quiet: bool,
    /// The containers of the steps stay when they ended well (`--rm=false`); Podman's always go.
    pub keep_containers: bool,
    /// The containers of the steps go also when a step failed (`--force-rm`).
    pub force_remove: bool,
    /// The network of the steps; none: the engine's default.
    pub network: Option<String>,
    /// `name:address`, for the steps' `/etc/hosts`.
    pub extra_hosts: Vec<String>,
    /// Images whose layers may stand for steps.
    pub cache_from: Vec<String>,
    /// How much of the host the steps may take.
    pub limits: Limits,
    /// The size of the steps' `/dev/shm` in bytes.
    pub shm_size: Option<u64>,
    /// The platform; none: the engine's.
    pub platform: Option<String>,
    /// The control group below which the steps run; none: the engine's own.
    pub group: Option<String>,
}

/// What a control group for steps is to be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GroupSpec {
    /// The name of the container that stands for it, which never runs.
    pub name: String,
    /// The container's labels.
    pub labels: Labels,
    /// Those of its image, which has an empty file in it.
    pub image_labels: Labels,
    /// The most processes in it at a time.
    pub processes: i64,
}

/// A control group for steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepGroup {
    /// What stands for it.
    pub container: ContainerId,
    /// The id of that container's image, which goes with it.
    pub image: String,
    /// Where it is, as [`BuildSpec::group`] takes it.
    pub path: String,
}

/// How an image is to be made of a container.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CommitSpec {
    /// The name that it gets: `name` or `name:tag`; none: it stays nameless.
    pub target: Option<String>,
    /// `--message`.
    pub message: Option<String>,
    /// `--author`.
    pub author: Option<String>,
    /// `--change`: lines of a Dockerfile.
    pub changes: Vec<String>,
    /// Whether the container is held meanwhile. `docker commit` does, unless it is told otherwise.
    pub pause: bool,
}

/// How an image is to be made of a filesystem.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportSpec {
    /// The name that it gets: `name` or `name:tag`; empty: it stays nameless.
    pub target: String,
    /// `--message`.
    pub message: Option<String>,
    /// `--change`: lines of a Dockerfile.
    pub changes: Vec<String>,
    /// The platform; none: the engine's.
    pub platform: Option<String>,
}

/// What the removal of an image came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RemovedImage {
    /// This name was taken away.
    Untagged(String),
    /// This image, or layer, is gone.
    Deleted(String),
}

/// A layer of an image, and what made it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImageLayer {
    /// Its image's id, or `<missing>`.
    pub id: String,
    /// When it was made: seconds since 1970.
    pub created: i64,
    /// What made it.
    pub created_by: String,
    /// Its size in bytes.
    pub size: i64,
    /// What was noted.
    pub comment: String,
    /// The names that end here.
    pub tags: Vec<String>,
}

/// What the engine says while it builds, imports or loads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    /// Text for people, as it is, with its line ends; `docker` prints it.
    pub text: String,
    /// What it does, such as `Pulling from library/nginx`.
    pub status: Option<String>,
    /// What the status is about: a layer.
    pub layer: Option<String>,
    /// The id of the image that is there now.
    pub image: Option<String>,
}
