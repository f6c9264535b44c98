//! Docker's contexts, as docker/cli keeps them (`cli/context/store`).
//!
//! A context is a description and optional certificates, each in a folder named by the SHA-256 of the context's name.

use std::io;
use std::path::PathBuf;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::candidate::{Candidate, Origin, Surroundings};
use super::{Address, AddressError};

/// The context that means the default socket.
const DEFAULT: &str = "default";
/// Files that each alone make a context encrypted.
const CERTIFICATES: [&str; 3] = ["ca.pem", "cert.pem", "key.pem"];

/// Returns the current context of docker's configuration.
///
/// A configuration that cannot be read is a candidate with that error.
pub(super) fn current(surroundings: &Surroundings<'_>) -> Option<Candidate> {
    let path = surroundings.configuration()?.join("config.json");
    let configuration = match (surroundings.read)(&path) {
        Err(error) if absent(&error) => return None,
        Err(_) => None,
        Ok(text) => serde_json::from_str::<Value>(&text).ok(),
    };
    let Some(configuration) = configuration else {
        let (url, address) = (path.display().to_string(), Err(AddressError::Configuration));
        return Some(Candidate { url, from: Origin::Configuration, address });
    };
    context(surroundings, configuration.get("currentContext")?.as_str()?.to_owned(), false)
}

/// Returns whether the error means that the file is missing, not unreadable.
fn absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Returns all of docker's contexts.
pub(super) fn contexts(surroundings: &Surroundings<'_>) -> Vec<Candidate> {
    let Some(configuration) = surroundings.configuration() else { return Vec::new() };
    let folders = (surroundings.list)(&configuration.join("contexts/meta"));
    let name = |folder: PathBuf| {
        let text = (surroundings.read)(&folder.join("meta.json")).ok()?;
        let meta: Value = serde_json::from_str(&text).ok()?;
        Some(meta.get("Name")?.as_str()?.to_owned())
    };
    let mut names: Vec<String> = folders.into_iter().filter_map(name).collect();
    names.sort();
    names.into_iter().filter_map(|name| context(surroundings, name, false)).collect()
}

/// Returns a context's engine; `None` for `default`, the default socket.
pub(super) fn context(surroundings: &Surroundings<'_>, name: String, explicit: bool) -> Option<Candidate> {
    if name.is_empty() || name == DEFAULT {
        return None;
    }
    let from = Origin::Context { name: name.clone(), explicit };
    Some(match endpoint(surroundings, &name) {
        Ok((url, address)) => Candidate { url, from, address },
        Err(error) => Candidate { url: name, from, address: Err(error) },
    })
}

/// Returns a context's address as written, and as parsed.
fn endpoint(
    surroundings: &Surroundings<'_>,
    name: &str,
) -> Result<(String, Result<Address, AddressError>), AddressError> {
    let configuration = surroundings.configuration().ok_or(AddressError::UnknownContext)?;
    let folder = format!("{:x}", Sha256::digest(name.as_bytes()));
    let path = configuration.join("contexts/meta").join(&folder).join("meta.json");
    let unread = |error: &io::Error| {
        if absent(error) { AddressError::UnknownContext } else { AddressError::BrokenContext }
    };
    let text = (surroundings.read)(&path).map_err(|error| unread(&error))?;
    let meta: Value = serde_json::from_str(&text).map_err(|_| AddressError::BrokenContext)?;
    let endpoint = meta.pointer("/Endpoints/docker").ok_or(AddressError::BrokenContext)?;
    let url = endpoint["Host"].as_str().ok_or(AddressError::BrokenContext)?.to_owned();
    let certificates = configuration.join("contexts/tls").join(folder).join("docker");
    let unverified = endpoint["SkipTLSVerify"].as_bool() == Some(true);
    let there =
        |file: &str| !matches!((surroundings.read)(&certificates.join(file)), Err(error) if absent(&error));
    let encrypted = unverified || CERTIFICATES.into_iter().any(there);
    let address = url.parse::<Address>();
    Ok((url, if encrypted { address.map(|it| it.encrypted(&certificates, !unverified)) } else { address }))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// Returns the address of a context with this description and these files.
    fn address(meta: &str, certificates: &[&str]) -> Result<String, AddressError> {
        let folder = format!("{:x}", Sha256::digest(b"far"));
        let read = |path: &Path| {
            let inside = path.strip_prefix("/d/contexts").map_err(|_| io::ErrorKind::NotFound)?;
            let file = inside.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            match inside.to_str() {
                Some(it) if it == format!("meta/{folder}/meta.json") => Ok(meta.to_owned()),
                Some(it) if it == format!("tls/{folder}/docker/{file}") && certificates.contains(&file) => {
                    Err(io::ErrorKind::PermissionDenied.into())
                }
                _ => Err(io::ErrorKind::NotFound.into()),
            }
        };
        let surroundings = Surroundings {
            flag: None,
            variable: &|name| (name == "DOCKER_CONFIG").then(|| "/d".into()),
            choice: None,
            own: None,
            own_runs: false,
            home: None,
            read: &read,
            list: &|_| Vec::new(),
        };
        let found = context(&surroundings, "far".to_owned(), true).expect("a candidate");
        found.address.map(|address| address.to_string().replace(&folder, "FOLDER"))
    }

    #[test]
    fn a_context_with_certificates_is_encrypted() {
        let meta = r#"{"Endpoints":{"docker":{"Host":"tcp://far:2376","SkipTLSVerify":false}}}"#;
        assert_eq!(address(meta, &[]).as_deref(), Ok("tcp://far:2376"));
        let encrypted = "https://far:2376#/d/contexts/tls/FOLDER/docker";
        assert_eq!(address(meta, &["ca.pem"]).as_deref(), Ok(encrypted), "one that cannot be read, too");
        let skipping = meta.replace("false", "true");
        let unverified = "https://far:2376?verify=no#/d/contexts/tls/FOLDER/docker";
        assert_eq!(address(&skipping, &[]).as_deref(), Ok(unverified));
    }

    #[test]
    fn a_description_that_makes_no_sense_is_a_fault() {
        for meta in ["", "{}", r#"{"Endpoints":{"docker":{}}}"#] {
            assert_eq!(address(meta, &[]), Err(AddressError::BrokenContext), "{meta}");
        }
    }
}
