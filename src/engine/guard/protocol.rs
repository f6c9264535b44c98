//! Tests of making and cleaning up, against an engine that is late and where another owner is always first.

mod whose;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream;
use tokio::time::Instant;

use super::*;
use crate::engine::{
    Act, BuildSpec, ContainerSpec, Found, ImageDetails, Images, LogOptions, Networks, Pulling, RemovedImage,
    Row, Said, VolumeDetails, VolumeSpec,
};

/// The ids of the images that a build makes.
const IDS: [&str; 3] = ["111111111111", "222222222222", "333333333333"];

/// An engine with one container, which appears some time after the call.
///
/// An object that is looked for before it is made does not exist; right after, it belongs to another owner.
#[derive(Default)]
struct Late {
    appears: Option<Instant>,
    label: Mutex<String>,
    removed: Mutex<u32>,
    /// How often a removal is refused.
    refusals: Mutex<u32>,
    /// When another owner's container is shown, which was made first.
    taken: Mutex<Option<Instant>>,
    /// The delay between the reservation of its name and that moment.
    shown_after: Duration,
    /// A volume of the run.
    volume: Mutex<Option<VolumeDetails>>,
    /// When it was removed.
    volume_gone: Mutex<Option<Instant>>,
    /// Images, each built on the one before.
    images: Mutex<Vec<Found>>,
    /// How often the engine fails to remove one.
    failures: Mutex<u32>,
    /// Whether an image exists again after each removal.
    again: bool,
    /// The description of the last container it was asked for.
    asked: Mutex<Option<ContainerSpec>>,
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn unused<T>() -> Result<T, EngineError> {
    Err(EngineError::new(Operation::About, "", Cause::Broken("not played".to_owned())))
}

/// Builds an image of three steps.
///
/// Removes only the named image, and no base of another.
#[async_trait]
impl Images for Late {
    fn build(&self, context: Flow<Bytes>, spec: &BuildSpec) -> Flow<Said> {
        drop(context);
        assert_eq!(spec.labels, Labels::new());
        let found = |id: &str| Found { id: id.to_owned(), name: String::new(), labels: Labels::new() };
        let built = IDS.map(found);
        *lock(&self.images) = built.to_vec();
        let said = |text: &str, image: Option<&str>| {
            Ok(Said { text: text.to_owned(), image: image.map(str::to_owned), ..Said::default() })
        };
        let step = |id: &str| said(&format!(" ---> {id}\n"), None);
        Box::pin(stream::iter([step(IDS[0]), step(IDS[1]), step(IDS[2]), said("", Some(IDS[2]))]))
    }

    async fn all_images(&self) -> Result<Vec<Row>, EngineError> {
        let row = |found: &Found| {
            let names: Vec<&String> = Some(&found.name).filter(|name| !name.is_empty()).into_iter().collect();
            Row { found: found.clone(), raw: serde_json::json!({ "RepoTags": names }) }
        };
        Ok(lock(&self.images).iter().map(row).collect())
    }

    async fn tag(&self, image: &str, target: &str) -> Result<(), EngineError> {
        let mut images = lock(&self.images);
        let tagged = images.iter_mut().find(|found| found.id == image).expect("built");
        target.clone_into(&mut tagged.name);
        Ok(())
    }

    async fn remove_image(&self, image: &str, _: bool, _: bool) -> Result<Vec<RemovedImage>, EngineError> {
        let mut failures = lock(&self.failures);
        if *failures > 0 {
            *failures -= 1;
            return Err(refused(Operation::RemoveImage, image, 500, "layer not known".to_owned()));
        }
        let mut images = lock(&self.images);
        if self.again {
            return Ok(Vec::new());
        }
        if images.last().is_some_and(|last| last.id == image || last.name == image) {
            images.pop();
            return Ok(Vec::new());
        }
        let words = "conflict: unable to delete (cannot be forced) - image has dependent child images";
        Err(refused(Operation::RemoveImage, image, 409, words.to_owned()))
    }
}

impl Networks for Late {}

#[async_trait]
impl Engine for Late {
    async fn list(&self, kind: Kind, _: &Labels) -> Result<Vec<Found>, EngineError> {
        let there = kind == Kind::Container
            && *lock(&self.removed) == 0
            && self.appears.is_some_and(|appears| appears <= Instant::now());
        let labels = Labels::from([(LABEL_SELF.to_owned(), lock(&self.label).clone())]);
        let found = Found { id: "c0ffee".to_owned(), name: "web".to_owned(), labels };
        Ok(if there { vec![found] } else { Vec::new() })
    }

    async fn remove_container(&self, _: &ContainerId, _: bool, _: bool) -> Result<(), EngineError> {
        let mut refusals = lock(&self.refusals);
        if *refusals > 0 {
            *refusals -= 1;
            return Err(refused(Operation::RemoveContainer, "web", 500, "busy".to_owned()));
        }
        *lock(&self.removed) += 1;
        Ok(())
    }

