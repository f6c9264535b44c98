//! What the engine is and what it keeps, and the containers that nothing runs in.
//!
//! Imports: `command`, `engine`.

use serde_json::{Value, json};

use super::super::capture::Captured;
use super::super::error::RunError;
use super::columns::{Columns, printed};
use super::prune::{Reclaimed, keeps};
use super::{Carried, Place, human};
use crate::command::{DiskUsage, Prune, Version};
use crate::engine::{ContainerId, Kind};
use crate::event::Hidden;

/// The fields of `docker system df`.
const USAGE: &[(&str, &str)] = &[
    ("Type", "TYPE"),
    ("TotalCount", "TOTAL"),
    ("Active", "ACTIVE"),
    ("Size", "SIZE"),
    ("Reclaimable", "RECLAIMABLE"),
];

/// `docker container prune`: this run's containers that do not run.
pub(super) async fn prune_containers(place: &Place<'_>, prune: &Prune) -> Result<Carried, RunError> {
    let mut reclaimed = Reclaimed { what: "Containers", lines: Vec::new(), space: 0.0 };
    for row in place.guard.unused(Kind::Container).await? {
        let id = &row.found.id;
        if !keeps(&prune.filters, &row, row.raw["Created"].as_i64()) {
            continue;
        }
        let raw = place.guard.inspect(Kind::Container, id, true).await?.unwrap_or_default();
        place.guard.remove_container(&ContainerId(id.clone()), false, false).await?;
        reclaimed.space += raw["SizeRw"].as_f64().unwrap_or_default();
        reclaimed.lines.push(id.clone());
    }
    Ok(reclaimed.print())
}

/// One kind's line of `docker system df`.
#[derive(Default)]
struct Kept {
    total: usize,
    active: usize,
    size: f64,
    reclaimable: f64,
}

/// `docker system df`, of this run's objects and the lab's images.
pub(super) async fn usage(place: &Place<'_>, usage: &DiskUsage) -> Result<Carried, RunError> {
    let (raw, others) = place.guard.usage(&place.images).await?;
    let mut columns = Columns::of(USAGE, &["Type", "TotalCount", "Active", "Size", "Reclaimable"]);
    let kinds = [
        ("Images", images(&raw)),
        ("Containers", containers(&raw)),
        ("Local Volumes", volumes(&raw)),
        // What the builder keeps is nobody's.
        ("Build Cache", Kept::default()),
    ];
    for (name, kept) in kinds {
        let share = 100.0 * kept.reclaimable / kept.size;
        let share = if kept.size > 0.0 { format!(" ({}%)", share.floor()) } else { String::new() };
        columns.push([
            name.to_owned(),
            kept.total.to_string(),
            kept.active.to_string(),
            human::size(kept.size),
            format!("{}{share}", human::size(kept.reclaimable)),
        ]);
    }
    Ok(columns.print(usage.format.as_ref(), None, Hidden::of("object", others)))
}

fn items<'v>(raw: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    raw[key].as_array().into_iter().flatten()
}

/// A number of bytes; -1 is one that the engine does not know.
fn bytes(value: &Value) -> f64 {
    value.as_f64().unwrap_or_default().max(0.0)
}

/// The layers that several images share are counted once, as far as the engine tells.
fn images(raw: &Value) -> Kept {
    let mut kept = Kept::default();
    let mut shared: f64 = 0.0;
    for image in items(raw, "Images") {
        let own = bytes(&image["Size"]) - bytes(&image["SharedSize"]);
        let active = image["Containers"].as_i64().is_some_and(|containers| containers > 0);
        shared = shared.max(bytes(&image["SharedSize"]));
        kept.total += 1;
        kept.size += own;
        if active {
            kept.active += 1;
        } else {
            kept.reclaimable += own;
        }
    }
    kept.size += shared;
    if kept.active == 0 {
        kept.reclaimable += shared;
    }
    kept
}

fn containers(raw: &Value) -> Kept {
    let mut kept = Kept::default();
    for container in items(raw, "Containers") {
        let size = bytes(&container["SizeRw"]);
        kept.total += 1;
        kept.size += size;
        if matches!(container["State"].as_str(), Some("running" | "paused" | "restarting")) {
            kept.active += 1;
        } else {
            kept.reclaimable += size;
        }
    }
    kept
}

