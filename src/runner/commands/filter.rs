//! `--filter` of listings and of `prune`.

use crate::engine::Labels;

/// Returns whether a filter's value is one of Go's words for true.
pub(super) fn is_true(value: &str) -> bool {
    matches!(value, "1" | "t" | "T" | "true" | "TRUE" | "True")
}

/// Returns whether labels contain `name`, or `name=value`.
pub(super) fn label(labels: &Labels, wanted: &str) -> bool {
    match wanted.split_once('=') {
        Some((name, value)) => labels.get(name).is_some_and(|has| has == value),
        None => labels.contains_key(wanted),
    }
}

/// Returns labels as listings show them: `a=b,c=d`.
pub(super) fn labels_text(labels: &Labels) -> String {
    labels.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(",")
}

/// Returns the sort key of natural order, in which numbers compare by value
/// (fvbommel/sortorder, `NaturalLess`, which the docker program sorts by).
pub(super) fn natural(text: &str) -> Vec<(String, u128)> {
    let (mut parts, mut rest) = (Vec::new(), text);
    while !rest.is_empty() {
        let digits = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (plain, behind) = rest.split_at(digits);
        let end = behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len());
        let (number, behind) = behind.split_at(end);
        parts.push((plain.to_owned(), number.parse().unwrap_or_default()));
        rest = behind;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_names_count_as_numbers() {
        let mut names = ["a10", "a9", "b", "a"];
        names.sort_by_key(|name| natural(name));
        assert_eq!(names, ["a", "a9", "a10", "b"]);
    }

    #[test]
    fn labels_are_asked_for_with_or_without_their_value() {
        let labels = Labels::from([("a".to_owned(), "b".to_owned())]);
        assert!(
            label(&labels, "a") && label(&labels, "a=b") && !label(&labels, "a=c") && !label(&labels, "b")
        );
        assert_eq!(labels_text(&labels), "a=b");
        assert!(is_true("1") && !is_true("false"));
    }
}
