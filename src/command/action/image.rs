//! What makes, names, moves and removes images.

use super::super::name::{ContainerName, ImageName};
use super::Env;
use crate::source::Spanned;

/// `docker build [OPTIONS] PATH`.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Build {
    /// The context: a folder of the workspace, cleaned.
    pub context: Spanned<String>,
    /// `-f`: the Dockerfile, a file of the workspace, cleaned; none: `Dockerfile` of the context.
    pub file: Option<Spanned<String>>,
    /// `-t`, in order.
    pub tags: Vec<Spanned<ImageName>>,
    /// `--build-arg`, in order.
    pub arguments: Vec<Env>,
    /// `--label`, in order.
    pub labels: Vec<(String, String)>,
    /// `--target`: the stage to stop at.
    pub target: Option<String>,
    /// `--no-cache`.
    pub no_cache: bool,
    /// `--pull`: look for newer images to build on.
    pub pull: bool,
    /// `-q`: print the id alone.
    pub quiet: bool,
    /// `--rm`, which is on: the containers of the steps go when all of them ended well.
    pub remove: bool,
    /// `--force-rm`: they go also when a step failed.
    pub force_remove: bool,
    /// `--platform`.
    pub platform: Option<String>,
}

/// `docker commit [OPTIONS] CONTAINER [REPOSITORY[:TAG]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// The container.
    pub container: Spanned<ContainerName>,
    /// The image's name; none: it has none.
    pub image: Option<Spanned<ImageName>>,
    /// `-a`.
    pub author: Option<String>,
    /// `-m`.
    pub message: Option<String>,
    /// `-c`, in order: instructions of a Dockerfile.
    pub changes: Vec<Spanned<String>>,
    /// `-p`: the container is paused meanwhile, unless this is off.
    pub pause: bool,
}

/// `docker tag SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// The image.
    pub image: Spanned<ImageName>,
    /// Its further name.
    pub name: Spanned<ImageName>,
}

/// `docker rmi [OPTIONS] IMAGE [IMAGE...]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoveImages {
    /// `-f`.
    pub force: bool,
    /// `--no-prune`: leave parents that have no name.
    pub no_prune: bool,
    /// Which, in order; never empty.
    pub images: Vec<Spanned<ImageName>>,
}

/// `docker export -o FILE CONTAINER`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// The container.
    pub container: Spanned<ContainerName>,
    /// `-o`: a file of the workspace, cleaned.
    pub output: Spanned<String>,
}

/// `docker import [OPTIONS] FILE [REPOSITORY[:TAG]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// A file of the workspace, cleaned.
    pub file: Spanned<String>,
    /// The image's name; none: it has none.
    pub image: Option<Spanned<ImageName>>,
    /// `-c`, in order: instructions of a Dockerfile.
    pub changes: Vec<Spanned<String>>,
    /// `-m`.
    pub message: Option<String>,
    /// `--platform`.
    pub platform: Option<String>,
}

/// `docker save -o FILE IMAGE [IMAGE...]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Save {
    /// Which, in order; never empty.
    pub images: Vec<Spanned<ImageName>>,
    /// `-o`: a file of the workspace, cleaned.
    pub output: Spanned<String>,
}

/// `docker load -i FILE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    /// `-i`: a file of the workspace, cleaned.
    pub input: Spanned<String>,
    /// `-q`.
    pub quiet: bool,
}
