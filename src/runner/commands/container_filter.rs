//! `docker ps --filter` (moby, `daemon/list.go`). One of the values of a key must match, but all of
//! its labels. Every key must match.

use std::collections::BTreeMap;

use regex::Regex;
use serde_json::Value;

use super::filter;
use crate::command::Filter;
use crate::engine::{Guard, GuardError, Kind, Row};
use crate::event::Message;
use crate::runner::error::RunError;

/// The container states of an engine.
const STATES: [&str; 7] = ["created", "restarting", "running", "removing", "paused", "exited", "dead"];

/// The filters of one listing.
pub(super) struct Filters<'f> {
    /// The values by key.
    values: BTreeMap<&'f str, Vec<&'f str>>,
    /// The patterns of names and ids.
    patterns: BTreeMap<&'f str, Vec<Regex>>,
    /// The ids of the images that are derived from those of `ancestor`.
    images: Vec<String>,
    /// The ids of the containers created after or before others.
    around: Option<Vec<String>>,
}

impl<'f> Filters<'f> {
    /// Resolves what the filters name. The inner error refuses an invalid filter.
    ///
    /// # Errors
    /// The engine's errors.
    pub(super) async fn of(
        guard: &Guard,
        filters: &'f [Filter],
        rows: &[Row],
    ) -> Result<Result<Self, Message>, RunError> {
        let mut values = BTreeMap::<&str, Vec<&str>>::new();
        for filter in filters {
            values.entry(&filter.key).or_default().push(&filter.value);
        }
        let mut found = Self { values, patterns: BTreeMap::new(), images: Vec::new(), around: None };
        if let Err(why) = found.check() {
            return Ok(Err(why));
        }
        if let Err(why) = found.place(rows) {
            return Ok(Err(why));
        }
        found.images(guard, rows).await?;
        Ok(Ok(found))
    }

    fn values(&self, key: &str) -> &[&'f str] {
        self.values.get(key).map_or(&[], Vec::as_slice)
    }

    /// Parses patterns and numbers.
    fn check(&mut self) -> Result<(), Message> {
        let bad =
            |key: &str, value: &str| Message::new("run-bad-filter").arg("filter", format!("{key}={value}"));
        for key in ["id", "name"] {
            for value in self.values(key).to_vec() {
                let pattern = Regex::new(value).map_err(|_| bad(key, value))?;
                self.patterns.entry(key).or_default().push(pattern);
            }
        }
        let state = self.values("status").iter().find(|state| !STATES.contains(state));
        let code = self.values("exited").iter().find(|code| code.parse::<i64>().is_err());
        let health = ["none", "starting", "healthy", "unhealthy"];
        let health = self.values("health").iter().find(|word| !health.contains(word));
        let truth = ["0", "1", "f", "t", "false", "true", "False", "True", "FALSE", "TRUE", "F", "T"];
        let task = self.values("is-task").iter().find(|word| !truth.contains(word));
        let ports = ["publish", "expose"].into_iter().flat_map(|key| self.values(key));
        let port = ports.clone().find(|port| range(port).is_none());
        match [("status", state), ("exited", code), ("health", health), ("publish", port), ("is-task", task)]
            .into_iter()
            .find_map(|(key, value)| Some((key, value?)))
        {
            Some((key, value)) => Err(bad(key, value)),
            None => Ok(()),
        }
    }

    /// Finds the containers that `before` and `since` name.
    /// Rows are ordered newest first.
    fn place(&mut self, rows: &[Row]) -> Result<(), Message> {
        let find = |name: &str| {
            let row = rows.iter().position(|row| row.found.name == name);
            let row = row.or_else(|| rows.iter().position(|row| row.found.id.starts_with(name)));
            row.ok_or_else(|| Message::new("run-no-object").arg("name", name))
        };
        let (mut first, mut end) = (0, rows.len());
        for name in self.values("before") {
            first = first.max(find(name)? + 1);
        }
        for name in self.values("since") {
            end = end.min(find(name)?);
        }
        if first > 0 || end < rows.len() {
            let between = rows.get(first..end.max(first)).unwrap_or_default();
            self.around = Some(between.iter().map(|row| row.found.id.clone()).collect());
        }
        Ok(())
    }

