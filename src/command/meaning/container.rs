//! The commands that make a container.

use std::collections::BTreeSet;

use super::super::action::{
    Action, Container, Create, Endpoint, Health, Isolation, Limits, Mount, MountFlag, MountSource,
    NetworkMode, Port, RestartPolicy, Run,
};
use super::super::findings::Findings;
use super::super::grammar::Given;
use super::super::value;
use super::{each, environment, located, one, operand, place, spanned, text, texts};
use crate::diagnostic::Diagnostic;
use crate::source::Spanned;

/// `docker run`.
pub(in super::super) fn run(given: &Given, findings: &mut Findings) -> Option<Action> {
    let container = container(given, findings);
    let image = operand(given, 0, findings, value::image)?;
    let (detach, remove) = (given.switch("detach"), given.switch("rm"));
    if detach && !container.attach.is_empty() {
        conflict(given, "attach", "--detach", findings);
    }
    Some(Action::Run(Box::new(Run {
        image,
        command: texts(&given.operands[1..]),
        detach,
        remove,
        container,
    })))
}

/// `docker create`.
pub(in super::super) fn create(given: &Given, findings: &mut Findings) -> Option<Action> {
    let container = container(given, findings);
    let image = operand(given, 0, findings, value::image)?;
    let command = texts(&given.operands[1..]);
    Some(Action::Create(Box::new(Create { image, command, remove: given.switch("rm"), container })))
}

/// Reports two flags that exclude each other.
fn conflict(given: &Given, long: &str, other: &'static str, findings: &mut Findings) {
    let Some(flag) = given.flags.iter().rfind(|flag| flag.flag.long == long) else { return };
    let fault = Diagnostic::error("flags-conflict", flag.place).arg("one", &format!("--{long}"));
    findings.faults.push(fault.arg("other", other));
}

/// Reads the flags of all commands that make a container.
fn container(given: &Given, findings: &mut Findings) -> Container {
    let restart = one(given, "restart", findings, value::restart_policy);
    if given.switch("rm") && restart.as_ref().is_some_and(|restart| restart.value != RestartPolicy::No) {
        conflict(given, "restart", "--rm", findings);
    }
    Container {
        name: one(given, "name", findings, value::container),
        env: environment(given, findings),
        env_files: each(given, "env-file", findings, value::file),
        labels: each(given, "label", findings, value::label),
        label_files: each(given, "label-file", findings, value::file),
        mounts: mounts(given, findings),
        volumes_from: each(given, "volumes-from", findings, value::volumes_from),
        volume_driver: located(given, "volume-driver"),
        read_only: given.switch("read-only"),
        ports: ports(given, findings),
        publish_all: given.switch("publish-all"),
        expose: each(given, "expose", findings, value::exposed),
        networks: networks(given, findings),
        hostname: text(given, "hostname"),
        domainname: text(given, "domainname"),
        dns: each(given, "dns", findings, value::address),
        dns_search: texts_of(given, "dns-search"),
        dns_options: texts_of(given, "dns-option"),
        hosts: each(given, "add-host", findings, value::host),
        interactive: given.switch("interactive"),
        tty: given.switch("tty"),
        attach: each(given, "attach", findings, value::stream),
        id_file: one(given, "cidfile", findings, value::file),
        workdir: one(given, "workdir", findings, value::workdir),
        user: text(given, "user"),
        groups: texts_of(given, "group-add"),
        entrypoint: text(given, "entrypoint"),
        init: given.last("init"),
        stop_signal: one(given, "stop-signal", findings, value::signal),
        stop_timeout: one(given, "stop-timeout", findings, value::timeout),
        limits: Limits {
            oom_kill_disable: given.switch("oom-kill-disable"),
            memory_swappiness: one(given, "memory-swappiness", findings, value::swappiness),
            oom_score_adj: one(given, "oom-score-adj", findings, value::oom_score),
            ..limits(given, findings)
        },
        ulimits: each(given, "ulimit", findings, value::ulimit),
        shm_size: one(given, "shm-size", findings, value::bytes),
        sysctls: each(given, "sysctl", findings, value::sysctl),
        restart,
        health: health(given, findings),
        isolation: isolation(given, findings),
        platform: one(given, "platform", findings, value::platform),
        pull: one(given, "pull", findings, value::pull),
    }
}

/// Reads the limits, which `update` has too.
pub(super) fn limits(given: &Given, findings: &mut Findings) -> Limits {
    let limits = Limits {
        memory: one(given, "memory", findings, value::bytes),
        memory_reservation: one(given, "memory-reservation", findings, value::bytes),
        memory_swap: one(given, "memory-swap", findings, value::swap),
        cpus: one(given, "cpus", findings, value::cpus),
        cpu_shares: one(given, "cpu-shares", findings, value::natural),
        cpu_period: one(given, "cpu-period", findings, value::natural),
        cpu_quota: one(given, "cpu-quota", findings, value::number),
        pids: one(given, "pids-limit", findings, value::number),
        ..Limits::default()
    };
    if limits.cpus.is_some() && (limits.cpu_period.is_some() || limits.cpu_quota.is_some()) {
        conflict(given, "cpus", "--cpu-period and --cpu-quota", findings);
    }
    limits
}

