//! The classic builder: a Dockerfile, step by step, without a cache. Every step that runs something runs
//! it in a container of its own.

use std::collections::BTreeMap;

use bytes::Bytes;
use futures_util::StreamExt;
use statelab::engine::{
    BuildSpec, ContainerId, ContainerSpec, EngineError, Flow, LogOptions, Operation, Said, clean_path,
};
use tokio::sync::mpsc;

use super::archive::{Entry, unpack};
use super::engine::on;
use super::image::{Config, Image, tagged, words};
use super::images::{broken, said};
use super::shell;
use super::tree::{Node, Thing, Tree, name, now};
use super::world::{Model, Refused, fresh_id, refuse};

type Tell = mpsc::UnboundedSender<Result<Said, EngineError>>;

pub fn build(model: Model, context: Flow<Bytes>, spec: BuildSpec) -> Flow<Said> {
    let (tell, mut told) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let subject = spec.tags.first().cloned().unwrap_or_default();
        let built = match unpack(context).await {
            Ok(entries) => {
                on(Build::new(model, entries, spec, tell.clone()).run().await, Operation::Build, &subject)
            }
            Err(fault) => Err(broken(fault, Operation::Build, &subject)),
        };
        if let Err(error) = built {
            let _ = tell.send(Err(error));
        }
    });
    Box::pin(futures_util::stream::poll_fn(move |context| told.poll_recv(context)))
}

/// A stage of a Dockerfile: what it has come to.
#[derive(Clone)]
struct Stage {
    name: String,
    base: Option<Image>,
    tree: Tree,
    config: Config,
    /// What made it, since its base.
    by: Vec<String>,
}

struct Build {
    model: Model,
    entries: Vec<Entry>,
    spec: BuildSpec,
    tell: Tell,
    stages: Vec<Stage>,
    arguments: BTreeMap<String, String>,
}

