//! Finding the engine: what was asked for, else what `docker` would use, else the usual sockets.
//!
//! The order is `--engine`, `STATELAB_ENGINE`, `DOCKER_HOST`, `DOCKER_CONTEXT`, the current context
//! of docker's own configuration, and the sockets of the engines that are known. What a person
//! asked for is the only thing that is tried: an engine that they did not mean is no substitute.
//! May import nothing of ours outside `engine`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{About, Address, AddressError, Deadline, Docker, Engine, EngineError, Timeouts};

/// Who named an engine's address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// `--engine`.
    Flag,
    /// This environment variable.
    Variable(&'static str),
    /// The context of this name, chosen by `DOCKER_CONTEXT` or by docker's configuration.
    Context {
        /// Its name.
        name: String,
        /// Whether the environment chose it.
        explicit: bool,
    },
    /// Nobody: engines are often there.
    Usual,
}

impl Origin {
    /// Whether a person asked for just this engine.
    #[must_use]
    pub const fn is_explicit(&self) -> bool {
        match self {
            Self::Flag | Self::Variable(_) => true,
            Self::Context { explicit, .. } => *explicit,
            Self::Usual => false,
        }
    }
}

/// A place where an engine may answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The address as it was written, or the context's name where that has none.
    pub url: String,
    /// Who named it.
    pub from: Origin,
    /// The address as it was understood.
    pub address: Result<Address, AddressError>,
}

/// What the search may look at. Everything comes from outside, so that it can be tested.
pub struct Surroundings<'a> {
    /// The value of `--engine`.
    pub flag: Option<&'a str>,
    /// The environment.
    pub variable: &'a dyn Fn(&str) -> Option<OsString>,
    /// The home folder.
    pub home: Option<PathBuf>,
    /// A file's text; none where it cannot be read.
    pub read: &'a dyn Fn(&Path) -> Option<String>,
}

impl Surroundings<'_> {
    /// The candidates as this process sees them.
    #[must_use]
    pub fn of_this_process(flag: Option<&str>) -> Vec<Candidate> {
        let surroundings = Surroundings {
            flag,
            variable: &|name| std::env::var_os(name),
            home: etcetera::home_dir().ok(),
            read: &|path| std::fs::read_to_string(path).ok(),
        };
        candidates(&surroundings)
    }

    /// A variable's value; an empty one counts as none, as it does for `docker`.
    fn variable(&self, name: &str) -> Option<String> {
        let value = (self.variable)(name)?.to_string_lossy().into_owned();
        (!value.is_empty()).then_some(value)
    }

    fn configuration(&self) -> Option<PathBuf> {
        let given = self.variable("DOCKER_CONFIG").map(PathBuf::from);
        given.or_else(|| self.home.as_ref().map(|home| home.join(".docker")))
    }
}

/// Where to look for an engine, in this order; only one place where a person asked for it.
#[must_use]
pub fn candidates(surroundings: &Surroundings<'_>) -> Vec<Candidate> {
    if let Some(asked) = asked_for(surroundings) {
        return vec![asked];
    }
    let mut candidates: Vec<Candidate> = current_context(surroundings).into_iter().collect();
    for url in usual(surroundings) {
        if !candidates.iter().any(|candidate| candidate.url == url) {
            candidates.push(Candidate { address: url.parse(), url, from: Origin::Usual });
        }
    }
    candidates
}

fn asked_for(surroundings: &Surroundings<'_>) -> Option<Candidate> {
    let candidate = |url: String, from| Candidate { address: url.parse(), url, from };
    if let Some(flag) = surroundings.flag {
        return Some(candidate(flag.to_owned(), Origin::Flag));
    }
    if let Some(url) = surroundings.variable("STATELAB_ENGINE") {
        return Some(candidate(url, Origin::Variable("STATELAB_ENGINE")));
    }
    if let Some(url) = surroundings.variable("DOCKER_HOST") {
        let mut host = candidate(url, Origin::Variable("DOCKER_HOST"));
        // With this variable the same address means an encrypted connection.
        if matches!(host.address, Ok(Address::Tcp(_))) && surroundings.variable("DOCKER_TLS_VERIFY").is_some()
        {
            host.address = Err(AddressError::Tls);
        }
        return Some(host);
    }
    let name = surroundings.variable("DOCKER_CONTEXT")?;
    context(surroundings, name, true)
}

