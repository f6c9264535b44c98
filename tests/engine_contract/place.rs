//! The environment of a contract test: an engine, unique names and a cleanup.

use std::panic::{AssertUnwindSafe, resume_unwind};
use std::sync::Arc;

use futures_util::{FutureExt, StreamExt};
use statelab::engine::{
    Channel, ContainerId, ContainerSpec, Engine, EngineError, ExecSpec, Flow, Guard, Kind, Labels, Ledger,
    MountKind, MountSpec, Permits, Surroundings, Timeouts, discover, engine_at,
};
use statelab_model::{Model, Socket};

/// A test's own part of an engine.
pub struct Place {
    pub engine: Arc<dyn Engine>,
    /// Whether it is Podman, which differs in some ways: see docs/engines.md.
    pub podman: bool,
    /// The prefix of every name.
    prefix: String,
    /// The folder for ledgers.
    pub folder: tempfile::TempDir,
}

/// The kind of engine.
#[derive(Clone, Copy, PartialEq, Eq)]
enum On {
    Docker,
    Podman,
    Model,
}

/// Runs a test on this machine's engine, and cleans up whatever the result is.
pub fn on_docker(test: impl AsyncFnOnce(&Place)) {
    run(async {
        let found = discover(Surroundings::of_this_process(None), Timeouts::default()).await;
        let Some(answering) = found.engine else {
            panic!("no engine: {:?}", found.tried);
        };
        within(answering.engine, On::Docker, test).await;
    });
}

/// The socket of the tests' own Podman.
const PODMAN: &str = "unix:///run/statelab-podman/podman.sock";

/// Runs a test on the tests' own Podman, and cleans up whatever the result is.
pub fn on_podman(test: impl AsyncFnOnce(&Place)) {
    run(async {
        // Discovery would take a second for each test, since Podman is slow to describe itself.
        let address = PODMAN.parse().expect("an address");
        let engine = engine_at(&address, Timeouts::default()).unwrap_or_else(|error| {
            panic!("no Podman: {error}; scripts/podman start   starts it");
        });
        within(engine, On::Podman, test).await;
    });
}

/// Runs a test on its own model of an engine.
pub fn on_model(test: impl AsyncFnOnce(&Place)) {
    run(within(Arc::new(Model::new()), On::Model, test));
}

/// Runs a test on the program's client, connected to its own model on a socket.
pub fn on_socket(test: impl AsyncFnOnce(&Place)) {
    let socket = Socket::start();
    let address = socket.address().parse().expect("an address");
    run(within(engine_at(&address, Timeouts::default()).expect("a client"), On::Model, test));
}

/// Runs a test with unique names on this engine, and cleans up afterwards.
async fn within(engine: Arc<dyn Engine>, on: On, test: impl AsyncFnOnce(&Place)) {
    let bits = getrandom::u64().expect("random numbers");
    let place = Place {
        engine,
        podman: on == On::Podman,
        prefix: format!("statelab-contract-{bits:016x}"),
        folder: tempfile::tempdir().expect("a folder"),
    };
    let outcome = AssertUnwindSafe(test(&place)).catch_unwind().await;
    place.sweep().await;
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}

/// Runs a test on a runtime like the program's own.
pub fn run(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(test);
}

impl Place {
    pub fn name(&self, name: &str) -> String {
        format!("{}-{name}", self.prefix)
    }

    /// Returns an image's name as this engine writes it.
    pub fn image(&self, name: &str) -> String {
        if self.podman { format!("docker.io/library/{name}") } else { name.to_owned() }
    }

    /// Returns a guard for the run with this name.
    pub fn guard(&self, run: &str) -> Guard {
        Guard::new(Arc::clone(&self.engine), self.ledger(run)).permitting(Self::permits())
    }

    /// Returns the images that a lab would declare.
    pub fn permits() -> Permits {
        Permits { images: ["nginx", "postgres:13"].map(str::to_owned).to_vec(), ..Permits::default() }
    }

    pub fn ledger(&self, run: &str) -> Ledger {
        let folder = self.folder.path();
        Ledger::create(folder, &self.name(run), "contract", "").expect("a ledger")
    }

    pub fn ledgers(&self) -> usize {
        std::fs::read_dir(self.folder.path()).expect("readable").count()
    }

    /// Starts a container with a shell script as its main process.
    pub async fn start(&self, name: &str, script: &str) -> ContainerId {
        let id = self.engine.create(&self.name(name), &shell(script)).await.expect("made");
        self.engine.act(&id, &statelab::engine::Act::Start).await.expect("started");
        id
    }

    /// Starts an idle container, which ends at once when it is stopped.
    pub async fn idle(&self, name: &str) -> ContainerId {
        let id = self.start(name, IDLE).await;
        self.ready(&id).await;
        id
    }

