//! An engine that does not behave: every call ends in time, with an error that has a name.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::StreamExt;
use statelab::engine::{
    About, Act, Address, AttachSpec, BuildSpec, Candidate, Cause, CommitSpec, ContainerId, ContainerSpec,
    Deadline, Docker, Ending, EndpointSpec, Engine, EngineError, ImportSpec, Kind, Labels, NetworkSpec,
    NoEngine, Operation, Origin, Timeouts, Until, discover,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::archive;
use crate::place::{command, run};

/// What a connection is answered.
#[derive(Clone, Copy)]
enum Answer {
    /// Nothing, ever.
    Silence,
    /// These bytes, and then the end of the connection.
    Bytes(&'static str),
    /// These bytes, and then nothing.
    Stall(&'static str),
    /// The first bytes, and then the second ones again and again, without an end.
    Endless(&'static str, &'static str),
    /// The first bytes to the first request, and the second ones to all others.
    First(&'static str, &'static str),
}

/// An engine that gives every request the same answer.
struct Impostor {
    address: Address,
    /// The first lines of the requests.
    requests: Arc<Mutex<Vec<String>>>,
    /// The most bytes that were taken of an answer without an end.
    taken: Arc<AtomicUsize>,
}

impl Impostor {
    async fn answering(answer: Answer) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let requests: Arc<Mutex<Vec<String>>> = Arc::default();
        let taken: Arc<AtomicUsize> = Arc::default();
        let (seen, most) = (Arc::clone(&requests), Arc::clone(&taken));
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (seen, most) = (Arc::clone(&seen), Arc::clone(&most));
                tokio::spawn(async move {
                    let mut head = vec![0; 4096];
                    let size = stream.read(&mut head).await.unwrap_or_default();
                    let line = String::from_utf8_lossy(&head[..size]);
                    let earlier = {
                        let mut seen = seen.lock().expect("whole");
                        seen.push(line.lines().next().unwrap_or_default().to_owned());
                        seen.len() - 1
                    };
                    let bytes = match answer {
                        Answer::Silence => return std::future::pending().await,
                        Answer::First(bytes, _) if earlier == 0 => bytes,
                        Answer::Endless(head, more) => {
                            let _ = stream.write_all(head.as_bytes()).await;
                            let more = more.repeat((1 << 20) / more.len());
                            let mut written = 0;
                            while stream.write_all(more.as_bytes()).await.is_ok() {
                                written += more.len();
                                most.fetch_max(written, Ordering::Relaxed);
                            }
                            return;
                        }
                        Answer::Bytes(bytes) | Answer::Stall(bytes) | Answer::First(_, bytes) => bytes,
                    };
                    let _ = stream.write_all(bytes.as_bytes()).await;
                    if matches!(answer, Answer::Stall(_)) {
                        std::future::pending::<()>().await;
                    }
                });
            }
        });
        Self { address: Address::Tcp(format!("127.0.0.1:{port}")), requests, taken }
    }

    /// The engine with short time-outs.
    fn engine(&self) -> Deadline {
        self.patient_engine(SHORT)
    }

    /// The engine with time-outs of this length.
    fn patient_engine(&self, time: Duration) -> Deadline {
        let docker = Docker::connect(&self.address).expect("an address");
        Deadline::with(Arc::new(docker), Timeouts::all(time))
    }
}

const SHORT: Duration = Duration::from_millis(100);

/// Longer than some MiB take.
const MANY: Duration = Duration::from_secs(30);

fn id() -> ContainerId {
    ContainerId("c0ffee".to_owned())
}

#[test]
fn the_engines_newest_api_is_asked() {
    run(async {
        let impostor =
            Impostor::answering(Answer::Bytes("HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n")).await;
        let engine = impostor.engine();
        let _ = engine.about().await;
        let _ = engine.container("web").await;
        let _ = engine.act(&id(), &Act::Start).await;
        let mut requests = impostor.requests.lock().expect("whole").clone();
        requests.sort();
        // No `/v1.53` in front: should bollard begin to send it, a version has to be agreed on.
        assert_eq!(
            requests,
            [
                "GET /containers/web/json HTTP/1.1",
                "GET /info HTTP/1.1",
                "GET /version HTTP/1.1",
                "POST /containers/c0ffee/start HTTP/1.1",
            ]
        );
    });
}

