//! Images as an archive: `manifest.json`, a configuration and one layer for each, as `docker save` has
//! them.

use std::sync::Arc;

use bytes::Bytes;
use serde_json::{Value, json};
use statelab::engine::Flow;

use super::archive::{Entry, entries as unpacked, pack, packed};
use super::content::Content;
use super::image::{Config, Image, Layer, tagged};
use super::tree::{Node, Thing, Tree, now};
use super::world::{Refused, World, refuse};

pub fn save(world: &World, names: &[String]) -> Result<Flow<Bytes>, Refused> {
    let (mut manifest, mut entries): (Vec<Value>, Vec<Entry>) = (Vec::new(), Vec::new());
    for name in names {
        let image = world.require_image(name)?;
        let plain = image.id.trim_start_matches("sha256:");
        let tags: Vec<String> =
            Some(tagged(name)).filter(|tag| world.tags.contains_key(tag)).into_iter().collect();
        let known = manifest.iter_mut().find(|one| one["Config"] == format!("{plain}.json"));
        if let Some(tags_there) = known.and_then(|one| one["RepoTags"].as_array_mut()) {
            tags_there.extend(tags.into_iter().map(Value::from));
            continue;
        }
        manifest.push(json!({ "Config": format!("{plain}.json"), "RepoTags": tags, "Layers": [format!("{plain}/layer.tar")] }));
        entries.push((format!("{plain}.json"), Node::file(written(image).to_string().as_bytes(), 0o644)));
        let layer =
            image.tree.0.iter().map(|(path, node)| (path.trim_start_matches('/').to_owned(), node.clone()));
        let mut content = Content::default();
        packed(layer.filter(|(path, _)| !path.is_empty()).collect()).for_each(|piece| content.push(&piece));
        entries.push((format!("{plain}/layer.tar"), Node::new(Thing::File(content), 0o644)));
    }
    // The list comes last, as it does in an archive of Docker's.
    entries
        .push(("manifest.json".to_owned(), Node::file(Value::from(manifest).to_string().as_bytes(), 0o644)));
    Ok(pack(entries))
}

/// An image's configuration, as text.
fn written(image: &Image) -> Value {
    let config = &image.config;
    let layers: Vec<Value> =
        image.layers.iter().map(|it| json!([it.created, it.by, it.size, it.comment])).collect();
    json!({
        // Its id, since the model's ids are no digests.
        "rootfs": { "type": "layers", "diff_ids": [image.id] },
        "env": config.env, "entrypoint": config.entrypoint, "command": config.command, "workdir": config.workdir,
        "user": config.user, "volumes": config.volumes, "exposed": config.exposed, "labels": config.labels,
        "stop": config.stop_signal, "health": config.health, "layers": layers, "author": image.author, "comment": image.comment,
    })
}

fn read<T: serde::de::DeserializeOwned + Default>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap_or_default()
}

/// What was loaded: the rest of a line that tells of it, and the image's id.
pub fn load(world: &mut World, entries: &[Entry]) -> Result<Vec<(String, String)>, Refused> {
    let text = |path: &str| {
        let found = entries.iter().find(|(other, _)| other == path);
        found.and_then(
            |(_, node)| if let Thing::File(content) = &node.thing { Some(content.text()) } else { None },
        )
    };
    let json = |path: &str| text(path).and_then(|text| serde_json::from_str::<Value>(&text).ok());
    let Some(Value::Array(manifest)) = json("manifest.json") else {
        return refuse(500, "open manifest.json: no such file or directory");
    };
    let mut loaded = Vec::new();
    for one in manifest {
        let file = one["Config"].as_str().unwrap_or_default().to_owned();
        let Some(body) = json(&file) else {
            return refuse(500, format!("open {file}: no such file or directory"));
        };
        let id: String = read(&body["rootfs"]["diff_ids"][0]);
        let layer = one["Layers"][0].as_str().unwrap_or_default();
        let layer = entries.iter().find(|(path, _)| path == layer).map(|(_, node)| &node.thing);
        let Some(Thing::File(layer)) = layer else {
            return refuse(500, "open layer.tar: no such file or directory");
        };
        let layer = layer.pieces().concat();
        let mut tree = Tree::default();
        for (path, node) in unpacked(layer.as_slice()).unwrap_or_default() {
            tree.0.insert(format!("/{path}"), node);
        }
        let config = Config {
            env: read(&body["env"]),
            entrypoint: read(&body["entrypoint"]),
            command: read(&body["command"]),
            workdir: read(&body["workdir"]),
            user: read(&body["user"]),
            volumes: read(&body["volumes"]),
            exposed: read(&body["exposed"]),
            labels: read(&body["labels"]),
            stop_signal: read(&body["stop"]),
            health: read(&body["health"]),
        };
        let layers = read::<Vec<(u64, String, u64, String)>>(&body["layers"]);
        let layers = layers
            .into_iter()
            .map(|(created, by, size, comment)| Layer { created, by, size, comment })
            .collect();
        let (author, comment) = (read(&body["author"]), read(&body["comment"]));
        let image = Image {
            id: id.clone(),
            tree: Arc::new(tree),
            config,
            created: now(),
            layers,
            parent: String::new(),
            author,
            comment,
        };
        world.images.entry(id.clone()).or_insert(image);
        let tags: Vec<String> = read(&one["RepoTags"]);
        for tag in &tags {
            world.tags.insert(tag.clone(), id.clone());
            loaded.push((format!(": {tag}"), id.clone()));
        }
        if tags.is_empty() {
            loaded.push((format!(" ID: {id}"), id));
        }
    }
    Ok(loaded)
}
