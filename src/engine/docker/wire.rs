//! Requests over the engine's own socket: bollard's, and those that bollard cannot make. Those need whole answers as
//! JSON without loss, headers, and undecoded streams. No answer is read whole without a bound (`bounded`).

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt, TryStreamExt, stream};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, Limited, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::header::{CONNECTION, CONTENT_TYPE, HOST, HeaderValue, UPGRADE};
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use super::super::{Address, Cause, EngineError, Flow, Operation};
use super::bounded::{self, BoundedReader};
use super::fault::{broken, lost};
use super::podman;
use super::tls::Connector;

/// The most bytes of a refusal's message that are read.
const LONGEST_REFUSAL: usize = 64 << 10;

/// The most bytes of an attached stream that are read at once.
const PIECE: usize = 16 << 10;

/// The content type of JSON.
pub(super) const JSON: &str = "application/json";

/// The content type of a tar archive.
pub(super) const TAR: &str = "application/x-tar";

/// The body of a request.
type Body = UnsyncBoxBody<Bytes, io::Error>;

/// The server that requests go to: an address, and how it is reached.
#[derive(Clone)]
pub(super) struct Server {
    address: Address,
    /// Encrypts the connection, if the address is encrypted.
    tls: Option<Connector>,
    /// Whether Podman answered there; each of its answers shows this.
    podman: Arc<AtomicBool>,
}

impl Server {
    /// Describes the server at an address, and reads its certificates if it is encrypted.
    ///
    /// # Errors
    ///
    /// Invalid certificates; a socket that is missing, or of a kind that this system does not have.
    pub(super) fn new(address: &Address) -> Result<Self, Cause> {
        let tls = match address {
            Address::Tls(tls) => Some(Connector::new(tls)?),
            Address::Tcp(_) => None,
            #[cfg(unix)]
            Address::Unix(path) => {
                std::fs::metadata(path).map(|_| None).map_err(|error| unreachable(&error))?
            }
            #[cfg(windows)]
            Address::Pipe(_) => None,
            _ => return Err(unreachable(&io::ErrorKind::Unsupported.into())),
        };
        Ok(Self { address: address.clone(), tls, podman: Arc::default() })
    }

    /// Checks whether the engine is Podman, which is known after the first answer.
    pub(super) fn is_podman(&self) -> bool {
        self.podman.load(Ordering::Relaxed)
    }
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.address)
    }
}

/// A request, with what an error about it names.
pub(super) struct Question<'a> {
    pub(super) operation: Operation,
    pub(super) subject: &'a str,
    pub(super) method: Method,
    pub(super) path: String,
    /// Names and values, not yet encoded.
    pub(super) query: Vec<(&'a str, String)>,
    /// The content type of the body.
    pub(super) content: &'static str,
}

impl Question<'_> {
    fn fault(&self, cause: Cause) -> EngineError {
        EngineError::new(self.operation, self.subject, cause)
    }

    fn uri(&self) -> String {
        let mut uri = self.path.clone();
        for (at, (name, value)) in self.query.iter().enumerate() {
            uri.push(if at == 0 { '?' } else { '&' });
            uri.push_str(name);
            uri.push('=');
            uri.push_str(&encoded(value));
        }
        uri
    }
}

/// Returns the engine's answer to a question; its body is not read yet.
pub(super) async fn ask(server: &Server, question: &Question<'_>) -> Result<Response<Incoming>, EngineError> {
    exchange(server, question, nothing(), false).await.map_err(|cause| question.fault(cause))
}

fn nothing() -> Body {
    Full::new(Bytes::new()).map_err(|never| match never {}).boxed_unsync()
}

fn written(body: &Value) -> Body {
    Full::new(Bytes::from(body.to_string())).map_err(|never| match never {}).boxed_unsync()
}

