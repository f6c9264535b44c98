//! How much of the host a container may take beside memory and processes: weights, ulimits, filesystems in memory,
//! kernel settings.

use std::collections::BTreeMap;

use super::super::{ContainerSpec, Limits, MountKind, Ulimit};
use super::permits::{granted, privileged_line, size};
use super::{GuardError, Permits};

/// The default processor weight of a container, and the most it may have.
const CPU_SHARES: i64 = 1024;

/// The highest ulimits that a process may have without root's rights.
///
/// They are the kernel's defaults (getrlimit(2)). Real-time priority is not allowed. Limits with [`i64::MAX`] are
/// unlimited by default.
const ULIMITS: [(&str, i64); 15] = [
    ("as", i64::MAX),
    ("core", i64::MAX),
    ("cpu", i64::MAX),
    ("data", i64::MAX),
    ("fsize", i64::MAX),
    ("locks", i64::MAX),
    ("memlock", 8 << 20),
    ("msgqueue", 819_200),
    ("nofile", 1 << 20),
    // `--pids-limit` bounds all processes of a container.
    ("nproc", i64::MAX),
    ("rss", i64::MAX),
    ("rttime", i64::MAX),
    ("sigpending", 8192),
    ("stack", i64::MAX),
    ("nice", 0),
];

/// Kernel settings that each container has of its own.
///
/// Engines accept these (docker run, `--sysctl`).
const OWN_SETTINGS: [&str; 8] = [
    "kernel.msgmax",
    "kernel.msgmnb",
    "kernel.msgmni",
    "kernel.sem",
    "kernel.shmall",
    "kernel.shmmax",
    "kernel.shmmni",
    "kernel.shm_rmid_forced",
];

/// The largest page of the kernel. The size of a tmpfs may be given in pages.
const PAGE: i64 = 64 << 10;

impl Permits {
    /// Checks that a container asks for no more than these amounts.
    pub(super) fn amounts(&self, spec: &ContainerSpec) -> Result<(), GuardError> {
        if self.privileged {
            return Ok(());
        }
        spec.ulimits.iter().try_for_each(ulimit)?;
        let shared = spec.shm_size.map(|size| i64::try_from(size).unwrap_or(i64::MAX));
        self.in_memory("--shm-size", shared)?;
        for options in spec.tmpfs.values() {
            let room = room(options).map_err(|option| over("--tmpfs", self.most_memory(), &option))?;
            self.in_memory("--tmpfs", room)?;
        }
        for mount in spec.mounts.iter().filter(|mount| mount.kind == MountKind::Tmpfs) {
            self.in_memory("tmpfs-size", mount.tmpfs_size)?;
        }
        let host = |mode: &Option<String>| mode.as_deref() == Some("host");
        let (network, ipc) = (host(&spec.network.mode), host(&spec.walls.ipc));
        for name in spec.walls.sysctls.keys() {
            let own = if name.starts_with("net.") {
                !network
            } else {
                !ipc && (OWN_SETTINGS.contains(&name.as_str()) || name.starts_with("fs.mqueue."))
            };
            granted(own, &format!("--sysctl {name}"), privileged_line)?;
        }
        Ok(())
    }

    /// Checks that a container does not take resources from others.
    ///
    /// It may not have a larger weight or be protected when memory runs out.
    pub(super) fn weights(&self, limits: &Limits) -> Result<(), GuardError> {
        if self.privileged {
            return Ok(());
        }
        granted(limits.oom_kill_disable != Some(true), "--oom-kill-disable", privileged_line)?;
        granted(limits.oom_score_adj.is_none_or(|score| score >= 0), "--oom-score-adj", privileged_line)?;
        if limits.cpu_shares.is_some_and(|shares| !(0..=CPU_SHARES).contains(&shares)) {
            let (flag, most) = ("--cpu-shares".to_owned(), CPU_SHARES.to_string());
            return Err(GuardError::OverLimit { flag, most, line: privileged_line() });
        }
        Ok(())
    }

    /// Checks that a filesystem in memory is no larger than a container's memory.
    ///
    /// Its content counts as that memory.
    pub(super) fn in_memory(&self, flag: &str, room: Option<i64>) -> Result<(), GuardError> {
        let most = self.most_memory();
        match room {
            Some(asked) if !(0..=most).contains(&asked) => {
                Err(over(flag, most, &format!("memory = \"{}\"", size(asked.max(most)))))
            }
            _ => Ok(()),
        }
    }

    /// Checks that a volume in memory has a size, no larger than a container's memory.
    ///
    /// Its content outlives the containers whose memory it counted as.
    pub(super) fn volume_in_memory(
        &self,
        flag: &str,
        options: &BTreeMap<String, String>,
    ) -> Result<(), GuardError> {
        if self.volume_options || !is_in_memory(options) {
            return Ok(());
        }
        let known = room_of_volume(options);
        granted(known.is_some(), &format!("{flag} type=tmpfs without size="), || {
            "volume_options = true".to_owned()
        })?;
        self.in_memory(flag, known)
    }

