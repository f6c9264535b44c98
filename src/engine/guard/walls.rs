//! What the description of a container may contain. The checks use the engine's own types, so they hold for every
//! caller.
//!
//! The rules are those of the page on the lab format, "Allow".

use std::collections::BTreeMap;
use std::net::IpAddr;

use ipnet::IpNet;

use super::super::dockerfile::{self, Dockerfile};
use super::super::routes::{Route, are_free};
use super::super::{
    BuildSpec, ContainerSpec, ExecSpec, Limits, MountKind, NetworkSpec, PoolSpec, UpdateSpec, VolumeSpec,
    Walls,
};
use super::GuardError;
use super::amounts::is_in_memory;
use super::permits::{LOG_BOUNDS, LOG_DRIVER, PIDS, Permits, granted, privileged_line, size};

/// Security options that restrict a container further.
const TIGHTER: [&str; 3] = ["no-new-privileges", "no-new-privileges=true", "no-new-privileges:true"];

/// The log drivers that keep all output in the engine.
const LOG_DRIVERS: [&str; 4] = ["", "json-file", "local", "none"];

/// The log drivers that need bounds and have options for them.
const BOUNDED: [&str; 2] = ["json-file", "local"];

/// Bridge options that only change its behaviour.
///
/// Others name an interface of the host.
const BRIDGE_OPTIONS: [&str; 5] = [
    "com.docker.network.bridge.enable_icc",
    "com.docker.network.bridge.enable_ip_masquerade",
    "com.docker.network.bridge.host_binding_ipv4",
    "com.docker.network.driver.mtu",
    "com.docker.network.container_iface_prefix",
];

impl Permits {
    /// Checks that a container asks for no more than is permitted, and sets its limits.
    ///
    /// Its binds are checked elsewhere ([`Permits::bind`]).
    pub(super) fn container(&self, spec: &mut ContainerSpec) -> Result<(), GuardError> {
        self.walls(&spec.walls)?;
        self.joins(spec.network.mode.as_deref().unwrap_or_default())?;
        self.log(spec)?;
        let volumes = spec.mounts.iter().filter(|mount| mount.kind == MountKind::Volume);
        for mount in volumes {
            self.volume_options("volume-opt", mount.driver.as_deref(), &mount.driver_options)?;
        }
        self.amounts(spec)?;
        self.limits(&mut spec.limits)?;
        let limits = &mut spec.limits;
        if limits.memory.is_none() && limits.memory_swap.is_none() {
            limits.memory = Some(self.most_memory());
        }
        limits.pids = limits.pids.or(Some(PIDS));
        Ok(())
    }

    /// Checks that a container's output stays with the engine, and bounds its size.
    fn log(&self, spec: &mut ContainerSpec) -> Result<(), GuardError> {
        let driver = spec.log_driver.as_deref().unwrap_or_default();
        let known = LOG_DRIVERS.contains(&driver);
        granted(known || self.privileged, &format!("--log-driver {driver}"), privileged_line)?;
        granted(spec.log_options.is_empty() || self.privileged, "--log-opt", privileged_line)?;
        // The engine's default driver may have no bounds and reject their options.
        let driver = if driver.is_empty() { LOG_DRIVER } else { driver };
        if BOUNDED.contains(&driver) && spec.log_options.is_empty() {
            let bounds = LOG_BOUNDS.map(|(option, value)| (option.to_owned(), value.to_owned()));
            spec.log_options = bounds.into_iter().collect();
        }
        spec.log_driver = Some(driver.to_owned());
        Ok(())
    }

