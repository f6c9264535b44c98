//! Images: their files, their configuration, their names.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use statelab::engine::{Labels, clean_path};

use super::container::Container;
use super::tree::Tree;
use super::world::{Refused, World, refuse};

/// What an image says of its containers.
#[derive(Debug, Clone, Default)]
pub struct Config {
    pub env: Vec<String>,
    pub entrypoint: Vec<String>,
    pub command: Vec<String>,
    pub workdir: String,
    pub user: String,
    /// Cleaned paths.
    pub volumes: BTreeSet<String>,
    pub exposed: BTreeSet<String>,
    pub labels: Labels,
    pub stop_signal: String,
    /// A health check's words: `CMD` or `CMD-SHELL` first.
    pub health: Vec<String>,
}

/// What made a layer.
#[derive(Debug, Clone)]
pub struct Layer {
    pub created: u64,
    pub by: String,
    pub size: u64,
    pub comment: String,
}

#[derive(Debug, Clone)]
pub struct Image {
    /// With `sha256:` in front.
    pub id: String,
    pub tree: Arc<Tree>,
    pub config: Config,
    pub created: u64,
    /// The oldest first.
    pub layers: Vec<Layer>,
    /// The id of the image that it was made from; empty: of none.
    pub parent: String,
    pub author: String,
    pub comment: String,
}

/// A name as it is usually written, with its tag.
pub fn tagged(name: &str) -> String {
    let name = name.strip_prefix("docker.io/").unwrap_or(name);
    let name = name.strip_prefix("library/").unwrap_or(name);
    let last = name.rsplit('/').next().unwrap_or(name);
    if last.contains(':') { name.to_owned() } else { format!("{name}:latest") }
}

/// The words of an `ENV`-like list: `NAME=value`, later ones in place of earlier ones.
pub fn set_env(env: &mut Vec<String>, pair: &str) {
    let name = pair.split('=').next().unwrap_or(pair);
    let same = |other: &String| other.split('=').next() == Some(name);
    match env.iter_mut().find(|other| same(other)) {
        Some(other) => pair.clone_into(other),
        None => env.push(pair.to_owned()),
    }
}

impl Config {
    /// Carries out a line of a Dockerfile that changes nothing but this; false: it is none of those.
    pub fn apply(&mut self, line: &str) -> bool {
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let rest = rest.trim();
        match word.to_ascii_uppercase().as_str() {
            "ENV" => pairs(rest)
                .iter()
                .for_each(|(name, value)| set_env(&mut self.env, &format!("{name}={value}"))),
            "LABEL" => self.labels.extend(pairs(rest)),
            "CMD" => self.command = words(rest),
            "ENTRYPOINT" => (self.entrypoint, self.command) = (words(rest), Vec::new()),
            "WORKDIR" => {
                self.workdir =
                    clean_path(&format!("{}/{rest}", if rest.starts_with('/') { "" } else { &self.workdir }));
            }
            "USER" => rest.clone_into(&mut self.user),
            "VOLUME" => self.volumes.extend(list(rest)),
            "EXPOSE" => {
                let port =
                    |port: &String| if port.contains('/') { port.clone() } else { format!("{port}/tcp") };
                self.exposed.extend(list(rest).iter().map(port));
            }
            "STOPSIGNAL" => rest.clone_into(&mut self.stop_signal),
            "HEALTHCHECK" => {
                let at = rest.find("CMD").unwrap_or(rest.len());
                let command = rest[at..].trim_start_matches("CMD").trim();
                self.health = if command.starts_with('[') {
                    ["CMD".to_owned()].into_iter().chain(list(command)).collect()
                } else {
                    vec!["CMD-SHELL".to_owned(), command.to_owned()]
                };
            }
            "MAINTAINER" | "SHELL" | "ONBUILD" => {}
            _ => return false,
        }
        true
    }
}

/// A JSON list, or words.
fn list(text: &str) -> Vec<String> {
    serde_json::from_str(text).unwrap_or_else(|_| text.split_whitespace().map(str::to_owned).collect())
}

/// A JSON list, or a line for a shell.
pub fn words(text: &str) -> Vec<String> {
    serde_json::from_str(text).unwrap_or_else(|_| ["/bin/sh", "-c", text].map(str::to_owned).to_vec())
}

