//! Where Podman's side of the API differs from Docker's, and what is done about it; the words of its refusals
//! are read beside Docker's, in `refusal`. Figures and words are Podman 4.3's.

use std::time::{Duration, Instant};

use backon::{ConstantBuilder, Retryable};
use hyper::Response;
use serde_json::Value;

use super::super::{Cause, EngineError, Kind, Operation, image_name};

/// The columns of `top` that Podman finds out by itself, after those of `ps -ef`.
const COLUMNS: &str = "user,pid,ppid,pcpu,etime,tty,time,args";

/// Whether Podman gave this answer: it has its own version in each.
pub(super) fn answered<B>(answer: &Response<B>) -> bool {
    answer.headers().contains_key("libpod-api-version")
}

/// A name of an image as it is usually written. Podman tells it in full, and finds one of `localhost/` also without
/// that.
pub(super) fn familiar(image: &str) -> &str {
    image_name::familiar(image.strip_prefix("localhost/").unwrap_or(image))
}

/// Words what Podman tells of an object, or of each of a list, as Docker does.
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

/// The name at a key.
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

/// The name of a container's image, which Docker gives as it was written: seldom with its tag.
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
    // Docker lists there what was given a name. Podman makes no difference, and removes a volume of a name that it
    // made up with its container, however it was mounted.
    if let Some(binds) = told.pointer_mut("/HostConfig/Binds").and_then(Value::as_array_mut) {
        binds.retain(|bind| {
            bind.as_str().is_none_or(|bind| !is_made_up(bind.split(':').next().unwrap_or(bind)))
        });
    }
    // Docker says nothing of the health of what has no check for it.
    if told.pointer("/State/Health/Status").is_some_and(|status| status == "")
        && let Some(Value::Object(state)) = told.get_mut("State")
    {
        state.remove("Health");
    }
}

/// Whether an engine made up this name of a volume.
fn is_made_up(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn image(told: &mut Value) {
    for names in ["RepoTags", "RepoDigests"] {
        told.get_mut(names).and_then(Value::as_array_mut).into_iter().flatten().for_each(name);
    }
}

/// Whether a commit was refused because settings have to come along with it.
pub(super) fn wants_settings(error: &EngineError) -> bool {
    matches!(&error.cause, Cause::Refused { words, .. } if words.contains("Decode(): EOF"))
}

/// How often Podman is asked again that was in the middle of something.
const PAUSE: Duration = Duration::from_millis(20);

/// Asks, and asks again for so long where `again` says that what failed was in the middle of something.
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

/// For how long a container may be ending, before what Podman says of it is believed.
pub(super) const ENDING: Duration = Duration::from_secs(10);

/// Whether a removal by force was refused because the container ends at this very moment: it cannot be killed any
/// more, and is not yet what can be removed.
pub(super) fn is_ending(error: &EngineError) -> bool {
    matches!(&error.cause, Cause::Refused { words, .. }
        if words.contains("could not be stopped") && words.contains("container state improper"))
}

/// For how long images may come and go, before what Podman says of them is believed: one that a build writes, or a
/// removal takes apart, is there in part for some milliseconds.
pub(super) const MOVING: Duration = Duration::from_secs(5);

/// Whether a question about all objects may have failed since one of them has gone meanwhile, or had not come whole.
pub(super) fn moved_meanwhile(error: &EngineError) -> bool {
    error.is_not_found() || met_a_part(error)
}

/// Whether a question may have failed since some image was not there whole. Which of its parts is missing is told in as
/// many words as there are parts (the image, a layer, the manifest, the size of a blob), and all of them with status 500.
pub(super) fn met_a_part(error: &EngineError) -> bool {
    matches!(&error.cause, Cause::Refused { status: 500, .. })
}

/// Whether a volume was refused because there is one, which came a moment ago: an older one is given as it is.
pub(super) fn volume_is_there(error: &EngineError) -> bool {
    matches!(&error.cause, Cause::Refused { words, .. } if words.contains("volume already exists"))
}

/// Whether an answer had nothing in it at all, in the words of whoever tried to read it.
pub(super) fn is_empty(error: &EngineError) -> bool {
    matches!(&error.cause, Cause::Broken(words) if words.starts_with("EOF while parsing a value at line 1 column 0"))
}

/// The columns that arguments of `ps` ask for, where they ask for nothing else.
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
