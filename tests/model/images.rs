//! Making, naming and moving images, on the model.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream;
use statelab::engine::{
    BuildSpec, CommitSpec, ContainerId, EngineError, Flow, ImageLayer, Images, ImportSpec, Kind, Operation,
    RemovedImage, Row, Said,
};

use super::archive::{Fault, unpack};
use super::build;
use super::bundle;
use super::engine::on;
use super::image::{Config, Image, Layer, tagged};
use super::logs::failed;
use super::tree::{Node, Tree, now};
use super::world::{Model, Refused, World, fresh_id, refuse};

/// A text of people's, with its line end.
pub fn said(text: impl Into<String>) -> Said {
    Said { text: text.into(), ..Said::default() }
}

/// A fault of an archive, named.
pub fn broken(fault: Fault, operation: Operation, subject: &str) -> EngineError {
    match fault {
        Fault::Source(error) => error,
        Fault::Archive(words) => Refused(500, words).on(operation, subject),
    }
}

/// Says what comes of some work, when it has been done.
fn later<F>(work: F) -> Flow<Said>
where
    F: Future<Output = Result<Vec<Said>, EngineError>> + Send + 'static,
{
    Box::pin(futures_util::StreamExt::flat_map(stream::once(work), |done| match done {
        Ok(all) => stream::iter(all.into_iter().map(Ok).collect::<Vec<_>>()),
        Err(error) => stream::iter(vec![Err(error)]),
    }))
}

impl World {
    /// Makes an image of a tree: its id.
    pub fn add_image(
        &mut self,
        parent: Option<&Image>,
        tree: Tree,
        config: Config,
        by: &str,
        comment: &str,
    ) -> String {
        let before = parent.map(|image| image.tree.size()).unwrap_or_default();
        let mut layers = parent.map(|image| image.layers.clone()).unwrap_or_default();
        let created = now();
        layers.push(Layer {
            created: created / 1_000_000_000,
            by: by.to_owned(),
            size: tree.size().saturating_sub(before),
            comment: comment.to_owned(),
        });
        let id = format!("sha256:{}", fresh_id());
        let image = Image {
            id: id.clone(),
            tree: Arc::new(tree),
            config,
            created,
            layers,
            parent: parent.map(|image| image.id.clone()).unwrap_or_default(),
            author: String::new(),
            comment: comment.to_owned(),
        };
        self.images.insert(id.clone(), image);
        id
    }

    fn commit(&mut self, id: &str, spec: &CommitSpec) -> Result<String, Refused> {
        let one = self.require(id)?;
        let (mut config, tree, image) = (one.config.clone(), one.tree.clone(), one.image.clone());
        let by = one.command().join(" ");
        if let Some(line) = spec.changes.iter().find(|line| !config.apply(line)) {
            return refuse(400, format!("{line} is not a valid change command"));
        }
        let parent = self.images.get(&image).cloned();
        let comment = spec.message.clone().unwrap_or_default();
        let id = self.add_image(parent.as_ref(), tree, config, &by, &comment);
        if let Some(image) = self.images.get_mut(&id) {
            image.author = spec.author.clone().unwrap_or_default();
        }
        if let Some(target) = spec.target.as_ref().filter(|target| !target.is_empty()) {
            self.tags.insert(tagged(target), id.clone());
        }
        Ok(id)
    }
}

#[async_trait]
impl Images for Model {
    fn build(&self, context: Flow<Bytes>, spec: &BuildSpec) -> Flow<Said> {
        build::build(self.clone(), context, spec.clone())
    }

    async fn commit(&self, id: &ContainerId, spec: &CommitSpec) -> Result<String, EngineError> {
        on(self.change(|world| world.commit(&id.0, spec)), Operation::Commit, &id.0)
    }

    async fn tag(&self, image: &str, target: &str) -> Result<(), EngineError> {
        on(self.change(|world| world.tag(image, target)), Operation::Tag, image)
    }

    async fn remove_image(
        &self,
        image: &str,
        force: bool,
        keep_parents: bool,
    ) -> Result<Vec<RemovedImage>, EngineError> {
        let gone = on(
            self.change(|world| world.remove_image(image, force, !keep_parents)),
            Operation::RemoveImage,
            image,
        )?;
        let gone = gone.into_iter().map(|(name, what)| {
            if name { RemovedImage::Untagged(what) } else { RemovedImage::Deleted(what) }
        });
        Ok(gone.collect())
    }

    async fn history(&self, image: &str) -> Result<Vec<ImageLayer>, EngineError> {
        let found = self.look(|world| {
            let image = world.require_image(image)?.clone();
            let tags = world.tags_of(&image.id);
            let layers = image.layers.iter().rev().enumerate().map(|(at, layer)| ImageLayer {
                id: if at == 0 { image.id.clone() } else { "<missing>".to_owned() },
                created: i64::try_from(layer.created).unwrap_or_default(),
                created_by: layer.by.clone(),
                size: i64::try_from(layer.size).unwrap_or_default(),
                comment: layer.comment.clone(),
                tags: if at == 0 { tags.clone() } else { Vec::new() },
            });
            Ok(layers.collect())
        });
        on(found, Operation::History, image)
    }

    async fn all_images(&self) -> Result<Vec<Row>, EngineError> {
        let raw: Vec<_> =
            self.look(|world| world.images.values().map(|image| world.image_row(image)).collect());
        Ok(raw.into_iter().map(|raw| Row::of(Kind::Image, raw)).collect())
    }

    fn import(&self, tar: Flow<Bytes>, spec: &ImportSpec) -> Flow<Said> {
        let (model, spec) = (self.clone(), spec.clone());
        later(async move {
            let entries =
                unpack(tar).await.map_err(|fault| broken(fault, Operation::Import, &spec.target))?;
            let mut tree = Tree::of(Node::directory(0o755));
            for (path, node) in entries {
                tree.put(&format!("/{path}"), node);
            }
            let mut config = Config::default();
            for line in &spec.changes {
                config.apply(line);
            }
            let comment = spec.message.clone().unwrap_or_default();
            let id = model.change(|world| {
                let id = world.add_image(None, tree, config, "", &comment);
                if !spec.target.is_empty() {
                    world.tags.insert(tagged(&spec.target), id.clone());
                }
                id
            });
            Ok(vec![Said { status: Some(id.clone()), image: Some(id), ..Said::default() }])
        })
    }

    fn save(&self, images: &[String]) -> Flow<Bytes> {
        let subject = images.first().map_or("", String::as_str);
        match self.look(|world| bundle::save(world, images)) {
            Ok(flow) => flow,
            Err(refused) => failed(refused.on(Operation::Save, subject)),
        }
    }

    fn load(&self, tar: Flow<Bytes>) -> Flow<Said> {
        let model = self.clone();
        later(async move {
            let entries = unpack(tar).await.map_err(|fault| broken(fault, Operation::Load, ""))?;
            let loaded = on(model.change(|world| bundle::load(world, &entries)), Operation::Load, "")?;
            let told = loaded.into_iter().map(|(text, id)| Said {
                text: format!("Loaded image{text}\n"),
                image: Some(id),
                ..Said::default()
            });
            Ok(told.collect())
        })
    }
}