    /// Returns how much memory a volume with these options may take, in bytes.
    pub(super) fn memory_of_volume(&self, options: &BTreeMap<String, String>) -> i64 {
        if !is_in_memory(options) {
            return 0;
        }
        room_of_volume(options).unwrap_or_else(|| self.most_memory())
    }
}

/// Checks whether the driver `local` keeps a volume with these options in memory.
pub(super) fn is_in_memory(options: &BTreeMap<String, String>) -> bool {
    options.get("type").is_some_and(|value| value == "tmpfs")
}

fn room_of_volume(options: &BTreeMap<String, String>) -> Option<i64> {
    room(options.get("o").map(String::as_str).unwrap_or_default()).ok().flatten()
}

/// Returns the size of a tmpfs with these options, in bytes.
///
/// `Ok(None)` if they give no size, `Err` with an option that cannot be judged.
fn room(options: &str) -> Result<Option<i64>, String> {
    let mut most = None;
    for option in options.split(',').map(str::trim) {
        let (name, value) = option.split_once('=').unwrap_or((option, ""));
        let unit = match name {
            "size" => 1,
            "nr_blocks" => PAGE,
            _ => continue,
        };
        // Zero means no limit to the kernel.
        let asked = bytes(value).filter(|asked| *asked > 0).ok_or_else(|| option.to_owned())?;
        most = most.max(Some(asked.saturating_mul(unit)));
    }
    Ok(most)
}

/// Returns an amount as the kernel reads it: digits and a letter for the unit.
fn bytes(written: &str) -> Option<i64> {
    let digits = written.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let shift = match written[digits.len()..].to_ascii_lowercase().as_str() {
        "" => 0,
        "k" => 10,
        "m" => 20,
        "g" => 30,
        _ => return None,
    };
    let plain = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    plain.then(|| digits.parse::<i64>().ok()?.checked_mul(1 << shift)).flatten()
}

/// Rejects a limit above the usual one. A negative limit means unlimited.
fn ulimit(asked: &Ulimit) -> Result<(), GuardError> {
    let flag = format!("--ulimit {}", asked.name);
    let most = ULIMITS.iter().find(|(name, _)| *name == asked.name).map_or(0, |(_, most)| *most);
    let fits = |limit: i64| most == i64::MAX || (0..=most).contains(&limit);
    if fits(asked.soft) && fits(asked.hard) {
        return Ok(());
    }
    Err(GuardError::OverLimit { flag, most: most.to_string(), line: privileged_line() })
}

