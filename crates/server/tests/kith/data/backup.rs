//! `kith backup`, while a server writes.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use serde_json::json;

use crate::database::{Place, on_both};
use crate::process::{Client, Server, answer, complaint, kith};

#[test]
fn a_copy_is_sound_whatever_is_written_meanwhile() {
    let place = Place::sqlite();
    let server = Server::start(&place);
    let key = answer(kith(&place.url()).args(["key", "create", "--name", "backend"]));
    let backend = Client::backend(&server, &key);
    let folder = tempfile::tempdir().unwrap();
    let done = AtomicBool::new(false);
    let written = thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut written = 0;
            while !done.load(Ordering::Relaxed) && written < 100_000 {
                let body = json!({"client_user_id": written.to_string()});
                assert_eq!(backend.send("POST", "/v2/user", None, Some(&body)).0, 200);
                written += 1;
            }
            written
        });
        let mut before = 0;
        for number in 0..5 {
            let copy = folder.path().join(format!("copy-{number}.db"));
            let said = answer(kith(&place.url()).arg("backup").arg(&copy));
            assert_eq!(said, copy.display().to_string());
            let url = format!("sqlite:{}", copy.display());
            let check = answer(kith(&url).args(["check", "--json"]));
            let check: serde_json::Value = serde_json::from_str(&check).unwrap();
            let users = check["users"].as_u64().unwrap();
            assert!(check["ok"] == true && users >= before, "{check}");
            before = users;
        }
        done.store(true, Ordering::Relaxed);
        (writer.join().unwrap(), before)
    });
    assert!(written.0 >= written.1 && written.1 > 0, "{written:?}");
    // Nothing but the copies and what SQLite keeps beside an open one is left.
    let left: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| name.to_str().unwrap().starts_with("copy-")), "{left:?}");
}

fn nothing_is_overwritten_and_postgresql_has_its_own(place: &Place) {
    answer(kith(&place.url()).arg("migrate"));
    let folder = tempfile::tempdir().unwrap();
    let (taken, free) = (folder.path().join("taken"), folder.path().join("free.db"));
    fs::write(&taken, "mine").unwrap();
    let complained = complaint(kith(&place.url()).arg("backup").arg(&taken));
    assert!(complained.contains("exists already"), "{complained}");
    assert_eq!(fs::read(&taken).unwrap(), b"mine");
    match place {
        Place::Sqlite(_) => {
            answer(kith(&place.url()).arg("backup").arg(&free));
            let missing = folder.path().join("missing/copy.db");
            complaint(kith(&place.url()).arg("backup").arg(missing));
            complaint(kith("sqlite:/nowhere/at/all.db").arg("backup").arg(folder.path().join("x")));
        }
        Place::Postgres(_) => {
            let complained = complaint(kith(&place.url()).arg("backup").arg(&free));
            assert!(complained.contains("pg_dump --format=custom"), "{complained}");
        }
    }
    let left = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, if matches!(place, Place::Sqlite(_)) { 2 } else { 1 });
}

on_both!(nothing_is_overwritten_and_postgresql_has_its_own);