/// Sends a question with a tar stream, and returns the answer.
///
/// An error of the stream's source is returned unchanged, not as the broken connection that it causes.
pub(super) async fn upload(
    server: &Server,
    question: &Question<'_>,
    tar: Flow<Bytes>,
) -> Result<Response<Incoming>, EngineError> {
    let spoilt: Arc<Mutex<Option<EngineError>>> = Arc::default();
    let seen = Arc::clone(&spoilt);
    let frames = tar.map(move |item| {
        item.map(Frame::data).map_err(|error| {
            let words = error.to_string();
            *seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
            io::Error::other(words)
        })
    });
    let answer = exchange(server, question, StreamBody::new(frames).boxed_unsync(), false).await;
    let source = spoilt.lock().unwrap_or_else(PoisonError::into_inner).take();
    answer.map_err(|cause| source.unwrap_or_else(|| question.fault(cause)))
}

/// Returns an answer's JSON values, one a line, as they arrive. A line with an
/// error ends the stream: the engine failed after it had begun.
pub(super) fn lines(answer: Response<Incoming>, operation: Operation, subject: &str) -> Flow<Value> {
    let subject = subject.to_owned();
    let fault = move |cause| EngineError::new(operation, &subject, cause);
    let body = answer.into_body().into_data_stream().map(Some).chain(stream::once(std::future::ready(None)));
    let values = body.scan(Some(BytesMut::new()), move |kept, item| {
        let Some(text) = kept else { return std::future::ready(None) };
        let mut values: Vec<Result<Value, EngineError>> = match item {
            Some(Ok(bytes)) => {
                text.extend_from_slice(&bytes);
                split_lines(text).into_iter().map(|line| parsed(&line).map_err(&fault)).collect()
            }
            Some(Err(error)) => vec![Err(fault(broken(&error)))],
            None if text.iter().all(u8::is_ascii_whitespace) => Vec::new(),
            None => vec![parsed(text).map_err(&fault)],
        };
        if text.len() > bounded::LINE {
            values.push(Err(fault(Cause::TooLong(bounded::LINE))));
        }
        if let Some(at) = values.iter().position(Result::is_err) {
            values.truncate(at + 1);
            *kept = None;
        }
        std::future::ready(Some(values))
    });
    Box::pin(values.flat_map(stream::iter))
}

/// Removes the complete lines from the text and returns them.
fn split_lines(text: &mut BytesMut) -> Vec<Bytes> {
    let mut lines = Vec::new();
    while let Some(end) = text.iter().position(|&byte| byte == b'\n') {
        let line = text.split_to(end + 1).freeze();
        if !line.iter().all(u8::is_ascii_whitespace) {
            lines.push(line);
        }
    }
    lines
}

/// Returns a line's value, or the error that the engine wrote instead.
fn parsed(line: &[u8]) -> Result<Value, Cause> {
    let value = bounded::line(line)?;
    let said = value.pointer("/errorDetail/message").or_else(|| value.get("error"));
    match said.and_then(Value::as_str) {
        Some(words) => Err(Cause::Refused { status: 500, words: words.to_owned() }),
        None => Ok(value),
    }
}

/// Returns the whole answer as JSON.
pub(super) async fn json(server: &Server, question: &Question<'_>) -> Result<Value, EngineError> {
    whole(question, ask(server, question).await?).await
}

/// Sends a question with a JSON body, and returns the whole answer as JSON.
pub(super) async fn post(
    server: &Server,
    question: &Question<'_>,
    body: &Value,
) -> Result<Value, EngineError> {
    let answer = exchange(server, question, written(body), false).await;
    whole(question, answer.map_err(|cause| question.fault(cause))?).await
}

/// Sends a question with a JSON body, and ignores the content of the answer.
pub(super) async fn done(server: &Server, question: &Question<'_>, body: &Value) -> Result<(), EngineError> {
    let answer = exchange(server, question, written(body), false).await;
    let answer = answer.map_err(|cause| question.fault(cause))?;
    let read = bounded::body(answer.into_body(), question.operation).await;
    read.map(drop).map_err(|cause| question.fault(cause))
}

