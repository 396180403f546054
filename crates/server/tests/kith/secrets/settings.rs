//! Settings that are wrong: what is secret in them is not repeated.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use serde_json::json;

use super::{WRONG, with_secrets};
use crate::database::Place;
use crate::process::{answer, complaint};

/// Every way to get a secret wrong: in the environment, in a file, in the wrong place, of a wrong form.
#[test]
fn settings_that_are_wrong_are_refused_without_telling_what_is_secret() {
    const CANARY: &str = "canary-of-a-setting";
    let place = Place::sqlite();
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    // Without a mistake it starts, so what is refused below is refused for the mistake.
    answer(with_secrets(&place).arg("migrate"));
    let mut refused = 0;
    let mut refuse = |variables: &[(&str, &str)], arguments: &[&str]| {
        let mut command = with_secrets(&place);
        command.envs(variables.iter().copied()).args(arguments);
        if variables.is_empty() {
            // It is the file that says what is secret.
            for name in ["AUTH__JWT_SECRETS", "SEALING__KEYS", "DATABASE__URL"] {
                command.env_remove(format!("KITH__{name}"));
            }
            command.current_dir(&folder);
        }
        let told = complaint(&mut command);
        assert!(!told.is_empty() && !told.contains(CANARY), "{variables:?} {arguments:?}: {told}");
        refused += 1;
    };
    for (name, value) in [
        ("KITH__SEALING__KEYS", CANARY.to_owned()),
        ("KITH__SEALING__KEYS", format!("first:{CANARY}")),
        ("KITH__SEALING__KEYS", format!("{CANARY} {CANARY}:AAAA")),
        ("KITH__AUTH__JWT_SECRET", CANARY.to_owned()),
        ("KITH__AUTH__JWT_SECRETS__FIRST", CANARY.to_owned()),
        ("KITH__AUTH__JWKS_FILE", file("text", CANARY)),
        (
            "KITH__AUTH__JWKS_FILE",
            file("oct", &json!({"keys": [{"kty": "oct", "kid": "a", "k": CANARY}]}).to_string()),
        ),
        (
            "KITH__AUTH__JWKS_FILE",
            file(
                "private",
                &json!({"keys": [{"kty": "RSA", "kid": "a", "d": CANARY}]}).to_string(),
            ),
        ),
        ("KITH__DATABASE__URL", CANARY.to_owned()),
        ("KITH__DATABASE__URL", format!("mysql://kith:{CANARY}@127.0.0.1/kith")),
        ("KITH__DATABASE__URL", format!("postgres://kith:{CANARY}@127.0.0.1:1/kith")),
        ("KITH__DATABASE__URL", format!("postgres://kith:{CANARY}@127.0.0.1:port/kith")),
        ("KITH__DATABASE__URL", format!("postgres://kith:{CANARY}@[::1/kith")),
        ("KITH__DATABASE__URL", format!("postgres://kith:{CANARY}@127.0.0.1/kith?sslmode=none")),
        ("KITH__DATABASE__URL", format!("postgres://kith@127.0.0.1:{CANARY}/kith")),
    ] {
        let quickly = ("KITH__DATABASE__CONNECT_TIMEOUT", "1s");
        refuse(&[(name, value.as_str()), quickly], &["serve"]);
    }
    let sealing = file("sealing", &format!("first:{CANARY}"));
    refuse(&[("KITH__SEALING__KEYS", ""), ("KITH__SEALING__KEYS_FILE", &sealing)], &["serve"]);
    for url in [CANARY, "postgres://kith:canary-of-a-setting@127.0.0.1:1/kith"] {
        let named = file("url", url);
        let variables = [
            ("KITH__DATABASE__URL", ""),
            ("KITH__DATABASE__URL_FILE", named.as_str()),
            ("KITH__DATABASE__CONNECT_TIMEOUT", "1s"),
        ];
        refuse(&variables, &["check"]);
    }
    for (number, settings) in [
        format!("[auth]\njwt_secrets = \"{CANARY}\n"),
        format!("[auth]\njwt_secrets = {CANARY}\n"),
        format!("[auth]\njwt_secrets = [\"{CANARY}\"]\n"),
        format!("[auth]\njwt_secrets = {{a = \"{CANARY}\"}}\n"),
        format!("[auth]\njwt_secrets = \"{CANARY}\"\njwt_secrets = \"{CANARY}\"\n"),
        format!("[auth]\njwt_secret = \"{CANARY}\"\n"),
        format!("[auth]\njwt_secrets = \"{CANARY}\"\njwt_secrets_file = \"x\"\n"),
        format!("[sealing]\nkeys = first:{CANARY}\n"),
        format!("[database]\nurl = postgres://kith:{CANARY}@127.0.0.1/kith\n"),
        format!("[database]\nurl = [\"postgres://kith:{CANARY}@127.0.0.1/kith\"]\n"),
        // The file with the secrets, given as the file with the settings.
        CANARY.to_owned(),
        format!("{CANARY},{CANARY}\n"),
    ]
    .into_iter()
    .enumerate()
    {
        let file = file(&format!("settings-{number}.toml"), &settings);
        refuse(&[], &["--config", &file, "check"]);
    }
    assert!(refused > 25, "{refused}");
}

/// A value that is no text, as random bytes are.
#[cfg(unix)]
#[test]
fn a_variable_that_is_no_text_is_refused_by_its_name() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    let place = Place::sqlite();
    let bytes = OsStr::from_bytes(b"canary\xff");
    let told = complaint(with_secrets(&place).env("KITH__AUTH__JWT_SECRETS", bytes).arg("check"));
    assert!(told.contains("KITH__AUTH__JWT_SECRETS is not valid UTF-8"), "{told}");
    assert!(!told.contains("canary") && !told.contains("panicked"), "{told}");
    // Those of others are nobody's business.
    answer(with_secrets(&place).env("SOMEBODYS", bytes).arg("migrate"));
}

/// A provider of keys whose address holds a password, and that does not answer.
#[test]
fn where_keys_come_from_is_not_told_with_its_password() {
    let place = Place::sqlite();
    let mut command = with_secrets(&place);
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = nobody.local_addr().unwrap();
    drop(nobody);
    command.env("KITH__AUTH__JWKS_URL", format!("http://kith:{WRONG}@{address}/keys?key={WRONG}"));
    let mut child = command.arg("serve").stderr(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let (sender, said) = mpsc::channel();
    let reader = thread::spawn(move || {
        lines.map_while(Result::ok).for_each(|line| drop(sender.send(line)));
    });
    let mut log = String::new();
    while !log.contains("no keys from auth.jwks_url") {
        match said.recv_timeout(Duration::from_secs(30)) {
            Ok(line) => log.push_str(&line),
            Err(_) => break,
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap();
    assert!(log.contains("no keys from auth.jwks_url"), "{log}");
    assert!(!log.contains(WRONG), "{log}");
}