    /// Waits until an idle container is ready to be stopped.
    pub async fn ready(&self, id: &ContainerId) {
        let line = self.engine.logs(id, true).next().await.expect("a line").expect("output");
        assert_eq!(line.bytes, "ready\n");
    }

    /// Returns the objects with this label.
    pub async fn labelled(&self, kind: Kind, label: &str, value: &str) -> Vec<String> {
        let labels = Labels::from([(label.to_owned(), value.to_owned())]);
        let found = self.engine.list(kind, &labels).await.expect("listed");
        found.into_iter().map(|found| found.name).collect()
    }

    /// Returns what the run with this name has left in the engine.
    pub async fn left_by(&self, run: &str) -> Vec<String> {
        let run = self.name(run);
        let mut left = Vec::new();
        for kind in Kind::ALL {
            left.extend(self.labelled(kind, statelab::engine::LABEL_RUN, &run).await);
        }
        left
    }

    async fn sweep(&self) {
        for found in self.engine.list(Kind::Container, &Labels::new()).await.unwrap_or_default() {
            if self.is_here(&found.name, &found.labels) {
                let _ = self.engine.remove_container(&ContainerId(found.id), true, true).await;
            }
        }
        for found in self.engine.list(Kind::Volume, &Labels::new()).await.unwrap_or_default() {
            if self.is_here(&found.name, &found.labels) {
                let _ = self.engine.remove_volume(&found.id, false).await;
            }
        }
        for found in self.engine.list(Kind::Network, &Labels::new()).await.unwrap_or_default() {
            if self.is_here(&found.name, &found.labels) {
                let _ = self.engine.remove_network(&found.id).await;
            }
        }
        self.sweep_images().await;
    }

    /// Removes image names with the prefix, and untagged images with our label.
    async fn sweep_images(&self) {
        for row in self.engine.rows(Kind::Image, &Labels::new()).await.unwrap_or_default() {
            let tags: Vec<&str> =
                row.raw["RepoTags"].as_array().into_iter().flatten().filter_map(|tag| tag.as_str()).collect();
            let named = tags.iter().any(|tag| *tag != "<none>:<none>");
            for tag in tags.iter().filter(|tag| tag.contains(&self.prefix)) {
                let _ = self.engine.remove_image(tag, true, false).await;
            }
            if !named && self.is_here("", &row.found.labels) {
                let _ = self.engine.remove_image(&row.found.id, true, false).await;
            }
        }
    }

    fn is_here(&self, name: &str, labels: &Labels) -> bool {
        let ours = |label: &str| labels.get(label).is_some_and(|value| value.starts_with(&self.prefix));
        ours(statelab::engine::LABEL_RUN) || ours("statelab-contract") || name.contains(&self.prefix)
    }
}

/// Returns a container with a shell script as its main process.
///
/// It ends at once when it is stopped.
pub fn shell(script: &str) -> ContainerSpec {
    ContainerSpec {
        image: "nginx".to_owned(),
        entrypoint: Some(vec!["sh".to_owned(), "-c".to_owned()]),
        command: Some(vec![script.to_owned()]),
        ..ContainerSpec::default()
    }
}

/// A script that idles until it is stopped, by `TERM` or the image's stop signal.
pub const IDLE: &str = "trap 'exit 0' TERM QUIT; echo ready; while :; do sleep 0.1; done";

pub fn volume_at(source: &str, target: &str) -> MountSpec {
    MountSpec {
        kind: MountKind::Volume,
        source: source.to_owned(),
        target: target.to_owned(),
        ..MountSpec::default()
    }
}

pub fn command(words: &[&str]) -> ExecSpec {
    let command = words.iter().map(|&word| word.to_owned()).collect();
    ExecSpec { command, ..ExecSpec::default() }
}

/// Collects a stream of output into standard output and standard error.
pub async fn output(mut flow: Flow<statelab::engine::Chunk>) -> (String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    while let Some(chunk) = flow.next().await {
        let chunk = chunk.expect("output");
        if chunk.from == Channel::Out { &mut out } else { &mut err }.extend_from_slice(&chunk.bytes);
    }
    (String::from_utf8_lossy(&out).into_owned(), String::from_utf8_lossy(&err).into_owned())
}

/// Runs a command in a container. Returns its output and status.
pub async fn exec(engine: &dyn Engine, id: &ContainerId, spec: &ExecSpec) -> (String, String, i64) {
    let process = engine.exec(id, spec).await.expect("begun");
    let (out, err) = output(process.output).await;
    (out, err, process.exit.await.expect("a status"))
}

/// Returns the refusal that a call ended in.
pub fn refused<T>(result: Result<T, EngineError>) -> statelab::engine::Refusal {
    let error = result.err().expect("an error");
    error.refusal().unwrap_or_else(|| panic!("no refusal: {error}"))
}
