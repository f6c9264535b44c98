//! What a container is to be, out of the bodies of Docker's API: the other way round than `src/engine/docker/body.rs`.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;
use statelab::engine::{
    AttachSpec, ContainerSpec, DeviceSpec, EndpointSpec, HealthSpec, Limits, MountKind, MountSpec,
    NetworkPart, PortSpec, RestartSpec, Ulimit, Walls,
};

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// A text that is said.
pub fn some(value: &Value) -> Option<String> {
    Some(text(value)).filter(|text| !text.is_empty())
}

pub fn is(value: &Value) -> bool {
    value.as_bool().unwrap_or_default()
}

pub fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(text).collect()
}

pub fn map(value: &Value) -> BTreeMap<String, String> {
    value.as_object().into_iter().flatten().map(|(name, value)| (name.clone(), text(value))).collect()
}

/// A list, or the keys of a map: the API has sets in both forms.
fn set(value: &Value) -> Vec<String> {
    value.as_object().map_or_else(|| texts(value), |map| map.keys().cloned().collect())
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn words(value: &Value) -> Option<Vec<String>> {
    value.is_array().then(|| texts(value))
}

pub fn container(body: &Value, platform: Option<String>) -> ContainerSpec {
    let host = &body["HostConfig"];
    let ports = ports(&host["PortBindings"]);
    let published = |port: &String| ports.iter().any(|one| one.container == *port);
    ContainerSpec {
        image: text(&body["Image"]),
        command: words(&body["Cmd"]),
        entrypoint: words(&body["Entrypoint"]),
        env: texts(&body["Env"]),
        mounts: mounts(body),
        tmpfs: map(&host["Tmpfs"]),
        volumes_from: texts(&host["VolumesFrom"]),
        exposed: set(&body["ExposedPorts"]).into_iter().filter(|port| !published(port)).collect(),
        ports,
        publish_all: is(&host["PublishAllPorts"]),
        workdir: some(&body["WorkingDir"]),
        user: some(&body["User"]),
        groups: texts(&host["GroupAdd"]),
        tty: is(&body["Tty"]),
        open_stdin: is(&body["OpenStdin"]),
        stdin_once: is(&body["StdinOnce"]),
        attach: AttachSpec {
            stdin: is(&body["AttachStdin"]),
            stdout: is(&body["AttachStdout"]),
            stderr: is(&body["AttachStderr"]),
        },
        auto_remove: is(&host["AutoRemove"]),
        labels: map(&body["Labels"]),
        hostname: some(&body["Hostname"]),
        domainname: some(&body["Domainname"]),
        network: network(body),
        read_only: is(&host["ReadonlyRootfs"]),
        limits: limits(host),
        ulimits: list(&host["Ulimits"]).map(ulimit).collect(),
        shm_size: host["ShmSize"].as_u64().filter(|&size| size > 0),
        restart: restart(&host["RestartPolicy"]),
        health: health(&body["Healthcheck"]),
        stop_signal: some(&body["StopSignal"]),
        stop_timeout: body["StopTimeout"].as_i64(),
        init: host["Init"].as_bool(),
        platform,
        walls: walls(host),
        log_driver: some(&host["LogConfig"]["Type"]),
        log_options: map(&host["LogConfig"]["Config"]),
    }
}

fn network(body: &Value) -> NetworkPart {
    let host = &body["HostConfig"];
    let endpoints = body["NetworkingConfig"]["EndpointsConfig"].as_object();
    NetworkPart {
        mode: some(&host["NetworkMode"]),
        endpoint: endpoints.and_then(|all| all.values().next()).map(endpoint).unwrap_or_default(),
        dns: texts(&host["Dns"]),
        dns_search: texts(&host["DnsSearch"]),
        dns_options: texts(&host["DnsOptions"]),
        extra_hosts: texts(&host["ExtraHosts"]),
        links: texts(&host["Links"]),
    }
}

pub fn endpoint(raw: &Value) -> EndpointSpec {
    EndpointSpec {
        aliases: texts(&raw["Aliases"]),
        ip: some(&raw["IPAMConfig"]["IPv4Address"]),
        ip6: some(&raw["IPAMConfig"]["IPv6Address"]),
        mac: some(&raw["MacAddress"]),
    }
}

pub fn limits(raw: &Value) -> Limits {
    let number = |key: &str| raw[key].as_i64();
    Limits {
        memory: number("Memory"),
        memory_swap: number("MemorySwap"),
        memory_reservation: number("MemoryReservation"),
        nano_cpus: number("NanoCpus"),
        cpu_shares: number("CpuShares"),
        pids: number("PidsLimit"),
        oom_kill_disable: raw["OomKillDisable"].as_bool(),
        memory_swappiness: number("MemorySwappiness"),
        oom_score_adj: number("OomScoreAdj"),
        cpu_period: number("CpuPeriod"),
        cpu_quota: number("CpuQuota"),
    }
}

fn ulimit(raw: &Value) -> Ulimit {
    Ulimit {
        name: text(&raw["Name"]),
        soft: raw["Soft"].as_i64().unwrap_or_default(),
        hard: raw["Hard"].as_i64().unwrap_or_default(),
    }
}

/// When a container is started again by itself; `None` if never.
pub fn restart(raw: &Value) -> Option<RestartSpec> {
    let name = some(&raw["Name"])?;
    Some(RestartSpec { name, most: raw["MaximumRetryCount"].as_i64() })
}

fn health(raw: &Value) -> Option<HealthSpec> {
    let time = |key: &str| raw[key].as_u64().filter(|&time| time > 0).map(Duration::from_nanos);
    raw.is_object().then(|| HealthSpec {
        test: texts(&raw["Test"]),
        interval: time("Interval"),
        timeout: time("Timeout"),
        start_period: time("StartPeriod"),
        start_interval: time("StartInterval"),
        retries: raw["Retries"].as_i64(),
    })
}

fn walls(host: &Value) -> Walls {
    let device = |raw: &Value| DeviceSpec {
        host: text(&raw["PathOnHost"]),
        container: text(&raw["PathInContainer"]),
        permissions: text(&raw["CgroupPermissions"]),
    };
    Walls {
        privileged: is(&host["Privileged"]),
        cap_add: texts(&host["CapAdd"]),
        cap_drop: texts(&host["CapDrop"]),
        devices: list(&host["Devices"]).map(device).collect(),
        security: texts(&host["SecurityOpt"]),
        pid: some(&host["PidMode"]),
        ipc: some(&host["IpcMode"]),
        userns: some(&host["UsernsMode"]),
        uts: some(&host["UTSMode"]),
        cgroupns: some(&host["CgroupnsMode"]),
        sysctls: map(&host["Sysctls"]),
        runtime: some(&host["Runtime"]),
    }
}

/// Published ports. `8080-8090` is any free one of a range.
fn ports(bindings: &Value) -> Vec<PortSpec> {
    let bound = bindings.as_object().into_iter().flatten();
    bound
        .flat_map(|(container, bindings)| list(bindings).map(move |binding| (container, binding)))
        .map(|(container, binding)| {
            let host = text(&binding["HostPort"]);
            let (first, last) = host.split_once('-').unwrap_or((&host, ""));
            let (container, address) = (container.clone(), text(&binding["HostIp"]));
            PortSpec { container, address, host: first.parse().ok(), last: last.parse().ok() }
        })
        .collect()
}

/// All mounts: lines of `Binds`, mounts in the long form, and volumes without a name.
fn mounts(body: &Value) -> Vec<MountSpec> {
    let host = &body["HostConfig"];
    let short = list(&host["Binds"]).filter_map(|line| bind(line.as_str()?));
    let nameless =
        set(&body["Volumes"]).into_iter().map(|target| MountSpec { target, ..MountSpec::default() });
    short.chain(list(&host["Mounts"]).map(mount)).chain(nameless).collect()
}

/// A mount as `-v` has it.
fn bind(line: &str) -> Option<MountSpec> {
    let mut parts = line.splitn(3, ':');
    let (source, target) = (parts.next()?.to_owned(), parts.next()?.to_owned());
    let kind = if source.starts_with('/') { MountKind::Bind } else { MountKind::Volume };
    let mut mount = MountSpec { kind, source, target, short: true, ..MountSpec::default() };
    for option in parts.next().unwrap_or_default().split(',').filter(|option| !option.is_empty()) {
        match option {
            "ro" => mount.read_only = true,
            "nocopy" => mount.no_copy = true,
            "consistent" | "cached" | "delegated" => mount.consistency = Some(option.to_owned()),
            "private" | "rprivate" | "shared" | "rshared" | "slave" | "rslave" => {
                mount.propagation = Some(option.to_owned());
            }
            other => mount.options.push(other.to_owned()),
        }
    }
    Some(mount)
}

/// A mount in the long form.
fn mount(raw: &Value) -> MountSpec {
    let (bind, volume) = (&raw["BindOptions"], &raw["VolumeOptions"]);
    MountSpec {
        kind: match raw["Type"].as_str() {
            Some("bind") => MountKind::Bind,
            Some("tmpfs") => MountKind::Tmpfs,
            _ => MountKind::Volume,
        },
        source: text(&raw["Source"]),
        target: text(&raw["Target"]),
        read_only: is(&raw["ReadOnly"]),
        labels: map(&volume["Labels"]),
        short: false,
        no_copy: is(&volume["NoCopy"]),
        subpath: some(&volume["Subpath"]),
        driver: some(&volume["DriverConfig"]["Name"]),
        driver_options: map(&volume["DriverConfig"]["Options"]),
        propagation: some(&bind["Propagation"]),
        non_recursive: is(&bind["NonRecursive"]),
        read_only_non_recursive: is(&bind["ReadOnlyNonRecursive"]),
        read_only_force_recursive: is(&bind["ReadOnlyForceRecursive"]),
        options: Vec::new(),
        consistency: some(&raw["Consistency"]),
        tmpfs_size: raw["TmpfsOptions"]["SizeBytes"].as_i64(),
        tmpfs_mode: raw["TmpfsOptions"]["Mode"].as_u64().and_then(|mode| u32::try_from(mode).ok()),
    }
}
