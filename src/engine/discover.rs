//! Finding the engine: what the user asked for, else what `docker` would use, else the default sockets.
//!
//! The order is `--engine`, `STATELAB_ENGINE`, `DOCKER_HOST`, `DOCKER_CONTEXT`, what `engine use` remembers, the
//! current context of docker's own configuration, the sockets of known engines, and the private engine. If the user
//! asked for an engine, only that one is tried: another engine is no substitute.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::candidate::{Candidate, Origin, Surroundings};
use super::context::{context, contexts, current};
use super::{About, Address, AddressError, Deadline, Docker, Engine, EngineError, Timeouts};

/// The name of the private engine in place of an address or a context.
pub const OWN: &str = "own";

impl Surroundings<'_> {
    /// Returns this process' candidates, without what is remembered.
    #[must_use]
    pub fn of_this_process(flag: Option<&str>) -> Vec<Candidate> {
        Self::seen_here(flag, None, None, false, candidates)
    }

    /// Calls `ask` with this process' environment and files.
    pub fn seen_here<T>(
        flag: Option<&str>,
        choice: Option<String>,
        own: Option<Address>,
        own_runs: bool,
        ask: impl FnOnce(&Surroundings<'_>) -> T,
    ) -> T {
        ask(&Surroundings {
            flag,
            variable: &|name| std::env::var_os(name),
            choice,
            own,
            own_runs,
            home: etcetera::home_dir().ok(),
            read: &|path| std::fs::read_to_string(path),
            list: &|path| {
                let entries = std::fs::read_dir(path).into_iter().flatten();
                entries.filter_map(|entry| Some(entry.ok()?.path())).collect()
            },
        })
    }

    /// Returns a variable's value; `None` if it is empty, as for `docker`.
    pub(super) fn variable(&self, name: &str) -> Option<String> {
        let value = (self.variable)(name)?.to_string_lossy().into_owned();
        (!value.is_empty()).then_some(value)
    }

    /// Returns the folder of docker's configuration.
    pub(super) fn configuration(&self) -> Option<PathBuf> {
        let given = self.variable("DOCKER_CONFIG").map(PathBuf::from);
        given.or_else(|| self.home.as_ref().map(|home| home.join(".docker")))
    }

    /// Returns the candidate for an address or for `own`.
    fn named(&self, url: String, from: Origin) -> Candidate {
        let address = match (&self.own, url.as_str()) {
            (Some(own), OWN) => Ok(own.clone()),
            _ => url.parse().map(|address| self.with_certificates(address)),
        };
        Candidate { url, from, address }
    }

    /// Adds the environment's certificates to an encrypted address without any.
    fn with_certificates(&self, address: Address) -> Address {
        match (&address, self.variable("DOCKER_CERT_PATH")) {
            (Address::Tls(tls), Some(folder)) if tls.certificates.is_none() => {
                let verify = tls.verify;
                address.encrypted(Path::new(&folder), verify)
            }
            _ => address,
        }
    }
}

/// Returns where to look for an engine, in order.
///
/// If the user asked for an engine, that is the only candidate.
#[must_use]
pub fn candidates(surroundings: &Surroundings<'_>) -> Vec<Candidate> {
    match asked_for(surroundings).into_iter().next() {
        Some(asked) => vec![asked],
        None => unasked(surroundings, current(surroundings).into_iter().collect()),
    }
}

/// Returns every place where an engine may be, including those that are not tried.
///
/// The first is the one that is tried first.
#[must_use]
pub fn every_candidate(surroundings: &Surroundings<'_>) -> Vec<Candidate> {
    let mut named = asked_for(surroundings);
    named.extend(current(surroundings));
    for context in contexts(surroundings) {
        if !named.iter().any(|one| one.from == context.from || same_context(one, &context)) {
            named.push(context);
        }
    }
    unasked(&Surroundings { own_runs: true, ..surroundings.clone() }, named)
}

fn same_context(one: &Candidate, other: &Candidate) -> bool {
    match (&one.from, &other.from) {
        (Origin::Context { name, .. }, Origin::Context { name: other, .. }) => name == other,
        _ => false,
    }
}

/// Appends the default sockets and the private engine to these candidates.
fn unasked(surroundings: &Surroundings<'_>, mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    let usual = usual(surroundings).into_iter().map(|url| (url, Origin::Usual));
    let own =
        surroundings.own.as_ref().filter(|_| surroundings.own_runs).map(|own| (own.to_string(), Origin::Own));
    for (url, from) in usual.chain(own) {
        let address: Result<Address, AddressError> = url.parse();
        if !candidates.iter().any(|candidate| candidate.address == address) {
            candidates.push(Candidate { url, from, address });
        }
    }
    candidates
}