/// The steps of a Dockerfile: lines, continued ones joined, without comments.
fn steps(text: &str) -> Vec<String> {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    let joined = lines.collect::<Vec<_>>().join("\n").replace("\\\n", " ");
    joined.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

impl Build {
    fn new(model: Model, entries: Vec<Entry>, spec: BuildSpec, tell: Tell) -> Self {
        Self { model, entries, spec, tell, stages: Vec::new(), arguments: BTreeMap::new() }
    }

    fn say(&self, text: impl Into<String>) {
        if !self.spec.quiet {
            let _ = self.tell.send(Ok(said(text)));
        }
    }

    async fn run(mut self) -> Result<(), Refused> {
        let file = self.spec.dockerfile.clone().unwrap_or_else(|| "Dockerfile".to_owned());
        let found = self.entries.iter().find(|(path, _)| *path == file).map(|(_, node)| node.thing.clone());
        let Some(Thing::File(content)) = found else {
            return refuse(500, format!("Cannot locate specified Dockerfile: {file}"));
        };
        let mut steps = steps(&content.text());
        // What the command line says of labels is a last step.
        let labels: Vec<String> =
            self.spec.labels.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !labels.is_empty() {
            steps.push(format!("LABEL {}", labels.join(" ")));
        }
        let count = steps.len();
        for (at, step) in steps.iter().enumerate() {
            self.say(format!("Step {}/{count} : {step}\n", at + 1));
            self.step(step).await?;
            if self.tell.is_closed() {
                // Whoever wanted it has left.
                return refuse(500, "the build was cancelled");
            }
            self.say(format!(" ---> {}\n", &fresh_id()[..12]));
        }
        let wanted = self.spec.target.clone();
        let stage = match &wanted {
            Some(target) => self.stages.iter().find(|stage| stage.name == *target),
            None => self.stages.last(),
        };
        let Some(stage) = stage.cloned() else { return refuse(500, "No build stage in current context") };
        let spec = self.spec.clone();
        let by = stage.by.last().cloned().unwrap_or_default();
        let mut config = stage.config;
        config.labels.extend(spec.labels);
        let id = self.model.change(|world| {
            let id = world.add_image(stage.base.as_ref(), stage.tree, config, &by, "");
            for tag in &spec.tags {
                world.tags.insert(tagged(tag), id.clone());
            }
            id
        });
        let _ = self.tell.send(Ok(Said { image: Some(id.clone()), ..Said::default() }));
        if spec.quiet {
            let _ = self.tell.send(Ok(said(format!("{id}\n"))));
            return Ok(());
        }
        self.say(format!("Successfully built {}\n", &id[7..19]));
        for tag in &spec.tags {
            self.say(format!("Successfully tagged {}\n", tagged(tag)));
        }
        Ok(())
    }

    /// The words of a step with the variables filled in.
    fn filled(&self, text: &str) -> String {
        let pattern = regex::Regex::new(r"\$\{?(\w+)\}?").ok();
        let env = self.stages.last().map(|stage| stage.config.env.clone()).unwrap_or_default();
        let value = |name: &str| {
            let pairs = env.iter().filter_map(|pair| pair.split_once('='));
            let of_env =
                pairs.into_iter().find(|(other, _)| *other == name).map(|(_, value)| value.to_owned());
            of_env.or_else(|| self.arguments.get(name).cloned()).unwrap_or_default()
        };
        pattern.map_or_else(
            || text.to_owned(),
            |it| it.replace_all(text, |found: &regex::Captures<'_>| value(&found[1])).into_owned(),
        )
    }

    async fn step(&mut self, step: &str) -> Result<(), Refused> {
        let (word, rest) = step.split_once(char::is_whitespace).unwrap_or((step, ""));
        let rest = rest.trim();
        match word.to_ascii_uppercase().as_str() {
            "FROM" => return self.from(&self.filled(rest)),
            "ARG" => {
                let (name, value) =
                    rest.split_once('=').map_or((rest, None), |(name, value)| (name, Some(value)));
                let given = self.spec.arguments.get(name).cloned().flatten();
                let value = given.or_else(|| value.map(|value| value.trim_matches('"').to_owned()));
                self.arguments.extend(value.map(|value| (name.to_owned(), value)));
                return Ok(());
            }
            "RUN" => return self.run_step(rest).await,
            "COPY" | "ADD" => return self.copy(&self.filled(rest)),
            _ => {}
        }
        let filled = if ["CMD", "ENTRYPOINT"].contains(&word) {
            step.to_owned()
        } else {
            format!("{word} {}", self.filled(rest))
        };
        let Some(stage) = self.stages.last_mut() else {
            return refuse(400, "no build stage in current context");
        };
        stage.by.push(step.to_owned());
        if stage.config.apply(&filled) {
            Ok(())
        } else {
            refuse(400, format!("dockerfile parse error: unknown instruction: {word}"))
        }
    }

    fn from(&mut self, rest: &str) -> Result<(), Refused> {
        let mut words = rest.split_whitespace().filter(|word| !word.starts_with("--"));
        let (image, name) = (words.next().unwrap_or_default(), words.nth(1).unwrap_or_default());
        let stage = if let Some(earlier) = self.stages.iter().find(|stage| stage.name == image) {
            earlier.clone()
        } else if image == "scratch" {
            Stage {
                name: String::new(),
                base: None,
                tree: Tree::of(Node::directory(0o755)),
                config: Config::default(),
                by: Vec::new(),
            }
        } else {
            let base = self.model.look(|world| world.require_image(image).cloned());
            let base = base.map_err(|_| {
                Refused(404, format!("pull access denied for {image}, repository does not exist"))
            })?;
            Stage {
                name: String::new(),
                tree: Tree::clone(&base.tree),
                config: base.config.clone(),
                base: Some(base),
                by: Vec::new(),
            }
        };
        self.stages.push(Stage { name: name.to_owned(), ..stage });
        self.arguments.clear();
        Ok(())
    }

    async fn run_step(&mut self, rest: &str) -> Result<(), Refused> {
        let Some(stage) = self.stages.last().cloned() else {
            return refuse(400, "no build stage in current context");
        };
        let command = words(rest);
        let (spec, arguments) = (self.spec.clone(), self.arguments.clone());
        let id = self.model.change(|world| {
            let config = Config { volumes: std::collections::BTreeSet::default(), ..stage.config.clone() };
            let image = world.add_image(stage.base.as_ref(), stage.tree.clone(), config, rest, "");
            let spec = ContainerSpec {
                image: image.clone(),
                entrypoint: Some(Vec::new()),
                command: Some(command.clone()),
                env: arguments.iter().map(|(name, value)| format!("{name}={value}")).collect(),
                limits: spec.limits,
                ..ContainerSpec::default()
            };
            let made = world.create(&format!("build-{}", &fresh_id()[..12]), &spec);
            world.images.remove(&image);
            made
        })?;
        let container = ContainerId(id.clone());
        self.model.start(&container).await?;
        let mut output = self.model.logs_of(&id, &LogOptions { follow: true, ..LogOptions::default() });
        while let Some(Ok(chunk)) = output.next().await {
            self.say(String::from_utf8_lossy(&chunk.bytes).into_owned());
        }
        let (status, tree) = self.model.change(|world| {
            let done = world.containers.get(&id).map(|one| (one.exit, one.tree.clone()));
            world.remove_container(&id, true);
            done.unwrap_or_default()
        });
        if status != 0 {
            return refuse(
                400,
                format!("The command '{}' returned a non-zero code: {status}", command.join(" ")),
            );
        }
        if let Some(stage) = self.stages.last_mut() {
            stage.tree = tree;
            stage.by.push(format!("RUN {rest}"));
        }
        Ok(())
    }

    fn copy(&mut self, rest: &str) -> Result<(), Refused> {
        let words = serde_json::from_str(rest).unwrap_or_else(|_| shell::split(rest));
        let from = words.iter().find_map(|word| word.strip_prefix("--from=")).map(str::to_owned);
        let words: Vec<String> = words.into_iter().filter(|word| !word.starts_with("--")).collect();
        let Some((to, sources)) = words.split_last() else {
            return refuse(400, "COPY requires at least two arguments");
        };
        let all: Vec<Entry> = match &from {
            None => self.entries.clone(),
            Some(stage) => {
                let number = stage.parse::<usize>().ok();
                let found =
                    self.stages.iter().enumerate().find(|(at, it)| it.name == *stage || Some(*at) == number);
                let image = || {
                    self.model.look(|world| world.require_image(stage).map(|image| Tree::clone(&image.tree)))
                };
                let tree = match found {
                    Some((_, stage)) => stage.tree.clone(),
                    None => image()?,
                };
                tree.0
                    .into_iter()
                    .filter(|it| !it.0.is_empty())
                    .map(|(path, node)| (path[1..].to_owned(), node))
                    .collect()
            }
        };
        let Some(stage) = self.stages.last_mut() else {
            return refuse(400, "no build stage in current context");
        };
        let workdir = stage.config.workdir.clone();
        let folder = to.ends_with('/') || to == "." || sources.len() > 1;
        let to = if to.starts_with('/') { clean_path(to) } else { clean_path(&format!("{workdir}/{to}")) };
        let to = stage.tree.resolved(to.trim_end_matches('/'));
        let folder = folder || stage.tree.get(&to).is_some_and(Node::is_directory);
        for source in sources {
            let source = clean_path(&format!("/{source}"));
            let source = source.trim_matches('/');
            let below = |path: &str| {
                if source.is_empty() {
                    Some(format!("/{path}"))
                } else {
                    path.strip_prefix(source)
                        .filter(|rest| rest.is_empty() || rest.starts_with('/'))
                        .map(str::to_owned)
                }
            };
            let found: Vec<(String, Node)> =
                all.iter().filter_map(|(path, node)| Some((below(path)?, node.clone()))).collect();
            if found.is_empty() {
                return refuse(
                    500,
                    format!(
                        "COPY failed: file not found in build context or excluded by .dockerignore: stat {source}: file does not exist"
                    ),
                );
            }
            let single = found.len() == 1 && !found[0].1.is_directory() && !source.is_empty();
            for (below, node) in found {
                let at =
                    if single && folder { format!("{to}/{}", name(source)) } else { format!("{to}{below}") };
                let node = if from.is_some() { node } else { Node { time: now(), ..node.owned(0, 0) } };
                stage.tree.put(&at, node);
            }
        }
        stage.by.push(format!("COPY {rest}"));
        Ok(())
    }
}
