//! No secret is told: each is a canary here, and nothing that the binary says has one in it, at the
//! most talkative log level, whatever goes wrong. What is meant to give one away is named where it
//! does.

mod settings;
mod told;

use std::process::Command;

use serde_json::{Value, json};

use crate::database::{Place, on_both};
use crate::process::{Client, Server, complaint, create_user, kith};
use crate::wire::Wire;
use told::Told;

const JWT_SECRETS: [&str; 2] =
    ["canary-of-the-jwt-secret-that-signs", "canary-of-the-jwt-secret-that-verifies"];
/// 32 bytes each, and as they stand in the settings.
const SEALING_KEY: &str = "canary-sealing-key-0123456789abc";
const SEALING_KEY_BASE64: &str = "Y2FuYXJ5LXNlYWxpbmcta2V5LTAxMjM0NTY3ODlhYmM=";
const NEWER_KEY_BASE64: &str = "Y2FuYXJ5LW5ld2VyLWtleS0wMTIzNDU2Nzg5YWJjZGU=";
const ACCESS_TOKEN: &str = "canary-of-an-access-token";
const REFRESH_TOKEN: &str = "canary-of-a-refresh-token";
const USER_ID_KEY: &str = "canary-of-what-hashes-user-ids";
const COLLECTOR: &str = "canary-of-the-collectors-credential";
/// What somebody sends who may not, or in a wrong place.
const WRONG: &str = "canary-of-a-wrong-credential";

/// The command with every secret set.
fn with_secrets(place: &Place) -> Command {
    let mut command = kith(&place.url());
    command
        .env("KITH__AUTH__JWT_SECRETS", JWT_SECRETS.join(","))
        .env("KITH__SEALING__KEYS", format!("first:{SEALING_KEY_BASE64}"))
        .env("KITH__LOG__USER_ID_KEY", USER_ID_KEY)
        .env("OTEL_EXPORTER_OTLP_HEADERS", format!("authorization={COLLECTOR}"))
        .env("KITH__LOG__FILTER", "trace")
        .env("KITH__METRICS__LISTEN", "127.0.0.1:0");
    command
}

fn nothing_tells_a_secret(place: &Place) {
    let mut told = Told::new(place);
    told.run(place, &["migrate"]);
    let user = |name: &str, arguments: &[&str]| {
        create_user(&place.url(), &[&[name][..], arguments].concat())
    };
    let (anna, ada) = (user("anna", &[]), user("ada", &["--role", "admin"]));
    let key = told.secret_of(place, &["key", "create", "--name", "backend"]);
    let token = told.secret_of(place, &["token", "--user", &ada["id"].to_string()]);
    told.secrets.extend([key.clone(), token.rsplit('.').next().unwrap().to_owned()]);
    for format in ["text", "json"] {
        let mut command = with_secrets(place);
        // Nobody is there.
        command.env("KITH__TELEMETRY__OTLP_ENDPOINT", "http://127.0.0.1:1");
        let server = Server::run(command.env("KITH__LOG__FORMAT", format).arg("serve"));
        a_day_of_work(&mut told, &server, &anna, &token, &key);
        a_panic(&server, &token, &key);
        let mut metrics = ureq::get(server.metrics.as_deref().unwrap()).call().unwrap();
        let metrics = metrics.body_mut().read_to_string().unwrap();
        assert!(metrics.contains("kith_"), "{metrics}");
        told.add("metrics", metrics);
        let (status, log) = server.stop("-TERM");
        assert!(status.success());
        assert!(log.len() > 10_000, "the log is talkative");
        assert!(log.contains("panicked"), "nothing panicked");
        told.add("log", log);
    }
    for arguments in [
        &["user", "list", "--json"][..],
        &["key", "list", "--json"],
        &["connection", "list", "1", "--json"],
        &["check"],
        &["--help"],
        &["serve", "--help"],
    ] {
        told.run(place, arguments);
    }
    copies(&mut told, place);
    trouble(&mut told, place, &token, &key);
    stored(&mut told, place);
    told.hold();
}