/// Returns the engines that the user asked for, the effective one first.
fn asked_for(surroundings: &Surroundings<'_>) -> Vec<Candidate> {
    let named = |url, from| surroundings.named(url, from);
    let flag = surroundings.flag.map(|flag| named(flag.to_owned(), Origin::Flag));
    let variable = |name| Some(named(surroundings.variable(name)?, Origin::Variable(name)));
    let host = variable("DOCKER_HOST").map(|host| encrypted(surroundings, host));
    let chosen = surroundings.variable("DOCKER_CONTEXT").and_then(|name| context(surroundings, name, true));
    let choice = surroundings.choice.clone().map(|choice| chosen_by_name(surroundings, choice));
    [flag, variable("STATELAB_ENGINE"), host, chosen, choice].into_iter().flatten().collect()
}

/// Returns the candidate for an argument of `engine use`.
///
/// The argument is an address, `own`, or the name of one of docker's contexts.
#[must_use]
pub fn chosen_by_name(surroundings: &Surroundings<'_>, written: String) -> Candidate {
    let is_name = written != OWN && !written.contains("://") && !written.starts_with('/');
    match is_name.then(|| context(surroundings, written.clone(), true)).flatten() {
        Some(candidate) => Candidate { from: Origin::Choice, ..candidate },
        None => surroundings.named(written, Origin::Choice),
    }
}

/// Returns the candidate of `DOCKER_HOST`, encrypted if docker's variables say so.
///
/// See docker/cli, `cli/flags`.
fn encrypted(surroundings: &Surroundings<'_>, host: Candidate) -> Candidate {
    let set = |name| surroundings.variable(name).is_some();
    let verify = set("DOCKER_TLS_VERIFY");
    let given = surroundings.variable("DOCKER_CERT_PATH").map(PathBuf::from);
    match (host.address, given.or_else(|| surroundings.configuration())) {
        (Ok(address), Some(folder)) if verify || set("DOCKER_TLS") => {
            Candidate { address: Ok(address.encrypted(&folder, verify)), ..host }
        }
        (address, _) => Candidate { address, ..host },
    }
}

/// Returns the default addresses of engines.
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
    /// The engine, with a time-out on each of its calls.
    pub engine: Arc<dyn Engine>,
    /// Its name, version and platform.
    pub about: About,
    /// Its address.
    pub address: Address,
    /// The source of the address.
    pub from: Origin,
    /// The lock that keeps the private engine running until every clone is dropped.
    pub held: Option<Arc<File>>,
}

/// The result of a search.
#[derive(Default)]
pub struct Discovery {
    /// Everything that was tried, in order. If an engine was found, it is the last one.
    pub tried: Vec<(Candidate, Result<About, NoEngine>)>,
    /// The first engine that answered.
    pub engine: Option<Answering>,
}

/// Tries the candidates in order until an engine answers.
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

/// Returns the engine at an address, with time-outs. It is not asked anything yet.
///
/// # Errors
///
/// Nothing can be there: no such socket, no such kind of address.
pub fn engine_at(address: &Address, timeouts: Timeouts) -> Result<Arc<dyn Engine>, EngineError> {
    let docker = Docker::connect(address)?;
    Ok(Arc::new(Deadline::with(Arc::new(docker), timeouts)))
}

