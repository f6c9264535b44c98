//! Values of flags and operands: a file for each form reads it, with exact places.

mod copy;
mod csv;
mod expression;
mod filter;
mod image;
mod isolation;
mod mount;
mod network;
mod number;
mod path;
mod port;
mod process;
mod template;
mod text;
mod time;
mod tmpfs;
mod volume;

pub(super) use copy::{Side, side};
pub(super) use filter::{
    container_filter, image_filter, network_filter, prune_filter, prune_volume_filter, volume_filter,
};
pub(super) use image::{change, context, kind, platform, pull};
pub(super) use isolation::{cgroup_mode, device, host_mode, ipc_mode, pid_mode};
pub(super) use mount::mount_flag;
pub(super) use network::{address, alias, endpoint, gateway, host, ipv4, ipv6, mac, subnet};
pub(super) use number::{
    bytes, count, cpus, last, natural, number, oom_score, swap, swappiness, tail, timeout,
};
pub(super) use path::file;
pub(super) use port::{container_port, exposed, port};
pub(super) use process::{restart_policy, signal, stream, sysctl, ulimit};
pub(super) use template::{inspect_format, listing_format};
pub(super) use text::{
    container, environment, image, is_container, label, located_option, network, option, volume, workdir,
};
pub(super) use time::{duration, moment};
pub(super) use tmpfs::tmpfs_flag;
pub(super) use volume::{volume_flag, volumes_from};

/// Parses an amount of memory like `--memory`, in bytes; `None` if invalid.
#[must_use]
pub fn memory(written: &crate::source::Located) -> Option<u64> {
    number::bytes(written, &mut super::findings::Findings::default())
}
