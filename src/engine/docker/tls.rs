//! TLS connections: which engines are trusted, and the client's identity.
//!
//! The same code serves bollard's calls and our own. bollard's own code supports neither an unverified certificate
//! nor the system's certificate authorities.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use tokio_rustls::rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use tokio_rustls::rustls::{ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

use super::super::Cause;
use super::super::address::Tls;
use super::fault::deepest;

/// Opens connections to one encrypted address.
#[derive(Clone)]
pub(super) struct Connector {
    inner: TlsConnector,
    name: ServerName<'static>,
}

impl Connector {
    /// Reads the certificates.
    pub(super) fn new(tls: &Tls) -> Result<Self, Cause> {
        let name = ServerName::try_from(tls.name().to_owned()).map_err(|error| untrusted(&error))?;
        let config = config(tls)?;
        Ok(Self { inner: TlsConnector::from(Arc::new(config)), name })
    }

    /// Encrypts a connection. When this returns, the engine has proved its identity.
    pub(super) async fn encrypt(&self, stream: TcpStream) -> Result<TlsStream<TcpStream>, Cause> {
        let encrypted = self.inner.connect(self.name.clone(), stream).await;
        encrypted.map_err(|error| match error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) {
            Some(inner) => untrusted(inner),
            // It speaks no TLS and closes the connection.
            None => untrusted(&error),
        })
    }
}

fn untrusted(error: &dyn std::error::Error) -> Cause {
    Cause::Untrusted(deepest(error))
}

fn config(tls: &Tls) -> Result<ClientConfig, Cause> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider));
    let builder = builder.with_safe_default_protocol_versions().map_err(|error| untrusted(&error))?;
    let folder = tls.certificates.as_deref();
    let builder = if tls.verify {
        builder.with_root_certificates(roots(folder)?)
    } else {
        builder.dangerous().with_custom_certificate_verifier(Arc::new(Anybody(provider)))
    };
    match folder.map(identity).transpose()?.flatten() {
        Some((chain, key)) => builder.with_client_auth_cert(chain, key).map_err(|error| untrusted(&error)),
        None => Ok(builder.with_no_client_auth()),
    }
}

/// Returns the trusted authorities: that of the folder, or those of the system.
fn roots(folder: Option<&Path>) -> Result<RootCertStore, Cause> {
    let mut store = RootCertStore::empty();
    let own = folder.map(|folder| folder.join("ca.pem"));
    if let Some(path) = own.filter(|path| there(path)) {
        for certificate in certificates(&path)? {
            store.add(certificate).map_err(|error| unusable(&path, &error))?;
        }
        return Ok(store);
    }
    // A system certificate that rustls cannot read is not trusted.
    store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    Ok(store)
}

/// Returns the client's certificate and key, `Ok(None)` if the folder has neither.
fn identity(folder: &Path) -> Result<Option<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>)>, Cause> {
    let (chain, key) = (folder.join("cert.pem"), folder.join("key.pem"));
    if !there(&chain) && !there(&key) {
        return Ok(None);
    }
    let read = PrivateKeyDer::from_pem_file(&key).map_err(|error| unusable(&key, &error))?;
    Ok(Some((certificates(&chain)?, read)))
}

/// Checks whether a file exists.
///
/// An unreadable file exists, and reading it fails later.
fn there(path: &Path) -> bool {
    !matches!(fs::metadata(path), Err(error) if error.kind() == io::ErrorKind::NotFound)
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, Cause> {
    let read = CertificateDer::pem_file_iter(path).map_err(|error| unusable(path, &error))?;
    let read: Vec<_> = read.collect::<Result<_, _>>().map_err(|error| unusable(path, &error))?;
    if read.is_empty() {
        return Err(unusable(path, &Error::General("no certificate in it".to_owned())));
    }
    Ok(read)
}

fn unusable(path: &Path, error: &dyn std::error::Error) -> Cause {
    Cause::Untrusted(format!("{}: {}", path.display(), deepest(error)))
}

/// Trusts every certificate, as docker does if a context has `SkipTLSVerify`.
#[derive(Debug)]
struct Anybody(Arc<CryptoProvider>);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
