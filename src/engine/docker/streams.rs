//! The calls whose answers are streams.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bollard::exec::CreateExecOptions;
use bollard::query_parameters as query;
use bytes::Bytes;
use futures_util::{FutureExt, StreamExt, TryStreamExt, stream};
use hyper::body::Incoming;
use hyper::{Method, Response};

use super::super::{
    AttachSpec, Cause, Channel, Chunk, Engine, EngineError, ExecSpec, Exit, Flow, LogOptions, Operation,
    Process, Pulling, Until,
};
use super::fault::{on, safe};
use super::{Docker, convert, frames, look, podman, wire};

/// How often to ask for the end of an exec whose output has ended.
const POLL: Duration = Duration::from_millis(20);

/// Pulls an image, and checks at the end that it exists.
///
/// An engine may fail without reporting an error.
pub(super) fn pull(docker: &Docker, image: &str) -> Flow<Pulling> {
    let (docker, subject) = (docker.clone(), image.to_owned());
    let begun = async move {
        let image = safe(Operation::Pull, &subject)?;
        let (name, tag) = convert::reference(image);
        let mut question = look::get(Operation::Pull, image, "/images/create".to_owned());
        question.method = Method::POST;
        question.query = vec![("fromImage", name.to_owned()), ("tag", tag.to_owned())];
        let answer = wire::ask(&docker.server, &question).await?;
        let progress = wire::lines(answer, Operation::Pull, image).map_ok(|line| convert::pulling(&line));
        let last = stream::once(pulled(docker.clone(), image.to_owned())).filter_map(std::future::ready);
        // After an error nothing more is read.
        let failed = |state: &mut bool, item: Result<Pulling, EngineError>| {
            let over = *state;
            *state |= item.is_err();
            std::future::ready((!over).then_some(item))
        };
        Ok(progress.chain(last).scan(false, failed))
    };
    Box::pin(begun.into_stream().try_flatten())
}

/// Returns an error if the image does not exist after a pull without errors.
async fn pulled(docker: Docker, image: String) -> Option<Result<Pulling, EngineError>> {
    let cause = match docker.image(&image).await {
        Ok(Some(_)) => return None,
        Ok(None) => Cause::Broken("the pull ended, and the image is not there".to_owned()),
        Err(error) => return Some(Err(error)),
    };
    Some(Err(EngineError::new(Operation::Pull, &image, cause)))
}

/// Waits for a container's end, and returns the status.
///
/// bollard turns every status but 0 into an error, and loses why reading an answer failed.
pub(super) async fn wait(docker: &Docker, id: &str) -> Result<i64, EngineError> {
    status(begin_to_wait(docker, id, None).await?, id).await
}

/// Begins to wait, and returns once the engine has begun.
///
/// It sends its headers then.
pub(super) async fn wait_begun(docker: &Docker, id: &str, until: Until) -> Result<Exit, EngineError> {
    let answer = begin_to_wait(docker, id, Some(until)).await?;
    if until == Until::Removed && podman::answered(&answer) {
        // Podman then always reports 0, and keeps a processor busy while it waits.
        drop(answer);
        return ended_and_gone(docker.clone(), id.to_owned()).await;
    }
    let id = id.to_owned();
    Ok(Box::pin(async move { status(answer, &id).await }))
}

async fn begin_to_wait(
    docker: &Docker,
    id: &str,
    until: Option<Until>,
) -> Result<Response<Incoming>, EngineError> {
    let mut question = look::get(Operation::Wait, id, format!("/containers/{id}/wait"));
    question.method = Method::POST;
    question.query.extend(until.map(|until| ("condition", until.word().to_owned())));
    wire::ask(&docker.server, &question).await
}

/// Waits for the next end, then polls until the container is gone.
async fn ended_and_gone(docker: Docker, id: String) -> Result<Exit, EngineError> {
    let answer = begin_to_wait(&docker, &id, Some(Until::NextExit)).await?;
    Ok(Box::pin(async move {
        let status = status(answer, &id).await?;
        while docker.container(&id).await?.is_some() {
            tokio::time::sleep(POLL).await;
        }
        Ok(status)
    }))
}

