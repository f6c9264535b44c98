//! Conversion of bollard's errors into the project's, and rejection of unsafe names.

use std::io;

use bollard::errors::Error;

use super::super::{Cause, EngineError, Operation};

/// Returns a function for `map_err` that turns bollard's errors into engine errors.
pub(super) fn on(operation: Operation, subject: &str) -> impl FnOnce(Error) -> EngineError {
    move |error| EngineError::new(operation, subject, cause(error))
}

/// Turns the error that there is no such object into `Ok(None)`.
pub(super) fn absent<T>(result: Result<T, EngineError>) -> Result<Option<T>, EngineError> {
    match result {
        Ok(there) => Ok(Some(there)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Rejects a name that would be another path in an engine's URL.
///
/// bollard puts names into paths unescaped.
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

/// Returns the cause of a bollard error.
///
/// Refusals and lost connections come as [`wrapped`] causes.
fn cause(error: Error) -> Cause {
    match error {
        Error::IOError { err } => broken(&err),
        Error::HyperResponseError { err } => broken(&err),
        Error::JsonDataError { message, column } => Cause::Broken(format!("{message} (byte {column})")),
        other => Cause::Broken(other.to_string()),
    }
}

/// Wraps a cause in a bollard error, from which [`broken`] returns it unchanged.
pub(super) fn wrapped(cause: Cause) -> Error {
    Error::IOError { err: io::Error::other(cause) }
}

/// Returns the cause that an error wraps, or [`Cause::Broken`].
///
/// Other errors come from an answer that made no sense or ended too early.
pub(super) fn broken(error: &(dyn std::error::Error + 'static)) -> Cause {
    let ours = |error: &(dyn std::error::Error + 'static)| {
        error.downcast_ref::<io::Error>()?.get_ref()?.downcast_ref::<Cause>().cloned()
    };
    let ours = std::iter::successors(Some(error), |error| error.source()).find_map(ours);
    ours.unwrap_or_else(|| Cause::Broken(deepest(error)))
}

/// Returns why no answer came.
///
/// With TLS 1.3 an engine rejects the client's certificate only at the first request.
pub(super) fn lost(error: &hyper::Error) -> Cause {
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        if inner.is::<tokio_rustls::rustls::Error>() {
            return Cause::Untrusted(inner.to_string());
        }
        let wrapped = inner.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        if let Some(refused) = wrapped.and_then(|it| it.downcast_ref::<tokio_rustls::rustls::Error>()) {
            return Cause::Untrusted(refused.to_string());
        }
        source = inner.source();
    }
    broken(error)
}

/// Returns the innermost error's text, such as "Connection refused (os error 111)".
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