fn volumes(raw: &Value) -> Kept {
    let mut kept = Kept::default();
    for volume in items(raw, "Volumes") {
        let usage = &volume["UsageData"];
        let size = bytes(&usage["Size"]);
        kept.total += 1;
        kept.size += size;
        if usage["RefCount"].as_i64().is_some_and(|count| count > 0) {
            kept.active += 1;
        } else {
            kept.reclaimable += size;
        }
    }
    kept
}

/// `docker version`: of the engine, and of this program in the docker program's place.
pub(super) async fn version(place: &Place<'_>, version: &Version) -> Result<Carried, RunError> {
    let server = place.guard.version().await?;
    let arch = match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    };
    let client = json!({
        "Platform": { "Name": "statelab" },
        "Version": env!("CARGO_PKG_VERSION"),
        "ApiVersion": server["ApiVersion"],
        "DefaultAPIVersion": server["ApiVersion"],
        "Os": std::env::consts::OS,
        "Arch": arch,
        "Context": "default",
    });
    let both = json!({ "Client": client, "Server": server });
    Ok(match &version.format {
        Some(format) => printed(format, &both),
        None => Carried::printed(version_text(&both)),
    })
}

/// The engine's details, in the order and under the names of the docker program.
const ENGINE: [(&str, &str); 5] = [
    ("GoVersion", "Go version"),
    ("GitCommit", "Git commit"),
    ("BuildTime", "Built"),
    ("Os", "OS/Arch"),
    ("Experimental", "Experimental"),
];

/// The two parts, as docker/cli's `system/version.go` has them.
fn version_text(both: &Value) -> Captured {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let line = |name: &str, value: &str| format!("{:<20}{value}", format!("{name}:"));
    let (client, server) = (&both["Client"], &both["Server"]);
    let mut lines = vec![
        format!("Client: {}", text(&client["Platform"]["Name"])),
        line(" Version", &text(&client["Version"])),
        line(" API version", &text(&client["ApiVersion"])),
        line(" OS/Arch", &format!("{}/{}", text(&client["Os"]), text(&client["Arch"]))),
        String::new(),
        format!("Server: {}", text(&server["Platform"]["Name"])).trim_end().to_owned(),
    ];
    for component in items(server, "Components") {
        let (name, details) = (text(&component["Name"]), &component["Details"]);
        lines.push(format!(" {name}:"));
        lines.push(line("  Version", &text(&component["Version"])));
        if name == "Engine" {
            let least = text(&details["MinAPIVersion"]);
            lines.push(line(
                "  API version",
                &format!("{} (minimum version {least})", text(&details["ApiVersion"])),
            ));
            for (key, title) in ENGINE {
                let mut value = text(&details[key]);
                match key {
                    "Os" => value = format!("{value}/{}", text(&details["Arch"])),
                    "BuildTime" => value = human::read_stamp(&value).map_or(value, human::letter_date),
                    _ => {}
                }
                lines.push(line(&format!("  {title}"), &value));
            }
        } else {
            let details = details.as_object().into_iter().flatten();
            lines.extend(details.map(|(key, value)| line(&format!("  {key}"), &text(value))));
        }
    }
    let mut output = Captured::default();
    for line in lines {
        output.push_line(&line);
    }
    output
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_that_are_shared_count_once() {
        let raw = json!({ "Images": [
            { "Size": 100, "SharedSize": 80, "Containers": 1 },
            { "Size": 90, "SharedSize": 80, "Containers": 0 },
        ] });
        let kept = images(&raw);
        assert_eq!((kept.total, kept.active), (2, 1));
        assert!((kept.size - 110.0).abs() < 0.1 && (kept.reclaimable - 10.0).abs() < 0.1);
    }

    #[test]
    fn a_version_reads_as_dockers() {
        let server = json!({ "Platform": { "Name": "" }, "Components": [
            { "Name": "Engine", "Version": "20.10", "Details": { "ApiVersion": "1.41", "MinAPIVersion": "1.12",
              "BuildTime": "Thu May  7 21:09:36 2026", "Os": "linux", "Arch": "amd64" } },
            { "Name": "runc", "Version": "1.1", "Details": { "GitCommit": "" } } ] });
        let text = version_text(&json!({ "Client": {}, "Server": server })).text();
        assert!(text.contains("Server:\n Engine:\n  Version:          20.10\n"), "{text}");
        assert!(text.contains("  API version:      1.41 (minimum version 1.12)\n"), "{text}");
        assert!(text.ends_with(" runc:\n  Version:          1.1\n  GitCommit:        \n"), "{text}");
    }
}
