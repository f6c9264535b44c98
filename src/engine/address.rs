//! Where an engine answers: a unix socket, a TCP port, or a named pipe of Windows.

use std::fmt;
use std::str::FromStr;

/// The address of an engine. Parsed from what `DOCKER_HOST` may hold, or from a socket's path.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Address {
    /// A unix socket: its absolute path.
    Unix(String),
    /// Plain HTTP over TCP: host and port.
    Tcp(String),
    /// A named pipe of Windows, such as `//./pipe/docker_engine`.
    Pipe(String),
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
    /// Encrypted: not supported.
    #[error("TLS is not supported")]
    Tls,
    /// None of the forms that are known.
    #[error("not an address of an engine")]
    Malformed,
    /// Docker has no context of this name.
    #[error("no such context")]
    UnknownContext,
}

impl AddressError {
    /// The key of the words for it in the catalogues; its argument is `url`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Empty => "engine-address-empty",
            Self::Ssh => "engine-address-ssh",
            Self::Tls => "engine-address-tls",
            Self::Malformed => "engine-address-malformed",
            Self::UnknownContext => "engine-address-context",
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
            Some(("tcp" | "http", host)) => tcp(host),
            Some(("https", _)) => Err(AddressError::Tls),
            Some(("ssh", _)) => Err(AddressError::Ssh),
            _ => Err(AddressError::Malformed),
        }
    }
}

/// Host and port, with Docker's default port where none is written. A path behind them would be
/// dropped by the client library, so it is a fault.
fn tcp(host: &str) -> Result<Address, AddressError> {
    let host = host.strip_suffix('/').unwrap_or(host);
    if host.is_empty() || host.contains(['/', '?', '#', '@', ' ']) {
        return Err(AddressError::Malformed);
    }
    let port = match host.rsplit_once(']') {
        Some((_, after)) => after.strip_prefix(':'),
        None => host.rsplit_once(':').map(|(_, port)| port),
    };
    match port {
        None => Ok(Address::Tcp(format!("{host}:2375"))),
        Some(port) if port.parse::<u16>().is_ok_and(|port| port > 0) && !host.starts_with(':') => {
            Ok(Address::Tcp(host.to_owned()))
        }
        Some(_) => Err(AddressError::Malformed),
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unix(path) => write!(f, "unix://{path}"),
            Self::Tcp(host) => write!(f, "tcp://{host}"),
            Self::Pipe(path) => write!(f, "npipe://{path}"),
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
    }

    #[test]
    fn every_other_form_has_a_fault_of_its_own() {
        let fault = |text: &str| text.parse::<Address>().expect_err("a fault");
        assert_eq!(fault(""), AddressError::Empty);
        assert_eq!(fault("ssh://me@there"), AddressError::Ssh);
        assert_eq!(fault("https://there:2376"), AddressError::Tls);
        for text in ["unix://relative", "nonsense", "tcp://", "tcp://h:0", "tcp://h:99999", "tcp://h/path"] {
            assert_eq!(fault(text), AddressError::Malformed, "{text}");
        }
    }
}