async fn whole(question: &Question<'_>, answer: Response<Incoming>) -> Result<Value, EngineError> {
    let podmans = podman::answered(&answer);
    let body = bounded::body(answer.into_body(), question.operation).await;
    let told = body.and_then(|body| bounded::json(&body, question.operation));
    let mut told = told.map_err(|cause| question.fault(cause))?;
    if podmans {
        podman::reword(question.operation, &mut told);
    }
    Ok(told)
}

/// Returns the answer's body in pieces.
pub(super) fn pieces(answer: Response<Incoming>, operation: Operation, subject: &str) -> Flow<Bytes> {
    let subject = subject.to_owned();
    let body = answer.into_body().into_data_stream();
    body.map_err(move |error| EngineError::new(operation, &subject, broken(&error))).boxed()
}

/// Sends a question, with `body` if given, and returns the raw upgraded stream.
///
/// `input` is written to the stream, and its writing end is closed.
pub(super) async fn hijack(
    server: &Server,
    question: &Question<'_>,
    body: Option<&Value>,
    input: Option<Bytes>,
) -> Result<Flow<Bytes>, EngineError> {
    let answer = exchange(server, question, body.map_or_else(nothing, written), true).await;
    let answer = answer.map_err(|cause| question.fault(cause))?;
    let upgraded = hyper::upgrade::on(answer).await.map_err(|error| question.fault(broken(&error)))?;
    let (reading, mut writing) = tokio::io::split(TokioIo::new(upgraded));
    if let Some(input) = input {
        // A process that ends early closes the stream; unread input does not matter.
        tokio::spawn(async move {
            if writing.write_all(&input).await.is_ok() {
                let _ = writing.shutdown().await;
            }
            writing
        });
    }
    let (operation, subject) = (question.operation, question.subject.to_owned());
    Ok(Box::pin(stream::unfold(Some(reading), move |reading| {
        let subject = subject.clone();
        async move {
            let mut reading = reading?;
            let mut room = BytesMut::with_capacity(PIECE);
            match reading.read_buf(&mut room).await {
                Ok(0) => None,
                Ok(_) => Some((Ok(room.freeze()), Some(reading))),
                Err(error) => Some((Err(EngineError::new(operation, &subject, broken(&error))), None)),
            }
        }
    })))
}

async fn exchange(
    server: &Server,
    question: &Question<'_>,
    body: Body,
    upgrade: bool,
) -> Result<Response<Incoming>, Cause> {
    let mut request = Request::builder().method(&question.method).uri(question.uri());
    if upgrade {
        request = request.header(CONNECTION, "Upgrade").header(UPGRADE, "tcp");
    }
    if question.method == Method::POST {
        request = request.header(CONTENT_TYPE, question.content);
    }
    let request = request.body(body).map_err(|error| Cause::Broken(error.to_string()))?;
    accepted(server, send(server, request, None).await?, upgrade).await
}

/// Sends a request of bollard's, and bounds the answer to what bollard may keep.
pub(super) async fn carry(
    server: &Server,
    request: bollard::BollardRequest,
) -> Result<Response<Incoming>, Cause> {
    let request = request.map(|body| body.map_err(io::Error::other).boxed_unsync());
    accepted(server, send(server, request, Some(bounded::CARRIED)).await?, false).await
}

/// Returns the answer, or its refusal as an error.
async fn accepted(
    server: &Server,
    answer: Response<Incoming>,
    upgrade: bool,
) -> Result<Response<Incoming>, Cause> {
    server.podman.fetch_or(podman::answered(&answer), Ordering::Relaxed);
    let status = answer.status();
    let upgraded = upgrade && status == StatusCode::SWITCHING_PROTOCOLS;
    // Starting a running container or stopping a stopped one changes nothing.
    if status.is_success() || upgraded || status == StatusCode::NOT_MODIFIED {
        return Ok(answer);
    }
    let words = Some(refusal(answer).await).filter(|words| !words.is_empty());
    // The answer to a HEAD has no body.
    let words = words.unwrap_or_else(|| status.canonical_reason().unwrap_or_default().to_owned());
    Err(Cause::Refused { status: status.as_u16(), words })
}

