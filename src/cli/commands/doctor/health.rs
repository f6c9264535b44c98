//! An engine's facts and problems, for `doctor` and `engine info`.
//!
//! Each problem has one fix.

use std::path::Path;

use serde_json::{Value, json};

use crate::cli::context::Context;
use crate::cli::engine_words::why;
use crate::engine::{
    Address, Answering, Candidate, Cause, Condition, Discovery, NoEngine, Origin, Rights, rights,
    without_password,
};
use crate::event::Message;
use crate::view::{help, say};

/// The limit for little free disk space for images: 1 GB.
const LITTLE: u64 = 1_000_000_000;

/// A problem, with its fix.
pub struct Finding {
    /// The key of its message, for programs.
    pub code: String,
    /// The problem, in words.
    pub what: String,
    /// How to fix it.
    pub mend: String,
    /// Whether it prevents labs from running.
    pub blocks: bool,
}

impl Finding {
    /// Creates a finding from a message.
    pub fn new(context: &Context, message: &Message, blocks: bool) -> Self {
        let mend = help(&context.words, message).unwrap_or_default();
        Self { code: message.key.clone(), what: say(&context.words, message), mend, blocks }
    }

    /// Returns the finding as JSON.
    pub fn as_json(&self) -> Value {
        json!({ "code": self.code, "what": self.what, "mend": self.mend, "blocks": self.blocks })
    }
}

/// Returns the condition of an engine; `None` if the engine does not report it.
pub async fn look(found: &Answering) -> Option<Condition> {
    let info = found.engine.info().await.ok()?;
    Some(Condition::of(&info, &found.address))
}

/// Returns the facts, a line each.
pub fn facts(context: &Context, condition: &Condition) -> Vec<String> {
    let say = |key: &str, arguments: &[(&'static str, String)]| {
        let arguments: Vec<_> =
            arguments.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
        context.words.say(key, &arguments)
    };
    let kind = if condition.rootless { "doctor-rootless" } else { "doctor-root" };
    let mut lines = vec![say(kind, &[])];
    if !condition.cgroup.is_empty() {
        let (version, driver) = (condition.cgroup.clone(), condition.cgroup_driver.clone());
        lines.push(say("doctor-cgroup", &[("version", version), ("driver", driver)]));
    }
    if let (Some(folder), Some(room)) = (&condition.folder, condition.room) {
        lines.push(say("doctor-room", &[("path", folder.clone()), ("room", gigabytes(room))]));
    }
    for (name, value) in &condition.proxies {
        lines.push(say("doctor-proxy", &[("name", (*name).to_owned()), ("value", value.clone())]));
    }
    lines
}

/// Returns bytes as gigabytes with one decimal.
fn gigabytes(bytes: u64) -> String {
    let tenths = bytes / 100_000_000;
    format!("{}.{} GB", tenths / 10, tenths % 10)
}

/// Returns the facts as JSON.
pub fn as_json(condition: &Condition) -> Value {
    let proxies = condition.proxies.iter().map(|(name, value)| ((*name).to_owned(), json!(value)));
    json!({
        "rootless": condition.rootless,
        "cgroup_version": condition.cgroup,
        "cgroup_driver": condition.cgroup_driver,
        "folder": condition.folder,
        "free_bytes": condition.room,
        "proxies": proxies.collect::<serde_json::Map<_, _>>(),
    })
}

/// Returns an engine's problems. `pulls`: images are missing, so it has to pull.
pub fn of_engine(context: &Context, found: &Answering, condition: &Condition, pulls: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut add = |message: Message| findings.push(Finding::new(context, &message, false));
    if !condition.limits_hold() {
        add(Message::new("doctor-no-limits"));
    }
    if found.about.storage == "vfs" {
        add(Message::new("doctor-vfs"));
    }
    if let (Some(folder), Some(room)) = (&condition.folder, condition.room.filter(|room| *room < LITTLE)) {
        add(Message::new("doctor-little-room").arg("path", folder.clone()).arg("room", gigabytes(room)));
    }
    if let Some((name, value)) = own_proxy().filter(|_| pulls && condition.proxies.is_empty()) {
        add(Message::new("doctor-proxy-unknown").arg("name", name).arg("value", value));
    }
    findings
}

/// Returns this process's proxy, which the engine may not have.
fn own_proxy() -> Option<(&'static str, String)> {
    ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"].into_iter().find_map(|name| {
        let value = std::env::var(name).ok().filter(|value| !value.is_empty())?;
        Some((name, without_password(&value)))
    })
}

/// Returns problems with places that were tried and have no working engine.
///
/// It reports Docker's chosen context or configuration, and sockets that this user may not use. A missing
/// engine, which prevents all labs, is reported by the command that needs one.
pub fn of_tried(context: &Context, discovery: &Discovery) -> Vec<Finding> {
    let tried =
        discovery.tried.iter().filter_map(|(candidate, result)| Some((candidate, result.as_ref().err()?)));
    tried.filter_map(|(candidate, error)| of_candidate(context, discovery, candidate, error)).collect()
}

fn of_candidate(
    context: &Context,
    discovery: &Discovery,
    candidate: &Candidate,
    error: &NoEngine,
) -> Option<Finding> {
    if let Some(message) = denied(candidate, error) {
        return Some(Finding::new(context, &message, discovery.engine.is_none()));
    }
    let meant = matches!(candidate.from, Origin::Context { .. } | Origin::Configuration);
    // If no other engine replaced this one, it is reported as the missing engine.
    (meant && discovery.engine.is_some()).then(|| {
        let message = why(candidate, error);
        let what = Message::new("doctor-passed-over").arg("url", &candidate.url).because(message);
        Finding::new(context, &what, false)
    })
}

/// Returns why an existing socket may not be used.
fn denied(candidate: &Candidate, error: &NoEngine) -> Option<Message> {
    let NoEngine::Engine(error) = error else { return None };
    let (Cause::Unreachable(_), Ok(Address::Unix(path))) = (&error.cause, &candidate.address) else {
        return None;
    };
    if error.cause_key() != "engine-cause-denied" {
        return None;
    }
    let message = |key: &str| Message::new(key).arg("path", path.clone());
    Some(match rights(Path::new(path))? {
        Rights::Group { group, user } => message("doctor-rights-group").arg("group", group).arg("user", user),
        Rights::NotYet { group } => message("doctor-rights-not-yet").arg("group", group),
        Rights::Owner { owner } => message("doctor-rights-owner").arg("owner", owner),
        Rights::Folder => message("doctor-rights-folder"),
    })
}
