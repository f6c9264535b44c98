//! What makes and removes volumes.

use super::super::name::VolumeName;
use crate::source::Spanned;

/// `docker volume create [OPTIONS] [VOLUME]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateVolume {
    /// The name; none: the runner chooses one.
    pub name: Option<Spanned<VolumeName>>,
    /// `-d`; none: `local`.
    pub driver: Option<Spanned<String>>,
    /// `-o`, in order; the driver `local` makes a mount of the host with them.
    pub options: Vec<Spanned<(String, String)>>,
    /// `--label`, in order.
    pub labels: Vec<(String, String)>,
}

/// `docker volume rm [OPTIONS] VOLUME [VOLUME...]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoveVolumes {
    /// `-f`: one that is missing is no failure.
    pub force: bool,
    /// Which, in order; never empty.
    pub volumes: Vec<Spanned<VolumeName>>,
}
