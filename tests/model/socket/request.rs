//! A request, taken apart.

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};
use http_body_util::BodyExt;
use hyper::Method;
use hyper::body::Incoming;
use hyper::upgrade::OnUpgrade;
use serde_json::Value;
use statelab::engine::{Cause, EngineError, Flow, Labels, Operation};

use super::spec::text;

pub struct Request {
    pub method: Method,
    /// Without the API's version.
    pub path: String,
    query: Vec<(String, String)>,
    /// The stream that the connection turns into, if the client asks for it.
    pub upgrade: OnUpgrade,
    body: Option<Incoming>,
}

/// A path without its `/v1.41`.
fn without_version(path: &str) -> &str {
    let version = |part: &str| part.len() > 1 && part.chars().all(|c| c.is_ascii_digit() || c == '.');
    let rest = path.strip_prefix("/v").and_then(|rest| rest.split_once('/'));
    match rest {
        Some((number, rest)) if version(number) => &path[path.len() - rest.len() - 1..],
        _ => path,
    }
}

impl Request {
    pub fn new(mut request: hyper::Request<Incoming>) -> Self {
        let upgrade = hyper::upgrade::on(&mut request);
        let query = request.uri().query().unwrap_or_default();
        let query = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let path = without_version(request.uri().path()).to_owned();
        let (head, body) = request.into_parts();
        Self { method: head.method, path, query, upgrade, body: Some(body) }
    }

    /// All values of a name of the query.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.query.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect()
    }

    /// The value of a name of the query; `None` if it is empty.
    pub fn one(&self, name: &str) -> Option<String> {
        self.all(name).into_iter().next().filter(|value| !value.is_empty())
    }

    pub fn is(&self, name: &str) -> bool {
        matches!(self.one(name).as_deref(), Some("1" | "true" | "True"))
    }

    /// A value of the query that is JSON.
    pub fn json_of(&self, name: &str) -> Value {
        self.one(name).and_then(|value| serde_json::from_str(&value).ok()).unwrap_or_default()
    }

    /// The labels that a listing asks for: Docker knows a list, and a map with `true` for each.
    pub fn labels(&self) -> Labels {
        let filters = self.json_of("filters");
        let asked: Vec<String> = match &filters["label"] {
            Value::Object(map) => map.keys().cloned().collect(),
            list => list.as_array().into_iter().flatten().map(text).collect(),
        };
        let pairs = asked.iter().map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    /// The body as JSON; `null` if there is none.
    pub async fn json(&mut self) -> Value {
        let Some(body) = self.body.take() else { return Value::Null };
        let body = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
        serde_json::from_slice(&body).unwrap_or_default()
    }

    /// The body as it comes.
    pub fn pieces(&mut self, operation: Operation, subject: &str) -> Flow<Bytes> {
        let subject = subject.to_owned();
        let Some(body) = self.body.take() else { return Box::pin(futures_util::stream::empty()) };
        let cut = move |error: hyper::Error| {
            EngineError::new(operation, &subject, Cause::Broken(error.to_string()))
        };
        body.into_data_stream().map_err(cut).boxed()
    }
}
