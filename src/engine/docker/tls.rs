//! Encrypted connections: whom we trust, and who we are. One implementation for bollard's calls and for
//! those of our own, since bollard's knows neither an engine that is not to be verified nor one whose
//! certificates are the system's.

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

/// What makes connections to one encrypted address.
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

    /// Encrypts a connection; the engine has said who it is when this returns.
    pub(super) async fn encrypt(&self, stream: TcpStream) -> Result<TlsStream<TcpStream>, Cause> {
        let encrypted = self.inner.connect(self.name.clone(), stream).await;
        encrypted.map_err(|error| match error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) {
            Some(inner) => untrusted(inner),
            // It speaks no TLS, and says so by hanging up.
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

/// Who is trusted: the authority of the folder; where it names none, those of the system.
fn roots(folder: Option<&Path>) -> Result<RootCertStore, Cause> {
    let mut store = RootCertStore::empty();
    let own = folder.map(|folder| folder.join("ca.pem"));
    if let Some(path) = own.filter(|path| there(path)) {
        for certificate in certificates(&path)? {
            store.add(certificate).map_err(|error| unusable(&path, &error))?;
        }
        return Ok(store);
    }
    // What the system has and rustls cannot read is no authority for us.
    store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    Ok(store)
}

/// Who we are; none: the folder does not say.
fn identity(folder: &Path) -> Result<Option<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>)>, Cause> {
    let (chain, key) = (folder.join("cert.pem"), folder.join("key.pem"));
    if !there(&chain) && !there(&key) {
        return Ok(None);
    }
    let read = PrivateKeyDer::from_pem_file(&key).map_err(|error| unusable(&key, &error))?;
    Ok(Some((certificates(&chain)?, read)))
}

/// Whether there is something of this name. What may not be read is there, and the fault is told.
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

/// Trusts whoever answers, as docker does where a context has `SkipTLSVerify`.
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