#[test]
fn an_image_is_asked_for_again_where_podman_met_a_part_of_another_one() {
    const PODMAN: &str = "HTTP/1.1 500 No\r\nlibpod-api-version: 4.3.1\r\nconnection: close\r\n\r\n\
        {\"message\":\"failed to convert ImageData to ImageInspect 'web': reading data blob size \\\"sha256:1\\\" for \
        \\\"2\\\": size is not known\"}";
    const DOCKER: &str = "HTTP/1.1 500 No\r\nconnection: close\r\n\r\n{\"message\":\"layer does not exist\"}";
    const NONE: &str = "HTTP/1.1 404 No\r\nlibpod-api-version: 4.3.1\r\nconnection: close\r\n\r\n\
        {\"message\":\"web: image not known\"}";
    const THERE: &str = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"Id\":\"sha256:c0ffee\"}";
    let asked = |first| async move {
        let impostor = Impostor::answering(Answer::First(first, THERE)).await;
        let told = impostor.engine().image("web").await;
        let requests = impostor.requests.lock().expect("whole").len();
        (told.map(|image| image.map(|image| image.id)).map_err(|error| error.to_string()), requests)
    };
    run(async {
        assert_eq!(asked(PODMAN).await, (Ok(Some("sha256:c0ffee".to_owned())), 2));
        assert_eq!(asked(NONE).await, (Ok(None), 1), "that it is not there is an answer");
        let (told, requests) = asked(DOCKER).await;
        assert!(told.is_err_and(|error| error.contains("layer does not exist")));
        assert_eq!(requests, 1);
    });
}

/// Every call, each with the operation that its error has to name.
async fn every_call(engine: &dyn Engine) -> Vec<(Operation, EngineError)> {
    let errors = every_answer(engine).await.into_iter();
    errors.map(|(operation, error)| (operation, error.expect("an error"))).collect()
}

/// Every call, with its error where there is one.
async fn every_answer(engine: &dyn Engine) -> Vec<(Operation, Option<EngineError>)> {
    let (id, labels) = (id(), Labels::new());
    let mut errors: Vec<(Operation, Option<EngineError>)> = Vec::new();
    let mut add = |operation, error| errors.push((operation, error));
    add(Operation::About, engine.about().await.err());
    for kind in Kind::ALL {
        add(Operation::List(kind), engine.list(kind, &labels).await.err());
        add(Operation::List(kind), engine.rows(kind, &labels).await.err());
        add(Operation::inspect(kind), engine.inspect(kind, "web", false).await.err());
    }
    add(Operation::InspectContainer, engine.container("web").await.err());
    add(Operation::InspectImage, engine.image("web").await.err());
    add(Operation::InspectVolume, engine.volume("web").await.err());
    add(Operation::List(Kind::Image), engine.images().await.err());
    add(Operation::Pull, engine.pull("web").next().await.expect("an item").err());
    add(Operation::Create, engine.create("web", &ContainerSpec::default()).await.err());
    for act in [
        Act::Start,
        Act::Stop(Ending::default()),
        Act::Restart(Ending::default()),
        Act::Kill("TERM".to_owned()),
        Act::Pause,
        Act::Unpause,
        Act::Rename("new".to_owned()),
        Act::Update(Box::default()),
    ] {
        add(act.operation(), engine.act(&id, &act).await.err());
    }
    add(Operation::Wait, engine.wait(&id).await.err());
    add(Operation::Logs, engine.logs(&id, false).next().await.expect("an item").err());
    add(Operation::Logs, engine.logs(&id, true).next().await.expect("an item").err());
    add(Operation::Exec, engine.exec(&id, &command(&["true"])).await.err());
    add(Operation::Changes, engine.changes(&id).await.err());
    add(Operation::Read, engine.read(&id, "/x").await.err());
    add(Operation::Write, engine.write(&id, "/x", archive::of("one", "text")).await.err());
    add(Operation::RemoveContainer, engine.remove_container(&id, true, true).await.err());
    add(Operation::CreateVolume, engine.create_volume("web", &labels).await.err());
    add(Operation::RemoveVolume, engine.remove_volume("web", false).await.err());
    errors.extend(every_newer_call(engine).await);
    errors
}

