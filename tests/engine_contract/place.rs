//! A place to test in: a real engine, names that nobody else has, and a broom.

use std::panic::{AssertUnwindSafe, resume_unwind};
use std::sync::Arc;

use futures_util::{FutureExt, StreamExt};
use statelab::engine::{
    Channel, ContainerId, ContainerSpec, Engine, EngineError, ExecSpec, Flow, Guard, Kind, Labels, Ledger,
    MountKind, MountSpec, Permits, Surroundings, Timeouts, discover, engine_at,
};
use statelab_model::{Model, Socket};

/// A test's own corner of an engine.
pub struct Place {
    pub engine: Arc<dyn Engine>,
    /// Whether it is Podman, which does some things in its own way: docs/engines.md says which.
    pub podman: bool,
    /// Every name begins with it.
    prefix: String,
    /// Where ledgers are.
    pub folder: tempfile::TempDir,
}

/// Which engine it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum On {
    Docker,
    Podman,
    Model,
}

/// Runs a test on the engine that this machine has, and sweeps up after it, whatever it came to.
pub fn on_docker(test: impl AsyncFnOnce(&Place)) {
    run(async {
        let found = discover(Surroundings::of_this_process(None), Timeouts::default()).await;
        let Some(answering) = found.engine else {
            panic!("no engine: {:?}", found.tried);
        };
        within(answering.engine, On::Docker, test).await;
    });
}

/// Where the tests' own Podman listens.
const PODMAN: &str = "unix:///run/statelab-podman/podman.sock";

/// Runs a test on the tests' own Podman, and sweeps up after it, whatever it came to.
pub fn on_podman(test: impl AsyncFnOnce(&Place)) {
    run(async {
        // Not by discovery, as for Docker: what Podman tells of itself takes it a second each time.
        let address = PODMAN.parse().expect("an address");
        let engine = engine_at(&address, Timeouts::default()).unwrap_or_else(|error| {
            panic!("no Podman: {error}; scripts/podman start   starts it");
        });
        within(engine, On::Podman, test).await;
    });
}

/// Runs a test on a model of an engine, its own.
pub fn on_model(test: impl AsyncFnOnce(&Place)) {
    run(within(Arc::new(Model::new()), On::Model, test));
}

/// Runs a test on the program's client of a model that listens on a socket, its own.
pub fn on_socket(test: impl AsyncFnOnce(&Place)) {
    let socket = Socket::start();
    let address = socket.address().parse().expect("an address");
    run(within(engine_at(&address, Timeouts::default()).expect("a client"), On::Model, test));
}

/// Runs a test in a corner of this engine, and sweeps up after it.
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

    /// An image's name, as this engine says it.
    pub fn image(&self, name: &str) -> String {
        if self.podman { format!("docker.io/library/{name}") } else { name.to_owned() }
    }

    /// A guard for a run of this name.
    pub fn guard(&self, run: &str) -> Guard {
        Guard::new(Arc::clone(&self.engine), self.ledger(run)).permitting(Self::permits())
    }

    /// The images that a lab would declare.
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

    /// A container that runs a shell script as its main process.
    pub async fn start(&self, name: &str, script: &str) -> ContainerId {
        let id = self.engine.create(&self.name(name), &shell(script)).await.expect("made");
        self.engine.act(&id, &statelab::engine::Act::Start).await.expect("started");
        id
    }

    /// A container that does nothing, and ends at once when it is told to.
    pub async fn idle(&self, name: &str) -> ContainerId {
        let id = self.start(name, IDLE).await;
        self.ready(&id).await;
        id
    }

    /// Waits until an idle container has come so far that it can be told to end.
    pub async fn ready(&self, id: &ContainerId) {
        let line = self.engine.logs(id, true).next().await.expect("a line").expect("output");
        assert_eq!(line.bytes, "ready\n");
    }

    /// What carries this label.
    pub async fn labelled(&self, kind: Kind, label: &str, value: &str) -> Vec<String> {
        let labels = Labels::from([(label.to_owned(), value.to_owned())]);
        let found = self.engine.list(kind, &labels).await.expect("listed");
        found.into_iter().map(|found| found.name).collect()
    }

    /// Whether the run of this name has left anything in the engine.
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

    /// Takes away every name that begins with the prefix, and every image with a label of ours that has
    /// no name.
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

/// A container whose main process is a shell script; it ends at once when it is told to.
pub fn shell(script: &str) -> ContainerSpec {
    ContainerSpec {
        image: "nginx".to_owned(),
        entrypoint: Some(vec!["sh".to_owned(), "-c".to_owned()]),
        command: Some(vec![script.to_owned()]),
        ..ContainerSpec::default()
    }
}

/// A script that does nothing until it is stopped: by `TERM`, or by what the image says instead.
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

/// All of a stream of output: standard output, standard error.
pub async fn output(mut flow: Flow<statelab::engine::Chunk>) -> (String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    while let Some(chunk) = flow.next().await {
        let chunk = chunk.expect("output");
        if chunk.from == Channel::Out { &mut out } else { &mut err }.extend_from_slice(&chunk.bytes);
    }
    (String::from_utf8_lossy(&out).into_owned(), String::from_utf8_lossy(&err).into_owned())
}

/// A command's output and status.
pub async fn exec(engine: &dyn Engine, id: &ContainerId, spec: &ExecSpec) -> (String, String, i64) {
    let process = engine.exec(id, spec).await.expect("begun");
    let (out, err) = output(process.output).await;
    (out, err, process.exit.await.expect("a status"))
}

/// The refusal that a call ended in.
pub fn refused<T>(result: Result<T, EngineError>) -> statelab::engine::Refusal {
    let error = result.err().expect("an error");
    error.refusal().unwrap_or_else(|| panic!("no refusal: {error}"))
}
