//! The official, unmodified SDK against the running binary.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::database::Place;
use crate::process::{SECRET, Server, create_user, kith, token};

/// Installs the SDK as npm publishes it, in a folder of its own.
fn install() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sdk");
    for entry in fs::read_dir(scripts).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
        }
    }
    run(Command::new("npm").args(["ci", "--no-fund", "--no-audit"]).current_dir(&folder));
    folder
}

/// Lets the SDK do everything that `tests/sdk` describes, in a community of that mode.
fn the_official_sdk_finds_what_it_expects(place: &Place, mode: &str) {
    let folder = install();
    let server = Server::run(kith(&place.url()).env("KITH__COMMUNITY__MODE", mode).arg("serve"));
    let admin = create_user(&place.url(), &["sdk-admin", "--role", "admin"]);
    run(Command::new("node")
        .arg("selfcommunity.mjs")
        .current_dir(&folder)
        .env("KITH_URL", &server.url)
        .env("KITH_MODE", mode)
        .env("KITH_JWT_SECRET", SECRET)
        .env("KITH_ADMIN_ID", admin["id"].to_string())
        .env("KITH_ADMIN_TOKEN", token(&place.url(), &admin)));
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    let (out, err) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?}\n{out}\n{err}");
}

mod sqlite {
    use crate::database::Place;

    #[test]
    #[ignore = "needs Node and npm"]
    fn the_official_sdk_finds_what_it_expects_among_friends() {
        super::the_official_sdk_finds_what_it_expects(&Place::sqlite(), "friendship");
    }

    #[test]
    #[ignore = "needs Node and npm"]
    fn the_official_sdk_finds_what_it_expects_among_followers() {
        super::the_official_sdk_finds_what_it_expects(&Place::sqlite(), "follow");
    }
}

mod postgres {
    use crate::database::Place;

    #[test]
    #[ignore = "needs Node, npm and a PostgreSQL server: scripts/test.sh brings the server"]
    fn the_official_sdk_finds_what_it_expects_among_friends() {
        super::the_official_sdk_finds_what_it_expects(&Place::postgres(), "friendship");
    }

    #[test]
    #[ignore = "needs Node, npm and a PostgreSQL server: scripts/test.sh brings the server"]
    fn the_official_sdk_finds_what_it_expects_among_followers() {
        super::the_official_sdk_finds_what_it_expects(&Place::postgres(), "follow");
    }
}
