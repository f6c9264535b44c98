//! A socket that stands in for an engine: it answers what a client needs to go on, and records what
//! the client sends.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use serde_json::Value;

use crate::sent::Sent;
use crate::world::{Answer, World};

/// An engine's socket in a folder of its own.
pub struct Recorder {
    path: PathBuf,
    heard: Arc<Mutex<Heard>>,
    listening: Option<JoinHandle<()>>,
}

/// What was heard, and what the engine that is stood in for has.
struct Heard {
    world: World,
    sent: Vec<Sent>,
    over: bool,
}

impl Recorder {
    /// Begins to listen.
    pub fn listen(folder: &Path, world: World) -> Self {
        let path = folder.join("engine.sock");
        let listener = UnixListener::bind(&path).unwrap();
        let heard = Arc::new(Mutex::new(Heard { world, sent: Vec::new(), over: false }));
        let shared = Arc::clone(&heard);
        let listening = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if shared.lock().unwrap().over {
                    return;
                }
                let (stream, shared) = (stream.unwrap(), Arc::clone(&shared));
                std::thread::spawn(move || serve(stream, &shared));
            }
        });
        Self { path, heard, listening: Some(listening) }
    }

    /// As `DOCKER_HOST` has it.
    pub fn address(&self) -> String {
        format!("unix://{}", self.path.display())
    }

    /// What was sent since the last time, and a new world for what follows.
    pub fn take(&self, world: World) -> Vec<Sent> {
        let mut heard = self.heard.lock().unwrap();
        heard.world = world;
        std::mem::take(&mut heard.sent)
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        // A panic in here would hide the one that the test ends with.
        if let Ok(mut heard) = self.heard.lock() {
            heard.over = true;
        }
        drop(UnixStream::connect(&self.path));
        if let Some(listening) = self.listening.take() {
            let _ = listening.join();
        }
    }
}

/// Answers the requests of one connection, until the client goes or takes the connection over.
fn serve(stream: UnixStream, heard: &Mutex<Heard>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut writer = stream;
    while let Some(head) = Head::read(&mut reader) {
        let body = head.body(&mut reader);
        let sent = Sent::new(&head.method, &head.target, &body);
        let answer = {
            let mut heard = heard.lock().unwrap();
            let answer = heard.world.answer(&sent);
            // Whoever learns so that an image is missing pulls it, and asks again.
            let missing = answer.status == 404 && sent.is("POST", "/containers/create");
            if sent.is_worth_comparing() && !missing {
                heard.sent.push(sent);
            }
            answer
        };
        let is_over = head.upgrade && matches!(answer.body, Value::Null);
        // A client that has seen enough goes without a word.
        if write_answer(&mut writer, &head, &answer).is_err() || is_over {
            return;
        }
    }
}

/// The begin of a request.
struct Head {
    method: String,
    target: String,
    length: usize,
    chunked: bool,
    /// The client wants the connection for itself.
    upgrade: bool,
}

impl Head {
    /// None: there is no other request.
    fn read(reader: &mut impl BufRead) -> Option<Self> {
        let first = line(reader).filter(|line| !line.is_empty())?;
        let mut words = first.split(' ');
        let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
        let mut head = Self { method, target, length: 0, chunked: false, upgrade: false };
        while let Some(line) = line(reader).filter(|line| !line.is_empty()) {
            let (name, value) = line.split_once(':').unwrap();
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => head.length = value.parse().unwrap(),
                "transfer-encoding" => head.chunked = value == "chunked",
                "upgrade" => head.upgrade = true,
                _ => {}
            }
        }
        Some(head)
    }

    fn body(&self, reader: &mut impl BufRead) -> Vec<u8> {
        let mut body = Vec::new();
        if !self.chunked {
            body.resize(self.length, 0);
            reader.read_exact(&mut body).unwrap();
            return body;
        }
        loop {
            let size = line(reader).unwrap_or_default();
            // A client that breaks off sends no last chunk.
            let size = usize::from_str_radix(&size, 16).unwrap_or_default();
            let begin = body.len();
            body.resize(begin + size, 0);
            reader.read_exact(&mut body[begin..]).unwrap();
            line(reader);
            if size == 0 {
                return body;
            }
        }
    }
}

/// A line without its end; none at the end of all.
fn line(reader: &mut impl BufRead) -> Option<String> {
    let mut line = Vec::new();
    let length = reader.read_until(b'\n', &mut line).ok()?;
    let text = String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned();
    (length > 0).then_some(text)
}

fn write_answer(writer: &mut UnixStream, head: &Head, answer: &Answer) -> std::io::Result<()> {
    if head.upgrade && matches!(answer.body, Value::Null) {
        let raw = "application/vnd.docker.raw-stream";
        return write!(
            writer,
            "HTTP/1.1 101 UPGRADED\r\nContent-Type: {raw}\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"
        );
    }
    let body = match &answer.body {
        _ if head.method == "HEAD" => Vec::new(),
        Value::Null => answer.bytes.clone(),
        body => body.to_string().into_bytes(),
    };
    let content = if answer.body.is_null() { "application/x-tar" } else { "application/json" };
    write!(writer, "HTTP/1.1 {} Said\r\nApi-Version: 1.41\r\nOstype: linux\r\n", answer.status)?;
    for (name, value) in &answer.headers {
        write!(writer, "{name}: {value}\r\n")?;
    }
    if answer.status != 204 {
        write!(writer, "Content-Type: {content}\r\nContent-Length: {}\r\n", body.len())?;
    }
    write!(writer, "\r\n")?;
    writer.write_all(&body)
}