/// Asks one candidate for its name, version and platform.
///
/// # Errors
///
/// It is no engine, or does not answer.
pub async fn ask(candidate: &Candidate, timeouts: Timeouts) -> Result<Answering, NoEngine> {
    let address = candidate.address.clone()?;
    let engine = engine_at(&address, timeouts)?;
    let about = engine.about().await?;
    Ok(Answering { engine, about, address, from: candidate.from.clone(), held: None })
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::io;

    use super::*;

    /// The SHA-256 of "far".
    const FAR: &str = "512eea46ceb3921dff4363c7069d89d4964d1d9fccaa0f411851a7aa60a5c868";

    /// Returns the candidates with these variables and one context called `far`.
    fn found(flag: Option<&str>, variables: &[(&str, &str)], current: &str) -> Vec<(String, Origin)> {
        list(flag, variables, current).into_iter().map(|one| (one.url, one.from)).collect()
    }

    fn list(flag: Option<&str>, variables: &[(&str, &str)], current: &str) -> Vec<Candidate> {
        let configuration = format!(r#"{{"currentContext":"{current}"}}"#);
        seen(variables, &configuration, &|surroundings| {
            candidates(&Surroundings { flag, choice: None, own: None, ..surroundings.clone() })
        })
    }

    /// Calls `ask` with docker's configuration; `choice` and `own` are set too.
    fn seen<T>(variables: &[(&str, &str)], configuration: &str, ask: &dyn Fn(&Surroundings<'_>) -> T) -> T {
        let meta = format!("/home/me/.docker/contexts/meta/{FAR}/meta.json");
        let read = |path: &Path| match path.to_str() {
            Some("/home/me/.docker/config.json") => Ok(configuration.to_owned()),
            Some(path) if path == meta => {
                Ok(r#"{"Name":"far","Endpoints":{"docker":{"Host":"tcp://far:2375","SkipTLSVerify":false}}}"#
                    .to_owned())
            }
            _ => Err(io::ErrorKind::NotFound.into()),
        };
        ask(&Surroundings {
            flag: None,
            variable: &|name| {
                variables.iter().find(|(one, _)| *one == name).map(|(_, value)| OsString::from(value))
            },
            choice: Some("tcp://chosen:1".to_owned()),
            own: Some(Address::Unix("/own.sock".to_owned())),
            own_runs: false,
            home: Some(PathBuf::from("/home/me")),
            read: &read,
            list: &|path| {
                let contexts = path.ends_with(".docker/contexts/meta");
                if contexts { vec![path.join(FAR)] } else { Vec::new() }
            },
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

    #[test]
    fn a_choice_counts_behind_the_environment_and_before_the_context() {
        let first = |variables: &[(&str, &str)]| {
            seen(variables, r#"{"currentContext":"far"}"#, &|surroundings| candidates(surroundings))
        };
        let chosen = first(&[]);
        assert_eq!((chosen.len(), chosen[0].url.as_str()), (1, "tcp://chosen:1"));
        assert_eq!(chosen[0].from, Origin::Choice);
        assert_eq!(first(&[("DOCKER_CONTEXT", "far")])[0].url, "tcp://far:2375");

        let named = |name: &str| {
            let choice = Some(name.to_owned());
            seen(&[], "{}", &|it| candidates(&Surroundings { choice: choice.clone(), ..it.clone() }))
        };
        assert_eq!(named("far")[0].address, "tcp://far:2375".parse());
        assert_eq!(named("near")[0].address, Err(AddressError::UnknownContext));
        assert_eq!(named(OWN)[0].address, "/own.sock".parse());
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

    #[cfg(unix)]
    #[test]
    fn all_that_there_may_be_is_listed_once() {
        let all = seen(&[("DOCKER_HOST", "unix:///var/run/docker.sock")], "{}", &|it| every_candidate(it));
        let urls: Vec<&str> = all.iter().map(|one| one.url.as_str()).collect();
        assert_eq!(urls[..3], ["unix:///var/run/docker.sock", "tcp://chosen:1", "tcp://far:2375"]);
        assert_eq!(
            (urls.last(), all.last().map(|one| &one.from)),
            (Some(&"unix:///own.sock"), Some(&Origin::Own))
        );
        assert_eq!(urls.iter().filter(|url| url.ends_with("/docker.sock")).count(), 6);
    }

    #[test]
    fn a_context_that_is_not_there_and_one_that_makes_no_sense_are_faults() {
        let fault = |variables: &[(&str, &str)]| list(None, variables, "")[0].address.clone();
        assert_eq!(fault(&[("DOCKER_CONTEXT", "near")]), Err(AddressError::UnknownContext));
        let first = seen(&[], "{ no json", &|it| {
            candidates(&Surroundings { choice: None, own: None, ..it.clone() }).remove(0)
        });
        assert_eq!((first.from, first.address), (Origin::Configuration, Err(AddressError::Configuration)));
    }

    #[test]
    fn dockers_variables_make_a_connection_encrypted() {
        let host = ("DOCKER_HOST", "tcp://h:2376");
        let address = |variables: &[(&str, &str)]| list(None, variables, "")[0].address.clone().expect("one");
        let written = |variables: &[(&str, &str)]| address(variables).to_string();
        assert_eq!(written(&[host]), "tcp://h:2376");
        let verify = ("DOCKER_TLS_VERIFY", "1");
        assert_eq!(written(&[host, verify]), "https://h:2376#/home/me/.docker");
        assert_eq!(written(&[host, verify, ("DOCKER_CERT_PATH", "/c")]), "https://h:2376#/c");
        assert_eq!(written(&[host, ("DOCKER_TLS", "1")]), "https://h:2376?verify=no#/home/me/.docker");
        let named = [("STATELAB_ENGINE", "https://h"), ("DOCKER_CERT_PATH", "/c")];
        assert_eq!(written(&named), "https://h:2376#/c");
        assert_eq!(written(&[("DOCKER_HOST", "unix:///d.sock"), verify]), "unix:///d.sock");
    }
}
