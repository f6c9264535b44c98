//! Where an engine answers: a unix socket, a TCP port, plain or encrypted, or a named pipe of Windows.

use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// The address of an engine. Parsed from what `DOCKER_HOST` may hold, or from a socket's path.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Address {
    /// A unix socket: its absolute path.
    Unix(String),
    /// Plain HTTP over TCP: host and port.
    Tcp(String),
    /// HTTP over TLS.
    Tls(Tls),
    /// A named pipe of Windows, such as `//./pipe/docker_engine`.
    Pipe(String),
}

/// An encrypted address. Written as `https://host:2376?verify=no#/folder`, so that a ledger can hold
/// all of it; the folder goes last and as it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Tls {
    /// Host and port.
    pub host: String,
    /// The folder of the certificates, with docker's own names for them: `ca.pem` says who is trusted,
    /// `cert.pem` and `key.pem` who we are; each may be missing. None: the system's own authorities.
    pub certificates: Option<PathBuf>,
    /// Whether the engine has to prove who it is. Only a context or variable of docker's that says so
    /// can turn it off.
    pub verify: bool,
}

impl Tls {
    /// Host and port without the port: what the engine's certificate has to be for.
    #[must_use]
    pub fn name(&self) -> &str {
        without_port(&self.host)
    }
}

impl Address {
    /// The host of this machine.
    pub(super) const LOOPBACK: &str = "127.0.0.1";

    /// The host that it is on.
    #[must_use]
    pub fn host(&self) -> &str {
        match self {
            Self::Unix(_) | Self::Pipe(_) => Self::LOOPBACK,
            Self::Tcp(host) => without_port(host),
            Self::Tls(tls) => tls.name(),
        }
    }

    /// Whether it is on this machine, as far as it says: behind a socket there may be a way to another one.
    #[must_use]
    pub fn is_here(&self) -> bool {
        let host = self.host();
        host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }

    /// The same host, encrypted, with the certificates of this folder; what is no TCP stays as it is.
    #[must_use]
    pub fn encrypted(self, folder: &Path, verify: bool) -> Self {
        match self {
            Self::Tcp(host) | Self::Tls(Tls { host, .. }) => {
                Self::Tls(Tls { host, certificates: Some(folder.to_owned()), verify })
            }
            other => other,
        }
    }
}

/// Why a text is no address of an engine that can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum AddressError {
    /// Nothing is written.
    #[error("empty")]
    Empty,
    /// Through SSH: not supported.
    #[error("ssh is not supported")]
    Ssh,
    /// None of the forms that are known.
    #[error("not an address of an engine")]
    Malformed,
    /// Docker has no context of this name.
    #[error("no such context")]
    UnknownContext,
    /// The context's description says no address, or cannot be read.
    #[error("a context without an address")]
    BrokenContext,
    /// Docker's own configuration cannot be read.
    #[error("docker's configuration cannot be read")]
    Configuration,
}

impl AddressError {
    /// The key of the words for it in the catalogues; its argument is `url`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Empty => "engine-address-empty",
            Self::Ssh => "engine-address-ssh",
            Self::Malformed => "engine-address-malformed",
            Self::UnknownContext => "engine-address-context",
            Self::BrokenContext => "engine-address-context-broken",
            Self::Configuration => "engine-address-configuration",
        }
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(AddressError::Empty);
        }
        if text.starts_with('/') && !text.starts_with("//") {
            return Ok(Self::Unix(text.to_owned()));
        }
        match text.split_once("://") {
            Some(("unix", path)) if path.starts_with('/') => Ok(Self::Unix(path.to_owned())),
            Some(("npipe", path)) if path.len() > 2 => Ok(Self::Pipe(path.replace('\\', "/"))),
            Some(("tcp" | "http", host)) => tcp(host, "2375").map(Self::Tcp),
            Some(("https", host)) => tls(host),
            Some(("ssh", _)) => Err(AddressError::Ssh),
            _ => Err(AddressError::Malformed),
        }
    }
}

/// The host of a host and port.
fn without_port(host: &str) -> &str {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    name.trim_start_matches('[').trim_end_matches(']')
}

