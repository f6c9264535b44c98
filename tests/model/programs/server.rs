//! nginx, which really serves, and `curl`, which really asks.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::super::process::Process;
use super::super::tree::{Node, Thing};
use super::system::address_of;

/// Where the pages are.
const ROOT: &str = "/usr/share/nginx/html";

/// nginx: on each of the container's addresses, until it is told to end.
pub async fn nginx(process: &Process) -> i32 {
    process.handle(&[2, 3, 15]);
    let pid = process.files(|files| files.write("/run/nginx.pid", format!("{}\n", process.pid).as_bytes()));
    if let Err(errno) = pid {
        let fault = if errno.words().starts_with("Read-only") { 30 } else { 13 };
        return process
            .fail(format!("nginx: [emerg] open() \"/run/nginx.pid\" failed ({fault}: {})", errno.words()));
    }
    let addresses: Vec<String> = process
        .container(|container| {
            container.endpoints.values().map(|endpoint| endpoint.address.clone()).collect()
        })
        .unwrap_or_default();
    let mut serving = tokio::task::JoinSet::new();
    for address in addresses {
        // An address that somebody chose need not be one of this machine.
        if let Ok(listener) = TcpListener::bind((address.as_str(), 80)).await {
            let process = process.clone();
            serving.spawn(async move {
                while let Ok((stream, from)) = listener.accept().await {
                    let process = process.clone();
                    let from = from.ip().to_string();
                    tokio::spawn(async move { answer(&process, stream, &from).await });
                }
            });
        }
    }
    process.write(2, "nginx: [notice] start worker processes\n");
    process.signalled().await;
    let _ = process.files(|files| files.remove("/run/nginx.pid"));
    0
}

/// What a path asks for: a status and a page.
fn page(process: &Process, path: &str) -> (u16, &'static str, Vec<u8>) {
    let plain = path.split(['?', '#']).next().unwrap_or("/");
    let read = process.files(|files| {
        files.who = super::super::files::Who { uid: 101, gid: 101, ..files.who.clone() };
        let mut at = files.resolve(&format!("{ROOT}{plain}"), true)?;
        if files.node(&at).is_some_and(|node: Node| node.is_directory()) {
            at = files.resolve(&format!("{at}/index.html"), true)?;
            if files.node(&at).is_none() {
                return Err(super::super::errno::Errno::Access);
            }
        }
        files.read(&at)
    });
    match read {
        Ok(content) => (200, "OK", content.bytes().to_vec()),
        Err(super::super::errno::Errno::Access) => (403, "Forbidden", b"<h1>403 Forbidden</h1>\n".to_vec()),
        Err(_) => (404, "Not Found", b"<h1>404 Not Found</h1>\n".to_vec()),
    }
}

async fn answer(process: &Process, mut stream: TcpStream, from: &str) {
    let (mut head, mut buffer) = (Vec::new(), [0; 4096]);
    while !head.windows(4).any(|window| window == b"\r\n\r\n") && head.len() < 1 << 16 {
        match stream.read(&mut buffer).await {
            Ok(size) if size > 0 => head.extend_from_slice(&buffer[..size]),
            _ => return,
        }
    }
    process.breathe().await;
    let head = String::from_utf8_lossy(&head);
    let line = head.lines().next().unwrap_or_default().to_owned();
    let path = line.split(' ').nth(1).unwrap_or("/");
    let (status, words, body) = page(process, path);
    let header = format!(
        "HTTP/1.1 {status} {words}\r\nserver: nginx\r\ncontent-type: text/html\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    let log = process.files(|files| files.stat("/var/log/nginx/access.log", true));
    if log.is_ok_and(|(_, node)| matches!(node.thing, Thing::Device("stdout"))) {
        process.say(format!("{from} - - \"{line}\" {status} {}\n", body.len()));
    }
    let _ = stream.write_all(header.as_bytes()).await;
    let _ = stream.write_all(&body).await;
    let _ = stream.shutdown().await;
}

pub async fn curl(process: &Process, arguments: &[&str]) -> i32 {
    let has = |flag| {
        arguments.iter().any(|word| word.starts_with('-') && !word.starts_with("--") && word.contains(flag))
    };
    let Some(url) = arguments.iter().rev().find(|word| !word.starts_with('-')) else { return 2 };
    let rest = url.trim_start_matches("http://");
    let (host, path) = rest.find('/').map_or((rest, "/"), |at| rest.split_at(at));
    let (host, port) =
        host.split_once(':').map_or((host, 80), |(host, port)| (host, port.parse().unwrap_or(80)));
    let own = process.container(|one| one.endpoints.values().map(|it| it.address.clone()).next()).flatten();
    let address = if ["localhost", "127.0.0.1"].contains(&host) { own } else { address_of(process, host) };
    let Some(address) = address else {
        process.fail(format!("curl: (6) Could not resolve host: {host}"));
        return 6;
    };
    let asked = tokio::time::timeout(Duration::from_secs(5), async {
        let mut stream = TcpStream::connect((address.as_str(), port)).await?;
        stream
            .write_all(format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n").as_bytes())
            .await?;
        let mut all = Vec::new();
        stream.read_to_end(&mut all).await?;
        std::io::Result::Ok(all)
    });
    let Ok(Ok(all)) = asked.await else {
        process.fail(format!("curl: (7) Failed to connect to {host} port {port}: Connection refused"));
        return 7;
    };
    let end = all.windows(4).position(|window| window == b"\r\n\r\n").map_or(all.len(), |at| at + 4);
    let status = String::from_utf8_lossy(&all[..end])
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .unwrap_or(0);
    if has('f') && status >= 400 {
        process.fail(format!("curl: (22) The requested URL returned error: {status}"));
        return 22;
    }
    process.write(1, if has('i') { &all } else { &all[end..] });
    0
}
