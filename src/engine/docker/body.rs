//! The bodies of requests to Docker's API, from the project's own types.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use bollard::models;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::super::{
    ContainerSpec, EndpointSpec, HealthSpec, Limits, MountKind, MountSpec, NetworkSpec, PortSpec,
    RestartSpec, UpdateSpec,
};

/// Returns the body of a create call, with what bollard no longer has.
///
/// Engines before API 1.44 take a hardware address from here and not from the endpoint.
///
/// # Errors
/// None are known.
pub(super) fn create(spec: &ContainerSpec) -> serde_json::Result<Value> {
    let mut body = serde_json::to_value(container(spec))?;
    if let Some(mac) = &spec.network.endpoint.mac {
        body["MacAddress"] = mac.as_str().into();
    }
    Ok(body)
}

/// Returns the body of a create call in bollard's type.
fn container(spec: &ContainerSpec) -> models::ContainerCreateBody {
    let ports = spec.ports.iter().map(|port| &port.container).chain(&spec.exposed);
    let mut exposed: Vec<String> = ports.cloned().collect();
    exposed.sort();
    exposed.dedup();
    models::ContainerCreateBody {
        image: Some(spec.image.clone()),
        cmd: spec.command.clone(),
        entrypoint: spec.entrypoint.clone(),
        env: list(&spec.env),
        exposed_ports: Some(exposed).filter(|ports| !ports.is_empty()),
        working_dir: spec.workdir.clone(),
        user: spec.user.clone(),
        tty: Some(spec.tty),
        open_stdin: Some(spec.open_stdin),
        stdin_once: Some(spec.stdin_once),
        attach_stdin: Some(spec.attach.stdin),
        attach_stdout: Some(spec.attach.stdout),
        attach_stderr: Some(spec.attach.stderr),
        labels: map(&spec.labels),
        hostname: spec.hostname.clone(),
        domainname: spec.domainname.clone(),
        healthcheck: spec.health.as_ref().map(health),
        stop_signal: spec.stop_signal.clone(),
        stop_timeout: spec.stop_timeout,
        host_config: Some(host(spec)),
        networking_config: networking(spec),
        ..models::ContainerCreateBody::default()
    }
}

/// Returns the part of the body about the host.
fn host(spec: &ContainerSpec) -> models::HostConfig {
    // The engine makes the volume of a relative path, which only an image declares, unasked.
    let asked = spec.mounts.iter().filter(|mount| mount.target.starts_with('/'));
    let (short, long): (Vec<_>, Vec<_>) = asked.partition(|mount| is_short(mount));
    let binds: Vec<String> = short.into_iter().map(bind_line).collect();
    let mounts: Vec<models::Mount> = long.into_iter().map(mount).collect();
    let logging =
        models::HostConfigLogConfig { typ: spec.log_driver.clone(), config: map(&spec.log_options) };
    let host = models::HostConfig {
        binds: list(&binds),
        mounts: list(&mounts),
        tmpfs: map(&spec.tmpfs),
        volumes_from: list(&spec.volumes_from),
        port_bindings: Some(bindings(&spec.ports)),
        publish_all_ports: Some(spec.publish_all),
        group_add: list(&spec.groups),
        auto_remove: Some(spec.auto_remove),
        readonly_rootfs: Some(spec.read_only),
        ulimits: ulimits(spec),
        shm_size: spec.shm_size.map(|size| i64::try_from(size).unwrap_or(i64::MAX)),
        // The docker program always sends a policy, and engines always report one.
        restart_policy: Some(spec.restart.as_ref().map_or_else(never, restart)),
        init: spec.init,
        log_config: (logging.typ.is_some() || logging.config.is_some()).then_some(logging),
        network_mode: spec.network.mode.clone(),
        dns: Some(spec.network.dns.clone()),
        dns_search: Some(spec.network.dns_search.clone()),
        dns_options: Some(spec.network.dns_options.clone()),
        blkio_weight_device: Some(Vec::new()),
        extra_hosts: list(&spec.network.extra_hosts),
        links: list(&spec.network.links),
        ..walls(spec)
    };
    limited(host, spec.limits)
}

