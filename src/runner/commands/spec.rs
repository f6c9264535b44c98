//! The flags of `run` and `create`, in the engine's own types.

use super::{CommandContext, files};
use crate::command::{
    self, Container, Endpoint, Namespace, NetworkMode, Port, RestartPolicy, Stream, Timeout,
};
use crate::engine::{
    AttachSpec, ContainerSpec, DeviceSpec, EndpointSpec, HealthSpec, Labels, NetworkPart, PortSpec,
    RestartSpec, Ulimit, Walls,
};
use crate::event::Message;
use crate::runner::workspace::Workspace;

use super::limits::limits;

/// Returns the description of a container for `create`.
///
/// # Errors
/// The refusal of a path or a file.
pub(super) fn container(
    context: &CommandContext<'_>,
    container: &Container,
) -> Result<ContainerSpec, Message> {
    let mut env = files::variables(context, container.env_files.iter().map(|file| &file.value))?;
    env.extend(files::pairs(&container.env));
    let labels = labels(context.workspace, container)?;
    let workdir = container.workdir.as_deref().map(|path| context.workspace.in_container(path));
    let mut spec = ContainerSpec { env, workdir, labels, ..of_flags(container) };
    super::mount::add(Some(context.workspace), container, &mut spec)?;
    Ok(spec)
}

/// Returns what the flags alone say, without the workspace: no files, mounts or working directory.
pub(super) fn of_flags(container: &Container) -> ContainerSpec {
    let mut spec = ContainerSpec {
        entrypoint: container.entrypoint.clone().map(|program| vec![program]),
        volumes_from: container.volumes_from.iter().map(volumes_from).collect(),
        ports: container.ports.iter().map(port).collect(),
        exposed: container.expose.iter().flat_map(exposed).collect(),
        publish_all: container.publish_all,
        user: container.user.clone(),
        groups: container.groups.clone(),
        tty: container.tty,
        open_stdin: container.interactive,
        attach: attached(container),
        hostname: container.hostname.clone(),
        domainname: container.domainname.clone(),
        network: network(container),
        read_only: container.read_only,
        limits: limits(&container.limits),
        ulimits: container.ulimits.iter().map(ulimit).collect(),
        shm_size: container.shm_size,
        restart: container.restart.as_ref().map(|policy| restart(policy.value)),
        health: health(container),
        stop_signal: container.stop_signal.as_ref().map(|signal| signal.0.clone()),
        stop_timeout: container.stop_timeout.map(seconds),
        init: container.init,
        platform: container.platform.clone(),
        walls: walls(container),
        ..ContainerSpec::default()
    };
    spec.stdin_once = spec.open_stdin && spec.attach.stdin;
    spec
}

/// Returns the labels. Those of flags override those of files.
fn labels(workspace: &Workspace, container: &Container) -> Result<Labels, Message> {
    let mut labels = files::labels(workspace, container.label_files.iter().map(|file| &file.value))?;
    labels.extend(container.labels.iter().cloned());
    Ok(labels)
}

fn volumes_from(from: &command::VolumesFrom) -> String {
    let name = from.container.value.as_str();
    match from.read_only {
        Some(true) => format!("{name}:ro"),
        Some(false) => format!("{name}:rw"),
        None => name.to_owned(),
    }
}

fn port(port: &Port) -> PortSpec {
    PortSpec {
        container: format!("{}/{}", port.container, port.protocol),
        address: port.address.clone().unwrap_or_default(),
        host: port.host.map(|host| host.first),
        last: port.host.filter(|host| host.first != host.last).map(|host| host.last),
    }
}

fn exposed(exposed: &command::Exposed) -> Vec<String> {
    let ports = exposed.ports.first..=exposed.ports.last;
    ports.map(|port| format!("{port}/{}", exposed.protocol)).collect()
}

/// Returns the streams that a client attaches to.
/// Without `-a` both outputs, and the input if it is kept open (docker/cli, `container/opts.go`).
fn attached(container: &Container) -> AttachSpec {
    let has = |stream| container.attach.contains(&stream);
    let all = container.attach.is_empty();
    AttachSpec {
        stdin: container.interactive || has(Stream::Stdin),
        stdout: all || has(Stream::Stdout),
        stderr: all || has(Stream::Stderr),
    }
}

