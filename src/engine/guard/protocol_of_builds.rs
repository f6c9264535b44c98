//! What a guard ensures during a build, tested against a scripted engine.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream;

use super::super::dockerfile::Why;
use super::*;
use crate::engine::{
    Act, BuildSpec, ContainerSpec, Found, ImageDetails, Images, LogOptions, Networks, Pulling, Row, Said,
    VolumeDetails, VolumeSpec,
};

/// The ids of the step's container and of one that existed before.
const STEP: &str = "4dad1a68fd0d0000";
const OTHER: &str = "0badcafe00000000";

#[derive(Default)]
struct Builder {
    /// The state of the step's container, if it exists.
    state: Option<&'static str>,
    /// Whether an update fails.
    fails: bool,
    /// The containers that were given a limit, and the limit.
    bound: Mutex<Vec<(String, Option<i64>)>>,
    /// The image's `ONBUILD`, and whether the engine has the image yet.
    trigger: &'static str,
    pulled: Mutex<bool>,
    /// Whether a build was asked to pull.
    pulls: Mutex<bool>,
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn unused<T>() -> Result<T, EngineError> {
    Err(EngineError::new(Operation::About, "", Cause::Broken("not played".to_owned())))
}

#[async_trait]
impl Images for Builder {
    fn build(&self, context: Flow<Bytes>, spec: &BuildSpec) -> Flow<Said> {
        drop(context);
        *lock(&self.pulls) = spec.pull;
        // The second one is printed by a step.
        let said = [&STEP[..12], &OTHER[..12]].map(|id| format!(" ---> Running in {id}\n"));
        Box::pin(stream::iter(said.map(|text| Ok(Said { text, ..Said::default() }))))
    }
    async fn all_images(&self) -> Result<Vec<Row>, EngineError> {
        Ok(Vec::new())
    }
}

impl Networks for Builder {}

#[async_trait]
impl Engine for Builder {
    async fn about(&self) -> Result<About, EngineError> {
        unused()
    }
    async fn list(&self, kind: Kind, _: &Labels) -> Result<Vec<Found>, EngineError> {
        let other = Found { id: OTHER.to_owned(), name: "theirs".to_owned(), labels: Labels::new() };
        Ok(if kind == Kind::Container { vec![other] } else { Vec::new() })
    }
    async fn rows(&self, _: Kind, _: &Labels) -> Result<Vec<Row>, EngineError> {
        Ok(Vec::new())
    }
    async fn container(&self, name: &str) -> Result<Option<ContainerDetails>, EngineError> {
        let of = |id: &str, state: &str| ContainerDetails {
            id: ContainerId(id.to_owned()),
            state: state.to_owned(),
            ..ContainerDetails::default()
        };
        let other = OTHER.starts_with(name).then(|| of(OTHER, "running"));
        Ok(other.or(self.state.filter(|_| STEP.starts_with(name)).map(|state| of(STEP, state))))
    }
    async fn image(&self, name: &str) -> Result<Option<ImageDetails>, EngineError> {
        let details = ImageDetails { id: "sha256:1".to_owned(), ..ImageDetails::default() };
        Ok(Some(details).filter(|_| name == "nginx" && *lock(&self.pulled)))
    }
    async fn inspect(&self, _: Kind, _: &str, _: bool) -> Result<Option<serde_json::Value>, EngineError> {
        Ok(Some(serde_json::json!({ "Config": { "OnBuild": [self.trigger] } })))
    }
    fn pull(&self, _: &str) -> Flow<Pulling> {
        *lock(&self.pulled) = true;
        Box::pin(stream::empty())
    }
    async fn act(&self, id: &ContainerId, act: &Act) -> Result<(), EngineError> {
        let Act::Update(update) = act else { return unused() };
        if self.fails {
            return Err(refused(Operation::Update, &id.0, 500, "cannot update".to_owned()));
        }
        lock(&self.bound).push((id.0.clone(), update.limits.pids));
        Ok(())
    }
    async fn volume(&self, _: &str) -> Result<Option<VolumeDetails>, EngineError> {
        unused()
    }
    async fn images(&self) -> Result<Vec<ImageDetails>, EngineError> {
        unused()
    }
    async fn create(&self, _: &str, _: &ContainerSpec) -> Result<ContainerId, EngineError> {
        unused()
    }
    async fn wait(&self, _: &ContainerId) -> Result<i64, EngineError> {
        unused()
    }
    fn logs_with(&self, _: &ContainerId, _: &LogOptions) -> Flow<Chunk> {
        Box::pin(stream::empty())
    }
    async fn exec(&self, _: &ContainerId, _: &ExecSpec) -> Result<Process, EngineError> {
        unused()
    }
    async fn changes(&self, _: &ContainerId) -> Result<Vec<Change>, EngineError> {
        unused()
    }
    async fn read(&self, _: &ContainerId, _: &str) -> Result<Option<Flow<Bytes>>, EngineError> {
        unused()
    }
    async fn write(&self, _: &ContainerId, _: &str, _: Flow<Bytes>) -> Result<(), EngineError> {
        unused()
    }
    async fn create_volume_with(&self, _: &str, _: &VolumeSpec) -> Result<VolumeDetails, EngineError> {
        unused()
    }
    async fn remove_volume(&self, _: &str, _: bool) -> Result<(), EngineError> {
        unused()
    }
    async fn remove_container(&self, _: &ContainerId, _: bool, _: bool) -> Result<(), EngineError> {
        unused()
    }
}

/// Builds on nginx, and returns the outcome.
async fn build(engine: &Arc<Builder>) -> Result<Vec<Result<Said, EngineError>>, GuardError> {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = Ledger::create(folder.path(), "run", "lab", "").expect("a ledger");
    let guard = Guard::new(Arc::clone(engine) as Arc<dyn Engine>, ledger)
        .permitting(Permits { images: vec!["nginx".to_owned()], ..Permits::default() });
    let mut tar = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(11);
    tar.append_data(&mut header, "Dockerfile", &b"FROM nginx\n"[..]).expect("packed");
    let context = Box::pin(stream::iter([Ok(Bytes::from(tar.into_inner().expect("packed")))]));
    let spec = BuildSpec { pull: true, ..BuildSpec::default() };
    Ok(guard.build(context, &spec).await?.collect().await)
}

#[tokio::test(start_paused = true)]
async fn a_step_has_a_limit_or_the_build_ends() {
    for (state, fails, ends) in [
        (Some("running"), false, false),
        (Some("running"), true, true),
        (Some("created"), true, true),
        (Some("paused"), true, true),
        (Some("exited"), true, false),
        (Some("removing"), true, false),
        (None, true, false),
    ] {
        let engine = Arc::new(Builder { state, fails, trigger: "USER nobody", ..Builder::default() });
        let said = build(&engine).await.expect("begun");
        assert_eq!(said.last().is_some_and(Result::is_err), ends, "{state:?} {fails}");
        assert_eq!(said.len(), if ends { 1 } else { 2 }, "{state:?} {fails}");
        let bound = if fails { vec![] } else { vec![(STEP.to_owned(), Some(PIDS))] };
        assert_eq!(*lock(&engine.bound), bound, "no other container is");
    }
}

#[tokio::test(start_paused = true)]
async fn an_image_is_there_and_looked_at_before_a_build_begins() {
    let of = |trigger| Arc::new(Builder { trigger, ..Builder::default() });
    let engine = of("USER nobody");
    build(&engine).await.expect("begun");
    assert_eq!((*lock(&engine.pulled), *lock(&engine.pulls)), (true, false));
    let fetched = build(&of("ADD http://127.0.0.1/x /x")).await;
    assert!(matches!(fetched, Err(GuardError::Fetches { .. })), "{fetched:?}");
    let copied = build(&of("COPY --from=secret /x /x")).await;
    assert!(matches!(copied, Err(GuardError::Engine(_) | GuardError::NotOurs { .. })), "{copied:?}");
    let unclear = build(&of("RUN --network=host true")).await.err();
    assert!(matches!(unclear, Some(GuardError::Unclear(unclear)) if matches!(unclear.why, Why::Flag(_))));
}