    /// Collects the images that are, or are derived from, one of `ancestor`.
    /// A derived image has all its layers and more.
    async fn images(&mut self, guard: &Guard, rows: &[Row]) -> Result<(), RunError> {
        let mut ids: Vec<&str> = rows.iter().filter_map(|row| row.raw["ImageID"].as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        for ancestor in self.values("ancestor").to_vec() {
            let Some(image) = look(guard, ancestor).await? else { continue };
            for id in &ids {
                let Some(other) = look(guard, id).await? else { continue };
                let (layers, more) = (layers(&image), layers(&other));
                let derived = more.len() > layers.len() && more.starts_with(&layers);
                if other["Id"] == image["Id"] || derived {
                    self.images.push((*id).to_owned());
                }
            }
        }
        Ok(())
    }

    /// Returns whether stopped containers are listed even without `-a`.
    pub(super) fn show_stopped(&self) -> bool {
        !self.values("status").is_empty()
    }

    /// Returns whether a container matches.
    pub(super) fn take(&self, row: &Row) -> bool {
        let raw = &row.raw;
        let state = raw["State"].as_str().unwrap_or_default();
        let status = raw["Status"].as_str().unwrap_or_default();
        let any = |key: &str, holds: &dyn Fn(&str) -> bool| {
            let values = self.values(key);
            values.is_empty() || values.iter().any(|value| holds(value))
        };
        let like = |key: &str, texts: &[&str]| {
            let patterns = self.patterns.get(key);
            patterns.is_none_or(|all| all.iter().any(|it| texts.iter().any(|text| it.is_match(text))))
        };
        let exit = status.strip_prefix("Exited (").and_then(|rest| rest.split(')').next());
        let health = match status {
            status if status.contains("(healthy)") => "healthy",
            status if status.contains("(unhealthy)") => "unhealthy",
            status if status.contains("(health: starting)") => "starting",
            _ => "none",
        };
        let slashed = format!("/{}", row.found.name);
        like("id", &[&row.found.id])
            && like("name", &[&row.found.name, &slashed])
            && self.values("label").iter().all(|label| filter::label(&row.found.labels, label))
            && any("status", &|wanted| wanted == state)
            && any("exited", &|code| exit == Some(code))
            && any("health", &|wanted| wanted == health)
            // A lab's container is never a swarm task; `isolation` only has a meaning on Windows.
            && any("is-task", &|wanted| !filter::is_true(wanted))
            && any("volume", &|wanted| mounts(raw, wanted))
            && any("network", &|wanted| joins(raw, wanted))
            && any("publish", &|wanted| has_port(raw, "PublicPort", wanted))
            && any("expose", &|wanted| has_port(raw, "PrivatePort", wanted))
            && any("ancestor", &|_| self.images.iter().any(|id| raw["ImageID"] == id.as_str()))
            && self.around.as_ref().is_none_or(|ids| ids.contains(&row.found.id))
    }
}

/// Returns an image; `Ok(None)` if the name is not an image's.
async fn look(guard: &Guard, name: &str) -> Result<Option<Value>, RunError> {
    match guard.inspect(Kind::Image, name, false).await {
        Err(GuardError::Engine(error)) if matches!(error.cause, crate::engine::Cause::Refused { .. }) => {
            Ok(None)
        }
        found => Ok(found?),
    }
}

fn layers(image: &Value) -> Vec<&str> {
    image["RootFS"]["Layers"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Returns whether a container mounts this volume, or anything at this path.
fn mounts(raw: &Value, wanted: &str) -> bool {
    let mounts = raw["Mounts"].as_array().into_iter().flatten();
    let wanted = if wanted.starts_with('/') { wanted.trim_end_matches('/') } else { wanted };
    mounts.into_iter().any(|mount| mount["Name"] == wanted || mount["Destination"] == wanted)
}

/// Returns whether a container is in a network of this name or id.
fn joins(raw: &Value, wanted: &str) -> bool {
    let networks = raw["NetworkSettings"]["Networks"].as_object().into_iter().flatten();
    let mut networks =
        networks.map(|(name, network)| (name, network["NetworkID"].as_str().unwrap_or_default()));
    networks.any(|(name, id)| name == wanted || (!wanted.is_empty() && id.starts_with(wanted)))
}

/// Returns whether a container has one of these ports.
fn has_port(raw: &Value, field: &str, wanted: &str) -> bool {
    let Some((first, last, protocol)) = range(wanted) else { return false };
    let mut ports = raw["Ports"].as_array().into_iter().flatten();
    ports.any(|port| {
        let number = port[field].as_u64().unwrap_or_default();
        (first..=last).contains(&number) && port["Type"] == protocol
    })
}

/// Parses `80`, `80/udp` or `80-90/tcp`.
fn range(text: &str) -> Option<(u64, u64, &str)> {
    let (ports, protocol) = text.split_once('/').unwrap_or((text, "tcp"));
    let (first, last) = ports.split_once('-').unwrap_or((ports, ports));
    let (first, last) = (first.parse().ok()?, last.parse().ok()?);
    (0 < first && first <= last && last <= 65_535).then_some((first, last, protocol))
}
