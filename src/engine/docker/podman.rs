//! Where Podman's API differs from Docker's, and how that is handled. The words of its refusals are read in
//! `refusal`, together with Docker's. Figures and words are Podman 4.3's.

use std::time::{Duration, Instant};

use backon::{ConstantBuilder, Retryable};
use hyper::Response;
use serde_json::Value;

use super::super::{Cause, EngineError, Kind, Operation, image_name};

/// The columns of `top` that Podman determines itself, modelled on `ps -ef`.
const COLUMNS: &str = "user,pid,ppid,pcpu,etime,tty,time,args";

/// Checks whether Podman gave this answer. Each has a header with Podman's version.
pub(super) fn answered<B>(answer: &Response<B>) -> bool {
    answer.headers().contains_key("libpod-api-version")
}

/// Returns an image's name in its usual short form.
///
/// Podman reports the full name, and finds an image of `localhost/` without that prefix too.
pub(super) fn familiar(image: &str) -> &str {
    image_name::familiar(image.strip_prefix("localhost/").unwrap_or(image))
}

/// Rewrites Podman's report of an object, or each of a list, into Docker's form.
pub(super) fn reword(operation: Operation, told: &mut Value) {
    let each: &mut dyn FnMut(&mut Value) = match operation {
        Operation::InspectContainer => &mut container,
        Operation::List(Kind::Container) => &mut image_of,
        Operation::InspectImage | Operation::List(Kind::Image) => &mut image,
        Operation::RemoveImage => &mut |row| named(row, "Untagged"),
        _ => return,
    };
    match told {
        Value::Array(rows) => rows.iter_mut().filter(|row| row.is_object()).for_each(each),
        Value::Object(_) => each(told),
        _ => {}
    }
}

/// Shortens the name at a key.
fn named(told: &mut Value, key: &str) {
    if let Some(value) = told.get_mut(key) {
        name(value);
    }
}

fn name(value: &mut Value) {
    if let Value::String(text) = value {
        *text = familiar(text).to_owned();
    }
}

/// Shortens the name of a container's image.
///
/// Docker reports it as it was written, which seldom has a tag.
fn image_of(told: &mut Value) {
    if let Some(Value::String(text)) = told.get_mut("Image") {
        let short = familiar(text);
        *text = short.strip_suffix(":latest").unwrap_or(short).to_owned();
    }
}

fn container(told: &mut Value) {
    if let Some(config) = told.get_mut("Config") {
        image_of(config);
    }
    // Docker lists only named volumes there. Podman also lists those whose name it generated, which it removes with
    // their container however they were mounted.
    if let Some(binds) = told.pointer_mut("/HostConfig/Binds").and_then(Value::as_array_mut) {
        binds.retain(|bind| {
            bind.as_str().is_none_or(|bind| !is_made_up(bind.split(':').next().unwrap_or(bind)))
        });
    }
    // Docker reports no health for a container without a health check.
    if told.pointer("/State/Health/Status").is_some_and(|status| status == "")
        && let Some(Value::Object(state)) = told.get_mut("State")
    {
        state.remove("Health");
    }
}

