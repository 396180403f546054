//! The line that each request leaves, in each form.

use serde_json::Value;

use crate::database::Place;
use crate::process::{Client, Server, create_user, kith, token};

/// What two requests left in the log.
struct Logged(String);

/// A place where Anna lives.
fn home() -> (Place, Value) {
    let place = Place::sqlite();
    let anna = create_user(&place.url(), &["anna"]);
    (place, anna)
}

/// Starts, has Anna ask for herself and somebody unknown ask for nothing, and stops.
fn logged((place, anna): &(Place, Value), settings: &[(&str, &str)]) -> Logged {
    let mut command = kith(&place.url());
    command.envs(settings.iter().copied());
    let server = Server::run(command.arg("serve"));
    let token = token(&place.url(), anna);
    assert_eq!(Client::new(&server, Some(&token)).get("/api/v2/user/me/?canary").0, 200);
    assert_eq!(Client::new(&server, None).get("/canary").0, 404);
    let (status, log) = server.stop("-TERM");
    assert!(status.success(), "{log}");
    for secret in ["canary", &token, "a-key-of-sixteen-or-more"] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
    Logged(log)
}

impl Logged {
    /// The two lines of requests, as JSON.
    fn json(&self) -> [Value; 2] {
        let lines = self.0.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let answered: Vec<_> = lines.filter(|line| line["message"] == "answered").collect();
        answered.try_into().unwrap()
    }

    /// The two lines of requests, as they are.
    fn text(&self) -> [&str; 2] {
        let answered: Vec<_> = self.0.lines().filter(|line| line.contains("answered")).collect();
        answered.try_into().unwrap()
    }
}

fn names(line: &Value) -> Vec<&str> {
    let mut names: Vec<_> = line.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

#[test]
fn as_json_it_has_these_fields_and_the_same_hash_wherever_the_key_is_the_same() {
    let (json, key) = (("KITH__LOG__FORMAT", "json"), "KITH__LOG__USER_ID_KEY");
    let home = home();
    let [known, unknown] = logged(&home, &[json, (key, "a-key-of-sixteen-or-more")]).json();
    let everything =
        ["duration_us", "level", "message", "method", "route", "span", "status", "target"];
    let with_user = [&everything[..], &["timestamp", "user"]].concat();
    assert_eq!(names(&known), with_user);
    assert_eq!((&known["method"], &known["status"]), (&"GET".into(), &200.into()));
    assert_eq!(known["route"], "/api/v2/user/me");
    assert_eq!(known["level"], "INFO");
    assert!(known["duration_us"].is_u64());
    assert_eq!(known["span"]["request_id"].as_str().unwrap().len(), 36);
    let hash = known["user"].as_str().unwrap();
    assert!(hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{hash}");
    // Nothing is said of who did not sign in, nor of a route that there is not.
    let without_route = everything.iter().copied().filter(|name| *name != "route");
    assert_eq!(names(&unknown), without_route.chain(["timestamp"]).collect::<Vec<_>>());
    assert_eq!(unknown["status"], 404);

    let [again, _] = logged(&home, &[json, (key, "a-key-of-sixteen-or-more")]).json();
    assert_eq!(again["user"], hash);
    let [own, _] = logged(&home, &[json]).json();
    assert!(own["user"].is_string() && own["user"] != hash);
}

#[test]
fn users_are_left_out_or_named_if_that_is_wanted() {
    let home = home();
    let ids = "KITH__LOG__USER_IDS";
    let [omitted, _] = logged(&home, &[("KITH__LOG__FORMAT", "json"), (ids, "omitted")]).json();
    assert!(omitted.get("user").is_none());
    let logged = logged(&home, &[(ids, "plain")]);
    let [plain, unknown] = logged.text();
    assert!(plain.contains(&format!(" user={}", home.1["id"])), "{plain}");
    assert!(!unknown.contains("user="), "{unknown}");
}

#[test]
fn as_text_it_says_the_same() {
    let logged = logged(&home(), &[]);
    let [known, unknown] = logged.text();
    for part in [
        "INFO request{request_id=",
        ": answered method=GET route=\"/api/v2/user/me\" status=200 duration_us=",
        " user=",
    ] {
        assert!(known.contains(part), "{part} is not in {known}");
    }
    assert!(unknown.contains("answered method=GET status=404 duration_us="), "{unknown}");
}

#[test]
fn a_key_that_could_be_guessed_is_refused() {
    let place = Place::sqlite();
    let mut command = kith(&place.url());
    let complaint =
        crate::process::complaint(command.env("KITH__LOG__USER_ID_KEY", "short").arg("serve"));
    assert!(complaint.contains("log.user_id_key"), "{complaint}");
    assert!(!complaint.contains("short"), "{complaint}");
}
