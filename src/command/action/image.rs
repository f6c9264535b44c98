//! Commands that create, name, move and remove images.

use super::super::name::{ContainerName, ImageName};
use super::Env;
use crate::source::Spanned;

/// `docker build [OPTIONS] PATH`.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Build {
    /// The context: a folder of the workspace, cleaned.
    pub context: Spanned<String>,
    /// `-f`: the Dockerfile, a cleaned path; `None` for `Dockerfile` in the context.
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
    /// `--pull`: look for newer base images.
    pub pull: bool,
    /// `-q`: print only the id.
    pub quiet: bool,
    /// `--rm`, on by default: remove the steps' containers if all steps succeed.
    pub remove: bool,
    /// `--force-rm`: remove them also if a step fails.
    pub force_remove: bool,
    /// `--platform`.
    pub platform: Option<String>,
}

/// `docker commit [OPTIONS] CONTAINER [REPOSITORY[:TAG]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// The container.
    pub container: Spanned<ContainerName>,
    /// The image's name; `None` for no name.
    pub image: Option<Spanned<ImageName>>,
    /// `-a`.
    pub author: Option<String>,
    /// `-m`.
    pub message: Option<String>,
    /// `-c`, in order: instructions of a Dockerfile.
    pub changes: Vec<Spanned<String>>,
    /// `-p`: pause the container during the commit, unless this is off.
    pub pause: bool,
}

/// `docker tag SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// The image.
    pub image: Spanned<ImageName>,
    /// Its additional name.
    pub name: Spanned<ImageName>,
}

/// `docker rmi [OPTIONS] IMAGE [IMAGE...]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoveImages {
    /// `-f`.
    pub force: bool,
    /// `--no-prune`: keep parents that have no name.
    pub no_prune: bool,
    /// The images, in order; never empty.
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
    /// The image's name; `None` for no name.
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
    /// The images, in order; never empty.
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
