//! Lists images, and removes unused ones.

use serde_json::Value;

use super::columns::Columns;
use super::image::removal;
use super::prune::{Reclaimed, keeps};
use super::{CommandContext, CommandResult, filter, moment, pattern, units};
use crate::command::{Filter, History, ListImages, Prune};
use crate::engine::{Cause, EngineError, Kind, Operation, RemovedImage, Row};
use crate::event::Hidden;
use crate::runner::error::RunError;

/// The fields of `docker images`.
const IMAGES: &[(&str, &str)] = &[
    ("ID", "IMAGE ID"),
    ("Repository", "REPOSITORY"),
    ("Tag", "TAG"),
    ("Digest", "DIGEST"),
    ("CreatedSince", "CREATED"),
    ("CreatedAt", "CREATED AT"),
    ("Size", "SIZE"),
    ("Containers", "CONTAINERS"),
    ("SharedSize", "SHARED SIZE"),
    ("UniqueSize", "UNIQUE SIZE"),
    ("VirtualSize", "SIZE"),
];

/// The fields of `docker history`.
const HISTORY: &[(&str, &str)] = &[
    ("ID", "IMAGE"),
    ("CreatedSince", "CREATED"),
    ("CreatedAt", "CREATED AT"),
    ("CreatedBy", "CREATED BY"),
    ("Size", "SIZE"),
    ("Comment", "COMMENT"),
];

/// The number of characters of a short id.
const SHORT: usize = 12;

/// Returns an id as listings show it; untruncated with `full`.
pub(super) fn short_id(id: &str, full: bool) -> String {
    if full {
        return id.to_owned();
    }
    let bare = id.strip_prefix("sha256:").unwrap_or(id);
    if bare.starts_with('<') { bare.to_owned() } else { bare.chars().take(SHORT).collect() }
}

/// Runs `docker images`.
pub(super) async fn list(context: &CommandContext<'_>, list: &ListImages) -> Result<CommandResult, RunError> {
    let listing = if list.all {
        context.guard.all_images(&context.images).await?
    } else {
        context.guard.listing(Kind::Image, &context.images).await?
    };
    let hidden = Hidden::of(Kind::Image, listing.others);
    let mut usual = vec!["Repository", "Tag", "ID", "CreatedSince", "Size"];
    if list.digests {
        usual.insert(2, "Digest");
    }
    let mut columns = Columns::of(IMAGES, &usual);
    let mut kept = Vec::new();
    for row in &listing.own {
        if fits(context, row, &list.filters).await? {
            kept.push(row);
        }
    }
    for row in kept {
        for (repository, tag, digest) in names(row, list) {
            let created = row.raw["Created"].as_i64().unwrap_or_default();
            let size = row.raw["Size"].as_f64().unwrap_or_default();
            let none = || "N/A".to_owned();
            columns.push([
                short_id(&row.found.id, list.no_trunc),
                repository,
                tag,
                digest,
                units::ago(created),
                units::date(created),
                units::short_size(size),
                none(),
                none(),
                none(),
                units::size(size),
            ]);
        }
    }
    Ok(columns.print(context.output(), list.format.as_ref(), list.quiet.then_some("ID"), hidden))
}

const NONE: &str = "<none>";

/// Returns repository, tag and digest for each line of an image.
/// Source: docker/cli, `formatter/image.go`.
fn names(row: &Row, list: &ListImages) -> Vec<(String, String, String)> {
    let texts = |key: &str| {
        let texts = row.raw[key].as_array().into_iter().flatten().filter_map(Value::as_str);
        texts.filter(|text| !text.starts_with(NONE)).collect::<Vec<_>>()
    };
    let wanted = list.name.as_ref().map(|name| name.value.as_str());
    let mut lines: Vec<(String, String, String)> = Vec::new();
    for tagged in texts("RepoTags").into_iter().filter(|tagged| is_wanted(tagged, wanted)) {
        let (repository, tag) = tagged.rsplit_once(':').unwrap_or((tagged, NONE));
        let digest = texts("RepoDigests").into_iter().find_map(|digest| {
            let (name, digest) = digest.split_once('@')?;
            (name == repository).then(|| digest.to_owned())
        });
        lines.push((repository.to_owned(), tag.to_owned(), digest.unwrap_or_else(|| NONE.to_owned())));
    }
    if lines.is_empty() && wanted.is_none() && texts("RepoTags").is_empty() {
        lines.push((NONE.to_owned(), NONE.to_owned(), NONE.to_owned()));
    }
    lines
}

/// Returns whether a name is in the wanted listing: `nginx` includes all its tags.
fn is_wanted(tagged: &str, wanted: Option<&str>) -> bool {
    let Some(wanted) = wanted else { return true };
    let repository = tagged.rsplit_once(':').map_or(tagged, |(repository, _)| repository);
    pattern::matches(wanted, tagged) || pattern::matches(wanted, repository)
}

