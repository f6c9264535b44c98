//! An engine behind TLS, as docker's contexts and variables name it: certificates of both sides are asked
//! for, and every kind of request goes through.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::thread;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tempfile::TempDir;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, UnixStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

use crate::harness::{Engine, Lab, Output, docker_socket, finish, program};

/// An authority, with what it signed.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Self {
        let mut parameters = CertificateParams::default();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(parameters, KeyPair::generate().unwrap()).unwrap())
    }

    /// A certificate for these names, and its key.
    fn signs(&self, names: &[&str]) -> (String, String) {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(names).unwrap().signed_by(&key, &self.0).unwrap();
        (certificate.pem(), key.serialize_pem())
    }
}

/// The engine behind an encrypted port, which takes whoever this authority signed.
struct Encrypted {
    address: SocketAddr,
    authority: Authority,
    home: TempDir,
}

impl Encrypted {
    fn new() -> Self {
        let authority = Authority::new();
        let (certificate, key) = authority.signs(&["localhost", "127.0.0.1"]);
        let provider = Arc::new(default_provider());
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(authority.0.pem().as_bytes()).unwrap()).unwrap();
        let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider));
        let chain = vec![CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap()];
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_client_cert_verifier(verifier.build().unwrap())
            .with_single_cert(chain, PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap())
            .unwrap();
        Self { address: serve(config), authority, home: tempfile::tempdir().unwrap() }
    }

    fn url(&self) -> String {
        format!("tcp://localhost:{}", self.address.port())
    }

    /// A folder of docker's own settings with one context, whose certificates are of these authorities.
    fn docker(&self, trusted: &Authority, ours: Option<&Authority>, skip: bool) -> PathBuf {
        let folder = self.home.path().join("docker");
        // `printf far | sha256sum`
        let name = "512eea46ceb3921dff4363c7069d89d4964d1d9fccaa0f411851a7aa60a5c868";
        let meta = folder.join("contexts/meta").join(name);
        fs::create_dir_all(&meta).unwrap();
        fs::write(
            meta.join("meta.json"),
            format!(
                r#"{{"Name":"far","Endpoints":{{"docker":{{"Host":"{}","SkipTLSVerify":{skip}}}}}}}"#,
                self.url()
            ),
        )
        .unwrap();
        write_certificates(&folder.join("contexts/tls").join(name).join("docker"), trusted, ours);
        folder
    }

    /// `doctor` with this folder of docker's settings.
    fn doctor(&self, docker: &Path) -> Output {
        let mut command = program(self.home.path());
        command.args(["--plain", "doctor"]).env("DOCKER_CONFIG", docker).env("DOCKER_CONTEXT", "far");
        finish(command)
    }
}

fn write_certificates(folder: &Path, trusted: &Authority, ours: Option<&Authority>) {
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("ca.pem"), trusted.0.pem()).unwrap();
    if let Some(ours) = ours {
        let (certificate, key) = ours.signs(&["client"]);
        fs::write(folder.join("cert.pem"), certificate).unwrap();
        fs::write(folder.join("key.pem"), key).unwrap();
    }
}

/// Passes every connection on to the engine.
fn serve(config: ServerConfig) -> SocketAddr {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    let (acceptor, engine) = (TlsAcceptor::from(Arc::new(config)), docker_socket());
    thread::spawn(move || {
        runtime.block_on(async move {
            let pass = async |client, acceptor: TlsAcceptor, engine: PathBuf| {
                // Who is not taken is told so by the handshake.
                let mut client = acceptor.accept(client).await.ok()?;
                let mut engine = UnixStream::connect(engine).await.ok()?;
                copy_bidirectional(&mut client, &mut engine).await.ok()
            };
            loop {
                let (client, _) = listener.accept().await.unwrap();
                tokio::spawn(pass(client, acceptor.clone(), engine.clone()));
            }
        });
    });
    address
}

/// A lab with a request of every kind: calls of bollard's, an upgraded stream, uploads and archives.
const EVERY_KIND: &str = r#"
[[step]]
id = "one"
title = "One"
write = { "page.html" = "my page\n" }
run = [
  "docker run -d --name encrypted-web nginx",
  "docker cp page.html encrypted-web:/usr/share/nginx/html/index.html",
  "docker exec encrypted-web cat /usr/share/nginx/html/index.html",
  "docker run --rm --name encrypted-once nginx echo once",
  "docker logs encrypted-web",
  "docker commit encrypted-web encrypted-image",
]
check = [
  { file = "encrypted-web:/usr/share/nginx/html/index.html", equals = "my page\n" },
  { exec = "cat /usr/share/nginx/html/index.html", in = "encrypted-web", contains = "my page" },
]
"#;