/// Returns the status at the end of a wait.
async fn status(answer: Response<Incoming>, id: &str) -> Result<i64, EngineError> {
    let broken = || EngineError::new(Operation::Wait, id, Cause::Broken("no status".to_owned()));
    let ended = wire::lines(answer, Operation::Wait, id).next().await.ok_or_else(broken)??;
    ended["StatusCode"].as_i64().ok_or_else(broken)
}

/// Returns the output of a container's main process.
pub(super) fn logs(docker: &Docker, id: &str, options: &LogOptions) -> Flow<Chunk> {
    let (docker, id, options) = (docker.clone(), id.to_owned(), options.clone());
    let begun = async move {
        let operation = Operation::Logs;
        let tty = has_terminal(&docker, operation, safe(operation, &id)?).await?;
        let mut question = look::get(operation, &id, format!("/containers/{id}/logs"));
        let switches = [
            ("follow", options.follow),
            ("stdout", options.stdout),
            ("stderr", options.stderr),
            ("timestamps", options.timestamps),
            ("details", options.details),
        ];
        question.query.extend(switches.map(|(name, on)| (name, on.to_string())));
        let tail = options.tail.map_or_else(|| "all".to_owned(), |lines| lines.to_string());
        question.query.push(("tail", tail));
        question.query.extend(options.since.map(|since| ("since", since)));
        question.query.extend(options.until.map(|until| ("until", until)));
        let answer = wire::ask(&docker.server, &question).await?;
        Ok(frames::chunks(wire::pieces(answer, operation, &id), tty, operation, &id))
    };
    Box::pin(begun.into_stream().try_flatten())
}

/// Checks whether a container's main process has a terminal.
///
/// A missing container is refused.
async fn has_terminal(docker: &Docker, operation: Operation, id: &str) -> Result<bool, EngineError> {
    let missing = || {
        let words = format!("No such container: {id}");
        EngineError::new(operation, id, Cause::Refused { status: 404, words })
    };
    let details = docker.container(id).await.map_err(|error| EngineError { operation, ..error })?;
    Ok(details.ok_or_else(missing)?.tty)
}

/// Returns these streams of a container's main process from now on.
pub(super) async fn attach(
    docker: &Docker,
    id: &str,
    streams: AttachSpec,
    input: Bytes,
) -> Result<Flow<Chunk>, EngineError> {
    let operation = Operation::Attach;
    let tty = has_terminal(docker, operation, id).await?;
    let mut question = look::get(operation, id, format!("/containers/{id}/attach"));
    question.method = Method::POST;
    let AttachSpec { stdin, stdout, stderr } = streams;
    let switches = [("stream", true), ("stdin", stdin), ("stdout", stdout), ("stderr", stderr)];
    question.query.extend(switches.map(|(name, on)| (name, on.to_string())));
    let stream = wire::hijack(&docker.server, &question, None, stdin.then_some(input)).await?;
    Ok(frames::chunks(stream, tty, operation, id))
}

/// Returns a container's whole filesystem.
pub(super) fn export(docker: &Docker, id: &str) -> Flow<Bytes> {
    let (docker, id) = (docker.clone(), id.to_owned());
    let begun = async move {
        let operation = Operation::Export;
        let id = safe(operation, &id)?;
        let question = look::get(operation, id, format!("/containers/{id}/export"));
        Ok(wire::pieces(wire::ask(&docker.server, &question).await?, operation, id))
    };
    Box::pin(begun.into_stream().try_flatten())
}

