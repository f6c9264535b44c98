//! Asks a container over HTTP: by its own address; where that does not answer, by a port that it
//! publishes; where there is none, from inside the container with whatever client is there.
//!
//! Imports: `engine`, `event` (messages).

use bytes::Bytes;

use super::carry::run_in;
use super::error::RunError;
use super::http::{self, Answer};
use crate::engine::{ContainerDetails, ExecSpec, Guard};
use crate::event::Message;

/// Prints the answer as HTTP has it, by the first client that is there: curl, bash, wget. None of
/// them writes a file. Status 127: there is none.
const CLIENT: &str = r#"
if command -v curl >/dev/null 2>&1; then
  exec curl -s -i -m 5 "http://127.0.0.1:$1$2"
elif command -v bash >/dev/null 2>&1; then
  exec bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$0" && printf "GET %s HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n\r\n" "$1" >&3 && cat <&3' "$1" "$2"
elif command -v wget >/dev/null 2>&1; then
  head=$(wget -S -q -T 5 -O /dev/null "http://127.0.0.1:$1$2" 2>&1 | grep -m 1 'HTTP/')
  test -n "$head" || exit 1
  printf '%s\r\n\r\n' "${head#"${head%%[![:space:]]*}"}"
  wget -q -T 5 -O - "http://127.0.0.1:$1$2" 2>/dev/null || true
else
  exit 127
fi
"#;

/// GETs a path: the answer, or (inner error) why there is none.
///
/// # Errors
/// The engine's fault.
pub async fn ask(
    guard: &Guard,
    container: &ContainerDetails,
    port: u16,
    path: &str,
) -> Result<Result<Answer, Message>, RunError> {
    let mut last = Message::new("seen-no-address").arg("container", &container.name);
    for (address, port) in addresses(container, port) {
        match http::get(&address, port, path).await {
            Ok(answer) => return Ok(Ok(answer)),
            Err(error) => {
                last = Message::new("seen-no-answer")
                    .arg("address", format!("{address}:{port}"))
                    .arg("cause", error.to_string());
            }
        }
    }
    let spec = ExecSpec {
        command: ["sh", "-c", CLIENT, "sh", &port.to_string(), path].map(str::to_owned).to_vec(),
        ..ExecSpec::default()
    };
    match run_in(guard, &container.id, &spec).await {
        Ok((output, 0)) => Ok(read(output.out().as_bytes()).ok_or(last)),
        // No shell, no client, or no answer inside either: what was tried from outside says more.
        Ok(_) => Ok(Err(last)),
        Err(error) if error.refusal().is_some() => Ok(Err(last)),
        Err(error) => Err(error),
    }
}

/// Where a container's port may be reached from here.
fn addresses(container: &ContainerDetails, port: u16) -> Vec<(String, u16)> {
    let own = container.addresses.iter().filter(|address| !address.is_empty());
    let own = own.map(|address| (address.clone(), port));
    let wanted = format!("{port}/tcp");
    let published = container.ports.iter().filter(|(inside, ..)| *inside == wanted);
    let published = published.map(|(_, address, outside)| {
        let everywhere = address.is_empty() || address == "0.0.0.0";
        (if everywhere { "127.0.0.1".to_owned() } else { address.clone() }, *outside)
    });
    own.chain(published).collect()
}

/// An answer as it comes over the wire, of a client that has undone its transfer coding.
fn read(bytes: &[u8]) -> Option<Answer> {
    let text = bytes.strip_prefix(b"HTTP/")?;
    let line = text.split(|byte| *byte == b'\n').next()?;
    let status = std::str::from_utf8(line).ok()?.split_whitespace().nth(1)?.parse().ok()?;
    let ends = [&b"\r\n\r\n"[..], b"\n\n"];
    let at = |end: &[u8]| bytes.windows(end.len()).position(|window| window == end).map(|at| at + end.len());
    let body = ends.into_iter().filter_map(at).min().unwrap_or(bytes.len());
    Some(Answer { status, body: Bytes::copy_from_slice(&bytes[body..]) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_from_what_a_client_prints() {
        let answer = read(b"HTTP/1.1 404 Not Found\r\nServer: x\r\n\r\nnone\n").unwrap();
        assert_eq!((answer.status, &answer.body[..]), (404, &b"none\n"[..]));
        assert_eq!(read(b"HTTP/1.0 200 OK\r\n\r\n").unwrap().body, "");
        assert_eq!(read(b"curl: (7) Failed to connect"), None);
    }

    #[test]
    fn addresses_are_the_own_then_the_published() {
        let container = ContainerDetails {
            addresses: vec!["172.17.0.2".into()],
            ports: vec![("80/tcp".into(), "0.0.0.0".into(), 8080), ("81/tcp".into(), "::1".into(), 8081)],
            ..ContainerDetails::default()
        };
        assert_eq!(
            addresses(&container, 80),
            [("172.17.0.2".to_owned(), 80), ("127.0.0.1".to_owned(), 8080)]
        );
    }
}