fn encrypted_lab(steps: &str, docker: &Path) -> Lab {
    Lab::of(steps).variable("DOCKER_CONFIG", docker.to_str().unwrap()).variable("DOCKER_CONTEXT", "far")
}

#[test]
fn a_lab_runs_through_an_encrypted_context_and_leaves_nothing() {
    let _engine = Engine::take();
    let server = Encrypted::new();
    let docker = server.docker(&server.authority, Some(&server.authority), false);
    encrypted_lab(EVERY_KIND, &docker).run().exits(0).shows("my page").shows("once").leaves_nothing();
}

#[test]
fn a_killed_run_is_cleaned_up_after_through_the_same_context() {
    let _engine = Engine::take();
    let server = Encrypted::new();
    let docker = server.docker(&server.authority, Some(&server.authority), false);
    let waits = "[ready.encrypted-waits]\nexec = \"false\"\nwithin = \"100s\"\n\n[[step]]\nid = \"one\"\n\
                 title = \"One\"\nrun = \"docker run -d --name encrypted-waits nginx\"\n";
    let run = encrypted_lab(waits, &docker).start();
    let (ended, death) = run.until_it_shows("Waiting until encrypted-waits is ready").kill();
    ended.leaves_nothing_after(death);
}

#[test]
fn dockers_variables_name_an_encrypted_engine_as_well() {
    let _engine = Engine::take();
    let server = Encrypted::new();
    let folder = server.home.path().join("certificates");
    write_certificates(&folder, &server.authority, Some(&server.authority));
    let asked = |change: &dyn Fn(&mut Command)| {
        let mut command = program(server.home.path());
        command.args(["--plain", "doctor"]).env("DOCKER_HOST", server.url());
        command.env("DOCKER_TLS_VERIFY", "1").env("DOCKER_CERT_PATH", &folder);
        change(&mut command);
        finish(command)
    };
    asked(&|_| {}).exits(0).shows("Everything is ready.");
    asked(&|command| {
        command.env("STATELAB_ENGINE", format!("https://localhost:{}", server.address.port()));
        command.env_remove("DOCKER_TLS_VERIFY").env_remove("DOCKER_HOST");
    })
    .exits(0);
    asked(&|command| {
        command.env_remove("DOCKER_TLS_VERIFY");
    })
    .exits(3)
    .shows("No container engine answers.");
}

#[test]
fn an_engine_of_another_authority_is_not_trusted() {
    let _engine = Engine::take();
    let server = Encrypted::new();
    let (ours, stranger) = (&server.authority, Authority::new());
    let docker = server.docker(&stranger, Some(ours), false);
    server
        .doctor(&docker)
        .exits(3)
        .shows("The encrypted connection to the engine was not trusted: invalid peer certificate")
        .shows("Compare ca.pem, cert.pem and key.pem");
    // Docker's own word that it need not be verified.
    server.doctor(&server.docker(&stranger, Some(ours), true)).exits(0);
}

#[test]
fn an_engine_that_does_not_take_our_certificate_says_so() {
    let _engine = Engine::take();
    let server = Encrypted::new();
    let refused = "The encrypted connection to the engine was not trusted: received fatal alert";
    let stranger = Authority::new();
    server.doctor(&server.docker(&server.authority, Some(&stranger), false)).exits(3).shows(refused);
    let docker = server.docker(&server.authority, None, false);
    for file in ["cert.pem", "key.pem"] {
        let path = docker.join("contexts/tls");
        let path = fs::read_dir(path).unwrap().next().unwrap().unwrap().path().join("docker").join(file);
        fs::remove_file(path).unwrap();
    }
    server.doctor(&docker).exits(3).shows(refused);
}

#[test]
fn a_certificate_that_is_none_is_named() {
    let _engine = Engine::take();
    let server = Encrypted::new();
    let docker = server.docker(&server.authority, Some(&server.authority), false);
    let folder = fs::read_dir(docker.join("contexts/tls")).unwrap().next().unwrap().unwrap().path();
    fs::write(folder.join("docker/key.pem"), "nonsense").unwrap();
    server.doctor(&docker).exits(3).shows("docker/key.pem: no items found");
}