/// Returns the part of the body that loosens or tightens the container's isolation.
fn walls(spec: &ContainerSpec) -> models::HostConfig {
    let walls = &spec.walls;
    let devices: Vec<models::DeviceMapping> = walls
        .devices
        .iter()
        .map(|device| models::DeviceMapping {
            path_on_host: Some(device.host.clone()),
            path_in_container: Some(device.container.clone()),
            cgroup_permissions: Some(device.permissions.clone()),
        })
        .collect();
    models::HostConfig {
        privileged: Some(walls.privileged),
        cap_add: list(&walls.cap_add),
        cap_drop: list(&walls.cap_drop),
        devices: Some(devices),
        security_opt: list(&walls.security),
        pid_mode: walls.pid.clone(),
        ipc_mode: walls.ipc.clone(),
        userns_mode: walls.userns.clone(),
        uts_mode: walls.uts.clone(),
        cgroupns_mode: walls.cgroupns.as_deref().and_then(word),
        sysctls: map(&walls.sysctls),
        runtime: walls.runtime.clone(),
        ..models::HostConfig::default()
    }
}

fn limited(host: models::HostConfig, limits: Limits) -> models::HostConfig {
    models::HostConfig {
        memory: limits.memory,
        memory_swap: limits.memory_swap,
        memory_reservation: limits.memory_reservation,
        nano_cpus: limits.nano_cpus,
        cpu_shares: limits.cpu_shares,
        pids_limit: limits.pids,
        oom_kill_disable: limits.oom_kill_disable,
        memory_swappiness: limits.memory_swappiness,
        oom_score_adj: limits.oom_score_adj,
        cpu_period: limits.cpu_period,
        cpu_quota: limits.cpu_quota,
        ..host
    }
}

fn ulimits(spec: &ContainerSpec) -> Option<Vec<models::ResourcesUlimits>> {
    let ulimits = spec.ulimits.iter().map(|limit| models::ResourcesUlimits {
        name: Some(limit.name.clone()),
        soft: Some(limit.soft),
        hard: Some(limit.hard),
    });
    list(&ulimits.collect::<Vec<_>>())
}

/// Returns the body of an update call.
pub(super) fn update(spec: &UpdateSpec) -> models::ContainerUpdateBody {
    let limits = spec.limits;
    models::ContainerUpdateBody {
        memory: limits.memory,
        memory_swap: limits.memory_swap,
        memory_reservation: limits.memory_reservation,
        nano_cpus: limits.nano_cpus,
        cpu_shares: limits.cpu_shares,
        pids_limit: limits.pids,
        cpu_period: limits.cpu_period,
        cpu_quota: limits.cpu_quota,
        restart_policy: spec.restart.as_ref().map(restart),
        ..models::ContainerUpdateBody::default()
    }
}

fn never() -> models::RestartPolicy {
    models::RestartPolicy { name: Some(models::RestartPolicyNameEnum::NO), maximum_retry_count: None }
}

fn restart(spec: &RestartSpec) -> models::RestartPolicy {
    models::RestartPolicy { name: word(&spec.name), maximum_retry_count: spec.most }
}

fn health(spec: &HealthSpec) -> models::HealthConfig {
    let nanos = |time: Option<Duration>| time.map(|time| i64::try_from(time.as_nanos()).unwrap_or(i64::MAX));
    models::HealthConfig {
        test: list(&spec.test),
        interval: nanos(spec.interval),
        timeout: nanos(spec.timeout),
        retries: spec.retries,
        start_period: nanos(spec.start_period),
        start_interval: nanos(spec.start_interval),
    }
}

