//! `kith export --user` and `kith erase`.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::database::{Place, on_both};
use crate::process::{Client, Server, answer, complaint, create_user, kith};

/// Runs a command that is told that.
fn told(command: &mut Command, answer: &str) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(answer.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn a_user_is_erased_after_a_confirmation(place: &Place) {
    let url = place.url();
    let server = Server::start(place);
    let anna = create_user(
        &url,
        &["canary-anna", "--ext-id", "canary-crm", "--email", "canary@example.com"],
    );
    let bruno = create_user(&url, &["bruno"]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("anna.json");
    let uuid = anna["uuid"].as_str().unwrap();
    answer(kith(&url).args(["export", "--user", uuid]).arg(&file));
    let document: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    assert_eq!(document["user"]["email"], "canary@example.com");
    assert_eq!(document["associations"][0]["ext_id"], "canary-crm");
    complaint(kith(&url).args(["export", "--user", "1"]).arg(&file));
    complaint(kith(&url).args(["export", "--user", "99"]));

    for answer in ["", "\n", "yes\n", "2\n", "11\n"] {
        let output = told(kith(&url).args(["erase", "--user", uuid]), answer);
        let asked = String::from_utf8(output.stdout).unwrap();
        assert!(asked.contains("user 1 for good, with 1 associations"), "{asked}");
        let complained = String::from_utf8(output.stderr).unwrap();
        assert!(
            !output.status.success() && complained.contains("nothing was erased"),
            "{complained}"
        );
        assert!(!asked.contains("canary") && !complained.contains("canary"));
    }
    assert!(answer(kith(&url).arg("export")).contains("canary"));
    let output = told(kith(&url).args(["erase", "--user", uuid]), "1\n");
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success() && said.contains("erased user 1 with 1 associations"),
        "{said}"
    );
    answer(kith(&url).args(["erase", "--yes", "--user", &bruno["id"].to_string()]));
    let complained = complaint(kith(&url).args(["erase", "--yes", "--user", "1"]));
    assert!(complained.contains("there is no user 1"), "{complained}");
    assert_eq!(Client::new(&server, None).get("/api/v2/user/1/").0, 404);
    let exported = answer(kith(&url).arg("export"));
    assert_eq!(exported.lines().count(), 2, "{exported}");
    assert!(exported.contains("\"users\":2"), "{exported}");
}

on_both!(a_user_is_erased_after_a_confirmation);
