//! Streams of output over the socket: logs, what a client is attached to, commands.

use bytes::{BufMut, Bytes, BytesMut};
use futures_util::StreamExt;
use hyper::Response;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use statelab::engine::{
    AttachSpec, Channel, Chunk, ContainerId, Engine, EngineError, ExecSpec, Flow, LogOptions, Operation,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::super::engine::on;
use super::super::process::Input;
use super::super::world::{fresh_id, refuse};
use super::answer::{Answer, Answered, done, missing, pieces, told};
use super::request::Request;
use super::spec::{is, some, texts};
use super::{Exec, Served};

/// Pieces of output, each in a frame that says where it comes from; bare with a terminal.
fn framed(flow: Flow<Chunk>, tty: bool) -> Flow<Bytes> {
    Box::pin(flow.map(move |item| {
        item.map(|chunk| {
            if tty {
                return chunk.bytes;
            }
            let mut frame = BytesMut::with_capacity(8 + chunk.bytes.len());
            frame.put_u32(if chunk.from == Channel::Out { 1 << 24 } else { 2 << 24 });
            frame.put_u32(u32::try_from(chunk.bytes.len()).unwrap_or(u32::MAX));
            frame.put(chunk.bytes);
            frame.freeze()
        })
    }))
}

/// The answer after which the connection is a stream of its own.
fn upgraded() -> Answer {
    let mut answer = told(101, &Value::Null);
    let headers = answer.headers_mut();
    headers.clear();
    headers.insert("Connection", hyper::header::HeaderValue::from_static("Upgrade"));
    headers.insert("Upgrade", hyper::header::HeaderValue::from_static("tcp"));
    let (head, _) = answer.into_parts();
    let nothing = http_body_util::Empty::new();
    Response::from_parts(
        head,
        http_body_util::BodyExt::boxed_unsync(http_body_util::BodyExt::map_err(
            nothing,
            |never| match never {},
        )),
    )
}

/// Sends output to the client until either has ended. What the client sends is given to `input` when it is done.
async fn pump(upgrade: OnUpgrade, mut output: Flow<Bytes>, input: impl FnOnce(Bytes) + Send + 'static) {
    let Ok(stream) = upgrade.await else { return };
    let (mut reading, mut writing) = tokio::io::split(TokioIo::new(stream));
    let reader = tokio::spawn(async move {
        let mut all = Vec::new();
        if reading.read_to_end(&mut all).await.is_ok() {
            input(all.into());
        }
    });
    while let Some(Ok(bytes)) = output.next().await {
        if writing.write_all(&bytes).await.is_err() {
            break;
        }
    }
    let _ = writing.shutdown().await;
    reader.abort();
}

impl Served {
    /// Whether a container has a terminal; one that is not there is refused.
    fn has_terminal(&self, id: &ContainerId, operation: Operation) -> Result<bool, EngineError> {
        on(self.model.look(|world| world.require(&id.0).map(|one| one.spec.tty)), operation, &id.0)
    }

    pub(super) fn logs(&self, id: &ContainerId, request: &Request) -> Answered {
        let tty = self.has_terminal(id, Operation::Logs)?;
        let options = LogOptions {
            follow: request.is("follow"),
            tail: request.one("tail").and_then(|lines| lines.parse().ok()),
            since: request.one("since"),
            until: request.one("until"),
            timestamps: request.is("timestamps"),
            details: request.is("details"),
            stdout: request.is("stdout"),
            stderr: request.is("stderr"),
        };
        let flow = self.model.logs_with(id, &options);
        Ok(pieces("application/vnd.docker.raw-stream", framed(flow, tty)))
    }

    pub(super) fn attach(&self, id: &ContainerId, request: &mut Request) -> Answered {
        let tty = self.has_terminal(id, Operation::Attach)?;
        let stdin = request.is("stdin");
        let (stdout, stderr) = (request.is("stdout"), request.is("stderr"));
        let attached =
            |streams, input| on(self.model.attached(&id.0, streams, input), Operation::Attach, &id.0);
        let output = attached(AttachSpec { stdin: false, stdout, stderr }, Bytes::new())?;
        let (model, name) = (self.model.clone(), id.0.clone());
        let feed = move |input| {
            if stdin {
                let _ = model.attached(&name, AttachSpec { stdin, ..AttachSpec::default() }, input);
            }
        };
        tokio::spawn(pump(take(request), framed(output, tty), feed));
        Ok(upgraded())
    }

    pub(super) fn make_exec(&self, id: &ContainerId, body: &Value) -> Answered {
        on(self.model.exec_possible(id).map(drop), Operation::Exec, &id.0)?;
        let spec = ExecSpec {
            command: texts(&body["Cmd"]),
            env: texts(&body["Env"]),
            workdir: some(&body["WorkingDir"]),
            user: some(&body["User"]),
            tty: is(&body["Tty"]),
            detach: false,
            privileged: is(&body["Privileged"]),
            input: None,
        };
        let stdin = is(&body["AttachStdin"]);
        let exec = fresh_id();
        self.execs().insert(exec.clone(), Exec { container: id.clone(), spec, stdin, status: None });
        Ok(told(201, &json!({ "Id": exec })))
    }

    pub(super) async fn exec(&self, id: &str, what: &str, request: &mut Request) -> Answered {
        let known = self.execs().get(id).map(|exec| {
            let Exec { container, spec, stdin, status } = exec;
            (container.clone(), spec.clone(), *stdin, *status)
        });
        let Some((container, spec, stdin, status)) = known else { return Ok(missing("exec instance", id)) };
        match what {
            "json" => Ok(told(
                200,
                &json!({
                    "ID": id, "ContainerID": container.0, "Running": status.is_none(), "ExitCode": status, "Pid": 0,
                }),
            )),
            "start" => {
                let detach = is(&request.json().await["Detach"]);
                let (feed, input) = Input::pipe();
                let input = if stdin { input } else { Input::default() };
                let begun = self.model.exec_fed(&container, &spec, input);
                let process = on(begun, Operation::Exec, &container.0)?;
                let (served, id) = (self.clone(), id.to_owned());
                // The status is there only when the process has ended, which may be later than its output does.
                tokio::spawn(async move {
                    let status = process.exit.await.unwrap_or(137);
                    served.execs().entry(id).and_modify(|exec| exec.status = Some(status));
                });
                let output = framed(process.output, spec.tty);
                if detach {
                    tokio::spawn(output.for_each(|_| std::future::ready(())));
                    return Ok(done());
                }
                tokio::spawn(pump(take(request), output, move |input| drop(feed.send(input))));
                Ok(upgraded())
            }
            _ => refused(),
        }
    }
}

fn refused() -> Answered {
    on(refuse(404, "page not found"), Operation::Exec, "")
}

/// The stream that the request's connection turns into.
fn take(request: &mut Request) -> OnUpgrade {
    request.upgrade.clone()
}