    fn walls(&self, walls: &Walls) -> Result<(), GuardError> {
        let privileged = |asked: bool, flag: &str| granted(!asked || self.privileged, flag, privileged_line);
        privileged(walls.privileged, "--privileged")?;
        privileged(walls.runtime.is_some(), "--runtime")?;
        let has = |list: &[String], value: &str| list.iter().any(|allowed| allowed == value);
        for name in walls.cap_add.iter().map(|name| capability(name)) {
            granted(has(&self.capabilities, &name), "--cap-add", || format!("capabilities = [\"{name}\"]"))?;
        }
        for device in walls.devices.iter().map(|device| &device.host) {
            granted(has(&self.devices, device), "--device", || format!("devices = [\"{device}\"]"))?;
        }
        for option in walls.security.iter().map(String::as_str) {
            let tighter = TIGHTER.contains(&option) || has(&self.security_options, option);
            granted(tighter, "--security-opt", || format!("security_options = [\"{option}\"]"))?;
        }
        let spaces = [
            ("--pid", "pid", &walls.pid),
            ("--ipc", "ipc", &walls.ipc),
            ("--uts", "uts", &walls.uts),
            ("--userns", "user", &walls.userns),
            ("--cgroupns", "cgroup", &walls.cgroupns),
        ];
        for (flag, word, mode) in spaces {
            // Who owns the joined container is checked where names are resolved.
            let own = |mode: &str| matches!(mode, "" | "private" | "shareable" | "none");
            let joins = |mode: &str| mode.starts_with("container:");
            if mode.as_deref().is_some_and(|mode| !own(mode) && !joins(mode)) {
                self.namespace(flag, word)?;
            }
        }
        Ok(())
    }

    /// Checks that a joined network is not the host's own.
    pub(super) fn joins(&self, network: &str) -> Result<(), GuardError> {
        if network == "host" { self.namespace("--network host", "network") } else { Ok(()) }
    }

    fn namespace(&self, flag: &str, word: &str) -> Result<(), GuardError> {
        let has = self.namespaces.iter().any(|namespace| namespace == word);
        granted(has, flag, || format!("namespaces = [\"{word}\"]"))
    }

    /// Checks that the limits are within what a container may have.
    ///
    /// Unset limits stay unset.
    fn limits(&self, limits: &mut Limits) -> Result<(), GuardError> {
        // Zero means no limit to an engine.
        for amount in [&mut limits.memory, &mut limits.pids] {
            *amount = amount.filter(|amount| *amount != 0);
        }
        if self.privileged {
            return Ok(());
        }
        self.weights(limits)?;
        let most = self.most_memory();
        let too_much =
            |amount: Option<i64>, most: i64| amount.is_some_and(|amount| !(0..=most).contains(&amount));
        let memory = |flag: &str, most: i64, asked: Option<i64>| {
            let asked = asked.filter(|asked| *asked > 0);
            let line = asked.map_or_else(privileged_line, |asked| format!("memory = \"{}\"", size(asked)));
            GuardError::OverLimit { flag: flag.to_owned(), most: size(most), line }
        };
        if too_much(limits.memory, most) {
            return Err(memory("--memory", most, limits.memory));
        }
        // Memory and swap together: an engine gives as much swap as memory.
        let both = most.saturating_mul(2);
        if too_much(limits.memory_swap, both) {
            return Err(memory("--memory-swap", both, limits.memory_swap.map(|swap| swap / 2 + swap % 2)));
        }
        if too_much(limits.pids, PIDS) {
            let flag = "--pids-limit".to_owned();
            return Err(GuardError::OverLimit { flag, most: PIDS.to_string(), line: privileged_line() });
        }
        Ok(())
    }

    /// Like [`Permits::container`], for an update of a container.
    pub(super) fn update(&self, update: &mut UpdateSpec) -> Result<(), GuardError> {
        self.limits(&mut update.limits)
    }

    /// Like [`Permits::container`], for a command in a container.
    pub(super) fn exec(&self, spec: &ExecSpec) -> Result<(), GuardError> {
        granted(!spec.privileged || self.privileged, "--privileged", privileged_line)
    }

    /// Like [`Permits::container`], for a volume.
    pub(super) fn volume(&self, spec: &VolumeSpec) -> Result<(), GuardError> {
        self.volume_options("--opt", spec.driver.as_deref(), &spec.options)
    }

    fn volume_options(
        &self,
        flag: &str,
        driver: Option<&str>,
        options: &BTreeMap<String, String>,
    ) -> Result<(), GuardError> {
        let line = || "volume_options = true".to_owned();
        let own = driver.is_none_or(|driver| matches!(driver, "" | "local"));
        granted(own || self.volume_options, "--driver", line)?;
        granted(!reaches_host(options) || self.volume_options, flag, line)?;
        self.volume_in_memory(flag, options)
    }