/// Returns the container's endpoint in the network that it is created in.
fn networking(spec: &ContainerSpec) -> Option<models::NetworkingConfig> {
    let mode = spec.network.mode.clone()?;
    (spec.network.endpoint != EndpointSpec::default()).then(|| models::NetworkingConfig {
        endpoints_config: Some(HashMap::from([(mode, endpoint(&spec.network.endpoint))])),
    })
}

/// Returns a container's names and addresses in one network.
pub(super) fn endpoint(spec: &EndpointSpec) -> models::EndpointSettings {
    let addressed = spec.ip.is_some() || spec.ip6.is_some();
    models::EndpointSettings {
        aliases: list(&spec.aliases),
        ipam_config: addressed.then(|| models::EndpointIpamConfig {
            ipv4_address: spec.ip.clone(),
            ipv6_address: spec.ip6.clone(),
            link_local_ips: None,
        }),
        mac_address: spec.mac.clone(),
        ..models::EndpointSettings::default()
    }
}

/// Returns the body of a network's create call.
pub(super) fn network(name: &str, spec: &NetworkSpec) -> models::NetworkCreateRequest {
    let pools: Vec<models::IpamConfig> = spec
        .pools
        .iter()
        .map(|pool| models::IpamConfig {
            subnet: pool.subnet.clone(),
            ip_range: pool.range.clone(),
            gateway: pool.gateway.clone(),
            auxiliary_addresses: None,
        })
        .collect();
    models::NetworkCreateRequest {
        name: name.to_owned(),
        driver: spec.driver.clone().or_else(|| Some("bridge".to_owned())),
        options: map(&spec.options),
        internal: Some(spec.internal),
        attachable: Some(spec.attachable),
        enable_ipv6: Some(spec.ipv6),
        ipam: list(&pools).map(|config| models::Ipam { config: Some(config), ..models::Ipam::default() }),
        labels: map(&spec.labels),
        ..models::NetworkCreateRequest::default()
    }
}

/// Checks whether a mount is sent as a line of `Binds`.
fn is_short(mount: &MountSpec) -> bool {
    mount.short && mount.kind != MountKind::Tmpfs && !mount.source.is_empty()
}

/// Returns a mount in the form of `-v`: `source:target`, with any options.
fn bind_line(mount: &MountSpec) -> String {
    let mut options: Vec<&str> = Vec::new();
    options.extend(mount.read_only.then_some("ro"));
    options.extend(mount.no_copy.then_some("nocopy"));
    options.extend(mount.propagation.as_deref());
    options.extend(mount.options.iter().map(String::as_str));
    options.extend(mount.consistency.as_deref());
    let place = format!("{}:{}", mount.source, mount.target);
    if options.is_empty() { place } else { format!("{place}:{}", options.join(",")) }
}

/// Returns a mount in the long form.
fn mount(spec: &MountSpec) -> models::Mount {
    let typ = match spec.kind {
        MountKind::Volume => models::MountType::VOLUME,
        MountKind::Bind => models::MountType::BIND,
        MountKind::Tmpfs => models::MountType::TMPFS,
    };
    models::Mount {
        typ: Some(typ),
        target: Some(spec.target.clone()),
        source: Some(spec.source.clone()).filter(|source| !source.is_empty()),
        read_only: spec.read_only.then_some(true),
        consistency: spec.consistency.clone(),
        bind_options: bind_options(spec),
        volume_options: volume_options(spec),
        tmpfs_options: tmpfs_options(spec),
        ..models::Mount::default()
    }
}

fn bind_options(spec: &MountSpec) -> Option<models::MountBindOptions> {
    let recursive = spec.non_recursive || spec.read_only_non_recursive || spec.read_only_force_recursive;
    let said = spec.kind == MountKind::Bind && (spec.propagation.is_some() || recursive);
    said.then(|| models::MountBindOptions {
        propagation: spec.propagation.as_deref().and_then(word),
        non_recursive: spec.non_recursive.then_some(true),
        read_only_non_recursive: spec.read_only_non_recursive.then_some(true),
        read_only_force_recursive: spec.read_only_force_recursive.then_some(true),
        ..models::MountBindOptions::default()
    })
}

