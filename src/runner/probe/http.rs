//! Sends an HTTP request to a container: to its own address if that can be reached; else from inside the
//! container with an available client; else to a port that it publishes.

use bytes::Bytes;

use super::request::{self, HttpResponse};
use crate::engine::{ContainerDetails, ExecSpec, Guard, Reach};
use crate::event::Message;
use crate::runner::error::RunError;
use crate::runner::exec::run_in;

/// Prints the HTTP response, with the first available client: curl, bash, wget.
/// None of them writes a file. Status 127 means that there is no client.
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

/// GETs a path. The inner error says why there is no response.
///
/// # Errors
/// The engine's errors.
pub async fn ask(
    guard: &Guard,
    container: &ContainerDetails,
    port: u16,
    path: &str,
) -> Result<Result<HttpResponse, Message>, RunError> {
    let outside = match first(own(guard.reach(), container, port), path).await {
        Ok(answer) => return Ok(Ok(answer)),
        Err(why) => why,
    };
    let inside = match inside(guard, container, port, path).await? {
        Ok(answer) => return Ok(Ok(answer)),
        Err(why) => why,
    };
    // The error from outside says more than a missing client inside.
    let last = outside.unwrap_or(inside);
    Ok(first(published(guard.reach(), container, port), path).await.map_err(|why| why.unwrap_or(last)))
}

/// Returns the first response from these addresses.
/// `Err(Some(why))` has the last address's error; `Err(None)` if there are no addresses.
async fn first(addresses: Vec<(String, u16)>, path: &str) -> Result<HttpResponse, Option<Message>> {
    let mut last = None;
    for (address, port) in addresses {
        match request::get(&address, port, path).await {
            Ok(answer) => return Ok(answer),
            Err(error) => {
                let why = Message::new("seen-no-answer").arg("address", format!("{address}:{port}"));
                last = Some(why.arg("cause", error.to_string()));
            }
        }
    }
    Err(last)
}

/// Sends the request from inside the container.
async fn inside(
    guard: &Guard,
    container: &ContainerDetails,
    port: u16,
    path: &str,
) -> Result<Result<HttpResponse, Message>, RunError> {
    let why = |key: &str| Message::new(key).arg("container", &container.name).arg("port", port.to_string());
    let spec = ExecSpec {
        command: ["sh", "-c", CLIENT, "sh", &port.to_string(), path].map(str::to_owned).to_vec(),
        ..ExecSpec::default()
    };
    match run_in(guard, &container.id, &spec).await {
        Ok((output, 0)) => Ok(read(output.out().as_bytes()).ok_or_else(|| why("seen-no-answer-inside"))),
        // No shell, or no client.
        Ok((_, 126 | 127)) => Ok(Err(why("seen-no-address"))),
        Ok(_) => Ok(Err(why("seen-no-answer-inside"))),
        Err(error) if error.refusal().is_some() => Ok(Err(why("seen-no-address"))),
        Err(error) => Err(error),
    }
}

/// Returns the container's own addresses, if they can be reached.
fn own(reach: &Reach, container: &ContainerDetails, port: u16) -> Vec<(String, u16)> {
    let leading = container.addresses().filter(|address| reach.leads_to(address));
    leading.map(|address| (address.to_owned(), port)).collect()
}

/// Returns the addresses where it publishes a port, if they can be reached.
fn published(reach: &Reach, container: &ContainerDetails, port: u16) -> Vec<(String, u16)> {
    let wanted = format!("{port}/tcp");
    let published = container.ports.iter().filter(|(inside, ..)| *inside == wanted);
    published
        .filter_map(|(_, address, outside)| Some((reach.published(address)?.to_owned(), *outside)))
        .collect()
}

/// Parses a raw response from a client that has decoded the transfer coding.
fn read(bytes: &[u8]) -> Option<HttpResponse> {
    let text = bytes.strip_prefix(b"HTTP/")?;
    let line = text.split(|byte| *byte == b'\n').next()?;
    let status = std::str::from_utf8(line).ok()?.split_whitespace().nth(1)?.parse().ok()?;
    let ends = [&b"\r\n\r\n"[..], b"\n\n"];
    let at = |end: &[u8]| bytes.windows(end.len()).position(|window| window == end).map(|at| at + end.len());
    let body = ends.into_iter().filter_map(at).min().unwrap_or(bytes.len());
    Some(HttpResponse { status, body: Bytes::copy_from_slice(&bytes[body..]) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{About, Address, EndpointDetails};

    #[test]
    fn an_answer_is_read_from_what_a_client_prints() {
        let answer = read(b"HTTP/1.1 404 Not Found\r\nServer: x\r\n\r\nnone\n").unwrap();
        assert_eq!((answer.status, &answer.body[..]), (404, &b"none\n"[..]));
        assert_eq!(read(b"HTTP/1.0 200 OK\r\n\r\n").unwrap().body, "");
        assert_eq!(read(b"curl: (7) Failed to connect"), None);
    }

    #[test]
    fn nobody_else_is_asked_where_an_address_does_not_lead_to_the_container() {
        let place = EndpointDetails { address: "172.17.0.2".into(), ..EndpointDetails::default() };
        let container = ContainerDetails {
            networks: vec![place, EndpointDetails::default()],
            ports: vec![("80/tcp".into(), "0.0.0.0".into(), 8080), ("81/tcp".into(), "::1".into(), 8081)],
            ..ContainerDetails::default()
        };
        assert_eq!(container.addresses().collect::<Vec<_>>(), ["172.17.0.2"]);
        let elsewhere = About { host: "elsewhere".into(), ..About::default() };
        let reach = Reach::of(&Address::Tcp("lab.example:2375".into()), &elsewhere);
        assert_eq!(own(&reach, &container, 80), []);
        assert_eq!(published(&reach, &container, 80), [("lab.example".to_owned(), 8080)]);
        assert_eq!(published(&reach, &container, 81), []);
        assert_eq!(published(&Reach::default(), &container, 80), []);
    }
}