fn over(flag: &str, most: i64, line: &str) -> GuardError {
    GuardError::OverLimit { flag: flag.to_owned(), most: size(most), line: line.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::super::super::{MountSpec, NetworkPart, VolumeSpec, Walls};
    use super::*;

    /// Returns the flag that is refused, or an empty string.
    fn said(judged: Result<(), GuardError>) -> String {
        match judged {
            Ok(()) => String::new(),
            Err(GuardError::NotPermitted { flag, .. } | GuardError::OverLimit { flag, .. }) => flag,
            Err(other) => panic!("{other}"),
        }
    }

    fn judged(spec: &ContainerSpec) -> String {
        let all = Permits { privileged: true, ..Permits::default() };
        assert_eq!(said(all.container(&mut spec.clone())), "", "{spec:?}");
        said(Permits::default().container(&mut spec.clone()))
    }

    #[test]
    fn a_container_takes_no_place_before_others() {
        let limits = |limits| ContainerSpec { limits, ..ContainerSpec::default() };
        for (asked, flag) in [
            (Limits { oom_kill_disable: Some(true), ..Limits::default() }, "--oom-kill-disable"),
            (Limits { oom_kill_disable: Some(false), ..Limits::default() }, ""),
            (Limits { oom_score_adj: Some(-1), ..Limits::default() }, "--oom-score-adj"),
            (Limits { oom_score_adj: Some(500), ..Limits::default() }, ""),
            (Limits { cpu_shares: Some(1025), ..Limits::default() }, "--cpu-shares"),
            (Limits { cpu_shares: Some(-1), ..Limits::default() }, "--cpu-shares"),
            (Limits { cpu_shares: Some(1024), ..Limits::default() }, ""),
            (Limits { memory_swappiness: Some(100), ..Limits::default() }, ""),
        ] {
            assert_eq!(judged(&limits(asked)), flag, "{asked:?}");
            let mut update = super::super::super::UpdateSpec { limits: asked, restart: None };
            assert_eq!(said(Permits::default().update(&mut update)), flag, "{asked:?}");
            let mut build = super::super::super::BuildSpec { limits: asked, ..Default::default() };
            assert_eq!(said(Permits::default().build(&mut build)), flag, "{asked:?}");
        }
    }

    #[test]
    fn a_limit_of_processes_may_be_lowered_and_not_raised() {
        for (name, soft, hard, fits) in [
            ("nofile", 1024, 1 << 20, true),
            ("nofile", 1024, (1 << 20) + 1, false),
            ("nofile", -1, -1, false),
            ("core", 0, -1, true),
            ("nproc", -1, -1, true),
            ("memlock", 64 << 10, 64 << 10, true),
            ("memlock", -1, -1, false),
            ("memlock", 0, i64::MAX, false),
            ("rtprio", 0, 0, true),
            ("rtprio", 0, 1, false),
            ("nice", 0, 40, false),
            ("sigpending", 1, 1 << 20, false),
            ("msgqueue", -2, -2, false),
            ("never", 1, 1, false),
        ] {
            let ulimits = vec![Ulimit { name: name.to_owned(), soft, hard }];
            let flag = if fits { String::new() } else { format!("--ulimit {name}") };
            assert_eq!(judged(&ContainerSpec { ulimits, ..ContainerSpec::default() }), flag, "{soft}:{hard}");
        }
    }

    #[test]
    fn what_is_in_memory_is_no_larger_than_the_memory() {
        let tmpfs = |options: &str| ContainerSpec {
            tmpfs: [("/x".to_owned(), options.to_owned())].into(),
            ..ContainerSpec::default()
        };
        for (options, fits) in [
            ("", true),
            ("rw,noexec,size=65536k,uid=1", true),
            ("size=2g", true),
            ("size=2147483649", false),
            ("size=1m,size=3G", false),
            ("size=3G,size=1m", false),
            ("size=50%", false),
            ("size=0", false),
            ("size=", false),
            ("size=0x10", false),
            ("size=1t", false),
            ("size=99999999999g", false),
            ("nr_blocks=1000000", false),
            ("nr_blocks=16", true),
        ] {
            assert_eq!(judged(&tmpfs(options)), if fits { "" } else { "--tmpfs" }, "{options}");
        }
        for (size, fits) in [(2_u64 << 30, true), ((2 << 30) + 1, false), (u64::MAX, false)] {
            let shared = ContainerSpec { shm_size: Some(size), ..ContainerSpec::default() };
            assert_eq!(judged(&shared), if fits { "" } else { "--shm-size" }, "{size}");
            let mut build = super::super::super::BuildSpec { shm_size: Some(size), ..Default::default() };
            assert_eq!(said(Permits::default().build(&mut build)).is_empty(), fits, "{size}");
            let tmpfs_size = Some(i64::try_from(size).unwrap_or(i64::MAX));
            let mounts = vec![MountSpec { kind: MountKind::Tmpfs, tmpfs_size, ..MountSpec::default() }];
            let mounted = ContainerSpec { mounts, ..ContainerSpec::default() };
            assert_eq!(judged(&mounted).is_empty(), fits, "{size}");
        }
        let more = Permits { memory: Some(4 << 30), ..Permits::default() };
        assert_eq!(said(more.container(&mut tmpfs("size=3g"))), "", "with more memory");
        let Err(GuardError::OverLimit { most, line, .. }) =
            Permits::default().container(&mut tmpfs("size=3g"))
        else {
            panic!("refused")
        };
        assert_eq!((most.as_str(), line.as_str()), ("2g", "memory = \"3g\""));
    }

    #[test]
    fn a_volume_in_memory_has_a_size() {
        let volume = |o: &str| {
            let options = [("type", "tmpfs"), ("device", "tmpfs"), ("o", o)];
            let options = options.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
            VolumeSpec { options, ..VolumeSpec::default() }
        };
        let open = Permits { volume_options: true, ..Permits::default() };
        for (o, fits, memory) in [
            ("size=1m,uid=1000", true, 1 << 20),
            ("size=3g", false, 3 << 30),
            ("uid=1000", false, 2 << 30),
            ("size=50%", false, 2 << 30),
        ] {
            let spec = volume(o);
            assert_eq!(said(Permits::default().volume(&spec)).is_empty(), fits, "{o}");
            assert_eq!(said(open.volume(&spec)), "", "{o}");
            assert_eq!(Permits::default().memory_of_volume(&spec.options), memory, "{o}");
        }
        assert_eq!(Permits::default().memory_of_volume(&BTreeMap::new()), 0);
    }

    #[test]
    fn settings_of_the_kernel_are_the_containers_own() {
        for (name, mode, ipc, fits) in [
            ("net.ipv4.ip_forward", None, None, true),
            ("net.ipv4.ip_forward", Some("host"), None, false),
            ("kernel.shmmax", None, None, true),
            ("kernel.shmmax", None, Some("host"), false),
            ("fs.mqueue.msg_max", None, None, true),
            ("kernel.core_pattern", None, None, false),
            ("vm.swappiness", None, None, false),
        ] {
            let sysctls = [(name.to_owned(), "1".to_owned())].into();
            let ipc = ipc.map(str::to_owned);
            let mode = mode.map(str::to_owned);
            let namespaces = vec!["network".to_owned(), "ipc".to_owned()];
            let permits = Permits { namespaces, ..Permits::default() };
            let mut spec = ContainerSpec {
                walls: Walls { ipc, sysctls, ..Walls::default() },
                network: NetworkPart { mode, ..NetworkPart::default() },
                ..ContainerSpec::default()
            };
            let flag = if fits { String::new() } else { format!("--sysctl {name}") };
            assert_eq!(said(permits.container(&mut spec)), flag, "{spec:?}");
        }
    }
}
