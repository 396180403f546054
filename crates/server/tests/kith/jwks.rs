//! Tokens of an identity provider, whose public keys come from a file or from a URL.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use crate::database::Place;
use crate::process::{Client, Server, complaint, create_user, kith};

const ALL: &str = include_str!("../../../http/tests/api/keys/public.json");
const RSA: &[u8] = include_bytes!("../../../http/tests/api/keys/rsa_private.der");

/// A token of the provider for that user, signed with its RSA key.
fn token(user: &Value) -> String {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    let claims = json!({"kith_id": user["id"], "iss": "https://id.example.com", "aud": "kith",
        "iat": now, "exp": now + 600});
    let header = Header { kid: Some("rsa".to_owned()), ..Header::new(Algorithm::RS256) };
    jsonwebtoken::encode(&header, &claims, &EncodingKey::from_rsa_der(RSA)).unwrap()
}

fn settings(command: &mut std::process::Command) -> &mut std::process::Command {
    command
        .env("KITH__AUTH__JWKS_USER_ID_CLAIM", "kith_id")
        .env("KITH__AUTH__JWKS_ISSUER", "https://id.example.com")
        .env("KITH__AUTH__JWKS_AUDIENCE", "kith")
        .env("KITH__AUTH__JWKS_REFRESH", "200ms")
        .arg("serve")
}

/// A provider on loopback that answers every request with the keys of the moment.
fn provider(keys: Arc<Mutex<String>>, asked: Arc<AtomicUsize>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let mut lines = BufReader::new(&stream).lines();
            while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
            asked.fetch_add(1, Ordering::SeqCst);
            let keys = keys.lock().unwrap();
            let length = keys.len();
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close");
            let _ = write!(&stream, "{head}\r\n\r\n{keys}");
        }
    });
    address
}

#[test]
fn keys_from_a_file_are_believed_at_once() {
    let place = Place::sqlite();
    let anna = create_user(&place.url(), &["anna"]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys.json");
    std::fs::write(&file, ALL).unwrap();
    // With the provider's keys no shared secret is needed.
    let mut command = kith(&place.url());
    command.env_remove("KITH__AUTH__JWT_SECRETS").env("KITH__AUTH__JWKS_FILE", &file);
    let server = Server::run(settings(&mut command));
    let (status, me) = Client::new(&server, Some(&token(&anna))).get("/api/v2/user/me/");
    assert_eq!((status, &me["username"]), (200, &json!("anna")));

    std::fs::write(&file, "no keys").unwrap();
    let refused = complaint(settings(kith(&place.url()).env("KITH__AUTH__JWKS_FILE", &file)));
    assert!(refused.contains("auth.jwks_file"), "{refused}");
}

#[test]
fn keys_from_a_url_follow_the_provider() {
    let place = Place::sqlite();
    let anna = create_user(&place.url(), &["anna"]);
    let keys: Value = serde_json::from_str(ALL).unwrap();
    let named = |kid: &str| {
        let keys = keys["keys"].as_array().unwrap().iter();
        json!({"keys": keys.filter(|key| key["kid"] == kid).collect::<Vec<_>>()}).to_string()
    };
    let published = Arc::new(Mutex::new(named("ed25519")));
    let asked = Arc::new(AtomicUsize::new(0));
    let url = format!("http://{}/jwks", provider(Arc::clone(&published), Arc::clone(&asked)));
    let mut command = kith(&place.url());
    let server = Server::run(settings(command.env("KITH__AUTH__JWKS_URL", url)));
    let client = Client::new(&server, Some(&token(&anna)));
    assert_eq!(client.get("/api/v2/user/me/").0, 401, "that key is not published");

    *published.lock().unwrap() = named("rsa");
    let begun = Instant::now();
    while client.get("/api/v2/user/me/").0 != 200 {
        assert!(begun.elapsed() < Duration::from_secs(30), "the new key was never fetched");
        thread::yield_now();
    }
    // A provider that answers nonsense changes nothing: it is asked twice before that is looked at.
    *published.lock().unwrap() = "no keys".to_owned();
    let before = asked.load(Ordering::SeqCst);
    while asked.load(Ordering::SeqCst) < before + 2 {
        assert!(begun.elapsed() < Duration::from_secs(30), "the keys are not fetched any more");
        thread::yield_now();
    }
    assert_eq!(client.get("/api/v2/user/me/").0, 200);
    // One that has taken its keys back is believed.
    *published.lock().unwrap() = json!({"keys": []}).to_string();
    while client.get("/api/v2/user/me/").0 != 401 {
        assert!(begun.elapsed() < Duration::from_secs(30), "keys that are no more are believed");
        thread::yield_now();
    }
}
