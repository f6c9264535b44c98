//! Builds, commits, tags, transfers and removes images, as the docker program does.

use std::fs::File;
use std::io::{self, Read, Write};

use bytes::Bytes;
use futures_util::StreamExt;
use tokio::sync::mpsc;

use super::build_context::BuildContext;
use super::{CommandContext, CommandResult, units};
use crate::command::{Build, Commit, Import, Load, RemoveImages, Save, Tag};
use crate::engine::{
    ArchiveFault, BuildSpec, Cause, Channel, CommitSpec, EngineError, Flow, GuardError, ImportSpec,
    Operation, RemovedImage, Said,
};
use crate::event::{CommandEnd, Message};
use crate::host::not_plain;
use crate::runner::bound::BoundPaths;
use crate::runner::error::RunError;
use crate::runner::output::Output;

/// The bytes that are read from or written to a file at a time.
const CHUNK: usize = 64 * 1024;

/// The largest file that is sent to an engine or received from it: 4 GiB.
const LARGEST: u64 = 4 << 30;

/// Runs `docker build`, with the classic builder.
pub(super) async fn build(context: &CommandContext<'_>, build: &Build) -> Result<CommandResult, RunError> {
    let build_context = match BuildContext::of(context.workspace, build) {
        Ok(build_context) => build_context,
        Err(why) => return Ok(CommandResult::refused(why)),
    };
    let argument = |env: &crate::command::Env| (env.name.value.clone(), env.value.clone());
    let spec = BuildSpec {
        tags: build.tags.iter().map(|tag| tag.value.to_string()).collect(),
        dockerfile: Some(build_context.dockerfile.clone()),
        target: build.target.clone(),
        // A bare name takes its value from the lab's `[env]`, never from the student's own environment.
        arguments: build.arguments.iter().map(argument).filter(|(_, value)| value.is_some()).collect(),
        labels: build.labels.iter().cloned().collect(),
        no_cache: build.no_cache,
        pull: build.pull,
        // The guard needs the builder's output to learn what it leaves, so quiet mode is done here.
        quiet: false,
        keep_containers: !build.remove,
        // The container of a failed step would belong to no run, unless containers are to be kept.
        force_remove: build.remove || build.force_remove,
        platform: build.platform.clone(),
        ..BuildSpec::default()
    };
    #[expect(clippy::cast_precision_loss, reason = "four digits are shown")]
    let size = units::size(build_context.size as f64);
    let said = context.guard.build(build_context.archive(), &spec).await?;
    let mut output = if build.quiet { Output::default() } else { context.output() };
    output.push_line(&format!("Sending build context to Docker daemon  {size}"));
    let (result, image) = told(said, output).await?;
    Ok(match image.filter(|_| build.quiet && result.failed.is_none()) {
        Some(image) => CommandResult::printed(context.line(&image)),
        None => result,
    })
}

/// Returns an engine's progress output, as docker prints it without a terminal.
/// Also returns the id of the image. A refusal keeps the output before it.
async fn told(mut said: Flow<Said>, mut output: Output) -> Result<(CommandResult, Option<String>), RunError> {
    let mut image = None;
    while let Some(item) = said.next().await {
        match item {
            Ok(said) => {
                image = said.image.or(image);
                output.push(Channel::Out, said.text.as_bytes());
                if let Some(status) = said.status.filter(|status| !is_progress(status)) {
                    let layer = said.layer.map(|layer| format!("{layer}: ")).unwrap_or_default();
                    output.push_line(&format!("{layer}{status}"));
                }
            }
            Err(error) => return Ok((refused_after(output, error.into())?, None)),
        }
    }
    Ok((CommandResult::printed(output), image))
}

/// Returns whether a status is only a progress update.
fn is_progress(status: &str) -> bool {
    matches!(status, "Downloading" | "Extracting" | "Loading layer" | "Pushing")
}

/// Returns a refusal with the output before it; any other error stops the run.
fn refused_after(output: Output, error: RunError) -> Result<CommandResult, RunError> {
    let why = error.refusal().ok_or(error)?;
    Ok(CommandResult { output, failed: Some(CommandEnd::Refused { why }), ..CommandResult::default() })
}

/// Runs `docker commit`.
pub(super) async fn commit(context: &CommandContext<'_>, commit: &Commit) -> Result<CommandResult, RunError> {
    let name = commit.container.value.as_str();
    let container = context.guard.require_container(name, Operation::Commit).await?;
    let spec = CommitSpec {
        target: commit.image.as_ref().map(|image| image.value.to_string()),
        message: commit.message.clone(),
        author: commit.author.clone(),
        changes: commit.changes.iter().map(|change| change.value.clone()).collect(),
        pause: commit.pause,
    };
    let id = context.guard.commit(&container.id, &spec).await?;
    Ok(CommandResult::printed(context.line(&id)))
}

/// Runs `docker tag`.
pub(super) async fn tag(context: &CommandContext<'_>, tag: &Tag) -> Result<CommandResult, RunError> {
    let image = tag.image.value.as_str();
    context.guard.tag(image, tag.name.value.as_str()).await?;
    Ok(CommandResult::default())
}

/// Runs `docker rmi`.
pub(super) async fn remove(
    context: &CommandContext<'_>,
    remove: &RemoveImages,
) -> Result<CommandResult, RunError> {
    let mut result = CommandResult::printed(context.output());
    for image in &remove.images {
        match context.guard.remove_image(image.value.as_str(), remove.force, remove.no_prune).await {
            Ok(removed) => {
                for line in removed.iter().map(removal) {
                    result.output.push_line(&line);
                }
            }
            // With force, a missing image is not an error (docker/cli, `image/remove.go`).
            Err(GuardError::Engine(error)) if remove.force && error.is_not_found() => {
                let words = format!("Error: No such image: {}\n", image.value);
                result.output.push(Channel::Err, words.as_bytes());
            }
            Err(error) => {
                let error = RunError::from(error);
                let why = error.refusal().ok_or(error)?;
                result.failed = result.failed.or(Some(CommandEnd::Refused { why }));
            }
        }
    }
    Ok(result)
}