/// What is asked on a day, and what goes wrong on one.
fn a_day_of_work(told: &mut Told, server: &Server, anna: &Value, token: &str, key: &str) {
    let (anonymous, admin) = (Client::new(server, None), Client::new(server, Some(token)));
    let backend = Client::backend(server, key);
    let uuid = &anna["uuid"];
    let connection = json!({
        "user_id": uuid, "access_token": ACCESS_TOKEN, "refresh_token": REFRESH_TOKEN,
        "expires_at": 1_900_000_000,
    });
    let import = json!({"provider": "garmin", "connections": [connection.clone()]});
    told.ask(&backend, "POST", "/v2/link/bulk_import", Some(&import));
    // Meant to give tokens away, and nothing else does.
    let export =
        backend.send("POST", "/v2/link/bulk_export", None, Some(&json!({"provider": "garmin"})));
    assert_eq!(export.1["data"][0]["access_token"], ACCESS_TOKEN);
    for path in [
        "/v2/user".to_owned(),
        format!("/v2/user/providers/{}", uuid.as_str().unwrap()),
        "/v2/link/bulk_op".to_owned(),
        "/kith/v1/users/1/providers".to_owned(),
        "/openapi.json".to_owned(),
        "/ready".to_owned(),
    ] {
        told.ask(&backend, "GET", &path, None);
    }
    told.ask(&admin, "GET", "/api/v2/user/me/", None);
    told.ask(&admin, "GET", "/api/v2/account/search/?username=anna", None);
    // Bodies that are refused are not repeated.
    for wrong in [
        json!({"provider": WRONG, "connections": [connection.clone()]}),
        json!({"provider": "garmin", "connections": [connection, {"access_token": [WRONG]}]}),
        json!([WRONG, ACCESS_TOKEN]),
    ] {
        let (status, _) = told.answer(&backend, "POST", "/v2/link/bulk_import", None, Some(&wrong));
        assert_eq!(status, 422);
    }
    // Neither are credentials that are worth nothing, or stand in the wrong place.
    let verify = json!({"token": WRONG});
    told.ask(&anonymous, "POST", "/api/v2/jwt/verify_token/", Some(&verify));
    told.ask(&anonymous, "POST", "/api/v2/jwt/verify_token/", Some(&json!({"token": token})));
    for credential in [WRONG, key, JWT_SECRETS[0]] {
        for path in ["/api/v2/user/me/", "/kith/v1/users/1", "/v2/user"] {
            let (status, _) = told.answer(&anonymous, "GET", path, Some(credential), None);
            assert_eq!(status, 401);
            let stranger = Client::backend(server, credential);
            told.ask(&stranger, "GET", path, None);
        }
        for path in ["/v2/user", "/api/v2/user/", "/kith/v1/users/1", "/nowhere"] {
            told.ask(
                &anonymous,
                "GET",
                &format!("{path}?token={credential}&api_key={credential}"),
                None,
            );
        }
    }
}

/// The one that a client can bring about (docs/adr/0033-hostile-input.md), with credentials before it and in it.
fn a_panic(server: &Server, token: &str, key: &str) {
    let name = WRONG.repeat(70_000 / WRONG.len());
    let mut wire = Wire::open(server);
    wire.say(&format!(
        "GET /v2/user HTTP/1.1\r\nHost: kith.example\r\nAuthorization: Bearer {token}\r\n\
         X-Vital-Api-Key: {key}\r\n{name}: {WRONG}\r\n\r\n"
    ));
    assert_eq!(wire.rest(), "");
}

/// What is written to be kept elsewhere: tokens as they are sealed, keys as hashes.
fn copies(told: &mut Told, place: &Place) {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).display().to_string();
    let mut commands = vec![
        vec!["export".to_owned(), file("everything")],
        vec!["export".to_owned(), file("anna"), "--user".to_owned(), "1".to_owned()],
    ];
    if matches!(place, Place::Sqlite(_)) {
        commands.push(vec!["backup".to_owned(), file("backup")]);
    }
    for command in &commands {
        told.run(place, &command.iter().map(String::as_str).collect::<Vec<_>>());
        let written = std::fs::read(&command[1]).unwrap();
        assert!(written.len() > 100, "{command:?}");
        told.add(&command.join(" "), written);
    }
}

/// A key that is not there any more, and a database that has lost a table.
fn trouble(told: &mut Told, place: &Place, token: &str, key: &str) {
    let rotation = complaint(with_newer_key(place).arg("rotate-key"));
    assert!(rotation.contains("could not be opened"), "{rotation}");
    told.add("rotate-key", rotation);
    let server = Server::run(with_newer_key(place).arg("serve"));
    let backend = Client::backend(&server, key);
    let garmin = json!({"provider": "garmin"});
    let (status, _) = told.answer(&backend, "POST", "/v2/link/bulk_export", None, Some(&garmin));
    assert_eq!(status, 400);
    place.execute("drop table provider_credentials");
    let import = json!({"provider": "garmin", "connections": [{
        "user_id": "00000000-0000-4000-8000-000000000000", "access_token": ACCESS_TOKEN,
        "refresh_token": REFRESH_TOKEN, "expires_at": 1,
    }]});
    for (path, body) in [("/v2/link/bulk_export", &garmin), ("/v2/link/bulk_import", &import)] {
        told.ask(&backend, "POST", path, Some(body));
    }
    place.execute("drop table associations");
    let admin = Client::new(&server, Some(token));
    let (status, _) = told.answer(&admin, "GET", "/api/v2/user/1/provider/", None, None);
    assert_eq!(status, 500);
    told.add("log of trouble", server.stop("-TERM").1);
}

/// The command with another sealing key than the one that has sealed.
fn with_newer_key(place: &Place) -> Command {
    let mut command = with_secrets(place);
    command.env("KITH__SEALING__KEYS", format!("newer:{NEWER_KEY_BASE64}"));
    command
}

/// Whoever has the embedded database's files has no secret either.
fn stored(told: &mut Told, place: &Place) {
    if let Place::Sqlite(folder) = place {
        let mut files = 0;
        for file in std::fs::read_dir(folder).unwrap() {
            let file = file.unwrap().path();
            told.add(&file.display().to_string(), std::fs::read(file).unwrap());
            files += 1;
        }
        assert!(files > 0);
    }
}

on_both!(nothing_tells_a_secret);
