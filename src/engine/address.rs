//! Addresses of engines: a unix socket, a TCP port, plain or encrypted, or a named pipe of Windows.

use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// The address of an engine.
///
/// Parsed from a value of `DOCKER_HOST`, or from a socket's path.
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

/// An encrypted address.
///
/// Written as `https://host:2376?verify=no#/folder`, so that a ledger can hold all of it. The folder goes last and
/// unescaped.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Tls {
    /// Host and port.
    pub host: String,
    /// The folder of the certificates; `None` means the system's authorities.
    ///
    /// The files have docker's names: `ca.pem` says who is trusted, `cert.pem` and `key.pem` identify this client. Each
    /// may be missing.
    pub certificates: Option<PathBuf>,
    /// Whether the engine's certificate is checked.
    ///
    /// Only one of docker's contexts or variables can turn this off.
    pub verify: bool,
}

impl Tls {
    /// Returns the host without the port, the name in the engine's certificate.
    #[must_use]
    pub fn name(&self) -> &str {
        without_port(&self.host)
    }
}

impl Address {
    /// This machine's loopback address.
    pub(super) const LOOPBACK: &str = "127.0.0.1";

    /// Returns the host of the address.
    #[must_use]
    pub fn host(&self) -> &str {
        match self {
            Self::Unix(_) | Self::Pipe(_) => Self::LOOPBACK,
            Self::Tcp(host) => without_port(host),
            Self::Tls(tls) => tls.name(),
        }
    }

    /// Returns whether the address is on this machine.
    ///
    /// A socket may still lead to another machine.
    #[must_use]
    pub fn is_here(&self) -> bool {
        let host = self.host();
        host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }

    /// Returns the same host with TLS and this folder's certificates.
    ///
    /// Other than TCP addresses stay unchanged.
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

/// Why a text is no usable address of an engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum AddressError {
    /// The text is empty.
    #[error("empty")]
    Empty,
    /// SSH is not supported.
    #[error("ssh is not supported")]
    Ssh,
    /// It has none of the known forms.
    #[error("not an address of an engine")]
    Malformed,
    /// Docker has no context of this name.
    #[error("no such context")]
    UnknownContext,
    /// The context's description has no address, or cannot be read.
    #[error("a context without an address")]
    BrokenContext,
    /// Docker's configuration cannot be read.
    #[error("docker's configuration cannot be read")]
    Configuration,
}

impl AddressError {
    /// Returns the key of its message in the catalogues; the argument is `url`.
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

/// Returns the host without the port.
fn without_port(host: &str) -> &str {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    name.trim_start_matches('[').trim_end_matches(']')
}

/// Returns host and port, with Docker's default port if there is none.
///
/// The client library would drop a path after them, so a path is an error.
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
