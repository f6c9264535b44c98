//! Carries out `docker system df`: the disk usage of this run (docker/cli,
//! `formatter/disk_usage.go`).

use serde_json::Value;

use super::columns::Columns;
use super::image_list::short_id;
use super::{CommandContext, CommandResult, container_list, units};
use crate::command::DiskUsage;
use crate::engine::{Channel, Kind, Row};
use crate::event::{Hidden, ObjectKind};
use crate::runner::error::RunError;

/// The fields of `docker system df`.
const USAGE: &[(&str, &str)] = &[
    ("Type", "TYPE"),
    ("TotalCount", "TOTAL"),
    ("Active", "ACTIVE"),
    ("Size", "SIZE"),
    ("Reclaimable", "RECLAIMABLE"),
];

/// The line of one kind in `docker system df`.
#[derive(Default)]
struct UsageTotals {
    total: usize,
    active: usize,
    size: f64,
    reclaimable: f64,
}

/// Runs `docker system df`, for this run's objects and the lab's images.
pub(super) async fn usage(
    context: &CommandContext<'_>,
    usage: &DiskUsage,
) -> Result<CommandResult, RunError> {
    let (raw, others) = context.guard.usage(&context.images).await?;
    let hidden = Hidden::of(ObjectKind::Object, others);
    if usage.verbose {
        let text = verbose(&raw);
        let mut output = context.output();
        output.push(Channel::Out, text.as_bytes());
        return Ok(CommandResult { hidden, ..CommandResult::printed(output) });
    }
    let mut columns = Columns::of(USAGE, &["Type", "TotalCount", "Active", "Size", "Reclaimable"]);
    let kinds = [
        ("Images", images(&raw)),
        ("Containers", containers(&raw)),
        ("Local Volumes", volumes(&raw)),
        // The build cache belongs to no run.
        ("Build Cache", UsageTotals::default()),
    ];
    for (name, kept) in kinds {
        let share = 100.0 * kept.reclaimable / kept.size;
        let share = if kept.size > 0.0 { format!(" ({}%)", share.floor()) } else { String::new() };
        columns.push([
            name.to_owned(),
            kept.total.to_string(),
            kept.active.to_string(),
            units::size(kept.size),
            format!("{}{share}", units::size(kept.reclaimable)),
        ]);
    }
    Ok(columns.print(context.output(), usage.format.as_ref(), None, hidden))
}

/// The columns of images with `-v`.
const IMAGES: &[(&str, &str)] = &[
    ("Repository", "REPOSITORY"),
    ("Tag", "TAG"),
    ("ID", "IMAGE ID"),
    ("CreatedSince", "CREATED"),
    ("Size", "SIZE"),
    ("SharedSize", "SHARED SIZE"),
    ("UniqueSize", "UNIQUE SIZE"),
    ("Containers", "CONTAINERS"),
];

/// The columns of volumes with `-v`.
const VOLUMES: &[(&str, &str)] = &[("Name", "VOLUME NAME"), ("Links", "LINKS"), ("Size", "SIZE")];

/// The columns of the build cache with `-v`.
const CACHE: &[(&str, &str)] = &[
    ("ID", "CACHE ID"),
    ("CacheType", "CACHE TYPE"),
    ("Size", "SIZE"),
    ("CreatedSince", "CREATED"),
    ("LastUsedSince", "LAST USED"),
    ("UsageCount", "USAGE"),
    ("Shared", "SHARED"),
];

/// Returns each object on its own line, in four tables.
fn verbose(raw: &Value) -> String {
    let usual = |fields: &'static [(&'static str, &'static str)]| {
        Columns::of(fields, &fields.iter().map(|(name, _)| *name).collect::<Vec<_>>())
    };
    let (mut images, mut volumes) = (usual(IMAGES), usual(VOLUMES));
    items(raw, "Images").for_each(|image| images.push(image_row(image)));
    let columns = ["ID", "Image", "Command", "LocalVolumes", "Size", "RunningFor", "Status", "Names"];
    let mut containers = Columns::of(container_list::FIELDS, &columns);
    for container in items(raw, "Containers") {
        let size = units::short_size(bytes(&container["SizeRw"]));
        containers.push(container_list::values(&Row::of(Kind::Container, container.clone()), false, size));
    }
    for volume in items(raw, "Volumes") {
        let usage = &volume["UsageData"];
        volumes.push([
            volume["Name"].as_str().unwrap_or_default().to_owned(),
            usage["RefCount"].as_i64().unwrap_or_default().to_string(),
            units::size(bytes(&usage["Size"])),
        ]);
    }
    // The build cache belongs to no run.
    format!(
        "Images space usage:\n\n{}\nContainers space usage:\n\n{}\nLocal Volumes space usage:\n\n{}\n\
         Build cache usage: 0B\n\n{}",
        images.table(),
        containers.table(),
        volumes.table(),
        usual(CACHE).table()
    )
}

/// Returns an image's values, under the first of its names.
fn image_row(image: &Value) -> [String; IMAGES.len()] {
    let name = image["RepoTags"].as_array().and_then(|tags| tags.first()).and_then(Value::as_str);
    let (repository, tag) = name.and_then(|name| name.rsplit_once(':')).unwrap_or(("<none>", "<none>"));
    let (size, shared) = (bytes(&image["Size"]), bytes(&image["SharedSize"]));
    [
        repository.to_owned(),
        tag.to_owned(),
        short_id(image["Id"].as_str().unwrap_or_default(), false),
        units::ago(image["Created"].as_i64().unwrap_or_default()),
        units::short_size(size),
        units::size(shared),
        units::size(size - shared),
        image["Containers"].as_i64().unwrap_or_default().to_string(),
    ]
}

fn items<'v>(raw: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    raw[key].as_array().into_iter().flatten()
}

/// Returns a number of bytes; -1 if the engine does not know it.
fn bytes(value: &Value) -> f64 {
    value.as_f64().unwrap_or_default().max(0.0)
}

/// Sums up images.
/// Layers shared by several are counted once, as far as the engine reports.
fn images(raw: &Value) -> UsageTotals {
    let mut kept = UsageTotals::default();
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

fn containers(raw: &Value) -> UsageTotals {
    let mut kept = UsageTotals::default();
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

fn volumes(raw: &Value) -> UsageTotals {
    let mut kept = UsageTotals::default();
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

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
}