/// Checks whether an engine generated this name of a volume.
fn is_made_up(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn image(told: &mut Value) {
    for names in ["RepoTags", "RepoDigests"] {
        told.get_mut(names).and_then(Value::as_array_mut).into_iter().flatten().for_each(name);
    }
}

/// Checks whether a commit was refused because it had no settings.
pub(super) fn wants_settings(error: &EngineError) -> bool {
    matches!(&error.cause, Cause::Refused { words, .. } if words.contains("Decode(): EOF"))
}

/// How long to wait before Podman is asked again.
const PAUSE: Duration = Duration::from_millis(20);

/// Asks, and asks again during `patience` while `again` accepts the error.
pub(super) async fn patiently<T, F: Future<Output = Result<T, EngineError>>>(
    patience: Duration,
    again: impl Fn(&EngineError) -> bool,
    ask: impl FnMut() -> F,
) -> Result<T, EngineError> {
    let pauses = ConstantBuilder::new().with_delay(PAUSE).without_max_times();
    let began = Instant::now();
    let worth = |error: &EngineError| began.elapsed() < patience && again(error);
    ask.retry(pauses).sleep(tokio::time::sleep).when(worth).await
}

/// How long a container may take to end before Podman's error about it is believed.
pub(super) const ENDING: Duration = Duration::from_secs(10);

/// Checks whether a forced removal was refused because the container is ending.
///
/// It can no longer be killed, and cannot be removed yet.
pub(super) fn is_ending(error: &EngineError) -> bool {
    matches!(&error.cause, Cause::Refused { words, .. }
        if words.contains("could not be stopped") && words.contains("container state improper"))
}

/// How long images may come and go before Podman's error about them is believed.
///
/// An image that a build writes or a removal deletes is incomplete for some milliseconds.
pub(super) const MOVING: Duration = Duration::from_secs(5);

/// Checks whether a listing may have failed on a missing or incomplete object.
pub(super) fn moved_meanwhile(error: &EngineError) -> bool {
    error.is_not_found() || met_a_part(error)
}

/// Checks whether a call may have failed because some image was incomplete.
///
/// There is a different message for each missing part (the image, a layer, the manifest, the size of a blob), all
/// with status 500.
pub(super) fn met_a_part(error: &EngineError) -> bool {
    matches!(&error.cause, Cause::Refused { status: 500, .. })
}

/// Checks whether a volume was refused because one was made a moment ago.
///
/// An older one is returned as it is.
pub(super) fn volume_is_there(error: &EngineError) -> bool {
    matches!(&error.cause, Cause::Refused { words, .. } if words.contains("volume already exists"))
}

/// Checks whether an answer was empty, by the words of the JSON parser.
pub(super) fn is_empty(error: &EngineError) -> bool {
    matches!(&error.cause, Cause::Broken(words) if words.starts_with("EOF while parsing a value at line 1 column 0"))
}

/// Returns the columns that arguments of `ps` ask for, `None` if they ask for more.
pub(super) fn columns(arguments: &str) -> Option<&str> {
    match arguments.split_whitespace().collect::<Vec<_>>().as_slice() {
        [] | ["-ef"] => Some(COLUMNS),
        ["-o" | "-eo", columns] => Some(columns),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_of_images_are_as_docker_writes_them() {
        for (told, written) in [
            ("localhost/nginx:latest", "nginx:latest"),
            ("docker.io/library/nginx:latest", "nginx:latest"),
            ("docker.io/somebody/nginx:1", "somebody/nginx:1"),
            ("localhost:5000/a", "localhost:5000/a"),
            ("sha256:00", "sha256:00"),
        ] {
            assert_eq!(familiar(told), written);
        }
    }

    #[test]
    fn what_is_told_is_worded_as_docker_does_and_nothing_else_changes() {
        let label = "localhost/stays";
        let reworded = |operation, mut told: Value| {
            reword(operation, &mut told);
            told
        };
        assert_eq!(
            reworded(
                Operation::InspectContainer,
                json!({ "Image": "sha256:1", "Config": { "Image": "localhost/a:latest", "Labels": { "l": label } },
                    "HostConfig": { "Binds": [format!("{}:/nameless:rw", "0f".repeat(32)), "data:/data:rw"] },
                    "State": { "Status": "running", "Health": { "Status": "" } } }),
            ),
            json!({ "Image": "sha256:1", "Config": { "Image": "a", "Labels": { "l": label } },
                "HostConfig": { "Binds": ["data:/data:rw"] }, "State": { "Status": "running" } }),
        );
        assert_eq!(
            reworded(Operation::List(Kind::Container), json!([{ "Image": "docker.io/library/a:1" }])),
            json!([{ "Image": "a:1" }]),
        );
        let healthy = json!({ "Config": {}, "State": { "Health": { "Status": "healthy" } } });
        assert_eq!(reworded(Operation::InspectContainer, healthy.clone()), healthy);
        assert_eq!(
            reworded(
                Operation::List(Kind::Image),
                json!([{ "RepoTags": ["localhost/a:1"], "RepoDigests": null }])
            ),
            json!([{ "RepoTags": ["a:1"], "RepoDigests": null }]),
        );
        assert_eq!(
            reworded(Operation::RemoveImage, json!([{ "Untagged": "localhost/a:1" }, { "Deleted": "1" }])),
            json!([{ "Untagged": "a:1" }, { "Deleted": "1" }]),
        );
        let volume = json!({ "Name": "localhost/v" });
        assert_eq!(reworded(Operation::InspectVolume, volume.clone()), volume);
    }

    #[test]
    fn a_container_that_ends_is_told_from_one_that_cannot_be_removed() {
        let refused = |words: &str| {
            let words = words.to_owned();
            is_ending(&EngineError::new(
                Operation::RemoveContainer,
                "c0",
                Cause::Refused { status: 500, words },
            ))
        };
        assert!(refused(
            "cannot remove container c0 as it could not be stopped: sending SIGKILL to container c0: container \
             state improper: stopped"
        ));
        assert!(!refused(
            "container c0 has dependent containers which must be removed before it: container state improper"
        ));
    }

    #[test]
    fn a_list_in_which_something_comes_or_goes_is_asked_for_again() {
        let failed = |cause| moved_meanwhile(&EngineError::new(Operation::List(Kind::Image), "", cause));
        let refused = |status, words: &str| Cause::Refused { status, words: words.to_owned() };
        for words in [
            "reading image \"3a0c\": locating image with ID \"3a0c\": image not known",
            "locating item named \"manifest\" for image with ID \"3a0c\" (consider removing the image to resolve \
             the issue): file does not exist",
            "checking if image \"3a0c\" is dangling: reading data blob size \"sha256:3a0c\" for \"3a0c\": size is not \
             known",
        ] {
            assert!(failed(refused(500, words)), "{words}");
        }
        assert!(failed(refused(404, "no such container")));
        assert!(!failed(refused(400, "invalid filter")));
        assert!(!failed(Cause::Unreachable("Connection refused".to_owned())));
    }

    #[test]
    fn only_columns_are_asked_of_an_engine_without_ps() {
        assert_eq!(columns(""), Some(COLUMNS));
        assert_eq!(columns("-ef"), Some(COLUMNS));
        assert_eq!(columns("-o pid,comm"), Some("pid,comm"));
        assert_eq!(columns("aux"), None);
    }
}