/// Runs a command, never with a terminal, even if one is requested.
///
/// A terminal's stream cannot be told from frames.
pub(super) async fn exec(docker: &Docker, id: &str, spec: &ExecSpec) -> Result<Process, EngineError> {
    let options = CreateExecOptions {
        attach_stdin: spec.input.is_some().then_some(true),
        attach_stdout: Some(!spec.detach),
        attach_stderr: Some(!spec.detach),
        cmd: Some(spec.command.clone()),
        env: Some(spec.env.clone()).filter(|env| !env.is_empty()),
        working_dir: spec.workdir.clone(),
        user: spec.user.clone(),
        privileged: Some(spec.privileged),
        ..Default::default()
    };
    let exec = docker.api.create_exec(id, options).await.map_err(on(Operation::Exec, id))?.id;
    let output = match begin(docker, id, &exec, spec).await {
        Ok(output) => output,
        // Docker writes what is wrong with a command to the output; Podman refuses the call.
        Err(error) => {
            let Some((status, words)) = error.cause.not_executable() else { return Err(error) };
            let chunk = Chunk { from: Channel::Err, bytes: Bytes::from(words.to_owned()) };
            return Ok(Process {
                output: Box::pin(stream::iter([Ok(chunk)])),
                exit: Box::pin(std::future::ready(Ok(status))),
            });
        }
    };
    if spec.detach {
        return Ok(Process { output, exit: Box::pin(std::future::ready(Ok(0))) });
    }
    let exit = Box::pin(exit(docker.clone(), id.to_owned(), exec));
    Ok(Process { output, exit })
}

/// Starts a command, and returns its output.
///
/// bollard takes a frame that was cut off for the last output of a terminal.
async fn begin(docker: &Docker, id: &str, exec: &str, spec: &ExecSpec) -> Result<Flow<Chunk>, EngineError> {
    let operation = Operation::Exec;
    let mut question = look::get(operation, id, format!("/exec/{exec}/start"));
    question.method = Method::POST;
    let how = serde_json::json!({ "Detach": spec.detach, "Tty": false });
    if spec.detach {
        wire::done(&docker.server, &question, &how).await?;
        return Ok(Box::pin(stream::empty()));
    }
    let output = wire::hijack(&docker.server, &question, Some(&how), spec.input.clone()).await?;
    Ok(frames::chunks(output, false, operation, id))
}

/// Returns the status of an exec. Its process may outlive its output.
async fn exit(docker: Docker, id: String, exec: String) -> Result<i64, EngineError> {
    loop {
        let inspected = docker.api.inspect_exec(&exec).await.map_err(on(Operation::Exec, &id))?;
        if inspected.running != Some(true) {
            let none = || EngineError::new(Operation::Exec, &id, Cause::Broken("no exit status".to_owned()));
            return inspected.exit_code.ok_or_else(none);
        }
        tokio::time::sleep(POLL).await;
    }
}

/// Returns a path as a tar stream, `Ok(None)` if there is no such path.
///
/// A missing container and a missing path are both a 404, which every engine words differently. So the container is
/// looked for.
pub(super) async fn read(docker: &Docker, id: &str, path: &str) -> Result<Option<Flow<Bytes>>, EngineError> {
    let mut question = look::get(Operation::Read, id, format!("/containers/{id}/archive"));
    question.query.push(("path", path.to_owned()));
    match wire::ask(&docker.server, &question).await {
        Err(error) if error.is_not_found() && docker.container(id).await?.is_some() => Ok(None),
        answer => Ok(Some(wire::pieces(answer?, Operation::Read, id))),
    }
}

/// Unpacks an archive in a directory as it arrives.
///
/// An error of the archive's source is returned unchanged, not as the broken connection that it causes.
pub(super) async fn write(
    docker: &Docker,
    id: &str,
    directory: &str,
    tar: Flow<Bytes>,
    owned: bool,
) -> Result<(), EngineError> {
    let options = query::UploadToContainerOptions {
        path: directory.to_owned(),
        // As `docker cp` does: a directory and a file never replace each other.
        no_overwrite_dir_non_dir: Some("true".to_owned()),
        copy_uidgid: owned.then(|| "true".to_owned()),
    };
    let spoilt: Arc<Mutex<Option<EngineError>>> = Arc::default();
    let seen = Arc::clone(&spoilt);
    let body = tar.map_err(move |error| {
        let words = error.to_string();
        *seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
        io::Error::other(words)
    });
    let written = docker.api.upload_to_container(id, Some(options), bollard::body_try_stream(body)).await;
    let source = spoilt.lock().unwrap_or_else(PoisonError::into_inner).take();
    match (source, written) {
        (Some(error), Err(_)) => Err(error),
        (_, written) => written.map_err(on(Operation::Write, id)),
    }
}
