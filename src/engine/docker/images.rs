//! Images: build, commit, tag, load, save and remove.

use async_trait::async_trait;
use bollard::query_parameters as query;
use bytes::Bytes;
use futures_util::{FutureExt, TryStreamExt};
use hyper::Method;
use serde_json::Value;

use super::super::{
    BuildSpec, CommitSpec, ContainerId, EngineError, Flow, GroupSpec, ImageLayer, Images, ImportSpec, Kind,
    Operation, RemovedImage, Row, Said, StepGroup,
};
use super::fault::{on, safe};
use super::wire::{self, Question};
use super::{Docker, convert, look, podman, step_group};

#[async_trait]
impl Images for Docker {
    fn build(&self, context: Flow<Bytes>, spec: &BuildSpec) -> Flow<Said> {
        let subject = spec.tags.first().cloned().unwrap_or_default();
        let mut spec = spec.clone();
        if self.server.is_podman() {
            // Podman would reuse the steps of any image, and fail if that image is removed in between. So every build
            // has steps of its own.
            spec.no_cache = true;
            spec.cache_from.clear();
            // The containers of Podman's builder have no label, and no call of Docker's API lists or removes them,
            // while they hold the images of the steps. So they are removed with the build.
            spec.keep_containers = false;
            spec.force_remove = true;
        }
        self.sent(Operation::Build, subject, "/build", build_query(&spec), context)
    }

    async fn step_group(&self, spec: &GroupSpec) -> Result<Option<StepGroup>, EngineError> {
        step_group::create(self, spec).await
    }

    async fn commit(&self, id: &ContainerId, spec: &CommitSpec) -> Result<String, EngineError> {
        let operation = Operation::Commit;
        let mut question = look::get(operation, safe(operation, &id.0)?, "/commit".to_owned());
        question.method = Method::POST;
        question.query = vec![("container", id.0.clone()), ("pause", spec.pause.to_string())];
        if let Some(target) = &spec.target {
            let (name, tag) = convert::reference(target);
            question.query.extend([("repo", name.to_owned()), ("tag", tag.to_owned())]);
        }
        question.query.extend(spec.message.clone().map(|message| ("comment", message)));
        question.query.extend(spec.author.clone().map(|author| ("author", author)));
        question.query.extend(spec.changes.iter().map(|change| ("changes", change.clone())));
        let made = match wire::json(&self.server, &question).await {
            // Podman needs settings. To Docker empty ones differ from none: a change could then no longer name what
            // the container has.
            Err(error) if podman::wants_settings(&error) => {
                wire::post(&self.server, &question, &serde_json::json!({})).await?
            }
            made => made?,
        };
        Ok(made["Id"].as_str().unwrap_or_default().to_owned())
    }

    async fn tag(&self, image: &str, target: &str) -> Result<(), EngineError> {
        let image = safe(Operation::Tag, image)?;
        let (name, tag) = convert::reference(target);
        let options = query::TagImageOptions { repo: Some(name.to_owned()), tag: Some(tag.to_owned()) };
        self.api.tag_image(image, Some(options)).await.map_err(on(Operation::Tag, image))
    }

    async fn remove_image(
        &self,
        image: &str,
        force: bool,
        keep_parents: bool,
    ) -> Result<Vec<RemovedImage>, EngineError> {
        let image = safe(Operation::RemoveImage, image)?;
        let mut question = look::get(Operation::RemoveImage, image, format!("/images/{image}"));
        question.method = Method::DELETE;
        question.query = vec![("force", force.to_string()), ("noprune", keep_parents.to_string())];
        let removed = wire::json(&self.server, &question).await?;
        let said = removed.as_array().into_iter().flatten().flat_map(|item| {
            [
                text(&item["Untagged"]).map(RemovedImage::Untagged),
                text(&item["Deleted"]).map(RemovedImage::Deleted),
            ]
        });
        Ok(said.flatten().collect())
    }

    async fn history(&self, image: &str) -> Result<Vec<ImageLayer>, EngineError> {
        let image = safe(Operation::History, image)?;
        let question = look::get(Operation::History, image, format!("/images/{image}/history"));
        let layers = wire::json(&self.server, &question).await?;
        Ok(layers.as_array().into_iter().flatten().map(layer).collect())
    }

    async fn all_images(&self) -> Result<Vec<Row>, EngineError> {
        let mut question = look::get(Operation::List(Kind::Image), "", "/images/json".to_owned());
        question.query.push(("all", "true".to_owned()));
        let listed = look::all(self, &question).await?;
        Ok(listed.as_array().into_iter().flatten().map(|raw| Row::of(Kind::Image, raw.clone())).collect())
    }

    fn import(&self, tar: Flow<Bytes>, spec: &ImportSpec) -> Flow<Said> {
        let mut query = vec![("fromSrc", "-".to_owned())];
        if !spec.target.is_empty() {
            query.push(("repo", spec.target.clone()));
        }
        query.extend(spec.message.clone().map(|message| ("message", message)));
        query.extend(spec.platform.clone().map(|platform| ("platform", platform)));
        query.extend(spec.changes.iter().map(|change| ("changes", change.clone())));
        self.sent(Operation::Import, spec.target.clone(), "/images/create", query, tar)
    }