fn volume_options(spec: &MountSpec) -> Option<models::MountVolumeOptions> {
    let options = models::MountVolumeOptions {
        no_copy: spec.no_copy.then_some(true),
        labels: map(&spec.labels),
        driver_config: (spec.driver.is_some() || !spec.driver_options.is_empty()).then(|| {
            models::MountVolumeOptionsDriverConfig {
                name: spec.driver.clone(),
                options: map(&spec.driver_options),
            }
        }),
        subpath: spec.subpath.clone(),
    };
    (spec.kind == MountKind::Volume && options != models::MountVolumeOptions::default()).then_some(options)
}

fn tmpfs_options(spec: &MountSpec) -> Option<models::MountTmpfsOptions> {
    let said = spec.kind == MountKind::Tmpfs && (spec.tmpfs_size.is_some() || spec.tmpfs_mode.is_some());
    said.then(|| models::MountTmpfsOptions {
        size_bytes: spec.tmpfs_size,
        mode: spec.tmpfs_mode.map(i64::from),
        options: None,
    })
}

/// Returns published ports by container port. One may be published more than once.
fn bindings(ports: &[PortSpec]) -> models::PortMap {
    let mut map = models::PortMap::new();
    for port in ports {
        let binding = models::PortBinding {
            host_ip: Some(port.address.clone()),
            host_port: Some(match (port.host, port.last) {
                (Some(first), Some(last)) => format!("{first}-{last}"),
                (Some(host), None) => host.to_string(),
                (None, _) => String::new(),
            }),
        };
        map.entry(port.container.clone()).or_default().get_or_insert_default().push(binding);
    }
    map
}

fn list<T: Clone>(items: &[T]) -> Option<Vec<T>> {
    (!items.is_empty()).then(|| items.to_vec())
}

/// Returns a map for the body, `None` if it is empty.
pub(super) fn map(items: &BTreeMap<String, String>) -> Option<HashMap<String, String>> {
    let map = || items.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
    (!items.is_empty()).then(map)
}

/// Returns one of bollard's fixed words, `None` if bollard does not know it.
fn word<T: DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(Value::String(word.to_owned())).ok()
}

#[cfg(test)]
mod tests {
    use super::super::super::{AttachSpec, Labels, NetworkPart, PoolSpec, Ulimit, Walls};
    use super::*;

    fn volume_mount(source: &str) -> MountSpec {
        MountSpec { source: source.to_owned(), target: "/data".to_owned(), ..MountSpec::default() }
    }

    fn json<T: serde::Serialize>(body: &T) -> Value {
        serde_json::to_value(body).expect("serializable")
    }

    #[test]
    fn only_what_is_said_becomes_an_option_of_a_mount() {
        let named = mount(&volume_mount("mydata"));
        assert_eq!((named.source.as_deref(), named.volume_options), (Some("mydata"), None));

        let labels = Labels::from([("a".to_owned(), "b".to_owned())]);
        let anonymous = mount(&MountSpec { labels, ..volume_mount("") });
        assert_eq!(anonymous.source, None);
        let labels = anonymous.volume_options.and_then(|options| options.labels).unwrap_or_default();
        assert_eq!(labels.get("a").map(String::as_str), Some("b"));
        let tmpfs = MountSpec { kind: MountKind::Tmpfs, tmpfs_mode: Some(0o1770), ..volume_mount("") };
        assert_eq!(
            json(&mount(&tmpfs)),
            serde_json::json!({ "Type": "tmpfs", "Target": "/data", "TmpfsOptions": { "Mode": 1016 } })
        );
    }