/// Returns the line that reports a removal.
pub(super) fn removal(removed: &RemovedImage) -> String {
    match removed {
        RemovedImage::Untagged(name) => format!("Untagged: {name}"),
        RemovedImage::Deleted(id) => format!("Deleted: {id}"),
    }
}

/// Runs `docker import`.
pub(super) async fn import(context: &CommandContext<'_>, import: &Import) -> Result<CommandResult, RunError> {
    let file = match source(context, &import.file.value) {
        Ok(file) => file,
        Err(why) => return Ok(CommandResult::refused(why)),
    };
    let spec = ImportSpec {
        target: import.image.as_ref().map(|image| image.value.to_string()).unwrap_or_default(),
        message: import.message.clone(),
        changes: import.changes.iter().map(|change| change.value.clone()).collect(),
        platform: import.platform.clone(),
    };
    let said = context.guard.import(stream(file, &import.file.value), &spec).await?;
    Ok(told(said, context.output()).await?.0)
}

/// Runs `docker save`.
pub(super) async fn save(context: &CommandContext<'_>, save: &Save) -> Result<CommandResult, RunError> {
    let written = &save.output.value;
    if context.workspace.inside(written).is_err() {
        return Ok(CommandResult::refused(Message::new("run-outside-workspace").arg("path", written)));
    }
    let folder = written.trim_end_matches('/').rsplit_once('/').map_or(".", |(folder, _)| folder);
    if context.workspace.is_dir(written) || !context.workspace.is_dir(folder) {
        return Ok(CommandResult::refused(Message::new("save-no-place").arg("path", written)));
    }
    let images: Vec<String> = save.images.iter().map(|image| image.value.to_string()).collect();
    write(context, context.guard.save(&images).await?, written).await
}

/// Runs `docker load`.
pub(super) async fn load(context: &CommandContext<'_>, load: &Load) -> Result<CommandResult, RunError> {
    let written = &load.input.value;
    let file = match source(context, written) {
        Ok(file) => file,
        Err(why) => return Ok(CommandResult::refused(why)),
    };
    match context.guard.load(stream(file, written)).await {
        Ok(said) => Ok(told(said, context.output()).await?.0),
        // Images without a name could not be attributed to this run.
        Err(GuardError::Archive(ArchiveFault::Nameless)) => {
            Ok(CommandResult::refused(Message::new("load-no-names").arg("path", written)))
        }
        Err(error) => Err(error.into()),
    }
}

/// Opens a file of the workspace for reading.
fn source(context: &CommandContext<'_>, written: &str) -> Result<File, Message> {
    context.workspace.open(written).map_err(|error| match error.kind() {
        _ if not_plain(&error).is_some() => Message::new("run-not-plain").arg("path", written),
        io::ErrorKind::PermissionDenied => Message::new("run-outside-workspace").arg("path", written),
        _ => Message::new("copy-no-local-file").arg("path", written),
    })
}

/// Streams a file, which is read in a thread of its own.
fn stream(mut file: File, written: &str) -> Flow<Bytes> {
    let (sender, receiver) = mpsc::channel(4);
    let subject = written.to_owned();
    tokio::task::spawn_blocking(move || {
        let mut size = 0;
        let mut read = || {
            loop {
                let mut chunk = vec![0; CHUNK];
                let length = file.read(&mut chunk)?;
                chunk.truncate(length);
                size += length as u64;
                if size > LARGEST {
                    return Err(io::Error::from(io::ErrorKind::FileTooLarge));
                }
                // The send fails only if the receiver is gone, and then the rest is not needed.
                if length == 0 || sender.blocking_send(Ok(Bytes::from(chunk))).is_err() {
                    return Ok(());
                }
            }
        };
        if let Err(error) = read() {
            let cause = Cause::Broken(error.to_string());
            let _ = sender.blocking_send(Err(EngineError::new(Operation::Load, &subject, cause)));
        }
    });
    Box::pin(futures_util::stream::unfold(receiver, |mut receiver| async move {
        receiver.recv().await.map(|chunk| (chunk, receiver))
    }))
}

/// Writes a stream to a workspace file, which appears only when it is complete.
/// It first writes to a file next to it, as docker/cli does.
///
/// # Errors
/// The engine's and the filesystem's errors.
pub(super) async fn write(
    context: &CommandContext<'_>,
    mut flow: Flow<Bytes>,
    written: &str,
) -> Result<CommandResult, RunError> {
    let workspace = context.workspace;
    let beside = format!("{written}.statelab-part");
    let fault = |cause: io::Error| RunError::Workspace { path: workspace.folder().join(written), cause };
    let bound = BoundPaths::of(context.guard, workspace.folder());
    let mut file = workspace.create_file(&beside).map_err(fault)?;
    let writing = async {
        let mut size = 0;
        while let Some(chunk) = flow.next().await {
            let chunk = chunk?;
            size += chunk.len() as u64;
            if size > LARGEST {
                return Err(GuardError::TooLarge { most: LARGEST }.into());
            }
            file.write_all(&chunk).map_err(fault)?;
        }
        if workspace.replace(&beside, written, &bound).map_err(fault)? {
            return Ok(());
        }
        Err(GuardError::Bound { path: written.to_owned() }.into())
    };
    let done = writing.await;
    if done.is_err() {
        // An error while removing the partial file matters less than the first one.
        let _ = workspace.remove_file(&beside);
    }
    done.map(|()| CommandResult::default())
}
