//! The model behind a socket: a thin server of Docker's HTTP API, so that whole programs run on it.
//!
//! It answers what `src/engine/docker` asks, in the API's own words, and nothing else: a path that it does not know is a
//! 404. Versions in front of paths are taken and mean nothing.

mod answer;
mod containers;
mod images;
mod objects;
mod request;
mod spec;
mod streams;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use statelab::engine::{ContainerId, ExecSpec};
use tempfile::TempDir;
use tokio::net::UnixListener;
use tokio::runtime::Runtime;

use self::answer::{Answer, refusal};
use self::request::Request;
use super::world::Model;

/// A model that listens on a socket of its own until it is dropped.
pub struct Socket {
    folder: TempDir,
    model: Model,
    /// Its processes and its server live here.
    runtime: Option<Runtime>,
}

impl Socket {
    /// Starts a new model.
    ///
    /// # Panics
    /// If the socket or a thread cannot be made.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test that cannot go on says so")]
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.expect("a runtime");
        let mut socket = Self { folder, model: Model::new(), runtime: None };
        let listener = {
            let _inside = runtime.enter();
            UnixListener::bind(socket.path()).expect("a socket")
        };
        let engine = Served { model: socket.model.clone(), execs: Arc::default() };
        runtime.spawn(engine.listen(listener));
        socket.runtime = Some(runtime);
        socket
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("engine.sock")
    }

    /// Its address, as `--engine` takes it.
    #[must_use]
    pub fn address(&self) -> String {
        format!("unix://{}", self.path().display())
    }

    /// The model itself.
    #[must_use]
    pub const fn model(&self) -> &Model {
        &self.model
    }

    /// Does something on the model where its processes live.
    pub fn block_on<T>(&self, work: impl Future<Output = T>) -> T {
        match &self.runtime {
            Some(runtime) => runtime.block_on(work),
            None => unreachable!("it is taken by its drop alone"),
        }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // Ports of the host are free again when this returns; a process that never waits is not waited for.
            runtime.shutdown_timeout(Duration::from_secs(1));
        }
    }
}

/// A command that was made by one call and is started by another.
struct Exec {
    container: ContainerId,
    spec: ExecSpec,
    /// It reads what the client sends.
    stdin: bool,
    /// Its status, where it has ended.
    status: Option<i64>,
}

/// What the connections share.
#[derive(Clone)]
struct Served {
    model: Model,
    /// By their ids.
    execs: Arc<Mutex<BTreeMap<String, Exec>>>,
}

impl Served {
    async fn listen(self, listener: UnixListener) {
        while let Ok((stream, _)) = listener.accept().await {
            let served = self.clone();
            tokio::spawn(async move {
                let answers = service_fn(move |request| {
                    let served = served.clone();
                    async move { Ok::<_, Infallible>(served.answer(request).await) }
                });
                // A client that has left is no fault.
                let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), answers);
                let _ = connection.with_upgrades().await;
            });
        }
    }

    fn execs(&self) -> MutexGuard<'_, BTreeMap<String, Exec>> {
        self.execs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn answer(&self, request: hyper::Request<Incoming>) -> Answer {
        let mut request = Request::new(request);
        let path = request.path.clone();
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let answered = match parts.as_slice() {
            ["containers", rest @ ..] => self.containers(rest, &mut request).await,
            ["exec", id, what] => self.exec(id, what, &mut request).await,
            ["images", rest @ ..] => self.images(rest, &mut request).await,
            ["build"] => self.build(&mut request).await,
            ["commit"] => self.commit(&mut request).await,
            ["volumes", rest @ ..] => self.volumes(rest, &mut request).await,
            ["networks", rest @ ..] => self.networks(rest, &mut request).await,
            rest => self.system(rest).await,
        };
        answered.unwrap_or_else(|error| refusal(&error))
    }
}