/// Host and port, with Docker's default port where none is written. A path behind them would be
/// dropped by the client library, so it is a fault.
fn tcp(host: &str, usual: &str) -> Result<String, AddressError> {
    let host = host.strip_suffix('/').unwrap_or(host);
    if host.is_empty() || host.contains(['/', '?', '#', '@', ' ']) {
        return Err(AddressError::Malformed);
    }
    let port = match host.rsplit_once(']') {
        Some((_, after)) => after.strip_prefix(':'),
        None => host.rsplit_once(':').map(|(_, port)| port),
    };
    match port {
        None => Ok(format!("{host}:{usual}")),
        Some(port) if port.parse::<u16>().is_ok_and(|port| port > 0) && !host.starts_with(':') => {
            Ok(host.to_owned())
        }
        Some(_) => Err(AddressError::Malformed),
    }
}

fn tls(text: &str) -> Result<Address, AddressError> {
    let (before, folder) = match text.split_once('#') {
        Some((before, folder)) if folder.starts_with('/') => (before, Some(PathBuf::from(folder))),
        Some(_) => return Err(AddressError::Malformed),
        None => (text, None),
    };
    let (host, verify) = before.strip_suffix("?verify=no").map_or((before, true), |host| (host, false));
    Ok(Address::Tls(Tls { host: tcp(host, "2376")?, certificates: folder, verify }))
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unix(path) => write!(f, "unix://{path}"),
            Self::Tcp(host) => write!(f, "tcp://{host}"),
            Self::Pipe(path) => write!(f, "npipe://{path}"),
            Self::Tls(tls) => {
                write!(f, "https://{}", tls.host)?;
                if !tls.verify {
                    f.write_str("?verify=no")?;
                }
                match &tls.certificates {
                    Some(folder) => write!(f, "#{}", folder.display()),
                    None => Ok(()),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_that_is_known_is_read() {
        let read = |text: &str| text.parse::<Address>().map(|address| address.to_string());
        assert_eq!(read("/var/run/docker.sock").as_deref(), Ok("unix:///var/run/docker.sock"));
        assert_eq!(read(" unix:///run/x.sock ").as_deref(), Ok("unix:///run/x.sock"));
        assert_eq!(read("tcp://localhost:2375/").as_deref(), Ok("tcp://localhost:2375"));
        assert_eq!(read("http://10.0.0.1").as_deref(), Ok("tcp://10.0.0.1:2375"));
        assert_eq!(read("tcp://[::1]:99").as_deref(), Ok("tcp://[::1]:99"));
        assert_eq!(read("tcp://[::1]").as_deref(), Ok("tcp://[::1]:2375"));
        assert_eq!(read("npipe:////./pipe/docker_engine").as_deref(), Ok("npipe:////./pipe/docker_engine"));
        assert_eq!(read("https://there").as_deref(), Ok("https://there:2376"));
        assert_eq!(read("https://[::1]:9/").as_deref(), Ok("https://[::1]:9"));
    }

    #[test]
    fn an_encrypted_address_is_read_as_it_is_written() {
        for (folder, verify) in [("/a b/#?", true), ("/certs", false)] {
            let plain: Address = "tcp://h:1".parse().expect("an address");
            let address = plain.encrypted(Path::new(folder), verify);
            let Address::Tls(tls) = &address else { panic!("{address}") };
            assert_eq!((tls.name(), tls.verify), ("h", verify));
            assert_eq!(address.to_string().parse(), Ok(address));
        }
        assert_eq!("https://h#relative".parse::<Address>(), Err(AddressError::Malformed));
        let Ok(Address::Tls(six)) = "https://[::1]:9".parse() else { panic!("encrypted") };
        assert_eq!(six.name(), "::1");
    }

    #[test]
    fn every_other_form_has_a_fault_of_its_own() {
        let fault = |text: &str| text.parse::<Address>().expect_err("a fault");
        assert_eq!(fault(""), AddressError::Empty);
        assert_eq!(fault("ssh://me@there"), AddressError::Ssh);
        for text in ["unix://relative", "nonsense", "tcp://", "tcp://h:0", "tcp://h:99999", "tcp://h/path"] {
            assert_eq!(fault(text), AddressError::Malformed, "{text}");
        }
    }
}
