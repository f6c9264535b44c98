//! `run` and `create`.

use super::super::action::{
    Container, Cpus, Create, Health, Isolation, Limits, Namespace, Pull, RestartPolicy, Run, Stream, Swap,
    Timeout, VolumesFrom,
};
use super::{Line, inside, local, mount, network, time};
use crate::source::Spanned;

pub(super) fn run(run: &Run) -> Line {
    let mut line = Line::new("run");
    line.switch("detach", run.detach);
    line.switch("rm", run.remove);
    container(&mut line, &run.container);
    line.operands([run.image.value.to_string()].iter().chain(&run.command))
}

pub(super) fn create(create: &Create) -> Line {
    let mut line = Line::new("create");
    line.switch("rm", create.remove);
    container(&mut line, &create.container);
    line.operands([create.image.value.to_string()].iter().chain(&create.command))
}

fn container(line: &mut Line, container: &Container) {
    line.switch("interactive", container.interactive);
    line.switch("tty", container.tty);
    line.values(
        "attach",
        container.attach.iter().map(|stream| match stream {
            Stream::Stdin => "stdin",
            Stream::Stdout => "stdout",
            Stream::Stderr => "stderr",
        }),
    );
    line.value("name", container.name.as_ref().map(|name| &name.value));
    data(line, container);
    reached(line, container);
    process(line, container);
    limits(line, &container.limits);
    let limits = &container.limits;
    line.value("memory-swappiness", limits.memory_swappiness);
    line.switch("oom-kill-disable", limits.oom_kill_disable);
    line.value("oom-score-adj", limits.oom_score_adj);
    let ulimits = container.ulimits.iter();
    line.values("ulimit", ulimits.map(|limit| format!("{}={}:{}", limit.name, limit.soft, limit.hard)));
    line.value("shm-size", container.shm_size);
    line.pairs("sysctl", &container.sysctls);
    health(line, &container.health);
    isolation(line, &container.isolation);
    line.value("platform", container.platform.as_ref());
    line.value(
        "pull",
        container.pull.map(|pull| match pull {
            Pull::Always => "always",
            Pull::Missing => "missing",
            Pull::Never => "never",
        }),
    );
}

/// Appends the data that it is given and keeps.
fn data(line: &mut Line, container: &Container) {
    line.env("env", &container.env);
    line.values("env-file", container.env_files.iter().map(|file| local(&file.value)));
    line.pairs("label", &container.labels);
    line.values("label-file", container.label_files.iter().map(|file| local(&file.value)));
    container.mounts.iter().for_each(|it| mount::mount(line, it));
    line.values("volumes-from", container.volumes_from.iter().map(volumes_from));
    line.value("volume-driver", container.volume_driver.as_ref().map(|driver| &driver.value));
    line.switch("read-only", container.read_only);
}

fn volumes_from(from: &VolumesFrom) -> String {
    let mode = from.read_only.map_or("", |read_only| if read_only { ":ro" } else { ":rw" });
    format!("{}{mode}", from.container.value)
}

/// Appends how it is reached, and what it can reach.
fn reached(line: &mut Line, container: &Container) {
    line.values("publish", container.ports.iter().map(network::port));
    line.switch("publish-all", container.publish_all);
    line.values("expose", container.expose.iter().map(network::exposed));
    line.values("network", container.networks.iter().map(network::endpoint));
    line.value("hostname", container.hostname.as_ref());
    line.value("domainname", container.domainname.as_ref());
    line.values("dns", &container.dns);
    line.values("dns-search", &container.dns_search);
    line.values("dns-option", &container.dns_options);
    line.values(
        "add-host",
        container.hosts.iter().map(|host| match host.address {
            Some(address) => format!("{}={address}", host.name),
            None => format!("{}=host-gateway", host.name),
        }),
    );
}

/// Appends how its first process runs.
fn process(line: &mut Line, container: &Container) {
    line.value("cidfile", container.id_file.as_ref().map(|file| local(&file.value)));
    line.value("workdir", container.workdir.as_deref().map(inside));
    line.value("user", container.user.as_ref());
    line.values("group-add", &container.groups);
    line.value("entrypoint", container.entrypoint.as_ref());
    line.switch("init", container.init == Some(true));
    line.switched_off("init", container.init == Some(false));
    line.value("stop-signal", container.stop_signal.as_ref().map(|signal| &signal.0));
    line.value("stop-timeout", container.stop_timeout.map(timeout));
    line.value("restart", container.restart.as_ref().map(restart));
}

pub(super) fn timeout(timeout: Timeout) -> String {
    match timeout {
        Timeout::Seconds(seconds) => seconds.to_string(),
        Timeout::Never => "-1".to_owned(),
    }
}

pub(super) fn restart(policy: &Spanned<RestartPolicy>) -> String {
    match policy.value {
        RestartPolicy::No => "no".to_owned(),
        RestartPolicy::Always => "always".to_owned(),
        RestartPolicy::OnFailure(0) => "on-failure".to_owned(),
        RestartPolicy::OnFailure(times) => format!("on-failure:{times}"),
        RestartPolicy::UnlessStopped => "unless-stopped".to_owned(),
    }
}

/// Appends the limits, which `update` has too.
pub(super) fn limits(line: &mut Line, limits: &Limits) {
    line.value("memory", limits.memory);
    line.value("memory-reservation", limits.memory_reservation);
    line.value(
        "memory-swap",
        limits.memory_swap.map(|swap| match swap {
            Swap::Bytes(bytes) => bytes.to_string(),
            Swap::Unlimited => "-1".to_owned(),
        }),
    );
    line.value("cpus", limits.cpus.map(cpus));
    line.value("cpu-shares", limits.cpu_shares);
    line.value("cpu-period", limits.cpu_period);
    line.value("cpu-quota", limits.cpu_quota);
    line.value("pids-limit", limits.pids);
}

fn cpus(Cpus(nanos): Cpus) -> String {
    let text = format!("{}.{:09}", nanos / 1_000_000_000, nanos % 1_000_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn health(line: &mut Line, health: &Health) {
    line.value("health-cmd", health.command.as_ref());
    line.value("health-interval", health.interval.map(time));
    line.value("health-timeout", health.timeout.map(time));
    line.value("health-start-period", health.start_period.map(time));
    line.value("health-start-interval", health.start_interval.map(time));
    line.value("health-retries", health.retries);
    line.switch("no-healthcheck", health.none);
}

fn isolation(line: &mut Line, walls: &Isolation) {
    line.switch("privileged", walls.privileged.is_some());
    line.values("cap-add", walls.cap_add.iter().map(|it| &it.value));
    line.values("cap-drop", walls.cap_drop.iter().map(|it| &it.value));
    let devices = walls.devices.iter().map(|device| &device.value);
    line.values("device", devices.map(|it| format!("{}:{}:{}", it.host, it.container, it.permissions)));
    line.values("security-opt", walls.security.iter().map(|it| &it.value));
    line.value("pid", walls.pid.as_ref().map(namespace));
    line.value("ipc", walls.ipc.as_ref().map(namespace));
    line.value("uts", walls.uts.as_ref().map(namespace));
    line.value("userns", walls.userns.as_ref().map(namespace));
    line.value("cgroupns", walls.cgroupns.as_ref().map(namespace));
}

fn namespace(namespace: &Spanned<Namespace>) -> String {
    match &namespace.value {
        Namespace::Host => "host".to_owned(),
        Namespace::Private => "private".to_owned(),
        Namespace::Shareable => "shareable".to_owned(),
        Namespace::None => "none".to_owned(),
        Namespace::Container(name) => format!("container:{name}"),
    }
}