    /// Like [`Permits::container`], for a network.
    ///
    /// `routes` are those that do not lead to a network of the engine, `None` if they cannot be read.
    pub(super) fn network(&self, spec: &NetworkSpec, routes: Option<&[Route]>) -> Result<(), GuardError> {
        let bridge = spec.driver.as_deref().is_none_or(|driver| matches!(driver, "" | "bridge"));
        if !bridge {
            self.namespace("--driver", "network")?;
        }
        let taken = spec.pools.iter().find_map(|pool| taken(pool, routes));
        if let Some(subnet) = taken {
            self.namespace("--subnet", "network").map_err(|error| error.about_subnet(subnet))?;
        }
        match spec.options.keys().find(|option| !BRIDGE_OPTIONS.contains(&option.as_str())) {
            Some(option) => self.namespace(&format!("--opt {option}"), "network"),
            None => Ok(()),
        }
    }

    /// Like [`Permits::container`], for the steps of a build.
    pub(super) fn build(&self, spec: &mut BuildSpec) -> Result<(), GuardError> {
        self.joins(spec.network.as_deref().unwrap_or_default())?;
        self.in_memory("--shm-size", spec.shm_size.map(|size| i64::try_from(size).unwrap_or(i64::MAX)))?;
        self.limits(&mut spec.limits)?;
        if spec.limits.memory.is_none() && spec.limits.memory_swap.is_none() {
            spec.limits.memory = Some(self.most_memory());
        }
        Ok(())
    }

    /// Returns the images named in lines to add to an image (`commit --change`).
    ///
    /// `ONBUILD` can copy from an image in a later build.
    pub(super) fn changes(&self, changes: &[String]) -> Result<Vec<String>, GuardError> {
        let mut images = Vec::new();
        for change in changes {
            let change = dockerfile::read_one(change)?;
            self.fetches(&change)?;
            images.extend(change.images());
        }
        Ok(images)
    }

    /// Rejects a Dockerfile that makes the engine fetch something.
    ///
    /// The engine fetches in the host's network, where it can read services that listen for the host only.
    pub(super) fn fetches(&self, dockerfile: &Dockerfile) -> Result<(), GuardError> {
        let Some(instruction) = dockerfile.fetch() else { return Ok(()) };
        self.namespace("", "network").map_err(|error| error.about_fetch(instruction))
    }
}

/// Returns an address of a pool that is in use or outside the pool's subnet.
fn taken<'p>(pool: &'p PoolSpec, routes: Option<&[Route]>) -> Option<&'p str> {
    let subnet = pool.subnet.as_deref();
    let free = |subnet: &&str| routes.is_some_and(|routes| are_free(subnet, routes));
    let net: Option<IpNet> = subnet.and_then(|subnet| subnet.parse().ok());
    let within = |range: &&str| {
        let range = range.parse::<IpNet>().or_else(|_| range.parse::<IpAddr>().map(IpNet::from));
        range.is_ok_and(|range| net.is_some_and(|net| net.contains(&range)))
    };
    let parts = [pool.range.as_deref(), pool.gateway.as_deref()].into_iter().flatten();
    subnet.filter(|subnet| !free(subnet)).or_else(|| parts.into_iter().find(|part| !within(part)))
}

/// Checks whether a volume's options mount something of the host.
///
/// The options of the driver `local` are those of `mount`. A filesystem in memory is the container's own, unless its
/// options make it a bind.
fn reaches_host(options: &BTreeMap<String, String>) -> bool {
    let binds = options.get("o").is_some_and(|value| value.contains("bind"));
    !options.is_empty() && (!is_in_memory(options) || binds)
}