/// Those that came with the whole of docker's commands.
async fn every_newer_call(engine: &dyn Engine) -> Vec<(Operation, Option<EngineError>)> {
    let (id, tar) = (id(), || archive::of("one", "text"));
    let mut errors: Vec<(Operation, Option<EngineError>)> = Vec::new();
    let mut add = |operation, error| errors.push((operation, error));
    add(Operation::About, engine.version().await.err());
    add(Operation::Usage, engine.usage().await.err());
    let ended = match engine.wait_begun(&id, Until::NextExit).await {
        Ok(exit) => exit.await.err(),
        Err(error) => Some(error),
    };
    add(Operation::Wait, ended);
    add(Operation::Attach, engine.attach(&id, AttachSpec::OUTPUTS, Bytes::new()).await.err());
    add(Operation::Top, engine.top(&id, "").await.err());
    add(Operation::Read, engine.stat(&id, "/x").await.err());
    add(Operation::Export, engine.export(&id).next().await.expect("an item").err());
    add(Operation::InspectNetwork, engine.network("web").await.err());
    add(Operation::CreateNetwork, engine.create_network("web", &NetworkSpec::default()).await.err());
    add(Operation::RemoveNetwork, engine.remove_network("web").await.err());
    add(Operation::Connect, engine.connect("web", &id, &EndpointSpec::default()).await.err());
    add(Operation::Disconnect, engine.disconnect("web", &id, false).await.err());
    add(Operation::Build, engine.build(tar(), &BuildSpec::default()).next().await.expect("an item").err());
    add(Operation::Commit, engine.commit(&id, &CommitSpec::default()).await.err());
    add(Operation::Tag, engine.tag("web", "new").await.err());
    add(Operation::RemoveImage, engine.remove_image("web", false, false).await.err());
    add(Operation::History, engine.history("web").await.err());
    add(Operation::Import, engine.import(tar(), &ImportSpec::default()).next().await.expect("an item").err());
    add(Operation::Save, engine.save(&["web".to_owned()]).next().await.expect("an item").err());
    add(Operation::Load, engine.load(tar()).next().await.expect("an item").err());
    errors
}

#[test]
fn a_silent_engine_is_a_time_out_with_a_name() {
    run(async {
        let impostor = Impostor::answering(Answer::Silence).await;
        let began = Instant::now();
        for (operation, error) in every_call(&impostor.engine()).await {
            assert_eq!(error.operation, operation);
            assert!(matches!(error.cause, Cause::TimedOut(time) if time >= SHORT), "{error}");
        }
        assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    });
}

#[test]
fn the_first_question_has_five_seconds() {
    assert_eq!(Timeouts::default().of(Operation::About), Duration::from_secs(5));
}

#[test]
fn an_engine_that_fails_or_hangs_up_has_its_cause() {
    run(async {
        let refusal = "HTTP/1.1 500 No\r\ncontent-length: 17\r\n\r\n{\"message\":\"boo\"}";
        let impostor = Impostor::answering(Answer::Bytes(refusal)).await;
        for (operation, error) in every_call(&impostor.engine()).await {
            // The question about a path is one for headers: its answer has no words.
            let words = if error.cause.to_string().contains("boo") { "boo" } else { "Internal Server Error" };
            let cause = Cause::Refused { status: 500, words: words.to_owned() };
            assert!(words == "boo" || operation == Operation::Read, "{operation:?}");
            assert_eq!((error.operation, error.cause), (operation, cause));
        }
        for garbage in ["", "HTTP/1.1 200 OK\r\n", "NONSENSE\r\n\r\n"] {
            let impostor = Impostor::answering(Answer::Bytes(garbage)).await;
            for (operation, error) in every_call(&impostor.engine()).await {
                assert_eq!(error.operation, operation);
                assert!(matches!(error.cause, Cause::Broken(_)), "{garbage:?}: {error}");
            }
        }
    });
}