/// `name=value` pairs, or one `name value`; quotes are taken away.
pub fn pairs(text: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    if !text.split_whitespace().next().is_some_and(|first| first.contains('=')) {
        let (name, value) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        found.insert(name.to_owned(), value.trim().to_owned());
        return found;
    }
    for word in super::shell::split(text) {
        let (name, value) = word.split_once('=').unwrap_or((&word, ""));
        found.insert(name.to_owned(), value.to_owned());
    }
    found
}

impl World {
    /// The id of the image of this name, id, or begin of an id.
    pub fn image_id(&self, name: &str) -> Option<String> {
        if let Some(id) = self.tags.get(&tagged(name)) {
            return Some(id.clone());
        }
        let begin = if name.starts_with("sha256:") { name.to_owned() } else { format!("sha256:{name}") };
        let long = begin.len() >= "sha256:".len() + 3;
        self.images.keys().find(|id| long && id.starts_with(&begin)).cloned()
    }

    pub fn require_image(&self, name: &str) -> Result<&Image, Refused> {
        let found = self.image_id(name).and_then(|id| self.images.get(&id));
        found.ok_or_else(|| Refused(404, format!("No such image: {}", tagged(name))))
    }

    /// An image's names, in their order.
    pub fn tags_of(&self, id: &str) -> Vec<String> {
        self.tags.iter().filter(|(_, of)| *of == id).map(|(tag, _)| tag.clone()).collect()
    }

    pub fn children(&self, id: &str) -> bool {
        self.images.values().any(|image| image.parent == id)
    }

    fn using(&self, id: &str) -> Option<&Container> {
        let mut using: Vec<&Container> =
            self.containers.values().filter(|container| container.image == id).collect();
        using.sort_by_key(|container| !container.running());
        using.first().copied()
    }

    /// Gives an image a name.
    pub fn tag(&mut self, image: &str, target: &str) -> Result<(), Refused> {
        let id = self.require_image(image)?.id.clone();
        self.tags.insert(tagged(target), id);
        Ok(())
    }

    /// Takes an image, or a name of one, away: names and ids that are gone, in this order.
    pub fn remove_image(
        &mut self,
        name: &str,
        force: bool,
        prune: bool,
    ) -> Result<Vec<(bool, String)>, Refused> {
        let id = self.require_image(name)?.id.clone();
        let tags = self.tags_of(&id);
        let by_name = self.tags.contains_key(&tagged(name));
        let used = self.using(&id).map(|container| (container.id.clone(), container.running()));
        let mut gone = Vec::new();
        if by_name {
            if tags.len() == 1
                && let Some((container, _)) = used.as_ref().filter(|_| !force)
            {
                return refuse(
                    409,
                    format!(
                        "conflict: unable to remove repository reference \"{name}\" (must force) - container {} is using \
                     its referenced image {}",
                        &container[..12],
                        &id[7..19]
                    ),
                );
            }
            self.tags.remove(&tagged(name));
            gone.push((true, tagged(name)));
            if tags.len() == 1 && used.is_none() && !self.children(&id) {
                self.delete(&id, prune, &mut gone);
            }
            return Ok(gone);
        }
        let conflict = |why: &str| refuse(409, format!("conflict: unable to delete {} {why}", &id[7..19]));
        match used {
            Some((container, true)) => {
                return conflict(&format!(
                    "(cannot be forced) - image is being used by running container {}",
                    &container[..12]
                ));
            }
            Some((container, false)) if !force => {
                return conflict(&format!(
                    "(must be forced) - image is being used by stopped container {}",
                    &container[..12]
                ));
            }
            _ => {}
        }
        if self.children(&id) {
            return conflict("(cannot be forced) - image has dependent child images");
        }
        if tags.len() > 1 && !force {
            return conflict("(must be forced) - image is referenced in multiple repositories");
        }
        for tag in tags {
            self.tags.remove(&tag);
            gone.push((true, tag));
        }
        self.delete(&id, prune, &mut gone);
        Ok(gone)
    }

    /// Deletes an image, and with `prune` what only it was made from.
    fn delete(&mut self, id: &str, prune: bool, gone: &mut Vec<(bool, String)>) {
        let Some(image) = self.images.remove(id) else { return };
        gone.push((false, id.to_owned()));
        let parent = image.parent;
        let unused =
            self.tags_of(&parent).is_empty() && !self.children(&parent) && self.using(&parent).is_none();
        if prune && unused {
            self.delete(&parent, prune, gone);
        }
    }
}