    async fn about(&self) -> Result<About, EngineError> {
        unused()
    }
    async fn container(&self, name: &str) -> Result<Option<ContainerDetails>, EngineError> {
        let stranger = ContainerDetails {
            id: ContainerId("5742".to_owned()),
            name: name.to_owned(),
            running: true,
            ..ContainerDetails::default()
        };
        Ok(Some(stranger).filter(|_| lock(&self.taken).is_some_and(|shown| shown <= Instant::now())))
    }
    async fn image(&self, name: &str) -> Result<Option<ImageDetails>, EngineError> {
        if name.starts_with("built") || IDS.contains(&name) {
            let images = lock(&self.images);
            let found = images.iter().find(|image| image.id == name || image.name == name);
            let tags =
                |name: &str| Some(name.to_owned()).filter(|name| !name.is_empty()).into_iter().collect();
            return Ok(found.map(|found| ImageDetails {
                id: found.id.clone(),
                tags: tags(&found.name),
                labels: found.labels.clone(),
                ..ImageDetails::default()
            }));
        }
        Ok(Some(ImageDetails { tags: vec!["nginx".to_owned()], ..ImageDetails::default() }))
    }
    async fn inspect(&self, _: Kind, _: &str, _: bool) -> Result<Option<serde_json::Value>, EngineError> {
        Ok(Some(serde_json::json!({})))
    }
    async fn rows(&self, _: Kind, _: &Labels) -> Result<Vec<Row>, EngineError> {
        self.all_images().await
    }
    async fn volume(&self, _: &str) -> Result<Option<VolumeDetails>, EngineError> {
        Ok(lock(&self.volume).clone())
    }
    async fn images(&self) -> Result<Vec<ImageDetails>, EngineError> {
        unused()
    }
    fn pull(&self, _: &str) -> Flow<Pulling> {
        Box::pin(stream::empty())
    }
    async fn create(&self, name: &str, spec: &ContainerSpec) -> Result<ContainerId, EngineError> {
        *lock(&self.asked) = Some(spec.clone());
        *lock(&self.taken) = Some(Instant::now() + self.shown_after);
        let words = format!("Conflict. The container name \"/{name}\" is already in use by container 5742");
        Err(refused(Operation::Create, name, 409, words))
    }
    async fn act(&self, _: &ContainerId, _: &Act) -> Result<(), EngineError> {
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
    async fn create_volume_with(&self, name: &str, _: &VolumeSpec) -> Result<VolumeDetails, EngineError> {
        Ok(VolumeDetails { name: name.to_owned(), ..VolumeDetails::default() })
    }
    async fn remove_volume(&self, _: &str, _: bool) -> Result<(), EngineError> {
        *lock(&self.volume) = None;
        *lock(&self.volume_gone) = Some(Instant::now());
        Ok(())
    }
}

/// Cleans up after a client that died during create.
///
/// Also returns how long it took and whether the ledger is gone.
async fn clean_after(appears: Option<Duration>, refusals: u32) -> (Cleaned, Duration, bool, u32) {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = Ledger::create(folder.path(), "run", "lab", "").expect("a ledger");
    let (_, identity) = ledger.intend(Kind::Container, "web").expect("written");
    let began = Instant::now();
    let engine = Arc::new(Late {
        appears: appears.map(|after| began + after),
        label: Mutex::new(identity),
        refusals: Mutex::new(refusals),
        ..Late::default()
    });
    let guard = Guard::new(Arc::clone(&engine) as Arc<dyn Engine>, ledger);
    let cleaned = guard.clean().await;
    let gone = std::fs::read_dir(folder.path()).expect("readable").next().is_none();
    let removed = *lock(&engine.removed);
    (cleaned, began.elapsed(), gone, removed)
}

fn web() -> (Kind, String) {
    (Kind::Container, "web".to_owned())
}

#[tokio::test(start_paused = true)]
async fn what_appears_late_is_removed() {
    for after in [0, 64, 500, 1900] {
        let (cleaned, _, gone, removed) = clean_after(Some(Duration::from_millis(after)), 0).await;
        assert_eq!((cleaned.removed.as_slice(), removed, gone), ([web()].as_slice(), 1, true), "{after} ms");
        assert_eq!(cleaned.left, []);
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_there_is_not_waited_for() {
    let (_, took, gone, _) = clean_after(Some(Duration::ZERO), 0).await;
    assert!(took < Duration::from_millis(500) && gone, "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn what_never_appears_is_given_two_seconds() {
    let (cleaned, took, gone, _) = clean_after(None, 0).await;
    assert_eq!((cleaned, gone), (Cleaned::default(), true));
    assert!((Duration::from_secs(2)..Duration::from_secs(3)).contains(&took), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn what_is_there_does_not_wait_for_what_never_appears() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = Ledger::create(folder.path(), "run", "lab", "").expect("a ledger");
    let (made, identity) = ledger.intend(Kind::Volume, "data").expect("written");
    ledger.made(made, "data").expect("written");
    ledger.intend(Kind::Container, "web").expect("written");
    let labels = Labels::from([(LABEL_SELF.to_owned(), identity)]);
    let volume = Mutex::new(Some(VolumeDetails { labels, ..VolumeDetails::default() }));
    let engine = Arc::new(Late { volume, ..Late::default() });
    let began = Instant::now();
    let guard = Guard::new(Arc::clone(&engine) as Arc<dyn Engine>, ledger);
    let cleaned = guard.clean().await;
    assert_eq!((cleaned.removed, cleaned.left), (vec![(Kind::Volume, "data".to_owned())], vec![]));
    let gone = lock(&engine.volume_gone).expect("removed") - began;
    // A container that appears late may need it, and none takes a second to appear.
    assert!((Duration::from_secs(1)..Duration::from_millis(1500)).contains(&gone), "{gone:?}");
    assert!(began.elapsed() >= Duration::from_secs(2), "{:?}", began.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_refused_removal_is_tried_again_and_then_told() {
    let (cleaned, _, gone, removed) = clean_after(Some(Duration::ZERO), 3).await;
    assert_eq!((cleaned.removed, removed, gone), (vec![web()], 1, true));
    let (cleaned, took, gone, removed) = clean_after(Some(Duration::ZERO), u32::MAX).await;
    assert_eq!((cleaned.removed.len(), cleaned.left.len(), removed, gone), (0, 1, 0, false));
    assert!(took < Duration::from_secs(3), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn a_stranger_who_comes_between_look_and_call_is_told_from_an_own_name() {
    // The name is reserved before the container is visible; the last one never is.
    for shown_after in [0, 30, 500, 60_000].map(Duration::from_millis) {
        let folder = tempfile::tempdir().expect("a folder");
        let ledger = Ledger::create(folder.path(), "run", "lab", "").expect("a ledger");
        let guard = Guard::new(Arc::new(Late { shown_after, ..Late::default() }), ledger)
            .permitting(Permits { images: vec!["nginx".to_owned()], ..Permits::default() });
        let taken = |kind, name: &str| Err(GuardError::taken(kind, name.to_owned(), Owner::Stranger));
        let began = Instant::now();
        let container = guard.create_container("web", ContainerSpec::default()).await;
        assert_eq!(container.map(|_| ()), taken(Kind::Container, "web"));
        assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
        let volume = guard.create_volume("data", &Labels::new()).await;
        assert_eq!(volume.map(|_| ()), taken(Kind::Volume, "data"));
        assert_eq!(guard.ledger.open_entries(), [], "nothing of it is ours");
        assert_eq!(guard.clean().await, Cleaned::default());
    }
}

/// A context that needs only nginx.
fn context() -> Flow<Bytes> {
    Box::pin(stream::iter([Ok(packed("Dockerfile", b"FROM nginx\n").into())]))
}

/// An archive of one file.
fn packed(name: &str, content: &[u8]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(content.len() as u64);
    header.set_entry_type(tar::EntryType::Regular);
    tar.append_data(&mut header, name, content).expect("packed");
    tar.into_inner().expect("packed")
}

/// Cleans up after a build that was stopped after `said` lines.
///
/// The engine fails `failures` times. Also returns the images that the engine still has.
async fn clean_after_build(said: usize, failures: u32) -> (Cleaned, Vec<Found>) {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = Ledger::create(folder.path(), "run", "lab", "").expect("a ledger");
    let engine = Arc::new(Late { failures: Mutex::new(failures), ..Late::default() });
    let guard = Guard::new(Arc::clone(&engine) as Arc<dyn Engine>, ledger)
        .permitting(Permits { images: vec!["nginx".to_owned()], ..Permits::default() });
    let spec = BuildSpec { tags: vec!["built:1".to_owned()], ..BuildSpec::default() };
    let mut flow = guard.build(context(), &spec).await.expect("begun");
    for _ in 0..said {
        flow.next().await;
    }
    drop(flow);
    let cleaned = guard.clean().await;
    let left = lock(&engine.images).clone();
    (cleaned, left)
}

#[tokio::test(start_paused = true)]
async fn the_steps_of_a_build_go_where_the_engine_forgets_them_and_where_it_was_given_up() {
    // The fifth line is the name that is given after the build.
    for (said, told) in [(3, None), (4, Some(IDS[2])), (5, Some("built:1"))] {
        let (cleaned, left) = clean_after_build(said, 0).await;
        assert_eq!((cleaned.left, left), (vec![], vec![]), "{said}");
        // Students do not know the steps.
        let removed = cleaned.removed.iter().map(|(_, name)| name.as_str());
        assert_eq!(removed.collect::<Vec<_>>(), told.into_iter().collect::<Vec<_>>(), "{said}");
    }
    // What a builder makes without reporting it stays, as with docker.
    let (cleaned, left) = clean_after_build(2, 0).await;
    assert_eq!((cleaned.removed.len(), left.len()), (0, 3));
}

#[tokio::test(start_paused = true)]
async fn what_an_engine_fails_at_is_tried_again_and_then_told() {
    let (cleaned, left) = clean_after_build(5, 5).await;
    assert_eq!((cleaned.left, left), (vec![], vec![]));
    let (cleaned, left) = clean_after_build(5, u32::MAX).await;
    assert_eq!((cleaned.removed.len(), cleaned.left.len(), left.len()), (0, 3, 3), "{:?}", cleaned.left);
}
