//! Containers over the socket.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::Method;
use hyper::header::HeaderValue;
use serde_json::{Value, json};
use statelab::engine::{
    Act, ChangeKind, ContainerId, Ending, Engine, EngineError, Kind, Operation, PathKind, PathStat,
    RestartSpec, Until, UpdateSpec,
};

use super::super::engine::on;
use super::Served;
use super::answer::{Answer, Answered, done, found, missing, pieces, told};
use super::request::Request;
use super::spec::{container, limits, restart};

impl Served {
    pub(super) async fn containers(&self, path: &[&str], request: &mut Request) -> Answered {
        match (request.method.clone(), path) {
            (Method::GET, ["json"]) => {
                let mut rows = self.rows(Kind::Container, request);
                rows.retain(|row| request.is("all") || row["State"] == "running" || row["State"] == "paused");
                Ok(told(200, &rows.into()))
            }
            (Method::POST, ["create"]) => {
                let spec = container(&request.json().await, request.one("platform"));
                let id = self.model.create(&request.one("name").unwrap_or_default(), &spec).await?;
                Ok(told(201, &json!({ "Id": id.0, "Warnings": [] })))
            }
            (Method::DELETE, [name]) => {
                let (force, volumes) = (request.is("force"), request.is("v"));
                self.model.remove_container(&ContainerId((*name).to_owned()), force, volumes).await?;
                Ok(done())
            }
            (_, [name, what]) => {
                let id = ContainerId((*name).to_owned());
                match act(what, request).await {
                    Some(act) => self.model.act(&id, &act).await.map(|()| told(200, &json!({}))),
                    None => self.container(&id, what, request).await,
                }
            }
            _ => Ok(missing("page", &request.path)),
        }
    }

    async fn container(&self, id: &ContainerId, what: &str, request: &mut Request) -> Answered {
        Ok(match (request.method.clone(), what) {
            (Method::GET, "json") => {
                let object = self.inspected(Kind::Container, &id.0, request.is("size"));
                found("container", &id.0, object)
            }
            (Method::GET, "top") => {
                let top = self.model.top(id, &request.one("ps_args").unwrap_or_default()).await?;
                told(200, &json!({ "Titles": top.titles, "Processes": top.processes }))
            }
            (Method::GET, "changes") => {
                let changes = self.model.changes(id).await?.into_iter().map(|change| {
                    let kind = match change.kind {
                        ChangeKind::Modified => 0,
                        ChangeKind::Added => 1,
                        ChangeKind::Deleted => 2,
                    };
                    json!({ "Path": change.path, "Kind": kind })
                });
                told(200, &changes.collect())
            }
            (Method::GET, "export") => {
                self.require(id, Operation::Export)?;
                pieces("application/octet-stream", self.model.export(id))
            }
            (_, "archive") => self.archive(id, request).await?,
            (Method::GET, "logs") => self.logs(id, request)?,
            (Method::POST, "wait") => self.wait(id, request).await?,
            (Method::POST, "attach") => self.attach(id, request)?,
            (Method::POST, "exec") => self.make_exec(id, &request.json().await)?,
            _ => missing("page", &request.path),
        })
    }

    /// Refuses a container that is not there.
    pub(super) fn require(&self, id: &ContainerId, operation: Operation) -> Result<(), EngineError> {
        on(self.model.look(|world| world.require(&id.0).map(drop)), operation, &id.0)
    }

    async fn archive(&self, id: &ContainerId, request: &mut Request) -> Answered {
        let path = request.one("path").unwrap_or_default();
        let absent = || missing("path in the container", &path);
        if request.method == Method::PUT {
            let tar = request.pieces(Operation::Write, &id.0);
            if request.is("copyUIDGID") {
                self.model.write_owned(id, &path, tar).await?;
            } else {
                self.model.write(id, &path, tar).await?;
            }
            return Ok(told(200, &Value::Null));
        }
        let Some(stat) = self.model.stat(id, &path).await? else { return Ok(absent()) };
        let answer = if request.method == Method::HEAD {
            told(200, &Value::Null)
        } else {
            self.model.read(id, &path).await?.map_or_else(absent, |tar| pieces("application/x-tar", tar))
        };
        Ok(with_stat(answer, &stat))
    }

    /// The answer begins with the wait, and ends with the status.
    async fn wait(&self, id: &ContainerId, request: &Request) -> Answered {
        let until = match request.one("condition").as_deref() {
            Some("next-exit") => Until::NextExit,
            Some("removed") => Until::Removed,
            _ => Until::NotRunning,
        };
        let exit = self.model.wait_begun(id, until).await?;
        let status = async move {
            let status = exit.await?;
            Ok(json!({ "StatusCode": status, "Error": null }).to_string().into())
        };
        Ok(pieces("application/json", Box::pin(futures_util::stream::once(status))))
    }
}

/// What a call does to a container; `None` if it is no such call.
async fn act(what: &str, request: &mut Request) -> Option<Act> {
    let ending = |request: &Request| Ending {
        grace: request
            .one("t")
            .and_then(|time| time.parse::<i64>().ok())
            .map(|seconds| u64::try_from(seconds).map_or(Duration::MAX, Duration::from_secs)),
        signal: request.one("signal"),
    };
    if request.method != Method::POST {
        return None;
    }
    Some(match what {
        "start" => Act::Start,
        "stop" => Act::Stop(ending(request)),
        "restart" => Act::Restart(ending(request)),
        "kill" => Act::Kill(request.one("signal").unwrap_or_default()),
        "pause" => Act::Pause,
        "unpause" => Act::Unpause,
        "rename" => Act::Rename(request.one("name").unwrap_or_default()),
        "update" => {
            let body = request.json().await;
            let policy: Option<RestartSpec> = restart(&body["RestartPolicy"]);
            Act::Update(Box::new(UpdateSpec { limits: limits(&body), restart: policy }))
        }
        _ => return None,
    })
}

/// The answer with what is told of a path in a header of its own: bits of Go's `io/fs.FileMode`, JSON, base64.
fn with_stat(mut answer: Answer, stat: &PathStat) -> Answer {
    let kind: u64 = match stat.kind {
        PathKind::File => 0,
        PathKind::Directory => 1 << 31,
        PathKind::Link => 1 << 27,
        PathKind::Other => 1 << 26,
    };
    let special = [(0o4000, 1 << 23), (0o2000, 1 << 22), (0o1000, 1 << 20)];
    let special: u64 = special.iter().filter(|(bit, _)| stat.mode & bit != 0).map(|(_, go)| go).sum();
    let told = json!({
        "name": stat.name, "size": stat.size, "mode": u64::from(stat.mode & 0o777) | kind | special,
        "mtime": "2026-01-01T00:00:00Z", "linkTarget": stat.link.as_deref().unwrap_or_default(),
    });
    if let Ok(value) = HeaderValue::from_str(&STANDARD.encode(told.to_string())) {
        answer.headers_mut().insert("X-Docker-Container-Path-Stat", value);
    }
    answer
}
