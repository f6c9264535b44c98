//! What bollard calls an error, in the project's own terms.

use bollard::errors::Error;

use super::super::{Cause, EngineError, Operation};

/// The engine's error for an operation on a subject.
pub(super) fn fault(operation: Operation, subject: &str, error: Error) -> EngineError {
    EngineError::new(operation, subject, cause(error))
}

/// Turns a bollard error into an engine error, as `map_err` wants it.
pub(super) fn on(operation: Operation, subject: &str) -> impl FnOnce(Error) -> EngineError {
    move |error| fault(operation, subject, error)
}

/// `None` where the engine said that there is no such thing.
pub(super) fn absent<T>(result: Result<T, EngineError>) -> Result<Option<T>, EngineError> {
    match result {
        Ok(there) => Ok(Some(there)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Refuses what would be another path in an engine's URL: bollard puts names into paths as they are.
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

/// Why it went wrong.
fn cause(error: Error) -> Cause {
    match error {
        Error::DockerResponseServerError { status_code, message } => {
            Cause::Refused { status: status_code, words: message }
        }
        // An error inside a stream that had begun well: a pull's, mostly.
        Error::DockerStreamError { error } => Cause::Refused { status: 500, words: error },
        Error::HyperLegacyError { err } if err.is_connect() => Cause::Unreachable(deepest(&err)),
        Error::HyperLegacyError { err } => Cause::Broken(deepest(&err)),
        Error::HyperResponseError { err } => Cause::Broken(deepest(&err)),
        Error::SocketNotFoundError(path) => Cause::Unreachable(missing_socket(&path)),
        Error::JsonDataError { message, column, .. } => Cause::Broken(format!("{message} (byte {column})")),
        Error::IOError { err } => match err.get_ref().and_then(|inner| inner.downcast_ref::<Cause>()) {
            Some(cause) => cause.clone(),
            None => Cause::Broken(err.to_string()),
        },
        other => Cause::Broken(other.to_string()),
    }
}

/// A cause of ours as one of bollard's errors, which gives it back as it was.
pub(super) fn wrapped(cause: Cause) -> Error {
    Error::IOError { err: std::io::Error::other(cause) }
}

/// The system's own words for a socket that bollard did not find; it does not keep them, and calls
/// one behind a closed folder "not found" too.
fn missing_socket(path: &str) -> String {
    match std::fs::metadata(path) {
        Err(error) => error.to_string(),
        Ok(_) => std::io::Error::from(std::io::ErrorKind::NotFound).to_string(),
    }
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
