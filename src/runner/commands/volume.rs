//! Creates, lists and removes volumes.

use super::columns::Columns;
use super::prune::{Reclaimed, keeps};
use super::{CommandContext, CommandResult, filter, unnamed};
use crate::command::{CreateVolume, Filter, ListVolumes, Prune, RemoveVolumes};
use crate::engine::{GuardError, Kind, Row, VolumeSpec};
use crate::event::{CommandEnd, Hidden};
use crate::runner::error::RunError;

/// The fields of `docker volume ls`.
const VOLUMES: &[(&str, &str)] = &[
    ("Name", "VOLUME NAME"),
    ("Driver", "DRIVER"),
    ("Scope", "SCOPE"),
    ("Mountpoint", "MOUNTPOINT"),
    ("Labels", "LABELS"),
    ("Links", "LINKS"),
    ("Size", "SIZE"),
    ("Availability", "AVAILABILITY"),
    ("Group", "GROUP"),
    ("Status", "STATUS"),
];

/// Runs `docker volume create`.
pub(super) async fn create(
    context: &CommandContext<'_>,
    create: &CreateVolume,
) -> Result<CommandResult, RunError> {
    let name = match &create.name {
        Some(name) => name.value.as_str().to_owned(),
        None => unnamed(context.guard),
    };
    let volume = context.guard.create_volume_with(&name, &spec(create)).await?;
    Ok(CommandResult::printed(context.line(&volume.name)))
}

/// Returns the description of a volume.
pub(super) fn spec(create: &CreateVolume) -> VolumeSpec {
    VolumeSpec {
        driver: create.driver.as_ref().map(|driver| driver.value.clone()),
        options: create.options.iter().map(|option| option.value.clone()).collect(),
        labels: create.labels.iter().cloned().collect(),
    }
}

/// Runs `docker volume ls`.
pub(super) async fn list(
    context: &CommandContext<'_>,
    list: &ListVolumes,
) -> Result<CommandResult, RunError> {
    let mut listing = context.guard.listing(Kind::Volume, &[]).await?;
    let hidden = Hidden::of(Kind::Volume, listing.others);
    let unused = context.guard.unused(Kind::Volume).await?;
    listing.own.retain(|row| {
        let dangling = unused.iter().any(|unused| unused.found.id == row.found.id);
        passes(&list.filters, row, dangling)
    });
    listing.own.sort_by_key(|row| filter::natural(&row.found.name));
    let mut columns = Columns::of(VOLUMES, &["Driver", "Name"]);
    for row in &listing.own {
        let text = |key: &str| row.raw[key].as_str().unwrap_or_default().to_owned();
        let none = || "N/A".to_owned();
        let labels = filter::labels_text(&row.found.labels);
        columns.push([
            row.found.name.clone(),
            text("Driver"),
            text("Scope"),
            text("Mountpoint"),
            labels,
            none(),
            none(),
            none(),
            none(),
            none(),
        ]);
    }
    Ok(columns.print(context.output(), list.format.as_ref(), list.quiet.then_some("Name"), hidden))
}

/// Returns whether a volume passes the filters.
/// One value of each key must match, but all labels (moby, `volume/service`).
fn passes(filters: &[Filter], row: &Row, dangling: bool) -> bool {
    let any = |key: &str, fits: &dyn Fn(&str) -> bool| {
        let mut of_key = filters.iter().filter(|filter| filter.key == key).peekable();
        of_key.peek().is_none() || of_key.any(|filter| fits(&filter.value))
    };
    any("name", &|name| row.found.name.contains(name))
        && any("driver", &|driver| row.raw["Driver"] == driver)
        && any("dangling", &|wanted| filter::is_true(wanted) == dangling)
        && filters
            .iter()
            .filter(|filter| filter.key == "label")
            .all(|filter| filter::label(&row.found.labels, &filter.value))
}

/// Runs `docker volume rm`.
pub(super) async fn remove(
    context: &CommandContext<'_>,
    remove: &RemoveVolumes,
) -> Result<CommandResult, RunError> {
    let mut result = CommandResult::default();
    for name in remove.volumes.iter().map(|name| name.value.as_str()) {
        match context.guard.remove_volume(name, remove.force).await {
            Ok(()) => result.output.push_line(name),
            // With force, a missing volume is not an error, and its name is printed anyway.
            Err(GuardError::Engine(error)) if remove.force && error.is_not_found() => {
                result.output.push_line(name);
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

/// Runs `docker volume prune`: removes this run's unused anonymous volumes.
/// With `-a`, or `--filter all=true`, also those with a name. Engines do this since Docker 23; earlier
/// ones always removed named volumes too.
pub(super) async fn prune(context: &CommandContext<'_>, prune: &Prune) -> Result<CommandResult, RunError> {
    let said = |filter: &Filter| filter.key == "all" && filter::is_true(&filter.value);
    let all = prune.all || prune.filters.iter().any(said);
    let (usage, _) = context.guard.usage(&[]).await?;
    let size = |name: &str| {
        let volumes = usage["Volumes"].as_array().into_iter().flatten();
        let found = volumes.into_iter().find(|volume| volume["Name"] == name);
        found.and_then(|volume| volume["UsageData"]["Size"].as_f64()).filter(|size| *size > 0.0)
    };
    let mut reclaimed = Reclaimed { what: "Volumes", lines: Vec::new(), space: 0.0 };
    for row in context.guard.unused(Kind::Volume).await? {
        let name = &row.found.name;
        if !(all || is_anonymous(context, name)) || !keeps(&prune.filters, &row, None) {
            continue;
        }
        context.guard.remove_volume(name, false).await?;
        reclaimed.space += size(name).unwrap_or_default();
        reclaimed.lines.push(name.clone());
    }
    Ok(reclaimed.print(context.output()))
}

/// Returns whether the engine, or the runner in its context, generated this name.
fn is_anonymous(context: &CommandContext<'_>, name: &str) -> bool {
    let engines = name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    engines || name.starts_with(&format!("statelab-{}-", context.guard.run()))
}
