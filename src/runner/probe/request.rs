//! Sends one request to a container's own address.

use std::io;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Empty, Limited};
use hyper::Request;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// The longest body that is read, in bytes.
const BODY: usize = 1 << 20;
/// The time limit of one try.
const TRY: Duration = Duration::from_secs(5);
/// The time limit of a connection: an unreachable address may not refuse.
const CONNECT: Duration = Duration::from_secs(1);

/// A response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpResponse {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: Bytes,
}

/// GETs `path` from a server.
///
/// # Errors
/// Why there is no response: a failed connection, a broken response, a body of more than 1 MiB, or no
/// end within five seconds.
pub async fn get(address: &str, port: u16, path: &str) -> io::Result<HttpResponse> {
    tokio::time::timeout(TRY, request(address, port, path))
        .await
        .unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}

async fn request(address: &str, port: u16, path: &str) -> io::Result<HttpResponse> {
    let connecting = tokio::time::timeout(CONNECT, TcpStream::connect((address, port)));
    let stream = connecting.await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))?;
    let (mut client, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
    let request = Request::get(path)
        .header("host", format!("{address}:{port}"))
        .header("user-agent", concat!("statelab/", env!("CARGO_PKG_VERSION")))
        .body(Empty::<Bytes>::new())
        .map_err(io::Error::other)?;
    let exchange = async {
        let answer = client.send_request(request).await.map_err(io::Error::other)?;
        let status = answer.status().as_u16();
        let body = Limited::new(answer.into_body(), BODY).collect().await.map_err(io::Error::other)?;
        Ok(HttpResponse { status, body: body.to_bytes() })
    };
    // The connection must be driven during the exchange; the first of them to fail has the reason.
    let mut exchange = std::pin::pin!(exchange);
    tokio::select! {
        answer = &mut exchange => answer,
        ended = connection => {
            ended.map_err(io::Error::other)?;
            exchange.await
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};

    fn answered_with(bytes: &'static [u8]) -> io::Result<HttpResponse> {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 1024];
            let length = stream.read(&mut request).unwrap();
            stream.write_all(bytes).unwrap();
            String::from_utf8_lossy(&request[..length]).into_owned()
        });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let answer = runtime.block_on(get("127.0.0.1", port, "/a?b"));
        assert!(server.join().unwrap().starts_with("GET /a?b HTTP/1.1\r\n"));
        answer
    }

    #[test]
    fn an_answer_has_a_status_and_a_body() {
        let answer = answered_with(b"HTTP/1.1 404 Not Found\r\ncontent-length: 4\r\n\r\nnone").unwrap();
        assert_eq!(answer, HttpResponse { status: 404, body: Bytes::from_static(b"none") });
    }

    #[test]
    fn a_body_that_ends_with_the_connection_is_whole() {
        let answer = answered_with(b"HTTP/1.0 200 OK\r\n\r\nall of it").unwrap();
        assert_eq!(answer.body, "all of it");
    }

    #[test]
    fn a_broken_answer_is_an_error() {
        assert!(answered_with(b"SSH-2.0-x\r\n").is_err());
    }

    /// No text from a response's head is shown, whether the response is valid or not.
    #[test]
    fn nothing_of_the_head_is_kept_but_the_status() {
        let good = b"HTTP/1.1 200 \x1b]0;owned\x07\r\nX: \x9bowned\r\ncontent-length: 1\r\n\r\nx";
        let good_head = b"HTTP/1.1 200 owned\r\nX: \x9bowned\r\ncontent-length: 1\r\n\r\nx";
        let bad_name = b"HTTP/1.1 200 OK\r\nX\x1b]0;owned\x07: y\r\ncontent-length: 1\r\n\r\nx";
        let bad_value = b"HTTP/1.1 200 OK\r\nX: \x1b]0;owned\x07\r\ncontent-length: 1\r\n\r\nx";
        assert_eq!(
            answered_with(good_head).unwrap(),
            HttpResponse { status: 200, body: Bytes::from_static(b"x") }
        );
        for bytes in [&good[..], bad_name, bad_value] {
            let words = answered_with(bytes).unwrap_err().to_string();
            assert!(!words.contains("owned") && !words.contains('\u{1b}'), "{words:?}");
        }
    }
}