/// The context that docker's configuration has chosen.
fn current_context(surroundings: &Surroundings<'_>) -> Option<Candidate> {
    let text = (surroundings.read)(&surroundings.configuration()?.join("config.json"))?;
    let configuration: Value = serde_json::from_str(&text).ok()?;
    context(surroundings, configuration.get("currentContext")?.as_str()?.to_owned(), false)
}

/// The engine of a context; none: `default`, which means the usual socket. Its description is in
/// a folder named by the SHA-256 of its name (docker/cli, `cli/context/store`).
fn context(surroundings: &Surroundings<'_>, name: String, explicit: bool) -> Option<Candidate> {
    if name.is_empty() || name == "default" {
        return None;
    }
    let folder = format!("{:x}", Sha256::digest(name.as_bytes()));
    let host = surroundings.configuration().and_then(|configuration| {
        let path = configuration.join("contexts/meta").join(folder).join("meta.json");
        let meta: Value = serde_json::from_str(&(surroundings.read)(&path)?).ok()?;
        Some(meta.pointer("/Endpoints/docker/Host")?.as_str()?.to_owned())
    });
    let from = Origin::Context { name: name.clone(), explicit };
    Some(match host {
        Some(url) => Candidate { address: url.parse(), url, from },
        None => Candidate { url: name, from, address: Err(AddressError::UnknownContext) },
    })
}

/// The places where engines answer unless somebody moved them.
fn usual(surroundings: &Surroundings<'_>) -> Vec<String> {
    if cfg!(windows) {
        let pipes = ["docker_engine", "dockerDesktopLinuxEngine", "podman-machine-default"];
        return pipes.iter().map(|pipe| format!("npipe:////./pipe/{pipe}")).collect();
    }
    let runtime = surroundings.variable("XDG_RUNTIME_DIR").map(PathBuf::from);
    let in_runtime = |path: &str| runtime.as_ref().map(|runtime| runtime.join(path));
    let in_home = |path: &str| surroundings.home.as_ref().map(|home| home.join(path));
    [
        Some(PathBuf::from("/var/run/docker.sock")),
        in_runtime("docker.sock"),
        in_home(".docker/run/docker.sock"),
        in_home(".docker/desktop/docker.sock"),
        in_home(".colima/default/docker.sock"),
        in_home(".orbstack/run/docker.sock"),
        in_home(".rd/docker.sock"),
        in_runtime("podman/podman.sock"),
        Some(PathBuf::from("/run/podman/podman.sock")),
    ]
    .into_iter()
    .flatten()
    .map(|path| format!("unix://{}", path.display()))
    .collect()
}

/// Why a candidate is no engine.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoEngine {
    /// Its address cannot be used.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// It did not answer, or not as an engine does.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// An engine that answered.
#[derive(Clone)]
pub struct Answering {
    /// The engine, with a time-out around each of its calls.
    pub engine: Arc<dyn Engine>,
    /// What it says of itself.
    pub about: About,
    /// Where it answers.
    pub address: Address,
    /// Who named it.
    pub from: Origin,
}

/// What a search came to.
#[derive(Default)]
pub struct Discovery {
    /// Everything that was tried, in order; the last one is the engine where one was found.
    pub tried: Vec<(Candidate, Result<About, NoEngine>)>,
    /// The first that answered.
    pub engine: Option<Answering>,
}

/// Tries one candidate after the other until an engine answers.
pub async fn discover(candidates: Vec<Candidate>, timeouts: Timeouts) -> Discovery {
    let mut discovery = Discovery::default();
    for candidate in candidates {
        match ask(&candidate, timeouts).await {
            Ok(answering) => {
                discovery.tried.push((candidate, Ok(answering.about.clone())));
                discovery.engine = Some(answering);
                break;
            }
            Err(error) => discovery.tried.push((candidate, Err(error))),
        }
    }
    discovery
}

