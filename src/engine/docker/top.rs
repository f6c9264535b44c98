//! A container's processes.

use bollard::query_parameters as query;

use super::super::{Cause, Engine, EngineError, Operation, Top};
use super::fault::on;
use super::{Docker, podman};

/// Returns the processes of a container, as `ps` with these arguments lists them.
///
/// Podman does not use the host's `ps` but the one in the container. Its answer is empty if the image has none, or if
/// the container does not run. It is then asked for columns that it determines itself.
pub(super) async fn top(docker: &Docker, id: &str, arguments: &str) -> Result<Top, EngineError> {
    match asked(docker, id, arguments).await {
        Err(error) if podman::is_empty(&error) => {}
        other => return other,
    }
    let refused =
        |status, words: String| EngineError::new(Operation::Top, id, Cause::Refused { status, words });
    if !docker.container(id).await?.is_some_and(|container| container.running) {
        return Err(refused(409, format!("container {id} is not running")));
    }
    let columns =
        podman::columns(arguments).ok_or_else(|| refused(501, format!("no ps in container {id}")))?;
    asked(docker, id, columns).await
}

async fn asked(docker: &Docker, id: &str, arguments: &str) -> Result<Top, EngineError> {
    let options = query::TopOptions { ps_args: arguments.to_owned() };
    let options = Some(options).filter(|_| !arguments.is_empty());
    let top = docker.api.top_processes(id, options).await.map_err(on(Operation::Top, id))?;
    Ok(Top { titles: top.titles.unwrap_or_default(), processes: top.processes.unwrap_or_default() })
}