    #[test]
    fn the_short_form_of_a_mount_is_a_line() {
        let line = |mount: MountSpec| {
            let mounts = vec![MountSpec { short: true, ..mount }];
            host(&ContainerSpec { mounts, ..ContainerSpec::default() }).binds.unwrap_or_default()
        };
        assert_eq!(line(volume_mount("mydata")), ["mydata:/data"]);
        let (read_only, no_copy) = (true, true);
        assert_eq!(line(MountSpec { read_only, no_copy, ..volume_mount("a") }), ["a:/data:ro,nocopy"]);
        assert_eq!(line(volume_mount("")), [""; 0], "an anonymous one needs its labels");
    }

    #[test]
    fn ports_are_bound_and_exposed() {
        let port =
            |host| PortSpec { container: "80/tcp".to_owned(), address: String::new(), host, last: None };
        let exposed = vec!["90/udp".to_owned()];
        let ports = vec![port(Some(8080)), port(None)];
        let body = container(&ContainerSpec { ports, exposed, ..ContainerSpec::default() });
        assert_eq!(body.exposed_ports, Some(vec!["80/tcp".to_owned(), "90/udp".to_owned()]));
        let bound = body.host_config.and_then(|host| host.port_bindings).expect("bindings");
        let hosts: Vec<_> =
            bound["80/tcp"].iter().flatten().map(|binding| binding.host_port.clone()).collect();
        assert_eq!(hosts, [Some("8080".to_owned()), Some(String::new())]);
    }

    #[test]
    fn what_is_asked_for_is_said() {
        let (name, most) = ("on-failure".to_owned(), Some(3));
        let aliases = vec!["db".to_owned()];
        let spec = ContainerSpec {
            restart: Some(RestartSpec { name, most }),
            attach: AttachSpec { stdout: true, ..AttachSpec::default() },
            network: NetworkPart {
                mode: Some("net".to_owned()),
                endpoint: EndpointSpec { aliases, ip: Some("10.1.0.5".to_owned()), ..Default::default() },
                ..NetworkPart::default()
            },
            limits: Limits { memory: Some(64 << 20), pids: Some(50), ..Limits::default() },
            ulimits: vec![Ulimit { name: "nofile".to_owned(), soft: 10, hard: 20 }],
            walls: Walls { cap_drop: vec!["ALL".to_owned()], ..Walls::default() },
            health: Some(HealthSpec { interval: Some(Duration::from_secs(1)), ..HealthSpec::default() }),
            ..ContainerSpec::default()
        };
        let body = json(&container(&spec));
        let at = |pointer: &str| body.pointer(pointer).cloned().unwrap_or_default();
        assert_eq!(at("/HostConfig/RestartPolicy/Name"), "on-failure");
        assert_eq!(at("/HostConfig/RestartPolicy/MaximumRetryCount"), 3);
        assert_eq!(at("/NetworkingConfig/EndpointsConfig/net/Aliases/0"), "db");
        assert_eq!(at("/NetworkingConfig/EndpointsConfig/net/IPAMConfig/IPv4Address"), "10.1.0.5");
        assert_eq!((at("/HostConfig/Memory"), at("/HostConfig/PidsLimit")), ((64 << 20).into(), 50.into()));
        assert_eq!(
            (at("/HostConfig/Ulimits/0/Hard"), at("/HostConfig/CapDrop/0")),
            (20.into(), "ALL".into())
        );
        assert_eq!((at("/Healthcheck/Interval"), at("/AttachStdout")), (1_000_000_000.into(), true.into()));
    }

    #[test]
    fn a_network_has_the_addresses_that_were_asked_for() {
        let pools = vec![PoolSpec { subnet: Some("10.1.0.0/16".to_owned()), ..PoolSpec::default() }];
        let body = json(&network("net", &NetworkSpec { pools, ..NetworkSpec::default() }));
        assert_eq!(body.pointer("/IPAM/Config/0/Subnet"), Some(&"10.1.0.0/16".into()));
        assert_eq!(body.pointer("/Driver"), Some(&"bridge".into()));
    }
}
