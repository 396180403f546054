//! A service that is restored from an export works as before, and the export tells no secret.

use serde_json::{Value, json};

use crate::database::{Place, on_both};
use crate::process::{Client, SECRET, Server, answer, create_user, kith, token};

/// 32 bytes in base64.
const SEALING_KEY: &str = "b2xkIGtleSwgb25seSBmb3IgdGhlc2UgdGVzdHMgIyE=";

fn serve(place: &Place) -> Server {
    let mut command = kith(&place.url());
    command.env("KITH__SEALING__KEYS", format!("2026:{SEALING_KEY}"));
    // The port is another one each time, and is in links.
    command.env("KITH__SERVER__PUBLIC_URL", "http://kith.test");
    Server::run(command.arg("serve"))
}

fn what_is_restored_works_as_before(place: &Place) {
    let server = serve(place);
    let key = answer(kith(&place.url()).args(["key", "create", "--name", "backend"]));
    let anna = create_user(&place.url(), &["anna", "--ext-id", "crm-118"]);
    create_user(&place.url(), &["bruno"]);
    let backend = Client::backend(&server, &key);
    let connection = json!({
        "user_id": anna["uuid"], "access_token": "canary-access", "refresh_token": "canary-refresh",
        "provider_id": "FB1", "expires_at": 2_147_483_647, "oauth_scopes": ["weight"],
    });
    let body = json!({"provider": "fitbit", "connections": [connection]});
    assert_eq!(backend.send("POST", "/v2/link/bulk_import", None, Some(&body)).0, 200);
    let anna_token = token(&place.url(), &anna);
    let request = "/api/v2/user/2/connection/request/";
    assert_eq!(Client::new(&server, Some(&anna_token)).send("POST", request, None, None).0, 200);
    let look = |server: &Server| -> Vec<(u16, Value)> {
        let backend = Client::backend(server, &key);
        let anna = Client::new(server, Some(&anna_token));
        let given = json!({"provider": "fitbit"});
        vec![
            anna.get("/api/v2/user/me/"),
            anna.get("/api/v2/user/1/provider/"),
            anna.get("/api/v2/user/2/"),
            backend.send("GET", "/v2/user", None, None),
            backend.send("GET", "/kith/v1/users/2/providers", None, None),
            backend.send("POST", "/v2/link/bulk_export", None, Some(&given)),
            backend.send("GET", "/kith/v1/users/1/providers", None, None),
        ]
    };
    let before = look(&server);
    assert_eq!(before[5].1["data"][0]["access_token"], "canary-access");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kith.ndjson");
    let said = answer(kith(&place.url()).arg("export").arg(&file));
    assert!(said.starts_with(&file.display().to_string()) && said.ends_with(" lines"), "{said}");
    drop(server);

    let exported = std::fs::read_to_string(&file).unwrap();
    for secret in ["canary", &key, &key[5..], SECRET, SEALING_KEY] {
        assert!(!exported.contains(secret), "a secret is in the export");
    }
    let user = answer(kith(&place.url()).args(["export", "--user", "1"]));
    assert!(user.contains("credentials_kept") && !user.contains("canary"), "{user}");
    assert!(!user.contains("sealed"), "{user}");

    let restored = match place {
        Place::Sqlite(_) => Place::sqlite(),
        Place::Postgres(_) => Place::postgres(),
    };
    answer(kith(&restored.url()).arg("import").arg(&file));
    let server = serve(&restored);
    assert_eq!(look(&server), before);
    assert!(before.iter().all(|(status, _)| *status == 200), "{before:?}");
    // And goes on.
    let carla = create_user(&restored.url(), &["carla"]);
    assert_eq!(carla["id"], 3);
}

on_both!(what_is_restored_works_as_before);