/// What is done once the status says so. Nothing more is read of the answer.
const BY_STATUS: [Operation; 15] = [
    Operation::Start,
    Operation::Stop,
    Operation::Restart,
    Operation::Kill,
    Operation::Pause,
    Operation::Unpause,
    Operation::Rename,
    Operation::Update,
    Operation::Write,
    Operation::RemoveContainer,
    Operation::RemoveVolume,
    Operation::RemoveNetwork,
    Operation::Connect,
    Operation::Disconnect,
    Operation::Tag,
];

#[test]
fn an_answer_without_an_end_is_given_up_and_named() {
    const HEAD: &str = "HTTP/1.1 200 OK\r\n\r\n";
    /// The longest answer that is read, and what the system keeps of one that is not.
    const MOST: usize = (32 + 64) << 20;
    run(async {
        let impostor = Impostor::answering(Answer::Endless(HEAD, "[0,")).await;
        for (operation, error) in every_answer(&impostor.patient_engine(MANY)).await {
            match (operation, error) {
                // Nothing is kept of what is passed on as it comes, or of an answer that is in its headers.
                (Operation::Logs | Operation::Read | Operation::Export | Operation::Save, None) => {}
                (_, None) if BY_STATUS.contains(&operation) => {}
                (_, None) => panic!("{operation:?}: an answer without an end was read"),
                (_, Some(error)) if error.operation != operation => panic!("{operation:?}: {error}"),
                // It is seen at once that these are no frames, no stream of a process, no list of changes.
                (Operation::Logs | Operation::Attach | Operation::Read | Operation::Changes, Some(_)) => {}
                (_, Some(error)) => assert!(matches!(error.cause, Cause::TooLong(_)), "{error}"),
            }
        }
        let taken = impostor.taken.load(Ordering::Relaxed);
        assert!(taken < MOST, "{taken} bytes");
    });
}

#[test]
fn changes_without_an_end_are_given_up_and_named() {
    const ITEM: &str = "{\"Path\":\"/a\",\"Kind\":1},";
    run(async {
        for (head, more) in [("[", ITEM), ("[{\"Path\":\"", "a")] {
            let head: &'static str = format!("HTTP/1.1 200 OK\r\n\r\n{head}").leak();
            let impostor = Impostor::answering(Answer::Endless(head, more)).await;
            let error = impostor.patient_engine(MANY).changes(&id()).await.expect_err("too many");
            assert_eq!(error, EngineError::new(Operation::Changes, "c0ffee", Cause::TooManyChanges));
        }
    });
}

#[test]
fn a_refusal_without_an_end_is_still_a_refusal() {
    run(async {
        let head = "HTTP/1.1 500 No\r\n\r\n{\"message\":\"";
        let impostor = Impostor::answering(Answer::Endless(head, "boo")).await;
        for (operation, error) in every_call(&impostor.patient_engine(MANY)).await {
            assert_eq!(error.operation, operation);
            assert!(matches!(error.cause, Cause::Refused { status: 500, .. }), "{error}");
        }
    });
}

#[test]
fn where_nobody_listens_the_system_says_why() {
    run(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = Address::Tcp(listener.local_addr().expect("an address").to_string());
        drop(listener);
        let docker = Docker::connect(&address).expect("an address");
        for (operation, error) in every_call(&docker).await {
            assert_eq!(error.operation, operation);
            let Cause::Unreachable(words) = &error.cause else { panic!("{error}") };
            assert!(words.contains("refused"), "{words}");
        }
    });
}

#[cfg(unix)]
#[test]
fn a_missing_and_a_dead_socket_are_told_apart() {
    run(async {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.sock");
        let address = Address::Unix(path.to_str().expect("text").to_owned());
        let words = |error: EngineError| match error.cause {
            Cause::Unreachable(words) => words,
            other => panic!("{other}"),
        };
        let missing = words(Docker::connect(&address).expect_err("an error"));
        assert!(missing.contains("No such file"), "{missing}");
        drop(tokio::net::UnixListener::bind(&path).expect("a socket"));
        let docker = Docker::connect(&address).expect("a file");
        let dead = words(docker.about().await.expect_err("an error"));
        assert!(dead.contains("refused"), "{dead}");
    });
}

const STREAM: &str = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

