//! Options that loosen or tighten a container's isolation. They are only read here; the policy decides
//! whether a lab may have them.

use super::super::name::ContainerName;
use crate::source::{Span, Spanned};

/// `--privileged`, capabilities, devices, namespaces and security options.
///
/// Each has its place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Isolation {
    /// `--privileged`, if it is on.
    pub privileged: Option<Span>,
    /// `--cap-add`, in order, as written (`NET_ADMIN`, `ALL`).
    pub cap_add: Vec<Spanned<String>>,
    /// `--cap-drop`, in order.
    pub cap_drop: Vec<Spanned<String>>,
    /// `--device`, in order.
    pub devices: Vec<Spanned<Device>>,
    /// `--security-opt`, in order, as written.
    pub security: Vec<Spanned<String>>,
    /// `--pid`: `host`, `container:NAME`.
    pub pid: Option<Spanned<Namespace>>,
    /// `--ipc`: `none`, `private`, `shareable`, `container:NAME`, `host`.
    pub ipc: Option<Spanned<Namespace>>,
    /// `--uts`: `host`.
    pub uts: Option<Spanned<Namespace>>,
    /// `--userns`: `host`.
    pub userns: Option<Spanned<Namespace>>,
    /// `--cgroupns`: `host`, `private`.
    pub cgroupns: Option<Spanned<Namespace>>,
}

/// The kernel namespace in which a container lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Namespace {
    /// `host`: the host's.
    Host,
    /// `private`: its own.
    Private,
    /// `shareable`: its own, which other containers may join.
    Shareable,
    /// `none`.
    None,
    /// `container:NAME`: that container's.
    Container(ContainerName),
}

/// `--device HOST[:CONTAINER][:rwm]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its path on the host.
    pub host: String,
    /// Its path in the container.
    pub container: String,
    /// What may be done with it: a subset of `r`, `w`, `m`.
    pub permissions: String,
}
