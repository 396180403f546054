//! TLS, with certificates of its own making.

use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use tempfile::TempDir;

use crate::database::Place;
use crate::process::{Server, complaint, kith};
use crate::wire::{Wire, stream};

pub(crate) type Tls = StreamOwned<ClientConnection, TcpStream>;

pub(crate) fn certificate() -> CertifiedKey<KeyPair> {
    generate_simple_self_signed(["localhost".to_owned()]).unwrap()
}

/// Puts a certificate and a key where the server looks for them.
fn put(folder: &Path, certificate: &str, key: &str) {
    std::fs::write(folder.join("certificate.pem"), certificate).unwrap();
    std::fs::write(folder.join("key.pem"), key).unwrap();
}

pub(crate) fn put_both(folder: &TempDir, made: &CertifiedKey<KeyPair>) {
    put(folder.path(), &made.cert.pem(), &made.signing_key.serialize_pem());
}

pub(crate) fn command(place: &Place, folder: &TempDir) -> std::process::Command {
    let mut command = kith(&place.url());
    command
        .env("KITH__SERVER__TLS_CERTIFICATE_FILE", folder.path().join("certificate.pem"))
        .env("KITH__SERVER__TLS_KEY_FILE", folder.path().join("key.pem"))
        .arg("serve");
    command
}

/// A connection to a server that shows this certificate, or the reason why there is none.
pub(crate) fn connect(
    server: &Server,
    shows: &CertificateDer<'static>,
) -> Result<Tls, std::io::Error> {
    let mut roots = RootCertStore::empty();
    roots.add(shows.clone()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider);
    let config = config.with_safe_default_protocol_versions().unwrap();
    let mut config = config.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let client = ClientConnection::new(Arc::new(config), "localhost".try_into().unwrap()).unwrap();
    let mut tls = StreamOwned::new(client, stream(server)?);
    while tls.conn.is_handshaking() {
        tls.conn.complete_io(&mut tls.sock)?;
    }
    Ok(tls)
}

/// Waits until the server shows that certificate.
fn until_it_shows(server: &Server, certificate: &CertificateDer<'static>) {
    let started = Instant::now();
    while connect(server, certificate).is_err() {
        assert!(started.elapsed() < Duration::from_mins(1), "it never shows the new one");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn with_a_certificate_it_speaks_tls_and_nothing_else() {
    let (place, folder, made) = (Place::sqlite(), TempDir::new().unwrap(), certificate());
    put_both(&folder, &made);
    let server = Server::run(&mut command(&place, &folder));
    assert!(server.url.starts_with("https://"), "{}", server.url);
    let tls = connect(&server, made.cert.der()).unwrap();
    assert_eq!(tls.conn.alpn_protocol(), Some(&b"http/1.1"[..]), "there is no HTTP/2");
    let mut wire = Wire::over(tls);
    assert_eq!(wire.get("/ready").status, 200);
    assert_eq!(wire.get("/api/v2/user/me/").status, 401, "on the same connection");
    assert!(connect(&server, certificate().cert.der()).is_err(), "that is another's");

    let mut plain = Wire::open(&server);
    plain.say("GET /health HTTP/1.1\r\nHost: kith.example\r\n\r\n");
    assert!(!plain.rest().contains("HTTP"), "no answer to who does not speak TLS");
}

#[cfg(unix)]
#[test]
fn a_certificate_is_renewed_without_a_restart() {
    let (place, folder) = (Place::sqlite(), TempDir::new().unwrap());
    let [first, second, third] = [certificate(), certificate(), certificate()];
    put_both(&folder, &first);
    let server = Server::run(&mut command(&place, &folder));
    let mut open = Wire::over(connect(&server, first.cert.der()).unwrap());
    assert_eq!(open.get("/health").status, 200);

    put_both(&folder, &second);
    server.signal("-HUP");
    until_it_shows(&server, second.cert.der());
    assert!(connect(&server, first.cert.der()).is_err());
    assert_eq!(open.get("/health").status, 200, "what is open stays open");

    // Nobody's certificate with another's key: what was good before is kept.
    put(folder.path(), &third.cert.pem(), &first.signing_key.serialize_pem());
    server.signal("-HUP");
    put_both(&folder, &third);
    server.signal("-HUP");
    until_it_shows(&server, third.cert.der());
    let (status, log) = server.stop("-TERM");
    assert!(status.success(), "{log}");
    for key in [&first, &second, &third] {
        assert!(!tells(&log, key), "{log}");
    }
}

/// Whether a line of somebody's key is in a text.
fn tells(text: &str, made: &CertifiedKey<KeyPair>) -> bool {
    let key = made.signing_key.serialize_pem();
    let mut lines = key.lines().filter(|line| !line.starts_with("-----"));
    lines.any(|line| text.contains(line))
}

#[test]
fn what_cannot_be_used_keeps_it_from_starting() {
    let (place, folder) = (Place::sqlite(), TempDir::new().unwrap());
    let [one, other] = [certificate(), certificate()];
    let complain = || complaint(&mut command(&place, &folder));
    assert!(complain().contains("server.tls_certificate_file: cannot read"));
    put(folder.path(), &one.cert.pem(), "");
    assert!(complain().contains("server.tls_key_file: cannot read"));
    put(folder.path(), &one.cert.pem(), &other.signing_key.serialize_pem());
    let complaint = complain();
    assert!(complaint.contains("cannot be used together"), "{complaint}");
    assert!(!tells(&complaint, &one) && !tells(&complaint, &other), "{complaint}");
    put_both(&folder, &one);
    let mut half = command(&place, &folder);
    let complaint = self::complaint(half.env_remove("KITH__SERVER__TLS_KEY_FILE"));
    assert!(complaint.contains("tls_key_file"), "{complaint}");
}
