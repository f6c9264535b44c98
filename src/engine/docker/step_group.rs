//! The control group for the steps of a build on Podman.
//!
//! Podman's builder has no limit of processes, but puts the steps below a given group (`cgroupparent`). A pod has
//! such a group, with the pod's limits, as soon as it is created, and its removal kills everything that still runs
//! there. So a pod is made in which nothing ever runs.
//!
//! This uses Podman's own API, not Docker's (`pkg/api/server/register_pods.go`). 4.0.0 is the oldest version of it
//! that Podman 4.0 to 6 accept.

use bytes::Bytes;
use futures_util::{TryStreamExt, stream};
use hyper::Method;
use serde_json::{Value, json};

use super::super::condition::is_rootless;
use super::super::{
    Cause, ContainerId, Engine, EngineError, GroupSpec, Images, ImportSpec, Labels, Operation, StepGroup,
};
use super::fault::safe;
use super::{Docker, look, wire};

/// The name of the steps' group below the pod's.
///
/// The builder removes its group after each step, with its limits.
const STEPS: &str = "steps";

/// Creates the group.
///
/// `Ok(None)` for Docker, and for rootless Podman, whose groups the user may not own.
pub(super) async fn create(docker: &Docker, spec: &GroupSpec) -> Result<Option<StepGroup>, EngineError> {
    if !docker.server.is_podman() || is_rootless(&docker.info().await?) {
        return Ok(None);
    }
    let image = empty_image(docker, &spec.name, &spec.image_labels).await?;
    let pod = json!({
        "infra_name": spec.name,
        "infra_image": image,
        "infra_command": ["none"],
        "labels": spec.labels,
        "resource_limits": { "pids": { "limit": spec.processes } },
        "netns": { "nsmode": "none" },
        "shared_namespaces": [],
    });
    let mut question = asked(&spec.name, "/pods/create");
    question.method = Method::POST;
    let made = wire::post(&docker.server, &question, &pod).await?;
    let id = text(&spec.name, &made["Id"])?;
    let made = wire::json(&docker.server, &asked(&spec.name, &format!("/pods/{id}/json"))).await?;
    let (container, path) = (&made["InfraContainerID"], text(&spec.name, &made["CgroupPath"])?);
    Ok(Some(StepGroup {
        container: ContainerId(text(&spec.name, container)?),
        image,
        path: format!("/{}/{STEPS}", path.trim_start_matches('/')),
    }))
}

/// Checks whether a container was not removed because it belongs to a pod.
///
/// The pod may be in removal at that moment.
pub(super) fn is_of_a_pod(error: &EngineError) -> bool {
    is_no_pod(error)
        || matches!(&error.cause, Cause::Refused { words, .. } if words.contains("is the infra container of pod"))
}

/// Checks whether a pod is gone, which Podman reports with status 404 or 500.
fn is_no_pod(error: &EngineError) -> bool {
    matches!(&error.cause, Cause::Refused { words, .. } if words.contains("no such pod"))
}

/// Removes the pod of a container, and the container's image.
///
/// Everything that runs in the pod's group is killed.
pub(super) async fn remove(docker: &Docker, container: &str) -> Result<(), EngineError> {
    let operation = Operation::RemoveContainer;
    let container = safe(operation, container)?;
    let told =
        wire::json(&docker.server, &asked(container, &format!("/containers/{container}/json"))).await?;
    let pod = text(container, &told["Pod"])?;
    let mut question = asked(container, &format!("/pods/{}", safe(operation, &pod)?));
    question.method = Method::DELETE;
    question.query.push(("force", "true".to_owned()));
    match wire::json(&docker.server, &question).await {
        // Another caller is removing it, and it went last.
        Err(error) if !is_no_pod(&error) => return Err(error),
        _ => {}
    }
    match docker.remove_image(&text(container, &told["Image"])?, false, true).await {
        Err(error) if !error.is_not_found() => Err(error),
        _ => Ok(()),
    }
}

/// Makes an image of one empty file with this name, and returns the image's id.
///
/// Podman fails if another image with the same layer is removed at that moment, so each image has a layer of its own.
async fn empty_image(docker: &Docker, name: &str, labels: &Labels) -> Result<String, EngineError> {
    let broken =
        |error: std::io::Error| EngineError::new(Operation::Build, name, Cause::Broken(error.to_string()));
    let mut archive = tar::Builder::new(Vec::new());
    archive.append_data(&mut tar::Header::new_gnu(), name, &[][..]).map_err(broken)?;
    let archive = Bytes::from(archive.into_inner().map_err(broken)?);
    let changes = labels.iter().map(|(name, value)| format!("LABEL {name}={value:?}")).collect();
    let spec = ImportSpec { changes, ..ImportSpec::default() };
    let said: Vec<_> = docker.import(Box::pin(stream::iter([Ok(archive)])), &spec).try_collect().await?;
    said.into_iter().find_map(|said| said.image).ok_or_else(|| nothing_told(name))
}

/// Returns a question for Podman's own API.
fn asked<'a>(subject: &'a str, path: &str) -> wire::Question<'a> {
    look::get(Operation::Build, subject, format!("/v4.0.0/libpod{path}"))
}

fn text(subject: &str, value: &Value) -> Result<String, EngineError> {
    let text = value.as_str().filter(|text| !text.is_empty());
    text.map(str::to_owned).ok_or_else(|| nothing_told(subject))
}

fn nothing_told(subject: &str) -> EngineError {
    let words = "Podman made no control group for the steps, so nothing would bound their processes";
    EngineError::new(Operation::Build, subject, Cause::Broken(words.to_owned()))
}
