//! Answers, in the forms that Docker's API has.

use std::io;

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::Response;
use hyper::body::Frame;
use serde_json::{Value, json};
use statelab::engine::{Cause, EngineError, Flow, Said};

use super::super::API;

pub type Answer = Response<UnsyncBoxBody<Bytes, io::Error>>;

/// What a call comes to: an answer, or the error whose words the client is told.
pub type Answered = Result<Answer, EngineError>;

fn with(status: u16, kind: &str, body: UnsyncBoxBody<Bytes, io::Error>) -> Answer {
    let answer = Response::builder().status(status).header("Content-Type", kind).header("Api-Version", API);
    answer.body(body).unwrap_or_else(|_| unreachable!("all of it is known"))
}

fn whole(text: Vec<u8>) -> UnsyncBoxBody<Bytes, io::Error> {
    Full::new(Bytes::from(text)).map_err(|never| match never {}).boxed_unsync()
}

pub fn told(status: u16, body: &Value) -> Answer {
    with(status, "application/json", whole(body.to_string().into_bytes()))
}

pub fn done() -> Answer {
    with(204, "application/json", whole(Vec::new()))
}

/// The refusal that there is no such object.
pub fn missing(what: &str, name: &str) -> Answer {
    told(404, &json!({ "message": format!("No such {what}: {name}") }))
}

/// An object that is there, or the refusal.
pub fn found(what: &str, name: &str, object: Option<Value>) -> Answer {
    object.map_or_else(|| missing(what, name), |object| told(200, &object))
}

fn words(error: &EngineError) -> (u16, String) {
    match &error.cause {
        Cause::Refused { status, words } => (*status, words.clone()),
        _ => (500, error.to_string()),
    }
}

pub fn refusal(error: &EngineError) -> Answer {
    let (status, words) = words(error);
    told(status, &json!({ "message": words }))
}

/// Bytes as they come. An error cuts them off.
pub fn pieces(kind: &str, flow: Flow<Bytes>) -> Answer {
    let frames = flow.map_ok(Frame::data).map_err(|error| io::Error::other(error.to_string()));
    with(200, kind, StreamBody::new(frames).boxed_unsync())
}

/// One JSON value a line, as they come. The first one decides on the status; a later error is a line.
pub async fn lines(mut flow: Flow<Value>) -> Answered {
    let first = match flow.next().await {
        Some(Err(error)) => return Err(error),
        first => futures_util::stream::iter(first),
    };
    let line = |item: Result<Value, EngineError>| {
        let value = item.unwrap_or_else(|error| {
            let (_, words) = words(&error);
            json!({ "errorDetail": { "message": words }, "error": words })
        });
        Ok(Bytes::from(format!("{value}\r\n")))
    };
    Ok(pieces("application/json", Box::pin(first.chain(flow).map(line))))
}

/// What is said while an image is made.
pub async fn said(flow: Flow<Said>) -> Answered {
    let values = flow.flat_map(|item| {
        let lines = match item {
            Ok(said) => spoken(said).into_iter().map(Ok).collect::<Vec<_>>(),
            Err(error) => vec![Err(error)],
        };
        futures_util::stream::iter(lines)
    });
    lines(Box::pin(values)).await
}

fn spoken(said: Said) -> Vec<Value> {
    let mut lines = Vec::new();
    if !said.text.is_empty() {
        lines.push(json!({ "stream": said.text }));
    }
    let own = said.status == said.image;
    lines.extend(said.status.map(|status| json!({ "status": status, "id": said.layer })));
    lines.extend(said.image.filter(|_| !own).map(|image| json!({ "aux": { "ID": image } })));
    lines
}
