//! Listings and inspections, in the engine's form and in the project's own types.

use hyper::Method;
use serde_json::Value;

use super::super::{
    ContainerDetails, ContainerId, EndpointDetails, EngineError, ImageDetails, Kind, Labels, MountDetails,
    MountKind, NetworkDetails, Operation, Row, clean_path,
};
use super::fault::{absent, safe};
use super::podman::{self, patiently};
use super::wire::{self, Question};
use super::{Docker, convert};

/// The engine's value for a time that has not come yet.
const NEVER: &str = "0001-01-01T00:00:00Z";

/// Returns a question that changes nothing.
pub(super) fn get(operation: Operation, subject: &str, path: String) -> Question<'_> {
    Question { operation, subject, method: Method::GET, path, query: Vec::new(), content: wire::JSON }
}

/// Returns all that the engine reports about an object.
///
/// To find an image's parent, Podman reads all other images. If one of them is incomplete, it fails and is asked
/// again.
pub(super) async fn inspect(
    docker: &Docker,
    kind: Kind,
    name: &str,
    size: bool,
) -> Result<Option<Value>, EngineError> {
    let operation = Operation::inspect(kind);
    let name = safe(operation, name)?;
    let path = match kind {
        Kind::Container => format!("/containers/{name}/json"),
        Kind::Image => format!("/images/{name}/json"),
        Kind::Volume => format!("/volumes/{name}"),
        Kind::Network => format!("/networks/{name}"),
    };
    let mut question = get(operation, name, path);
    if size {
        question.query.push(("size", "true".to_owned()));
    }
    let again =
        |error: &EngineError| kind == Kind::Image && docker.server.is_podman() && podman::met_a_part(error);
    absent(patiently(podman::MOVING, again, || wire::json(&docker.server, &question)).await)
}

/// Returns what the engine reports about all objects.
///
/// Podman lists them first and then reads each. If one has gone or is incomplete, it fails and is asked again.
pub(super) async fn all(docker: &Docker, question: &Question<'_>) -> Result<Value, EngineError> {
    let again = |error: &EngineError| docker.server.is_podman() && podman::moved_meanwhile(error);
    patiently(podman::MOVING, again, || wire::json(&docker.server, question)).await
}