fn unreachable(error: &io::Error) -> Cause {
    Cause::Unreachable(error.to_string())
}

/// Sends a request over a connection of its own, and reads at most `most` bytes.
async fn send(
    server: &Server,
    request: Request<Body>,
    most: Option<usize>,
) -> Result<Response<Incoming>, Cause> {
    match &server.address {
        #[cfg(unix)]
        Address::Unix(path) => {
            let stream = tokio::net::UnixStream::connect(path).await.map_err(|error| unreachable(&error))?;
            over(stream, "docker", request, most).await
        }
        #[cfg(windows)]
        Address::Pipe(path) => {
            let pipe = tokio::net::windows::named_pipe::ClientOptions::new()
                .open(path)
                .map_err(|error| unreachable(&error))?;
            over(pipe, "docker", request, most).await
        }
        Address::Tcp(host) => {
            let stream = tokio::net::TcpStream::connect(host).await.map_err(|error| unreachable(&error))?;
            over(stream, host, request, most).await
        }
        Address::Tls(tls) => {
            let stream =
                tokio::net::TcpStream::connect(&tls.host).await.map_err(|error| unreachable(&error))?;
            let connector =
                server.tls.as_ref().ok_or_else(|| Cause::Untrusted("no certificates".to_owned()))?;
            over(connector.encrypt(stream).await?, &tls.host, request, most).await
        }
        other => Err(Cause::Unreachable(format!("{other}: {}", io::ErrorKind::Unsupported))),
    }
}

async fn over(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    host: &str,
    mut request: Request<Body>,
    most: Option<usize>,
) -> Result<Response<Incoming>, Cause> {
    let (reading, writing) = tokio::io::split(stream);
    let stream = TokioIo::new(tokio::io::join(BoundedReader::new(reading, most), writing));
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(stream).await.map_err(|error| lost(&error))?;
    // The connection's own errors also appear in the answer.
    tokio::spawn(connection.with_upgrades());
    let host = HeaderValue::from_str(host).map_err(|error| Cause::Broken(error.to_string()))?;
    request.headers_mut().insert(HOST, host);
    sender.send_request(request).await.map_err(|error| lost(&error))
}

/// Returns the engine's message of a refusal.
async fn refusal(answer: Response<Incoming>) -> String {
    let limited = Limited::new(answer.into_body(), LONGEST_REFUSAL);
    let Ok(body) = limited.collect().await else { return String::new() };
    let body = body.to_bytes();
    let value = serde_json::from_slice::<Value>(&body).unwrap_or_default();
    let message = value["message"].as_str().map(str::to_owned);
    message.unwrap_or_else(|| String::from_utf8_lossy(&body).trim().to_owned())
}

/// Percent-encodes a value of a query.
fn encoded(value: &str) -> String {
    use std::fmt::Write as _;

    value.bytes().fold(String::with_capacity(value.len()), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_cannot_leave_its_query() {
        let question = Question {
            operation: Operation::Logs,
            subject: "web",
            method: Method::GET,
            path: "/x".to_owned(),
            query: vec![("path", "/a b&c=d?#%".to_owned()), ("all", "1".to_owned())],
            content: JSON,
        };
        assert_eq!(question.uri(), "/x?path=%2Fa%20b%26c%3Dd%3F%23%25&all=1");
    }

    #[test]
    fn lines_come_whole_and_an_error_is_one() {
        let mut text = BytesMut::from(&b"{\"stream\":\"a\"}\r\n\n{\"str"[..]);
        let lines = split_lines(&mut text);
        assert_eq!((lines.len(), text.as_ref()), (1, &b"{\"str"[..]));
        assert_eq!(parsed(&lines[0]).map(|value| value["stream"].clone()), Ok("a".into()));
        let said = parsed(b"{\"errorDetail\":{\"message\":\"no\"},\"error\":\"no\"}");
        assert_eq!(said, Err(Cause::Refused { status: 500, words: "no".to_owned() }));
        assert!(matches!(parsed(b"{\"str"), Err(Cause::Broken(_))));
    }
}
