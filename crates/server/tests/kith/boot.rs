//! Start, migrate, answer, restart with its data.

use serde_json::json;

use crate::database::{Place, on_both};
use crate::process::{Client, SECRET, Server, complaint, create_user, kith, token};

/// What was acknowledged is there after a kill; and a server that is told to stop stops well.
fn the_data_survive_a_kill_and_a_restart(place: &Place) {
    let server = Server::start(place);
    let anna = create_user(&place.url(), &["anna", "--ext-id", "crm-118"]);
    let token = token(&place.url(), &anna);
    let path = format!("/api/v2/user/{}/provider/", anna["id"]);
    let client = Client::new(&server, Some(&token));
    assert_eq!(client.get("/health"), (200, json!({"status": "ok"})));
    assert_eq!(client.get("/ready").0, 200);
    let google = json!({"provider": "google", "ext_id": "1155", "show_in_profile": true});
    assert_eq!(client.post(&path, &google).0, 201);
    let (_, before) = client.get(&path);
    assert_eq!(before.as_array().unwrap().len(), 2);
    server.kill();

    for signal in ["-TERM", "-INT"] {
        let server = Server::start(place);
        let client = Client::new(&server, Some(&token));
        assert_eq!(client.get(&path), (200, before.clone()));
        let anonymous = Client::new(&server, None);
        assert_eq!(anonymous.get(&path).1.as_array().unwrap().len(), 1);
        let (status, log) = server.stop(signal);
        assert!(status.success(), "{log}");
        assert!(log.contains("stopped"), "{log}");
        assert!(!log.contains(SECRET) && !log.contains(&token), "a secret is in the log");
    }
}

fn several_instances_start_at_once_on_an_empty_database(place: &Place) {
    let servers: Vec<Server> = std::thread::scope(|scope| {
        let starts: Vec<_> = (0..4).map(|_| scope.spawn(|| Server::start(place))).collect();
        starts.into_iter().map(|start| start.join().unwrap()).collect()
    });
    for server in &servers {
        assert_eq!(Client::new(server, None).get("/ready").0, 200);
    }
}

on_both!(
    the_data_survive_a_kill_and_a_restart,
    several_instances_start_at_once_on_an_empty_database
);

#[test]
fn without_a_secret_it_does_not_start_and_says_how_to_make_one() {
    let place = Place::sqlite();
    let complaint =
        complaint(kith(&place.url()).env_remove("KITH__AUTH__JWT_SECRETS").arg("serve"));
    assert!(complaint.contains("auth.jwt_secrets"), "{complaint}");
    assert!(complaint.contains("openssl rand -hex 32"), "{complaint}");
}

#[test]
fn a_misspelt_setting_keeps_it_from_starting() {
    let place = Place::sqlite();
    let complaint = complaint(kith(&place.url()).env("KITH__DATABASE__ULR", "x").arg("serve"));
    assert!(complaint.contains("the nearest is database.url"), "{complaint}");
}

#[test]
fn a_port_that_is_taken_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let place = Place::sqlite();
    let complaint = complaint(kith(&place.url()).args(["serve", "--listen", &address]));
    assert!(complaint.contains(&address), "{complaint}");
}

#[test]
fn secrets_come_from_files_too() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("secrets");
    std::fs::write(&file, "a-newer-secret-that-signs-from-now-on,").unwrap();
    let place = Place::sqlite();
    let anna = create_user(&place.url(), &["anna"]);
    let old = token(&place.url(), &anna);
    let mut command = kith(&place.url());
    command.env_remove("KITH__AUTH__JWT_SECRETS").env("KITH__AUTH__JWT_SECRETS_FILE", &file);
    // Without the old secret its tokens are worth nothing; with it beside the new one they are.
    let server = Server::run(command.arg("serve"));
    assert_eq!(Client::new(&server, Some(&old)).get("/api/v2/user/me/").0, 401);
    std::fs::write(&file, format!("a-newer-secret-that-signs-from-now-on,{SECRET}\n")).unwrap();
    let mut command = kith(&place.url());
    command.env_remove("KITH__AUTH__JWT_SECRETS").env("KITH__AUTH__JWT_SECRETS_FILE", &file);
    let server = Server::run(command.arg("serve"));
    assert_eq!(Client::new(&server, Some(&old)).get("/api/v2/user/me/").0, 200);
}