/// Returns all objects of a kind with these labels.
pub(super) async fn rows(docker: &Docker, kind: Kind, labels: &Labels) -> Result<Vec<Row>, EngineError> {
    let path = match kind {
        Kind::Container => "/containers/json",
        Kind::Image => "/images/json",
        Kind::Volume => "/volumes",
        Kind::Network => "/networks",
    };
    let operation = Operation::List(kind);
    let mut question = get(operation, "", path.to_owned());
    if kind == Kind::Container {
        question.query.push(("all", "true".to_owned()));
    }
    if !labels.is_empty() {
        let filter = serde_json::to_string(&convert::filter(labels)).unwrap_or_default();
        question.query.push(("filters", filter));
    }
    let mut answer = all(docker, &question).await?;
    if kind == Kind::Volume {
        answer = answer.get_mut("Volumes").map(Value::take).unwrap_or_default();
    }
    let items = match answer {
        Value::Array(items) => items,
        Value::Null => Vec::new(),
        _ => {
            let cause = super::super::Cause::Broken("no list".to_owned());
            return Err(EngineError::new(operation, "", cause));
        }
    };
    Ok(items.into_iter().map(|raw| Row::of(kind, raw)).collect())
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn time(value: &Value) -> String {
    Some(text(value)).filter(|time| time != NEVER).unwrap_or_default()
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(text).collect()
}

fn keys(value: &Value) -> Vec<String> {
    value.as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect()
}

fn map(value: &Value) -> Labels {
    value.as_object().into_iter().flatten().map(|(name, value)| (name.clone(), text(value))).collect()
}

/// Converts a container.
pub(super) fn container(raw: &Value) -> ContainerDetails {
    let (state, config) = (&raw["State"], &raw["Config"]);
    let network = &raw["NetworkSettings"];
    let command = [text(&raw["Path"])].into_iter().chain(texts(&raw["Args"]));
    let mut exposed = keys(&config["ExposedPorts"]);
    exposed.sort();
    ContainerDetails {
        id: ContainerId(text(&raw["Id"])),
        name: text(&raw["Name"]).trim_start_matches('/').to_owned(),
        image: text(&raw["Image"]),
        running: state["Running"].as_bool().unwrap_or_default(),
        exit_code: state["ExitCode"].as_i64().unwrap_or_default(),
        started: time(&state["StartedAt"]),
        mounts: mounts(raw),
        ports: published(&network["Ports"]),
        labels: map(&config["Labels"]),
        state: text(&state["Status"]),
        health: state["Health"]["Status"].as_str().filter(|status| *status != "none").map(str::to_owned),
        created: text(&raw["Created"]),
        finished: time(&state["FinishedAt"]),
        image_name: text(&config["Image"]),
        env: texts(&config["Env"]),
        command: command.filter(|word| !word.is_empty()).collect(),
        tty: config["Tty"].as_bool().unwrap_or_default(),
        open_stdin: config["OpenStdin"].as_bool().unwrap_or_default(),
        auto_remove: raw["HostConfig"]["AutoRemove"].as_bool().unwrap_or_default(),
        exposed,
        networks: endpoints(&network["Networks"]),
        restarts: raw["RestartCount"].as_i64().unwrap_or_default(),
    }
}

/// Returns all mounts. Docker lists those of `--tmpfs` separately.
///
/// An image's `VOLUME ./cache` is mounted at the relative path `cache`, which is `/cache`. A mount at `/cache` itself
/// hides it, and comes before it here.
fn mounts(raw: &Value) -> Vec<MountDetails> {
    let mut points: Vec<&Value> = raw["Mounts"].as_array().into_iter().flatten().collect();
    points.sort_by_key(|point| !text(&point["Destination"]).starts_with('/'));
    let mut mounts: Vec<MountDetails> = points.into_iter().filter_map(mounted).collect();
    for (target, options) in raw["HostConfig"]["Tmpfs"].as_object().into_iter().flatten() {
        let target = clean_path(target);
        if mounts.iter().all(|mount| mount.target != target) {
            let writable = !text(options).split(',').any(|option| option == "ro");
            let (name, source) = (String::new(), String::new());
            mounts.push(MountDetails { kind: MountKind::Tmpfs, name, source, target, writable });
        }
    }
    mounts
}

/// Converts a mount, `None` for kinds a lab cannot make (pipes, images, clusters).
fn mounted(point: &Value) -> Option<MountDetails> {
    let kind = match point["Type"].as_str() {
        Some("volume") => MountKind::Volume,
        Some("bind") => MountKind::Bind,
        Some("tmpfs") => MountKind::Tmpfs,
        _ => return None,
    };
    Some(MountDetails {
        kind,
        name: text(&point["Name"]),
        source: text(&point["Source"]),
        target: clean_path(point["Destination"].as_str().unwrap_or_default()),
        writable: point["RW"].as_bool().unwrap_or_default(),
    })
}

/// Returns the networks in the alphabetical order of their names.
fn endpoints(networks: &Value) -> Vec<EndpointDetails> {
    let mut endpoints: Vec<EndpointDetails> = networks
        .as_object()
        .into_iter()
        .flatten()
        .map(|(network, endpoint)| EndpointDetails {
            network: network.clone(),
            id: text(&endpoint["NetworkID"]),
            address: text(&endpoint["IPAddress"]),
            aliases: texts(&endpoint["Aliases"]),
        })
        .collect();
    endpoints.sort_by(|one, other| one.network.cmp(&other.network));
    endpoints
}

fn published(ports: &Value) -> Vec<(String, String, u16)> {
    let bound = |(port, bindings): (&String, &Value)| {
        let bindings = bindings.as_array().cloned().unwrap_or_default();
        let port = port.clone();
        bindings.into_iter().filter_map(move |binding| {
            Some((port.clone(), text(&binding["HostIp"]), binding["HostPort"].as_str()?.parse().ok()?))
        })
    };
    let mut found: Vec<_> = ports.as_object().into_iter().flatten().flat_map(bound).collect();
    found.sort();
    found
}

/// Converts an image, inspected or listed. A listing does not have volumes.
pub(super) fn image(raw: &Value) -> ImageDetails {
    let config = &raw["Config"];
    // A relative path stays one: the engine mounts it in a way of its own.
    let clean = |path: String| if path.starts_with('/') { clean_path(&path) } else { path };
    let mut volumes: Vec<String> = keys(&config["Volumes"]).into_iter().map(clean).collect();
    volumes.sort();
    volumes.dedup();
    let labels = if config.is_object() { &config["Labels"] } else { &raw["Labels"] };
    let mut tags = texts(&raw["RepoTags"]);
    tags.retain(|tag| tag != "<none>:<none>");
    let layers = texts(&raw["RootFS"]["Layers"]);
    ImageDetails { id: text(&raw["Id"]), tags, volumes, labels: map(labels), layers }
}

/// Converts a network.
pub(super) fn network(raw: &Value) -> NetworkDetails {
    let subnets = raw["IPAM"]["Config"].as_array().into_iter().flatten();
    NetworkDetails {
        id: text(&raw["Id"]),
        name: text(&raw["Name"]),
        driver: text(&raw["Driver"]),
        internal: raw["Internal"].as_bool().unwrap_or_default(),
        subnets: subnets.map(|pool| text(&pool["Subnet"])).filter(|subnet| !subnet.is_empty()).collect(),
        containers: keys(&raw["Containers"]).into_iter().map(ContainerId).collect(),
        labels: map(&raw["Labels"]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_container_that_never_ran_has_no_start() {
        let details =
            container(&json!({ "Name": "/my-nginx", "State": { "StartedAt": NEVER, "Status": "created" } }));
        assert_eq!((details.name.as_str(), details.started.as_str()), ("my-nginx", ""));
        assert_eq!((details.state.as_str(), details.health), ("created", None));
    }

    #[test]
    fn a_mount_at_a_relative_path_comes_after_the_one_that_hides_it() {
        let at = |path: &str| json!({ "Type": "volume", "Name": path, "Destination": path });
        let raw = json!({ "Mounts": [at("./cache"), at("../up"), at("/cache")] });
        let mounts = container(&raw).mounts;
        let found: Vec<_> = mounts.iter().map(|mount| (mount.name.as_str(), mount.target.as_str())).collect();
        assert_eq!(found, [("/cache", "/cache"), ("./cache", "/cache"), ("../up", "/up")]);
    }

    #[test]
    fn words_that_nobody_knows_are_kept() {
        let raw = json!({ "State": { "Status": "stopped", "Running": false }, "Mounts": [{ "Type": "image" }],
            "NetworkSettings": { "Ports": { "80/tcp": [{ "HostIp": "", "HostPort": "8080" }], "90/udp": null } } });
        let details = container(&raw);
        assert_eq!((details.state.as_str(), details.mounts.len()), ("stopped", 0));
        assert_eq!(details.ports, [("80/tcp".to_owned(), String::new(), 8080)]);
    }
}
