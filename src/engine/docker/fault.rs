//! What went wrong with a request, and what is not asked at all.

use super::super::{Cause, EngineError, Operation};

/// `None` where the engine said that there is no such thing.
pub(super) fn absent<T>(result: Result<T, EngineError>) -> Result<Option<T>, EngineError> {
    match result {
        Ok(there) => Ok(Some(there)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Refuses what would be another path in an engine's URL: names are put into paths as they are.
///
/// The rule for containers and volumes is Docker's own (`[a-zA-Z0-9][a-zA-Z0-9_.-]*`, in
/// `daemon/names` of moby); an image's reference has `/`, `:` and `@` too.
pub(super) fn safe(operation: Operation, name: &str) -> Result<&str, EngineError> {
    let image = matches!(
        operation,
        Operation::InspectImage
            | Operation::Pull
            | Operation::Tag
            | Operation::RemoveImage
            | Operation::History
            | Operation::Save
    );
    let allowed = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-') || (image && matches!(c, '/' | ':' | '@'))
    };
    let dots = |part: &str| part.is_empty() || part == "." || part == "..";
    if name.chars().all(allowed) && !name.split('/').any(dots) {
        return Ok(name);
    }
    let cause = Cause::Refused { status: 400, words: format!("invalid name {name:?}") };
    Err(EngineError::new(operation, name, cause))
}

/// An answer that made no sense or ended too early.
pub(super) fn broken(error: &(dyn std::error::Error + 'static)) -> Cause {
    Cause::Broken(deepest(error))
}

/// The words of the first cause, which says the most: "Connection refused (os error 111)".
pub(super) fn deepest(error: &dyn std::error::Error) -> String {
    let mut deepest = error;
    while let Some(source) = deepest.source() {
        deepest = source;
    }
    deepest.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_lead_to_another_path() {
        for name in ["my-nginx", "a.b_c", &"f".repeat(64)] {
            assert!(safe(Operation::InspectContainer, name).is_ok(), "{name}");
        }
        for name in ["", ".", "..", "a/b", "a?b", "a#b", "a%2fb", "../images/x", "a b"] {
            let refused = safe(Operation::InspectVolume, name).expect_err(name);
            assert!(matches!(refused.cause, Cause::Refused { status: 400, .. }), "{name}");
        }
        for image in ["nginx", "docker.io/library/nginx:1.27", "h:5000/a/b@sha256:00"] {
            assert!(safe(Operation::InspectImage, image).is_ok(), "{image}");
        }
        assert!(safe(Operation::InspectImage, "a/../../volumes/x").is_err());
        assert!(safe(Operation::InspectImage, "/a").is_err());
    }
}
