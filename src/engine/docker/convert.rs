//! Conversions between the project's types and the API's.

use std::collections::HashMap;

use bollard::models;
use serde_json::Value;

use super::super::{Labels, Pulling, VolumeDetails};

/// Returns labels as the API's filter: `name=value`, or `name` for any value.
pub(super) fn filter(labels: &Labels) -> HashMap<String, Vec<String>> {
    let asked = labels
        .iter()
        .map(|(name, value)| if value.is_empty() { name.clone() } else { format!("{name}={value}") })
        .collect();
    HashMap::from([("label".to_owned(), asked)])
}

/// Converts a volume.
pub(super) fn volume(volume: models::Volume) -> VolumeDetails {
    VolumeDetails {
        name: volume.name,
        created: volume.created_at.unwrap_or_default(),
        labels: volume.labels.into_iter().collect(),
        driver: volume.driver,
        options: volume.options.into_iter().collect(),
        mountpoint: volume.mountpoint,
    }
}

/// Converts a progress line of a pull.
pub(super) fn pulling(line: &Value) -> Pulling {
    let text = |key: &str| line[key].as_str().map(str::to_owned);
    let count = |key: &str| line["progressDetail"][key].as_u64().filter(|&bytes| bytes > 0);
    Pulling {
        status: text("status").unwrap_or_default(),
        layer: text("id"),
        done: count("current"),
        total: count("total"),
    }
}

/// Splits an image's reference for the pull call into its name and tag or digest.
///
/// The tag is `latest` if neither is given.
pub(super) fn reference(image: &str) -> (&str, &str) {
    if let Some((name, digest)) = image.split_once('@') {
        // With both, the digest decides.
        return (
            name.rsplit_once(':').filter(|(_, tag)| !tag.contains('/')).map_or(name, |(n, _)| n),
            digest,
        );
    }
    match image.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => (name, tag),
        _ => (image, "latest"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_a_name_and_a_tag_or_digest() {
        assert_eq!(reference("nginx"), ("nginx", "latest"));
        assert_eq!(reference("postgres:13"), ("postgres", "13"));
        assert_eq!(reference("h:5000/a/b"), ("h:5000/a/b", "latest"));
        assert_eq!(reference("h:5000/a:1"), ("h:5000/a", "1"));
        assert_eq!(reference("a@sha256:00"), ("a", "sha256:00"));
        assert_eq!(reference("h:5000/a:1@sha256:00"), ("h:5000/a", "sha256:00"));
    }

    #[test]
    fn filters_ask_for_a_value_or_for_presence() {
        let labels = Labels::from([("a".to_owned(), "b".to_owned()), ("c".to_owned(), String::new())]);
        assert_eq!(filter(&labels)["label"], ["a=b", "c"]);
    }
}