#[test]
fn a_stream_that_stalls_is_a_time_out() {
    run(async {
        let stall = "HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\nsomething";
        let engine = Impostor::answering(Answer::Stall(stall)).await.engine();
        let mut archive = engine.read(&id(), "/x").await.expect("begun").expect("there");
        assert_eq!(archive.next().await, Some(Ok("something".into())));
        let late = EngineError::new(Operation::Read, "c0ffee", Cause::TimedOut(SHORT));
        assert_eq!(archive.next().await, Some(Err(late)));
        assert_eq!(archive.next().await, None);
    });
}

#[test]
fn a_stream_that_breaks_is_no_end() {
    run(async {
        let cut = "HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\nsomething";
        let engine = Impostor::answering(Answer::Bytes(cut)).await.engine();
        let archive = engine.read(&id(), "/x").await.expect("begun").expect("there");
        let items: Vec<_> = archive.collect().await;
        let Some(Err(error)) = items.last() else { panic!("{items:?}") };
        assert!(matches!(error.cause, Cause::Broken(_)), "{error}");
    });
}

#[test]
fn an_error_inside_a_pull_is_an_error() {
    const PULL: &str = "HTTP/1.1 200 OK\r\ncontent-length: 106\r\n\r\n\
        {\"status\":\"Pulling fs layer\",\"id\":\"a0\"}\n\
        {\"errorDetail\":{\"message\":\"no space\"},\"error\":\"no space\"}\n          ";
    run(async {
        let engine = Impostor::answering(Answer::Bytes(PULL)).await.engine();
        let items: Vec<_> = engine.pull("web").collect().await;
        let cause = Cause::Refused { status: 500, words: "no space".to_owned() };
        assert_eq!(items[0].as_ref().map(|pulling| pulling.layer.as_deref()), Ok(Some("a0")));
        assert_eq!(items[1], Err(EngineError::new(Operation::Pull, "web", cause)));
        assert_eq!(items.len(), 2, "nothing is asked after an error");
        // A pull that hangs, as with a registry that does not answer.
        let engine = Impostor::answering(Answer::Stall(STREAM)).await.engine();
        let items: Vec<_> = engine.pull("web").collect().await;
        assert_eq!(items, [Err(EngineError::new(Operation::Pull, "web", Cause::TimedOut(SHORT)))]);
    });
}

#[test]
fn a_source_that_stalls_does_not_hold_a_copy_for_ever() {
    run(async {
        let engine = Impostor::answering(Answer::Silence).await.engine();
        let late = EngineError::new(Operation::Write, "c0ffee", Cause::TimedOut(SHORT));
        let endless = Box::pin(futures_util::stream::pending());
        assert_eq!(engine.write(&id(), "/x", endless).await, Err(late));
    });
}

const ABOUT: &str = "HTTP/1.1 200 OK\r\ncontent-length: 110\r\n\r\n\
    {\"Version\":\"9\",\"ApiVersion\":\"1.9\",\"Os\":\"linux\",\"Arch\":\"amd64\",\
    \"DockerRootDir\":\"/d\",\"Driver\":\"o\",\"Cgroup\":\"1\"}     ";

#[test]
fn discovery_tries_in_order_and_tells_all() {
    run(async {
        let silent = Impostor::answering(Answer::Silence).await.address;
        let good = Impostor::answering(Answer::Bytes(ABOUT)).await.address;
        let candidate = |url: String| Candidate { address: url.parse(), url, from: Origin::Usual };
        let candidates = vec![
            candidate("ssh://there".to_owned()),
            candidate(silent.to_string()),
            candidate(good.to_string()),
            candidate("tcp://never:1".to_owned()),
        ];
        let found = discover(candidates, Timeouts::all(SHORT)).await;
        let results: Vec<Result<&About, &NoEngine>> =
            found.tried.iter().map(|(_, result)| result.as_ref()).collect();
        let [Err(NoEngine::Address(_)), Err(NoEngine::Engine(late)), Ok(about)] = results.as_slice() else {
            panic!("{results:?}");
        };
        assert_eq!(late.cause, Cause::TimedOut(SHORT));
        assert_eq!((about.name.as_str(), about.platform.as_str()), ("Docker", "linux/amd64"));
        assert_eq!(found.engine.map(|answering| answering.address), Some(good));
    });
}
