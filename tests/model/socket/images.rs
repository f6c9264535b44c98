//! Images over the socket.

use futures_util::TryStreamExt;
use hyper::Method;
use serde_json::{Value, json};
use statelab::engine::{
    BuildSpec, CommitSpec, ContainerId, Engine, Images, ImportSpec, Kind, Limits, Operation, RemovedImage,
    Said,
};

use super::super::engine::on;
use super::Served;
use super::answer::{Answered, found, lines, missing, pieces, said, told};
use super::request::Request;
use super::spec::{map, texts};

/// The name that a call gives an image, in two parts.
fn target(request: &Request) -> Option<String> {
    let name = request.one("repo")?;
    Some(request.one("tag").map_or_else(|| name.clone(), |tag| format!("{name}:{tag}")))
}

impl Served {
    pub(super) async fn images(&self, path: &[&str], request: &mut Request) -> Answered {
        let method = request.method.clone();
        Ok(match (method, path) {
            (Method::GET, ["json"]) if request.is("all") => {
                let all = self.model.all_images().await?.into_iter().map(|row| row.raw);
                told(200, &all.collect())
            }
            (Method::GET, ["json"]) => told(200, &self.rows(Kind::Image, request).into()),
            (Method::GET, ["get"]) => {
                let names = request.all("names");
                for name in &names {
                    on(self.model.look(|world| world.require_image(name).map(drop)), Operation::Save, name)?;
                }
                pieces("application/x-tar", self.model.save(&names))
            }
            (Method::POST, ["load"]) => {
                // Docker 20.10 tells names here, and no ids.
                let loaded = self.model.load(request.pieces(Operation::Load, ""));
                said(Box::pin(loaded.map_ok(|said| Said { image: None, ..said }))).await?
            }
            (Method::POST, ["create"]) => self.create_image(request).await?,
            // A name of an image may have slashes.
            (Method::GET, [name @ .., "json"]) => {
                let name = name.join("/");
                found("image", &name, self.inspected(Kind::Image, &name, false))
            }
            (Method::GET, [name @ .., "history"]) => {
                let layers = self.model.history(&name.join("/")).await?;
                let layers = layers.iter().map(|layer| {
                    json!({
                        "Id": layer.id, "Created": layer.created, "CreatedBy": layer.created_by, "Size": layer.size,
                        "Comment": layer.comment, "Tags": layer.tags,
                    })
                });
                told(200, &layers.collect())
            }
            (Method::POST, [name @ .., "tag"]) => {
                self.model.tag(&name.join("/"), &target(request).unwrap_or_default()).await?;
                told(201, &Value::Null)
            }
            (Method::DELETE, name) if !name.is_empty() => {
                let (force, keep) = (request.is("force"), request.is("noprune"));
                let removed = self.model.remove_image(&name.join("/"), force, keep).await?;
                let removed = removed.into_iter().map(|removed| match removed {
                    RemovedImage::Untagged(name) => json!({ "Untagged": name }),
                    RemovedImage::Deleted(id) => json!({ "Deleted": id }),
                });
                told(200, &removed.collect())
            }
            _ => missing("page", &request.path),
        })
    }

    /// A pull, or an import of the body.
    async fn create_image(&self, request: &mut Request) -> Answered {
        if let Some(name) = request.one("fromImage") {
            let tag = request.one("tag").unwrap_or_default();
            let image = match tag.as_str() {
                "" => name,
                digest if digest.contains(':') => format!("{name}@{digest}"),
                tag => format!("{name}:{tag}"),
            };
            let progress = self.model.pull(&image).map_ok(|pulling| json!({ "status": pulling.status }));
            return lines(Box::pin(progress)).await;
        }
        let spec = ImportSpec {
            target: target(request).unwrap_or_default(),
            message: request.one("message"),
            changes: request.all("changes"),
            platform: request.one("platform"),
        };
        let tar = request.pieces(Operation::Import, &spec.target);
        said(self.model.import(tar, &spec)).await
    }

    pub(super) async fn commit(&self, request: &mut Request) -> Answered {
        let spec = CommitSpec {
            target: target(request),
            message: request.one("comment"),
            author: request.one("author"),
            changes: request.all("changes"),
            pause: request.one("pause").is_none_or(|pause| pause != "false" && pause != "0"),
        };
        let container = ContainerId(request.one("container").unwrap_or_default());
        Ok(told(201, &json!({ "Id": self.model.commit(&container, &spec).await? })))
    }

    pub(super) async fn build(&self, request: &mut Request) -> Answered {
        let number = |name: &str| request.one(name).and_then(|value| value.parse().ok());
        let arguments = request.json_of("buildargs");
        let arguments = arguments.as_object().into_iter().flatten();
        let hosts = request.one("extrahosts").unwrap_or_default();
        let spec = BuildSpec {
            tags: request.all("t"),
            dockerfile: request.one("dockerfile"),
            target: request.one("target"),
            arguments: arguments
                .map(|(name, value)| (name.clone(), value.as_str().map(str::to_owned)))
                .collect(),
            labels: map(&request.json_of("labels")),
            no_cache: request.is("nocache"),
            pull: request.is("pull"),
            quiet: request.is("q"),
            keep_containers: request.one("rm").is_some_and(|rm| rm == "false"),
            force_remove: request.is("forcerm"),
            network: request.one("networkmode"),
            extra_hosts: hosts.split(',').filter(|host| !host.is_empty()).map(str::to_owned).collect(),
            cache_from: texts(&request.json_of("cachefrom")),
            limits: Limits {
                memory: number("memory"),
                memory_swap: number("memswap"),
                cpu_shares: number("cpushares"),
                ..Limits::default()
            },
            shm_size: number("shmsize").and_then(|size: i64| u64::try_from(size).ok()),
            platform: request.one("platform"),
            group: request.one("cgroupparent"),
        };
        let subject = spec.tags.first().cloned().unwrap_or_default();
        let context = request.pieces(Operation::Build, &subject);
        said(self.model.build(context, &spec)).await
    }
}