/// Returns a capability's name as in the kernel's list, without `CAP_`.
fn capability(written: &str) -> String {
    let name = written.to_ascii_uppercase();
    name.strip_prefix("CAP_").map_or(name.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::super::super::{DeviceSpec, MountSpec, NetworkPart};
    use super::*;

    /// Returns the line that would permit it, or an empty string.
    fn said(judged: Result<(), GuardError>) -> String {
        match judged {
            Ok(()) => String::new(),
            Err(
                GuardError::NotPermitted { line, .. }
                | GuardError::AddressesOfOthers { line, .. }
                | GuardError::OverLimit { line, .. },
            ) => line,
            Err(other) => panic!("{other}"),
        }
    }

    fn map(options: &[(&str, &str)]) -> BTreeMap<String, String> {
        options.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    fn list(value: &str) -> Vec<String> {
        vec![value.to_owned()]
    }

    fn walls(walls: Walls) -> ContainerSpec {
        ContainerSpec { walls, ..ContainerSpec::default() }
    }

    fn limits(limits: Limits) -> ContainerSpec {
        ContainerSpec { limits, ..ContainerSpec::default() }
    }

    fn network(mode: &str) -> ContainerSpec {
        let network = NetworkPart { mode: Some(mode.to_owned()), ..NetworkPart::default() };
        ContainerSpec { network, ..ContainerSpec::default() }
    }

    /// Returns descriptions, the line that permits each, and the permits with it.
    #[expect(clippy::too_many_lines, reason = "a table")]
    fn asking() -> Vec<(ContainerSpec, &'static str, Permits)> {
        let nothing = Permits::default();
        let device = DeviceSpec { host: "/dev/fuse".into(), container: "/x".into(), permissions: "r".into() };
        let etc = map(&[("type", "none"), ("o", "bind"), ("device", "/etc")]);
        let mount = |driver: Option<&str>, driver_options| ContainerSpec {
            mounts: vec![MountSpec {
                kind: MountKind::Volume,
                driver: driver.map(str::to_owned),
                driver_options,
                ..MountSpec::default()
            }],
            ..ContainerSpec::default()
        };
        let spaces = |word: &str| Permits { namespaces: list(word), ..nothing.clone() };
        let all = Permits { privileged: true, ..nothing.clone() };
        let volumes = Permits { volume_options: true, ..nothing.clone() };
        let some = |value: &str| Some(value.to_owned());
        vec![
            (walls(Walls { privileged: true, ..Walls::default() }), "privileged = true", all.clone()),
            (walls(Walls { runtime: some("x"), ..Walls::default() }), "privileged = true", all.clone()),
            (
                ContainerSpec { log_driver: some("syslog"), ..ContainerSpec::default() },
                "privileged = true",
                all.clone(),
            ),
            (
                ContainerSpec { log_options: map(&[("max-size", "1t")]), ..ContainerSpec::default() },
                "privileged = true",
                all.clone(),
            ),
            (
                walls(Walls { cap_add: list("cap_net_admin"), ..Walls::default() }),
                "capabilities = [\"NET_ADMIN\"]",
                Permits { capabilities: list("NET_ADMIN"), ..nothing.clone() },
            ),
            (
                walls(Walls { devices: vec![device], ..Walls::default() }),
                "devices = [\"/dev/fuse\"]",
                Permits { devices: list("/dev/fuse"), ..nothing.clone() },
            ),
            (
                walls(Walls { security: list("seccomp=unconfined"), ..Walls::default() }),
                "security_options = [\"seccomp=unconfined\"]",
                Permits { security_options: list("seccomp=unconfined"), ..nothing.clone() },
            ),
            (network("host"), "namespaces = [\"network\"]", spaces("network")),
            (walls(Walls { pid: some("host"), ..Walls::default() }), "namespaces = [\"pid\"]", spaces("pid")),
            (
                walls(Walls { pid: some("ns:/proc/1/ns/pid"), ..Walls::default() }),
                "namespaces = [\"pid\"]",
                spaces("pid"),
            ),
            (walls(Walls { ipc: some("host"), ..Walls::default() }), "namespaces = [\"ipc\"]", spaces("ipc")),
            (walls(Walls { uts: some("host"), ..Walls::default() }), "namespaces = [\"uts\"]", spaces("uts")),
            (
                walls(Walls { userns: some("host"), ..Walls::default() }),
                "namespaces = [\"user\"]",
                spaces("user"),
            ),
            (
                walls(Walls { cgroupns: some("host"), ..Walls::default() }),
                "namespaces = [\"cgroup\"]",
                spaces("cgroup"),
            ),
            (mount(None, etc), "volume_options = true", volumes.clone()),
            (mount(Some("sshfs"), BTreeMap::new()), "volume_options = true", volumes),
            (
                limits(Limits { memory: Some(3 << 30), ..Limits::default() }),
                "memory = \"3g\"",
                Permits { memory: Some(3 << 30), ..nothing.clone() },
            ),
            (
                limits(Limits { memory: Some(1 << 20), memory_swap: Some(-1), ..Limits::default() }),
                "privileged = true",
                all.clone(),
            ),
            (limits(Limits { pids: Some(-1), ..Limits::default() }), "privileged = true", all.clone()),
            (limits(Limits { pids: Some(PIDS + 1), ..Limits::default() }), "privileged = true", all),
        ]
    }

    #[test]
    fn what_was_not_permitted_is_refused_with_the_line_that_asks() {
        for (spec, line, permits) in asking() {
            assert_eq!(said(Permits::default().container(&mut spec.clone())), line, "{spec:?}");
            assert_eq!(said(permits.container(&mut spec.clone())), "", "{spec:?}");
            let pid = walls(Walls { pid: Some("host".into()), ..Walls::default() });
            let granted = permits.namespaces == ["pid"];
            assert_eq!(
                said(permits.container(&mut pid.clone())).is_empty(),
                granted,
                "nothing else comes of it"
            );
        }
        let exec = ExecSpec { privileged: true, ..ExecSpec::default() };
        assert_eq!(said(Permits::default().exec(&exec)), "privileged = true");
        assert_eq!(said(Permits { privileged: true, ..Permits::default() }.exec(&exec)), "");
    }

    #[test]
    fn a_network_takes_no_addresses_of_somebody_else() {
        let pool = |pool: PoolSpec| NetworkSpec { pools: vec![pool], ..NetworkSpec::default() };
        let of = |subnet: &str| pool(PoolSpec { subnet: Some(subnet.to_owned()), ..PoolSpec::default() });
        let none: Option<&[Route]> = Some(&[]);
        let has = Permits { namespaces: list("network"), ..Permits::default() };
        let line = "namespaces = [\"network\"]".to_owned();
        let others = Err(GuardError::AddressesOfOthers { subnet: "8.8.8.0/24".to_owned(), line });
        assert_eq!(Permits::default().network(&of("8.8.8.0/24"), none), others);
        assert_eq!(said(has.network(&of("8.8.8.0/24"), none)), "");
        assert_eq!(said(Permits::default().network(&of("198.51.100.0/24"), none)), "");
        let unknown = Permits::default().network(&of("198.51.100.0/24"), None);
        assert_ne!(said(unknown), "", "where the routes cannot be read");
        assert_eq!(said(Permits::default().network(&NetworkSpec::default(), None)), "", "the engine chooses");
        for (range, gateway, refused) in [
            (Some("10.1.2.0/25"), Some("10.1.2.1"), false),
            (Some("10.1.0.0/16"), None, true),
            (Some("192.168.0.0/24"), None, true),
            (None, Some("10.1.3.1"), true),
            (None, Some("x"), true),
        ] {
            let [range, gateway] = [range, gateway].map(|it| it.map(str::to_owned));
            let spec = pool(PoolSpec { subnet: Some("10.1.2.0/24".to_owned()), range, gateway });
            assert_eq!(!said(Permits::default().network(&spec, none)).is_empty(), refused, "{spec:?}");
        }
    }

    #[test]
    fn what_tightens_the_walls_needs_no_leave() {
        let tighter = Walls {
            cap_drop: list("ALL"),
            security: list("no-new-privileges"),
            pid: Some("container:web".into()),
            ipc: Some("private".into()),
            ..Walls::default()
        };
        for spec in
            [walls(tighter), network("bridge"), network("none"), network("mine"), network("container:web")]
        {
            assert_eq!(said(Permits::default().container(&mut spec.clone())), "", "{spec:?}");
        }
    }

    #[test]
    fn every_container_has_limits() {
        let given = |asked: Limits, permits: &Permits| {
            let mut spec = limits(asked);
            permits.container(&mut spec).unwrap();
            (spec.limits.memory, spec.limits.pids)
        };
        let (usual, more) = (Permits::default(), Permits { memory: Some(8 << 30), ..Permits::default() });
        let most = (Some(2 << 30), Some(1024));
        assert_eq!(given(Limits::default(), &usual), most);
        assert_eq!(given(Limits { memory: Some(0), pids: Some(0), ..Limits::default() }, &usual), most);
        assert_eq!(given(Limits { memory: Some(64 << 20), ..Limits::default() }, &usual).0, Some(64 << 20));
        assert_eq!(given(Limits::default(), &more).0, Some(8 << 30));
        let mut update =
            UpdateSpec { limits: Limits { memory: Some(i64::MAX), ..Limits::default() }, restart: None };
        assert!(said(usual.update(&mut update)).starts_with("memory"));
        let swap = Limits { memory_swap: Some((4 << 30) + 1), ..Limits::default() };
        let Err(GuardError::OverLimit { most, line, .. }) = usual.container(&mut limits(swap)) else {
            panic!("refused")
        };
        assert_eq!((most.as_str(), line.as_str()), ("4g", "memory = \"2147483649b\""));
        update.limits = Limits { pids: Some(-1), ..Limits::default() };
        assert_eq!(said(usual.update(&mut update)), "privileged = true");
        let mut build = BuildSpec::default();
        usual.build(&mut build).unwrap();
        assert_eq!(build.limits.memory, Some(2 << 30));
        build.network = Some("host".into());
        assert_eq!(said(usual.build(&mut build)), "namespaces = [\"network\"]");
    }

    #[test]
    fn every_log_has_bounds() {
        let bounds = map(&[("max-size", "32m"), ("max-file", "2")]);
        for (driver, wanted, options) in [
            (None, "json-file", bounds.clone()),
            (Some(""), "json-file", bounds.clone()),
            (Some("json-file"), "json-file", bounds.clone()),
            (Some("local"), "local", bounds),
            (Some("none"), "none", BTreeMap::new()),
        ] {
            let mut spec =
                ContainerSpec { log_driver: driver.map(str::to_owned), ..ContainerSpec::default() };
            Permits::default().container(&mut spec).unwrap();
            assert_eq!((spec.log_driver.as_deref(), spec.log_options), (Some(wanted), options), "{driver:?}");
        }
    }

    #[test]
    fn a_volume_in_memory_is_no_folder_of_the_host() {
        let volumes = Permits { volume_options: true, ..Permits::default() };
        for (options, refused) in [
            (map(&[("type", "tmpfs"), ("device", "tmpfs"), ("o", "size=1m")]), false),
            (map(&[("type", "none"), ("o", "bind"), ("device", "/etc")]), true),
            (map(&[("type", "tmpfs"), ("o", "ro,bind"), ("device", "/etc")]), true),
            (map(&[("type", "nfs"), ("device", "/dev/sda")]), true),
            (map(&[("device", "/dev/sda")]), true),
        ] {
            let spec = VolumeSpec { options, ..VolumeSpec::default() };
            let line = if refused { "volume_options = true" } else { "" };
            assert_eq!(said(Permits::default().volume(&spec)), line, "{spec:?}");
            assert_eq!(said(volumes.volume(&spec)), "", "{spec:?}");
        }
    }

    #[test]
    fn a_network_is_no_interface_of_the_host() {
        let spaces = Permits { namespaces: list("network"), ..Permits::default() };
        for (driver, option, refused) in [
            (None, None, false),
            (Some("bridge"), Some("com.docker.network.driver.mtu"), false),
            (Some("macvlan"), Some("parent"), true),
            (Some("host"), None, true),
            (None, Some("com.docker.network.bridge.name"), true),
        ] {
            let options = option.map(|option| (option.to_owned(), "x".to_owned())).into_iter().collect();
            let spec = NetworkSpec { driver: driver.map(str::to_owned), options, ..NetworkSpec::default() };
            let line = if refused { "namespaces = [\"network\"]" } else { "" };
            assert_eq!(said(Permits::default().network(&spec, None)), line, "{spec:?}");
            assert_eq!(said(spaces.network(&spec, None)), "", "{spec:?}");
        }
    }
}