    fn save(&self, images: &[String]) -> Flow<Bytes> {
        let subject = images.first().cloned().unwrap_or_default();
        let (docker, images) = (self.clone(), images.to_vec());
        let begun = async move {
            let mut question = look::get(Operation::Save, &subject, "/images/get".to_owned());
            for image in &images {
                question.query.push(("names", safe(Operation::Save, image)?.to_owned()));
            }
            let answer = wire::ask(&docker.server, &question).await?;
            Ok(wire::pieces(answer, Operation::Save, &subject))
        };
        Box::pin(begun.into_stream().try_flatten())
    }

    fn load(&self, tar: Flow<Bytes>) -> Flow<Said> {
        let query = vec![("quiet", "true".to_owned())];
        self.sent(Operation::Load, String::new(), "/images/load", query, tar)
    }
}

impl Docker {
    /// Returns the engine's messages while it reads a tar stream.
    fn sent(
        &self,
        operation: Operation,
        subject: String,
        path: &'static str,
        query: Vec<(&'static str, String)>,
        tar: Flow<Bytes>,
    ) -> Flow<Said> {
        let docker = self.clone();
        let begun = async move {
            let path = path.to_owned();
            let (method, content) = (Method::POST, wire::TAR);
            let question = Question { operation, subject: &subject, method, path, query, content };
            let answer = wire::upload(&docker.server, &question, tar).await?;
            Ok(wire::lines(answer, operation, &subject))
        };
        Box::pin(begun.into_stream().try_flatten().map_ok(|line| said(&line)))
    }
}

/// Returns the query of a build call.
fn build_query(spec: &BuildSpec) -> Vec<(&'static str, String)> {
    let json = |value: Value| value.to_string();
    let mut query = vec![("rm", (!spec.keep_containers).to_string()), ("version", "1".to_owned())];
    query.extend(spec.tags.iter().map(|tag| ("t", tag.clone())));
    let texts = [
        ("dockerfile", &spec.dockerfile),
        ("target", &spec.target),
        ("networkmode", &spec.network),
        ("platform", &spec.platform),
        ("cgroupparent", &spec.group),
    ];
    query.extend(texts.into_iter().filter_map(|(name, value)| Some((name, value.clone()?))));
    let switches =
        [("nocache", spec.no_cache), ("pull", spec.pull), ("q", spec.quiet), ("forcerm", spec.force_remove)];
    query.extend(switches.iter().filter(|(_, on)| *on).map(|(name, _)| (*name, "true".to_owned())));
    let limits = [
        ("memory", spec.limits.memory),
        ("memswap", spec.limits.memory_swap),
        ("cpushares", spec.limits.cpu_shares),
        ("shmsize", spec.shm_size.and_then(|size| i64::try_from(size).ok())),
    ];
    query.extend(limits.iter().filter_map(|(name, value)| Some((*name, value.as_ref()?.to_string()))));
    if !spec.arguments.is_empty() {
        query.push(("buildargs", json(serde_json::json!(spec.arguments))));
    }
    if !spec.labels.is_empty() {
        query.push(("labels", json(serde_json::json!(spec.labels))));
    }
    if !spec.cache_from.is_empty() {
        query.push(("cachefrom", json(serde_json::json!(spec.cache_from))));
    }
    if !spec.extra_hosts.is_empty() {
        query.push(("extrahosts", spec.extra_hosts.join(",")));
    }
    query
}

fn text(value: &Value) -> Option<String> {
    value.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
}

/// Converts a line of the engine's messages.
fn said(line: &Value) -> Said {
    let status = text(&line["status"]);
    let image = text(&line["aux"]["ID"]);
    // An import reports the id as a status of its own.
    let image = image.or_else(|| status.clone().filter(|status| status.starts_with("sha256:")));
    Said { text: text(&line["stream"]).unwrap_or_default(), status, layer: text(&line["id"]), image }
}

fn layer(raw: &Value) -> ImageLayer {
    let of = |key: &str| text(&raw[key]).unwrap_or_default();
    ImageLayer {
        id: of("Id"),
        created: raw["Created"].as_i64().unwrap_or_default(),
        created_by: of("CreatedBy"),
        size: raw["Size"].as_i64().unwrap_or_default(),
        comment: of("Comment"),
        tags: raw["Tags"].as_array().into_iter().flatten().filter_map(text).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_said_is_told_apart() {
        let built = said(&json!({ "aux": { "ID": "sha256:1" } }));
        assert_eq!((built.text.as_str(), built.image.as_deref()), ("", Some("sha256:1")));
        let step = said(&json!({ "stream": "Step 1/2 : FROM nginx\n" }));
        assert_eq!((step.text.as_str(), step.image), ("Step 1/2 : FROM nginx\n", None));
        let imported = said(&json!({ "status": "sha256:2" }));
        assert_eq!(imported.image.as_deref(), Some("sha256:2"));
    }

    #[test]
    fn a_builds_query_says_only_what_was_asked_for() {
        assert_eq!(build_query(&BuildSpec::default()).len(), 2);
        let spec = BuildSpec {
            tags: vec!["a".to_owned(), "b:1".to_owned()],
            arguments: [("A".to_owned(), None)].into(),
            no_cache: true,
            ..BuildSpec::default()
        };
        let query = build_query(&spec);
        for (name, value) in [("t", "a"), ("t", "b:1"), ("nocache", "true"), ("buildargs", "{\"A\":null}")] {
            assert!(query.contains(&(name, value.to_owned())), "{name}: {query:?}");
        }
    }
}
