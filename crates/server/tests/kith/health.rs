//! `kith health`, as a container asks it.

use std::process::Command;

use tempfile::TempDir;

use crate::database::Place;
use crate::process::{Server, complaint, kith};
use crate::tls;

/// Asks where that server listens.
fn health(server: &Server) -> Command {
    let (_, address) = server.url.split_once("://").unwrap();
    let mut command = kith("sqlite:never-opened.db");
    command.env("KITH__SERVER__LISTEN", address).arg("health");
    command
}

#[test]
fn a_server_that_lives_is_told_from_one_that_does_not() {
    let place = Place::sqlite();
    let server = Server::start(&place);
    let (mut alive, mut ready) = (health(&server), health(&server));
    ready.arg("--ready");
    assert!(alive.status().unwrap().success() && ready.status().unwrap().success());
    server.kill();
    assert!(complaint(&mut alive).contains("/health") && complaint(&mut ready).contains("/ready"));
}

#[test]
fn a_server_that_speaks_tls_is_asked_so() {
    let (place, folder) = (Place::sqlite(), TempDir::new().unwrap());
    tls::put_both(&folder, &tls::certificate());
    let server = Server::run(&mut tls::command(&place, &folder));
    assert!(complaint(&mut health(&server)).contains("http://"), "without TLS there is no answer");
    let certificate = folder.path().join("certificate.pem");
    let mut command = health(&server);
    command
        .env("KITH__SERVER__TLS_CERTIFICATE_FILE", certificate)
        .env("KITH__SERVER__TLS_KEY_FILE", folder.path().join("key.pem"));
    assert!(command.status().unwrap().success());
}