/// Reads `-v`, `--mount` and `--tmpfs`, in the order in which they were written.
fn mounts(given: &Given, findings: &mut Findings) -> Vec<Mount> {
    let mut mounts = Vec::<Mount>::new();
    // The docker program takes a `-v` that is written twice for one (docker/cli, `ListOpts.GetMap`).
    let mut volumes = BTreeSet::new();
    for flag in &given.flags {
        let Some(written) = flag.value() else { continue };
        if flag.flag.long == "volume" && !volumes.insert(&written.text) {
            continue;
        }
        let mount = match flag.flag.long {
            "volume" => value::volume_flag(written, flag.place, findings),
            "mount" => value::mount_flag(written, flag.place, findings),
            "tmpfs" => value::tmpfs_flag(written, flag.place, findings),
            _ => None,
        };
        let Some(mount) = mount else { continue };
        if mount.flag == MountFlag::Tmpfs {
            // The last one at a path counts.
            mounts.retain(|first| first.flag != MountFlag::Tmpfs || first.target.value != mount.target.value);
        }
        // The engine's "Duplicate mount point". An anonymous volume gives way to any other mount.
        let clash = |first: &&Mount| {
            let gives_way = [*first, &mount]
                .iter()
                .any(|it| it.from == MountSource::Anonymous && it.flag == MountFlag::Volume);
            first.target.value == mount.target.value && !gives_way
        };
        if let Some(first) = mounts.iter().find(clash) {
            let fault = Diagnostic::error("mount-twice", mount.target.span).arg("path", &mount.target.value);
            findings.faults.push(fault.related(first.target.span, "mount-first"));
        }
        mounts.push(mount);
    }
    mounts
}

fn ports(given: &Given, findings: &mut Findings) -> Vec<Port> {
    each(given, "publish", findings, value::port).into_iter().flatten().collect()
}

fn texts_of(given: &Given, long: &str) -> Vec<String> {
    given.values(long).map(|written| written.text.clone()).collect()
}

/// Reads `--network`, with the flags that concern the first network.
fn networks(given: &Given, findings: &mut Findings) -> Vec<Endpoint> {
    let mut networks = each(given, "network", findings, value::endpoint);
    let aliases = each(given, "network-alias", findings, value::alias);
    let ip = one(given, "ip", findings, value::ipv4);
    let ip6 = one(given, "ip6", findings, value::ipv6);
    let mac = one(given, "mac-address", findings, value::mac);
    let said = !aliases.is_empty() || ip.is_some() || ip6.is_some() || mac.is_some();
    if said && networks.is_empty() && given.value("network").is_none() {
        let names = ["network-alias", "ip", "ip6", "mac-address"];
        let first = given.flags.iter().find(|flag| names.contains(&flag.flag.long));
        let span = first.map_or(given.path, |flag| flag.place);
        networks.push(Endpoint::of(Spanned::new(NetworkMode::Default, span)));
    }
    if let Some(first) = networks.first_mut() {
        first.aliases.extend(aliases);
        first.ip = ip.or(first.ip);
        first.ip6 = ip6.or(first.ip6);
        first.mac = mac.or_else(|| first.mac.take());
    }
    // Aliases are only for user-defined networks (docker/cli, `container/opts.go`).
    let named = |endpoint: &Endpoint| matches!(endpoint.network.value, NetworkMode::Named(_));
    for endpoint in networks.iter().filter(|endpoint| !endpoint.aliases.is_empty() && !named(endpoint)) {
        findings.faults.push(Diagnostic::error("network-no-names", endpoint.network.span));
    }
    networks
}

fn health(given: &Given, findings: &mut Findings) -> Health {
    let health = Health {
        command: text(given, "health-cmd"),
        interval: one(given, "health-interval", findings, value::duration),
        timeout: one(given, "health-timeout", findings, value::duration),
        start_period: one(given, "health-start-period", findings, value::duration),
        start_interval: one(given, "health-start-interval", findings, value::duration),
        retries: one(given, "health-retries", findings, value::count),
        none: given.switch("no-healthcheck"),
    };
    if health.none && health != (Health { none: true, ..Health::default() }) {
        conflict(given, "no-healthcheck", "--health-…", findings);
    }
    health
}

fn isolation(given: &Given, findings: &mut Findings) -> Isolation {
    Isolation {
        privileged: place(given, "privileged"),
        cap_add: given.values("cap-add").map(spanned).collect(),
        cap_drop: given.values("cap-drop").map(spanned).collect(),
        devices: each(given, "device", findings, value::device),
        security: given.values("security-opt").map(spanned).collect(),
        pid: one(given, "pid", findings, value::pid_mode),
        ipc: one(given, "ipc", findings, value::ipc_mode),
        uts: one(given, "uts", findings, value::host_mode),
        userns: one(given, "userns", findings, value::host_mode),
        cgroupns: one(given, "cgroupns", findings, value::cgroup_mode),
    }
}
