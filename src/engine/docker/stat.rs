//! The metadata of one path in a container, read without its content.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use hyper::Method;
use serde_json::Value;

use super::super::{Cause, Engine, EngineError, Operation, PathKind, PathStat};
use super::{Docker, look, wire};

/// The header with the metadata: JSON in base64.
const HEADER: &str = "x-docker-container-path-stat";

/// Bits of a mode as Go writes it (`io/fs.FileMode`).
const DIRECTORY: u64 = 1 << 31;
const LINK: u64 = 1 << 27;
const SPECIAL: u64 = 1 << 26 | 1 << 25 | 1 << 24 | 1 << 21 | 1 << 19;
const SET_USER: u64 = 1 << 23;
const SET_GROUP: u64 = 1 << 22;
const STICKY: u64 = 1 << 20;

/// Returns the metadata of a path, `Ok(None)` if there is no such path.
///
/// A missing container is a 404 as well.
pub(super) async fn stat(docker: &Docker, id: &str, path: &str) -> Result<Option<PathStat>, EngineError> {
    let mut question = look::get(Operation::Read, id, format!("/containers/{id}/archive"));
    question.method = Method::HEAD;
    question.query.push(("path", path.to_owned()));
    let answer = match wire::ask(&docker.server, &question).await {
        Err(error) if error.is_not_found() && docker.container(id).await?.is_some() => return Ok(None),
        answer => answer?,
    };
    let header = answer.headers().get(HEADER).map(hyper::header::HeaderValue::as_bytes).unwrap_or_default();
    let broken = || EngineError::new(Operation::Read, id, Cause::Broken("no word on the path".to_owned()));
    decoded(header).map(Some).ok_or_else(broken)
}

/// Decodes the header.
///
/// Docker uses the usual base64 alphabet, Podman the URL-safe one.
fn decoded(header: &[u8]) -> Option<PathStat> {
    let json = STANDARD.decode(header).or_else(|_| URL_SAFE.decode(header)).ok()?;
    let raw: Value = serde_json::from_slice(&json).ok()?;
    let bits = raw["mode"].as_u64()?;
    let has = |bit: u64| bits & bit != 0;
    let kind = match () {
        () if has(DIRECTORY) => PathKind::Directory,
        () if has(LINK) => PathKind::Link,
        () if has(SPECIAL) => PathKind::Other,
        () => PathKind::File,
    };
    let special = [(SET_USER, 0o4000), (SET_GROUP, 0o2000), (STICKY, 0o1000)];
    let special = special.iter().filter(|(bit, _)| has(*bit)).map(|(_, mode)| mode).sum::<u32>();
    Some(PathStat {
        name: raw["name"].as_str()?.to_owned(),
        size: raw["size"].as_u64().unwrap_or_default(),
        kind,
        mode: u32::try_from(bits & 0o777).unwrap_or_default() | special,
        link: raw["linkTarget"].as_str().filter(|target| !target.is_empty()).map(str::to_owned),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_alphabets_are_read() {
        let json = r#"{"name":"su>?","size":7,"mode":8389101,"mtime":"t","linkTarget":""}"#;
        let expected =
            PathStat { name: "su>?".to_owned(), size: 7, kind: PathKind::File, mode: 0o4755, link: None };
        assert_ne!(STANDARD.encode(json), URL_SAFE.encode(json));
        assert_eq!(decoded(STANDARD.encode(json).as_bytes()), Some(expected.clone()));
        assert_eq!(decoded(URL_SAFE.encode(json).as_bytes()), Some(expected));
        assert_eq!(decoded(b""), None);
    }
}