fn network(container: &Container) -> NetworkPart {
    let first = container.networks.first();
    NetworkPart {
        mode: first.map(|endpoint| network_mode(&endpoint.network.value)),
        endpoint: first.map(endpoint).unwrap_or_default(),
        dns: container.dns.iter().map(ToString::to_string).collect(),
        dns_search: container.dns_search.clone(),
        dns_options: container.dns_options.clone(),
        extra_hosts: container.hosts.iter().map(host).collect(),
        links: Vec::new(),
    }
}

/// Returns the engine's word for a network.
pub(super) fn network_mode(mode: &NetworkMode) -> String {
    match mode {
        NetworkMode::Default => "default".to_owned(),
        NetworkMode::Bridge => "bridge".to_owned(),
        NetworkMode::Host => "host".to_owned(),
        NetworkMode::None => "none".to_owned(),
        NetworkMode::Container(name) => format!("container:{}", name.as_str()),
        NetworkMode::Named(name) => name.as_str().to_owned(),
    }
}

/// Returns a container's names and addresses in a network.
pub(super) fn endpoint(endpoint: &Endpoint) -> EndpointSpec {
    EndpointSpec {
        aliases: endpoint.aliases.clone(),
        ip: endpoint.ip.map(|ip| ip.to_string()),
        ip6: endpoint.ip6.map(|ip| ip.to_string()),
        mac: endpoint.mac.clone(),
    }
}

fn host(host: &command::Host) -> String {
    let address = host.address.map_or_else(|| "host-gateway".to_owned(), |address| address.to_string());
    format!("{}:{address}", host.name)
}

fn ulimit(limit: &command::Ulimit) -> Ulimit {
    Ulimit { name: limit.name.clone(), soft: limit.soft, hard: limit.hard }
}

/// Returns the restart policy in the engine's words.
pub(super) fn restart(policy: RestartPolicy) -> RestartSpec {
    let (name, most) = match policy {
        RestartPolicy::No => ("no", None),
        RestartPolicy::Always => ("always", None),
        RestartPolicy::OnFailure(most) => ("on-failure", Some(i64::from(most))),
        RestartPolicy::UnlessStopped => ("unless-stopped", None),
    };
    RestartSpec { name: name.to_owned(), most }
}

/// Returns a timeout in the engine's seconds; -1 means no limit.
fn seconds(timeout: Timeout) -> i64 {
    match timeout {
        Timeout::Seconds(seconds) => i64::from(seconds),
        Timeout::Never => -1,
    }
}

fn health(container: &Container) -> Option<HealthSpec> {
    let health = &container.health;
    let test = match &health.command {
        Some(line) => vec!["CMD-SHELL".to_owned(), line.clone()],
        None if health.none => vec!["NONE".to_owned()],
        None => Vec::new(),
    };
    let spec = HealthSpec {
        test,
        interval: health.interval,
        timeout: health.timeout,
        start_period: health.start_period,
        start_interval: health.start_interval,
        retries: health.retries.map(i64::from),
    };
    (spec != HealthSpec::default()).then_some(spec)
}

fn walls(container: &Container) -> Walls {
    let walls = &container.isolation;
    let device = |device: &command::Device| DeviceSpec {
        host: device.host.clone(),
        container: device.container.clone(),
        permissions: device.permissions.clone(),
    };
    Walls {
        privileged: walls.privileged.is_some(),
        cap_add: walls.cap_add.iter().map(|name| name.value.clone()).collect(),
        cap_drop: walls.cap_drop.iter().map(|name| name.value.clone()).collect(),
        devices: walls.devices.iter().map(|it| device(&it.value)).collect(),
        security: walls.security.iter().map(|option| option.value.clone()).collect(),
        pid: walls.pid.as_ref().map(|mode| namespace(&mode.value)),
        ipc: walls.ipc.as_ref().map(|mode| namespace(&mode.value)),
        userns: walls.userns.as_ref().map(|mode| namespace(&mode.value)),
        uts: walls.uts.as_ref().map(|mode| namespace(&mode.value)),
        cgroupns: walls.cgroupns.as_ref().map(|mode| namespace(&mode.value)),
        sysctls: container.sysctls.iter().cloned().collect(),
        runtime: None,
    }
}

fn namespace(mode: &Namespace) -> String {
    match mode {
        Namespace::Host => "host".to_owned(),
        Namespace::Private => "private".to_owned(),
        Namespace::Shareable => "shareable".to_owned(),
        Namespace::None => "none".to_owned(),
        Namespace::Container(name) => format!("container:{}", name.as_str()),
    }
}