/// Returns whether an image passes all filters of a listing.
/// Source: moby, `daemon/images/images.go`.
async fn fits(context: &CommandContext<'_>, row: &Row, filters: &[Filter]) -> Result<bool, RunError> {
    let created = row.raw["Created"].as_i64().unwrap_or_default();
    let dangling = Row::of(Kind::Image, row.raw.clone()).found.name.is_empty();
    let reference = filters.iter().filter(|filter| filter.key == "reference").collect::<Vec<_>>();
    let tags = row.raw["RepoTags"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let named = |filter: &&Filter| tags.clone().any(|tag| is_wanted(tag, Some(&filter.value)));
    if !reference.is_empty() && !reference.iter().any(named) {
        return Ok(false);
    }
    for filter in filters {
        let fits = match filter.key.as_str() {
            "dangling" => filter::is_true(&filter.value) == dangling,
            "label" => filter::label(&row.found.labels, &filter.value),
            "until" => moment::read(&filter.value).is_some_and(|moment| created < moment),
            "before" | "since" => {
                let other = image_time(context, &filter.value).await?;
                if filter.key == "before" { created < other } else { created > other }
            }
            _ => true,
        };
        if !fits {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Returns when an image was created; the engine's refusal if it does not exist.
async fn image_time(context: &CommandContext<'_>, image: &str) -> Result<i64, RunError> {
    let Some(raw) = context.guard.inspect(Kind::Image, image, false).await? else {
        let cause = Cause::Refused { status: 404, words: format!("No such image: {image}") };
        return Err(EngineError::new(Operation::List(Kind::Image), image, cause).into());
    };
    Ok(raw["Created"].as_str().and_then(units::read_stamp).unwrap_or_default())
}

/// Runs `docker history`.
pub(super) async fn history(
    context: &CommandContext<'_>,
    history: &History,
) -> Result<CommandResult, RunError> {
    let image = history.image.value.as_str();
    let time = if history.human { "CreatedSince" } else { "CreatedAt" };
    let mut columns = Columns::of(HISTORY, &["ID", time, "CreatedBy", "Size", "Comment"]);
    for layer in context.guard.history(image).await? {
        let made = layer.created_by.replace('\t', " ");
        #[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
        let size = if history.human { units::short_size(layer.size as f64) } else { layer.size.to_string() };
        columns.push([
            short_id(&layer.id, history.no_trunc),
            units::ago(layer.created),
            units::stamp(layer.created),
            if history.no_trunc { made } else { ellipsis(&made, 45) },
            size,
            layer.comment,
        ]);
    }
    Ok(columns.print(context.output(), history.format.as_ref(), history.quiet.then_some("ID"), None))
}

/// Shortens a text to `most` characters, the last of which is `…` if it was cut.
fn ellipsis(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

/// Runs `docker image prune`: removes this run's images that no container uses.
/// Only those without a name, and with `-a` also those with one.
pub(super) async fn prune(context: &CommandContext<'_>, prune: &Prune) -> Result<CommandResult, RunError> {
    let containers = context.guard.listing(Kind::Container, &[]).await?.own;
    let before = layers(context).await?;
    let mut lines = Vec::new();
    for row in context.guard.listing(Kind::Image, &[]).await?.own {
        let used = containers.iter().any(|container| container.raw["ImageID"] == row.found.id.as_str());
        let created = row.raw["Created"].as_i64();
        if used || (!row.found.name.is_empty() && !prune.all) || !keeps(&prune.filters, &row, created) {
            continue;
        }
        lines.extend(remove(context, &row).await?);
    }
    let space = before - layers(context).await?;
    let reclaimed = Reclaimed { what: "Images", lines, space };
    Ok(reclaimed.print(context.output()))
}

/// Removes an image by each of its names, or by its id.
/// An image that is used or that belongs to another owner stays.
async fn remove(context: &CommandContext<'_>, row: &Row) -> Result<Vec<String>, RunError> {
    let tags = row.raw["RepoTags"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let mut names: Vec<&str> = tags.filter(|tag| !tag.starts_with(NONE)).collect();
    if names.is_empty() {
        names.push(&row.found.id);
    }
    let mut lines = Vec::new();
    for name in names {
        match context.guard.remove_image(name, false, false).await {
            Ok(removed) => lines.extend(removed.iter().map(pruned)),
            Err(error) => {
                let error = RunError::from(error);
                let foreign = matches!(&error, RunError::Guard(crate::engine::GuardError::NotOurs { .. }));
                if !foreign && error.refusal().is_none() {
                    return Err(error);
                }
            }
        }
    }
    Ok(lines)
}

/// Returns a line of `prune`, which starts in lower case.
fn pruned(removed: &RemovedImage) -> String {
    let line = removal(removed);
    line.chars().take(1).flat_map(char::to_lowercase).chain(line.chars().skip(1)).collect()
}

/// Returns the size of all layers in the engine, in bytes.
async fn layers(context: &CommandContext<'_>) -> Result<f64, RunError> {
    let (usage, _) = context.guard.usage(&context.images).await?;
    Ok(usage["LayersSize"].as_f64().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_texts_are_cut_as_docker_does() {
        assert_eq!(short_id("sha256:0123456789abcdef", false), "0123456789ab");
        assert_eq!(short_id("sha256:0123456789abcdef", true), "sha256:0123456789abcdef");
        assert_eq!(short_id("<missing>", false), "<missing>");
        assert_eq!(ellipsis("abcdef", 4), "abc…");
        assert_eq!(ellipsis("abcd", 4), "abcd");
    }

    #[test]
    fn a_name_is_each_of_its_tags() {
        assert!(is_wanted("nginx:1", Some("nginx")) && is_wanted("nginx:1", Some("nginx:1")));
        assert!(is_wanted("nginx:1", Some("ng*")) && !is_wanted("nginx:1", Some("nginx:2")));
        assert!(!is_wanted("a/nginx:1", Some("nginx")));
    }
}
