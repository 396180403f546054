//! The official, unmodified SDKs against the running binary: `tests/sdk` is what they do.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::database::Place;
use crate::process::{SECRET, Server, answer, create_user, kith, token};

/// What tokens of providers are sealed with: 32 bytes that only these tests know.
const SEALING_KEYS: &str = "k1:dGVzdHMgYWxvbmUgc2VhbCB3aXRoIHRoZXNlIDMyIGI=";

/// Copies the scripts into a folder of their own, where their SDKs can be installed beside them.
fn scripts() -> TempDir {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sdk"), folder.path());
    folder
}

/// Copies what is in a folder, but nothing that somebody has installed there.
fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), target).unwrap();
        } else if entry.file_name() != "node_modules" {
            fs::create_dir(&target).unwrap();
            copy(&entry.path(), &target);
        }
    }
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    let (out, err) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?}\n{out}\n{err}");
}

/// Lets scripts drive a Kith with all that the Junction API needs, and looks whether it has kept
/// their secrets to itself.
fn junction(place: &Place, scripts: &mut Command) {
    let mut command = kith(&place.url());
    let server = Server::run(command.env("KITH__SEALING__KEYS", SEALING_KEYS).arg("serve"));
    let admin = create_user(&place.url(), &["sdk-admin", "--role", "admin"]);
    let key = answer(kith(&place.url()).args(["key", "create", "--name", "sdk"]));
    run(scripts
        .env("KITH_URL", &server.url)
        .env("KITH_API_KEY", &key)
        .env("KITH_ADMIN_TOKEN", token(&place.url(), &admin)));

    let (_, log) = server.stop("-TERM");
    assert!(log.contains("/v2/link/bulk_import"), "the requests are logged:\n{log}");
    // The scripts name every token after what it is.
    for secret in [key.as_str(), "access-", "refresh-"] {
        assert!(!log.contains(secret), "{secret} is logged:\n{log}");
    }
}

/// Makes a test of each named function for each database, with the reasons why it is ignored.
macro_rules! on_both {
    ($sqlite:literal, $postgres:literal: $($name:ident),+) => {
        mod sqlite {
            $(#[test]
            #[ignore = $sqlite]
            fn $name() {
                super::$name(&$crate::database::Place::sqlite());
            })+
        }

        mod postgres {
            $(#[test]
            #[ignore = $postgres]
            fn $name() {
                super::$name(&$crate::database::Place::postgres());
            })+
        }
    };
}

mod node {
    use super::*;

    /// Installs the SDKs as npm publishes them.
    fn install() -> TempDir {
        let folder = scripts();
        run(Command::new("npm").args(["ci", "--no-fund", "--no-audit"]).current_dir(&folder));
        folder
    }

    /// Lets SelfCommunity's SDK do everything that is described, in a community of that mode.
    fn selfcommunity(place: &Place, mode: &str) {
        let folder = install();
        let server =
            Server::run(kith(&place.url()).env("KITH__COMMUNITY__MODE", mode).arg("serve"));
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

    fn selfcommunity_finds_what_it_expects_among_friends(place: &Place) {
        selfcommunity(place, "friendship");
    }

    fn selfcommunity_finds_what_it_expects_among_followers(place: &Place) {
        selfcommunity(place, "follow");
    }

    fn junction_finds_what_it_expects(place: &Place) {
        let folder = install();
        junction(place, Command::new("node").arg("junction/node/main.mjs").current_dir(&folder));
    }

    on_both!(
        "needs Node and npm",
        "needs Node, npm and a PostgreSQL server: scripts/test.sh brings the server":
        selfcommunity_finds_what_it_expects_among_friends,
        selfcommunity_finds_what_it_expects_among_followers,
        junction_finds_what_it_expects
    );
}

mod python {
    use super::*;

    /// Installs the SDK as it is published, and returns the Python that finds it.
    ///
    /// In a virtual environment; where Python cannot make one, in a folder of packages.
    fn install(folder: &Path) -> Command {
        let environment = folder.join("environment");
        let made = Command::new("python3").args(["-m", "venv"]).arg(&environment).output().unwrap();
        let python = || {
            if made.status.success() {
                return Command::new(environment.join("bin/python"));
            }
            let mut python = Command::new("python3");
            python.env("PYTHONPATH", &environment);
            python
        };
        let mut pip = python();
        pip.args(["-m", "pip", "install", "--disable-pip-version-check", "--require-hashes"]);
        pip.arg("-r").arg(folder.join("junction/python/requirements.txt"));
        if !made.status.success() {
            pip.arg("--target").arg(&environment);
        }
        run(&mut pip);
        python()
    }

    fn junction_finds_what_it_expects(place: &Place) {
        let folder = scripts();
        let mut python = install(folder.path());
        junction(place, python.arg("junction/python/main.py").current_dir(&folder));
    }

    on_both!(
        "needs Python 3.10 or newer with venv or pip",
        "needs Python 3.10 or newer with venv or pip, and a PostgreSQL server: scripts/test.sh brings the server":
        junction_finds_what_it_expects
    );
}
