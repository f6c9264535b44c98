//! Commands that create and remove volumes.

use super::super::name::VolumeName;
use crate::source::Spanned;

/// `docker volume create [OPTIONS] [VOLUME]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateVolume {
    /// The name; `None` if the runner chooses one.
    pub name: Option<Spanned<VolumeName>>,
    /// `-d`; `None` for `local`.
    pub driver: Option<Spanned<String>>,
    /// `-o`, in order; with these, the driver `local` creates a mount of the host.
    pub options: Vec<Spanned<(String, String)>>,
    /// `--label`, in order.
    pub labels: Vec<(String, String)>,
}

/// `docker volume rm [OPTIONS] VOLUME [VOLUME...]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoveVolumes {
    /// `-f`: a missing volume is not an error.
    pub force: bool,
    /// The volumes, in order; never empty.
    pub volumes: Vec<Spanned<VolumeName>>,
}