/// The engine at an address, with a time-out around each of its calls. It is not asked anything yet.
///
/// # Errors
///
/// Where nothing can be there: no such socket, no such kind of address.
pub fn engine_at(address: &Address, timeouts: Timeouts) -> Result<Arc<dyn Engine>, EngineError> {
    let docker = Docker::connect(address)?;
    Ok(Arc::new(Deadline::with(Arc::new(docker), timeouts)))
}

async fn ask(candidate: &Candidate, timeouts: Timeouts) -> Result<Answering, NoEngine> {
    let address = candidate.address.clone()?;
    let engine = engine_at(&address, timeouts)?;
    let about = engine.about().await?;
    Ok(Answering { engine, about, address, from: candidate.from.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The candidates with these variables, docker's configuration and one context called `far`.
    fn found(flag: Option<&str>, variables: &[(&str, &str)], current: &str) -> Vec<(String, Origin)> {
        list(flag, variables, current).into_iter().map(|one| (one.url, one.from)).collect()
    }

    fn list(flag: Option<&str>, variables: &[(&str, &str)], current: &str) -> Vec<Candidate> {
        // The SHA-256 of "far".
        let folder = "512eea46ceb3921dff4363c7069d89d4964d1d9fccaa0f411851a7aa60a5c868";
        let read = |path: &Path| match path.to_str() {
            Some("/home/me/.docker/config.json") => Some(format!(r#"{{"currentContext":"{current}"}}"#)),
            Some(path) if path == format!("/home/me/.docker/contexts/meta/{folder}/meta.json") => {
                Some(r#"{"Name":"far","Endpoints":{"docker":{"Host":"tcp://far:2375"}}}"#.to_owned())
            }
            _ => None,
        };
        candidates(&Surroundings {
            flag,
            variable: &|name| {
                variables.iter().find(|(one, _)| *one == name).map(|(_, value)| OsString::from(value))
            },
            home: Some(PathBuf::from("/home/me")),
            read: &read,
        })
    }

    #[test]
    fn what_a_person_asked_for_is_the_only_candidate() {
        let variables = [("STATELAB_ENGINE", "/s.sock"), ("DOCKER_HOST", "unix:///d.sock")];
        let one = |url: &str, from| vec![(url.to_owned(), from)];
        assert_eq!(found(Some("/f.sock"), &variables, ""), one("/f.sock", Origin::Flag));
        assert_eq!(found(None, &variables, ""), one("/s.sock", Origin::Variable("STATELAB_ENGINE")));
        assert_eq!(
            found(None, &[("STATELAB_ENGINE", ""), ("DOCKER_HOST", "unix:///d.sock")], "far"),
            one("unix:///d.sock", Origin::Variable("DOCKER_HOST"))
        );
        let from = Origin::Context { name: "far".to_owned(), explicit: true };
        assert_eq!(found(None, &[("DOCKER_CONTEXT", "far")], ""), one("tcp://far:2375", from));
    }

    #[cfg(unix)]
    #[test]
    fn else_the_current_context_and_the_usual_sockets() {
        let urls: Vec<String> = found(None, &[("XDG_RUNTIME_DIR", "/run/user/1")], "far")
            .into_iter()
            .map(|(url, _)| url)
            .collect();
        assert_eq!(
            urls,
            [
                "tcp://far:2375",
                "unix:///var/run/docker.sock",
                "unix:///run/user/1/docker.sock",
                "unix:///home/me/.docker/run/docker.sock",
                "unix:///home/me/.docker/desktop/docker.sock",
                "unix:///home/me/.colima/default/docker.sock",
                "unix:///home/me/.orbstack/run/docker.sock",
                "unix:///home/me/.rd/docker.sock",
                "unix:///run/user/1/podman/podman.sock",
                "unix:///run/podman/podman.sock",
            ]
        );
        assert_eq!(found(None, &[], "default").len(), 7);
    }

    #[test]
    fn a_context_that_is_not_there_and_an_encrypted_host_are_faults() {
        let fault = |variables: &[(&str, &str)]| list(None, variables, "")[0].address.clone();
        assert_eq!(fault(&[("DOCKER_CONTEXT", "near")]), Err(AddressError::UnknownContext));
        assert_eq!(
            fault(&[("DOCKER_HOST", "tcp://h:2376"), ("DOCKER_TLS_VERIFY", "1")]),
            Err(AddressError::Tls)
        );
    }
}
